package judging_test

import "testing"

// TestObjectionToTypedPaper: a judge objects to what others typed, and to nothing else; the head learns that he did, not why.
func TestObjectionToTypedPaper(t *testing.T) {
	a := newAward(t, "")
	n := a.toScoring("Tương")[0]
	judge := a.jury[1]
	sh := a.sheet(judge, n.ID, 1)
	a.refused(a.s.ObjectToPaper(t.Context(), judge, sh.ID, "Mục 1"), "paper_not_typed")
	a.typed(sh.ID, "50", "30")
	a.refused(a.s.ObjectToPaper(t.Context(), a.jury[0], sh.ID, "Mục 1"), "not_found")
	a.ok(a.s.ObjectToPaper(t.Context(), judge, sh.ID, "Mục 1 khác phiếu"))
	list, err := a.s.PaperObjections(t.Context(), a.clerk, a.slug)
	a.ok(err)
	if len(list) != 1 || list[0].Sheet != sh.ID || list[0].Question != "Mục 1 khác phiếu" || !list[0].Answered.IsZero() {
		t.Errorf("the secretariat reads %+v", list)
	}
	list, err = a.s.PaperObjections(t.Context(), a.jury[0], a.slug)
	a.ok(err)
	if len(list) != 1 || list[0].Question != "" {
		t.Errorf("the jury's head reads %+v", list)
	}
	a.ok(a.s.AnswerQuestion(t.Context(), a.clerk, n.ID, sh.ID, true, "Mục 1 khác phiếu", "Đúng như phiếu"))
	a.ok(a.s.AskAboutSheet(t.Context(), judge, sh.ID, "Men có chì không?"))
	list, err = a.s.PaperObjections(t.Context(), a.clerk, a.slug)
	a.ok(err)
	if len(list) != 1 || list[0].Answer != "Đúng như phiếu" {
		t.Errorf("another question takes the objection's place: %+v", list)
	}
}
