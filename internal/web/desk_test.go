package web_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/jobs"
	"vinhdanh/internal/web"
	"vinhdanh/judging"
)

// plainTables writes tables as lines of cells between bars; the real ones have tests of their own.
type plainTables struct{}

func (plainTables) XLSX(w io.Writer, t web.Table) error { return plainTables{}.CSV(w, t) }

func (plainTables) CSV(w io.Writer, t web.Table) error {
	for _, row := range t.Rows {
		if len(row) != len(t.Columns) {
			return fmt.Errorf("%d cells for %d columns", len(row), len(t.Columns))
		}
		if _, err := fmt.Fprintln(w, strings.Join(row, "|")); err != nil {
			return err
		}
	}
	return nil
}

// atDesk is an edition in screening with two dossiers handed in and a draft, and the cookie of its secretariat.
func atDesk(t *testing.T) (*staged, string) {
	t.Helper()
	s := filing(t, newWorld(t))
	s.nominate("Bình gốm hoa lam")
	s.clock = s.clock.Add(time.Hour)
	s.nominate("Tương nếp Làng Giếng")
	draft := s.ok("producer", "POST", "/editions/"+slug+"/nominations", 201, `{"product":"Nón lá <b>đỏ</b>"}`)
	s.nominations = append(s.nominations, draft["id"].(string))
	s.move("screening")
	return s, s.session("secretariat member")
}

func (s *staged) dossier(i int) string { return "/desk/" + slug + "/nominations/" + s.nominations[i] }

// nomination is a dossier as the API tells it.
func (s *staged) nomination(i int) map[string]any {
	s.t.Helper()
	return s.ok("secretariat head", "GET", "/nominations/"+s.nominations[i], 200, "")
}

func (s *staged) verdicts(i int) int {
	s.t.Helper()
	return len(s.ok("secretariat head", "GET", "/nominations/"+s.nominations[i]+"/screening", 200, "")["items"].([]any))
}

// pick is what the box of a row sends.
func (s *staged) pick(i int) string {
	s.t.Helper()
	return fmt.Sprintf("%s.%v", s.nominations[i], s.nomination(i)["version"])
}

// hiddenOf are the hidden fields of the page's form that posts to an address.
func hiddenOf(t *testing.T, res reply, action string) url.Values {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(string(res.body)))
	if err != nil {
		t.Fatal(err)
	}
	get := func(n *html.Node, name string) string {
		for _, a := range n.Attr {
			if a.Key == name {
				return a.Val
			}
		}
		return ""
	}
	form := url.Values{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Data != "form" || get(n, "action") != action {
			continue
		}
		for x := range n.Descendants() {
			if x.Type == html.ElementNode && x.Data == "input" && get(x, "type") == "hidden" {
				form.Add(get(x, "name"), get(x, "value"))
			}
		}
	}
	if len(form) == 0 {
		t.Fatalf("no form posts to %s\n%.600s", action, res.body)
	}
	return form
}

var deskCode = regexp.MustCompile(`THU-NGHIEM-2026-\d{4}`)

// listed are the codes in a page's rows or a table's lines, in order.
func listed(body []byte) []string {
	var codes []string
	for _, code := range deskCode.FindAllString(string(body), -1) {
		if len(codes) == 0 || codes[len(codes)-1] != code {
			codes = append(codes, code)
		}
	}
	return codes
}

// tableOf cuts a list's table out of its page.
func tableOf(res reply) []byte {
	_, rest, _ := strings.Cut(string(res.body), "<tbody")
	table, _, _ := strings.Cut(rest, "</tbody>")
	return []byte(table)
}

func TestDeskPages(t *testing.T) {
	s, cookie := atDesk(t)
	at := "/desk/" + slug
	for _, path := range []string{"/desk", at, at + "?state=draft", at + "?state=overdue", at + "?state=all&sort=producer", at + "?sort=newest", at + "?sort=code",
		at + "?page=99", at + "?state=nonsense&group=N9", at + "/nominations/new", s.dossier(0), s.dossier(2) + "?state=draft", s.dossier(0) + "/edit",
		s.dossier(0) + "/supplement", s.dossier(0) + "/ineligible", at + "/import", at + "/import/done?rows=3&created=2", at + "/bulk/done?act=eligible&ok=1&no=2-wrong_state"} {
		for _, lang := range []string{"vi", "en"} {
			mark := "?"
			if strings.Contains(path, "?") {
				mark = "&"
			}
			checkPage(t, path, s.browse(path+mark+"lang="+lang, cookie), 200, lang)
		}
	}
	if body := string(s.browse(at+"?state=draft&lang=vi", cookie).body); strings.Contains(body, "<b>đỏ") || !strings.Contains(body, "&lt;b&gt;đỏ") {
		t.Error("a product's name is taken for HTML")
	}
	s.ok("administrator", "POST", "/editions", 201, `{"slug":"khac","name":"Kỳ khác","number":2,"year":2027,"level":"province","province":"Hưng Yên","rules":"generic"}`)
	s.ok("administrator", "POST", "/editions/khac/members", 201, `{"email":"secretariat.member@example.vn","name":"Ông","title":"","body":"secretariat","role":"member"}`)
	for _, path := range []string{"", "/edit", "/supplement", "/documents/1", "/documents/1/save"} {
		other := strings.Replace(s.dossier(0), slug, "khac", 1) + path
		if res := s.browse(other, cookie); res.StatusCode != 404 {
			t.Errorf("%s by another edition's desk: %d", other, res.StatusCode)
		}
	}
}

func TestDeskSearchFoldsAndExportsWhatIsOnScreen(t *testing.T) {
	s, cookie := atDesk(t)
	at := "/desk/" + slug
	for query, want := range map[string][]string{
		"":             {"THU-NGHIEM-2026-0001", "THU-NGHIEM-2026-0002"},
		"?q=tuong+nep": {"THU-NGHIEM-2026-0002"},
		"?q=" + url.QueryEscape(norm.NFD.String("TƯƠNG")): {"THU-NGHIEM-2026-0002"},
		"?q=0001":                     {"THU-NGHIEM-2026-0001"},
		"?q=khong+co":                 nil,
		"?state=draft":                {"THU-NGHIEM-2026-0003"},
		"?state=all&sort=newest":      {"THU-NGHIEM-2026-0002", "THU-NGHIEM-2026-0001", "THU-NGHIEM-2026-0003"},
		"?commune=t%C3%A2n+h%C6%B0ng": {"THU-NGHIEM-2026-0001", "THU-NGHIEM-2026-0002"},
		"?state=eligible":             nil,
		"?group=N2":                   nil,
	} {
		page := s.browse(at+query, cookie)
		checkPage(t, query, page, 200, "vi")
		screen := listed(tableOf(page))
		if d := cmp.Diff(want, screen); d != "" {
			t.Errorf("%q on screen: %s", query, d)
		}
		for _, file := range []string{"/export.csv", "/export.xlsx"} {
			sheet := s.browse(at+file+query, cookie)
			if d := cmp.Diff(screen, listed(sheet.body)); sheet.StatusCode != 200 || d != "" {
				t.Errorf("%s%s: %d %s", file, query, sheet.StatusCode, d)
			}
			if !strings.HasPrefix(sheet.Header.Get("Content-Disposition"), "attachment") {
				t.Errorf("%s is no download", file)
			}
		}
	}
}

// TestDeskBulkDoesWhatItShowed: what the preview lists is what the confirmation does, once.
func TestDeskBulkDoesWhatItShowed(t *testing.T) {
	s, cookie := atDesk(t)
	at := "/desk/" + slug
	checkPage(t, "nothing ticked", s.post(at+"/bulk", cookie, url.Values{"act": {"eligible"}}), 422, "vi")
	checkPage(t, "no such act", s.post(at+"/bulk", cookie, url.Values{"act": {"burn"}, "pick": {s.pick(0)}}), 422, "vi")
	preview := s.post(at+"/bulk", cookie, url.Values{"act": {"eligible"}, "pick": {s.pick(0), s.pick(1), s.pick(2)}})
	checkPage(t, "preview", preview, 200, "vi")
	if s.nomination(0)["state"] != "submitted" || s.verdicts(0) != 0 {
		t.Fatal("the preview recorded something")
	}
	unseen := func(count int) bool {
		page := s.post(at+"/bulk", cookie, url.Values{"act": {"eligible"}, "pick": {s.pick(0), s.pick(1)}})
		return strings.Contains(page.plain(), fmt.Sprintf("Có %d hồ sơ chưa ai ghi đã xem giấy tờ nào", count)) &&
			strings.Count(page.plain(), "Chưa xem giấy tờ nào") == count
	}
	before := unseen(2)
	err := s.server.Judging.CheckDocument(t.Context(), accounts.Actor{User: s.users["secretariat head"]}, s.nominations[0], 1, judging.CheckOK, "")
	if err != nil || !before || !unseen(1) {
		t.Errorf("the preview does not say of how many dossiers no paper was looked at: %v, %v", before, err)
	}
	form := hiddenOf(t, preview, at+"/bulk/confirm")
	if d := cmp.Diff([]string{s.pick(0), s.pick(1)}, form["pick"]); d != "" {
		t.Fatalf("the draft is not left out: %s", d)
	}
	s.ok("secretariat head", "PATCH", "/nominations/"+s.nominations[1], 200, `{"version":2,"description":"Sửa giữa chừng."}`)
	first, second := s.post(at+"/bulk/confirm", cookie, form), s.post(at+"/bulk/confirm", cookie, form)
	if first.StatusCode != 303 || first.Header.Get("Location") != second.Header.Get("Location") {
		t.Fatalf("%d to %q and %q", first.StatusCode, first.Header.Get("Location"), second.Header.Get("Location"))
	}
	if s.nomination(0)["state"] != "eligible" || s.verdicts(0) != 1 || s.nomination(1)["state"] != "submitted" {
		t.Errorf("states %v and %v, %d verdicts", s.nomination(0)["state"], s.nomination(1)["state"], s.verdicts(0))
	}
	done := s.browse(first.Header.Get("Location"), cookie)
	checkPage(t, "result", done, 200, "vi")
	if !strings.Contains(string(done.body), "Người khác đã sửa") {
		t.Error("the result does not say why one was left out")
	}
}

func TestDeskBulkSupplementNeedsAReasonAndADay(t *testing.T) {
	s, cookie := atDesk(t)
	at := "/desk/" + slug
	base := url.Values{"act": {"supplement"}, "pick": {s.pick(0), s.pick(1)}}
	for name, c := range map[string]struct{ text, due, field string }{
		"no reason":   {" ", "20/11/2026", "text"},
		"no day":      {"Thiếu ảnh", "", "due"},
		"no date":     {"Thiếu ảnh", "mai", "due"},
		"a past day":  {"Thiếu ảnh", "01/11/2026", "due"},
		"a long text": {strings.Repeat("ơ", 10_001), "20/11/2026", "text"},
	} {
		form := url.Values{"text": {c.text}, "due": {c.due}, "act": base["act"], "pick": base["pick"]}
		res := s.post(at+"/bulk/confirm", cookie, form)
		checkPage(t, name, res, 422, "vi")
		if body := string(res.body); !strings.Contains(body, `href="#`+c.field+`"`) || !strings.Contains(body, html.EscapeString(strings.TrimSpace(c.text))) {
			t.Errorf("%s: the fault is not at %s, or the text is lost", name, c.field)
		}
	}
	if s.verdicts(0) != 0 {
		t.Fatal("a refused request recorded a verdict")
	}
	form := url.Values{"text": {norm.NFD.String("Thiếu <script>ảnh</script>")}, "due": {"20/11/2026"}, "act": base["act"], "pick": base["pick"]}
	if res := s.post(at+"/bulk/confirm", cookie, form); res.StatusCode != 303 {
		t.Fatalf("%d %s", res.StatusCode, res.body)
	}
	letters := s.letters("verdict_supplement")
	if len(letters) != 2 || letters[0].Args["reasons"] != "- Thiếu <script>ảnh</script>" || letters[0].Args["date"] != "2026-11-20" {
		t.Errorf("letters %+v", letters)
	}
	body := string(s.browse(s.dossier(0), cookie).body)
	if strings.Contains(body, "<script>ảnh") || !strings.Contains(body, "20/11/2026") {
		t.Error("the dossier runs the reason, or does not tell the day")
	}
}

// TestDeskRemindsOnceADay: a reminder goes to drafts with an address, and not twice on one day.
func TestDeskRemindsOnceADay(t *testing.T) {
	s := filing(t, newWorld(t))
	s.nominations = []string{s.ok("producer", "POST", "/editions/"+slug+"/nominations", 201,
		`{"product":"Nón lá","producer":{"name":"HTX","email":"htx@example.vn"}}`)["id"].(string),
		s.ok("producer", "POST", "/editions/"+slug+"/nominations", 201, `{"product":"Quạt nan"}`)["id"].(string)}
	cookie, at := s.session("secretariat member"), "/desk/"+slug
	remind := func() {
		t.Helper()
		preview := s.post(at+"/bulk", cookie, url.Values{"act": {"remind"}, "pick": {s.pick(0), s.pick(1)}})
		checkPage(t, "preview", preview, 200, "vi")
		if strings.Contains(string(preview.body), at+"/bulk/confirm") {
			s.post(at+"/bulk/confirm", cookie, hiddenOf(t, preview, at+"/bulk/confirm"))
		}
	}
	remind()
	remind()
	if n := len(s.letters("reminder")); n != 1 {
		t.Errorf("%d letters on one day, want 1", n)
	}
	s.clock = s.clock.Add(24 * time.Hour)
	cookie = s.session("secretariat member")
	remind()
	if n := len(s.letters("reminder")); n != 2 {
		t.Errorf("%d letters on two days, want 2", n)
	}
}

// letters are the queued mails of a kind.
func (s *staged) letters(kind string) []judging.Mail {
	s.t.Helper()
	var list []judging.Mail
	queued, err := s.db.ListJobs(s.t.Context(), jobs.Queued, 50)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, j := range queued {
		var m judging.Mail
		if j.Kind == judging.MailJob && json.Unmarshal(j.Payload, &m) == nil && m.Letter == kind {
			list = append(list, m)
		}
	}
	slices.SortFunc(list, func(a, b judging.Mail) int { return strings.Compare(a.Args["code"], b.Args["code"]) })
	return list
}

// TestDeskTellsOfTwinsAndOverdueDossiers: the same name twice is noted on both, and a day that passed counts.
func TestDeskTellsOfTwinsAndOverdueDossiers(t *testing.T) {
	s := filing(t, newWorld(t))
	s.nominate("Bình gốm hoa lam")
	s.nominate("BÌNH  GỐM HOA LAM")
	s.nominate("Tương nếp")
	s.move("screening")
	s.ok("secretariat head", "POST", "/nominations/"+s.nominations[2]+"/screening", 200,
		`{"verdict":"supplement","reasons":[{"code":"x","text":"Thiếu ảnh"}],"due":"2026-11-05"}`)
	at := "/desk/" + slug
	page := string(s.browse(at, s.session("secretariat head")).body)
	for _, want := range []string{"trùng tên với THU-NGHIEM-2026-0002?", "trùng tên với THU-NGHIEM-2026-0001?", "Chờ bổ sung đến 05/11"} {
		if !strings.Contains(page, want) {
			t.Errorf("the list does not say %q", want)
		}
	}
	s.clock = s.clock.AddDate(0, 0, 4)
	cookie := s.session("secretariat head")
	late := s.browse(at+"?state=overdue", cookie)
	if d := cmp.Diff([]string{"THU-NGHIEM-2026-0003"}, listed(tableOf(late))); d != "" || !strings.Contains(string(late.body), "1 quá hạn") {
		t.Errorf("overdue: %s", d)
	}
	if !strings.Contains(string(s.browse(s.dossier(2), cookie).body), "Đã quá hạn bổ sung") {
		t.Error("the dossier does not say that its day has passed")
	}
}
