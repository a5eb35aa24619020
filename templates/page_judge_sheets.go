package templates

// JudgeSheets is /judge/{slug}: the judge's sheets by product group, with filters and the own totals so far.
type JudgeSheets struct {
	// PrintURL prints the open sheets, to be marked by hand; empty when there is none.
	PrintURL string

	Shell   Shell
	Edition EditionLine
	Pass    int
	// Empty stands instead of the list before scoring, or when the judge has no sheet.
	Empty Empty
	// Passes are the passes of the edition when there is more than one.
	Passes   []Link
	Progress Progress
	Query    string
	// State is the filter that holds: "", "todo", "begun", "flagged", "unclear", "done", "late" or "recused"; Filters
	// are all of them.
	State   string
	Filters []Link
	// Device says that the pass is open, so that the sheets may be kept on the device for a day without a network.
	Device bool
	// Unshown says that the sign-in, by a slip, does not show what was sent before it.
	Unshown bool
	Groups  []JudgeGroup
	// Next is the sheet to go on with; empty when every sheet was submitted.
	Next Link
	// Late counts the sheets that were not sent before the close.
	Late int
	// Plot shows the own totals; PassMark is where it is dashed.
	Plot     DotPlot
	PassMark string
	// PassURL leads the jury's head to the state of the pass, or is empty.
	PassURL string
	// DeclarationURL leads to a later addition to the declaration while that is possible, or is empty.
	DeclarationURL string
}

func (JudgeSheets) template() string { return "page_judge_sheets" }

// JudgeGroup is a product group with the judge's sheets.
type JudgeGroup struct {
	Name  string
	Done  int
	All   int
	Lines []JudgeListLine
}

// JudgeListLine is one sheet in a list.
type JudgeListLine struct {
	URL     string
	Code    string
	Product string
	// Filter names the filters that the sheet belongs to, with blanks between them.
	Filter string
	// Total is the sum of a complete sheet ("76.5"), or empty; Below says that it is under the pass mark.
	Total string
	Below bool
	State Tag
	Note  string
	// Notes are the judge's own marks: a flag, a question, its answer.
	Notes []Tag
}
