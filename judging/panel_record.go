package judging

import (
	"context"
	"time"

	"vinhdanh/internal/accounts"
)

// PanelRecord is what happened to the jury itself, as the minutes of a pass list it.
type PanelRecord struct {
	Matches  []Match // every one, with what was said of it
	Absences []AbsenceView
	Replaced []Replacement
	Slips    []SlipNote
}

// SlipNote is a code by which a judge came in, or could have, who could not sign in as usual.
type SlipNote struct {
	Judge, By string
	At        time.Time
	Used      time.Time // zero when it was not
}

// Replacement is a judge's place that another took over.
type Replacement struct{ Left, Named string }

// PanelRecord is what happened to the jury, for those who read its minutes.
func (s *Service) PanelRecord(ctx context.Context, who accounts.Actor, slug string) (r PanelRecord, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.ReadProposal)
		if err != nil {
			return err
		}
		if r.Matches, err = matches(tx, sc); err != nil {
			return err
		}
		absences, err := tx.Absences(sc.edition.ID)
		if err != nil {
			return err
		}
		for _, a := range absences {
			v, err := s.absenceView(tx, sc, a)
			if err != nil {
				return err
			}
			if v.Name == "" { // the seat has ended meanwhile; that its holder was away stays
				if v.Name, v.Role, err = holder(tx, a.Seat); err != nil {
					return err
				}
			}
			r.Absences = append(r.Absences, v)
		}
		if r.Slips, err = slipNotes(tx, sc.edition.ID); err != nil {
			return err
		}
		before, err := replacedBy(tx, sc)
		if err != nil {
			return err
		}
		for _, g := range sc.grants {
			if g.Replaces == "" {
				continue
			}
			left, err := tx.User(before[g.User])
			if err != nil {
				return err
			}
			named, err := tx.User(g.User)
			if err != nil {
				return err
			}
			r.Replaced = append(r.Replaced, Replacement{left.Name, named.Name})
		}
		return nil
	})
	return r, err
}

// holder is the name and role of who holds or held a seat.
func holder(tx Tx, seat string) (string, accounts.Role, error) {
	g, err := tx.Grant(seat)
	if err != nil {
		return "", "", err
	}
	u, err := tx.User(g.User)
	return u.Name, g.Role, err
}

func slipNotes(tx Tx, edition string) (notes []SlipNote, err error) {
	slips, err := tx.JudgeSlips(edition)
	if err != nil {
		return nil, err
	}
	for _, x := range slips {
		judge, err := tx.User(x.User)
		if err != nil {
			return nil, err
		}
		by, err := tx.User(x.MadeBy)
		if err != nil {
			return nil, err
		}
		notes = append(notes, SlipNote{Judge: judge.Name, By: by.Name, At: x.Created, Used: x.Used})
	}
	return notes, nil
}
