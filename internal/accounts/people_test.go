package accounts_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/jobs"
	"vinhdanh/judging"
)

// letters are the links of the queued letters of a kind to somebody, newest first.
func (h *house) letters(kind, to string) (links []string) {
	h.Helper()
	list, err := h.db.ListJobs(h.Context(), jobs.Queued, 100)
	h.ok(err)
	for _, job := range list {
		var m judging.Mail
		h.ok(json.Unmarshal(job.Payload, &m))
		if m.Letter == kind && m.To == to {
			links = append(links, strings.TrimPrefix(m.LinkPath, "/invitation?token="))
		}
	}
	return links
}

// TestOnlyTheAdministratorManages asks every act about people and the office as people who may not.
func TestOnlyTheAdministratorManages(t *testing.T) {
	h := newHouse(t)
	admin, lan, clerk := h.person("admingoc"), h.person("lan"), h.person("clerk")
	h.seatOf(clerk, accounts.Secretariat, "")
	stranger, err := h.s.AddUser(t.Context(), "so-khac", "khac@thu.vn", "Khác", right, true)
	h.ok(err)
	var former accounts.Actor // was an administrator when the request came in
	former.User = h.person("adminxua").User
	h.update(func(tx accounts.Tx) error {
		u := former.User
		u.Administrator = false
		return tx.SaveUser(u)
	})
	acts := map[string]func(who accounts.Actor) error{
		"people": func(who accounts.Actor) error {
			_, err := h.s.People(t.Context(), who, accounts.PeopleQuery{Limit: 9})
			return err
		},
		"person":        func(who accounts.Actor) error { _, err := h.s.Person(t.Context(), who, lan.User.ID); return err },
		"invite again":  func(who accounts.Actor) error { return h.s.InviteAgain(t.Context(), who, lan.User.ID) },
		"disable":       func(who accounts.Actor) error { return h.s.Disable(t.Context(), who, lan.User.ID) },
		"enable":        func(who accounts.Actor) error { return h.s.Enable(t.Context(), who, lan.User.ID) },
		"administrator": func(who accounts.Actor) error { return h.s.SetAdministrator(t.Context(), who, lan.User.ID, true) },
		"end sessions":  func(who accounts.Actor) error { return h.s.EndSessionsOf(t.Context(), who, lan.User.ID) },
		"add": func(who accounts.Actor) error {
			_, err := h.s.AddPerson(t.Context(), who, accounts.NewPerson{Name: "Mới", Email: accounts.NewID() + "@thu.vn"})
			return err
		},
		"see office": func(who accounts.Actor) error { _, err := h.s.OfficeOf(t.Context(), who); return err },
		"set office": func(who accounts.Actor) error {
			_, err := h.s.SetOffice(t.Context(), who, accounts.OfficeInput{Name: "Sở"})
			return err
		},
		"test mail": func(who accounts.Actor) error { _, err := h.s.SendTestMail(t.Context(), who); return err },
	}
	for name, act := range acts {
		h.refused(act(accounts.Actor{}), fault.Unauthorised, "unauthorised")
		h.refused(act(lan), fault.Forbidden, "forbidden")
		h.refused(act(clerk), fault.Forbidden, "forbidden")
		h.refused(act(former), fault.Forbidden, "forbidden")
		own := strings.Contains(name, "office") || name == "test mail" || name == "add" || name == "people"
		if err := act(accounts.Actor{User: stranger}); !own {
			h.refused(err, fault.NotFound, "not_found")
		}
	}
	if u := h.stored(lan); u.Administrator || u.State() != "active" || u.PasswordHash == "" {
		t.Errorf("after all refusals %+v", u)
	}

	for name, act := range acts {
		if err := act(admin); err != nil && name != "invite again" { // of one who may be shut by now
			t.Errorf("%s as administrator: %v", name, err)
		}
	}
}

func TestPeopleAreListed(t *testing.T) {
	h := newHouse(t)
	clerk := h.person("clerk")
	h.update(func(tx accounts.Tx) error { clerk.User.Name = "Đỗ Thị Ánh"; return tx.SaveUser(clerk.User) })
	h.seatOf(clerk, accounts.Secretariat, "filing") // in an edition of the administrator "admin"
	u, err := h.s.ByEmail(t.Context(), "admin@thu.vn")
	h.ok(err)
	admin := accounts.Actor{User: u}
	h.slip(admin, number, "Bà Lý")
	_, err = h.s.AddPerson(t.Context(), admin, accounts.NewPerson{Name: "Ông Mới", Email: "moi@thu.vn"})
	h.ok(err)
	h.ok(h.s.Disable(t.Context(), admin, h.person("shut").User.ID))
	_, err = h.s.AddUser(t.Context(), "so-khac", "khac@thu.vn", "Khác", right, true)
	h.ok(err)
	for _, c := range []struct{ text, kind, want string }{
		{"", accounts.Everybody, "Người admin, Đỗ Thị Ánh, Bà Lý, Ông Mới, Người shut"},
		{"", accounts.Officials, "Người admin, Đỗ Thị Ánh"},
		{"", accounts.Producers, "Bà Lý, Người shut"},
		{"", accounts.Administrators, "Người admin"},
		{"", accounts.Invited, "Ông Mới"},
		{"", accounts.DisabledPeople, "Người shut"},
		{"do thi anh", "", "Đỗ Thị Ánh"},
		{"CLERK@", "", "Đỗ Thị Ánh"},
		{"0912-345", "", "Bà Lý"},
		{"nguoi", accounts.Producers, "Người shut"},
		{"khac", "", ""},
	} {
		page, err := h.s.People(t.Context(), admin, accounts.PeopleQuery{Text: c.text, Kind: c.kind, Limit: 50})
		h.ok(err)
		var names []string
		for _, p := range page.People {
			names = append(names, p.User.Name)
		}
		if got := strings.Join(names, ", "); got != c.want || page.Total != len(names) || page.Counts[c.kind] != page.Total {
			t.Errorf("%q %q: %s, want %s (%d, %v)", c.text, c.kind, got, c.want, page.Total, page.Counts)
		}
	}
	page, err := h.s.People(t.Context(), admin, accounts.PeopleQuery{Skip: 1, Limit: 1})
	h.ok(err)
	if len(page.People) != 1 || page.Total != 5 || len(page.People[0].Seats) != 1 || page.People[0].Seats[0].Slug != "thu" {
		t.Errorf("second page %+v", page)
	}
	p, err := h.s.Person(t.Context(), admin, clerk.User.ID)
	h.ok(err)
	if p.Self || p.Judges || len(p.Seats) != 1 || p.Seats[0].Body != accounts.Secretariat || p.Seats[0].State != "filing" || p.Seats[0].Closed {
		t.Errorf("person %+v", p)
	}
}

func TestAddPersonAndInviteAgain(t *testing.T) {
	h := newHouse(t)
	admin := h.person("admin")
	for _, c := range []struct{ name, email, want string }{
		{"", "x", "name required, email bad_email"}, {"A", "ADMIN@thu.vn", "email email_taken"},
		{strings.Repeat("ế", 201), "a@thu.vn", "name too_long"},
	} {
		_, err := h.s.AddPerson(t.Context(), admin, accounts.NewPerson{Name: c.name, Email: c.email})
		if got := h.fields(err); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
	u, err := h.s.AddPerson(t.Context(), admin, accounts.NewPerson{Name: " Ông  Mới", Email: "Moi@thu.vn", Administrator: true})
	h.ok(err)
	first := h.letters("welcome", "moi@thu.vn")[0]
	if _, err := h.s.InvitationOf(t.Context(), first); err != nil || u.Name != "Ông Mới" {
		t.Fatalf("%+v, %v", u, err)
	}
	p, err := h.s.Person(t.Context(), admin, u.ID)
	if err != nil || p.InvitedTill.Sub(h.now).Hours() != 14*24 {
		t.Errorf("invited till %v, %v", p.InvitedTill, err)
	}
	h.ok(h.s.InviteAgain(t.Context(), admin, u.ID))
	_, err = h.s.InvitationOf(t.Context(), first)
	h.refused(err, fault.NotFound, "invitation_invalid")
	for _, link := range h.letters("welcome", "moi@thu.vn") {
		if link == first {
			continue
		}
		got, err := h.s.AcceptInvitation(t.Context(), link, right)
		if err != nil || !got.Administrator {
			t.Errorf("%+v, %v", got, err)
		}
	}
	token, _ := h.signIn(accounts.Actor{User: u})
	key, _, err := h.s.AddToken(t.Context(), accounts.Actor{User: u}, "máy lạ")
	h.ok(err)
	h.ok(h.s.InviteAgain(t.Context(), admin, u.ID)) // a forgotten password
	_, err = h.s.ByToken(t.Context(), key)
	h.refused(err, fault.Unauthorised, "invalid_token")
	_, _, err = h.s.BySession(t.Context(), token)
	h.refused(err, fault.Unauthorised, "unauthorised")
	if h.in("moi@thu.vn", right) {
		t.Error("the forgotten password still lets in")
	}
}

// TestNobodyIsShutOut: not oneself, not the last administrator; a judge's password is the operator's.
func TestNobodyIsShutOut(t *testing.T) {
	h := newHouse(t)
	admin, judge := h.person("admingoc"), h.person("giamkhao")
	h.seatOf(judge, accounts.Jury, "scoring") // whose edition has an administrator of its own
	h.ok(h.s.Disable(t.Context(), admin, h.byEmail("admin@thu.vn")))
	line, _ := h.slip(admin, number, "Lý")
	operator := accounts.Actor{System: true}
	for name, act := range map[string]func(accounts.Actor, string) error{
		"disable": func(who accounts.Actor, id string) error { return h.s.Disable(t.Context(), who, id) },
		"revoke":  func(who accounts.Actor, id string) error { return h.s.SetAdministrator(t.Context(), who, id, false) },
		"forget":  func(who accounts.Actor, id string) error { return h.s.InviteAgain(t.Context(), who, id) },
	} {
		t.Run(name, func(t *testing.T) {
			h.refused(act(admin, admin.User.ID), fault.Conflict, "not_oneself")
			h.refused(act(operator, admin.User.ID), fault.Conflict, "last_administrator")
		})
	}
	h.refused(h.s.InviteAgain(t.Context(), admin, judge.User.ID), fault.Conflict, "reset_for_judge")
	h.refused(h.s.InviteAgain(t.Context(), admin, line.User), fault.Conflict, "person_without_email")
	h.refused(h.s.SetAdministrator(t.Context(), admin, line.User, true), fault.Conflict, "person_without_email")
	second, err := h.s.AddPerson(t.Context(), admin, accounts.NewPerson{Name: "Hai", Email: "hai@thu.vn", Administrator: true})
	h.ok(err)
	// One who has not accepted yet keeps no office running.
	h.refused(h.s.Disable(t.Context(), operator, admin.User.ID), fault.Conflict, "last_administrator")
	_, err = h.s.AcceptInvitation(t.Context(), h.letters("welcome", "hai@thu.vn")[0], right)
	h.ok(err)
	token, _ := h.signIn(admin)
	h.ok(h.s.Disable(t.Context(), accounts.Actor{User: second}, admin.User.ID))
	_, _, err = h.s.BySession(t.Context(), token)
	h.refused(err, fault.Unauthorised, "unauthorised")
	h.refused(h.s.Disable(t.Context(), admin, second.ID), fault.Forbidden, "forbidden") // at the same moment
	h.ok(h.s.Enable(t.Context(), accounts.Actor{User: second}, admin.User.ID))
	token, _ = h.signIn(admin)
	h.ok(h.s.EndSessionsOf(t.Context(), accounts.Actor{User: second}, admin.User.ID))
	_, _, err = h.s.BySession(t.Context(), token)
	h.refused(err, fault.Unauthorised, "unauthorised")
}

func (h *house) byEmail(email string) string {
	h.Helper()
	u, err := h.s.ByEmail(h.Context(), email)
	h.ok(err)
	return u.ID
}

func TestSetOffice(t *testing.T) {
	h := newHouse(t)
	admin := h.person("admin")
	long := strings.Repeat("ế", 201)
	_, err := h.s.SetOffice(t.Context(), admin, accounts.OfficeInput{Name: " ", Programme: long, Phone: "gọi tôi", Email: "x", Hours: long})
	if got := h.fields(err); got != "programme too_long, name required, phone bad_hotline, email bad_email, hours too_long" {
		t.Error(got)
	}
	before, err := h.s.Office(t.Context())
	h.ok(err)
	_, err = h.s.SetOffice(t.Context(), admin, accounts.OfficeInput{Name: "Sở  Công Thương", Programme: "Bình chọn", Province: "tỉnh Hưng Yên",
		Phone: "1900 1234 (máy lẻ 5)", Email: "LIENHE@so.vn", Hours: "8 giờ – 17 giờ"})
	h.ok(err)
	after, err := h.s.Office(t.Context())
	h.ok(err)
	want := before
	want.Name, want.Programme, want.Province, want.Phone, want.Email, want.Hours = "Sở Công Thương", "Bình chọn", "tỉnh Hưng Yên",
		"1900 1234 (máy lẻ 5)", "lienhe@so.vn", "8 giờ – 17 giờ"
	if diff := cmp.Diff(want, after); diff != "" {
		t.Error(diff)
	}
	job, err := h.s.SendTestMail(t.Context(), admin)
	h.ok(err)
	if stored, err := h.db.LoadJob(t.Context(), job); err != nil || stored.Kind != judging.MailJob || len(h.letters("test", "admin@thu.vn")) != 1 {
		t.Errorf("job %+v, %v", stored, err)
	}
}

func TestLoginIsOneWriting(t *testing.T) {
	for typed, want := range map[string]string{" Lan@Thu.VN ": "lan@thu.vn", "0912 345 678": "+84912345678", "+84912345678": "+84912345678",
		"(0084) 912-345-678": "+84912345678", "LAN": "lan", "": ""} {
		if got := accounts.Login(typed); got != want {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
}
