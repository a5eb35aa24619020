package judging

import (
	"context"
	"slices"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// ObjectToPaper has the caller say, in one line, that an own sheet was typed otherwise than the paper reads. It stands beside a
// question about the sheet, is answered like one, and changes no mark: the jury's head reopens the sheet for that. Faults:
// paper_not_typed, sheet_locked once the pass is closed, sheet_recused, invalid_fields for question.
func (s *Service) ObjectToPaper(ctx context.Context, who accounts.Actor, id, reason string) error {
	return s.noteSheet(ctx, who, id, true, func(tx Tx, n *SheetNote, sh Sheet) error {
		if sh.State != SheetSubmitted && sh.State != SheetOpen {
			return writable(sh)
		}
		notes, err := paperNotes(tx, PaperQuery{Sheet: sh.ID})
		if err != nil {
			return err
		}
		if sh.Seal == "" || notes[sh.Seal] == nil {
			return fault.New(fault.Conflict, "paper_not_typed")
		}
		return s.ask(n, reason)
	})
}

// ask puts a line for the secretariat in place of an earlier one and its answer; the same again changes nothing.
func (s *Service) ask(n *SheetNote, line string) error {
	var c checker
	line = c.need("question", line, maxLine)
	if err := c.Err(); err != nil || line == n.Question {
		return err
	}
	n.Question, n.Asked = line, s.clock()
	n.Answer, n.AnsweredBy, n.Answered = "", "", time.Time{}
	return nil
}

// PaperObjections are the judges' objections to how their paper sheets were typed, oldest first, answered ones included. The
// secretariat reads their words; the jury's head, who may not know marks, only whose they are.
func (s *Service) PaperObjections(ctx context.Context, who accounts.Actor, slug string) (list []SheetQuestion, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.ReadSheetStates)
		if err != nil {
			return err
		}
		if list, err = tx.SheetQuestions(sc.edition.ID); err != nil {
			return err
		}
		list = slices.DeleteFunc(list, func(q SheetQuestion) bool { return !q.Objects })
		if sc.may(who, accounts.AnswerJudges) != nil {
			for i := range list {
				list[i].Question, list[i].Answer = "", ""
			}
		}
		return nil
	})
	return list, err
}
