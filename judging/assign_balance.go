package judging

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
)

// Pair is one judge and one entry that she judges.
type Pair struct {
	Judge      string `json:"judge"`
	Nomination string `json:"nomination"`
}

// lack is why a design cannot be made, as a code of the faults' catalogue, with the judges or entries that it
// is about; in the order in which they were given.
type lack struct {
	code            string
	judges, entries []string
}

// The codes of a lack.
const (
	lackFewJudges = "assignment_few_judges" // entries that fewer than k judges may judge
	lackUneven    = "assignment_uneven"     // judges whose conflicts keep the loads from being even
	lackThin      = "assignment_thin"       // too few sheets to link so many judges and entries
	lackSplit     = "assignment_split"      // judges or entries that nothing links with the others
	lackNotFound  = "assignment_not_found"  // none was found in the time given, which proves nothing
)

// balance gives every entry k judges, so that the loads of the judges differ by at most one, nobody judges an
// entry that apart keeps from her, and the graph of judges and entries is connected: then the effect of every
// judge can be told from that of her entries (Bose, "Least square aspects of analysis of variance", 1949;
// Eccleston & Hedayat, "On the theory of connected designs", Annals of Statistics 2, 1974). Where every pair
// of judges meets equally often the design is a balanced incomplete block design (Yates, "Incomplete
// randomized blocks", Annals of Eugenics 7, 1936), which exists for few numbers only; this one comes as near
// as a greedy choice does: of the judges with the least load those who met the least so far. Equal input gives
// equal output: the order is drawn from seed.
//
// Loads are evened along paths of single exchanges, which finds an even design if there is one (no such path
// from a judge to one with two less is what optimal means in a flow of convex cost). Parts are joined by
// exchanging a sheet that its part can spare for one of another part; should conflicts forbid every such
// exchange, by chance exchanges, and in the end by trying everything as far as maxTries goes.
func balance(seed string, judges, entries []string, apart func(judge, entry string) bool, k int) ([]Pair, *lack) {
	d := newDesign(seed, judges, entries, apart, k)
	if len(entries) == 0 {
		return nil, nil
	}
	if l := d.choose(); l != nil {
		return nil, l
	}
	if l := d.even(); l != nil {
		return nil, l
	}
	if l := d.join(); l != nil {
		return nil, l
	}
	return d.pairs(judges, entries), nil
}

// design is an assignment in the making, of judges and entries by their place in a drawn order.
type design struct {
	judges, entries []string
	k               int
	may             [][]bool // by entry and judge
	has             [][]bool
	load            []int
	dice            dice
}

func newDesign(seed string, judges, entries []string, apart func(judge, entry string) bool, k int) *design {
	d := &design{judges: drawn(seed, judges), entries: drawn(seed, entries), k: k, load: make([]int, len(judges)),
		dice: dice{seed: seed}}
	for _, e := range d.entries {
		row := make([]bool, len(d.judges))
		for j, judge := range d.judges {
			row[j] = !apart(judge, e)
		}
		d.may, d.has = append(d.may, row), append(d.has, make([]bool, len(d.judges)))
	}
	return d
}

// drawn is a list in an order that its seed decides.
func drawn(seed string, list []string) []string {
	list = slices.Clone(list)
	place := func(s string) string { sum := sha256.Sum256([]byte(seed + "\n" + s)); return string(sum[:]) }
	slices.SortFunc(list, func(a, b string) int { return cmp.Compare(place(a), place(b)) })
	return list
}

// dice is a sequence of numbers that its seed decides, the same on every machine.
type dice struct {
	seed string
	n    uint64
}

// below is the next number from 0 to n-1.
func (d *dice) below(n int) int {
	d.n++
	sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(d.seed), d.n))
	return int(binary.BigEndian.Uint64(sum[:8]) >> 1 % uint64(n))
}

// choose gives each entry its k judges: those with the least load, and of these those who met the fewest times.
func (d *design) choose() *lack {
	short := lack{code: lackFewJudges}
	met := make([][]int, len(d.judges))
	for j := range met {
		met[j] = make([]int, len(d.judges))
	}
	for e := range d.entries {
		var chosen []int
		for range d.k {
			best := -1
			for j := range d.judges {
				if d.may[e][j] && !d.has[e][j] && (best < 0 || d.before(j, best, chosen, met)) {
					best = j
				}
			}
			if best < 0 {
				short.entries = append(short.entries, d.entries[e])
				break
			}
			d.give(e, best)
			for _, other := range chosen {
				met[best][other]++
				met[other][best]++
			}
			chosen = append(chosen, best)
		}
	}
	if short.entries != nil {
		return &short
	}
	return nil
}

func (d *design) before(a, b int, chosen []int, met [][]int) bool {
	if d.load[a] != d.load[b] {
		return d.load[a] < d.load[b]
	}
	sum := func(j int) (n int) {
		for _, other := range chosen {
			n += met[j][other]
		}
		return n
	}
	return sum(a) < sum(b)
}

func (d *design) give(e, j int) { d.has[e][j] = true; d.load[j]++ }
func (d *design) take(e, j int) { d.has[e][j] = false; d.load[j]-- }

// even moves sheets from judges with more to judges with less until the loads differ by at most one.
func (d *design) even() *lack {
	for {
		most := slices.Max(d.load)
		if most-slices.Min(d.load) <= 1 {
			return nil
		}
		if !d.lighten(most) {
			break
		}
	}
	uneven := lack{code: lackUneven}
	for j, judge := range d.judges {
		if d.load[j] < slices.Max(d.load)-1 {
			uneven.judges = append(uneven.judges, judge)
		}
	}
	return &uneven
}

// lighten takes one sheet off some judge who has most, along a path of judges who each pass one on, to one who has
// at least two less.
func (d *design) lighten(most int) bool {
	from := make([][2]int, len(d.judges)) // judge before and the entry passed on
	seen := make([]bool, len(d.judges))
	var queue []int
	for j := range d.judges {
		if d.load[j] == most {
			seen[j], from[j] = true, [2]int{-1, -1}
			queue = append(queue, j)
		}
	}
	for len(queue) > 0 {
		j := queue[0]
		queue = queue[1:]
		if d.load[j] <= most-2 {
			for from[j][0] >= 0 {
				d.take(from[j][1], from[j][0])
				d.give(from[j][1], j)
				j = from[j][0]
			}
			return true
		}
		for e := range d.entries {
			for to := range d.judges {
				if d.has[e][j] && !d.has[e][to] && d.may[e][to] && !seen[to] {
					seen[to], from[to] = true, [2]int{j, e}
					queue = append(queue, to)
				}
			}
		}
	}
	return false
}

// pairs are the chosen pairs in the order in which judges and entries were given.
func (d *design) pairs(judges, entries []string) []Pair {
	place := map[string]int{}
	for i, j := range d.judges {
		place[j] = i
	}
	for i, e := range d.entries {
		place[e] = i
	}
	var list []Pair
	for _, e := range entries {
		for _, j := range judges {
			if d.has[place[e]][place[j]] {
				list = append(list, Pair{Judge: j, Nomination: e})
			}
		}
	}
	return list
}
