package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vinhdanh/internal/blob"
	"vinhdanh/internal/ledger"
	"vinhdanh/internal/store"
)

func quiet(int64, int64) error { return nil }

// TestLedgerExport: what lies at the place afterwards is the published log, whole and nothing beyond; a second run
// writes nothing, one after a publication only what is new, and never a whole tile again.
func TestLedgerExport(t *testing.T) {
	for name, place := range map[string]string{"folder": filepath.Join(t.TempDir(), "web"), "bucket": bucket(t) + "&prefix=so-cai/"} {
		t.Run(name, func(t *testing.T) {
			a, publish := publishing(t, config{})
			if _, _, err := a.exportLedger(t.Context(), place, quiet); err == nil {
				t.Fatal("an export without a checkpoint")
			}
			for range 100 {
				publish()
			}
			export := func(tiles, others int) blob.Tree {
				t.Helper()
				told := 0
				_, n, err := a.exportLedger(t.Context(), place, func(int64, int64) error { told++; return nil })
				if n != tiles+others || told != tiles || err != nil {
					t.Fatalf("%d files written, want %d and %d, told of %d, %v", n, tiles, others, told, err)
				}
				tree, err := blob.OpenTree(place)
				if err != nil {
					t.Fatal(err)
				}
				return tree
			}
			tree := export(2*2+1, 2) // two bundles, two tiles of level 0, one of level 1, keys, checkpoint
			export(0, 0)
			first := ledger.Tile{Entries: true, Width: 256}.Path()
			if err := tree.Write(t.Context(), first, []byte("kept")); err != nil {
				t.Fatal(err)
			}
			p := publish()
			if err := a.db.Update(t.Context(), func(tx *store.Tx) error {
				return tx.Append(ledger.Leaf{Kind: "k", Table: "t", ID: "live", At: p.At})
			}); err != nil {
				t.Fatal(err)
			}
			tree = export(2, 1)
			if data, err := tree.Read(t.Context(), first); string(data) != "kept" || err != nil {
				t.Errorf("a whole tile was written again: %v", err)
			}
			names, err := tree.Names(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for name := range names {
				if tile, err := ledger.ParseTilePath(name); err == nil && !tile.Published(p.Size) {
					t.Errorf("%s lies beyond the published %d", name, p.Size)
				}
			}
			if text, err := tree.Read(t.Context(), "checkpoint"); string(text) != p.Text() || err != nil {
				t.Errorf("checkpoint %q, %v", text, err)
			}
		})
	}
}

// TestLedgerExportRefuses: a place that holds another log, a longer state of this one or another history is left as it is.
func TestLedgerExportRefuses(t *testing.T) {
	a, publish := publishing(t, config{})
	p := publish()
	place := t.TempDir()
	tree, err := blob.OpenTree(place)
	if err != nil {
		t.Fatal(err)
	}
	stranger, _ := publishing(t, config{})
	sign := func(a *app, size int64) string {
		t.Helper()
		text, err := a.sign(size, [32]byte{7})
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	for says, text := range map[string]string{
		"no export of this log": sign(stranger, 1), "set back": sign(a, p.Size+1), "another history": sign(a, p.Size),
	} {
		if err := tree.Write(t.Context(), "checkpoint", []byte(text)); err != nil {
			t.Fatal(err)
		}
		if _, n, err := a.exportLedger(t.Context(), place, quiet); n != 0 || err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%d written, %v; want %q", n, err, says)
		}
	}
}

// TestExportFollowsPublication: with the setting, the job of a publication writes it out.
func TestExportFollowsPublication(t *testing.T) {
	place := filepath.Join(t.TempDir(), "web")
	a, publish := publishing(t, config{LedgerExport: place})
	p := publish()
	if worked, err := a.runner().RunOne(t.Context(), ledger.ExportJob); !worked || err != nil {
		t.Fatalf("no job: %v", err)
	}
	exported := func() string {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(place, "checkpoint"))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if text := exported(); text != p.Text() {
		t.Errorf("%q", text)
	}
	word := []ledger.Cosignature{{Witness: "w.example+00000000", Line: "— w.example AAAA\n", At: time.Now()}}
	for _, want := range []int{1, 0} { // what somebody brings is exported too, once
		added, err := publicLedger{a}.AddCosignatures(t.Context(), p.Size, word)
		if added != want || err != nil {
			t.Fatalf("%d added, %v", added, err)
		}
		if worked, err := a.runner().RunOne(t.Context(), ledger.ExportJob); worked != (want == 1) || err != nil {
			t.Errorf("after %d new words an export: %t, %v", want, worked, err)
		}
	}
	if text := exported(); text != p.Signed+word[0].Line {
		t.Errorf("%q", text)
	}
}
