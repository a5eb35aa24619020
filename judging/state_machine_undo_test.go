package judging_test

import (
	"fmt"

	"pgregory.net/rapid"

	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
)

// stepBack undoes a step, seldom, or walks would not get far.
func (m *machine) stepBack(rt *rapid.T) {
	if rapid.Bool().Draw(rt, "stay") {
		rt.Skip("forward")
	}
	who := m.who(rt, m.admin)
	_, err := m.s.MoveBack(m.Context(), who, m.slug, "bấm nhầm")
	m.backed = m.did(rt, "step back", who, err)
}

// endSeat takes somebody out, mostly a judge who is not the head.
func (m *machine) endSeat(rt *rapid.T) {
	if rapid.IntRange(0, 2).Draw(rt, "stay") > 0 {
		rt.Skip("or nobody would be left")
	}
	leaver := m.who(rt, m.jury[1:]...)
	if leaver.User.ID == m.auditor.User.ID {
		rt.Skip("the checks between the steps read as the auditor")
	}
	seats, err := m.s.Members(m.Context(), m.admin, m.slug)
	if err != nil {
		rt.Fatal(err)
	}
	for _, s := range seats {
		if s.User != leaver.User.ID {
			continue
		}
		who := m.who(rt, m.admin)
		_, err := m.s.RemoveMember(m.Context(), who, m.slug, s.ID, "chuyển công tác")
		if m.did(rt, "end a seat", who, err) {
			m.leftBody(rt, leaver, s.Body)
		}
	}
}

// leftBody: who left a body wears nothing of it any more.
func (m *machine) leftBody(rt *rapid.T, who accounts.Actor, body accounts.Body) {
	for _, h := range m.hats(rt, who) {
		if body == accounts.Jury && h == accounts.HatJudge || string(h) == string(body) {
			rt.Fatalf("%s left the %s and still wears %s", who.User.Name, body, h)
		}
	}
}

// nameAgain gives a judge a seat, who has one already unless he left.
func (m *machine) nameAgain(rt *rapid.T) {
	who, judge := m.who(rt, m.admin), rapid.SampledFrom(m.jury[1:]).Draw(rt, "judge")
	_, err := m.s.AddMember(m.Context(), who, m.slug, judging.NewMember{Email: judge.User.Email, Name: judge.User.Name,
		Body: accounts.Jury, Role: accounts.Member})
	m.did(rt, "name again", who, err)
}

// correct records one of the decisions again.
func (m *machine) correct(rt *rapid.T) {
	if len(m.last.decisions) == 0 {
		rt.Skip("nothing to correct")
	}
	who, old := m.who(rt, m.head), rapid.SampledFrom(m.last.decisions).Draw(rt, "decision")
	in := decisionOf(old.Nominations...)
	in.Number = fmt.Sprint("sửa ", old.Number)
	d, err := m.s.CorrectDecision(m.Context(), who, m.slug, old.ID, in, "gõ sai số")
	if m.did(rt, "correct", who, err) && d.Replaces != old.ID {
		rt.Fatalf("corrected %s in place of %s", d.Replaces, old.ID)
	}
}

// undo takes back, at the end of a walk, what can be taken back there: a step, a seat and a decision.
func (m *machine) undo(rt *rapid.T) {
	if len(m.last.decisions) > 0 {
		m.correct(rt)
		m.check(rt)
	}
	for range 2 {
		if m.last.edition.State == judging.Deliberation || m.last.edition.State == judging.Announced {
			_, err := m.s.MoveEdition(m.Context(), m.admin, m.slug, m.last.next())
			m.did(rt, "move", m.admin, err)
			m.check(rt)
		}
	}
	_, err := m.s.MoveBack(m.Context(), m.admin, m.slug, "bấm nhầm")
	m.backed = m.did(rt, "step back", m.admin, err)
	m.check(rt)
	seats, err := m.s.Members(m.Context(), m.admin, m.slug)
	if err != nil {
		rt.Fatal(err)
	}
	for _, s := range seats {
		if s.Body == accounts.Jury && s.Role == accounts.Member {
			_, err := m.s.RemoveMember(m.Context(), m.admin, m.slug, s.ID, "chuyển công tác")
			m.did(rt, "end a seat", m.admin, err)
			m.check(rt)
		}
	}
}
