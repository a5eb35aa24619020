package store_test

import (
	"cmp"
	"context"
	"errors"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

// TestWritersMemory changes the seats of an edition in every way between two acts and demands that the second
// act reads what holds.
func TestWritersMemory(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, conf store.Config) {
		db := storetest.OpenWith(t, conf)
		w := fill(t, db)
		seats := func() (n int) {
			t.Helper()
			err := db.Update(context.Background(), func(tx *store.Tx) error {
				list, err := tx.Grants(w.edition.ID)
				n = len(list)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		all := seats()
		if all == 0 {
			t.Fatal("the edition has no seats")
		}
		ended := w.grant
		ended.Ended = day
		boom := errors.New("boom")
		err := db.Update(context.Background(), func(tx *store.Tx) error {
			if err := tx.SaveGrant(ended); err != nil {
				return err
			}
			if list, err := tx.Grants(w.edition.ID); len(list) != all-1 || err != nil {
				t.Errorf("an act does not read what it wrote: %d seats of %d, %v", len(list), all, err)
			}
			return boom
		})
		if got := seats(); got != all || !errors.Is(err, boom) {
			t.Errorf("what was rolled back is remembered: %d seats of %d, %v", got, all, err)
		}
		storetest.Exec(t, cmp.Or(conf.DatabaseURL, conf.DataDir), "UPDATE grants SET ended = 1 WHERE id = $1", w.grant.ID)
		if got := seats(); got != all-1 {
			t.Errorf("another process ended a seat and %d of %d hold", got, all)
		}
		if err := db.Update(context.Background(), func(tx *store.Tx) error { return tx.SaveGrant(w.grant) }); err != nil {
			t.Fatal(err)
		}
		if got := seats(); got != all {
			t.Errorf("a seat was given back and %d of %d hold", got, all)
		}
	})
}

// TestSaveSheetWritesEverything: the short way of a save must not forget what else changed.
func TestSaveSheetWritesEverything(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fill(t, db)
		s := w.sheet
		s.State = judging.SheetOpen
		for name, change := range map[string]func(){
			"nothing":    func() {},
			"marks":      func() { s.Version, s.Marks, s.Total, s.Comment = 9, map[string]judging.Points{"1": 500}, nil, "khác" },
			"entry code": func() { s.EntryCode = "Z9" },
			"product":    func() { s.Product, s.Version = "Tên khác", s.Version+1 },
			"seal":       func() { s.Seal, s.Acts, s.Reason = "", s.Acts+1, "lý do" },
		} {
			change()
			if err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.SaveSheet(s) }); err != nil {
				t.Fatal(err)
			}
			got, err := view(db, func(tx *store.Tx) (judging.Sheet, error) { return tx.Sheet(s.ID) })
			if d := gocmp.Diff(s, got); d != "" || err != nil {
				t.Errorf("%s: %s, %v", name, d, err)
			}
		}
	})
}
