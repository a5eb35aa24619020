package judging_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

func TestSheetsWaitForTheDeclaration(t *testing.T) {
	a := newAward(t, "")
	n := a.nominate("Tương", "N1")
	a.move(judging.Screening)
	_, err := a.s.Screen(t.Context(), a.clerk, n.ID, judging.ScreenInput{Verdict: judging.NominationEligible})
	a.ok(err)
	_, err = a.s.Declare(t.Context(), a.jury[1], a.slug, []judging.ConflictInput{{Nomination: n.ID, Reason: "người nhà"}})
	a.ok(err)
	a.move(judging.Scoring)
	_, _, err = a.s.Sheets(t.Context(), a.jury[0], a.slug, judging.SheetFilter{})
	a.refused(err, "declaration_missing")
	list, _, err := a.s.Sheets(t.Context(), a.jury[1], a.slug, judging.SheetFilter{})
	a.ok(err)
	if len(list) != 0 {
		t.Errorf("a judge with a declared conflict got %d sheets", len(list))
	}
	_, _, err = a.s.Sheets(t.Context(), a.jurySecretary, a.slug, judging.SheetFilter{})
	a.refused(err, "forbidden")
}

func TestLateConflictRecusesTheSheet(t *testing.T) {
	a := newAward(t, "")
	list := a.toScoring("Tương", "Nem")
	a.score(a.jury[1], list[0].ID, "50", "30")
	view, err := a.s.Declare(t.Context(), a.jury[1], a.slug, []judging.ConflictInput{{Nomination: list[0].ID, Reason: "mới nhận làm cố vấn"}})
	a.ok(err)
	if len(view.Conflicts) != 1 {
		t.Errorf("conflicts %v", view.Conflicts)
	}
	if got := a.sheet(a.jury[1], list[0].ID, 0).State; got != judging.SheetRecused {
		t.Errorf("sheet is %s", got)
	}
	_, err = a.s.Declare(t.Context(), a.jury[1], a.slug, []judging.ConflictInput{{Nomination: "none", Reason: ""}})
	a.fieldRefused(err, "conflicts[0].nomination", "unknown_value")
	a.fieldRefused(err, "conflicts[0].reason", "reason_required")
	a.ledgerHolds()
}

func TestMarksAreVersioned(t *testing.T) {
	a := newAward(t, "")
	n := a.toScoring("Tương")[0]
	j := a.jury[1]
	sh := a.sheet(j, n.ID, 0)
	first, err := a.s.SaveMarks(t.Context(), j, sh.ID, sh.Version, map[string]any{"1": "50.5"}, ptr("Ngon"))
	a.ok(err)
	if first.Version != sh.Version+1 || first.Total != nil || first.Comment != "Ngon" {
		t.Errorf("after one mark: %+v", first.Sheet)
	}
	_, err = a.s.SaveMarks(t.Context(), j, sh.ID, sh.Version, map[string]any{"1": "1"}, nil)
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || f.Code != "stale_version" {
		t.Fatalf("stale save: %v", err)
	}
	if stored := f.Stored.(judging.SheetView); stored.Version != first.Version || stored.Marks["1"] != 50500 {
		t.Errorf("stored sheet %+v", stored.Sheet)
	}
	for code, mark := range map[string]string{"above_maximum": "60.5", "off_step": "50.25", "not_a_number": "năm mươi"} {
		_, err = a.s.SaveMarks(t.Context(), j, sh.ID, first.Version, map[string]any{"1": mark}, nil)
		a.fieldRefused(err, "marks.1", code)
	}
	second, err := a.s.SaveMarks(t.Context(), j, sh.ID, first.Version, map[string]any{"1": "50.5", "2": "30"}, nil)
	a.ok(err)
	if second.Total == nil || *second.Total != 80500 || second.Comment != "Ngon" {
		t.Errorf("whole sheet: %+v", second.Sheet)
	}
	history, err := a.s.SheetHistory(t.Context(), j, sh.ID)
	a.ok(err)
	if len(history) != 2 || history[0].Marks["1"] != 50500 {
		t.Errorf("history %+v", history)
	}
}

func TestSubmittedSheetsAreSealed(t *testing.T) {
	a := newAward(t, "")
	n := a.toScoring("Tương")[0]
	j := a.jury[1]
	sh := a.score(j, n.ID, "50", "30")
	if sh.State != judging.SheetSubmitted || sh.Receipt == nil || len(sh.Receipt.Commitment) != 64 {
		t.Fatalf("submitted sheet %+v receipt %+v", sh.Sheet, sh.Receipt)
	}
	_, err := a.s.SaveMarks(t.Context(), j, sh.ID, sh.Version, map[string]any{"1": "1"}, nil)
	a.refused(err, "sheet_submitted")
	_, err = a.s.ReopenSheet(t.Context(), j, sh.ID, "lầm")
	a.refused(err, "forbidden")
	_, err = a.s.ReopenSheet(t.Context(), a.jury[0], sh.ID, "  ")
	a.fieldRefused(err, "reason", "reason_required")
	view, err := a.s.ReopenSheet(t.Context(), a.jury[0], sh.ID, "chấm nhầm")
	a.ok(err)
	if view.Marks != nil || view.Total != nil || view.State != judging.SheetOpen {
		t.Errorf("the head who reopens saw %+v", view.Sheet)
	}
	again := a.score(j, n.ID, "40", "30")
	if again.Receipt.Commitment == sh.Receipt.Commitment {
		t.Error("two submissions have one commitment")
	}
	a.ledgerHolds()
}

func TestNobodySeesAnothersSheet(t *testing.T) {
	a := newAward(t, "")
	n := a.toScoring("Tương")[0]
	before, _, err := a.s.Sheets(t.Context(), a.jury[1], a.slug, judging.SheetFilter{})
	a.ok(err)
	other := a.score(a.jury[2], n.ID, "50", "30")
	after, _, err := a.s.Sheets(t.Context(), a.jury[1], a.slug, judging.SheetFilter{})
	a.ok(err)
	if d := cmp.Diff(before, after); d != "" {
		t.Errorf("another judge's submission shows: %s", d)
	}
	for _, who := range []struct {
		name string
		code string
	}{{"judge1", "not_found"}, {"judge0", "not_found"}, {"clerk", "not_found"}, {"council0", "not_found"}, {"auditor", "pass_open"}} {
		actor := a.actor(who.name)
		_, err := a.s.Sheet(t.Context(), actor, other.ID)
		a.refused(err, who.code)
		_, err = a.s.SheetHistory(t.Context(), actor, other.ID)
		a.refused(err, who.code)
		if _, err = a.s.SubmitSheet(t.Context(), actor, other.ID); err == nil {
			t.Errorf("%s submitted another's sheet", who.name)
		}
	}
	_, err = a.s.Sheet(t.Context(), a.admin, other.ID)
	a.refused(err, "not_found")
	_, err = a.s.Ranking(t.Context(), a.auditor, a.slug, 0)
	a.refused(err, "pass_open")
	_, err = a.s.Ranking(t.Context(), a.admin, a.slug, 0)
	a.refused(err, "forbidden")
	a.score(a.jury[0], n.ID, "1", "1")
	a.score(a.jury[1], n.ID, "1", "1")
	a.closePass(1)
	if seen, err := a.s.Sheet(t.Context(), a.auditor, other.ID); err != nil || *seen.Total != 80000 {
		t.Errorf("the auditor after the close: %+v %v", seen.Sheet, err)
	}
	_, err = a.s.Sheet(t.Context(), a.jury[1], other.ID)
	a.refused(err, "not_found")
}

func TestRecusedSheetsDoNotCount(t *testing.T) {
	a := newAward(t, "")
	n := a.toScoring("Tương")[0]
	a.score(a.jury[0], n.ID, "60", "40")
	low := a.score(a.jury[1], n.ID, "10", "0")
	a.score(a.jury[2], n.ID, "50", "30")
	_, err := a.s.RecuseSheet(t.Context(), a.jury[1], low.ID, "")
	a.fieldRefused(err, "reason", "reason_required")
	_, err = a.s.RecuseSheet(t.Context(), a.jury[1], low.ID, "bạn cũ")
	a.ok(err)
	a.closePass(1)
	list, err := a.s.Ranking(t.Context(), a.auditor, a.slug, 0)
	a.ok(err)
	if list[0].MeanText != "90.00" || list[0].Judges != 2 || !list[0].Passed {
		t.Errorf("ranking %+v", list[0])
	}
	a.ledgerHolds()
}
