package store_test

import (
	"context"
	"strings"
	"testing"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

// TestPaperChangesUntilItIsTyped saves one that waits, then all of it anew.
func TestPaperChangesUntilItIsTyped(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fill(t, db)
		waits := judging.PaperSheet{ID: accounts.NewID(), Edition: w.edition.ID, Sheet: "of-another", State: judging.PaperWaiting,
			First: judging.Typing{Marks: map[string]judging.Points{}}, Second: judging.Typing{Marks: map[string]judging.Points{}}}
		whole := w.paper
		whole.ID, whole.Sheet, whole.Seal = waits.ID, waits.Sheet, accounts.NewID()
		for _, p := range []judging.PaperSheet{waits, whole} {
			if err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.SavePaperSheet(p) }); err != nil {
				t.Fatal(err)
			}
			trip(t, db, string(p.State), []judging.PaperSheet{p}, func(x *store.Tx) ([]judging.PaperSheet, error) {
				return x.PaperSheets(judging.PaperQuery{Sheet: p.Sheet})
			})
		}
		err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.SavePaperSheet(waits) })
		if err == nil || !strings.Contains(err.Error(), "never changes") {
			t.Errorf("a typed one was changed: %v", err)
		}
	})
}

// TestEveryCellOfATypedSheetIsBound changes each column of a typed paper sheet behind the program's back: its leaf names
// the row, but for the id, which makes it another one.
func TestEveryCellOfATypedSheetIsBound(t *testing.T) {
	columns := column(t, storetest.Open(t), `SELECT name || ' ' || type FROM pragma_table_info('paper_sheets') WHERE name NOT IN ('id', 'edition')`)
	if len(columns) < 20 {
		t.Fatalf("only %d columns: %q", len(columns), columns)
	}
	for _, c := range columns {
		name, kind, _ := strings.Cut(c, " ")
		change := name + " + 1"
		switch {
		case strings.HasSuffix(name, "_marks"):
			change = `'{"1.1":"4"}'`
		case kind == "TEXT":
			change = name + " || 'x'"
		}
		t.Run(name, func(t *testing.T) {
			db := tamperedWith(t, []string{"paper_sheets"})
			if _, err := db.Writer().Exec("UPDATE paper_sheets SET " + name + " = " + change); err != nil {
				t.Fatal(err)
			}
			findings, err := db.CheckLedger(context.Background(), nil)
			if err != nil {
				t.Fatal(err)
			}
			want := "changed paper_sheets " + db.w.paper.ID
			if name == "state" {
				want = "missing paper_sheets " + db.w.paper.ID
			}
			if len(findings) != 1 || findings[0].String() != want {
				t.Errorf("%v, want %s", findings, want)
			}
		})
	}
}
