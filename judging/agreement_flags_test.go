package judging_test

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"vinhdanh/judging"
)

// additive is a table in which each total is the entry's worth and the judge's severity, and no more.
func additive(entries, judges []float64) [][]*float64 {
	rows := make([][]*float64, len(entries))
	for i, e := range entries {
		for _, j := range judges {
			rows[i] = append(rows[i], ptr(e+j))
		}
	}
	return rows
}

func TestFlags(t *testing.T) {
	worth, severity := []float64{80, 70, 75, 60, 65, 85}, []float64{-1, 0, 0.5, 0.5}
	away := func(rows [][]*float64, entry, judge int, by float64) [][]*float64 {
		*rows[entry][judge] += by
		return rows
	}
	flat := additive(worth, severity)
	for i := range flat {
		*flat[i][2] = 72
	}
	split := additive(worth, []float64{0, 0, 0, 0})
	for j, by := range []float64{9, 9, -9, -9} {
		*split[3][j] += by
	}
	tests := []struct {
		name string
		rows [][]*float64
		want []judging.Flag
	}{
		{"nothing is left over", additive(worth, []float64{0, 0, 0, 0}), []judging.Flag{}},
		// One total is 12 too high: its residual is 12 * 5/6 * 3/4 = 7.5, the sum of squares 12 * 7.5 = 90 on 15 degrees,
		// so that sd is 2.449: 7.5 > 6.124. The entry's residuals are 7.5 and thrice -2.5: sqrt(75/3) = 5 > 4.899.
		{"one sheet too high", away(additive(worth, severity), 1, 2, 12),
			[]judging.Flag{{Kind: judging.FlagResidual, Judge: "judge 2", Nomination: "entry 1", Higher: true}, {Kind: judging.FlagSpread, Nomination: "entry 1"}}},
		{"one sheet too low", away(additive(worth, severity), 0, 0, -12),
			[]judging.Flag{{Kind: judging.FlagResidual, Judge: "judge 0", Nomination: "entry 0"}, {Kind: judging.FlagSpread, Nomination: "entry 0"}}},
		// Residuals of the entry are 9 * 5/6 = 7.5, of the others 1.5: 4 * 7.5² + 20 * 1.5² = 270 on 15 degrees, sd 4.243;
		// no residual is beyond 10.6, the entry's spread is sqrt(225/3) = 8.66 > 8.49.
		{"an entry about which they split", split, []judging.Flag{{Kind: judging.FlagSpread, Nomination: "entry 3"}}},
		// Fitted scores spread by 3/4 of what the entries do, she not at all.
		{"a judge who gives all the same", flat, []judging.Flag{{Kind: judging.FlagFlat, Judge: "judge 2"}}},
		// sd is 1.0097, judge 1 stands 2.79 below the panel, the limit is 2.52; judge 0 is 2.375 above.
		{"Shrout and Fleiss", published(t).ShroutFleiss.Data, []judging.Flag{{Kind: judging.FlagExtreme, Judge: "judge 1"}}},
		{"parallel judges", additive(worth, []float64{6, -3, -3}),
			[]judging.Flag{{Kind: judging.FlagExtreme, Judge: "judge 0", Higher: true}, {Kind: judging.FlagExtreme, Judge: "judge 1"}, {Kind: judging.FlagExtreme, Judge: "judge 2"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, agreed(t, tt.rows).Flags); diff != "" {
				t.Errorf("flags (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFlagsAreMissingWithReasons(t *testing.T) {
	for name, row := range map[string]struct {
		rows [][]*float64
		want string
	}{
		"two judges":        {additive([]float64{70, 80, 90}, []float64{0, 9}), judging.ReasonFewJudges},
		"one entry":         {additive([]float64{70}, []float64{0, 1, 2}), judging.ReasonNotEstimable},
		"nothing in common": {[][]*float64{{ptr(70.0), nil, nil}, {nil, ptr(80.0), ptr(81.0)}}, judging.ReasonDisconnected},
	} {
		if a := agreed(t, row.rows); a.Flags != nil || a.Reasons["flags"] != row.want {
			t.Errorf("%s: flags %v, reason %q", name, a.Flags, a.Reasons["flags"])
		}
	}
}

// TestSpreadOfJudges: 2, 4, 4, 4, 6 have the mean 4 and the sum of squares 8, on 4 degrees. Fewer than five totals have none:
// with the mean, which the effect tells, it would tell them.
func TestSpreadOfJudges(t *testing.T) {
	p := func(x float64) *float64 { return &x }
	a := agreed(t, [][]*float64{{p(2), p(5)}, {p(4), p(6)}, {p(4), p(7)}, {p(4), p(8)}, {p(6), nil}})
	want := []judging.JudgeSpread{{"judge 0", p(1.4142135623730951)}, {"judge 1", nil}}
	if diff := cmp.Diff(want, a.Spreads, cmpopts.EquateApprox(0, 1e-12)); diff != "" || a.Reasons["spread.judge 1"] != judging.ReasonFewValues {
		t.Errorf("reason %q, spread (-want +got):\n%s", a.Reasons["spread.judge 1"], diff)
	}
}

// TestNoiseIsSeldomFlagged: 48 entries by 7 judges with normal noise: about one sheet in a hundred, no judge.
func TestNoiseIsSeldomFlagged(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 5))
	rows := make([][]*float64, 48)
	for i := range rows {
		worth := 75 + 6*random.NormFloat64()
		for j := range 7 {
			rows[i] = append(rows[i], ptr(worth+float64(j-3)+3*random.NormFloat64()))
		}
	}
	sheets := 0
	for _, f := range agreed(t, rows).Flags {
		if f.Kind == judging.FlagFlat || f.Kind == judging.FlagExtreme {
			t.Errorf("%+v", f)
		}
		if f.Kind == judging.FlagResidual {
			sheets++
		}
	}
	if sheets < 1 || sheets > 10 {
		t.Errorf("%d sheets of 336 are flagged", sheets)
	}
}

func TestCloseAtCut(t *testing.T) {
	sf := published(t).ShroutFleiss
	ranks := agreed(t, sf.Data).RankIntervals
	best := []string{"entry 4", "entry 0", "entry 2", "entry 5", "entry 3", "entry 1"} // means 7.5, 6, 6, 4.75, 4, 3
	for name, row := range map[string]struct {
		order []string
		above int
		want  []string
	}{
		// Published intervals, in this order: 1-3, 1-4, 1-3, 3-5, 4-6, 5-6.
		"after the third":              {best, 3, []string{"entry 0", "entry 5"}},
		"after the fourth":             {best, 4, []string{"entry 5", "entry 3"}},
		"before all":                   {best, 0, nil},
		"after all":                    {best, 6, nil},
		"an entry without an interval": {[]string{"x", "entry 4", "entry 0", "y", "entry 2", "entry 5", "entry 3", "entry 1"}, 5, []string{"entry 0", "entry 5"}},
	} {
		if diff := cmp.Diff(row.want, judging.CloseAtCut(row.order, row.above, ranks)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	sure := agreed(t, additive([]float64{80, 70, 60}, []float64{0, 1})).RankIntervals
	if list := judging.CloseAtCut([]string{"entry 0", "entry 1", "entry 2"}, 1, sure); list != nil {
		t.Errorf("sure neighbours: %v", list)
	}
}
