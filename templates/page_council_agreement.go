package templates

// CouncilAgreement says how far the judges agree, at /council/{slug}/agreement: in plain words first, then in
// figures. It posts nothing.
type CouncilAgreement struct {
	Shell Shell
	Head  CouncilHead
	// Waiting is as in CouncilRanking.
	Waiting string
	Pass    int
	// Group is the product group shown, "" for all; Groups are the choices.
	Group  string
	Groups []Option
	// Entries, Complete and Judges are what the figures rest on.
	Entries, Complete, Judges int
	// Level is "excellent", "good", "moderate", "poor" or "unknown": how far the mean of the panel can be trusted.
	Level   string
	Figures []AgreementFigure
	Judged  []SeverityLine
	// Ranks are the entries with the ranks that they may have; Levelled tells that the score without severity
	// stands beside the mean, because judges stepped out of some entries.
	Ranks    []RankLine
	Levelled bool
	// Ranged tells that some entry has the ranks that it may have; Spare that Level rests on the single totals only,
	// because too few entries were scored by every judge.
	Ranged, Spare bool
}

func (CouncilAgreement) template() string { return "page_council_agreement" }

// AgreementFigure is one statistic: its name and what it asks, its value as a decimal string or the reason why
// there is none, and a tag that says what the value means.
type AgreementFigure struct {
	Name, Asks       string
	Value, Low, High string
	Missing          string
	Tag              Tag
}

// SeverityLine is how many points a judge gives above the panel; Effect has its sign, "+1.50".
type SeverityLine struct {
	Name   string
	Effect string
	Words  string
	Plot   RowPlot
}

// RankLine is one entry with its rank and the ranks that it may have; Score is without severity.
type RankLine struct {
	Rank, Low, High int
	Product         string
	Mean, Score     string
	Plot            RowPlot
}
