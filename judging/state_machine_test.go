package judging_test

import (
	"errors"
	"flag"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

// machine walks an award at random. It keeps its own account of what the judges did, by sheet, to compare
// the record with.
type machine struct {
	*award
	people  []accounts.Actor
	saved   map[string][2]int // marks in half points as last saved, -1 for a leaf left out
	sealed  map[string][2]int // of the sheets whose submission stands
	last    record            // as it was after the step before
	reached map[string]int    // how often an act went through, over all walks
	backed  bool              // the step before moved the edition back
}

// TestStateMachine lets random people try random acts in any order and checks after each that the record
// is one that the rules allow.
func TestStateMachine(t *testing.T) {
	set := func(name, value string) {
		before := flag.Lookup(name).Value.String()
		if err := flag.Set(name, value); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := flag.Set(name, before); err != nil {
				t.Error(err)
			}
		})
	}
	set("rapid.checks", "12") // each walk has a database of its own
	set("rapid.steps", "50")
	reached := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		m := newMachine(t, rt, reached)
		rt.Repeat(map[string]func(*rapid.T){
			"": m.check, "nominate": m.fileOne, "patch": m.patch, "submit dossier": m.submitDossier, "screen": m.screen,
			"declare": m.declare, "move": m.moveOn, "save": m.save, "submit": m.submit, "judge": m.judge, "judge more": m.judge,
			"recuse": m.recuse, "reopen": m.reopen, "close": m.close, "close again": m.close, "reopen the pass": m.reopenPass,
			"propose": m.proposeSome, "decide": m.decide, "decide again": m.decide,
			"step back": m.stepBack, "end a seat": m.endSeat, "name again": m.nameAgain, "correct": m.correct,
		})
		m.finish(rt)
	})
	t.Logf("went through: %v", reached)
	for _, act := range []string{"declare", "move", "save", "submit", "recuse", "reopen", "close", "close leaving open", "propose", "decide",
		"step back", "end a seat", "correct"} {
		if reached[act] == 0 {
			t.Errorf("no walk came through %q: %v", act, reached)
		}
	}
}

func newMachine(t *testing.T, rt *rapid.T, reached map[string]int) *machine {
	passes := rapid.IntRange(1, 2).Draw(rt, "passes")
	m := &machine{award: newAward(t, fmt.Sprintf(`,"passes":%d`, passes)), saved: map[string][2]int{}, sealed: map[string][2]int{}, reached: reached}
	m.people = append(m.people, m.admin, m.head, m.clerk, m.stranger, m.auditor, m.jurySecretary)
	m.people = append(append(m.people, m.jury...), m.council...)
	products := []string{"Tương", "Cốm", "Bánh"}[:rapid.IntRange(1, 3).Draw(rt, "filed before")]
	if rapid.Bool().Draw(rt, "from filing on") {
		for _, p := range products {
			m.nominate(p, "N1")
		}
	} else {
		m.toScoring(products...)
	}
	m.last = m.read(rt)
	return m
}

// did takes note of what came of an act: it went through, or it was refused with a fault. Nothing else may
// happen, and nobody without a part in the edition may do more than file.
func (m *machine) did(rt *rapid.T, act string, who accounts.Actor, err error) bool {
	if err != nil {
		if _, ok := errors.AsType[*fault.Fault](err); !ok {
			rt.Fatalf("%s by %s: %v", act, who.User.Name, err)
		}
		return false
	}
	m.reached[act]++
	if who.User.ID == m.stranger.User.ID && act != "nominate" && act != "patch" && act != "submit dossier" {
		rt.Fatalf("a stranger may %s", act)
	}
	return true
}

// seldom is a choice that is made one time in five or less, and that a shrunken walk does without.
func seldom(rt *rapid.T, choice string) bool { return rapid.IntRange(0, 4).Draw(rt, choice) == 4 }

// who is somebody who may, as a rule, and anybody now and then.
func (m *machine) who(rt *rapid.T, entitled ...accounts.Actor) accounts.Actor {
	if seldom(rt, "anybody") {
		return rapid.SampledFrom(m.people).Draw(rt, "who")
	}
	return rapid.SampledFrom(entitled).Draw(rt, "entitled")
}

func (m *machine) anyNomination(rt *rapid.T) judging.Nomination {
	return rapid.SampledFrom(m.last.nominations).Draw(rt, "nomination")
}

// anySheet is one of the sheets and somebody who tries to act on it: its judge, as a rule.
func (m *machine) anySheet(rt *rapid.T, states ...judging.SheetState) (judging.Sheet, accounts.Actor) {
	list := m.last.sheets
	if !seldom(rt, "any state") {
		list = m.last.sheetsIn(states...)
	}
	if len(list) == 0 {
		rt.Skip("no such sheet")
	}
	sh := rapid.SampledFrom(list).Draw(rt, "sheet")
	return sh, m.who(rt, m.judgeOf(sh))
}

func (m *machine) judgeOf(sh judging.Sheet) accounts.Actor {
	for _, j := range m.jury {
		if j.User.ID == sh.Judge {
			return j
		}
	}
	m.Fatalf("sheet of the unknown judge %s", sh.Judge)
	return accounts.Actor{}
}

func (m *machine) fileOne(rt *rapid.T) {
	who := m.who(rt, m.clerk, m.head)
	group := rapid.SampledFrom([]string{"N1", "N1", "N2", "N9"}).Draw(rt, "group")
	product := fmt.Sprint("Nem ", len(m.last.nominations))
	_, err := m.s.CreateNomination(m.Context(), who, m.slug, judging.NominationInput{Product: &product, ProductGroup: &group,
		Producer: &judging.ProducerInput{Name: ptr("Cơ sở " + who.User.Name), EntityKind: ptr("sme")}})
	m.did(rt, "nominate", who, err)
}

func (m *machine) patch(rt *rapid.T) {
	n, who := m.anyNomination(rt), m.who(rt, m.clerk)
	in := judging.NominationInput{Product: ptr(n.Product + "a")}
	if rapid.Bool().Draw(rt, "regroup") {
		in = judging.NominationInput{ProductGroup: ptr(rapid.SampledFrom([]string{"N1", "N2", ""}).Draw(rt, "group"))}
	}
	version := n.Version - rapid.SampledFrom([]int{0, 0, 1, -1}).Draw(rt, "behind")
	_, err := m.s.PatchNomination(m.Context(), who, n.ID, version, in)
	if m.did(rt, "patch", who, err) && version != n.Version {
		rt.Fatalf("version %d of a nomination at %d was taken", version, n.Version)
	}
}

func (m *machine) submitDossier(rt *rapid.T) {
	n, who := m.anyNomination(rt), m.who(rt, m.clerk)
	_, err := m.s.SubmitNomination(m.Context(), who, n.ID)
	m.did(rt, "submit dossier", who, err)
}

func (m *machine) screen(rt *rapid.T) {
	n, who := m.anyNomination(rt), m.who(rt, m.clerk, m.head)
	in := judging.ScreenInput{Reasons: []judging.VerdictReason{{Text: "lý do"}}, Verdict: rapid.SampledFrom([]judging.NominationState{
		judging.NominationEligible, judging.NominationEligible, judging.NominationEligible, judging.NominationSupplement, judging.NominationIneligible,
	}).Draw(rt, "verdict")}
	_, err := m.s.Screen(m.Context(), who, n.ID, in)
	m.did(rt, "screen", who, err)
}

func (m *machine) declare(rt *rapid.T) {
	who := m.who(rt, m.jury...)
	var conflicts []judging.ConflictInput
	if seldom(rt, "conflict") {
		conflicts = append(conflicts, judging.ConflictInput{Nomination: m.anyNomination(rt).ID, Reason: "người nhà"})
	}
	_, err := m.s.Declare(m.Context(), who, m.slug, conflicts)
	if !m.did(rt, "declare", who, err) {
		return
	}
	for _, sh := range m.last.sheets {
		if len(conflicts) > 0 && sh.Judge == who.User.ID && sh.Nomination == conflicts[0].Nomination {
			delete(m.sealed, sh.ID)
		}
	}
}

// moveOn tries the next state, or any.
func (m *machine) moveOn(rt *rapid.T) {
	who, to := m.who(rt, m.admin), rapid.SampledFrom(judging.States()).Draw(rt, "to")
	if !seldom(rt, "any state") {
		to = m.last.next()
	}
	_, err := m.s.MoveEdition(m.Context(), who, m.slug, to)
	m.did(rt, "move", who, err)
}
