package judging

import (
	"context"
	"slices"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// Typist is somebody who had a hand in a paper sheet.
type Typist struct {
	User string
	Name string
	At   time.Time
}

// PaperView is how far the typing of one sheet is, without a mark. State is empty when nobody has typed it.
type PaperView struct {
	Sheet                 string
	Judge, JudgeName      string
	Nomination, EntryCode string
	Product, Group        string
	Pass                  int
	SheetState            SheetState
	State                 PaperState
	First, Second, Ended  *Typist
	Scan                  PaperScan
	Differences           []PaperDifference // of a mismatch, for who may compare; nil in lists
	// Settle is how the caller may settle a mismatch; empty when there is none.
	Settle Settling
}

// PaperNote is what the readers of a sheet are told when it came from paper.
type PaperNote struct {
	First, Second Typist
	Compared      *Typist // who chose between two typings, or nil
	Scan          PaperScan
	Reason        string // why Compared, who had typed one of the two, settled them alone

	sheet string
}

// people names accounts, each read once.
type people struct {
	tx    Tx
	names map[string]string
}

func (x *people) typist(id string, at time.Time) (*Typist, error) {
	if id == "" {
		return nil, nil
	}
	name, known := x.names[id]
	if !known {
		u, err := x.tx.User(id)
		if err != nil {
			return nil, err
		}
		if x.names == nil {
			x.names = map[string]string{}
		}
		name = u.Name
		x.names[id] = name
	}
	return &Typist{id, name, at}, nil
}

func paperView(tx Tx, sh Sheet, p PaperSheet) (PaperView, error) {
	return (&people{tx: tx}).view(sh, p)
}

func (x *people) view(sh Sheet, p PaperSheet) (v PaperView, err error) {
	v = PaperView{Sheet: sh.ID, Judge: sh.Judge, Nomination: sh.Nomination, EntryCode: sh.EntryCode, Product: sh.Product,
		Group: sh.ProductGroup, Pass: sh.Pass, SheetState: sh.State, State: p.standing(sh), Scan: p.Scan}
	judge, err := x.typist(sh.Judge, time.Time{})
	if err != nil {
		return v, err
	}
	v.JudgeName = judge.Name
	if v.First, err = x.typist(p.First.By, p.First.At); err != nil {
		return v, err
	}
	if v.Second, err = x.typist(p.Second.By, p.Second.At); err != nil {
		return v, err
	}
	v.Ended, err = x.typist(p.EndedBy, p.Ended)
	return v, err
}

// PaperOf is how far the typing of a sheet is, for who may type it; in a mismatch with what differs.
func (s *Service) PaperOf(ctx context.Context, who accounts.Actor, id string) (v PaperView, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, sh, err := s.typist(tx, who, id)
		if err != nil {
			return err
		}
		list, err := tx.PaperSheets(PaperQuery{Sheet: sh.ID})
		if err != nil {
			return err
		}
		var last PaperSheet
		for _, p := range list {
			if p.State == PaperTyped && p.Seal == sh.Seal && sh.Seal != "" || p.waits() {
				last = p
			}
		}
		if v, err = paperView(tx, sh, last); err != nil || v.State != PaperMismatch {
			return err
		}
		if v.Settle, err = settling(tx, who, sc, last); v.Settle != SettledByAnother {
			v.Differences = last.differences()
		}
		return err
	})
	return v, err
}

// Papers are the paper sheets of an edition that were typed or wait, oldest first, without a mark.
func (s *Service) Papers(ctx context.Context, who accounts.Actor, slug string) (list []PaperView, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.TypePaper)
		if err != nil {
			return err
		}
		papers, err := tx.PaperSheets(PaperQuery{Edition: sc.edition.ID})
		if err != nil {
			return err
		}
		names := people{tx: tx}
		for _, p := range papers {
			if p.State == PaperDropped {
				continue
			}
			sh, err := tx.Sheet(p.Sheet)
			if fault.KindOf(err) == fault.NotFound { // an untouched sheet of a judge who left
				continue
			}
			if err != nil {
				return err
			}
			if p.State == PaperTyped && p.Seal != sh.Seal { // reopened or recused since
				continue
			}
			v, err := names.view(sh, p)
			if err != nil {
				return err
			}
			if v.State == PaperMismatch {
				if v.Settle, err = settling(tx, who, sc, p); err != nil {
					return err
				}
			}
			list = append(list, v)
		}
		return nil
	})
	return list, err
}

// ScanOf is the scan of a sheet's paper: of one that was typed for who may read the sheet, of one that waits for its second
// typing or for being compared for who may type, who also reads that of a typing objected to. To everybody else there is none.
func (s *Service) ScanOf(ctx context.Context, who accounts.Actor, id string) (scan PaperScan, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sh, err := tx.Sheet(id)
		if err != nil {
			return err
		}
		typists := false
		if sc, sh, err := s.reach(tx, who, id); err == nil {
			if view, err := s.sheetView(tx, sc, sh); err != nil {
				return err
			} else if view.Unshown {
				return fault.New(fault.Forbidden, "slip_unshown")
			}
		} else {
			if _, _, typist := s.typist(tx, who, id); typist != nil {
				return err
			}
			typists = true
		}
		scan, err = scanFor(tx, sh, typists)
		return err
	})
	return scan, err
}

// scanFor is the scan that the readers of a sheet may see, or the typists of its paper.
func scanFor(tx Tx, sh Sheet, typists bool) (PaperScan, error) {
	list, err := tx.PaperSheets(PaperQuery{Sheet: sh.ID})
	if err != nil {
		return PaperScan{}, err
	}
	objected := false
	if typists {
		n, err := tx.SheetNote(sh.ID, true)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return PaperScan{}, err
		}
		objected = n.Question != ""
	}
	for _, p := range list {
		state := p.standing(sh)
		waits := state == PaperWaiting || state == PaperMismatch
		typed := state == PaperTyped && p.Seal == sh.Seal
		if p.Scan.SHA256 != "" && (typists && waits || typed && (!typists || objected)) {
			return p.Scan, nil
		}
	}
	return PaperScan{}, fault.New(fault.NotFound, "not_found")
}

// paperNotes are the notes of the sheets that came from paper, by seal.
func paperNotes(tx Tx, q PaperQuery) (map[string]*PaperNote, error) {
	papers, err := tx.PaperSheets(q)
	if err != nil {
		return nil, err
	}
	notes, names := map[string]*PaperNote{}, people{tx: tx}
	for _, p := range papers {
		if p.State != PaperTyped {
			continue
		}
		first, err := names.typist(p.First.By, p.First.At)
		if err != nil {
			return nil, err
		}
		second, err := names.typist(p.Second.By, p.Second.At)
		if err != nil {
			return nil, err
		}
		compared, err := names.typist(p.EndedBy, p.Ended)
		if err != nil {
			return nil, err
		}
		notes[p.Seal] = &PaperNote{First: *first, Second: *second, Compared: compared, Scan: p.Scan, Reason: p.Reason, sheet: p.Sheet}
	}
	return notes, nil
}

// notePapers adds to the views what they came from, in one reading for all of them and in none when nothing is sealed.
func notePapers(tx Tx, edition string, views []SheetView) error {
	sealed := slices.IndexFunc(views, func(v SheetView) bool { return v.Seal != "" })
	if sealed < 0 {
		return nil
	}
	q := PaperQuery{Edition: edition}
	if len(views) == 1 {
		q = PaperQuery{Sheet: views[0].ID}
	}
	notes, err := paperNotes(tx, q)
	if err != nil {
		return err
	}
	for i := range views {
		if views[i].Seal != "" {
			views[i].Paper = notes[views[i].Seal]
		}
	}
	return nil
}

// noteStates adds to where sheets stand that they came from paper and who typed them.
func noteStates(tx Tx, edition string, list []SheetStateLine) error {
	notes, err := paperNotes(tx, PaperQuery{Edition: edition})
	if err != nil || len(notes) == 0 {
		return err
	}
	typed := map[string]*PaperNote{}
	for seal, note := range notes {
		sh, err := tx.Sheet(note.sheet)
		if err != nil {
			return err
		}
		if sh.Seal == seal {
			typed[sh.ID] = note
		}
	}
	for i := range list {
		list[i].Paper = typed[list[i].Sheet]
	}
	return nil
}
