package store_test

import (
	"testing"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

// TestPublishWaitsForTheClose: while an open pass has a sheet that somebody acted on, the size of the log
// would tell how many submitted, so no checkpoint comes out, whoever asks; the close brings it.
func TestPublishWaitsForTheClose(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fill(t, db) // its pass 1 is closed, with a sheet acted on
		pass := judging.Pass{ID: accounts.NewID(), Edition: w.edition.ID, N: 2, Opened: day}
		sheet := w.sheet
		sheet.ID, sheet.Pass, sheet.State, sheet.Seal, sheet.Acts = accounts.NewID(), 2, judging.SheetOpen, "", 0
		for _, step := range []struct {
			name      string
			change    func()
			published bool
		}{
			{"open, nobody acted", func() {}, true},
			{"submitted", func() { sheet.State, sheet.Acts = judging.SheetSubmitted, 1 }, false},
			{"given back", func() { sheet.State, sheet.Acts = judging.SheetOpen, 2 }, false},
			{"recused", func() { sheet.State, sheet.Acts = judging.SheetRecused, 3 }, false},
			{"closed", func() { pass.Closed, pass.SheetsHash = day.Add(time.Hour), judging.SheetsHash([]judging.Sheet{sheet}) }, true},
			{"opened again", func() { pass.Closed, pass.SheetsHash, pass.Reopened = time.Time{}, "", 1 }, false},
			{"closed again", func() {
				pass.Closed, pass.SheetsHash = day.Add(2*time.Hour), judging.SheetsHash([]judging.Sheet{sheet})
			}, true},
		} {
			step.change()
			before := published(t, db)
			err := db.Update(t.Context(), func(tx *store.Tx) error {
				tx.Publish()
				if err := tx.SavePass(pass); err != nil {
					return err
				}
				if err := tx.SaveSheet(sheet); err != nil {
					return err
				}
				return tx.Append(leafOf(step.name))
			})
			if err != nil {
				t.Fatalf("%s: %v", step.name, err)
			}
			head, err := db.LedgerHead(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			want := before
			if step.published {
				want = head.Size
			}
			if got := published(t, db); got != want {
				t.Errorf("%s: a checkpoint of %d leaves, want %d; it was %d and the log has %d", step.name, got, want, before, head.Size)
			}
		}
	})
}

// TestPublishHeldByAnotherEdition: the log is one, so an open pass holds back what other editions ask for,
// also in another transaction.
func TestPublishHeldByAnotherEdition(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fill(t, db)
		w.pass.Closed, w.pass.ClosedBy, w.pass.SheetsHash, w.pass.LeftOpen = time.Time{}, "", "", ""
		if err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.SavePass(w.pass) }); err != nil {
			t.Fatal(err)
		}
		before := published(t, db)
		other := w.edition
		other.ID, other.Slug = accounts.NewID(), "khac"
		err := db.Update(t.Context(), func(tx *store.Tx) error {
			if err := tx.SaveEdition(other); err != nil {
				return err
			}
			tx.Publish()
			return tx.Append(judging.EditionLeaf("edition.opened", other, day))
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := published(t, db); got != before {
			t.Errorf("another edition published %d leaves after %d while a pass is open", got, before)
		}
	})
}

// published is the size of the last checkpoint, 0 before the first.
func published(t *testing.T, db *store.DB) int64 {
	t.Helper()
	_, size, err := db.LastCheckpoint(t.Context())
	if err != nil && fault.KindOf(err) != fault.NotFound {
		t.Fatal(err)
	}
	return size
}
