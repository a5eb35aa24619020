package web_test

import (
	"fmt"
	"html"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vinhdanh/internal/paper"
	"vinhdanh/internal/web"
)

// plainPrinter writes papers and tables as lines of text, so that tests read what is in them.
type plainPrinter struct{}

// PDF is web.Papers's.
func (plainPrinter) PDF(w io.Writer, p paper.Paper) error {
	_, err := fmt.Fprintf(w, "PDF %s %+v", p.Title, p.Blocks)
	return err
}

// DOCX is web.Papers's.
func (plainPrinter) DOCX(w io.Writer, p paper.Paper) error {
	_, err := fmt.Fprintf(w, "DOCX %s %+v", p.Title, p.Blocks)
	return err
}

// Symbol is web.Papers's: one module, whatever is asked for.
func (plainPrinter) Symbol(string) (paper.Symbol, error) { return paper.Symbol{{true}}, nil }

// XLSX is web.Tables's.
func (plainPrinter) XLSX(w io.Writer, t web.Table) error {
	_, err := fmt.Fprintf(w, "XLSX %s\n%v\n%v", t.Name, t.Columns, t.Rows)
	return err
}

// CSV is web.Tables's.
func (plainPrinter) CSV(w io.Writer, t web.Table) error { return plainPrinter{}.XLSX(w, t) }

func withPrinter(cfg *web.Config) { cfg.Papers, cfg.Tables = plainPrinter{}, plainPrinter{} }

// lowMarks gives every leaf of vn-cnnt-2025 what leads to 68 points: below the pass mark and near it.
func lowMarks() string {
	return strings.NewReplacer(`:"4.5"`, `:"3"`, `:"2.5"`, `:"2"`).Replace(marks())
}

// deliberated is an edition whose pass is closed: the first entry scored 88, the second below the pass mark.
func deliberated(t *testing.T, w *world) *staged {
	t.Helper()
	s := scoring(t, w)
	for _, judge := range []string{"jury head", "jury member"} {
		for i, id := range s.sheets[judge] {
			typed := marks()
			if i > 0 {
				typed = lowMarks()
			}
			s.ok(judge, "PUT", "/sheets/"+id, 200, fmt.Sprintf(`{"version":%d,"marks":%s,"comment":"Riêng của %s"}`, s.version(judge, id), typed, judge))
			s.ok(judge, "POST", "/sheets/"+id+"/submit", 200, "{}")
		}
	}
	s.ok("jury head", "POST", "/editions/"+slug+"/passes/1/close", 200, "")
	s.move("deliberation")
	return s
}

// passedAndFailed are the ids of the two entries of deliberated.
func (s *staged) passedAndFailed() (passed, failed string) {
	s.t.Helper()
	for _, x := range s.ok("council member", "GET", "/editions/"+slug+"/ranking", 200, "")["items"].([]any) {
		item := x.(map[string]any)
		if item["passed"] == true {
			passed = item["nomination"].(string)
		} else {
			failed = item["nomination"].(string)
		}
	}
	if passed == "" || failed == "" {
		s.t.Fatal("the stage has not one entry that passed and one that did not")
	}
	return passed, failed
}

func (r reply) plain() string { return html.UnescapeString(string(r.body)) }

func proposalForm(taken ...string) url.Values {
	return url.Values{"take": taken, "held_on": {"02/11/2026"}, "present": {"3"}, "votes_for": {"3"}, "votes_against": {"0"},
		"votes_abstain": {"0"}, "seen": {""}, "step": {"check"}}
}

// keptForm is what a check page carries on to the next step.
func keptForm(t *testing.T, res reply, step string) url.Values {
	t.Helper()
	form := url.Values{"step": {step}}
	for _, m := range regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)">`).FindAllStringSubmatch(string(res.body), -1) {
		form.Add(html.UnescapeString(m[1]), html.UnescapeString(m[2]))
	}
	if !form.Has("take") || len(form.Get("once")) != 26 {
		t.Fatalf("the check page keeps %v", form)
	}
	return form
}

const councilHome = "/council/" + slug

// TestCouncilSeesNothingBeforeTheClose: the pages say that the pass is open and nothing else, before and after
// sheets came in.
func TestCouncilSeesNothingBeforeTheClose(t *testing.T) {
	s := scoring(t, newWorld(t, withPrinter))
	readers := map[string]string{"council head": s.session("council head"), "audit member": s.session("audit member")}
	paths := []string{"/council", councilHome, councilHome + "/agreement", councilHome + "/proposal", councilHome + "/minutes", councilHome + "/papers"}
	read := func() map[string]string {
		seen := map[string]string{}
		for role, cookie := range readers {
			more := []string{}
			if role == "audit member" {
				more = []string{councilHome + "/sheets", councilHome + "/journal"}
			}
			for _, path := range append(more, paths...) {
				res := s.browse(path, cookie)
				checkPage(t, role+" "+path, res, 200, "vi")
				seen[role+path] = regexp.MustCompile(`(name|value)="[a-z2-7]{26}"`).ReplaceAllString(string(res.body), "")
			}
		}
		return seen
	}
	before := read()
	s.mark("jury head")
	after := read()
	for page, body := range before {
		if after[page] != body {
			t.Errorf("%s changes when a judge submits", page)
		}
	}
	if !strings.Contains(before["council head"+councilHome], "đang mở") {
		t.Error("the ranking does not say that the pass is open")
	}
	for _, path := range []string{"/ranking.xlsx", "/ranking.pdf", "/minutes.pdf", "/minutes.docx", "/papers/bien-ban-cham-diem.pdf", "/papers/phieu-bieu-quyet.docx"} {
		if res := s.browse(councilHome+path, readers["council head"]); res.StatusCode != 409 {
			t.Errorf("%s before the close: %d, want 409", path, res.StatusCode)
		}
	}
}

// TestCouncilPagesByRole asks every page as every role before and after the announcement.
func TestCouncilPagesByRole(t *testing.T) {
	s := deliberated(t, newWorld(t, withPrinter))
	sheet := s.sheets["jury member"][0]
	staff := []string{"secretariat head", "secretariat member", "jury head", "jury member", "jury secretary", "council head", "council member", "council secretary", "audit member"}
	agreement := []string{"jury head", "council head", "council member", "council secretary", "audit member"}
	auditor, totals := []string{"audit member"}, []string{"jury head", "jury secretary", "audit member"}
	pages := map[string][]string{
		"/council": {"council head", "council member", "council secretary", "audit member"}, councilHome: staff, councilHome + "/ranking.xlsx": staff,
		councilHome + "/ranking.pdf": staff, councilHome + "/agreement": agreement, councilHome + "/proposal": staff,
		councilHome + "/proposal/edit": {"council head", "council secretary"}, councilHome + "/minutes": staff,
		councilHome + "/papers": staff, councilHome + "/papers/bien-ban-cham-diem.pdf": staff,
		councilHome + "/papers/bang-diem-giam-khao.pdf": totals, councilHome + "/judges.xlsx": totals,
		councilHome + "/journal": {"audit member", "administrator"}, councilHome + "/sheets": auditor, councilHome + "/sheets/" + sheet: auditor,
	}
	for role := range hatsOf {
		cookie := ""
		if role != "" {
			cookie = s.session(role)
		}
		for path, may := range pages {
			want := 403
			switch {
			case slices.Contains(may, role):
				want = 200
			case role == "":
				want = 303
			}
			if res := s.browse(path, cookie); res.StatusCode != want {
				t.Errorf("%s as %q: %d, want %d", path, role, res.StatusCode, want)
			}
		}
		if res := s.post(councilHome+"/proposal", cookie, proposalForm("x")); role != "" && (res.StatusCode == 403) != !slices.Contains([]string{"council head", "council secretary"}, role) {
			t.Errorf("post as %q: %d", role, res.StatusCode)
		} else if role == "" && res.StatusCode != 401 {
			t.Errorf("post as nobody: %d", res.StatusCode)
		}
	}
}

// TestOnlyTheAuditorSeesSingleMarks: what a judge gave shows on the auditor's pages alone.
func TestOnlyTheAuditorSeesSingleMarks(t *testing.T) {
	s := deliberated(t, newWorld(t, withPrinter))
	id := s.sheets["jury member"][0]
	auditor := s.session("audit member")
	sheets, sheet := s.browse(councilHome+"/sheets", auditor), s.browse(councilHome+"/sheets/"+id, auditor)
	checkPage(t, "sheets", sheets, 200, "vi")
	checkPage(t, "sheet", sheet, 200, "vi")
	for role, topic := range map[string]string{"audit member": "auditor", "council head": "council"} {
		if page := s.browse(councilHome, s.session(role)); !strings.Contains(string(page.body), `href="/help/`+topic+`"`) {
			t.Errorf("the help of a %s is not the chapter %s", role, topic)
		}
	}
	auditor = s.session("audit member")
	if !strings.Contains(sheets.plain(), ">88<") || !strings.Contains(sheet.plain(), "Riêng của jury member") || !strings.Contains(sheet.plain(), "4,5") {
		t.Error("the auditor does not see the sheets")
	}
	if body := string(s.browse(councilHome, auditor).body); strings.Count(body, "plot-dot") < 2 || !strings.Contains(s.browse(councilHome, auditor).plain(), "chỉ người giám sát thấy") {
		t.Error("the auditor's ranking has no dots of single judges")
	}
	for _, role := range []string{"council head", "council member", "council secretary", "secretariat head", "jury head"} {
		cookie := s.session(role)
		for _, path := range []string{"", "/ranking.xlsx", "/ranking.pdf", "/agreement", "/proposal", "/minutes", "/papers", "/papers/bien-ban-cham-diem.pdf", "/papers/bang-tong-hop-diem.docx"} {
			text := s.browse(councilHome+path, cookie).plain()
			for _, secret := range []string{"Riêng của", ">88<", "chỉ người giám sát thấy", id} {
				if strings.Contains(text, secret) {
					t.Errorf("%s shows %q to %s", path, secret, role)
				}
			}
		}
	}
}

func TestCouncilRanking(t *testing.T) {
	s := deliberated(t, newWorld(t, withPrinter))
	cookie := s.session("council member")
	whole := s.browse(councilHome, cookie)
	checkPage(t, "ranking", whole, 200, "vi")
	for _, want := range []string{"Bình gốm hoa lam", "Tương nếp", "Cơ sở gốm Hoa Sen", "88,00", "Đúng: 88", "Cần thảo luận", "Không đạt", "ranking.xlsx"} {
		if !strings.Contains(whole.plain(), want) {
			t.Errorf("the ranking lacks %q", want)
		}
	}
	for query, want := range map[string][2]string{
		"?q=tuong+nep": {"Tương nếp", "Bình gốm hoa lam"}, "?show=passed": {"88,00", "68,00"}, "?show=discuss": {"Cần thảo luận", "88,00"},
		"?group=N2": {"Không có sản phẩm nào khớp", "88,00"}, "?q=khong+co": {"Không có sản phẩm nào khớp", "88,00"}, "?show=tied": {"Không có sản phẩm nào khớp", "88,00"},
	} {
		text := s.browse(councilHome+query, cookie).plain()
		if !strings.Contains(text, want[0]) || strings.Contains(text, want[1]) {
			t.Errorf("%s: want %q and not %q", query, want[0], want[1])
		}
		if !strings.Contains(text, "ranking.xlsx"+query) {
			t.Errorf("%s: the spreadsheet is not of what is shown", query)
		}
	}
	table := s.browse(councilHome+"/ranking.xlsx?q=tuong", cookie)
	if !strings.Contains(table.Header.Get("Content-Disposition"), "attachment") || !strings.Contains(table.plain(), "Tương nếp") || strings.Contains(table.plain(), "Bình gốm") {
		t.Errorf("table: %s", table.body)
	}
	checkPage(t, "ranking in English", s.browse(councilHome+"?lang=en", cookie), 200, "en")
}

func TestCouncilAgreement(t *testing.T) {
	s := deliberated(t, newWorld(t, withPrinter))
	for _, path := range []string{"/agreement", "/agreement?group=N1", "/agreement?group=none"} {
		for _, lang := range []string{"vi", "en"} {
			res := s.browse(councilHome+path+map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")]+"lang="+lang, s.session("council member"))
			checkPage(t, path, res, 200, lang)
			for _, want := range []string{"Ông jury head", "Ông jury member", "ICC(2,k)"} {
				if !strings.Contains(res.plain(), want) {
					t.Errorf("%s in %s lacks %q", path, lang, want)
				}
			}
		}
	}
}

// TestCouncilWhatIf: the answer names no points, asks nothing of a panel of two about a judge, and records nothing.
func TestCouncilWhatIf(t *testing.T) {
	s := deliberated(t, newWorld(t, withPrinter))
	cookie := s.session("council member")
	for query, want := range map[string]string{
		"": "Nếu khác đi thì sao?", "?first=median": "Không hạng nào đổi", "?first=criterion:1&group=N1": "Không hạng nào đổi",
		"?first=none": "Nếu khác đi thì sao?", "?w_1=1&w_2=2": "cộng lại đúng bằng 100", "?w_1=x": "cộng lại đúng bằng 100",
		"?w_1=100&w_2=0&w_3=0&w_4=0": "Nếu tính theo trọng số khác", "?without=nobody": "Cần ít nhất ba giám khảo",
	} {
		res := s.browse(councilHome+"/agreement"+query, cookie)
		checkPage(t, query, res, 200, "vi")
		if !strings.Contains(res.plain(), want) {
			t.Errorf("%s lacks %q", query, want)
		}
		if query == "?without=nobody" && strings.Contains(res.plain(), "Thử bỏ phiếu") {
			t.Error("in a panel of two a judge may be left out")
		}
	}
}

func TestCouncilJournal(t *testing.T) {
	w := newWorld(t, withPrinter)
	s, _ := issued(t, w)
	cookie := s.session("audit member")
	for _, lang := range []string{"vi", "en"} {
		for _, page := range []string{"?page=1&", "?page=2&", "?page=99&", "?page=-1&"} {
			res := s.browse(councilHome+"/journal"+page+"lang="+lang, cookie)
			checkPage(t, "journal", res, 200, lang)
			if strings.Contains(res.plain(), "page.say.council") || strings.Contains(res.plain(), "Việc khác") || strings.Contains(res.plain(), "Another act") {
				t.Errorf("%s %s: an act without a sentence", lang, page)
			}
		}
	}
	moves := regexp.MustCompile(`Chuyển kỳ sang bước “([^”]+)”`).FindAllStringSubmatch(s.browse(councilHome+"/journal?kind=edition&lang=vi", cookie).plain(), -1)
	var steps []string
	for _, m := range moves {
		steps = append(steps, m[1])
	}
	steps = slices.Compact(steps)                                                                            // the clock stands, which shows a move once for each
	if got := strings.Join(steps, ", "); got != "Hội đồng đang xét, Đang thẩm định hồ sơ, Đang nhận hồ sơ" { // scoring has a line of its own
		t.Errorf("the edition moved to %s", got)
	}
	for query, want := range map[string]string{
		"?kind=proposal": "Ghi đề nghị của Hội đồng", "?kind=sheet": "Nộp phiếu chấm", "?q=tuong+nep&kind=nomination": "Tương nếp", "?day=02/11/2026&kind=certificate": "Cấp giấy chứng nhận",
		"?day=01/01/2020": "Không có dòng nào khớp", "?q=%3Cscript%3E": "Không có dòng nào khớp",
	} {
		res := s.browse(councilHome+"/journal"+query+"&lang=vi", cookie)
		if !strings.Contains(res.plain(), want) || res.StatusCode != 200 {
			t.Errorf("%s: %d without %q", query, res.StatusCode, want)
		}
	}
	if res := s.browse(councilHome+"/journal?day=32/13/2026&lang=vi", cookie); res.StatusCode != 422 || !strings.Contains(res.plain(), `value="32/13/2026"`) || !strings.Contains(res.plain(), "Ngày chưa đúng") {
		t.Errorf("a day that does not exist: %d", res.StatusCode)
	}
	if strings.Contains(s.browse(councilHome+"/journal?kind=sheet&lang=vi", s.session("administrator")).plain(), "Ông jury") {
		t.Error("the administrator reads who submitted sheets")
	}
}
