package judging_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

func (a *award) visitInput() judging.VisitInput {
	return judging.VisitInput{HeldOn: "2026-11-20", Place: "Xưởng thôn Đoài", Members: []string{a.jury[1].User.ID, a.jury[1].User.ID},
		Others: "ông Sen, chủ xưởng", Seen: "Lò nung mới, nước thải qua bể lắng."}
}

// TestVisits: between two passes, written by jury and secretariat, corrected by the writer alone with the old version
// kept, and over with the last pass.
func TestVisits(t *testing.T) {
	a := newAward(t, `,"passes":2`)
	entry := a.toScoring("Nón")[0].ID
	a.scoreAll(map[string][2]string{entry: {"50", "30"}})
	a.closePass(1)
	for _, nobody := range []accounts.Actor{a.admin, a.council[0], a.auditor, a.stranger} {
		if _, err := a.s.RecordVisit(t.Context(), nobody, entry, a.visitInput()); err == nil {
			t.Errorf("%s wrote a note", nobody.User.Name)
		}
	}
	id, err := a.s.RecordVisit(t.Context(), a.jury[1], entry, a.visitInput())
	a.ok(err)
	for _, writer := range []accounts.Actor{a.jury[0], a.jurySecretary, a.clerk} {
		_, err := a.s.RecordVisit(t.Context(), writer, entry, a.visitInput())
		a.ok(err)
		a.refused(a.s.CorrectVisit(t.Context(), writer, id, 1, a.visitInput()), "visit_not_yours")
	}
	next := a.visitInput()
	next.Seen = "Lò nung mới; bể lắng còn nhỏ."
	a.ok(a.s.CorrectVisit(t.Context(), a.jury[1], id, 1, next))
	a.ok(a.s.CorrectVisit(t.Context(), a.jury[1], id, 1, next)) // a second tap
	a.refused(a.s.CorrectVisit(t.Context(), a.jury[1], id, 1, a.visitInput()), "stale_version")
	v, err := a.s.Visit(t.Context(), a.council[1], id)
	a.ok(err)
	if v.Version != 2 || v.Seen != next.Seen || len(v.Earlier) != 1 || v.Earlier[0].Seen != a.visitInput().Seen || v.MayCorrect {
		t.Errorf("visit %+v", v)
	}
	if diff := cmp.Diff([]string{"judge1"}, v.MemberNames()); diff != "" {
		t.Error(diff)
	}
	a.visitPhotos(id)
	all, err := a.s.Visits(t.Context(), a.auditor, a.slug)
	a.ok(err)
	if len(all) != 4 {
		t.Errorf("the auditor reads %d visits", len(all))
	}
	a.visitsEnd(id, entry)
}

func (a *award) visitPhotos(id string) {
	a.Helper()
	photo := judging.DocumentInput{SHA256: "s1", MediaType: "image/jpeg", Size: 9, Filename: "lò.jpg"}
	a.ok(a.s.AddVisitPhoto(a.Context(), a.jury[1], id, photo))
	a.ok(a.s.AddVisitPhoto(a.Context(), a.jury[1], id, photo)) // a second tap
	a.refused(a.s.AddVisitPhoto(a.Context(), a.jury[0], id, photo), "visit_not_yours")
	a.fieldRefused(a.s.AddVisitPhoto(a.Context(), a.jury[1], id, judging.DocumentInput{SHA256: "p", MediaType: "application/pdf"}), "file", "not_an_image")
	for _, sha := range []string{"s2", "s3", "s4", "s5", "s6"} {
		photo.SHA256 = sha
		a.ok(a.s.AddVisitPhoto(a.Context(), a.jury[1], id, photo))
	}
	photo.SHA256 = "s7"
	a.fieldRefused(a.s.AddVisitPhoto(a.Context(), a.jury[1], id, photo), "file", "too_many")
	a.ok(a.s.RemoveVisitPhoto(a.Context(), a.jury[1], id, 2))
	a.ok(a.s.AddVisitPhoto(a.Context(), a.jury[1], id, photo))
	v, err := a.s.Visit(a.Context(), a.clerk, id)
	a.ok(err)
	var numbers []int
	for _, p := range v.Photos {
		numbers = append(numbers, p.N)
	}
	if diff := cmp.Diff([]int{1, 3, 4, 5, 6, 7}, numbers); diff != "" {
		a.Error(diff)
	}
}

// visitsEnd closes the last pass.
func (a *award) visitsEnd(id, entry string) {
	a.Helper()
	for _, j := range a.jury {
		sh := a.sheet(j, entry, 2)
		_, err := a.s.SaveMarks(a.Context(), j, sh.ID, sh.Version, map[string]any{"1": "40", "2": "30"}, nil)
		a.ok(err)
		_, err = a.s.SubmitSheet(a.Context(), j, sh.ID)
		a.ok(err)
	}
	a.closePass(2)
	a.refused(a.s.CorrectVisit(a.Context(), a.jury[1], id, 2, a.visitInput()), "visits_over")
	a.refused(a.s.RemoveVisitPhoto(a.Context(), a.jury[1], id, 1), "visits_over")
	_, err := a.s.RecordVisit(a.Context(), a.jury[1], entry, a.visitInput())
	a.refused(err, "visits_over")
	a.move(judging.Deliberation)
	_, err = a.s.RecordVisit(a.Context(), a.jury[1], entry, a.visitInput())
	a.refused(err, "wrong_state")
	a.ledgerHolds()
}

// TestVisitsKeepConflictsApart: who may not judge an entry reads nothing of a visit to it and writes none.
func TestVisitsKeepConflictsApart(t *testing.T) {
	a := newAward(t, "")
	list := a.toScoring("Nón", "Tương")
	ill, entry := a.jury[2], list[0].ID
	id, err := a.s.RecordVisit(t.Context(), a.jury[1], entry, a.visitInput())
	a.ok(err)
	_, err = a.s.Declare(t.Context(), ill, a.slug, []judging.ConflictInput{{Nomination: entry, Reason: "em gái"}})
	a.ok(err)
	_, err = a.s.Visit(t.Context(), ill, id)
	a.refused(err, "conflict_declared")
	_, err = a.s.RecordVisit(t.Context(), ill, entry, a.visitInput())
	a.refused(err, "conflict_declared")
	all, err := a.s.Visits(t.Context(), ill, a.slug)
	a.ok(err)
	may, err := a.s.VisitEntries(t.Context(), ill, a.slug)
	a.ok(err)
	if len(all) != 0 || slices.ContainsFunc(may, func(e judging.VisitEntry) bool { return e.Nomination == entry }) || len(may) != 1 {
		t.Errorf("visits %v, entries %v", all, may)
	}
}

func TestVisitFields(t *testing.T) {
	a := newAward(t, "")
	entry := a.toScoring("Nón")[0].ID
	for _, row := range []struct {
		field, code string
		change      func(*judging.VisitInput)
	}{
		{"held_on", "required", func(in *judging.VisitInput) { in.HeldOn = "" }},
		{"held_on", "in_future", func(in *judging.VisitInput) { in.HeldOn = "2026-12-24" }},
		{"place", "required", func(in *judging.VisitInput) { in.Place = " " }},
		{"seen", "required", func(in *judging.VisitInput) { in.Seen = "\n" }},
		{"members", "required", func(in *judging.VisitInput) { in.Members, in.Others = nil, "" }},
		{"members", "not_a_member", func(in *judging.VisitInput) { in.Members = []string{a.council[0].User.ID} }},
	} {
		in := a.visitInput()
		row.change(&in)
		_, err := a.s.RecordVisit(t.Context(), a.clerk, entry, in)
		a.fieldRefused(err, row.field, row.code)
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", row.field, err)
		}
	}
}
