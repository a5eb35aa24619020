package judging_test

import (
	"strings"
	"testing"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

// notesOf are a person's own notes of the award, by sheet.
func (a *award) notesOf(who accounts.Actor) map[string]judging.SheetNote {
	a.Helper()
	notes, _, err := a.s.SheetNotes(a.Context(), who, a.slug)
	a.ok(err)
	return notes
}

// TestJudgesFlagTheirOwnSheets: a flag changes neither the sheet nor the ledger, and nobody else reads or sets it.
func TestJudgesFlagTheirOwnSheets(t *testing.T) {
	a := newAward(t, "")
	n := a.toScoring("Tương")[0]
	mine, other := a.jury[1], a.jury[0]
	before := a.sheet(mine, n.ID, 0)
	for range 2 {
		a.ok(a.s.FlagSheet(t.Context(), mine, before.ID, true))
	}
	if note := a.notesOf(mine)[before.ID]; !note.Flagged || note.Question != "" {
		t.Errorf("own note %+v", note)
	}
	if after := a.sheet(mine, n.ID, 0); after.Version != before.Version || !after.Updated.Equal(before.Updated) {
		t.Errorf("a flag made version %d of %d", after.Version, before.Version)
	}
	if notes := a.notesOf(other); len(notes) != 0 {
		t.Errorf("another judge reads %v", notes)
	}
	a.refused(a.s.FlagSheet(t.Context(), other, before.ID, false), "not_found")
	a.refused(a.s.FlagSheet(t.Context(), a.clerk, before.ID, false), "not_found")
	a.ok(a.s.FlagSheet(t.Context(), mine, before.ID, false))
	if a.notesOf(mine)[before.ID].Flagged {
		t.Error("the flag stays")
	}
	_, err := a.s.RecuseSheet(t.Context(), mine, before.ID, "người nhà")
	a.ok(err)
	a.refused(a.s.FlagSheet(t.Context(), mine, before.ID, true), "sheet_recused")
	a.refused(a.s.AskAboutSheet(t.Context(), mine, before.ID, "Men gì?"), "sheet_recused")
	a.ledgerHolds()
}

// TestJudgesAskTheSecretariat: the question reaches the secretariat alone, the answer the judge alone.
func TestJudgesAskTheSecretariat(t *testing.T) {
	a := newAward(t, "")
	list := a.toScoring("Tương", "Nem")
	ctx, judge, id := t.Context(), a.jury[1], list[0].ID
	sheet := a.sheet(judge, id, 0).ID
	a.fieldRefused(a.s.AskAboutSheet(ctx, judge, sheet, " "), "question", "required")
	a.fieldRefused(a.s.AskAboutSheet(ctx, judge, sheet, strings.Repeat("a", 501)), "question", "too_long")
	a.refused(a.s.AskAboutSheet(ctx, a.jury[0], sheet, "Men gì?"), "not_found")
	a.ok(a.s.AskAboutSheet(ctx, judge, sheet, "Men  gì?"))
	for name, who := range map[string]accounts.Actor{"administrator": a.admin, "another judge": a.jury[0], "auditor": a.auditor, "its judge": judge} {
		if _, err := a.s.SheetQuestions(ctx, who, a.slug); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%s reads questions: %v", name, err)
		}
		if err := a.s.AnswerQuestion(ctx, who, id, sheet, false, "Men gì?", "Men tro"); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%s answers: %v", name, err)
		}
	}
	questions, err := a.s.SheetQuestions(ctx, a.clerk, a.slug)
	a.ok(err)
	if len(questions) != 1 || questions[0].Question != "Men gì?" || questions[0].JudgeName != judge.User.Name || questions[0].Nomination != id {
		t.Fatalf("questions %+v", questions)
	}
	asked := func(want int) {
		t.Helper()
		lines, err := a.s.Queue(ctx, a.clerk, a.slug, judging.NominationQuery{})
		a.ok(err)
		got := 0
		for _, l := range lines {
			if got += l.Asked; l.Asked > 0 && l.ID != id {
				t.Errorf("%s asks", l.Product)
			}
		}
		if got != want {
			t.Errorf("%d questions wait, want %d", got, want)
		}
	}
	asked(1)
	a.refused(a.s.AnswerQuestion(ctx, a.clerk, list[1].ID, sheet, false, "Men gì?", "Men tro"), "not_found")
	a.refused(a.s.AnswerQuestion(ctx, a.clerk, id, sheet, false, "Men nào?", "Men tro"), "question_changed")
	a.fieldRefused(a.s.AnswerQuestion(ctx, a.clerk, id, sheet, false, "Men gì?", ""), "answer", "required")
	a.ok(a.s.AnswerQuestion(ctx, a.clerk, id, sheet, false, "Men gì?", "Men tro"))
	if note := a.notesOf(judge)[sheet]; note.Answer != "Men tro" || note.Waits() {
		t.Errorf("answered note %+v", note)
	}
	asked(0)
	a.ok(a.s.AskAboutSheet(ctx, judge, sheet, "Men gì?")) // the same again: the answer stays
	if a.notesOf(judge)[sheet].Answer == "" {
		t.Error("a question sent twice loses its answer")
	}
	a.ok(a.s.AskAboutSheet(ctx, judge, sheet, "Nung ở đâu?"))
	if note := a.notesOf(judge)[sheet]; note.Answer != "" || !note.Waits() {
		t.Errorf("a new question keeps the old answer: %+v", note)
	}
	a.ok(a.s.TakeQuestionBack(ctx, judge, sheet, false))
	asked(0)
	a.refused(a.s.AnswerQuestion(ctx, a.clerk, id, sheet, false, "", "Men tro"), "not_found")
	a.ledgerHolds()
}
