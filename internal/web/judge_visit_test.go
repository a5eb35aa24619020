package web_test

import (
	"net/url"
	"strings"
	"testing"
)

// TestVisitPages: a judge writes a note, adds photos and corrects it; it stands beside the others' sheets, for the council
// and on the dossier, and whoever has a conflict with the entry gets nothing of it.
func TestVisitPages(t *testing.T) {
	s := scoring(t, newWorld(t))
	member, head := s.session("jury member"), s.session("jury head")
	form := url.Values{"held_on": {"02/11/2026"}, "place": {"Xưởng thôn Đoài"}, "members": {s.users["jury member"].ID}, "others": {"bà Sen"},
		"seen": {"Lò nung mới.\nBể lắng nhỏ."}}
	at := "/judge/" + slug + "/visits/entries/" + s.nominations[0]
	broken := url.Values{"held_on": {"40/11/2026"}, "seen": {"Lò nung mới.\nBể lắng nhỏ."}, "place": {"Xưởng thôn Đoài"}}
	if res := s.post(at, member, broken); res.StatusCode != 422 || !strings.Contains(string(res.body), "Bể lắng nhỏ.") || !strings.Contains(string(res.body), "Xưởng thôn Đoài") {
		t.Errorf("a note at fault: %d, is what was typed gone?", res.StatusCode)
	}
	res := s.post(at, member, form)
	note, _, _ := strings.Cut(res.Header.Get("Location"), "?")
	if res.StatusCode != 303 || !strings.HasPrefix(note, "/judge/"+slug+"/visits/") {
		t.Fatalf("%d %q", res.StatusCode, note)
	}
	form.Set("seen", "Bể lắng đã mở rộng.")
	form.Set("version", "1")
	if res := s.post(note+"/edit", head, form); res.StatusCode != 403 {
		t.Errorf("another corrects the note: %d", res.StatusCode)
	}
	if res := s.post(note+"/edit", member, form); res.StatusCode != 303 {
		t.Errorf("correction: %d", res.StatusCode)
	}
	for role, page := range map[string]string{"council member": note,
		"audit member": "/judge/" + slug + "/visits", "secretariat member": "/desk/" + slug + "/nominations/" + s.nominations[0]} {
		if body := string(s.browse(page, s.session(role)).body); !strings.Contains(body, "Bể lắng đã mở rộng.") {
			t.Errorf("%s reads nothing of the note at %s", role, page)
		}
	}
	if body := string(s.browse("/judge/sheets/"+s.sheetOf("jury head", s.nominations[0]), head).body); !strings.Contains(body, "Bể lắng đã mở rộng.") {
		t.Error("the note does not stand beside another judge's sheet")
	}
	if res := s.browse(note, head); !strings.Contains(string(res.body), "Bể lắng nhỏ.") {
		t.Errorf("the version before is gone: %d", res.StatusCode)
	}
	s.ok("jury head", "POST", "/editions/"+slug+"/declarations", 201, `{"conflicts":[{"nomination":"`+s.nominations[0]+`","reason":"em gái"}]}`)
	for _, page := range []string{note, "/judge/" + slug + "/visits", "/judge/sheets/" + s.sheetOf("jury head", s.nominations[0]), at} {
		if body := string(s.browse(page, head).body); strings.Contains(body, "Bể lắng") || strings.Contains(body, "Lò nung") {
			t.Errorf("a judge with a conflict reads the note at %s", page)
		}
	}
}

// sheetOf is the id of a judge's sheet of an entry.
func (s *staged) sheetOf(judge, nomination string) string {
	s.t.Helper()
	for _, item := range s.ok(judge, "GET", "/editions/"+slug+"/sheets", 200, "")["items"].([]any) {
		if x := item.(map[string]any); x["nomination"] == nomination {
			return x["id"].(string)
		}
	}
	s.t.Fatalf("%s has no sheet of %s", judge, nomination)
	return ""
}
