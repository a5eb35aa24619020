package judging

import (
	"context"
	"slices"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// BlankSheet is what a sheet says before anybody has written on it: whose it is and of which entry, never a mark.
type BlankSheet struct {
	Sheet            string
	EditionID        string
	Pass             int
	EntryCode        string
	Product, Group   string
	Judge, JudgeName string
	Title            string // position or academic title of the judge in the jury
}

// BlankSheets are the open sheets of the open pass to be filled in by hand: of one judge, of every judge when judge is
// empty. The secretariat prints them for everybody, a judge her own. The fault paper_nothing_open says that there is none.
func (s *Service) BlankSheets(ctx context.Context, who accounts.Actor, slug, judge string) (list []BlankSheet, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enter(tx, who, slug)
		if err != nil {
			return err
		}
		if err := sc.mayPrint(who, judge); err != nil {
			return err
		}
		sheets, err := tx.Sheets(SheetQuery{Edition: sc.edition.ID, Judge: judge, State: SheetOpen})
		if err != nil {
			return err
		}
		names := people{tx: tx}
		for _, sh := range sheets {
			b, err := names.blank(sc, sh)
			if err != nil {
				return err
			}
			list = append(list, b)
		}
		if len(list) == 0 {
			return fault.New(fault.Conflict, "paper_nothing_open")
		}
		slices.SortStableFunc(list, func(a, b BlankSheet) int { // each judge's own heap
			if a.Judge == b.Judge {
				return 0
			}
			return slices.Index(sc.judges(), a.Judge) - slices.Index(sc.judges(), b.Judge)
		})
		return nil
	})
	return list, err
}

// BlankSheet is one sheet to be filled in by hand, whatever its state.
func (s *Service) BlankSheet(ctx context.Context, who accounts.Actor, id string) (b BlankSheet, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sh, err := tx.Sheet(id)
		if err != nil {
			return err
		}
		sc, err := s.enterID(tx, who, sh.Edition)
		if err != nil {
			return err
		}
		if err := sc.mayPrint(who, sh.Judge); err != nil {
			if who.SignedIn() {
				err = fault.New(fault.NotFound, "not_found")
			}
			return err
		}
		b, err = (&people{tx: tx}).blank(sc, sh)
		return err
	})
	return b, err
}

// mayPrint is a fault unless the caller prints for the judge: the secretariat, and the judge for herself.
func (sc scene) mayPrint(who accounts.Actor, judge string) error {
	hats := sc.hats
	if who.SignedIn() && judge == who.User.ID && slices.Contains(hats, accounts.HatJudge) {
		hats = append(slices.Clone(hats), accounts.HatOwner)
	}
	if accounts.Allowed(accounts.PrintPaper, hats) {
		return nil
	}
	return refuse(who)
}

func (x *people) blank(sc scene, sh Sheet) (BlankSheet, error) {
	judge, err := x.typist(sh.Judge, sh.Updated)
	if err != nil {
		return BlankSheet{}, err
	}
	b := BlankSheet{Sheet: sh.ID, EditionID: sh.Edition, Pass: sh.Pass, EntryCode: sh.EntryCode, Product: sh.Product,
		Group: sh.ProductGroup, Judge: sh.Judge, JudgeName: judge.Name}
	for _, g := range sc.grants {
		if g.User == sh.Judge && g.Body == accounts.Jury {
			b.Title = g.Title
		}
	}
	return b, nil
}
