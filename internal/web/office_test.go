package web_test

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"vinhdanh/internal/accounts"
)

// at is an address of the desk.
func at(path string) string { return "/desk/" + slug + path }

// sends posts a form at the desk as a role and wants a status; answers are alternating names and values.
func (s *staged) sends(cookie, path string, status int, answers ...string) reply {
	s.t.Helper()
	form := url.Values{}
	for i := 0; i < len(answers); i += 2 {
		form.Add(answers[i], answers[i+1])
	}
	res := s.post(path, cookie, form)
	if res.StatusCode != status {
		s.t.Fatalf("POST %s: %d, want %d\n%.900s", path, res.StatusCode, status, mainOf(res))
	}
	return res
}

// proposed goes on to a recorded proposal of both entries, without a decision.
func proposed(t *testing.T) *staged {
	t.Helper()
	s := scoring(t, newWorld(t))
	s.mark("jury head")
	s.mark("jury member")
	s.ok("jury head", "POST", "/editions/"+slug+"/passes/1/close", 200, "")
	s.move("deliberation")
	s.ok("council secretary", "POST", "/editions/"+slug+"/proposal", 201,
		`{"nominations":[{"id":"`+s.nominations[0]+`"},{"id":"`+s.nominations[1]+`"}],"left_out":[],"present":3,"votes":{"for":3,"against":0,"abstain":0}}`)
	return s
}

// decisionAnswers is a whole decision as the form sends it; change replaces some of it.
func (s *staged) decisionAnswers(step string, change map[string]string) []string {
	values := map[string]string{"number": "12/QĐ-UBND", "date": "02/11/2026", "authority": "Ủy ban nhân dân tỉnh Hưng Yên", "notified_on": "2.11.2026",
		"signer.block": "TM. ỦY BAN NHÂN DÂN\r\nKT. CHỦ TỊCH", "signer.title": "PHÓ CHỦ TỊCH", "signer.name": "Nguyễn Văn A"}
	for name, value := range change {
		values[name] = value
	}
	answers := []string{"step", step, "take", s.nominations[0], "take", s.nominations[1]}
	for name, value := range values {
		answers = append(answers, name, value)
	}
	return answers
}

// TestHeadRecordsADecision goes the whole way without a script: form, check, back, record, file, correction.
func TestHeadRecordsADecision(t *testing.T) {
	s := proposed(t)
	head, member := s.session("secretariat head"), s.session("secretariat member")
	checkPage(t, "before", s.browse(at("/decision"), head), 200, "vi")
	if body := mainOf(s.browse(at("/decision"), member)); strings.Contains(body, "/decision/new") || !strings.Contains(body, "Bình gốm hoa lam") {
		t.Error("a member is led to the form, or does not see the proposal")
	}
	form := s.browse(at("/decision/new"), head)
	checkPage(t, "form", form, 200, "vi")
	if got := strings.Count(mainOf(form), " checked"); got != 2 {
		t.Errorf("%d entries are ticked, want 2", got)
	}
	check := s.sends(head, at("/decision/new"), 200, s.decisionAnswers("check", nil)...)
	checkPage(t, "check", check, 200, "vi")
	for _, want := range []string{"KT. CHỦ TỊCH", "Nguyễn Văn A", `name="number" value="12/QĐ-UBND"`, `name="take" value="` + s.nominations[1]} {
		if !strings.Contains(mainOf(check), want) {
			t.Errorf("the check page does not hold %q", want)
		}
	}
	if n := s.inForce(); n != 0 {
		t.Fatalf("%d decisions after a look", n)
	}
	back := mainOf(s.sends(head, at("/decision/new"), 200, s.decisionAnswers("edit", nil)...))
	if !strings.Contains(back, `value="12/QĐ-UBND"`) || strings.Count(back, " checked") != 2 {
		t.Error("the form lost what was typed")
	}
	res := s.sends(head, at("/decision/new"), 303, s.decisionAnswers("record", map[string]string{"number": norm.NFD.String("12/QĐ-UBND")})...)
	if res.Header.Get("Location") != at("/decision?done=office_recorded") {
		t.Errorf("sent on to %s", res.Header.Get("Location"))
	}
	after := s.browse(at("/decision?done=office_recorded"), head)
	checkPage(t, "after", after, 200, "vi")
	if body := mainOf(after); !strings.Contains(body, at("/certificates/issue")) || !strings.Contains(body, "12/QĐ-UBND") {
		t.Error("the page does not tell the number in NFC and lead to the issue")
	}
	checkPage(t, "after, English", s.browse(at("/decision?lang=en"), head), 200, "en")
}

// inForce is how many decisions hold.
func (s *staged) inForce() int {
	s.t.Helper()
	return len(s.ok("secretariat head", "GET", "/editions/"+slug+"/decision", 200, "")["items"].([]any))
}

func (s *staged) decision() map[string]any {
	s.t.Helper()
	return s.ok("secretariat head", "GET", "/editions/"+slug+"/decision", 200, "")["items"].([]any)[0].(map[string]any)
}

// TestDecisionFormsAreChecked posts the form with every mistake: what was typed comes back and nothing is recorded.
func TestDecisionFormsAreChecked(t *testing.T) {
	s := proposed(t)
	head := s.session("secretariat head")
	const tag = "<script>alert(1)</script>"
	long := strings.Repeat("ạ", 3000)
	for _, row := range []struct{ name, field, value string }{
		{"no number", "number", ""}, {"long number", "number", long}, {"no date", "date", ""}, {"no day", "date", "32/13/2026"}, {"future", "date", "03/11/2026"},
		{"no authority", "authority", ""}, {"long authority", "authority", long}, {"no signer", "signer.name", " "}, {"long title", "signer.title", long},
		{"not notified", "notified_on", ""}, {"notified before", "notified_on", "01/11/2026"}, {"letters", "notified_on", tag},
	} {
		t.Run(row.name, func(t *testing.T) {
			for _, step := range []string{"check", "record", ""} {
				res := s.sends(head, at("/decision/new"), 422, s.decisionAnswers(step, map[string]string{row.field: row.value})...)
				checkPage(t, row.name, res, 422, "vi")
				body := mainOf(res)
				if !strings.Contains(body, `href="#`+row.field+`"`) || !strings.Contains(string(res.body), "<title>Lỗi: ") {
					t.Errorf("no summary that leads to %s\n%.600s", row.field, body)
				}
				if strings.Contains(body, tag) || row.value == long && !strings.Contains(body, long) || strings.Count(body, " checked") != 2 {
					t.Error("what was typed is gone, or is a tag of the page")
				}
			}
		})
	}
	res := s.sends(head, at("/decision/new"), 422, "step", "check")
	for _, field := range []string{"number", "date", "authority", "notified_on", "signer.title", "signer.name", "take"} {
		if !strings.Contains(mainOf(res), `href="#`+field+`"`) {
			t.Errorf("an empty form is not told about %s", field)
		}
	}
	s.sends(head, at("/decision/new"), 422, append(s.decisionAnswers("record", nil), "take", "no-such-entry")...)
	if n := s.inForce(); n != 0 {
		t.Errorf("%d decisions were recorded", n)
	}
}

// TestMembersOfTheSecretariatRecordNothing: they see every page and are refused every act.
func TestMembersOfTheSecretariatRecordNothing(t *testing.T) {
	s, codes := issued(t, newWorld(t))
	member := s.session("secretariat member")
	certificate := at("/certificates/" + strings.ToLower(strings.ReplaceAll(codes[0], "-", "")))
	for _, page := range []string{at("/members"), at("/sheets"), at("/decision"), at("/certificates"), certificate, at("/certificates/jobs/" + s.job)} {
		res := s.browse(page, member)
		checkPage(t, page, res, 200, "vi")
		checkPage(t, page+" in English", s.browse(page+"?lang=en", member), 200, "en")
		for _, act := range []string{"/revoke", "/decision/new", "/correct", "/issue\"", "type=\"file\""} {
			if strings.Contains(mainOf(res), act) {
				t.Errorf("%s leads a member to %s", page, act)
			}
		}
	}
	for _, path := range []string{at("/decision/new"), at("/certificates/issue"), certificate + "/revoke", certificate + "/suspend", certificate + "/reissue"} {
		if res := s.browse(path, member); res.StatusCode != 403 {
			t.Errorf("GET %s: %d", path, res.StatusCode)
		}
		if res := s.post(path, member, url.Values{"step": {"record"}}); res.StatusCode != 403 {
			t.Errorf("POST %s: %d", path, res.StatusCode)
		}
	}
	stranger := s.session("jury head")
	if res := s.browse(at("/sheets"), stranger); res.StatusCode != 403 {
		t.Errorf("the jury's head at the desk: %d", res.StatusCode)
	}
}

// TestOneTapOneDecision sends a confirmed decision many times at once.
func TestOneTapOneDecision(t *testing.T) {
	s := proposed(t)
	head, once := s.session("secretariat head"), accounts.NewID()
	var wg sync.WaitGroup
	seen := make([]string, 6)
	for i := range seen {
		wg.Go(func() {
			form := url.Values{"once": {once}}
			answers := s.decisionAnswers("record", nil)
			for j := 0; j < len(answers); j += 2 {
				form.Add(answers[j], answers[j+1])
			}
			seen[i] = s.post(at("/decision/new"), head, form).Header.Get("Location")
		})
	}
	wg.Wait()
	for _, address := range seen {
		if address != at("/decision?done=office_recorded") {
			t.Errorf("led to %q", seen)
		}
	}
	if n := s.inForce(); n != 1 {
		t.Errorf("%d decisions", n)
	}
	// another tab, which recorded the same decision already: nothing typed is lost
	res := s.sends(head, at("/decision/new"), 409, s.decisionAnswers("record", nil)...)
	if !strings.Contains(mainOf(res), `value="12/QĐ-UBND"`) {
		t.Error("what was typed is gone")
	}
}

// TestDecisionFileAndCorrection: a PDF and nothing else, a correction with a reason, none once certificates exist.
func TestDecisionFileAndCorrection(t *testing.T) {
	s := proposed(t)
	head := s.session("secretariat head")
	s.sends(head, at("/decision/new"), 303, s.decisionAnswers("record", nil)...)
	id := s.decision()["id"].(string)
	file := at("/decision/" + id + "/file")
	if res := s.sendFile(head, file, photo(t, 1), "ảnh.png"); res.StatusCode != 422 || !strings.Contains(mainOf(res), `href="#file-`+id) {
		t.Errorf("a photo as a decision: %d", res.StatusCode)
	}
	if res := s.sendFile(head, file, nil, ""); res.StatusCode != 422 {
		t.Errorf("no file: %d", res.StatusCode)
	}
	if res := s.browse(file, head); res.StatusCode != 404 {
		t.Errorf("a file before one was sent: %d", res.StatusCode)
	}
	if res := s.sendFile(head, file, []byte("%PDF-1.4\nbản ký"), "qđ.pdf"); res.StatusCode != 303 {
		t.Errorf("the file: %d\n%.400s", res.StatusCode, mainOf(res))
	}
	if res := s.browse(file, s.session("secretariat member")); res.StatusCode != 200 || string(res.body) != "%PDF-1.4\nbản ký" {
		t.Errorf("the file comes back as %d %q", res.StatusCode, res.body)
	}
	correct := at("/decision/" + id + "/correct")
	checkPage(t, "correction", s.browse(correct, head), 200, "vi")
	wrong := s.sends(head, correct, 422, s.decisionAnswers("check", map[string]string{"reason": " ", "date": "x"})...)
	for _, field := range []string{"reason", "date"} {
		if !strings.Contains(mainOf(wrong), `href="#`+field+`"`) {
			t.Errorf("not told about %s", field)
		}
	}
	change := map[string]string{"reason": "Gõ nhầm số.", "number": "21/QĐ-UBND"}
	checkPage(t, "correction checked", s.sends(head, correct, 200, s.decisionAnswers("check", change)...), 200, "vi")
	s.sends(head, correct, 303, s.decisionAnswers("record", change)...)
	if d := s.decision(); d["number"] != "21/QĐ-UBND" || d["file_sha256"] == nil {
		t.Errorf("in force is %v", d)
	}
	if body := mainOf(s.browse(at("/decision"), head)); !strings.Contains(body, "Gõ nhầm số.") {
		t.Error("the history does not tell why")
	}
	// the stale tab still corrects the decision that is no longer in force
	stale := s.sends(head, correct, 409, s.decisionAnswers("record", change)...)
	if !strings.Contains(mainOf(stale), `value="21/QĐ-UBND"`) {
		t.Error("what was typed is gone")
	}
	s.issueAll(head)
	refused := mainOf(s.browse(at("/decision/"+s.decision()["id"].(string)+"/correct"), head))
	if strings.Contains(refused, "<textarea") || !strings.Contains(refused, "Cấp lại") || !strings.Contains(refused, at("/certificates")+`"`) {
		t.Errorf("a decision in use can be corrected, or no way is told:\n%.700s", refused)
	}
}

// sendFile posts a file at the desk as a browser does.
func (s *staged) sendFile(cookie, path string, file []byte, name string) reply {
	s.t.Helper()
	r := s.multipartRequest("secretariat head", "/x", file, name)
	q := httptest.NewRequest("POST", "https://binhchon.example.vn"+path, r.Body)
	q.Header.Set("Content-Type", r.Header.Get("Content-Type"))
	q.Header.Set("Sec-Fetch-Site", "same-origin")
	q.Header.Set("Cookie", cookie)
	return s.send(q)
}

// TestSheetsWithoutTheirMarks: who has handed in what, how to remind, and no number that was marked.
func TestSheetsWithoutTheirMarks(t *testing.T) {
	s := scoring(t, newWorld(t))
	cookie := s.session("secretariat member")
	s.mark("jury head")
	s.ok("jury member", "PUT", "/sheets/"+s.sheets["jury member"][0], 200, `{"version":1,"marks":{"1.1":"4.5"},"comment":"Rất đẹp"}`)
	page := s.browse(at("/sheets"), cookie)
	checkPage(t, "sheets", page, 200, "vi")
	body := mainOf(page)
	for _, want := range []string{"2/4", "mailto:jury.member@example.vn?subject=", "%0D%0A", "Còn 2 phiếu", "Đã nộp hết"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not tell %q", want)
		}
	}
	for _, never := range []string{"4,5", "4.5", ">88", " 88 ", "88,", "Rất đẹp", "mailto:jury.head", s.sheets["jury member"][0]} {
		if strings.Contains(body, never) {
			t.Errorf("the page tells %q", never)
		}
	}
	rows := []struct{ query, want, not string }{
		{"?q=tuong", "Tương nếp", "Bình gốm"}, {"?q=khong", "Không có sản phẩm nào", "Tương nếp"},
		{"?state=open&judge=" + s.users["jury head"].ID, "Không có sản phẩm nào", "Tương nếp"}, {"?group=N2", "Không có sản phẩm nào", "Bình gốm"}, {"?pass=9&state=submitted", "Tương nếp", "<script"},
	}
	for _, row := range rows {
		if body := mainOf(s.browse(at("/sheets"+row.query), cookie)); !strings.Contains(body, row.want) || strings.Contains(body, row.not) {
			t.Errorf("%s: want %q and not %q", row.query, row.want, row.not)
		}
	}
	s.ok("jury head", "POST", "/editions/"+slug+"/passes/1/close", 200, `{"leave_open":true,"reason":"hết giờ"}`)
	if body := mainOf(s.browse(at("/sheets"), cookie)); !strings.Contains(body, "Bỏ trống 2 phiếu") {
		t.Error("sheets that were left empty are not told")
	}
}

// TestMembersPage: bodies, invitations, declarations and declared conflicts.
func TestMembersPage(t *testing.T) {
	s := scoring(t, newWorld(t))
	cookie := s.session("secretariat member")
	s.clock = s.clock.Add(time.Minute)
	s.ok("jury member", "POST", "/editions/"+slug+"/declarations", 201, `{"conflicts":[{"nomination":"`+s.nominations[1]+`","reason":"Em ruột <i>tôi</i>."}]}`)
	s.seat(slug, "jury", "deputy")
	page := s.browse(at("/members"), cookie)
	checkPage(t, "members", page, 200, "vi")
	body := mainOf(page)
	for _, want := range []string{"Chưa nhận lời mời", "Chưa khai báo", "Đã khai báo", "Em ruột &lt;i&gt;tôi&lt;/i&gt;.", "Tương nếp", "Ông jury deputy"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not tell %q", want)
		}
	}
	if strings.Contains(body, "/admin/") {
		t.Error("a secretary is led to the administrator's page")
	}
}
