package judging

import "math"

// The kinds of flag. Each asks somebody to look; none of them changes a number.
const (
	FlagResidual = "residual" // a sheet far from what its judge's severity and its entry explain
	FlagSpread   = "spread"   // an entry about which the judges differ much more than about the others
	FlagFlat     = "flat"     // a judge who gives nearly the same total to every entry
	FlagExtreme  = "extreme"  // a judge who stands far above or below the panel on every entry
)

// The limits of the flags; sd is the residual standard deviation of the additive fit, the root of the sum of
// squared residuals by totals - entries scored - judges + 1.
const (
	flagResidual = 2.5 // a residual, and the severity of an extreme judge, beyond so many sd
	flagSpread   = 2.0 // the spread of an entry's residuals, by its sheets less 1, beyond so many sd
	flagFlat     = 0.5 // a judge's standard deviation below so much of that of the fitted scores of her entries
	flatEntries  = 5   // fewer entries tell nothing about flatness
	flagJudges   = 3   // with two judges nobody can say which of them is away
	leastFlagged = 0.001
)

// Flag is something that the head of the jury should look at: Judge is "" for an entry, Nomination for a judge.
// It names no points. Higher tells the direction of FlagResidual and FlagExtreme.
type Flag struct {
	Kind       string
	Judge      string
	Nomination string
	Higher     bool
}

// leastSpread is the fewest totals whose spread is told: with the judge's mean, that of fewer would tell the totals.
const leastSpread = 5

// JudgeSpread is the standard deviation of a judge's totals in points (divisor n - 1), nil below five totals.
type JudgeSpread struct {
	Judge  string
	Spread *float64
}

// HasDirection reports whether Higher means anything.
func (f Flag) HasDirection() bool { return f.Kind == FlagResidual || f.Kind == FlagExtreme }

// spread fills in the spread of each judge.
func (a *Agreement) spread(t table) {
	byJudge := make([][]float64, len(t.judges))
	for _, marks := range t.marks {
		for _, m := range marks {
			byJudge[m.judge] = append(byJudge[m.judge], inPoints(float64(m.points)))
		}
	}
	for j, judge := range t.judges {
		row := JudgeSpread{Judge: judge}
		if len(byJudge[j]) >= leastSpread {
			sd := deviation(byJudge[j])
			row.Spread = &sd
		} else {
			a.Reasons["spread."+judge] = ReasonFewValues
		}
		a.Spreads = append(a.Spreads, row)
	}
}

// flag fills in the flags: sheets and entries in the order of the entries, then judges.
func (a *Agreement) flag(t table) {
	left, freedom := a.residuals(t)
	switch {
	case a.Severity == nil:
		a.Reasons["flags"] = a.Reasons["severity"]
		return
	case len(t.judges) < flagJudges:
		a.Reasons["flags"] = ReasonFewJudges
		return
	case freedom <= 0:
		a.Reasons["flags"] = ReasonNotEstimable
		return
	}
	sum := 0.0
	for _, row := range left {
		sum += squared(row)
	}
	sd := math.Sqrt(sum / float64(freedom))
	a.Flags = []Flag{}
	for i, marks := range t.marks {
		for x, m := range marks {
			if beyond(left[i][x], flagResidual*sd) {
				a.Flags = append(a.Flags, Flag{FlagResidual, t.judges[m.judge], t.nominations[i], left[i][x] > 0})
			}
		}
		if m := len(marks); m >= flagJudges && beyond(math.Sqrt(squared(left[i])/float64(m-1)), flagSpread*sd) {
			a.Flags = append(a.Flags, Flag{Kind: FlagSpread, Nomination: t.nominations[i]})
		}
	}
	a.flagJudges(t, sd)
}

// flagJudges adds the flags of single judges; sd is that of the residuals.
func (a *Agreement) flagJudges(t table, sd float64) {
	given, fitted := make([][]float64, len(t.judges)), make([][]float64, len(t.judges))
	for i, marks := range t.marks {
		for _, m := range marks {
			given[m.judge] = append(given[m.judge], inPoints(float64(m.points)))
			fitted[m.judge] = append(fitted[m.judge], *a.LeastSquares[i].Score)
		}
	}
	for j, judge := range t.judges {
		if len(given[j]) >= flatEntries && beyond(flagFlat*deviation(fitted[j]), deviation(given[j])) {
			a.Flags = append(a.Flags, Flag{Kind: FlagFlat, Judge: judge})
		}
		if effect := a.Severity[j].Effect; beyond(effect, flagResidual*sd) {
			a.Flags = append(a.Flags, Flag{Kind: FlagExtreme, Judge: judge, Higher: effect > 0})
		}
	}
}

// residuals are what the fit leaves of each total, in points, with the degrees of freedom left; nil without a fit.
func (a *Agreement) residuals(t table) (left [][]float64, freedom int) {
	if a.Severity == nil {
		return nil, 0
	}
	left, freedom = make([][]float64, len(t.marks)), 1-len(t.judges)
	for i, marks := range t.marks {
		if len(marks) > 0 {
			freedom += len(marks) - 1
		}
		for _, m := range marks {
			left[i] = append(left[i], inPoints(float64(m.points))-*a.LeastSquares[i].Score-a.Severity[m.judge].Effect)
		}
	}
	return left, freedom
}

// beyond reports whether x is further from 0 than the limit. What is nearer than the smallest points that can
// be given, or at the limit but for rounding, is not.
func beyond(x, limit float64) bool {
	return math.Abs(x) > limit*(1+1e-9) && math.Abs(x)-limit > leastFlagged/1000 && math.Abs(x) > leastFlagged
}

// deviation is the standard deviation with the divisor n - 1.
func deviation(list []float64) float64 {
	mean := 0.0
	for _, x := range list {
		mean += x / float64(len(list))
	}
	sum := 0.0
	for _, x := range list {
		sum += (x - mean) * (x - mean)
	}
	return math.Sqrt(sum / float64(len(list)-1))
}

func squared(list []float64) (sum float64) {
	for _, x := range list {
		sum += x * x
	}
	return sum
}
