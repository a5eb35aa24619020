package judging

import (
	"context"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// SheetNote is a judge's working note about an own sheet: a mark to come back to it, and a question to the
// secretariat with its answer. It is no part of the record, of the sheet's version or of its seal. Nobody but the
// judge reads the flag; the secretariat reads the question. The objection to a typing is another note of the same sheet.
type SheetNote struct {
	Sheet, Edition, Judge, Nomination string
	Flagged                           bool
	Question                          string    // one line, empty when nothing was asked
	Objects                           bool      // the question says that the sheet was typed otherwise than its paper reads
	Asked                             time.Time // zero without a question
	Answer                            string    // one line
	AnsweredBy                        string    // account
	Answered                          time.Time // zero until the secretariat answers
}

// Waits reports whether a question waits for its answer.
func (n SheetNote) Waits() bool { return n.Question != "" && n.Answered.IsZero() }

// SheetQuestion is a judge's question about an entry as the secretariat reads it, without anything that was marked.
type SheetQuestion struct {
	Sheet, Nomination string
	JudgeName         string
	Question          string
	Objects           bool // to how the paper sheet was typed
	Asked             time.Time
	Answer            string
	AnsweredName      string
	Answered          time.Time // zero while it waits
}

// FlagSheet sets or takes away the mark by which the caller comes back to an own sheet; doing it twice changes
// nothing. Faults: not_found, forbidden, and sheet_recused.
func (s *Service) FlagSheet(ctx context.Context, who accounts.Actor, id string, flagged bool) error {
	return s.noteSheet(ctx, who, id, false, func(_ Tx, n *SheetNote, sh Sheet) error {
		n.Flagged = flagged
		if sh.State == SheetRecused {
			return writable(sh)
		}
		return nil
	})
}

// AskAboutSheet asks the secretariat one line about the entry of an own sheet whose pass is open, in place of an
// earlier question and its answer; the question as it stands changes nothing. Faults: sheet_locked, sheet_recused,
// invalid_fields for question.
func (s *Service) AskAboutSheet(ctx context.Context, who accounts.Actor, id, question string) error {
	return s.noteSheet(ctx, who, id, false, func(_ Tx, n *SheetNote, sh Sheet) error {
		if sh.State != SheetOpen && sh.State != SheetSubmitted {
			return writable(sh)
		}
		return s.ask(n, question)
	})
}

// TakeQuestionBack removes the caller's question about an own sheet, or the objection to its typing, with its answer;
// without one it does nothing.
func (s *Service) TakeQuestionBack(ctx context.Context, who accounts.Actor, id string, objection bool) error {
	return s.noteSheet(ctx, who, id, objection, func(_ Tx, n *SheetNote, _ Sheet) error {
		n.Question, n.Asked = "", time.Time{}
		n.Answer, n.AnsweredBy, n.Answered = "", "", time.Time{}
		return nil
	})
}

// noteSheet changes the note of a sheet, or the objection to its typing, for its judge alone.
func (s *Service) noteSheet(ctx context.Context, who accounts.Actor, id string, objects bool, change func(Tx, *SheetNote, Sheet) error) error {
	return s.store.Update(ctx, func(tx Tx) error {
		_, sh, err := s.own(tx, who, id)
		if err != nil {
			return err
		}
		n, err := tx.SheetNote(id, objects)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		n.Sheet, n.Edition, n.Judge, n.Nomination, n.Objects = sh.ID, sh.Edition, sh.Judge, sh.Nomination, objects
		if err := change(tx, &n, sh); err != nil {
			return err
		}
		return tx.SaveSheetNote(n)
	})
}

// SheetNotes are the caller's own notes about sheets of an edition, and the objections to their typing, by sheet. Nobody
// reads another's here.
func (s *Service) SheetNotes(ctx context.Context, who accounts.Actor, slug string) (notes, objections map[string]SheetNote, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.ReadOwnSheets)
		if err != nil {
			return err
		}
		list, err := tx.SheetNotes(sc.edition.ID, who.User.ID)
		if err != nil {
			return err
		}
		notes, objections = make(map[string]SheetNote, len(list)), map[string]SheetNote{}
		for _, n := range list {
			if n.Objects {
				objections[n.Sheet] = n
			} else {
				notes[n.Sheet] = n
			}
		}
		return nil
	})
	return notes, objections, err
}

// SheetQuestions are what judges asked about the entries of an edition, oldest first; the secretariat alone reads them.
func (s *Service) SheetQuestions(ctx context.Context, who accounts.Actor, slug string) (list []SheetQuestion, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.AnswerJudges)
		if err != nil {
			return err
		}
		list, err = tx.SheetQuestions(sc.edition.ID)
		return err
	})
	return list, err
}

// AnswerQuestion answers the question about a sheet of an entry in one line, in place of an earlier answer; the judge
// reads it at the sheet. question is what the secretariat read: when the judge asked something else meanwhile, the
// fault is question_changed. Other faults: not_found, objection_own_typing for who had a hand in the typing objected to
// while somebody else may answer, invalid_fields for answer.
func (s *Service) AnswerQuestion(ctx context.Context, who accounts.Actor, nomination, sheet string, objects bool, question, answer string) error {
	return s.store.Update(ctx, func(tx Tx) error {
		sc, _, err := s.nomination(tx, who, nomination)
		if err != nil {
			return err
		}
		if err := sc.may(who, accounts.AnswerJudges); err != nil {
			return err
		}
		n, err := tx.SheetNote(sheet, objects)
		if err != nil {
			return err
		}
		if n.Nomination != nomination || n.Question == "" {
			return fault.New(fault.NotFound, "not_found")
		}
		if n.Question != question {
			return fault.New(fault.Conflict, "question_changed")
		}
		if objects {
			if err := answerable(tx, who, sc, sheet); err != nil {
				return err
			}
		}
		var c checker
		n.Answer = c.need("answer", answer, maxLine)
		if err := c.Err(); err != nil {
			return err
		}
		n.AnsweredBy, n.Answered = who.User.ID, s.clock()
		return tx.SaveSheetNote(n)
	})
}
