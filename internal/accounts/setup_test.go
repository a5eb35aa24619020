package accounts_test

import (
	"testing"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// firstHour is a set-up that nothing is wrong with.
func firstHour() accounts.SetupInput {
	return accounts.SetupInput{Organiser: " Sở  Công Thương ", Province: "tỉnh Hưng Yên", Name: "Trần Quản Trị",
		Email: "Quantri@thu.vn", Password: right}
}

func TestSetup(t *testing.T) {
	h := newHouse(t)
	h.refused(h.s.SetupOpen(t.Context(), ""), fault.NotFound, "setup_closed") // none was made yet
	token, err := h.s.OpenSetup(t.Context())
	h.ok(err)
	h.ok(h.s.SetupOpen(t.Context(), token))
	for _, wrong := range []string{"", "x", token + "x", accounts.HashToken(token)} {
		h.refused(h.s.SetupOpen(t.Context(), wrong), fault.NotFound, "setup_closed")
		_, err := h.s.Setup(t.Context(), wrong, firstHour())
		h.refused(err, fault.NotFound, "setup_closed")
	}
	_, err = h.s.Setup(t.Context(), token, accounts.SetupInput{Name: " \t", Email: "quantri", Password: "ngắn"})
	if got := h.fields(err); got != "email bad_email, name required, password weak_password" {
		t.Error(got)
	}
	h.ok(h.s.SetupOpen(t.Context(), token)) // a slip does not use it up
	u, err := h.s.Setup(t.Context(), token, firstHour())
	h.ok(err)
	office, err := h.s.Office(t.Context())
	h.ok(err)
	if !u.Administrator || u.Organiser != office.ID || u.Email != "quantri@thu.vn" || office.Name != "Sở Công Thương" ||
		office.Province != "tỉnh Hưng Yên" || office.Slug != accounts.DefaultOrganiser {
		t.Errorf("user %+v, office %+v", u, office)
	}
	h.signIn(accounts.Actor{User: u})
	in := firstHour()
	in.Email = "hai@thu.vn"
	_, err = h.s.Setup(t.Context(), token, in)
	h.refused(err, fault.NotFound, "setup_closed")
	if again, err := h.s.OpenSetup(t.Context()); err != nil || again != "" {
		t.Errorf("another link %q, %v", again, err)
	}
}

func TestSetupCloses(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(h *house) error
		want bool
	}{
		{"on its last moment", func(h *house) error { h.now = h.now.Add(30 * time.Minute); return nil }, true},
		{"after half an hour", func(h *house) error { h.now = h.now.Add(30*time.Minute + time.Microsecond); return nil }, false},
		{"a second link", func(h *house) error { _, err := h.s.OpenSetup(h.Context()); return err }, false},
		{"somebody has an account", func(h *house) error { h.person("lan"); return nil }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHouse(t)
			token, err := h.s.OpenSetup(t.Context())
			h.ok(err)
			h.ok(c.do(h))
			_, err = h.s.Setup(t.Context(), token, firstHour())
			if c.want {
				h.ok(err)
				return
			}
			h.refused(err, fault.NotFound, "setup_closed")
			h.refused(h.s.SetupOpen(t.Context(), token), fault.NotFound, "setup_closed")
		})
	}
}

// TestSetupTwiceAtOnce lets two people send the form; the second finds the link used.
func TestSetupTwiceAtOnce(t *testing.T) {
	h := newHouse(t)
	token, err := h.s.OpenSetup(t.Context())
	h.ok(err)
	slow := h.beside(func() {
		_, err := h.s.Setup(t.Context(), token, firstHour())
		h.ok(err)
	})
	in := firstHour()
	in.Email, in.Organiser = "hai@thu.vn", "Sở Khác"
	_, err = slow.Setup(t.Context(), token, in)
	h.refused(err, fault.NotFound, "setup_closed")
	users, err := h.s.Users(t.Context())
	h.ok(err)
	if office, err := h.s.Office(t.Context()); err != nil || len(users) != 1 || office.Name != "Sở Công Thương" {
		t.Errorf("%d users, office %+v, %v", len(users), office, err)
	}
}

func TestAddUser(t *testing.T) {
	h := newHouse(t)
	lan := h.person("lan")
	_, err := h.s.AddUser(t.Context(), accounts.DefaultOrganiser, " LAN@thu.vn", "Lan khác", other, true)
	h.refused(err, fault.Conflict, "already_exists")
	if u := h.stored(lan); u.Name != "Người lan" || u.Administrator {
		t.Errorf("the refused account changed the first: %+v", u)
	}
	office, err := h.s.Office(t.Context())
	h.ok(err)
	if lan.User.Organiser != office.ID || office.Slug != accounts.DefaultOrganiser {
		t.Errorf("user %+v of office %+v", lan.User, office)
	}
	a, err := h.s.AddUser(t.Context(), "so-moi", "a@thu.vn", "A", right, true)
	h.ok(err)
	b, err := h.s.AddUser(t.Context(), "so-moi", "b@thu.vn", "B", right, false)
	h.ok(err)
	if a.Organiser == office.ID || a.Organiser != b.Organiser || !a.Administrator || b.Administrator {
		t.Errorf("a %+v, b %+v", a, b)
	}
	for _, c := range []struct{ name, email, person, password, want string }{
		{"nothing", "", "", "", "email bad_email, name required, password weak_password"},
		{"short", "c@thu.vn", "C", "ngắn quá", "password weak_password"},
		{"own address", "congtyhoa@thu.vn", "C", "CongTyHoa@thu.vn", "password weak_password"},
		{"own name", "c@thu.vn", "Nguyễn Thị Hoa", "nguyễn.thị.hoa", "password weak_password"},
		{"without a name", "c@thu.vn", "\u200b", right, "name required"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := h.s.AddUser(t.Context(), accounts.DefaultOrganiser, c.email, c.person, c.password, false)
			if got := h.fields(err); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	found, err := h.s.ByEmail(t.Context(), "A@THU.VN")
	if err != nil || found.ID != a.ID {
		t.Errorf("found %+v, %v", found, err)
	}
	_, err = h.s.ByEmail(t.Context(), "c@thu.vn")
	h.refused(err, fault.NotFound, "not_found")
	_, err = h.s.ByEmail(t.Context(), "c")
	if got := h.fields(err); got != "email bad_email" {
		t.Error(got)
	}
}
