package web_test

import (
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/jobs"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/internal/web"
	"vinhdanh/judging"
)

// issueAll issues by the pages and runs the job; it answers where the browser was led.
func (s *staged) issueAll(head string) string {
	s.t.Helper()
	res := s.sends(head, at("/certificates/issue"), 303, "step", "issue", "issued_on", "02/11/2026")
	s.work()
	return res.Header.Get("Location")
}

func lower(code string) string { return strings.ToLower(strings.ReplaceAll(code, "-", "")) }

// TestIssueByThePages: date, preview, confirmation, progress, register, public page.
func TestIssueByThePages(t *testing.T) {
	s := decided(t, newWorld(t, func(c *web.Config) { c.Tables = plainTables{} }))
	head := s.session("secretariat head")
	form := s.browse(at("/certificates/issue"), head)
	checkPage(t, "form", form, 200, "vi")
	if body := mainOf(form); !strings.Contains(body, `value="02/11/2026"`) || !strings.Contains(body, "31/12/2029") {
		t.Errorf("the decision's day and the end of validity are not told:\n%.600s", body)
	}
	for _, bad := range []string{"", "x", "01/11/2026", "02/02/2027", "<script>"} {
		for _, step := range []string{"check", "issue"} {
			res := s.sends(head, at("/certificates/issue"), 422, "step", step, "issued_on", bad)
			checkPage(t, "issued on "+bad, res, 422, "vi")
			if !strings.Contains(mainOf(res), `href="#issued_on"`) || bad == "<script>" && strings.Contains(mainOf(res), bad) {
				t.Errorf("issued on %q: no summary, or a tag", bad)
			}
		}
	}
	check := s.sends(head, at("/certificates/issue"), 200, "step", "check", "issued_on", "2/11/2026")
	checkPage(t, "preview", check, 200, "vi")
	if body := mainOf(check); !strings.Contains(body, "01/2026/GCN") || !strings.Contains(body, "Cấp 2 giấy") {
		t.Error("the preview does not tell what would be issued")
	}
	specimen := at("/certificates/issue/specimen.pdf?on=2026-11-02")
	if !strings.Contains(string(check.body), `href="`+specimen+`"`) {
		t.Error("the preview does not lead to a specimen")
	}
	product := s.ok("secretariat head", "GET", "/nominations/"+s.nominations[0], 200, "")["product"].(string)
	if drawn := s.browse(specimen, head); drawn.Header.Get("Content-Type") != "application/pdf" || !strings.Contains(string(drawn.body), "provincial-1  "+product) {
		t.Errorf("the specimen is %.300q, want one of %s", drawn.body, product)
	}
	if bad := s.browse(at("/certificates/issue/specimen.pdf?on=x"), head); bad.StatusCode != 422 {
		t.Errorf("a specimen of no day: %d", bad.StatusCode)
	}
	if jobs := s.snapshot()["certificates"]; strings.Contains(jobs, "2026/GCN") {
		t.Error("the preview left something")
	}
	once := accounts.NewID()
	var wg sync.WaitGroup
	seen := make([]string, 5)
	for i := range seen {
		wg.Go(func() {
			seen[i] = s.post(at("/certificates/issue"), head, url.Values{"step": {"issue"}, "issued_on": {"02/11/2026"}, "once": {once}}).Header.Get("Location")
		})
	}
	wg.Wait()
	for _, address := range seen {
		if address == "" || address != seen[0] {
			t.Fatalf("led to %q", seen)
		}
	}
	waits := s.browse(seen[0], head)
	checkPage(t, "waiting", waits, 200, "vi")
	if body := mainOf(waits); !strings.Contains(body, "data-job=\"/api/v1/jobs/") || !strings.Contains(body, "http-equiv=\"refresh\"") {
		t.Error("nothing follows the job")
	}
	s.work()
	done := s.browse(seen[0], head)
	checkPage(t, "done", done, 200, "vi")
	if body := mainOf(done); !strings.Contains(body, "Xong 2 giấy") || strings.Contains(body, "data-job=") {
		t.Errorf("the job's end is not told:\n%.500s", body)
	}
	register := s.browse(at("/certificates"), head)
	checkPage(t, "register", register, 200, "vi")
	if strings.Contains(mainOf(register), "/certificates/issue") {
		t.Error("there is nothing left to issue")
	}
	if out := s.browse(at("/certificates/export.csv?q=tuong"), head); strings.Count(string(out.body), "\n") != 1 || !strings.Contains(string(out.body), "Tương nếp") {
		t.Errorf("exported as %q", out.body)
	}
	if body := mainOf(s.browse(at("/certificates?q=khongco&status=valid"), head)); !strings.Contains(body, "Không tìm thấy giấy nào") {
		t.Error("an empty answer says nothing")
	}
	rest := mainOf(s.sends(head, at("/certificates/issue"), 200, "step", "check", "issued_on", "02/11/2026"))
	if strings.Contains(rest, `value="issue"`) {
		t.Error("an issue of nothing can be confirmed")
	}
}

// TestIssueBeforeADecision leads to the decision; what is issued of another edition's job is hidden.
func TestIssueBeforeADecision(t *testing.T) {
	s := proposed(t)
	head := s.session("secretariat head")
	checkPage(t, "no decision", s.browse(at("/certificates/issue"), head), 200, "vi")
	s.sends(head, at("/certificates/issue"), 409, "step", "issue", "issued_on", "02/11/2026")
	checkPage(t, "empty register", s.browse(at("/certificates"), head), 200, "vi")
	for _, job := range []string{"none", s.mailJob()} {
		if res := s.browse(at("/certificates/jobs/"+job), head); res.StatusCode != 404 {
			t.Errorf("job %q: %d", job, res.StatusCode)
		}
	}
}

// mailJob is the id of some letter's job.
func (s *staged) mailJob() string {
	s.t.Helper()
	list, err := s.db.ListJobs(s.t.Context(), "", 1)
	if err != nil || len(list) == 0 {
		s.t.Fatalf("no job: %v", err)
	}
	return list[0].ID
}

// TestJobTellsWhatCouldNotBeIssued names each product with what to do, in the reader's language.
func TestJobTellsWhatCouldNotBeIssued(t *testing.T) {
	s := decided(t, newWorld(t))
	head := s.session("secretariat head")
	where := s.issueAll(head)
	id := where[strings.LastIndex(where, "/")+1:]
	j, err := s.db.LoadJob(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	j.Errors = []jobs.ItemError{{Nomination: s.nominations[1], Code: "certificate_text_too_long", Message: "Nội dung quá dài. Hãy rút gọn."}}
	if err := s.db.SaveJob(t.Context(), j); err != nil {
		t.Fatal(err)
	}
	vi, en := s.browse(where, head), s.browse(where+"?lang=en", head)
	checkPage(t, "errors", vi, 200, "vi")
	checkPage(t, "errors, English", en, 200, "en")
	for _, want := range []string{"Nội dung quá dài. Hãy rút gọn.", "Tương nếp", "/nominations/" + s.nominations[1] + "/edit", at("/certificates/issue"), "Xong 1 giấy"} {
		if !strings.Contains(mainOf(vi), want) {
			t.Errorf("the page does not hold %q", want)
		}
	}
	if strings.Contains(mainOf(en), "Hãy rút gọn") {
		t.Error("Vietnamese on the English page")
	}
}

// TestLifeOfACertificateByThePages: suspend, reinstate, re-issue after a correction, revoke, and nothing more.
func TestLifeOfACertificateByThePages(t *testing.T) {
	s, codes := issued(t, newWorld(t))
	head := s.session("secretariat head")
	here := at("/certificates/" + lower(codes[0]))
	act := func(step string, change ...string) []string {
		answers := map[string]string{"reason": "Chờ kiểm nghiệm <b>lại</b>.", "decision.number": "99/QĐ-UBND", "decision.date": "02/11/2026", "effective_on": "02/11/2026"}
		for i := 0; i < len(change); i += 2 {
			answers[change[i]] = change[i+1]
		}
		list := []string{"step", step}
		for name, value := range answers {
			list = append(list, name, value)
		}
		return list
	}
	for _, row := range []struct{ field, value string }{
		{"reason", ""}, {"reason", strings.Repeat("ạ", 10_001)}, {"decision.number", ""}, {"decision.date", ""}, {"decision.date", "hôm nay"}, {"decision.date", "03/11/2026"}, {"effective_on", ""}, {"effective_on", "1/11/2026"},
	} {
		for _, name := range []string{"/suspend", "/revoke", "/reissue"} {
			for _, step := range []string{"check", "record"} {
				res := s.sends(head, here+name, 422, act(step, row.field, row.value)...)
				checkPage(t, name, res, 422, "vi")
				if !strings.Contains(mainOf(res), `href="#`+row.field+`"`) || strings.Contains(mainOf(res), "<b>lại") {
					t.Errorf("%s with %s %.20q: no summary, or a tag", name, row.field, row.value)
				}
			}
		}
	}
	for _, name := range []string{"/suspend", "/reinstate", "/revoke", "/reissue"} {
		checkPage(t, name, s.browse(here+name, head), 200, "vi")
	}
	s.sends(head, here+"/reinstate", 409, act("check")...)
	checkPage(t, "check", s.sends(head, here+"/suspend", 200, act("check")...), 200, "vi")
	if s.statusOf(codes[0]) != "valid" {
		t.Error("a look suspended the certificate")
	}
	if body := mainOf(s.sends(head, here+"/suspend", 200, act("edit")...)); !strings.Contains(body, "99/QĐ-UBND") {
		t.Error("the form lost what was typed")
	}
	s.sends(head, here+"/suspend", 303, act("record")...)
	s.sends(head, here+"/suspend", 409, act("record")...)
	page := s.browse(here+"?done=office_suspend", head)
	checkPage(t, "suspended", page, 200, "vi")
	if body := mainOf(page); !strings.Contains(body, "/reinstate") || strings.Contains(body, here+"/suspend") || !strings.Contains(body, "Chờ kiểm nghiệm &lt;b&gt;lại&lt;/b&gt;.") {
		t.Error("the page does not tell what happened and what can follow")
	}
	for _, public := range []string{"/products", "/v/" + lower(codes[0])} {
		body := mainOf(s.browse(public+"?q="+codes[0], ""))
		if !strings.Contains(body, codes[0]) || strings.Contains(body, "đến 31/12") {
			t.Errorf("%s reads as if the certificate stood, or were suspended, until its last day", public)
		}
	}
	s.clock = s.clock.Add(time.Minute)
	s.sends(head, here+"/reinstate", 303, act("record")...)
	if body := mainOf(s.browse("/products?q="+codes[0], "")); !strings.Contains(body, "đến 31/12") {
		t.Error("a certificate in force does not tell its last day")
	}
	if s.statusOf(codes[0]) != "valid" {
		t.Error("not in force again")
	}
	s.reissued(head, here, codes[0], act)
	s.sends(head, at("/certificates/"+lower(codes[1]))+"/revoke", 303, act("record")...)
	if body := mainOf(s.browse(at("/certificates/"+lower(codes[1])), head)); strings.Contains(body, "/revoke") || s.statusOf(codes[1]) != "revoked" {
		t.Error("a revoked certificate can be changed")
	}
	if body := mainOf(s.browse(at("/certificates?status=revoked"), head)); !strings.Contains(body, codes[1]) || strings.Contains(body, codes[0]) {
		t.Error("the filter by status does not filter")
	}
}

// reissued corrects a producer's name and puts a new certificate in the place of the old one.
func (s *staged) reissued(head, here, code string, act func(step string, change ...string) []string) {
	s.t.Helper()
	same := mainOf(s.sends(head, here+"/reissue", 200, act("check")...))
	if !strings.Contains(same, "in y hệt") {
		s.t.Error("a re-issue that changes nothing is not told")
	}
	first := s.find(code)["nomination"].(string)
	version := s.ok("secretariat head", "GET", "/nominations/"+first, 200, "")["version"].(float64)
	s.sends(head, "/desk/"+slug+"/nominations/"+first+"/edit", 303, "version", itoa(version), "product", "Bình gốm men lam", "producer.name", "Cơ sở gốm Hoa Sen", "producer.address", "Thôn Đoài", "producer.commune", "Tân Hưng")
	check := s.sends(head, here+"/reissue", 200, act("check")...)
	checkPage(s.t, "re-issue", check, 200, "vi")
	if body := mainOf(check); !strings.Contains(body, "Bình gốm men lam") {
		s.t.Error("the check does not show the new wording")
	}
	s.clock = s.clock.Add(time.Minute)
	res := s.sends(head, here+"/reissue", 303, act("record")...)
	s.work()
	where := res.Header.Get("Location")
	done := s.browse(where, head)
	checkPage(s.t, "re-issued", done, 200, "vi")
	_, fresh, _ := strings.Cut(where, "?code=")
	if !strings.Contains(mainOf(done), at("/certificates/"+fresh)) || s.statusOf(code) != "superseded" {
		s.t.Errorf("the old one is %s and the page leads nowhere", s.statusOf(code))
	}
	if body := mainOf(s.browse(here, head)); strings.Contains(body, "/revoke") {
		s.t.Error("a replaced certificate can be changed")
	}
}

func itoa(n float64) string { return strconv.Itoa(int(n)) }

func (s *staged) find(code string) map[string]any {
	s.t.Helper()
	for _, x := range s.ok("secretariat head", "GET", "/editions/"+slug+"/certificates", 200, "")["items"].([]any) {
		if m := x.(map[string]any); m["code"] == code {
			return m
		}
	}
	s.t.Fatalf("no certificate %s", code)
	return nil
}

func (s *staged) statusOf(code string) string { s.t.Helper(); return s.find(code)["status"].(string) }

// TestCertificatesOfOtherEditions are not shown at this edition's desk.
func TestCertificatesOfOtherEditions(t *testing.T) {
	s, codes := issued(t, newWorld(t))
	s.ok("administrator", "POST", "/editions", 201, `{"slug":"khac","name":"Kỳ khác","number":2,"year":2027,"level":"province","province":"Hưng Yên","rules":"vn-cnnt-2025"}`)
	s.ok("administrator", "POST", "/editions/khac/members", 201, `{"email":"secretariat.head@example.vn","name":"Ông","body":"secretariat","role":"head"}`)
	head := s.session("secretariat head")
	for _, path := range []string{"/certificates/" + lower(codes[0]), "/certificates/" + lower(codes[0]) + "/revoke", "/certificates/jobs/" + s.job, "/decision/" + s.decision()["id"].(string) + "/file"} {
		if res := s.browse("/desk/khac"+path, head); res.StatusCode != 404 {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
	for path, status := range map[string]int{"/certificates/000000000000": 404, "/certificates/xyz": 400} {
		if res := s.browse(at(path), head); res.StatusCode != status {
			t.Errorf("%s: %d, want %d", path, res.StatusCode, status)
		}
	}
}

// TestCertificateTellsNoUnpublishedLine: the line of a later act would tell the desk how long the ledger is by now, and so how many
// sheets came in meanwhile.
func TestCertificateTellsNoUnpublishedLine(t *testing.T) {
	s, codes := issued(t, newWorld(t))
	last, err := s.db.Published(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	s.ok("secretariat head", "POST", "/certificates/"+codes[0]+"/suspend", 200,
		`{"reason":"kiểm nghiệm","decision":{"number":"7/QĐ-A","date":"2026-11-02"},"effective_on":"2026-11-02"}`)
	page := at("/certificates/" + lower(codes[0]))
	if body := mainOf(s.browse(page, s.session("secretariat head"))); strings.Count(body, "trong sổ cái.") != 2 {
		t.Errorf("a published line is not told:\n%s", body)
	}
	storetest.Exec(t, s.conf.DataDir, "DELETE FROM checkpoints WHERE size > $1", last.Size)
	s.clock = s.clock.Add(time.Minute)
	body := mainOf(s.browse(page, s.session("secretariat head")))
	if strings.Count(body, "trong sổ cái.") != 1 || !strings.Contains(body, "7/QĐ-A") {
		t.Errorf("an unpublished line is told, or the act is not:\n%s", body)
	}
}

// TestPauseAnIssue: the head lets an issue rest and go on, by the page and by the API; nothing is issued meanwhile.
func TestPauseAnIssue(t *testing.T) {
	s := decided(t, newWorld(t))
	head := s.session("secretariat head")
	address := s.sends(head, at("/certificates/issue"), 303, "step", "issue", "issued_on", "02/11/2026").Header.Get("Location")
	id := address[strings.LastIndex(address, "/")+1:]
	s.sends(head, address, 303, "step", "pause")
	s.work()
	if list := s.ok("secretariat head", "GET", "/editions/"+slug+"/certificates", 200, "")["items"].([]any); len(list) != 0 {
		t.Fatalf("%d certificates were issued by a paused job", len(list))
	}
	if job := s.ok("secretariat member", "GET", "/jobs/"+id, 200, ""); job["state"] != "queued" || job["paused"] != true {
		t.Errorf("a paused job answers %v", job)
	}
	page := s.browse(address, head)
	checkPage(t, "paused", page, 200, "vi")
	if body := mainOf(page); !strings.Contains(body, "Đang tạm dừng") || !strings.Contains(body, `value="resume"`) || strings.Contains(body, `http-equiv="refresh"`) {
		t.Errorf("the pause is not told:\n%.900s", body)
	}
	if body := mainOf(s.browse(at("/certificates"), head)); !strings.Contains(body, "Đang tạm dừng cấp giấy") {
		t.Error("the register does not tell of the pause")
	}
	s.clock = s.clock.Add(time.Minute)
	if err := s.db.Update(t.Context(), func(tx *store.Tx) error {
		for range 250 { // letters that a mail server does not take
			if err := tx.Enqueue(judging.Job{Kind: judging.MailJob, After: s.clock.Add(time.Hour)}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	second := s.sends(head, at("/certificates/issue"), 303, "step", "issue", "issued_on", "02/11/2026").Header.Get("Location")
	for _, job := range []string{address, second} {
		if !strings.Contains(mainOf(s.browse(at("/certificates"), head)), job) {
			t.Errorf("the register does not lead to %s, behind many letters", job)
		}
	}
	s.sends(head, second, 303, "step", "pause")
	if member := mainOf(s.browse(address, s.session("secretariat member"))); strings.Contains(member, `value="resume"`) {
		t.Error("a member is offered to resume")
	}
	s.ok("secretariat head", "POST", "/jobs/"+id+"/resume", 200, "")
	s.work()
	if job := s.ok("secretariat head", "GET", "/jobs/"+id, 200, ""); job["state"] != "done" || job["paused"] != nil || job["done"] != 2.0 {
		t.Errorf("a resumed job answers %v", job)
	}
	s.ok("secretariat head", "POST", "/jobs/"+id+"/pause", 409, "")
	s.sends(head, address, 303, "step", "pause")
}
