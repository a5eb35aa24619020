package judging

import (
	"context"
	"errors"
	"slices"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// Picked is a dossier chosen in a list, with the version that its chooser saw; version 0 takes any.
type Picked struct {
	ID      string
	Version int
}

// Outcome is what an act on many did, or would do, to one dossier: Refusal says why it was left out.
type Outcome struct {
	Nomination
	Refusal *fault.Fault
	// Unseen is true when a dossier goes on as eligible though the secretariat noted nothing of any of its papers.
	Unseen bool
}

// errRehearsed ends a transaction that only showed what it would do.
var errRehearsed = errors.New("act on many: nothing is to stay")

// maxPicked bounds an act on many dossiers.
const maxPicked = 500

// ScreenMany records one verdict, eligible or supplement, on each of the dossiers that wait for one and
// says of the others why they were left out: wrong_state, stale_version, documents_bad for an eligible one
// with papers found not in order, or the faults of Screen. With rehearse nothing stays of it, so that what
// is shown beforehand is what will be done. What is wrong with the verdict itself is an error.
func (s *Service) ScreenMany(ctx context.Context, who accounts.Actor, slug string, picked []Picked, in ScreenInput, rehearse bool) ([]Outcome, error) {
	return s.onMany(ctx, who, slug, picked, rehearse, func(tx Tx, sc scene, o *Outcome) error {
		if o.State != NominationSubmitted {
			return fault.New(fault.Conflict, "wrong_state", "state", string(o.State), "need", string(NominationSubmitted))
		}
		if in.Verdict == NominationEligible {
			seen, err := inOrder(tx, o.Nomination)
			if err != nil {
				return err
			}
			o.Unseen = seen == 0
		}
		_, err := s.screen(tx, who, o.ID, in)
		return err
	}, func(tx Tx, sc scene) error {
		if err := sc.in(Screening); err != nil {
			return err
		}
		return s.readVerdict(tx, &Verdict{}, in)
	})
}

// inOrder counts the papers of a dossier that the secretariat looked at; the fault documents_bad when it found some
// not in order.
func inOrder(tx Tx, n Nomination) (seen int, err error) {
	checks, err := tx.DocumentChecks(n.ID)
	if err != nil {
		return 0, err
	}
	bad := 0
	for _, c := range checks {
		if c.Outcome == CheckBad {
			bad++
		}
	}
	if bad > 0 {
		return 0, fault.New(fault.Conflict, "documents_bad", "count", bad)
	}
	return len(checks), nil
}

// onMany runs an act on each of the picked dossiers in one transaction; before sees to what is wrong with
// the act whatever the dossier.
func (s *Service) onMany(ctx context.Context, who accounts.Actor, slug string, picked []Picked, rehearse bool,
	act func(Tx, scene, *Outcome) error, before func(Tx, scene) error) (list []Outcome, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		list = nil
		sc, err := s.enterFor(tx, who, slug, accounts.Screen)
		if err != nil {
			return err
		}
		if len(picked) > maxPicked {
			return fieldFault("ids", "too_many", "max", maxPicked)
		}
		if err := before(tx, sc); err != nil {
			return err
		}
		for i, p := range picked {
			if slices.ContainsFunc(picked[:i], func(q Picked) bool { return q.ID == p.ID }) {
				continue
			}
			n, err := tx.Nomination(p.ID)
			if fault.KindOf(err) == fault.NotFound || err == nil && n.Edition != sc.edition.ID {
				continue
			}
			o := Outcome{Nomination: n}
			if err == nil && p.Version > 0 && p.Version != n.Version {
				err = fault.New(fault.Conflict, "stale_version", "sent", p.Version, "stored", n.Version)
			} else if err == nil {
				err = act(tx, sc, &o)
			}
			refusal, told := errors.AsType[*fault.Fault](err)
			if err != nil && !told {
				return err
			}
			o.Refusal = refusal
			list = append(list, o)
		}
		if rehearse {
			return errRehearsed
		}
		return nil
	})
	if errors.Is(err, errRehearsed) {
		err = nil
	}
	return list, err
}
