package judging

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"vinhdanh/internal/fault"
)

// SheetTotal is one scored sheet of an entry: its total and the sums of its top-level criteria, in the
// order of the pack. A sheet without a total is not scored and has no SheetTotal.
type SheetTotal struct {
	Judge string
	Total Points
	ByTop []Points
}

// RankInput is an entry with its scored sheets, in any order.
type RankInput struct {
	Nomination string
	EntryCode  string
	Group      string
	Sheets     []SheetTotal
}

// Ranked is an entry's place in the ranking.
type Ranked struct {
	Nomination  string
	EntryCode   string
	Group       string
	Rank        int      // within the product group; ties share it (1, 2, 2, 4); 0 when nothing was scored
	RankOverall int      // over all groups, by the same rule
	Mean        *big.Rat // in points, exact, only to be read: equal ones may be shared; nil when nothing was scored
	MeanText    string   // two decimals, half away from zero: "83.21"
	MeanExact   string   // lowest terms: "1165/14", "83"
	Judges      int      // how many scored the entry
	Passed      bool     // the exact mean is at or above the pass mark
	TiedWith    []string // nominations of the group that share the rank after every step
	TieBrokenBy string   // the step at which it stood alone in a tie of exact means, else ""
}

// Rank orders entries by the exact mean of their scored totals and refines equal means by the pack's tie
// order; what no step parts shares a rank. Names, entry codes and the order of the input never decide.
// The answer is ordered by product group, rank and entry code, entries that nobody scored last.
//
// With mean_drop_extremes an entry with one to six sheets is a Conflict "too_few_sheets" that lists
// each such entry. Input that no judge can have produced (an unknown group, a sheet that does not add up,
// two sheets of one judge, an entry twice) is an error that is no fault.
func Rank(p *Pack, in []RankInput) ([]Ranked, error) {
	if err := enoughSheets(p, in); err != nil {
		return nil, err
	}
	steps, sheets, err := tieSteps(p)
	if err != nil {
		return nil, err
	}
	tallies, kept := make([]tally, len(in)), make([]ratio, len(in)*len(steps))
	known := make(map[string]struct{}, len(in))
	counts := make([]int, len(p.ProductGroups))
	for i := range in {
		known[in[i].Nomination] = struct{}{}
		if len(known) == i {
			return nil, fmt.Errorf("rank: entry %s stands twice", in[i].Nomination)
		}
		if tallies[i], err = tallyEntry(p, &in[i], sheets, kept[i*len(steps):(i+1)*len(steps)]); err != nil {
			return nil, err
		}
		counts[tallies[i].group]++
	}
	sorted := order(tallies)
	for i, rank := range ranks(sorted) {
		sorted[i].overall = rank
	}
	byGroup := make([][]*tally, len(counts))
	for g, n := range counts {
		byGroup[g] = make([]*tally, 0, n)
	}
	for _, t := range sorted {
		byGroup[t.group] = append(byGroup[t.group], t)
	}
	ranked := make([]Ranked, len(in))
	for from, g := 0, 0; g < len(byGroup); g++ {
		to := from + len(byGroup[g])
		rankGroup(p, steps, byGroup[g], ranked[from:to])
		from = to
	}
	return ranked, nil
}

// order sorts tallies by what compareTallies says and what it leaves equal by entry code. Whole numbers part
// nearly all of them; only entries whose means are equal are compared step by step.
func order(tallies []tally) []*tally {
	type place struct {
		key uint64
		t   *tally
	}
	places := make([]place, len(tallies))
	for i := range tallies {
		places[i] = place{tallies[i].mean.key(), &tallies[i]}
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Compare(b.key, a.key) })
	sorted := make([]*tally, len(places))
	for from := 0; from < len(places); {
		to := from
		for ; to < len(places) && places[to].key == places[from].key; to++ {
			sorted[to] = places[to].t
		}
		if run := sorted[from:to]; len(run) > 1 {
			slices.SortFunc(run, func(a, b *tally) int {
				order, _ := compareTallies(a, b)
				return cmp.Or(order, cmp.Compare(a.in.EntryCode, b.in.EntryCode), cmp.Compare(a.in.Nomination, b.in.Nomination))
			})
		}
		from = to
	}
	return sorted
}

func enoughSheets(p *Pack, in []RankInput) error {
	if p.Aggregation != MeanDropExtremes {
		return nil
	}
	var missing []fault.Missing
	for _, e := range in {
		if n := len(e.Sheets); n > 0 && n < MinSheetsToDrop {
			missing = append(missing, fault.Missing{Code: "too_few_sheets", Args: fault.MakeArgs(
				"nomination", e.Nomination, "entry_code", e.EntryCode, "need", MinSheetsToDrop, "have", n)})
		}
	}
	if missing == nil {
		return nil
	}
	slices.SortFunc(missing, func(a, b fault.Missing) int {
		return cmp.Or(cmp.Compare(a.Args["entry_code"].(string), b.Args["entry_code"].(string)),
			cmp.Compare(a.Args["nomination"].(string), b.Args["nomination"].(string)))
	})
	return &fault.Fault{Kind: fault.Conflict, Code: "too_few_sheets", Args: fault.MakeArgs("need", MinSheetsToDrop), Missing: missing}
}

// ranks numbers tallies that stand in order: equal ones share a rank and unscored ones have rank 0.
func ranks(sorted []*tally) []int {
	list := make([]int, len(sorted))
	for i, t := range sorted {
		if t.mean.den == 0 {
			break
		}
		list[i] = i + 1
		if i > 0 {
			if order, _ := compareTallies(sorted[i-1], t); order == 0 {
				list[i] = list[i-1]
			}
		}
	}
	return list
}

// rankGroup ranks the tallies of one product group, which stand in order, into a list as long.
func rankGroup(p *Pack, steps []string, sorted []*tally, ranked []Ranked) {
	for i, rank := range ranks(sorted) {
		t, r := sorted[i], &ranked[i]
		r.Nomination, r.EntryCode, r.Group = t.in.Nomination, t.in.EntryCode, t.in.Group
		r.Rank, r.RankOverall, r.Judges = rank, t.overall, len(t.in.Sheets)
		if rank == 0 {
			continue
		}
		if i > 0 && t.mean.compare(sorted[i-1].mean) == 0 {
			same := &ranked[i-1]
			r.Mean, r.MeanText, r.MeanExact, r.Passed = same.Mean, same.MeanText, same.MeanExact, same.Passed
		} else {
			mean := t.mean.inPoints()
			r.Mean = big.NewRat(mean.num, mean.den)
			r.MeanText, r.MeanExact = t.mean.twoDecimals(), mean.fraction()
			r.Passed = t.mean.compare(ratio{int64(p.PassMark), 1}) >= 0
		}
		if depth := loneDepth(sorted, i); depth > 0 && depth <= len(steps) {
			r.TieBrokenBy = steps[depth-1]
		}
	}
	nameTies(ranked)
}

// loneDepth is how many comparisons it took until entry i stood alone: 0 when no mean equals its own.
// In order, the entries that agree longest with it are its neighbours.
func loneDepth(sorted []*tally, i int) int {
	deepest := 0
	for _, j := range [...]int{i - 1, i + 1} {
		if j >= 0 && j < len(sorted) {
			_, depth := compareTallies(sorted[i], sorted[j])
			deepest = max(deepest, depth)
		}
	}
	return deepest
}

// nameTies tells entries of one group that share a rank of each other.
func nameTies(ranked []Ranked) {
	for from := 0; from < len(ranked); {
		to := from + 1
		for to < len(ranked) && ranked[to].Rank == ranked[from].Rank {
			to++
		}
		for i := from; i < to && to-from > 1 && ranked[from].Rank > 0; i++ {
			for j := from; j < to; j++ {
				if j != i {
					ranked[i].TiedWith = append(ranked[i].TiedWith, ranked[j].Nomination)
				}
			}
		}
		from = to
	}
}
