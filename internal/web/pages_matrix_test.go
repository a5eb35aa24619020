package web_test

import (
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"vinhdanh/internal/web"
)

// placeRoles are the roles that open each place, for pages that any seat of its body may open.
var placeRoles = map[string]func(role string) bool{
	"/desk":    func(role string) bool { return strings.HasPrefix(role, "secretariat") },
	"/judge":   func(role string) bool { return strings.HasPrefix(role, "jury") },
	"/council": func(role string) bool { return strings.HasPrefix(role, "council") || role == "audit member" },
	"/admin":   func(role string) bool { return role == "administrator" },
}

// pageExceptions are cases that the state of the test's edition or the page itself decides against the
// table, each for its reason.
var pageExceptions = map[string][]string{
	// Judges dismiss matches of their own in their declaration; nobody is away in the test's edition.
	"POST /desk/:slug/panels/conflicts/:id/dismiss": {"jury head", "jury member"},
	"POST /desk/:slug/panels/absences/:id/end":      {"administrator", "secretariat head", "jury secretary"},
	// The sheet of the test is the jury member's own, and the jury head's right is to sheets of their own.
	"GET /judge/sheets/:id":              {"jury head"},
	"GET /judge/sheets/:id/documents/:n": {"jury head"},
	"GET /judge/sheets/:id/photos/:n":    {"jury head"},
	// Nobody noted a visit in the test's edition or prepared a round of trial scoring there; judge_visit_test.go and
	// judge_calibration_test.go ask for those that are there.
	"GET /judge/:slug/visits/:id":                        {"secretariat head", "secretariat member", "jury head", "jury member", "jury secretary", "council head", "council member", "council secretary", "audit member"},
	"GET /judge/:slug/visits/:id/photos/:n":              {"secretariat head", "secretariat member", "jury head", "jury member", "jury secretary", "council head", "council member", "council secretary", "audit member"},
	"GET /judge/:slug/visits/:id/edit":                   {"secretariat head", "secretariat member", "jury head", "jury member", "jury secretary"},
	"POST /judge/:slug/visits/:id/edit":                  {"secretariat head", "secretariat member", "jury head", "jury member", "jury secretary"},
	"POST /judge/:slug/visits/:id/photos":                {"secretariat head", "secretariat member", "jury head", "jury member", "jury secretary"},
	"POST /judge/:slug/visits/:id/photos/:n/remove":      {"secretariat head", "secretariat member", "jury head", "jury member", "jury secretary"},
	"GET /judge/:slug/calibration/examples/:id":          {"jury head", "jury member", "jury secretary"},
	"GET /judge/:slug/calibration/examples/:id/files/:n": {"jury head", "jury member", "jury secretary"},
	"POST /judge/:slug/calibration/examples/:id":         {"jury head", "jury member"},
	"POST /judge/:slug/calibration/:id/end":              {"jury head"},
	"POST /judge/:slug/calibration/:id/open":             {"jury head", "jury secretary"},
	"POST /judge/:slug/calibration/:id/examples":         {"jury head", "jury secretary"},
	"GET /judge/:slug/calibration/examples/:id/edit":     {"jury head", "jury secretary"},
	"POST /judge/:slug/calibration/examples/:id/edit":    {"jury head", "jury secretary"},
	"POST /judge/:slug/calibration/examples/:id/drop":    {"jury head", "jury secretary"},
	"POST /judge/:slug/calibration/examples/:id/files":   {"jury head", "jury secretary"},
	// No judge asks about the dossier of the test.
	"POST /desk/:slug/nominations/:id/answer": {"secretariat head", "secretariat member"},
	// Nobody reported anything in the test's edition.
	"GET /desk/:slug/certificates/reports/:id/photo": {"secretariat head", "secretariat member"},
	"POST /desk/:slug/certificates/reports/:id":      {"secretariat head", "secretariat member"},
	// No letter waits in the test's edition.
	"GET /desk/:slug/reminders/:id":  {"secretariat head", "secretariat member"},
	"POST /desk/:slug/reminders/:id": {"secretariat head", "secretariat member"},
	// The council asks about no certificate in the test's edition, and nobody has to be telephoned.
	"GET /council/:slug/revocations/:id/evidence":        {"secretariat head", "secretariat member", "council head", "council member", "council secretary", "audit member"},
	"POST /council/:slug/revocations/:id/evidence":       {"council head", "council secretary"},
	"POST /council/:slug/revocations/:id/drop":           {"council head", "council secretary"},
	"POST /desk/:slug/certificates/withdrawals/:id/told": {"secretariat head", "secretariat member"},
	// The sheet of the test was not typed from paper.
	"GET /judge/sheets/:id/scan":            {"jury member"},
	"GET /council/:slug/sheets/:id/scan":    {"audit member"},
	"GET /desk/:slug/paper/sheets/:id/scan": {"secretariat head", "secretariat member"},
}

// mayOpen is what the permission table says of a page.
func mayOpen(r web.RouteInfo, role string) bool {
	if slices.Contains(pageExceptions[r.Method+" "+r.Pattern], role) {
		return false
	}
	if strings.HasPrefix(r.Pattern, "/account/") && strings.Contains(r.Pattern, ":id") {
		return false // the id is none of the caller's sessions or tokens
	}
	if r.Right == "signed in" {
		for place, opens := range placeRoles {
			if r.Pattern == place || strings.HasPrefix(r.Pattern, place+"/") {
				return opens(role)
			}
		}
	}
	return mayCall(r.Right, role, r.Pattern)
}

// TestPageMatrix opens every page and posts every form as every role, and compares the answer's class with
// the permission table: nobody is led to the sign-in, who may not is refused, who may is served.
func TestPageMatrix(t *testing.T) {
	s, codes := issued(t, newWorld(t))
	s.person("bystander") // whose account the administrator's pages are about
	s.upload("secretariat head", "/editions/"+slug+"/documents", 201, []byte("%PDF-1.4\nquyết định"), "qd.pdf", "kind", "decision")
	s.upload("secretariat head", "/editions/"+slug+"/certificate-look", 200, []byte("\x89PNG\r\n\x1a\n"), "dau.png", "kind", "emblem")
	cookies := map[string]string{"": ""}
	for role := range hatsOf {
		if role != "" {
			cookies[role] = s.session(role)
		}
	}
	seen := 0
	for _, r := range s.server.Routes() {
		if r.Right == "unasked" || strings.HasPrefix(r.Pattern, "/api/") || r.Pattern == "/logout" {
			continue // the API has its own matrix; signing out would end the sessions of the test
		}
		for role, cookie := range cookies {
			s.openAs(r, role, cookie, s.fillPage(r.Pattern, codes[0]))
			seen++
		}
	}
	if seen < 300 {
		t.Errorf("only %d cases", seen)
	}
}

func (s *staged) openAs(r web.RouteInfo, role, cookie, path string) {
	s.t.Helper()
	key := r.Method + " " + r.Pattern
	var res reply
	switch {
	case key == "POST /judge/sheets/:id/draft": // the one post that is JSON
		q := httptest.NewRequest("POST", "https://binhchon.example.vn"+path, strings.NewReader(`{"version":999,"marks":{}}`))
		q.Header.Set("Content-Type", "application/json")
		q.Header.Set("Sec-Fetch-Site", "same-origin")
		q.Header.Set("Cookie", cookie)
		res = s.send(q)
	case r.Method == "POST":
		res = s.post(path, cookie, url.Values{})
	default:
		q := httptest.NewRequest(r.Method, "https://binhchon.example.vn"+path, nil)
		if cookie != "" {
			q.Header.Set("Cookie", cookie)
		}
		res = s.send(q)
	}
	public := r.Right == "public" || r.Right == "unasked" || mayCall(r.Right, "", r.Pattern)
	led := res.StatusCode == 401 || res.StatusCode == 303 && strings.HasPrefix(res.Header.Get("Location"), "/login")
	switch may := mayOpen(r, role); {
	case res.StatusCode >= 500:
		s.t.Errorf("%s as %q: %d\n%.300s", key, role, res.StatusCode, res.body)
	case public:
	case role == "" && !led:
		s.t.Errorf("%s as nobody: %d, want the sign-in", key, res.StatusCode)
	case role == "":
	case may && (res.StatusCode == 403 || res.StatusCode == 404):
		s.t.Errorf("%s as %q: %d, though the table allows it", key, role, res.StatusCode)
	case !may && res.StatusCode != 403 && res.StatusCode != 404:
		s.t.Errorf("%s as %q: %d, want 403 or 404", key, role, res.StatusCode)
	}
}

// fillPage puts what exists into a page's pattern, by what its id is the id of.
func (s *staged) fillPage(pattern, code string) string {
	code = strings.ToLower(strings.ReplaceAll(code, "-", ""))
	replace := []string{":kind", "photo", ":format", "pdf", ":file", "bien-ban-cham-diem.pdf", ":slug", slug, ":n", "1", ":code", code}
	switch {
	case strings.Contains(pattern, "/look/pictures/:kind"):
		replace[1] = "emblem"
	case strings.Contains(pattern, "/members/:id"):
		seats := s.ok("administrator", "GET", "/editions/"+slug+"/members", 200, "")["items"].([]any)
		replace = append(replace, ":id", seats[len(seats)-1].(map[string]any)["id"].(string))
	case strings.Contains(pattern, "/sheets/:id"):
		replace = append(replace, ":id", s.sheets["jury member"][0])
	case strings.Contains(pattern, "/decision/:id"):
		decisions := s.ok("secretariat head", "GET", "/editions/"+slug+"/decision", 200, "")["items"].([]any)
		replace = append(replace, ":id", decisions[0].(map[string]any)["id"].(string))
	case strings.Contains(pattern, "/people/:id"):
		replace = append(replace, ":id", s.users["bystander"].ID)
	case strings.HasPrefix(pattern, "/admin/work") || strings.Contains(pattern, "/jobs/:id"):
		replace = append(replace, ":id", s.job)
	default:
		replace = append(replace, ":id", s.nominations[0])
	}
	return strings.NewReplacer(replace...).Replace(pattern)
}
