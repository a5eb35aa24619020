package store_test

import (
	"errors"
	"slices"
	"testing"

	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

// TestSearchByWords: whole words are found by their beginnings in any order, anything else within the texts; the
// index follows a change of the name and of the edition, and is made anew.
func TestSearchByWords(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fillNominations(t, db)
		search := func(text string, oldest bool) []string {
			t.Helper()
			q := judging.NominationQuery{Edition: w.edition.ID, Text: text, Oldest: oldest}
			list, err := view(db, func(tx *store.Tx) ([]judging.Nomination, error) { return tx.Nominations(q) })
			if err != nil {
				t.Fatal(err)
			}
			paged(t, db, q, list)
			return names(list)
		}
		expect := func(text string, want ...string) {
			t.Helper()
			if got := search(text, false); !slices.Equal(got, want) {
				t.Errorf("%q finds %q, want %q", text, got, want)
			}
			got := search(text, true)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%q finds, the oldest first, %q, want %q", text, got, want)
			}
		}
		expect("duoc mat", "Mật ong đước")
		expect("ong", "Mật ong đước", "Mật_ong")
		expect("ng", "Đậu phộng", "Mật ong đước", "Mật_ong")
		expect("uoc", "Mật ong đước", "Nước mắm 100%")
		expect("003", "Mật ong đước")
		expect("so i mat ong", "Mật ong đước", "Mật_ong")
		expect("mat khong", []string(nil)...)

		rename := func(from, to string) {
			t.Helper()
			err := db.Update(t.Context(), func(tx *store.Tx) error {
				list, err := tx.Nominations(judging.NominationQuery{Edition: w.edition.ID})
				if err != nil {
					return err
				}
				n := list[slices.IndexFunc(list, func(n judging.Nomination) bool { return n.Product == from })]
				n.Product = to
				return tx.SaveNomination(n)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		rename("Dầu dừa", "Kẹo dừa")
		expect("dau", "Dâu tằm", "Đậu phộng")
		expect("keo", "Kẹo dừa")
		expect("dua", "Kẹo dừa")

		statement := `SELECT scope || ' ' || word || ' ' || nomination FROM nomination_words ORDER BY 1`
		before := column(t, db, statement)
		err := db.Update(t.Context(), func(tx *store.Tx) error {
			return errors.Join(tx.SaveSetting("sort_key_version", "older"), tx.Exec(`DELETE FROM nomination_words WHERE word LIKE 'd%'`))
		})
		if err != nil {
			t.Fatal(err)
		}
		expect("dau", "Dâu tằm", "Đậu phộng") // the texts themselves
		if err := db.RebuildKeys(t.Context()); err != nil {
			t.Fatal(err)
		}
		expect("dau", "Dâu tằm", "Đậu phộng")
		if after := column(t, db, statement); !slices.Equal(before, after) || len(before) < 30 {
			t.Errorf("%d words before, %d made anew", len(before), len(after))
		}
	})
}
