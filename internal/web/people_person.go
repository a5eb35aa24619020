package web

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/templates"
)

func (s *Server) showPerson(c echo.Context) error {
	v, err := s.Accounts.Person(c.Request().Context(), who(c), c.Param("id"))
	if err != nil {
		return err
	}
	p := templates.PeoplePerson{Name: v.User.Name, State: s.personTag(c, v.User), Administrator: v.User.Administrator, Self: v.Self}
	if p.Shell, err = s.shell(c, "admin"); err != nil {
		return err
	}
	p.Facts = s.personFacts(c, v)
	for _, x := range v.Seats {
		p.Roles = append(p.Roles, templates.PersonRole{Role: s.seatWords(c, x), Edition: s.seatEdition(c, x), Ended: x.Ended})
	}
	p.Acts = s.personActs(c, v)
	t := s.messages(c)
	switch {
	case v.User.State() == "disabled":
	case v.User.Email == "" && !v.User.Administrator && len(v.Seats) == 0:
		p.Hint = t("page.say.people_person", "slip_hint", nil)
		p.HintLink = templates.Link{Text: t("page.say.people_person", "slip_link", nil), URL: "/desk/slips"}
	case v.Judges && v.User.PasswordHash != "":
		p.Hint = t("page.say.people_person", "judge_hint", nil)
	}
	return s.page(c, http.StatusOK, p)
}

// personFacts are the lines about an account.
func (s *Server) personFacts(c echo.Context, v accounts.PersonView) []templates.SummaryRow {
	t := s.messages(c)
	day := func(at time.Time) string { return i18n.FormatDate(s.lang(c), i18n.Today(at)) }
	row := func(key, value string) templates.SummaryRow {
		return templates.SummaryRow{Label: t("page.say.people_person", key, nil), Lines: []string{value}}
	}
	var rows []templates.SummaryRow
	if v.User.Email != "" {
		rows = append(rows, row("email", v.User.Email))
	}
	if v.User.Phone != "" {
		rows = append(rows, row("phone", localPhone(v.User.Phone)))
	}
	rows = append(rows, row("since", day(v.User.Created)),
		row("sessions", t("page.say.people_person", "sessions_n", fault.MakeArgs("N", v.Sessions))))
	if v.Tokens > 0 {
		rows = append(rows, row("tokens", strconv.Itoa(v.Tokens)))
	}
	switch {
	case v.User.State() != "invited":
	case v.InvitedTill.IsZero():
		rows = append(rows, row("invited_till", t("page.say.people_person", "invited_over", nil)))
	default:
		rows = append(rows, row("invited_till", day(v.InvitedTill)))
	}
	return rows
}

// personActs are the acts that make sense for an account now; the service decides about each again.
func (s *Server) personActs(c echo.Context, v accounts.PersonView) []templates.PersonAct {
	t := s.messages(c)
	var acts []templates.PersonAct
	add := func(key, path string, asked, grave bool) {
		act := templates.PersonAct{URL: "/admin/people/" + v.User.ID + "/" + path, Text: t("page.say.people_person", key, nil),
			Hint: t("page.say.people_person", key+"_hint", nil), Danger: grave}
		if asked {
			act.Confirm = t("page.say.people_person", key+"_confirm", nil)
		}
		acts = append(acts, act)
	}
	state := v.User.State()
	if state == "disabled" {
		add("enable", "enable", false, false)
		return acts
	}
	switch {
	case state == "invited":
		add("invite", "invite", false, false)
	case v.User.Email != "" && !v.Judges:
		add("reset", "invite", true, false)
	}
	if v.Sessions > 0 {
		add("end", "sessions/end", false, false)
	}
	switch {
	case v.User.Administrator:
		add("no_administrator", "no-administrator", false, false)
	case v.User.Email != "":
		add("make_administrator", "administrator", true, false)
	}
	add("disable", "disable", true, true)
	return acts
}

// personAct does one act with the account of the address and leads back to its page. It is logged: the log
// is where acts with accounts are found again.
func (s *Server) personAct(c echo.Context, notice string, act func(ctx context.Context, who accounts.Actor, id string) error) error {
	id := c.Param("id")
	if err := act(c.Request().Context(), who(c), id); err != nil {
		return err
	}
	s.Log.Info("account changed", "id", requestID(c), "what", notice, "account", id, "by", who(c).User.ID)
	return s.done(c, "/admin/people/"+id, notice)
}

func (s *Server) invitePerson(c echo.Context) error {
	return s.personAct(c, "person_invited", s.Accounts.InviteAgain)
}

func (s *Server) disablePerson(c echo.Context) error {
	return s.personAct(c, "person_disabled", s.Accounts.Disable)
}

func (s *Server) enablePerson(c echo.Context) error {
	return s.personAct(c, "person_enabled", s.Accounts.Enable)
}

func (s *Server) endPersonSessions(c echo.Context) error {
	return s.personAct(c, "person_sessions_ended", s.Accounts.EndSessionsOf)
}

func (s *Server) makeAdministrator(c echo.Context) error {
	return s.personAct(c, "person_made_administrator", func(ctx context.Context, who accounts.Actor, id string) error {
		return s.Accounts.SetAdministrator(ctx, who, id, true)
	})
}

func (s *Server) endAdministrator(c echo.Context) error {
	return s.personAct(c, "person_no_administrator", func(ctx context.Context, who accounts.Actor, id string) error {
		return s.Accounts.SetAdministrator(ctx, who, id, false)
	})
}
