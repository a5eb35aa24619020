package judging_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
)

// twoCriteria is a pack of 60 and 40 points with pass mark 70, quota 2 and one prize.
func twoCriteria(t testing.TB) *judging.Pack {
	t.Helper()
	p, err := judging.ParsePack([]byte(fmt.Sprintf(smallPack, `,"quota":2`)))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// given is an entry with a sheet of points for both criteria from each judge in turn.
func given(code string, marks ...[2]int) judging.RankInput {
	e := judging.RankInput{Nomination: code, EntryCode: code, Group: "N1"}
	for j, m := range marks {
		a, b := judging.Points(m[0])*judging.Point, judging.Points(m[1])*judging.Point
		e.Sheets = append(e.Sheets, judging.SheetTotal{Judge: fmt.Sprint("j", j), Total: a + b, ByTop: []judging.Points{a, b}})
	}
	return e
}

// moved are the places that changed, as "code: before > after" with rank, passed, within and prize.
func moved(places []judging.WhatIfPlace) (list []string) {
	say := func(s judging.Standing) string { return fmt.Sprint(s.Rank, " ", s.Passed, " ", s.Within, " ", s.Prize) }
	for _, x := range places {
		if x.Before != x.After {
			list = append(list, x.Nomination+": "+say(x.Before)+" > "+say(x.After))
		}
	}
	return list
}

func TestRankIfWorked(t *testing.T) {
	in := []judging.RankInput{
		given("A", [2]int{40, 40}, [2]int{46, 40}, [2]int{40, 34}), // 80, 86, 74: mean 80
		given("B", [2]int{54, 24}, [2]int{54, 24}, [2]int{54, 24}), // 78
		given("C", [2]int{45, 25}, [2]int{45, 26}, [2]int{43, 26}), // 70, 71, 69: mean 70
		given("D", [2]int{44, 26}, [2]int{44, 26}, [2]int{45, 25}), // 70, D loses the tie at criterion 1: 133 equals C's 133
	}
	tests := []struct {
		name string
		q    judging.WhatIf
		want []string
	}{
		{"nothing asked", judging.WhatIf{}, nil},
		{"a judge who scored nothing", judging.WhatIf{Without: "j9"}, nil},
		// Without j1: A 77, B 78, C 69.5, D 70.
		{"without a judge", judging.WhatIf{Without: "j1"},
			[]string{"A: 1 true true A > 2 true true ", "B: 2 true true  > 1 true true A", "C: 3 true false  > 4 false false "}},
		// Criterion 1 of 80, criterion 2 of 20: A 42*4/3 + 38/2 = 75, B 84, C and D (133/3)*4/3 + (77/3)/2 = 71.9,
		// and C has the better median: 72.5 above 71.7.
		{"the first criterion weighs more", judging.WhatIf{Weights: map[string]map[string]judging.Points{"N1": {"1": 80_000, "2": 20_000}}},
			[]string{"A: 1 true true A > 2 true true ", "B: 2 true true  > 1 true true A", "D: 3 true false  > 4 true false "}},
		{"the weights of the rules", judging.WhatIf{Weights: map[string]map[string]judging.Points{"N1": {"1": 60_000, "2": 40_000}}}, nil},
		{"weights of another group", judging.WhatIf{Weights: map[string]map[string]judging.Points{"N2": {"1": 80_000, "2": 20_000}}}, nil},
		{"ties left to the council", judging.WhatIf{TieOrder: []string{judging.TieCouncil}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			places, err := judging.RankIf(twoCriteria(t), in, tt.q)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, moved(places)); diff != "" {
				t.Errorf("moved (-want +got):\n%s", diff)
			}
		})
	}
}

// TestRankIfPartsTiesOtherwise: equal means of 75; the first is better by criterion 1, the second by the median.
func TestRankIfPartsTiesOtherwise(t *testing.T) {
	in := []judging.RankInput{given("A", [2]int{50, 20}, [2]int{50, 20}, [2]int{55, 30}), given("B", [2]int{45, 30}, [2]int{45, 32}, [2]int{45, 28})}
	places, err := judging.RankIf(twoCriteria(t), in, judging.WhatIf{TieOrder: []string{"median", "criterion:1", "council"}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"A: 1 true true A > 2 true true ", "B: 2 true true  > 1 true true A"}
	if diff := cmp.Diff(want, moved(places)); diff != "" {
		t.Errorf("moved (-want +got):\n%s", diff)
	}
}

// TestWeightsAreExact: thirds and sevenths of points make a tie, that rounding would part, and reach the pass mark.
func TestWeightsAreExact(t *testing.T) {
	in := []judging.RankInput{given("A", [2]int{60, 0}, [2]int{40, 40}), given("B", [2]int{40, 40}, [2]int{60, 0})}
	for _, w := range []judging.Points{70_000, 33_000, 53_001, 99_999} {
		places, err := judging.RankIf(twoCriteria(t), in, judging.WhatIf{TieOrder: []string{"council"},
			Weights: map[string]map[string]judging.Points{"N1": {"1": w, "2": 100*judging.Point - w}}})
		if err != nil {
			t.Fatal(err)
		}
		if places[0].After.Rank != 1 || places[1].After.Rank != 1 {
			t.Errorf("weight %s parts what is equal: %+v", w, places)
		}
	}
	in = []judging.RankInput{given("A", [2]int{20, 40})} // 20 of 60 weighing 45, and 55: 15 + 55 = 70
	places, err := judging.RankIf(twoCriteria(t), in, judging.WhatIf{Weights: map[string]map[string]judging.Points{"N1": {"1": 45_000, "2": 55_000}}})
	if err != nil || places[0].Before.Passed || !places[0].After.Passed {
		t.Errorf("%+v, %v", places, err)
	}
}

func TestWeightsMustFit(t *testing.T) {
	for name, weights := range map[string]map[string]judging.Points{
		"too much": {"1": 60_000, "2": 41_000}, "one missing": {"1": 100_000}, "unknown": {"1": 60_000, "3": 40_000},
		"below zero": {"1": 101_000, "2": -1_000}, "one too many": {"1": 60_000, "2": 40_000, "3": 0},
	} {
		_, err := judging.RankIf(twoCriteria(t), nil, judging.WhatIf{Weights: map[string]map[string]judging.Points{"N1": weights}})
		if diff := cmp.Diff([]string{"weights weights_differ"}, fieldCodes(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestWithoutIsRemoving: to leave a judge out is to rank what is there when her sheets are removed; the input and
// the ranking as it is stay.
func TestWithoutIsRemoving(t *testing.T) {
	p := twoCriteria(t)
	rapid.Check(t, func(t *rapid.T) {
		var in, removed []judging.RankInput
		gone := fmt.Sprint("j", rapid.IntRange(0, 4).Draw(t, "judge"))
		for i := range rapid.IntRange(1, 7).Draw(t, "entries") {
			var marks [][2]int
			for range rapid.IntRange(0, 5).Draw(t, "sheets") {
				marks = append(marks, [2]int{rapid.IntRange(40, 44).Draw(t, "first"), rapid.IntRange(26, 30).Draw(t, "second")})
			}
			e := given(fmt.Sprint("n", i), marks...)
			in = append(in, e)
			e.Sheets = slices.DeleteFunc(slices.Clone(e.Sheets), func(s judging.SheetTotal) bool { return s.Judge == gone })
			removed = append(removed, e)
		}
		places, err := judging.RankIf(p, in, judging.WhatIf{Without: gone})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range []struct {
			in []judging.RankInput
			of func(judging.WhatIfPlace) judging.Standing
		}{{in, func(x judging.WhatIfPlace) judging.Standing { return x.Before }}, {removed, func(x judging.WhatIfPlace) judging.Standing { return x.After }}} {
			ranked, err := judging.Rank(p, x.in)
			if err != nil || len(ranked) != len(places) {
				t.Fatalf("%d of %d, %v", len(ranked), len(places), err)
			}
			for _, r := range ranked {
				at := slices.IndexFunc(places, func(x judging.WhatIfPlace) bool { return x.Nomination == r.Nomination })
				if got := x.of(places[at]); got.Rank != r.Rank || got.RankOverall != r.RankOverall || got.Passed != r.Passed {
					t.Fatalf("%s stands at %+v, want %+v", r.Nomination, got, r)
				}
			}
		}
	})
}

// TestWhatIfIsForReadersOfAgreement: after the close only, for those alone, and no answer tells a single judge's marks.
func TestWhatIfIsForReadersOfAgreement(t *testing.T) {
	a := newAward(t, "")
	list := a.toScoring("Tương", "Nem")
	a.scoreAll(map[string][2]string{list[0].ID: {"50", "30"}, list[1].ID: {"40", "30"}})
	_, err := a.s.WhatIf(t.Context(), a.council[0], a.slug, judging.WhatIf{})
	a.refused(err, "pass_open")
	a.closePass(1)
	without := judging.WhatIf{Without: a.jury[2].User.ID}
	for _, who := range []accounts.Actor{a.jury[0], a.council[1], a.auditor} {
		places, err := a.s.WhatIf(t.Context(), who, a.slug, without)
		a.ok(err)
		if len(places) != 2 || moved(places) != nil {
			t.Fatalf("%+v", places)
		}
	}
	for _, who := range []accounts.Actor{a.jury[1], a.head, a.admin, a.stranger} {
		_, err := a.s.WhatIf(t.Context(), who, a.slug, without)
		a.refused(err, "forbidden")
	}
	without.Weights = map[string]map[string]judging.Points{"N1": {"1": 60_000, "2": 40_000}}
	_, err = a.s.WhatIf(t.Context(), a.auditor, a.slug, without)
	a.refused(err, "forbidden")
	limited, within, err := a.s.LimitedAgreement(t.Context(), a.council[0], a.slug, "N1")
	a.ok(err)
	if !within || limited.Entries != 2 || limited.Reasons["krippendorff_ci95"] != judging.ReasonNotEstimable { // two entries: half of the draws do not vary
		t.Errorf("limits %v, reasons %v", limited.AlphaIntervalLimits, limited.Reasons)
	}
	a.ledgerHolds()
}
