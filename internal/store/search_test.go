package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/ledger"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

// products are stored in another order than they are to be listed.
var products = []string{"Đậu phộng", "Nước mắm 100%", "Mật ong đước", "Dầu dừa", "Mắt tre đan", "Mật_ong", "Dâu tằm", "Áo dài"}

func fillNominations(t *testing.T, db *store.DB) world {
	t.Helper()
	w := fill(t, db)
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		w.edition.ID, w.edition.Slug = accounts.NewID(), accounts.NewID()
		if err := tx.SaveEdition(w.edition); err != nil {
			return err
		}
		for i, name := range products {
			n := w.nomination
			n.ID, n.Edition, n.Seq, n.Product = accounts.NewID(), w.edition.ID, i+1, name
			n.Code, n.EntryCode, n.ProductGroup = fmt.Sprintf("HS-%03d", i+1), fmt.Sprintf("N%d-001", i+1), fmt.Sprintf("N%d", i%2+1)
			n.Producer.Name = "Cơ sở " + strings.Repeat("I", i+1)
			if err := tx.SaveNomination(n); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestNominationsSearchAndOrder(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fillNominations(t, db)
		for _, row := range []struct {
			name string
			q    judging.NominationQuery
			want []string
		}{
			{"all, in Vietnamese order", judging.NominationQuery{},
				[]string{"Áo dài", "Dầu dừa", "Dâu tằm", "Đậu phộng", "Mắt tre đan", "Mật ong đước", "Mật_ong", "Nước mắm 100%"}},
			{"without diacritics", judging.NominationQuery{Text: "dau"}, []string{"Dầu dừa", "Dâu tằm", "Đậu phộng"}},
			{"đ is d", judging.NominationQuery{Text: "duoc"}, []string{"Mật ong đước"}},
			{"letter for letter first", judging.NominationQuery{Text: "ĐẬU"}, []string{"Đậu phộng", "Dầu dừa", "Dâu tằm"}},
			{"decomposed", judging.NominationQuery{Text: "da\u0302u"}, []string{"Dâu tằm", "Dầu dừa", "Đậu phộng"}},
			{"a percent sign is itself", judging.NominationQuery{Text: "%"}, []string{"Nước mắm 100%"}},
			{"so is an underscore", judging.NominationQuery{Text: "t_o"}, []string{"Mật_ong"}},
			{"so is a backslash", judging.NominationQuery{Text: `\`}, nil},
			{"producer", judging.NominationQuery{Text: "co so IIIIIIII"}, []string{"Áo dài"}},
			{"code", judging.NominationQuery{Text: "hs-003"}, []string{"Mật ong đước"}},
			{"entry code", judging.NominationQuery{Text: "n4-"}, []string{"Dầu dừa"}},
			{"group", judging.NominationQuery{Group: "N1", Text: "d"}, []string{"Dâu tằm", "Đậu phộng", "Mắt tre đan", "Mật ong đước"}},
			{"another filer", judging.NominationQuery{Filer: "nobody"}, nil},
			{"another state", judging.NominationQuery{State: judging.NominationDraft}, nil},
			{"another edition", judging.NominationQuery{Edition: "none"}, nil},
		} {
			t.Run(row.name, func(t *testing.T) {
				if row.q.Edition == "" {
					row.q.Edition = w.edition.ID
				}
				list, err := view(db, func(tx *store.Tx) ([]judging.Nomination, error) { return tx.Nominations(row.q) })
				if err != nil {
					t.Fatal(err)
				}
				got := names(list)
				want := row.want
				if strings.HasPrefix(row.name, "group") { // d stands in "đan" and "đước" too; their order is tested above
					slices.Sort(got)
					want = slices.Clone(want)
					slices.Sort(want)
				}
				if !slices.Equal(got, want) {
					t.Errorf("got %q, want %q", got, want)
				}
				paged(t, db, row.q, list)
			})
		}
		_, err := view(db, func(tx *store.Tx) ([]judging.Nomination, error) {
			return tx.Nominations(judging.NominationQuery{Edition: w.edition.ID, After: "none"})
		})
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("an unknown cursor: %v", err)
		}
	})
}

func TestKeysAreMadeAnew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fillNominations(t, db)
		ctx := t.Context()
		list := func(text string) []string {
			found, err := view(db, func(tx *store.Tx) ([]judging.Nomination, error) {
				return tx.Nominations(judging.NominationQuery{Edition: w.edition.ID, Text: text})
			})
			if err != nil {
				t.Fatal(err)
			}
			return names(found)
		}
		order, found := list(""), list("dau")
		if ok, err := db.KeysCurrent(ctx); !ok || err != nil {
			t.Errorf("new keys: %v, %v", ok, err)
		}
		err := db.Update(ctx, func(tx *store.Tx) error {
			return errors.Join(tx.SaveSetting("sort_key_version", "older"),
				tx.Exec(`UPDATE nominations SET sort_key = $1, folded = '', exact = ''`, []byte{1}))
		})
		if err != nil {
			t.Fatal(err)
		}
		if ok, err := db.KeysCurrent(ctx); ok || err != nil || len(list("dau")) > 0 {
			t.Errorf("older keys: %v, %v", ok, err)
		}
		if err := db.RebuildKeys(ctx); err != nil {
			t.Fatal(err)
		}
		if ok, err := db.KeysCurrent(ctx); !ok || err != nil {
			t.Errorf("keys made anew: %v, %v", ok, err)
		}
		if got := list(""); !slices.Equal(got, order) {
			t.Errorf("order %q, want %q", got, order)
		}
		if got := list("dau"); !slices.Equal(got, found) {
			t.Errorf("found %q, want %q", got, found)
		}
		if findings, err := db.CheckLedger(ctx, nil); err != nil || slices.ContainsFunc(findings, func(f ledger.Finding) bool { return f.Kind == ledger.Changed }) {
			t.Errorf("the record changed: %v, %v", findings, err)
		}
	})
}

func names(list []judging.Nomination) (names []string) {
	for _, n := range list {
		names = append(names, n.Product)
	}
	return names
}

// paged reads the same list in pages of two.
func paged(t *testing.T, db *store.DB, q judging.NominationQuery, want []judging.Nomination) {
	t.Helper()
	var got []judging.Nomination
	for q.Limit = 2; ; {
		page, err := view(db, func(tx *store.Tx) ([]judging.Nomination, error) { return tx.Nominations(q) })
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, page...)
		if len(page) < 2 || len(got) > len(want) {
			break
		}
		q.After = page[1].ID
	}
	if !slices.Equal(names(got), names(want)) {
		t.Errorf("in pages %q, at once %q", names(got), names(want))
	}
}

func TestSheetsByQuery(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fill(t, db)
		other := newWorld(w.edition.Organiser).user
		var want []string
		err := db.Update(t.Context(), func(tx *store.Tx) error {
			if err := tx.SaveUser(other); err != nil {
				return err
			}
			for i := range 6 {
				s := w.sheet
				s.ID, s.Pass, s.EntryCode, s.State = accounts.NewID(), 2+i%2, fmt.Sprintf("N%d", 9-i), judging.SheetOpen
				n := w.nomination
				n.ID, n.Seq, n.EntryCode = accounts.NewID(), 10+i, s.EntryCode
				s.Nomination = n.ID
				if i > 3 {
					s.Judge = other.ID
				}
				if err := tx.SaveNomination(n); err != nil {
					return err
				}
				if err := tx.SaveSheet(s); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		want = []string{"1 N2-001", "2 N5", "2 N7", "2 N9", "3 N4", "3 N6", "3 N8"}
		for _, row := range []struct {
			name string
			q    judging.SheetQuery
			want []string
		}{
			{"all", judging.SheetQuery{}, want},
			{"pass", judging.SheetQuery{Pass: 3}, want[4:]},
			{"judge", judging.SheetQuery{Judge: other.ID}, []string{"2 N5", "3 N4"}},
			{"judge and pass", judging.SheetQuery{Judge: other.ID, Pass: 2}, []string{"2 N5"}},
			{"nomination", judging.SheetQuery{Nomination: w.nomination.ID}, want[:1]},
			{"state", judging.SheetQuery{State: judging.SheetLocked}, want[:1]},
		} {
			t.Run(row.name, func(t *testing.T) {
				row.q.Edition = w.edition.ID
				var got []string
				for row.q.Limit = 2; ; {
					page, err := view(db, func(tx *store.Tx) ([]judging.Sheet, error) { return tx.Sheets(row.q) })
					if err != nil {
						t.Fatal(err)
					}
					for _, s := range page {
						got = append(got, fmt.Sprintf("%d %s", s.Pass, s.EntryCode))
					}
					if len(page) < 2 || len(got) > 9 {
						break
					}
					row.q.After = page[1].ID
				}
				if !slices.Equal(got, row.want) {
					t.Errorf("got %q, want %q", got, row.want)
				}
			})
		}
	})
}

func TestRegister(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fill(t, db)
		err := db.Update(t.Context(), func(tx *store.Tx) error {
			for i, year := range []string{"2027", "2025", "2027"} {
				c := w.certificate
				c.ID, c.Code, c.Seq, c.IssuedOn = accounts.NewID(), accounts.NewID(), 5-i, year+"-01-02"
				c.Number, c.Product = fmt.Sprintf("%02d/%s", c.Seq, year), products[i]
				if i == 2 {
					c.Issued = time.Time{}
				}
				if err := tx.SaveCertificate(c); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range []struct {
			name string
			q    certificates.Query
			want []string
		}{
			{"issued", certificates.Query{}, []string{"04/2025", "01/2026/GCN", "05/2027"}},
			{"prepared too", certificates.Query{Prepared: true}, []string{"04/2025", "01/2026/GCN", "03/2027", "05/2027"}},
			{"year", certificates.Query{Year: 2027}, []string{"05/2027"}},
			{"text", certificates.Query{Text: "dau phong"}, []string{"05/2027"}},
			{"number", certificates.Query{Text: "/gcn"}, []string{"01/2026/GCN"}},
			{"edition", certificates.Query{Edition: "none"}, nil},
			{"organiser", certificates.Query{Organiser: w.edition.Organiser, Group: "N2", Year: 2025}, []string{"04/2025"}},
		} {
			t.Run(row.name, func(t *testing.T) {
				var got []string
				for row.q.Limit = 1; ; {
					page, err := view(db, func(tx *store.Tx) ([]certificates.Certificate, error) { return tx.Certificates(row.q) })
					if err != nil {
						t.Fatal(err)
					}
					if len(page) == 0 || len(got) > 9 {
						break
					}
					got = append(got, page[0].Number)
					row.q.After = page[0].ID
				}
				if !slices.Equal(got, row.want) {
					t.Errorf("got %q, want %q", got, row.want)
				}
			})
		}
	})
}
