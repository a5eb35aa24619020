package web_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"

	"vinhdanh/internal/paper"
	"vinhdanh/internal/web"
)

// scanBytes is a paper that the test's inspector takes for a PDF.
var scanBytes = []byte("%PDF-1.4\nphiếu đã ký")

// wholeMarks are the marks of a whole sheet as a typist writes them.
func wholeMarks(t *testing.T) map[string]string {
	t.Helper()
	whole := map[string]string{}
	if err := json.Unmarshal([]byte(marks()), &whole); err != nil {
		t.Fatal(err)
	}
	for code, mark := range whole {
		whole[code] = strings.ReplaceAll(mark, ".", ",")
	}
	return whole
}

// paperForm is the form of a typing, every criterion at its mark.
func paperForm(mark map[string]string, more ...string) url.Values {
	form := url.Values{}
	for code, m := range mark {
		form.Set("marks."+code, m)
	}
	for i := 0; i < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return form
}

// TestPaperIsTypedInTheBrowser walks one sheet through two people of the secretariat; nobody but the judge reads a mark.
func TestPaperIsTypedInTheBrowser(t *testing.T) {
	s := scoring(t, newWorld(t))
	sheet := s.sheets["jury member"][0]
	at, list := "/desk/"+slug+"/paper/sheets/"+sheet, "/desk/"+slug+"/paper"
	head, clerk := s.session("secretariat head"), s.session("secretariat member")
	marks := wholeMarks(t)

	page := s.browse(at, clerk)
	checkPage(t, "first typing", page, 200, "vi")
	short := paperForm(marks)
	short.Del("marks.1.1")
	res := s.post(at, clerk, short)
	if res.StatusCode != 422 || !strings.Contains(string(res.body), `value="`+marks["1.2"]+`"`) || !strings.Contains(string(res.body), `name="incomplete"`) {
		t.Errorf("a line left out: %d\n%.2000s", res.StatusCode, res.body)
	}
	res = s.post(at, clerk, paperForm(marks, "total", "999"))
	if res.StatusCode != 422 || !strings.Contains(string(res.body), "cộng lại là") {
		t.Errorf("another total: %d", res.StatusCode)
	}
	if res = s.post(at, clerk, paperForm(marks, "comment", "Nhận xét riêng")); res.StatusCode != 303 {
		t.Fatalf("first typing: %d\n%s", res.StatusCode, res.body)
	}
	res = s.post(at, clerk, paperForm(marks))
	if res.StatusCode != 409 || !strings.Contains(string(res.body), "người khác") {
		t.Errorf("the same person again: %d", res.StatusCode)
	}
	if res = s.post(at, head, paperForm(marks)); res.StatusCode != 409 {
		t.Errorf("without a scan: %d", res.StatusCode)
	}
	if res = s.sendFile(clerk, at+"/scan", []byte("this is no document at all"), "x.bin"); res.StatusCode != 422 {
		t.Errorf("no document: %d", res.StatusCode)
	}
	if res = s.sendFile(clerk, at+"/scan", scanBytes, "phiếu.pdf"); res.StatusCode != 303 {
		t.Fatalf("scan: %d\n%s", res.StatusCode, res.body)
	}
	s.blind("waiting", marks, head, list, at)
	if res = s.browse(at+"/scan", head); res.StatusCode != 200 || !strings.Contains(string(s.browse(at, head).body), at+"/scan") {
		t.Errorf("the second typist cannot open the scan: %d", res.StatusCode)
	}
	other := paperForm(marks, "comment", "Nhận xét riêng")
	other.Set("marks.1.1", "0")
	if res = s.post(at, head, other); res.StatusCode != 303 {
		t.Fatalf("second typing: %d\n%s", res.StatusCode, res.body)
	}
	s.blind("to compare", marks, head, list, at)
	compare := s.browse(at+"/compare", clerk)
	checkPage(t, "compare", compare, 200, "vi")
	if !strings.Contains(string(compare.body), "1.1") || strings.Contains(string(compare.body), "1.2.") {
		t.Error("the comparison does not show what differs alone")
	}
	if res = s.browse(at+"/scan", clerk); res.StatusCode != 200 || !bytes.Equal(res.body, scanBytes) || res.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("scan to compare: %d %v", res.StatusCode, res.Header)
	}
	if res = s.post(at+"/compare", clerk, url.Values{}); res.StatusCode != 422 {
		t.Errorf("nothing chosen: %d", res.StatusCode)
	}
	if res = s.post(at+"/compare", clerk, url.Values{"choices.1.1": {"first"}}); res.StatusCode != 422 || !strings.Contains(string(res.body), `name="reason"`) {
		t.Errorf("settled alone without a reason: %d", res.StatusCode)
	}
	if res = s.post(at+"/compare", clerk, url.Values{"choices.1.1": {"first"}, "reason": {"chỉ có hai người"}}); res.StatusCode != 303 {
		t.Fatalf("chosen: %d\n%s", res.StatusCode, res.body)
	}
	s.blind("typed", marks, head, list, at)
	if res = s.browse(at+"/scan", clerk); res.StatusCode != 404 {
		t.Errorf("the scan after sealing: %d", res.StatusCode)
	}
	s.judgeReads(sheet)
	s.judgeObjects(sheet)
	s.councilReads(sheet)
}

// councilReads closes the pass: ranking, minutes and the auditor's sheet say who typed it.
func (s *staged) councilReads(sheet string) {
	s.t.Helper()
	s.ok("jury head", "POST", "/editions/"+slug+"/passes/1/close", 200, `{"leave_open":true,"reason":"thử"}`)
	const note = "Nhập từ phiếu giấy: Ông secretariat member và Ông secretariat head"
	auditor := s.session("audit member")
	for path, cookie := range map[string]string{"/council/" + slug: s.session("council member"), "/council/" + slug + "/sheets/" + sheet: auditor,
		"/council/" + slug + "/papers/bien-ban-cham-diem.docx": s.session("council secretary")} {
		if page := s.browse(path, cookie); page.StatusCode != 200 || !strings.Contains(string(page.body), note) {
			s.t.Errorf("%s: %d, no %q", path, page.StatusCode, note)
		}
	}
	if res := s.browse("/council/"+slug+"/sheets/"+sheet+"/scan", auditor); res.StatusCode != 200 || !bytes.Equal(res.body, scanBytes) {
		s.t.Errorf("the auditor's scan: %d", res.StatusCode)
	}
}

// blind opens pages of the secretariat in which no mark and no remark may stand.
func (s *staged) blind(when string, marks map[string]string, cookie string, paths ...string) {
	s.t.Helper()
	for _, path := range paths {
		page := s.browse(path, cookie)
		checkPage(s.t, when+" "+path, page, 200, "vi")
		for _, leak := range []string{"Nhận xét riêng", `value="` + marks["1.1"] + `"`, `value="` + marks["2.1"] + `"`} {
			if strings.Contains(string(page.body), leak) {
				s.t.Errorf("%s: %s shows %s", when, path, leak)
			}
		}
	}
	for _, path := range []string{"/editions/" + slug + "/paper", "/sheets/" + strings.Split(paths[1], "/")[5] + "/paper"} {
		body := string(s.call("secretariat member", "GET", path, "").body)
		if strings.Contains(body, `"marks"`) || strings.Contains(body, "Nhận xét riêng") || when != "to compare" && strings.Contains(body, "differences") {
			s.t.Errorf("%s: %s says %s", when, path, body)
		}
	}
}

// judgeReads checks what the judge sees of her typed sheet, and that nobody else reads it.
func (s *staged) judgeReads(sheet string) {
	s.t.Helper()
	v := s.ok("jury member", "GET", "/sheets/"+sheet, 200, "")
	typed, _ := v["typed_by"].([]any)
	if v["source"] != "paper" || v["state"] != "submitted" || len(typed) != 3 || v["comment"] != "Nhận xét riêng" {
		s.t.Errorf("the judge reads %v", v)
	}
	cookie := s.session("jury member")
	for _, path := range []string{"/judge/sheets/" + sheet, "/judge/" + slug} {
		page := string(s.browse(path, cookie).body)
		if !strings.Contains(page, "Nhập từ phiếu giấy: Ông secretariat member và Ông secretariat head; Ông secretariat member tự so vì không còn ai khác, lý do: chỉ có hai người") {
			s.t.Errorf("%s does not say who typed", path)
		}
	}
	if res := s.browse("/judge/sheets/"+sheet+"/scan", cookie); res.StatusCode != 200 || !bytes.Equal(res.body, scanBytes) {
		s.t.Errorf("the judge's scan: %d", res.StatusCode)
	}
	if page := string(s.browse("/judge/"+slug+"/pass", s.session("jury head")).body); !strings.Contains(page, "Nhập từ phiếu giấy") {
		s.t.Error("the jury's head is not told")
	}
	s.ok("secretariat head", "GET", "/sheets/"+sheet, 404, "")
	s.ok("jury member", "POST", "/sheets/"+sheet+"/paper", 403, `{"marks":{"1.1":"1"}}`)
}

// TestPaperOverTheAPI types alike by two tokens; the second of one person is refused.
// judgeObjects: what a judge says of a wrong typing reaches the secretariat in words and the jury's head without them.
func (s *staged) judgeObjects(sheet string) {
	s.t.Helper()
	judge, at, list := s.session("jury member"), "/judge/sheets/"+sheet, "/desk/"+slug+"/paper"
	if page := string(s.browse(at, judge).body); !strings.Contains(page, at+"/question?paper=yes") {
		s.t.Error("the sheet offers no objection")
	}
	for _, lang := range []string{"vi", "en"} {
		checkPage(s.t, "object "+lang, s.browse(at+"/question?paper=yes&lang="+lang, judge), 200, lang)
	}
	const said, answered = "Mục 1.2 khác phiếu", "Đã xin mở lại phiếu"
	checkPage(s.t, "nothing said", s.post(at+"/question", judge, url.Values{"paper": {"yes"}}), 422, "vi")
	s.led("object", s.post(at+"/question", judge, url.Values{"paper": {"yes"}, "question": {said}}), at+"?done=judge_objected")
	clerk := s.browse(list, s.session("secretariat member"))
	checkPage(s.t, "paper sheets", clerk, 200, "vi")
	if text := shownText(clerk); !strings.Contains(text, said) || !strings.Contains(text, "Chưa trả lời") {
		s.t.Error("the secretariat does not read the objection")
	}
	pass := s.browse("/judge/"+slug+"/pass", s.session("jury head"))
	checkPage(s.t, "pass", pass, 200, "vi")
	if text := shownText(pass); !strings.Contains(text, "Giám khảo báo nhập sai") || strings.Contains(text, said) {
		s.t.Error("the jury's head is not told of the objection, or is told its words")
	}
	nomination, _ := s.ok("jury member", "GET", "/sheets/"+sheet, 200, "")["nomination"].(string)
	dossier := "/desk/" + slug + "/nominations/" + nomination
	s.led("answer", s.post(dossier+"/answer", s.session("secretariat member"), url.Values{"sheet": {sheet}, "paper": {"yes"}, "question": {said}, "answer": {answered}}), dossier+"?done=desk_answered")
	if text := shownText(s.browse(at, judge)); !strings.Contains(text, answered) {
		s.t.Error("the judge does not read the answer")
	}
	other := s.sheets["jury member"][1]
	if res := s.post("/judge/sheets/"+other+"/question", judge, url.Values{"paper": {"yes"}, "question": {said}}); res.StatusCode != 409 {
		s.t.Errorf("an objection to a sheet that nobody typed: %d", res.StatusCode)
	}
}

func TestPaperOverTheAPI(t *testing.T) {
	s := scoring(t, newWorld(t))
	sheet := s.sheets["jury member"][0]
	body := `{"marks":{"1.1":"1"},"comment":"x"}`
	if v := s.ok("secretariat head", "POST", "/sheets/"+sheet+"/paper", 200, body); v["state"] != "waiting" || v["scan"] != nil {
		t.Errorf("first: %v", v)
	}
	s.ok("secretariat head", "POST", "/sheets/"+sheet+"/paper", 409, body)
	s.ok("secretariat member", "POST", "/sheets/"+sheet+"/paper", 409, body)
	s.upload("secretariat head", "/sheets/"+sheet+"/paper/scan", 200, scanBytes, "phieu.pdf")
	if v := s.ok("secretariat member", "POST", "/sheets/"+sheet+"/paper", 200, `{"marks":{"1.1":"2"},"comment":"x"}`); v["state"] != "mismatch" || v["differences"] != nil {
		t.Errorf("second: %v", v)
	}
	v := s.ok("secretariat head", "GET", "/sheets/"+sheet+"/paper", 200, "")
	if d, _ := v["differences"].([]any); len(d) != 1 {
		t.Errorf("compare: %v", v)
	}
	s.ok("secretariat head", "POST", "/sheets/"+sheet+"/paper/compare", 422, `{"choices":{"1.1":7}}`)
	if v := s.ok("secretariat head", "POST", "/sheets/"+sheet+"/paper/compare", 200, `{"choices":{"1.1":"second"},"reason":"chỉ có hai người"}`); v["state"] != "typed" {
		t.Errorf("chosen: %v", v)
	}
	list := s.ok("secretariat head", "GET", "/editions/"+slug+"/paper", 200, "")["items"].([]any)
	if len(list) != 1 {
		t.Errorf("queue: %v", list)
	}
}

// printer keeps what was printed, with the addresses of its symbols.
type printer struct {
	plainPapers
	addresses []string
	last      paper.Paper
}

// Symbol is web.Papers's.
func (p *printer) Symbol(address string) (paper.Symbol, error) {
	p.addresses = append(p.addresses, address)
	return p.plainPapers.Symbol(address)
}

// PDF is web.Papers's.
func (p *printer) PDF(w io.Writer, doc paper.Paper) error {
	p.last = doc
	return p.plainPapers.PDF(w, doc)
}

// TestPaperIsPrinted: the secretariat prints blanks for anybody, a judge her own with her marks, nobody another's; the
// symbol is an address with the sheet's id alone and leads each to the right page.
func TestPaperIsPrinted(t *testing.T) {
	p := &printer{}
	s := scoring(t, newWorld(t, func(c *web.Config) { c.Papers = p }))
	sheet := s.sheets["jury member"][0]
	s.ok("jury member", "PUT", "/sheets/"+sheet, 200, fmt.Sprintf(`{"version":%d,"marks":{"1.1":"2.5"},"comment":"thầm kín"}`, s.version("jury member", sheet)))
	clerk, judge := s.session("secretariat member"), s.session("jury member")
	desk := "/desk/" + slug + "/paper"
	for _, c := range []struct {
		path, cookie string
		status       int
		mine         bool // shows the judge's own marks
	}{
		{desk + "/sheets/" + sheet + "/print.pdf", clerk, 200, false}, {desk + "/sheets/" + sheet + "/print.docx", clerk, 200, false},
		{desk + "/open.pdf", clerk, 200, false}, {desk + "/open.pdf?judge=" + s.users["jury member"].ID, clerk, 200, false},
		{desk + "/open.pdf?judge=none", clerk, 409, false}, {desk + "/blank.pdf?group=N2", clerk, 200, false}, {desk + "/blank.docx", clerk, 200, false},
		{desk + "/open.pdf", judge, 403, false}, {"/judge/" + slug + "/open.pdf", judge, 200, false},
		{"/judge/sheets/" + sheet + "/print.pdf", judge, 200, true}, {"/judge/sheets/" + sheet + "/print.pdf?blank=1", judge, 200, false},
		{"/judge/sheets/" + s.sheets["jury head"][0] + "/print.pdf", judge, 404, false},
	} {
		res := s.browse(c.path, c.cookie)
		if res.StatusCode != c.status || strings.Contains(string(res.body), "thầm kín") != c.mine || c.mine && !strings.Contains(string(res.body), "2,5") {
			t.Errorf("%s: %d, mine %v\n%.300s", c.path, res.StatusCode, strings.Contains(string(res.body), "thầm kín"), res.body)
		}
	}
	if len(p.addresses) == 0 || p.addresses[0] != "https://binhchon.example.vn/paper/sheets/"+sheet {
		t.Errorf("symbols carry %q", p.addresses)
	}
	for _, c := range []struct {
		cookie, to string
		status     int
	}{{clerk, desk + "/sheets/" + sheet, 303}, {judge, "/judge/sheets/" + sheet, 303}, {s.session("jury head"), "", 404}, {s.session("administrator"), "", 404}} {
		if res := s.browse("/paper/sheets/"+sheet, c.cookie); res.StatusCode != c.status || res.Header.Get("Location") != c.to {
			t.Errorf("the symbol leads to %q with %d, want %q", res.Header.Get("Location"), res.StatusCode, c.to)
		}
	}
	if res := s.browse("/paper/sheets/"+sheet, ""); !strings.HasPrefix(res.Header.Get("Location"), "/login?next=") {
		t.Errorf("nobody: %v", res.Header)
	}
}
