package certificates

import (
	"cmp"
	"context"
	"slices"
)

// Withdrawn is a certificate that is suspended, revoked or superseded, or for which that is recorded for a later day.
type Withdrawn struct {
	Line
	Act           Event  // the act that explains it
	SuccessorCode string // of the certificate in its place, or empty
}

// Withdrawn are the certificates of every edition that do not stand, by the day from which they do not, the newest first; for
// everybody. Limit 0 is all; the total is of the whole list.
func (s *Service) Withdrawn(ctx context.Context, offset, limit int) (list []Withdrawn, total int, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		events, err := tx.AllEvents()
		if err != nil {
			return err
		}
		acts := withdrawing(events, s.today())
		total = len(acts)
		acts = acts[min(max(offset, 0), total):]
		if limit > 0 && len(acts) > limit {
			acts = acts[:limit]
		}
		list = make([]Withdrawn, len(acts))
		for i, act := range acts {
			if list[i], err = s.withdrawn(tx, act); err != nil {
				return err
			}
		}
		return nil
	})
	return list, total, err
}

// withdrawing is, of each certificate that does not stand or will not, the act that says so, the newest day first.
func withdrawing(events []Event, today Date) (acts []Event) {
	of := map[string][]Event{}
	for _, e := range events {
		of[e.Certificate] = append(of[e.Certificate], e)
	}
	for _, list := range of {
		r := Record{ValidUntil: "9999-12-31", Events: list}
		act := (Line{Status: StatusAt(r, today), Events: list}).Current()
		if next := Upcoming(r, today); next != nil {
			act = next
		}
		if act != nil {
			acts = append(acts, *act)
		}
	}
	slices.SortFunc(acts, func(a, b Event) int {
		return cmp.Or(cmp.Compare(b.EffectiveOn, a.EffectiveOn), b.At.Compare(a.At), cmp.Compare(a.ID, b.ID))
	})
	return acts
}

func (s *Service) withdrawn(tx Tx, act Event) (w Withdrawn, err error) {
	c, err := tx.Certificate(act.Certificate)
	if err != nil {
		return w, err
	}
	w.Act = act
	if w.Line, err = s.line(tx, c); err != nil || act.Successor == "" {
		return w, err
	}
	next, err := tx.Certificate(act.Successor)
	w.SuccessorCode = next.Code
	return w, err
}
