package contract_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// TestFaults lets the disk fail in every way under a served program, for a moment each.
func TestFaults(t *testing.T) { everyFault(t, 25) }

// TestProofFaults lets each fault last until four hundred acts met it, times the size of the proof.
func TestProofFaults(t *testing.T) {
	size, err := strconv.Atoi(os.Getenv("VINHDANH_PROOF"))
	if err != nil {
		t.Skip("set VINHDANH_PROOF=1, or more for longer faults")
	}
	everyFault(t, 400*size)
}

// everyFault has six judges save and submit without a pause while the disk fails and works by turns, kills the
// server at the end and demands all that was acknowledged.
func everyFault(t *testing.T, acts int) {
	s, o, sheets := jury(t, 6, 12)
	s.stop(t)
	before := databaseFiles(t, s.data)
	r := s.record(t)
	s.start(t)
	w := &work{told: &promises{}}
	for i, j := range o.judges {
		w.wait.Go(func() { w.persist(t, j, sheets[i]) })
	}
	for _, f := range []struct {
		name   string
		faults faults
		code   string
	}{
		{"full disk", faults{write: syscall.ENOSPC}, "disk_full"},
		{"input/output error", faults{write: syscall.EIO}, "disk_fails"},
		{"failing sync", faults{sync: syscall.EIO}, "disk_fails"},
		{"no quota left at the sync", faults{sync: syscall.ENOSPC}, "disk_fails"},
		{"read-only", faults{write: syscall.EROFS}, "disk_fails"},
	} {
		t.Run(f.name, func(t *testing.T) {
			w.until(t, &w.done, acts)
			w.code.Store(f.code)
			r.faults(t, f.faults)
			w.until(t, &w.refused, acts)
			degraded(t, s, f.code)
			s.public().get(t, "!/").want(t, http.StatusOK)
			o.judges[0].get(t, o.path("/sheets")).want(t, http.StatusOK)
			r.faults(t, faults{})
			w.until(t, &w.done, acts)
			degraded(t, s, "")
		})
	}
	r.faults(t, faults{delay: 20 * time.Millisecond})
	slow := monotonic()
	w.until(t, &w.done, acts)
	fast := monotonic()
	r.faults(t, faults{})
	w.stop.Store(true)
	w.wait.Wait()
	s.kill()
	for _, fault := range w.told.broken(t, s.data, monotonic()) {
		t.Error(fault)
	}
	t.Logf("%d acts acknowledged, %d refused", w.done.Load(), w.refused.Load())
	record := readRecord(t, r.log)
	w.shared(t, record, slow, fast)
	cutAt(t, before, record, w.told, 20)
}

// shared demands that the syncs of a slow disk between two moments served more than one act each.
func (w *work) shared(t *testing.T, record []entry, slow, fast uint64) {
	t.Helper()
	syncs, served := 0, 0
	for _, e := range record {
		if e.kind == syncEnds && slow < e.at && e.at < fast {
			syncs++
		}
	}
	for _, p := range w.told.kept {
		if slow < p.at && p.at < fast {
			served++
		}
	}
	if 2*served < 3*syncs {
		t.Errorf("on a slow disk %d syncs served %d acts of six judges; one sync must serve all who wait", syncs, served)
	}
	t.Logf("on a slow disk %d syncs served %d acts", syncs, served)
}

// work is what judges do who do not give up.
type work struct {
	told          *promises
	done, refused atomic.Int64
	code          atomic.Value // that a refusal gives
	stop, gaveUp  atomic.Bool
	wait          sync.WaitGroup
}

// until returns when a counter has grown by so many.
func (w *work) until(t *testing.T, counter *atomic.Int64, n int) {
	t.Helper()
	goal := counter.Load() + int64(n)
	for deadline := time.Now().Add(time.Minute); counter.Load() < goal; time.Sleep(5 * time.Millisecond) {
		if w.gaveUp.Load() || time.Now().After(deadline) {
			t.Fatalf("a judge gave up, or a minute is over: %d acts were done and %d refused", w.done.Load(), w.refused.Load())
		}
	}
}

// persist saves sheets over and over and submits each but the last after 40 saves, until stop; an act that is
// refused is done again.
func (w *work) persist(t *testing.T, j member, sheets []sheet) {
	defer func() { w.gaveUp.Store(w.gaveUp.Load() || !w.stop.Load()) }()
	random := rand.New(rand.NewPCG(2, uint64(len(j.email))))
	for n, s := range sheets {
		for version := s.Version; !w.stop.Load(); {
			submit := version > 40 && n < len(sheets)-1
			act := func() (answer, error) { return j.save(s.ID, version) }
			if submit {
				act = func() (answer, error) { return j.do(http.MethodPost, "/sheets/"+s.ID+"/submit", nil) }
			}
			a, err := act()
			if err != nil {
				t.Error(err)
				return
			}
			if a.status != http.StatusOK {
				if !w.refusal(t, j, a, s.ID, version) {
					return
				}
				time.Sleep(time.Duration(random.IntN(10)) * time.Millisecond)
				continue
			}
			if !submit {
				version++
				w.told.add(s.ID, version, "")
				w.done.Add(1)
				continue
			}
			submitted, err := parse[struct{ Receipt struct{ Commitment string } }](a)
			if err != nil {
				t.Error(err)
				return
			}
			w.told.add(s.ID, version, submitted.Receipt.Commitment)
			w.done.Add(1)
			break
		}
	}
}

// refusal demands a 503 that says in the reader's language what is wrong and when to try again, and that
// nothing of the act remains.
func (w *work) refusal(t *testing.T, j member, a answer, id string, version int) bool {
	w.refused.Add(1)
	p, err := parse[problem](a)
	if want := w.code.Load(); err != nil || a.status != http.StatusServiceUnavailable || p.Code != want ||
		a.header.Get("Retry-After") == "" || p.Detail == "" {
		t.Errorf("%s: %d %s, Retry-After %q, want 503 %v\n%s", a.call, a.status, p.Code, a.header.Get("Retry-After"), want, a.body)
		return false
	}
	a, err = j.do(http.MethodGet, "/sheets/"+id, nil)
	if err == nil {
		err = a.is(http.StatusOK)
	}
	if err != nil {
		t.Error(err)
		return false
	}
	if s, err := parse[sheet](a); err != nil || s.Version != version || s.State != "open" {
		t.Errorf("a refused act left the sheet %s in version %d, want open in %d, %v", s.State, s.Version, version, err)
		return false
	}
	return true
}

// degraded demands that /readyz names the trouble; "" for none.
func degraded(t *testing.T, s *server, code string) {
	t.Helper()
	type ready struct{ Status, Code, Detail string }
	want := ready{Status: "ready"}
	if code != "" {
		want = ready{"degraded", code, "told"}
	}
	var got ready
	// A commit that still found room may have been the last one.
	for deadline := time.Now().Add(10 * time.Second); got != want && time.Now().Before(deadline); {
		got = read[ready](t, s.public().get(t, "!/readyz").want(t, http.StatusOK))
		if got.Detail != "" {
			got.Detail = "told"
		}
	}
	if got != want {
		t.Errorf("/readyz says %+v, want %+v", got, want)
	}
}

// TestFullDisk fills a real file system under the server. A disk that is full refuses what a library in
// between may not foresee: growing the write-ahead log or its index.
func TestFullDisk(t *testing.T) {
	s, o, sheets := jury(t, 6, 12)
	s.stop(t)
	small := filepath.Join(t.TempDir(), "small")
	if err := os.Mkdir(small, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", small, "tmpfs", 0, "size=48m"); err != nil {
		t.Skipf("only root may mount a small file system: %v", err)
	}
	t.Cleanup(func() {
		s.stop(t)
		if err := syscall.Unmount(small, 0); err != nil {
			t.Error(err)
		}
	})
	data := filepath.Join(small, "data")
	if err := os.CopyFS(data, os.DirFS(s.data)); err != nil {
		t.Fatal(err)
	}
	s.data = data
	s.start(t)
	w := &work{told: &promises{}}
	w.code.Store("disk_full")
	for i, j := range o.judges {
		w.wait.Go(func() { w.persist(t, j, sheets[i]) })
	}
	w.until(t, &w.done, 25)
	filler := filepath.Join(small, "filler")
	fill(t, filler)
	w.until(t, &w.refused, 25)
	degraded(t, s, "disk_full")
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	w.until(t, &w.done, 25)
	degraded(t, s, "")
	w.stop.Store(true)
	w.wait.Wait()
	s.kill()
	for _, fault := range w.told.broken(t, s.data, monotonic()) {
		t.Error(fault)
	}
}

// fill writes until there is no room.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for block := make([]byte, 4096); ; {
		if _, err := f.Write(block); err != nil {
			return
		}
	}
}

// TestFullQueue sends more saves at once than may wait. Who finds no place is told to come again, and each
// save that was acknowledged counts.
func TestFullQueue(t *testing.T) {
	s, o, sheets := jury(t, 1, 1)
	s.stop(t)
	r := s.record(t)
	s.start(t)
	r.faults(t, faults{delay: time.Second})
	const senders = 2700
	id := sheets[0][0].ID
	answers := make([]answer, senders)
	together(t, senders, senders, func(i int) (err error) {
		answers[i], err = o.judges[0].do(http.MethodPut, "/sheets/"+id, object{"version": sheets[0][0].Version, "marks": object{"1": "1"}})
		return err
	})
	r.faults(t, faults{})
	count := map[int]int{}
	for _, a := range answers {
		count[a.status]++
		if a.status == http.StatusServiceUnavailable {
			if p := a.refused(t, http.StatusServiceUnavailable, "busy"); a.header.Get("Retry-After") == "" || p.Detail == "" {
				t.Fatalf("a full queue: Retry-After %q, %s", a.header.Get("Retry-After"), a.body)
			}
		}
	}
	t.Logf("answers by status: %v", count)
	if count[http.StatusServiceUnavailable] == 0 || count[http.StatusOK] != 1 ||
		count[http.StatusServiceUnavailable]+count[http.StatusOK]+count[http.StatusConflict] != senders {
		t.Errorf("answers by status: %v", fmt.Sprint(count))
	}
	if got := read[sheet](t, o.judges[0].get(t, "/sheets/"+id)); got.Version != sheets[0][0].Version+1 {
		t.Errorf("the sheet has version %d", got.Version)
	}
}
