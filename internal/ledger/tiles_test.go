package ledger

import (
	"bytes"
	"errors"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/tlog"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func TestParseTilePath(t *testing.T) {
	tests := []struct {
		path string
		want Tile
	}{
		{"tile/0/000", Tile{Width: 256}},
		{"tile/0/005.p/1", Tile{N: 5, Width: 1}},
		{"tile/7/x001/x234/067", Tile{Level: 7, N: 1234067, Width: 256}},
		{"tile/63/000", Tile{Level: 63, Width: 256}},
		{"tile/entries/000", Tile{Entries: true, Width: 256}},
		{"tile/entries/x123/456.p/255", Tile{Entries: true, N: 123456, Width: 255}},
	}
	for _, tt := range tests {
		got, err := ParseTilePath(tt.path)
		if diff := cmp.Diff(tt.want, got); err != nil || diff != "" {
			t.Errorf("ParseTilePath(%q): %v (-want +got):\n%s", tt.path, err, diff)
		}
	}
	for _, path := range []string{
		"", "tile", "tile/", "tile/0", "tile/0/", "tile/0/0", "tile/0/1000", "tile/0/x000/001", "tile/0/001/002",
		"tile/0/x001", "tile/64/000", "tile/-1/000", "tile/00/000", "tile/+1/000", "tile/0/000.p/0", "tile/0/000.p/256",
		"tile/0/000.p/01", "tile/0/000.p/", "tile/0/+01", "tile/entries", "tile/data/000", "/tile/0/000", "tile/0/000/",
		"tile/0/x999/x999/x999/x999/x999/x999/x999/999",
	} {
		if got, err := ParseTilePath(path); !errors.Is(err, ErrNoTile) {
			t.Errorf("ParseTilePath(%q) = %+v, %v; want ErrNoTile", path, got, err)
		}
	}
}

func FuzzParseTilePath(f *testing.F) {
	f.Add("tile/entries/x001/067.p/4")
	f.Add("tile/8/000")
	f.Fuzz(func(t *testing.T, path string) {
		tile, err := ParseTilePath(path)
		if err != nil {
			return
		}
		if tile.Path() != path || tile.N < 0 || tile.Width < 1 || tile.Width > 256 {
			t.Fatalf("%q was read as %+v, which is %q", path, tile, tile.Path())
		}
		if tile.Published(0) {
			t.Fatalf("%q is published in an empty log", path)
		}
	})
}

// TestHashTile takes tiles of a tree of 66,000 leaves of which 65,900 are published.
func TestHashTile(t *testing.T) {
	const published = 65_900 // 257 full tiles and 108 hashes at level 0, one full tile and one hash at level 1
	_, stored := grow(t, records(66_000), nil)
	tests := []struct {
		name string
		tile Tile
		want bool
	}{
		{"first", Tile{Width: 256}, true},
		{"last full", Tile{N: 256, Width: 256}, true},
		{"partial, all published", Tile{N: 257, Width: 108}, true},
		{"partial, narrower", Tile{N: 257, Width: 7}, true},
		{"partial, one too wide", Tile{N: 257, Width: 109}, false},
		{"not yet full", Tile{N: 257, Width: 256}, false},
		{"not begun", Tile{N: 258, Width: 1}, false},
		{"level 1, full", Tile{Level: 1, Width: 256}, true},
		{"level 1, partial", Tile{Level: 1, N: 1, Width: 1}, true},
		{"level 1, one too wide", Tile{Level: 1, N: 1, Width: 2}, false},
		{"level 2, partial", Tile{Level: 2, Width: 1}, true},
		{"level 2, one too wide", Tile{Level: 2, Width: 2}, false},
		{"level 8", Tile{Level: 8, Width: 1}, false},
		{"beyond all numbers", Tile{N: 1 << 62, Width: 256}, false},
		{"entries", Tile{Entries: true, Width: 256}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b, err := HashTile(tt.tile, published, stored)
			if !tt.want {
				if !errors.Is(err, ErrNoTile) {
					t.Fatalf("HashTile: %v, want ErrNoTile", err)
				}
				return
			}
			if err != nil || len(b) != tt.tile.Width*tlog.HashSize {
				t.Fatalf("HashTile: %d bytes, %v", len(b), err)
			}
			for i := range tt.tile.Width {
				level, n := tt.tile.Level*8, tt.tile.N*256+int64(i)
				want := stored[tlog.StoredHashIndex(level, n)]
				if !bytes.Equal(b[i*32:i*32+32], want[:]) {
					t.Fatalf("hash %d is not node %d of level %d", i, n, level)
				}
			}
		})
	}
}

func TestEntryBundle(t *testing.T) {
	data := records(300)
	tile := Tile{Entries: true, N: 1, Width: 44}
	from, to := tile.Span()
	b, err := EntryBundle(tile, 300, data[from:to])
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseEntryBundle(b)
	if diff := cmp.Diff(data[256:300], got); err != nil || diff != "" {
		t.Errorf("bundle: %v (-want +got):\n%s", err, diff)
	}
	if _, err := EntryBundle(tile, 299, data[from:to]); !errors.Is(err, ErrNoTile) {
		t.Errorf("a bundle beyond the published size: %v, want ErrNoTile", err)
	}
	if _, err := EntryBundle(tile, 300, data[from:to-1]); err == nil {
		t.Error("a bundle with a leaf too few was written")
	}
	if _, err := EntryBundle(Tile{Entries: true, Width: 1}, 300, [][]byte{make([]byte, 1<<16)}); err == nil {
		t.Error("an entry of 65,536 bytes was written")
	}
}

func FuzzParseEntryBundle(f *testing.F) {
	f.Add([]byte("\x00\x01a\x00\x02bc"))
	f.Fuzz(func(t *testing.T, b []byte) {
		data, err := ParseEntryBundle(b)
		if err != nil || len(data) == 0 {
			return
		}
		again, err := EntryBundle(Tile{Entries: true, Width: len(data)}, 256, data)
		if err != nil || !bytes.Equal(again, b) {
			t.Fatalf("%q is written again as %q, %v", b, again, err)
		}
	})
}
