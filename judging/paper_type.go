package judging

import (
	"context"
	"strings"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// TypePaper takes what one person of the secretariat reads off a signed paper sheet. The first typing waits for a second
// one by somebody else, made without sight of the first; when they are alike the sheet is sealed and submitted, otherwise
// both wait for ComparePaper. It is the only way by which another person than the judge enters a mark. Faults:
// paper_judge and paper_administrator for who may never type; paper_submitted, paper_recused, paper_locked; paper_undeclared;
// paper_same_person, paper_scan_missing, paper_mismatch; invalid_fields naming the criterion.
func (s *Service) TypePaper(ctx context.Context, who accounts.Actor, id string, marks map[string]any, comment string) (view PaperView, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, sh, err := s.typist(tx, who, id)
		if err != nil {
			return err
		}
		if err := typable(tx, sc, sh); err != nil {
			return err
		}
		typing, err := s.readTyping(sc, sh, who, marks, comment)
		if err != nil {
			return err
		}
		p, err := s.takeTyping(tx, sc, &sh, typing)
		if err != nil {
			return err
		}
		view, err = paperView(tx, sh, p)
		return err
	})
	return view, err
}

// typist loads a sheet for who may type paper sheets of its edition. Judges never do, their own sheets included, for they
// would see others' marks; nor does an administrator.
func (s *Service) typist(tx Tx, who accounts.Actor, id string) (scene, Sheet, error) {
	sh, err := tx.Sheet(id)
	if err != nil {
		return scene{}, sh, err
	}
	sc, err := s.enterID(tx, who, sh.Edition)
	if err != nil {
		return sc, sh, err
	}
	if err := sc.may(who, accounts.TypePaper); err != nil {
		if who.SignedIn() && sh.Judge != who.User.ID { // whose sheet it is, is nobody's business
			err = fault.New(fault.NotFound, "not_found")
		}
		return sc, sh, err
	}
	return sc, sh, noTypist(sc.hats)
}

// typable is a fault unless the sheet waits for its judge's marks.
func typable(tx Tx, sc scene, sh Sheet) error {
	switch sh.State {
	case SheetOpen:
	case SheetSubmitted:
		return fault.New(fault.Conflict, "paper_submitted")
	case SheetRecused:
		return fault.New(fault.Conflict, "paper_recused")
	default:
		return fault.New(fault.Conflict, "paper_locked")
	}
	if err := declared(tx, sc, sh.Judge); fault.IsCode(err, "declaration_missing") {
		return fault.New(fault.Conflict, "paper_undeclared")
	} else if err != nil {
		return err
	}
	return nil
}

func (s *Service) readTyping(sc scene, sh Sheet, who accounts.Actor, raw map[string]any, comment string) (Typing, error) {
	pack, err := s.Pack(sc.edition)
	if err != nil {
		return Typing{}, err
	}
	marks, err := ParseMarks(pack, sh.ProductGroup, raw)
	if err != nil {
		return Typing{}, err
	}
	var c checker
	comment = strings.Join(strings.Fields(c.text("comment", comment)), " ") // where lines end on paper says nothing
	if len(marks) == 0 {
		c.Add("marks", "required")
	}
	return Typing{By: who.User.ID, At: s.clock(), Marks: marks, Comment: comment}, c.Err()
}

// takeTyping puts a typing where it belongs and seals the sheet when it is the second one and like the first.
func (s *Service) takeTyping(tx Tx, sc scene, sh *Sheet, typing Typing) (PaperSheet, error) {
	p, err := s.openPaper(tx, *sh)
	if err != nil {
		return p, err
	}
	switch {
	case p.First.By == "":
		p.First = typing
		return p, tx.SavePaperSheet(p)
	case p.State == PaperMismatch:
		return p, fault.New(fault.Conflict, "paper_mismatch")
	case p.First.By == typing.By:
		return p, fault.New(fault.Conflict, "paper_same_person")
	case p.Scan.SHA256 == "":
		return p, fault.New(fault.Conflict, "paper_scan_missing")
	}
	p.Second = typing
	if p.alike() {
		return p, s.sealPaper(tx, sc, sh, &p, typing.Marks, typing.Comment)
	}
	p.State = PaperMismatch
	return p, tx.SavePaperSheet(p)
}

// openPaper is the paper sheet that waits for a sheet as it stands, or a new one. One that was begun before the sheet was
// reopened is given up; the scan of one that was given up in this round stays.
func (s *Service) openPaper(tx Tx, sh Sheet) (PaperSheet, error) {
	fresh := PaperSheet{ID: accounts.NewID(), Edition: sh.Edition, Sheet: sh.ID, Round: sh.Acts, State: PaperWaiting}
	list, err := tx.PaperSheets(PaperQuery{Sheet: sh.ID})
	if err != nil {
		return fresh, err
	}
	for _, p := range list {
		switch {
		case p.waits() && p.Round == sh.Acts:
			return p, nil
		case p.waits():
			err = tx.SavePaperSheet(p.dropped("", s.clock()))
		case p.State == PaperDropped && p.Round == sh.Acts:
			fresh.Scan = p.Scan
		}
		if err != nil {
			return fresh, err
		}
	}
	return fresh, nil
}

func (p PaperSheet) dropped(by string, at time.Time) PaperSheet {
	p.State, p.EndedBy, p.Ended = PaperDropped, by, at
	p.First.Marks, p.First.Comment, p.Second.Marks, p.Second.Comment = nil, "", nil, ""
	return p
}

// sealPaper makes the marks of a paper the sheet's next version, seals and submits it, binds who typed it, and tells the
// judge.
func (s *Service) sealPaper(tx Tx, sc scene, sh *Sheet, p *PaperSheet, marks map[string]Points, comment string) error {
	pack, err := s.Pack(sc.edition)
	if err != nil {
		return err
	}
	sh.Marks, sh.Comment, sh.Updated = marks, comment, s.clock()
	sh.Total, sh.ByTop = scored(pack, sh.ProductGroup, marks)
	sh.Version++
	draft := SheetDraft{Sheet: sh.ID, Version: sh.Version, Marks: marks, Total: sh.Total, Comment: comment, At: sh.Updated}
	if err := tx.SaveDraft(draft); err != nil {
		return err
	}
	if err := s.seal(tx, sh, "sheet.entered"); err != nil {
		return err
	}
	p.State, p.Seal = PaperTyped, sh.Seal
	p.First.Comment, p.Second.Comment = "", "" // the seal holds the one that counts
	if err := tx.SavePaperSheet(*p); err != nil {
		return err
	}
	if err := tx.Append(PaperLeaf("sheet.typed", *p, s.clock())); err != nil {
		return err
	}
	return tellTyped(tx, sc.edition, *sh, *p)
}

// tellTyped queues the letter by which the judge learns that her paper was typed, and by whom; no mark is in it.
func tellTyped(tx Tx, e Edition, sh Sheet, p PaperSheet) error {
	judge, err := tx.User(sh.Judge)
	if err != nil || judge.Email == "" {
		return err
	}
	first, err := tx.User(p.First.By)
	if err != nil {
		return err
	}
	second, err := tx.User(p.Second.By)
	if err != nil {
		return err
	}
	return sendMail(tx, Mail{To: judge.Email, Letter: "sheet_typed", LinkPath: "/judge/sheets/" + sh.ID, Args: map[string]string{
		"name": judge.Name, "code": sh.EntryCode, "product": sh.Product, "first": first.Name, "second": second.Name, "edition": e.Name,
	}}, e.ID)
}
