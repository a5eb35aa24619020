package web_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestLongQueries: a value of 2000 bytes is read, one more is refused by every route.
func TestLongQueries(t *testing.T) {
	s := filing(t, newWorld(t))
	for _, r := range s.server.Routes() {
		path := strings.NewReplacer(":slug", slug, ":id", "x", ":n", "1", ":code", "x", ":token", "x", ":topic", "judge", "*", "x").Replace(r.Pattern)
		req := httptest.NewRequest(r.Method, "https://binhchon.example.vn"+path+"?q="+strings.Repeat("a", 2001), strings.NewReader("{}"))
		req.Header.Set("Authorization", "Bearer "+s.tokens["administrator"])
		if res := s.send(req); res.StatusCode != 422 {
			t.Errorf("%s %s: %d, want 422", r.Method, r.Pattern, res.StatusCode)
		}
	}
	s.ok("secretariat member", "GET", "/editions/"+slug+"/nominations?q="+strings.Repeat("a", 2000), 200, "")
	if res := s.send(httpGet("/products?q=" + strings.Repeat("a", 2000))); res.StatusCode != 200 {
		t.Errorf("a page with 2000 bytes: %d", res.StatusCode)
	}
}

// TestHugeNames: names are repeated in paths of faults, so they must not be long and the faults not many.
func TestHugeNames(t *testing.T) {
	w := newWorld(t)
	name := strings.Repeat("n", 500_000)
	for _, body := range []string{`{"` + name + `":1}`, `{"rules":{"` + name + `":1}}`, `{"` + name + `":{"` + name[:400_000] + `":1}}`} {
		start := time.Now()
		res := w.call("administrator", "POST", "/editions", body)
		if took := time.Since(start); res.StatusCode != 400 || took > 2*time.Second || len(res.body) > 2000 {
			t.Errorf("%.20s…: %d after %s with %d bytes", body, res.StatusCode, took, len(res.body))
		}
	}
	var fields, nested []string
	for i := range 1000 {
		fields = append(fields, fmt.Sprintf(`"x%d":1`, i))
		nested = append(nested, fmt.Sprintf(`{"nomination":"n","reason":"r","x%d":1}`, i))
	}
	s := filing(t, w)
	for _, body := range []string{"{" + strings.Join(fields, ",") + "}", `{"conflicts":[` + strings.Join(nested, ",") + "]}"} {
		res := s.call("jury member", "POST", "/editions/"+slug+"/declarations", body)
		var problem struct {
			Errors []struct{ Field, Code string }
		}
		if err := json.Unmarshal(res.body, &problem); err != nil {
			t.Fatal(err)
		}
		if n := len(problem.Errors); res.StatusCode != 422 || n == 0 || n > 100 {
			t.Errorf("%.40s…: %d with %d errors", body, res.StatusCode, n)
		}
	}
}

// TestVerifyingKeepsNoCookie: who holds a certificate up to a telephone leaves no trace on it.
func TestVerifyingKeepsNoCookie(t *testing.T) {
	s, codes := issued(t, newWorld(t))
	for _, cookie := range []string{"", s.session("administrator")} {
		for _, path := range []string{"/v", "/v?code=" + codes[0], "/v?code=", "/v/" + codes[0], "/v/" + unknownCode(t, 0), "/v/7k3m"} {
			for _, lang := range []string{"", "lang=en", "lang=vi"} {
				sep := "?"
				if strings.Contains(path, "?") {
					sep = "&"
				}
				res := s.browse(path+sep+lang, cookie)
				if len(res.Header["Set-Cookie"]) > 0 || res.StatusCode >= 500 {
					t.Errorf("%s %s: %d sets %v", path, lang, res.StatusCode, res.Header["Set-Cookie"])
				}
			}
		}
	}
}

// TestFilesFullOfCodes: codes in files are guesses as any others; who made too many still learns of a
// genuine file what it is.
func TestFilesFullOfCodes(t *testing.T) {
	s, codes := issued(t, newWorld(t))
	verify := func(role string, file []byte) reply {
		t.Helper()
		r := s.multipartRequest(role, "/certificates/verify", file, "x.pdf")
		res := s.send(r)
		s.conforms(r, res)
		return res
	}
	guesses := func(n int) []byte {
		text := "%PDF-1.4\n"
		for range n {
			text += "/v/" + unknownCode(t, 0) + "\n"
		}
		return []byte(text)
	}
	statuses := []int{}
	for _, n := range []int{30, 30, 10} { // 70 in all; a minute has 60
		statuses = append(statuses, verify("", guesses(n)).StatusCode)
	}
	if fmt.Sprint(statuses) != "[200 200 429]" {
		t.Errorf("three files with 30, 30 and 10 guesses: %v, want the third refused", statuses)
	}
	if res := verify("", guesses(1)); res.StatusCode != 429 || res.Header.Get("Retry-After") == "" {
		t.Errorf("one guess more: %d %v", res.StatusCode, res.Header)
	}
	if res := verify("", fakePDF(codes[0])); res.StatusCode != 200 || res.json(t)["verdict"] != "genuine" {
		t.Errorf("a genuine file: %d %s", res.StatusCode, res.body)
	}
	if res := verify("secretariat member", guesses(30)); res.StatusCode != 200 {
		t.Errorf("somebody with an account: %d", res.StatusCode)
	}
	s.clock = s.clock.Add(time.Minute)
	if res := verify("", guesses(30)); res.StatusCode != 200 {
		t.Errorf("a minute later: %d", res.StatusCode)
	}
}
