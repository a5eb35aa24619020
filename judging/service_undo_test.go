package judging_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

func (a *award) back() (judging.Edition, error) {
	return a.s.MoveBack(a.Context(), a.admin, a.slug, "bấm nhầm")
}

// heldBack checks that the edition cannot go back, and over what.
func (a *award) heldBack(want string) {
	a.Helper()
	_, err := a.back()
	a.refused(err, "step_back_refused")
	if got := missingCodes(err); got != want {
		a.Errorf("held back by %q, want %q", got, want)
	}
}

func TestStepsBackStandOnWhatWasRecorded(t *testing.T) {
	a := newAward(t, "")
	_, err := a.s.MoveBack(t.Context(), a.admin, a.slug, " ")
	a.fieldRefused(err, "reason", "reason_required")
	_, err = a.s.MoveBack(t.Context(), a.head, a.slug, "bấm nhầm")
	a.refused(err, "forbidden")
	e, err := a.back()
	a.ok(err)
	if e.State != judging.Draft {
		t.Errorf("from filing back to %s", e.State)
	}
	_, err = a.back()
	a.refused(err, "no_step_back")
	a.move(judging.Filing)
	n := a.nominate("Tương", "N1")
	a.heldBack("nominations_submitted")
	a.move(judging.Screening)
	_, err = a.back()
	a.ok(err)
	a.move(judging.Screening)
	_, err = a.s.Screen(t.Context(), a.clerk, n.ID, judging.ScreenInput{Verdict: judging.NominationEligible})
	a.ok(err)
	a.move(judging.Scoring)
	e, err = a.back()
	a.ok(err)
	if e.State != judging.Screening || !e.RulesFrozen.IsZero() {
		t.Errorf("back in %s with rules frozen at %v", e.State, e.RulesFrozen)
	}
	view, err := a.s.Nomination(t.Context(), a.clerk, n.ID)
	a.ok(err)
	if view.EntryCode != "" {
		t.Errorf("the entry code %s was kept", view.EntryCode)
	}
	a.move(judging.Scoring)
	a.scoreSteps(n.ID)
	a.ledgerHolds()
}

// scoreSteps walks from a fresh pass to the end and back as far as it goes.
func (a *award) scoreSteps(nomination string) {
	a.Helper()
	for _, j := range a.jury {
		_, err := a.s.Declare(a.Context(), j, a.slug, nil)
		a.ok(err)
	}
	sh := a.sheet(a.jury[0], nomination, 1)
	_, err := a.s.SaveMarks(a.Context(), a.jury[0], sh.ID, sh.Version, map[string]any{"1": "50"}, nil)
	a.ok(err)
	a.heldBack("sheets_begun")
	a.scoreAll(map[string][2]string{nomination: {"50", "30"}})
	a.closePass(1)
	a.heldBack("pass_closed_once sheets_begun")
	a.move(judging.Deliberation)
	_, err = a.back()
	a.ok(err)
	a.move(judging.Deliberation)
	_, err = a.s.RecordProposal(a.Context(), a.council[0], a.slug, judging.Proposal{Present: 3, For: 3,
		Items: []judging.ProposalItem{{Nomination: nomination}}})
	a.ok(err)
	a.heldBack("proposal_recorded")
	_, err = a.s.RecordDecision(a.Context(), a.head, a.slug, decisionOf(nomination))
	a.ok(err)
	a.move(judging.Announced)
	a.move(judging.Closed)
	for _, want := range []judging.State{judging.Announced, judging.Deliberation} {
		e, err := a.back()
		a.ok(err)
		if e.State != want {
			a.Errorf("back in %s, want %s", e.State, want)
		}
	}
}

func TestDeadline(t *testing.T) {
	a := newAward(t, "")
	set := func(who accounts.Actor, in time.Duration, reason string) (judging.Edition, error) {
		return a.s.SetDeadline(t.Context(), who, a.slug, a.now.Add(in), reason)
	}
	_, err := set(a.clerk, time.Hour, "")
	a.refused(err, "forbidden")
	_, err = a.s.SetDeadline(t.Context(), a.head, a.slug, time.Time{}, "")
	a.fieldRefused(err, "filing_until", "required")
	_, err = set(a.head, -time.Hour, "")
	a.fieldRefused(err, "filing_until", "in_past")
	_, err = set(a.head, 3*366*24*time.Hour, "")
	a.fieldRefused(err, "filing_until", "too_far_ahead")
	e, err := set(a.head, time.Hour, "")
	a.ok(err)
	_, err = set(a.admin, 2*time.Hour, "")
	a.fieldRefused(err, "reason", "reason_required")
	_, err = set(a.admin, time.Minute, "đủ rồi")
	a.fieldRefused(err, "filing_until", "deadline_shortened")
	stored, err := a.s.EditionBySlug(t.Context(), a.admin, a.slug)
	a.ok(err)
	if !stored.FilingUntil.Equal(e.FilingUntil) {
		t.Errorf("deadline %v, want %v", stored.FilingUntil, e.FilingUntil)
	}
	late := a.draftOf(a.stranger, "Tương")
	paper := a.draftOf(a.clerk, "Cốm")
	a.now = a.now.Add(2 * time.Hour)
	_, err = a.s.SubmitNomination(t.Context(), a.stranger, late.ID)
	a.refused(err, "filing_over")
	if view, err := a.s.Nomination(t.Context(), a.stranger, late.ID); err != nil || view.State != judging.NominationDraft {
		t.Errorf("the draft is %s, %v", view.State, err)
	}
	_, err = a.s.SubmitNomination(t.Context(), a.clerk, paper.ID)
	a.ok(err)
	_, err = set(a.admin, time.Hour, "mưa bão")
	a.ok(err)
	_, err = a.s.SubmitNomination(t.Context(), a.stranger, late.ID)
	a.ok(err)
	a.sentBackAfterDeadline(late.ID)
	_, err = set(a.admin, time.Hour, "nữa")
	a.refused(err, "wrong_state")
	a.ledgerHolds()
}

// draftOf is a draft that lacks nothing.
func (a *award) draftOf(who accounts.Actor, product string) judging.NominationView {
	a.Helper()
	v, err := a.s.CreateNomination(a.Context(), who, a.slug, judging.NominationInput{Product: &product, ProductGroup: ptr("N1"),
		Producer: &judging.ProducerInput{Name: ptr("Cơ sở " + product), EntityKind: ptr("sme"), Commune: ptr("Sa Đéc")}})
	a.ok(err)
	return v
}

// sentBackAfterDeadline: a dossier that was sent back has a day of its own.
func (a *award) sentBackAfterDeadline(id string) {
	a.Helper()
	a.move(judging.Screening)
	a.now = a.now.Add(24 * time.Hour)
	_, err := a.s.Screen(a.Context(), a.clerk, id, judging.ScreenInput{Verdict: judging.NominationSupplement,
		Reasons: []judging.VerdictReason{{Text: "ảnh mờ"}}})
	a.ok(err)
	_, err = a.s.SubmitNomination(a.Context(), a.stranger, id)
	a.ok(err)
}

func TestDeadlineOfADraftEditionMovesBothWays(t *testing.T) {
	a := newAward(t, "")
	_, err := a.back()
	a.ok(err)
	for _, in := range []time.Duration{2 * time.Hour, time.Hour} {
		_, err := a.s.SetDeadline(t.Context(), a.admin, a.slug, a.now.Add(in), "tính lại")
		a.ok(err)
	}
	a.ledgerHolds()
}

func TestDecisionIsCorrected(t *testing.T) {
	a := newAward(t, "")
	list := a.toScoring("Tương", "Cốm")
	a.scoreAll(map[string][2]string{list[0].ID: {"60", "40"}, list[1].ID: {"50", "30"}})
	a.closePass(1)
	a.move(judging.Deliberation)
	_, err := a.s.RecordProposal(t.Context(), a.council[0], a.slug, judging.Proposal{Present: 3, For: 3,
		Items: []judging.ProposalItem{{Nomination: list[0].ID}, {Nomination: list[1].ID}}})
	a.ok(err)
	_, err = a.s.TryDecision(t.Context(), a.clerk, a.slug, decisionOf(list[0].ID))
	a.refused(err, "forbidden")
	tried, err := a.s.TryDecision(t.Context(), a.head, a.slug, decisionOf(list[0].ID))
	a.ok(err)
	if none, err := a.s.Decisions(t.Context(), a.head, a.slug); err != nil || len(none) != 0 || len(tried.Nominations) != 1 {
		t.Errorf("a trial of %v left %v, %v", tried, none, err)
	}
	wrong, err := a.s.RecordDecision(t.Context(), a.head, a.slug, decisionOf(list[0].ID))
	a.ok(err)
	in := decisionOf(list[0].ID, list[1].ID)
	_, err = a.s.TryCorrection(t.Context(), a.head, a.slug, wrong.ID, in, "gõ sai")
	a.ok(err)
	_, err = a.s.TryDecision(t.Context(), a.head, a.slug, in)
	a.refused(err, "decision_exists")
	_, err = a.s.CorrectDecision(t.Context(), a.head, a.slug, wrong.ID, in, "")
	a.fieldRefused(err, "reason", "reason_required")
	_, err = a.s.CorrectDecision(t.Context(), a.clerk, a.slug, wrong.ID, in, "gõ sai")
	a.refused(err, "forbidden")
	in.Nominations = append(in.Nominations, list[0].ID)
	_, err = a.s.CorrectDecision(t.Context(), a.head, a.slug, wrong.ID, in, "gõ sai")
	a.fieldRefused(err, "nominations[2]", "duplicate")
	_, err = a.s.TryCorrection(t.Context(), a.head, a.slug, wrong.ID, in, "")
	a.fieldRefused(err, "reason", "reason_required") // everything at fault is told at once
	a.fieldRefused(err, "nominations[2]", "duplicate")
	in.Nominations = in.Nominations[:2]
	right, err := a.s.CorrectDecision(t.Context(), a.head, a.slug, wrong.ID, in, "gõ sai")
	a.ok(err)
	if right.Replaces != wrong.ID || right.Reason != "gõ sai" {
		t.Errorf("replaces %q because of %q", right.Replaces, right.Reason)
	}
	_, err = a.s.CorrectDecision(t.Context(), a.head, a.slug, wrong.ID, in, "lần nữa")
	a.refused(err, "not_found")
	inForce, err := a.s.Decisions(t.Context(), a.auditor, a.slug)
	a.ok(err)
	history, err := a.s.DecisionHistory(t.Context(), a.auditor, a.slug)
	a.ok(err)
	if len(inForce) != 1 || inForce[0].ID != right.ID || len(history) != 2 || history[0].ID != wrong.ID {
		t.Errorf("in force %v of %v", inForce, history)
	}
	a.ledgerHolds()
}

func TestRulesChangeUntilScoring(t *testing.T) {
	a := newAward(t, "")
	n := a.nominate("Tương", "N2")
	_, err := a.s.ChangeRules(t.Context(), a.head, a.slug, json.RawMessage(`"generic"`))
	a.refused(err, "forbidden")
	_, err = a.s.ChangeRules(t.Context(), a.admin, a.slug, nil)
	a.fieldRefused(err, "rules", "required")
	_, err = a.s.CheckRules(json.RawMessage(`{"id":"x"}`))
	a.fieldRefused(err, "rules.criteria", "required")
	lost := `{"id":"other","version":"2","name":{"vi":"Khác"},"product_groups":[{"code":"N1","name":{"vi":"Một"}}],
 "entity_kinds":[{"code":"household","name":{"vi":"Hộ"}}],"criteria":[{"code":"1","name":{"vi":"A"},"max":"100"}],
 "step":"1","pass_mark":"50","tie_order":["council"]}`
	_, err = a.s.ChangeRules(t.Context(), a.admin, a.slug, json.RawMessage(lost))
	a.refused(err, "rules_in_use")
	if got := missingCodes(err); got != "group_in_use entity_kind_in_use" {
		t.Errorf("lost %q", got)
	}
	e, err := a.s.ChangeRules(t.Context(), a.admin, a.slug, json.RawMessage(`"generic"`))
	a.ok(err)
	if p, err := a.s.Pack(e); err != nil || p.ID != "generic" {
		t.Errorf("the pack is %v, %v", p, err)
	}
	a.move(judging.Screening)
	_, err = a.s.Screen(t.Context(), a.clerk, n.ID, judging.ScreenInput{Verdict: judging.NominationEligible})
	a.ok(err)
	a.move(judging.Scoring)
	_, err = a.s.ChangeRules(t.Context(), a.admin, a.slug, json.RawMessage(`"generic"`))
	a.refused(err, "rules_frozen")
	a.ledgerHolds()
}

func TestEditionLikeAnEarlierOne(t *testing.T) {
	a := newAward(t, "")
	in := judging.NewEdition{Slug: "sau", Name: "Sau", Number: 2, Year: 2027, Like: a.slug}
	_, err := a.s.CreateEdition(t.Context(), a.admin, judging.NewEdition{Slug: "sau", Name: "Sau", Number: 2, Year: 2027, Like: "khong-co"})
	a.fieldRefused(err, "like", "unknown_value")
	e, err := a.s.CreateEdition(t.Context(), a.admin, in)
	a.ok(err)
	first, err := a.s.EditionBySlug(t.Context(), a.admin, a.slug)
	a.ok(err)
	if e.Level != first.Level || e.Province != first.Province || string(e.Rules) != string(first.Rules) {
		t.Errorf("not like the first: %s %s %s", e.Level, e.Province, e.Rules)
	}
	if seats, err := a.s.Members(t.Context(), a.admin, "sau"); err != nil || len(seats) != 0 {
		t.Errorf("%d seats were copied unasked, %v", len(seats), err)
	}
	in.Slug, in.Members = "sau-nua", true
	_, err = a.s.CreateEdition(t.Context(), a.admin, in)
	a.ok(err)
	want, err := a.s.Members(t.Context(), a.admin, a.slug)
	a.ok(err)
	got, err := a.s.Members(t.Context(), a.admin, "sau-nua")
	a.ok(err)
	if len(got) != len(want) || got[0].User != want[0].User || got[0].ID == want[0].ID {
		t.Errorf("%d of %d seats named anew", len(got), len(want))
	}
	a.ledgerHolds()
}

func TestReadiness(t *testing.T) {
	a := newAward(t, "")
	codes := func(list []fault.Missing) string {
		return missingCodes(&fault.Fault{Missing: list})
	}
	check := func(next judging.State, missing, notes string) {
		t.Helper()
		r, err := a.s.Readiness(t.Context(), a.clerk, a.slug)
		a.ok(err)
		if r.Next != next || codes(r.Missing) != missing || codes(r.Notes) != notes {
			t.Errorf("before %s: missing %q, notes %q", r.Next, codes(r.Missing), codes(r.Notes))
		}
	}
	_, err := a.s.Readiness(t.Context(), a.stranger, a.slug)
	a.refused(err, "forbidden")
	check(judging.Screening, "", "deadline_not_set")
	_, err = a.s.SetDeadline(t.Context(), a.head, a.slug, a.now.Add(time.Hour), "")
	a.ok(err)
	a.draftOf(a.stranger, "Tương")
	check(judging.Screening, "", "deadline_running drafts_left")
	n := a.nominate("Cốm", "N1")
	a.now = a.now.Add(2 * time.Hour)
	check(judging.Screening, "", "drafts_left")
	a.move(judging.Screening)
	check(judging.Scoring, "verdict_missing none_eligible", "judges_undeclared")
	_, err = a.s.MoveEdition(t.Context(), a.admin, a.slug, judging.Scoring)
	if f, ok := errors.AsType[*fault.Fault](err); !ok || codes(f.Missing) != "verdict_missing none_eligible" {
		t.Errorf("moving is refused over other things: %v", err)
	}
	_, err = a.s.Screen(t.Context(), a.clerk, n.ID, judging.ScreenInput{Verdict: judging.NominationEligible})
	a.ok(err)
	a.move(judging.Scoring)
	check(judging.Deliberation, "pass_not_closed", "judges_undeclared")
}
