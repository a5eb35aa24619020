package web_test

import (
	"net/url"
	"strings"
	"testing"
)

// typedTwice has two people of the secretariat type a sheet alike over the API, with its scan between them.
func (s *staged) typedTwice(sheet string) {
	s.t.Helper()
	body := `{"marks":` + marks() + `}`
	s.ok("secretariat head", "POST", "/sheets/"+sheet+"/paper", 200, body)
	s.upload("secretariat head", "/sheets/"+sheet+"/paper/scan", 200, scanBytes, "phieu.pdf")
	s.ok("secretariat member", "POST", "/sheets/"+sheet+"/paper", 200, body)
}

// objected has the sheet's judge object to its typing.
func (s *staged) objected(sheet, said string) {
	s.t.Helper()
	at := "/judge/sheets/" + sheet
	s.led("object", s.post(at+"/question", s.session("jury member"), url.Values{"paper": {"yes"}, "question": {said}}), at+"?done=judge_objected")
}

// TestPassIsClosedKnowingOfObjections: while a judge's objection has no answer, the close must be meant.
func TestPassIsClosedKnowingOfObjections(t *testing.T) {
	s := scoring(t, newWorld(t))
	sheet, head := s.sheets["jury member"][0], s.session("jury head")
	pass := "/judge/" + slug + "/pass"
	s.typedTwice(sheet)
	s.objected(sheet, "Mục 1.2 khác phiếu")
	const warned, before = "Còn 1 phiếu giấy bị giám khảo báo nhập sai", "Hãy xử lý trước khi đóng"
	page := s.browse(pass, head)
	checkPage(t, "pass", page, 200, "vi")
	if text := shownText(page); !strings.Contains(text, warned) || !strings.Contains(text, before) || !strings.Contains(string(page.body), `href="#objections"`) {
		t.Error("the close does not name the objections that wait")
	}
	form := url.Values{"n": {"1"}, "leave_open": {"yes"}, "reason": {"hết giờ"}}
	refused := s.post(pass+"/close", head, form)
	checkPage(t, "not meant", refused, 422, "vi")
	if text := refused.plain(); !strings.Contains(text, "đánh dấu ô này") || !strings.Contains(text, "hết giờ") {
		t.Error("the refusal does not say what to tick, or forgets what was typed")
	}
	form.Set("objections_left", "yes")
	s.led("close", s.post(pass+"/close", head, form), pass)
	page = s.browse(pass, head)
	checkPage(t, "closed", page, 200, "vi")
	if text := shownText(page); strings.Contains(text, before) || strings.Contains(text, warned) || !strings.Contains(text, "Giám khảo báo nhập sai") {
		t.Error("a closed pass asks for something before the close, or hides the objection")
	}
}

// TestObjectionIsFollowed: an objection stands beside a question, is told as what it is, leads to sheet and scan, counts on
// the secretariat's home and is told in the minutes.
func TestObjectionIsFollowed(t *testing.T) {
	s := scoring(t, newWorld(t))
	sheet, judge, clerk := s.sheets["jury member"][0], s.session("jury member"), s.session("secretariat member")
	at := "/judge/sheets/" + sheet
	s.typedTwice(sheet)
	const asked, said, answered = "Men có chì không?", "Mục 1.2 khác phiếu", "Đã xin mở lại phiếu"
	s.led("ask", s.post(at+"/question", judge, url.Values{"question": {asked}}), at+"?done=judge_asked")
	s.objected(sheet, said)
	judge = s.session("jury member")
	page := s.browse(at, judge)
	checkPage(t, "sheet", page, 200, "vi")
	if text := shownText(page); !strings.Contains(text, asked) || !strings.Contains(text, said) || !strings.Contains(text, "Hãy báo Tổ giúp việc") {
		t.Error("the sheet does not keep both, or does not say whom to tell")
	}
	home := s.browse("/desk", clerk)
	checkPage(t, "home", home, 200, "vi")
	if text := shownText(home); !strings.Contains(text, "1 câu hỏi của giám khảo chưa trả lời") || !strings.Contains(text, "1 phiếu giấy bị báo nhập sai") {
		t.Error("the desk's home does not count what judges wait for")
	}
	nomination, _ := s.ok("jury member", "GET", "/sheets/"+sheet, 200, "")["nomination"].(string)
	dossier, scan := "/desk/"+slug+"/nominations/"+nomination, "/desk/"+slug+"/paper/sheets/"+sheet+"/scan"
	s.led("answer", s.post(dossier+"/answer", clerk, url.Values{"sheet": {sheet}, "paper": {"yes"}, "question": {said}, "answer": {answered}}), dossier+"?done=desk_answered")
	page = s.browse(dossier, clerk)
	checkPage(t, "dossier", page, 200, "vi")
	if body := string(page.body); !strings.Contains(body, scan) || !strings.Contains(shownText(page), "Báo nhập sai phiếu giấy") || !strings.Contains(shownText(page), answered) {
		t.Error("the dossier does not tell the objection from a question, or does not lead to the scan")
	}
	if res := s.browse(scan, clerk); res.StatusCode != 200 {
		t.Errorf("the scan of a typing objected to: %d", res.StatusCode)
	}
	s.ok("jury head", "POST", "/editions/"+slug+"/passes/1/close", 200, `{"leave_open":true,"reason":"thử"}`)
	minutes := s.browse("/council/"+slug+"/papers/bien-ban-cham-diem.docx", s.session("council secretary"))
	if body := string(minutes.body); !strings.Contains(body, "Giám khảo báo nhập sai phiếu giấy") || !strings.Contains(body, answered) || strings.Contains(body, said) {
		t.Errorf("the minutes do not tell of the objection: %d", minutes.StatusCode)
	}
}

// TestNewJudgeIsAskedForSheets: the form that names a judge while a pass is open asks which sheets, every one by default.
func TestNewJudgeIsAskedForSheets(t *testing.T) {
	s := scoring(t, newWorld(t))
	admin, at := s.session("administrator"), "/admin/editions/"+slug+"/members"
	page := s.browse(at, admin)
	checkPage(t, "members", page, 200, "vi")
	if body := string(page.body); !strings.Contains(body, `name="sheets" value="all" checked`) || !strings.Contains(body, `name="sheets" value="none"`) {
		t.Error("the form does not ask for the sheets of a new judge")
	}
	form := url.Values{"name": {"Đến Sau"}, "email": {"sau@thu.vn"}, "body": {"jury"}, "role": {"member"}, "sheets": {"none"}}
	s.led("without", s.post(at, admin, form), at)
	form.Set("email", "la@thu.vn")
	form.Set("sheets", "khac")
	refused := s.post(at, admin, form)
	checkPage(t, "an unknown seat", refused, 422, "vi")
	pass := shownText(s.browse("/judge/"+slug+"/pass", s.session("jury head")))
	if !strings.Contains(pass, "Đến Sau") {
		t.Error("the new judge is not of the jury")
	}
}

// TestPassTellsOfAnAbsentHead: who closes reads that the head is away and who stands in.
func TestPassTellsOfAnAbsentHead(t *testing.T) {
	s := scoring(t, newWorld(t))
	seat := ""
	for _, x := range s.ok("administrator", "GET", "/editions/"+slug+"/members", 200, "")["items"].([]any) {
		if m := x.(map[string]any); m["body"] == "jury" && m["role"] == "head" {
			seat = m["id"].(string)
		}
	}
	head := s.session("jury head")
	if strings.Contains(string(s.browse("/judge/"+slug+"/pass", head).body), `id="away"`) {
		t.Error("a head who is there is told to be away")
	}
	s.ok("secretariat head", "POST", "/editions/"+slug+"/absences", 201, `{"member":"`+seat+`","reason":"đi công tác"}`)
	page := s.browse("/judge/"+slug+"/pass", head)
	checkPage(t, "pass", page, 200, "vi")
	if text := shownText(page); !strings.Contains(text, "đi công tác") || !strings.Contains(text, "Chưa có Phó Trưởng ban điều hành thay") {
		t.Error("the pass does not tell that the head is away")
	}
}

// TestDeviceSaysWhichEditionItOpens: a session for one edition's judging answers for another with the reason and a way on.
func TestDeviceSaysWhichEditionItOpens(t *testing.T) {
	s := scoring(t, newWorld(t))
	s.session("jury member")
	in := s.post("/login", "", url.Values{"email": {s.users["jury member"].Email}, "password": {passwordOf + "jury member"}, "keep": {"yes"}})
	judge, _, _ := strings.Cut(in.Header.Get("Set-Cookie"), ";")
	for _, path := range []string{"/judge/cuoc-khac", "/judge/cuoc-khac/pass"} {
		p := s.browse(path, judge)
		checkPage(t, "another edition", p, 404, "vi")
		if text := shownText(p); !strings.Contains(text, "Thiết bị này chỉ mở cuộc bình chọn") || !strings.Contains(string(p.body), `class="btn btn-primary" href="/login"`) {
			t.Errorf("another edition is not explained: %s", text)
		}
	}
	if text := shownText(s.browse("/login?lang=vi", "")); !strings.Contains(text, "nhờ thư ký Ban giám khảo cấp một phiếu mã") {
		t.Error("the sign-in does not tell of the slip")
	}
}
