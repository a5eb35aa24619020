package templates

// CouncilPapers lists the papers of an edition, from the jury's minutes to the notice of results, at
// /council/{slug}/papers. It posts nothing; the papers are Vietnamese in both languages of the page.
type CouncilPapers struct {
	Shell Shell
	Head  CouncilHead
	// Waiting is as in CouncilRanking.
	Waiting string
	Pass    int
	Papers  []PaperLine
}

func (CouncilPapers) template() string { return "page_council_papers" }

// PaperLine is one paper: what it is for, and either where it is, as a spreadsheet too or not, or what it waits for.
type PaperLine struct {
	Name, Text      string
	PDFURL, DOCXURL string
	XLSXURL         string
	Waits           string
}
