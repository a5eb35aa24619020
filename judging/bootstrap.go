package judging

import (
	"cmp"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// The most resamples of a bootstrap, and the fewest for a field that is very large.
const (
	mostResamples  = 10_000
	leastResamples = 1_000
	// resampledCells bounds resamples times entries: at most 68 MB of ranks.
	resampledCells = 34_000_000
)

// RankBootstrap is how sure the rank of an entry is when the panel is drawn anew: 95 % of the resamples rank it
// from Low to High. Both are 0, and Within nil, for an entry that nobody scored.
type RankBootstrap struct {
	Nomination string
	Low, High  int
	Within     *float64 // share of the resamples in which it is among the first that the quota allows; nil without a quota
}

// The reasons of a bootstrap that is missing, beside those of the other statistics.
const (
	ReasonFewEntries  = "too_few_entries"  // fewer than two that somebody scored
	ReasonManyEntries = "too_many_entries" // more than 65,535
	ReasonNoQuota     = "no_quota"         // nothing limits how many may be proposed
)

// Resample fills in the bootstrap of the ranks and of Krippendorff's alpha. What is drawn anew, with
// replacement, is the judge with all her totals, for the ranks: the question is how the list would look before
// another panel of the kind, and the totals of a judge belong together (Efron & Tibshirani 1993, An Introduction
// to the Bootstrap, ch. 8: what is drawn are the units that are independent). For alpha it is the entry with its
// totals (Krippendorff 2011). Intervals are percentile intervals (ch. 13).
//
// A mean in a resample is over the judges drawn who scored the entry, drawn twice counting twice; an entry that
// none of them scored is left out of that resample. first is how many the quota allows, below 0 for no quota;
// ranks that are shared at the cut are within it.
//
// The draws follow from the data alone: neither the order or the names of judges, nor the order of entries, nor
// the number of processors changes anything.
func (a *Agreement) Resample(judges []string, entries []AgreementEntry, first int) {
	t := tabulate(judges, entries)
	f := newField(t)
	resamples := min(mostResamples, max(leastResamples, resampledCells/max(1, len(f.entries))))
	switch {
	case f.judges() < 2:
		a.Reasons["rank_bootstrap"] = ReasonFewJudges
	case len(f.entries) < 2:
		a.Reasons["rank_bootstrap"] = ReasonFewEntries
	case len(f.entries) > 1<<16-1:
		a.Reasons["rank_bootstrap"] = ReasonManyEntries
	default:
		a.RankBootstrap = f.bootstrap(t, resamples, first, runtime.GOMAXPROCS(0))
		for _, r := range a.RankBootstrap {
			if r.Low == 0 {
				a.Reasons["rank_bootstrap."+r.Nomination] = ReasonNotScored
			}
		}
		if first < 0 {
			a.Reasons["rank_bootstrap.within"] = ReasonNoQuota
		}
	}
	a.resampleAlpha(t, f.seed)
}

// ofAll is the quota of all entries together, -1 when they have none.
func (q *Quota) ofAll() int {
	if q == nil || q.ByGroup != nil {
		return -1
	}
	return q.Overall
}

// ofGroup is the quota of a product group, -1 when it has none of its own.
func (q *Quota) ofGroup(code string) int {
	if q != nil {
		if most, limited := q.ByGroup[code]; limited {
			return most
		}
	}
	return -1
}

// field holds the totals of the entries that somebody scored by judge, in a form that is quick to add up:
// without what all totals have in common.
type field struct {
	entries []int // where they stand in the table
	values  [][]int64
	scored  [][]int64 // 1 or 0; nil when every judge scored every one of them
	span    int64     // the largest value
	seed    uint64
}

// newField sorts judges by what they gave, so that the draws do not depend on their names.
func newField(t table) field {
	f := field{}
	least, step := MaxPoints, Points(0)
	for i, marks := range t.marks {
		if len(marks) == 0 {
			continue
		}
		f.entries = append(f.entries, i)
		for _, m := range marks {
			least = min(least, Points(m.points))
		}
	}
	for _, marks := range t.marks {
		for _, m := range marks {
			step = divisor(step, Points(m.points)-least)
		}
	}
	step = max(step, 1)
	n, k, holes := len(f.entries), len(t.judges), false
	cells, hashes := make([]int64, 2*n*k), make([]uint64, k)
	at := func(j int) []int64 { return cells[j*n : (j+1)*n : (j+1)*n] }
	there := func(j int) []int64 { return cells[(k+j)*n : (k+j+1)*n : (k+j+1)*n] }
	for place, i := range f.entries {
		own := textHash(t.nominations[i])
		holes = holes || len(t.marks[i]) < k
		for _, m := range t.marks[i] {
			v := (m.points - int64(least)) / int64(step)
			at(m.judge)[place], there(m.judge)[place] = v, 1
			f.span = max(f.span, v)
			hashes[m.judge] += mix(own ^ mix(uint64(m.points)))
		}
	}
	order := make([]int, 0, k)
	for j := range k {
		if hashes[j] != 0 { // who scored nothing is not of the panel
			order = append(order, j)
		}
		f.seed += mix(hashes[j])
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(hashes[a], hashes[b]) })
	for _, j := range order {
		f.values, f.scored = append(f.values, at(j)), append(f.scored, there(j))
	}
	if len(order) == k && !holes {
		f.scored = nil
	}
	return f
}

func (f *field) judges() int { return len(f.values) }

// bootstrap ranks the entries in every resample and reads the ranks of each entry.
func (f *field) bootstrap(t table, resamples, first, workers int) []RankBootstrap {
	n := len(f.entries)
	ranks := make([]uint16, resamples*n)
	inChunks(resamples, workers, func() func(from, to int) {
		r := newRanker(f)
		return func(from, to int) {
			random := rand.New(rand.NewPCG(f.seed, uint64(from))) //nolint:gosec // anybody must draw the same again
			for i := from; i < to; i++ {
				r.draw(random)
				r.rank(ranks[i*n : (i+1)*n])
			}
		}
	})
	list := make([]RankBootstrap, len(t.nominations))
	for i, nomination := range t.nominations {
		list[i].Nomination = nomination
	}
	inChunks(n, workers, func() func(from, to int) {
		column := make([]uint16, resamples*chunk)
		return func(from, to int) {
			for i := range resamples { // a few entries at a time, so that memory is read in a row
				for e := from; e < to; e++ {
					column[(e-from)*resamples+i] = ranks[i*n+e]
				}
			}
			for e := from; e < to; e++ {
				list[f.entries[e]].read(column[(e-from)*resamples:(e-from+1)*resamples], first)
			}
		}
	})
	return list
}

// chunk is how many of anything one worker takes at a time.
const chunk = 64

// inChunks splits the numbers below n into chunks, that workers take, each with what start gave it.
func inChunks(n, workers int, start func() func(from, to int)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(workers, (n+chunk-1)/chunk) {
		all.Go(func() {
			work := start()
			for {
				from := int(next.Add(chunk)) - chunk
				if from >= n {
					return
				}
				work(from, min(from+chunk, n))
			}
		})
	}
	all.Wait()
}

// read takes the interval from the ranks of an entry, 0 being none.
func (b *RankBootstrap) read(ranks []uint16, first int) {
	var coarse, fine [256]int
	within, absent := 0, 0
	for _, r := range ranks {
		coarse[r>>8]++
		if int(r) <= first {
			within++
		}
		if r == 0 {
			absent++
		}
	}
	coarse[0] -= absent
	n := len(ranks) - absent
	if n == 0 {
		return
	}
	nth := func(k int) int { // the k-th smallest, from 1
		high := 0
		for ; k > coarse[high]; high++ {
			k -= coarse[high]
		}
		clear(fine[:])
		for _, r := range ranks {
			if int(r>>8) == high && r != 0 {
				fine[r&255]++
			}
		}
		low := 0
		for ; k > fine[low]; low++ {
			k -= fine[low]
		}
		return high<<8 | low
	}
	k := tail(n)
	b.Low, b.High = nth(k), nth(n+1-k)
	if first >= 0 {
		share := float64(within-absent) / float64(n)
		b.Within = &share
	}
}

// tail is which value from either end bounds 95 % of n ordered ones (Efron & Tibshirani 1993, 12.21).
func tail(n int) int { return max(1, (n+1)*25/1000) }

func divisor(a, b Points) Points {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// mix spreads the bits of a number (splitmix64, Steele, Lea & Flood 2014).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// textHash is FNV-1a.
func textHash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
