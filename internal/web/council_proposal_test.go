package web_test

import (
	"net/url"
	"strings"
	"testing"
)

// TestProposalFormBadInput: whatever is typed, the form comes back with it, a sentence beside the field, and
// nothing is recorded.
func TestProposalFormBadInput(t *testing.T) {
	s := deliberated(t, newWorld(t, withPrinter))
	passed, failed := s.passedAndFailed()
	cookie := s.session("council secretary")
	with := func(form url.Values, pairs ...string) url.Values {
		for i := 0; i < len(pairs); i += 2 {
			form.Set(pairs[i], pairs[i+1])
		}
		return form
	}
	nfd := "nghe\u0302\u0300 quy\u0301"
	for _, row := range []struct {
		name   string
		form   url.Values
		status int
		want   []string
	}{
		{"all empty", url.Values{"step": {"check"}}, 422, []string{`href="#take"`, `href="#held_on"`, `href="#present"`, `href="#votes_for"`, "Hãy điền mục này."}},
		{"only the step", url.Values{}, 422, []string{`href="#take"`}},
		{"no day", with(proposalForm(passed), "held_on", "mai"), 422, []string{`value="mai"`, "Ghi ngày/tháng/năm"}},
		{"a day to come", with(proposalForm(passed), "held_on", "03/11/2026"), 422, []string{`value="03/11/2026"`, "Ngày này chưa đến"}},
		{"words for numbers", with(proposalForm(passed), "present", "ba", "votes_for", "3.5", "votes_abstain", "-1"), 422, []string{`value="ba"`, `value="3.5"`, "Hãy ghi bằng chữ số"}},
		{"a number beyond all", with(proposalForm(passed), "present", "99999999999999999999"), 422, []string{"99999999999999999999"}},
		{"votes that do not add up", with(proposalForm(passed), "votes_against", "2"), 422, []string{`href="#votes"`, "Hãy đếm lại", `value="2"`}},
		{"more than the council", with(proposalForm(passed), "present", "9", "votes_for", "9"), 422, []string{"nhiều hơn số thành viên"}},
		{"too few came", with(proposalForm(passed), "present", "1", "votes_for", "1"), 409, []string{`href="#present"`, "Chưa đủ người dự họp"}},
		{"too few agreed", with(proposalForm(passed), "votes_for", "1", "votes_against", "2"), 409, []string{`href="#votes_for"`, "Chưa đủ phiếu tán thành"}},
		{"not passed, no reason", proposalForm(passed, failed), 422, []string{`href="#reason_` + failed, "Tương nếp: sản phẩm chưa đạt điểm"}},
		{"not passed, blank reason", with(proposalForm(passed, failed), "reason_"+failed, " \n "), 422, []string{`href="#reason_` + failed}},
		{"better one left out", with(proposalForm(failed), "reason_"+failed, nfd), 422, []string{`href="#reason_` + passed, "Bình gốm hoa lam: xếp trên", nfd}},
		{"too long", with(proposalForm(passed, failed), "reason_"+failed, strings.Repeat("ề", 10_001)), 422, []string{"Quá dài", strings.Repeat("ề", 10_001)}},
		{"no text at all", with(proposalForm(passed, failed), "reason_"+failed, "x\xff"), 422, []string{`href="#reason_` + failed}},
		{"unknown entry", proposalForm(passed, "no-such-entry"), 422, []string{`href="#take"`, "Không có hồ sơ này"}},
		{"unknown prize", with(proposalForm(passed), "prize_"+passed, "A"), 422, []string{"Không có giải này"}},
		{"named twice", proposalForm(passed, passed), 422, []string{"ghi hai lần"}},
		{"faults of numbers and of entries at once", with(proposalForm(passed, failed), "present", "x"), 422, []string{`href="#present"`, `href="#reason_` + failed}},
		{"a script", with(proposalForm(passed), "held_on", `"><script>alert(1)</script>`), 422, []string{`"><script>alert(1)`}},
	} {
		t.Run(row.name, func(t *testing.T) {
			for _, step := range []string{"check", "record"} {
				if row.form.Has("step") {
					row.form.Set("step", step)
				}
				res := s.post(councilHome+"/proposal", cookie, row.form)
				checkPage(t, row.name, res, row.status, "vi")
				for _, want := range row.want {
					if !strings.Contains(res.plain(), want) {
						t.Errorf("%s: the form lacks %q", step, want)
					}
				}
				if strings.Contains(string(res.body), "<script>alert") {
					t.Error("a script is in the page")
				}
				if !strings.Contains(string(res.body), `<title>Lỗi: `) {
					t.Error("the title does not say that there is a fault")
				}
			}
			if res := s.call("council member", "GET", "/editions/"+slug+"/proposal", ""); res.StatusCode != 404 {
				t.Errorf("something was recorded: %d", res.StatusCode)
			}
		})
	}
	s.refusesALongForm(cookie, passed)
}

func (s *staged) refusesALongForm(cookie, passed string) {
	form := proposalForm(passed)
	form.Set("reason_"+passed, strings.Repeat("x", 5<<20))
	checkPage(s.t, "five megabytes", s.post(councilHome+"/proposal", cookie, form), 413, "vi")
}

// TestProposalIsRecordedOnce walks from the form to the minutes: prefilled, checked, edited, recorded by a double
// tap, read by everybody, changed by a second proposal.
func TestProposalIsRecordedOnce(t *testing.T) {
	s := deliberated(t, newWorld(t, withPrinter))
	passed, failed := s.passedAndFailed()
	cookie := s.session("council secretary")
	form := s.browse(councilHome+"/proposal", cookie)
	checkPage(t, "form", form, 200, "vi")
	if text := form.plain(); !strings.Contains(text, `value="`+passed+`" checked`) || strings.Contains(text, `value="`+failed+`" checked`) ||
		!strings.Contains(text, "Hội đồng có 3 thành viên; phải có ít nhất 2 người") || !strings.Contains(text, `value="02/11/2026"`) {
		t.Error("the form is not filled with those that passed, the conditions and today")
	}
	if text := s.browse(councilHome+"/proposal", s.session("council member")).plain(); strings.Contains(text, `name="take"`) || !strings.Contains(text, "Hội đồng chưa ghi đề nghị") {
		t.Error("a member who does not record sees the form")
	}
	typed := proposalForm(passed, failed)
	typed.Set("reason_"+failed, "Nghề quý cần giữ.")
	check := s.post(councilHome+"/proposal", cookie, typed)
	checkPage(t, "check", check, 200, "vi")
	back := s.post(councilHome+"/proposal", cookie, keptForm(t, check, "edit"))
	checkPage(t, "back to the form", back, 200, "vi")
	for _, want := range []string{"Nghề quý cần giữ.", `value="` + failed + `" checked`, `name="present" value="3"`} {
		if !strings.Contains(back.plain(), want) {
			t.Errorf("back in the form without %q", want)
		}
	}
	record := keptForm(t, check, "record")
	first, second := s.post(councilHome+"/proposal", cookie, record), s.post(councilHome+"/proposal", cookie, record)
	for _, res := range []reply{first, second} {
		if res.StatusCode != 303 || res.Header.Get("Location") != councilHome+"/proposal?done=proposal_recorded" {
			t.Errorf("recorded: %d %s\n%s", res.StatusCode, res.Header.Get("Location"), res.body)
		}
	}
	if n := strings.Count(s.browse(councilHome+"/journal?kind=proposal", s.session("audit member")).plain(), "<time"); n != 1 {
		t.Errorf("the journal has %d proposals after a double tap", n)
	}
	done := s.browse(councilHome+"/proposal?done=proposal_recorded", cookie)
	checkPage(t, "recorded", done, 200, "vi")
	for _, want := range []string{"Đã ghi đề nghị của Hội đồng.", "Nghề quý cần giữ.", "Sửa (ghi đề nghị mới)", "Đề nghị công nhận 2 sản phẩm"} {
		if !strings.Contains(done.plain(), want) {
			t.Errorf("the recorded proposal lacks %q", want)
		}
	}
	if text := s.browse(councilHome+"/proposal", s.session("audit member")).plain(); strings.Contains(text, "Sửa (ghi") {
		t.Error("an auditor is led to the form")
	}
	s.changesOnce(t, cookie, record, passed)
}

// changesOnce: who has not seen the recorded proposal is told so, keeps what was typed and may record then.
func (s *staged) changesOnce(t *testing.T, cookie string, stale url.Values, passed string) {
	t.Helper()
	stale.Del("once")
	res := s.post(councilHome+"/proposal", cookie, stale)
	checkPage(t, "stale", res, 409, "vi")
	if !strings.Contains(res.plain(), "Người khác vừa ghi một đề nghị mới") || !strings.Contains(res.plain(), "Nghề quý cần giữ.") {
		t.Error("a stale form is not kept")
	}
	edit := s.browse(councilHome+"/proposal/edit", cookie)
	checkPage(t, "edit", edit, 200, "vi")
	if !strings.Contains(edit.plain(), "Nghề quý cần giữ.") {
		t.Error("the form is not filled with the recorded proposal")
	}
	seen := hiddenValue(t, edit, "seen")
	form := proposalForm(passed)
	form.Set("seen", seen)
	check := s.post(councilHome+"/proposal", cookie, form)
	checkPage(t, "check of the change", check, 200, "vi")
	if !strings.Contains(check.plain(), "Bản này thay đề nghị đã ghi") {
		t.Error("the check does not say that it replaces one")
	}
	if res := s.post(councilHome+"/proposal", cookie, keptForm(t, check, "record")); res.StatusCode != 303 {
		t.Errorf("change: %d", res.StatusCode)
	}
	if text := s.browse(councilHome+"/proposal", cookie).plain(); !strings.Contains(text, "Đề nghị công nhận 1 sản phẩm") {
		t.Error("the later proposal does not hold")
	}
}

func hiddenValue(t *testing.T, res reply, name string) string {
	t.Helper()
	_, rest, found := strings.Cut(string(res.body), `<input type="hidden" name="`+name+`" value="`)
	value, _, closed := strings.Cut(rest, `"`)
	if !found || !closed || value == "" {
		t.Fatalf("no hidden %s", name)
	}
	return value
}

// TestMinutes: page, PDF and Word tell the votes, the lists and the ledger's checkpoint.
func TestMinutes(t *testing.T) {
	s := decided(t, newWorld(t, withPrinter))
	cookie := s.session("council member")
	page := s.browse(councilHome+"/minutes", cookie)
	checkPage(t, "minutes", page, 200, "vi")
	want := []string{"Mốc sổ cái", "ledger.example.vn/test", "Ông council head", "Bình gốm hoa lam", "Biểu quyết"}
	for _, path := range []string{"/minutes", "/minutes.pdf", "/minutes.docx"} {
		res := s.browse(councilHome+path, cookie)
		for _, text := range want {
			if res.StatusCode != 200 || !strings.Contains(res.plain(), text) {
				t.Errorf("%s: %d without %q", path, res.StatusCode, text)
			}
		}
	}
	if text := s.browse(councilHome+"/proposal", s.session("council head")).plain(); strings.Contains(text, "Sửa (ghi") || !strings.Contains(text, "12/QĐ-UBND") {
		t.Error("a proposal with a decision can be changed")
	}
	form := proposalForm(s.nominations[0])
	form.Set("step", "record")
	res := s.post(councilHome+"/proposal", s.session("council head"), form)
	checkPage(t, "after the decision", res, 409, "vi")
	if !strings.Contains(res.plain(), "Đã ghi quyết định 12/QĐ-UBND") {
		t.Error("the form does not say why nothing is recorded")
	}
	if res := s.browse(councilHome+"/proposal/edit", s.session("council head")); res.StatusCode != 303 {
		t.Errorf("edit after the decision: %d", res.StatusCode)
	}
}

// TestReasonsNobodyAsksFor: a reason typed before an entry was ticked again is neither recorded nor printed, and
// whoever is not proposed stands in the lists, with how it fell short.
func TestReasonsNobodyAsksFor(t *testing.T) {
	s := deliberated(t, newWorld(t, withPrinter))
	passed, failed := s.passedAndFailed()
	cookie := s.session("council secretary")
	form := proposalForm(passed)
	form.Set("reason_"+passed, "Không đề nghị vì rút hồ sơ.")
	form.Set("reason_"+failed, "Vẫn đề nghị vì nghề quý.")
	check := s.post(councilHome+"/proposal", cookie, form)
	checkPage(t, "check", check, 200, "vi")
	if res := s.post(councilHome+"/proposal", cookie, keptForm(t, check, "record")); res.StatusCode != 303 {
		t.Fatalf("recorded: %d", res.StatusCode)
	}
	for _, path := range []string{"/proposal", "/minutes", "/minutes.docx"} {
		text := s.browse(councilHome+path, cookie).plain()
		if strings.Contains(text, "vì rút hồ sơ") || strings.Contains(text, "vì nghề quý") {
			t.Errorf("%s tells a reason that nobody was asked for", path)
		}
		if !strings.Contains(text, "Tương nếp") || !strings.Contains(text, "hông đạt") && !strings.Contains(text, "Chưa đạt 70 điểm") {
			t.Errorf("%s does not tell who is not proposed", path)
		}
	}
}
