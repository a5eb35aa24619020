package contract_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"
)

// TestPowerCuts cuts the power of the served program twenty times.
func TestPowerCuts(t *testing.T) { cutPower(t, 20, 8) }

// TestProofPowerCuts does it five hundred times over a longer day of judging, times the size of the proof.
func TestProofPowerCuts(t *testing.T) {
	size, err := strconv.Atoi(os.Getenv("VINHDANH_PROOF"))
	if err != nil {
		t.Skip("set VINHDANH_PROOF=1, or more for more cuts")
	}
	for n := range size {
		t.Run(strconv.Itoa(n), func(t *testing.T) { cutPower(t, 500, 250) })
	}
}

// jury is an award in the middle of its scoring, served by a process that can be recorded.
func jury(t testing.TB, judges, products int) (s *server, o *office, sheets [][]sheet) {
	t.Helper()
	s = serve(t, "")
	admin := s.account(t, "quantri@example.vn", "Quản Trị", "--role", "administrator")
	o = open(t, s, admin, "cham-diem", plain("50", "0.5"))
	var names []string
	for i := range products {
		names = append(names, fmt.Sprintf("Chiếu cói số %d", i+1))
	}
	o.upToScoring(t, judges, names...)
	for _, j := range o.judges {
		var own []sheet
		for _, s := range o.sheetsOf(t, j) {
			own = append(own, s)
		}
		if len(own) != products {
			t.Fatalf("a judge has %d sheets, want %d", len(own), products)
		}
		sheets = append(sheets, own)
	}
	return s, o, sheets
}

// cutPower lets judges save and submit through a recorded server, each sheet so many times, then rebuilds
// the disk as a power cut would have left it at so many moments, and demands every acknowledged act.
func cutPower(t *testing.T, cuts, saves int) {
	s, o, sheets := jury(t, 6, 6)
	s.stop(t)
	before := databaseFiles(t, s.data)
	r := s.record(t)
	// A slow disk gives an answer that comes too early the time to be caught.
	r.faults(t, faults{delay: 2 * time.Millisecond})
	s.start(t)
	var told promises
	half := func(from, to int) {
		var wait sync.WaitGroup
		for i, j := range o.judges {
			wait.Go(func() {
				if err := told.work(j, sheets[i][from:to], saves); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
	}
	half(0, 3)
	s.stop(t) // moves the log into the file, removes it and begins a new one
	s.start(t)
	half(3, 6)
	s.kill()
	cutAt(t, before, readRecord(t, r.log), &told, cuts)
}

// cutAt rebuilds the disk at so many moments of a record and demands what had been acknowledged then.
func cutAt(t *testing.T, before map[string][]byte, record []entry, told *promises, cuts int) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, uint64(cuts)))
	moments := momentsOf(random, cuts, record, told.kept)
	t.Logf("%d acts acknowledged, %d entries in the record", told.count(), len(record))
	d := newDisk(before, random)
	lost, moved := 0, 0
	for n, moment := range moments {
		for len(record) > 0 && record[0].at <= moment {
			if err := d.apply(record[0]); err != nil {
				t.Fatal(err)
			}
			if record[0].kind == written && d.open[record[0].fd] == d.names["vinhdanh.db"] {
				moved++
			}
			record = record[1:]
		}
		ok := t.Run(fmt.Sprintf("cut %d", n), func(t *testing.T) {
			data := filepath.Join(t.TempDir(), "data")
			lay(t, data, d.cut())
			for _, fault := range told.broken(t, data, moment) {
				t.Error(fault)
			}
		})
		if !ok {
			lost++
		}
	}
	t.Logf("%d of %d power cuts lost or spoilt something; meanwhile %d pages went from the log into the file", lost, len(moments), moved)
}

// momentsOf are the times of the cuts, earliest first: half of them when an answer has just arrived, a
// quarter within a sync, where a commit is under way, the others anywhere.
func momentsOf(random *rand.Rand, n int, record []entry, told []promise) []uint64 {
	var syncs []uint64
	for _, e := range record {
		if e.kind == syncBegins {
			syncs = append(syncs, e.at)
		}
	}
	first, last := record[0].at, record[len(record)-1].at
	moments := make([]uint64, n)
	for i := range moments {
		switch i % 4 {
		case 0, 1:
			moments[i] = told[random.IntN(len(told))].at
		case 2:
			moments[i] = syncs[random.IntN(len(syncs))] + random.Uint64N(uint64(3*time.Millisecond))
		default:
			moments[i] = first + random.Uint64N(last-first)
		}
	}
	slices.Sort(moments)
	return moments
}

// databaseFiles reads the database of a server that does not run.
func databaseFiles(t testing.TB, data string) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(data, "vinhdanh.db*"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no database in %s: %v", data, err)
	}
	files := map[string][]byte{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(path)] = data
	}
	return files
}
