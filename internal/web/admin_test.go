package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"html"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/jobs"
	"vinhdanh/internal/ledger"
	"vinhdanh/internal/store"
	"vinhdanh/internal/web"
	"vinhdanh/judging"
)

// holds wants a page that holds some texts and, for those that begin with "!", does not hold them.
func (w *world) holds(name string, res reply, texts ...string) {
	w.t.Helper()
	body := html.UnescapeString(string(res.body))
	for _, text := range texts {
		if without, no := strings.CutPrefix(text, "!"); no == strings.Contains(body, without) {
			w.t.Errorf("%s: %q: present is %v", name, without, no)
		}
	}
}

// goesTo wants a redirect to an address.
func (w *world) goesTo(name string, res reply, to string) {
	w.t.Helper()
	if loc := res.Header.Get("Location"); res.StatusCode != 303 || !strings.HasPrefix(loc, to) {
		w.t.Errorf("%s: %d to %q, want %q\n%.300s", name, res.StatusCode, loc, to, res.body)
	}
}

func TestAdministratorOpensAnEdition(t *testing.T) {
	w := newWorld(t)
	cookie := w.session("administrator")
	checkPage(t, "first hour", w.browse("/admin", cookie), 200, "vi")
	w.holds("first hour", w.browse("/admin", cookie), "Giờ đầu tiên")
	form := url.Values{"name": {""}, "number": {"một"}, "year": {"1999"}, "level": {"xyz"}, "slug": {"Kỳ 2026"}, "rules": {"none"},
		"province": {strings.Repeat("dài ", 300)}, "name_en": {"<script>alert(1)</script>"}}
	res := w.post("/admin/editions/new", cookie, form)
	checkPage(t, "every field wrong", res, 422, "vi")
	for _, field := range []string{"name", "number", "year", "slug", "rules", "province"} {
		if !strings.Contains(string(res.body), `href="#`+field+`"`) {
			t.Errorf("the summary does not lead to %s", field)
		}
	}
	w.holds("every field wrong", res, `value="một"`, `value="Kỳ 2026"`)
	if strings.Contains(string(res.body), "<script>alert") {
		t.Error("what was typed is a script")
	}
	form = url.Values{"name": {"Bình chọn lần thứ I"}, "number": {"1"}, "year": {"2026"}, "level": {"province"}, "slug": {"mot"},
		"rules": {"vn-cnnt-2025"}, "province": {"tỉnh Hưng Yên"}, "once": {"aaaaaaaaaaaaaaaaaaaaaaaaaa"}}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			w.goesTo("a double tap", w.post("/admin/editions/new", cookie, form), "/admin/editions/mot?done=edition_opened")
		})
	}
	wg.Wait()
	form.Set("once", "bbbbbbbbbbbbbbbbbbbbbbbbbb")
	checkPage(t, "the same address", w.post("/admin/editions/new", cookie, form), 409, "vi")
	like := w.browse("/admin/editions/new?like=mot", cookie)
	w.holds("like the last", like, `value="2027"`, `value="2"`, `value="Bình chọn lần thứ II"`, "Mời lại đúng những người")
	w.holds("nobody is named yet", w.browse("/admin", cookie), "Bình chọn lần thứ I", "Giờ đầu tiên", `href="/admin/editions/mot/members"`)
	w.goesTo("named", w.post("/admin/editions/mot/members", cookie, url.Values{"email": {"lan@example.vn"}, "name": {"Bà Lan"}, "body": {"audit"}, "role": {"member"}}),
		"/admin/editions/mot/members?done=member_added")
	w.holds("list", w.browse("/admin", cookie), "Bình chọn lần thứ I", "!Giờ đầu tiên")
}

// TestFirstStepsTickLetters: the step "mail" is done once a letter has left, whatever other work is.
func TestFirstStepsTickLetters(t *testing.T) {
	w := newWorld(t)
	cookie := w.session("administrator")
	ticks := func() int { return strings.Count(string(w.browse("/admin", cookie).body), "#check-circle") }
	before := ticks()
	for _, x := range []struct {
		kind string
		want int
	}{{certificates.BatchJob, before}, {judging.MailJob, before + 1}} {
		job := judging.Job{ID: accounts.NewID(), Kind: x.kind, Payload: []byte("{}")}
		done := jobs.Job{ID: job.ID, Payload: job.Payload, State: jobs.Done}
		err := errors.Join(w.db.Update(t.Context(), func(tx *store.Tx) error { return tx.Enqueue(job) }), w.db.SaveJob(t.Context(), done))
		if err != nil {
			t.Fatal(err)
		}
		if got := ticks(); got != x.want {
			t.Errorf("%d steps done after work of the kind %s, want %d", got, x.kind, x.want)
		}
	}
}

func TestAdministratorMovesAnEdition(t *testing.T) {
	s := filing(t, newWorld(t))
	cookie, at := s.session("administrator"), "/admin/editions/"+slug
	s.goesTo("forward", s.post(at+"/state", cookie, url.Values{"state": {"screening"}}), at+"?done=edition_moved")
	res := s.post(at+"/state", cookie, url.Values{"state": {"scoring"}})
	checkPage(t, "nothing eligible", res, 409, "vi")
	s.holds("nothing eligible", res, "Chưa có hồ sơ nào đủ điều kiện")
	res = s.post(at+"/back", cookie, url.Values{"back_reason": {" "}})
	checkPage(t, "back without a reason", res, 422, "vi")
	s.holds("back without a reason", res, `undo" open`)
	s.goesTo("back", s.post(at+"/back", cookie, url.Values{"back_reason": {"Chuyển nhầm."}}), at+"?done=edition_moved_back")
	s.holds("journal", s.browse(councilHome+"/journal?kind=edition&lang=vi", cookie), "Chuyển kỳ sang bước “Đang thẩm định hồ sơ”", "Đưa kỳ về bước “Đang nhận hồ sơ”")
	for _, form := range []url.Values{{"date": {""}, "time": {""}}, {"date": {"31/02/2026"}, "time": {"17:00"}}, {"date": {"5/11/2026"}, "time": {"25:00"}}} {
		res := s.post(at+"/deadline", cookie, form)
		checkPage(t, "deadline", res, 422, "vi")
		s.holds("what was typed", res, `value="`+form.Get("date")+`"`)
	}
	s.goesTo("deadline", s.post(at+"/deadline", cookie, url.Values{"date": {"20/11/2026"}, "time": {"17h00"}}), at+"?done=deadline_saved")
	s.holds("deadline", s.browse(at, cookie), `value="20/11/2026"`, `value="17:00"`)
	checkPage(t, "longer without a reason", s.post(at+"/deadline", cookie, url.Values{"date": {"25/11/2026"}, "time": {"17:00"}}), 422, "vi")
	s.goesTo("longer", s.post(at+"/deadline", cookie, url.Values{"date": {"25/11/2026"}, "time": {"17:00"}, "deadline_reason": {"Bão."}}), at)
}

func TestAdministratorNamesMembers(t *testing.T) {
	s := filing(t, newWorld(t))
	cookie, at := s.session("administrator"), "/admin/editions/"+slug+"/members"
	res := s.post(at, cookie, url.Values{"email": {"giam khao"}, "name": {"Bà Mai"}, "body": {"jury"}, "role": {"king"}})
	checkPage(t, "bad member", res, 422, "vi")
	s.holds("bad member", res, `value="Bà Mai"`, `value="giam khao"`)
	res = s.post(at, cookie, url.Values{"email": {"mai@example.vn"}, "name": {"Bà Mai"}, "body": {"audit"}, "role": {"head"}})
	checkPage(t, "a head of the audit", res, 422, "vi")
	s.holds("a head of the audit", res, "Giám sát chỉ có vai trò: Thành viên.", "!một trong: member")
	s.goesTo("has an account", s.post(at, cookie, url.Values{"email": {"admin@example.vn"}, "name": {"Ông Quản"}, "body": {"audit"}, "role": {"member"}}),
		at+"?done=member_named")
	form := url.Values{"email": {"mai@example.vn"}, "name": {"Bà Mai"}, "title": {"Nghệ nhân"}, "body": {"jury"}, "role": {"member"}, "once": {"cccccccccccccccccccccccccc"}}
	s.goesTo("named", s.post(at, cookie, form), at+"?done=member_added")
	s.goesTo("named twice by a tap", s.post(at, cookie, form), at+"?done=member_added")
	page := s.browse(at, cookie)
	s.holds("members", page, "Bà Mai", "Nghệ nhân", "Chưa nhận lời mời")
	remove := regexp.MustCompile(`/admin/[^"]+/remove`).FindString(string(page.body[bytes.Index(page.body, []byte("Bà Mai")):]))
	checkPage(t, "ask", s.browse(remove, cookie), 200, "vi")
	checkPage(t, "no reason", s.post(remove, cookie, url.Values{"reason": {""}}), 422, "vi")
	s.goesTo("removed", s.post(remove, cookie, url.Values{"reason": {"Xin thôi."}}), at+"?done=member_removed")
	s.holds("members", s.browse(at, cookie), "!Bà Mai")
	if res := s.browse(remove, cookie); res.StatusCode != 404 {
		t.Errorf("a seat that ended is asked for: %d", res.StatusCode)
	}
}

func TestAdministratorChangesRules(t *testing.T) {
	s := filing(t, newWorld(t))
	cookie, at := s.session("administrator"), "/admin/editions/"+slug+"/rules"
	page := s.browse(at, cookie)
	checkPage(t, "rules", page, 200, "vi")
	s.holds("rules", page, "vn-cnnt-2025", "Hội đồng quyết định")
	body := html.UnescapeString(string(page.body))
	from := strings.Index(body, "<textarea")
	from += strings.Index(body[from:], ">") + 1
	pack := body[from : from+strings.Index(body[from:], "</textarea>")]
	for name, text := range map[string]string{"no JSON": "{", "a wrong mark": strings.Replace(pack, `"pass_mark": "70"`, `"pass_mark": "bảy mươi"`, 1)} {
		res := s.post(at, cookie, url.Values{"rules": {text}, "check": {"yes"}})
		checkPage(t, name, res, 422, "vi")
		s.holds(name, res, "Có chỗ cần sửa")
	}
	changed := strings.Replace(pack, `"pass_mark": "70"`, `"pass_mark": "72.5"`, 1)
	res := s.post(at, cookie, url.Values{"rules": {changed}, "check": {"yes"}})
	checkPage(t, "a look", res, 200, "vi")
	s.holds("a look", res, "72,5", "Bộ quy tắc này dùng được")
	s.holds("only looked", s.browse(at, cookie), "!72,5")
	s.goesTo("saved", s.post(at, cookie, url.Values{"rules": {changed}}), at+"?done=rules_saved")
	s.holds("saved", s.browse(at, cookie), "72,5")
}

func TestAdministratorChangesThePassMark(t *testing.T) {
	s := filing(t, newWorld(t))
	cookie, at := s.session("administrator"), "/admin/editions/"+slug+"/rules"
	for _, typed := range []string{"", "bảy mươi", "170", "67,3333", "-1"} {
		res := s.post(at+"/pass-mark", cookie, url.Values{"pass_mark": {typed}})
		checkPage(t, typed, res, 422, "vi")
		s.holds(typed, res, `href="#pass_mark"`, `!details class="card" open`)
	}
	s.goesTo("saved", s.post(at+"/pass-mark", cookie, url.Values{"pass_mark": {" 67,5 "}}), at+"?done=rules_saved")
	s.holds("saved", s.browse(at, cookie), `value="67,5"`, `"pass_mark": "67.5"`, "quá nửa số người dự tán thành")
}

// TestSeatsInDoubtAreTold: a second head, a judge of the council and an administrator who judges are taken, with a word.
func TestSeatsInDoubtAreTold(t *testing.T) {
	s := filing(t, newWorld(t))
	cookie, at := s.session("administrator"), "/admin/editions/"+slug+"/members"
	s.holds("no doubt", s.browse(at, cookie), "!nên xem lại")
	for _, x := range []struct{ email, body, role, doubt string }{
		{"phu@example.vn", "council", "head", "Hội đồng bình chọn có hơn một trưởng"},
		{"council.member@example.vn", "jury", "member", "vừa chấm điểm vừa ở trong Hội đồng"},
		{"admin@example.vn", "jury", "member", "là quản trị viên mà cũng chấm điểm"},
	} {
		s.holds("before", s.browse(at, cookie), "!"+x.doubt)
		res := s.post(at, cookie, url.Values{"email": {x.email}, "name": {"Ông Hai"}, "body": {x.body}, "role": {x.role}})
		s.holds("after", s.browse(res.Header.Get("Location"), cookie), "nên xem lại", x.doubt)
	}
	s.holds("a secretary does not judge", s.browse(at, cookie), "!Ban giám khảo có hơn một trưởng")
}

func TestRulesAreFrozenOnceScoringOpens(t *testing.T) {
	s := scoring(t, newWorld(t))
	cookie, at := s.session("administrator"), "/admin/editions/"+slug+"/rules"
	s.holds("frozen", s.browse(at, cookie), "Đã khóa lúc", "!Lưu</button>")
	checkPage(t, "a change", s.post(at, cookie, url.Values{"rules": {`"generic"`}}), 409, "vi")
}

func TestAdministratorSeesWorkWithoutItsSecrets(t *testing.T) {
	s := filing(t, newWorld(t))
	cookie := s.session("administrator")
	s.ok("administrator", "POST", "/editions/"+slug+"/members", 201, `{"email":"moi@example.vn","name":"Người Mới","title":"","body":"jury","role":"member"}`)
	list, err := s.db.ListJobs(context.Background(), jobs.Queued, 10)
	if err != nil || len(list) == 0 {
		t.Fatal(err)
	}
	page := s.browse("/admin/work", cookie)
	s.holds("work", page, "moi@example.vn")
	for _, secret := range []string{"token=", "inv_"} {
		if strings.Contains(string(list[0].Payload), secret) && strings.Contains(string(page.body), secret) {
			t.Errorf("the page shows %s of an invitation", secret)
		}
	}
	failed := list[0]
	failed.State, failed.Problem, failed.Attempts = jobs.Failed, "máy gửi thư không trả lời", 9
	if err := s.db.SaveJob(context.Background(), failed); err != nil {
		t.Fatal(err)
	}
	s.holds("failed", s.browse("/admin/work?state=failed", cookie), "máy gửi thư không trả lời", "Làm lại")
	s.goesTo("again", s.post("/admin/work/"+failed.ID+"/retry", cookie, nil), "/admin/work?done=job_retried")
	if j, err := s.db.LoadJob(context.Background(), failed.ID); err != nil || j.State != jobs.Queued || j.Attempts != 0 {
		t.Errorf("%+v %v", j, err)
	}
	s.holds("another kind", s.browse("/admin/work?kind=certificates", cookie), "Không có việc nào", "!moi@example.vn")
}

// TestOfficesDoNotSeeEachOthersWork: an administrator of another office in the same installation is shown no address
// of its mails and puts none of its jobs back.
func TestOfficesDoNotSeeEachOthersWork(t *testing.T) {
	s := filing(t, newWorld(t))
	admin := s.session("administrator")
	if res := s.post("/admin/people/new", admin, url.Values{"name": {"Ông Mới"}, "email": {"rieng@example.vn"}}); res.StatusCode != 303 {
		t.Fatal(res.StatusCode)
	}
	far, err := s.accounts.AddUser(t.Context(), "so-khac", "far@example.vn", "Quản trị sở khác", "mat khau rat dai cua so khac", true)
	if err != nil {
		t.Fatal(err)
	}
	s.give("far administrator", far)
	s.ok("administrator", "POST", "/editions/"+slug+"/members", 201, // who judges here administers nothing here
		`{"email":"far@example.vn","name":"Quản trị sở khác","title":"","body":"jury","role":"member"}`)
	cookie := s.session("far administrator")
	s.holds("own office", s.browse("/admin/work", admin), "jury.member@example.vn", "rieng@example.vn")
	s.holds("another office", s.browse("/admin/work", cookie), "!jury.member@example.vn", "!rieng@example.vn")
	list, err := s.db.ListJobs(t.Context(), jobs.Queued, 100)
	if err != nil || len(list) < 2 {
		t.Fatal(len(list), err)
	}
	for _, j := range list {
		j.State = jobs.Failed
		if err := s.db.SaveJob(t.Context(), j); err != nil {
			t.Fatal(err)
		}
		if res := s.post("/admin/work/"+j.ID+"/retry", cookie, nil); res.StatusCode != 404 {
			t.Errorf("a job of another office: %d", res.StatusCode)
		}
		if now, err := s.db.LoadJob(t.Context(), j.ID); err != nil || now.State != jobs.Failed {
			t.Errorf("the job is %s, %v", now.State, err)
		}
	}
	for _, j := range list { // once sent, a letter says no longer to whom, and stays in the list all the same
		j.State, j.Payload = jobs.Done, []byte("{}")
		if err := s.db.SaveJob(t.Context(), j); err != nil {
			t.Fatal(err)
		}
	}
	if n := strings.Count(string(s.browse("/admin/work", admin).body), `class="head"><b>`); n != len(list) {
		t.Errorf("%d letters are listed once sent, want %d", n, len(list))
	}
	for _, j := range list { // what is kept of one today
		j.State = jobs.Done
		if j.Payload, err = json.Marshal(judging.Mail{To: "rieng@example.vn", Letter: "welcome"}.Sent(j.Edition)); err != nil {
			t.Fatal(err)
		}
		if err := s.db.SaveJob(t.Context(), j); err != nil {
			t.Fatal(err)
		}
	}
	s.holds("sent", s.browse("/admin/work", admin), "r…@example.vn", "!rieng@example.vn")
	s.holds("another office's sent", s.browse("/admin/work", cookie), "!r…@example.vn")
}

// TestAdministratorSeesPublishingInTrouble: what follows a publication of the ledger belongs to no office; every
// administrator sees that it waits or failed, why, and what to do, also behind a crowd of letters, and may try it again.
func TestAdministratorSeesPublishingInTrouble(t *testing.T) {
	s := filing(t, newWorld(t))
	ctx := t.Context()
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		for _, kind := range ledger.PublishingJobs() {
			if err := tx.Enqueue(judging.Job{ID: "-" + kind, Kind: kind, Key: "latest"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for kind, state := range map[string]jobs.State{ledger.WitnessJob: jobs.Queued, ledger.StampJob: jobs.Failed, ledger.ExportJob: jobs.Done} {
		j, err := s.db.LoadJob(ctx, "-"+kind)
		if err != nil {
			t.Fatal(err)
		}
		j.State, j.Attempts, j.RunAt = state, 3, time.Date(2026, 11, 28, 9, 30, 0, 0, time.UTC)
		if state != jobs.Done {
			j.Problem = "no answer to " + kind
		}
		if err := s.db.SaveJob(ctx, j); err != nil {
			t.Fatal(err)
		}
	}
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		for range 250 { // more than the page looks through; made at the same time, they come before "-"
			if err := tx.Enqueue(judging.Job{Kind: judging.MailJob, Payload: []byte(`{"to":"jury.member@example.vn"}`)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	cookie := s.session("administrator")
	s.holds("all", s.browse("/admin/work", cookie), "Hỏi nhân chứng của sổ cái", "no answer to ledger.witness", "Thử lại lúc 16:30 ngày 28/11/2026",
		"hỏi người giữ nhân chứng", "Lấy dấu thời gian", "no answer to ledger.stamp", "xem `timestamp_url`", "!Ghi bản chép sổ cái</b>")
	s.holds("failed", s.browse("/admin/work?state=failed", cookie), "no answer to ledger.stamp", "Làm lại", "!no answer to ledger.witness")
	s.goesTo("again", s.post("/admin/work/-"+ledger.StampJob+"/retry", cookie, nil), "/admin/work?done=job_retried")
	if j, err := s.db.LoadJob(ctx, "-"+ledger.StampJob); err != nil || j.State != jobs.Queued || j.Attempts != 0 {
		t.Errorf("%+v %v", j, err)
	}
}

func TestDoctorOnAPage(t *testing.T) {
	w := newWorld(t, func(cfg *web.Config) {
		cfg.Examine = func(context.Context) []web.Health {
			return []web.Health{{Code: "disk", Args: map[string]any{"free": "12"}}, {Code: "assets", OK: true}}
		}
	})
	page := w.browse("/admin/doctor", w.session("administrator"))
	checkPage(t, "doctor", page, 200, "vi")
	w.holds("doctor", page, "chỉ còn trống 12 MB", "dọn bớt ổ đĩa", "!Mọi thứ đều ổn")
}

func TestAdministratorReadsTheJournalWithoutSheets(t *testing.T) {
	s := decided(t, newWorld(t))
	cookie := s.session("administrator")
	s.holds("tabs", s.browse("/admin/editions/"+slug, cookie), "/council/"+slug+"/journal")
	page := s.browse("/council/"+slug+"/journal", cookie)
	checkPage(t, "journal", page, 200, "vi")
	auditor := s.browse("/council/"+slug+"/journal?kind=sheet", s.session("audit member"))
	if !bytes.Contains(auditor.body, []byte("<time")) {
		t.Fatal("the auditor sees no sheet either: the test proves nothing")
	}
	if own := s.browse("/council/"+slug+"/journal?kind=sheet", cookie); bytes.Contains(own.body, []byte("<time")) {
		t.Error("the administrator's journal tells of sheets")
	}
}
