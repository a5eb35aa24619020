package web_test

import (
	"net/url"
	"strings"
	"testing"
)

// TestCalibrationPages leads a round from its preparation to its spread; before the end a judge's pages are the same to the
// byte whatever others mark.
func TestCalibrationPages(t *testing.T) {
	s := scoring(t, newWorld(t))
	secretary, head, member := s.session("jury secretary"), s.session("jury head"), s.session("jury member")
	home := "/judge/" + slug + "/calibration"
	send := func(path, cookie string, form url.Values, want int) string {
		t.Helper()
		res := s.post(path, cookie, form)
		if res.StatusCode != want {
			t.Fatalf("%s: %d, want %d\n%.400s", path, res.StatusCode, want, res.body)
		}
		at, _, _ := strings.Cut(res.Header.Get("Location"), "?")
		return at
	}
	send(home, member, url.Values{}, 403)
	send(home, secretary, url.Values{"named": {"true"}}, 303)
	add := link(string(s.browse(home, secretary).body), "/examples\"")
	send(add, secretary, url.Values{"title": {""}, "product_group": {"N1"}, "description": {"bịa ra"}}, 422)
	example := send(add, secretary, url.Values{"title": {"Ấm giả định"}, "product_group": {"N1"}, "description": {"bịa ra"}}, 303)
	if res := s.browse(example, member); res.StatusCode != 404 {
		t.Errorf("a round in preparation: %d", res.StatusCode)
	}
	send(strings.TrimSuffix(add, "/examples")+"/open", secretary, url.Values{}, 303)
	if res := s.post(example, member, url.Values{"marks.1.1": {"9"}}); res.StatusCode != 422 || !strings.Contains(string(res.body), `value="9"`) {
		t.Errorf("a mark at fault: %d", res.StatusCode)
	}
	send(example, member, wholeForm("4,5"), 303)
	read := func() string {
		t.Helper()
		return passing.ReplaceAllString(string(s.browse(home, member).body)+string(s.browse(example, member).body), "")
	}
	before := read()
	send(example, head, wholeForm("2"), 303)
	if read() != before {
		t.Error("a judge's pages change with another's marks")
	}
	if page := string(s.browse(example, member).body); strings.Contains(page, "trên giấy") || !strings.Contains(page, "Ô điểm để trống thì") {
		t.Error("the trial sheet speaks of paper")
	}
	if page := string(s.browse(home, head).body); !strings.Contains(page, `data-confirm="Giám khảo không sửa điểm được nữa`) {
		t.Error("a round ends without a question")
	}
	send(strings.TrimSuffix(add, "/examples")+"/end", secretary, url.Values{}, 403)
	send(strings.TrimSuffix(add, "/examples")+"/end", head, url.Values{}, 303)
	if after := read(); !strings.Contains(after, "lệch nhau nhiều nhất ở tiêu chí") {
		t.Errorf("the spread is not told:\n%.2000s", after)
	} else if _, names, found := strings.Cut(after, "Ai cho bao nhiêu điểm"); !found || strings.Count(names, `class="head"`) != 2 {
		t.Error("the marks with names are no table")
	}
	send(home, secretary, url.Values{}, 303)
	add = link(string(s.browse(home, secretary).body), "/examples\"")
	example = send(add, secretary, url.Values{"title": {"Nồi giả định"}, "product_group": {"N1"}, "description": {"bịa ra"}}, 303)
	send(strings.TrimSuffix(add, "/examples")+"/open", secretary, url.Values{}, 303)
	send(example, member, wholeForm("4,5"), 303)
	send(example, head, wholeForm("2"), 303)
	send(strings.TrimSuffix(add, "/examples")+"/end", head, url.Values{}, 303)
	_, after, _ := strings.Cut(string(s.browse(home, member).body), "Nồi giả định")
	after, _, _ = strings.Cut(after, "Ấm giả định")
	if !strings.Contains(after, "Có quá ít giám khảo") || strings.Contains(after, "<table") || strings.Contains(after, "<svg") {
		t.Errorf("two judges without names:\n%.2000s", after)
	}
}

// wholeForm marks every leaf of vn-cnnt-2025 alike.
func wholeForm(mark string) url.Values {
	form := url.Values{}
	for _, part := range strings.Split(strings.Trim(marks(), "{}"), ",\"") {
		code, _, _ := strings.Cut(strings.Trim(part, `"`), `"`)
		form.Set("marks."+code, mark)
	}
	form.Set("marks.2.1", "2")
	for code := range form {
		if strings.HasPrefix(code, "marks.2.") {
			form.Set(code, "2")
		}
	}
	return form
}

// link is the first address of a page that ends so.
func link(body, end string) string {
	at := strings.Index(body, end)
	if at < 0 {
		return ""
	}
	from := strings.LastIndex(body[:at], `"`)
	return body[from+1 : at+len(end)-1]
}
