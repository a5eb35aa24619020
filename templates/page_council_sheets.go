package templates

import "time"

// CouncilSheets is every judge's total of every entry, at /council/{slug}/sheets, for the auditor once the passes
// are closed. It posts nothing; its filters are a form of its own address.
type CouncilSheets struct {
	Shell Shell
	Head  CouncilHead
	// Waiting is as in CouncilRanking.
	Waiting string
	// Pass is the one shown; Passes are the choices when there are several.
	Pass         int
	Passes       []Option
	Query, Group string
	Groups       []Option
	Judges       []string
	Sections     []SheetGroup
	Found        int
}

func (CouncilSheets) template() string { return "page_council_sheets" }

// Filtered reports whether a filter is set.
func (p CouncilSheets) Filtered() bool { return p.Query != "" || p.Group != "" }

// SheetGroup is the entries of one product group.
type SheetGroup struct {
	Code, Name string
	Rows       []SheetRow
}

// SheetRow is one entry with one cell for each judge, in the order of Judges, and its mean.
type SheetRow struct {
	EntryCode, Product string
	Cells              []SheetCell
	Mean               string
}

// SheetCell is one sheet: its total, or "recused", "left_open" or "none" as State when there is none.
type SheetCell struct {
	Judge string
	URL   string
	Total string
	State string
}

// CouncilSheet is one sheet whole with its history, at /council/{slug}/sheets/{id}. It posts nothing.
type CouncilSheet struct {
	Shell              Shell
	Head               CouncilHead
	EntryCode, Product string
	Group, Judge       string
	Pass               int
	State              string // "locked", "submitted", "recused", "open"; "left_open" when locked as not scored
	Reason             string
	Criteria           []SheetCriterion
	Total, Max         string
	Comment            string
	Commitment         string
	SealedAt           time.Time
	Paper, ScanURL     string // who typed it from the judge's paper, and the scan
	History            []Moment
}

func (CouncilSheet) template() string { return "page_council_sheet" }

// SheetCriterion is one row of the sheet; a top-level one is the sum of those below it.
type SheetCriterion struct {
	Code, Name string
	Mark, Max  string
	Top        bool
}
