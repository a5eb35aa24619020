package web_test

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"vinhdanh/certificates"
)

// unknownCode is a well-formed code that was never issued.
func unknownCode(t *testing.T, _ int) string {
	t.Helper()
	code, err := certificates.NewCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return code.Lower()
}

// browse asks for a page with a session cookie.
func (w *world) browse(path, cookie string) reply {
	w.t.Helper()
	r := httpGet(path)
	if cookie != "" {
		r.Header.Set("Cookie", cookie)
	}
	return w.send(r)
}

// post sends a form.
func (w *world) post(path, cookie string, form url.Values) reply {
	w.t.Helper()
	r := httptest.NewRequest("POST", "https://binhchon.example.vn"+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if cookie != "" {
		r.Header.Set("Cookie", cookie)
	}
	return w.send(r)
}

// bareKey is a catalogue key that no catalogue has.
var bareKey = regexp.MustCompile(`\b(page|fault|field|word|check|missing)\.[a-z_]+`)

// checkPage wants a whole page in a language, without a catalogue's bare key.
func checkPage(t *testing.T, name string, res reply, status int, lang string) {
	t.Helper()
	if res.StatusCode != status || res.Header.Get("Content-Type") != "text/html; charset=UTF-8" {
		t.Errorf("%s: %d %s, want %d\n%.400s", name, res.StatusCode, res.Header.Get("Content-Type"), status, res.body)
		return
	}
	doc, err := html.Parse(strings.NewReader(string(res.body)))
	if err != nil {
		t.Fatal(err)
	}
	headings, language := 0, ""
	for n := range doc.Descendants() {
		if n.Type == html.TextNode && bareKey.MatchString(n.Data) {
			t.Errorf("%s: the bare key %q", name, strings.TrimSpace(n.Data))
		}
		if n.Type == html.ElementNode && n.Data == "h1" {
			headings++
		}
		if n.Type == html.ElementNode && n.Data == "html" {
			for _, a := range n.Attr {
				if a.Key == "lang" {
					language = a.Val
				}
			}
		}
	}
	if headings != 1 || language != lang {
		t.Errorf("%s: %d headings, language %q, want 1 and %q", name, headings, language, lang)
	}
}

func TestPagesInBothLanguages(t *testing.T) {
	w := newWorld(t)
	s, codes := issued(t, w)
	s.move("announced")
	lower := strings.ToLower(strings.ReplaceAll(codes[0], "-", ""))
	desk := w.session("secretariat head")
	for _, tt := range []struct {
		path, cookie string
		status       int
		text         string
	}{
		{"/", "", 200, "Kỳ thử nghiệm"}, {"/v", "", 200, ""}, {"/v?code=" + codes[0], "", 200, codes[0]}, {"/v?code=", "", 400, ""},
		{"/v?code=7K3M", "", 400, "7K3M"}, {"/v/" + lower, "", 200, codes[0]}, {"/v/" + unknownCode(t, 0), "", 404, ""}, {"/v/7k3m", "", 400, ""},
		{"/products", "", 200, codes[0]}, {"/products?q=binh+gom", "", 200, "Bình gốm"}, {"/products?q=khong-co", "", 200, ""},
		{"/editions/" + slug, "", 200, "Tương nếp"}, {"/editions/none", "", 404, ""}, {"/ledger", "", 200, "ledger.example.vn/test"}, {"/help", "", 200, ""},
		{"/help/judge", "", 200, ""}, {"/help/none", "", 404, ""}, {"/login", "", 200, ""}, {"/nowhere", "", 404, ""}, {"/setup", "", 404, ""},
		{"/invitation", "", 404, ""}, {"/account", desk, 200, "secretariat.head@example.vn"}, {"/desk", desk, 200, "Kỳ thử nghiệm"},
		{"/nominations", desk, 200, ""}, {"/judge", desk, 403, ""}, {"/council", desk, 403, ""}, {"/admin", desk, 403, ""},
		{"/judge", w.session("jury member"), 200, ""}, {"/council", w.session("audit member"), 200, ""}, {"/admin", w.session("administrator"), 200, ""},
	} {
		for _, lang := range []string{"vi", "en"} {
			path := tt.path
			if lang == "en" {
				path += map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")] + "lang=en"
			}
			res := w.browse(path, tt.cookie)
			checkPage(t, path, res, tt.status, lang)
			if !strings.Contains(html.UnescapeString(string(res.body)), tt.text) {
				t.Errorf("%s does not hold %q", path, tt.text)
			}
			if strings.HasPrefix(path, "/v") && len(res.Cookies()) > 0 {
				t.Errorf("%s keeps cookies %v", path, res.Cookies())
			}
			for _, private := range []string{"912345678", "hoasen@example.vn", "Bà Sen"} {
				if tt.cookie == "" && strings.Contains(string(res.body), private) {
					t.Errorf("%s shows %q to everybody", path, private)
				}
			}
		}
	}
	if res := w.browse("/v/"+lower+"/photo", ""); res.StatusCode != 200 || res.Header.Get("Content-Type") != "image/png" {
		t.Errorf("photo: %d %s", res.StatusCode, res.Header.Get("Content-Type"))
	}
	pdf := w.call("", "GET", "/certificates/"+lower+"/pdf", "").body
	r := w.multipartRequest("", "/x", pdf, "giấy.pdf")
	r.URL.Path, r.RequestURI = "/v/check", "/v/check"
	checkPage(t, "/v/check", w.send(r), 200, "vi")
}

func TestLanguageIsRemembered(t *testing.T) {
	w := newWorld(t)
	res := w.browse("/?lang=en", "")
	if len(res.Cookies()) != 1 {
		t.Fatalf("cookies %v", res.Cookies())
	}
	kept := res.Cookies()[0].Name + "=" + res.Cookies()[0].Value
	checkPage(t, "/help with the cookie", w.browse("/help", kept), 200, "en")
	checkPage(t, "/v with the cookie", w.browse("/v", kept), 200, "vi")
	r := httpGet("/")
	r.Header.Set("Accept-Language", "en-US")
	checkPage(t, "/ for a browser in English", w.send(r), 200, "vi")
}

func TestSignInAndOut(t *testing.T) {
	w := newWorld(t)
	if res := w.browse("/account", ""); res.StatusCode != 303 || res.Header.Get("Location") != "/login?next=%2Faccount" {
		t.Errorf("not signed in: %d %s", res.StatusCode, res.Header.Get("Location"))
	}
	form := url.Values{"email": {"admin@example.vn"}, "password": {adminPassword}, "next": {"/admin"}}
	res := w.post("/login", "", form)
	if res.StatusCode != 303 || res.Header.Get("Location") != "/admin" || len(res.Cookies()) != 1 {
		t.Fatalf("sign-in: %d %s", res.StatusCode, res.body)
	}
	first := res.Cookies()[0].Name + "=" + res.Cookies()[0].Value
	checkPage(t, "/admin", w.browse("/admin", first), 200, "vi")
	second := w.post("/login", first, form).Cookies()[0]
	if w.browse("/admin", first).StatusCode != 303 {
		t.Error("the session before a new sign-in still works")
	}
	form.Set("next", "//evil.example")
	if res := w.post("/login", "", form); res.Header.Get("Location") != "/admin" {
		t.Errorf("led to %q", res.Header.Get("Location"))
	}
	cookie := second.Name + "=" + second.Value
	out := w.post("/logout", cookie, nil)
	if out.StatusCode != 303 || !strings.Contains(out.Header.Get("Clear-Site-Data"), "storage") || w.browse("/admin", cookie).StatusCode != 303 {
		t.Errorf("sign-out: %d %v", out.StatusCode, out.Header)
	}
	if strings.Contains(w.log.String(), adminPassword) || strings.Contains(w.log.String(), second.Value) {
		t.Error("the log holds a password or a session")
	}
}

func TestWrongPasswordsWait(t *testing.T) {
	w := newWorld(t)
	form := url.Values{"email": {"admin@example.vn"}, "password": {"sai mat khau"}}
	unknown := w.post("/login", "", url.Values{"email": {"nobody@example.vn"}, "password": {"sai mat khau"}})
	for i := range 5 {
		res := w.post("/login", "", form)
		if res.StatusCode != 401 || unknown.StatusCode != 401 || len(res.Cookies()) > 0 {
			t.Errorf("try %d: %d", i+1, res.StatusCode)
		}
	}
	if res := w.post("/login", "", form); res.StatusCode != 429 || res.Header.Get("Retry-After") == "" {
		t.Errorf("the sixth: %d %v", res.StatusCode, res.Header)
	}
	form.Set("password", adminPassword)
	elsewhere := httptest.NewRequest("POST", "https://binhchon.example.vn/login", strings.NewReader(form.Encode()))
	elsewhere.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	elsewhere.RemoteAddr = "198.51.100.4:1"
	if res := w.send(elsewhere); res.StatusCode != 303 {
		t.Errorf("the right password from elsewhere: %d", res.StatusCode)
	}
}

func TestAccountPage(t *testing.T) {
	w := newWorld(t)
	cookie := w.session("administrator")
	made := w.post("/account/tokens", cookie, url.Values{"name": {"máy in"}})
	checkPage(t, "new token", made, 200, "vi")
	if !strings.Contains(string(made.body), "máy in") {
		t.Error("the token is not listed")
	}
	checkPage(t, "nameless token", w.post("/account/tokens", cookie, url.Values{"name": {""}}), 422, "vi")
	change := url.Values{"current": {"sai"}, "password": {"mot mat khau moi rat dai"}, "repeat": {"khac"}}
	checkPage(t, "two faults", w.post("/account/password", cookie, change), 422, "vi")
	change.Set("current", "mot mat khau rat dai cho administrator")
	change.Set("repeat", "mot mat khau moi rat dai")
	res := w.post("/account/password", cookie, change)
	if res.StatusCode != 303 || w.browse("/account", cookie).StatusCode != 303 {
		t.Errorf("after the change: %d %s", res.StatusCode, res.body)
	}
	fresh := res.Cookies()[0].Name + "=" + res.Cookies()[0].Value
	checkPage(t, "account", w.browse("/account?done=password_changed", fresh), 200, "vi")
	if res := w.post("/account/sessions/end-others", fresh, nil); res.StatusCode != 303 {
		t.Errorf("end others: %d", res.StatusCode)
	}
}

// TestTokensOpenNoAccountPage: a token makes no other token, ends no session and reads no account.
func TestTokensOpenNoAccountPage(t *testing.T) {
	w := newWorld(t)
	cookie := w.session("administrator")
	for _, x := range [][2]string{{"GET", "/account"}, {"POST", "/account/tokens"}, {"POST", "/account/sessions/end-others"},
		{"POST", "/account/sessions/x/end"}, {"POST", "/account/tokens/x/revoke"}, {"POST", "/account/password"}} {
		r := httptest.NewRequest(x[0], x[1], strings.NewReader("name=con"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Authorization", "Bearer "+w.tokens["administrator"])
		if res := w.send(r); res.StatusCode != 403 || !strings.Contains(shownText(res), "không mở bằng mã API") {
			t.Errorf("%s %s by a token: %d", x[0], x[1], res.StatusCode)
		}
	}
	if res := w.browse("/account", cookie); res.StatusCode != 200 || strings.Contains(string(res.body), ">con<") {
		t.Errorf("the account after: %d", res.StatusCode)
	}
}

func TestOneTimeLinksLeaveTheAddress(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/setup?token=abc", "/invitation?token=abc", "/setup/abc", "/invitation/abc"} {
		res := w.browse(path, "")
		if loc := res.Header.Get("Location"); res.StatusCode != http.StatusSeeOther || strings.Contains(loc, "abc") || len(res.Cookies()) != 1 {
			t.Errorf("%s: %d to %q, cookies %v", path, res.StatusCode, loc, res.Cookies())
		}
	}
	if strings.Contains(w.log.String(), "abc") {
		t.Errorf("the log holds the token: %s", w.log.String())
	}
}
