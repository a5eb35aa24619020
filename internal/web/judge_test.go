package web_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// shownText is a page as a reader sees its letters.
func shownText(res reply) string { return html.UnescapeString(string(res.body)) }

// fullMarks is a form with the most points of every criterion of the test's rules, written with a comma.
func (s *staged) fullMarks(version int) url.Values {
	form := url.Values{"version": {fmt.Sprint(version)}, "comment": {"Đẹp, bền."}, "act": {"save"}}
	for i := range 8 {
		form.Set(fmt.Sprintf("marks.1.%d", i+1), "4,5")
	}
	for i := range 12 {
		form.Set(fmt.Sprintf("marks.2.%d", i+1), "3")
	}
	for _, code := range []string{"3.1", "3.2", "4.1", "4.2"} {
		form.Set("marks."+code, " 4 ")
	}
	return form
}

func (w *world) led(name string, res reply, to string) {
	w.t.Helper()
	if res.StatusCode != 303 || !strings.HasPrefix(res.Header.Get("Location"), to) {
		w.t.Errorf("%s: %d to %q, want 303 to %s\n%.300s", name, res.StatusCode, res.Header.Get("Location"), to, res.body)
	}
}

func TestJudgeDeclaresOnPages(t *testing.T) {
	s := filing(t, newWorld(t))
	s.nominate("Bình gốm hoa lam")
	s.nominate("Tương nếp")
	s.move("screening")
	judge := s.session("jury member")
	at := "/judge/" + slug + "/declaration"
	s.led("the list before a declaration", s.browse("/judge/"+slug, judge), at)
	page := s.browse(at, judge)
	checkPage(t, at, page, 200, "vi")
	for _, want := range []string{"Bình gốm hoa lam", "Tương nếp", "không có xung đột"} {
		if !strings.Contains(shownText(page), want) {
			t.Errorf("the declaration does not show %q", want)
		}
	}
	if strings.Contains(shownText(page), "0912345678") {
		t.Error("a judge sees a producer's phone")
	}
	found := s.post(at, judge, url.Values{"act": {"search"}, "q": {"tuong nep"}, "conflict": {s.nominations[0]}})
	checkPage(t, "search", found, 200, "vi")
	if !strings.Contains(shownText(found), `value="`+s.nominations[0]+`" checked`) {
		t.Error("the search forgets what was ticked")
	}
	for name, form := range map[string]url.Values{
		"nothing said": {}, "both said": {"none": {"yes"}, "conflict": {s.nominations[0]}, "reason." + s.nominations[0]: {"người nhà"}},
		"no reason": {"conflict": {s.nominations[0]}}, "reason without tick": {"none": {"yes"}, "reason." + s.nominations[0]: {"người nhà"}},
	} {
		checkPage(t, name, s.post(at, judge, form), 422, "vi")
	}
	s.led("a declaration", s.post(at, judge, url.Values{"conflict": {s.nominations[0]}, "reason." + s.nominations[0]: {"người nhà"}}), "/judge/"+slug)
	again := s.browse(at, judge)
	if !strings.Contains(shownText(again), "người nhà") || strings.Contains(shownText(again), `value="`+s.nominations[0]+`"`) {
		t.Error("a declared conflict can be ticked again")
	}
	checkPage(t, "nothing added", s.post(at, judge, url.Values{}), 422, "vi")
}

func TestJudgeScoresOnPages(t *testing.T) {
	s := scoring(t, newWorld(t))
	judge, id := s.session("jury member"), s.sheets["jury member"][0]
	at := "/judge/sheets/" + id
	for _, path := range []string{"/judge", "/judge/" + slug, at, at + "/check", at + "/recuse", at + "/photos/1"} {
		for _, lang := range []string{"vi", "en"} {
			checkPage(t, path+" "+lang, s.browse(path+"?lang="+lang, judge), 200, lang)
		}
	}
	if res := s.browse(at+"/documents/3", judge); res.StatusCode != 200 || res.Header.Get("Content-Type") != "image/png" {
		t.Errorf("photo: %d %s", res.StatusCode, res.Header.Get("Content-Type"))
	}
	bad := s.fullMarks(1)
	bad.Set("marks.1.1", "45")
	bad.Set("marks.1.2", "chín")
	page := s.post(at, judge, bad)
	checkPage(t, "a mark too high", page, 422, "vi")
	for _, want := range []string{`href="#marks.1.1">1.1: `, `value="45"`, `value="chín"`, `value="4,5"`, "Đẹp, bền."} {
		if !strings.Contains(shownText(page), want) {
			t.Errorf("the sheet at fault does not hold %q", want)
		}
	}
	part := s.fullMarks(1)
	part.Del("marks.4.2")
	s.led("a draft", s.post(at, judge, part), at+"?done=judge_saved")
	s.led("the same draft twice", s.post(at, judge, part), at+"?done=judge_saved")
	if gap := s.browse(at+"/check", judge); !strings.Contains(shownText(gap), `href="`+at+`#marks.4.2"`) {
		t.Error("the check does not lead to the criterion without a mark")
	}
	checkPage(t, "send with a gap", s.post(at+"/submit", judge, url.Values{"version": {"2"}}), 422, "vi")
	full := s.fullMarks(2)
	full.Set("act", "check")
	s.led("to the check", s.post(at, judge, full), at+"/check")
	check := s.browse(at+"/check", judge)
	if !strings.Contains(shownText(check), "88") || !strings.Contains(shownText(check), "đạt từ 70 điểm") {
		t.Error("the check does not show the total and the pass mark")
	}
	checkPage(t, "send an older version", s.post(at+"/submit", judge, url.Values{"version": {"2"}}), 409, "vi")
	s.led("send", s.post(at+"/submit", judge, url.Values{"version": {"3"}}), at+"/receipt")
	s.led("send twice", s.post(at+"/submit", judge, url.Values{"version": {"3"}}), at+"/receipt")
	checkPage(t, "receipt", s.browse(at+"/receipt", judge), 200, "vi")
	checkPage(t, "a sent sheet", s.browse(at, judge), 200, "vi")
	checkPage(t, "saving a sent sheet", s.post(at, judge, s.fullMarks(3)), 409, "vi")
	head := s.session("jury head")
	if res := s.browse(at, head); res.StatusCode != 404 {
		t.Errorf("another judge's sheet: %d, want 404", res.StatusCode)
	}
}

func TestJudgeChoosesBetweenTwoDevices(t *testing.T) {
	s := scoring(t, newWorld(t))
	judge, at := s.session("jury member"), "/judge/sheets/"+s.sheets["jury member"][0]
	s.led("first device", s.post(at, judge, s.fullMarks(1)), at)
	other := s.fullMarks(1)
	other.Set("marks.1.1", "2")
	other.Set("comment", "Khác.")
	page := s.post(at, judge, other)
	checkPage(t, "second device", page, 409, "vi")
	for _, want := range []string{`name="marks.1.1" value="2" checked`, `name="marks.1.1" value="4,5"`, `name="comment" value="Khác."`, `type="hidden" name="marks.1.2" value="4,5"`} {
		if !strings.Contains(shownText(page), want) {
			t.Errorf("the choice does not hold %q", want)
		}
	}
	other.Set("version", "2")
	s.led("the choice", s.post(at, judge, other), at)
}

func TestDraftsAnswerTheScript(t *testing.T) {
	s := scoring(t, newWorld(t))
	judge, at := s.session("jury member"), "/judge/sheets/"+s.sheets["jury member"][0]+"/draft"
	send := func(cookie, body string) reply {
		r := httptest.NewRequest("POST", "https://binhchon.example.vn"+at, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.Header.Set("Cookie", cookie)
		return s.send(r)
	}
	for _, tt := range []struct {
		name, body string
		status     int
		want       string
	}{
		{"first", `{"version":1,"marks":{"1.1":"4.5"},"comment":"x"}`, 200, `"version":2,"saved":"09:00","marks":{"marks.1.1":"4,5"},"comment":"x"`},
		{"stale", `{"version":1,"marks":{"1.1":"3"},"comment":"x"}`, 409, `"code":"stale_version"`},
		{"above", `{"version":2,"marks":{"1.1":"9"},"comment":"x"}`, 422, `"field":"marks.1.1"`},
		{"unknown", `{"version":2,"marks":{},"locked":true}`, 422, `"field":"locked"`},
		{"no JSON", `x`, 400, `"code":"`},
	} {
		res := send(judge, tt.body)
		if res.StatusCode != tt.status || !strings.Contains(string(res.body), tt.want) || !json.Valid(res.body) {
			t.Errorf("%s: %d %s, want %d with %s", tt.name, res.StatusCode, res.body, tt.status, tt.want)
		}
	}
	if res := send("", `{"version":2,"marks":{}}`); res.StatusCode != 401 {
		t.Errorf("without a session: %d", res.StatusCode)
	}
	if res := send(s.session("jury head"), `{"version":2,"marks":{}}`); res.StatusCode != 404 && res.StatusCode != 403 {
		t.Errorf("another judge: %d", res.StatusCode)
	}
}

func TestJudgeStepsOutOnPages(t *testing.T) {
	s := scoring(t, newWorld(t))
	judge, at := s.session("jury member"), "/judge/sheets/"+s.sheets["jury member"][0]
	checkPage(t, "no reason", s.post(at+"/recuse", judge, url.Values{"reason": {" "}}), 422, "vi")
	s.led("recuse", s.post(at+"/recuse", judge, url.Values{"reason": {"người nhà"}}), "/judge/"+slug)
	page := s.browse(at, judge)
	checkPage(t, "a recused sheet", page, 200, "vi")
	if !strings.Contains(shownText(page), "người nhà") {
		t.Error("a recused sheet does not tell its reason")
	}
	if text := shownText(page); strings.Contains(text, "Làm tay.") || !strings.Contains(text, "đã từ chối chấm nên không xem được") {
		t.Errorf("a recused sheet with its dossier:\n%s", text)
	}
	api := "/api/v1/nominations/" + s.nominations[0]
	for path, want := range map[string]int{at + "/photos/1": 404, at + "/documents/1": 403, at + "/print.pdf": 409, at + "/print.pdf?blank=1": 409,
		api: 403, api + "/documents": 403, api + "/documents/1": 403, api + "/timeline": 403} {
		if res := s.browse(path, judge); res.StatusCode != want {
			t.Errorf("%s after the recusal: %d, want %d", path, res.StatusCode, want)
		}
	}
	list := s.browse("/judge/"+slug+"?state=recused&q=binh+GOM", judge)
	checkPage(t, "recused sheets", list, 200, "vi")
	if !strings.Contains(string(list.body), at) {
		t.Error("the filter does not find the recused sheet without marks above letters")
	}
}

func TestJuryHeadClosesThePassOnPages(t *testing.T) {
	s := scoring(t, newWorld(t))
	head, judge := s.session("jury head"), s.session("jury member")
	at := "/judge/" + slug + "/pass"
	page := s.browse(at, head)
	checkPage(t, at, page, 200, "vi")
	if !strings.Contains(shownText(page), "4 phiếu chưa gửi") {
		t.Error("the pass does not count the open sheets")
	}
	checkPage(t, "close over open sheets", s.post(at+"/close", head, url.Values{"n": {"1"}}), 409, "vi")
	checkPage(t, "close without a reason", s.post(at+"/close", head, url.Values{"n": {"1"}, "leave_open": {"yes"}}), 422, "vi")
	for role, ids := range s.sheets {
		for _, id := range ids {
			sheet := "/judge/sheets/" + id
			cookie := map[string]string{"jury head": head, "jury member": judge}[role]
			s.led("save", s.post(sheet, cookie, s.fullMarks(1)), sheet)
			s.led("send", s.post(sheet+"/submit", cookie, url.Values{"version": {"2"}}), sheet+"/receipt")
		}
	}
	page = s.browse(at, head)
	for _, leak := range []string{"88", "Đẹp, bền."} {
		if strings.Contains(shownText(page), ">"+leak) {
			t.Errorf("the state of the pass shows %q", leak)
		}
	}
	given := at + "/sheets/" + s.sheets["jury member"][0] + "/reopen"
	checkPage(t, "reopen", s.browse(given, head), 200, "vi")
	checkPage(t, "reopen without a reason", s.post(given, head, url.Values{}), 422, "vi")
	s.led("reopen with one", s.post(given, head, url.Values{"reason": {"gõ nhầm mục 2"}}), at)
	if back := s.browse("/judge/sheets/"+s.sheets["jury member"][0], judge); !strings.Contains(shownText(back), "gõ nhầm mục 2") {
		t.Error("the judge is not told why the sheet is back")
	}
	s.led("close", s.post(at+"/close", head, url.Values{"n": {"1"}, "leave_open": {"yes"}, "reason": {"giám khảo ốm"}}), at)
	page = s.browse(at+"?pass=1", head)
	for _, want := range []string{"giám khảo ốm", "/council/" + slug, "không gửi kịp"} {
		if !strings.Contains(shownText(page), want) {
			t.Errorf("the closed pass does not show %q", want)
		}
	}
	for path, want := range map[string]string{"/judge": "1 phiếu chưa gửi khi đóng lần chấm", "/judge/" + slug: "1 phiếu của bạn chưa gửi"} {
		if own := shownText(s.browse(path, judge)); !strings.Contains(own, want) || strings.Contains(own, "Bạn đã gửi đủ") {
			t.Errorf("%s does not tell the judge of a sheet that was not sent in time", path)
		}
	}
	checkPage(t, "reopen the pass without a reason", s.post(at+"/reopen", head, url.Values{"n": {"1"}}), 422, "vi")
	s.led("reopen the pass", s.post(at+"/reopen", head, url.Values{"n": {"1"}, "reason": {"còn một phiếu"}}), at)
	if res := s.post(at+"/close", judge, url.Values{"n": {"1"}}); res.StatusCode != 403 {
		t.Errorf("a member closes the pass: %d, want 403", res.StatusCode)
	}
}

// TestJurySecretaryFindsThePanels: who may divide the work finds the page on the first one, and judges are not sent there.
func TestJurySecretaryFindsThePanels(t *testing.T) {
	s := scoring(t, newWorld(t))
	address := "/desk/" + slug + "/panels"
	for role, want := range map[string]bool{"jury secretary": true, "jury head": false, "jury member": false} {
		cookie := s.session(role)
		page := s.browse("/judge", cookie)
		checkPage(t, role, page, 200, "vi")
		if got := strings.Contains(string(page.body), `href="`+address+`"`); got != want {
			t.Errorf("%s: a link to the panels is %v, want %v", role, got, want)
		}
		if res := s.browse(address, cookie); (res.StatusCode == 200) != want {
			t.Errorf("%s opens the panels: %d", role, res.StatusCode)
		}
	}
}
