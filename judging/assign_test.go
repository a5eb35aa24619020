package judging_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

// toScreening files and screens products of a group and lets every judge declare nothing.
func (a *award) toScreening(group string, products ...string) []judging.NominationView {
	a.Helper()
	var list []judging.NominationView
	for _, p := range products {
		list = append(list, a.nominate(p, group))
	}
	a.move(judging.Screening)
	for _, n := range list {
		_, err := a.s.Screen(a.Context(), a.clerk, n.ID, judging.ScreenInput{Verdict: judging.NominationEligible})
		a.ok(err)
	}
	for _, j := range a.jury {
		_, err := a.s.Declare(a.Context(), j, a.slug, nil)
		a.ok(err)
	}
	return list
}

// sheetPairs are who has a sheet, in any state but recused, for what.
func (a *award) sheetPairs() (list []judging.Pair) {
	a.Helper()
	states, err := a.s.SheetStates(a.Context(), a.clerk, a.slug, 0)
	a.ok(err)
	for _, l := range states {
		if l.State != judging.SheetRecused {
			list = append(list, judging.Pair{Judge: l.Judge, Nomination: l.Nomination})
		}
	}
	return list
}

// missingOf are the codes of what stands against an act, each with the name of whom it is about.
func missingOf(err error) string {
	var list []string
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		for _, m := range f.Missing {
			about := ""
			for _, name := range []string{"entry", "judges"} {
				if text, ok := m.Args[name].(string); ok {
					about = text[strings.LastIndex(text, " ")+1:]
				}
			}
			list = append(list, m.Code+":"+about)
		}
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

func TestBalancedAssignmentGivesItsSheets(t *testing.T) {
	a := newAward(t, "")
	a.toScreening("N1", "Tương", "Cốm", "Bánh", "Nem", "Bún", "Giò")
	in := judging.AssignmentInput{Mode: judging.AssignBalanced, K: 2}
	preview, err := a.s.PreviewAssignment(t.Context(), a.head, a.slug, in)
	a.ok(err)
	apart := preview.Pairs[0] // would be given again
	for _, j := range a.jury {
		if j.User.ID == apart.Judge {
			_, err = a.s.Declare(t.Context(), j, a.slug, []judging.ConflictInput{{Nomination: apart.Nomination, Reason: "người nhà"}})
			a.ok(err)
		}
	}
	preview, err = a.s.PreviewAssignment(t.Context(), a.head, a.slug, in)
	a.ok(err)
	if now, err := a.s.Assignment(t.Context(), a.clerk, a.slug); err != nil || now.Mode != judging.AssignAll {
		t.Errorf("a preview left %s %v", now.Mode, err)
	}
	set, err := a.s.SetAssignment(t.Context(), a.jurySecretary, a.slug, in)
	a.ok(err)
	if !slices.Equal(preview.Pairs, set.Pairs) || len(set.Pairs) != 12 {
		t.Errorf("preview %v, set %v", preview.Pairs, set.Pairs)
	}
	for _, l := range set.Loads {
		if l.Entries != 4 {
			t.Errorf("%s has %d entries", l.Name, l.Entries)
		}
	}
	if slices.Contains(set.Pairs, apart) {
		t.Error("a judge got the entry of her conflict")
	}
	a.move(judging.Scoring)
	got := a.sheetPairs()
	for _, p := range set.Pairs {
		if !slices.Contains(got, p) {
			t.Errorf("no sheet for %v", p)
		}
	}
	if len(got) != len(set.Pairs) {
		t.Errorf("%d sheets for %d pairs", len(got), len(set.Pairs))
	}
	a.ledgerHolds()
}

func TestAssignmentsRefuse(t *testing.T) {
	a := newAward(t, "")
	list := a.toScreening("N1", "Tương", "Cốm")
	j := func(i int) string { return a.jury[i].User.ID }
	for i := range 2 {
		_, err := a.s.Declare(t.Context(), a.jury[i], a.slug, []judging.ConflictInput{{Nomination: list[0].ID, Reason: "quen"}})
		a.ok(err)
	}
	pair := func(judge, entry int) judging.Pair { return judging.Pair{Judge: j(judge), Nomination: list[entry].ID} }
	for _, c := range []struct {
		name string
		in   judging.AssignmentInput
		want string
	}{
		{"too few judges", judging.AssignmentInput{Mode: judging.AssignBalanced, K: 2}, "assignment_few_judges:Tương"},
		{"thin", judging.AssignmentInput{Mode: judging.AssignBalanced, K: 1}, "assignment_thin:judge2"},
		{"by hand, one forgotten", judging.AssignmentInput{Mode: judging.AssignByHand, Pairs: []judging.Pair{pair(2, 0)}}, "assignment_few_judges:Cốm"},
		{"by hand, apart", judging.AssignmentInput{Mode: judging.AssignByHand, Pairs: []judging.Pair{pair(2, 0), pair(1, 1)}}, "assignment_split:judge1"},
		{"group on no panel", judging.AssignmentInput{Mode: judging.AssignAll,
			Panels: []judging.Panel{{Name: "A", Groups: []string{"N2"}, Judges: []string{j(0)}}}}, "assignment_no_panel:Cốm assignment_no_panel:Tương"},
	} {
		_, err := a.s.PreviewAssignment(t.Context(), a.head, a.slug, c.in)
		if !fault.IsCode(err, "assignment_refused") || missingOf(err) != c.want {
			t.Errorf("%s: %v with %s, want %s", c.name, err, missingOf(err), c.want)
		}
	}
	for field, in := range map[string]judging.AssignmentInput{
		"mode":             {},
		"k":                {Mode: judging.AssignBalanced, K: 4},
		"pairs[0]":         {Mode: judging.AssignByHand, Pairs: []judging.Pair{pair(0, 0)}},
		"pairs[0].judge":   {Mode: judging.AssignByHand, Pairs: []judging.Pair{{Judge: a.jurySecretary.User.ID, Nomination: list[1].ID}}},
		"panels[0].groups": {Mode: judging.AssignAll, Panels: []judging.Panel{{Name: "A", Judges: []string{j(0)}}}},
		"panels[1].groups[0]": {Mode: judging.AssignAll, Panels: []judging.Panel{{Name: "A", Groups: []string{"N1"}, Judges: []string{j(0)}},
			{Name: "B", Groups: []string{"N1"}, Judges: []string{j(1)}}}},
	} {
		_, err := a.s.PreviewAssignment(t.Context(), a.admin, a.slug, in)
		f, ok := errors.AsType[*fault.Fault](err)
		if !ok || !slices.ContainsFunc(f.Fields, func(x fault.Field) bool { return x.Field == field }) {
			t.Errorf("%s: %v", field, err)
		}
	}
	_, err := a.s.SetAssignment(t.Context(), a.jury[0], a.slug, judging.AssignmentInput{Mode: judging.AssignAll})
	a.refused(err, "forbidden")
}

// TestAssignmentGrowsOld: what is eligible later, or a conflict declared later, keeps scoring shut until the
// assignment is made anew.
func TestAssignmentGrowsOld(t *testing.T) {
	a := newAward(t, "")
	list := a.toScreening("N1", "Tương", "Cốm", "Bánh")
	in := judging.AssignmentInput{Mode: judging.AssignBalanced, K: 2}
	v, err := a.s.SetAssignment(t.Context(), a.head, a.slug, in)
	a.ok(err)
	late := v.Pairs[0]
	for _, judge := range a.jury {
		if judge.User.ID == late.Judge {
			_, err = a.s.Declare(t.Context(), judge, a.slug, []judging.ConflictInput{{Nomination: late.Nomination, Reason: "quen"}})
			a.ok(err)
		}
	}
	_, err = a.s.MoveEdition(t.Context(), a.admin, a.slug, judging.Scoring)
	if got := missingCodes(err); got != "assignment_few_judges" {
		t.Errorf("missing %q", got)
	}
	_, err = a.s.SetAssignment(t.Context(), a.head, a.slug, in)
	a.ok(err)
	a.move(judging.Scoring)
	if got := a.sheetPairs(); len(got) != 6 || slices.Contains(got, late) {
		t.Errorf("sheets %v of %d entries", got, len(list))
	}
}

func TestPanelsByGroup(t *testing.T) {
	a := newAward(t, "")
	first := a.nominate("Lụa", "N2")
	list := a.toScreening("N1", "Tương", "Cốm")
	_, err := a.s.Screen(t.Context(), a.clerk, first.ID, judging.ScreenInput{Verdict: judging.NominationEligible})
	a.ok(err)
	j := func(i int) string { return a.jury[i].User.ID }
	_, err = a.s.SetAssignment(t.Context(), a.admin, a.slug, judging.AssignmentInput{Mode: judging.AssignAll, Panels: []judging.Panel{
		{Name: "Thực phẩm", Groups: []string{"N1"}, Judges: []string{j(0), j(1)}}, {Name: "Dệt", Groups: []string{"N2"}, Judges: []string{j(2), j(0)}}}})
	a.ok(err)
	a.move(judging.Scoring)
	want := []judging.Pair{{Judge: j(0), Nomination: first.ID}, {Judge: j(2), Nomination: first.ID}}
	for _, n := range list {
		want = append(want, judging.Pair{Judge: j(0), Nomination: n.ID}, judging.Pair{Judge: j(1), Nomination: n.ID})
	}
	got := a.sheetPairs()
	for _, p := range want {
		if !slices.Contains(got, p) {
			t.Errorf("no sheet for %v", p)
		}
	}
	if len(got) != len(want) {
		t.Errorf("sheets %v", got)
	}
}

// TestAssignmentAfterOpening: only sheets that nobody has touched go, and a reason is asked for.
func TestAssignmentAfterOpening(t *testing.T) {
	a := newAward(t, "")
	list := a.toScoring("Tương", "Cốm", "Bánh")
	pairs := func(skip judging.Pair) (list2 []judging.Pair) {
		for _, n := range list {
			for _, j := range a.jury {
				if p := (judging.Pair{Judge: j.User.ID, Nomination: n.ID}); p != skip {
					list2 = append(list2, p)
				}
			}
		}
		return list2
	}
	touched := judging.Pair{Judge: a.jury[1].User.ID, Nomination: list[0].ID}
	sh := a.sheet(a.jury[1], list[0].ID, 1)
	_, err := a.s.SaveMarks(t.Context(), a.jury[1], sh.ID, sh.Version, map[string]any{"1": "1"}, nil)
	a.ok(err)
	in := judging.AssignmentInput{Mode: judging.AssignByHand, Pairs: pairs(touched)}
	_, err = a.s.SetAssignment(t.Context(), a.head, a.slug, in)
	a.fieldRefused(err, "reason", "reason_required")
	in.Reason = "bận họp"
	_, err = a.s.SetAssignment(t.Context(), a.head, a.slug, in)
	a.refused(err, "sheets_touched")
	free := judging.Pair{Judge: a.jury[2].User.ID, Nomination: list[0].ID}
	in.Pairs = pairs(free)
	_, err = a.s.SetAssignment(t.Context(), a.head, a.slug, in)
	a.ok(err)
	if got := a.sheetPairs(); len(got) != 8 || slices.Contains(got, free) {
		t.Errorf("sheets %v", got)
	}
	in.Pairs = pairs(judging.Pair{})
	_, err = a.s.SetAssignment(t.Context(), a.head, a.slug, in)
	a.ok(err)
	if got := a.sheetPairs(); len(got) != 9 {
		t.Errorf("given back: %v", got)
	}
	a.ledgerHolds()
	for _, n := range list {
		for _, j := range a.jury {
			a.score(j, n.ID, "50", "30")
		}
	}
	a.closePass(1)
	_, err = a.s.SetAssignment(t.Context(), a.head, a.slug, in)
	a.refused(err, "pass_closed")
}
