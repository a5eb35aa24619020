package templates

// DeskImport is "/desk/{slug}/import": a list from a spreadsheet, as a file or pasted.
type DeskImport struct {
	Shell   Shell
	Edition EditionLine
	Nav     []Link
	Action  string
	Pasted  string
	Faults  FormFaults
	// TemplateURL is the empty spreadsheet to fill in, ColumnsURL tells of the columns; either may be empty.
	TemplateURL, CSVTemplateURL string
	// Hint says why nothing can be imported now, or is empty.
	Hint string
	// Columns are the headings that are understood, the first word of each.
	Columns []string
}

func (DeskImport) template() string { return "page_desk_import" }

// DeskImportPreview is what a list would do, before it is taken, and after it what it did.
type DeskImportPreview struct {
	Shell   Shell
	Edition EditionLine
	Nav     []Link
	Back    Link
	Action  string
	Done    bool
	File    string // the kept file, what its sender called it, and that in words
	Name    string
	Title   string
	Rows    int
	Created int
	Updated int
	Skipped int
	// Bad counts the rows with an error; Good how many rows would be filed without them.
	Bad, Good       int
	Errors, Notices []DeskIssue
	MoreErrors      int // not shown
	MoreNotices     int
	Unused          []string // columns that were passed over
	Told            int      // notices in all
	First           []DeskImportRow
	Faults          FormFaults
	DraftsURL       string
}

func (DeskImportPreview) template() string { return "page_desk_import_preview" }

// DeskIssue is one thing to say about one row of a list; Row 0 is the whole list.
type DeskIssue struct {
	Row     int
	Column  string
	Message string
}

// DeskImportRow is a row as it will be filed.
type DeskImportRow struct {
	Row                               int
	Product, Group, Producer, Commune string
	Phone, Email                      string
}
