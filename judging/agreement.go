package judging

import "slices"

// AgreementEntry is one entry with the totals that judges gave it; a judge who did not score it is
// absent from Totals.
type AgreementEntry struct {
	Nomination string
	Group      string
	Totals     map[string]Points // by judge
}

// ICCKinds are the six intraclass correlations of Shrout & Fleiss 1979, as they are named there.
func ICCKinds() []string { return []string{"1,1", "2,1", "3,1", "1,k", "2,k", "3,k"} }

// Agreement says how far the judges of a panel agree. It informs the council and decides nothing, so it
// may be in floats; points enter it exactly. What cannot be computed is nil, and Reasons says why under
// the name it has in the API: "kendall_w", "icc.2,k", and "icc" too when all six are nil.
type Agreement struct {
	Entries         int
	Judges          int
	CompleteEntries int // scored by every judge; ICC, W and rank intervals are over these

	ICC         map[string]*float64    // by ICCKinds
	ICCInterval map[string]*[2]float64 // 95 %, by ICCKinds

	KendallW *float64 // 0 to 1, corrected for ties
	KendallP *float64 // of W by chi-square with CompleteEntries - 1 degrees of freedom

	AlphaInterval *float64 // Krippendorff's alpha over all entries with two totals or more
	AlphaOrdinal  *float64

	// What Resample adds: 95 % intervals by bootstrap.
	AlphaIntervalLimits *[2]float64
	AlphaOrdinalLimits  *[2]float64
	RankBootstrap       []RankBootstrap // in the order of the entries; nil when it cannot be computed

	Severity      []JudgeEffect  // by judge; nil when it cannot be computed
	LeastSquares  []EntryScore   // in the order of the entries; nil when it cannot be computed
	RankIntervals []RankInterval // in the order of the entries; nil when it cannot be computed

	Spreads []JudgeSpread // by judge
	Flags   []Flag        // nil when they cannot be computed, empty when nothing stands out

	Reasons map[string]string
}

// JudgeEffect is how many points a judge gives above the panel, entries being equal: below zero for a
// strict judge. The effects of a panel add up to 0.
type JudgeEffect struct {
	Judge  string
	Effect float64
}

// EntryScore is the least-squares score of an entry in points, nil when nobody scored it. It stands
// beside the official mean and never replaces it.
type EntryScore struct {
	Nomination string
	Score      *float64
}

// RankInterval holds the ranks that an entry may have among the complete entries, from Low to High; both
// are 0 for an entry that is not complete.
type RankInterval struct {
	Nomination string
	Low, High  int
}

// The reasons why a statistic is missing.
const (
	ReasonFewJudges    = "too_few_judges"           // fewer than two; fewer than three for flags
	ReasonFewComplete  = "too_few_complete_entries" // fewer than two that every judge scored
	ReasonFewValues    = "too_few_values"           // no entry, or the judge, has two totals
	ReasonNoVariation  = "no_variation"             // every total is the same
	ReasonNotEstimable = "not_estimable"            // the estimate's denominator is not above zero, or a limit is not finite
	ReasonNoScores     = "no_scores"                // nobody scored anything
	ReasonDisconnected = "disconnected"             // judges and entries fall apart into groups without a common total
	ReasonIncomplete   = "incomplete"               // of one entry: some judge did not score it
	ReasonNotScored    = "not_scored"               // of one entry: nobody scored it
)

// Agree measures the agreement of a panel: judges are its members, each once or more, and totals of
// others are left out. Beyond rounding, the order of judges or entries changes no number.
func Agree(judges []string, entries []AgreementEntry) Agreement {
	t := tabulate(judges, entries)
	a := Agreement{
		Entries: len(entries), Judges: len(t.judges), CompleteEntries: len(t.complete),
		ICC: map[string]*float64{}, ICCInterval: map[string]*[2]float64{}, Reasons: map[string]string{},
	}
	a.measureAlpha(t)
	a.fit(t)
	a.spread(t)
	a.flag(t)
	switch {
	case a.Judges < 2:
		a.leaveOut(ReasonFewJudges)
	case a.CompleteEntries < 2:
		a.leaveOut(ReasonFewComplete)
	default:
		ms := squares(t.complete)
		a.correlate(ms)
		a.concord(t.complete)
		a.boundRanks(t, ms)
	}
	return a
}

// leaveOut says that nothing can be computed of complete entries.
func (a *Agreement) leaveOut(reason string) {
	for _, kind := range ICCKinds() {
		a.ICC[kind], a.ICCInterval[kind] = nil, nil
		a.Reasons["icc."+kind], a.Reasons["icc_ci95."+kind] = reason, reason
	}
	for _, name := range []string{"icc", "icc_ci95", "kendall_w", "kendall_p", "rank_intervals"} {
		a.Reasons[name] = reason
	}
}

// mark is one total within a table.
type mark struct {
	judge  int
	points int64 // thousandths
}

// table holds the totals of a panel by entry and judge.
type table struct {
	judges      []string // in order
	nominations []string
	marks       [][]mark // by entry, in the order of judges
	complete    [][]int64
	completeAt  []int // where the complete entries stand among all
}

func tabulate(judges []string, entries []AgreementEntry) table {
	t := table{judges: slices.Compact(slices.Sorted(slices.Values(judges)))}
	for i, e := range entries {
		t.nominations = append(t.nominations, e.Nomination)
		var marks []mark
		var row []int64
		for j, judge := range t.judges {
			if p, scored := e.Totals[judge]; scored {
				marks = append(marks, mark{j, int64(p)})
				row = append(row, int64(p))
			}
		}
		t.marks = append(t.marks, marks)
		if len(row) == len(t.judges) && len(row) > 0 {
			t.complete = append(t.complete, row)
			t.completeAt = append(t.completeAt, i)
		}
	}
	return t
}

// inPoints is a number of thousandths in points.
func inPoints(thousandths float64) float64 { return thousandths / float64(Point) }
