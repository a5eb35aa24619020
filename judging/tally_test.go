package judging_test

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"vinhdanh/judging"
)

// drawField draws rules and a field of entries with few distinct marks, so that ties of every depth occur.
func drawField(t *rapid.T, packs []*judging.Pack) (*judging.Pack, []judging.RankInput) {
	p := rapid.SampledFrom(packs).Draw(t, "pack")
	least := 1
	if p.Aggregation == judging.MeanDropExtremes {
		least = judging.MinSheetsToDrop
	}
	n := rapid.IntRange(0, 10).Draw(t, "entries")
	in := make([]judging.RankInput, n)
	for i := range in {
		in[i] = judging.RankInput{Nomination: fmt.Sprintf("n%d", (i*7)%11), EntryCode: fmt.Sprintf("S%d", i),
			Group: rapid.SampledFrom([]string{"N1", "N1", "N2"}).Draw(t, "group")}
		judges := rapid.IntRange(least-1, least+2).Draw(t, "judges")
		if judges < least {
			continue
		}
		for j := range judges {
			marks := make([]judging.Points, len(p.TopCriteria(in[i].Group)))
			for k := range marks {
				marks[k] = judging.Points(rapid.IntRange(0, 2).Draw(t, "mark")) * p.Step
			}
			in[i].Sheets = append(in[i].Sheets, sheet(fmt.Sprintf("j%d", j), marks...))
		}
	}
	return p, in
}

func propertyPacks(t *testing.T) []*judging.Pack {
	return []*judging.Pack{
		shipped(t, "generic"),
		packWith(t, map[string]any{"tie_order": []any{"median", "criterion:4", "council"}, "pass_mark": "2"}),
		packWith(t, map[string]any{"tie_order": []any{"council"}, "pass_mark": "1.5"}),
		packWith(t, map[string]any{"aggregation": "mean_drop_extremes", "pass_mark": "2"}),
	}
}

func mustRank(t *rapid.T, p *judging.Pack, in []judging.RankInput) []judging.Ranked {
	got, err := judging.Rank(p, in)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

var exactly = gocmp.Options{
	cmpopts.EquateEmpty(),
	gocmp.Comparer(func(a, b *big.Rat) bool { return a == nil && b == nil || a != nil && b != nil && a.Cmp(b) == 0 }),
}

// TestOrderNeverMatters: neither the order of entries nor that of judges nor the judges' names change
// anything, and the input is left as it was.
func TestOrderNeverMatters(t *testing.T) {
	packs := propertyPacks(t)
	rapid.Check(t, func(t *rapid.T) {
		p, in := drawField(t, packs)
		want := mustRank(t, p, in)
		if diff := gocmp.Diff(want, mustRank(t, p, in), exactly); diff != "" {
			t.Fatalf("equal input gives another ranking: %s", diff)
		}
		shuffled := rapid.Permutation(in).Draw(t, "order of entries")
		for i := range shuffled {
			shuffled[i].Sheets = rapid.Permutation(shuffled[i].Sheets).Draw(t, "order of judges")
			for j := range shuffled[i].Sheets {
				shuffled[i].Sheets[j].Judge = fmt.Sprintf("renamed %d", j)
			}
		}
		if diff := gocmp.Diff(want, mustRank(t, p, shuffled), exactly); diff != "" {
			t.Fatalf("another order gives another ranking: %s", diff)
		}
	})
}

// TestMorePointsNeverRankLower raises one mark of one judge.
func TestMorePointsNeverRankLower(t *testing.T) {
	packs := propertyPacks(t)
	rapid.Check(t, func(t *rapid.T) {
		p, in := drawField(t, packs)
		scored := slices.DeleteFunc(slices.Clone(in), func(e judging.RankInput) bool { return len(e.Sheets) == 0 })
		if len(scored) == 0 {
			t.Skip("nothing scored")
		}
		id := rapid.SampledFrom(scored).Draw(t, "entry").Nomination
		before := find(mustRank(t, p, in), id)
		for i := range in {
			if in[i].Nomination == id {
				j := rapid.IntRange(0, len(in[i].Sheets)-1).Draw(t, "judge")
				k := rapid.IntRange(0, len(in[i].Sheets[j].ByTop)-1).Draw(t, "criterion")
				in[i].Sheets[j].ByTop[k] += p.Step
				in[i].Sheets[j].Total += p.Step
			}
		}
		after := find(mustRank(t, p, in), id)
		if after.Rank > before.Rank || after.RankOverall > before.RankOverall || before.Passed && !after.Passed {
			t.Fatalf("with more points %+v became %+v", before, after)
		}
	})
}

func find(ranked []judging.Ranked, id string) judging.Ranked {
	return ranked[slices.IndexFunc(ranked, func(r judging.Ranked) bool { return r.Nomination == id })]
}

// TestUnscoredEntriesAreOutside: an entry that nobody scored has no rank and moves nobody.
func TestUnscoredEntriesAreOutside(t *testing.T) {
	packs := propertyPacks(t)
	rapid.Check(t, func(t *rapid.T) {
		p, in := drawField(t, packs)
		want := mustRank(t, p, in)
		got := mustRank(t, p, append(slices.Clone(in), judging.RankInput{Nomination: "new", EntryCode: "S00", Group: "N1"}))
		if r := find(got, "new"); r.Rank != 0 || r.RankOverall != 0 || r.MeanText != "" || r.Passed || r.TiedWith != nil {
			t.Fatalf("nobody scored it, yet %+v", r)
		}
		got = slices.DeleteFunc(got, func(r judging.Ranked) bool { return r.Nomination == "new" })
		if diff := gocmp.Diff(want, got, exactly); diff != "" {
			t.Fatal(diff)
		}
	})
}

// TestRankAgainstBruteForce recomputes the ranking from its definition with big.Rat: means, then ties
// split step by step, ranks by counting who is better.
func TestRankAgainstBruteForce(t *testing.T) {
	packs := propertyPacks(t)
	rapid.Check(t, func(t *rapid.T) {
		p, in := drawField(t, packs)
		got := map[string]judging.Ranked{}
		for _, r := range mustRank(t, p, in) {
			got[r.Nomination] = r
		}
		if len(got) != len(in) {
			t.Fatalf("%d entries in, %d out", len(in), len(got))
		}
		for _, e := range in {
			want := judging.Ranked{Nomination: e.Nomination, EntryCode: e.EntryCode, Group: e.Group, Judges: len(e.Sheets)}
			if len(e.Sheets) > 0 {
				bruteForce(p, in, e, &want)
			}
			r := got[e.Nomination]
			slices.Sort(r.TiedWith)
			slices.Sort(want.TiedWith)
			if diff := gocmp.Diff(want, r, exactly); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}

func bruteForce(p *judging.Pack, in []judging.RankInput, e judging.RankInput, want *judging.Ranked) {
	want.Mean = bruteKey(p, e, "mean")
	want.MeanExact, want.MeanText = want.Mean.RatString(), want.Mean.FloatString(2)
	want.Passed = want.Mean.Cmp(big.NewRat(int64(p.PassMark), 1000)) >= 0
	want.Rank, want.RankOverall = 1, 1
	var tie []judging.RankInput
	for _, o := range in {
		if len(o.Sheets) == 0 || o.Nomination == e.Nomination {
			continue
		}
		better := bruteBetter(p, o, e)
		if better {
			want.RankOverall++
		}
		if o.Group != e.Group {
			continue
		}
		if better {
			want.Rank++
		}
		if bruteKey(p, o, "mean").Cmp(want.Mean) == 0 {
			tie = append(tie, o)
		}
	}
	for _, step := range p.TieOrder {
		if step == "council" || len(tie) == 0 {
			break
		}
		tie = slices.DeleteFunc(tie, func(o judging.RankInput) bool { return bruteKey(p, o, step).Cmp(bruteKey(p, e, step)) != 0 })
		if len(tie) == 0 {
			want.TieBrokenBy = step
		}
	}
	for _, o := range tie {
		want.TiedWith = append(want.TiedWith, o.Nomination)
	}
}

func bruteBetter(p *judging.Pack, a, b judging.RankInput) bool {
	for _, step := range append([]string{"mean"}, p.TieOrder...) {
		if step == "council" {
			break
		}
		if c := bruteKey(p, a, step).Cmp(bruteKey(p, b, step)); c != 0 {
			return c > 0
		}
	}
	return false
}

func bruteKey(p *judging.Pack, e judging.RankInput, step string) *big.Rat {
	var values []*big.Rat
	for _, s := range e.Sheets {
		x := s.Total
		if code, ok := strings.CutPrefix(step, "criterion:"); ok {
			for i, c := range p.TopCriteria(e.Group) {
				if c.Code == code {
					x = s.ByTop[i]
				}
			}
		}
		values = append(values, big.NewRat(int64(x), 1000))
	}
	slices.SortFunc(values, func(a, b *big.Rat) int { return a.Cmp(b) })
	n := len(values)
	switch {
	case step == "median":
		values = values[(n-1)/2 : n/2+1]
	case step == "mean" && p.Aggregation == "mean_drop_extremes":
		values = values[1 : n-1]
	}
	sum := new(big.Rat)
	for _, x := range values {
		sum.Add(sum, x)
	}
	return sum.Quo(sum, big.NewRat(int64(len(values)), 1))
}

// TestRankOutputOrder: groups as the pack lists them, then rank with the unscored last, then entry code.
func TestRankOutputOrder(t *testing.T) {
	packs := propertyPacks(t)
	rapid.Check(t, func(t *rapid.T) {
		p, in := drawField(t, packs)
		got := mustRank(t, p, in)
		sorted := slices.IsSortedFunc(got, func(a, b judging.Ranked) int {
			last := func(r judging.Ranked) int {
				if r.Rank == 0 {
					return 1
				}
				return 0
			}
			return cmp.Or(cmp.Compare(a.Group, b.Group), last(a)-last(b), a.Rank-b.Rank, cmp.Compare(a.EntryCode, b.EntryCode))
		})
		if !sorted {
			t.Fatalf("out of order: %+v", got)
		}
	})
}
