package judging

import (
	"context"
	"slices"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// SaveMarks replaces all marks of the caller's open sheet and gives it the next version; a leaf left out
// is not scored. comment nil keeps the remark. Faults: stale_version carrying the stored sheet,
// sheet_submitted, sheet_locked, sheet_recused, and invalid_fields naming the criterion.
func (s *Service) SaveMarks(ctx context.Context, who accounts.Actor, id string, version int, marks map[string]any, comment *string) (view SheetView, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, sh, err := s.own(tx, who, id)
		if err != nil {
			return err
		}
		if err := writable(sh); err != nil {
			return err
		}
		if version != sh.Version {
			stored, err := s.sheetView(tx, sc, sh)
			if err != nil {
				return err
			}
			return &fault.Fault{Kind: fault.Conflict, Code: "stale_version", Stored: stored,
				Args: fault.MakeArgs("sent", version, "stored", sh.Version)}
		}
		if err := s.mark(sc, &sh, marks, comment); err != nil {
			return err
		}
		if err := tx.SaveSheet(sh); err != nil {
			return err
		}
		draft := SheetDraft{Sheet: sh.ID, Version: sh.Version, Marks: sh.Marks, Total: sh.Total, Comment: sh.Comment, At: sh.Updated}
		if err := tx.SaveDraft(draft); err != nil {
			return err
		}
		view, err = s.sheetView(tx, sc, sh)
		return err
	})
	return view, err
}

// writable is a fault unless the sheet is open.
func writable(sh Sheet) error {
	switch sh.State {
	case SheetOpen:
		return nil
	case SheetSubmitted:
		return fault.New(fault.Conflict, "sheet_submitted")
	case SheetRecused:
		return fault.New(fault.Conflict, "sheet_recused")
	default:
		return fault.New(fault.Conflict, "sheet_locked")
	}
}

func (s *Service) mark(sc scene, sh *Sheet, raw map[string]any, comment *string) error {
	pack, err := s.Pack(sc.edition)
	if err != nil {
		return err
	}
	marks, err := ParseMarks(pack, sh.ProductGroup, raw)
	if err != nil {
		return err
	}
	if comment != nil {
		var c checker
		sh.Comment = c.text("comment", *comment)
		if err := c.Err(); err != nil {
			return err
		}
	}
	sh.Marks = marks
	sh.Total, sh.ByTop = scored(pack, sh.ProductGroup, marks)
	sh.Version++
	sh.Updated = s.clock()
	return nil
}

// scored is the total and the sums of the top criteria, nil unless every leaf is marked.
func scored(pack *Pack, group string, marks map[string]Points) (*Points, []Points) {
	total, tops := Totals(pack, group, marks)
	if total == nil {
		return nil, nil
	}
	sums := make([]Points, len(tops))
	for i, t := range tops {
		sums[i] = *t
	}
	return total, sums
}

// SubmitSheet seals the caller's marks; the receipt holds the commitment. A sheet with a leaf left out
// is sealed as not scored: null, never zero.
func (s *Service) SubmitSheet(ctx context.Context, who accounts.Actor, id string) (SheetView, error) {
	err := s.store.Update(ctx, func(tx Tx) error {
		_, sh, err := s.own(tx, who, id)
		if err != nil {
			return err
		}
		if err := writable(sh); err != nil {
			return err
		}
		return s.seal(tx, &sh, "sheet.submitted")
	})
	if err != nil {
		return SheetView{}, err
	}
	return s.Sheet(ctx, who, id)
}

// seal keeps the marks of a sheet as they are for good and submits it; kind is that of the act.
func (s *Service) seal(tx Tx, sh *Sheet, kind string) error {
	seal := SheetSeal{ID: accounts.NewID(), Sheet: sh.ID, Version: sh.Version, Marks: sh.Marks, Total: sh.Total,
		ByTop: sh.ByTop, Comment: sh.Comment, At: s.clock()}
	if err := tx.SaveSeal(seal); err != nil {
		return err
	}
	if err := tx.Append(SealLeaf("sheet.sealed", seal, seal.At)); err != nil {
		return err
	}
	sh.State, sh.Seal, sh.Reason, sh.Updated = SheetSubmitted, seal.ID, "", seal.At
	return s.act(tx, sh, kind)
}

// act saves a sheet after an act on it, with its leaf.
func (s *Service) act(tx Tx, sh *Sheet, kind string) error { return s.actAt(tx, sh, kind, s.clock()) }

func (s *Service) actAt(tx Tx, sh *Sheet, kind string, at time.Time) error {
	sh.Acts++
	if err := tx.SaveSheet(*sh); err != nil {
		return err
	}
	return tx.Append(SheetLeaf(kind, *sh, at))
}

// RecuseSheet takes the caller out of judging one entry, at any moment before the lock; the sheet no
// longer counts.
func (s *Service) RecuseSheet(ctx context.Context, who accounts.Actor, id, reason string) (view SheetView, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, sh, err := s.own(tx, who, id)
		if err != nil {
			return err
		}
		var c checker
		reason = c.reason("reason", reason)
		if err := c.Err(); err != nil {
			return err
		}
		if sh.State != SheetOpen && sh.State != SheetSubmitted {
			return writable(sh)
		}
		if sh, err = s.recuse(tx, sh, reason); err != nil {
			return err
		}
		view, err = s.sheetView(tx, sc, sh)
		return err
	})
	return view, err
}

func (s *Service) recuse(tx Tx, sh Sheet, reason string) (Sheet, error) {
	sh.State, sh.Seal, sh.Reason, sh.Updated = SheetRecused, "", reason, s.clock()
	err := s.act(tx, &sh, "sheet.recused")
	return sh, err
}

// ReopenSheet gives a submitted sheet back to its judge while the pass is open. It is the jury head's,
// who sees no marks by it; the sealed version stays.
func (s *Service) ReopenSheet(ctx context.Context, who accounts.Actor, id, reason string) (view SheetView, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sh, err := tx.Sheet(id)
		if err != nil {
			return err
		}
		sc, err := s.enterID(tx, who, sh.Edition)
		if err != nil {
			return err
		}
		if err := sc.may(who, accounts.ReopenSheet); err != nil {
			if who.SignedIn() && sh.Judge != who.User.ID { // whose sheet it is, is nobody's business
				err = fault.New(fault.NotFound, "not_found")
			}
			return err
		}
		var c checker
		sh.Reason = c.reason("reason", reason)
		if err := c.Err(); err != nil {
			return err
		}
		if sh.State != SheetSubmitted {
			if sh.State == SheetOpen {
				return fault.New(fault.Conflict, "sheet_open")
			}
			return writable(sh)
		}
		if !slices.Contains(sc.judges(), sh.Judge) { // nobody could submit it again
			return fault.New(fault.Conflict, "judge_left")
		}
		sh.State, sh.Seal, sh.Updated = SheetOpen, "", s.clock()
		reopened := Act{Edition: sh.Edition, Kind: "sheet.reopened", Row: sh.ID, Reason: sh.Reason, At: sh.Updated}
		if err := s.actAt(tx, &sh, reopened.Kind, reopened.At); err != nil {
			return err
		}
		if err := s.note(tx, who, reopened); err != nil { // the sheet forgets the reason when it is submitted again
			return err
		}
		if view, err = s.sheetView(tx, sc, sh); err == nil && sh.Judge != who.User.ID {
			view.Marks, view.Total, view.ByTop, view.Comment = nil, nil, nil, ""
		}
		return err
	})
	return view, err
}
