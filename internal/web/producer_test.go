package web_test

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"vinhdanh/internal/accounts"
)

// drafted is an edition in filing with a draft of the producer, who is signed in with a browser.
type drafted struct {
	*staged
	id     string
	cookie string
}

func draft(t *testing.T) *drafted {
	t.Helper()
	s := filing(t, newWorld(t))
	n := s.ok("producer", "POST", "/editions/"+slug+"/nominations", 201, `{"product":"Tương nếp"}`)
	return &drafted{s, n["id"].(string), s.session("producer")}
}

func (d *drafted) at(path string) string { return "/nominations/" + d.id + path }

// say posts a form and wants a status; answers are alternating names and values.
func (d *drafted) say(path string, status int, answers ...string) reply {
	d.t.Helper()
	form := url.Values{}
	for i := 0; i < len(answers); i += 2 {
		form.Set(answers[i], answers[i+1])
	}
	res := d.post(d.at(path), d.cookie, form)
	if res.StatusCode != status {
		d.t.Fatalf("POST %s: %d, want %d\n%.600s", path, res.StatusCode, status, mainOf(res))
	}
	return res
}

func (d *drafted) nomination() map[string]any {
	d.t.Helper()
	return d.ok("producer", "GET", "/nominations/"+d.id, 200, "")
}

// now is the version as a form sends it.
func (d *drafted) now() string { d.t.Helper(); return fmt.Sprint(d.nomination()["version"]) }

// mainOf is the part of a page that differs from others.
func mainOf(res reply) string {
	_, body, _ := strings.Cut(string(res.body), "<main")
	body, _, _ = strings.Cut(body, "</main>")
	return body
}

// answer fills in every question.
func (d *drafted) answer() {
	d.t.Helper()
	d.say("/product", 303, "version", d.now(), "product", "Tương nếp", "product_group", "N2", "set_members", "")
	d.say("/producer", 303, "version", d.now(), "producer.name", "Cơ sở tương mẫu", "producer.entity_kind", "business_household")
	d.say("/address", 303, "version", d.now(), "producer.address", "Xóm 3", "producer.commune", "xã Tân Hưng")
	d.say("/contact", 303, "version", d.now(), "producer.phone", "0912 345 678", "producer.email", "tuong@example.vn")
	d.say("/description", 303, "version", d.now(), "description", "Ủ chum sành.")
}

// enclose puts the needed papers in.
func (d *drafted) enclose() {
	d.t.Helper()
	for i, kind := range []string{"business_registration", "description", "photo", "photo", "photo"} {
		file, name := []byte("%PDF-1.4\n"+fmt.Sprint(i)), "giấy.pdf"
		if kind == "photo" {
			file, name = photo(d.t, uint8(i)), "ảnh.png"
		}
		d.upload("producer", "/nominations/"+d.id+"/documents", 201, file, name, "kind", kind)
	}
}

// TestProducerFilesADossier goes the producer's whole way through the pages, without a script.
func TestProducerFilesADossier(t *testing.T) {
	d := draft(t)
	checkPage(t, "list", d.browse("/nominations", d.cookie), 200, "vi")
	checkPage(t, "tasks", d.browse(d.at(""), d.cookie), 200, "vi")
	missing := mainOf(d.browse(d.at("/check"), d.cookie))
	for _, want := range []string{"/product?back=check#product_group", "/contact?back=check#producer.phone", "/documents/photo?back=check"} {
		if !strings.Contains(missing, want) {
			t.Errorf("the check does not lead to %s", want)
		}
	}
	d.answer()
	d.enclose()
	checkPage(t, "check", d.browse(d.at("/check"), d.cookie), 200, "vi")
	unticked := d.say("/submit", 303).Header.Get("Location")
	asked := d.browse(unticked, d.cookie)
	checkPage(t, "unticked", asked, 200, "vi")
	if !strings.Contains(mainOf(asked), `href="#agree"`) || d.nomination()["state"] != "draft" {
		t.Errorf("%s: nobody asks for the tick, or the dossier is sent without", unticked)
	}
	res := d.say("/submit", 303, "agree", "yes")
	if res.Header.Get("Location") != d.at("/done") {
		t.Errorf("sent on to %s", res.Header.Get("Location"))
	}
	if back := d.browse(unticked, d.cookie); back.StatusCode != 303 {
		t.Errorf("the back button leads to the undertaking of what was sent: %d", back.StatusCode)
	}
	done := d.browse(d.at("/done"), d.cookie)
	checkPage(t, "done", done, 200, "vi")
	if code := d.nomination()["code"].(string); !strings.Contains(mainOf(done), code) {
		t.Errorf("the confirmation does not tell %s", code)
	}
	for _, page := range []string{"", "/files/1"} {
		if res := d.browse(d.at(page), d.cookie); res.StatusCode != 200 {
			t.Errorf("%s: %d", page, res.StatusCode)
		}
	}
	for _, closed := range []string{"/product", "/check", "/submit", "/documents/photo", "/files/1/remove"} {
		if res := d.browse(d.at(closed), d.cookie); res.StatusCode != 303 || res.Header.Get("Location") != d.at("") {
			t.Errorf("%s of a dossier that was sent: %d %s", closed, res.StatusCode, res.Header.Get("Location"))
		}
	}
	checkLetter(t, d)
}

// checkLetter wants exactly one letter that says that the dossier was received.
func checkLetter(t *testing.T, d *drafted) {
	t.Helper()
	if jobs := d.snapshot()["jobs"]; strings.Count(jobs, `"letter":"received"`) != 1 || !strings.Contains(jobs, "tuong@example.vn") {
		t.Errorf("the letter is not queued once: %s", jobs)
	}
}

// TestProducerForms posts every form empty, too long, decomposed and with tags: what was typed comes back as text.
func TestProducerForms(t *testing.T) {
	d := draft(t)
	const tag = "<script>alert(1)</script>"
	long := strings.Repeat("ạ", 20_000)
	rows := []struct {
		name, path, field, value string
		status                   int
	}{
		{"no name", "/product", "product", "", 422},
		{"long name", "/product", "product", long, 422},
		{"hidden turn", "/product", "product", "a\u202Eb", 422},
		{"unknown group", "/product", "product_group", "N9", 422},
		{"member too long", "/product", "set_members", "một\n" + long, 422},
		{"sixty members", "/product", "set_members", strings.Repeat("một\n", 60), 422},
		{"unknown kind", "/producer", "producer.entity_kind", "bank", 422},
		{"long address", "/address", "producer.address", long, 422},
		{"phone of letters", "/contact", "producer.phone", tag, 422},
		{"half an address", "/contact", "producer.email", "thu", 422},
		{"long number", "/numbers", "producer.tax_code", long, 422},
		{"long text", "/description", "description", long, 422},
		{"text with tags", "/description", "description", tag, 303},
		{"all empty", "/contact", "producer.phone", "", 303},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			form := []string{"version", d.now(), row.field, row.value}
			if row.field != "product" {
				form = append(form, "product", "Tương nếp")
			}
			before := d.now()
			res := d.say(row.path, row.status, form...)
			body := mainOf(res)
			if row.status == 422 {
				checkPage(t, row.name, res, 422, "vi")
				if !strings.Contains(body, `href="#`+row.field+`"`) || !strings.Contains(string(res.body), "<title>Lỗi: ") {
					t.Errorf("no summary that leads to %s", row.field)
				}
				if d.now() != before {
					t.Error("something was saved")
				}
			}
			if strings.Contains(body, tag) {
				t.Error("a tag that was typed is one of the page")
			}
			if row.value == long && !strings.Contains(body, long) {
				t.Error("what was typed is gone")
			}
		})
	}
	if got := d.nomination()["description"]; got != tag {
		t.Errorf("the text is %q", got)
	}
	if body := mainOf(d.browse(d.at("/description"), d.cookie)); strings.Contains(body, tag) || !strings.Contains(body, "&lt;script&gt;") {
		t.Error("the page does not show tags as text")
	}
	d.say("/producer", 303, "version", d.now(), "producer.name", "Co\u031B so\u031B\u0309 tu\u031Bo\u031Bng")
	if name := d.nomination()["producer"].(map[string]any)["name"]; name != "Cơ sở tương" {
		t.Errorf("decomposed letters are kept as %q", name)
	}
}

// TestTwoTabs: the tab that saves second loses nothing of either side.
func TestTwoTabs(t *testing.T) {
	d := draft(t)
	first := d.now()
	d.say("/product", 303, "version", first, "product", "Tương mới", "product_group", "N2")
	res := d.say("/product", 409, "version", first, "product", "Tương cũ", "product_group", "N1")
	body := mainOf(res)
	if !strings.Contains(body, `value="Tương cũ"`) || !strings.Contains(body, "<span>Tương mới</span>") {
		t.Error("the page does not show both what was typed and what is stored")
	}
	if got := d.nomination()["product"]; got != "Tương mới" {
		t.Errorf("the stale tab wrote %q", got)
	}
	if !strings.Contains(body, `name="version" value="`+d.now()+`"`) {
		t.Error("the page cannot be saved again")
	}
	d.say("/product", 303, "version", d.now(), "product", "Tương cũ", "product_group", "N1")
	d.say("/address", 303, "version", d.now(), "producer.commune", "Tân Hưng")
	if got := d.nomination()["product"]; got != "Tương cũ" {
		t.Errorf("a question that was not asked changed: %q", got)
	}
}

// TestTypedTextSurvivesTheDeadline: the answer to a save that comes too late still holds what was typed.
func TestTypedTextSurvivesTheDeadline(t *testing.T) {
	d := draft(t)
	version := d.now()
	d.move("screening")
	res := d.say("/description", 409, "version", version, "description", "Viết cả buổi tối.")
	if !strings.Contains(mainOf(res), "Viết cả buổi tối.") {
		t.Error("what was typed is gone")
	}
}

// TestOneTapOneDossier sends each form that makes something many times at once.
func TestOneTapOneDossier(t *testing.T) {
	d := draft(t)
	dossiers := func() int {
		return len(d.ok("producer", "GET", "/editions/"+slug+"/nominations", 200, "")["items"].([]any))
	}
	before := dossiers()
	once := accounts.NewID()
	var wg sync.WaitGroup
	seen := make([]string, 8)
	for i := range seen {
		wg.Go(func() {
			res := d.post("/nominations/new", d.cookie, url.Values{"edition": {slug}, "product": {"Chè mẫu"}, "from": {"new"}, "once": {once}})
			seen[i] = res.Header.Get("Location")
		})
	}
	wg.Wait()
	for _, address := range seen {
		if address == "" || address != seen[0] {
			t.Fatalf("led to %q", seen)
		}
	}
	if got := dossiers(); got != before+1 {
		t.Errorf("%d dossiers, want %d", got, before+1)
	}
	d.answer()
	d.enclose()
	for i := range seen {
		wg.Go(func() {
			res := d.post(d.at("/submit"), d.cookie, url.Values{"agree": {"yes"}})
			seen[i] = res.Header.Get("Location")
		})
	}
	wg.Wait()
	for _, address := range seen {
		if address != d.at("/done") {
			t.Errorf("led to %q", address)
		}
	}
	checkLetter(t, d)
}

// TestStartTakesOver: a second dossier begins with what the first one says, as far as it is wanted.
func TestStartTakesOver(t *testing.T) {
	d := draft(t)
	d.answer()
	start := func(form url.Values) map[string]any {
		form.Set("edition", slug)
		res := d.post("/nominations/new", d.cookie, form)
		id, _, _ := strings.Cut(strings.TrimPrefix(res.Header.Get("Location"), "/nominations/"), "?")
		if res.StatusCode != 303 {
			t.Fatalf("%v: %d\n%.400s", form, res.StatusCode, mainOf(res))
		}
		return d.ok("producer", "GET", "/nominations/"+id, 200, "")
	}
	page := mainOf(d.browse("/nominations/new", d.cookie))
	if !strings.Contains(page, `value="`+d.id+`"`) || !strings.Contains(page, "ít nhất 3") {
		t.Error("the start offers no earlier dossier or does not say how many photos are needed")
	}
	whole := start(url.Values{"from": {d.id}})
	if whole["product"] != "Tương nếp" || whole["description"] != "Ủ chum sành." || whole["product_group"] != "N2" {
		t.Errorf("taken over whole: %v", whole)
	}
	business := start(url.Values{"from": {"producer"}, "product": {"Chè"}})
	if business["product"] != "Chè" || business["description"] != "" || business["producer"].(map[string]any)["name"] != "Cơ sở tương mẫu" {
		t.Errorf("taken over the business: %v", business)
	}
	if fresh := start(url.Values{"from": {"new"}, "product": {"Mật"}}); fresh["producer"].(map[string]any)["name"] != "" {
		t.Errorf("begun afresh: %v", fresh)
	}
	if page := mainOf(d.browse("/nominations/new", d.session("audit member"))); strings.Contains(page, "<form") {
		t.Error("who audits the edition is offered to enter it")
	}
	for _, from := range []string{"", "new", "producer", "none"} {
		res := d.post("/nominations/new", d.cookie, url.Values{"edition": {slug}, "from": {from}})
		checkPage(t, "no product from "+from, res, 422, "vi")
	}
}

// TestOthersDossierIsNotThere asks every route of a dossier as people who may not change it.
func TestOthersDossierIsNotThere(t *testing.T) {
	d := draft(t)
	d.enclose()
	before, asked := d.snapshot(), 0
	for _, role := range []string{"stranger", "jury member", "council head", "audit member"} {
		cookie := d.session(role)
		for _, r := range d.server.Routes() {
			if !strings.HasPrefix(r.Pattern, "/nominations/:id") {
				continue
			}
			path := strings.NewReplacer(":id", d.id, ":n", "3", ":kind", "photo").Replace(r.Pattern)
			res := d.browse(path, cookie)
			if r.Method == "POST" {
				res = d.post(path, cookie, url.Values{"agree": {"yes"}, "version": {"1"}})
			}
			reads := r.Right == accounts.ReadNomination && role != "stranger"
			if refused := res.StatusCode == 404 || res.StatusCode == 403; refused == reads {
				t.Errorf("%s %s as %s: %d", r.Method, path, role, res.StatusCode)
			}
			asked++
		}
	}
	if tables := changed(before, d.snapshot()); len(tables) > 1 || len(tables) == 1 && tables[0] != "users" {
		t.Errorf("changed %v", tables)
	}
	if asked < 100 {
		t.Errorf("only %d requests", asked)
	}
}

// TestWithdraw takes a dossier out once, after a question.
func TestWithdraw(t *testing.T) {
	d := draft(t)
	checkPage(t, "question", d.browse(d.at("/withdraw"), d.cookie), 200, "vi")
	d.say("/withdraw", 303)
	d.say("/withdraw", 303)
	checkPage(t, "withdrawn", d.browse(d.at(""), d.cookie), 200, "vi")
	if state := d.nomination()["state"]; state != "withdrawn" {
		t.Errorf("state %v", state)
	}
}

// TestProducerSeesResultAndCertificate: nothing of the result before it is announced, all of it afterwards.
func TestProducerSeesResultAndCertificate(t *testing.T) {
	s, codes := issued(t, newWorld(t))
	cookie := s.session("producer")
	for _, id := range s.nominations {
		if body := mainOf(s.browse("/nominations/"+id, cookie)); strings.Contains(body, "88,00") {
			t.Error("the mean is told before it is announced")
		}
	}
	s.move("announced")
	found := 0
	for _, id := range s.nominations {
		res := s.browse("/nominations/"+id, cookie)
		checkPage(t, id, res, 200, "vi")
		body := mainOf(res)
		if !strings.Contains(body, "88,00") || !strings.Contains(body, "12/QĐ-UBND") {
			t.Error("mean or decision are not told")
		}
		for _, code := range codes {
			found += strings.Count(body, ">"+code+"</a>")
		}
	}
	if found != len(codes) {
		t.Errorf("%d certificates are offered, want %d", found, len(codes))
	}
}
