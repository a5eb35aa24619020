package contract_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// What the entries of a record are; testdata/recorder.c writes them.
const (
	created = iota + 1
	opened
	written
	truncated
	syncBegins
	syncEnds
	folderSynced
	unlinked
	syncFails
)

// entry is one thing that happened to a file of the database.
type entry struct {
	at     uint64 // CLOCK_MONOTONIC, nanoseconds
	kind   int
	fd     int
	offset int64
	data   []byte // the name for created, opened and unlinked
}

// readRecord reads a whole record. The server has ended, so that no entry is half written.
func readRecord(t testing.TB, path string) []entry {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var record []entry
	for in := bytes.NewReader(data); ; {
		var head struct {
			At             uint64
			Kind, FD       uint32
			Offset, Length uint64
		}
		err := binary.Read(in, binary.NativeEndian, &head)
		if errors.Is(err, io.EOF) {
			return record
		}
		body := make([]byte, head.Length)
		if err == nil {
			_, err = io.ReadFull(in, body)
		}
		if err != nil {
			t.Fatalf("entry %d of the record: %v", len(record), err)
		}
		record = append(record, entry{head.At, int(head.Kind), int(head.FD), int64(head.Offset), body})
	}
}

// sector is the largest piece of a write in bytes that a disk never tears.
const sector = 512

// change is a write or a new size that may still be in the machine's memory alone.
type change struct {
	at   int64
	data []byte // nil for a new size
}

// stored is a file: what the disk holds for sure, and what came since.
type stored struct {
	durable []byte
	pending []change
}

// naming is a name that a folder got or lost since it was synced.
type naming struct {
	name string
	file *stored // nil when the name went
}

// disk is what a record says about a folder at one moment.
type disk struct {
	names   map[string]*stored // as the program sees them
	durable map[string]*stored // as a power cut surely leaves them
	pending []naming
	open    map[int]*stored
	syncing map[int]int // by descriptor, how many changes were pending when a sync began
	random  *rand.Rand
}

// newDisk is a disk that holds the files durably.
func newDisk(files map[string][]byte, random *rand.Rand) *disk {
	d := &disk{names: map[string]*stored{}, open: map[int]*stored{}, syncing: map[int]int{}, random: random}
	for name, data := range files {
		d.names[name] = &stored{durable: slices.Clone(data)}
	}
	d.durable = maps.Clone(d.names)
	return d
}

// apply takes the next entry of the record.
func (d *disk) apply(e entry) error {
	f := d.open[e.fd]
	if f == nil && slices.Contains([]int{written, truncated, syncEnds, syncFails}, e.kind) {
		return fmt.Errorf("the record speaks of descriptor %d, which it never opened", e.fd)
	}
	switch e.kind {
	case created:
		f = &stored{}
		d.names[string(e.data)], d.open[e.fd] = f, f
		d.pending = append(d.pending, naming{string(e.data), f})
	case opened:
		if d.open[e.fd] = d.names[string(e.data)]; d.open[e.fd] == nil {
			return fmt.Errorf("the record opens %q, which is not there", e.data)
		}
	case written:
		f.pending = append(f.pending, change{e.offset, e.data})
	case truncated:
		f.pending = append(f.pending, change{e.offset, nil})
	case syncBegins:
		if f != nil {
			d.syncing[e.fd] = len(f.pending)
		}
	case syncEnds:
		f.settle(d.syncing[e.fd], nil)
	case syncFails:
		// What Linux does: the pages count as written from now on, whatever arrived. A later sync that works
		// does not bring them.
		f.settle(d.syncing[e.fd], d.half)
	case folderSynced:
		d.settleNames(len(d.pending))
	case unlinked:
		delete(d.names, string(e.data))
		d.pending = append(d.pending, naming{string(e.data), nil})
	default:
		return fmt.Errorf("the record holds an entry of kind %d", e.kind)
	}
	return nil
}

func (d *disk) half() bool { return d.random.IntN(2) == 0 }

// settle makes the first n pending changes durable, as far as they reached the disk; nil means that they did.
// Two descriptors of one file may be synced at once, so that fewer are left than one of them saw.
func (f *stored) settle(n int, reached func() bool) {
	n = min(n, len(f.pending))
	for _, c := range f.pending[:n] {
		f.durable = c.on(f.durable, reached)
	}
	f.pending = slices.Clone(f.pending[n:])
}

func (d *disk) settleNames(n int) {
	for _, p := range d.pending[:n] {
		p.on(d.durable)
	}
	d.pending = slices.Clone(d.pending[n:])
}

func (p naming) on(names map[string]*stored) {
	if p.file == nil {
		delete(names, p.name)
	} else {
		names[p.name] = p.file
	}
}

// on makes the change to the content of a file. Of a write only the sectors arrive that reached lets
// through; nil lets all of them.
func (c change) on(content []byte, reached func() bool) []byte {
	if c.data == nil {
		if reached != nil && !reached() {
			return content
		}
		return grown(content, c.at)[:c.at]
	}
	for from := int64(0); from < int64(len(c.data)); {
		to := min(int64(len(c.data)), (c.at+from)/sector*sector+sector-c.at)
		if reached == nil || reached() {
			content = grown(content, c.at+to)
			copy(content[c.at+from:], c.data[from:to])
		}
		from = to
	}
	return content
}

// grown is the content with zeros up to the size.
func grown(content []byte, size int64) []byte {
	if missing := size - int64(len(content)); missing > 0 {
		content = append(content, make([]byte, missing)...)
	}
	return content
}

// cut is what the folder may hold after a power cut now: all that is durable, and of the rest each sector
// with a chance that differs from cut to cut. Names change in their order or not at all.
func (d *disk) cut() map[string][]byte {
	names := maps.Clone(d.durable)
	for _, p := range d.pending[:d.random.IntN(len(d.pending)+1)] {
		p.on(names)
	}
	chance := []float64{0, 0.5, 0.9, 1}[d.random.IntN(4)]
	reached := func() bool { return d.random.Float64() < chance }
	files := map[string][]byte{}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		content := slices.Clone(names[name].durable)
		for _, c := range names[name].pending {
			content = c.on(content, reached)
		}
		files[name] = content
	}
	return files
}

// lay writes files into a new folder.
func lay(t testing.TB, dir string, files map[string][]byte) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
