package judging

import (
	"context"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// ScreenInput is one outcome of screening as the secretariat gives it.
type ScreenInput struct {
	Verdict NominationState
	Reasons []VerdictReason
	Due     string // YYYY-MM-DD, for supplements
}

// Screen records a verdict on a submitted dossier; a later verdict replaces the earlier one until scoring
// opens. Only a whole dossier is eligible: one that lost a field or a paper after it was sent back has the
// faults of SubmitNomination. ineligible and supplement need a reason; a supplement sends the dossier back to its filer.
func (s *Service) Screen(ctx context.Context, who accounts.Actor, id string, in ScreenInput) (v Verdict, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		sc, n, err := s.nomination(tx, who, id)
		if err != nil {
			return err
		}
		if err := sc.may(who, accounts.Screen); err != nil {
			return err
		}
		if err := sc.in(Screening); err != nil {
			return err
		}
		if n.State == NominationDraft || n.State == NominationWithdrawn {
			return fault.New(fault.Conflict, "wrong_state", "state", string(n.State), "need", string(NominationSubmitted))
		}
		v = Verdict{ID: accounts.NewID(), Nomination: n.ID, By: who.User.ID, At: s.clock()}
		if err := s.readVerdict(tx, &v, in); err != nil {
			return err
		}
		if v.Verdict == NominationEligible {
			if err := s.whole(tx, sc, n); err != nil {
				return err
			}
		}
		if err := tx.SaveVerdict(v); err != nil {
			return err
		}
		if err := tx.Append(VerdictLeaf("nomination.screened", v, v.At)); err != nil {
			return err
		}
		n.State, n.Updated = v.Verdict, v.At
		n.Version++
		if err := s.saveNomination(tx, n, "nomination."+string(v.Verdict)); err != nil {
			return err
		}
		return s.tellProducer(tx, sc, n)
	})
	return v, err
}

func (s *Service) readVerdict(tx Tx, v *Verdict, in ScreenInput) error {
	var c checker
	switch in.Verdict {
	case NominationEligible, NominationIneligible, NominationSupplement:
		v.Verdict = in.Verdict
	case "":
		c.Add("verdict", "required")
	default:
		c.Add("verdict", "unknown_value", "allowed", "eligible, ineligible, supplement")
	}
	docs, err := tx.Documents(v.Nomination)
	if err != nil {
		return err
	}
	known := map[int]bool{0: true}
	for _, d := range docs {
		known[d.N] = true
	}
	for i, r := range in.Reasons {
		field := pathAt("reasons", i)
		if !known[r.Document] {
			c.Add(field+".document", "unknown_value")
		}
		v.Reasons = append(v.Reasons, VerdictReason{Document: r.Document,
			Code: c.line(field+".code", r.Code, maxSlug), Text: c.text(field+".text", r.Text)})
	}
	if v.Verdict != NominationEligible && v.Verdict != "" && len(in.Reasons) == 0 {
		c.Add("reasons", "reason_required")
	}
	v.Due = c.date("due", in.Due, false)
	if v.Due != "" && v.Due < s.today() {
		c.Add("due", "date_order")
	}
	return c.Err()
}

// tellProducer queues the letter about a verdict, when the dossier has an address.
func (s *Service) tellProducer(tx Tx, sc scene, n Nomination) error {
	if n.Producer.Email == "" {
		return nil
	}
	return sendMail(tx, Mail{To: n.Producer.Email, Letter: "verdict_" + string(n.State),
		Args: map[string]string{"product": n.Product, "code": n.Code, "edition": sc.edition.Name}}, sc.edition.ID)
}

// Verdicts are the outcomes of screening of one nomination, oldest first.
func (s *Service) Verdicts(ctx context.Context, who accounts.Actor, id string) (list []Verdict, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		if _, _, err := s.nomination(tx, who, id); err != nil {
			return err
		}
		list, err = tx.Verdicts(id)
		return err
	})
	return list, err
}
