package judging_test

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
)

// drawMarks draws marks in half points, from few values so that totals meet; -1 leaves a leaf out.
func drawMarks(rt *rapid.T) ([2]int, map[string]any) {
	half := [2]int{
		rapid.SampledFrom([]int{120, 100, 101, 81, 60, 0, -1}).Draw(rt, "first"),
		rapid.SampledFrom([]int{80, 60, 61, 0, -1}).Draw(rt, "second"),
	}
	raw := map[string]any{}
	for i, code := range []string{"1", "2"} {
		if half[i] >= 0 {
			raw[code] = fmt.Sprintf("%d.%d", half[i]/2, half[i]%2*5)
		}
	}
	return half, raw
}

func (m *machine) save(rt *rapid.T) {
	sh, who := m.anySheet(rt, judging.SheetOpen)
	version := sh.Version - rapid.SampledFrom([]int{0, 0, 0, 1, -1}).Draw(rt, "behind")
	half, raw := drawMarks(rt)
	_, err := m.s.SaveMarks(m.Context(), who, sh.ID, version, raw, nil)
	if !m.did(rt, "save", who, err) {
		return
	}
	if version != sh.Version || who.User.ID != sh.Judge {
		rt.Fatalf("%s saved version %d of a sheet at %d", who.User.Name, version, sh.Version)
	}
	m.saved[sh.ID] = half
}

func (m *machine) submit(rt *rapid.T) {
	sh, who := m.anySheet(rt, judging.SheetOpen)
	_, err := m.s.SubmitSheet(m.Context(), who, sh.ID)
	if m.did(rt, "submit", who, err) {
		m.seal(sh)
	}
}

// seal notes that a sheet was submitted with the marks saved last.
func (m *machine) seal(sh judging.Sheet) {
	half, ok := m.saved[sh.ID]
	if !ok {
		half = [2]int{-1, -1}
	}
	m.sealed[sh.ID] = half
}

// judge lets every judge mark and submit what is open, so that walks come to an end.
func (m *machine) judge(rt *rapid.T) {
	for _, sh := range m.last.sheetsIn(judging.SheetOpen) {
		who := m.judgeOf(sh)
		if _, err := m.s.Declare(m.Context(), who, m.slug, nil); !m.did(rt, "declare", who, err) {
			continue
		}
		half, raw := drawMarks(rt)
		if _, err := m.s.SaveMarks(m.Context(), who, sh.ID, sh.Version, raw, nil); !m.did(rt, "save", who, err) {
			continue
		}
		m.saved[sh.ID] = half
		if _, err := m.s.SubmitSheet(m.Context(), who, sh.ID); m.did(rt, "submit", who, err) {
			m.seal(sh)
		}
	}
}

func (m *machine) recuse(rt *rapid.T) {
	if rapid.Bool().Draw(rt, "stay") {
		rt.Skip("or nobody would be left")
	}
	sh, who := m.anySheet(rt, judging.SheetOpen, judging.SheetSubmitted)
	_, err := m.s.RecuseSheet(m.Context(), who, sh.ID, "quen biết")
	if m.did(rt, "recuse", who, err) {
		delete(m.sealed, sh.ID)
	}
}

func (m *machine) reopen(rt *rapid.T) {
	sh, _ := m.anySheet(rt, judging.SheetSubmitted)
	who := m.who(rt, m.jury[0])
	_, err := m.s.ReopenSheet(m.Context(), who, sh.ID, "chấm nhầm")
	if m.did(rt, "reopen", who, err) {
		delete(m.sealed, sh.ID)
	}
}

func (m *machine) close(rt *rapid.T) {
	who, leave := m.who(rt, m.jury[0]), rapid.Bool().Draw(rt, "leave open")
	n := rapid.IntRange(max(1, len(m.last.passes)-1), len(m.last.passes)+1).Draw(rt, "pass")
	_, err := m.s.ClosePass(m.Context(), who, m.slug, n, leave, "vắng")
	act := "close"
	if leave {
		act = "close leaving open"
	}
	if !m.did(rt, act, who, err) || leave {
		return
	}
	for _, sh := range m.last.sheetsIn(judging.SheetOpen) {
		if sh.Pass == n {
			rt.Fatalf("pass %d was closed over an open sheet", n)
		}
	}
}

func (m *machine) reopenPass(rt *rapid.T) {
	who := m.who(rt, m.jury[0])
	n := rapid.IntRange(max(1, len(m.last.passes)-1), len(m.last.passes)+1).Draw(rt, "pass")
	_, err := m.s.ReopenPass(m.Context(), who, m.slug, n, "thiếu phiếu")
	if m.did(rt, "reopen the pass", who, err) && m.last.proposal != nil {
		rt.Fatal("a pass was reopened after the council proposed")
	}
}

// proposeSome proposes a part of the entries, each with a reason, and says of the others why not.
func (m *machine) proposeSome(rt *rapid.T) {
	who := m.who(rt, m.council[0])
	in := judging.Proposal{Present: 3, For: 3 - rapid.IntRange(0, 2).Draw(rt, "against")}
	in.Against = 3 - in.For
	for i, e := range m.last.ranking {
		switch {
		case e.Mean == nil && !seldom(rt, "unscored too"):
		case i == 0 || rapid.Bool().Draw(rt, "propose"):
			in.Items = append(in.Items, judging.ProposalItem{Nomination: e.Nomination, Reason: "đặc sắc"})
		default:
			in.LeftOut = append(in.LeftOut, judging.LeftOut{Nomination: e.Nomination, Reason: "trùng lặp"})
		}
	}
	if len(m.last.ranking) == 0 { // the pass is open: it must be refused whatever is proposed
		in.Items = append(in.Items, judging.ProposalItem{Nomination: m.anyNomination(rt).ID, Reason: "đặc sắc"})
	}
	_, err := m.s.RecordProposal(m.Context(), who, m.slug, in)
	m.did(rt, "propose", who, err)
}

func (m *machine) decide(rt *rapid.T) {
	who := m.who(rt, m.head)
	ids := []string{m.anyNomination(rt).ID}
	if p := m.last.proposal; p != nil && !seldom(rt, "any") {
		ids = nil
		for _, x := range p.Items {
			if !slices.ContainsFunc(m.last.decisions, func(d judging.Decision) bool { return slices.Contains(d.Nominations, x.Nomination) }) {
				ids = append(ids, x.Nomination)
			}
		}
		ids = ids[:min(len(ids), rapid.IntRange(1, 3).Draw(rt, "how many"))]
	}
	in := decisionOf(ids...)
	in.Number = fmt.Sprint(len(m.last.decisions)+1, "/QĐ-UBND")
	_, err := m.s.RecordDecision(m.Context(), who, m.slug, in)
	if m.did(rt, "decide", who, err) && !accounts.Allowed(accounts.RecordDecision, m.hats(rt, who)) {
		rt.Fatalf("%s decided", who.User.Name)
	}
}

func (m *machine) hats(rt *rapid.T, who accounts.Actor) []accounts.Hat {
	hats, err := m.s.Hats(m.Context(), who, m.slug)
	if err != nil {
		rt.Fatal(err)
	}
	return hats
}

// finish brings the walk to a decision as everybody should, as far as it lets itself be brought.
func (m *machine) finish(rt *rapid.T) {
	m.openScoring(rt)
	for range m.last.passes {
		m.judge(rt)
		m.check(rt)
		m.waver(rt)
		m.judge(rt)
		m.check(rt)
		_, err := m.s.ClosePass(m.Context(), m.jury[0], m.slug, len(m.last.passes), false, "")
		m.did(rt, "close", m.jury[0], err)
		m.check(rt)
	}
	_, err := m.s.MoveEdition(m.Context(), m.admin, m.slug, judging.Deliberation)
	m.did(rt, "move", m.admin, err)
	in := judging.Proposal{Present: 3, For: 3}
	var ids []string
	for _, e := range m.last.ranking {
		in.Items = append(in.Items, judging.ProposalItem{Nomination: e.Nomination, Reason: "đặc sắc"})
		ids = append(ids, e.Nomination)
	}
	m.check(rt)
	_, err = m.s.RecordProposal(m.Context(), m.council[0], m.slug, in)
	m.did(rt, "propose", m.council[0], err)
	m.check(rt)
	_, err = m.s.RecordDecision(m.Context(), m.head, m.slug, decisionOf(ids...))
	m.did(rt, "decide", m.head, err)
	m.check(rt)
	m.undo(rt)
}

// waver gives one submitted sheet back and takes the judge of another out.
func (m *machine) waver(rt *rapid.T) {
	for i, sh := range m.last.sheetsIn(judging.SheetSubmitted) {
		switch i {
		case 0:
			_, err := m.s.ReopenSheet(m.Context(), m.jury[0], sh.ID, "chấm nhầm")
			if m.did(rt, "reopen", m.jury[0], err) {
				delete(m.sealed, sh.ID)
			}
		case 1:
			_, err := m.s.RecuseSheet(m.Context(), m.judgeOf(sh), sh.ID, "quen biết")
			if m.did(rt, "recuse", m.judgeOf(sh), err) {
				delete(m.sealed, sh.ID)
			}
		}
	}
	m.check(rt)
}

// openScoring brings an edition that still takes dossiers to its first pass.
func (m *machine) openScoring(rt *rapid.T) {
	for _, to := range []judging.State{judging.Screening, judging.Scoring} {
		for _, n := range m.last.nominations {
			if n.State == judging.NominationSubmitted || n.State == judging.NominationSupplement {
				_, err := m.s.Screen(m.Context(), m.clerk, n.ID, judging.ScreenInput{Verdict: judging.NominationEligible})
				m.did(rt, "screen", m.clerk, err)
			}
		}
		m.check(rt)
		_, err := m.s.MoveEdition(m.Context(), m.admin, m.slug, to)
		m.did(rt, "move", m.admin, err)
		m.check(rt)
	}
}
