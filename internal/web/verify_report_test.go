package web_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"vinhdanh/internal/jobs"
	"vinhdanh/internal/web"
	"vinhdanh/judging"
)

// report is a post of the form about a misuse.
func (w *world) report(path string, photo []byte, fields ...string) *http.Request {
	w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i < len(fields); i += 2 {
		if err := form.WriteField(fields[i], fields[i+1]); err != nil {
			w.t.Fatal(err)
		}
	}
	name := ""
	if photo != nil {
		name = "giay.png"
	}
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := part.Write(photo); err != nil {
		w.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		w.t.Fatal(err)
	}
	r := httptest.NewRequest("POST", "https://binhchon.example.vn"+path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return r
}

// letters are the letters of a sort that wait or were sent.
func (w *world) letters(letter string) (list []judging.Mail) {
	w.t.Helper()
	all, err := w.db.ListJobs(w.t.Context(), "", 200)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, j := range all {
		var m judging.Mail
		if j.Kind == judging.MailJob && json.Unmarshal(j.Payload, &m) == nil && m.Letter == letter && j.State == jobs.Queued {
			list = append(list, m)
		}
	}
	return list
}

func onePixel(t *testing.T) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := png.Encode(&buf, image.NewRGBA(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestMisuseReportReachesTheHead(t *testing.T) {
	w := newWorld(t, func(c *web.Config) { c.ContactMonths = 12 })
	s, codes := issued(t, w)
	path := "/v/" + strings.ToLower(strings.ReplaceAll(codes[0], "-", "")) + "/report"
	page := w.send(httpGet(path))
	if page.StatusCode != 200 || !strings.Contains(string(page.body), "12 tháng") || len(page.Cookies()) > 0 {
		t.Fatalf("%d, cookies %v\n%.400s", page.StatusCode, page.Cookies(), page.body)
	}
	res := w.send(w.report(path, onePixel(t), "kind", "forged", "text", "Chợ Mẫu, tờ giấy in mờ", "contact", "0912 345 678", "consent", "yes"))
	if res.StatusCode != 303 || len(res.Cookies()) > 0 {
		t.Fatalf("%d %s", res.StatusCode, res.body)
	}
	if thanks := w.send(httpGet(res.Header.Get("Location"))); !strings.Contains(string(thanks.body), "Đã nhận tin báo") {
		t.Errorf("no thanks: %.300s", thanks.body)
	}
	mail := w.letters("misuse_report")
	if len(mail) != 1 || mail[0].To != w.users["secretariat head"].Email || mail[0].LinkPath != "/desk/"+slug+"/certificates/reports" {
		t.Fatalf("letters %+v", mail)
	}
	list := s.deskPage("secretariat member", "/desk/"+slug+"/certificates/reports")
	for _, want := range []string{"Chợ Mẫu, tờ giấy in mờ", "0912 345 678", "Mới", "Tờ giấy trông như làm giả"} {
		if !strings.Contains(list, want) {
			t.Errorf("the desk's list lacks %q", want)
		}
	}
	_, rest, _ := strings.Cut(list, `action="/desk/`+slug+`/certificates/reports/`)
	id, _, _ := strings.Cut(rest, `"`)
	at := "/desk/" + slug + "/certificates/reports/" + id
	photo := httpGet(at + "/photo")
	photo.Header.Set("Cookie", w.session("secretariat member"))
	if res := w.send(photo); res.StatusCode != 200 || res.Header.Get("Content-Type") != "image/png" {
		t.Errorf("photo: %d %s", res.StatusCode, res.Header.Get("Content-Type"))
	}
	if res := w.post(at, w.session("secretariat member"), map[string][]string{"note": {""}}); res.StatusCode != 422 {
		t.Errorf("handled without a note: %d", res.StatusCode)
	}
	if res := w.post(at, w.session("secretariat member"), map[string][]string{"note": {"Đã kiểm tra chợ"}}); res.StatusCode != 303 {
		t.Fatalf("handle: %d %s", res.StatusCode, res.body)
	}
	if err := w.certs.ForgetContacts(t.Context(), 12); err != nil {
		t.Fatal(err)
	}
	if list := s.deskPage("secretariat head", "/desk/"+slug+"/certificates/reports"); !strings.Contains(list, "Đã kiểm tra chợ") || !strings.Contains(list, "0912 345 678") {
		t.Error("the note is missing, or the contact went before its time")
	}
	w.clock = w.clock.AddDate(0, 12, 1)
	if err := w.certs.ForgetContacts(t.Context(), 12); err != nil {
		t.Fatal(err)
	}
	if list := s.deskPage("secretariat head", "/desk/"+slug+"/certificates/reports"); strings.Contains(list, "0912 345 678") || !strings.Contains(list, "Đã kiểm tra chợ") {
		t.Error("the contact is kept beyond its time")
	}
}

// deskPage is a page as a role sees it.
func (s *staged) deskPage(role, path string) string {
	s.t.Helper()
	r := httpGet(path)
	r.Header.Set("Cookie", s.session(role))
	res := s.send(r)
	if res.StatusCode != 200 {
		s.t.Fatalf("%s as %s: %d %.300s", path, role, res.StatusCode, res.body)
	}
	return string(res.body)
}

func TestMisuseReportRefusals(t *testing.T) {
	w := newWorld(t)
	_, codes := issued(t, w)
	path := "/v/" + strings.ToLower(codes[0]) + "/report"
	for name, x := range map[string]struct {
		photo  []byte
		fields []string
		status int
	}{
		"nothing said":             {nil, nil, 422},
		"other without words":      {nil, []string{"kind", "something_else"}, 422},
		"contact without consent":  {nil, []string{"kind", "forged", "contact", "0912"}, 422},
		"a PDF in the photo":       {[]byte("%PDF-1.4\n"), []string{"kind", "forged"}, 422},
		"too many words":           {nil, []string{"kind", "forged", "text", strings.Repeat("ạ", 2001)}, 422},
		"a program fills the trap": {nil, []string{"kind", "forged", "website", "https://x.example"}, 303},
	} {
		r := w.report(path, x.photo, x.fields...)
		r.RemoteAddr = "198.51.100." + string(rune('1'+len(name)%9)) + ":1"
		if res := w.send(r); res.StatusCode != x.status || len(res.Cookies()) > 0 {
			t.Errorf("%s: %d, want %d\n%.300s", name, res.StatusCode, x.status, res.body)
		}
	}
	if mail := w.letters("misuse_report"); len(mail) != 0 {
		t.Errorf("letters of refused reports: %v", mail)
	}
	cross := w.report(path, nil, "kind", "forged")
	cross.Header.Set("Sec-Fetch-Site", "cross-site")
	if res := w.send(cross); res.StatusCode != 403 {
		t.Errorf("from another site: %d", res.StatusCode)
	}
	kept := ""
	for i := range 8 {
		r := w.report(path, nil, "kind", "forged", "text", "lần thứ mấy")
		r.RemoteAddr = "203.0.113.9:5"
		res := w.send(r)
		if want := map[bool]int{true: 303, false: 429}[i < 6]; res.StatusCode != want {
			t.Errorf("report %d: %d, want %d", i, res.StatusCode, want)
		}
		kept = string(res.body)
	}
	if !strings.Contains(kept, "lần thứ mấy") {
		t.Error("what was typed is lost with too many reports")
	}
}

// TestReportsOfForgedCodes: a code that nothing was issued under can be reported, and asking for many of them is guessing.
func TestReportsOfForgedCodes(t *testing.T) {
	w := newWorld(t)
	s, _ := issued(t, w)
	path := "/v/" + unknownCode(t, 1) + "/report"
	if res := w.send(w.report(path, nil, "kind", "forged")); res.StatusCode != 303 {
		t.Fatalf("%d %s", res.StatusCode, res.body)
	}
	if list := s.deskPage("secretariat head", "/desk/"+slug+"/certificates/reports"); !strings.Contains(list, "Mã không có trong sổ") {
		t.Error("the desk does not say that the code is of nothing")
	}
	limited := false
	for i := range 70 {
		r := httpGet("/v/" + unknownCode(t, i) + "/report")
		r.RemoteAddr = "198.51.100.77:1"
		limited = limited || w.send(r).StatusCode == 429
	}
	if !limited {
		t.Error("guesses by way of the form are not limited")
	}
}

func TestLookupsAreCountedOnce(t *testing.T) {
	w := newWorld(t)
	s, codes := issued(t, w)
	lower := strings.ToLower(strings.ReplaceAll(codes[0], "-", ""))
	asked := 0
	for range 3 {
		for _, path := range []string{"/v/" + lower, "/v/" + lower + "?lang=en", "/v/" + codes[0], "/v?code=" + lower, "/api/v1/certificates/" + lower} {
			if res := w.send(httpGet(path)); res.StatusCode != 200 {
				t.Fatalf("%s: %d", path, res.StatusCode)
			}
			asked++
		}
	}
	w.send(httptest.NewRequest("HEAD", "https://binhchon.example.vn/v/"+lower, nil))
	w.send(httpGet("/v/" + unknownCode(t, 1)))
	count := func() int {
		days, err := w.certs.Lookups(t.Context(), s.certificateID(codes[0]))
		if err != nil {
			t.Fatal(err)
		}
		return days[len(days)-1].N
	}
	if n := count(); n != 0 {
		t.Errorf("%d look-ups are written before anybody flushed them", n)
	}
	for range 2 {
		if err := w.server.FlushLookups(t.Context(), 50); err != nil {
			t.Fatal(err)
		}
	}
	if n := count(); n != asked {
		t.Errorf("%d look-ups counted, want %d", n, asked)
	}
	if page := s.deskPage("secretariat head", "/desk/"+slug+"/certificates/"+lower); !strings.Contains(page, "15 lượt tra cứu") {
		t.Error("the desk's page of the certificate does not tell the count")
	}
}

func (w *world) certificateID(code string) string {
	w.t.Helper()
	found, err := w.certs.Lookup(w.t.Context(), code)
	if err != nil {
		w.t.Fatal(err)
	}
	return found.ID
}

func TestUnusualLookupsAreToldOnceADay(t *testing.T) {
	w := newWorld(t)
	s, codes := issued(t, w)
	count := func(n int) {
		t.Helper()
		if err := w.certs.CountLookups(t.Context(), map[string]int{codes[0]: n}, 50); err != nil {
			t.Fatal(err)
		}
	}
	for range 10 {
		w.clock = w.clock.Add(24 * time.Hour)
		count(9)
	}
	w.clock = w.clock.Add(24 * time.Hour)
	count(90)
	if mail := w.letters("unusual_lookups"); len(mail) != 0 {
		t.Fatalf("ten times the usual is told already: %v", mail)
	}
	count(1)
	count(500)
	if mail := w.letters("unusual_lookups"); len(mail) != 1 || mail[0].Args["count"] != "91" {
		t.Errorf("letters %+v, want one", mail)
	}
	if page := s.deskPage("secretariat member", "/desk/"+slug+"/certificates/reports"); !strings.Contains(page, "591 lượt") {
		t.Error("the list does not tell of it")
	}
}
