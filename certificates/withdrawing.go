package certificates

import (
	"context"
	"unicode/utf8"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
)

// Withdrawal is what changes an issued certificate: a reason and the decision of the authority, which is
// the second person, never the secretariat alone (TT 26/2014, art. 20(3)).
type Withdrawal struct {
	Reason, DecisionNumber, DecisionDate, EffectiveOn string
}

const maxReason = 10_000 // characters

func (s *Service) readWithdrawal(in Withdrawal) (Withdrawal, error) {
	var f fault.Fields
	w := Withdrawal{Reason: i18n.CleanText(in.Reason), DecisionNumber: i18n.CleanLine(in.DecisionNumber),
		DecisionDate: in.DecisionDate, EffectiveOn: in.EffectiveOn}
	if w.Reason == "" {
		f.Add("reason", "reason_required")
	} else if utf8.RuneCountInString(w.Reason) > maxReason {
		f.Add("reason", "too_long", "max", maxReason)
	}
	if w.DecisionNumber == "" {
		f.Add("decision.number", "required")
	} else if utf8.RuneCountInString(w.DecisionNumber) > 60 {
		f.Add("decision.number", "too_long", "max", 60)
	}
	needDate(&f, "decision.date", w.DecisionDate)
	needDate(&f, "effective_on", w.EffectiveOn)
	if !f.Empty() {
		return w, f.Err()
	}
	if Date(w.DecisionDate) > s.today() {
		f.Add("decision.date", "in_future")
	}
	if w.EffectiveOn < w.DecisionDate {
		f.Add("effective_on", "date_order", "after", w.DecisionDate)
	}
	return w, f.Err()
}

func needDate(f *fault.Fields, field, value string) {
	if value == "" {
		f.Add(field, "required")
	} else if _, err := ParseDate(value); err != nil {
		f.Add(field, "not_a_date")
	}
}

// Revoke ends a certificate for good from its effective day. Faults: certificate_final when it was
// revoked or superseded before.
func (s *Service) Revoke(ctx context.Context, who accounts.Actor, code string, in Withdrawal) (Line, error) {
	return s.change(ctx, who, code, in, EventRevoked, false)
}

// Suspend takes a certificate out of force until it is reinstated.
func (s *Service) Suspend(ctx context.Context, who accounts.Actor, code string, in Withdrawal) (Line, error) {
	return s.change(ctx, who, code, in, EventSuspended, false)
}

// Reinstate puts a suspended certificate back in force.
func (s *Service) Reinstate(ctx context.Context, who accounts.Actor, code string, in Withdrawal) (Line, error) {
	return s.change(ctx, who, code, in, EventReinstated, false)
}

// change records an event of an issued certificate; rehearsed, nothing stays of it.
func (s *Service) change(ctx context.Context, who accounts.Actor, code string, in Withdrawal, kind EventKind, rehearse bool) (l Line, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		c, _, err := s.forHead(tx, who, code)
		if err != nil {
			return err
		}
		w, err := s.readWithdrawal(in)
		if err != nil {
			return err
		}
		if l, err = s.line(tx, c); err != nil {
			return err
		}
		if err := mayFollow(l, kind); err != nil {
			return err
		}
		e := Event{ID: accounts.NewID(), Certificate: c.ID, Kind: kind, Reason: w.Reason, DecisionNumber: w.DecisionNumber,
			DecisionDate: w.DecisionDate, EffectiveOn: w.EffectiveOn, By: who.User.ID, At: s.clock()}
		if err := s.record(tx, e, "certificate."+string(kind)); err != nil {
			return err
		}
		tx.Publish()
		l, err = s.line(tx, c)
		return kept(err, rehearse)
	})
	return l, rehearsed(err)
}

// forHead loads an issued certificate for the head of its edition's secretariat.
func (s *Service) forHead(tx Tx, who accounts.Actor, code string) (Certificate, judging.Edition, error) {
	c, err := find(tx, code)
	if err != nil {
		return c, judging.Edition{}, err
	}
	e, err := tx.Edition(c.Edition)
	if err != nil {
		return c, e, err
	}
	return c, e, enter(tx, who, e, accounts.IssueCertificate)
}

// mayFollow: revoked and superseded are final, recorded ahead of their day or not; only what is
// suspended can be reinstated, and nothing is suspended twice.
func mayFollow(l Line, kind EventKind) error {
	suspended := false
	for _, e := range l.Events {
		switch e.Kind {
		case EventRevoked, EventSuperseded:
			return fault.New(fault.Conflict, "certificate_final", "status", string(e.Kind))
		case EventSuspended:
			suspended = true
		case EventReinstated:
			suspended = false
		}
	}
	switch {
	case kind == EventSuspended && suspended:
		return fault.New(fault.Conflict, "certificate_suspended")
	case kind == EventSuperseded && suspended:
		return fault.New(fault.Conflict, "certificate_suspended")
	case kind == EventReinstated && !suspended:
		return fault.New(fault.Conflict, "certificate_not_suspended")
	}
	return nil
}

// May reports whether an event can still happen to the certificate, recorded ahead of its day or not.
func (l Line) May(kind EventKind) bool { return mayFollow(l, kind) == nil }

// Reissue prepares a new certificate in the place of an issued one, for a corrected name, and queues its
// issue; the old one is superseded when the new one is issued, which is today at the latest. The end of
// validity stays.
func (s *Service) Reissue(ctx context.Context, who accounts.Actor, code string, in Withdrawal) (jobID, newCode string, err error) {
	jobID, fresh, err := s.reissue(ctx, who, code, in, false)
	return jobID, fresh.Code, err
}

func (s *Service) reissue(ctx context.Context, who accounts.Actor, code string, in Withdrawal, rehearse bool) (jobID string, fresh Certificate, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		c, e, err := s.forHead(tx, who, code)
		if err != nil {
			return err
		}
		w, err := s.readWithdrawal(in)
		if err != nil {
			return err
		}
		l, err := s.line(tx, c)
		if err != nil {
			return err
		}
		if err := mayFollow(l, EventSuperseded); err != nil {
			return err
		}
		if fresh, err = s.successor(tx, who, e, c, w); err != nil {
			return err
		}
		jobID, err = queue(tx, e.ID, Batch{Certificates: []string{fresh.ID}, Refused: []BatchError{}})
		return kept(err, rehearse)
	})
	return jobID, fresh, rehearsed(err)
}

func effectiveFault(latest string) error {
	var f fault.Fields
	f.Add("effective_on", "too_far_ahead", "latest", latest)
	return f.Err()
}

func (s *Service) successor(tx Tx, who accounts.Actor, e judging.Edition, old Certificate, w Withdrawal) (Certificate, error) {
	pending, err := tx.Certificates(Query{Edition: e.ID, Prepared: true})
	if err != nil {
		return Certificate{}, err
	}
	for _, c := range pending {
		if c.Replaces == old.ID {
			return c, fault.New(fault.Conflict, "reissue_pending", "number", c.Number)
		}
	}
	n, err := tx.Nomination(old.Nomination)
	if err != nil {
		return Certificate{}, err
	}
	decisions, err := tx.Decisions(e.ID)
	if err != nil {
		return Certificate{}, err
	}
	before, err := ReadStatement(old.Statement)
	if err != nil {
		return Certificate{}, err
	}
	for _, d := range decisions {
		if d.ID != old.Decision {
			continue
		}
		day, err := s.issueDay(w.EffectiveOn, d.Date)
		if err != nil {
			return Certificate{}, err
		}
		if day > s.today() || string(day) > old.ValidUntil { // two would be valid at once, or neither
			return Certificate{}, effectiveFault(min(string(s.today()), old.ValidUntil))
		}
		p, err := s.plan(tx, e, n, d, "", day)
		if err != nil {
			return Certificate{}, err
		}
		p.statement.Prize, p.statement.PrizeEN = before.Prize, before.PrizeEN
		c, err := s.draft(tx, e, n, d, p.statement, Date(old.ValidUntil))
		if err != nil {
			return Certificate{}, err
		}
		c.Replaces, c.Reason, c.PreparedBy = old.ID, w.Reason, who.User.ID
		c.ReissueNumber, c.ReissueDate = w.DecisionNumber, w.DecisionDate
		return c, tx.SaveCertificate(c)
	}
	return Certificate{}, fault.New(fault.Conflict, "decision_missing")
}
