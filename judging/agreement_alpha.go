package judging

import "math/big"

// measureAlpha fills in Krippendorff's alpha over the entries with two totals or more. The ordinal
// distance of two values is the distance of their mid-ranks among all values, so the ordinal alpha is
// the interval alpha of the ranks (Krippendorff 2011, "Computing Krippendorff's alpha-reliability").
func (a *Agreement) measureAlpha(t table) {
	var units [][]int64
	var all []int64
	for _, marks := range t.marks {
		if len(marks) < 2 {
			continue
		}
		unit := make([]int64, len(marks))
		for i, m := range marks {
			unit[i] = m.points
		}
		units = append(units, unit)
		all = append(all, unit...)
	}
	reason := ReasonNoVariation
	if len(all) == 0 {
		reason = ReasonFewValues
	}
	a.AlphaInterval = alpha(units)
	ranks, _ := midRanks(all)
	for i := range units {
		m := len(units[i])
		units[i], ranks = ranks[:m], ranks[m:]
	}
	a.AlphaOrdinal = alpha(units)
	if a.AlphaInterval == nil {
		for _, name := range []string{"krippendorff_alpha", "krippendorff_alpha.interval", "krippendorff_alpha.ordinal"} {
			a.Reasons[name] = reason
		}
	}
}

// alpha is 1 - Do/De, nil when the values do not vary.
func alpha(units [][]int64) *float64 {
	observed, expected := disagreement(units)
	if expected == 0 {
		return nil
	}
	x := 1 - observed/expected
	return &x
}

// disagreement is the observed and the expected one, Do and De, by squared distance. Every unit holds two
// values or more.
func disagreement(units [][]int64) (observed, expected float64) {
	var pool sums
	n := 0
	for _, unit := range units {
		var own sums
		for _, x := range unit {
			own.add(x)
			pool.add(x)
		}
		n += len(unit)
		pairs := quotient(own.spread(len(unit)), len(unit)-1)
		observed += 2 * pairs
	}
	if n == 0 {
		return 0, 0
	}
	return observed / float64(n), 2 * quotient(pool.spread(n), n*(n-1))
}

func quotient(num *big.Int, den int) float64 {
	f, _ := new(big.Rat).SetFrac(num, big.NewInt(int64(den))).Float64()
	return f
}
