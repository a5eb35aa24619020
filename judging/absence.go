package judging

import (
	"context"
	"slices"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// Absence is the time in which a member of the jury is away. While every head of the jury is away its deputy acts
// as head.
type Absence struct {
	ID      string
	Edition string
	Seat    string // id of the grant
	From    string // YYYY-MM-DD in Vietnam, the first day
	Until   string // the last day, or empty while nobody knows
	Reason  string
	By      string
	At      time.Time
	Ended   time.Time // when it was ended before its last day; zero otherwise
}

// On reports whether the absence holds on a day, YYYY-MM-DD.
func (a Absence) On(day string) bool {
	return a.Ended.IsZero() && a.From <= day && (a.Until == "" || day <= a.Until)
}

// AbsenceInput is an absence to be recorded; From is today when it is empty.
type AbsenceInput struct{ Seat, From, Until, Reason string }

// AbsenceView is an absence with the name of who is away and whether it holds today.
type AbsenceView struct {
	Absence
	Name string
	Role accounts.Role
	Now  bool
}

// acts reports whether the caller is a deputy of the jury who stands in for its head today.
func (s *Service) acts(tx Tx, who accounts.Actor, edition string, grants []accounts.Grant) (bool, error) {
	deputy := func(g accounts.Grant) bool {
		return g.User == who.User.ID && g.Body == accounts.Jury && g.Role == accounts.Deputy
	}
	if !who.SignedIn() || who.Only != "" || !slices.ContainsFunc(grants, deputy) {
		return false, nil
	}
	absences, err := tx.Absences(edition)
	if err != nil {
		return false, err
	}
	heads := 0
	for _, g := range grants {
		if g.Body != accounts.Jury || g.Role != accounts.Head {
			continue
		}
		heads++
		if !slices.ContainsFunc(absences, func(a Absence) bool { return a.Seat == g.ID && a.On(s.today()) }) {
			return false, nil
		}
	}
	return heads > 0, nil
}

// Absences are the absences recorded in an edition, oldest first, of seats that hold.
func (s *Service) Absences(ctx context.Context, who accounts.Actor, slug string) (list []AbsenceView, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.ReadAssignment)
		if err != nil {
			return err
		}
		all, err := tx.Absences(sc.edition.ID)
		if err != nil {
			return err
		}
		for _, a := range all {
			v, err := s.absenceView(tx, sc, a)
			if err != nil {
				return err
			}
			if v.Name != "" {
				list = append(list, v)
			}
		}
		return nil
	})
	return list, err
}

func (s *Service) absenceView(tx Tx, sc scene, a Absence) (AbsenceView, error) {
	v := AbsenceView{Absence: a, Now: a.On(s.today())}
	i := slices.IndexFunc(sc.grants, func(g accounts.Grant) bool { return g.ID == a.Seat })
	if i < 0 {
		return v, nil
	}
	u, err := tx.User(sc.grants[i].User)
	v.Name, v.Role = u.Name, sc.grants[i].Role
	return v, err
}

// RecordAbsence notes that a member of the jury is away, with a reason. Faults: not_found for no seat of the jury,
// invalid_fields, wrong_state.
func (s *Service) RecordAbsence(ctx context.Context, who accounts.Actor, slug string, in AbsenceInput) (v AbsenceView, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, err := s.absenceScene(tx, who, slug)
		if err != nil {
			return err
		}
		var c checker
		a := Absence{ID: accounts.NewID(), Edition: sc.edition.ID, Seat: in.Seat, By: who.User.ID, At: s.clock()}
		if a.From = c.date("from", in.From, false); a.From == "" {
			a.From = s.today()
		}
		if a.Until = c.date("until", in.Until, false); a.Until != "" && a.Until < a.From {
			c.Add("until", "date_order")
		}
		a.Reason = c.reason("reason", in.Reason)
		if !slices.ContainsFunc(sc.grants, func(g accounts.Grant) bool { return g.ID == in.Seat && g.Body == accounts.Jury }) {
			c.Add("member", "unknown_value")
		}
		if err := c.Err(); err != nil {
			return err
		}
		if err := s.saveAbsence(tx, a, "absence.recorded"); err != nil {
			return err
		}
		v, err = s.absenceView(tx, sc, a)
		return err
	})
	return v, err
}

// EndAbsence notes that somebody is back before the last day that was named. A second time changes nothing.
func (s *Service) EndAbsence(ctx context.Context, who accounts.Actor, slug, id string) (v AbsenceView, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, err := s.absenceScene(tx, who, slug)
		if err != nil {
			return err
		}
		all, err := tx.Absences(sc.edition.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(a Absence) bool { return a.ID == id })
		if i < 0 {
			return fault.New(fault.NotFound, "not_found")
		}
		if all[i].Ended.IsZero() {
			all[i].Ended = s.clock()
			if err := s.saveAbsence(tx, all[i], "absence.ended"); err != nil {
				return err
			}
		}
		v, err = s.absenceView(tx, sc, all[i])
		return err
	})
	return v, err
}

func (s *Service) absenceScene(tx Tx, who accounts.Actor, slug string) (scene, error) {
	sc, err := s.enterFor(tx, who, slug, accounts.ArrangePanels)
	if err != nil {
		return sc, err
	}
	return sc, sc.in(Screening, Scoring, Deliberation)
}

func (s *Service) saveAbsence(tx Tx, a Absence, kind string) error {
	if err := tx.SaveAbsence(a); err != nil {
		return err
	}
	return tx.Append(AbsenceLeaf(kind, a, s.clock()))
}
