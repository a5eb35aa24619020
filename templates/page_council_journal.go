package templates

import "time"

// CouncilJournal is the ledger of an edition in plain words, at /council/{slug}/journal. It posts nothing; its
// filters are a form of its own address.
type CouncilJournal struct {
	Shell Shell
	Head  CouncilHead
	// Kind, Day and Query are what the filters hold; Day is as typed, and DayFault says when it cannot be read.
	Kind, Day, Query, DayFault string
	Kinds                      []Option
	// Sealed tells that a pass is open, so that acts on sheets and the numbers of leaves are not shown.
	Sealed bool
	// NumbersHidden tells that numbers are hidden because a pass of another edition is open.
	NumbersHidden bool
	Lines         []JournalEntry
	Paging        Paging
}

func (CouncilJournal) template() string { return "page_council_journal" }

// Filtered reports whether a filter is set.
func (p CouncilJournal) Filtered() bool { return p.Kind != "" || p.Day != "" || p.Query != "" }

// JournalEntry is one leaf of the ledger: Index is its number, -1 while that is not told.
type JournalEntry struct {
	Index  int64
	At     time.Time
	Says   string
	About  string
	By     string
	Reason string
}
