package web_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestEveryUnknownCodeIsToldTheSame: a page about a code that was never issued, made out of another code's page, has
// the bytes of one that is made anew, in every spelling, language and coding, now and hours later, and after the
// organising office changed its name.
func TestEveryUnknownCodeIsToldTheSame(t *testing.T) {
	w := newWorld(t)
	plain := w.uncached()
	n := 0
	compare := func(when string) {
		t.Helper()
		for _, query := range []string{"", "?lang=vi", "?lang=en"} {
			for _, accept := range []string{"", "gzip"} {
				for range 3 {
					n++
					code := unknownCode(t, n)
					if n%2 == 0 {
						code = strings.ToLower(strings.ReplaceAll(code, "-", ""))
					}
					want := plain.said(plain.send(asker("GET", "/v/"+code+query, accept, n)))
					got := w.said(w.send(asker("GET", "/v/"+code+query, accept, n)))
					if diff := cmp.Diff(want, got); diff != "" || want.Status != 404 {
						t.Errorf("%s, %s %s %q (- made anew, + given):\n%s", when, code, query, accept, diff)
					}
				}
			}
		}
	}
	compare("at first")
	made := w.server.UnknownPages()
	compare("later")
	if diff := cmp.Diff(made, w.server.UnknownPages()); diff != "" || len(made) < 6 {
		t.Errorf("of %d pages some were made anew for other codes:\n%s", len(made), diff)
	}
	if res := w.post("/admin/office", w.session("administrator"), url.Values{"name": {"Sở Thử Mới"}, "email": {"so@example.vn"}}); res.StatusCode != 303 {
		t.Fatal(res.StatusCode)
	}
	compare("under another name, at once")
	w.clock = w.clock.Add(time.Second)
	compare("under another name")
	if cmp.Diff(made, w.server.UnknownPages()) == "" {
		t.Error("the pages were not made anew: the test would prove nothing")
	}
	w.clock = w.clock.Add(15 * time.Hour)
	compare("on the next day")
}
