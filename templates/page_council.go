package templates

// Council is the first page of council and auditor, at /council: the editions where they sit, with what waits
// in each. It posts nothing.
type Council struct {
	Shell Shell
	// Auditor is set when the reader audits one of the editions; the page then says what an auditor may do.
	Auditor  bool
	Editions []CouncilEdition
}

func (Council) template() string { return "page_council" }

// CouncilEdition is one edition: its seat in words, what is to be done now and where.
type CouncilEdition struct {
	Edition EditionLine
	Seat    string
	Waits   string
	Tasks   []Task
}
