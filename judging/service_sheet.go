package judging

import (
	"context"
	"slices"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// SheetView is a sheet as its reader may see it; Receipt is there once it was submitted, Max is the sum
// of all maxima, Paper is nil unless others typed it from its judge's paper.
type SheetView struct {
	Sheet
	Receipt *Receipt
	Max     Points
	Paper   *PaperNote
	// Unshown says that marks, total and remark are left out: the reader came by a slip after the sheet was sent.
	Unshown bool
}

// SheetFilter picks from the caller's sheets.
type SheetFilter struct {
	Pass  int
	State SheetState
	After string
	Limit int
}

// Sheets are the caller's own sheets of an edition; an auditor reads every sheet of closed passes.
func (s *Service) Sheets(ctx context.Context, who accounts.Actor, slug string, f SheetFilter) (list []SheetView, next string, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.ReadOwnSheets)
		if err != nil {
			return err
		}
		q := SheetQuery{Edition: sc.edition.ID, Pass: f.Pass, State: f.State, After: f.After, Judge: who.User.ID}
		if f.Limit > 0 {
			q.Limit = f.Limit + 1
		}
		if slices.Contains(sc.hats, accounts.HatJudge) {
			if err := declared(tx, sc, who.User.ID); err != nil {
				return err
			}
		} else {
			q.Judge = ""
			if err := everyPassClosed(tx, sc, f.Pass); err != nil {
				return err
			}
		}
		sheets, err := tx.Sheets(q)
		if err != nil {
			return err
		}
		if f.Limit > 0 && len(sheets) > f.Limit {
			sheets, next = sheets[:f.Limit], sheets[f.Limit-1].ID
		}
		list, err = s.sheetViews(tx, sc, sheets)
		return err
	})
	return list, next, err
}

// declared is the fault declaration_missing until the judge has declared.
func declared(tx Tx, sc scene, judge string) error {
	all, err := tx.Declarations(sc.edition.ID)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(all, func(d Declaration) bool { return d.Judge == judge }) {
		return fault.New(fault.Forbidden, "declaration_missing")
	}
	return nil
}

// everyPassClosed is the fault pass_open while a pass, or the one given, is open.
func everyPassClosed(tx Tx, sc scene, n int) error {
	passes, err := tx.Passes(sc.edition.ID)
	if err != nil {
		return err
	}
	for _, p := range passes {
		if p.Closed.IsZero() && (n == 0 || n == p.N) {
			return fault.New(fault.Conflict, "pass_open", "n", p.N)
		}
	}
	return nil
}

func (s *Service) sheetViews(tx Tx, sc scene, sheets []Sheet) ([]SheetView, error) {
	pack, err := s.Pack(sc.edition)
	if err != nil {
		return nil, err
	}
	views := make([]SheetView, len(sheets))
	for i, sh := range sheets {
		views[i] = SheetView{Sheet: sh, Max: pack.MaxTotal(sh.ProductGroup)}
		if sh.State == SheetLocked && sh.Seal == "" { // left open: not scored, whatever was typed
			views[i].Total, views[i].ByTop = nil, nil
		}
		if sh.Seal == "" {
			continue
		}
		receipt, err := tx.Receipt("sheet_seals", sh.Seal)
		switch {
		case err == nil:
			views[i].Receipt = &receipt
		case fault.KindOf(err) != fault.NotFound: // sealed in this very transaction: read it afterwards
			return nil, err
		}
	}
	for i := range views {
		views[i].veil(sc.bySlip)
	}
	return views, notePapers(tx, sc.edition.ID, views)
}

// veil leaves out what was marked on a sheet that is not open for who came by a slip, unless it was sent since: whoever
// made the slip knows its code too.
func (v *SheetView) veil(bySlip time.Time) {
	if bySlip.IsZero() || v.State == SheetOpen || v.Seal != "" && (v.Receipt == nil || !v.Receipt.At.Before(bySlip)) {
		return
	}
	v.Marks, v.Total, v.ByTop, v.Comment, v.Unshown = nil, nil, nil, "", true
}

// reach loads a sheet for a caller who may read it: its judge, or an auditor after the close. To
// everybody else it does not exist.
func (s *Service) reach(tx Tx, who accounts.Actor, id string) (scene, Sheet, error) {
	sh, err := tx.Sheet(id)
	if err != nil {
		return scene{}, sh, err
	}
	sc, err := s.enterID(tx, who, sh.Edition)
	if err != nil {
		return sc, sh, err
	}
	if sh.Judge == who.User.ID && slices.Contains(sc.hats, accounts.HatJudge) {
		return sc, sh, declared(tx, sc, who.User.ID)
	}
	if accounts.Allowed(accounts.ReadAllSheets, sc.hats) {
		return sc, sh, everyPassClosed(tx, sc, sh.Pass)
	}
	return sc, sh, fault.New(fault.NotFound, "not_found")
}

// own is reach for the sheet's judge alone, to act on it.
func (s *Service) own(tx Tx, who accounts.Actor, id string) (scene, Sheet, error) {
	sc, sh, err := s.reach(tx, who, id)
	if err == nil && sh.Judge != who.User.ID {
		err = fault.New(fault.Forbidden, "forbidden")
	}
	return sc, sh, err
}

// Sheet is one sheet.
func (s *Service) Sheet(ctx context.Context, who accounts.Actor, id string) (view SheetView, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, sh, err := s.reach(tx, who, id)
		if err != nil {
			return err
		}
		view, err = s.sheetView(tx, sc, sh)
		return err
	})
	return view, err
}

func (s *Service) sheetView(tx Tx, sc scene, sh Sheet) (SheetView, error) {
	views, err := s.sheetViews(tx, sc, []Sheet{sh})
	if err != nil {
		return SheetView{}, err
	}
	return views[0], nil
}

// SheetHistory is every saved version of a sheet, oldest first.
func (s *Service) SheetHistory(ctx context.Context, who accounts.Actor, id string) (list []SheetDraft, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, sh, err := s.reach(tx, who, id)
		if err != nil {
			return err
		}
		if view, err := s.sheetView(tx, sc, sh); err != nil || view.Unshown {
			return err
		}
		list, err = tx.Drafts(id)
		return err
	})
	return list, err
}
