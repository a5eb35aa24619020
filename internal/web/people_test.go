package web_test

import (
	"html"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/jobs"
	"vinhdanh/judging"
)

// slipCode finds the code on a page that shows a slip.
var slipCode = regexp.MustCompile(`slip-code">([A-Z0-9]{5} [A-Z0-9]{5})<`)

// handOut makes a slip as a role and returns its code.
func (w *world) handOut(cookie, phone string) string {
	w.t.Helper()
	res := w.post("/desk/slips", cookie, url.Values{"name": {"Bà Lý"}, "phone": {phone}})
	checkPage(w.t, "slip", res, 200, "vi")
	m := slipCode.FindStringSubmatch(string(res.body))
	if m == nil {
		w.t.Fatalf("no code on the page:\n%.2000s", res.body)
	}
	return m[1]
}

// TestSlipOnPages walks from the desk to a producer with a password.
func TestSlipOnPages(t *testing.T) {
	s := newWorld(t)
	admin := s.session("administrator")
	checkPage(t, "slips", s.browse("/desk/slips", admin), 200, "vi")
	bad := s.post("/desk/slips", admin, url.Values{"name": {"Bà Lý"}, "phone": {"12"}})
	checkPage(t, "bad number", bad, 422, "vi")
	if !strings.Contains(string(bad.body), `value="Bà Lý"`) {
		t.Error("the name is lost")
	}
	code := s.handOut(admin, "0912 345 678")
	if list := s.browse("/desk/slips?q=ba+ly", admin); !strings.Contains(string(list.body), "0912 345 678") || strings.Contains(string(list.body), code) {
		t.Error("the list lacks the slip, or tells its code")
	}
	form := url.Values{"email": {"0912.345.678"}, "password": {strings.ToLower(code)}}
	in := s.post("/login", "", form)
	if in.StatusCode != 303 || len(in.Cookies()) != 1 || in.Header.Get("Location") != "/account" {
		t.Fatalf("sign-in by slip: %d to %q %.300s", in.StatusCode, in.Header.Get("Location"), in.body)
	}
	cookie := in.Cookies()[0].Name + "=" + in.Cookies()[0].Value
	checkPage(t, "used slip", s.post("/login", "", form), 401, "vi")
	account := s.browse("/account", cookie)
	checkPage(t, "account", account, 200, "vi")
	if body := string(account.body); strings.Contains(body, `name="current"`) || !strings.Contains(body, "0912 345 678") {
		t.Error("a current password is asked for though none is set, or the number is not shown")
	}
	if strings.Contains(string(account.body), `action="/account/tokens"`) || !strings.Contains(string(s.browse("/account", admin).body), `action="/account/tokens"`) {
		t.Error("a producer is offered API keys, or an administrator is not")
	}
	set := s.post("/account/password", cookie, url.Values{"password": {"nón lá làng Chuông"}, "repeat": {"nón lá làng Chuông"}})
	if set.StatusCode != 303 || set.Header.Get("Location") != "/nominations?done=slip_password" {
		t.Fatalf("first password: %d to %q %.500s", set.StatusCode, set.Header.Get("Location"), set.body)
	}
	if again := s.post("/login", "", url.Values{"email": {"+84912345678"}, "password": {"nón lá làng Chuông"}}); again.StatusCode != 303 {
		t.Errorf("number and password: %d", again.StatusCode)
	}
	if log := s.log.String(); strings.Contains(log, code) || strings.Contains(log, "912345678") || strings.Contains(log, "Chuông") {
		t.Error("the log holds a code, a number or a password")
	}
}

// TestLoginTellsNothing: unknown, wrong, used up and official are one answer, byte for byte.
func TestLoginTellsNothing(t *testing.T) {
	s := newWorld(t)
	s.handOut(s.session("administrator"), "0912345678")
	answer := func(login string) string {
		res := s.post("/login", "", url.Values{"email": {login}, "password": {"ABCDE FGHJK"}})
		if res.StatusCode != 401 {
			t.Errorf("%s: %d", login, res.StatusCode)
		}
		id := regexp.MustCompile(`name="once" value="[a-z0-9]*"`)
		return id.ReplaceAllString(strings.ReplaceAll(string(res.body), html.EscapeString(login), "…"), "")
	}
	want := answer("0912345678")
	for _, login := range []string{"0912345679", "admin@example.vn", "nobody@example.vn"} {
		if got := answer(login); got != want {
			t.Errorf("%s is told apart", login)
		}
	}
}

// TestSlipGuessesWait: however the number is written, its tries count together.
func TestSlipGuessesWait(t *testing.T) {
	s := newWorld(t)
	code := s.handOut(s.session("administrator"), "0912345678")
	for i, login := range []string{"0912345678", "0912 345 678", "+84912345678", "84912345678", "0912-345-678", "(0912) 345678"} {
		res := s.post("/login", "", url.Values{"email": {login}, "password": {"AAAAA AAAAA"}})
		if want := map[bool]int{true: 401, false: 429}[i < 5]; res.StatusCode != want {
			t.Errorf("try %d as %s: %d, want %d", i+1, login, res.StatusCode, want)
		}
	}
	s.clock = s.clock.Add(time.Hour)
	if res := s.post("/login", "", url.Values{"email": {"0912345678"}, "password": {code}}); res.StatusCode != 303 {
		t.Errorf("the right code an hour later: %d", res.StatusCode)
	}
}

// TestLateFormIsKept sends a form after its session ended: nothing typed is lost, no password is carried.
func TestLateFormIsKept(t *testing.T) {
	s := newWorld(t)
	cookie := s.session("administrator")
	if res := s.post("/logout", cookie, nil); res.StatusCode != 303 {
		t.Fatal(res.StatusCode)
	}
	late := s.post("/admin/office", cookie, url.Values{"name": {`Sở "Công Thương" & <b>`}, "hours": {"8 giờ"}, "password": {"bí mật"}})
	checkPage(t, "late form", late, 401, "vi")
	hidden := func(body []byte, name string) string {
		m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindSubmatch(body)
		if m == nil {
			t.Fatalf("no %s in\n%.3000s", name, body)
		}
		return html.UnescapeString(string(m[1]))
	}
	if strings.Contains(string(late.body), "m%E1%BA%ADt") || strings.Contains(string(late.body), "bí mật") {
		t.Error("a password is carried through the page")
	}
	form := url.Values{"email": {"admin@example.vn"}, "password": {"sai"}, "keep_path": {hidden(late.body, "keep_path")}, "keep_body": {hidden(late.body, "keep_body")}}
	wrong := s.post("/login", "", form)
	checkPage(t, "wrong password", wrong, 401, "vi")
	form.Set("keep_body", hidden(wrong.body, "keep_body"))
	form.Set("password", "mot mat khau rat dai cho administrator")
	if err := s.accounts.SetPassword(t.Context(), "admin@example.vn", form.Get("password")); err != nil {
		t.Fatal(err)
	}
	back := s.post("/login", "", form)
	checkPage(t, "signed in again", back, 200, "vi")
	if name := hidden(back.body, "name"); name != `Sở "Công Thương" & <b>` || len(back.Cookies()) != 1 {
		t.Fatalf("what was typed is now %q", name)
	}
	if page := mainOf(back); !strings.Contains(page, "Giờ trả lời") || !strings.Contains(page, "<span>8 giờ</span>") || !strings.Contains(page, "<p class=\"muted\">/admin/office</p>") {
		t.Error("the page does not show what it would send, and where")
	}
	fresh := back.Cookies()[0].Name + "=" + back.Cookies()[0].Value
	sent := s.post(form.Get("keep_path"), fresh, url.Values{"name": {hidden(back.body, "name")}, "hours": {hidden(back.body, "hours")}})
	if sent.StatusCode != 303 {
		t.Errorf("sent on: %d", sent.StatusCode)
	}
	for _, path := range []string{"//evil.example/x", "https://evil.example", "/api/v1/editions", "/logout", "/login", "/nowhere", `/\evil`,
		"/admin/people/new", "/admin/people/x/administrator", "/admin/editions/x/members", "/account/tokens", "/desk/slips"} {
		form.Set("keep_path", path)
		if res := s.post("/login", "", form); res.StatusCode != 303 || strings.Contains(res.Header.Get("Location"), "evil") {
			t.Errorf("%s is kept: %d", path, res.StatusCode)
		}
	}
}

// TestLateFormIsReadable: what will be sent is told in the words of its page, and what a page hands on is not told but sent.
func TestLateFormIsReadable(t *testing.T) {
	s := newWorld(t)
	if err := s.accounts.SetPassword(t.Context(), "admin@example.vn", "mot mat khau rat dai"); err != nil {
		t.Fatal(err)
	}
	typed := url.Values{"act": {"submit"}, "version": {"3"}, "marks.1.1": {"4,5"}, "reason_x7": {"Ảnh mờ"}, "votes_for": {"9"}, "unheard_of": {"một lời"}}
	page := mainOf(s.post("/login", "", url.Values{"email": {"admin@example.vn"}, "password": {"mot mat khau rat dai"},
		"keep_path": {"/judge/sheets/x"}, "keep_body": {typed.Encode()}}))
	words := regexp.MustCompile(`<input[^>]*>`).ReplaceAllString(page, "")
	for name, values := range typed {
		if strings.Contains(words, ">"+name+"<") || !strings.Contains(page, `name="`+name+`" value="`+values[0]+`"`) {
			t.Errorf("%s is shown by its own name, or not sent on", name)
		}
	}
	for _, want := range []string{"Điểm tiêu chí 1.1", "4,5", "Lý do", "Ảnh mờ", "Phiếu tán thành", "một lời"} {
		if !strings.Contains(words, want) {
			t.Errorf("the page does not say %q:\n%s", want, words)
		}
	}
	if strings.Contains(words, "submit<") {
		t.Error("the page shows which button was pressed by its name")
	}
}

func TestLateFileIsToldOf(t *testing.T) {
	s := newWorld(t)
	r := httptest.NewRequest("POST", "https://binhchon.example.vn/admin/office", strings.NewReader("--x\r\n"))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	r.Header.Set("Referer", "https://binhchon.example.vn/admin/office?from=2")
	res := s.send(r)
	checkPage(t, "late file", res, 401, "vi")
	if body := string(res.body); !strings.Contains(body, `name="next" value="/admin/office?from=2"`) || strings.Contains(body, "keep_path") {
		t.Error("the page does not lead back to the form")
	}
	long := s.post("/admin/office", "", url.Values{"name": {strings.Repeat("a", 70_000)}})
	checkPage(t, "too long to keep", long, 401, "vi")
	if strings.Contains(string(long.body), "aaaa") {
		t.Error("a form beyond the limit is carried")
	}
}

// TestPeoplePages walks through an account's life as the administrator.
func TestPeoplePages(t *testing.T) {
	s := newWorld(t)
	admin := s.session("administrator")
	form := url.Values{"name": {"Ông Mới"}, "email": {"moi@example.vn"}, "once": {accounts.NewID()}}
	var at string
	for range 2 { // a double tap makes one account
		res := s.post("/admin/people/new", admin, form)
		if res.StatusCode != 303 {
			t.Fatalf("%d %.500s", res.StatusCode, res.body)
		}
		at, _, _ = strings.Cut(res.Header.Get("Location"), "?")
	}
	form.Set("once", accounts.NewID())
	checkPage(t, "taken", s.post("/admin/people/new", admin, form), 422, "vi")
	for _, path := range []string{"/admin/people", "/admin/people?q=ong+moi", "/admin/people?kind=invited", "/admin/people?q=khong+co", "/admin/people?from=-1&kind=x", at, "/admin/people/new", "/admin/office"} {
		checkPage(t, path, s.browse(path, admin), 200, "vi")
		checkPage(t, path, s.browse(path+map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")]+"lang=en", admin), 200, "en")
	}
	if list := s.browse("/admin/people?q=ong+moi", admin); !strings.Contains(string(list.body), at) {
		t.Error("the new person is not found")
	}
	for _, act := range []string{"/invite", "/administrator", "/no-administrator", "/sessions/end", "/disable", "/enable"} {
		res := s.post(at+act, admin, nil)
		if res.StatusCode != 303 || !strings.HasPrefix(res.Header.Get("Location"), at+"?done=person_") {
			t.Fatalf("%s: %d %.300s", act, res.StatusCode, res.body)
		}
		page := s.browse(res.Header.Get("Location"), admin)
		checkPage(t, act, page, 200, "vi")
		if strings.Contains(string(page.body), "page.notice") {
			t.Errorf("%s: the notice has no words", act)
		}
	}
	self := s.post("/admin/people/"+s.users["administrator"].ID+"/disable", admin, nil)
	checkPage(t, "oneself", self, 409, "vi")
	checkPage(t, "nobody", s.browse("/admin/people/none", admin), 404, "vi")
}

func TestOfficePage(t *testing.T) {
	s := newWorld(t)
	admin := s.session("administrator")
	form := url.Values{"name": {""}, "programme": {"Bình chọn thử"}, "phone": {"0221 3862 345"}, "hours": {"8–17 giờ"}, "email": {"so@example.vn"}}
	refused := s.post("/admin/office", admin, form)
	checkPage(t, "nameless office", refused, 422, "vi")
	if !strings.Contains(string(refused.body), "Bình chọn thử") {
		t.Error("what was typed is lost")
	}
	form.Set("name", "Sở Thử")
	if res := s.post("/admin/office", admin, form); res.StatusCode != 303 {
		t.Fatalf("%d %.300s", res.StatusCode, res.body)
	}
	if o, err := s.accounts.Office(t.Context()); err != nil || o.Programme != "Bình chọn thử" || o.Hours != "8–17 giờ" {
		t.Errorf("%+v, %v", o, err)
	}
	sent := s.post("/admin/office/test-mail", admin, url.Values{})
	at, err := url.Parse(sent.Header.Get("Location"))
	if err != nil || sent.StatusCode != 303 || at.Query().Get("mail") == "" {
		t.Fatalf("test mail: %d %v", sent.StatusCode, sent.Header)
	}
	job, err := s.db.LoadJob(t.Context(), at.Query().Get("mail"))
	if err != nil || job.Kind != judging.MailJob {
		t.Fatalf("%+v, %v", job, err)
	}
	job.State, job.Problem = jobs.Failed, "535 <b>bad password"
	if err := s.db.SaveJob(t.Context(), job); err != nil {
		t.Fatal(err)
	}
	page := s.browse(at.String(), admin)
	checkPage(t, "failed mail", page, 200, "vi")
	if !strings.Contains(string(page.body), "535 &lt;b&gt;bad password") {
		t.Error("why the mail failed is not told")
	}
}

// TestPasswordChangeRevokesTokens: the box decides, and it is ticked when the page comes.
func TestPasswordChangeRevokesTokens(t *testing.T) {
	s := newWorld(t)
	cookie := s.session("administrator")
	page := s.browse("/account", cookie)
	if !regexp.MustCompile(`name="revoke_tokens" value="yes" checked`).Match(page.body) {
		t.Error("revoking is not offered by default")
	}
	next := "nón lá làng Chuông"
	form := url.Values{"current": {"mot mat khau rat dai cho administrator"}, "password": {next}, "repeat": {next}}
	if res := s.post("/account/password", cookie, form); res.StatusCode != 303 {
		t.Fatalf("%d %.300s", res.StatusCode, res.body)
	} else {
		cookie = res.Cookies()[0].Name + "=" + res.Cookies()[0].Value
	}
	s.ok("administrator", "GET", "/me", 200, "")
	form = url.Values{"current": {next}, "password": {next + " 2"}, "repeat": {next + " 2"}, "revoke_tokens": {"yes"}}
	if res := s.post("/account/password", cookie, form); res.StatusCode != 303 {
		t.Fatalf("%d %.300s", res.StatusCode, res.body)
	}
	s.ok("administrator", "GET", "/me", 401, "")
}
