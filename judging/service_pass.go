package judging

import (
	"context"
	"slices"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// openPass opens pass n and gives every judge a sheet for every eligible entry without a conflict and not
// his own, or as it was assigned.
func (s *Service) openPass(tx Tx, sc scene, n int) error {
	p := Pass{ID: accounts.NewID(), Edition: sc.edition.ID, N: n, Opened: s.clock()}
	if err := tx.SavePass(p); err != nil {
		return err
	}
	return s.giveSheets(tx, sc, n, sc.judges())
}

// giveSheets gives the judges the sheets of a pass that the assignment wants and that are not there yet. Who takes
// another's seat over gets none for what the other has submitted in this pass.
func (s *Service) giveSheets(tx Tx, sc scene, pass int, judges []string) error {
	p, err := s.plan(tx, sc)
	if err != nil {
		return err
	}
	given, err := tx.Sheets(SheetQuery{Edition: sc.edition.ID, Pass: pass})
	if err != nil {
		return err
	}
	there, done := map[Pair]bool{}, map[Pair]bool{}
	for _, sh := range given { // to a judge who left and was named again, too
		there[Pair{sh.Judge, sh.Nomination}] = true
		done[Pair{sh.Judge, sh.Nomination}] = sh.Seal != "" && sh.State != SheetRecused
	}
	before, err := replacedBy(tx, sc)
	if err != nil {
		return err
	}
	byID := map[string]Nomination{}
	for _, n := range p.entries {
		byID[n.ID] = n
	}
	var sheets []Sheet
	for _, x := range p.wanted(judges) {
		if there[x] || done[Pair{before[x.Judge], x.Nomination}] {
			continue
		}
		n := byID[x.Nomination]
		sheets = append(sheets, Sheet{ID: accounts.NewID(), Edition: sc.edition.ID, Pass: pass, Nomination: n.ID,
			Judge: x.Judge, EntryCode: n.EntryCode, Product: n.Product, ProductGroup: n.ProductGroup,
			State: SheetOpen, Version: 1, Marks: map[string]Points{}, Updated: s.clock()})
	}
	return tx.SaveSheets(sheets)
}

// sheetsForNewJudge gives sheets of the open pass, if there is one, to a judge named during it.
func (s *Service) sheetsForNewJudge(tx Tx, sc scene, judge string) error {
	passes, err := tx.Passes(sc.edition.ID)
	if err != nil {
		return err
	}
	for _, p := range passes {
		if p.Closed.IsZero() {
			return s.giveSheets(tx, sc, p.N, []string{judge})
		}
	}
	return nil
}

// ClosePass locks every sheet of pass n, binds their list in the ledger and publishes a checkpoint; the
// next pass opens when the rules ask for one. While sheets are open it answers the fault sheets_open
// with their list, unless leaveOpen says why those are locked as not scored.
func (s *Service) ClosePass(ctx context.Context, who accounts.Actor, slug string, n int, leaveOpen bool, reason string) (p Pass, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, pass, err := s.passFor(tx, who, slug, n, accounts.ClosePass)
		if err != nil {
			return err
		}
		if !pass.Closed.IsZero() {
			return fault.New(fault.Conflict, "pass_closed", "n", n)
		}
		if leaveOpen {
			var c checker
			pass.LeftOpen = c.reason("reason", reason)
			if err := c.Err(); err != nil {
				return err
			}
		}
		sheets, err := s.lockSheets(tx, sc, n, leaveOpen)
		if err != nil {
			return err
		}
		pass.Closed, pass.ClosedBy, pass.SheetsHash = s.clock(), who.User.ID, SheetsHash(sheets)
		if err := s.savePass(tx, pass, "pass.closed"); err != nil {
			return err
		}
		tx.Publish()
		p = pass
		if err := tx.EndJudging(sc.edition.ID, ""); err != nil {
			return err
		}
		return s.openNext(tx, sc, n)
	})
	return p, err
}

func (s *Service) passFor(tx Tx, who accounts.Actor, slug string, n int, right accounts.Right) (scene, Pass, error) {
	sc, err := s.enterFor(tx, who, slug, right)
	if err != nil {
		return sc, Pass{}, err
	}
	passes, err := tx.Passes(sc.edition.ID)
	if err != nil {
		return sc, Pass{}, err
	}
	i := slices.IndexFunc(passes, func(p Pass) bool { return p.N == n })
	if i < 0 {
		if err := sc.in(Scoring, Deliberation, Announced, Closed); err != nil {
			return sc, Pass{}, err
		}
		return sc, Pass{}, fault.New(fault.NotFound, "not_found")
	}
	return sc, passes[i], nil
}

func (s *Service) savePass(tx Tx, p Pass, kind string) error {
	if err := tx.SavePass(p); err != nil {
		return err
	}
	return tx.Append(PassLeaf(kind, p, s.clock()))
}

// lockSheets locks the sheets of a pass, after making sure that none is open or that leaving them open
// is meant, and that every entry has the sheets that the aggregation needs.
func (s *Service) lockSheets(tx Tx, sc scene, n int, leaveOpen bool) ([]Sheet, error) {
	sheets, err := tx.Sheets(SheetQuery{Edition: sc.edition.ID, Pass: n})
	if err != nil {
		return nil, err
	}
	var open []fault.Missing
	for _, sh := range sheets {
		if sh.State == SheetOpen {
			open = append(open, fault.Missing{Code: "sheet_open", Args: fault.MakeArgs(
				"sheet", sh.ID, "entry_code", sh.EntryCode, "nomination", sh.Nomination, "judge", sh.Judge)})
		}
	}
	if len(open) > 0 && !leaveOpen {
		f := fault.New(fault.Conflict, "sheets_open", "count", len(open))
		f.Missing = open
		return nil, f
	}
	pack, err := s.Pack(sc.edition)
	if err != nil {
		return nil, err
	}
	if err := enoughSheets(pack, scoredInputs(sheets)); err != nil {
		return nil, err
	}
	for i := range sheets {
		if sheets[i].State != SheetRecused {
			sheets[i].State = SheetLocked
		}
	}
	return sheets, tx.SaveSheets(sheets)
}

// scoredInputs are the entries of a pass with their submitted totals, as far as Rank counts them.
func scoredInputs(sheets []Sheet) []RankInput {
	byEntry := map[string]*RankInput{}
	var order []string
	for _, sh := range sheets {
		in := byEntry[sh.Nomination]
		if in == nil {
			in = &RankInput{Nomination: sh.Nomination, EntryCode: sh.EntryCode, Group: sh.ProductGroup}
			byEntry[sh.Nomination] = in
			order = append(order, sh.Nomination)
		}
		if sh.State == SheetSubmitted && sh.Total != nil {
			in.Sheets = append(in.Sheets, SheetTotal{Judge: sh.Judge, Total: *sh.Total, ByTop: sh.ByTop})
		}
	}
	list := make([]RankInput, len(order))
	for i, id := range order {
		list[i] = *byEntry[id]
	}
	return list
}

func (s *Service) openNext(tx Tx, sc scene, n int) error {
	pack, err := s.Pack(sc.edition)
	if err != nil || n >= pack.Passes || sc.edition.State != Scoring {
		return err
	}
	passes, err := tx.Passes(sc.edition.ID)
	if err != nil || len(passes) > n {
		return err
	}
	return s.openPass(tx, sc, n+1)
}

// ReopenPass opens the last pass again after its close, until the council has proposed: submitted sheets stay
// submitted, those locked as not scored are open again. Faults: pass_open, wrong_state, proposal_recorded, meeting_open,
// later_pass_exists.
func (s *Service) ReopenPass(ctx context.Context, who accounts.Actor, slug string, n int, reason string) (p Pass, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, pass, err := s.passFor(tx, who, slug, n, accounts.ClosePass)
		if err != nil {
			return err
		}
		var c checker
		pass.Reason = c.reason("reason", reason)
		if err := c.Err(); err != nil {
			return err
		}
		if err := s.mayReopen(tx, sc, pass); err != nil {
			return err
		}
		if err := s.unlockSheets(tx, sc, pass); err != nil {
			return err
		}
		pass.Closed, pass.ClosedBy, pass.SheetsHash, pass.LeftOpen = time.Time{}, "", "", ""
		pass.Reopened++
		p = pass
		return s.savePass(tx, pass, "pass.reopened")
	})
	return p, err
}

// unlockSheets gives the sheets of a pass back as they were before its close. What a judge who has left since
// had not submitted is nobody's any more and is recused.
func (s *Service) unlockSheets(tx Tx, sc scene, p Pass) error {
	sheets, err := tx.Sheets(SheetQuery{Edition: sc.edition.ID, Pass: p.N, State: SheetLocked})
	if err != nil {
		return err
	}
	judges := sc.judges()
	for _, sh := range sheets {
		switch {
		case sh.Seal != "":
			sh.State = SheetSubmitted
			err = tx.SaveSheet(sh)
		case slices.Contains(judges, sh.Judge):
			sh.State = SheetOpen
			err = tx.SaveSheet(sh)
		default:
			_, err = s.recuse(tx, sh, p.Reason)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) mayReopen(tx Tx, sc scene, p Pass) error {
	if p.Closed.IsZero() {
		return fault.New(fault.Conflict, "pass_open", "n", p.N)
	}
	if err := sc.in(Scoring, Deliberation); err != nil {
		return err
	}
	if _, err := tx.Proposal(sc.edition.ID); fault.KindOf(err) != fault.NotFound {
		if err != nil {
			return err
		}
		return fault.New(fault.Conflict, "proposal_recorded")
	}
	if m, err := lastMeeting(tx, sc.edition.ID); err != nil {
		return err
	} else if m.open() {
		return fault.New(fault.Conflict, "meeting_open")
	}
	passes, err := tx.Passes(sc.edition.ID)
	if err != nil {
		return err
	}
	if p.N != passes[len(passes)-1].N {
		return fault.New(fault.Conflict, "later_pass_exists", "n", passes[len(passes)-1].N)
	}
	return nil
}

// Passes are the edition's passes by number.
func (s *Service) Passes(ctx context.Context, who accounts.Actor, slug string) (list []Pass, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.SeeMembers)
		if err != nil {
			return err
		}
		list, err = tx.Passes(sc.edition.ID)
		return err
	})
	return list, err
}
