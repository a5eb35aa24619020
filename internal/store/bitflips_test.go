package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

// TestBitFlips turns single bits of a database file round, as a worn disk may. SQLite has no checksums, so that
// the ledger must notice what changes a record that its leaves speak of.
func TestBitFlips(t *testing.T) { flipBits(t, 60) }

// TestProofBitFlips turns two thousand bits, times the size of the proof.
func TestProofBitFlips(t *testing.T) {
	size, err := strconv.Atoi(os.Getenv("VINHDANH_PROOF"))
	if err != nil {
		t.Skip("set VINHDANH_PROOF=1, or more for more bits")
	}
	flipBits(t, 2000*size)
}

// sealed are tables of which a leaf binds every cell.
var sealed = []string{"sheet_seals", "declarations", "verdicts", "certificate_events"}

func flipBits(t *testing.T, flips int) {
	conf := storetest.Config(t, "")
	db := storetest.OpenWith(t, conf)
	w := fill(t, db)
	for n := range 150 {
		err := db.Update(t.Context(), func(tx *store.Tx) error {
			seal := w.seal
			seal.ID, seal.Version = accounts.NewID(), w.seal.Version+n+1
			return errors.Join(tx.SaveSeal(seal), tx.Append(judging.SealLeaf("sheet.sealed", seal, seal.At)))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	want, err := sealedRows(t, db)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(filepath.Join(conf.DataDir, "vinhdanh.db"))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, uint64(flips)))
	noticed, changed, silent := 0, 0, 0
	for range flips {
		at := random.IntN(len(whole))
		flipped := conf
		flipped.DataDir = t.TempDir()
		file := append([]byte(nil), whole...)
		file[at] ^= 1 << random.IntN(8)
		if err := os.WriteFile(filepath.Join(flipped.DataDir, "vinhdanh.db"), file, 0o600); err != nil {
			t.Fatal(err)
		}
		seen, got := lookAt(t, flipped)
		if got != want {
			changed++
		}
		switch {
		case seen:
			noticed++
		case got != want:
			t.Errorf("byte %d: a sealed record changed and nothing noticed", at)
		default:
			silent++
		}
	}
	t.Logf("%d bits: %d noticed, %d of them changed a sealed record; %d in free space or cells that no leaf binds", flips, noticed, changed, silent)
	if changed == 0 {
		t.Error("no flip met a sealed record")
	}
}

// lookAt opens a database as the server would and says whether anything tells that it is damaged, and what its
// sealed records hold.
func lookAt(t *testing.T, conf store.Config) (seen bool, rows string) {
	t.Helper()
	db, err := store.Open(t.Context(), conf)
	if err != nil {
		return true, ""
	}
	defer db.Close()
	findings, err := db.CheckLedger(t.Context(), nil)
	seen = err != nil || len(findings) > 0
	var verdict string
	if err := db.Reader().QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		seen = true
	}
	rows, err = sealedRows(t, db)
	return seen || err != nil, rows
}

// sealedRows is every cell of the sealed tables as one text.
func sealedRows(t *testing.T, db *store.DB) (text string, err error) {
	t.Helper()
	for _, table := range sealed {
		rows, err := db.Reader().QueryContext(t.Context(), "SELECT * FROM "+table+" ORDER BY id")
		if err != nil {
			return text, err
		}
		columns, err := rows.Columns()
		for err == nil && rows.Next() {
			cells, targets := make([]any, len(columns)), make([]any, len(columns))
			for i := range cells {
				targets[i] = &cells[i]
			}
			err = rows.Scan(targets...)
			text += fmt.Sprintln(cells...)
		}
		if err == nil {
			err = rows.Err()
		}
		if closing := rows.Close(); err == nil {
			err = closing
		}
		if err != nil {
			return text, err
		}
	}
	return text, nil
}
