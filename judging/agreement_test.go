package judging_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"vinhdanh/judging"
)

// publishedData is testdata/oracles.json: published worked examples with the values that others computed.
type publishedData struct {
	ShroutFleiss struct {
		Data      [][]*float64          `json:"data"` // entries by judges
		ICC       map[string]float64    `json:"ICC"`
		CI95      map[string][2]float64 `json:"CI95"`
		Interval  float64               `json:"kripp_interval"`
		Ordinal   float64               `json:"kripp_ordinal"`
		W         float64               `json:"kendall_W_ties"`
		RankByLSD [][2]int              `json:"rank_interval_lsd"`
	} `json:"shrout_fleiss_1979"`
	Krippendorff struct {
		Data  [][]*float64       `json:"judges_x_units"`
		Alpha map[string]float64 `json:"alpha"`
	} `json:"krippendorff_C"`
	Quandt struct {
		Ranks [][]*float64 `json:"ranks"` // judges by entries
		W     float64      `json:"W"`
		P     float64      `json:"p"`
	} `json:"quandt_report3"`
	ProofWiki struct {
		Ranks [][]*float64 `json:"ranks"`
		W     float64      `json:"W"`
	} `json:"proofwiki"`
}

func published(t *testing.T) publishedData {
	t.Helper()
	text, err := os.ReadFile("testdata/oracles.json")
	if err != nil {
		t.Fatal(err)
	}
	var d publishedData
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// agreed measures a table of entries by judges, nil being no score.
func agreed(t testing.TB, rows [][]*float64) judging.Agreement {
	t.Helper()
	judges := make([]string, len(rows[0]))
	for j := range judges {
		judges[j] = "judge " + strconv.Itoa(j)
	}
	entries := make([]judging.AgreementEntry, len(rows))
	for i, row := range rows {
		entries[i] = judging.AgreementEntry{Nomination: fmt.Sprintf("entry %d", i), Totals: map[string]judging.Points{}}
		for j, x := range row {
			if x != nil {
				entries[i].Totals[judges[j]] = judging.Points(*x * float64(judging.Point))
			}
		}
	}
	return judging.Agree(judges, entries)
}

// turned is a table with rows and columns exchanged.
func turned(rows [][]*float64) [][]*float64 {
	list := make([][]*float64, len(rows[0]))
	for i := range list {
		for _, row := range rows {
			list[i] = append(list[i], row[i])
		}
	}
	return list
}

// near checks a statistic to the digits that were published.
func near(t *testing.T, name string, got *float64, want, digits float64) {
	t.Helper()
	if got == nil || math.Abs(*got-want) > 0.5001*math.Pow(10, -digits) {
		t.Errorf("%s = %v, want %v", name, show(got), want)
	}
}

func show(x *float64) any {
	if x == nil {
		return nil
	}
	return *x
}

func TestAgreementOfShroutAndFleiss(t *testing.T) {
	want := published(t).ShroutFleiss
	a := agreed(t, want.Data)
	if len(want.ICC) != 6 || len(want.CI95) != 6 {
		t.Fatalf("%d published correlations, %d intervals", len(want.ICC), len(want.CI95))
	}
	for kind, v := range want.ICC {
		near(t, "ICC("+kind+")", a.ICC[kind], v, 6)
		limits := a.ICCInterval[kind]
		if limits == nil {
			t.Fatalf("no interval of ICC(%s)", kind)
		}
		near(t, "lower limit of ICC("+kind+")", &limits[0], want.CI95[kind][0], 6)
		near(t, "upper limit of ICC("+kind+")", &limits[1], want.CI95[kind][1], 6)
	}
	near(t, "W", a.KendallW, want.W, 6)
	near(t, "alpha interval", a.AlphaInterval, want.Interval, 6)
	near(t, "alpha ordinal", a.AlphaOrdinal, want.Ordinal, 6)
	var ranks [][2]int
	for _, r := range a.RankIntervals {
		ranks = append(ranks, [2]int{r.Low, r.High})
	}
	if diff := cmp.Diff(want.RankByLSD, ranks); diff != "" {
		t.Errorf("rank intervals (-want +got):\n%s", diff)
	}
	if len(a.Reasons) != 0 || a.Entries != 6 || a.Judges != 4 || a.CompleteEntries != 6 {
		t.Errorf("%+v", a)
	}
}

func TestAgreementOfKrippendorff(t *testing.T) {
	want := published(t).Krippendorff
	a := agreed(t, turned(want.Data))
	near(t, "alpha interval", a.AlphaInterval, want.Alpha["interval"], 10)
	near(t, "alpha ordinal", a.AlphaOrdinal, want.Alpha["ordinal"], 10)
	if a.Entries != 12 || a.Judges != 4 || a.CompleteEntries != 8 {
		t.Errorf("%d entries, %d judges, %d complete", a.Entries, a.Judges, a.CompleteEntries)
	}
}

func TestAgreementOfRankings(t *testing.T) {
	d := published(t)
	a := agreed(t, turned(d.Quandt.Ranks))
	near(t, "W", a.KendallW, d.Quandt.W, 9)
	near(t, "p", a.KendallP, d.Quandt.P, 9)
	near(t, "W", agreed(t, turned(d.ProofWiki.Ranks)).KendallW, d.ProofWiki.W, 10)
}

// TestLeastSquaresFillsHoles: the strict judge stepped out of the worst entry, whose mean is therefore
// too good. Worked by hand: judges differ by 6 points, entries by 10.
func TestLeastSquaresFillsHoles(t *testing.T) {
	p := func(x float64) *float64 { return &x }
	a := agreed(t, [][]*float64{{p(83), p(77)}, {p(73), p(67)}, {p(63), nil}, {nil, nil}})
	rounded := cmpopts.EquateApprox(0, 1e-9)
	severity := []judging.JudgeEffect{{Judge: "judge 0", Effect: 3}, {Judge: "judge 1", Effect: -3}}
	if diff := cmp.Diff(severity, a.Severity, rounded); diff != "" {
		t.Errorf("severity (-want +got):\n%s", diff)
	}
	scores := []judging.EntryScore{{"entry 0", p(80)}, {"entry 1", p(70)}, {"entry 2", p(60)}, {"entry 3", nil}}
	if diff := cmp.Diff(scores, a.LeastSquares, rounded); diff != "" {
		t.Errorf("scores (-want +got):\n%s", diff)
	}
	ranks := []judging.RankInterval{{"entry 0", 1, 1}, {"entry 1", 2, 2}, {"entry 2", 0, 0}, {"entry 3", 0, 0}}
	if diff := cmp.Diff(ranks, a.RankIntervals); diff != "" {
		t.Errorf("rank intervals (-want +got):\n%s", diff)
	}
	reasons := map[string]string{"flags": judging.ReasonFewJudges, "least_squares.entry 3": judging.ReasonNotScored,
		"rank_intervals.entry 2": judging.ReasonIncomplete, "rank_intervals.entry 3": judging.ReasonIncomplete,
		"spread.judge 0": judging.ReasonFewValues, "spread.judge 1": judging.ReasonFewValues}
	if diff := cmp.Diff(reasons, a.Reasons); diff != "" {
		t.Errorf("reasons (-want +got):\n%s", diff)
	}
}

func BenchmarkAgree(b *testing.B) {
	for _, n := range []int{48, 500, 34_000} {
		random := rand.New(rand.NewPCG(1, 2))
		rows := make([][]*float64, n)
		for i := range rows {
			rows[i] = make([]*float64, 11)
			for j := range rows[i] {
				if x := float64(100+random.IntN(100)) / 2; random.IntN(50) > 0 {
					rows[i][j] = &x
				}
			}
		}
		b.Run(fmt.Sprintf("%dx11", n), func(b *testing.B) {
			for b.Loop() {
				if a := agreed(b, rows); a.KendallW == nil || len(a.LeastSquares) != n {
					b.Fatal("nothing was measured")
				}
			}
		})
	}
}
