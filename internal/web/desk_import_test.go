package web_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

const deskList = "Nón lá|N1|HTX Hạ Vũ|xã Mẫu\nQuạt nan|N1|HTX Hạ Vũ|xã Mẫu\nBình gốm hoa lam|N1|Cơ sở gốm Hoa Sen|Tân Hưng\n"

func (s *staged) importFile(role, list string) reply {
	s.t.Helper()
	r := s.multipartRequest(role, "/x", []byte(list), "danh sách.csv")
	r.URL.Path, r.RequestURI = "/desk/"+slug+"/import", "/desk/"+slug+"/import"
	return s.send(r)
}

// filed counts the dossiers of the edition.
func (s *staged) filed() int {
	s.t.Helper()
	return len(s.ok("secretariat head", "GET", "/editions/"+slug+"/nominations?limit=200", 200, "")["items"].([]any))
}

// TestDeskImportsWhatItShowed: nothing stays of the preview, the confirmation files its rows once, and a second
// run of the same list files none.
func TestDeskImportsWhatItShowed(t *testing.T) {
	s, cookie := atDesk(t)
	at := "/desk/" + slug + "/import"
	preview := s.importFile("secretariat member", deskList)
	checkPage(t, "preview", preview, 200, "vi")
	if s.filed() != 3 {
		t.Fatalf("the preview filed something: %d dossiers", s.filed())
	}
	form := hiddenOf(t, preview, at+"/confirm")
	first, second := s.post(at+"/confirm", cookie, form), s.post(at+"/confirm", cookie, form)
	done := first.Header.Get("Location")
	if first.StatusCode != 303 || second.Header.Get("Location") != done || !strings.Contains(done, "created=2") || !strings.Contains(done, "skipped=1") || s.filed() != 5 {
		t.Errorf("%d to %q then %q, %d dossiers", first.StatusCode, done, second.Header.Get("Location"), s.filed())
	}
	checkPage(t, "result", s.browse(done, cookie), 200, "vi")
	again := s.importFile("secretariat member", deskList)
	checkPage(t, "again", again, 200, "vi")
	if strings.Contains(string(again.body), "Nhập 2 dòng") {
		t.Error("the same list would be filed again")
	}
}

func TestDeskImportFaults(t *testing.T) {
	s, cookie := atDesk(t)
	at := "/desk/" + slug + "/import"
	preview := s.importFile("secretariat member", deskList+"<script>dòng hỏng\n")
	checkPage(t, "a bad row", preview, 200, "vi")
	if body := string(preview.body); strings.Contains(body, "<script>dòng") || !strings.Contains(body, `name="partial"`) {
		t.Error("a bad row runs, or the other rows cannot be taken")
	}
	form := hiddenOf(t, preview, at+"/confirm")
	checkPage(t, "all or nothing", s.post(at+"/confirm", cookie, form), 422, "vi")
	if s.filed() != 3 {
		t.Errorf("%d dossiers after a refused import", s.filed())
	}
	form.Set("partial", "yes")
	form.Set("once", strings.Repeat("b", 26))
	res := s.post(at+"/confirm", cookie, form)
	if res.StatusCode != 303 || s.filed() != 5 {
		t.Errorf("the good rows: %d, %d dossiers", res.StatusCode, s.filed())
	}
	result := s.browse(res.Header.Get("Location"), cookie)
	checkPage(t, "result", result, 200, "vi")
	issues := regexp.MustCompile(`(?s)<table class="table stack desk-issues.*?</table>`)
	if told := issues.Find(result.body); len(told) == 0 || string(told) != string(issues.Find(preview.body)) || s.filed() != 5 {
		t.Errorf("the result does not list the row that was left out as the preview did:\n%s", told)
	}
	for name, kept := range map[string]string{"no file": "", "no hash": "../../etc/passwd", "an unknown file": strings.Repeat("0", 64)} {
		checkPage(t, name, s.post(at+"/confirm", cookie, url.Values{"kept": {kept}}), 422, "vi")
	}
	checkPage(t, "an empty paste", s.post(at+"/paste", cookie, url.Values{"pasted": {" \n"}}), 422, "vi")
	pasted := s.post(at+"/paste", cookie, url.Values{"pasted": {"Chiếu cói|N1|HTX Chiếu|xã Mẫu\r\n"}})
	checkPage(t, "a paste", pasted, 200, "vi")
	if res := s.post(at+"/confirm", cookie, hiddenOf(t, pasted, at+"/confirm")); res.StatusCode != 303 || s.filed() != 6 {
		t.Errorf("the paste: %d, %d dossiers", res.StatusCode, s.filed())
	}
	if res := s.importFile("jury member", deskList); res.StatusCode != 403 {
		t.Errorf("a judge imports: %d", res.StatusCode)
	}
	checkPage(t, "no body", s.post(at, cookie, nil), 422, "vi")
}
