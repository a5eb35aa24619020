package judging

import (
	"math/bits"
	"math/rand/v2"
)

// countedKeys is how many different keys are counted rather than sorted.
const countedKeys = 1 << 13

// ranker ranks a field in one resample after the other; each worker has its own.
type ranker struct {
	f       *field
	drawn   []int64 // how often each judge was drawn
	sums    []int64
	weights []int64 // how many of those drawn scored each entry; nil when all do
	shift   int     // of a mean with holes, so that different means have different keys
	most    uint64  // the largest key
	counts  []int32
	pairs   []uint64 // keys above places, when they are sorted
	spare   []uint64
}

func newRanker(f *field) *ranker {
	n, k := len(f.entries), f.judges()
	r := &ranker{f: f, drawn: make([]int64, k), sums: make([]int64, n)}
	r.most = 1 + uint64(f.span)*uint64(k)
	if f.scored != nil {
		r.weights = make([]int64, n)
		// Two fractions with denominators up to k that differ do so by 1/k² at least.
		r.shift = 2 * bits.Len(uint(k))
		r.most = 1 + uint64(f.span)<<r.shift
	}
	if r.most < countedKeys {
		r.counts = make([]int32, r.most+1)
	} else {
		r.pairs, r.spare = make([]uint64, n), make([]uint64, n)
	}
	return r
}

// draw draws as many judges as there are and adds up what they gave.
func (r *ranker) draw(random *rand.Rand) {
	clear(r.drawn)
	for range r.drawn {
		r.drawn[random.IntN(len(r.drawn))]++
	}
	clear(r.sums)
	clear(r.weights)
	for j, times := range r.drawn {
		if times == 0 {
			continue
		}
		addTimes(r.sums, r.f.values[j], times)
		if r.weights != nil {
			addTimes(r.weights, r.f.scored[j], times)
		}
	}
}

func addTimes(sums, values []int64, times int64) {
	values = values[:len(sums)]
	for i := range sums {
		sums[i] += times * values[i]
	}
}

// key grows with the mean of an entry and is 0 when nobody drawn scored it. Equal means have equal keys.
func (r *ranker) key(i int) uint64 {
	if r.weights == nil {
		return 1 + uint64(r.sums[i])
	}
	if r.weights[i] == 0 {
		return 0
	}
	return 1 + uint64(r.sums[i])<<r.shift/uint64(r.weights[i])
}

// rank writes the rank of each entry, 1 for the highest mean; equal ones share it, and 0 is for those left out.
func (r *ranker) rank(ranks []uint16) {
	if r.counts == nil {
		r.rankSorted(ranks)
		return
	}
	clear(r.counts)
	for i := range r.sums {
		r.counts[r.key(i)]++
	}
	above := int32(0)
	for key := len(r.counts) - 1; key > 0; key-- {
		own := r.counts[key]
		r.counts[key] = above + 1
		above += own
	}
	r.counts[0] = 0
	for i := range ranks {
		ranks[i] = uint16(r.counts[r.key(i)])
	}
}

// rankSorted ranks by a radix sort of the keys, eleven bits at a time from the lowest.
func (r *ranker) rankSorted(ranks []uint16) {
	for i := range r.pairs {
		r.pairs[i] = r.key(i)<<16 | uint64(i)
	}
	var starts [1 << 11]int32
	for low := 16; r.most>>(low-16) > 0; low += 11 {
		clear(starts[:])
		for _, p := range r.pairs {
			starts[p>>low&(1<<11-1)]++
		}
		sum := int32(0)
		for d, own := range starts {
			starts[d] = sum
			sum += own
		}
		for _, p := range r.pairs {
			d := p >> low & (1<<11 - 1)
			r.spare[starts[d]] = p
			starts[d]++
		}
		r.pairs, r.spare = r.spare, r.pairs
	}
	n := len(r.pairs)
	for i := range n {
		p := r.pairs[n-1-i]
		rank := uint16(i + 1)
		if i > 0 && p>>16 == r.pairs[n-i]>>16 {
			rank = ranks[uint16(r.pairs[n-i])]
		}
		if p>>16 == 0 {
			rank = 0
		}
		ranks[uint16(p)] = rank
	}
}
