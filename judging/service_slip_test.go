package judging_test

import (
	"testing"

	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
)

// read is a sheet as its reader sees it.
func (a *award) read(who accounts.Actor, id string) judging.SheetView {
	a.Helper()
	v, err := a.s.Sheet(a.Context(), who, id)
	a.ok(err)
	return v
}

// TestSlipShowsNothingSentBefore: whoever made a slip knows its code, so its session reads no mark that was sent before
// it; open sheets go on, what is sent since shows, and the judge's own sign-in reads everything.
func TestSlipShowsNothingSentBefore(t *testing.T) {
	a := newAward(t, "")
	list := a.toScoring("Tương", "Nem")
	j := a.jury[1]
	sent := a.score(j, list[0].ID, "50", "30")
	open := a.sheet(j, list[1].ID, 0)
	_, err := a.s.SaveMarks(t.Context(), j, open.ID, open.Version, map[string]any{"1": "40"}, nil)
	a.ok(err)
	note, err := a.s.RecordVisit(t.Context(), j, list[0].ID, a.visitInput())
	a.ok(err)
	slip := j
	slip.Only, slip.BySlip = sent.Edition, a.now.Add(1)
	for _, v := range []judging.SheetView{a.sheet(slip, list[0].ID, 0), a.read(slip, sent.ID)} {
		if v.Marks != nil || v.Total != nil || v.ByTop != nil || v.Comment != "" || !v.Unshown || v.Receipt == nil {
			t.Errorf("a slip reads what was sent before it: %+v", v)
		}
	}
	if drafts, err := a.s.SheetHistory(t.Context(), slip, sent.ID); err != nil || len(drafts) != 0 {
		t.Errorf("a slip reads the versions of a sent sheet: %v %v", drafts, err)
	}
	if v := a.read(slip, open.ID); v.Marks["1"] != 40000 || v.Unshown {
		t.Errorf("a slip does not go on with an open sheet: %+v", v)
	}
	if v := a.score(slip, list[1].ID, "45", "30"); v.Unshown || v.Total == nil || a.read(slip, open.ID).Total == nil {
		t.Errorf("a slip does not show what it sent itself: %+v", v)
	}
	if v := a.read(j, sent.ID); v.Unshown || v.Total == nil || v.Marks["1"] != 50000 {
		t.Errorf("the judge's own sign-in reads %+v", v)
	}
	a.refused(a.s.CorrectVisit(t.Context(), slip, note, 1, a.visitInput()), "slip_visit")
	if v, err := a.s.Visit(t.Context(), slip, note); err != nil || v.MayCorrect {
		t.Errorf("a slip may correct an older note: %v", err)
	}
	own, err := a.s.RecordVisit(t.Context(), slip, list[1].ID, a.visitInput())
	a.ok(err)
	a.ok(a.s.AddVisitPhoto(t.Context(), slip, own, judging.DocumentInput{SHA256: "s", MediaType: "image/png", Size: 9, Filename: "a.png"}))
	_, err = a.s.RecuseSheet(t.Context(), slip, sent.ID, "người nhà")
	a.ok(err)
	if v := a.read(slip, sent.ID); v.Marks != nil {
		t.Errorf("a recusal by a slip shows what was sent: %+v", v)
	}
}

// TestSlipShowsNoOlderTrialMarks: trial marks that were whole before a slip are left out of its session like those of a
// sent sheet, running and ended, with names too; what was begun goes on.
func TestSlipShowsNoOlderTrialMarks(t *testing.T) {
	a := newAward(t, "")
	list := a.toScoring("Tương")
	j := a.jury[1]
	round, whole := a.prepare(true)
	begun, err := a.s.AddExample(t.Context(), a.jurySecretary, round, judging.ExampleInput{Title: "Trà giả định", ProductGroup: "N1"})
	a.ok(err)
	a.ok(a.s.OpenCalibration(t.Context(), a.jurySecretary, round))
	a.tryOut(j, whole, "41", "23")
	a.tryOut(a.jury[2], whole, "30", "20")
	a.ok(a.s.MarkExample(t.Context(), j, begun, map[string]any{"1": "42"}))
	slip := j
	slip.Only, slip.BySlip = list[0].Edition, a.now.Add(1)
	see := func(who accounts.Actor, id string) judging.ExampleView {
		t.Helper()
		v, _, err := a.s.Example(t.Context(), who, id)
		a.ok(err)
		return v
	}
	if v := see(slip, whole); v.Own.Marks != nil || v.Own.Total != nil || !v.Unshown {
		t.Errorf("a slip reads trial marks that were whole before it: %+v", v.Own)
	}
	a.refused(a.s.MarkExample(t.Context(), slip, whole, map[string]any{"1": "1"}), "slip_unshown")
	if v := see(slip, begun); v.Own.Marks["1"] != 42000 || v.Unshown {
		t.Errorf("a slip does not go on with what was begun: %+v", v)
	}
	if v := see(j, whole); v.Own.Marks["1"] != 41000 || v.Unshown {
		t.Errorf("the judge's own sign-in reads %+v", v)
	}
	a.ok(a.s.EndCalibration(t.Context(), a.jury[0], round))
	if v := see(slip, begun); v.Own.Marks != nil || !v.Unshown {
		t.Errorf("after the end a slip reads what was begun before it: %+v", v.Own)
	}
	if v := see(slip, whole); len(v.Judges) != 1 || v.Spreads[0].Own != nil {
		t.Errorf("after the end a slip reads whose trial marks are its own: %+v %+v", v.Judges, v.Spreads[0])
	}
	if v := see(j, whole); len(v.Judges) != 2 || v.Spreads[0].Own == nil {
		t.Errorf("after the end the judge's own sign-in reads %+v", v.Judges)
	}
}
