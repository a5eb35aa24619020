package web_test

import (
	"net/url"
	"strings"
	"testing"
)

// TestJudgeFlagsOnPages: the flag is set by itself and with the marks, keeps what was typed, and narrows the list.
func TestJudgeFlagsOnPages(t *testing.T) {
	s := scoring(t, newWorld(t))
	judge, id := s.session("jury member"), s.sheets["jury member"][0]
	at, list := "/judge/sheets/"+id, "/judge/"+slug
	lines := func(query string) int {
		t.Helper()
		res := s.browse(list+query, judge)
		checkPage(t, list+query, res, 200, "vi")
		return strings.Count(string(res.body), "<li data-state=")
	}
	if all := lines(""); all < 2 || lines("?state=flagged") != 0 {
		t.Fatalf("%d sheets, %d of them flagged", all, lines("?state=flagged"))
	}
	s.led("a form of its own", s.post(at+"/flag", judge, url.Values{"act": {"flag"}}), at)
	if n := lines("?state=flagged"); n != 1 {
		t.Errorf("the filter shows %d flagged sheets", n)
	}
	if res := s.browse(at, judge); !strings.Contains(string(res.body), `aria-pressed="true"`) {
		t.Error("the sheet does not show its flag")
	}
	form := s.fullMarks(1)
	form.Set("act", "unflag")
	s.led("with the marks", s.post(at, judge, form), at+"?done=judge_saved")
	if page := s.browse(at, judge); !strings.Contains(string(page.body), `value="4,5"`) || strings.Contains(string(page.body), `aria-pressed="true"`) {
		t.Error("a flag loses marks, or stays")
	}
	if res := s.post(at+"/flag", s.session("jury head"), url.Values{"act": {"flag"}}); res.StatusCode != 404 {
		t.Errorf("another judge flags: %d", res.StatusCode)
	}
}

// TestFlagSurvivesFaultyMarks: neither a mark at fault nor a save on another device in between loses the flag or what was typed.
func TestFlagSurvivesFaultyMarks(t *testing.T) {
	s := scoring(t, newWorld(t))
	judge, id := s.session("jury member"), s.sheets["jury member"][0]
	at := "/judge/sheets/" + id
	flagged := func() bool {
		return strings.Contains(string(s.browse(at, judge).body), `aria-pressed="true"`)
	}
	form := s.fullMarks(1)
	form.Set("act", "flag")
	form.Set("marks.1.1", "99")
	res := s.post(at, judge, form)
	checkPage(t, "faulty", res, 422, "vi")
	if !strings.Contains(string(res.body), `value="99"`) || !strings.Contains(string(res.body), `aria-pressed="true"`) || !flagged() {
		t.Error("a faulty mark loses the flag or itself")
	}
	s.led("saved elsewhere", s.post(at, judge, s.fullMarks(1)), at)
	form.Set("act", "unflag")
	form.Set("marks.1.1", "1")
	checkPage(t, "two devices", s.post(at, judge, form), 409, "vi")
	if flagged() {
		t.Error("another device's save loses the flag's change")
	}
}

// TestJudgeQuestionsReachTheDesk: by name and without marks; the answer reaches the sheet and no other judge.
func TestJudgeQuestionsReachTheDesk(t *testing.T) {
	s := scoring(t, newWorld(t))
	judge, desk, id := s.session("jury member"), s.session("secretariat member"), s.sheets["jury member"][0]
	at := "/judge/sheets/" + id
	for _, lang := range []string{"vi", "en"} {
		checkPage(t, "ask "+lang, s.browse(at+"/question?lang="+lang, judge), 200, lang)
	}
	checkPage(t, "nothing asked", s.post(at+"/question", judge, url.Values{"question": {" "}}), 422, "vi")
	const asked, answered = "Men có chì không?", "Không, xem phiếu kiểm nghiệm"
	s.led("a draft", s.post(at, judge, s.fullMarks(1)), at)
	s.led("ask", s.post(at+"/question", judge, url.Values{"question": {asked}}), at+"?done=judge_asked")
	nomination, _ := s.ok("jury member", "GET", "/sheets/"+id, 200, "")["nomination"].(string)
	dossier := "/desk/" + slug + "/nominations/" + nomination
	page := s.browse(dossier, desk)
	checkPage(t, "dossier", page, 200, "vi")
	if text := shownText(page); !strings.Contains(text, asked) || !strings.Contains(text, s.users["jury member"].Name) || strings.Contains(text, "4,5") {
		t.Error("the dossier does not show who asks what, or shows marks")
	}
	queue := s.browse("/desk/"+slug+"?state=asked", desk)
	checkPage(t, "queue", queue, 200, "vi")
	if text := shownText(queue); !strings.Contains(text, "1 câu hỏi của giám khảo") || !strings.Contains(text, nomination) {
		t.Error("the queue does not count the question")
	}
	form := url.Values{"sheet": {id}, "question": {asked}}
	checkPage(t, "no answer", s.post(dossier+"/answer", desk, form), 422, "vi")
	form.Set("answer", answered)
	if res := s.post(dossier+"/answer", s.session("administrator"), form); res.StatusCode != 403 {
		t.Errorf("an administrator answers: %d", res.StatusCode)
	}
	form.Set("question", "Khác")
	checkPage(t, "another question", s.post(dossier+"/answer", desk, form), 409, "vi")
	form.Set("question", asked)
	s.led("answer", s.post(dossier+"/answer", desk, form), dossier+"?done=desk_answered")
	if text := shownText(s.browse(at, judge)); !strings.Contains(text, answered) {
		t.Error("the judge does not read the answer")
	}
	head := s.session("jury head")
	for _, path := range []string{"/judge/" + slug, "/judge/sheets/" + s.sheets["jury head"][0], "/judge/" + slug + "/pass"} {
		if text := shownText(s.browse(path, head)); strings.Contains(text, asked) || strings.Contains(text, answered) {
			t.Errorf("%s shows another judge's question", path)
		}
	}
	s.led("take back", s.post(at+"/question", judge, url.Values{"act": {"drop"}}), at+"?done=judge_question_dropped")
	if text := shownText(s.browse(dossier, desk)); strings.Contains(text, asked) {
		t.Error("a question taken back stays on the dossier")
	}
}
