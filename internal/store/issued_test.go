package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/ledger"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

// TestIssued: what an answer about a certificate is made of is what was written last, by whichever process.
func TestIssued(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, conf store.Config) {
		db, other := storetest.OpenWith(t, conf), storetest.OpenWith(t, conf)
		w := fill(t, db)
		next := w.certificate
		next.ID, next.Code, next.Seq, next.Replaces = accounts.NewID(), accounts.NewID(), 2, w.certificate.ID
		want := certificates.Recorded{Certificate: w.certificate, Events: []certificates.Event{w.event},
			Signatures: []certificates.Countersignature{w.signature}}
		want.ProductID, want.Photo = w.product.ID, w.document.SHA256
		got := func(step string) certificates.Recorded {
			t.Helper()
			mine, err := db.ForCertificates().Issued(t.Context(), w.certificate.Code)
			theirs, otherErr := other.ForCertificates().Issued(t.Context(), w.certificate.Code)
			if err != nil || otherErr != nil {
				t.Fatalf("%s: %v, %v", step, err, otherErr)
			}
			if diff := cmp.Diff(mine, theirs); diff != "" {
				t.Errorf("%s: two processes differ:\n%s", step, diff)
			}
			return mine
		}
		first := got("at first")
		want.Background.Edition, want.Background.Organiser = first.Background.Edition, first.Background.Organiser
		want.LedgerIndex, want.LedgerData = first.LedgerIndex, first.LedgerData
		if diff := cmp.Diff(want, first); diff != "" {
			t.Error(diff)
		}
		if e := first.Background.Edition; e.ID != w.edition.ID || e.Slug != w.edition.Slug || e.State != w.edition.State {
			t.Errorf("edition %+v", e)
		}
		leaf := lastLeaf(t, db, w.certificate.ID)
		if first.LedgerIndex != leaf.Index || !slices.Equal(first.LedgerData, leaf.Sealed.Data()) {
			t.Errorf("leaf %d %q, want %d %q", first.LedgerIndex, first.LedgerData, leaf.Index, leaf.Sealed.Data())
		}

		change(t, db, func(tx *store.Tx) error {
			o, err := tx.Organiser(w.certificate.Organiser)
			o.Phone, w.edition.State = "0221 3000 111", judging.Announced
			return errors.Join(err, tx.SaveOrganiser(o), tx.SaveEdition(w.edition))
		})
		if now := got("another telephone"); now.Background.Organiser.Phone != "0221 3000 111" || now.Background.Edition.State != judging.Announced {
			t.Errorf("after the change %+v", now.Background)
		}
		change(t, db, func(tx *store.Tx) error {
			e := w.event
			e.ID, e.Kind, e.Successor, e.At = accounts.NewID(), certificates.EventSuperseded, next.ID, day.Add(-time.Hour)
			return errors.Join(tx.SaveCertificate(next), tx.SaveEvent(e),
				tx.Append(certificates.CertificateLeaf("certificate.superseded", w.certificate, day)))
		})
		now := got("replaced")
		if now.SuccessorCode != next.Code || len(now.Events) != 2 || now.Events[1].ID != w.event.ID || now.LedgerIndex <= first.LedgerIndex {
			t.Errorf("after it was replaced by %s: %+v", next.Code, now)
		}
	})
}

// TestIssuedIsIssued: codes that stand for nothing, for what is prepared or for what no leaf speaks of are not found.
func TestIssuedIsIssued(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fill(t, db)
		prepared, unsealed := w.certificate, w.certificate
		prepared.ID, prepared.Code, prepared.Seq, prepared.Issued = accounts.NewID(), accounts.NewID(), 2, time.Time{}
		unsealed.ID, unsealed.Code, unsealed.Seq = accounts.NewID(), accounts.NewID(), 3
		change(t, db, func(tx *store.Tx) error {
			return errors.Join(tx.SaveCertificate(prepared), tx.SaveCertificate(unsealed),
				tx.Append(certificates.CertificateLeaf("certificate.prepared", prepared, day)))
		})
		for _, code := range []string{accounts.NewID(), prepared.Code, unsealed.Code} {
			if _, err := db.ForCertificates().Issued(t.Context(), code); fault.KindOf(err) != fault.NotFound {
				t.Errorf("code %s: %v", code, err)
			}
		}
	})
}

// TestHashesFromMemory: the kept hashes are those of the record, whatever was asked for before they were written.
func TestHashesFromMemory(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fill(t, db)
		for range 3 {
			head, err := db.LedgerHead(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.Hashes(t.Context()).ReadHashes([]int64{0, 3, 1 << 20}); !errors.Is(err, ledger.ErrHashMissing) {
				t.Fatalf("a hash that is not there: %v", err)
			}
			for range 2 {
				if root, err := ledger.Root(head.Size, db.Hashes(t.Context())); err != nil || root != head.Root {
					t.Fatalf("root of %d leaves %v, %v, want %v", head.Size, root, err, head.Root)
				}
				for index := range head.Size {
					proof, err := ledger.InclusionProof(head.Size, index, db.Hashes(t.Context()))
					data, readErr := view(db, func(tx *store.Tx) ([][]byte, error) { return tx.LeafData(index, index+1) })
					if err := errors.Join(err, readErr); err != nil {
						t.Fatal(err)
					}
					if err := ledger.VerifyInclusion(proof, head, index, data[0]); err != nil {
						t.Errorf("leaf %d: %v", index, err)
					}
				}
			}
			change(t, db, func(tx *store.Tx) error {
				return errors.Join(tx.Append(judging.EditionLeaf("edition.moved", w.edition, day)), tx.Append(judging.EditionLeaf("edition.moved", w.edition, day)))
			})
		}
	})
}

// change runs a transaction that must succeed.
func change(t *testing.T, db *store.DB, f func(*store.Tx) error) {
	t.Helper()
	if err := db.Update(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

// lastLeaf is the latest leaf of a certificate.
func lastLeaf(t *testing.T, db *store.DB, certificate string) ledger.Entry {
	t.Helper()
	e, err := view(db, func(tx *store.Tx) (ledger.Entry, error) {
		index, err := tx.LeafIndex("certificates", certificate)
		if err != nil {
			return ledger.Entry{}, err
		}
		entries, err := tx.Leaves(index, index+1)
		return entries[0], err
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}
