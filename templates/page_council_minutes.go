package templates

// CouncilMinutes is the draft of the minutes as it will be printed, at /council/{slug}/minutes. It posts nothing;
// the paper itself is Vietnamese, in both languages of the page.
type CouncilMinutes struct {
	Shell Shell
	Head  CouncilHead
	// Waiting is as in CouncilProposal.
	Waiting         string
	Pass            int
	PDFURL, DOCXURL string
	Blocks          []PaperBlock
}

func (CouncilMinutes) template() string { return "page_council_minutes" }

// PaperBlock is one part of a printed paper in the preview: Kind is "head", "title", "heading", "text", "fields",
// "list", "table", "signatures", "recipients" or "blank".
type PaperBlock struct {
	Kind string
	// Lead stands bold before Text; Lines are one below the other.
	Lead, Text string
	Lines      []string
	// Centre and Italic are of a text.
	Centre, Italic bool
	// Columns and Rows are of a table; a row with Span has one cell.
	Columns []string
	Rows    []PaperRow
	Fields  []SummaryRow
	// Signatures are blocks side by side.
	Signatures []PaperSignature
}

// PaperRow is one row of a table in a printed paper.
type PaperRow struct {
	Span  bool
	Cells []string
}

// PaperSignature is the place of one signature.
type PaperSignature struct {
	Lines      []string
	Note, Name string
}
