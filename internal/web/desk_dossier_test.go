package web_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// TestDeskChecksPapers: a note on each paper, of which a bad one needs words, and the request that comes of it.
func TestDeskChecksPapers(t *testing.T) {
	s, cookie := atDesk(t)
	at := s.dossier(0)
	bad := s.post(at+"/documents/2/check", cookie, url.Values{"outcome": {"bad"}, "note": {"  "}})
	checkPage(t, "bad without words", bad, 422, "vi")
	checkPage(t, "no outcome", s.post(at+"/documents/2/check", cookie, url.Values{"note": {"x"}}), 422, "vi")
	if res := s.post(at+"/documents/99/check", cookie, url.Values{"outcome": {"ok"}}); res.StatusCode != 404 {
		t.Errorf("a paper that is not there: %d", res.StatusCode)
	}
	res := s.post(at+"/documents/1/check", cookie, url.Values{"outcome": {"ok"}, "from": {"?state=submitted"}})
	if to := res.Header.Get("Location"); res.StatusCode != 303 || !strings.Contains(to, "doc=2") || !strings.Contains(to, "state=submitted") {
		t.Errorf("after the first paper: %d to %q", res.StatusCode, to)
	}
	s.post(at+"/documents/2/check", cookie, url.Values{"outcome": {"bad"}, "note": {norm.NFD.String("Thuyết minh thiếu trang cuối")}})
	page := string(s.browse(at+"?doc=2", cookie).body)
	if !strings.Contains(page, "Thuyết minh thiếu trang cuối") || strings.Contains(page, `action="`+at+`/eligible"`) {
		t.Error("the note is not shown, or a dossier with a bad paper is offered as eligible")
	}
	preview := s.post("/desk/"+slug+"/bulk", cookie, url.Values{"act": {"eligible"}, "pick": {s.pick(0)}})
	if strings.Contains(string(preview.body), "/bulk/confirm") {
		t.Error("a dossier with a bad paper is eligible in bulk")
	}
	form := s.browse(at+"/supplement", cookie)
	checkPage(t, "supplement", form, 200, "vi")
	if !strings.Contains(string(form.body), "Thuyết minh thiếu trang cuối</textarea>") {
		t.Error("the request is not composed of the notes")
	}
}

// TestDeskSupplement: reasons, the letter, back to the reasons, and one verdict for two taps.
func TestDeskSupplement(t *testing.T) {
	s, cookie := atDesk(t)
	at := s.dossier(0)
	for name, form := range map[string]url.Values{
		"nothing":    {},
		"no reason":  {"due": {"20/11/2026"}, "reason_0": {" "}},
		"no date":    {"due": {"20/13/2026"}, "reason_0": {"Thiếu ảnh"}},
		"a past day": {"due": {"01/11/2026"}, "reason_0": {"Thiếu ảnh"}, "act": {"send"}},
		"too long":   {"due": {"20/11/2026"}, "reason_0": {strings.Repeat("a", 10_001)}, "act": {"send"}},
	} {
		res := s.post(at+"/supplement", cookie, form)
		checkPage(t, name, res, 422, "vi")
		if text := form.Get("reason_0"); !strings.Contains(string(res.body), text) {
			t.Errorf("%s: the reason is lost", name)
		}
	}
	form := url.Values{"due": {"20/11/2026"}, "reason_0": {"Thiếu <b>ảnh</b>"}, "act": {"preview"}}
	letter := s.post(at+"/supplement", cookie, form)
	checkPage(t, "letter", letter, 200, "vi")
	body := string(letter.body)
	if !strings.Contains(body, "hoasen@example.vn") || !strings.Contains(body, "- Thiếu &lt;b&gt;ảnh") || !strings.Contains(body, "20/11/2026") || s.verdicts(0) != 0 {
		t.Errorf("the letter is not as it will be sent, or %d verdicts are recorded", s.verdicts(0))
	}
	form = hiddenOf(t, letter, at+"/supplement")
	form.Set("act", "edit")
	checkPage(t, "back to the reasons", s.post(at+"/supplement", cookie, form), 200, "vi")
	form.Set("act", "send")
	first, second := s.post(at+"/supplement", cookie, form), s.post(at+"/supplement", cookie, form)
	if first.StatusCode != 303 || second.StatusCode != 303 || s.verdicts(0) != 1 || s.nomination(0)["state"] != "supplement" {
		t.Errorf("%d, %d, %d verdicts, %v", first.StatusCode, second.StatusCode, s.verdicts(0), s.nomination(0)["state"])
	}
	if l := s.letters("verdict_supplement"); len(l) != 1 || l[0].Args["reasons"] != "- Thiếu <b>ảnh</b>" {
		t.Errorf("letters %+v", l)
	}
	no := url.Values{"reason_0": {"Sản phẩm độc bản"}, "act": {"send"}}
	if res := s.post(s.dossier(1)+"/ineligible", cookie, no); res.StatusCode != 303 || s.nomination(1)["state"] != "ineligible" {
		t.Errorf("not eligible: %d %v", res.StatusCode, s.nomination(1)["state"])
	}
}

// TestDeskVerdictsSeeWhatTheyJudge: a dossier that changed since its page was opened gets no verdict, and the
// next one of the list follows.
func TestDeskVerdictsSeeWhatTheyJudge(t *testing.T) {
	s, cookie := atDesk(t)
	stale := s.post(s.dossier(0)+"/eligible", cookie, url.Values{"version": {"1"}})
	checkPage(t, "stale", stale, 409, "vi")
	checkPage(t, "a draft", s.post(s.dossier(2)+"/eligible", cookie, url.Values{}), 409, "vi")
	form := hiddenOf(t, s.browse(s.dossier(0)+"?state=submitted", cookie), s.dossier(0)+"/eligible")
	res := s.post(s.dossier(0)+"/eligible", cookie, form)
	if want := s.dossier(1) + "?state=submitted&done=desk_eligible"; res.StatusCode != 303 || res.Header.Get("Location") != want {
		t.Errorf("%d to %q, want %q", res.StatusCode, res.Header.Get("Location"), want)
	}
	if s.nomination(0)["state"] != "eligible" || s.verdicts(0) != 1 {
		t.Errorf("%v, %d verdicts", s.nomination(0)["state"], s.verdicts(0))
	}
}

func deskForm(pairs ...string) url.Values {
	form := url.Values{"product": {"Gốm Chu Đậu"}, "product_group": {"N1"}, "producer.name": {"Cơ sở"}, "producer.entity_kind": {"sme"},
		"producer.address": {"Thôn 1"}, "producer.commune": {"xã Tân Hưng"}, "producer.phone": {"0912345678"}, "description": {"Làm tay."}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

func TestDeskFilesFromPaper(t *testing.T) {
	s, cookie := atDesk(t)
	at := "/desk/" + slug + "/nominations/new"
	for name, c := range map[string]struct {
		form  url.Values
		field string
	}{
		"empty":       {url.Values{}, "product"},
		"long":        {deskForm("product", strings.Repeat("ơ", 301)), "product"},
		"emoji":       {deskForm("product", "Gốm 🏺"), "product"},
		"group":       {deskForm("product_group", "N9"), "product_group"},
		"kind":        {deskForm("producer.entity_kind", "bank"), "producer.entity_kind"},
		"telephone":   {deskForm("producer.phone", "mười"), "producer.phone"},
		"e-mail":      {deskForm("producer.email", "a.b"), "producer.email"},
		"long member": {deskForm("set_members", strings.Repeat("a", 301)), "set_members"},
	} {
		res := s.post(at, cookie, c.form)
		checkPage(t, name, res, 422, "vi")
		if !strings.Contains(string(res.body), `href="#`+c.field+`"`) || !strings.Contains(string(res.body), c.form.Get("producer.address")) {
			t.Errorf("%s: no fault at %s, or what was typed is lost", name, c.field)
		}
	}
	form := hiddenOf(t, s.browse(at, cookie), at)
	for k, v := range deskForm("product", norm.NFD.String("Gốm <script>Chu Đậu"), "set_members", "Bình\r\n\r\nChén ") {
		form[k] = v
	}
	first, second := s.post(at, cookie, form), s.post(at, cookie, form)
	if first.StatusCode != 303 || first.Header.Get("Location") != second.Header.Get("Location") {
		t.Fatalf("%d %q, %d %q", first.StatusCode, first.Header.Get("Location"), second.StatusCode, second.Header.Get("Location"))
	}
	path, _, _ := strings.Cut(first.Header.Get("Location"), "?")
	s.nominations = append(s.nominations, path[strings.LastIndex(path, "/")+1:])
	n := s.nomination(3)
	if n["product"] != "Gốm <script>Chu Đậu" || fmt.Sprint(n["set_members"]) != "[Bình Chén]" {
		t.Errorf("filed as %v %v", n["product"], n["set_members"])
	}
	checkPage(t, "handed in too early", s.post(path+"/submit", cookie, url.Values{}), 409, "vi")
	for i, kind := range []string{"business_registration", "description", "photo", "photo", "photo"} {
		file, name := []byte("%PDF-1.4\n"+kind), "giấy.pdf"
		if kind == "photo" {
			file, name = photo(t, uint8(100+i)), "ảnh.png"
		}
		r := s.multipartRequest("secretariat member", "/x", file, name, "kind", kind)
		r.URL.Path, r.RequestURI = path+"/documents", path+"/documents"
		if res := s.send(r); res.StatusCode != 303 {
			t.Fatalf("add %s: %d %s", kind, res.StatusCode, res.body)
		}
	}
	r := s.multipartRequest("secretariat member", "/x", []byte("%PDF-1.4\n"), "a.pdf", "kind", "photo")
	r.URL.Path, r.RequestURI = path+"/documents", path+"/documents"
	checkPage(t, "a photo that is none", s.send(r), 422, "vi")
	checkPage(t, "removed without being sure", s.post(path+"/documents/1/remove", cookie, url.Values{}), 422, "vi")
	if res := s.post(path+"/submit", cookie, url.Values{}); res.StatusCode != 303 || s.nomination(3)["state"] != "submitted" {
		t.Errorf("hand in: %d %v", res.StatusCode, s.nomination(3)["state"])
	}
	checkPage(t, "withdrawn without being sure", s.post(path+"/withdraw", cookie, url.Values{}), 422, "vi")
	if res := s.post(path+"/withdraw", cookie, url.Values{"sure": {"yes"}}); res.StatusCode != 303 || s.nomination(3)["state"] != "withdrawn" {
		t.Errorf("withdraw: %d %v", res.StatusCode, s.nomination(3)["state"])
	}
}

// TestDeskEditKeepsBothVersions: what was typed over somebody else's change is kept beside it.
func TestDeskEditKeepsBothVersions(t *testing.T) {
	s, cookie := atDesk(t)
	at := s.dossier(0) + "/edit"
	form := hiddenOf(t, s.browse(at, cookie), at)
	for k, v := range deskForm("product", "Bình gốm của tôi") {
		form[k] = v
	}
	s.ok("secretariat head", "PATCH", "/nominations/"+s.nominations[0], 200, `{"version":2,"product":"Bình gốm của chị"}`)
	stale := s.post(at, cookie, form)
	checkPage(t, "stale", stale, 409, "vi")
	body := string(stale.body)
	if !strings.Contains(body, `value="Bình gốm của tôi"`) || !strings.Contains(body, "Bình gốm của chị") || s.nomination(0)["product"] != "Bình gốm của chị" {
		t.Error("one of the two versions is lost")
	}
	fresh := hiddenOf(t, stale, at)
	for k, v := range deskForm("product", "Bình gốm của tôi") {
		fresh[k] = v
	}
	if res := s.post(at, cookie, fresh); res.StatusCode != 303 || s.nomination(0)["product"] != "Bình gốm của tôi" {
		t.Errorf("saved over it: %d %v", res.StatusCode, s.nomination(0)["product"])
	}
	checkPage(t, "an accepted dossier loses a field", s.post(at, cookie, deskForm("version", "4", "producer.phone", "")), 422, "vi")
}

// TestDeskShowsPapersInItsFrame: a paper is shown inside the desk's own page, where nothing of it runs.
func TestDeskShowsPapersInItsFrame(t *testing.T) {
	s, cookie := atDesk(t)
	pdf := s.browse(s.dossier(0)+"/documents/1", cookie)
	policy := pdf.Header.Get("Content-Security-Policy")
	if pdf.StatusCode != 200 || pdf.Header.Get("Content-Type") != "application/pdf" || pdf.Header.Get("Content-Disposition") != "inline" ||
		!strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors 'self'") || pdf.Header.Get("X-Frame-Options") != "SAMEORIGIN" {
		t.Errorf("%d %v", pdf.StatusCode, pdf.Header)
	}
	if save := s.browse(s.dossier(0)+"/documents/1/save", cookie); !strings.HasPrefix(save.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("save: %v", save.Header)
	}
	for _, role := range []string{"jury member", "producer", "administrator", "audit member"} {
		if res := s.browse(s.dossier(0)+"/documents/1", s.session(role)); res.StatusCode != 403 && res.StatusCode != 404 {
			t.Errorf("%s opens the desk's papers: %d", role, res.StatusCode)
		}
	}
}
