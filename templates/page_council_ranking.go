package templates

import "time"

// CouncilRanking is the ranking of a closed pass, at /council/{slug}; while a pass is open it says so and shows
// nothing. It posts nothing; its filters are a form of its own address.
type CouncilRanking struct {
	Shell Shell
	Head  CouncilHead
	// Waiting is "early" before scoring opens, "open" while the pass is open, "" when there is a ranking.
	Waiting  string
	Pass     int
	ClosedAt time.Time
	// PassMark is a decimal string of points.
	PassMark string
	// Entries, Passed and Discuss count the whole edition: all, those at or above the mark, those close to it.
	Entries, Passed, Discuss int
	// Query, Group and Show are what the filters hold; Groups and Shows their choices.
	Query, Group, Show string
	Groups, Shows      []Option
	// Found counts the entries that the filters let through.
	Found    int
	Sections []RankingGroup
	// Intervals tells that ranks carry the range they may have; Dots that single totals are drawn.
	Intervals, Dots bool
	TableURL        string // the same table as XLSX
	PaperURL        string // to print and sign, as PDF
	BundleURL       string // the results bundle, "" where the reader may not have it
}

func (CouncilRanking) template() string { return "page_council_ranking" }

// Filtered reports whether a filter is set.
func (p CouncilRanking) Filtered() bool { return p.Query != "" || p.Group != "" || p.Show != "" }

// RankingGroup is one product group: its strip of means and its table.
type RankingGroup struct {
	Code, Name string
	Strip      DotPlot
	Rows       []RankingRow
}

// RankingRow is one entry; Mean is a decimal string of two decimals, Exact the fraction.
type RankingRow struct {
	Rank        int // 0 when nobody scored it
	Low, High   int // the ranks that it may have, 0 when that is not known
	EntryCode   string
	Product     string
	Producer    string
	Commune     string
	Mean, Exact string
	// Typed says of each of its sheets that came from paper who typed it.
	Typed   []string
	Judges  int
	Passed  bool
	Discuss bool
	Tie     string // a sentence about a tie and what parted it, or ""
	Plot    RowPlot
}
