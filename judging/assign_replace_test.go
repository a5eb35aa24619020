package judging_test

import (
	"fmt"
	"slices"
	"testing"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

// TestReplacement: the other judge gets what was open as new sheets and nothing of the old judge's marks.
func TestReplacement(t *testing.T) {
	for _, balanced := range []bool{false, true} {
		t.Run(fmt.Sprint("balanced ", balanced), func(t *testing.T) {
			a := newAward(t, "")
			list := a.toScreening("N1", "Tương", "Cốm", "Bánh")
			if balanced {
				_, err := a.s.SetAssignment(t.Context(), a.head, a.slug, judging.AssignmentInput{Mode: judging.AssignBalanced, K: 3})
				a.ok(err)
			}
			a.move(judging.Scoring)
			ill := a.jury[1]
			a.score(ill, list[0].ID, "60", "40")
			begun := a.sheet(ill, list[1].ID, 1)
			_, err := a.s.SaveMarks(t.Context(), ill, begun.ID, begun.Version, map[string]any{"1": "55"}, ptr("gần xong"))
			a.ok(err)
			_, _, err = a.s.ReplaceMember(t.Context(), a.admin, a.slug, a.grantOf(ill, accounts.Jury), "ốm", judging.NewMember{
				Email: "jurysec@thu.vn", Name: "x", Role: accounts.Member})
			a.refused(err, "seat_not_free")
			left, named, err := a.s.ReplaceMember(t.Context(), a.admin, a.slug, a.grantOf(ill, accounts.Jury), "ốm", judging.NewMember{
				Email: "dubi@thu.vn", Name: "Dự bị", Role: accounts.Member})
			a.ok(err)
			if left.Ended.IsZero() || named.Replaces != left.ID {
				t.Errorf("left %+v, named %+v", left.Grant, named.Grant)
			}
			next := accounts.Actor{User: named.Person}
			_, err = a.s.Declare(t.Context(), next, a.slug, nil)
			a.ok(err)
			mine, _, err := a.s.Sheets(t.Context(), next, a.slug, judging.SheetFilter{})
			a.ok(err)
			var got []string
			for _, sh := range mine {
				got = append(got, sh.Product)
				if len(sh.Marks) > 0 || sh.Comment != "" || sh.Version != 1 {
					t.Errorf("the replacement sees %v %q", sh.Marks, sh.Comment)
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, []string{"Bánh", "Cốm"}) {
				t.Errorf("the replacement judges %v", got)
			}
			if _, err := a.s.Sheet(t.Context(), next, begun.ID); fault.KindOf(err) != fault.NotFound {
				t.Errorf("the old judge's sheet to the replacement: %v", err)
			}
			for _, n := range list {
				a.score(a.jury[0], n.ID, "50", "30")
				a.score(a.jury[2], n.ID, "50", "30")
			}
			a.score(next, list[1].ID, "50", "30")
			a.score(next, list[2].ID, "50", "30")
			a.closePass(1)
			ranking, err := a.s.Ranking(t.Context(), a.auditor, a.slug, 1)
			a.ok(err)
			for _, r := range ranking {
				if r.Judges != 3 {
					t.Errorf("%s was scored by %d", r.Product, r.Judges)
				}
			}
			a.ledgerHolds()
		})
	}
}

// TestReplacementNamedLater: a seat that ended is taken over by who is named for it, once.
func TestReplacementNamedLater(t *testing.T) {
	a := newAward(t, "")
	list := a.toScoring("Tương", "Cốm")
	ill := a.jury[1]
	seat := a.grantOf(ill, accounts.Jury)
	a.score(ill, list[0].ID, "60", "40")
	in := judging.NewMember{Email: "dubi@thu.vn", Name: "Dự bị", Body: accounts.Jury, Role: accounts.Member, Replaces: seat}
	_, err := a.s.AddMember(t.Context(), a.admin, a.slug, in)
	a.refused(err, "seat_not_free")
	a.ok(a.remove(ill, accounts.Jury))
	_, err = a.s.AddMember(t.Context(), a.admin, a.slug, in)
	a.ok(err)
	in.Email = "khac@thu.vn"
	_, err = a.s.AddMember(t.Context(), a.admin, a.slug, in)
	a.refused(err, "seat_not_free")
	in.Replaces = "none"
	_, err = a.s.AddMember(t.Context(), a.admin, a.slug, in)
	a.fieldRefused(err, "replaces", "unknown_value")
	if got := a.sheetPairs(); len(got) != 2*2+1+1 {
		t.Errorf("%d sheets", len(got))
	}
}

// TestDeputyTakesOver: a judge of the jury takes over what was open in a balanced assignment.
func TestDeputyTakesOver(t *testing.T) {
	a := newAward(t, "")
	a.toScreening("N1", "Tương", "Cốm", "Bánh")
	_, err := a.s.SetAssignment(t.Context(), a.head, a.slug, judging.AssignmentInput{Mode: judging.AssignBalanced, K: 2})
	a.ok(err)
	a.move(judging.Scoring)
	_, _, err = a.s.ReplaceMember(t.Context(), a.admin, a.slug, a.grantOf(a.jury[0], accounts.Jury), "nghỉ hưu", judging.NewMember{
		Email: "judge2@thu.vn", Name: "x", Role: accounts.Head})
	a.ok(err)
	hats, err := a.s.Hats(t.Context(), a.jury[2], a.slug)
	a.ok(err)
	if !accounts.Allowed(accounts.ClosePass, hats) {
		t.Errorf("the new head wears %v", hats)
	}
	mine := 0
	for _, p := range a.sheetPairs() {
		if p.Judge == a.jury[2].User.ID {
			mine++
		}
	}
	if mine != 3 {
		t.Errorf("the new head has %d sheets", mine)
	}
	a.ledgerHolds()
}

func TestDeputyActsWhileTheHeadIsAway(t *testing.T) {
	a := newAward(t, "")
	deputy := a.seat("deputy", accounts.Jury, accounts.Deputy)
	a.toScreening("N1", "Tương")
	_, err := a.s.Declare(t.Context(), deputy, a.slug, nil)
	a.ok(err)
	a.move(judging.Scoring)
	closes := func() error {
		_, err := a.s.ClosePass(t.Context(), deputy, a.slug, 1, true, "trưởng ban ốm")
		return err
	}
	a.refused(closes(), "forbidden")
	seat := a.grantOf(a.jury[0], accounts.Jury)
	_, err = a.s.RecordAbsence(t.Context(), a.jury[0], a.slug, judging.AbsenceInput{Seat: seat, Reason: "ốm"})
	a.refused(err, "forbidden")
	_, err = a.s.RecordAbsence(t.Context(), a.jurySecretary, a.slug, judging.AbsenceInput{Seat: seat})
	a.fieldRefused(err, "reason", "reason_required")
	_, err = a.s.RecordAbsence(t.Context(), a.jurySecretary, a.slug, judging.AbsenceInput{Seat: seat, From: "2026-12-01", Reason: "ốm"})
	a.ok(err)
	a.refused(closes(), "forbidden") // it is November
	away, err := a.s.RecordAbsence(t.Context(), a.jurySecretary, a.slug, judging.AbsenceInput{Seat: seat, Until: "2026-11-30", Reason: "ốm"})
	a.ok(err)
	if !away.Now || away.From != "2026-11-27" {
		t.Errorf("absence %+v", away)
	}
	a.ok(closes())
	_, err = a.s.EndAbsence(t.Context(), a.admin, a.slug, away.ID)
	a.ok(err)
	_, err = a.s.ReopenPass(t.Context(), deputy, a.slug, 1, "thiếu phiếu")
	a.refused(err, "forbidden")
	list, err := a.s.Absences(t.Context(), a.auditor, a.slug)
	a.ok(err)
	if len(list) != 2 || list[1].Ended.IsZero() || list[1].Now {
		t.Errorf("absences %+v", list)
	}
	a.ledgerHolds()
}

// TestMinutesKeepWhoWasAway: an absence stays in the minutes when its seat has ended meanwhile, and while the head is away
// the deputy closes the pass and opens it again.
func TestMinutesKeepWhoWasAway(t *testing.T) {
	a := newAward(t, "")
	deputy := a.seat("deputy", accounts.Jury, accounts.Deputy)
	a.jury = append(a.jury, deputy)
	n := a.toScoring("Tương")[0]
	ctx := t.Context()
	seat := func(who accounts.Actor) string {
		t.Helper()
		members, err := a.s.Members(ctx, a.admin, a.slug)
		a.ok(err)
		i := slices.IndexFunc(members, func(m judging.SeatView) bool { return m.User == who.User.ID && m.Body == accounts.Jury })
		return members[i].ID
	}
	_, err := a.s.RecordAbsence(ctx, a.jurySecretary, a.slug, judging.AbsenceInput{Seat: seat(a.jury[2]), Reason: "ốm"})
	a.ok(err)
	old := a.score(a.jury[2], n.ID, "50", "30")
	_, _, err = a.s.ReplaceMember(ctx, a.admin, a.slug, seat(a.jury[2]), "ốm nặng", judging.NewMember{Email: deputy.User.Email, Name: "deputy", Role: accounts.Deputy})
	a.ok(err)
	for _, j := range []accounts.Actor{a.jury[0], a.jury[1], deputy} {
		a.score(j, n.ID, "50", "30")
	}
	_, err = a.s.ClosePass(ctx, deputy, a.slug, 1, false, "")
	a.refused(err, "forbidden")
	_, err = a.s.RecordAbsence(ctx, a.jurySecretary, a.slug, judging.AbsenceInput{Seat: seat(a.jury[0]), Reason: "đi viện"})
	a.ok(err)
	_, err = a.s.ClosePass(ctx, deputy, a.slug, 1, false, "")
	a.ok(err)
	_, err = a.s.ReopenPass(ctx, deputy, a.slug, 1, "gõ nhầm")
	a.ok(err)
	_, err = a.s.ClosePass(ctx, deputy, a.slug, 1, false, "")
	a.ok(err)
	r, err := a.s.PanelRecord(ctx, a.auditor, a.slug)
	a.ok(err)
	var away []string
	for _, x := range r.Absences {
		away = append(away, x.Name+" "+string(x.Role))
	}
	if want := []string{a.jury[2].User.Name + " member", a.jury[0].User.Name + " head"}; !slices.Equal(away, want) {
		t.Errorf("away in the minutes: %q, want %q", away, want)
	}
	if len(r.Replaced) != 1 || old.State != judging.SheetSubmitted {
		t.Errorf("replaced %v", r.Replaced)
	}
	a.ledgerHolds()
}
