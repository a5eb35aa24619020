package judging

import (
	"context"
	"slices"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// CorrectDecision records again a decision that was typed wrongly, with a reason. The old row stays in the
// history and is no longer in force; the decision's PDF goes over to the new one. Faults: not_found,
// wrong_state, reason_required, decision_used once a certificate names it (it is then re-issued instead),
// decision_exists, invalid_fields.
func (s *Service) CorrectDecision(ctx context.Context, who accounts.Actor, slug, id string, in DecisionInput, reason string) (d Decision, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		if d, err = s.readyCorrection(tx, who, slug, id, in, reason); err != nil {
			return err
		}
		tx.Publish()
		return s.saveDecision(tx, d, "decision.corrected")
	})
	return d, err
}

// TryCorrection is the decision as CorrectDecision would record it, with the same faults; nothing is recorded.
func (s *Service) TryCorrection(ctx context.Context, who accounts.Actor, slug, id string, in DecisionInput, reason string) (d Decision, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		d, err = s.readyCorrection(tx, who, slug, id, in, reason)
		return err
	})
	return d, err
}

// readyCorrection is the correction as it may be recorded now.
func (s *Service) readyCorrection(tx Tx, who accounts.Actor, slug, id string, in DecisionInput, reason string) (d Decision, err error) {
	sc, err := s.enterFor(tx, who, slug, accounts.RecordDecision)
	if err != nil {
		return d, err
	}
	if err := sc.in(Deliberation, Announced); err != nil {
		return d, err
	}
	var c checker
	reason = c.reason("reason", reason)
	wrong, others, err := correctable(tx, sc, id)
	if err != nil {
		return d, err
	}
	proposal, err := tx.Proposal(sc.edition.ID)
	if err != nil {
		return d, err
	}
	d, err = s.readDecision(in, proposal, others)
	if err != nil && fault.KindOf(err) != fault.Invalid {
		return d, err
	}
	c.Merge(err)
	d.ID, d.Edition, d.By, d.At = accounts.NewID(), sc.edition.ID, who.User.ID, s.clock()
	if !d.At.After(wrong.At) { // on a coarse clock too, the correction comes second
		d.At = wrong.At.Add(time.Microsecond)
	}
	d.Replaces, d.Reason, d.File = wrong.ID, reason, wrong.File
	return d, c.Err()
}

// correctable is a decision in force that no certificate names, and the others in force.
func correctable(tx Tx, sc scene, id string) (wrong Decision, others []Decision, err error) {
	list, err := tx.Decisions(sc.edition.ID)
	if err != nil {
		return wrong, nil, err
	}
	i := slices.IndexFunc(list, func(d Decision) bool { return d.ID == id })
	if i < 0 {
		return wrong, nil, fault.New(fault.NotFound, "not_found")
	}
	wrong, others = list[i], slices.Delete(slices.Clone(list), i, i+1)
	used, err := tx.CertificateUses(sc.edition.ID, id)
	if err == nil && used > 0 {
		err = fault.New(fault.Conflict, "decision_used", "count", used, "number", wrong.Number)
	}
	return wrong, others, err
}

// DecisionHistory is every decision recorded for an edition, the corrected ones too, oldest first.
func (s *Service) DecisionHistory(ctx context.Context, who accounts.Actor, slug string) (list []Decision, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.ReadProposal)
		if err != nil {
			return err
		}
		list, err = tx.DecisionHistory(sc.edition.ID)
		return err
	})
	return list, err
}
