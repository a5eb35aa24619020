package judging

import (
	"time"

	"vinhdanh/internal/i18n"
)

// ReminderPlan says on which days an edition's people are reminded by mail of what they still owe. While it is off
// nothing is drafted and nothing leaves by itself.
type ReminderPlan struct {
	Edition      string
	On           bool
	Before       []int  // days before a deadline, 0 being the day itself
	After        []int  // days after it
	DeclareUntil string // YYYY-MM-DD, the day by which judges shall have declared, or empty; it shuts nothing
	ScoringUntil string // the day by which sheets shall be submitted, or empty; it shuts nothing
	Note         string // own words that every letter begins with, or empty
	By           string
	At           time.Time // zero for a plan that nobody has saved
}

// firstPlan is what is offered before anybody has saved a plan.
func firstPlan(edition string) ReminderPlan {
	return ReminderPlan{Edition: edition, Before: []int{0, 2, 7}, After: []int{1, 3}}
}

// falls reports whether the plan reminds on a day of something that is due on another, both YYYY-MM-DD.
func (p ReminderPlan) falls(day, due string) bool {
	from, err := i18n.ParseDate(day)
	if err != nil {
		return false
	}
	to, err := i18n.ParseDate(due)
	if err != nil {
		return false
	}
	days := int(to.Sub(from).Hours() / 24) // Vietnam knows no summer time
	list := p.Before
	if days < 0 {
		list, days = p.After, -days
	}
	for _, n := range list {
		if n == days {
			return true
		}
	}
	return false
}

// When letters leave by themselves, and how long those that were drafted late can still be read before.
const (
	reminderHour = 8  // o'clock in Vietnam
	quietHour    = 20 // from then on nobody is written to
	readingTime  = 2 * time.Hour
)

// plannedFor is when the letters of a day leave that are drafted now; ok is false while it is too early to draft them,
// more than a day before, and when it is too late.
func plannedFor(day string, now time.Time) (at time.Time, ok bool) {
	start, err := i18n.ParseDate(day)
	if err != nil {
		return at, false
	}
	at = start.Add(reminderHour * time.Hour)
	if now.Before(at.Add(-24 * time.Hour)) {
		return at, false
	}
	if read := now.Add(readingTime); read.After(at) {
		at = read
	}
	return at.UTC(), !at.After(start.Add(quietHour * time.Hour))
}

// OwedKind is what somebody still owes.
type OwedKind string

// What can be owed, in the order in which letters name it.
const (
	OwesInvitation  OwedKind = "invitation"  // to accept it
	OwesDeclaration OwedKind = "declaration" // of conflicts, by a judge
	OwesSheets      OwedKind = "sheets"      // of the open pass, not submitted
	OwesDraft       OwedKind = "draft"       // a dossier that was never handed in
	OwesSupplement  OwedKind = "supplement"  // a dossier that was sent back
)

// Owed is one thing that somebody still owes. Nothing that was marked is in it.
type Owed struct {
	Kind    OwedKind `json:"kind"`
	Row     string   `json:"row,omitempty"` // the dossier or the seat
	Product string   `json:"product,omitempty"`
	Code    string   `json:"code,omitempty"`
	Count   int      `json:"count,omitempty"` // of sheets
	Body    string   `json:"body,omitempty"`  // of the seat
	Role    string   `json:"role,omitempty"`
	Due     string   `json:"due,omitempty"`  // YYYY-MM-DD, or empty when no day was named
	Time    string   `json:"time,omitempty"` // 15:04 in Vietnam, of a deadline that has an hour
}

// Debtor is somebody who still owes something in an edition. All that goes to one address is one debtor.
type Debtor struct {
	Person string // "user:" or "nomination:" and an id: where the address is looked up
	Name   string
	Email  string // normalised; empty for a producer without one, who cannot be written to
	Phone  string // of such a producer
	Items  []Owed
}

// due reports whether the plan reminds the person on a day, YYYY-MM-DD.
func (d Debtor) due(p ReminderPlan, day string) bool {
	for _, o := range d.Items {
		// After the close of filing a draft cannot be handed in any more.
		if o.Due != "" && p.falls(day, o.Due) && (o.Kind != OwesDraft || day <= o.Due) {
			return true
		}
	}
	return false
}

// ReminderState is where a letter of the outbox stands.
type ReminderState string

// The states of a letter: waiting and held are open, the others are the end of it.
const (
	ReminderWaiting ReminderState = "waiting" // for its hour
	ReminderHeld    ReminderState = "held"    // until somebody lets it go
	ReminderSent    ReminderState = "sent"
	ReminderDone    ReminderState = "done"    // nothing was owed any more, or the person has left
	ReminderAgain   ReminderState = "again"   // the person was reminded on that day already
	ReminderRemoved ReminderState = "removed" // by the secretariat
	ReminderMissed  ReminderState = "missed"  // its day passed, held or with the server off
)

// ReminderLetter is a letter in an edition's outbox, one a person and day. It holds no address; Subject and Text are
// empty while the letter says what such letters say, and again once it is over.
type ReminderLetter struct {
	ID      string
	Edition string
	Person  string // as in Debtor
	Day     string // YYYY-MM-DD in Vietnam, on which it leaves
	State   ReminderState
	Subject string
	Text    string
	Planned time.Time
	By      string    // the account that changed it last, or empty
	Ended   time.Time // zero while it is open
}

// Open reports whether the letter may still leave.
func (l ReminderLetter) Open() bool { return l.State == ReminderWaiting || l.State == ReminderHeld }
