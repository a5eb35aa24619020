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
	// Query narrows the tables; Found counts the rows that it left.
	Query  string
	Found  int
	Groups []ResultGroup
	// BundleURL is the results bundle, "" where the reader may not have it.
	BundleURL string
	// Deadline is of the filing, while it runs; StartURL leads to who may enter and how, or is "".
	Deadline Deadline
	StartURL string
}

func (Results) template() string { return "page_results" }

// publicStates are the steps of an edition that the public is told, in their order.
var publicStates = []string{"filing", "screening", "scoring", "deliberation", "announced"}

// ResultStep is one step on the way to the result: Place is "done", "now" or "next".
type ResultStep struct {
	State, Place string
}

// Steps are the steps of the edition and where it stands among them.
func (p Results) Steps() []ResultStep {
	list := make([]ResultStep, 0, len(publicStates))
	place := "done"
	if p.Edition.State == "draft" {
		place = "next"
	}
	for _, s := range publicStates {
		if s == p.Edition.State {
			list = append(list, ResultStep{s, "now"})
			place = "next"
			continue
		}
		list = append(list, ResultStep{s, place})
	}
	return list
}

// ResultGroup is one product group's table.
type ResultGroup struct {
	Code string
	Name string
	// Recognised counts the whole group, Entries too, whatever the search left.
	Entries, Recognised int
	Plot                MeanPlot
	Rows                []ResultRow
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
	ProductURL string // its page over the years, or ""
	VerifyURL  string // its certificate, or ""
}
