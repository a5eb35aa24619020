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
	Mean        *big.Rat // in points, exact; nil when nothing was scored
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
	steps, tops, err := tieSteps(p)
	if err != nil {
		return nil, err
	}
	tallies := make([]tally, len(in))
	known := make(map[string]bool, len(in))
	for i := range in {
		if known[in[i].Nomination] {
			return nil, fmt.Errorf("rank: entry %s stands twice", in[i].Nomination)
		}
		known[in[i].Nomination] = true
		if tallies[i], err = tallyEntry(p, &in[i], tops[in[i].Group]); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(tallies, func(a, b tally) int {
		order, _ := compareTallies(&a, &b)
		return cmp.Or(order, cmp.Compare(a.in.EntryCode, b.in.EntryCode), cmp.Compare(a.in.Nomination, b.in.Nomination))
	})
	for i, rank := range ranks(tallies) {
		tallies[i].overall = rank
	}
	byGroup := map[string][]tally{}
	for _, t := range tallies {
		byGroup[t.in.Group] = append(byGroup[t.in.Group], t)
	}
	ranked := make([]Ranked, 0, len(in))
	for _, g := range p.ProductGroups {
		ranked = append(ranked, rankGroup(p, steps, byGroup[g.Code])...)
	}
	return ranked, nil
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
func ranks(sorted []tally) []int {
	list := make([]int, len(sorted))
	for i := range sorted {
		if sorted[i].mean.den == 0 {
			break
		}
		list[i] = i + 1
		if i > 0 {
			if order, _ := compareTallies(&sorted[i-1], &sorted[i]); order == 0 {
				list[i] = list[i-1]
			}
		}
	}
	return list
}

// rankGroup ranks the tallies of one product group, which stand in order.
func rankGroup(p *Pack, steps []string, sorted []tally) []Ranked {
	ranked := make([]Ranked, len(sorted))
	for i, rank := range ranks(sorted) {
		t := &sorted[i]
		ranked[i] = Ranked{
			Nomination: t.in.Nomination, EntryCode: t.in.EntryCode, Group: t.in.Group,
			Rank: rank, RankOverall: t.overall, Judges: len(t.in.Sheets),
		}
		if rank == 0 {
			continue
		}
		mean := t.mean.inPoints()
		ranked[i].Mean = big.NewRat(mean.num, mean.den)
		ranked[i].MeanText, ranked[i].MeanExact = t.mean.twoDecimals(), mean.fraction()
		ranked[i].Passed = t.mean.compare(ratio{int64(p.PassMark), 1}) >= 0
		if depth := loneDepth(sorted, i); depth > 0 && depth <= len(steps) {
			ranked[i].TieBrokenBy = steps[depth-1]
		}
	}
	nameTies(ranked)
	return ranked
}

// loneDepth is how many comparisons it took until entry i stood alone: 0 when no mean equals its own.
// In order, the entries that agree longest with it are its neighbours.
func loneDepth(sorted []tally, i int) int {
	deepest := 0
	for _, j := range []int{i - 1, i + 1} {
		if j >= 0 && j < len(sorted) {
			_, depth := compareTallies(&sorted[i], &sorted[j])
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
