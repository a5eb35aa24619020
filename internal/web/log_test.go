package web_test

import (
	"regexp"
	"strings"
	"testing"
)

// TestLogNamesNobody takes an edition from the first dossier to certificates and then signs in, well and badly:
// every line is about a request and holds nobody's address, number, token, password or text.
func TestLogNamesNobody(t *testing.T) {
	s, _ := issued(t, newWorld(t))
	cookie := s.session("jury member")
	s.browse("/judge?q=bi-mat", cookie)
	s.call("secretariat head", "POST", "/editions/"+slug+"/nominations", `{"product":"Nón lá bí mật","producer":{"phone":"0912345678","email":"lan.bi.mat@example.vn"}}`)
	s.call("secretariat head", "POST", "/editions/"+slug+"/nominations", `{"product":`)
	s.send(httpGet("/setup/mot-ma-bi-mat"))
	secrets := []string{"bi-mat", "bí mật", "0912345678", "912345678", "product", strings.TrimPrefix(cookie, "__Host-vinhdanh="), "mot mat khau"}
	for _, token := range s.tokens {
		secrets = append(secrets, token)
	}
	for _, u := range s.users {
		secrets = append(secrets, u.Email, u.Name)
	}
	log := s.log.String()
	if strings.Count(log, "msg=request ") < 50 {
		t.Fatalf("only %d requests were logged: the test would prove nothing", strings.Count(log, "msg=request "))
	}
	address := regexp.MustCompile(`\S+@\S+\.\S+`)
	for line := range strings.Lines(log) {
		if found := address.FindString(line); found != "" {
			t.Errorf("an address %q in %s", found, line)
		}
		for _, secret := range secrets {
			if strings.Contains(line, secret) {
				t.Errorf("%q in %s", secret, line)
			}
		}
		if strings.Contains(line, "msg=request ") && !requestLine.MatchString(line) {
			t.Errorf("other fields than docs/operations.md tells of: %s", line)
		}
	}
}

// requestLine is a request as docs/operations.md describes it.
var requestLine = regexp.MustCompile(`^time=\S+ level=INFO msg=request id=\S+ method=[A-Z]+ path=\S+ status=\d+ took=\S+ address=\S+ user=\S+\n$`)
