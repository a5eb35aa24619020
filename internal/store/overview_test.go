package store_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

func TestCountsOfAnEdition(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fill(t, db)
		n := w.nomination
		n.State, n.Version = judging.NominationSupplement, 4
		other := w.nomination
		other.ID, other.Seq, other.EntryCode, other.State, other.ProductGroup = "khác", 2, "", judging.NominationSubmitted, "N1"
		save(t, db, func(tx *store.Tx) error {
			if err := tx.SaveNomination(n); err != nil {
				return err
			}
			return tx.SaveNomination(other)
		})
		for today, overdue := range map[string]int{"2026-08-01": 0, "2026-08-02": 1} {
			got, err := view(db, func(tx *store.Tx) (judging.EditionCounts, error) { return tx.Counts(w.edition.ID, today) })
			if err != nil {
				t.Fatal(err)
			}
			want := judging.EditionCounts{Total: 2, ByState: map[judging.NominationState]int{"supplement": 1, "submitted": 1},
				ByGroup: map[string]int{"N1": 1, "N2": 1}, OldestWaiting: day, SupplementOverdue: overdue, Documents: 1, DocumentsBad: 1}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("on %s: %s", today, diff)
			}
		}
		communes, err := view(db, func(tx *store.Tx) ([]string, error) { return tx.Communes(w.edition.ID) })
		if err != nil || strings.Join(communes, ", ") != "Sa Đéc" {
			t.Errorf("communes %v, %v", communes, err)
		}
	})
}

// save runs one update.
func save(t *testing.T, db *store.DB, f func(*store.Tx) error) {
	t.Helper()
	if err := db.Update(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

func TestNominationFilters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fill(t, db)
		late := w.nomination
		late.ID, late.Seq, late.EntryCode, late.Submitted, late.State = "muộn", 2, "", day.AddDate(0, 0, 1), judging.NominationSubmitted
		draft := w.nomination
		draft.ID, draft.Seq, draft.EntryCode, draft.State, draft.ProducerID = "nháp", 3, "", judging.NominationDraft, ""
		sent := w.nomination
		sent.State = judging.NominationSupplement
		draft.Submitted = time.Time{}
		save(t, db, func(tx *store.Tx) error {
			for _, n := range []judging.Nomination{late, draft, sent} {
				if err := tx.SaveNomination(n); err != nil {
					return err
				}
			}
			return nil
		})
		name := map[string]string{late.ID: "late", draft.ID: "draft", sent.ID: "sent"}
		for _, c := range []struct {
			want string
			q    judging.NominationQuery
		}{
			{"sent late draft", judging.NominationQuery{Oldest: true}},
			{"late draft", judging.NominationQuery{Oldest: true, After: sent.ID}},
			{"late", judging.NominationQuery{Oldest: true, After: sent.ID, Limit: 1}},
			{"draft", judging.NominationQuery{Oldest: true, After: late.ID, Text: "mat ong"}},
			{"sent late", judging.NominationQuery{Oldest: true, Commune: "SA đéc"}},
			{"", judging.NominationQuery{Commune: "sa dec"}},
			{"sent", judging.NominationQuery{Overdue: true, Today: "2026-08-02"}},
			{"", judging.NominationQuery{Overdue: true, Today: "2026-08-01"}},
			{"sent draft", judging.NominationQuery{Oldest: true, States: []judging.NominationState{"draft", "supplement"}}},
			{"late", judging.NominationQuery{State: judging.NominationSubmitted, States: []judging.NominationState{"draft"}}},
			{"", judging.NominationQuery{States: []judging.NominationState{"submit"}}},
		} {
			c.q.Edition = w.edition.ID
			list, err := view(db, func(tx *store.Tx) ([]judging.Nomination, error) { return tx.Nominations(c.q) })
			var got []string
			for _, n := range list {
				got = append(got, name[n.ID])
			}
			if err != nil || strings.Join(got, " ") != c.want {
				t.Errorf("%+v gives %v, %v; want %q", c.q, got, err, c.want)
			}
		}
		_, err := view(db, func(tx *store.Tx) ([]judging.Nomination, error) {
			return tx.Nominations(judging.NominationQuery{Edition: w.edition.ID, Oldest: true, After: "ai đó"})
		})
		if err == nil {
			t.Error("an unknown cursor was taken")
		}
	})
}

func TestOnlyUntouchedSheetsAreDropped(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fill(t, db)
		empty, begun := w.sheet, w.sheet
		empty.ID, empty.Pass, empty.Acts, empty.Version, empty.Seal = "trống", 3, 0, 1, ""
		begun.ID, begun.Pass, begun.Acts, begun.Version, begun.Seal = "dở", 4, 0, 2, ""
		open := judging.Pass{ID: "mở", Edition: w.edition.ID, N: 3, Opened: day}
		save(t, db, func(tx *store.Tx) error {
			if err := tx.SavePass(open); err != nil {
				return err
			}
			return tx.SaveSheets([]judging.Sheet{empty, begun})
		})
		save(t, db, func(tx *store.Tx) error {
			for _, id := range []string{empty.ID, begun.ID, w.sheet.ID} {
				if err := tx.DropSheet(id); err != nil {
					return err
				}
			}
			if err := tx.DropPass(open.ID); err != nil {
				return err
			}
			return tx.DropPass(w.pass.ID)
		})
		sheets := column(t, db, `SELECT id FROM sheets ORDER BY pass`)
		if diff := cmp.Diff([]string{w.sheet.ID, begun.ID}, sheets); diff != "" {
			t.Errorf("sheets left: %s", diff)
		}
		if diff := cmp.Diff([]string{w.pass.ID}, column(t, db, `SELECT id FROM passes`)); diff != "" {
			t.Errorf("passes left: %s", diff)
		}
		states, err := view(db, func(tx *store.Tx) ([]judging.SheetStateLine, error) { return tx.SheetStates(w.edition.ID, 4) })
		want := []judging.SheetStateLine{{Sheet: begun.ID, Judge: w.user.ID, JudgeName: w.user.Name, Nomination: w.nomination.ID,
			EntryCode: "N2-001", Product: w.product.Name, Group: "N2", State: judging.SheetLocked, Late: true}}
		if diff := cmp.Diff(want, states); diff != "" || err != nil {
			t.Errorf("states: %v %s", err, diff)
		}
	})
}

func TestDecisionsInForce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fill(t, db)
		right := w.decision
		right.ID, right.Replaces, right.At = "đúng", w.decision.ID, day.AddDate(0, 0, 1)
		save(t, db, func(tx *store.Tx) error { return tx.SaveDecision(right) })
		ids := func(load func(*store.Tx, string) ([]judging.Decision, error)) (ids []string) {
			list, err := view(db, func(tx *store.Tx) ([]judging.Decision, error) { return load(tx, w.edition.ID) })
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range list {
				ids = append(ids, d.ID)
			}
			return ids
		}
		if diff := cmp.Diff([]string{right.ID}, ids((*store.Tx).Decisions)); diff != "" {
			t.Errorf("in force: %s", diff)
		}
		if diff := cmp.Diff([]string{w.decision.ID, right.ID}, ids((*store.Tx).DecisionHistory)); diff != "" {
			t.Errorf("history: %s", diff)
		}
		for decision, want := range map[string]int{"": 1, w.decision.ID: 1, right.ID: 0} {
			n, err := view(db, func(tx *store.Tx) (int, error) { return tx.CertificateUses(w.edition.ID, decision) })
			if n != want || err != nil {
				t.Errorf("decision %q is used %d times, %v", decision, n, err)
			}
		}
	})
}

func TestJournalOfAnEdition(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fill(t, db)
		read := func(q judging.JournalQuery, sheets bool) (kinds []string) {
			list, err := view(db, func(tx *store.Tx) ([]judging.JournalLine, error) { return tx.Journal(w.edition.ID, q, sheets) })
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range list {
				kinds = append(kinds, l.Kind)
				if l.Kind == "edition.opened" && (l.Reason != w.act.Reason || l.ActorName != w.user.Name || l.Subject != w.edition.Name) {
					t.Errorf("%+v", l)
				}
			}
			return kinds
		}
		all := []string{"revocation.decided", "certificate.countersigned", "certificate.revoked", "certificate.issued", "decision", "proposal", "council.conflict", "dissent.written", "ballot.closed",
			"roll.changed", "item.settled", "meeting.closed", "pass.closed", "visit.photo_removed", "visit.noted", "sheet.submitted", "sheet.typed",
			"sheet.sealed", "absence.ended", "slip.used", "panel.assigned", "conflict.dismissed", "conflict", "declared", "verdict", "nomination.accepted", "grant.made", "edition.opened", "invitation.accepted", "token.made"}
		if diff := cmp.Diff(all, read(judging.JournalQuery{}, true)); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(append(all[:15:15], all[18:]...), read(judging.JournalQuery{}, false)); diff != "" {
			t.Errorf("without sheets: %s", diff)
		}
		if diff := cmp.Diff(all[3:5], read(judging.JournalQuery{After: "3", Limit: 2}, true)); diff != "" {
			t.Errorf("a page: %s", diff)
		}
		if diff := cmp.Diff([]string{"sheet.submitted", "sheet.typed", "sheet.sealed"}, read(judging.JournalQuery{Kind: "sheet"}, true)); diff != "" {
			t.Errorf("of a kind: %s", diff)
		}
		if got := read(judging.JournalQuery{Kind: "decisio"}, true); got != nil {
			t.Errorf("half a kind gives %v", got)
		}
		leaves, err := view(db, func(tx *store.Tx) ([]judging.JournalLine, error) { return tx.RowLeaves("decisions", w.decision.ID) })
		if err != nil || len(leaves) != 1 || leaves[0].Kind != "decision" || !leaves[0].At.Equal(day) {
			t.Errorf("leaves of a row: %v, %v", leaves, err)
		}
	})
}
