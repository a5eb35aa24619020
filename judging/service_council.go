package judging

import (
	"context"
	"slices"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// RecordProposal records what the council proposes after the last pass is closed. A later proposal
// replaces the earlier one until a decision is recorded. Faults: those of CheckProposal, pass_open,
// wrong_state, decision_exists, proposal_changed when another one was recorded than the caller has seen.
func (s *Service) RecordProposal(ctx context.Context, who accounts.Actor, slug string, in Proposal) (rec ProposalRecord, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, ready, err := s.readyProposal(tx, who, slug, in)
		if err != nil {
			return err
		}
		rec, err = s.saveProposal(tx, who, sc, ready)
		return err
	})
	return rec, err
}

// saveProposal records a proposal that fits.
func (s *Service) saveProposal(tx Tx, who accounts.Actor, sc scene, ready Proposal) (rec ProposalRecord, err error) {
	rec = ProposalRecord{ID: accounts.NewID(), Edition: sc.edition.ID, Members: sc.seats(accounts.Council), Proposal: ready, By: who.User.ID}
	if rec.At, err = s.afterLatestProposal(tx, sc.edition.ID); err != nil {
		return rec, err
	}
	if err := tx.SaveProposal(rec); err != nil {
		return rec, err
	}
	return rec, tx.Append(ProposalLeaf("proposal.recorded", rec, rec.At))
}

// afterLatestProposal is now, or the moment after the latest proposal when the clock has not moved on since: the
// later one must come out as the latest.
func (s *Service) afterLatestProposal(tx Tx, edition string) (time.Time, error) {
	now := s.clock()
	latest, err := tx.Proposal(edition)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return now, nil
	case err != nil:
		return now, err
	case !now.After(latest.At):
		now = latest.At.Add(time.Microsecond)
	}
	return now, nil
}

// TryProposal tells what RecordProposal would, and records nothing: the proposal as it would be recorded.
func (s *Service) TryProposal(ctx context.Context, who accounts.Actor, slug string, in Proposal) (ready Proposal, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		_, ready, err = s.readyProposal(tx, who, slug, in)
		return err
	})
	return ready, err
}

// readyProposal is the proposal as it may be recorded now.
func (s *Service) readyProposal(tx Tx, who accounts.Actor, slug string, in Proposal) (scene, Proposal, error) {
	sc, err := s.enterFor(tx, who, slug, accounts.RecordProposal)
	if err != nil {
		return sc, in, err
	}
	in, err = s.fitProposal(tx, sc, in)
	return sc, in, err
}

// fitProposal is a proposal as it may be recorded now by somebody who has the right.
func (s *Service) fitProposal(tx Tx, sc scene, in Proposal) (_ Proposal, err error) {
	if err := sc.in(Deliberation); err != nil {
		return in, err
	}
	if err := undecided(tx, sc); err != nil {
		return in, err
	}
	if err := unchangedSince(tx, sc, in.Seen); err != nil {
		return in, err
	}
	in.Seen = nil
	in.Items, in.LeftOut = slices.Clone(in.Items), slices.Clone(in.LeftOut)
	if in, err = s.readProposal(in); err != nil {
		return in, err
	}
	return in, s.checkProposal(tx, sc, in)
}

// undecided is the fault decision_exists once a decision is in force.
func undecided(tx Tx, sc scene) error {
	decisions, err := tx.Decisions(sc.edition.ID)
	if err != nil || len(decisions) == 0 {
		return err
	}
	return fault.New(fault.Conflict, "decision_exists", "number", decisions[0].Number)
}

// unchangedSince is the fault proposal_changed when the latest proposal is another one than seen.
func unchangedSince(tx Tx, sc scene, seen *string) error {
	if seen == nil {
		return nil
	}
	latest, err := tx.Proposal(sc.edition.ID)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	if latest.ID != *seen {
		return fault.New(fault.Conflict, "proposal_changed")
	}
	return nil
}

func (s *Service) readProposal(in Proposal) (Proposal, error) {
	var c checker
	in.HeldOn = c.date("held_on", in.HeldOn, false)
	if in.HeldOn == "" {
		in.HeldOn = s.today()
	}
	if in.HeldOn > s.today() {
		c.Add("held_on", "in_future")
	}
	if len(in.Items) == 0 {
		c.Add("nominations", "required")
	}
	for i := range in.Items {
		in.Items[i].Reason = c.text(pathAt("nominations", i)+".reason", in.Items[i].Reason)
	}
	for i := range in.LeftOut {
		in.LeftOut[i].Reason = c.text(pathAt("left_out", i)+".reason", in.LeftOut[i].Reason)
	}
	return in, c.Err()
}

func (s *Service) checkProposal(tx Tx, sc scene, in Proposal) error {
	pack, err := s.Pack(sc.edition)
	if err != nil {
		return err
	}
	n, err := closedPass(tx, sc, 0)
	if err != nil {
		return err
	}
	entries, err := s.rank(tx, sc, n)
	if err != nil {
		return err
	}
	ranked := make([]Ranked, len(entries))
	for i, e := range entries {
		ranked[i] = e.Ranked
	}
	return CheckProposal(pack, ranked, sc.seats(accounts.Council), in)
}

// ProposalOf is the council's latest proposal.
func (s *Service) ProposalOf(ctx context.Context, who accounts.Actor, slug string) (rec ProposalRecord, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.ReadProposal)
		if err != nil {
			return err
		}
		rec, err = tx.Proposal(sc.edition.ID)
		return err
	})
	return rec, err
}
