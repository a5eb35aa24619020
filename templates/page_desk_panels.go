package templates

import "time"

// DeskPanels is "/desk/:slug/panels": who judges what, possible conflicts and who of the jury is away, for those who
// keep the jury's work in order. No mark stands on it. It posts to itself: mode, k, panel.N.name, panel.N.group,
// panel.N.judge, pair (judge.nomination), reason and act (preview or apply).
type DeskPanels struct {
	Shell   Shell
	Edition EditionLine
	Nav     []Link
	Back    Link
	// Made is when the assignment in force was recorded; zero while every judge has everything by default.
	Made time.Time
	// Now is the assignment in force in a sentence.
	Now string
	// Open says that an assignment can be recorded now, Scoring that a reason is needed.
	Open, Scoring bool
	Mode, K       string
	Reason        string
	Modes         []Option
	Panels        []DeskPanel
	Faults        FormFaults
	// Preview marks that Loads and Entries are what would be recorded.
	Preview bool
	Loads   []DeskLoad
	Shared  string
	Entries []DeskAssigned
	// Hand says that the entries have a tick for each judge.
	Hand     bool
	Matches  []DeskMatch
	ShowsAll bool // the caller may see matches
	Absences []DeskAbsence
	Jury     []Option
	Away     DeskAway
}

func (DeskPanels) template() string { return "page_desk_panels" }

// DeskPanel is one panel of the form; empty ones are for new panels.
type DeskPanel struct {
	N              int
	Name           string
	Groups, Judges []DeskTick
}

// DeskTick is one box to tick.
type DeskTick struct {
	Value, Label string
	On           bool
}

// DeskLoad is how many entries one judge has.
type DeskLoad struct {
	Name    string
	Panels  string
	Entries int
}

// DeskAssigned is one entry with its judges: names, and boxes when it is assigned by hand.
type DeskAssigned struct {
	Code, Product, Group string
	Judges               string
	Ticks                []DeskTick
}

// DeskMatch is one possible conflict; AskURL writes to the judge and is empty when there is no address.
type DeskMatch struct {
	ID, Judge, Code, Product, URL, Producer string
	Fields                                  string
	State                                   Tag
	Reason                                  string // of the dismissal
	Open                                    bool
	Action, AskURL                          string
	Typed, Error                            string
}

// DeskAbsence is one absence of a member of the jury; EndURL is empty when it is over.
type DeskAbsence struct {
	Name, Role, Days, Reason string
	State                    Tag
	EndURL                   string
}

// DeskAway is the form of a new absence.
type DeskAway struct {
	Member, From, Until, Reason string
	Faults                      FormFaults
}

// Ordinal is the panel's number for people.
func (p DeskPanel) Ordinal() int { return p.N + 1 }

// HasPanels reports whether a panel was named.
func (p DeskPanels) HasPanels() bool {
	for _, x := range p.Panels {
		if x.Name != "" {
			return true
		}
	}
	return false
}
