package judging

import (
	"context"
	"slices"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// DecisionInput is the authority's decision as it was made elsewhere: the number is recorded, never allotted.
type DecisionInput struct {
	Number, Date, Authority string
	Signer                  Signer
	Nominations             []string
	NotifiedOn              string
}

// RecordDecision records a recognition decision over a part of the council's list, in deliberation or, for
// a further one, after the announcement; it moves no state. Faults: wrong_state, proposal_missing,
// decision_exists for the same number and date, invalid_fields.
func (s *Service) RecordDecision(ctx context.Context, who accounts.Actor, slug string, in DecisionInput) (d Decision, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		var sc scene
		if sc, d, err = s.readyDecision(tx, who, slug, in); err != nil {
			return err
		}
		d.ID, d.Edition, d.By, d.At = accounts.NewID(), sc.edition.ID, who.User.ID, s.clock()
		tx.Publish()
		return s.saveDecision(tx, d, "decision.recorded")
	})
	return d, err
}

// TryDecision is the decision as RecordDecision would record it, with the same faults; nothing is recorded.
func (s *Service) TryDecision(ctx context.Context, who accounts.Actor, slug string, in DecisionInput) (d Decision, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		_, d, err = s.readyDecision(tx, who, slug, in)
		return err
	})
	return d, err
}

// readyDecision is the decision as it may be recorded now.
func (s *Service) readyDecision(tx Tx, who accounts.Actor, slug string, in DecisionInput) (sc scene, d Decision, err error) {
	if sc, err = s.enterFor(tx, who, slug, accounts.RecordDecision); err != nil {
		return sc, d, err
	}
	if err := sc.in(Deliberation, Announced); err != nil {
		return sc, d, err
	}
	proposal, err := tx.Proposal(sc.edition.ID)
	if fault.KindOf(err) == fault.NotFound {
		return sc, d, fault.New(fault.Conflict, "proposal_missing")
	}
	if err != nil {
		return sc, d, err
	}
	earlier, err := tx.Decisions(sc.edition.ID)
	if err != nil {
		return sc, d, err
	}
	d, err = s.readDecision(in, proposal, earlier)
	return sc, d, err
}

func (s *Service) saveDecision(tx Tx, d Decision, kind string) error {
	if err := tx.SaveDecision(d); err != nil {
		return err
	}
	return tx.Append(DecisionLeaf(kind, d, s.clock()))
}

func (s *Service) readDecision(in DecisionInput, proposal ProposalRecord, earlier []Decision) (Decision, error) {
	var c checker
	d := Decision{
		Number: c.need("number", in.Number, maxNumber), Date: c.date("date", in.Date, true),
		Authority: c.need("authority", in.Authority, maxName), NotifiedOn: c.date("notified_on", in.NotifiedOn, true),
		Signer: Signer{Name: c.need("signer.name", in.Signer.Name, maxName), Title: c.need("signer.title", in.Signer.Title, maxName),
			Block: c.text("signer.block", in.Signer.Block)},
	}
	if d.Date != "" && d.Date < proposal.HeldOn {
		c.Add("date", "date_order", "after", proposal.HeldOn)
	}
	if d.Date > s.today() {
		c.Add("date", "in_future")
	}
	if d.NotifiedOn != "" && d.NotifiedOn < d.Date {
		c.Add("notified_on", "date_order", "after", d.Date)
	}
	for _, e := range earlier {
		if e.Number == d.Number && e.Date == d.Date {
			return d, fault.New(fault.Conflict, "decision_exists", "number", d.Number)
		}
	}
	d.Nominations = c.recognised(in.Nominations, proposal, earlier)
	return d, c.Err()
}

// recognised is the decision's list: every entry proposed, none twice, none recognised before.
func (c *checker) recognised(list []string, proposal ProposalRecord, earlier []Decision) []string {
	if len(list) == 0 {
		c.Add("nominations", "required")
	}
	for i, id := range list {
		field := pathAt("nominations", i)
		switch {
		case !slices.ContainsFunc(proposal.Items, func(x ProposalItem) bool { return x.Nomination == id }):
			c.Add(field, "not_in_proposal")
		case slices.Index(list, id) < i:
			c.Add(field, "duplicate")
		case slices.ContainsFunc(earlier, func(d Decision) bool { return slices.Contains(d.Nominations, id) }):
			c.Add(field, "already_recognised")
		}
	}
	return list
}

// DecisionKind is the kind of the edition's document that is the decision's PDF.
const DecisionKind = "decision"

// MayAddEditionDocument tells before a file is read whether the caller may add one of that kind.
func (s *Service) MayAddEditionDocument(ctx context.Context, who accounts.Actor, slug, kind string) error {
	return s.store.View(ctx, func(tx Tx) error {
		_, err := s.decisionForFile(tx, who, slug, kind, "")
		return err
	})
}

// decisionForFile is the decision in force with that id, the latest one when it is empty.
func (s *Service) decisionForFile(tx Tx, who accounts.Actor, slug, kind, id string) (Decision, error) {
	sc, err := s.enterFor(tx, who, slug, accounts.RecordDecision)
	if err != nil {
		return Decision{}, err
	}
	if kind != DecisionKind {
		return Decision{}, fieldFault("kind", "unknown_value", "allowed", DecisionKind)
	}
	list, err := tx.Decisions(sc.edition.ID)
	if err != nil {
		return Decision{}, err
	}
	if len(list) == 0 {
		return Decision{}, fault.New(fault.Conflict, "decision_not_recorded")
	}
	if id == "" {
		return list[len(list)-1], nil
	}
	for _, d := range list {
		if d.ID == id {
			return d, nil
		}
	}
	return Decision{}, fault.New(fault.NotFound, "not_found")
}

// AddDecisionFile notes the stored PDF of the latest decision.
func (s *Service) AddDecisionFile(ctx context.Context, who accounts.Actor, slug, sha256 string) (d Decision, err error) {
	return s.FileDecision(ctx, who, slug, "", sha256)
}

// FileDecision notes the stored PDF of one of the decisions in force, of the latest one when id is empty.
func (s *Service) FileDecision(ctx context.Context, who accounts.Actor, slug, id, sha256 string) (d Decision, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		if d, err = s.decisionForFile(tx, who, slug, DecisionKind, id); err != nil {
			return err
		}
		d.File = sha256
		return s.saveDecision(tx, d, "decision.filed")
	})
	return d, err
}

// Decisions are the recorded decisions of an edition, oldest first.
func (s *Service) Decisions(ctx context.Context, who accounts.Actor, slug string) (list []Decision, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enterFor(tx, who, slug, accounts.ReadProposal)
		if err != nil {
			return err
		}
		list, err = tx.Decisions(sc.edition.ID)
		return err
	})
	return list, err
}
