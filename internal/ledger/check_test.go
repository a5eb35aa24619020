package ledger

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"iter"
	"maps"
	"os"
	"runtime"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/tlog"
)

// memory is a Source in memory: a ledger, and rows of the bound table "sheets".
type memory struct {
	head      Head
	published *Checkpoint
	hashes    map[int64]tlog.Hash
	leaves    map[int64]Sealed
	rows      map[string]Leaf
}

func (m *memory) Head(context.Context) (Head, error)             { return m.head, nil }
func (m *memory) Published(context.Context) (*Checkpoint, error) { return m.published, nil }
func (m *memory) Tables() []string                               { return []string{"sheets"} }

func (m *memory) Hashes(context.Context) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var hashes []tlog.Hash
		for _, i := range indexes {
			h, ok := m.hashes[i]
			if !ok {
				return nil, fmt.Errorf("hash %d: %w", i, ErrHashMissing)
			}
			hashes = append(hashes, h)
		}
		return hashes, nil
	})
}

func (m *memory) Leaves(context.Context) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for _, i := range slices.Sorted(maps.Keys(m.leaves)) {
			if !yield(Entry{i, m.leaves[i]}, nil) {
				return
			}
		}
	}
}

func (m *memory) Rows(context.Context) iter.Seq2[Leaf, error] {
	return func(yield func(Leaf, error) bool) {
		for _, id := range slices.Sorted(maps.Keys(m.rows)) {
			if !yield(m.rows[id], nil) {
				return
			}
		}
	}
}

func sheet(i int) Leaf {
	return Leaf{
		Kind: "sheet_submitted", Table: "sheets", ID: fmt.Sprintf("s%d", i), At: noon,
		Body: map[string]any{"total": 70_000 + i}, Texts: map[string]string{"comment": "tốt"},
	}
}

// append seals leaves into the memory's ledger, as a store would.
func (m *memory) append(t testing.TB, leaves ...Leaf) {
	t.Helper()
	var data [][]byte
	for i, l := range leaves {
		s, err := Seal(l, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		m.leaves[m.head.Size+int64(i)] = s
		data = append(data, s.Data())
	}
	a, err := AppendRecords(m.head, m.Hashes(t.Context()), data)
	if err != nil {
		t.Fatal(err)
	}
	m.head = a.Head
	for i, h := range a.Hashes {
		m.hashes[a.First+int64(i)] = h
	}
}

// rebuild makes the whole tree anew from the leaves that are there, as a forger would.
func (m *memory) rebuild(t testing.TB) {
	t.Helper()
	var data [][]byte
	leaves := map[int64]Sealed{}
	for _, i := range slices.Sorted(maps.Keys(m.leaves)) {
		leaves[int64(len(data))] = m.leaves[i]
		data = append(data, m.leaves[i].Data())
	}
	a, err := AppendRecords(EmptyHead(), nil, data)
	if err != nil {
		t.Fatal(err)
	}
	m.leaves, m.head, m.hashes = leaves, a.Head, map[int64]tlog.Hash{}
	for i, h := range a.Hashes {
		m.hashes[int64(i)] = h
	}
}

// reseal replaces a leaf by a new one of the same row that verifies by itself.
func (m *memory) reseal(t testing.TB, index int64, l Leaf) {
	t.Helper()
	s, err := Seal(l, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	m.leaves[index] = s
}

// newMemory is a ledger of n sheets at indices 0 to n-1, then one leaf of an unbound table, then sheet 0 once more.
func newMemory(t testing.TB, n int) *memory {
	m := &memory{head: EmptyHead(), hashes: map[int64]tlog.Hash{}, leaves: map[int64]Sealed{}, rows: map[string]Leaf{}}
	var leaves []Leaf
	for i := range n {
		leaves = append(leaves, sheet(i))
		m.rows[sheet(i).ID] = sheet(i)
	}
	again := sheet(0)
	again.Body["total"] = 99_000
	m.rows["s0"] = again
	m.append(t, leaves...)
	m.append(t, Leaf{Kind: "edition_opened", Table: "editions", ID: "e", At: noon}, again)
	return m
}

func lines(findings []Finding) []string {
	var out []string
	for _, f := range findings {
		out = append(out, f.String())
	}
	return out
}

// TestCheckFinds tampers with a ledger of 22 leaves (20 sheets, an opening, sheet 0 again) in every way
// that we know of. The checkpoint given is that of 21 leaves, taken before.
func TestCheckFinds(t *testing.T) {
	set := func(m *memory, id string, total int) {
		l := sheet(0)
		l.ID, l.Body["total"] = id, total
		m.rows[id] = l
	}
	tests := []struct {
		name   string
		tamper func(t *testing.T, m *memory)
		want   []string
	}{
		{"nothing", func(*testing.T, *memory) {}, nil},
		{"a row changed", func(_ *testing.T, m *memory) { set(m, "s5", 90_000) }, []string{"changed sheets s5"}},
		{"a row set back to an older leaf", func(_ *testing.T, m *memory) { set(m, "s0", 70_000) }, []string{"changed sheets s0"}},
		{"a text changed", func(_ *testing.T, m *memory) { m.rows["s5"].Texts["comment"] = "kém" }, []string{"changed sheets s5"}},
		{"a row gone", func(_ *testing.T, m *memory) { delete(m.rows, "s5") }, []string{"missing sheets s5"}},
		{"a row more", func(_ *testing.T, m *memory) { set(m, "s99", 1) }, []string{"extra sheets s99"}},
		{"row and leaf changed", func(t *testing.T, m *memory) {
			set(m, "s5", 90_000)
			m.reseal(t, 5, m.rows["s5"])
		}, []string{"changed ledger_leaves 5", "changed sheets s5"}},
		{"row, leaf and its hash changed", func(t *testing.T, m *memory) {
			set(m, "s5", 90_000)
			m.reseal(t, 5, m.rows["s5"])
			m.hashes[tlog.StoredHashIndex(0, 5)] = tlog.RecordHash(m.leaves[5].Data())
		}, []string{"changed ledger_hashes 9", "changed ledger_hashes 13", "changed ledger_hashes 14", "changed ledger_hashes 30", "changed ledger_leaves 21", "changed ledger_head 22"}},
		{"row changed and all rebuilt", func(t *testing.T, m *memory) {
			set(m, "s5", 90_000)
			m.reseal(t, 5, m.rows["s5"])
			m.rebuild(t)
		}, []string{"changed ledger_leaves 21"}},
		{"a leaf's record alone", func(_ *testing.T, m *memory) {
			s := m.leaves[5]
			s.Body = m.leaves[6].Body
			m.leaves[5] = s
		}, []string{"changed ledger_leaves 5", "changed sheets s5"}},
		{"two leaves exchanged", func(_ *testing.T, m *memory) {
			m.leaves[5], m.leaves[6] = m.leaves[6], m.leaves[5]
		}, []string{"changed ledger_leaves 5", "changed ledger_leaves 6", "changed sheets s5", "changed sheets s6"}},
		{"two leaves exchanged and all rebuilt", func(t *testing.T, m *memory) {
			m.leaves[5], m.leaves[6] = m.leaves[6], m.leaves[5]
			m.rebuild(t)
		}, []string{"changed ledger_leaves 21"}},
		{"a leaf gone", func(_ *testing.T, m *memory) { delete(m.leaves, 5) }, []string{"missing ledger_leaves 5", "extra sheets s5"}},
		{"a leaf gone, and its hash", func(_ *testing.T, m *memory) {
			delete(m.leaves, 5)
			delete(m.hashes, tlog.StoredHashIndex(0, 5))
		}, []string{"missing ledger_leaves 5", "changed ledger_head 22", "changed ledger_leaves 21", "extra sheets s5"}},
		{"leaf and row gone and all rebuilt", func(t *testing.T, m *memory) {
			delete(m.leaves, 5)
			delete(m.rows, "s5")
			m.rebuild(t)
		}, []string{"changed ledger_leaves 21"}},
		{"the tail's leaves cut", func(_ *testing.T, m *memory) {
			delete(m.leaves, 20)
			delete(m.leaves, 21)
			set(m, "s0", 70_000)
		}, []string{"truncated ledger_leaves 20"}},
		{"the tail cut and all rebuilt", func(t *testing.T, m *memory) {
			delete(m.leaves, 20)
			delete(m.leaves, 21)
			set(m, "s0", 70_000)
			m.rebuild(t)
		}, []string{"truncated ledger_leaves 20"}},
		{"all gone", func(_ *testing.T, m *memory) {
			m.head, m.leaves, m.rows, m.hashes = EmptyHead(), nil, nil, nil
		}, []string{"truncated ledger_leaves 0"}},
		{"a leaf beyond the head", func(t *testing.T, m *memory) {
			m.reseal(t, 22, sheet(99))
			m.rows["s99"] = sheet(99)
		}, []string{"extra ledger_leaves 22", "extra sheets s99"}},
		{"the head's root", func(_ *testing.T, m *memory) { m.head.Root[0] ^= 1 }, []string{"changed ledger_head 22"}},
		{"the head's size, up", func(_ *testing.T, m *memory) { m.head.Size = 1 << 50 }, []string{"truncated ledger_leaves 22", fmt.Sprintf("changed ledger_head %d", 1<<50)}},
		{"the head's size, below nothing", func(_ *testing.T, m *memory) {
			m.head, m.leaves, m.rows = Head{Size: -1}, nil, nil
		}, []string{"changed ledger_head -1", "truncated ledger_leaves 0"}},
		{"a node of the tree", func(_ *testing.T, m *memory) { m.hashes[9] = tlog.Hash{} }, []string{"changed ledger_hashes 9"}},
		{"a node of the tree gone", func(_ *testing.T, m *memory) { delete(m.hashes, 9) }, []string{"missing ledger_hashes 9"}},
		{"the hash of a leaf gone", func(_ *testing.T, m *memory) { delete(m.hashes, 8) }, []string{"missing ledger_hashes 8"}},
		{"a salt gone without a word", func(_ *testing.T, m *memory) {
			delete(m.leaves[5].Salts, "comment")
			m.rows["s5"].Texts["comment"] = "kém"
		}, []string{"missing ledger_leaves 5"}},
		{"a text erased", func(t *testing.T, m *memory) {
			delete(m.leaves[0].Salts, "comment")
			delete(m.leaves[21].Salts, "comment")
			m.rows["s0"].Texts["comment"] = ""
			m.append(t, ErasureLeaf("erasures", "x", noon, "sheets", "s0", []string{"comment"}, "theo yêu cầu"))
		}, []string{"erased sheets s0"}},
		{"a text erased before it was sealed", func(t *testing.T, m *memory) {
			m.append(t, ErasureLeaf("erasures", "x", noon, "sheets", "s0", []string{"comment"}, "theo yêu cầu"), m.rows["s0"])
			delete(m.leaves[23].Salts, "comment")
		}, []string{"missing ledger_leaves 23"}},
		{"an erasure forged in another leaf's place", func(t *testing.T, m *memory) {
			delete(m.leaves[5].Salts, "comment")
			m.reseal(t, 20, ErasureLeaf("erasures", "x", noon, "sheets", "s5", []string{"comment"}, "theo yêu cầu"))
		}, []string{"changed ledger_leaves 20", "missing ledger_leaves 5"}},
		{"a hole of many leaves", func(_ *testing.T, m *memory) {
			s := m.leaves[21]
			m.leaves = map[int64]Sealed{21: s}
			m.rows = map[string]Leaf{"s0": m.rows["s0"]}
		}, holes(21)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := newMemory(t, 20)
			root, err := Root(21, m.Hashes(t.Context()))
			if err != nil {
				t.Fatal(err)
			}
			kept := &Checkpoint{Origin: origin, Size: 21, Root: root}
			tt.tamper(t, m)
			check(t, m, kept, tt.want)
			m.published = kept
			check(t, m, nil, tt.want)
		})
	}
}

func holes(n int) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("missing ledger_leaves %d", i))
	}
	return out
}

func check(t *testing.T, m *memory, kept *Checkpoint, want []string) {
	t.Helper()
	got, err := Check(t.Context(), m, kept)
	if err != nil {
		t.Fatal(err)
	}
	byLine := cmp.Transformer("sorted", func(s []string) []string { return slices.Sorted(slices.Values(s)) })
	if diff := cmp.Diff(want, lines(got), byLine); diff != "" {
		t.Errorf("findings (-want +got):\n%s\n%+v", diff, got)
	}
}

func TestFindingBad(t *testing.T) {
	for kind, want := range map[FindingKind]bool{Changed: true, Missing: true, Extra: true, Truncated: true, Erased: false} {
		if got := (Finding{Kind: kind}).Bad(); got != want {
			t.Errorf("%s: Bad = %v", kind, got)
		}
	}
}

// TestCheckSaysWhenItCannot makes each read fail in turn: that is an error, never a clean result.
func TestCheckSaysWhenItCannot(t *testing.T) {
	down := errors.New("down")
	for _, part := range []string{"head", "published", "hashes", "leaves", "rows"} {
		_, err := Check(t.Context(), &failing{memory: newMemory(t, 3), part: part, err: down}, nil)
		if !errors.Is(err, down) {
			t.Errorf("%s fails: Check says %v", part, err)
		}
	}
}

type failing struct {
	*memory
	part string
	err  error
}

func (f *failing) when(part string) error {
	if f.part == part {
		return f.err
	}
	return nil
}

func (f *failing) Head(ctx context.Context) (Head, error) { return f.head, f.when("head") }

func (f *failing) Published(context.Context) (*Checkpoint, error) { return nil, f.when("published") }

func (f *failing) Hashes(ctx context.Context) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		if err := f.when("hashes"); err != nil {
			return nil, err
		}
		return f.memory.Hashes(ctx).ReadHashes(indexes)
	})
}

func (f *failing) Leaves(ctx context.Context) iter.Seq2[Entry, error] {
	if err := f.when("leaves"); err != nil {
		return func(yield func(Entry, error) bool) { yield(Entry{}, err) }
	}
	return f.memory.Leaves(ctx)
}

func (f *failing) Rows(ctx context.Context) iter.Seq2[Leaf, error] {
	if err := f.when("rows"); err != nil {
		return func(yield func(Leaf, error) bool) { yield(Leaf{}, err) }
	}
	return f.memory.Rows(ctx)
}

// BenchmarkCheck checks 100,000 leaves of 30 marks and one text and reports the memory that stays.
func BenchmarkCheck(b *testing.B) {
	if os.Getenv("LEDGER_BENCH") == "" {
		b.Skip("set LEDGER_BENCH=1: building 100,000 leaves takes a while")
	}
	m := &memory{head: EmptyHead(), hashes: map[int64]tlog.Hash{}, leaves: map[int64]Sealed{}, rows: map[string]Leaf{}}
	var leaves []Leaf
	for i := range 100_000 {
		l := sheet(i)
		for j := range 30 {
			l.Body[fmt.Sprintf("1.%d", j)] = 4500
		}
		leaves, m.rows[l.ID] = append(leaves, l), l
	}
	m.append(b, leaves...)
	for b.Loop() {
		if got, err := Check(b.Context(), m, nil); err != nil || len(got) > 0 {
			b.Fatal(lines(got), err)
		}
	}
	c := newChecker(m.head, m.Tables(), m.Hashes(b.Context()))
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for e := range m.Leaves(b.Context()) {
		e.Sealed.Body = slices.Clone(e.Sealed.Body)
		e.Sealed.Salts = maps.Clone(e.Sealed.Salts)
		if err := c.leaf(e); err != nil {
			b.Fatal(err)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/100_000, "kept-B/leaf")
	runtime.KeepAlive(c)
}
