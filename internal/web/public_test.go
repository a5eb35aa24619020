package web_test

import (
	"context"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
)

// text is what a reader sees of a page.
func text(t *testing.T, res reply) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(string(res.body)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// productOf is the address of the product that a certificate belongs to.
func (w *world) productOf(code string) string {
	w.t.Helper()
	found, err := w.certs.Lookup(context.Background(), code)
	if err != nil || found.ProductID == "" {
		w.t.Fatalf("product of %s: %q, %v", code, found.ProductID, err)
	}
	return "/products/" + found.ProductID
}

func TestProductPage(t *testing.T) {
	w := newWorld(t)
	s, codes := issued(t, w)
	path := w.productOf(codes[0])
	for _, lang := range []string{"vi", "en"} {
		res := w.browse(path+"?lang="+lang, "")
		checkPage(t, path, res, 200, lang)
		page := text(t, res)
		for _, want := range []string{"Cơ sở gốm Hoa Sen", "Tân Hưng", codes[0], "12/QĐ-UBND"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: the page of a product lacks %q", lang, want)
			}
		}
	}
	for _, private := range []string{"0912345678", "912345678", "hoasen@example.vn", "Bà Sen", "Thôn Đoài", "Làm tay"} {
		if strings.Contains(string(w.browse(path, "").body), private) {
			t.Errorf("the page of a product shows %q", private)
		}
	}
	for _, from := range []string{"/products", "/v/" + strings.ToLower(strings.ReplaceAll(codes[0], "-", ""))} {
		if !strings.Contains(string(w.browse(from, "").body), `href="`+path+`"`) {
			t.Errorf("%s does not lead to the product", from)
		}
	}
	s.move("announced")
	if !strings.Contains(string(w.browse("/editions/"+slug, "").body), `href="`+path+`"`) {
		t.Error("the results do not lead to the product")
	}
	photos := regexp.MustCompile(`/products/[a-z0-9]+/photos/\d+(/medium)?`).FindAllString(string(w.browse(path, "").body), -1)
	if len(photos) != 6 {
		t.Errorf("photos %v, want three, each twice", photos)
	}
	for _, p := range photos {
		if res := w.browse(p, ""); res.StatusCode != 200 || !strings.HasPrefix(res.Header.Get("Content-Type"), "image/") {
			t.Errorf("%s: %d %s", p, res.StatusCode, res.Header.Get("Content-Type"))
		}
	}
}

// TestOnlyRecognisedProductsHaveAPage: a product whose dossier was filed and not recognised is not told of.
func TestOnlyRecognisedProductsHaveAPage(t *testing.T) {
	w := newWorld(t)
	s := decided(t, w)
	n, err := w.server.Judging.Nomination(context.Background(), accounts.Actor{System: true}, s.nominations[0])
	if err != nil || n.ProductID == "" {
		t.Fatalf("product %q, %v", n.ProductID, err)
	}
	for _, path := range []string{"", "/photos/3", "/photos/3/medium"} {
		if res := w.browse("/products/"+n.ProductID+path, ""); res.StatusCode != 404 {
			t.Errorf("%s of a product without a certificate: %d", path, res.StatusCode)
		}
	}
}

func TestRegisterFilters(t *testing.T) {
	w := newWorld(t)
	_, codes := issued(t, w)
	place := url.QueryEscape(certificates.PlaceKey("Tân Hưng, Hưng Yên"))
	for _, tt := range []struct {
		query string
		want  int // products shown
		text  string
	}{
		{"", 2, "2 sản phẩm"},
		{"?q=binh+gom", 1, "1 sản phẩm khớp với “binh gom”"},
		{"?q=tan+hung", 2, "2 sản phẩm khớp"},
		{"?group=N1&year=2026&edition=" + slug, 2, "Nhóm sản phẩm thủ công mỹ nghệ"},
		{"?group=N2", 0, "Không tìm thấy"},
		{"?edition=none", 0, "Không tìm thấy"},
		{"?year=2025", 0, "Không tìm thấy"},
		{"?place=" + place, 2, "Tân Hưng"},
		{"?place=noi+khac", 0, "Không tìm thấy"},
		{"?status=valid", 2, "Có hiệu lực"},
		{"?status=revoked", 0, "Đã thu hồi"},
		{"?status=superseded", 0, ""},
		{"?q=" + codes[1], 1, codes[1]},
		{"?page=2", 0, ""},
	} {
		res := w.browse("/products"+tt.query, "")
		checkPage(t, tt.query, res, 200, "vi")
		if n := strings.Count(string(res.body), `class="card product-card"`); n != tt.want || !strings.Contains(text(t, res), tt.text) {
			t.Errorf("%q: %d products, want %d with %q in\n%s", tt.query, n, tt.want, tt.text, text(t, res))
		}
	}
	never := strings.ToUpper(unknownCode(t, 0))
	if page := string(w.browse("/products?q="+never, "").body); !strings.Contains(page, "/v/"+strings.ToLower(never)) {
		t.Error("a code that is not found does not lead to its look-up")
	}
}

func TestStartPageTellsEverythingNeeded(t *testing.T) {
	w := newWorld(t)
	filing(t, w)
	e, err := w.server.Judging.EditionBySlug(context.Background(), accounts.Actor{System: true}, slug)
	if err != nil {
		t.Fatal(err)
	}
	pack, err := w.server.Judging.Pack(e)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"vi", "en"} {
		res := w.browse("/editions/"+slug+"/start?lang="+lang, "")
		checkPage(t, "start", res, 200, lang)
		page := text(t, res)
		for _, d := range pack.Documents {
			if !strings.Contains(page, d.Name.In(lang)) {
				t.Errorf("%s: the start page lacks the paper %q", lang, d.Name.In(lang))
			}
		}
		for _, k := range pack.EntityKinds {
			if !strings.Contains(page, k.Name.In(lang)) {
				t.Errorf("%s: the start page lacks the producer %q", lang, k.Name.In(lang))
			}
		}
		if !strings.Contains(string(res.body), `href="/nominations/new?edition=`+slug+`"`) {
			t.Error("the start page does not lead to the form")
		}
	}
}

func TestDeadlineClockOnHome(t *testing.T) {
	w := newWorld(t)
	filing(t, w)
	admin := accounts.Actor{User: w.users["administrator"]}
	until := w.clock.Add(10 * 24 * time.Hour)
	if _, err := w.server.Judging.SetDeadline(context.Background(), admin, slug, until, ""); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		left  time.Duration
		text  string
		class string
	}{
		{10 * 24 * time.Hour, "Còn 10 ngày Hạn", `class="countdown"`},
		{3*24*time.Hour + 6*time.Hour, "Còn 3 ngày Hạn", "is-soon"},
		{50 * time.Hour, "Còn 2 ngày Hạn", "is-near"},
		{26 * time.Hour, "Còn 1 ngày 2 giờ Hạn", "is-near"},
		{90 * time.Minute, "Còn 1 giờ 30 phút", "is-last"},
		{-time.Second, "Đã hết hạn nộp", "is-over"},
	} {
		w.clock = until.Add(-tt.left)
		page := w.browse("/", "")
		if !strings.Contains(text(t, page), tt.text) || !strings.Contains(string(page.body), tt.class) {
			t.Errorf("%s before: want %q and %q in\n%s", tt.left, tt.text, tt.class, text(t, page))
		}
		own := text(t, w.browse("/nominations", w.session("administrator")))
		if left := strings.TrimSuffix(tt.text, " Hạn"); tt.left > 0 && !strings.Contains(own, left+". ") {
			t.Errorf("%s before: home says %q, a producer's own page otherwise:\n%s", tt.left, left, own)
		}
		if open := strings.Contains(string(page.body), "/editions/"+slug+"/start"); open != (tt.left > 0) {
			t.Errorf("%s before: the way to file is there: %v", tt.left, open)
		}
	}
	if page := text(t, w.browse("/editions/"+slug+"/start", "")); strings.Contains(page, "Bắt đầu nộp hồ sơ") {
		t.Error("the start page leads on after the deadline")
	}
}

func TestResultsPage(t *testing.T) {
	w := newWorld(t)
	s, _ := issued(t, w)
	early := w.browse("/editions/"+slug, "")
	checkPage(t, "results before", early, 200, "vi")
	if strings.Contains(text(t, early), "Bình gốm") || !strings.Contains(text(t, early), "Hội đồng xét, trình công nhận") {
		t.Errorf("before the announcement: %s", text(t, early))
	}
	s.move("announced")
	res := w.browse("/editions/"+slug, "")
	if n := strings.Count(string(res.body), `class="mean-dot is-recognised"`); n != 2 {
		t.Errorf("%d dots, want 2", n)
	}
	if !strings.Contains(string(res.body), `class="plot-mark"`) {
		t.Error("the plot has no pass mark")
	}
	found := w.browse("/editions/"+slug+"?q=tuong", "")
	if rows := strings.Count(string(found.body), `class="is-recognised"`); rows != 1 {
		t.Errorf("search in the results: %d rows, want 1", rows)
	}
}

// TestErrorPagesHelp meets every failure that a page can show: what happened, what to do, a way on, the number.
func TestErrorPagesHelp(t *testing.T) {
	w := newWorld(t)
	s, _ := issued(t, w)
	desk := s.session("jury member")
	for _, tt := range []struct {
		name, path, cookie string
		status             int
	}{
		{"nowhere", "/nowhere", "", 404}, {"no product", "/products/none", "", 404}, {"not allowed", "/admin", desk, 403},
		{"not a number", "/products?year=x", "", 422}, {"long", "/products?q=" + strings.Repeat("a", 3000), "", 422},
		{"zero byte", "/products?q=%00", "", 422}, {"wrong method", "/account/password", "", 405},
	} {
		for _, lang := range []string{"vi", "en"} {
			path := tt.path + map[bool]string{true: "&", false: "?"}[strings.Contains(tt.path, "?")] + "lang=" + lang
			res := w.browse(path, tt.cookie)
			checkPage(t, tt.name, res, tt.status, lang)
			checkErrorPage(t, tt.name, res, lang)
		}
	}
}

func checkErrorPage(t *testing.T, name string, res reply, lang string) {
	t.Helper()
	page := text(t, res)
	todo := map[string]string{"vi": "Làm gì bây giờ?", "en": "What now?"}[lang]
	if id := res.Header.Get("X-Request-Id"); !strings.Contains(page, todo) || !strings.Contains(page, id) || !strings.Contains(string(res.body), `class="btn btn-primary"`) {
		t.Errorf("%s: no advice, no way on or no request id in\n%s", name, page)
	}
}

// TestErrorPageWithoutADatabase: when nothing can be read, the page still stands in the reader's language.
func TestErrorPageWithoutADatabase(t *testing.T) {
	w := newWorld(t)
	cookie := w.session("administrator")
	if err := w.db.Close(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/", "/products", "/v/7k3m9qxt2hdk", "/account", "/ledger", "/nowhere"} {
		for _, lang := range []string{"vi", "en"} {
			for _, c := range []string{"", cookie} {
				res := w.browse(path+"?lang="+lang, c)
				if path == "/account" && c == "" || path == "/v/7k3m9qxt2hdk" && res.StatusCode == 400 {
					continue
				}
				if path == "/nowhere" {
					checkPage(t, path, res, 404, lang)
				} else {
					checkPage(t, path, res, 500, lang)
				}
				checkErrorPage(t, path, res, lang)
			}
		}
	}
}

// TestPhotosAreSmall: what a page shows is not the phone's own picture.
func TestPhotosAreSmall(t *testing.T) {
	w := newWorld(t)
	_, codes := issued(t, w)
	lower := strings.ToLower(strings.ReplaceAll(codes[0], "-", ""))
	for _, size := range []string{"small", "medium"} {
		res := w.browse("/v/"+lower+"/photo/"+size, "")
		if res.StatusCode != 200 || res.Header.Get("Content-Type") != "image/jpeg" || len(res.body) > 60_000 || len(res.Cookies()) > 0 {
			t.Errorf("%s: %d %s, %d bytes", size, res.StatusCode, res.Header.Get("Content-Type"), len(res.body))
		}
		again := httptest.NewRequest("GET", "https://binhchon.example.vn/v/"+lower+"/photo/"+size, nil)
		again.Header.Set("If-None-Match", res.Header.Get("Etag"))
		if res := w.send(again); res.StatusCode != 304 || len(res.body) > 0 {
			t.Errorf("%s again: %d, %d bytes", size, res.StatusCode, len(res.body))
		}
	}
	if res := w.browse("/v/"+unknownCode(t, 0)+"/photo/small", ""); res.StatusCode != 404 {
		t.Errorf("photo of an unknown code: %d", res.StatusCode)
	}
}
