package web_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"vinhdanh/internal/web"
)

func TestHealthAndReadiness(t *testing.T) {
	var broken error
	w := newWorld(t, func(c *web.Config) { c.Ready = func(context.Context) error { return broken } })
	for _, path := range []string{"/healthz", "/readyz"} {
		if res := w.send(httpGet(path)); res.StatusCode != 200 {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
	broken = errors.New(secret)
	if res := w.send(httpGet("/healthz")); res.StatusCode != 200 {
		t.Errorf("the process answers: %d", res.StatusCode)
	}
	res := w.send(httpGet("/readyz"))
	if res.StatusCode != 503 || res.Header.Get("Retry-After") == "" || strings.Contains(string(res.body), "pq:") {
		t.Errorf("%d %s", res.StatusCode, res.body)
	}
}

func TestMetricsAreForTheMachineAndTheToken(t *testing.T) {
	w := newWorld(t, func(c *web.Config) { c.MetricsToken = "một-mã-dài" })
	ask := func(from string, headers ...string) reply {
		r := httptest.NewRequest("GET", "https://binhchon.example.vn/metrics", http.NoBody)
		r.RemoteAddr = from
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		return w.send(r)
	}
	w.browse("/help/judge", "")
	for _, tt := range []struct {
		name string
		res  reply
		want int
	}{
		{"from elsewhere", ask("192.0.2.1:1"), 404},
		{"from the machine", ask("127.0.0.1:1"), 200},
		{"from the machine, IPv6", ask("[::1]:1"), 200},
		{"through a proxy on the machine", ask("127.0.0.1:1", "X-Forwarded-For", "192.0.2.1"), 404},
		{"with the token", ask("192.0.2.1:1", "Authorization", "Bearer một-mã-dài"), 200},
		{"with another token", ask("192.0.2.1:1", "Authorization", "Bearer x"), 404},
	} {
		if tt.res.StatusCode != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, tt.res.StatusCode, tt.want)
		}
	}
	text := string(ask("127.0.0.1:1").body)
	if !strings.Contains(text, `route="/help/:topic"`) || strings.Contains(text, "/help/judge") {
		t.Error("routes are not counted by their pattern")
	}
}

func TestTrustedProxies(t *testing.T) {
	w := newWorld(t, func(c *web.Config) { c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} })
	for forwarded, want := range map[string]string{
		"203.0.113.66":               "address=203.0.113.66",
		"198.51.100.1, 203.0.113.67": "address=203.0.113.67", // the first was written by the caller
		"203.0.113.68, 10.1.1.1":     "address=203.0.113.68",
		"not an address":             "address=10.0.0.1",
		"2001:db8::1":                "address=2001:db8::1",
	} {
		r := httptest.NewRequest("GET", "https://binhchon.example.vn/healthz", http.NoBody)
		r.RemoteAddr = "10.0.0.1:80"
		r.Header.Set("X-Forwarded-For", forwarded)
		before := len(w.log.String())
		w.send(r)
		if line := w.log.String()[before:]; !strings.Contains(line, want) {
			t.Errorf("%q: %s", forwarded, line)
		}
	}
}

func TestKeysAreServed(t *testing.T) {
	w := newWorld(t)
	keys := w.send(httpGet("/.well-known/vinhdanh-keys")).json(t)
	if keys["origin"] != "ledger.example.vn/test" || len(keys["ledger"].([]any)) != 1 {
		t.Errorf("%v", keys)
	}
	if res := w.send(httpGet("/ledger/checkpoint")); res.StatusCode != 404 {
		t.Errorf("a checkpoint before the first: %d", res.StatusCode)
	}
	for _, path := range []string{"/ledger/tile/0/000", "/ledger/tile/x", "/ledger/tile/0/../../healthz", "/ledger/tile/entries/000.p/1"} {
		if res := w.send(httpGet(path)); res.StatusCode != 404 {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
}

// TestReadingChangesNothing asks every GET of a whole edition as several roles; the log of acts stays as
// long as it was, and no work is queued.
func TestReadingChangesNothing(t *testing.T) {
	s, codes := issued(t, newWorld(t))
	head, err := s.db.LedgerHead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	before := s.waiting(t)
	for _, r := range s.server.Routes() {
		if path, ok := strings.CutPrefix(r.Pattern, "/api/v1"); ok && r.Method == "GET" {
			for _, role := range []string{"secretariat head", "jury member", "audit member"} {
				s.call(role, "GET", s.fill(path, codes[0]), "")
			}
		}
	}
	if after, err := s.db.LedgerHead(t.Context()); err != nil || after != head {
		t.Errorf("the log grew from %v to %v (%v)", head, after, err)
	}
	if after := s.waiting(t); after != before {
		t.Errorf("%d jobs wait, %d before", after, before)
	}
}

func (w *world) waiting(t *testing.T) int {
	t.Helper()
	list, err := w.db.ListJobs(t.Context(), "queued", 200)
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}
