package judging_test

import (
	"testing"

	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
)

// TestTypistSettlesNothingAlone: whoever typed one of two versions leaves them, and an objection to them, to a third person
// as soon as there is one.
func TestTypistSettlesNothingAlone(t *testing.T) {
	a := newAward(t, "")
	n := a.toScoring("Tương")[0]
	judge := a.jury[2]
	sh := a.sheet(judge, n.ID, 1)
	_, err := a.s.TypePaper(t.Context(), a.head, sh.ID, map[string]any{"1": "50"}, "")
	a.ok(err)
	a.scanned(a.head, sh.ID)
	_, err = a.s.TypePaper(t.Context(), a.clerk, sh.ID, map[string]any{"1": "56"}, "")
	a.ok(err)
	v, err := a.s.PaperOf(t.Context(), a.clerk, sh.ID)
	a.ok(err)
	if v.Settle != judging.SettledAlone || v.Differences == nil {
		t.Errorf("with nobody else: %q %v", v.Settle, v.Differences)
	}
	third := a.seat("third", accounts.Secretariat, accounts.Member)
	for _, who := range []accounts.Actor{a.head, a.clerk} {
		v, err := a.s.PaperOf(t.Context(), who, sh.ID)
		a.ok(err)
		if v.Settle != judging.SettledByAnother || v.Differences != nil {
			t.Errorf("%s with a third person: %q %v", who.User.Name, v.Settle, v.Differences)
		}
		_, err = a.s.ComparePaper(t.Context(), who, sh.ID, map[string]string{"1": "first"}, "vội")
		a.refused(err, "paper_own_typing")
	}
	_, err = a.s.ComparePaper(t.Context(), third, sh.ID, map[string]string{"1": "first"}, "")
	a.ok(err)
	if got := a.sheet(judge, n.ID, 1); got.Paper.Reason != "" || got.Paper.Compared.User != third.User.ID {
		t.Errorf("compared: %+v", got.Paper)
	}
	a.ok(a.s.ObjectToPaper(t.Context(), judge, sh.ID, "Mục 1"))
	a.ok(a.s.AnswerQuestion(t.Context(), a.clerk, n.ID, sh.ID, true, "Mục 1", "Đúng như phiếu")) // everybody had a hand in it
	a.ok(a.s.ObjectToPaper(t.Context(), judge, sh.ID, "Mục 1 và 2"))
	fourth := a.seat("fourth", accounts.Secretariat, accounts.Member)
	for _, who := range []accounts.Actor{a.head, a.clerk, third} {
		a.refused(a.s.AnswerQuestion(t.Context(), who, n.ID, sh.ID, true, "Mục 1 và 2", "Đúng"), "objection_own_typing")
	}
	a.ok(a.s.AnswerQuestion(t.Context(), fourth, n.ID, sh.ID, true, "Mục 1 và 2", "Đúng như phiếu"))
	a.ledgerHolds()
}

// TestObjectionStandsBesideAQuestion: neither takes the other's place, and the minutes tell of the objection.
func TestObjectionStandsBesideAQuestion(t *testing.T) {
	a := newAward(t, "")
	n := a.toScoring("Tương")[0]
	judge := a.jury[1]
	sh := a.sheet(judge, n.ID, 1)
	a.typed(sh.ID, "50", "30")
	a.ok(a.s.AskAboutSheet(t.Context(), judge, sh.ID, "Men có chì không?"))
	a.ok(a.s.ObjectToPaper(t.Context(), judge, sh.ID, "Mục 1"))
	notes, objections, err := a.s.SheetNotes(t.Context(), judge, a.slug)
	a.ok(err)
	if notes[sh.ID].Question != "Men có chì không?" || objections[sh.ID].Question != "Mục 1" {
		t.Errorf("the judge keeps %+v and %+v", notes, objections)
	}
	a.ok(a.s.AnswerQuestion(t.Context(), a.clerk, n.ID, sh.ID, true, "Mục 1", "Xin mở lại"))
	_, err = a.s.ReopenSheet(t.Context(), a.jury[0], sh.ID, "nhập sai")
	a.ok(err)
	_, err = a.s.ClosePass(t.Context(), a.jury[0], a.slug, 1, true, "hết giờ")
	a.ok(err)
	rec, err := a.s.JuryRecord(t.Context(), a.auditor, a.slug, 1)
	a.ok(err)
	if len(rec.Objections) != 1 || rec.Objections[0].Judge != judge.User.ID || rec.Objections[0].Answer != "Xin mở lại" || !rec.Objections[0].Reopened {
		t.Errorf("the minutes tell %+v", rec.Objections)
	}
}

// TestNewJudgeWithoutSheets: a judge named while a pass is open gets sheets, unless they are to come later.
func TestNewJudgeWithoutSheets(t *testing.T) {
	a := newAward(t, "")
	a.toScoring("Tương", "Cốm")
	before := len(a.sheetPairs())
	in := judging.NewMember{Email: "sau@thu.vn", Name: "Đến Sau", Body: accounts.Jury, Role: accounts.Member, NoSheets: true}
	_, err := a.s.AddMember(t.Context(), a.admin, a.slug, in)
	a.ok(err)
	if got := len(a.sheetPairs()); got != before {
		t.Errorf("%d sheets after naming without, %d before", got, before)
	}
	in.Email, in.NoSheets = "ngay@thu.vn", false
	_, err = a.s.AddMember(t.Context(), a.admin, a.slug, in)
	a.ok(err)
	if got := len(a.sheetPairs()); got != before+2 {
		t.Errorf("%d sheets after naming, %d before", got, before)
	}
	a.ok(a.remove(a.jury[1], accounts.Jury))
	list, err := a.s.Vacated(t.Context(), a.admin, a.slug)
	a.ok(err)
	if len(list) != 1 || list[0].User != a.jury[1].User.ID {
		t.Errorf("vacated: %+v", list)
	}
}
