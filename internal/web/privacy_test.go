package web_test

import (
	"strings"
	"testing"
)

// TestContactsAreForThoseWhoNeedThem: phone, e-mail, representative and the producer's numbers are read by
// the producer, the secretariat and the auditor, and by nobody else in any answer.
func TestContactsAreForThoseWhoNeedThem(t *testing.T) {
	s := scoring(t, newWorld(t))
	for role := range hatsOf {
		sees := role == "producer" || strings.HasPrefix(role, "secretariat") || role == "audit member"
		var all strings.Builder
		for _, path := range []string{"/nominations/" + s.nominations[0], "/editions/" + slug + "/nominations", "/editions/" + slug + "/sheets",
			"/nominations/" + s.nominations[0] + "/documents", "/nominations/" + s.nominations[0] + "/screening"} {
			all.Write(s.call(role, "GET", path, "").body)
		}
		for _, private := range []string{"912345678", "hoasen@example.vn", "Bà Sen"} {
			if strings.Contains(all.String(), private) != sees {
				t.Errorf("%q sees %q: %v", role, private, !sees)
			}
		}
	}
}

// TestVerificationIgnoresWhoAsks: the pages that phones open know no session.
func TestVerificationIgnoresWhoAsks(t *testing.T) {
	w := newWorld(t)
	cookie := w.session("administrator")
	if body := string(w.browse("/help", cookie).body); !strings.Contains(body, "Quản Trị") {
		t.Fatal("the help page does not name who is signed in: the test proves nothing")
	}
	if body := string(w.browse("/v", cookie).body); strings.Contains(body, "Quản Trị") {
		t.Error("/v names who is signed in")
	}
}

// TestFilesAreDownloads: what people sent in is never a page, and never shown on other sites.
func TestFilesAreDownloads(t *testing.T) {
	s := filing(t, newWorld(t))
	id := s.nominate("Nón lá")
	res := s.call("producer", "GET", "/nominations/"+id+"/documents/1", "")
	if d := res.Header.Get("Content-Disposition"); !strings.HasPrefix(d, "attachment") || !strings.Contains(d, "utf-8''gi%E1%BA%A5y.pdf") {
		t.Errorf("Content-Disposition %q", d)
	}
	if p := res.Header.Get("Content-Security-Policy"); !strings.HasPrefix(p, "sandbox") || res.Header.Get("Content-Type") != "application/pdf" {
		t.Errorf("%q, %q", p, res.Header.Get("Content-Type"))
	}
	r := httpGet("/api/v1/nominations/" + id + "/documents/1")
	r.Header.Set("Cookie", s.session("producer"))
	if res := s.send(r); res.StatusCode != 200 {
		t.Errorf("with the session: %d", res.StatusCode)
	}
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if res := s.send(r); res.StatusCode != 403 || res.Header.Get("Content-Disposition") != "" {
		t.Errorf("from another site: %d", res.StatusCode)
	}
	s.ok("producer", "GET", "/nominations/"+id+"/documents/01", 404, "")
	s.upload("producer", "/nominations/"+id+"/documents", 409, photo(t, 1), "a.png", "kind", "photo")
	draft := s.ok("producer", "POST", "/editions/"+slug+"/nominations", 201, `{"product":"Chiếu"}`)["id"].(string)
	s.upload("producer", "/nominations/"+draft+"/documents", 422, []byte("%PDF-1.4"), "a.pdf", "kind", "photo")
	s.upload("producer", "/nominations/"+draft+"/documents", 422, []byte("<svg onload=alert(1)>"), "a.png", "kind", "photo")
	s.upload("producer", "/nominations/"+draft+"/documents", 422, photo(t, 1), "a.png")
	s.upload("producer", "/nominations/"+draft+"/documents", 201, photo(t, 1), "a.png", "kind", "photo")
	s.ok("producer", "DELETE", "/nominations/"+draft+"/documents/1", 204, "")
	s.ok("producer", "GET", "/nominations/"+draft+"/documents/1", 404, "")
}
