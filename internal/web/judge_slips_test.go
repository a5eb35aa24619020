package web_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// passwordOf begins the password that session gives a role.
const passwordOf = "mot mat khau rat dai cho "

var judgeCode = regexp.MustCompile(`[A-Z3-9]{5} [A-Z3-9]{5}`)

// TestJudgeSlipPages walks a judge in by a slip: the judging of the edition is open to the session, and no other page.
func TestJudgeSlipPages(t *testing.T) {
	s := scoring(t, newWorld(t))
	cookie, own := s.session("jury secretary"), s.session("jury member")
	at := "/judge/" + slug + "/slips"
	checkPage(t, at, s.browse(at+"?lang=vi", cookie), 200, "vi")
	checkPage(t, at, s.browse(at+"?lang=en", cookie), 200, "en")
	if body := string(s.browse("/judge/"+slug+"/pass", cookie).body); !strings.Contains(body, at) {
		t.Error("the pass does not lead to the slips")
	}
	seat := ""
	for _, x := range s.ok("administrator", "GET", "/editions/"+slug+"/members", 200, "")["items"].([]any) {
		if m := x.(map[string]any); m["body"] == "jury" && m["role"] == "member" {
			seat = m["id"].(string)
		}
	}
	if res := s.post(at, cookie, url.Values{"seat": {seat}, "password": {"sai mat khau roi"}}); res.StatusCode != 422 {
		t.Errorf("with a wrong password: %d", res.StatusCode)
	}
	res := s.post(at, cookie, url.Values{"seat": {seat}, "password": {passwordOf + "jury secretary"}})
	code := judgeCode.FindString(string(res.body))
	if res.StatusCode != 200 || code == "" {
		t.Fatalf("make a slip: %d\n%s", res.StatusCode, res.body)
	}
	in := s.post("/login", "", url.Values{"email": {s.users["jury member"].Email}, "password": {code}})
	if in.StatusCode != 303 || in.Header.Get("Location") != "/judge" {
		t.Fatalf("the code leads to %d %s", in.StatusCode, in.Header.Get("Location"))
	}
	judge, _, _ := strings.Cut(in.Header.Get("Set-Cookie"), ";")
	for _, path := range []string{"/judge", "/judge/" + slug, "/judge/sheets/" + s.sheets["jury member"][0], "/products", "/v"} {
		if res := s.browse(path, judge); res.StatusCode != 200 {
			t.Errorf("%s by a slip: %d", path, res.StatusCode)
		}
	}
	for _, path := range []string{"/account", "/nominations", "/desk", "/council", "/admin", "/api/v1/me", "/judge/" + slug + "/pass", at} {
		if res := s.browse(path, judge); res.StatusCode != 403 {
			t.Errorf("%s by a slip: %d, want 403", path, res.StatusCode)
		}
	}
	if res := s.post("/account/password", judge, url.Values{"password": {"mat khau moi cua toi"}, "repeat": {"mat khau moi cua toi"}}); res.StatusCode != 403 {
		t.Errorf("a slip sets a password: %d", res.StatusCode)
	}
	if body := string(s.browse(at+"?lang=vi", cookie).body); !strings.Contains(body, "Đã dùng lúc") || strings.Contains(body, code) {
		t.Error("the list does not say that the slip was used")
	}
	account := string(s.browse("/account?lang=vi", own).body)
	if !strings.Contains(account, "chỉ để chấm điểm") {
		t.Error("the judge does not see where the slip let somebody in")
	}
}

// TestRememberedDevice: the box at the sign-in keeps a judge in, and the close of the pass ends it.
func TestRememberedDevice(t *testing.T) {
	s := scoring(t, newWorld(t))
	s.session("jury member") // sets the password
	in := s.post("/login", "", url.Values{"email": {s.users["jury member"].Email}, "password": {passwordOf + "jury member"}, "keep": {"yes"}})
	judge, _, _ := strings.Cut(in.Header.Get("Set-Cookie"), ";")
	if in.StatusCode != 303 || s.browse("/judge/"+slug, judge).StatusCode != 200 {
		t.Fatalf("sign in: %d", in.StatusCode)
	}
	s.clock = s.clock.AddDate(0, 0, 20)
	if res := s.browse("/judge/"+slug, judge); res.StatusCode != 200 {
		t.Errorf("after 20 days: %d", res.StatusCode)
	}
	s.mark("jury head")
	s.mark("jury member")
	s.ok("jury head", "POST", "/editions/"+slug+"/passes/1/close", 200, "")
	if res := s.browse("/judge/"+slug, judge); res.StatusCode != 303 {
		t.Errorf("after the close: %d, want the sign-in", res.StatusCode)
	}
}

// TestJudgeSlipHidesWhatWasSent: the pages of a session by a slip say that what was sent before is not shown, and show it
// neither on the list nor on the sheet nor in print; the draft of an open sheet is there.
func TestJudgeSlipHidesWhatWasSent(t *testing.T) {
	s := scoring(t, newWorld(t))
	own, sent, draft := s.session("jury member"), s.sheets["jury member"][0], s.sheets["jury member"][1]
	for _, id := range []string{sent, draft} {
		s.led("save", s.post("/judge/sheets/"+id, own, s.fullMarks(1)), "/judge/sheets/"+id)
	}
	s.led("submit", s.post("/judge/sheets/"+sent+"/submit", own, url.Values{"version": {"2"}}), "/judge/sheets/"+sent+"/receipt")
	seat := ""
	for _, x := range s.ok("administrator", "GET", "/editions/"+slug+"/members", 200, "")["items"].([]any) {
		if m := x.(map[string]any); m["body"] == "jury" && m["role"] == "member" {
			seat = m["id"].(string)
		}
	}
	s.clock = s.clock.Add(time.Minute)
	made := s.post("/judge/"+slug+"/slips", s.session("jury secretary"), url.Values{"seat": {seat}, "password": {passwordOf + "jury secretary"}})
	in := s.post("/login", "", url.Values{"email": {s.users["jury member"].Email}, "password": {judgeCode.FindString(string(made.body))}})
	judge, _, _ := strings.Cut(in.Header.Get("Set-Cookie"), ";")
	for path, secret := range map[string]string{"/judge/" + slug: `class="line-total"`, "/judge/sheets/" + sent: "Đẹp, bền.", "/judge/sheets/" + sent + "/receipt": `class="number">88`} {
		mine, res := shownText(s.browse(path+"?lang=vi", own)), s.browse(path+"?lang=vi", judge)
		checkPage(t, path, res, 200, "vi")
		if !strings.Contains(mine, secret) || path != "/judge/"+slug && strings.Contains(shownText(res), secret) {
			t.Errorf("%s: the judge reads %q %v, a slip %v", path, secret, strings.Contains(mine, secret), strings.Contains(shownText(res), secret))
		}
		if !strings.Contains(shownText(res), "Bạn vào bằng phiếu") || strings.Contains(mine, "Bạn vào bằng phiếu") {
			t.Errorf("%s does not say what is not shown, or says it to the judge", path)
		}
	}
	if n := strings.Count(shownText(s.browse("/judge/"+slug, judge)), `class="line-total"`); n != 1 {
		t.Errorf("a slip sees %d totals on the list, want the draft's alone", n)
	}
	if res := s.browse("/judge/sheets/"+sent+"/print.pdf", judge); res.StatusCode != 403 {
		t.Errorf("a slip prints a sent sheet: %d", res.StatusCode)
	}
	if body := shownText(s.browse("/judge/sheets/"+draft, judge)); !strings.Contains(body, "Đẹp, bền.") || !strings.Contains(body, `value="4,5"`) {
		t.Error("a slip does not see the draft of an open sheet")
	}
	s.led("submit by a slip", s.post("/judge/sheets/"+draft+"/submit", judge, url.Values{"version": {"2"}}), "/judge/sheets/"+draft+"/receipt")
	if body := shownText(s.browse("/judge/sheets/"+draft, judge)); !strings.Contains(body, "Đẹp, bền.") {
		t.Error("a slip does not see what it sent itself")
	}
}
