package templates

import "time"

// DeskReminders is "/desk/:slug/reminders": the letters that wait, who still owes what, and the plan, which it posts to
// itself: active, before, after, declare_until, scoring_until and note.
type DeskReminders struct {
	Shell   Shell
	Edition EditionLine
	Nav     []Link
	// Running says that the saved plan is on.
	Running bool
	// Next is the day of the next letters, zero while none are in sight.
	Next time.Time
	// Waiting are the letters that are not over, Leaving of them will leave as things stand.
	Waiting []ReminderLine
	Leaving int
	Past    []ReminderLine
	Owed    []ReminderDebtor
	Plan    ReminderPlan
	Faults  FormFaults
}

func (DeskReminders) template() string { return "page_desk_reminders" }

// ReminderLine is one letter of the outbox.
type ReminderLine struct {
	Name, Email string
	URL         string
	At          time.Time // when it leaves, or when it was over
	State       Tag
	Own         bool     // somebody wrote its words
	Idle        bool     // it will not leave, since what its day reminds of is done
	Lines       []string // what is owed
}

// ReminderDebtor is somebody who still owes something.
type ReminderDebtor struct {
	Name  string
	Email string // or "" for who has none
	Phone string
	Lines []string
}

// ReminderPlan is the form of the plan, as typed.
type ReminderPlan struct {
	Active                     string // "yes" when it is ticked
	Before, After              string
	DeclareUntil, ScoringUntil string
	Note                       string
}

// DeskReminder is "/desk/:slug/reminders/{id}": one letter. It posts to itself: subject, text and act (save, standard,
// send, hold, release or remove).
type DeskReminder struct {
	Shell   Shell
	Edition EditionLine
	Back    Link
	Action  string
	Line    ReminderLine
	// Open says that the letter may still leave, Held that it leaves at nobody's hour.
	Open, Held    bool
	Subject, Text string
	// LinkLater says that a link is added below the words when the letter leaves.
	LinkLater bool
	Faults    FormFaults
}

func (DeskReminder) template() string { return "page_desk_reminder" }
