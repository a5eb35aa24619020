package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"vinhdanh/internal/i18n"
	"vinhdanh/internal/ledger"
)

func TestMain(m *testing.M) {
	code := m.Run()
	if s, err := genuine(); err == nil {
		os.RemoveAll(s.clock)
	}
	os.Exit(code)
}

// TestLedgerOverHTTP: a server's log is checked like a folder, and one that fails is not taken for a whole one.
func TestLedgerOverHTTP(t *testing.T) {
	dir := newScene(t).write(t)
	for name, c := range map[string]struct {
		handler http.Handler
		code    int
		says    string
	}{
		"files": {http.FileServer(http.Dir(dir)), exitDone, "ok  the entries make the root of the checkpoint"},
		"fails": {http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Path, "/entries/001") {
				http.Error(w, "no", http.StatusInternalServerError)
				return
			}
			http.FileServer(http.Dir(dir)).ServeHTTP(w, r)
		}), exitFailed, "tile/entries/001 are those of the checkpoint: the server answers 500"},
		"endless": {http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write(make([]byte, maxText+1)) }), exitFailed, "longer than 65536 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(c.handler)
			defer s.Close()
			var out bytes.Buffer
			code := run([]string{"ledger", s.URL + "/log/", "--keys", filepath.Join(dir, "keys.json")}, &out, &out)
			if code != c.code || !strings.Contains(out.String(), c.says) {
				t.Errorf("exit %d\n%s", code, &out)
			}
		})
	}
}

// TestLaterTilesServe: a log that grew since the checkpoint was read has whole tiles where that had partial ones.
func TestLaterTilesServe(t *testing.T) {
	s := newScene(t)
	checkpoint := s.files["since.txt"]
	for name := range s.files {
		if strings.Contains(name, ".p/") {
			delete(s.files, name)
		}
	}
	hashes, _, err := grow(s.leaves)
	if err != nil {
		t.Fatal(err)
	}
	if s.files["log/tile/1/000.p/1"], err = ledger.HashTile(ledger.Tile{Level: 1, Width: 1}, sceneSize, hashes); err != nil {
		t.Fatal(err)
	}
	s.files["log/checkpoint"] = checkpoint
	dir := s.write(t)
	var out bytes.Buffer
	if code := run([]string{"ledger", filepath.Join(dir, "log"), "--keys", filepath.Join(dir, "keys.json")}, &out, &out); code != exitDone {
		t.Errorf("exit %d\n%s", code, &out)
	}
}

// TestOwnTree compares this program's tree with golang.org/x/mod's over many sizes: roots and inclusion proofs.
func TestOwnTree(t *testing.T) {
	var leaves [][]byte
	var own frontier
	for n := range int64(70) {
		leaves = append(leaves, fmt.Appendf(nil, "leaf %d", n))
		own.add(leafHash(leaves[n]))
		hashes, head, err := grow(leaves)
		if err != nil || own.root() != treeHash(head.Root) {
			t.Fatalf("%d leaves: root %s, want %s, %v", n+1, own.root(), head.Root, err)
		}
		for index := range n + 1 {
			proof, err := tlog.ProveRecord(n+1, index, hashes)
			if err != nil {
				t.Fatal(err)
			}
			hs := make([]treeHash, len(proof))
			for i, h := range proof {
				hs[i] = treeHash(h)
			}
			if err := included(leafHash(leaves[index]), index, n+1, hs, own.root()); err != nil {
				t.Errorf("leaf %d of %d: %v", index, n+1, err)
			}
			if err := included(leafHash([]byte("other")), index, n+1, hs, own.root()); err == nil {
				t.Errorf("leaf %d of %d: another leaf passes", index, n+1)
			}
			if err := included(leafHash(leaves[index]), index, n+1, append(hs, treeHash{}), own.root()); err == nil {
				t.Errorf("leaf %d of %d: a longer proof passes", index, n+1)
			}
		}
	}
	if want := sha256.Sum256(nil); (&frontier{}).root() != want {
		t.Error("the empty tree")
	}
}

func TestLedgerUsage(t *testing.T) {
	dir := newScene(t).write(t)
	keys := filepath.Join(dir, "keys.json")
	for _, args := range [][]string{
		{"ledger"}, {"ledger", dir}, {"ledger", dir, "--keys", "none"}, {"ledger", dir, "--keys", keys, "--since", "none"},
		{"ledger", dir, "--keys", keys, "--certificate", "ABCD"}, {"ledger", dir, "--keys", keys, "--timestamp-roots", keys},
		{"ledger", dir, "--keys", keys, "--record", "none"},
	} {
		var out, problems bytes.Buffer
		if code := run(args, &out, &problems); code != exitUsage || problems.Len() == 0 {
			t.Errorf("%v: exit %d %s", args, code, &problems)
		}
	}
}

// TestProofLedgerMemory: 100,000 entries of a certificate's length take less than 64 MB.
func TestProofLedgerMemory(t *testing.T) {
	if os.Getenv("VINHDANH_PROOF") == "" {
		t.Skip("set VINHDANH_PROOF")
	}
	s := newScene(t)
	s.leaves = nil
	for i := range 100_000 {
		s.leaves = append(s.leaves, fmt.Appendf(nil, "%02000d", i))
	}
	if err := s.makeLog(s.leaves); err != nil {
		t.Fatal(err)
	}
	dir := s.write(t)
	program := filepath.Join(dir, "verify")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cmd := exec.CommandContext(t.Context(), program, "ledger", filepath.Join(dir, "log"), "--keys", filepath.Join(dir, "keys.json"))
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	peak, looks := 0, time.NewTicker(10*time.Millisecond)
	defer looks.Stop()
	for {
		select {
		case err := <-done:
			t.Logf("%d kB, %s of CPU\n%s", peak, cmd.ProcessState.UserTime(), &out)
			if err != nil || peak == 0 || peak > 64<<10 {
				t.Errorf("%v, peak %d kB", err, peak)
			}
			return
		case <-looks.C: // the kernel's own high-water mark; that of wait4 counts this test's memory too
			status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
			if _, rest, ok := strings.Cut(string(status), "VmHWM:"); ok {
				fmt.Sscan(rest, &peak)
			}
		}
	}
}

// TestStatusByTheLedger: of several acts that count which outweighs, not which was recorded last, on the day in Vietnam.
func TestStatusByTheLedger(t *testing.T) {
	today := i18n.Today(time.Now())
	for _, c := range []struct {
		acts string // each with its day
		want string
	}{
		{"", "valid"},
		{"", "expired"},
		{"suspended 2026-01-02", "suspended"},
		{"suspended 2026-01-02, reinstated 2026-01-03", "valid"},
		{"superseded 2026-01-02, suspended 2026-01-03", "superseded"},
		{"reinstated 2026-01-03, suspended 2026-01-02", "valid"},
		{"revoked " + today, "revoked"},
		{"revoked 2999-01-01", "valid"},
	} {
		var w walk
		for act := range strings.SplitSeq(c.acts, ", ") {
			kind, from, _ := strings.Cut(act, " ")
			w.records = append(w.records, found{act: kind, from: from})
		}
		for _, status := range []string{"valid", "expired", "suspended", "superseded", "revoked", "unknown", ""} {
			right := status == c.want || c.want == "valid" && status == "expired" || c.want == "expired" && status == "valid"
			if err := w.stands(status); err == nil != right {
				t.Errorf("after %q the answer %q: %v", c.acts, status, err)
			}
		}
	}
}
