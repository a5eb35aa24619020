package templates

// Results is "/editions/{slug}": what was published of an edition, by product group. Before the edition is
// announced, Groups is empty and the page says so.
type Results struct {
	Shell   Shell
	Edition EditionLine
	// Decision is the authority's; nil while there is none to show.
	Decision *DecisionRef
	// PassMark is a decimal string of points, "70"; empty hides the line.
	PassMark string
	// Entries and Recognised count the whole edition.
	Entries, Recognised int
	Groups              []ResultGroup
}

func (Results) template() string { return "page_results" }

// ResultGroup is one product group's table.
type ResultGroup struct {
	Code string
	Name string
	Rows []ResultRow
}

// ResultRow is one entry; Mean is a decimal string with a point ("83.21"), shown as the language writes it.
type ResultRow struct {
	Rank       int // 0 when it was not ranked
	Tied       bool
	Product    string
	Producer   string
	Commune    string
	Mean       string
	Passed     bool
	Recognised bool
	Prize      string
	VerifyURL  string // its certificate, or ""
}
