package judging_test

import (
	"testing"

	"vinhdanh/judging"
)

// deliberating is an award whose three entries scored 90, 80 and 60 in this order.
func deliberating(t *testing.T) (*award, []judging.NominationView) {
	t.Helper()
	a := newAward(t, "")
	list := a.toScoring("Tương", "Nem", "Chả")
	a.scoreAll(map[string][2]string{list[0].ID: {"60", "30"}, list[1].ID: {"50", "30"}, list[2].ID: {"30", "30"}})
	a.closePass(1)
	a.move(judging.Deliberation)
	return a, list
}

func (a *award) propose(by int, present, votesFor int, items ...judging.ProposalItem) error {
	_, err := a.s.RecordProposal(a.Context(), a.council[by], a.slug, judging.Proposal{Present: present, For: votesFor,
		Against: present - votesFor, Items: items})
	return err
}

func TestProposal(t *testing.T) {
	a, list := deliberating(t)
	first, second, third := judging.ProposalItem{Nomination: list[0].ID}, judging.ProposalItem{Nomination: list[1].ID}, judging.ProposalItem{Nomination: list[2].ID}
	a.refused(a.propose(1, 3, 3, first), "forbidden")
	a.fieldRefused(a.propose(0, 3, 3), "nominations", "required")
	a.refused(a.propose(0, 1, 1, first), "no_quorum")
	a.refused(a.propose(0, 2, 1, first), "no_majority")
	a.fieldRefused(a.propose(0, 3, 3, first, second, third), "nominations[2].reason", "required")
	a.fieldRefused(a.propose(0, 3, 3, second), "left_out", "reason_required")
	third.Reason = "đặc sắc"
	a.ok(a.propose(0, 3, 2, first, second, third))
	rec, err := a.s.ProposalOf(t.Context(), a.auditor, a.slug)
	a.ok(err)
	if len(rec.Items) != 3 || rec.Members != 3 || rec.HeldOn != "2026-11-27" {
		t.Errorf("proposal %+v", rec)
	}
	_, err = a.s.RecordProposal(t.Context(), a.council[0], a.slug, judging.Proposal{HeldOn: "2026-11-28", Present: 3, For: 3,
		Items: []judging.ProposalItem{first}})
	a.fieldRefused(err, "held_on", "in_future")
	a.ledgerHolds()
}

// TestProposalIsTriedFirst: a try tells what recording would and leaves nothing behind, and nobody records over
// a proposal that he has not seen.
func TestProposalIsTriedFirst(t *testing.T) {
	a, list := deliberating(t)
	none := ""
	in := judging.Proposal{HeldOn: "2026-11-27", Present: 3, For: 3, Seen: &none, Items: []judging.ProposalItem{{Nomination: list[0].ID, Reason: " giỏi "}}}
	ready, err := a.s.TryProposal(t.Context(), a.council[0], a.slug, in)
	a.ok(err)
	if ready.Seen != nil || ready.Items[0].Reason != "giỏi" || in.Items[0].Reason != " giỏi " {
		t.Errorf("tried %+v from %+v", ready, in)
	}
	_, err = a.s.ProposalOf(t.Context(), a.council[0], a.slug)
	a.refused(err, "not_found")
	_, err = a.s.TryProposal(t.Context(), a.council[1], a.slug, in)
	a.refused(err, "forbidden")
	rec, err := a.s.RecordProposal(t.Context(), a.council[0], a.slug, in)
	a.ok(err)
	_, err = a.s.RecordProposal(t.Context(), a.council[0], a.slug, in)
	a.refused(err, "proposal_changed")
	in.Seen = &rec.ID
	_, err = a.s.RecordProposal(t.Context(), a.council[0], a.slug, in)
	a.ok(err)
	_, err = a.s.TryProposal(t.Context(), a.council[0], a.slug, in)
	a.refused(err, "proposal_changed")
	a.ledgerHolds()
}

func decisionOf(nominations ...string) judging.DecisionInput {
	return judging.DecisionInput{Number: "12/QĐ-UBND", Date: "2026-11-27", Authority: "UBND tỉnh", NotifiedOn: "2026-11-27",
		Signer: judging.Signer{Name: "Nguyễn A", Title: "CHỦ TỊCH", Block: "TM. ỦY BAN NHÂN DÂN"}, Nominations: nominations}
}

func TestDecision(t *testing.T) {
	a, list := deliberating(t)
	_, err := a.s.RecordDecision(t.Context(), a.head, a.slug, decisionOf(list[0].ID))
	a.refused(err, "proposal_missing")
	_, err = a.s.MoveEdition(t.Context(), a.admin, a.slug, judging.Announced)
	a.refused(err, "conditions_missing")
	a.ok(a.propose(0, 3, 3, judging.ProposalItem{Nomination: list[0].ID}, judging.ProposalItem{Nomination: list[1].ID}))
	_, err = a.s.RecordDecision(t.Context(), a.clerk, a.slug, decisionOf(list[0].ID))
	a.refused(err, "forbidden")
	bad := decisionOf(list[2].ID, list[0].ID, list[0].ID)
	bad.Date, bad.NotifiedOn, bad.Number = "2026-11-28", "2026-11-26", ""
	_, err = a.s.RecordDecision(t.Context(), a.head, a.slug, bad)
	for field, code := range map[string]string{"date": "in_future", "notified_on": "date_order", "number": "required",
		"nominations[0]": "not_in_proposal", "nominations[2]": "duplicate"} {
		a.fieldRefused(err, field, code)
	}
	early := decisionOf(list[0].ID)
	early.Date = "2026-11-26"
	_, err = a.s.RecordDecision(t.Context(), a.head, a.slug, early)
	a.fieldRefused(err, "date", "date_order")
	_, err = a.s.RecordDecision(t.Context(), a.head, a.slug, decisionOf(list[0].ID))
	a.ok(err)
	_, err = a.s.RecordDecision(t.Context(), a.head, a.slug, decisionOf(list[1].ID))
	a.refused(err, "decision_exists")
	a.refused(a.propose(0, 3, 3, judging.ProposalItem{Nomination: list[0].ID}), "decision_exists")
	a.move(judging.Announced)
	more := decisionOf(list[0].ID, list[1].ID)
	more.Number = "13/QĐ-UBND"
	_, err = a.s.RecordDecision(t.Context(), a.head, a.slug, more)
	a.fieldRefused(err, "nominations[0]", "already_recognised")
	more.Nominations = []string{list[1].ID}
	_, err = a.s.RecordDecision(t.Context(), a.head, a.slug, more)
	a.ok(err)
	decisions, err := a.s.Decisions(t.Context(), a.auditor, a.slug)
	a.ok(err)
	if len(decisions) != 2 {
		t.Errorf("%d decisions", len(decisions))
	}
	a.ledgerHolds()
}

func TestRankingIsPublicOnceAnnounced(t *testing.T) {
	a, list := deliberating(t)
	_, err := a.s.Ranking(t.Context(), a.stranger, a.slug, 0)
	a.refused(err, "forbidden")
	a.ok(a.propose(0, 3, 3, judging.ProposalItem{Nomination: list[0].ID}, judging.ProposalItem{Nomination: list[1].ID}))
	_, err = a.s.RecordDecision(t.Context(), a.head, a.slug, decisionOf(list[0].ID))
	a.ok(err)
	a.move(judging.Announced)
	ranking, err := a.s.Ranking(t.Context(), a.stranger, a.slug, 0)
	a.ok(err)
	if len(ranking) != 3 || ranking[0].Product != "Tương" {
		t.Errorf("ranking %+v", ranking)
	}
}
