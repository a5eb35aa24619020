package store_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

// marking is a record with a few open sheets, as the writer remembers them.
func marking(t *testing.T, db *store.DB) []judging.Sheet {
	t.Helper()
	w := fill(t, db)
	sheets := make([]judging.Sheet, 5)
	for i := range sheets {
		s := w.sheet
		s.ID, s.Pass, s.State, s.Version = fmt.Sprintf("later-%d", i), 20+i, judging.SheetOpen, 1
		sheets[i] = s
	}
	if err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.SaveSheets(sheets) }); err != nil {
		t.Fatal(err)
	}
	for _, s := range sheets {
		if err := db.Update(t.Context(), func(tx *store.Tx) error { _, err := tx.Sheet(s.ID); return err }); err != nil {
			t.Fatal(err)
		}
	}
	return sheets
}

// mark is what a judge's save does, with the comment as what she typed.
func mark(id, comment string) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		s, err := tx.Sheet(id)
		if err != nil {
			return err
		}
		s.Version, s.Comment, s.Marks = s.Version+1, comment, map[string]judging.Points{"1": judging.Points(s.Version) * judging.Point}
		return errors.Join(tx.SaveSheet(s), tx.SaveDraft(judging.SheetDraft{Sheet: s.ID, Version: s.Version, Marks: s.Marks, Comment: comment, At: day}))
	}
}

// inOneGroup runs acts in one transaction, in their order.
func inOneGroup(t *testing.T, db *store.DB, acts ...func(*store.Tx) error) []error {
	t.Helper()
	release := hold(t, db)
	errs := make([]error, len(acts))
	var wait sync.WaitGroup
	for i, f := range acts {
		wait.Go(func() { errs[i] = db.Update(context.Background(), f) })
		time.Sleep(10 * time.Millisecond) // keeps their order in the queue
	}
	release()
	wait.Wait()
	return errs
}

// comments are the stored comments and how many versions each sheet's history has.
func comments(t *testing.T, db *store.DB, sheets []judging.Sheet) []string {
	t.Helper()
	list := make([]string, len(sheets))
	for i, s := range sheets {
		err := db.View(t.Context(), func(tx *store.Tx) error {
			got, err := tx.Sheet(s.ID)
			drafts, draftsErr := tx.Drafts(s.ID)
			list[i] = fmt.Sprintf("%s v%d of %d", got.Comment, got.Version, len(drafts)+1)
			return errors.Join(err, draftsErr)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return list
}

// TestSavesOfAGroup: saves that are written together keep what they would be each in its transaction.
func TestSavesOfAGroup(t *testing.T) {
	boom := errors.New("boom")
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		sheets := marking(t, db)
		var seen, ownRead string
		errs := inOneGroup(t, db,
			mark("later-0", "một"),
			func(tx *store.Tx) error { return errors.Join(mark("later-1", "mất")(tx), boom) },
			mark("later-0", "hai"),
			func(tx *store.Tx) error {
				list, err := tx.Sheets(judging.SheetQuery{Edition: sheets[0].Edition})
				for _, s := range list {
					seen += s.ID + s.Comment + ";"
				}
				return err
			},
			func(tx *store.Tx) error {
				return errors.Join(mark("later-2", "mất")(tx), tx.SaveSetting("lost", ""), boom)
			},
			func(tx *store.Tx) error {
				err := mark("later-3", "ba")(tx)
				drafts, draftsErr := tx.Drafts("later-3")
				ownRead = fmt.Sprint(len(drafts))
				return errors.Join(err, draftsErr)
			},
			mark("later-1", "bốn"),
			func(tx *store.Tx) error { panic("boom") },
			mark("later-4", "năm"),
			mark("later-4", "sáu"),
		)
		for i, want := range []bool{true, false, true, true, false, true, true, false, true, true} {
			if (errs[i] == nil) != want {
				t.Errorf("act %d: %v", i, errs[i])
			}
		}
		before := sheets[0].Comment
		want := []string{"hai v3 of 3", "bốn v2 of 2", before + " v1 of 1", "ba v2 of 2", "sáu v3 of 3"}
		if d := gocmp.Diff(want, comments(t, db, sheets)); d != "" {
			t.Errorf("stored (-want +got):\n%s", d)
		}
		if wantSeen := "later-0hai;later-1" + before + ";later-2" + before; !strings.Contains(seen, wantSeen) {
			t.Errorf("a list within the group shows %s", seen)
		}
		if ownRead != "1" {
			t.Errorf("an act reads %s of its own drafts", ownRead)
		}
		if _, err := db.Setting(t.Context(), "lost"); err == nil {
			t.Error("what a failed act wrote beside its save is kept")
		}
	})
}

// TestAFailedReadIsItsOwn: PostgreSQL refuses what follows a statement that failed, and the read had no savepoint.
func TestAFailedReadIsItsOwn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		read := func(tx *store.Tx) error { _, err := tx.CountUsers(); return err }
		errs := inOneGroup(t, db, read,
			func(tx *store.Tx) error { _, err := store.Value[int](tx, "SELECT nothing FROM nowhere"); return err }, read)
		if errs[0] != nil || errs[1] == nil || errs[2] != nil {
			t.Errorf("errors: %v", errs)
		}
	})
}

// TestABrokenSaveIsItsOwn: when one of the saves that are written together is refused by the database, the others
// are kept and it alone fails.
func TestABrokenSaveIsItsOwn(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, conf store.Config) {
		db := storetest.OpenWith(t, conf)
		sheets := marking(t, db)
		refuse := `CREATE TRIGGER refuse BEFORE UPDATE ON sheets WHEN NEW.comment = 'boom' BEGIN SELECT RAISE(ABORT, 'boom'); END`
		if db.Engine() == "postgres" {
			refuse = `ALTER TABLE sheets ADD CONSTRAINT refuse CHECK (comment <> 'boom')`
		}
		storetest.Exec(t, cmp.Or(conf.DatabaseURL, conf.DataDir), refuse)
		errs := inOneGroup(t, db, mark("later-0", "một"), mark("later-1", "boom"), mark("later-2", "hai"))
		if errs[0] != nil || errs[1] == nil || errs[2] != nil {
			t.Errorf("errors: %v", errs)
		}
		before := sheets[0].Comment
		want := []string{"một v2 of 2", before + " v1 of 1", "hai v2 of 2", before + " v1 of 1", before + " v1 of 1"}
		if d := gocmp.Diff(want, comments(t, db, sheets)); d != "" {
			t.Errorf("stored (-want +got):\n%s", d)
		}
	})
}

// TestSheetsAreRememberedRight changes a remembered sheet in every way that goes past its saves and demands that the
// next act reads what holds.
func TestSheetsAreRememberedRight(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, conf store.Config) {
		db := storetest.OpenWith(t, conf)
		sheets := marking(t, db)
		id := sheets[0].ID
		inAct := func() judging.Sheet {
			t.Helper()
			var s judging.Sheet
			err := db.Update(t.Context(), func(tx *store.Tx) (err error) {
				s, err = tx.Sheet(id)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		act := func(f func(*store.Tx) error) {
			t.Helper()
			if err := db.Update(t.Context(), f); err != nil {
				t.Fatal(err)
			}
		}
		act(mark(id, "một"))
		if stored, err := view(db, func(tx *store.Tx) (judging.Sheet, error) { return tx.Sheet(id) }); err != nil || !gocmp.Equal(stored, inAct()) {
			t.Errorf("remembered otherwise than stored: %s %v", gocmp.Diff(stored, inAct()), err)
		}
		for n, change := range []func(){
			func() {
				act(func(tx *store.Tx) error {
					s, err := tx.Sheet(id)
					s.State, s.Acts = judging.SheetSubmitted, s.Acts+1
					return errors.Join(err, tx.SaveSheet(s))
				})
			},
			func() {
				storetest.Exec(t, cmp.Or(conf.DatabaseURL, conf.DataDir), "UPDATE sheets SET state = 'open', version = 7 WHERE id = $1", id)
			},
			func() { act(mark(id, "tám")) },
			func() {
				storetest.Exec(t, cmp.Or(conf.DatabaseURL, conf.DataDir), "UPDATE sheets SET state = 'locked' WHERE id = $1", id)
			},
		} {
			change()
			stored, err := view(db, func(tx *store.Tx) (judging.Sheet, error) { return tx.Sheet(id) })
			if d := gocmp.Diff(stored, inAct()); d != "" || err != nil {
				t.Errorf("after change %d an act reads (-stored +read):\n%s %v", n, d, err)
			}
		}
	})
}
