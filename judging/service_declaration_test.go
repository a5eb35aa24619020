package judging_test

import (
	"testing"

	"vinhdanh/judging"
)

func TestOwnDeclarationTellsNobodyElses(t *testing.T) {
	a := newAward(t, "")
	n := a.nominate("Tương", "N1")
	a.move(judging.Screening)
	before, err := a.s.OwnDeclaration(t.Context(), a.jury[1], a.slug)
	a.ok(err)
	if !before.At.IsZero() || len(before.Conflicts) != 0 {
		t.Errorf("before any declaration: %+v", before)
	}
	_, err = a.s.Declare(t.Context(), a.jury[1], a.slug, []judging.ConflictInput{{Nomination: n.ID, Reason: "người nhà"}})
	a.ok(err)
	mine, err := a.s.OwnDeclaration(t.Context(), a.jury[1], a.slug)
	a.ok(err)
	if mine.At.IsZero() || len(mine.Conflicts) != 1 || mine.Conflicts[0].Reason != "người nhà" {
		t.Errorf("my declaration: %+v", mine)
	}
	others, err := a.s.OwnDeclaration(t.Context(), a.jury[0], a.slug)
	a.ok(err)
	if !others.At.IsZero() || len(others.Conflicts) != 0 {
		t.Errorf("another judge sees %+v", others)
	}
	_, err = a.s.OwnDeclaration(t.Context(), a.jurySecretary, a.slug)
	a.refused(err, "forbidden")
}

func TestJudgesTellWhoHasDeclared(t *testing.T) {
	a := newAward(t, "")
	a.move(judging.Screening)
	_, err := a.s.Declare(t.Context(), a.jury[1], a.slug, nil)
	a.ok(err)
	list, err := a.s.Judges(t.Context(), a.jury[0], a.slug)
	a.ok(err)
	if len(list) != len(a.jury) {
		t.Fatalf("%d judges, want %d: the secretary marks nothing", len(list), len(a.jury))
	}
	for i, j := range list {
		if want := j.User == a.jury[1].User.ID; j.Declared != want || j.Person.Name == "" {
			t.Errorf("judge %d: declared %v, want %v, name %q", i, j.Declared, want, j.Person.Name)
		}
	}
}
