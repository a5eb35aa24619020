package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"vinhdanh/internal/jobs"
	"vinhdanh/internal/ledger"
)

const stampConf = `[stamper]
basicConstraints = CA:FALSE
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = tsa1
[tsa1]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
`

// stampAuthority is a timestamp authority of openssl's in a folder; while down it answers 500.
func stampAuthority(t *testing.T, down *atomic.Bool) (url, dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range map[string]string{"conf": stampConf, "serial": "01\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	openssl(t, dir, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "root.key", "-out", "root.pem", "-days", "30", "-subj", "/CN=Test root")
	openssl(t, dir, "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Test clock")
	openssl(t, dir, "x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-out", "tsa.pem",
		"-days", "20", "-extfile", "conf", "-extensions", "stamper")
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ask, err := io.ReadAll(r.Body)
		if down.Load() || err != nil {
			http.Error(w, "down", http.StatusInternalServerError)
			return
		}
		if err := os.WriteFile(filepath.Join(dir, "ask"), ask, 0o600); err != nil {
			t.Error(err)
		}
		openssl(t, dir, "ts", "-reply", "-config", "conf", "-queryfile", "ask", "-signer", "tsa.pem", "-inkey", "tsa.key", "-out", "answer")
		http.ServeFile(w, r, filepath.Join(dir, "answer"))
	}))
	t.Cleanup(s.Close)
	return s.URL, dir
}

func openssl(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "openssl", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("openssl %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// TestCheckpointsAreStamped: a published checkpoint gets the authority's time over its bytes, as openssl reads it; while
// the authority is down checkpoints are published all the same, and each gets its time later.
func TestCheckpointsAreStamped(t *testing.T) {
	var down atomic.Bool
	down.Store(true)
	url, dir := stampAuthority(t, &down)
	a, publish := publishing(t, config{TimestampURL: url, TimestampRoots: filepath.Join(dir, "root.pem")})
	var err error
	if a.stamper, err = a.conf.openStamper(); err != nil {
		t.Fatal(err)
	}
	first, second := publish(), publish()
	if worked, err := a.runner().RunOne(t.Context(), ledger.StampJob); !worked || err != nil {
		t.Fatalf("no job: %v", err)
	}
	if list, err := a.db.ListJobs(t.Context(), jobs.Queued, 5); err != nil || len(list) != 1 || !strings.Contains(list[0].Problem, "500") {
		t.Fatalf("while the authority is down: %+v, %v", list, err)
	}
	down.Store(false)
	if err := a.stampCheckpoints(t.Context(), nil, func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	for _, size := range []int64{first.Size, second.Size} {
		p, err := a.db.Published(t.Context(), size)
		if err != nil || len(p.Stamp) == 0 || p.Stamped.IsZero() {
			t.Fatalf("%d: %+v, %v", size, p, err)
		}
		for name, data := range map[string][]byte{"c.txt": []byte(p.Signed), "c.tsr": p.Stamp} {
			if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if out := openssl(t, dir, "ts", "-verify", "-in", "c.tsr", "-data", "c.txt", "-CAfile", "root.pem"); !strings.Contains(out, "Verification: OK") {
			t.Errorf("%d: %s", size, out)
		}
	}
}

// TestStampsGoOnUntilNoneIsOwed: one job makes up for all that were published while the authority was down, however many.
func TestStampsGoOnUntilNoneIsOwed(t *testing.T) {
	var down atomic.Bool
	url, dir := stampAuthority(t, &down)
	a, publish := publishing(t, config{TimestampURL: url, TimestampRoots: filepath.Join(dir, "root.pem")})
	var err error
	if a.stamper, err = a.conf.openStamper(); err != nil {
		t.Fatal(err)
	}
	const owed = stampsAtOnce + 3
	for range owed {
		publish()
	}
	if worked, err := a.runner().RunOne(t.Context(), ledger.StampJob); !worked || err != nil {
		t.Fatalf("no job: %v", err)
	}
	if done, err := a.db.ListJobs(t.Context(), jobs.Done, 5); err != nil || len(done) != 1 {
		t.Errorf("the job: %+v, %v", done, err)
	}
	if sizes, err := a.db.Stamped(t.Context()); err != nil || len(sizes) != owed {
		t.Errorf("%d of %d are stamped, %v", len(sizes), owed, err)
	}
}
