package judging_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

// workedRanking is a file of testdata/rankings: marks by leaf in the order of the sheet, and the ranking
// worked out by hand.
type workedRanking struct {
	About   string         `json:"about"`
	Rules   map[string]any `json:"rules"`
	Entries []struct {
		Nomination string     `json:"nomination"`
		EntryCode  string     `json:"entry_code"`
		Group      string     `json:"group"`
		Sheets     [][]string `json:"sheets"`
	} `json:"entries"`
	Want []wantRanked `json:"want"`
}

type wantRanked struct {
	Nomination  string   `json:"nomination"`
	Rank        int      `json:"rank"`
	RankOverall int      `json:"rank_overall"`
	Mean        string   `json:"mean"`
	MeanExact   string   `json:"mean_exact"`
	Judges      int      `json:"judges"`
	Passed      bool     `json:"passed"`
	TiedWith    []string `json:"tied_with"`
	TieBrokenBy string   `json:"tie_broken_by"`
}

func TestRankWorked(t *testing.T) {
	files, err := filepath.Glob("testdata/rankings/*.json")
	if err != nil || len(files) < 6 {
		t.Fatalf("found %d worked rankings, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var w workedRanking
			if err := json.Unmarshal(data, &w); err != nil {
				t.Fatal(err)
			}
			p := packWith(t, w.Rules)
			var in []judging.RankInput
			for _, e := range w.Entries {
				entry := judging.RankInput{Nomination: e.Nomination, EntryCode: e.EntryCode, Group: e.Group}
				for i, marks := range e.Sheets {
					entry.Sheets = append(entry.Sheets, sheetOf(t, p, e.Group, fmt.Sprintf("judge %d", i), marks))
				}
				in = append(in, entry)
			}
			ranked, err := judging.Rank(p, in)
			if err != nil {
				t.Fatal(err)
			}
			var got []wantRanked
			for _, r := range ranked {
				got = append(got, wantRanked{r.Nomination, r.Rank, r.RankOverall, r.MeanText, r.MeanExact, r.Judges, r.Passed, r.TiedWith, r.TieBrokenBy})
				if (r.Mean == nil) != (r.Rank == 0) || r.Mean != nil && r.Mean.RatString() != r.MeanExact {
					t.Errorf("%s: mean %v beside rank %d and %q", r.Nomination, r.Mean, r.Rank, r.MeanExact)
				}
			}
			if diff := cmp.Diff(w.Want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s\n%s", w.About, diff)
			}
		})
	}
}

// sheetOf totals marks that stand in the order of the sheet.
func sheetOf(t testing.TB, p *judging.Pack, group, judge string, texts []string) judging.SheetTotal {
	t.Helper()
	raw := map[string]any{}
	for i, leaf := range p.Leaves(group) {
		raw[leaf.Code] = texts[i]
	}
	marks, err := judging.ParseMarks(p, group, raw)
	if err != nil {
		t.Fatal(err)
	}
	total, byTop := judging.Totals(p, group, marks)
	sheet := judging.SheetTotal{Judge: judge, Total: *total}
	for _, sum := range byTop {
		sheet.ByTop = append(sheet.ByTop, *sum)
	}
	return sheet
}

// sheet is a sheet of the generic pack.
func sheet(judge string, byTop ...judging.Points) judging.SheetTotal {
	s := judging.SheetTotal{Judge: judge, ByTop: byTop}
	for _, x := range byTop {
		s.Total += x
	}
	return s
}

func TestRankTooFewSheets(t *testing.T) {
	p := packWith(t, map[string]any{"aggregation": "mean_drop_extremes"})
	entry := func(id string, judges int) judging.RankInput {
		e := judging.RankInput{Nomination: id, EntryCode: "S" + id, Group: "N1"}
		for j := range judges {
			e.Sheets = append(e.Sheets, sheet(fmt.Sprint(j), 10, 10, 10, 10))
		}
		return e
	}
	_, err := judging.Rank(p, []judging.RankInput{entry("c", 1), entry("b", 6), entry("a", 7), entry("d", 0)})
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || f.Kind != fault.Conflict || f.Code != "too_few_sheets" {
		t.Fatalf("got %v", err)
	}
	want := []fault.Missing{
		{Code: "too_few_sheets", Args: fault.Args{"nomination": "b", "entry_code": "Sb", "need": 7, "have": 6}},
		{Code: "too_few_sheets", Args: fault.Args{"nomination": "c", "entry_code": "Sc", "need": 7, "have": 1}},
	}
	if diff := cmp.Diff(want, f.Missing); diff != "" {
		t.Error(diff)
	}
}

func TestRankRefusesImpossibleInput(t *testing.T) {
	p := shipped(t, "generic")
	good := sheet("j", 10, 10, 10, 10)
	for name, in := range map[string][]judging.RankInput{
		"unknown group":     {{Nomination: "a", Group: "N9"}},
		"entry twice":       {{Nomination: "a", Group: "N1"}, {Nomination: "a", Group: "N2"}},
		"two of one judge":  {{Nomination: "a", Group: "N1", Sheets: []judging.SheetTotal{good, good}}},
		"does not add up":   {{Nomination: "a", Group: "N1", Sheets: []judging.SheetTotal{{Judge: "j", Total: 41, ByTop: good.ByTop}}}},
		"criterion missing": {{Nomination: "a", Group: "N1", Sheets: []judging.SheetTotal{sheet("j", 10, 10)}}},
		"below zero":        {{Nomination: "a", Group: "N1", Sheets: []judging.SheetTotal{sheet("j", 10, 10, -5, 10)}}},
		"beyond all points": {{Nomination: "a", Group: "N1", Sheets: []judging.SheetTotal{sheet("j", judging.MaxPoints, 1, 0, 0)}}},
	} {
		if got, err := judging.Rank(p, in); err == nil || fault.KindOf(err) != "" {
			t.Errorf("%s: got %v, %v; want an error that is no fault", name, got, err)
		}
	}
	if got, err := judging.Rank(p, nil); err != nil || len(got) != 0 {
		t.Errorf("no entries: %v, %v", got, err)
	}
}

func BenchmarkRank(b *testing.B) {
	p := shipped(b, "vn-cnnt-2025")
	for _, entries := range []int{500, 34_000} {
		random := rand.New(rand.NewPCG(1, 2))
		in := make([]judging.RankInput, entries)
		for i := range in {
			in[i] = judging.RankInput{Nomination: fmt.Sprintf("n%06d", i), EntryCode: fmt.Sprintf("S%06d", i), Group: fmt.Sprintf("N%d", i%4+1)}
			for j := range 11 {
				mark := func(least, steps int) judging.Points { return judging.Points(least*1000 + random.IntN(steps)*500) }
				in[i].Sheets = append(in[i].Sheets, sheet(fmt.Sprintf("judge %d", j), mark(20, 40), mark(20, 40), mark(5, 10), mark(5, 10)))
			}
		}
		b.Run(fmt.Sprintf("%dx11", entries), func(b *testing.B) {
			for b.Loop() {
				ranked, err := judging.Rank(p, in)
				if err != nil || len(ranked) != entries || !slices.ContainsFunc(ranked, func(r judging.Ranked) bool { return r.TieBrokenBy != "" }) {
					b.Fatal("nothing was ranked, or no tie was broken")
				}
			}
		})
	}
}
