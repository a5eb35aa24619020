package web_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"vinhdanh/internal/jobs"
	"vinhdanh/internal/web"
)

// mustHave are the headers of every answer, whatever it is.
var mustHave = map[string]string{
	"X-Content-Type-Options":     "nosniff",
	"Referrer-Policy":            "same-origin",
	"Cross-Origin-Opener-Policy": "same-origin",
	"X-Frame-Options":            "DENY",
	"Strict-Transport-Security":  "max-age=31536000; includeSubDomains",
}

func checkHeaders(t *testing.T, name string, res reply) {
	t.Helper()
	for header, want := range mustHave {
		if got := res.Header.Get(header); got != want {
			t.Errorf("%s: %s is %q, want %q", name, header, got, want)
		}
	}
	policy := res.Header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") {
		t.Errorf("%s: Content-Security-Policy %q", name, policy)
	}
	if len(res.Header.Get("X-Request-Id")) < 20 {
		t.Errorf("%s: request id %q", name, res.Header.Get("X-Request-Id"))
	}
	if res.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("%s: CORS is open", name)
	}
	if len(res.body) > 0 && res.Header.Get("Content-Type") == "" {
		t.Errorf("%s: no Content-Type", name)
	}
	if c := res.Header.Get("Cache-Control"); c != "no-store" && !strings.Contains(c, "max-age") {
		t.Errorf("%s: Cache-Control %q", name, c)
	}
	for _, cookie := range res.Cookies() {
		if !strings.HasPrefix(cookie.Name, "__Host-") || !cookie.HttpOnly || !cookie.Secure || cookie.SameSite != http.SameSiteLaxMode ||
			cookie.Path != "/" || cookie.Domain != "" {
			t.Errorf("%s: cookie %s", name, cookie)
		}
	}
}

// TestHeadersOfEveryRoute asks every address with every method by nobody and by an administrator.
func TestHeadersOfEveryRoute(t *testing.T) {
	w := newWorld(t)
	cookie := w.session("administrator")
	for _, r := range w.server.Routes() {
		path := strings.NewReplacer(":slug", "x", ":id", "x", ":n", "1", ":code", "x", ":token", "x", ":topic", "judge", "*", "x").Replace(r.Pattern)
		for _, method := range []string{r.Method, "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"} {
			for _, who := range []string{"", cookie} {
				req := httptest.NewRequest(method, "https://binhchon.example.vn"+path, http.NoBody)
				if who != "" && r.Pattern != "/logout" {
					req.Header.Set("Cookie", who)
				}
				res := w.send(req)
				name := method + " " + r.Pattern
				checkHeaders(t, name, res)
				if (method == "OPTIONS" || method == "TRACE") && res.StatusCode != 405 {
					t.Errorf("%s: %d, want 405", name, res.StatusCode)
				}
				if res.StatusCode >= 500 {
					t.Errorf("%s: %d\n%s", name, res.StatusCode, res.body)
				}
			}
		}
	}
	for _, path := range []string{"/nowhere", "/api/v1/nowhere", "/assets/nowhere.css", "/v/x/y/z"} {
		res := w.send(httpGet(path))
		checkHeaders(t, path, res)
		if res.StatusCode != 404 {
			t.Errorf("%s: %d, want 404", path, res.StatusCode)
		}
	}
}

func TestPlainHTTPKeepsPlainCookies(t *testing.T) {
	w := newWorld(t, func(c *web.Config) { c.BaseURL = "http://192.0.2.10:8080" })
	res := w.send(httpGet("/?lang=en"))
	if cookies := res.Cookies(); len(cookies) != 1 || cookies[0].Secure || strings.HasPrefix(cookies[0].Name, "__Host-") {
		t.Errorf("cookies %v", cookies)
	}
	if res.Header.Get("Strict-Transport-Security") != "" {
		t.Error("HSTS without https")
	}
	w = newWorld(t, func(c *web.Config) { c.BaseURL = "http://localhost:8080" })
	if cookies := w.send(httpGet("/?lang=en")).Cookies(); len(cookies) != 1 || !cookies[0].Secure {
		t.Errorf("cookies on localhost %v", cookies)
	}
}

func TestStaticFilesLast(t *testing.T) {
	w := newWorld(t)
	res := w.send(httpGet("/favicon.ico"))
	if res.StatusCode == 404 {
		t.Fatal("the static files are not built: run make build")
	}
	if c := res.Header.Get("Cache-Control"); !strings.Contains(c, "immutable") || res.Header.Get("Content-Type") != "image/svg+xml" {
		t.Errorf("%s, %s", c, res.Header.Get("Content-Type"))
	}
}

const secret = "pq: password authentication failed for user vinhdanh at /var/lib"

// brokenJobs fails as a database does, or panics.
type brokenJobs struct {
	web.Jobs
	panics bool
}

func (b brokenJobs) LoadJob(context.Context, string) (jobs.Job, error) {
	if b.panics {
		panic(secret)
	}
	return jobs.Job{}, errors.New(secret)
}

// TestInternalErrorsStayInside: what the program trips over stands in the log, with the request id, and
// nowhere in the answer.
func TestInternalErrorsStayInside(t *testing.T) {
	for name, broken := range map[string]brokenJobs{"an error": {}, "a panic": {panics: true}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, func(c *web.Config) { c.Jobs = broken })
			res := w.call("administrator", "GET", "/jobs/x", "")
			checkHeaders(t, name, res)
			problem := res.json(t)
			if res.StatusCode != 500 || problem["code"] != "internal" || strings.Contains(string(res.body), "pq:") {
				t.Errorf("%d %s", res.StatusCode, res.body)
			}
			if log := w.log.String(); !strings.Contains(log, "password authentication") || !strings.Contains(log, problem["request_id"].(string)) {
				t.Errorf("log %s", log)
			}
		})
	}
}

// TestDatabaseDown feeds every route a database that is gone: nothing of its words comes out.
func TestDatabaseDown(t *testing.T) {
	w := newWorld(t)
	token := w.tokens["administrator"]
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	failed := 0
	for _, r := range w.server.Routes() {
		path := strings.NewReplacer(":slug", "x", ":id", "x", ":n", "1", ":code", "7K3M9QXT2HDK", ":token", "x", "*", "x", ":topic", "judge").Replace(r.Pattern)
		body := bodies[r.Method+" "+strings.TrimPrefix(r.Pattern, "/api/v1")]
		req := httptest.NewRequestWithContext(gone, r.Method, "https://binhchon.example.vn"+path, strings.NewReader(body))
		req.Header.Set("Authorization", "Bearer "+token)
		res := w.send(req)
		for _, word := range []string{"context canceled", "sql", "SELECT", "store", ".go:"} {
			if r.Pattern == "/judge-worker.js" || r.Pattern == "/v/offline/worker.js" {
				continue // scripts, in whose words the database has no part
			}
			if strings.Contains(string(res.body), word) && r.Pattern != "/api/v1/docs" && !strings.Contains(r.Pattern, "openapi") && r.Pattern != "/metrics" {
				t.Errorf("%s %s tells %q:\n%s", r.Method, r.Pattern, word, res.body)
			}
		}
		if res.StatusCode >= 500 {
			failed++
		}
	}
	if failed < 40 {
		t.Errorf("only %d routes met the broken database", failed)
	}
}

func TestCrossSiteRequestsAreRefused(t *testing.T) {
	w := newWorld(t)
	cookie := w.session("administrator")
	for _, r := range w.server.Routes() {
		if r.Method == "GET" {
			continue
		}
		path := strings.NewReplacer(":slug", "x", ":id", "x", ":n", "1", ":code", "x").Replace(r.Pattern)
		for header, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"} {
			req := httptest.NewRequest(r.Method, "https://binhchon.example.vn"+path, strings.NewReader("{}"))
			req.Header.Set("Cookie", cookie)
			req.Header.Set(header, value)
			if res := w.send(req); res.StatusCode != 403 {
				t.Errorf("%s %s with %s: %d, want 403", r.Method, r.Pattern, header, res.StatusCode)
			}
		}
	}
	req := httptest.NewRequest("POST", "https://binhchon.example.vn/api/v1/editions", strings.NewReader("{}"))
	req.Header.Set("Cookie", cookie)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	if res := w.send(req); res.StatusCode != 422 {
		t.Errorf("same origin: %d %s", res.StatusCode, res.body)
	}
	req = httptest.NewRequest("POST", "https://binhchon.example.vn/api/v1/editions", strings.NewReader("{}"))
	req.Header.Set("Authorization", "Bearer "+w.tokens["administrator"])
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	if res := w.send(req); res.StatusCode != 422 {
		t.Errorf("a token needs no origin: %d", res.StatusCode)
	}
}

func TestForwardedAddressIsBelievedOfProxiesAlone(t *testing.T) {
	w := newWorld(t)
	req := httpGet("/healthz")
	req.Header.Set("X-Forwarded-For", "203.0.113.66")
	w.send(req)
	if log := w.log.String(); strings.Contains(log, "203.0.113.66") || !strings.Contains(log, "192.0.2.7") {
		t.Errorf("log %s", log)
	}
}
