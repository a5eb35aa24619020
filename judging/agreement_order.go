package judging

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// concord fills in Kendall's W, corrected for ties, and its p-value by chi-square, which is rough for
// fewer than seven entries or so.
func (a *Agreement) concord(rows [][]int64) {
	n, k := int64(len(rows)), int64(len(rows[0]))
	twice := make([]int64, n) // twice the sum of an entry's mid-ranks
	var ties int64
	column := make([]int64, n)
	for j := range k {
		for i, row := range rows {
			column[i] = row[j]
		}
		ranks, t := midRanks(column)
		ties += t
		for i, r := range ranks {
			twice[i] += r
		}
	}
	var fourS int64
	for _, r := range twice {
		d := r - k*(n+1)
		fourS += d * d
	}
	den := k*k*(n*n*n-n) - k*ties
	if den == 0 {
		a.Reasons["kendall_w"], a.Reasons["kendall_p"] = ReasonNoVariation, ReasonNoVariation
		return
	}
	w := float64(3*fourS) / float64(den)
	p := distuv.ChiSquared{K: float64(n - 1)}.Survival(float64(k*(n-1)) * w)
	a.KendallW, a.KendallP = &w, &p
}

// midRanks are twice the ranks of values from the smallest up, equal ones sharing their mean, and the sum
// of t^3 - t over groups of t equal values.
func midRanks(values []int64) (twice []int64, ties int64) {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return int(min(max(values[i]-values[j], -1), 1)) })
	twice = make([]int64, len(values))
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && values[order[to]] == values[order[from]] {
			to++
		}
		for _, i := range order[from:to] {
			twice[i] = int64(from + to + 1)
		}
		t := int64(to - from)
		ties += t*t*t - t
		from = to
	}
	return twice, ties
}

// boundRanks fills in the rank intervals of the complete entries. An entry stands surely above another
// when their means differ by more than the least significant difference of a pair, t * sqrt(2 EMS / k)
// with t at 97.5 % and (n-1)(k-1) degrees of freedom: 95 % for one pair, not for all pairs at once.
func (a *Agreement) boundRanks(t table, ms meanSquares) {
	quantile := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: (ms.n - 1) * (ms.k - 1)}.Quantile(0.975)
	margin := quantile * math.Sqrt(2*ms.EMS/ms.k) * ms.k * float64(Point) // between sums of totals, in thousandths
	sums := make([]int64, len(t.complete))
	for i, row := range t.complete {
		for _, x := range row {
			sums[i] += x
		}
	}
	sorted := slices.Sorted(slices.Values(sums))
	a.RankIntervals = make([]RankInterval, len(t.nominations))
	for i, nomination := range t.nominations {
		a.RankIntervals[i].Nomination = nomination
	}
	for i, sum := range sums {
		below, _ := slices.BinarySearchFunc(sorted, sum, func(x, own int64) int {
			if float64(own-x) > margin {
				return -1
			}
			return 1
		})
		notAbove, _ := slices.BinarySearchFunc(sorted, sum, func(x, own int64) int {
			if float64(x-own) > margin {
				return 1
			}
			return -1
		})
		interval := &a.RankIntervals[t.completeAt[i]]
		interval.Low, interval.High = 1+len(sorted)-notAbove, len(sorted)-below
	}
	for _, r := range a.RankIntervals {
		if r.Low == 0 {
			a.Reasons["rank_intervals."+r.Nomination] = ReasonIncomplete
		}
	}
}
