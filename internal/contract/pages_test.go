package contract_test

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

var (
	inputTag  = regexp.MustCompile(`<input[^>]*>`)
	attribute = regexp.MustCompile(`([a-z-]+)="([^"]*)"`)
)

// browser is a person with cookies and no scripts.
type browser struct {
	base string
	http *http.Client
}

// visitor is a browser in which nobody has signed in.
func visitor(t *testing.T, s *server) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{s.base, &http.Client{Jar: jar}}
}

// signIn opens /login, fills the form that is there and sends it.
func signIn(t *testing.T, s *server, email, secret string) *browser {
	t.Helper()
	b := visitor(t, s)
	status, page := b.open(t, "/login")
	if status != http.StatusOK {
		t.Fatalf("/login answers %d", status)
	}
	form := url.Values{}
	for _, tag := range inputTag.FindAllString(page, -1) {
		a := map[string]string{}
		for _, pair := range attribute.FindAllStringSubmatch(tag, -1) {
			a[pair[1]] = pair[2]
		}
		switch a["type"] {
		case "hidden":
			form.Set(a["name"], a["value"])
		case "email", "text":
			form.Set(a["name"], email)
		case "password":
			form.Set(a["name"], secret)
		}
	}
	request, err := http.NewRequestWithContext(context.Background(), http.MethodPost, b.base+"/login", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", s.base)
	answer, err := b.http.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	return b
}

// open reads a page after every redirect.
func (b *browser) open(t *testing.T, path string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, b.base+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := b.http.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if answer.Request.URL.Path == "/login" && !strings.HasPrefix(path, "/login") {
		return http.StatusUnauthorized, string(page)
	}
	return answer.StatusCode, string(page)
}

// TestPages opens the pages of the contract: the public ones by anybody, the others by whom they are for.
func TestPages(t *testing.T) {
	s := serve(t, "")
	o, _, certificates := small(t, s)
	o.move(t, "announced")
	nobody := &browser{s.base, &http.Client{}}
	for _, path := range []string{"/", "/v", "/v/" + certificates[0].Code, "/products", "/products?q=gom", "/editions/" + o.slug, "/ledger", "/login", "/help"} {
		status, page := nobody.open(t, path)
		if status != http.StatusOK || !strings.Contains(page, `lang="vi"`) {
			t.Errorf("%s answers %d or is not Vietnamese", path, status)
		}
		separator := "?"
		if strings.Contains(path, "?") {
			separator = "&"
		}
		if status, page := nobody.open(t, path+separator+"lang=en"); status != http.StatusOK || !strings.Contains(page, `lang="en"`) {
			t.Errorf("%s in English answers %d or is not English", path, status)
		}
	}
	if _, page := nobody.open(t, "/products?q=gom+huong+canh"); !strings.Contains(page, "Gốm Hương Canh") {
		t.Error("the public register does not find a product by a search without marks")
	}
	private := []string{"/nominations", "/desk", "/judge", "/council", "/admin"}
	for _, path := range private {
		if status, _ := nobody.open(t, path); status != http.StatusUnauthorized {
			t.Errorf("%s without a session answers %d, want the way to sign in", path, status)
		}
	}
	if status, _ := signIn(t, s, "quantri@example.vn", "sai mật khẩu rồi").open(t, "/admin"); status != http.StatusUnauthorized {
		t.Errorf("/admin after a wrong password answers %d", status)
	}
	s.must(t, password+"\n", "user", "add", "--email", "coso@example.vn", "--name", "Cơ sở", "--password-stdin")
	for _, c := range []struct{ email, path string }{
		{"quantri@example.vn", "/admin"}, {"coso@example.vn", "/nominations"}, {o.head.email, "/desk"},
		{o.judges[1].email, "/judge"}, {o.recorder.email, "/council"},
	} {
		s.must(t, password+"\n", "user", "password", "--email", c.email, "--password-stdin")
		b := signIn(t, s, c.email, password)
		if status, page := b.open(t, c.path); status != http.StatusOK || !strings.Contains(page, `lang="vi"`) {
			t.Errorf("%s opens %s: status %d", c.email, c.path, status)
		}
		if c.path != "/admin" {
			if status, _ := b.open(t, "/admin"); status == http.StatusOK {
				t.Errorf("%s may open /admin", c.email)
			}
		}
	}
}
