package contract_test

import (
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"vinhdanh/internal/store/storetest"
)

// site is one platform on several machines, as far as one can play them: two servers, a database with a synchronous
// standby, a bucket, a mail server, and a balancer in front.
type site struct {
	primary, standby *storetest.Cluster
	bucket           *part
	letters          *postbox
	nodes            [2]*server
	front            *balancer
	judged           *office   // in the middle of its scoring
	sheets           [][]sheet // of its judges
	certified        *office   // stands before its certificates
	filing           *office
	gate             *gate // of the bucket
}

// openSite starts everything but the mail server and brings three editions to where the tests want them.
func openSite(t *testing.T, judges, products, certificates int) *site {
	t.Helper()
	s := &site{letters: &postbox{}, front: newBalancer(t), gate: &gate{one: make(chan struct{})}}
	s.primary = storetest.Start(t, storetest.Options{Durable: true})
	s.standby = s.primary.Standby(t)
	s.letters.part = newPart(t, s.letters.serve(t))
	s.bucket = newPart(t, newBucket(t, s.gate))
	s.bucket.start(t)
	for i := range s.nodes {
		n := install(t, storetest.Together("postgres", s.primary, s.standby))
		n.printed = s.front.base
		n.environment = []string{"VINHDANH_DRAIN=600ms", "VINHDANH_SMTP_URL=smtp://" + s.letters.address,
			"AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test-secret",
			"VINHDANH_BLOB_URL=s3://files?region=us-east-1&insecure=1&endpoint=" + s.bucket.address}
		if i > 0 { // every server has the same key
			key, err := os.ReadFile(filepath.Join(s.nodes[0].data, "ledger.key"))
			if err == nil {
				err = os.WriteFile(filepath.Join(n.data, "ledger.key"), key, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		n.start(t)
		s.nodes[i] = n
		s.front.add(t, n)
	}
	a := s.nodes[0]
	s.certified = many(t, a, certificates)
	admin := s.certified.admin
	s.judged = open(t, a, admin, "cham-diem", plain("50", "0.5"))
	s.judged.upToScoring(t, judges, titles("Chiếu cói", products)...)
	for _, j := range s.judged.judges {
		var own []sheet
		for _, x := range s.judged.sheetsOf(t, j) {
			own = append(own, x)
		}
		s.sheets = append(s.sheets, own)
	}
	s.filing = open(t, a, admin, "nhan-ho-so", plain("50", "0.5"))
	s.filing.desk = s.filing.seat(t, "vanthu@example.vn", "Lê Văn Quý", "secretariat", "member")
	s.filing.move(t, "filing")
	return s
}

// titles are so many names of products.
func titles(kind string, n int) []string {
	var names []string
	for i := range n {
		names = append(names, kind+" số "+string(rune('A'+i)))
	}
	return names
}

// at is the same person at another server, or at the balancer.
func (c *client) at(base string) *client {
	moved := *c
	moved.base = base
	return &moved
}

// part is something on another machine that can be lost and come back under its address.
type part struct {
	address string
	handle  func(net.Listener)
	close   func()
}

func newPart(t *testing.T, handle func(net.Listener)) *part {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &part{address: l.Addr().String(), handle: handle, close: func() {}}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.close() })
	return p
}

// start lets the part answer, until its close.
func (p *part) start(t *testing.T) {
	t.Helper()
	var l net.Listener
	var err error
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if l, err = new(net.ListenConfig).Listen(t.Context(), "tcp", p.address); err == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
	kept := &connections{Listener: l}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		p.handle(kept)
	}()
	p.close = func() {
		kept.end()
		<-ended
		p.close = func() {}
	}
}

// gate lets files into the bucket, all of them or one by one. A server works on certificates for as long as it is shut.
type gate struct {
	one  chan struct{}
	free atomic.Pointer[chan struct{}] // closed while all may pass
}

func (g *gate) shut() {
	free := make(chan struct{})
	g.free.Store(&free)
}

func (g *gate) open() { close(*g.free.Load()) }

// pass waits for its turn; false says that who brought the file is gone.
func (g *gate) pass(r *http.Request) bool {
	select {
	case <-*g.free.Load():
		return true
	case <-g.one:
		return true
	case <-r.Context().Done():
		return false
	}
}

// newBucket serves S3 from memory, with what is in it kept while it is lost.
func newBucket(t *testing.T, files *gate) func(net.Listener) {
	t.Helper()
	files.shut()
	files.open()
	backend := s3mem.New()
	if err := backend.CreateBucket("files"); err != nil {
		t.Fatal(err)
	}
	storage := gofakes3.New(backend).Server()
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPut || files.pass(r) {
			storage.ServeHTTP(w, r)
		}
	})
	return func(l net.Listener) {
		server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
		_ = server.Serve(l) // ends with the listener
	}
}

// files is how many files the bucket holds.
func (s *site) files(t *testing.T) int {
	t.Helper()
	answer, err := http.Get("http://" + s.bucket.address + "/files?max-keys=1000")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text := make([]byte, 1<<20)
	n := 0
	for err == nil && n < len(text) {
		var more int
		more, err = answer.Body.Read(text[n:])
		n += more
	}
	return strings.Count(string(text[:n]), "<Key>")
}

// postbox is a mail server that keeps whom it got letters for.
type postbox struct {
	*part
	connections chan struct{} // guards got
	got         []string      // Message-ID of each letter
}

func (p *postbox) serve(t *testing.T) func(net.Listener) {
	t.Helper()
	p.connections = make(chan struct{}, 1)
	return func(l net.Listener) {
		server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return delivery{p}, nil }))
		server.Domain, server.EnableSMTPUTF8 = "postbox.test", true
		_ = server.Serve(l) // ends with the listener
	}
}
