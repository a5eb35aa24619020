package judging

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// drawnPanel is a panel of random totals in steps, one of so many left out; hole 0 leaves out none.
func drawnPanel(random *rand.Rand, n, k, levels, step, hole int) (judges []string, entries []AgreementEntry) {
	for j := range k {
		judges = append(judges, fmt.Sprintf("judge %02d", j))
	}
	for i := range n {
		e := AgreementEntry{Nomination: fmt.Sprintf("entry %d", i), Totals: map[string]Points{}}
		for _, j := range judges {
			if hole == 0 || random.IntN(hole) > 0 {
				e.Totals[j] = Points(50_000 - levels*step/2 + random.IntN(levels)*step)
			}
		}
		entries = append(entries, e)
	}
	return judges, entries
}

// slowBootstrap draws as bootstrap does and works everything out with fractions and by counting.
func slowBootstrap(f field, t table, resamples, first int) []RankBootstrap {
	ranks := make([][]int, len(f.entries))
	for from := 0; from < resamples; from += chunk {
		random := rand.New(rand.NewPCG(f.seed, uint64(from)))
		for range min(chunk, resamples-from) {
			sums, weights := make([]int64, len(f.entries)), make([]int64, len(f.entries))
			for range f.values {
				j := random.IntN(len(f.values))
				for i := range sums {
					sums[i] += f.values[j][i]
					weights[i]++
					if f.scored != nil {
						weights[i] += f.scored[j][i] - 1
					}
				}
			}
			for i := range sums {
				if weights[i] == 0 {
					continue
				}
				rank := 1
				for o := range sums {
					if weights[o] > 0 && big.NewRat(sums[o], weights[o]).Cmp(big.NewRat(sums[i], weights[i])) > 0 {
						rank++
					}
				}
				ranks[i] = append(ranks[i], rank)
			}
		}
	}
	list := make([]RankBootstrap, len(t.nominations))
	for i, nomination := range t.nominations {
		list[i].Nomination = nomination
	}
	for i, own := range ranks {
		slices.Sort(own)
		n, within := len(own), 0
		for _, r := range own {
			if r <= first {
				within++
			}
		}
		share := float64(within) / float64(n)
		b := &list[f.entries[i]]
		b.Low, b.High, b.Within = own[max(1, (n+1)/40)-1], own[n-max(1, (n+1)/40)], &share
	}
	return list
}

// TestBootstrapAgainstFractions: counted and sorted keys, with holes and without, on any number of processors.
func TestBootstrapAgainstFractions(t *testing.T) {
	for _, row := range []struct {
		name                      string
		n, k, levels, step, holes int
	}{
		{"whole", 12, 5, 6, 500, 0}, {"holes", 14, 4, 4, 500, 3}, {"mostly holes", 20, 3, 3, 1, 2}, {"fine", 25, 6, 90_000, 1, 0},
		{"fine with holes", 25, 6, 90_000, 1, 4}, {"two judges", 9, 2, 3, 250, 3}, {"ranks above 255", 300, 3, 9, 500, 9},
	} {
		t.Run(row.name, func(t *testing.T) {
			table := tabulate(drawnPanel(rand.New(rand.NewPCG(3, 4)), row.n, row.k, row.levels, row.step, row.holes))
			f := newField(table)
			want := slowBootstrap(f, table, 150, row.n/3)
			for workers := range 4 {
				if diff := cmp.Diff(want, f.bootstrap(table, 150, row.n/3, workers+1)); diff != "" {
					t.Fatalf("%d workers: %s", workers+1, diff)
				}
			}
		})
	}
}

// resampled is what Resample adds to an agreement.
func resampled(judges []string, entries []AgreementEntry, first int) Agreement {
	a := Agree(judges, entries)
	a.Resample(judges, entries, first)
	return Agreement{RankBootstrap: a.RankBootstrap, AlphaIntervalLimits: a.AlphaIntervalLimits, AlphaOrdinalLimits: a.AlphaOrdinalLimits,
		Reasons: a.Reasons}
}

// TestResampleIsTheSameAgain: for the same data, whatever the order or the names of judges, and the order of entries.
func TestResampleIsTheSameAgain(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	judges, entries := drawnPanel(random, 15, 5, 20, 500, 6)
	want := resampled(judges, entries, 5)
	if want.RankBootstrap == nil || want.AlphaIntervalLimits == nil {
		t.Fatalf("nothing was resampled: %+v", want)
	}
	renamed := map[string]string{}
	for i, j := range random.Perm(len(judges)) {
		renamed[judges[i]] = fmt.Sprintf("another %d", j)
	}
	others := slices.Clone(entries)
	for i := range others {
		totals := map[string]Points{}
		for j, p := range others[i].Totals {
			totals[renamed[j]] = p
		}
		others[i].Totals = totals
	}
	for name, got := range map[string]Agreement{
		"again": resampled(judges, entries, 5), "renamed judges": resampled(slices.Collect(maps.Values(renamed)), others, 5),
	} {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	random.Shuffle(len(others), func(i, j int) { others[i], others[j] = others[j], others[i] })
	got := resampled(slices.Collect(maps.Values(renamed)), others, 5)
	sorted := func(list []RankBootstrap) []RankBootstrap {
		return slices.SortedFunc(slices.Values(list), func(a, b RankBootstrap) int { return slices.Compare([]byte(a.Nomination), []byte(b.Nomination)) })
	}
	want.RankBootstrap, got.RankBootstrap = sorted(want.RankBootstrap), sorted(got.RankBootstrap)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries in another order: %s", diff)
	}
}

func TestResampleOfAClearOrder(t *testing.T) {
	entries := []AgreementEntry{
		{Nomination: "b", Totals: map[string]Points{"1": 70_000, "2": 71_000, "3": 69_500}},
		{Nomination: "none"},
		{Nomination: "a", Totals: map[string]Points{"1": 90_000, "2": 91_000, "3": 89_500}},
		{Nomination: "c", Totals: map[string]Points{"1": 60_000, "2": 61_000, "3": 59_500}},
		{Nomination: "as c", Totals: map[string]Points{"1": 60_000, "2": 61_000, "3": 59_500}},
	}
	one, none := 1.0, 0.0
	want := []RankBootstrap{{"b", 2, 2, &one}, {"none", 0, 0, nil}, {"a", 1, 1, &one}, {"c", 3, 3, &none}, {"as c", 3, 3, &none}}
	got := resampled([]string{"1", "2", "3"}, entries, 2)
	if diff := cmp.Diff(want, got.RankBootstrap); diff != "" {
		t.Error(diff)
	}
	if got.Reasons["rank_bootstrap.none"] != ReasonNotScored || got.Reasons["rank_bootstrap.within"] != "" {
		t.Errorf("%v", got.Reasons)
	}
	if got := resampled([]string{"1", "2", "3"}, entries, -1); got.RankBootstrap[0].Within != nil || got.Reasons["rank_bootstrap.within"] != ReasonNoQuota {
		t.Errorf("without a quota: %+v", got)
	}
}

func TestResampleSaysWhyNot(t *testing.T) {
	entry := func(id string, totals ...Points) AgreementEntry {
		e := AgreementEntry{Nomination: id, Totals: map[string]Points{}}
		for j, p := range totals {
			e.Totals[fmt.Sprint(j)] = p
		}
		return e
	}
	for name, row := range map[string]struct {
		entries      []AgreementEntry
		ranks, alpha string
	}{
		"nothing":              {nil, ReasonFewJudges, ReasonFewValues},
		"one judge":            {[]AgreementEntry{entry("a", 1), entry("b", 2)}, ReasonFewJudges, ReasonFewValues},
		"one entry":            {[]AgreementEntry{entry("a", 1, 2), entry("b")}, ReasonFewEntries, ReasonFewEntries},
		"all the same":         {[]AgreementEntry{entry("a", 7, 7), entry("b", 7, 7)}, "", ReasonNoVariation},
		"two that seldom vary": {[]AgreementEntry{entry("a", 7, 7), entry("b", 8, 8)}, "", ReasonNotEstimable},
	} {
		judges := []string{"0", "1"}
		a := resampled(judges, row.entries, 1)
		if a.Reasons["rank_bootstrap"] != row.ranks || (a.RankBootstrap == nil) != (row.ranks != "") {
			t.Errorf("%s: ranks %v, %v", name, a.RankBootstrap, a.Reasons)
		}
		for _, of := range []string{"krippendorff_ci95", "krippendorff_ci95.interval", "krippendorff_ci95.ordinal"} {
			if a.Reasons[of] != row.alpha || a.AlphaIntervalLimits != nil || a.AlphaOrdinalLimits != nil {
				t.Errorf("%s: %s %v, %v", name, of, a.AlphaIntervalLimits, a.Reasons)
			}
		}
	}
}

// TestAlphaOfEachDraw compares the sums of a resample with alpha worked out from its totals.
func TestAlphaOfEachDraw(t *testing.T) {
	table := tabulate(drawnPanel(rand.New(rand.NewPCG(7, 8)), 30, 6, 12, 500, 4))
	var rows [][]int64
	for _, marks := range table.marks {
		var row []int64
		for _, m := range marks {
			row = append(row, m.points)
		}
		if len(row) > 1 {
			rows = append(rows, row)
		}
	}
	units, levels := unitsOf(rows)
	d := alphaDraw{units: units, times: make([]int32, len(units)), counts: make([]int32, levels), ranks: make([]float64, levels)}
	random := rand.New(rand.NewPCG(9, 10))
	near := func(name string, got float64, want *float64) {
		t.Helper()
		if diff := got - *want; diff > 1e-9 || diff < -1e-9 {
			t.Fatalf("%s = %v, want %v", name, got, *want)
		}
	}
	for range 50 {
		interval, ordinal, ok := d.next(random)
		if !ok {
			t.Fatal("no alpha")
		}
		var drawn [][]int64
		var all []int64
		for i, times := range d.times {
			for range times {
				drawn, all = append(drawn, rows[i]), append(all, rows[i]...)
			}
		}
		near("interval", interval, alpha(drawn))
		ranks, _ := midRanks(all)
		for i := range drawn {
			n := len(drawn[i])
			drawn[i], ranks = ranks[:n], ranks[n:]
		}
		near("ordinal", ordinal, alpha(drawn))
	}
}

// TestAlphaLimitsOfKrippendorff: the intervals of his example hold its alphas and are no wider than alpha can be.
func TestAlphaLimitsOfKrippendorff(t *testing.T) {
	text, err := os.ReadFile("testdata/oracles.json")
	if err != nil {
		t.Fatal(err)
	}
	var published struct {
		C struct {
			Data  [][]*int64         `json:"judges_x_units"`
			Alpha map[string]float64 `json:"alpha"`
		} `json:"krippendorff_C"`
	}
	if err := json.Unmarshal(text, &published); err != nil {
		t.Fatal(err)
	}
	var judges []string
	entries := make([]AgreementEntry, len(published.C.Data[0]))
	for j, row := range published.C.Data {
		judges = append(judges, fmt.Sprint(j))
		for i, x := range row {
			if entries[i].Totals == nil {
				entries[i] = AgreementEntry{Nomination: fmt.Sprint(i), Totals: map[string]Points{}}
			}
			if x != nil {
				entries[i].Totals[judges[j]] = Points(*x) * Point
			}
		}
	}
	a := resampled(judges, entries, 3)
	for name, limits := range map[string]*[2]float64{"interval": a.AlphaIntervalLimits, "ordinal": a.AlphaOrdinalLimits} {
		if x := published.C.Alpha[name]; limits == nil || !(-1 < limits[0] && limits[0] < x && x < limits[1] && limits[1] <= 1) {
			t.Errorf("%s: alpha %v, limits %v", name, x, limits)
		}
	}
}

func BenchmarkBootstrapRanks(b *testing.B) {
	for _, row := range []struct{ n, k, resamples, hole int }{{500, 11, 10_000, 0}, {500, 11, 10_000, 20}, {34_000, 7, 1_000, 0}} {
		name := fmt.Sprintf("%dx%dx%d", row.n, row.k, row.resamples)
		if row.hole > 0 {
			name += "-holes"
		}
		judges, entries := drawnPanel(rand.New(rand.NewPCG(1, 2)), row.n, row.k, 100, 500, row.hole)
		t := tabulate(judges, entries)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f := newField(t)
				if list := f.bootstrap(t, row.resamples, 10, 2); len(list) != row.n || list[0].High == 0 {
					b.Fatal("nothing was ranked")
				}
			}
		})
	}
}

func BenchmarkBootstrapAlpha(b *testing.B) {
	t := tabulate(drawnPanel(rand.New(rand.NewPCG(1, 2)), 500, 11, 100, 500, 0))
	b.ReportAllocs()
	for b.Loop() {
		a := Agreement{Reasons: map[string]string{}}
		a.measureAlpha(t)
		if a.resampleAlpha(t, 1); a.AlphaOrdinalLimits == nil {
			b.Fatal(a.Reasons)
		}
	}
}
