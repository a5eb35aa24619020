package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"vinhdanh/internal/jobs"
	"vinhdanh/internal/ledger"
	"vinhdanh/internal/store"
)

// testWitness is a witness as C2SP tlog-witness describes one, written from its text: it knows one log, keeps the size
// and root that it cosigned last, and signs what continues it.
type testWitness struct {
	name string
	key  ed25519.PrivateKey
	log  ledger.Key

	mu   sync.Mutex
	size int64
	root tlog.Hash
	lie  func(w http.ResponseWriter, checkpoint string) bool // answers itself
}

func newTestWitness(t *testing.T, name string, log ledger.Key) *testWitness {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &testWitness{name: name, key: key, log: log}
}

func (x *testWitness) id() []byte {
	sum := sha256.Sum256(append([]byte(x.name+"\n\x04"), x.key.Public().(ed25519.PublicKey)...))
	return sum[:4]
}

// vkey is the witness's verifier key.
func (x *testWitness) vkey() string {
	return fmt.Sprintf("%s+%x+%s", x.name, x.id(), base64.StdEncoding.EncodeToString(append([]byte{4}, x.key.Public().(ed25519.PublicKey)...)))
}

// cosign is the signature line over a checkpoint at a time.
func (x *testWitness) cosign(checkpoint string, at int64) string {
	body, _, _ := strings.Cut(checkpoint, "\n\n")
	sig := ed25519.Sign(x.key, fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s\n", at, body))
	return "— " + x.name + " " + base64.StdEncoding.EncodeToString(append(binary.BigEndian.AppendUint64(x.id(), uint64(at)), sig...)) + "\n"
}

// serve answers add-checkpoint.
func (x *testWitness) serve(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(x)
	t.Cleanup(s.Close)
	return s.URL + "/witness"
}

// ServeHTTP is the protocol, with the status of each refusal.
func (x *testWitness) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	head, checkpoint, ok := strings.Cut(string(body), "\n\n")
	lines := strings.Split(head, "\n")
	var old int64
	if _, scanErr := fmt.Sscanf(lines[0], "old %d", &old); err != nil || !ok || scanErr != nil || r.Method != http.MethodPost || r.URL.Path != "/witness/add-checkpoint" {
		http.Error(w, "malformed", http.StatusBadRequest)
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.lie != nil && x.lie(w, checkpoint) {
		return
	}
	verifiers, err := ledger.Verifiers(x.log.Verifier)
	if err != nil {
		panic(err)
	}
	c, err := ledger.ParseCheckpoint(checkpoint, verifiers)
	switch {
	case err != nil:
		http.Error(w, err.Error(), http.StatusForbidden)
	case old > c.Size:
		http.Error(w, "old is larger", http.StatusBadRequest)
	case old != x.size:
		w.Header().Set("Content-Type", "text/x.tlog.size")
		w.WriteHeader(http.StatusConflict)
		fmt.Fprintf(w, "%d\n", x.size)
	case !x.continues(c, lines[1:]):
		http.Error(w, "no continuation", http.StatusUnprocessableEntity)
	default:
		x.size, x.root = c.Size, c.Root
		io.WriteString(w, x.cosign(checkpoint, time.Now().Unix()))
	}
}

func (x *testWitness) continues(c ledger.Checkpoint, lines []string) bool {
	if x.size == 0 || x.size == c.Size {
		return len(lines) == 0 && (x.size == 0 || x.root == c.Root)
	}
	var proof tlog.TreeProof
	for _, line := range lines {
		h, err := tlog.ParseHash(line)
		if err != nil {
			return false
		}
		proof = append(proof, h)
	}
	return tlog.CheckTree(proof, c.Size, c.Root, x.size, x.root) == nil
}

// publishing is a program whose ledger has a published checkpoint, and what publishes another.
func publishing(t *testing.T, conf config) (a *app, publish func() ledger.Published) {
	t.Helper()
	if conf.Data == "" {
		conf.Data = t.TempDir()
	}
	conf.Addr = defaultAddr
	s := &session{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, conf: conf}
	a, err := s.open(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.close() })
	return a, func() ledger.Published {
		t.Helper()
		err := a.db.Update(context.Background(), func(tx *store.Tx) error {
			tx.Publish()
			for range 3 {
				if err := tx.Append(ledger.Leaf{Kind: "test", Table: "test", ID: rand.Text(), At: time.Now()}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		p, err := a.db.Published(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
}

// TestWitnessesCosign: each publication reaches every witness, with the proof that it continues what that witness saw;
// what it answers stands below the checkpoint. A witness that is down keeps the others from nothing and is made up for.
func TestWitnessesCosign(t *testing.T) {
	data := t.TempDir()
	key, err := ledgerKey(config{Data: data})
	if err != nil {
		t.Fatal(err)
	}
	one, two := newTestWitness(t, "w.example/1", key), newTestWitness(t, "w.example/2", key)
	conf := config{Data: data, Witnesses: []string{one.vkey() + " " + one.serve(t), " " + two.vkey() + "  " + two.serve(t) + "/ "}}
	a, publish := publishing(t, conf)
	cosigned := func(want ...string) {
		t.Helper()
		p, err := a.db.Published(t.Context(), 0)
		var names []string
		for _, c := range p.Cosignatures {
			names = append(names, c.Name())
		}
		slices.Sort(names)
		if strings.Join(names, " ") != strings.Join(want, " ") || err != nil {
			t.Errorf("%d is cosigned by %q, want %q, %v", p.Size, names, want, err)
		}
		if list, err := ledger.ReadCosignatures(p.Text(), "", time.Now(), a.witnessKeys()...); len(list) != len(want) {
			t.Errorf("served is\n%s\n%v", p.Text(), err)
		}
	}
	work := func(want jobs.State) {
		t.Helper()
		for {
			if worked, err := a.runner().RunOne(t.Context(), ledger.WitnessJob); err != nil || !worked {
				break
			}
		}
		list, err := a.db.ListJobs(t.Context(), want, 1)
		if err != nil || len(list) != 1 || list[0].Kind != ledger.WitnessJob {
			t.Errorf("the job is not %s: %+v %v", want, list, err)
		}
	}
	publish()
	work(jobs.Done)
	cosigned("w.example/1", "w.example/2")
	down := true
	two.lie = func(w http.ResponseWriter, _ string) bool {
		if down {
			http.Error(w, "down", http.StatusServiceUnavailable)
		}
		return down
	}
	publish()
	work(jobs.Queued)
	cosigned("w.example/1")
	// The next publication does not wait for the next try of the last one.
	down = false
	publish()
	work(jobs.Done)
	cosigned("w.example/1", "w.example/2")
	if list, err := a.db.OpenJobs(t.Context(), ledger.WitnessJob, ""); err != nil || len(list) != 0 {
		t.Errorf("still waiting: %+v, %v", list, err)
	}
	// A witness that saw more than we remember tells so and gets the proof from there.
	p := publish()
	asker := witnessAsker{client: http.DefaultClient, hashes: a.db.Hashes(t.Context()), now: time.Now}
	if list, err := asker.ask(t.Context(), a.witnesses[0], p, 0); len(list) != 1 || err != nil {
		t.Errorf("after a conflict: %+v, %v", list, err)
	}
}

// TestLyingWitnesses: whatever a witness answers, nothing but its own cosignature of this checkpoint is taken, and the
// reason says what was wrong.
func TestLyingWitnesses(t *testing.T) {
	a, publish := publishing(t, config{})
	p := publish()
	later, err := a.sign(p.Size+1, [32]byte{1})
	if err != nil {
		t.Fatal(err)
	}
	stranger := newTestWitness(t, "w.example/1", a.key)
	now := time.Now().Unix()
	conflict := func(size string) func(http.ResponseWriter, *testWitness, string) {
		return func(w http.ResponseWriter, _ *testWitness, _ string) {
			w.Header().Set("Content-Type", "text/x.tlog.size")
			w.WriteHeader(http.StatusConflict)
			io.WriteString(w, size)
		}
	}
	answer := func(text func(x *testWitness, checkpoint string) string) func(http.ResponseWriter, *testWitness, string) {
		return func(w http.ResponseWriter, x *testWitness, c string) { io.WriteString(w, text(x, c)) }
	}
	for _, c := range []struct {
		name string
		lie  func(http.ResponseWriter, *testWitness, string)
		says string
	}{
		{"another key", answer(func(_ *testWitness, c string) string { return stranger.cosign(c, now) }), "no verifiable signatures"},
		{"another size", answer(func(x *testWitness, _ string) string { return x.cosign(later, now) }), "invalid signature"},
		{"the future", answer(func(x *testWitness, c string) string { return x.cosign(c, now+7300) }), "in the future"},
		{"no time", answer(func(x *testWitness, c string) string { return x.cosign(c, 0) }), "invalid signature"},
		{"garbage", answer(func(*testWitness, string) string { return "<html>welcome</html>" }), "malformed note"},
		{"nothing", answer(func(*testWitness, string) string { return "" }), "no verifiable signatures"},
		{"another text", answer(func(x *testWitness, _ string) string { return "\n" + x.cosign(later, now) }), "invalid signature"},
		{"no end", answer(func(*testWitness, string) string { return strings.Repeat("— a AA==\n", 9000) }), "more than"},
		{"a conflict without a size", conflict("many"), "instead of a size"},
		{"a conflict beyond us", conflict("999\n"), "set back"},
		{"a conflict for ever", conflict("1\n"), "answers 409"},
		{"refuses", func(w http.ResponseWriter, _ *testWitness, _ string) {
			http.Error(w, "who are you", http.StatusNotFound)
		}, "who are you"},
		{"sends elsewhere", func(w http.ResponseWriter, _ *testWitness, _ string) {
			w.Header().Set("Location", "http://127.0.0.1:1/")
			w.WriteHeader(http.StatusTemporaryRedirect)
		}, "answers 307"},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := newTestWitness(t, "w.example/1", a.key)
			x.lie = func(w http.ResponseWriter, checkpoint string) bool { c.lie(w, x, checkpoint); return true }
			list, err := config{Witnesses: []string{x.vkey() + " " + x.serve(t)}}.openWitnesses()
			if err != nil {
				t.Fatal(err)
			}
			a.witnesses = list
			if err := a.askWitnesses(t.Context(), nil, nil); err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "w.example/1") {
				t.Errorf("%v, want %q", err, c.says)
			}
			if p, err := a.db.Published(t.Context(), 0); err != nil || len(p.Cosignatures) != 0 {
				t.Errorf("kept: %+v, %v", p.Cosignatures, err)
			}
		})
	}
}

// TestSlowWitness: a witness that never answers is given up, and one that answers meanwhile counts.
func TestSlowWitness(t *testing.T) {
	a, publish := publishing(t, config{})
	p := publish()
	hang := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-hang:
		case <-r.Context().Done():
		}
	}))
	defer s.Close()
	defer close(hang)
	x := newTestWitness(t, "w.example/slow", a.key)
	list, err := config{Witnesses: []string{x.vkey() + " " + s.URL}}.openWitnesses()
	if err != nil {
		t.Fatal(err)
	}
	asker := witnessAsker{client: witnessHTTP(50 * time.Millisecond), hashes: a.db.Hashes(t.Context()), now: time.Now}
	if _, err := asker.ask(t.Context(), list[0], p, 0); err == nil || !strings.Contains(err.Error(), "Client.Timeout") {
		t.Errorf("%v, want a timeout", err)
	}
}

func TestWitnessSettings(t *testing.T) {
	x := newTestWitness(t, "w.example/1", ledger.Key{})
	for text, ok := range map[string]bool{
		x.vkey(): true, x.vkey() + " https://w.example/a/": true, x.vkey() + " ftp://w.example": false,
		x.vkey() + " w.example": false, "w.example/1": false, "": false,
	} {
		if _, err := (config{Witnesses: []string{text}}).openWitnesses(); (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
}
