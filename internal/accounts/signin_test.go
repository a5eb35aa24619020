package accounts_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

func TestSignIn(t *testing.T) {
	h := newHouse(t)
	lan, shut := h.person("lan"), h.person("shut")
	h.ok(h.s.DisableUser(t.Context(), shut.User.Email))
	h.update(func(tx accounts.Tx) error { // invited, without a password so far
		u := lan.User
		u.ID, u.Email, u.PasswordHash = accounts.NewID(), "moi@thu.vn", ""
		return tx.SaveUser(u)
	})
	for _, c := range []struct {
		name, email, password string
		want                  bool
	}{
		{"right", "lan@thu.vn", right, true},
		{"written otherwise", " LAN@Thu.vn ", right, true},
		{"decomposed accents", "lan@thu.vn", norm.NFD.String(right), true},
		{"wrong password", "lan@thu.vn", other, false},
		{"password in capitals", "lan@thu.vn", strings.ToUpper(right), false},
		{"no password", "lan@thu.vn", "", false},
		{"unknown address", "hoa@thu.vn", right, false},
		{"no address", "lan", right, false},
		{"disabled", "shut@thu.vn", right, false},
		{"invited only", "moi@thu.vn", right, false},
		{"invited only, no password", "moi@thu.vn", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			token, session, err := h.s.SignIn(t.Context(), c.email, c.password, "Firefox")
			if !c.want {
				want := fault.New(fault.Unauthorised, "invalid_credentials")
				if diff := cmp.Diff(error(want), err); diff != "" || token != "" {
					t.Errorf("token %q, the fault tells more than it should: %s", token, diff)
				}
				return
			}
			h.ok(err)
			who, found, err := h.s.BySession(t.Context(), token)
			if err != nil || who.User.ID != lan.User.ID || found.ID != session.ID || who.Token != "" || who.System {
				t.Errorf("the session is of %+v, %v", who, err)
			}
		})
	}
}

func TestSignInKeepsALittleOfTheBrowser(t *testing.T) {
	h := newHouse(t)
	h.person("lan")
	_, session, err := h.s.SignIn(t.Context(), "lan@thu.vn", right, "\x00"+strings.Repeat("ế", 300)+"\xff")
	h.ok(err)
	if want := strings.Repeat("ế", 160); session.Agent != want {
		t.Errorf("agent %q", session.Agent)
	}
}

// TestSignInThenChanged changes an account after a sign-in has read it and before its session is saved.
func TestSignInThenChanged(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*house) error
	}{
		{"password", func(h *house) error { return h.s.SetPassword(h.Context(), "lan@thu.vn", other) }},
		{"disabled", func(h *house) error { return h.s.DisableUser(h.Context(), "lan@thu.vn") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHouse(t)
			lan := h.person("lan")
			done := false
			token, _, err := h.beside(func() { h.ok(c.change(h)); done = true }).SignIn(t.Context(), "lan@thu.vn", right, "")
			h.refused(err, fault.Unauthorised, "invalid_credentials")
			if !done {
				t.Fatal("nothing was changed in between")
			}
			if _, _, err := h.s.BySession(t.Context(), token); err == nil {
				t.Error("the refused token lets in")
			}
			if list, err := h.s.Sessions(t.Context(), lan); err != nil || len(list) != 0 {
				t.Errorf("sessions %v, %v", list, err)
			}
		})
	}
}

func TestSignInRenewsACheapHash(t *testing.T) {
	h := newHouse(t)
	lan, salt, b64 := h.person("lan"), []byte("0123456789abcdef"), base64.RawStdEncoding
	key := argon2.IDKey([]byte(right), salt, 1, 64, 1, 32)
	cheap := fmt.Sprintf("$argon2id$v=19$m=64,t=1,p=1$%s$%s", b64.EncodeToString(salt), b64.EncodeToString(key))
	h.update(func(tx accounts.Tx) error {
		u := lan.User
		u.PasswordHash = cheap
		return tx.SaveUser(u)
	})
	h.signIn(lan)
	renewed := h.stored(lan).PasswordHash
	if !strings.HasPrefix(renewed, "$argon2id$v=19$m=19456,") {
		t.Fatalf("after the sign-in the hash is %s", renewed)
	}
	h.signIn(lan)
	if again := h.stored(lan).PasswordHash; again != renewed {
		t.Error("a hash of today's cost was replaced")
	}
}

func TestSessionsEnd(t *testing.T) {
	for _, c := range []struct {
		name  string
		steps []time.Duration // between two uses
		in    bool            // at the last of them
	}{
		{"at once", []time.Duration{0}, true},
		{"idle just not too long", []time.Duration{12 * time.Hour}, true},
		{"idle too long", []time.Duration{12*time.Hour + time.Microsecond}, false},
		{"use keeps it", []time.Duration{11 * time.Hour, 11 * time.Hour, 11 * time.Hour}, true},
		{"idle too long after use", []time.Duration{11 * time.Hour, 12*time.Hour + time.Second}, false},
		{"thirty days of use", every(10*time.Hour, 72), true},
		{"more than thirty days of use", append(every(10*time.Hour, 72), time.Microsecond), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHouse(t)
			token, _ := h.signIn(h.person("lan"))
			for i, step := range c.steps {
				h.now = h.now.Add(step)
				who, _, err := h.s.BySession(t.Context(), token)
				if want := c.in || i < len(c.steps)-1; want {
					h.ok(err)
					continue
				}
				h.refused(err, fault.Unauthorised, "unauthorised")
				if who.SignedIn() {
					t.Errorf("the ended session is still of %+v", who)
				}
			}
		})
	}
}

// every is so many equal steps.
func every(step time.Duration, n int) []time.Duration {
	list := make([]time.Duration, n)
	for i := range list {
		list[i] = step
	}
	return list
}

func TestLastUseIsWrittenSeldom(t *testing.T) {
	h := newHouse(t)
	lan := h.person("lan")
	token, _ := h.signIn(lan)
	begun := h.now
	for _, c := range []struct{ after, want time.Duration }{
		{time.Minute, 0}, {5 * time.Minute, 0}, {5*time.Minute + time.Second, 5*time.Minute + time.Second},
		{10 * time.Minute, 5*time.Minute + time.Second}, {10*time.Minute + 2*time.Second, 10*time.Minute + 2*time.Second},
	} {
		h.now = begun.Add(c.after)
		_, _, err := h.s.BySession(t.Context(), token)
		h.ok(err)
		list, err := h.s.Sessions(t.Context(), lan)
		h.ok(err)
		if got := list[0].LastSeen.Sub(begun); got != c.want {
			t.Errorf("used after %s: last use noted at %s, want %s", c.after, got, c.want)
		}
	}
}

func TestEndedSessionIsNotRevived(t *testing.T) {
	h := newHouse(t)
	lan := h.person("lan")
	token, _ := h.signIn(lan)
	h.now = h.now.Add(time.Hour)
	_, _, err := h.beside(func() { h.ok(h.s.SignOut(t.Context(), token)) }).BySession(t.Context(), token)
	h.ok(err) // it was open when it was read
	if list, err := h.s.Sessions(t.Context(), lan); err != nil || len(list) != 0 {
		t.Errorf("sessions %v, %v", list, err)
	}
	_, _, err = h.s.BySession(t.Context(), token)
	h.refused(err, fault.Unauthorised, "unauthorised")
}

func TestEndingSessions(t *testing.T) {
	h := newHouse(t)
	lan, hoa := h.person("lan"), h.person("hoa")
	first, one := h.signIn(lan)
	h.now = h.now.Add(time.Second)
	second, two := h.signIn(lan)
	h.now = h.now.Add(time.Second)
	third, three := h.signIn(lan)
	theirs, foreign := h.signIn(hoa)
	open := func(want ...string) {
		t.Helper()
		list, err := h.s.Sessions(t.Context(), lan)
		h.ok(err)
		var got []string
		for _, x := range list {
			got = append(got, x.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	open(three.ID, two.ID, one.ID)
	h.refused(h.s.EndSession(t.Context(), lan, foreign.ID), fault.NotFound, "not_found")
	h.ok(h.s.EndSession(t.Context(), lan, two.ID))
	h.refused(h.s.EndSession(t.Context(), lan, two.ID), fault.NotFound, "not_found")
	open(three.ID, one.ID)
	h.ok(h.s.SignOut(t.Context(), third))
	h.ok(h.s.SignOut(t.Context(), third))
	open(one.ID)
	_, four := h.signIn(lan)
	h.ok(h.s.EndOtherSessions(t.Context(), lan, four.ID))
	open(four.ID)
	for _, token := range []string{first, second, third} {
		_, _, err := h.s.BySession(t.Context(), token)
		h.refused(err, fault.Unauthorised, "unauthorised")
	}
	if _, _, err := h.s.BySession(t.Context(), theirs); err != nil {
		t.Errorf("somebody else's session ended too: %v", err)
	}
}

func TestNewPasswordEndsSessions(t *testing.T) {
	h := newHouse(t)
	lan := h.person("lan")
	token, _ := h.signIn(lan)
	if got := h.fields(h.s.SetPassword(t.Context(), "lan@thu.vn", "matkhau2026")); got != "password weak_password" {
		t.Error(got)
	}
	if got := h.fields(h.s.SetPassword(t.Context(), "lan@thu.vn", "lan-@-thu.VN.")); got != "password weak_password" {
		t.Error(got)
	}
	h.signIn(lan) // a refused password changes nothing
	h.ok(h.s.SetPassword(t.Context(), "LAN@thu.vn", other))
	_, _, err := h.s.BySession(t.Context(), token)
	h.refused(err, fault.Unauthorised, "unauthorised")
	_, _, err = h.s.SignIn(t.Context(), "lan@thu.vn", right, "")
	h.refused(err, fault.Unauthorised, "invalid_credentials")
	_, _, err = h.s.SignIn(t.Context(), "lan@thu.vn", other, "")
	h.ok(err)
	h.refused(h.s.SetPassword(t.Context(), "hoa@thu.vn", other), fault.NotFound, "not_found")
}
