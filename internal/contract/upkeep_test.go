package contract_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// TestEveryCommandIsThere asks for help on each command of the contract; backup, restore, the results bundle
// and the move of an edition have not come yet.
func TestEveryCommandIsThere(t *testing.T) {
	for _, name := range []string{"serve", "demo", "user add", "user list", "user disable", "user password", "token add", "token list",
		"token revoke", "edition list", "edition show", "rules check", "certificate issue",
		"certificate show", "certificate revoke", "certificate verify", "ledger check", "ledger checkpoint", "migrate", "doctor", "version"} {
		r := command(t, t.TempDir(), "", append(strings.Fields(name), "--help")...)
		if r.code != 0 || !strings.Contains(r.stdout, "vinhdanh "+name) {
			t.Errorf("%s --help: exit code %d\n%.300s%s", name, r.code, r.stdout, r.stderr)
		}
	}
}

var setupLink = regexp.MustCompile(`http://localhost:\d+(/setup\?\S+)`)

// TestSetUpLink is offered to nobody but the first, once.
func TestSetUpLink(t *testing.T) {
	s := serve(t, "")
	found := setupLink.FindStringSubmatch(s.output.String())
	if found == nil {
		t.Fatalf("an empty installation offers no set-up link:\n%s", s.output)
	}
	if status, page := visitor(t, s).open(t, found[1]); status != http.StatusOK || !strings.Contains(page, `type="password"`) {
		t.Errorf("the set-up link answers %d", status)
	}
	s.public().get(t, "!/").want(t, http.StatusOK) // no route leads to set-up by force
	s.account(t, "quantri@example.vn", "Quản Trị", "--role", "administrator")
	if status, page := visitor(t, s).open(t, found[1]); status == http.StatusOK && strings.Contains(page, `type="password"`) {
		t.Errorf("user add leaves the set-up link open: %s", page)
	}
	s.stop(t)
	s.start(t)
	if setupLink.MatchString(s.output.String()) {
		t.Error("an installation with an administrator offers a set-up link")
	}
}

// TestTokensEnd shuts accounts and tokens by the command line, beside the server.
func TestTokensEnd(t *testing.T) {
	s := serve(t, "")
	s.account(t, "quantri@example.vn", "Quản Trị", "--role", "administrator")
	c := s.account(t, "coso@example.vn", "Cơ sở")
	c.get(t, "/me").want(t, http.StatusOK)
	type token struct{ ID, Email, Name, User string }
	var ids []string
	for _, x := range read[list[token]](t, answer{call: "token list", body: []byte(s.must(t, "", "token", "list", "--json"))}).Items {
		if x.Email == "coso@example.vn" || x.User == "coso@example.vn" {
			ids = append(ids, x.ID)
		}
	}
	if len(ids) != 1 {
		t.Fatalf("token list --json shows %d tokens of the account: %s", len(ids), s.must(t, "", "token", "list", "--json"))
	}
	s.must(t, "", "token", "revoke", ids[0])
	c.get(t, "/me").refused(t, http.StatusUnauthorized, "")
	again := s.as(t, "coso@example.vn")
	again.get(t, "/me").want(t, http.StatusOK)
	s.must(t, "", "user", "disable", "--email", "coso@example.vn")
	again.get(t, "/me").refused(t, http.StatusUnauthorized, "")
	again.post(t, "/editions", object{}).refused(t, http.StatusUnauthorized, "")
}

// TestUnknownCodesAreLimited counts well-formed unknown codes against an address, and nothing else.
func TestUnknownCodesAreLimited(t *testing.T) {
	s := serve(t, "")
	o, _, certificates := small(t, s)
	public, code := s.public(), unissued(certificates[0].Code)
	for range 70 {
		public.get(t, "/certificates/"+swapped(certificates[0].Code)).refused(t, http.StatusBadRequest, "code_mistyped")
	}
	unknown, limited := 0, 0
	for range 70 {
		switch a := public.get(t, "/certificates/"+code); a.status {
		case http.StatusNotFound:
			unknown++
		case http.StatusTooManyRequests:
			limited++
		default:
			t.Fatal(a.is(http.StatusNotFound, http.StatusTooManyRequests))
		}
	}
	if unknown < 60 || limited == 0 {
		t.Errorf("of 70 unknown codes %d were answered and %d refused; want at least 60 answered and then a limit", unknown, limited)
	}
	for range 5 {
		public.get(t, "/certificates/"+certificates[0].Code).want(t, http.StatusOK)
		public.get(t, "!/v/"+certificates[0].Code).want(t, http.StatusOK)
		public.get(t, "!/v/"+swapped(certificates[0].Code)).want(t, http.StatusBadRequest)
	}
	for range 100 {
		o.desk.get(t, o.path("")).want(t, http.StatusOK)
	}
	s.spec.report(t)
}
