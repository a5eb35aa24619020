package judging

import (
	"context"

	"vinhdanh/internal/accounts"
)

// PanelRecord is what happened to the jury itself, as the minutes of a pass list it.
type PanelRecord struct {
	Matches  []Match // every one, with what was said of it
	Absences []AbsenceView
	Replaced []Replacement
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
			r.Absences = append(r.Absences, v)
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
