package web_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func edition(slug string) string {
	return fmt.Sprintf(`{"slug":%q,"name":"Kỳ thử","number":1,"year":2026,"level":"province","province":"Hưng Yên","rules":"generic"}`, slug)
}

// withKey is a call with an Idempotency-Key.
func (w *world) withKey(role, key, path, body string) reply {
	w.t.Helper()
	r := w.request(role, "POST", path, strings.NewReader(body))
	r.Header.Set("Idempotency-Key", key)
	res := w.send(r)
	w.conforms(r, res)
	return res
}

func TestIdempotencyKeyRepeatsTheAnswer(t *testing.T) {
	w := newWorld(t)
	first := w.withKey("administrator", "k1", "/editions", edition("a"))
	again := w.withKey("administrator", "k1", "/editions", edition("a"))
	if first.StatusCode != 201 || again.StatusCode != 201 || !bytes.Equal(first.body, again.body) ||
		again.Header.Get("Content-Type") != first.Header.Get("Content-Type") {
		t.Errorf("%d %s\n%d %s", first.StatusCode, first.body, again.StatusCode, again.body)
	}
	if n := len(w.ok("administrator", "GET", "/editions", 200, "")["items"].([]any)); n != 1 {
		t.Errorf("%d editions", n)
	}
	other := w.withKey("administrator", "k1", "/editions", edition("b"))
	if other.StatusCode != 422 || other.json(t)["code"] != "idempotency_mismatch" {
		t.Errorf("another body: %d %s", other.StatusCode, other.body)
	}
	if res := w.withKey("administrator", "k2", "/editions", edition("a")); res.StatusCode != 409 {
		t.Errorf("another key: %d %s", res.StatusCode, res.body)
	}
	refused := w.withKey("administrator", "k3", "/editions", `{"slug":"!"}`)
	if replayed := w.withKey("administrator", "k3", "/editions", `{"slug":"!"}`); refused.StatusCode != 422 || !bytes.Equal(refused.body, replayed.body) {
		t.Errorf("a refusal is not repeated: %s\n%s", refused.body, replayed.body)
	}
	if res := w.withKey("administrator", "k4", "/editions/a/state", `{"state":"filing"}`); res.StatusCode != 200 {
		t.Errorf("%d %s", res.StatusCode, res.body)
	}
	w.person("other")
	if res := w.withKey("other", "k1", "/editions", edition("a")); res.StatusCode != 403 {
		t.Errorf("another person's key answers: %d %s", res.StatusCode, res.body)
	}
	if res := w.withKey("administrator", strings.Repeat("k", 256), "/editions", edition("c")); res.StatusCode != 422 {
		t.Errorf("an endless key: %d", res.StatusCode)
	}
}

func TestIdempotencyKeyHoldsAtOnce(t *testing.T) {
	w := newWorld(t)
	var group sync.WaitGroup
	var mu sync.Mutex
	bodies := map[string]int{}
	for range 8 {
		group.Go(func() {
			r := w.request("administrator", "POST", "/editions", strings.NewReader(edition("once")))
			r.Header.Set("Idempotency-Key", "same")
			rec := httptest.NewRecorder()
			w.server.ServeHTTP(rec, r)
			mu.Lock()
			defer mu.Unlock()
			bodies[fmt.Sprint(rec.Code, rec.Body.String())]++
		})
	}
	group.Wait()
	if len(bodies) != 1 {
		t.Errorf("different answers: %v", bodies)
	}
}

func TestIdempotencyKeyOfAnUpload(t *testing.T) {
	s := filing(t, newWorld(t))
	id := s.ok("producer", "POST", "/editions/"+slug+"/nominations", 201, `{"product":"Nón lá"}`)["id"].(string)
	send := func(shade uint8) reply {
		r := s.multipartRequest("producer", "/nominations/"+id+"/documents", photo(t, shade), "a.png", "kind", "photo")
		r.Header.Set("Idempotency-Key", "photo-1")
		return s.send(r)
	}
	first, again := send(1), send(1) // each draws its own boundary
	if first.StatusCode != 201 || !bytes.Equal(first.body, again.body) {
		t.Errorf("%d %s\n%d %s", first.StatusCode, first.body, again.StatusCode, again.body)
	}
	if res := send(2); res.StatusCode != 422 {
		t.Errorf("another file: %d %s", res.StatusCode, res.body)
	}
	if n := len(s.ok("producer", "GET", "/nominations/"+id+"/documents", 200, "")["items"].([]any)); n != 1 {
		t.Errorf("%d documents", n)
	}
}

func TestUnknownCodesAreLimited(t *testing.T) {
	s, codes := issued(t, newWorld(t))
	get := func(code, from string) int {
		r := httptest.NewRequest("GET", "https://binhchon.example.vn/api/v1/certificates/"+code, http.NoBody)
		r.RemoteAddr = from + ":1000"
		return s.send(r).StatusCode
	}
	for range 100 {
		if status := get("7K3M9QXT2HDA", "192.0.2.9"); status != 400 {
			t.Fatalf("mistyped: %d", status)
		}
	}
	for i := range 60 {
		if status := get(unknownCode(t, i), "192.0.2.9"); status != 404 {
			t.Fatalf("unknown code %d: %d", i, status)
		}
	}
	r := httptest.NewRequest("GET", "https://binhchon.example.vn/api/v1/certificates/"+unknownCode(t, 61), http.NoBody)
	r.RemoteAddr = "192.0.2.9:1"
	if res := s.send(r); res.StatusCode != 429 || res.Header.Get("Retry-After") == "" {
		t.Errorf("the 61st: %d %v", res.StatusCode, res.Header)
	}
	if status := get(codes[0], "192.0.2.9"); status != 200 {
		t.Errorf("a valid code: %d", status)
	}
	if status := get(unknownCode(t, 62), "192.0.2.10"); status != 404 {
		t.Errorf("from another address: %d", status)
	}
	page := httpGet("/v/" + unknownCode(t, 63))
	page.RemoteAddr = "192.0.2.9:5"
	if res := s.send(page); res.StatusCode != 429 {
		t.Errorf("the page: %d", res.StatusCode)
	}
}

func TestProblemsSpeakTheCallersLanguage(t *testing.T) {
	w := newWorld(t)
	for _, tt := range []struct{ query, accept, want string }{
		{"", "", "Không"}, {"?lang=en", "", "There is"}, {"", "en-US,en;q=0.9", "There is"}, {"", "fr", "Không"}, {"?lang=vi", "en", "Không"},
	} {
		r := w.request("administrator", "GET", "/editions/none"+tt.query, http.NoBody)
		r.Header.Set("Accept-Language", tt.accept)
		res := w.send(r)
		if p := res.json(t); res.StatusCode != 404 || !strings.HasPrefix(p["detail"].(string), tt.want) || p["type"] != "about:blank" ||
			res.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%+v: %s", tt, res.body)
		}
	}
}

func TestStaleSheetCarriesTheStoredOne(t *testing.T) {
	s := scoring(t, newWorld(t))
	id := s.sheets["jury member"][0]
	s.ok("jury member", "PUT", "/sheets/"+id, 200, `{"version":1,"marks":{"1.1":"4.5"},"comment":"tốt"}`)
	p := s.ok("jury member", "PUT", "/sheets/"+id, 409, `{"version":1,"marks":{"1.1":"3"}}`)
	sheet := p["sheet"].(map[string]any)
	if diff := cmp.Diff(map[string]any{"1.1": "4.5"}, sheet["marks"]); diff != "" || sheet["version"] != 2.0 || p["code"] != "stale_version" {
		t.Errorf("%v", p)
	}
	bad := s.ok("jury member", "PUT", "/sheets/"+id, 422, `{"version":2,"marks":{"1.1":"6","1.2":"0.3","1.3":7,"9.9":"1","1.4":null}}`)
	var fields []string
	for _, x := range bad["errors"].([]any) {
		f := x.(map[string]any)
		fields = append(fields, fmt.Sprint(f["field"], " ", f["code"]))
		if f["message"] == "field."+f["code"].(string) {
			t.Errorf("no sentence for %v", f)
		}
	}
	want := []string{"marks.1.1 above_maximum", "marks.1.2 off_step", "marks.1.3 not_a_number", "marks.9.9 unknown_criterion"}
	if diff := cmp.Diff(want, fields); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
	close := s.ok("jury head", "POST", "/editions/"+slug+"/passes/1/close", 409, "{}")
	if missing := close["missing"].([]any); close["code"] != "sheets_open" || len(missing) != 4 {
		t.Errorf("%v", close)
	}
}

func TestListsArePaged(t *testing.T) {
	s := filing(t, newWorld(t))
	var want []string
	for i := range 5 {
		want = append(want, s.ok("producer", "POST", "/editions/"+slug+"/nominations", 201, fmt.Sprintf(`{"product":"Sản phẩm %d"}`, i))["id"].(string))
	}
	for path, count := range map[string]int{"/nominations": 5, "/members": 9} {
		role := map[string]string{"/nominations": "producer", "/members": "administrator"}[path]
		var got []string
		cursor := ""
		for range 10 {
			page := s.ok(role, "GET", "/editions/"+slug+path+"?limit=2&cursor="+cursor, 200, "")
			for _, x := range page["items"].([]any) {
				got = append(got, x.(map[string]any)["id"].(string))
			}
			if page["next_cursor"] == nil {
				break
			}
			cursor = page["next_cursor"].(string)
		}
		if len(got) != count || path == "/nominations" && !cmp.Equal(got, want) {
			t.Errorf("%s: %v", path, got)
		}
	}
	for _, limit := range []string{"0", "201", "-1", "x", "1.5"} {
		s.ok("producer", "GET", "/editions/"+slug+"/nominations?limit="+limit, 422, "")
	}
}

func TestBodiesAreBounded(t *testing.T) {
	w := newWorld(t)
	w.ok("administrator", "POST", "/editions", 413, `{"slug":"`+strings.Repeat("a", 1<<20)+`"}`)
	w.ok("administrator", "POST", "/editions", 400, ``)
	if res := w.send(w.multipartRequest("", "/certificates/verify", make([]byte, 20<<20+1), "x.pdf")); res.StatusCode != 413 {
		t.Errorf("a file over the limit: %d", res.StatusCode)
	}
	r := w.request("", "POST", "/certificates/verify", strings.NewReader("no form"))
	if res := w.send(r); res.StatusCode != 400 {
		t.Errorf("no form: %d %s", res.StatusCode, res.body)
	}
	w.upload("", "/certificates/verify", 422, nil, "")
	w.upload("", "/certificates/verify", 422, []byte("x"), "x.pdf", "score", "100")
}

func TestImport(t *testing.T) {
	s := filing(t, newWorld(t))
	path := "/editions/" + slug + "/nominations/import"
	lines := []byte("Nón lá|N1|Cơ sở Nón|Tân Hưng\nTương bần|N1|Cơ sở Tương|Bần\n")
	if r := s.upload("secretariat member", path, 200, lines, "a.csv", "dry_run", "true"); r["created"] != 2.0 {
		t.Errorf("dry run %v", r)
	}
	if r := s.upload("secretariat member", path, 200, lines, "a.csv", "dry_run", "false"); r["created"] != 2.0 || r["skipped"] != 0.0 {
		t.Errorf("first run %v", r)
	}
	if r := s.upload("secretariat member", path, 200, lines, "a.csv"); r["created"] != 0.0 || r["skipped"] != 2.0 {
		t.Errorf("second run %v", r)
	}
	s.upload("secretariat member", path, 422, lines, "a.csv", "dry_run", "maybe")
	broken := append([]byte("only one column\n"), lines...)
	if r := s.upload("secretariat member", path, 200, broken, "a.csv"); len(r["errors"].([]any)) != 1 || r["created"] != 0.0 {
		t.Errorf("broken %v", r)
	}
}
