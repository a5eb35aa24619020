package judging_test

import (
	"testing"

	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
)

// grantOf is the seat of a person in a body.
func (a *award) grantOf(who accounts.Actor, body accounts.Body) string {
	a.Helper()
	seats, err := a.s.Members(a.Context(), a.admin, a.slug)
	a.ok(err)
	for _, s := range seats {
		if s.User == who.User.ID && s.Body == body {
			return s.ID
		}
	}
	a.Fatalf("%s has no seat in the %s", who.User.Name, body)
	return ""
}

func (a *award) remove(who accounts.Actor, body accounts.Body) error {
	a.Helper()
	_, err := a.s.RemoveMember(a.Context(), a.admin, a.slug, a.grantOf(who, body), "chuyển công tác")
	return err
}

func TestSeatEnds(t *testing.T) {
	a := newAward(t, "")
	_, err := a.s.RemoveMember(t.Context(), a.admin, a.slug, a.grantOf(a.clerk, accounts.Secretariat), "")
	a.fieldRefused(err, "reason", "reason_required")
	_, err = a.s.RemoveMember(t.Context(), a.head, a.slug, a.grantOf(a.clerk, accounts.Secretariat), "nghỉ")
	a.refused(err, "forbidden")
	_, err = a.s.RemoveMember(t.Context(), a.admin, a.slug, accounts.NewID(), "nghỉ")
	a.refused(err, "not_found")
	product := "Tương"
	a.ok(a.remove(a.clerk, accounts.Secretariat))
	_, err = a.s.Import(t.Context(), a.clerk, a.slug, nil, judging.ImportOptions{})
	a.refused(err, "forbidden")
	hats, err := a.s.Hats(t.Context(), a.clerk, a.slug)
	a.ok(err)
	if accounts.Allowed(accounts.Screen, hats) {
		t.Errorf("who left the secretariat still wears %v", hats)
	}
	_, err = a.s.CreateNomination(t.Context(), a.clerk, a.slug, judging.NominationInput{Product: &product})
	a.ok(err) // as anybody may
	a.ledgerHolds()
}

func TestJudgeLeavesDuringScoring(t *testing.T) {
	a := newAward(t, "")
	list := a.toScoring("Tương", "Cốm", "Bánh")
	leaver := a.jury[1]
	a.score(leaver, list[0].ID, "60", "40")
	begun := a.sheet(leaver, list[1].ID, 1)
	_, err := a.s.SaveMarks(t.Context(), leaver, begun.ID, begun.Version, map[string]any{"1": "1"}, nil)
	a.ok(err)
	a.refused(a.remove(a.jury[0], accounts.Jury), "last_jury_head")
	a.ok(a.remove(leaver, accounts.Jury))
	if _, err := a.s.SubmitSheet(t.Context(), leaver, begun.ID); err == nil {
		t.Error("who left the jury submits a sheet")
	}
	states, err := a.s.SheetStates(t.Context(), a.clerk, a.slug, 1)
	a.ok(err)
	got := map[string]judging.SheetState{}
	for _, l := range states {
		if l.Judge == leaver.User.ID {
			got[l.Product] = l.State
		}
	}
	if len(got) != 2 || got["Tương"] != judging.SheetSubmitted || got["Cốm"] != judging.SheetRecused {
		t.Errorf("sheets of who left: %v", got)
	}
	back := a.seat("judge1", accounts.Jury, accounts.Member)
	mine, _, err := a.s.Sheets(t.Context(), back, a.slug, judging.SheetFilter{})
	a.ok(err)
	open := 0
	for _, sh := range mine {
		if sh.State == judging.SheetOpen {
			open++
			if sh.Product != "Bánh" {
				t.Errorf("named again, the judge gets %s", sh.Product)
			}
		}
	}
	if open != 1 || len(mine) != 3 {
		t.Errorf("named again, the judge has %d sheets, %d open", len(mine), open)
	}
	a.ledgerHolds()
	for _, n := range list {
		for _, j := range []accounts.Actor{a.jury[0], a.jury[2]} {
			a.score(j, n.ID, "50", "30")
		}
	}
	a.score(back, list[2].ID, "50", "30")
	a.closePass(1)
	ranking, err := a.s.Ranking(t.Context(), a.auditor, a.slug, 1)
	a.ok(err)
	for _, r := range ranking {
		want := map[string]int{"Tương": 3, "Cốm": 2, "Bánh": 3}[r.Product]
		if r.Judges != want {
			t.Errorf("%s was scored by %d, want %d", r.Product, r.Judges, want)
		}
	}
	a.ledgerHolds()
}

func TestCouncilThatVotedStays(t *testing.T) {
	a := newAward(t, "")
	list := a.toScoring("Tương")
	a.scoreAll(map[string][2]string{list[0].ID: {"60", "40"}})
	a.closePass(1)
	a.move(judging.Deliberation)
	a.ok(a.remove(a.council[2], accounts.Council))
	_, err := a.s.RecordProposal(t.Context(), a.council[0], a.slug, judging.Proposal{Present: 2, For: 2,
		Items: []judging.ProposalItem{{Nomination: list[0].ID}}})
	a.ok(err)
	a.refused(a.remove(a.council[1], accounts.Council), "council_voted")
	late := a.seat("late", accounts.Council, accounts.Member)
	a.ok(a.remove(late, accounts.Council))
	a.ledgerHolds()
}
