package judging_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

func TestStatesMoveForwardOnTheirConditions(t *testing.T) {
	a := newAward(t, "")
	_, err := a.s.MoveEdition(t.Context(), a.admin, a.slug, judging.Scoring)
	a.refused(err, "step_forward_only")
	_, err = a.s.MoveEdition(t.Context(), a.head, a.slug, judging.Screening)
	a.refused(err, "forbidden")
	n := a.nominate("Tương", "N1")
	a.move(judging.Screening)
	_, err = a.s.MoveEdition(t.Context(), a.admin, a.slug, judging.Scoring)
	a.refused(err, "conditions_missing")
	if got := missingCodes(err); got != "verdict_missing none_eligible" {
		t.Errorf("missing %q", got)
	}
	_, err = a.s.Screen(t.Context(), a.clerk, n.ID, judging.ScreenInput{Verdict: judging.NominationEligible})
	a.ok(err)
	a.move(judging.Scoring)
	_, err = a.s.MoveEdition(t.Context(), a.admin, a.slug, judging.Deliberation)
	if got := missingCodes(err); got != "pass_not_closed" {
		t.Errorf("missing %q", got)
	}
	a.ledgerHolds()
}

func missingCodes(err error) string {
	var codes []string
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		for _, m := range f.Missing {
			codes = append(codes, m.Code)
		}
	}
	return strings.Join(codes, " ")
}

func TestScoringNeedsAJury(t *testing.T) {
	a := newAward(t, `,"jury":{"min":5}`)
	n := a.nominate("Tương", "N1")
	a.move(judging.Screening)
	_, err := a.s.Screen(t.Context(), a.clerk, n.ID, judging.ScreenInput{Verdict: judging.NominationEligible})
	a.ok(err)
	_, err = a.s.MoveEdition(t.Context(), a.admin, a.slug, judging.Scoring)
	if got := missingCodes(err); got != "jury_too_small" {
		t.Errorf("missing %q", got)
	}
}

func TestEditionsOfOtherOfficesAreHidden(t *testing.T) {
	a := newAward(t, "")
	other := a.stranger
	other.User.Organiser = accounts.NewID()
	_, err := a.s.EditionBySlug(t.Context(), other, a.slug)
	a.refused(err, "not_found")
	list, err := a.s.Editions(t.Context(), other)
	a.ok(err)
	if len(list) != 0 {
		t.Errorf("another office sees %d editions", len(list))
	}
	if _, err = a.s.EditionBySlug(t.Context(), a.stranger, a.slug); err != nil {
		t.Errorf("a person of the office: %v", err)
	}
}

func TestDraftEditionsAreHidden(t *testing.T) {
	a := newAward(t, "")
	in := judging.NewEdition{Slug: "moi", Name: "Mới", Number: 2, Year: 2027, Level: "province", Rules: json.RawMessage(`"generic"`)}
	_, err := a.s.CreateEdition(t.Context(), a.stranger, in)
	a.refused(err, "forbidden")
	_, err = a.s.CreateEdition(t.Context(), a.admin, in)
	a.ok(err)
	_, err = a.s.CreateEdition(t.Context(), a.admin, in)
	a.refused(err, "already_exists")
	_, err = a.s.EditionBySlug(t.Context(), a.stranger, "moi")
	a.refused(err, "not_found")
	_, err = a.s.EditionBySlug(t.Context(), accounts.Actor{}, "moi")
	a.refused(err, "not_found")
}

func TestNewEditionNamesEveryFault(t *testing.T) {
	a := newAward(t, "")
	_, err := a.s.CreateEdition(t.Context(), a.admin, judging.NewEdition{Slug: "Có Dấu", Number: 0, Year: 26,
		Rules: json.RawMessage(`{"id":"x"}`)})
	for field, code := range map[string]string{"slug": "bad_slug", "name": "required", "number": "out_of_range",
		"year": "out_of_range", "level": "required", "rules.criteria": "required"} {
		a.fieldRefused(err, field, code)
	}
	_, err = a.s.CreateEdition(t.Context(), a.admin, judging.NewEdition{Slug: "x", Name: "X", Number: 1, Year: 2026,
		Level: "province", Rules: json.RawMessage(`"none-such"`)})
	a.fieldRefused(err, "rules", "unknown_value")
}

func TestOnePersonInTwoBodies(t *testing.T) {
	a := newAward(t, "")
	_, err := a.s.AddMember(t.Context(), a.admin, a.slug, judging.NewMember{Email: "JUDGE0@thu.vn", Name: "x",
		Body: accounts.Council, Role: accounts.Member})
	a.ok(err)
	_, err = a.s.AddMember(t.Context(), a.admin, a.slug, judging.NewMember{Email: "judge0@thu.vn", Name: "x",
		Body: accounts.Council, Role: accounts.Secretary})
	a.refused(err, "already_exists")
	_, err = a.s.AddMember(t.Context(), a.admin, a.slug, judging.NewMember{Email: "auditor2@thu.vn", Name: "x",
		Body: accounts.Audit, Role: accounts.Head})
	a.fieldRefused(err, "role", "unknown_value")
	_, err = a.s.AddMember(t.Context(), a.head, a.slug, judging.NewMember{Email: "b@thu.vn", Name: "x",
		Body: accounts.Audit, Role: accounts.Member})
	a.refused(err, "forbidden")
	hats, err := a.s.Hats(t.Context(), a.jury[0], a.slug)
	a.ok(err)
	if !accounts.Allowed(accounts.ClosePass, hats) || accounts.Allowed(accounts.RecordProposal, hats) {
		t.Errorf("hats of the jury's head who is a member of the council: %v", hats)
	}
}

func TestEditionsKeepOutOfOtherAddresses(t *testing.T) {
	a := newAward(t, "")
	for _, slug := range []string{"new", "sheets", "slips", "jobs"} {
		_, err := a.s.CreateEdition(t.Context(), a.admin, judging.NewEdition{Slug: slug, Name: "Kỳ", Number: 1, Year: 2026,
			Level: "province", Rules: json.RawMessage(`"generic"`)})
		a.fieldRefused(err, "slug", "reserved_slug")
	}
}
