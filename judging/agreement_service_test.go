package judging_test

import (
	"testing"

	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
)

// TestAgreementNeverBeforeTheClose: nobody gets a statistic while the pass is open, neither before its
// first close nor after it was opened again, whatever was submitted.
func TestAgreementNeverBeforeTheClose(t *testing.T) {
	a := newAward(t, "")
	list := a.toScoring("Tương", "Nem")
	readers := []accounts.Actor{a.jury[0], a.council[0], a.council[1], a.auditor, {System: true}}
	closed := func() {
		t.Helper()
		for _, who := range readers {
			overall, groups, err := a.s.Agreement(t.Context(), who, a.slug)
			a.refused(err, "pass_open")
			if overall.Entries != 0 || overall.Severity != nil || overall.Reasons != nil || groups != nil {
				t.Fatalf("%s was refused and yet told %+v, %v", who.User.Name, overall, groups)
			}
		}
	}
	closed()
	a.scoreAll(map[string][2]string{list[0].ID: {"50", "30"}, list[1].ID: {"40", "30"}})
	closed()
	a.closePass(1)
	for _, who := range readers {
		overall, _, err := a.s.Agreement(t.Context(), who, a.slug)
		a.ok(err)
		if overall.Entries != 2 || overall.CompleteEntries != 2 || overall.KendallW == nil || *overall.KendallW != 1 {
			t.Fatalf("%+v", overall)
		}
	}
	_, err := a.s.ReopenPass(t.Context(), a.jury[0], a.slug, 1, "sai phiếu")
	a.ok(err)
	closed()
}

func TestAgreementIsForHeadCouncilAndAuditor(t *testing.T) {
	a := newAward(t, "")
	list := a.toScoring("Tương")
	a.scoreAll(map[string][2]string{list[0].ID: {"50", "30"}})
	a.closePass(1)
	for _, who := range []accounts.Actor{a.jury[1], a.jurySecretary, a.head, a.clerk, a.admin, a.stranger} {
		_, _, err := a.s.Agreement(t.Context(), who, a.slug)
		a.refused(err, "forbidden")
	}
	_, _, err := a.s.Agreement(t.Context(), accounts.Actor{}, a.slug)
	a.refused(err, "unauthorised")
}

// TestAgreementCountsSealedTotalsByGroup: a judge without a sealed total of a group is not of its panel,
// and what was typed but left open counts nowhere.
func TestAgreementCountsSealedTotalsByGroup(t *testing.T) {
	a := newAward(t, "")
	one, two, third := a.nominate("Tương", "N1"), a.nominate("Nem", "N1"), a.nominate("Gốm", "N2")
	a.move(judging.Screening)
	for _, n := range []judging.NominationView{one, two, third} {
		_, err := a.s.Screen(t.Context(), a.clerk, n.ID, judging.ScreenInput{Verdict: judging.NominationEligible})
		a.ok(err)
	}
	for _, j := range a.jury {
		_, err := a.s.Declare(t.Context(), j, a.slug, nil)
		a.ok(err)
	}
	a.move(judging.Scoring)
	for i, j := range a.jury {
		a.score(j, one.ID, []string{"50", "51", "52"}[i], "30")
		if i < 2 {
			a.score(j, two.ID, []string{"40", "41"}[i], "30")
			a.score(j, third.ID, "45", "30")
		}
	}
	left := a.sheet(a.jury[2], two.ID, 0)
	_, err := a.s.SaveMarks(t.Context(), a.jury[2], left.ID, left.Version, map[string]any{"1": "0", "2": "0"}, nil)
	a.ok(err)
	_, err = a.s.ClosePass(t.Context(), a.jury[0], a.slug, 1, true, "một giám khảo ốm")
	a.ok(err)
	overall, groups, err := a.s.Agreement(t.Context(), a.auditor, a.slug)
	a.ok(err)
	for name, x := range map[string]struct {
		got  judging.Agreement
		want [3]int
	}{"overall": {overall, [3]int{3, 3, 1}}, "N1": {groups["N1"], [3]int{2, 3, 1}}, "N2": {groups["N2"], [3]int{1, 2, 1}}} {
		if got := [3]int{x.got.Entries, x.got.Judges, x.got.CompleteEntries}; got != x.want {
			t.Errorf("%s: entries, judges, complete %v, want %v", name, got, x.want)
		}
	}
	if len(groups) != 2 || groups["N2"].Reasons["icc"] != judging.ReasonFewComplete || overall.LeastSquares[1].Nomination != two.ID {
		t.Errorf("groups %v, scores %v", groups, overall.LeastSquares)
	}
	// The third judge gave the first entry a point more than the mean of all three, and stepped out of the second.
	near(t, "severity of the third judge", &overall.Severity[a.place(overall, 2)].Effect, 1, 9)
	near(t, "score of the second entry", overall.LeastSquares[1].Score, 71, 9)
	a.ledgerHolds()
}

// place is where a judge of the jury stands in the list of severities.
func (a *award) place(of judging.Agreement, judge int) int {
	a.Helper()
	for i, s := range of.Severity {
		if s.Judge == a.jury[judge].User.ID {
			return i
		}
	}
	a.Fatalf("judge %d is not in %v", judge, of.Severity)
	return 0
}
