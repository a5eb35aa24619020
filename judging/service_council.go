package judging

import (
	"context"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// RecordProposal records what the council proposes after the last pass is closed. A later proposal
// replaces the earlier one until a decision is recorded. Faults: those of CheckProposal, pass_open,
// wrong_state, decision_exists.
func (s *Service) RecordProposal(ctx context.Context, who accounts.Actor, slug string, in Proposal) (rec ProposalRecord, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.RecordProposal)
		if err != nil {
			return err
		}
		if err := sc.in(Deliberation); err != nil {
			return err
		}
		if decisions, err := tx.Decisions(sc.edition.ID); err != nil {
			return err
		} else if len(decisions) > 0 {
			return fault.New(fault.Conflict, "decision_exists", "number", decisions[0].Number)
		}
		if in, err = s.readProposal(in); err != nil {
			return err
		}
		if err := s.checkProposal(tx, sc, in); err != nil {
			return err
		}
		rec = ProposalRecord{ID: accounts.NewID(), Edition: sc.edition.ID, Members: sc.seats(accounts.Council),
			Proposal: in, By: who.User.ID, At: s.clock()}
		if err := tx.SaveProposal(rec); err != nil {
			return err
		}
		return tx.Append(ProposalLeaf("proposal.recorded", rec, rec.At))
	})
	return rec, err
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
