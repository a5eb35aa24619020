package judging_test

import (
	"slices"
	"testing"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

// closedTo checks that a person reads the dossiers of all entries but the first, and nothing of that one.
func (a *award) closedTo(who accounts.Actor, entries []judging.NominationView, visit string) {
	a.Helper()
	ctx, shut := a.Context(), entries[0].ID
	_, err := a.s.Nomination(ctx, who, shut)
	a.refused(err, "conflict_declared")
	_, err = a.s.Documents(ctx, who, shut)
	a.refused(err, "conflict_declared")
	_, err = a.s.Document(ctx, who, shut, 1)
	a.refused(err, "conflict_declared")
	_, err = a.s.Timeline(ctx, who, shut)
	a.refused(err, "conflict_declared")
	_, err = a.s.Visit(ctx, who, visit)
	a.refused(err, "conflict_declared")
	all, err := a.s.Visits(ctx, who, a.slug)
	a.ok(err)
	if slices.ContainsFunc(all, func(v judging.VisitView) bool { return v.Nomination == shut }) {
		a.Error("a visit to it is listed")
	}
	list, _, err := a.s.Nominations(ctx, who, a.slug, judging.NominationQuery{})
	a.ok(err)
	if len(list) != len(entries) {
		a.Errorf("%d entries listed of %d", len(list), len(entries))
	}
	for _, n := range list {
		if (n.ID == shut) != (n.Description == "") {
			a.Errorf("%s is described as %q", n.Product, n.Description)
		}
	}
	_, err = a.s.Nomination(ctx, who, entries[1].ID)
	a.ok(err)
}

// described gives every entry a description and the first one a visit, whose id it answers.
func (a *award) described(entries []judging.NominationView) string {
	a.Helper()
	a.ok(a.db.ForJudging().Update(a.Context(), func(tx judging.Tx) error {
		for _, n := range entries {
			n, err := tx.Nomination(n.ID)
			if err != nil {
				return err
			}
			n.Description = "Làm tay."
			if err := tx.SaveNomination(n); err != nil {
				return err
			}
		}
		return nil
	}))
	visit, err := a.s.RecordVisit(a.Context(), a.jury[0], entries[0].ID, a.visitInput())
	a.ok(err)
	return visit
}

func TestRecusalClosesTheDossier(t *testing.T) {
	a := newAward(t, "")
	entries := a.toScoring("Tương", "Nón")
	visit, judge := a.described(entries), a.jury[1]
	sh := a.sheet(judge, entries[0].ID, 0)
	_, err := a.s.Nomination(t.Context(), judge, entries[0].ID)
	a.ok(err)
	_, err = a.s.RecuseSheet(t.Context(), judge, sh.ID, "người nhà")
	a.ok(err)
	a.closedTo(judge, entries, visit)
	if got, err := a.s.Sheet(t.Context(), judge, sh.ID); err != nil || got.State != judging.SheetRecused {
		t.Errorf("the sheet says %s, %v", got.State, err)
	}
	_, err = a.s.Nomination(t.Context(), a.jury[2], entries[0].ID)
	a.ok(err)
}

// TestConflictsCloseTheDossierToTheCouncil: one declared there and one declared as a judge, before a meeting, in it and
// after it. Ranking and other entries stay.
func TestConflictsCloseTheDossierToTheCouncil(t *testing.T) {
	var visit string
	h := hallWith(t, storetest.Open(t), func(h *hall) {
		visit = h.described(h.entries)
		_, err := h.s.Declare(t.Context(), h.jury[1], h.slug, []judging.ConflictInput{{Nomination: h.entries[0].ID, Reason: "chị họ"}})
		h.ok(err)
	})
	member, judge := h.council[1], h.seat("judge1", accounts.Council, accounts.Member)
	h.closedTo(judge, h.entries, visit)
	_, err := h.s.Nomination(t.Context(), member, h.entries[0].ID)
	h.ok(err)
	_, err = h.s.DeclareCouncilConflict(t.Context(), member, h.slug, "", h.entries[0].ID, "em gái")
	h.ok(err)
	h.closedTo(member, h.entries, visit)
	ranking, err := h.s.Ranking(t.Context(), member, h.slug, 0)
	h.ok(err)
	if len(ranking) != len(h.entries) {
		t.Errorf("%d of %d ranked", len(ranking), len(h.entries))
	}
	_, err = h.s.Nomination(t.Context(), h.council[2], h.entries[0].ID)
	h.ok(err)
	h.ok(h.s.OpenMeeting(t.Context(), h.secretary, h.slug))
	h.closedTo(member, h.entries, visit)
}

// TestConflictBeforeScoringClosesTheDossier: there is no sheet yet that could be recused.
func TestConflictBeforeScoringClosesTheDossier(t *testing.T) {
	a := newAward(t, "")
	n := a.nominate("Tương", "N1")
	a.move(judging.Screening)
	_, err := a.s.Declare(t.Context(), a.jury[1], a.slug, []judging.ConflictInput{{Nomination: n.ID, Reason: "người nhà"}})
	a.ok(err)
	_, err = a.s.Nomination(t.Context(), a.jury[1], n.ID)
	a.refused(err, "conflict_declared")
}
