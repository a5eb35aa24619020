package store_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

// each runs a benchmark on both engines.
func each(b *testing.B, f func(b *testing.B, db *store.DB)) {
	b.Helper()
	b.Run("sqlite", func(b *testing.B) { f(b, storetest.Open(b)) })
	b.Run("postgres", func(b *testing.B) { f(b, storetest.OpenWith(b, storetest.Config(b, storetest.PostgresURL(b)))) })
}

// BenchmarkGroupCommit is one small durable save by each of n clients at once.
func BenchmarkGroupCommit(b *testing.B) {
	for _, clients := range []int{1, 64, 256} {
		b.Run(fmt.Sprint(clients), func(b *testing.B) {
			each(b, func(b *testing.B, db *store.DB) {
				var next atomic.Int64
				b.SetParallelism(max(1, clients/2)) // times GOMAXPROCS, 2 on the machine of the marks
				if clients == 1 {
					for b.Loop() {
						if err := db.SaveSetting(b.Context(), "one", "value"); err != nil {
							b.Fatal(err)
						}
					}
					return
				}
				b.ResetTimer()
				b.RunParallel(func(p *testing.PB) {
					name := fmt.Sprint(next.Add(1))
					for p.Next() {
						if err := db.SaveSetting(context.Background(), name, "value"); err != nil {
							b.Error(err)
						}
					}
				})
			})
		})
	}
}

// BenchmarkAppend is a save with a leaf by 64 clients at once.
func BenchmarkAppend(b *testing.B) {
	each(b, func(b *testing.B, db *store.DB) {
		var next atomic.Int64
		b.SetParallelism(32)
		b.ResetTimer()
		b.RunParallel(func(p *testing.PB) {
			for p.Next() {
				err := db.Update(context.Background(), func(tx *store.Tx) error {
					return tx.Append(leafOf(fmt.Sprint(next.Add(1))))
				})
				if err != nil {
					b.Error(err)
				}
			}
		})
	})
}

// BenchmarkSealedTotals reads the totals of 500 entries by 11 judges.
func BenchmarkSealedTotals(b *testing.B) {
	each(b, func(b *testing.B, db *store.DB) {
		var edition string
		err := db.Update(context.Background(), func(tx *store.Tx) error {
			o, err := tx.OrganiserBySlug("default")
			if err != nil {
				return err
			}
			w := newWorld(o.ID)
			edition = w.edition.ID
			return fillPanel(tx, w, 500, 11)
		})
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			totals, err := view(db, func(tx *store.Tx) (map[string][]judging.SheetTotal, error) { return tx.SealedTotals(edition, 1) })
			if err != nil || len(totals) != 500 {
				b.Fatal(len(totals), err)
			}
		}
	})
}

// fillPanel stores a pass in which every judge scored every entry.
func fillPanel(tx *store.Tx, w world, entries, judges int) error {
	if err := w.save(tx); err != nil {
		return err
	}
	var panel []string
	for range judges {
		u := newWorld(w.edition.Organiser).user
		panel = append(panel, u.ID)
		if err := tx.SaveUser(u); err != nil {
			return err
		}
	}
	for i := range entries {
		n := w.nomination
		if i > 0 {
			n.ID, n.Seq, n.EntryCode = accounts.NewID(), i+2, fmt.Sprint(i)
		}
		if err := tx.SaveNomination(n); err != nil {
			return err
		}
		for _, judge := range panel {
			s, seal := w.sheet, w.seal
			s.ID, s.Nomination, s.Judge, seal.ID = accounts.NewID(), n.ID, judge, accounts.NewID()
			s.Seal, seal.Sheet = seal.ID, s.ID
			if err := tx.SaveSheet(s); err != nil {
				return err
			}
			if err := tx.SaveSeal(seal); err != nil {
				return err
			}
		}
	}
	return nil
}
