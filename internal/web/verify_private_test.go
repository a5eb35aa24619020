package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

var foreign = regexp.MustCompile(`(?i)(?:src|href|action|srcset|data-scanner)="((?:https?:)?//[^"]+)"`)

// TestVerifyPagesKeepNothing asks every page about certificates, with a session and a language that other pages remember:
// no cookie, nothing from elsewhere, nothing kept, no inline script, and the camera on the pages that scan alone.
func TestVerifyPagesKeepNothing(t *testing.T) {
	w := newWorld(t)
	s, codes := issued(t, w)
	lower := strings.ToLower(strings.ReplaceAll(codes[0], "-", ""))
	session := s.session("secretariat head")
	for path, status := range map[string]int{
		"/v": 200, "/v?code=": 400, "/v?code=" + lower: 200, "/v?code=7K3M": 400, "/v?code=https://evil.example/v/" + lower: 400,
		"/v/" + lower: 200, "/v/" + codes[0]: 200, "/v/" + unknownCode(t, 1): 404, "/v/7K3M": 400, "/v/" + lower + "/report": 200,
		"/v/" + lower + "/report?done=reported": 200, "/v/" + unknownCode(t, 1) + "/report": 200, "/v/7K3M/report": 400, "/v/offline": 200,
	} {
		for range 3 { // made, made again, and from finished bytes
			for _, lang := range []string{"vi", "en"} {
				at := path + map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")] + "lang=" + lang
				r := httpGet(at)
				r.Header.Set("Cookie", session)
				s.judgeKept(at, status, s.send(r))
			}
		}
	}
}

func (s *staged) judgeKept(path string, status int, res reply) {
	s.t.Helper()
	policy := res.Header.Get("Permissions-Policy")
	scans := path == "/v/offline?lang="+path[len(path)-2:] || strings.HasPrefix(path, "/v?") && !strings.Contains(string(res.body), `class="verdict`)
	switch {
	case res.StatusCode != status:
		s.t.Errorf("%s: %d, want %d", path, res.StatusCode, status)
	case len(res.Header["Set-Cookie"]) > 0:
		s.t.Errorf("%s sets the cookie %s", path, res.Header["Set-Cookie"])
	case res.Header.Get("Cache-Control") != "no-store":
		s.t.Errorf("%s may be kept: %s", path, res.Header.Get("Cache-Control"))
	case !strings.Contains(res.Header.Get("Content-Security-Policy"), "default-src 'self'") || strings.Contains(res.Header.Get("Content-Security-Policy"), "unsafe"):
		s.t.Errorf("%s: policy %s", path, res.Header.Get("Content-Security-Policy"))
	case strings.Contains(policy, "camera=(self)") != scans || strings.Contains(policy, "camera=()") == scans:
		s.t.Errorf("%s: Permissions-Policy %s, scans %v", path, policy, scans)
	}
	for _, m := range foreign.FindAllStringSubmatch(string(res.body), -1) {
		if !strings.HasPrefix(m[1], "https://binhchon.example.vn/") {
			s.t.Errorf("%s names %s", path, m[1])
		}
	}
	if strings.Contains(string(res.body), "<script>") || strings.Contains(string(res.body), " style=") {
		s.t.Errorf("%s has an inline script or style", path)
	}
}

// TestTypedCodes: whatever people type leads to the answer, or says what is wrong and keeps what was typed.
func TestTypedCodes(t *testing.T) {
	w := newWorld(t)
	s, codes := issued(t, w)
	lower := strings.ToLower(strings.ReplaceAll(codes[0], "-", ""))
	ask := func(code string) reply {
		r := httpGet("/v")
		r.URL.RawQuery = "code=" + strings.NewReplacer(" ", "+", ":", "%3A", "/", "%2F", "…", "%E2%80%A6").Replace(code)
		return w.send(r)
	}
	for _, typed := range []string{lower, codes[0], " " + codes[0] + "...", "https://binhchon.example.vn/v/" + lower, "binhchon.example.vn/v/" + lower + "/"} {
		if res := ask(typed); res.StatusCode != 200 || !strings.Contains(string(res.body), codes[0]) {
			t.Errorf("%q: %d", typed, res.StatusCode)
		}
	}
	res := ask("https://example.com/v/" + lower)
	if body := string(res.body); res.StatusCode != http.StatusBadRequest || !strings.Contains(body, "Mã này dẫn tới example.com, không phải trang này") ||
		!strings.Contains(body, `value="https://example.com/v/`+lower) || strings.Contains(body, `href="https://example.com`) {
		t.Errorf("an address elsewhere: %d\n%.600s", res.StatusCode, body)
	}
	if res := ask("7K3M-9UXT-2HDK"); !strings.Contains(string(res.body), "Phần 2 có ký tự “U”") || !strings.Contains(string(res.body), `value="7K3M-9UXT-2HDK"`) {
		t.Error("the wrong part is not named, or what was typed is gone")
	}
	page := s.send(httpGet("/v/" + lower))
	for _, want := range []string{"đây không phải giấy chứng nhận an toàn thực phẩm", "binhchon.example.vn</b>", "không bao giờ hỏi mật khẩu", "/v/" + lower + "/report"} {
		if !strings.Contains(string(page.body), want) {
			t.Errorf("the answer lacks %q", want)
		}
	}
}
