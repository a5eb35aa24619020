package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/templates"
)

// showSetup is the page of the one-time link that makes the first administrator.
func (s *Server) showSetup(c echo.Context) error {
	token, err := s.oneTime(c, setupCookie, "/setup")
	if err != nil || token == "" {
		return err
	}
	if err := s.Accounts.SetupOpen(c.Request().Context(), token); err != nil {
		return err
	}
	return s.setupPage(c, http.StatusOK, templates.Setup{Language: "vi"})
}

func (s *Server) setupPage(c echo.Context, status int, p templates.Setup) (err error) {
	if p.Shell, err = s.shell(c, ""); err != nil {
		return err
	}
	p.Action = "/setup"
	return s.page(c, status, p)
}

func (s *Server) setUp(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	p := templates.Setup{
		Programme: form.Get("programme"), Organiser: form.Get("organiser"), Province: form.Get("province"),
		Language: form.Get("language"), Name: form.Get("name"), Email: form.Get("email"),
	}
	ctx := c.Request().Context()
	_, err = s.Accounts.Setup(ctx, s.oneTimeCookie(c, setupCookie), accounts.SetupInput{
		Programme: p.Programme, Organiser: p.Organiser, Province: p.Province, Name: p.Name, Email: p.Email, Password: form.Get("password"),
	})
	if p.Faults = s.formFaults(c, err); err != nil && p.Faults != nil {
		return s.setupPage(c, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	c.SetCookie(s.cookie(setupCookie, "", -1))
	if l := known(p.Language); l != "" {
		c.SetCookie(s.cookie(languageCookie, l, 365*24*60*60))
	}
	return s.signIn(c, p.Email, form.Get("password"), "/admin?done=setup_done")
}

// signIn signs in somebody who has just proved who they are, and leads on.
func (s *Server) signIn(c echo.Context, email, password, next string) error {
	token, session, err := s.Accounts.SignIn(c.Request().Context(), email, password, c.Request().UserAgent())
	if err != nil {
		return err
	}
	s.setSession(c, token, session)
	if strings.HasPrefix(next, "?") {
		actor, _, err := s.Accounts.BySession(c.Request().Context(), token)
		if err != nil {
			return err
		}
		place, err := s.ownPlace(c, actor)
		if err != nil {
			return err
		}
		next = place + next
	}
	return c.Redirect(http.StatusSeeOther, next)
}

func (s *Server) showInvitation(c echo.Context) error {
	token, err := s.oneTime(c, inviteCookie, "/invitation")
	if err != nil || token == "" {
		return err
	}
	return s.invitationPage(c, http.StatusOK, token, nil)
}

func (s *Server) invitationPage(c echo.Context, status int, token string, faults templates.FormFaults) error {
	v, err := s.Accounts.ViewInvitation(c.Request().Context(), token)
	if err != nil {
		return err
	}
	sh, err := s.shell(c, "")
	if err != nil {
		return err
	}
	p := templates.Invitation{
		Shell: sh, Action: "/invitation", Name: v.User.Name, Email: v.User.Email, ExpiresAt: v.Until, Faults: faults,
	}
	for _, x := range v.Seats {
		p.Roles = append(p.Roles, templates.PersonRole{Role: s.seatWords(c, x), Edition: s.seatEdition(c, x)})
	}
	return s.page(c, status, p)
}

func (s *Server) acceptInvitation(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	token := s.oneTimeCookie(c, inviteCookie)
	if form.Get("password") != form.Get("repeat") {
		var f fault.Fields
		f.Add("repeat", "passwords_differ")
		return s.invitationPage(c, http.StatusUnprocessableEntity, token, s.formFaults(c, f.Err()))
	}
	u, err := s.Accounts.AcceptInvitation(c.Request().Context(), token, form.Get("password"))
	if faults := s.formFaults(c, err); err != nil && faults != nil {
		return s.invitationPage(c, http.StatusUnprocessableEntity, token, faults)
	}
	if err != nil {
		return err
	}
	c.SetCookie(s.cookie(inviteCookie, "", -1))
	return s.signIn(c, u.Email, form.Get("password"), "?done=invitation_accepted")
}
