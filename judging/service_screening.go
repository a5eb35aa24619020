package judging

import (
	"context"
	"strings"

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
		v, err = s.screen(tx, who, id, in)
		return err
	})
	return v, err
}

func (s *Service) screen(tx Tx, who accounts.Actor, id string, in ScreenInput) (v Verdict, err error) {
	sc, n, err := s.nomination(tx, who, id)
	if err != nil {
		return v, err
	}
	if err := sc.may(who, accounts.Screen); err != nil {
		return v, err
	}
	if err := sc.in(Screening); err != nil {
		return v, err
	}
	if n.State == NominationDraft || n.State == NominationWithdrawn {
		return v, fault.New(fault.Conflict, "wrong_state", "state", string(n.State), "need", string(NominationSubmitted))
	}
	v = Verdict{ID: accounts.NewID(), Nomination: n.ID, By: who.User.ID, At: s.clock()}
	if err := s.readVerdict(tx, &v, in); err != nil {
		return v, err
	}
	if v.Verdict == NominationEligible {
		if err := s.whole(tx, sc, n); err != nil {
			return v, err
		}
	}
	if err := tx.SaveVerdict(v); err != nil {
		return v, err
	}
	if err := tx.Append(VerdictLeaf("nomination.screened", v, v.At)); err != nil {
		return v, err
	}
	n.State, n.Updated = v.Verdict, v.At
	n.Version++
	if err := s.saveNomination(tx, n, "nomination."+string(v.Verdict)); err != nil {
		return v, err
	}
	return v, s.tellProducer(tx, sc, n, v)
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
func (s *Service) tellProducer(tx Tx, sc scene, n Nomination, v Verdict) error {
	if n.Producer.Email == "" {
		return nil
	}
	m := VerdictLetter(sc.edition, n, v)
	m.To = n.Producer.Email
	return sendMail(tx, m, sc.edition.ID)
}

// VerdictLetter is the letter about a verdict, without its address: what is said of each reason stands on a
// line of its own.
func VerdictLetter(e Edition, n Nomination, v Verdict) Mail {
	args := map[string]string{"product": n.Product, "code": n.Code, "edition": e.Name}
	var lines []string
	for _, r := range v.Reasons {
		if r.Text != "" {
			lines = append(lines, "- "+strings.ReplaceAll(r.Text, "\n", "\n  "))
		}
	}
	if len(lines) > 0 {
		args["reasons"] = strings.Join(lines, "\n")
	}
	if v.Due != "" {
		args["date"] = v.Due
	}
	return Mail{Letter: "verdict_" + string(v.Verdict), LinkPath: "/nominations/" + n.ID, Args: args}
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
