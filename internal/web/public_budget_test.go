package web_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/store"
)

// The budgets of a first visit, in bytes as they go over the wire.
const (
	pageBudget  = 14_000
	styleBudget = 30_000
	visitBudget = 150_000
)

// fetched is what a browser gets, and what it weighs on the way.
func (w *world) fetched(path string) (body string, weight int) {
	w.t.Helper()
	r := httpGet(path)
	r.Header.Set("Accept-Encoding", "gzip, br")
	res := w.send(r)
	if res.StatusCode != 200 {
		w.t.Fatalf("%s: %d", path, res.StatusCode)
	}
	if res.Header.Get("Content-Encoding") != "gzip" {
		return string(res.body), len(res.body)
	}
	z, err := gzip.NewReader(bytes.NewReader(res.body))
	if err != nil {
		w.t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(plain), len(res.body)
}

// crowd puts many certificates in many places beside an issued one.
func (w *world) crowd(code string, many int) {
	w.t.Helper()
	found, err := w.certs.Lookup(context.Background(), code)
	if err != nil {
		w.t.Fatal(err)
	}
	err = w.db.Update(context.Background(), func(tx *store.Tx) error {
		for i := range many {
			c := found.Certificate
			c.ID, c.Code, c.Seq, c.PDFSHA256 = accounts.NewID(), strings.ToUpper(unknownCode(w.t, i)), 100+i, accounts.NewID()
			c.Product = fmt.Sprintf("Bộ quà tặng số %d gồm mười hai hũ tương, chao, cà muối trong giỏ mây đan tay của làng nghề", i)
			c.Address = fmt.Sprintf("xã Làng Nghề Thứ %d, tỉnh Hưng Yên", i%150)
			if err := tx.SaveCertificate(c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

var (
	partOfPage  = regexp.MustCompile(`(?:href|src)="(/assets/[^"#]+)`)
	partOfStyle = regexp.MustCompile(`url\("?([^")]+)"?\)`)
	elsewhere   = regexp.MustCompile(`(?i)(?:src|href|action|srcset)="(?:https?:)?//|@import|url\("?(?:https?:)?//`)
)

func TestFirstVisitIsLight(t *testing.T) {
	w := newWorld(t)
	s, codes := issued(t, w)
	s.move("announced")
	w.crowd(codes[0], 400)
	lower := strings.ToLower(strings.ReplaceAll(codes[0], "-", ""))
	assets := map[string]int{}
	for _, path := range []string{"/", "/v", "/v/" + lower, "/products", "/products?q=hung+yen&year=2026", w.productOf(codes[0]), "/editions/" + slug,
		"/editions/" + slug + "/start", "/ledger", "/login", "/help"} {
		for _, lang := range []string{"vi", "en"} {
			address := path + map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")] + "lang=" + lang
			page, weight := w.fetched(address)
			if weight > pageBudget {
				t.Errorf("%s weighs %d bytes, want %d at most", address, weight, pageBudget)
			}
			if found := elsewhere.FindString(page); found != "" {
				t.Errorf("%s loads from elsewhere: %s", address, found)
			}
			visit := weight
			for part := range s.parts(page, assets) {
				visit += assets[part]
			}
			if visit > visitBudget {
				t.Errorf("%s: a first visit weighs %d bytes, want %d at most: %v", address, visit, visitBudget, assets)
			}
			if visit < weight+90_000 {
				t.Errorf("%s: a first visit of %d bytes has no fonts", address, visit)
			}
		}
	}
}

// parts are the static files that a page and its styles name, weighed once each into assets.
func (s *staged) parts(page string, assets map[string]int) map[string]bool {
	s.t.Helper()
	parts := map[string]bool{}
	for _, m := range partOfPage.FindAllStringSubmatch(page, -1) {
		parts[m[1]] = true
	}
	for part := range parts {
		body, weight := s.fetched(part)
		assets[part] = weight
		if !strings.HasSuffix(part, ".css") {
			continue
		}
		if weight > styleBudget || elsewhere.MatchString(body) {
			s.t.Errorf("%s weighs %d bytes, want %d at most and nothing from elsewhere", part, weight, styleBudget)
		}
		for _, m := range partOfStyle.FindAllStringSubmatch(body, -1) {
			file := "/assets/" + m[1]
			_, assets[file] = s.fetched(file)
			parts[file] = true
		}
	}
	return parts
}

func TestCompressedOnlyForWhoTakesIt(t *testing.T) {
	w := newWorld(t)
	for accept, want := range map[string]string{"": "", "br": "", "gzip;q=0": "", "identity, gzip;q=0.5": "gzip", "GZIP": "gzip", "gzip;q=x": ""} {
		r := httpGet("/help")
		r.Header.Set("Accept-Encoding", accept)
		res := w.send(r)
		if got := res.Header.Get("Content-Encoding"); got != want || !strings.Contains(strings.Join(res.Header.Values("Vary"), ","), "Accept-Encoding") {
			t.Errorf("%q: coded %q, want %q, vary %v", accept, got, want, res.Header.Values("Vary"))
		}
	}
}
