package accounts_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

const number = "0912 345 678" // as a producer says it

// seatOf gives a person a seat in a new edition of a state.
func (h *house) seatOf(who accounts.Actor, body accounts.Body, state string) {
	h.Helper()
	_, _, slug := h.award()
	h.ok(h.db.Update(h.Context(), func(tx storeTx) error {
		e, err := tx.EditionBySlug(slug)
		if err != nil {
			return err
		}
		if e.State = editionState(state); state != "" {
			if err := tx.SaveEdition(e); err != nil {
				return err
			}
		}
		return tx.SaveGrant(accounts.Grant{ID: accounts.NewID(), Edition: e.ID, User: who.User.ID, Body: body,
			Role: accounts.Member, Created: h.now})
	}))
}

// slip hands out a slip and returns it with its code.
func (h *house) slip(who accounts.Actor, phone, name string) (accounts.SlipLine, string) {
	h.Helper()
	line, code, err := h.s.MakeSlip(h.Context(), who, phone, name)
	h.ok(err)
	return line, code
}

// in reports whether a login and a secret let somebody in.
func (h *house) in(login, secret string) bool {
	h.Helper()
	token, _, err := h.s.SignIn(h.Context(), login, secret, "")
	if err != nil {
		h.refused(err, fault.Unauthorised, "invalid_credentials")
		return false
	}
	_, _, err = h.s.BySession(h.Context(), token)
	h.ok(err)
	return true
}

func TestSlipLetsInOnce(t *testing.T) {
	h := newHouse(t)
	admin := h.person("admin")
	line, code := h.slip(admin, number, " Bà  Lý ")
	if !regexp.MustCompile(`^[A-HJKMNP-RT-Y346789]{5} [A-HJKMNP-RT-Y346789]{5}$`).MatchString(code) ||
		line.Phone != "+84912345678" || line.Name != "Bà Lý" || strings.Contains(line.CodeHash, strings.ReplaceAll(code, " ", "")) {
		t.Fatalf("code %q, slip %+v", code, line)
	}
	for _, wrong := range [][2]string{{"0912 345 679", code}, {number, code[:10] + "A"}, {number, ""}, {"", code}, {"admin@thu.vn", code}} {
		if wrong[1] != code || wrong[0] != number {
			if h.in(wrong[0], wrong[1]) {
				t.Errorf("%q lets in", wrong)
			}
		}
	}
	if !h.in("+84 912.345.678", strings.ToLower(strings.Replace(code, " ", "-", 1))) {
		t.Fatal("the code does not let in")
	}
	if h.in(number, code) {
		t.Error("the code lets in a second time")
	}
	list, total, err := h.s.Slips(t.Context(), admin, "", 0, 10)
	if err != nil || total != 1 || list[0].State(h.now) != "used" {
		t.Errorf("slips %+v, %v", list, err)
	}
}

func TestSlipRunsOut(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(h *house, admin accounts.Actor)
		want string // state; open lets in
	}{
		{"on its last day", func(h *house, _ accounts.Actor) { h.now = h.now.Add(accounts.SlipLife - time.Second) }, "open"},
		{"after two weeks", func(h *house, _ accounts.Actor) { h.now = h.now.Add(accounts.SlipLife) }, "expired"},
		{"a newer slip", func(h *house, admin accounts.Actor) {
			h.now = h.now.Add(time.Second)
			h.slip(admin, number, "Lý")
		}, "replaced"},
		{"account shut", func(h *house, admin accounts.Actor) {
			page, err := h.s.People(h.Context(), admin, accounts.PeopleQuery{Kind: accounts.Producers, Limit: 9})
			h.ok(err)
			h.ok(h.s.Disable(h.Context(), admin, page.People[0].User.ID))
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHouse(t)
			admin := h.person("admin")
			line, code := h.slip(admin, number, "Lý")
			c.do(h, admin)
			if got := h.in(number, code); got != (c.want == "open") {
				t.Errorf("lets in: %v", got)
			}
			if c.want == "" || c.want == "open" {
				return
			}
			list, _, err := h.s.Slips(t.Context(), admin, "", 0, 10)
			h.ok(err)
			if got := list[len(list)-1]; got.ID != line.ID || got.State(h.now) != c.want {
				t.Errorf("slip is %s, want %s", got.State(h.now), c.want)
			}
		})
	}
}

// TestSlipTwiceAtOnce: two people type the same code; the session of the second is not saved.
func TestSlipTwiceAtOnce(t *testing.T) {
	h := newHouse(t)
	_, code := h.slip(h.person("admin"), number, "Lý")
	first := false
	_, _, err := h.beside(func() { first = h.in(number, code) }).SignIn(t.Context(), number, code, "")
	h.refused(err, fault.Unauthorised, "invalid_credentials")
	if !first {
		t.Error("the first was refused too")
	}
}

// TestSlipNeverLeadsToAnOfficial: not when it is handed out, not when the person became one since.
func TestSlipNeverLeadsToAnOfficial(t *testing.T) {
	for _, body := range []accounts.Body{accounts.Secretariat, accounts.Jury, accounts.Council, accounts.Audit, "administrator"} {
		t.Run(string(body), func(t *testing.T) {
			h := newHouse(t)
			clerk := h.person("adminhai")
			line, code := h.slip(clerk, number, "Lý")
			who := accounts.Actor{User: accounts.User{ID: line.User}}
			if who.User = h.stored(who); body == "administrator" {
				h.update(func(tx accounts.Tx) error {
					who.User.Administrator = true
					return tx.SaveUser(who.User)
				})
			} else {
				h.seatOf(who, body, "closed")
			}
			if h.in(number, code) {
				t.Error("an older slip lets in")
			}
			_, _, err := h.s.MakeSlip(t.Context(), clerk, number, "Lý")
			if got := h.fields(err); got != "phone slip_for_official" {
				t.Error(got)
			}
			h.update(func(tx accounts.Tx) error {
				slips, err := tx.SlipsOf(line.User)
				if len(slips) != 1 {
					t.Errorf("%d slips", len(slips))
				}
				return err
			})
		})
	}
}

func TestWhoHandsOutSlips(t *testing.T) {
	for _, c := range []struct {
		name, state string
		body        accounts.Body
		want        bool
	}{
		{"secretariat", "filing", accounts.Secretariat, true},
		{"secretariat of a closed edition", "closed", accounts.Secretariat, false},
		{"jury", "filing", accounts.Jury, false},
		{"council", "filing", accounts.Council, false},
		{"auditor", "filing", accounts.Audit, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHouse(t)
			lan := h.person("lan")
			h.seatOf(lan, c.body, c.state)
			_, _, err := h.s.MakeSlip(t.Context(), lan, number, "Lý")
			can, problem := h.s.Can(t.Context(), lan, accounts.HandOutSlips)
			if problem != nil || can != c.want || (err == nil) != c.want {
				t.Errorf("can %v, %v, %v", can, problem, err)
			}
			if _, _, err := h.s.Slips(t.Context(), lan, "", 0, 10); (err == nil) != c.want {
				t.Errorf("list: %v", err)
			}
		})
	}
	h := newHouse(t)
	_, _, err := h.s.MakeSlip(t.Context(), h.person("lan"), number, "Lý")
	h.refused(err, fault.Forbidden, "forbidden")
	_, _, err = h.s.MakeSlip(t.Context(), accounts.Actor{}, number, "Lý")
	h.refused(err, fault.Unauthorised, "unauthorised")
	_, _, err = h.s.MakeSlip(t.Context(), h.person("admin"), "12", "\u200b")
	if got := h.fields(err); got != "name required, phone bad_phone" {
		t.Error(got)
	}
	stranger, err := h.s.AddUser(t.Context(), "so-khac", "khac@thu.vn", "Khác", right, true)
	h.ok(err)
	h.slip(accounts.Actor{User: stranger}, number, "Lý")
	_, _, err = h.s.MakeSlip(t.Context(), h.person("adminba"), number, "Lý")
	if got := h.fields(err); got != "phone phone_elsewhere" {
		t.Error(got)
	}
}

// TestPasswordAfterSlip: a first password needs no current one, and then telephone and password let in.
func TestPasswordAfterSlip(t *testing.T) {
	h := newHouse(t)
	line, code := h.slip(h.person("admin"), number, "Lý")
	token, _, err := h.s.SignIn(t.Context(), number, code, "")
	h.ok(err)
	lan, _, err := h.s.BySession(t.Context(), token)
	h.ok(err)
	if lan.User.ID != line.User {
		t.Fatalf("signed in as %+v", lan.User)
	}
	_, _, err = h.s.ChangePassword(t.Context(), accounts.Actor{User: lan.User, Token: "t"}, accounts.PasswordChange{Password: other}, "")
	h.refused(err, fault.Forbidden, "forbidden")
	_, _, err = h.s.ChangePassword(t.Context(), lan, accounts.PasswordChange{Password: "0912345678.."}, "")
	if got := h.fields(err); got != "password weak_password" {
		t.Error(got)
	}
	fresh, _, err := h.s.ChangePassword(t.Context(), lan, accounts.PasswordChange{Password: other}, "")
	h.ok(err)
	if _, _, err := h.s.BySession(t.Context(), token); err == nil {
		t.Error("the session before the change still lets in")
	}
	if _, _, err := h.s.BySession(t.Context(), fresh); err != nil {
		t.Error(err)
	}
	if !h.in("84912345678", other) || h.in(number, right) {
		t.Error("telephone and password do not let in, or a wrong one does")
	}
}

func TestChangePassword(t *testing.T) {
	for _, revoke := range []bool{true, false} {
		h := newHouse(t)
		lan := h.person("lan")
		api, _, err := h.s.AddToken(t.Context(), lan, "máy in")
		h.ok(err)
		old, _ := h.signIn(lan)
		_, _, err = h.s.ChangePassword(t.Context(), lan, accounts.PasswordChange{Current: other, Password: "ngắn", RevokeTokens: revoke}, "")
		if got := h.fields(err); got != "current wrong_password, password weak_password" {
			t.Error(got)
		}
		if _, err := h.s.ByToken(t.Context(), api); err != nil {
			t.Errorf("a refused change ended the token: %v", err)
		}
		_, _, err = h.s.ChangePassword(t.Context(), lan, accounts.PasswordChange{Current: right, Password: other, RevokeTokens: revoke}, "")
		h.ok(err)
		if _, err := h.s.ByToken(t.Context(), api); (err != nil) != revoke {
			t.Errorf("revoke %v: token %v", revoke, err)
		}
		_, _, err = h.s.BySession(t.Context(), old)
		h.refused(err, fault.Unauthorised, "unauthorised")
		if h.in("lan@thu.vn", right) || !h.in("lan@thu.vn", other) {
			t.Error("the old password lets in, or the new one does not")
		}
	}
}

func TestSlipsAreFound(t *testing.T) {
	h := newHouse(t)
	admin := h.person("admin")
	h.slip(admin, number, "Nguyễn Thị Lý")
	h.now = h.now.Add(time.Second)
	h.slip(admin, "0987654321", "Đỗ Văn Đức")
	for text, want := range map[string]string{"": "Đỗ Văn Đức, Nguyễn Thị Lý", "do van": "Đỗ Văn Đức", "LÝ": "Nguyễn Thị Lý", "0912": "Nguyễn Thị Lý",
		"0912.345.678": "Nguyễn Thị Lý", "4321": "Đỗ Văn Đức", "nguoi admin": "Đỗ Văn Đức, Nguyễn Thị Lý", "hoa": ""} {
		list, total, err := h.s.Slips(t.Context(), admin, text, 0, 10)
		h.ok(err)
		var names []string
		for _, x := range list {
			names = append(names, x.Name)
		}
		if got := strings.Join(names, ", "); got != want || total != len(list) {
			t.Errorf("%q finds %s, want %s (%d)", text, got, want, total)
		}
	}
	second, total, err := h.s.Slips(t.Context(), admin, "", 1, 1)
	if err != nil || total != 2 || len(second) != 1 || second[0].Name != "Nguyễn Thị Lý" {
		t.Errorf("second page %+v of %d, %v", second, total, err)
	}
}
