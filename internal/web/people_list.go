package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/templates"
)

// rolesShown is how many roles of a person a line of the list shows.
const rolesShown = 3

func (s *Server) showPeople(c echo.Context) error {
	p := templates.PeopleList{Query: strings.TrimSpace(c.QueryParam("q")), Kind: c.QueryParam("kind")}
	if !slices.Contains(accounts.PeopleKinds(), p.Kind) {
		p.Kind = accounts.Everybody
	}
	skip := skipped(c)
	page, err := s.Accounts.People(c.Request().Context(), who(c),
		accounts.PeopleQuery{Text: p.Query, Kind: p.Kind, Skip: skip, Limit: peopleShown})
	if err != nil {
		return err
	}
	if p.Shell, err = s.shell(c, "admin"); err != nil {
		return err
	}
	t := s.messages(c)
	for _, kind := range accounts.PeopleKinds() {
		word := "kind_" + kind
		if kind == accounts.Everybody {
			word = "kind_all"
		}
		p.Kinds = append(p.Kinds, templates.Link{Text: t("page.say.people_list", word, nil), Current: kind == p.Kind, Count: page.Counts[kind],
			URL: pagingAt("/admin/people", url.Values{"q": {p.Query}, "kind": {kind}}, peopleShown, 0, 0).PrevURL})
	}
	for _, x := range page.People {
		p.People = append(p.People, s.personRow(c, x))
	}
	p.Paging = pagingAt("/admin/people", url.Values{"q": {p.Query}, "kind": {p.Kind}}, skip, len(page.People), page.Total)
	p.None = templates.Empty{Icon: "people", Title: t("page.say.people_list", "none", nil), Text: t("page.say.people_list", "none_text", nil)}
	return s.page(c, http.StatusOK, p)
}

func (s *Server) personRow(c echo.Context, x accounts.PersonLine) templates.PersonRow {
	row := templates.PersonRow{URL: "/admin/people/" + x.User.ID, Name: x.User.Name, State: s.personTag(c, x.User)}
	if x.User.Email != "" {
		row.Contact = append(row.Contact, x.User.Email)
	}
	if x.User.Phone != "" {
		row.Contact = append(row.Contact, maskedPhone(x.User.Phone))
	}
	t := s.messages(c)
	if x.User.Administrator {
		row.Roles = append(row.Roles, t("page.say.people_list", "administrator", nil))
	}
	for _, seat := range x.Seats {
		if !seat.Ended.IsZero() {
			continue
		}
		if len(row.Roles) == rolesShown {
			row.More++
			continue
		}
		row.Roles = append(row.Roles, s.seatWords(c, seat)+" ("+s.seatEdition(c, seat)+")")
	}
	if len(row.Roles) == 0 {
		word := "no_role"
		if x.Producer() {
			word = "producer"
		}
		row.Roles = []string{t("page.say.people_list", word, nil)}
	}
	return row
}

// seatWords is a seat in words: "Ban giám khảo · Thành viên".
func (s *Server) seatWords(c echo.Context, seat accounts.Seat) string {
	t := s.messages(c)
	return t("word.body", string(seat.Body), nil) + " · " + t("word.role", string(seat.Role), nil)
}

func (s *Server) seatEdition(c echo.Context, seat accounts.Seat) string {
	if s.lang(c) == "en" && seat.NameEN != "" {
		return seat.NameEN
	}
	return seat.Name
}

// personTag is how an account stands, in a word.
func (s *Server) personTag(c echo.Context, u accounts.User) templates.Tag {
	kinds := map[string]string{"active": "ok", "invited": "warn", "slip": "new", "disabled": "bad"}
	state := u.State()
	return templates.Tag{Kind: kinds[state], Text: s.messages(c)("page.say.people_list", "state_"+state, nil)}
}

func (s *Server) showNewPerson(c echo.Context) error {
	return s.newPersonPage(c, http.StatusOK, templates.PeopleNew{})
}

func (s *Server) newPersonPage(c echo.Context, status int, p templates.PeopleNew) (err error) {
	if err := s.officeRight(c, accounts.ManagePeople); err != nil {
		return err
	}
	if p.Shell, err = s.shell(c, "admin"); err != nil {
		return err
	}
	return s.page(c, status, p)
}

func (s *Server) addPerson(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	p := templates.PeopleNew{Name: typed(form, "name"), Email: typed(form, "email"), Administrator: form.Get("administrator")}
	err = s.once(c, form, func() (string, error) {
		u, err := s.Accounts.AddPerson(c.Request().Context(), who(c),
			accounts.NewPerson{Name: p.Name, Email: p.Email, Administrator: p.Administrator == "yes"})
		return "/admin/people/" + u.ID + "?done=person_added", err
	})
	if p.Faults = s.formFaults(c, err); err != nil && p.Faults != nil {
		return s.newPersonPage(c, http.StatusUnprocessableEntity, p)
	}
	return err
}
