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
// organising office changed its name. So has the page of who asked for too many.
func TestEveryUnknownCodeIsToldTheSame(t *testing.T) {
	w := newWorld(t)
	plain := w.uncached()
	n := 0
	const tooMany = 10_000
	compare := func(when string) {
		t.Helper()
		for range 61 {
			plain.send(asker("GET", "/v/"+unknownCode(t, 0), "", tooMany))
			w.send(asker("GET", "/v/"+unknownCode(t, 0), "", tooMany))
		}
		for _, query := range []string{"", "?lang=vi", "?lang=en"} {
			for _, accept := range []string{"", "gzip"} {
				for range 3 {
					n++
					code := unknownCode(t, n)
					if n%2 == 0 {
						code = strings.ToLower(strings.ReplaceAll(code, "-", ""))
					}
					for status, asking := range map[int]int{404: n, 429: tooMany} {
						want := plain.said(plain.send(asker("GET", "/v/"+code+query, accept, asking)))
						got := w.said(w.send(asker("GET", "/v/"+code+query, accept, asking)))
						if diff := cmp.Diff(want, got); diff != "" || want.Status != status {
							t.Errorf("%s, %s %s %q: %d, want %d (- made anew, + given):\n%s", when, code, query, accept, want.Status, status, diff)
						}
					}
				}
			}
		}
	}
	compare("at first")
	made := w.server.WrongPages()
	compare("later")
	if diff := cmp.Diff(made, w.server.WrongPages()); diff != "" || len(made) < 12 {
		t.Errorf("of %d pages some were made anew for other codes:\n%s", len(made), diff)
	}
	if res := w.post("/admin/office", w.session("administrator"), url.Values{"name": {"Sở Thử Mới"}, "email": {"so@example.vn"}}); res.StatusCode != 303 {
		t.Fatal(res.StatusCode)
	}
	compare("under another name, at once")
	w.clock = w.clock.Add(time.Second)
	compare("under another name")
	if cmp.Diff(made, w.server.WrongPages()) == "" {
		t.Error("the pages were not made anew: the test would prove nothing")
	}
	w.clock = w.clock.Add(15 * time.Hour)
	compare("on the next day")
}
