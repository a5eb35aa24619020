package judging

import (
	"math/rand/v2"
	"runtime"
	"slices"
)

// alphaCells bounds resamples times totals, which is what an interval of the ordinal alpha takes.
const alphaCells = 60_000_000

// unit is an entry with two totals or more, as both alphas need it.
type unit struct {
	levels  []int32 // of its totals among all different ones
	sum     float64 // of the totals, from the middle of all
	squares float64
	within  float64 // sum of the squared distances of its pairs of totals, divided by one less than their number
}

// resampleAlpha fills in the intervals of Krippendorff's alpha from units drawn with replacement.
func (a *Agreement) resampleAlpha(t table, seed uint64) {
	var rows [][]int64
	total := 0
	for _, marks := range t.marks {
		if len(marks) < 2 {
			continue
		}
		row := make([]int64, len(marks))
		for i, m := range marks {
			row[i] = m.points
		}
		slices.Sort(row)
		rows, total = append(rows, row), total+len(row)
	}
	slices.SortFunc(rows, slices.Compare[[]int64]) // units of the same totals are as good as each other
	reason := ""
	switch {
	case len(rows) == 0:
		reason = ReasonFewValues
	case len(rows) < 2:
		reason = ReasonFewEntries
	case a.AlphaInterval == nil:
		reason = ReasonNoVariation
	}
	if reason == "" {
		n := min(mostResamples, max(leastResamples, alphaCells/total))
		a.AlphaIntervalLimits, a.AlphaOrdinalLimits = alphaLimits(rows, n, seed, runtime.GOMAXPROCS(0))
		if a.AlphaIntervalLimits == nil {
			reason = ReasonNotEstimable
		}
	}
	if reason != "" {
		for _, name := range []string{"krippendorff_ci95", "krippendorff_ci95.interval", "krippendorff_ci95.ordinal"} {
			a.Reasons[name] = reason
		}
	}
}

// alphaLimits are the percentile intervals; a resample whose totals do not vary has no alpha and is left out,
// and without 95 of 100 there is no interval.
func alphaLimits(rows [][]int64, resamples int, seed uint64, workers int) (interval, ordinal *[2]float64) {
	units, levels := unitsOf(rows)
	found := make([][2]float64, resamples)
	there := make([]bool, resamples)
	inChunks(resamples, workers, func() func(from, to int) {
		d := alphaDraw{units: units, times: make([]int32, len(units)), counts: make([]int32, levels), ranks: make([]float64, levels)}
		return func(from, to int) {
			random := rand.New(rand.NewPCG(seed, 1<<32+uint64(from))) //nolint:gosec // as of the ranks
			for i := from; i < to; i++ {
				found[i][0], found[i][1], there[i] = d.next(random)
			}
		}
	})
	var alphas [2][]float64
	for i, ok := range there {
		if ok {
			alphas[0], alphas[1] = append(alphas[0], found[i][0]), append(alphas[1], found[i][1])
		}
	}
	n := len(alphas[0])
	if n*100 < resamples*95 {
		return nil, nil
	}
	var limits [2][2]float64
	for i, list := range alphas {
		slices.Sort(list)
		limits[i] = [2]float64{list[tail(n)-1], list[n-tail(n)]}
	}
	return &limits[0], &limits[1]
}

// unitsOf numbers the different totals and sums up each unit.
func unitsOf(rows [][]int64) (units []unit, levels int) {
	all := slices.Concat(rows...)
	slices.Sort(all)
	middle := all[len(all)/2]
	all = slices.Compact(all)
	units = make([]unit, len(rows))
	for i, row := range rows {
		u := &units[i]
		for _, x := range row {
			level, _ := slices.BinarySearch(all, x)
			u.levels = append(u.levels, int32(level))
			y := float64(x - middle)
			u.sum += y
			u.squares += y * y
		}
		m := float64(len(row))
		u.within = (m*u.squares - u.sum*u.sum) / (m - 1)
	}
	return units, len(all)
}

// alphaDraw is one resample of units after the other.
type alphaDraw struct {
	units  []unit
	times  []int32
	counts []int32 // by level
	ranks  []float64
}

// next draws units and gives both alphas; there are none when all totals are the same. Alpha is
// 1 - Do/De = 1 - (n-1) Σ within / (n Σ x² - (Σ x)²).
func (d *alphaDraw) next(random *rand.Rand) (interval, ordinal float64, ok bool) {
	clear(d.times)
	clear(d.counts)
	for range d.units {
		d.times[random.IntN(len(d.units))]++
	}
	var n, sum, squares, within float64
	for i := range d.units {
		u, times := &d.units[i], d.times[i]
		if times == 0 {
			continue
		}
		w := float64(times)
		n += w * float64(len(u.levels))
		sum += w * u.sum
		squares += w * u.squares
		within += w * u.within
		for _, level := range u.levels {
			d.counts[level] += times
		}
	}
	first := d.units[slices.IndexFunc(d.times, func(t int32) bool { return t > 0 })].levels[0]
	if float64(d.counts[first]) == n {
		return 0, 0, false
	}
	return 1 - (n-1)*within/(n*squares-sum*sum), d.ordinal(n), true
}

// ordinal is the interval alpha of the ranks, taken from the middle of all.
func (d *alphaDraw) ordinal(n float64) float64 {
	below, middle, squares := 0.0, n/2, 0.0
	for level, count := range d.counts {
		c := float64(count)
		d.ranks[level] = below + c/2 - middle
		squares += c * d.ranks[level] * d.ranks[level]
		below += c
	}
	within := 0.0
	for i := range d.units {
		if d.times[i] == 0 {
			continue
		}
		var sum, own float64
		for _, level := range d.units[i].levels {
			r := d.ranks[level]
			sum += r
			own += r * r
		}
		m := float64(len(d.units[i].levels))
		within += float64(d.times[i]) * (m*own - sum*sum) / (m - 1)
	}
	return 1 - (n-1)*within/(n*squares) // the ranks add up to 0
}
