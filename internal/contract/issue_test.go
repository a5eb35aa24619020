package contract_test

import (
	"fmt"
	"math/big"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

// rounded writes an exact fraction with two decimals, half away from zero.
func rounded(exact string) string {
	r, ok := new(big.Rat).SetString(exact)
	if !ok {
		return exact
	}
	return r.FloatString(2)
}

var printedCode = regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$`)

// digits is the order of Crockford's base 32.
const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// checks reports whether a code's check character fits: the fold of c = 2 (c xor d) over GF(32) with
// x^5 + x^2 + 1 ends at zero.
func checks(code string) bool {
	c := 0
	for _, letter := range strings.ReplaceAll(code, "-", "") {
		if c = (c ^ strings.IndexRune(digits, letter)) << 1; c >= 32 {
			c ^= 0b100101
		}
	}
	return c == 0
}

// unissued is a well-formed code that nobody issued.
func unissued(except string) string {
	for i := range 32 {
		code := "ZZZZ-ZZZZ-ZZZ" + digits[i:i+1]
		if checks(code) && code != except {
			return code
		}
	}
	panic("no check character fits")
}

// issueAll issues the certificates, once more, and reads the register.
func (a *award) issueAll(t *testing.T) {
	path := a.path("/certificates")
	a.desk.post(t, path, object{"issued_on": today(0)}).refused(t, http.StatusForbidden, "")
	for _, bad := range []string{today(-2), today(61), "hôm nay"} {
		a.head.post(t, path, object{"issued_on": bad}).refused(t, http.StatusUnprocessableEntity, "").blames(t, "issued_on")
	}
	began := time.Now()
	a.register = a.issue(t)
	t.Logf("%d certificates in %s", len(a.register), time.Since(began).Round(time.Millisecond))
	proposed, codes, numbers := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, id := range a.proposed {
		proposed[id] = true
	}
	until := fmt.Sprintf("%d-12-31", time.Now().In(time.FixedZone("ICT", 7*3600)).Year()+3)
	for _, c := range a.register {
		if !proposed[c.Nomination] {
			t.Errorf("a certificate for %s, which was not recognised or has one already", c.Nomination)
		}
		delete(proposed, c.Nomination)
		codes[c.Code], numbers[c.Number] = true, true
		if !printedCode.MatchString(c.Code) || !checks(c.Code) {
			t.Errorf("code %q is not a code", c.Code)
		}
		if c.Status != "valid" || c.IssuedOn != today(0) || c.ValidUntil != until || len(c.SHA) != 64 {
			t.Errorf("certificate %+v; want valid, issued %s, until %s", c, today(0), until)
		}
	}
	if len(a.register) != len(a.proposed) || len(codes) != len(a.register) || len(numbers) != len(a.register) {
		t.Errorf("%d certificates with %d codes and %d numbers for %d products", len(a.register), len(codes), len(numbers), len(a.proposed))
	}
	if again := a.issue(t); len(again) != len(a.register) {
		t.Errorf("issuing once more leaves %d certificates, there were %d", len(again), len(a.register))
	}
	if found := all[certificate](t, a.head.client, path+"?q="+strings.ReplaceAll(strings.ToLower(a.register[0].Number), "/", "%2F")); len(found) == 0 {
		t.Errorf("the register does not find the number %s", a.register[0].Number)
	}
}

// lookUp asks for codes in every spelling, as anybody may.
func (a *award) lookUp(t *testing.T) {
	public := a.s.public()
	for i, c := range a.register {
		lower := strings.ToLower(strings.ReplaceAll(c.Code, "-", ""))
		for _, spelling := range []string{c.Code, lower, strings.ToLower(c.Code), strings.ReplaceAll(c.Code, "-", ""),
			strings.ReplaceAll(c.Code, "-", "%20"), strings.NewReplacer("0", "O", "1", "l").Replace(lower)} {
			got := read[certificate](t, public.get(t, "/certificates/"+spelling).want(t, http.StatusOK))
			if got.Code != c.Code || got.Status != "valid" || got.Product != c.Product || got.Producer != c.Producer ||
				got.Number != c.Number || got.SHA != c.SHA || got.Decision.Number != "1234/QĐ-UBND" || got.Decision.Date != today(-1) {
				t.Errorf("%s: %+v, want what the register says: %+v", spelling, got, c)
			}
			page := public.get(t, "!/v/"+spelling).want(t, http.StatusOK)
			if cookie := page.header.Get("Set-Cookie"); cookie != "" {
				t.Errorf("/v/%s sets a cookie", spelling)
			}
			if cache := page.header.Get("Cache-Control"); !strings.Contains(cache, "no-store") {
				t.Errorf("/v/%s: Cache-Control %q", spelling, cache)
			}
			if i > 2 {
				break // three certificates in every spelling, the others as printed
			}
		}
	}
	c := a.register[0]
	mistyped := swapped(c.Code)
	public.get(t, "/certificates/"+mistyped).refused(t, http.StatusBadRequest, "code_mistyped")
	public.get(t, "/certificates/ABC").refused(t, http.StatusBadRequest, "code_mistyped")
	public.get(t, "/certificates/"+unissued(c.Code)).refused(t, http.StatusNotFound, "")
	public.get(t, "!/v/"+mistyped).want(t, http.StatusBadRequest)
	public.get(t, "!/v/"+unissued(c.Code)).want(t, http.StatusNotFound)
	english := public.get(t, "!/v/"+c.Code+"?lang=en").want(t, http.StatusOK)
	if !strings.Contains(string(english.body), `lang="en"`) || english.header.Get("Set-Cookie") != "" {
		t.Error("/v/…?lang=en is not an English page without a cookie")
	}
}

// swapped is a code with two different neighbours swapped, which the check character must catch.
func swapped(code string) string {
	b := []byte(code)
	for i := range 3 {
		if b[i] != b[i+1] {
			b[i], b[i+1] = b[i+1], b[i]
			return string(b)
		}
	}
	b[0] = digits[(strings.IndexByte(digits, b[0])+1)%32]
	return string(b)
}

// announce opens the results to everybody and closes the edition.
func (a *award) announce(t *testing.T) {
	a.move(t, "announced")
	for name, c := range map[string]*client{"producer": a.producer, "public": a.s.public()} {
		items := read[struct{ Items []ranked }](t, c.get(t, a.path("/ranking")).want(t, http.StatusOK)).Items
		if len(items) != len(a.entries) {
			t.Errorf("after the announcement the %s reads a ranking of %d, want %d", name, len(items), len(a.entries))
		}
	}
	for _, page := range []string{"/", "/v", "/products", "/editions/" + a.slug, "/ledger", "/login", "/help"} {
		body := string(a.s.public().get(t, "!"+page).want(t, http.StatusOK).body)
		if !strings.Contains(body, `lang="vi"`) {
			t.Errorf("%s is not a Vietnamese page", page)
		}
	}
	a.move(t, "closed")
	if again := a.issue(t); len(again) != len(a.register) {
		t.Errorf("issuing after the close leaves %d certificates, want %d", len(again), len(a.register))
	}
}

// ledgerHolds checks the ledger beside the running server.
func (a *award) ledgerHolds(t *testing.T) {
	if out := a.s.must(t, "", "ledger", "check"); strings.TrimSpace(out) != "" {
		t.Errorf("ledger check finds:\n%.2000s", out)
	}
}
