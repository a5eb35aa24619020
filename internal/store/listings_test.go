package store_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
)

// shelve stores one certificate for each product, in year 2025 or 2026 by turns, and answers them.
func shelve(t testing.TB, db *store.DB, w world, products []string) (list []certificates.Certificate) {
	t.Helper()
	places := []string{"xã Tân Hưng, tỉnh mẫu", "Xã Tân  Hưng, tỉnh mẫu", "phường Đại Mỗ, tỉnh mẫu", "xã Tân Hùng, tỉnh mẫu"}
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		for i, name := range products {
			c := w.certificate
			c.ID, c.Code, c.Seq, c.Product, c.PDFSHA256 = accounts.NewID(), accounts.NewID(), 100+i, name, accounts.NewID()
			c.IssuedOn = fmt.Sprintf("%d-07-20", 2025+i%2)
			c.Number, c.Address, c.Group = fmt.Sprintf("%d/GCN", c.Seq), places[i%len(places)], fmt.Sprintf("N%d", i%2+1)
			list = append(list, c)
			if err := tx.SaveCertificate(c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// listings is one page of the register with the length of the whole.
func listings(t *testing.T, db *store.DB, q certificates.PublicQuery) (names []string, total int) {
	t.Helper()
	if q.Today == "" {
		q.Today = "2026-08-01"
	}
	err := db.View(t.Context(), func(tx *store.Tx) error {
		list, n, err := tx.Listings(q)
		for _, l := range list {
			names = append(names, l.Product)
		}
		total = n
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names, total
}

func TestListingsByQuery(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fill(t, db)
		shelve(t, db, w, products)
		const sold = "Mật ong đước" // of the world itself, revoked from 2026-08-02 on
		for _, row := range []struct {
			name  string
			q     certificates.PublicQuery
			want  []string
			total int
		}{
			{"newest", certificates.PublicQuery{Year: 2025}, []string{"Dâu tằm", "Mắt tre đan", "Mật ong đước", "Đậu phộng"}, 4},
			{"by name", certificates.PublicQuery{Year: 2025, Sort: certificates.SortName}, []string{"Dâu tằm", "Đậu phộng", "Mắt tre đan", "Mật ong đước"}, 4},
			{"letter for letter first", certificates.PublicQuery{Text: "đậu"}, []string{"Đậu phộng", "Dầu dừa", "Dâu tằm"}, 3},
			{"letter for letter before the name", certificates.PublicQuery{Text: "dầu", Sort: certificates.SortName}, []string{"Dầu dừa", "Dâu tằm", "Đậu phộng"}, 3},
			{"by place's name", certificates.PublicQuery{Text: "dai mo"}, []string{"Dâu tằm", "Mật ong đước"}, 2},
			{"place, whatever its case and spacing", certificates.PublicQuery{Place: "xã tân hưng, tỉnh mẫu"},
				[]string{"Mật_ong", "Nước mắm 100%", "Mắt tre đan", "Đậu phộng"}, 4},
			{"place and group", certificates.PublicQuery{Place: "xã tân hưng, tỉnh mẫu", Group: "N2"}, []string{"Mật_ong", "Nước mắm 100%"}, 2},
			{"second page", certificates.PublicQuery{Year: 2025, Offset: 1, Limit: 2}, []string{"Mắt tre đan", "Mật ong đước"}, 4},
			{"past the end", certificates.PublicQuery{Year: 2025, Offset: 9, Limit: 2}, nil, 4},
			{"edition", certificates.PublicQuery{Edition: "none"}, nil, 0},
			{"revoked later", certificates.PublicQuery{Status: certificates.Revoked}, nil, 0},
			{"revoked", certificates.PublicQuery{Status: certificates.Revoked, Today: "2026-08-02"}, []string{sold}, 1},
			{"expired", certificates.PublicQuery{Status: certificates.Valid, Today: "2030-01-01"}, nil, 0},
			{"a percent sign is itself", certificates.PublicQuery{Text: "%"}, []string{"Nước mắm 100%"}, 1},
		} {
			t.Run(row.name, func(t *testing.T) {
				got, total := listings(t, db, row.q)
				if !slices.Equal(got, row.want) || total != row.total {
					t.Errorf("got %d %q, want %d %q", total, got, row.total, row.want)
				}
			})
		}
	})
}

// TestWorthAgreesWithTheRules compares what the register's query says of random lives with certificates.StatusAt.
func TestWorthAgreesWithTheRules(t *testing.T) {
	kinds := []certificates.EventKind{certificates.EventSuspended, certificates.EventReinstated, certificates.EventSuspended,
		certificates.EventReinstated, certificates.EventRevoked, certificates.EventSuperseded}
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fill(t, db)
		random := rand.New(rand.NewPCG(7, 7))
		certs := shelve(t, db, w, make([]string, 80))
		events := map[string][]certificates.Event{}
		err := db.Update(t.Context(), func(tx *store.Tx) error {
			for i := range certs {
				certs[i].ValidUntil = fmt.Sprintf("2026-08-%02d", 1+random.IntN(9))
				if err := tx.SaveCertificate(certs[i]); err != nil {
					return err
				}
				for n := range random.IntN(5) {
					e := w.event
					e.ID, e.Certificate, e.Kind = accounts.NewID(), certs[i].ID, kinds[random.IntN(len(kinds))]
					e.EffectiveOn, e.At = fmt.Sprintf("2026-08-%02d", 1+random.IntN(9)), day.Add(time.Duration(n)*time.Minute)
					events[e.Certificate] = append(events[e.Certificate], e)
					if err := tx.SaveEvent(e); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		seen := map[certificates.Status]int{}
		err = db.View(t.Context(), func(tx *store.Tx) error {
			for d := 1; d < 10; d++ {
				today := certificates.Date(fmt.Sprintf("2026-08-%02d", d))
				list, _, err := tx.Listings(certificates.PublicQuery{Today: today})
				if err != nil {
					return err
				}
				for _, l := range list {
					if l.Seq < 100 {
						continue
					}
					want := certificates.StatusAt(certificates.Record{ValidUntil: certificates.Date(l.ValidUntil), Events: events[l.ID]}, today)
					if seen[want]++; l.Status != want {
						t.Errorf("on %s: %s, want %s of %v", today, l.Status, want, events[l.ID])
					}
				}
			}
			return nil
		})
		if err != nil || len(seen) != 5 {
			t.Errorf("%v, only %v were met", err, seen)
		}
	})
}

func TestPlacesAndShelves(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fill(t, db)
		shelve(t, db, w, products)
		err := db.View(t.Context(), func(tx *store.Tx) error {
			places, err := tx.Places(certificates.PublicQuery{Today: "2026-08-01", Group: "N1"})
			if err != nil {
				return err
			}
			got := map[string]int{}
			for _, p := range places {
				got[p.Key] = p.Count
			}
			if len(got) != 2 || got["xã tân hưng, tỉnh mẫu"] != 2 || got["phường đại mỗ, tỉnh mẫu"] != 2 {
				t.Errorf("places %v", places)
			}
			shelves, err := tx.Shelves()
			if len(shelves) != 2 || shelves[0] != (certificates.Shelf{Edition: w.edition.ID, Year: 2025, Group: "N1", Count: 4}) {
				t.Errorf("shelves %v", shelves)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestPreparedStaysHidden: a certificate that is not issued yet is on no page of the register.
func TestPreparedStaysHidden(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fill(t, db)
		c := shelve(t, db, w, []string{"Giấy chưa cấp"})[0]
		c.Issued = time.Time{}
		err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.SaveCertificate(c) })
		if err != nil {
			t.Fatal(err)
		}
		if got, total := listings(t, db, certificates.PublicQuery{Text: "giay chua cap"}); total != 0 || len(got) != 0 {
			t.Errorf("listed: %q", got)
		}
		list, err := view(db, func(tx *store.Tx) ([]certificates.Certificate, error) { return tx.ProductCertificates(w.product.ID) })
		if err != nil || len(list) != 1 || list[0].ID != w.certificate.ID {
			t.Errorf("certificates of the product: %v, %v", list, err)
		}
	})
}

// BenchmarkListings is one page of a register of 10,000 certificates.
func BenchmarkListings(b *testing.B) {
	each(b, func(b *testing.B, db *store.DB) {
		w := fill(b, db)
		names := make([]string, 10_000)
		for i := range names {
			names[i] = fmt.Sprintf("%s số %d", products[i%len(products)], i)
		}
		shelve(b, db, w, names)
		for _, q := range []certificates.PublicQuery{
			{Status: certificates.InUse, Limit: 24}, {Text: "mat ong", Status: certificates.InUse, Limit: 24},
			{Status: certificates.Valid, Sort: certificates.SortName, Offset: 9000, Limit: 24},
		} {
			b.Run(fmt.Sprintf("%s %s %d", q.Text, q.Sort, q.Offset), func(b *testing.B) {
				q.Today = "2026-08-01"
				for b.Loop() {
					err := db.View(b.Context(), func(tx *store.Tx) error {
						list, _, err := tx.Listings(q)
						if len(list) != 24 {
							b.Fatal(len(list))
						}
						if err == nil {
							_, err = tx.Places(q)
						}
						return err
					})
					if err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	})
}
