package templates

// OfficeSheets is "/desk/:slug/sheets": who has handed in which score sheet, and nothing of what is on it.
type OfficeSheets struct {
	Shell   Shell
	Edition EditionLine
	Nav     []Link
	// Waiting says why there are no sheets yet; the rest is left out then.
	Waiting string
	Pass    int
	Closed  bool
	// Done of Total sheets are handed in; those of judges who stepped back are in neither.
	Done, Total int
	Judges      []OfficeJudge
	Filter      OfficeSheetFilter
	Asked       bool
	Found       int
	// Columns are the names of the judges shown, Groups the entries with their cells in that order.
	Columns []string
	Groups  []OfficeSheetGroup
}

func (OfficeSheets) template() string { return "page_office_sheets" }

// OfficeJudge is how far one judge is.
type OfficeJudge struct {
	Name     string
	Progress Progress
	State    Tag
	Recused  int
	// MailURL and Phone are ways to remind, empty for those who are done.
	MailURL, Phone string
	SheetsURL      string
}

// OfficeSheetFilter is the form above the table.
type OfficeSheetFilter struct {
	Query, Group, Judge, State, Pass       string
	Groups, Judges, States, PassesToChoose []Option
}

// OfficeSheetGroup is the entries of one product group.
type OfficeSheetGroup struct {
	Code string
	Name string
	Rows []OfficeSheetRow
}

// OfficeSheetRow is one entry; a cell without text is a judge who has no sheet of it.
type OfficeSheetRow struct {
	EntryCode string
	Product   string
	Cells     []OfficeSheetCell
}

// OfficeSheetCell is where one sheet stands.
type OfficeSheetCell struct {
	Judge string
	State Tag
}
