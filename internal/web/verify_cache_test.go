package web_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/internal/web"
)

// asker is a plain question about a code from an address of its own.
func asker(method, path, accept string, n int) *http.Request {
	r := httpGet(path)
	r.Method = method
	r.RemoteAddr = fmt.Sprintf("198.51.%d.%d:4000", n/250, n%250)
	if accept != "" {
		r.Header.Set("Accept-Encoding", accept)
	}
	return r
}

// said is what an answer says, without what differs from one answer to the next.
type said struct {
	Status int
	Header http.Header
	Body   string
}

func (w *world) said(res reply) said {
	w.t.Helper()
	body := res.body
	if length := res.Header.Get("Content-Length"); length != "" && length != strconv.Itoa(len(body)) {
		w.t.Errorf("Content-Length %s of %d bytes", length, len(body))
	}
	if res.Header.Get("Content-Encoding") == "gzip" && len(body) > 0 {
		z, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			w.t.Fatal(err)
		}
		if body, err = io.ReadAll(z); err != nil {
			w.t.Fatal(err)
		}
	}
	header := res.Header.Clone()
	id := header.Get("X-Request-Id")
	if len(id) != 26 {
		w.t.Errorf("request id %q", id)
	}
	header.Del("X-Request-Id")
	header.Del("Content-Length")
	header.Del("Content-Encoding") // an answer made anew is not compressed
	return said{res.StatusCode, header, strings.ReplaceAll(string(body), id, "ID")}
}

// uncached is a second server over the same world that makes every answer anew.
func (w *world) uncached() *world {
	w.t.Helper()
	conf := w.server.Config
	conf.Generations = nil
	other := *w
	var err error
	if other.server, err = web.New(conf); err != nil {
		w.t.Fatal(err)
	}
	return &other
}

// TestFinishedAnswersAreTheSame: whether made anew, made to be kept or out of memory, now or a minute later,
// every spelling of a code in both languages, plain and packed, is answered with the same bytes and headers.
func TestFinishedAnswersAreTheSame(t *testing.T) {
	w := newWorld(t)
	s, codes := issued(t, w)
	s.move("announced")
	plain := w.uncached()
	printed, unknown := codes[0], unknownCode(t, 0)
	lower := strings.ToLower(strings.ReplaceAll(printed, "-", ""))
	paths := map[string]bool{}
	for _, root := range []string{"/v/", "/api/v1/certificates/"} {
		for _, query := range []string{"", "?lang=vi", "?lang=en"} {
			for _, code := range []string{lower, printed, unknown} {
				paths[root+code+query] = true
			}
		}
		paths[root+strings.ToUpper(lower)] = false // odd spellings and queries go the other way
		paths[root+strings.ToLower(printed)] = false
		paths[root+"%20"+lower] = false
		paths[root+lower+"?lang=de"] = false
		paths[root+lower+"?x=1"] = false
		paths[root+"7k3m"] = false
	}
	n := 0
	for path, kept := range paths {
		for _, accept := range []string{"", "gzip, br"} {
			n += 10
			want := plain.said(plain.send(asker("GET", path, accept, n)))
			if want.Status != 200 && !strings.Contains(path, unknown) && !strings.HasSuffix(path, "7k3m") {
				t.Fatalf("%s: %d", path, want.Status)
			}
			for i := range 3 {
				if diff := cmp.Diff(want, w.said(w.send(asker("GET", path, accept, n+i)))); diff != "" {
					t.Errorf("%s %q, time %d (- made anew, + given):\n%s", path, accept, i+1, diff)
				}
			}
			if got := w.server.Keeps(asker("GET", path, accept, n)); got != kept {
				t.Errorf("%s %q is kept: %v, want %v", path, accept, got, kept)
			}
			w.clock = w.clock.Add(3*time.Second + time.Minute)
			plain.clock = w.clock
			if path == "/v/"+lower && !w.server.Keeps(asker("GET", path, accept, n)) {
				t.Errorf("%s is not kept a minute later", path)
			}
			want = plain.said(plain.send(asker("GET", path, accept, n)))
			if diff := cmp.Diff(want, w.said(w.send(asker("GET", path, accept, n)))); diff != "" {
				t.Errorf("%s %q a minute later (- made anew, + given):\n%s", path, accept, diff)
			}
		}
	}
}

// TestFinishedAnswersToHEAD: the same headers and no body, kept or not.
func TestFinishedAnswersToHEAD(t *testing.T) {
	w := newWorld(t)
	_, codes := issued(t, w)
	served := httptest.NewServer(w.server)
	t.Cleanup(served.Close)
	server := served.URL
	for _, path := range []string{"/v/" + codes[0], "/api/v1/certificates/" + codes[0], "/v/" + unknownCode(t, 0)} {
		var lengths []string
		for range 4 {
			res, err := http.Head(server + path)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(res.Body)
			if err != nil || len(body) > 0 || res.Header.Get("Cache-Control") != "no-store" || len(res.Header.Get("X-Request-Id")) != 26 {
				t.Errorf("%s: %d bytes, %v, %v", path, len(body), res.Header, err)
			}
			lengths = append(lengths, res.Header.Get("Content-Length"))
			if err := res.Body.Close(); err != nil {
				t.Fatal(err)
			}
		}
		res, err := http.Get(server + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		if err != nil || len(body) == 0 || lengths[3] != strconv.Itoa(len(body)) {
			t.Errorf("%s: %d bytes after HEAD said %v, %v", path, len(body), lengths, err)
		}
		if err := res.Body.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// statusOf asks three times, so that the answer is kept, and demands that all three say the same.
func (w *world) statusOf(code string) string {
	w.t.Helper()
	var status string
	for i := range 3 {
		answer := w.send(asker("GET", "/api/v1/certificates/"+code, "", i)).json(w.t)
		page := w.send(asker("GET", "/v/"+code, "gzip", i))
		got, _ := answer["status"].(string)
		if !strings.Contains(w.said(page).Body, `class="verdict verdict-`+got+`"`) || i > 0 && got != status {
			w.t.Errorf("time %d: the API says %q, the page something else", i+1, got)
		}
		status = got
	}
	if !w.server.Keeps(asker("GET", "/v/"+code, "gzip", 0)) || !w.server.Keeps(asker("GET", "/api/v1/certificates/"+code, "", 0)) {
		w.t.Errorf("%s is not kept", code)
	}
	return status
}

func (w *world) is(code, want string) {
	w.t.Helper()
	if got := w.statusOf(code); got != want {
		w.t.Errorf("%s is %q at %s, want %q", code, got, w.clock, want)
	}
}

func TestRevocationIsSeenByTheNextRequest(t *testing.T) {
	w := newWorld(t)
	s, codes := issued(t, w)
	w.is(codes[0], "valid")
	for _, act := range []struct{ name, want string }{{"suspend", "suspended"}, {"reinstate", "valid"}, {"revoke", "revoked"}} {
		w.clock = w.clock.Add(time.Millisecond) // acts of one moment have no order
		s.ok("secretariat head", "POST", "/certificates/"+codes[0]+"/"+act.name, 200,
			`{"reason":"kiểm tra lại","decision":{"number":"88/QĐ-UBND","date":"2026-11-02"},"effective_on":"2026-11-02"}`)
		w.is(codes[0], act.want)
	}
	w.is(codes[1], "valid")
}

// TestRevocationByAnotherProcess: half a second later everybody is told.
func TestRevocationByAnotherProcess(t *testing.T) {
	w := newWorld(t)
	_, codes := issued(t, w)
	w.is(codes[0], "valid")
	other := storetest.OpenWith(t, store.Config{DataDir: w.conf.DataDir, DatabaseURL: w.conf.DatabaseURL, Now: w.conf.Now, Sign: w.conf.Sign})
	register := certificates.NewService(other.ForCertificates(), w.server.Judging, nil, w.conf.Now)
	_, err := register.Revoke(context.Background(), accounts.Actor{User: w.users["secretariat head"]}, codes[0], certificates.Withdrawal{
		Reason: "ngừng sản xuất", DecisionNumber: "88/QĐ-UBND", DecisionDate: "2026-11-02", EffectiveOn: "2026-11-02"})
	if err != nil {
		t.Fatal(err)
	}
	w.clock = w.clock.Add(500 * time.Millisecond)
	w.is(codes[0], "revoked")
}

// TestAnswersChangeAtMidnight: a certificate runs out at the end of its last day in Vietnam, and an act takes
// effect at the beginning of its own.
func TestAnswersChangeAtMidnight(t *testing.T) {
	w := newWorld(t)
	s, codes := issued(t, w)
	vietnam := time.FixedZone("", 7*60*60)
	w.is(codes[0], "valid")
	s.ok("secretariat head", "POST", "/certificates/"+codes[0]+"/suspend", 200,
		`{"reason":"kiểm tra lại","decision":{"number":"88/QĐ-UBND","date":"2026-11-02"},"effective_on":"2026-11-05"}`)
	w.clock = time.Date(2026, 11, 4, 23, 59, 59, 900_000_000, vietnam)
	w.is(codes[0], "valid")
	w.clock = w.clock.Add(100 * time.Millisecond)
	w.is(codes[0], "suspended")
	until, err := time.Parse(time.DateOnly, w.send(asker("GET", "/api/v1/certificates/"+codes[1], "", 0)).json(t)["valid_until"].(string))
	if err != nil {
		t.Fatal(err)
	}
	w.clock = time.Date(until.Year(), until.Month(), until.Day(), 23, 59, 59, 900_000_000, vietnam)
	w.is(codes[1], "valid")
	w.clock = w.clock.Add(100 * time.Millisecond)
	w.is(codes[1], "expired")
}

// TestKeptAnswersNeedTheDatabase: when nobody can say any more whether an answer still holds, it is not given.
func TestKeptAnswersNeedTheDatabase(t *testing.T) {
	w := newWorld(t)
	_, codes := issued(t, w)
	w.is(codes[0], "valid")
	if err := w.db.Close(); err != nil {
		t.Fatal(err)
	}
	for after, want := range map[time.Duration]int{0: 200, 499 * time.Millisecond: 200, time.Second: 500, -time.Hour: 500} {
		clock := w.clock
		w.clock = clock.Add(after)
		if res := w.send(asker("GET", "/v/"+codes[0], "gzip", 0)); res.StatusCode != want {
			t.Errorf("%s later: %d, want %d", after, res.StatusCode, want)
		}
		w.clock = clock
	}
}

// TestFloodOfWrongCodes: neither pushes out nor limits those who ask for valid ones.
func TestFloodOfWrongCodes(t *testing.T) {
	w := newWorld(t)
	_, codes := issued(t, w)
	w.is(codes[0], "valid")
	for n := range 300 {
		path := "/api/v1/certificates/" + unknownCode(t, n)
		for range 2 {
			if res := w.send(asker("GET", path, "", n)); res.StatusCode != 404 {
				t.Fatalf("wrong code %d: %d", n, res.StatusCode)
			}
		}
	}
	if !w.server.Keeps(asker("GET", "/v/"+codes[0], "gzip", 0)) {
		t.Error("wrong codes pushed a valid one out")
	}
	wrong := "/v/" + unknownCode(t, 0)
	statuses := map[int]int{}
	for range 70 { // one address, one code, which is kept after two
		statuses[w.send(asker("GET", wrong, "", 1000)).StatusCode]++
	}
	if statuses[404] != 60 || statuses[429] != 10 {
		t.Errorf("one address with one wrong code: %v, want 60 answers and 10 refusals", statuses)
	}
	if res := w.send(asker("GET", wrong, "", 1001)); res.StatusCode != 404 || !w.server.Keeps(asker("GET", wrong, "", 1001)) {
		t.Errorf("another address: %d, kept %v", res.StatusCode, w.server.Keeps(asker("GET", wrong, "", 1001)))
	}
	if res := w.send(asker("GET", "/v/"+codes[0], "gzip", 1000)); res.StatusCode != 200 {
		t.Errorf("a valid code from the limited address: %d", res.StatusCode)
	}
	w.clock = w.clock.Add(5 * time.Second)
	if w.server.Keeps(asker("GET", wrong, "", 1001)) {
		t.Error("a code counts as unknown after five seconds")
	}
	if !w.server.Keeps(asker("GET", "/v/"+codes[0], "gzip", 0)) {
		t.Error("a valid answer is gone after five seconds")
	}
}

// TestFirstAskersAreNotKept: an answer is kept when it is asked for again, and never for who is known.
func TestFirstAskersAreNotKept(t *testing.T) {
	w := newWorld(t)
	_, codes := issued(t, w)
	path := "/v/" + codes[0]
	w.send(asker("GET", path, "", 0))
	if w.server.Keeps(asker("GET", path, "", 0)) {
		t.Error("an answer is kept that was asked for once")
	}
	for range 3 {
		r := asker("GET", path, "", 0)
		r.Header.Set("Authorization", "Bearer "+w.tokens["administrator"])
		if res := w.send(r); !strings.Contains(string(res.body), "/account") {
			t.Error("who signs in with a token is answered as a stranger")
		}
	}
	if w.server.Keeps(asker("GET", path, "", 0)) {
		t.Error("an answer to somebody known is kept")
	}
	w.send(asker("GET", path, "", 0))
	if !w.server.Keeps(asker("GET", path, "", 0)) {
		t.Error("an answer that was asked for twice is not kept")
	}
	log := w.log.String()
	w.send(asker("GET", path, "", 77))
	if line := strings.TrimPrefix(w.log.String(), log); strings.Count(line, "\n") != 1 || !strings.Contains(line, "198.51.0.77") ||
		!strings.Contains(line, "status=200") || !strings.Contains(line, path) {
		t.Errorf("a kept answer is logged as %q", line)
	}
}
