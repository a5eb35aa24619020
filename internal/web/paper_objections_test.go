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
	s.led("object", s.post(at+"/question", s.session("jury member"), url.Values{"paper": {"yes"}, "question": {said}}), at)
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
