package web_test

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"vinhdanh/internal/i18n"
	"vinhdanh/internal/letters"
	"vinhdanh/judging"
)

var letterPath = regexp.MustCompile(`/desk/` + slug + `/reminders/[a-z2-7]{26}`)

// remind does the regular work of reminding at a time of a day in Vietnam.
func (s *staged) remind(day, clock string) {
	s.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", day+" "+clock, i18n.VN)
	if err != nil {
		s.t.Fatal(err)
	}
	s.clock = at
	awards := judging.NewService(s.db.ForJudging(), loadPack, func() time.Time { return s.clock })
	if err := awards.KeepReminding(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
}

// reminded are the letters of reminders that were queued.
func (s *staged) reminded() (list []judging.Mail) {
	s.t.Helper()
	queued, err := s.db.ListJobs(s.t.Context(), "", 0)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, j := range queued {
		var m judging.Mail
		if err := json.Unmarshal(j.Payload, &m); err != nil {
			s.t.Fatal(err)
		}
		if strings.HasPrefix(m.Letter, "owed") {
			list = append(list, m)
		}
	}
	return list
}

// TestReminderPages walks the secretariat from the plan to the letter that leaves, in its own words.
func TestReminderPages(t *testing.T) {
	s, _ := atDesk(t)
	at := "/desk/" + slug + "/reminders"
	s.ok("secretariat member", "POST", "/nominations/"+s.nominations[0]+"/screening", 200,
		`{"verdict":"supplement","reasons":[{"code":"other","text":"Thiếu ảnh"}],"due":"2026-11-20"}`)
	s.clock = time.Date(2026, 11, 17, 1, 0, 0, 0, time.UTC)
	cookie := s.session("secretariat member")
	res := s.browse(at+"?lang=vi", cookie)
	checkPage(t, at, res, 200, "vi")
	if body := string(res.body); !strings.Contains(body, "Tự nhắc đang tắt") || !strings.Contains(body, "hoasen@example.vn") ||
		!strings.Contains(body, "cần bổ sung, hạn hết ngày 20/11/2026") || !strings.Contains(body, `value="0, 2, 7"`) {
		t.Errorf("before the plan is saved\n%s", body)
	}
	bad := s.post(at, cookie, url.Values{"before": {"mai"}, "scoring_until": {"32/13"}, "note": {"giữ"}})
	if body := string(bad.body); bad.StatusCode != 422 || !strings.Contains(body, `value="mai"`) || !strings.Contains(body, ">giữ<") {
		t.Errorf("a plan that cannot be read: %d\n%s", bad.StatusCode, body)
	}
	if res := s.post(at, cookie, url.Values{"active": {"yes"}, "before": {"2"}, "scoring_until": {"1/12/2026"}, "note": {"Bà con <b>nhé</b>"}}); res.StatusCode != 303 {
		t.Fatalf("save the plan: %d %s", res.StatusCode, res.body)
	}
	s.remind("2026-11-17", "09:00")
	checkPage(t, at, s.browse(at+"?lang=en", cookie), 200, "en")
	list := s.browse(at+"?lang=vi", cookie)
	letter := letterPath.FindString(string(list.body))
	if !strings.Contains(string(list.body), "Thư tiếp theo gửi ngày 18/11/2026") {
		t.Error("nothing tells when the next letters leave")
	}
	if letter == "" || !strings.Contains(string(list.body), `value="01/12/2026"`) {
		t.Fatalf("no letter waits\n%s", list.body)
	}
	page := s.browse(letter+"?lang=vi", cookie)
	checkPage(t, letter, page, 200, "vi")
	if body := string(page.body); !strings.Contains(body, "Bà con &lt;b&gt;nhé&lt;/b&gt;") || !strings.Contains(body, "Bình gốm hoa lam") {
		t.Errorf("the letter does not say what will leave\n%s", body)
	}
	if res := s.post(letter, cookie, url.Values{"act": {"save"}, "text": {"Mời bác"}}); res.StatusCode != 422 || !strings.Contains(string(res.body), "Mời bác") {
		t.Errorf("without a subject: %d", res.StatusCode)
	}
	for _, act := range []url.Values{{"act": {"save"}, "subject": {"Nhắc"}, "text": {"Mời bác"}}, {"act": {"standard"}},
		{"act": {"save"}, "subject": {"Nhắc"}, "text": {"Mời bác\n\nnộp ảnh"}}, {"act": {"hold"}}, {"act": {"release"}}} {
		if res := s.post(letter, cookie, act); res.StatusCode != 303 {
			t.Errorf("%v: %d %s", act, res.StatusCode, res.body)
		}
	}
	if res := s.post(letter, cookie, url.Values{"act": {"send"}, "subject": {"Nhắc"}, "text": {"Mời bác\r\n\r\nnộp ảnh sớm"}}); res.StatusCode != 303 {
		t.Errorf("sent with other words: %d", res.StatusCode)
	}
	sent := s.reminded()
	if len(sent) != 1 || sent[0].To != "hoasen@example.vn" || sent[0].Args["text"] != "Mời bác\n\nnộp ảnh sớm" || sent[0].LinkPath != "/nominations/"+s.nominations[0] {
		t.Fatalf("sent %+v", sent)
	}
	cookie = s.session("secretariat member") // that of yesterday has run out
	if res := s.post(letter, cookie, url.Values{"act": {"send"}}); res.StatusCode != 409 {
		t.Errorf("sent twice: %d", res.StatusCode)
	}
	checkPage(t, letter, s.browse(letter+"?lang=vi", cookie), 200, "vi")
	if body := string(s.browse(at+"?lang=vi", cookie).body); strings.Contains(body, "Mời bác") || !strings.Contains(body, "Đã gửi") {
		t.Errorf("after it left\n%s", body)
	}
}

// TestLetterOfWhoFinished says so in the list before its hour, and the organiser's note stands in the half of its language.
func TestLetterOfWhoFinished(t *testing.T) {
	s, _ := atDesk(t)
	at := "/desk/" + slug + "/reminders"
	s.ok("secretariat member", "POST", "/nominations/"+s.nominations[0]+"/screening", 200,
		`{"verdict":"supplement","reasons":[{"code":"other","text":"Thiếu ảnh"}],"due":"2026-11-20"}`)
	s.clock = time.Date(2026, 11, 17, 1, 0, 0, 0, time.UTC)
	cookie := s.session("secretariat member")
	s.post(at, cookie, url.Values{"active": {"yes"}, "before": {"2"}, "note": {"Bà con nhé"}})
	s.remind("2026-11-17", "09:00")
	const idle = "Không gửi nữa: đã xong"
	if body := string(s.browse(at+"?lang=vi", cookie).body); strings.Contains(body, idle) || !strings.Contains(body, "Chờ gửi") {
		t.Error("a letter that will leave does not say so")
	}
	s.ok("secretariat member", "POST", "/nominations/"+s.nominations[0]+"/submit", 200, "")
	list := s.browse(at+"?lang=vi", cookie)
	checkPage(t, at, list, 200, "vi")
	if body := string(list.body); !strings.Contains(body, idle) || strings.Contains(body, "Chờ gửi") || !strings.Contains(body, "Chưa có thư nào sắp gửi") {
		t.Errorf("the letter of who has finished still waits\n%s", body)
	}
	m := judging.Mail{To: "a@b.vn", Letter: "owed", Args: map[string]string{"name": "A", "edition": "Kỳ", "note": "Bà con nhé"}}
	_, text := letters.Whole(i18n.New().T, "", m)
	vietnamese, english, _ := strings.Cut(text, "\n---\n")
	if !strings.Contains(vietnamese, "Bà con nhé") || strings.Contains(english, "Bà con nhé") || english == "" {
		t.Errorf("the note is not in the half of its language alone\n%s", text)
	}
}

// TestReminderOfAnotherEdition is not found, whoever sits in both.
func TestReminderOfAnotherEdition(t *testing.T) {
	s, _ := atDesk(t)
	s.ok("secretariat member", "POST", "/nominations/"+s.nominations[0]+"/screening", 200,
		`{"verdict":"supplement","reasons":[{"code":"other","text":"Thiếu ảnh"}],"due":"2026-11-20"}`)
	s.clock = time.Date(2026, 11, 17, 1, 0, 0, 0, time.UTC)
	cookie := s.session("secretariat member")
	at := "/desk/" + slug + "/reminders"
	s.post(at, cookie, url.Values{"active": {"yes"}, "before": {"2"}})
	s.remind("2026-11-17", "09:00")
	letter := letterPath.FindString(string(s.browse(at, cookie).body))
	s.ok("administrator", "POST", "/editions", 201, `{"slug":"khac","name":"Kỳ khác","number":2,"year":2027,"level":"province","province":"Hưng Yên","rules":"generic"}`)
	s.ok("administrator", "POST", "/editions/khac/members", 201, `{"email":"secretariat.member@example.vn","name":"Ông","title":"","body":"secretariat","role":"member"}`)
	other := strings.Replace(letter, slug, "khac", 1)
	for _, act := range []string{"send", "hold", "remove", "save", ""} {
		if res := s.post(other, cookie, url.Values{"act": {act}, "subject": {"a"}, "text": {"b"}}); res.StatusCode != 404 {
			t.Errorf("%s by another edition's desk: %d", act, res.StatusCode)
		}
	}
	if len(s.reminded()) != 0 || s.browse(letter, cookie).StatusCode != 200 {
		t.Error("the letter was touched")
	}
}
