package contract_test

import (
	"math/big"
	"slices"
	"sort"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// scored is one submitted sheet as the test made it: half points by top-level criterion 1 to 4.
type scored [4]int

func (s scored) total() int { return s[0] + s[1] + s[2] + s[3] }

// ballot is an entry with all its submitted sheets.
type ballot struct {
	nomination, group string
	sheets            []scored
}

// place is what the ranking has to say about an entry. It is worked out here from the words of the
// contract alone, so that the program's arithmetic has a second opinion.
type place struct {
	Rank, RankOverall, Judges int
	Exact                     string
	Passed                    bool
	TiedWith                  []string
	TieBrokenBy               string
}

// mean is the exact mean, in points, of what pick reads off each sheet.
func (b ballot) mean(pick func(scored) int) *big.Rat {
	sum := 0
	for _, s := range b.sheets {
		sum += pick(s)
	}
	return big.NewRat(int64(sum), int64(2*len(b.sheets)))
}

// median is the exact median of the totals in points.
func (b ballot) median() *big.Rat {
	var totals []int
	for _, s := range b.sheets {
		totals = append(totals, s.total())
	}
	sort.Ints(totals)
	low, high := totals[(len(totals)-1)/2], totals[len(totals)/2]
	return big.NewRat(int64(low+high), 4)
}

// keys are what entries are compared by, in order: the mean, then the steps of the generic pack.
func (b ballot) keys() []*big.Rat {
	return []*big.Rat{b.mean(scored.total), b.mean(func(s scored) int { return s[0] }),
		b.mean(func(s scored) int { return s[1] }), b.median()}
}

var steps = []string{"", "criterion:1", "criterion:2", "median"}

// sameTo reports whether two entries agree in the first n keys.
func sameTo(a, b []*big.Rat, n int) bool {
	return slices.EqualFunc(a[:n], b[:n], func(x, y *big.Rat) bool { return x.Cmp(y) == 0 })
}

func better(a, b []*big.Rat) bool {
	for i := range a {
		if c := a[i].Cmp(b[i]); c != 0 {
			return c > 0
		}
	}
	return false
}

// recount ranks the ballots anew; an entry's rank is one more than the number of better ones.
func recount(ballots []ballot) map[string]place {
	keys := map[string][]*big.Rat{}
	for _, b := range ballots {
		keys[b.nomination] = b.keys()
	}
	places := map[string]place{}
	for _, b := range ballots {
		own := keys[b.nomination]
		p := place{Rank: 1, RankOverall: 1, Judges: len(b.sheets), Exact: own[0].RatString(),
			Passed: own[0].Cmp(big.NewRat(70, 1)) >= 0, TiedWith: []string{}}
		var rivals [][]*big.Rat // the others of the group with the same mean
		for _, other := range ballots {
			theirs := keys[other.nomination]
			if better(theirs, own) {
				p.RankOverall++
			}
			if other.nomination == b.nomination || other.group != b.group {
				continue
			}
			if better(theirs, own) {
				p.Rank++
			}
			if sameTo(own, theirs, len(own)) {
				p.TiedWith = append(p.TiedWith, other.nomination)
			}
			if sameTo(own, theirs, 1) {
				rivals = append(rivals, theirs)
			}
		}
		slices.Sort(p.TiedWith)
		p.TieBrokenBy = aloneAt(own, rivals)
		places[b.nomination] = p
	}
	return places
}

// aloneAt is the first step after which no rival of equal mean is left, "" without rivals or when some stay.
func aloneAt(own []*big.Rat, rivals [][]*big.Rat) string {
	if len(rivals) == 0 {
		return ""
	}
	for n := 2; n <= len(own); n++ {
		rivals = slices.DeleteFunc(slices.Clone(rivals), func(r []*big.Rat) bool { return !sameTo(own, r, n) })
		if len(rivals) == 0 {
			return steps[n-1]
		}
	}
	return ""
}

// TestRecount holds the second opinion itself against ties worked out by hand.
func TestRecount(t *testing.T) {
	got := recount([]ballot{
		{"a", "N1", []scored{{80, 40, 10, 10}, {80, 40, 10, 10}}},
		{"b", "N1", []scored{{60, 40, 20, 20}, {60, 40, 20, 20}}},
		{"c", "N1", []scored{{60, 40, 20, 20}, {60, 40, 20, 20}}},
		{"d", "N1", []scored{{59, 41, 20, 20}, {60, 40, 20, 19}, {60, 40, 20, 20}}},
		{"e", "N2", []scored{{70, 30, 20, 20}, {60, 39, 20, 20}}},
	})
	want := map[string]place{
		"a": {1, 1, 2, "70", true, []string{}, "criterion:1"},
		"b": {2, 2, 2, "70", true, []string{"c"}, ""},
		"c": {2, 2, 2, "70", true, []string{"b"}, ""},
		"d": {4, 4, 3, "419/6", false, []string{}, ""},
		"e": {1, 5, 2, "279/4", false, []string{}, ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
