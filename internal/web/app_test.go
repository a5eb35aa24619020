package web_test

import (
	"encoding/json"
	"io/fs"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"vinhdanh/templates"
)

// packed is what /judge/{slug}/offline lists.
type packed struct {
	User, Generation, Taken string
	Assets, Pages           []string
	Files                   []struct {
		URL, Tag string
		Bytes    int64
	}
	Sheets, Photos, Papers int
	Bytes                  int64
}

func (s *staged) packOf(cookie string) (p packed) {
	s.t.Helper()
	res := s.browse("/judge/"+slug+"/offline", cookie)
	if res.StatusCode != 200 || json.Unmarshal(res.body, &p) != nil {
		s.t.Fatalf("the list of what to keep: %d %s", res.StatusCode, res.body)
	}
	return p
}

// TestPackHoldsOwnPagesAlone fetches whatever a device is told to keep, and looks for what is none of the judge's.
func TestPackHoldsOwnPagesAlone(t *testing.T) {
	s := scoring(t, newWorld(t))
	judge, head := s.session("jury member"), s.session("jury head")
	for _, cookie := range []string{judge, head} {
		sheet := s.sheets["jury member"][0]
		if cookie == head {
			sheet = s.sheets["jury head"][0]
		}
		form := s.fullMarks(1)
		form.Set("comment", "riêng của "+cookie[len(cookie)-6:])
		s.led("marks", s.post("/judge/sheets/"+sheet, cookie, form), "/judge/sheets/")
	}
	p := s.packOf(judge)
	if p.Sheets != len(s.sheets["jury member"]) || p.Photos == 0 || p.Bytes == 0 || len(p.Generation) != 12 || !strings.HasPrefix(p.Taken, "09:00, ") {
		t.Errorf("the list is %+v", p)
	}
	for _, path := range p.Pages {
		res := s.browse(path, judge)
		text := shownText(res)
		if res.StatusCode != 200 || !strings.Contains(text, `data-user="`+p.User+`"`) {
			t.Errorf("%s: %d, or it does not say whose it is", path, res.StatusCode)
		}
		if strings.Contains(text, "riêng của "+head[len(head)-6:]) || strings.Contains(text, s.sheets["jury head"][0]) {
			t.Errorf("%s holds another judge's sheet", path)
		}
	}
	for _, f := range p.Files {
		res := s.browse(f.URL, judge)
		if res.StatusCode != 200 || res.Header.Get("Etag") != f.Tag || int64(len(res.body)) != f.Bytes {
			t.Errorf("%s: %d, %d bytes, tag %s; the list says %+v", f.URL, res.StatusCode, len(res.body), res.Header.Get("Etag"), f)
		}
	}
	for _, path := range p.Assets {
		if res := s.browse(path, ""); res.StatusCode != 200 || !strings.Contains(res.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
	for _, part := range []string{"pdf.min.mjs", "pdf.worker.min.mjs", "jbig2_nowasm_fallback.js", "openjpeg_nowasm_fallback.js"} {
		if !slices.ContainsFunc(p.Assets, func(path string) bool {
			return strings.HasPrefix(path, "/judge/assets/pdfjs-") && strings.HasSuffix(path, "/"+part)
		}) {
			t.Errorf("a device without network has no %s", part)
		}
	}
	judge = s.session("jury member")
	if other := s.packOf(judge); other.Generation == p.Generation {
		t.Error("two sign-ins have one store")
	}
	s.led("step out", s.post("/judge/sheets/"+s.sheets["jury member"][0]+"/recuse", judge, url.Values{"reason": {"người nhà"}}), "/judge/"+slug)
	if after := s.packOf(judge); after.Sheets != p.Sheets-1 || slices.Contains(after.Pages, "/judge/sheets/"+s.sheets["jury member"][0]) {
		t.Error("a device keeps a dossier that its judge stepped out of")
	}
}

// TestPagesLeaveTheDeviceAfterTheClose asks as devices do at each contact.
func TestPagesLeaveTheDeviceAfterTheClose(t *testing.T) {
	s := scoring(t, newWorld(t))
	judge := s.session("jury member")
	contact := func(want string) {
		t.Helper()
		if res := s.browse("/judge/offline", judge); res.StatusCode != 200 || strings.TrimSpace(string(res.body)) != want {
			t.Errorf("contact: %d %s, want %s", res.StatusCode, res.body, want)
		}
	}
	contact(`{"open":["` + slug + `"]}`)
	if res := s.browse("/judge/offline", s.session("producer")); res.StatusCode != 403 {
		t.Errorf("a producer's device: %d", res.StatusCode)
	}
	s.led("close", s.post("/judge/"+slug+"/pass/close", s.session("jury head"), url.Values{"n": {"1"}, "leave_open": {"yes"}, "reason": {"hết giờ"}}), "/judge/"+slug+"/pass")
	contact(`{"open":[]}`)
}

func TestAppIsInstalled(t *testing.T) {
	w := newWorld(t)
	res := w.send(httpGet("/app.webmanifest"))
	var manifest struct {
		StartURL string `json:"start_url"`
		Display  string
		Icons    []struct{ Src, Sizes, Type string }
	}
	if res.Header.Get("Content-Type") != "application/manifest+json" || json.Unmarshal(res.body, &manifest) != nil {
		t.Fatalf("manifest: %s %s", res.Header.Get("Content-Type"), res.body)
	}
	if manifest.StartURL != "/judge" || manifest.Display != "standalone" || len(manifest.Icons) != 4 {
		t.Errorf("manifest %+v", manifest)
	}
	for _, icon := range manifest.Icons {
		if got := w.send(httpGet(icon.Src)); got.StatusCode != 200 || got.Header.Get("Content-Type") != icon.Type {
			t.Errorf("icon %s: %d %s", icon.Src, got.StatusCode, got.Header.Get("Content-Type"))
		}
	}
	worker := w.send(httpGet("/judge-worker.js"))
	if worker.StatusCode != 200 || worker.Header.Get("Service-Worker-Allowed") != "/judge" || worker.Header.Get("Cache-Control") != "no-store" ||
		!strings.HasPrefix(worker.Header.Get("Content-Type"), "text/javascript") {
		t.Errorf("worker: %d %v", worker.StatusCode, worker.Header)
	}
}

// TestReaderStandsUnderTheWorker: the judge's worker rules over /judge, and what runs beside a page is fetched by the worker of
// its own address. Nothing else is served there.
func TestReaderStandsUnderTheWorker(t *testing.T) {
	w := newWorld(t)
	names, err := fs.Glob(templates.Assets(), templates.ReaderFolder+"*/pdf.worker.min.mjs")
	if err != nil || len(names) != 1 {
		t.Fatalf("built readers: %v %v", names, err)
	}
	res := w.send(httpGet("/judge/assets/" + names[0]))
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/javascript; charset=utf-8" || !strings.Contains(res.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("reader: %d %v", res.StatusCode, res.Header)
	}
	if policy := res.Header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'self';") || strings.Contains(policy, "unsafe") {
		t.Errorf("what parses foreign files may do %q", policy)
	}
	for _, name := range []string{"manifest.json", "../assets/" + names[0] + "x", "seal.svg"} {
		if res := w.send(httpGet("/judge/assets/" + name)); res.StatusCode != 404 {
			t.Errorf("/judge/assets/%s: %d", name, res.StatusCode)
		}
	}
}

// TestSigningOutSparesOthersMarks: the device is cleared, unless its script says that another judge's marks wait there.
func TestSigningOutSparesOthersMarks(t *testing.T) {
	w := newWorld(t)
	w.person("producer")
	for stay, want := range map[string]string{"": `"cache", "storage"`, "yes": `"cache"`} {
		res := w.post("/logout", w.session("producer"), url.Values{"stay": {stay}})
		if got := res.Header.Get("Clear-Site-Data"); got != want {
			t.Errorf("stay %q: Clear-Site-Data is %s, want %s", stay, got, want)
		}
	}
}

// TestTwoDevicesAreJoinedWithoutScripts: only what both changed is asked about.
func TestTwoDevicesAreJoinedWithoutScripts(t *testing.T) {
	s := scoring(t, newWorld(t))
	judge, id := s.session("jury member"), s.sheets["jury member"][0]
	at := "/judge/sheets/" + id
	s.led("base", s.post(at, judge, s.fullMarks(1)), at)
	first, second := s.fullMarks(2), s.fullMarks(2)
	first.Set("marks.1.1", "1")
	first.Set("marks.1.2", "1")
	second.Set("marks.1.2", "2")
	second.Set("marks.1.3", "3")
	s.led("first device", s.post(at, judge, first), at)
	page := shownText(s.post(at, judge, second))
	for _, want := range []string{`type="hidden" name="marks.1.1" value="1"`, `type="hidden" name="marks.1.3" value="3"`, `type="radio" name="marks.1.2" value="2"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the choice does not hold %s", want)
		}
	}
	if n := strings.Count(page, "<fieldset"); n != 1 {
		t.Errorf("%d marks are asked about, want one", n)
	}
	second.Set("marks.1.2", "1")
	second.Set("marks.1.4", "0,5")
	s.led("marks that only one side changed", s.post(at, judge, second), at+"?done=judge_saved")
	joined := shownText(s.browse(at, judge))
	for _, want := range []string{`name="version" value="4"`, `name="marks.1.1" value="1"`, `name="marks.1.3" value="3"`, `name="marks.1.4" value="0,5"`} {
		if !strings.Contains(joined, want) {
			t.Errorf("the joined sheet does not hold %s", want)
		}
	}
}

// TestRefusedDraftTellsWhatIsStored lets a device see that a sheet which takes no marks any more holds its own already.
func TestRefusedDraftTellsWhatIsStored(t *testing.T) {
	s := scoring(t, newWorld(t))
	judge, at := s.session("jury member"), "/judge/sheets/"+s.sheets["jury member"][0]
	s.led("marks", s.post(at, judge, s.fullMarks(1)), at)
	s.led("send", s.post(at+"/submit", judge, url.Values{"version": {"2"}}), at+"/receipt")
	r := httptest.NewRequest("POST", "https://binhchon.example.vn"+at+"/draft", strings.NewReader(`{"version":1,"marks":{"1.1":"4.5"},"comment":"x"}`))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Cookie", judge)
	res := s.send(r)
	for _, want := range []string{`"code":"sheet_submitted"`, `"marks.1.1":"4,5"`, `"comment":"Đẹp, bền."`} {
		if res.StatusCode != 409 || !strings.Contains(string(res.body), want) {
			t.Errorf("%d %s, want %s", res.StatusCode, res.body, want)
		}
	}
}
