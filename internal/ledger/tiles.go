package ledger

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight // hashes or entries of a full tile
	maxLevel   = 63              // C2SP tlog-tiles allows levels 0 to 63; a log of ours never passes level 7
)

// ErrNoTile says that a path names no tile of the published tree.
var ErrNoTile = errors.New("no such tile")

// Tile names one resource of C2SP tlog-tiles: 256 consecutive hashes of a level, or the entries of 256 leaves.
type Tile struct {
	Entries bool  // an entry bundle; Level is 0 then
	Level   int   // 0 to 63; its hashes cover 256^Level leaves each
	N       int64 // number of the tile within its level
	Width   int   // 1 to 255 for a partial tile, 256 for a full one
}

// ParseTilePath reads "tile/<L>/<N>[.p/<W>]" or "tile/entries/<N>[.p/<W>]", where N is written in groups
// of three digits, all but the last behind an x ("x001/x234/067"). Any other spelling is ErrNoTile, so
// that a tile has one address.
func ParseTilePath(path string) (Tile, error) {
	rest, ok := strings.CutPrefix(path, "tile/")
	level, rest, ok2 := strings.Cut(rest, "/")
	if !ok || !ok2 {
		return Tile{}, ErrNoTile
	}
	t := Tile{Width: tileWidth}
	if level == "entries" {
		t.Entries = true
	} else {
		n, err := strconv.Atoi(level)
		if err != nil {
			return Tile{}, ErrNoTile
		}
		t.Level = n
	}
	number, width, partial := strings.Cut(rest, ".p/")
	if partial {
		n, err := strconv.Atoi(width)
		if err != nil || n < 1 || n >= tileWidth {
			return Tile{}, ErrNoTile
		}
		t.Width = n
	}
	for group := range strings.SplitSeq(number, "/") {
		n, err := strconv.ParseUint(strings.TrimPrefix(group, "x"), 10, 16)
		if err != nil || n > 999 || t.N > maxInteger/1000 {
			return Tile{}, ErrNoTile
		}
		t.N = t.N*1000 + int64(n)
	}
	if t.Level < 0 || t.Level > maxLevel || t.Path() != path {
		return Tile{}, ErrNoTile
	}
	return t, nil
}

// Path is the address of the tile below the log's own.
func (t Tile) Path() string {
	number := fmt.Sprintf("%03d", t.N%1000)
	for n := t.N / 1000; n > 0; n /= 1000 {
		number = fmt.Sprintf("x%03d/%s", n%1000, number)
	}
	level := strconv.Itoa(t.Level)
	if t.Entries {
		level = "entries"
	}
	if t.Width < tileWidth {
		number += fmt.Sprintf(".p/%d", t.Width)
	}
	return "tile/" + level + "/" + number
}

// Span is the first leaf of an entry bundle and the leaf after its last.
func (t Tile) Span() (from, to int64) {
	return t.N * tileWidth, t.N*tileWidth + int64(t.Width)
}

// Published reports whether the whole tile lies within the published size. A partial tile narrower than
// what is published stays served: it is a prefix that an earlier checkpoint named.
func (t Tile) Published(size int64) bool {
	if t.Level < 0 || t.N < 0 || t.Width < 1 || t.Width > tileWidth || t.N > maxInteger/tileWidth {
		return false
	}
	shift := uint(tileHeight * t.Level)
	if shift > 62 {
		return false
	}
	_, to := t.Span()
	return to <= size>>shift
}

// HashTile is the content of a hash tile: its hashes one after the other, 32 bytes each. A tile that
// reaches beyond the published size is ErrNoTile, whatever the reader holds.
func HashTile(t Tile, published int64, reader tlog.HashReader) ([]byte, error) {
	if t.Entries || !t.Published(published) {
		return nil, ErrNoTile
	}
	data, err := tlog.ReadTileData(tlog.Tile{H: tileHeight, L: t.Level, N: t.N, W: t.Width}, reader)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", t.Path(), err)
	}
	return data, nil
}

// EntryBundle is the content of an entry bundle: of each leaf of Span its length in two bytes, big-endian,
// and its data (Sealed.Data): commitments and public statements, never what opens them. Data holds
// exactly the leaves of the span; a bundle beyond the published size is ErrNoTile.
func EntryBundle(t Tile, published int64, data [][]byte) ([]byte, error) {
	if !t.Entries || !t.Published(published) {
		return nil, ErrNoTile
	}
	if len(data) != t.Width {
		return nil, fmt.Errorf("write %s: %d entries, want %d", t.Path(), len(data), t.Width)
	}
	var b []byte
	for i, d := range data {
		if len(d) > maxPublic {
			return nil, fmt.Errorf("write %s: entry %d is too long", t.Path(), i)
		}
		b = binary.BigEndian.AppendUint16(b, uint16(len(d)))
		b = append(b, d...)
	}
	return b, nil
}

// ParseEntryBundle takes an entry bundle apart; a cut or empty entry is an error.
func ParseEntryBundle(b []byte) ([][]byte, error) {
	var data [][]byte
	for len(b) > 0 {
		if len(b) < 2 {
			return nil, errors.New("read entry bundle: cut short")
		}
		n := int(binary.BigEndian.Uint16(b))
		if n == 0 || len(b) < 2+n || len(data) == tileWidth {
			return nil, errors.New("read entry bundle: a bad length")
		}
		data = append(data, b[2:2+n])
		b = b[2+n:]
	}
	return data, nil
}

// Tiles yields every hash tile and entry bundle of a tree of that size: the full ones of each level and, at its right
// edge, the partial one. Bundles come before the hashes over them.
func Tiles(size int64) iter.Seq[Tile] {
	return func(yield func(Tile) bool) {
		level := func(t Tile, n int64) bool {
			for t.N = range n / tileWidth {
				t.Width = tileWidth
				if !yield(t) {
					return false
				}
			}
			t.N, t.Width = n/tileWidth, int(n%tileWidth)
			return t.Width == 0 || yield(t)
		}
		if !level(Tile{Entries: true}, size) {
			return
		}
		for l, n := 0, size; n > 0; l, n = l+1, n>>tileHeight {
			if !level(Tile{Level: l}, n) {
				return
			}
		}
	}
}
