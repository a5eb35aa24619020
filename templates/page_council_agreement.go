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
	// Flags are sentences about what stands out, Unflagged why nobody looked; Cuts are the neighbours at each cut.
	Flags     []string
	Unflagged string
	Cuts      []AgreementCut
	// Discuss is how many entries are close to the pass mark, listed at DiscussURL.
	Discuss    int
	DiscussURL string
	WhatIf     WhatIf
}

// AgreementCut is a cut of the ranking with the products above and below it that cannot be told apart.
type AgreementCut struct {
	Name         string
	Above, Below []string
}

// WhatIf is the questions that may be asked of the ranking, and the answer to the one that was.
type WhatIf struct {
	// Judges are the choices of whom to leave out, empty in a panel that is too small; Steps of what parts ties first.
	Judges, Steps []Option
	Judge, Step   string
	// Weights are the top-level criteria, empty while the groups have their own and none is chosen.
	Weights []WhatIfWeight
	Fault   string
	// Asked is the question in words, "" when there is none; Missing says why it has no answer.
	Asked, Missing string
	Moved          []WhatIfLine
}

// WhatIfWeight is the weight of one top-level criterion, as a decimal.
type WhatIfWeight struct{ ID, Name, Value string }

// WhatIfLine is an entry whose place changes, 0 being no place; Crossed says which marks it crosses.
type WhatIfLine struct {
	Product       string
	Before, After int
	Crossed       []Tag
}

func (CouncilAgreement) template() string { return "page_council_agreement" }

// AgreementFigure is one statistic: its name and what it asks, its value as a decimal string or the reason why
// there is none, and a tag that says what the value means.
type AgreementFigure struct {
	Name, Asks       string
	Value, Low, High string
	Missing          string
	Tag              Tag
	// Note stands below the value, such as its p; Definition is the formula in words, with its source.
	Note, Definition string
}

// SeverityLine is how many points a judge gives above the panel; Effect has its sign, "+1.50".
type SeverityLine struct {
	Name   string
	Effect string
	Spread string
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
