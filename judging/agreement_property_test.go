package judging_test

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"vinhdanh/judging"
)

// drawPanel draws a small panel whose totals have few distinct values, holes and judges without a total.
func drawPanel(t *rapid.T, holes bool) ([]string, []judging.AgreementEntry) {
	judges := make([]string, rapid.IntRange(0, 5).Draw(t, "judges"))
	for j := range judges {
		judges[j] = fmt.Sprintf("j%d", j)
	}
	entries := make([]judging.AgreementEntry, rapid.IntRange(0, 7).Draw(t, "entries"))
	spread := rapid.SampledFrom([]int{0, 1, 3, 200}).Draw(t, "spread")
	for i := range entries {
		entries[i] = judging.AgreementEntry{Nomination: fmt.Sprintf("n%d", (i*5)%7), Totals: map[string]judging.Points{}}
		for _, j := range judges {
			if total := rapid.IntRange(0, spread).Draw(t, "total"); !holes || rapid.IntRange(0, 4).Draw(t, "hole") > 0 {
				entries[i].Totals[j] = 60*judging.Point + judging.Points(total)*judging.Point/2
			}
		}
	}
	return judges, entries
}

// closely lets float statistics differ by rounding, and a statistic that is null or not within it.
var closely = cmp.Options{cmpopts.EquateApprox(1e-7, 1e-7), cmpopts.EquateEmpty()}

// TestJudgeOrderNeverMatters: neither the order nor the names of judges nor the order of entries change
// what is measured.
func TestJudgeOrderNeverMatters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		judges, entries := drawPanel(t, true)
		want := judging.Agree(judges, entries)
		named := map[string]string{}
		var others []string
		for i, j := range rapid.Permutation(judges).Draw(t, "order") {
			named[j] = fmt.Sprintf("x%d", i)
			others = append(others, named[j])
		}
		slices.Reverse(others)
		renamed := make([]judging.AgreementEntry, len(entries))
		for i, e := range entries {
			renamed[i] = judging.AgreementEntry{Nomination: e.Nomination, Totals: map[string]judging.Points{}}
			for j, total := range e.Totals {
				renamed[i].Totals[named[j]] = total
			}
		}
		got := judging.Agree(others, rapid.Permutation(renamed).Draw(t, "order of entries"))
		for i := range want.Severity {
			want.Severity[i].Judge = named[want.Severity[i].Judge]
		}
		for i, x := range want.Spreads {
			if reason, missing := want.Reasons["spread."+x.Judge]; missing {
				delete(want.Reasons, "spread."+x.Judge)
				want.Reasons["spread."+named[x.Judge]] = reason
			}
			want.Spreads[i].Judge = named[x.Judge]
		}
		for i := range want.Flags {
			want.Flags[i].Judge = named[want.Flags[i].Judge]
		}
		slices.SortFunc(want.Spreads, func(a, b judging.JudgeSpread) int { return strings.Compare(a.Judge, b.Judge) })
		slices.SortFunc(want.Severity, func(a, b judging.JudgeEffect) int { return strings.Compare(a.Judge, b.Judge) })
		for _, a := range []*judging.Agreement{&want, &got} {
			slices.SortFunc(a.Flags, func(a, b judging.Flag) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
			slices.SortFunc(a.LeastSquares, func(a, b judging.EntryScore) int { return strings.Compare(a.Nomination, b.Nomination) })
			slices.SortFunc(a.RankIntervals, func(a, b judging.RankInterval) int { return strings.Compare(a.Nomination, b.Nomination) })
		}
		if diff := cmp.Diff(want, got, closely); diff != "" {
			t.Fatalf("another order gives other statistics:\n%s", diff)
		}
	})
}

// TestConstantMovesOnlySeverity: a judge who gives more to everybody moves her own severity, and all
// scores together. What compares entries stays: W, ICC(3,.), rank intervals, distances of scores.
func TestConstantMovesOnlySeverity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		judges, entries := drawPanel(t, false)
		if len(judges) == 0 || len(entries) == 0 {
			t.Skip("nobody scored")
		}
		before := judging.Agree(judges, entries)
		const more = 7
		generous := rapid.SampledFrom(judges).Draw(t, "judge")
		for i := range entries {
			entries[i].Totals = maps.Clone(entries[i].Totals)
			entries[i].Totals[generous] += more * judging.Point
		}
		after := judging.Agree(judges, entries)
		share := more / float64(len(judges))
		for i, s := range before.Severity {
			want := s.Effect - share
			if s.Judge == generous {
				want += more
			}
			if math.Abs(after.Severity[i].Effect-want) > 1e-9 {
				t.Fatalf("severity of %s is %v, want %v", s.Judge, after.Severity[i].Effect, want)
			}
		}
		for i, s := range before.LeastSquares {
			if math.Abs(*after.LeastSquares[i].Score-*s.Score-share) > 1e-9 {
				t.Fatalf("score of %s went from %v to %v, want %v more", s.Nomination, *s.Score, *after.LeastSquares[i].Score, share)
			}
		}
		for _, kind := range []string{"3,1", "3,k"} {
			if diff := cmp.Diff(before.ICC[kind], after.ICC[kind], closely); diff != "" {
				t.Fatalf("ICC(%s): %s", kind, diff)
			}
		}
		if diff := cmp.Diff([]any{before.KendallW, before.KendallP, before.RankIntervals}, []any{after.KendallW, after.KendallP, after.RankIntervals}, closely); diff != "" {
			t.Fatal(diff)
		}
	})
}

// TestLeastSquaresIsTheBest checks the normal equations: what is left over adds up to 0 for each judge
// and each entry.
func TestLeastSquaresIsTheBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		judges, entries := drawPanel(t, true)
		a := judging.Agree(judges, entries)
		if a.Severity == nil {
			t.Skip("not estimable: ", a.Reasons["severity"])
		}
		effects, byJudge, sum := map[string]float64{}, map[string]float64{}, 0.0
		for _, s := range a.Severity {
			effects[s.Judge] = s.Effect
			sum += s.Effect
		}
		for i, e := range entries {
			byEntry := 0.0
			for j, total := range e.Totals {
				left := float64(total)/1000 - *a.LeastSquares[i].Score - effects[j]
				byEntry += left
				byJudge[j] += left
			}
			if math.Abs(byEntry) > 1e-8 {
				t.Fatalf("entry %s leaves %v", e.Nomination, byEntry)
			}
		}
		for j, left := range byJudge {
			if math.Abs(left) > 1e-8 || math.Abs(sum) > 1e-8 {
				t.Fatalf("judge %s leaves %v, effects add up to %v", j, left, sum)
			}
		}
	})
}

// TestEveryNullHasAReason: no statistic is NaN or infinite, each missing one is explained under its name,
// and nothing else is.
func TestEveryNullHasAReason(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		judges, entries := drawPanel(t, rapid.Bool().Draw(t, "holes"))
		a := judging.Agree(judges, entries)
		missing := map[string]bool{}
		check := func(name string, values ...*float64) {
			for _, v := range values {
				missing[name] = missing[name] || v == nil
				if v != nil && (math.IsNaN(*v) || math.IsInf(*v, 0)) {
					t.Fatalf("%s is %v", name, *v)
				}
			}
		}
		whole := func(name string, parts ...string) {
			missing[name] = !slices.ContainsFunc(parts, func(p string) bool { return !missing[name+"."+p] })
		}
		for _, kind := range judging.ICCKinds() {
			check("icc."+kind, a.ICC[kind])
			if limits := a.ICCInterval[kind]; limits != nil {
				check("icc_ci95."+kind, &limits[0], &limits[1])
			} else {
				check("icc_ci95."+kind, nil)
			}
		}
		whole("icc", judging.ICCKinds()...)
		whole("icc_ci95", judging.ICCKinds()...)
		check("kendall_w", a.KendallW)
		check("kendall_p", a.KendallP)
		check("krippendorff_alpha.interval", a.AlphaInterval)
		check("krippendorff_alpha.ordinal", a.AlphaOrdinal)
		whole("krippendorff_alpha", "interval", "ordinal")
		missing["severity"], missing["least_squares"], missing["rank_intervals"] = a.Severity == nil, a.LeastSquares == nil, a.RankIntervals == nil
		missing["flags"] = a.Flags == nil
		for _, s := range a.Spreads {
			check("spread."+s.Judge, s.Spread)
		}
		for _, s := range a.LeastSquares {
			check("least_squares."+s.Nomination, s.Score)
		}
		for _, r := range a.RankIntervals {
			missing["rank_intervals."+r.Nomination] = r.Low == 0
		}
		for name, null := range missing {
			if (a.Reasons[name] != "") != null {
				t.Fatalf("%s: null %v, reason %q", name, null, a.Reasons[name])
			}
			delete(a.Reasons, name)
		}
		if len(a.Reasons) > 0 {
			t.Fatalf("reasons for what is there: %v", a.Reasons)
		}
	})
}

// TestCompleteDesignNeedsNoCorrection: where every judge scored every entry, the ranking's exact mean, the mean of
// totals with each judge's own mean taken away, and the least-squares score put the entries in one order.
func TestCompleteDesignNeedsNoCorrection(t *testing.T) {
	pack := &judging.Pack{ProductGroups: []judging.Coded{{Code: "N1"}}, Criteria: []judging.Criterion{{Code: "1", Max: 400 * judging.Point}},
		TieOrder: []string{"council"}, Aggregation: "mean"}
	rapid.Check(t, func(t *rapid.T) {
		judges, entries := drawPanel(t, false)
		if len(judges) == 0 || len(entries) == 0 {
			t.Skip("nobody scored")
		}
		sums, in := map[string]judging.Points{}, make([]judging.RankInput, len(entries))
		for i, e := range entries {
			in[i] = judging.RankInput{Nomination: e.Nomination, Group: "N1"}
			for _, j := range judges {
				sums[j] += e.Totals[j]
				in[i].Sheets = append(in[i].Sheets, judging.SheetTotal{Judge: j, Total: e.Totals[j], ByTop: []judging.Points{e.Totals[j]}})
			}
		}
		ranked, err := judging.Rank(pack, in)
		if err != nil {
			t.Fatal(err)
		}
		rank, centred, squares := map[string]int{}, map[string]int64{}, map[string]float64{}
		for _, r := range ranked {
			rank[r.Nomination] = r.Rank
		}
		for _, e := range entries {
			for _, j := range judges { // as many times the centred mean as there are judges times entries
				centred[e.Nomination] += int64(len(entries))*int64(e.Totals[j]) - int64(sums[j])
			}
		}
		for _, s := range judging.Agree(judges, entries).LeastSquares {
			squares[s.Nomination] = *s.Score
		}
		for _, a := range entries {
			for _, b := range entries {
				x, y := a.Nomination, b.Nomination
				if (rank[x] < rank[y]) != (centred[x] > centred[y]) || (rank[x] < rank[y]) != (squares[x]-squares[y] > 1e-7) {
					t.Fatalf("%s and %s: ranks %d, %d, centred %d, %d, least squares %v, %v", x, y, rank[x], rank[y], centred[x], centred[y], squares[x], squares[y])
				}
			}
		}
	})
}
