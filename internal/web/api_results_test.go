package web_test

import (
	"net/url"
	"strings"
	"testing"

	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

// TestResultsBundleFollowsTheSetting asks for the bundle as every role, before the announcement and under each
// setting after it.
func TestResultsBundleFollowsTheSetting(t *testing.T) {
	s := decided(t, newWorld(t))
	path := "/editions/" + slug + "/results"
	ask := func(when string, want func(role string) int) {
		t.Helper()
		for role := range hatsOf {
			res := s.call(role, "GET", path, "")
			if res.StatusCode != want(role) {
				t.Errorf("%s: %q gets %d, want %d", when, role, res.StatusCode, want(role))
			}
			if told := strings.Contains(string(res.body), judging.BundleFormat); told != (res.StatusCode == 200) {
				t.Errorf("%s: %q is told %.200s", when, role, res.body)
			}
		}
	}
	auditors := func(status int) func(string) int {
		return func(role string) int {
			if role == "audit member" {
				return status
			}
			return 404
		}
	}
	all := func(status int) func(string) int { return func(string) int { return status } }
	ask("before the announcement", auditors(409))
	s.ok("administrator", "PUT", path, 200, `{"for":"public"}`)
	ask("public, before the announcement", all(409))
	s.ok("administrator", "PUT", path, 200, `{"for":"auditor"}`)
	s.move("announced")
	ask("for the auditor", auditors(200))
	for role := range hatsOf {
		if res := s.call(role, "PUT", path, `{"for":"public"}`); role != "administrator" && res.StatusCode != 401 && res.StatusCode != 403 {
			t.Fatalf("%q changes the setting: %d", role, res.StatusCode)
		}
	}
	if e := s.ok("administrator", "PUT", path, 200, `{"for":"none"}`); e["results_for"] != "none" {
		t.Errorf("the edition says %v", e["results_for"])
	}
	ask("for nobody", all(404))
	s.ok("administrator", "PUT", path, 200, `{"for":"public"}`)
	ask("for everybody", all(200))
	s.ok("administrator", "PUT", path, 422, `{"for":"everybody"}`)
	s.ok("administrator", "PUT", path, 422, `{"for":"none","why":"x"}`)
}

// TestResultsBundleServedHolds checks what the address answers as a third party does.
func TestResultsBundleServedHolds(t *testing.T) {
	s := decided(t, newWorld(t))
	s.move("announced")
	res := s.call("audit member", "GET", "/editions/"+slug+"/results", "")
	if d := res.Header.Get("Content-Disposition"); d != "attachment; filename=ket-qua-"+slug+".json" {
		t.Errorf("Content-Disposition %q", d)
	}
	b, err := judging.ReadBundle(res.body)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range b.Check(judging.BundleTrust{Keys: storetest.Verifiers(t)}) {
		t.Error(f)
	}
	if len(b.Passes) != 1 || len(b.Passes[0].Sheets) != 4 {
		t.Errorf("%d passes", len(b.Passes))
	}
	for role, u := range s.users {
		if strings.Contains(string(res.body), u.Email) || strings.Contains(string(res.body), u.Name) {
			t.Errorf("the bundle names %q", role)
		}
	}
	for _, contact := range []string{"0912345678", "hoasen@", "Bà Sen", "Hoa Sen"} {
		if strings.Contains(string(res.body), contact) {
			t.Errorf("the bundle holds %q", contact)
		}
	}
}

// TestResultsBundleIsLinked: the pages lead to the bundle exactly where their reader may have it.
func TestResultsBundleIsLinked(t *testing.T) {
	s := decided(t, newWorld(t))
	s.move("announced")
	admin, audit, council := s.session("administrator"), s.session("audit member"), s.session("council member")
	at, link := "/admin/editions/"+slug, `href="/api/v1/editions/`+slug+`/results"`
	public, desk := "/editions/"+slug+"?lang=vi", "/council/"+slug+"?lang=vi"
	pages := func(when string, nobody, auditor bool) {
		t.Helper()
		for _, c := range []struct {
			path, cookie string
			shown        bool
		}{{public, "", nobody}, {public, audit, auditor}, {desk, council, nobody}, {desk, audit, auditor}} {
			if got := strings.Contains(string(s.browse(c.path, c.cookie).body), link); got != c.shown {
				t.Errorf("%s: the link stands on %s: %v", when, c.path, got)
			}
		}
	}
	pages("as a rule", false, true)
	s.goesTo("public", s.post(at+"/results", admin, url.Values{"for": {"public"}}), at+"?done=results_offered")
	pages("for everybody", true, true)
	s.holds("form", s.browse(at+"?lang=vi", admin), "Gói kiểm chứng kết quả", `value="public" checked`)
	s.holds("journal", s.browse(councilHome+"/journal?kind=results&lang=vi", admin), "Đổi người được tải gói kiểm chứng")
	s.goesTo("none", s.post(at+"/results", admin, url.Values{"for": {"none"}}), at+"?done=results_offered")
	pages("for nobody", false, false)
	checkPage(t, "no such audience", s.post(at+"/results", admin, url.Values{"for": {"x"}}), 422, "vi")
}
