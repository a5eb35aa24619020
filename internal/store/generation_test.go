package store_test

import (
	"errors"
	"testing"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/ledger"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

// TestGenerationMovesWithPublicAnswers: every write of which a public answer about a certificate is made moves
// the generation, in the process that wrote and for others who ask; what is no part of an answer does not.
func TestGenerationMovesWithPublicAnswers(t *testing.T) {
	acts := []struct {
		name  string
		moves bool
		act   func(*store.Tx, world) error
	}{
		{"issued", true, func(tx *store.Tx, w world) error {
			w.certificate.ID, w.certificate.Code, w.certificate.Seq = accounts.NewID(), accounts.NewID(), 2
			return tx.SaveCertificate(w.certificate)
		}},
		{"prepared", false, func(tx *store.Tx, w world) error {
			w.certificate.ID, w.certificate.Code, w.certificate.Seq = accounts.NewID(), accounts.NewID(), 3
			w.certificate.Issued = time.Time{}
			return tx.SaveCertificate(w.certificate)
		}},
		{"corrected", true, func(tx *store.Tx, w world) error {
			w.certificate.Product = "Mật ong tràm"
			return tx.SaveCertificate(w.certificate)
		}},
		{"suspended", true, func(tx *store.Tx, w world) error {
			w.event.ID = accounts.NewID()
			return tx.SaveEvent(w.event)
		}},
		{"signed by the authority", true, func(tx *store.Tx, w world) error {
			w.signature.ID = accounts.NewID()
			return tx.SaveCountersignature(w.signature)
		}},
		{"deleted by hand", true, func(tx *store.Tx, _ world) error {
			return errors.Join(tx.Exec(`DELETE FROM certificate_notices`), tx.Exec(`DELETE FROM certificate_events`))
		}},
		{"the edition announced", true, func(tx *store.Tx, w world) error {
			w.edition.State = judging.Announced
			return tx.SaveEdition(w.edition)
		}},
		{"another telephone of the office", true, func(tx *store.Tx, _ world) error {
			o, err := tx.OrganiserBySlug("default")
			o.Phone = "0221 3000 000"
			return errors.Join(err, tx.SaveOrganiser(o))
		}},
		{"a checkpoint published", true, func(tx *store.Tx, w world) error {
			tx.Publish()
			return tx.Append(judging.EditionLeaf("edition.moved", w.edition, day))
		}},
		{"a checkpoint cosigned", true, func(tx *store.Tx, _ world) error {
			_, size, err := tx.LastCheckpoint()
			_, err2 := tx.AddCosignatures(size, []ledger.Cosignature{{Witness: "w+1", Line: "— w AA==\n", At: day}})
			return errors.Join(err, err2)
		}},
		{"the product joined with another", true, func(tx *store.Tx, w world) error {
			w.product.ID = accounts.NewID()
			w.nomination.ProductID = w.product.ID
			return errors.Join(tx.SaveProduct(w.product), tx.SaveNomination(w.nomination))
		}},
		{"another photo", true, func(tx *store.Tx, w world) error {
			w.document.ID, w.document.N = accounts.NewID(), 2
			return tx.SaveDocument(w.document)
		}},
		{"a leaf alone", false, func(tx *store.Tx, w world) error {
			return tx.Append(judging.EditionLeaf("edition.moved", w.edition, day))
		}},
		{"a sheet saved", false, func(tx *store.Tx, w world) error { return tx.SaveSheets([]judging.Sheet{w.sheet}) }},
		{"a dossier without a certificate", false, func(tx *store.Tx, w world) error {
			w.nomination.ID, w.nomination.Seq, w.nomination.EntryCode = accounts.NewID(), 2, ""
			w.document.ID, w.document.Nomination = accounts.NewID(), w.nomination.ID
			return errors.Join(tx.SaveNomination(w.nomination), tx.SaveDocument(w.document))
		}},
	}
	storetest.EachConfig(t, func(t *testing.T, conf store.Config) {
		db := storetest.OpenWith(t, conf)
		w := fill(t, db)
		other := storetest.OpenWith(t, conf) // another process on the same record
		for _, tt := range acts {
			before, err := other.Generation(t.Context())
			if err != nil || before != db.KnownGeneration() {
				t.Fatalf("%s: before it %d and %d, %v", tt.name, before, db.KnownGeneration(), err)
			}
			if err := db.Update(t.Context(), func(tx *store.Tx) error { return tt.act(tx, w) }); err != nil {
				t.Fatalf("%s: %v", tt.name, err)
			}
			if moved := db.KnownGeneration() > before; moved != tt.moves {
				t.Errorf("%s: moved %v, want %v", tt.name, moved, tt.moves)
			}
			if other.KnownGeneration() != before {
				t.Errorf("%s: another process knows without asking", tt.name)
			}
			if now, err := other.Generation(t.Context()); err != nil || now != db.KnownGeneration() {
				t.Errorf("%s: another process reads %d after %d, %v", tt.name, now, db.KnownGeneration(), err)
			}
		}
	})
}

// TestGenerationOfARefusedAct: what was rolled back moves nothing.
func TestGenerationOfARefusedAct(t *testing.T) {
	db := storetest.Open(t)
	w := fill(t, db)
	before, refused := db.KnownGeneration(), errors.New("no")
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		w.event.ID = accounts.NewID()
		return errors.Join(tx.SaveEvent(w.event), refused)
	})
	if now, readErr := db.Generation(t.Context()); !errors.Is(err, refused) || readErr != nil || now != before {
		t.Errorf("%v; generation %d after %d, %v", err, now, before, readErr)
	}
}
