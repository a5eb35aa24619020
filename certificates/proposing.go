package certificates

import (
	"context"
	"slices"
	"unicode/utf8"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
)

// ProposalView is a proposal with the line of the register that it is about.
type ProposalView struct {
	RevocationProposal
	Line Line
}

// ProposeRevocation records what the council asks of the authority about an issued certificate; it changes nothing of what
// the certificate is worth. Only head or secretary of the council may. Faults: those of the fields, no_quorum and
// no_majority when a meeting voted, certificate_final, certificate_suspended, revocation_proposed while another one is open.
func (s *Service) ProposeRevocation(ctx context.Context, who accounts.Actor, slug, code string, in ProposalInput) (v ProposalView, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		e, l, err := s.forCouncil(tx, who, slug, code)
		if err != nil {
			return err
		}
		grants, err := tx.Grants(e.ID)
		if err != nil {
			return err
		}
		in, err := s.readProposal(in, seats(grants))
		if err != nil {
			return err
		}
		if err := s.mayPropose(tx, e, l, in, seats(grants)); err != nil {
			return err
		}
		p := RevocationProposal{ID: accounts.NewID(), Edition: e.ID, Certificate: l.ID, ProposalInput: in, Members: seats(grants),
			State: ProposalOpen, By: who.User.ID, At: s.clock()}
		v = ProposalView{p, l}
		return s.saveProposal(tx, p, "revocation.proposed")
	})
	return v, err
}

// forCouncil is an issued certificate of an edition for those who put the council's proposals down.
func (s *Service) forCouncil(tx Tx, who accounts.Actor, slug, code string) (judging.Edition, Line, error) {
	e, err := s.entered(tx, who, slug, accounts.ProposeRevoking)
	if err != nil {
		return e, Line{}, err
	}
	c, err := find(tx, code)
	if err == nil && c.Edition != e.ID {
		err = fault.New(fault.NotFound, "not_found")
	}
	if err != nil {
		return e, Line{}, err
	}
	l, err := s.line(tx, c)
	return e, l, err
}

// readProposal is a proposal's fields, cleaned; members are the seats of the council.
func (s *Service) readProposal(in ProposalInput, members int) (ProposalInput, error) {
	var f fault.Fields
	in.Reason = i18n.CleanText(in.Reason)
	if in.Kind != EventRevoked && in.Kind != EventSuspended {
		f.Add("kind", "unknown_value", "allowed", "revoked, suspended")
	}
	if !slices.Contains(Grounds(), in.Ground) {
		f.Add("ground", "unknown_value", "allowed", "law, rules")
	}
	if in.Reason == "" {
		f.Add("reason", "reason_required")
	} else if utf8.RuneCountInString(in.Reason) > maxReason {
		f.Add("reason", "too_long", "max", maxReason)
	}
	if in.HeldOn == "" {
		in.HeldOn = string(s.today())
	}
	if _, err := ParseDate(in.HeldOn); err != nil {
		f.Add("held_on", "not_a_date")
	} else if Date(in.HeldOn) > s.today() {
		f.Add("held_on", "in_future")
	}
	in.check(&f, members)
	return in, f.Err()
}

// check holds votes against each other and the seats of the council.
func (v Votes) check(f *fault.Fields, members int) {
	for _, n := range []int{v.Present, v.For, v.Against, v.Abstain} {
		if n < 0 || n > members {
			f.Add("present", "above_members", "members", members)
			return
		}
	}
	if sum := v.For + v.Against + v.Abstain; sum != v.Present {
		f.Add("votes", "votes_do_not_add_up", "sum", sum, "present", v.Present)
	}
}

// mayPropose is the fault of what cannot be asked for now.
func (s *Service) mayPropose(tx Tx, e judging.Edition, l Line, in ProposalInput, members int) error {
	if err := mayFollow(l, in.Kind); err != nil {
		return err
	}
	list, err := tx.RevocationProposals(e.ID)
	if err != nil {
		return err
	}
	if openFor(list, l.ID) != nil {
		return fault.New(fault.Conflict, "revocation_proposed", "number", l.Number)
	}
	if in.Votes == (Votes{}) { // no meeting was held
		return nil
	}
	pack, err := s.awards.Pack(e)
	if err != nil {
		return err
	}
	if need := pack.Council.NeedPresent(members); in.Present < need {
		return fault.New(fault.Conflict, "no_quorum", "need", need, "present", in.Present, "members", members)
	}
	if need := pack.Council.NeedInFavour(in.Present); in.For < need {
		return fault.New(fault.Conflict, "no_majority", "need", need, "for", in.For, "present", in.Present)
	}
	return nil
}

func (s *Service) saveProposal(tx Tx, p RevocationProposal, kind string) error {
	if err := tx.SaveRevocationProposal(p); err != nil {
		return err
	}
	return tx.Append(RevocationProposalLeaf(kind, p, s.clock()))
}

// openProposal is an open proposal for those who put the council's proposals down. Faults: not_found,
// revocation_proposal_ended.
func (s *Service) openProposal(tx Tx, who accounts.Actor, id string) (RevocationProposal, error) {
	p, err := tx.RevocationProposal(id)
	if err != nil {
		return p, err
	}
	e, err := tx.Edition(p.Edition)
	if err != nil {
		return p, err
	}
	if err := enter(tx, who, e, accounts.ProposeRevoking); err != nil {
		return p, err
	}
	if p.State != ProposalOpen {
		return p, fault.New(fault.Conflict, "revocation_proposal_ended", "state", string(p.State))
	}
	return p, nil
}

// MayAddEvidence is the fault of who may not put a file to a proposal, or nil; asked before the file is read.
func (s *Service) MayAddEvidence(ctx context.Context, who accounts.Actor, id string) error {
	return s.store.View(ctx, func(tx Tx) error {
		_, err := s.openProposal(tx, who, id)
		return err
	})
}

// AddEvidence puts an inspected file to an open proposal in the place of the one before, which stays in the ledger by its
// hash. The same file again changes nothing.
func (s *Service) AddEvidence(ctx context.Context, who accounts.Actor, id string, file Evidence) error {
	return s.store.Update(ctx, func(tx Tx) error {
		p, err := s.openProposal(tx, who, id)
		if err != nil || p.Evidence == file {
			return err
		}
		p.Evidence = file
		return s.saveProposal(tx, p, "revocation.evidence_added")
	})
}

// DropProposal takes an open proposal back for a reason.
func (s *Service) DropProposal(ctx context.Context, who accounts.Actor, id, reason string) error {
	return s.store.Update(ctx, func(tx Tx) error {
		p, err := s.openProposal(tx, who, id)
		if err != nil {
			return err
		}
		p.Outcome = i18n.CleanText(reason)
		var f fault.Fields
		if p.Outcome == "" {
			f.Add("reason", "reason_required")
		} else if utf8.RuneCountInString(p.Outcome) > maxReason {
			f.Add("reason", "too_long", "max", maxReason)
		}
		if !f.Empty() {
			return f.Err()
		}
		p.State, p.EndedBy, p.Ended = ProposalDropped, who.User.ID, s.clock()
		return s.saveProposal(tx, p, "revocation.dropped")
	})
}

// settle ends the open proposal that an act of the authority decides.
func (s *Service) settle(tx Tx, c Certificate, e Event) error {
	list, err := tx.RevocationProposals(c.Edition)
	if err != nil {
		return err
	}
	p := openFor(list, c.ID)
	if p == nil || !p.SettledBy(e.Kind) {
		return nil
	}
	p.State, p.Event, p.EndedBy, p.Ended = ProposalDecided, e.ID, e.By, e.At
	return s.saveProposal(tx, *p, "revocation.decided")
}

// RevocationProposals are what the council has asked about an edition's certificates, the newest first, for secretariat,
// council and auditor.
func (s *Service) RevocationProposals(ctx context.Context, who accounts.Actor, slug string) (list []ProposalView, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		e, err := s.entered(tx, who, slug, accounts.ReadRevocations)
		if err != nil {
			return err
		}
		found, err := tx.RevocationProposals(e.ID)
		if err != nil {
			return err
		}
		list = make([]ProposalView, len(found))
		for i, p := range found {
			if list[i], err = s.viewProposal(tx, p); err != nil {
				return err
			}
		}
		return nil
	})
	return list, err
}

// RevocationProposal is one of RevocationProposals by its id.
func (s *Service) RevocationProposal(ctx context.Context, who accounts.Actor, id string) (v ProposalView, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		p, err := tx.RevocationProposal(id)
		if err != nil {
			return err
		}
		e, err := tx.Edition(p.Edition)
		if err != nil {
			return err
		}
		if err := enter(tx, who, e, accounts.ReadRevocations); err != nil {
			return err
		}
		v, err = s.viewProposal(tx, p)
		return err
	})
	return v, err
}

func (s *Service) viewProposal(tx Tx, p RevocationProposal) (ProposalView, error) {
	c, err := tx.Certificate(p.Certificate)
	if err != nil {
		return ProposalView{}, err
	}
	l, err := s.line(tx, c)
	return ProposalView{p, l}, err
}
