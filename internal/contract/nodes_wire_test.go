package contract_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/mail"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// connections is a listener that can be ended with all that came through it, as a lost machine would.
type connections struct {
	net.Listener
	mu   sync.Mutex
	open []net.Conn
}

func (c *connections) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err == nil {
		c.mu.Lock()
		c.open = append(c.open, conn)
		c.mu.Unlock()
	}
	return conn, err
}

func (c *connections) end() {
	_ = c.Close()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, conn := range c.open {
		_ = conn.Close()
	}
}

// delivery is one conversation with the mail server.
type delivery struct{ box *postbox }

func (delivery) Mail(string, *smtp.MailOptions) error { return nil }
func (delivery) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (delivery) Reset()                               {}
func (delivery) Logout() error                        { return nil }

func (d delivery) Data(r io.Reader) error {
	letter, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	d.box.connections <- struct{}{}
	d.box.got = append(d.box.got, letter.Header.Get("Message-Id"))
	<-d.box.connections
	return nil
}

// letters are the Message-IDs that have arrived.
func (p *postbox) letters() []string {
	p.connections <- struct{}{}
	defer func() { <-p.connections }()
	return append([]string(nil), p.got...)
}

// balancer sends requests to servers by turns, to those that say they are ready, or to any when none does. It sends a
// request a second time only when it could not be sent at all.
type balancer struct {
	base  string
	mu    sync.Mutex
	nodes []*backend
	turn  atomic.Uint64
	wire  http.Transport
}

type backend struct {
	host  string
	ready atomic.Bool
}

func newBalancer(t *testing.T) *balancer {
	t.Helper()
	b := &balancer{wire: http.Transport{MaxIdleConnsPerHost: 32}}
	proxy := &httputil.ReverseProxy{Transport: b, Rewrite: func(r *httputil.ProxyRequest) { r.SetXForwarded(); r.Out.Host = r.In.Host },
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) {
			http.Error(w, err.Error(), http.StatusBadGateway)
		}}
	front := httptest.NewServer(proxy)
	b.base = front.URL
	t.Cleanup(front.Close)
	return b
}

// checkTime is how often the balancer asks a server whether it is ready.
const checkTime = 150 * time.Millisecond

// add puts a server behind the balancer.
func (b *balancer) add(t *testing.T, s *server) {
	t.Helper()
	u, err := url.Parse(s.base)
	if err != nil {
		t.Fatal(err)
	}
	n := &backend{host: u.Host}
	b.mu.Lock()
	b.nodes = append(b.nodes, n)
	b.mu.Unlock()
	stop := make(chan struct{})
	var wait sync.WaitGroup
	asker := &http.Client{Timeout: 2 * time.Second}
	wait.Go(func() {
		for {
			answer, err := asker.Get(s.base + "/readyz")
			if err == nil {
				_ = answer.Body.Close()
			}
			n.ready.Store(err == nil && answer.StatusCode == http.StatusOK)
			select {
			case <-stop:
				return
			case <-time.After(checkTime):
			}
		}
	})
	t.Cleanup(func() { close(stop); wait.Wait() })
}

// order is the servers to try for one request.
func (b *balancer) order() []*backend {
	b.mu.Lock()
	defer b.mu.Unlock()
	var ready, all []*backend
	first := b.turn.Add(1)
	for i := range b.nodes {
		n := b.nodes[(first+uint64(i))%uint64(len(b.nodes))]
		all = append(all, n)
		if n.ready.Load() {
			ready = append(ready, n)
		}
	}
	if len(ready) == 0 {
		return all
	}
	return ready
}

// RoundTrip sends one request on.
func (b *balancer) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	var err error
	for _, n := range b.order() {
		out := r.Clone(r.Context())
		out.URL.Scheme, out.URL.Host = "http", n.host
		if r.Body != nil {
			out.Body, out.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		}
		var answer *http.Response
		if answer, err = b.wire.RoundTrip(out); err == nil {
			return answer, nil
		}
		if op, ok := errors.AsType[*net.OpError](err); !ok || op.Op != "dial" {
			return nil, err
		}
		n.ready.Store(false)
	}
	return nil, err
}
