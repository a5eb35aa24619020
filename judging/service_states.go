package judging

import (
	"context"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// SheetStateLine says where one sheet stands and nothing of what is on it: no marks, version, total, remark
// or time, from which a count or a hand could be guessed. Paper is nil unless others typed it from its judge's paper.
type SheetStateLine struct {
	Sheet                 string
	Judge, JudgeName      string
	Nomination, EntryCode string
	Product, Group        string
	State                 SheetState
	Late                  bool // locked at the close without having been submitted
	Paper                 *PaperNote
}

// SheetStates are the sheets of a pass, the last one when pass is 0, by entry code and judge: who still
// has to submit. Faults: not_found for a pass that was not opened.
func (s *Service) SheetStates(ctx context.Context, who accounts.Actor, slug string, pass int) (list []SheetStateLine, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.ReadSheetStates)
		if err != nil {
			return err
		}
		passes, err := tx.Passes(sc.edition.ID)
		if err != nil {
			return err
		}
		if pass == 0 {
			pass = len(passes)
		}
		if pass < 0 || pass > len(passes) {
			return fault.New(fault.NotFound, "not_found")
		}
		if list, err = tx.SheetStates(sc.edition.ID, pass); err != nil {
			return err
		}
		return noteStates(tx, sc.edition.ID, list)
	})
	return list, err
}
