package web_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/jobs"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/internal/web"
	"vinhdanh/judging"
)

// TestSetupOnce makes the first administrator by the one-time link, which then is closed.
func TestSetupOnce(t *testing.T) {
	w := newWorld(t)
	fresh := storetest.Open(t)
	people := accounts.NewService(fresh.ForAccounts(), accounts.NewHasher(), w.server.Now)
	empty := newWorld(t, func(c *web.Config) {
		c.Accounts = people
		c.Judging = judging.NewService(fresh.ForJudging(), loadPack, c.Now)
	})
	token, err := people.OpenSetup(t.Context())
	if err != nil || token == "" {
		t.Fatal(token, err)
	}
	link := empty.browse("/setup?token="+token, "")
	cookie := link.Cookies()[0].Name + "=" + link.Cookies()[0].Value
	checkPage(t, "set-up", empty.browse("/setup", cookie), 200, "vi")
	form := url.Values{"programme": {"Bình chọn"}, "organiser": {"Sở Công Thương"}, "province": {"Hưng Yên"}, "language": {"vi"},
		"name": {"Trần Thị B"}, "email": {"b@example.vn"}, "password": {"ngan"}}
	refused := empty.post("/setup", cookie, form)
	checkPage(t, "weak password", refused, 422, "vi")
	if !strings.Contains(string(refused.body), "b@example.vn") || strings.Contains(string(refused.body), `"ngan"`) {
		t.Error("what was typed is lost, or the password is kept")
	}
	form.Set("password", "mot mat khau du dai")
	done := empty.post("/setup", cookie, form)
	if done.StatusCode != 303 || done.Header.Get("Location") != "/admin?done=setup_done" {
		t.Fatalf("set-up: %d %s", done.StatusCode, done.body)
	}
	checkPage(t, "set-up again", empty.browse("/setup", cookie), 404, "vi")
}

// TestInvitation lets a new member set a password with the link of the queued mail.
func TestInvitation(t *testing.T) {
	w := newWorld(t)
	w.ok("administrator", "POST", "/editions", 201, edition("moi"))
	w.ok("administrator", "POST", "/editions/moi/members", 201, `{"email":"moi@example.vn","name":"Bà Mới","title":"","body":"jury","role":"head"}`)
	list, err := w.db.ListJobs(t.Context(), jobs.Queued, 10)
	if err != nil {
		t.Fatal(err)
	}
	var letter judging.Mail
	for _, j := range list {
		if j.Kind == judging.MailJob {
			if err := json.Unmarshal(j.Payload, &letter); err != nil {
				t.Fatal(err)
			}
		}
	}
	link := w.browse(letter.LinkPath, "")
	if len(link.Cookies()) != 1 {
		t.Fatalf("%q: %d", letter.LinkPath, link.StatusCode)
	}
	cookie := link.Cookies()[0].Name + "=" + link.Cookies()[0].Value
	page := w.browse("/invitation", cookie)
	checkPage(t, "invitation", page, 200, "vi")
	for _, want := range []string{"moi@example.vn", "Ban giám khảo · Trưởng", "Kỳ thử", "Dùng được đến", "16/11/2026"} {
		if !strings.Contains(page.plain(), want) {
			t.Errorf("the page does not say %q:\n%s", want, page.plain())
		}
	}
	if letter.Args["body"] != "jury" || letter.Args["role"] != "head" {
		t.Errorf("the letter does not know the seat: %v", letter.Args)
	}
	form := url.Values{"password": {"mot mat khau du dai"}, "repeat": {"khac"}}
	checkPage(t, "passwords differ", w.post("/invitation", cookie, form), 422, "vi")
	form.Set("repeat", "mot mat khau du dai")
	if res := w.post("/invitation", cookie, form); res.StatusCode != 303 || len(res.Cookies()) != 2 {
		t.Fatalf("%d %s", res.StatusCode, res.body)
	}
	checkPage(t, "used invitation", w.browse("/invitation", cookie), 404, "vi")
}
