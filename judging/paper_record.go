package judging

import (
	"context"

	"vinhdanh/internal/accounts"
)

// TypedSheet is a sheet of a closed pass that others typed from its judge's paper.
type TypedSheet struct {
	Judge, Nomination  string
	EntryCode, Product string
	Note               PaperNote
}

// TypedSheets are the sheets of a closed pass, the last one when pass is 0, that came from paper, in the order of their
// typing, for everybody who may read its ranking; before the close it is the Conflict pass_open.
func (s *Service) TypedSheets(ctx context.Context, who accounts.Actor, slug string, pass int) (list []TypedSheet, err error) {
	err = s.viewClosed(ctx, who, slug, accounts.ReadRanking, pass, func(tx Tx, sc scene, n int) error {
		papers, err := tx.PaperSheets(PaperQuery{Edition: sc.edition.ID})
		if err != nil {
			return err
		}
		notes, err := paperNotes(tx, PaperQuery{Edition: sc.edition.ID})
		if err != nil {
			return err
		}
		for _, p := range papers {
			note := notes[p.Seal]
			if p.State != PaperTyped || note == nil {
				continue
			}
			sh, err := tx.Sheet(p.Sheet)
			if err != nil {
				return err
			}
			if sh.Pass == n && sh.Seal == p.Seal {
				list = append(list, TypedSheet{sh.Judge, sh.Nomination, sh.EntryCode, sh.Product, *note})
			}
		}
		return nil
	})
	return list, err
}
