package judging_test

import (
	"errors"
	"testing"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

func TestClosingOverOpenSheets(t *testing.T) {
	a := newAward(t, "")
	list := a.toScoring("Tương", "Nem")
	a.score(a.jury[0], list[0].ID, "50", "30")
	_, err := a.s.ClosePass(t.Context(), a.jury[1], a.slug, 1, false, "")
	a.refused(err, "forbidden")
	_, err = a.s.ClosePass(t.Context(), a.jury[0], a.slug, 1, false, "")
	a.refused(err, "sheets_open")
	if f, _ := errors.AsType[*fault.Fault](err); len(f.Missing) != 5 || f.Missing[0].Args["entry_code"] != "N1-001" {
		t.Errorf("open sheets %+v", f.Missing)
	}
	_, err = a.s.ClosePass(t.Context(), a.jury[0], a.slug, 1, true, "")
	a.fieldRefused(err, "reason", "reason_required")
	_, err = a.s.ClosePass(t.Context(), a.jury[0], a.slug, 1, true, "hai giám khảo ốm")
	a.ok(err)
	ranking, err := a.s.Ranking(t.Context(), a.clerk, a.slug, 0)
	a.ok(err)
	if ranking[0].Judges != 1 || ranking[0].MeanExact != "80" || ranking[1].Mean != nil || ranking[1].Rank != 0 {
		t.Errorf("a sheet left open counted: %+v", ranking)
	}
	_, err = a.s.ClosePass(t.Context(), a.jury[0], a.slug, 1, false, "")
	a.refused(err, "pass_closed")
	a.ledgerHolds()
}

func TestReopenedPassKeepsWhatWasSubmitted(t *testing.T) {
	a := newAward(t, "")
	list := a.toScoring("Tương")
	a.score(a.jury[0], list[0].ID, "50", "30")
	_, err := a.s.ClosePass(t.Context(), a.jury[0], a.slug, 1, true, "vội")
	a.ok(err)
	_, err = a.s.ReopenPass(t.Context(), a.jury[0], a.slug, 1, "hai giám khảo đã về")
	a.ok(err)
	if got := a.sheet(a.jury[0], list[0].ID, 0).State; got != judging.SheetSubmitted {
		t.Errorf("submitted sheet is %s after reopening", got)
	}
	if got := a.sheet(a.jury[1], list[0].ID, 0).State; got != judging.SheetOpen {
		t.Errorf("unscored sheet is %s after reopening", got)
	}
	_, err = a.s.Ranking(t.Context(), a.clerk, a.slug, 0)
	a.refused(err, "pass_open")
	a.score(a.jury[1], list[0].ID, "40", "30")
	a.score(a.jury[2], list[0].ID, "40", "30")
	a.closePass(1)
	a.ledgerHolds()
	a.move(judging.Deliberation)
	_, err = a.s.RecordProposal(t.Context(), a.council[0], a.slug, judging.Proposal{Present: 3, For: 3,
		Items: []judging.ProposalItem{{Nomination: list[0].ID}}})
	a.ok(err)
	_, err = a.s.ReopenPass(t.Context(), a.jury[0], a.slug, 1, "muộn")
	a.refused(err, "proposal_recorded")
}

func TestSecondPassKeepsTheFirst(t *testing.T) {
	a := newAward(t, `,"passes":2`)
	list := a.toScoring("Tương")
	a.scoreAll(map[string][2]string{list[0].ID: {"50", "30"}})
	a.closePass(1)
	_, err := a.s.MoveEdition(t.Context(), a.admin, a.slug, judging.Deliberation)
	a.refused(err, "conditions_missing")
	for _, j := range a.jury {
		sh := a.sheet(j, list[0].ID, 2)
		saved, err := a.s.SaveMarks(t.Context(), j, sh.ID, sh.Version, map[string]any{"1": "40", "2": "30"}, nil)
		a.ok(err)
		_, err = a.s.SubmitSheet(t.Context(), j, saved.ID)
		a.ok(err)
	}
	a.closePass(2)
	for pass, want := range map[int]string{0: "70", 1: "80", 2: "70"} {
		ranking, err := a.s.Ranking(t.Context(), a.auditor, a.slug, pass)
		a.ok(err)
		if ranking[0].MeanExact != want || !ranking[0].Passed {
			t.Errorf("pass %d: mean %s, want %s and passed", pass, ranking[0].MeanExact, want)
		}
	}
	_, err = a.s.ReopenPass(t.Context(), a.jury[0], a.slug, 1, "sai")
	a.refused(err, "later_pass_exists")
	a.move(judging.Deliberation)
	a.ledgerHolds()
}

func TestDroppingExtremesNeedsSevenSheets(t *testing.T) {
	a := newAward(t, `,"aggregation":"mean_drop_extremes"`)
	list := a.toScoring("Tương")
	a.scoreAll(map[string][2]string{list[0].ID: {"50", "30"}})
	_, err := a.s.ClosePass(t.Context(), a.jury[0], a.slug, 1, false, "")
	a.refused(err, "too_few_sheets")
}

func TestRulesFreezeWhenScoringOpens(t *testing.T) {
	a := newAward(t, "")
	list := a.toScoring("Tương")
	e, err := a.s.EditionBySlug(t.Context(), a.admin, a.slug)
	a.ok(err)
	if e.RulesFrozen.IsZero() {
		t.Error("rules are not frozen")
	}
	_, err = a.s.PatchNomination(t.Context(), a.clerk, list[0].ID, a.nomination(list[0].ID).Version, judging.NominationInput{ProductGroup: ptr("N2")})
	a.refused(err, "group_frozen")
	v := a.nomination(list[0].ID)
	if v.EntryCode != "N1-001" {
		t.Errorf("entry code %q", v.EntryCode)
	}
	_, err = a.s.PatchNomination(t.Context(), a.clerk, v.ID, v.Version, judging.NominationInput{Product: ptr("Tương Bần")})
	a.ok(err)
	_, err = a.s.PatchNomination(t.Context(), a.clerk, v.ID, v.Version+1, judging.NominationInput{Description: ptr("x")})
	a.refused(err, "wrong_state")
	a.ledgerHolds()
}

func (a *award) nomination(id string) judging.NominationView {
	a.Helper()
	v, err := a.s.Nomination(a.Context(), a.clerk, id)
	a.ok(err)
	return v
}
