package web_test

import (
	"html"
	"net/url"
	"strings"
	"testing"
)

// TestDeskPastDayIsToldBeforeTheLetter: nobody reads a letter that names a day in the past.
func TestDeskPastDayIsToldBeforeTheLetter(t *testing.T) {
	s, cookie := atDesk(t)
	at := s.dossier(0) + "/supplement"
	form := url.Values{"due": {"01/11/2026"}, "reason_0": {"Thiếu ảnh"}, "act": {"preview"}}
	res := s.post(at, cookie, form)
	checkPage(t, "a past day", res, 422, "vi")
	if body := string(res.body); !strings.Contains(body, "Ngày này đã qua") || strings.Contains(body, "Hạn nộp lại") {
		t.Error("the letter is shown, or the day is not told")
	}
}

// TestDeskSaysWhenItCannotWrite: a request to a producer without e-mail does not claim to be sent.
func TestDeskSaysWhenItCannotWrite(t *testing.T) {
	s, cookie := atDesk(t)
	form := url.Values{"due": {"20/11/2026"}, "reason_0": {"Thiếu ảnh"}, "act": {"send"}}
	mail := s.nomination(0)["producer"].(map[string]any)["email"]
	want := "done=desk_supplement_call"
	if mail != nil && mail != "" {
		want = "done=desk_supplement"
	}
	res := s.post(s.dossier(0)+"/supplement", cookie, form)
	if to := res.Header.Get("Location"); res.StatusCode != 303 || !strings.HasSuffix(to, want) {
		t.Errorf("%d to %q, the producer's mail is %v", res.StatusCode, to, mail)
	}
}

// TestDeskFindsDrafts: a search that finds nothing among what was handed in leads to the drafts.
func TestDeskFindsDrafts(t *testing.T) {
	s, cookie := atDesk(t)
	page := s.browse("/desk/"+slug+"?q=non+la", cookie)
	checkPage(t, "nothing found", page, 200, "vi")
	there := "/desk/" + slug + "?q=non+la&state=all"
	if !strings.Contains(html.UnescapeString(string(page.body)), there) {
		t.Error("the drafts are not offered")
	}
	if !strings.Contains(string(s.browse(there, cookie).body), s.nominations[2]) {
		t.Error("the draft is not found there")
	}
}

// TestDeskLeadsToWhatIsMissing: the form for papers stands open on the kind that is missing, and the slip of a
// producer without e-mail is filled in from the dossier, for its secretariat alone.
func TestDeskLeadsToWhatIsMissing(t *testing.T) {
	s, cookie := atDesk(t)
	if page := string(s.browse(s.dossier(2), cookie).body); !strings.Contains(page, `desk-more" open`) || !strings.Contains(page, " selected") {
		t.Error("the form for papers is folded")
	}
	if page := string(s.browse(s.dossier(0), cookie).body); strings.Contains(page, `desk-more" open`) {
		t.Error("it is open although nothing is missing")
	}
	draft := s.ok("secretariat head", "POST", "/editions/"+slug+"/nominations", 201,
		`{"product":"Chiếu","producer":{"name":"Hộ Lý","representative":"Bà Lý","phone":"0912 345 678"}}`)
	id := draft["id"].(string)
	if page := string(s.browse("/desk/"+slug+"/nominations/"+id, cookie).body); !strings.Contains(page, "/desk/slips?for="+id) {
		t.Fatal("the dossier does not lead to a slip")
	}
	slips := s.browse("/desk/slips?for="+id, cookie)
	checkPage(t, "slips", slips, 200, "vi")
	if body := string(slips.body); !strings.Contains(body, `value="Bà Lý"`) || !strings.Contains(body, `value="0912 345 678"`) {
		t.Error("the slip is not filled in")
	}
	remind := string(s.post("/desk/"+slug+"/bulk", cookie, url.Values{"act": {"remind"}, "pick": {id + ".1"}}).body)
	if strings.Contains(remind, "bulk/confirm") {
		t.Error("a draft is reminded although filing is over")
	}
	if res := s.browse("/desk/slips?for=nothing", cookie); res.StatusCode != 404 {
		t.Errorf("an unknown dossier: %d", res.StatusCode)
	}
}

// TestDeskImportTellsOfTheFile: a file that is no list is told of as one, and columns that are passed over stand
// above the rows.
func TestDeskImportTellsOfTheFile(t *testing.T) {
	s, _ := atDesk(t)
	res := s.importFile("secretariat head", "%PDF-1.4 x")
	checkPage(t, "a scan", res, 422, "vi")
	if body := string(res.body); strings.Contains(body, "JPEG") || !strings.Contains(body, ".xlsx") {
		t.Error("an office is asked for a picture of its list")
	}
	body := string(s.importFile("secretariat head", "# SĐT <b>\n"+deskList).body)
	column := strings.Index(body, "<b>SĐT &lt;b&gt;</b>")
	if rows := strings.Index(body, "desk-first"); column < 0 || column > rows {
		t.Error("a column that is passed over is not told above the rows")
	}
}
