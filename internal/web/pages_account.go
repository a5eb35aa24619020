package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/templates"
)

func (s *Server) showAccount(c echo.Context) error {
	return s.accountPage(c, http.StatusOK, templates.Account{})
}

func (s *Server) accountPage(c echo.Context, status int, p templates.Account) (err error) {
	ctx, actor := c.Request().Context(), who(c)
	if p.Shell, err = s.shell(c, "account"); err != nil {
		return err
	}
	p.Name, p.Email = actor.User.Name, actor.User.Email
	sessions, err := s.Accounts.Sessions(ctx, actor)
	if err != nil {
		return err
	}
	for _, x := range sessions {
		p.Sessions = append(p.Sessions, templates.AccountSession{
			ID: x.ID, Device: device(x.Agent), StartedAt: x.Created, SeenAt: x.LastSeen, Current: x.ID == caller(c).session.ID,
		})
	}
	tokens, err := s.Accounts.Tokens(ctx, actor)
	if err != nil {
		return err
	}
	for _, x := range tokens {
		if x.Revoked.IsZero() {
			p.Tokens = append(p.Tokens, templates.AccountToken{ID: x.ID, Name: x.Name, MadeAt: x.Created})
		}
	}
	if p.Roles, err = s.roles(c); err != nil {
		return err
	}
	return s.page(c, status, p)
}

// roles are the caller's seats in words, with their editions.
func (s *Server) roles(c echo.Context) ([]string, error) {
	worn, err := s.editionHats(c.Request().Context(), who(c))
	if err != nil {
		return nil, err
	}
	t := s.messages(c)
	var roles []string
	if who(c).User.Administrator {
		roles = append(roles, t("word", "hat.administrator", nil))
	}
	for _, e := range worn {
		for _, h := range []accounts.Hat{accounts.HatSecretariat, accounts.HatJury, accounts.HatCouncil, accounts.HatAuditor} {
			if wears(e.hats, []accounts.Hat{h}) {
				roles = append(roles, t("word", "hat."+string(h), nil)+" ("+s.editionLine(c, e.Edition).Name+")")
			}
		}
	}
	return roles, nil
}

// device names a browser roughly, from its own words.
func device(agent string) string {
	pick := func(pairs ...string) string {
		for i := 0; i < len(pairs); i += 2 {
			if strings.Contains(agent, pairs[i]) {
				return pairs[i+1]
			}
		}
		return ""
	}
	browser := pick("Zalo", "Zalo", "Edg", "Edge", "coc_coc", "Cốc Cốc", "Firefox", "Firefox", "Chrome", "Chrome", "Safari", "Safari")
	system := pick("Android", "Android", "iPhone", "iPhone", "iPad", "iPad", "Windows", "Windows", "Mac OS", "macOS", "Linux", "Linux")
	switch {
	case browser != "" && system != "":
		return browser + " · " + system
	case browser+system != "":
		return browser + system
	}
	return "?"
}

func (s *Server) endSession(c echo.Context) error {
	if err := s.Accounts.EndSession(c.Request().Context(), who(c), c.Param("id")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account?done=session_ended")
}

func (s *Server) endOtherSessions(c echo.Context) error {
	if err := s.Accounts.EndOtherSessions(c.Request().Context(), who(c), caller(c).session.ID); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account?done=session_ended")
}

// makeToken shows the new token once, in the answer to the form itself.
func (s *Server) makeToken(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	p := templates.Account{TokenName: form.Get("name")}
	plain, _, err := s.Accounts.AddToken(c.Request().Context(), who(c), p.TokenName)
	if p.Faults = s.formFaults(c, err); err != nil && p.Faults != nil {
		return s.accountPage(c, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	return s.accountPage(c, http.StatusOK, templates.Account{NewToken: plain})
}

func (s *Server) revokeToken(c echo.Context) error {
	if err := s.Accounts.RevokeToken(c.Request().Context(), who(c), c.Param("id")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account?done=token_revoked")
}

// changePassword asks for the current password again; every session ends and this browser gets a new one.
func (s *Server) changePassword(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	var f fault.Fields
	email := who(c).User.Email
	if form.Get("password") != form.Get("repeat") {
		f.Add("repeat", "passwords_differ")
	}
	key := digest(email, addressKey(c.RealIP()))
	if s.logins.try(key) > 0 {
		return fault.New(fault.TooMany, "rate_limited")
	}
	if err := s.confirm(c, email, form.Get("current")); fault.KindOf(err) == fault.Unauthorised {
		f.Add("current", "wrong_password")
	} else if err != nil {
		return err
	} else {
		s.logins.succeeded(key)
	}
	err = f.Err()
	if err == nil {
		err = s.Accounts.SetPassword(c.Request().Context(), email, form.Get("password"))
	}
	if faults := s.formFaults(c, err); err != nil && faults != nil {
		return s.accountPage(c, http.StatusUnprocessableEntity, templates.Account{Faults: faults})
	}
	if err != nil {
		return err
	}
	return s.signIn(c, email, form.Get("password"), "/account?done=password_changed")
}

// confirm reports whether the password is the account's, leaving no session behind.
func (s *Server) confirm(c echo.Context, email, password string) error {
	token, _, err := s.Accounts.SignIn(c.Request().Context(), email, password, c.Request().UserAgent())
	if err != nil {
		return err
	}
	return s.Accounts.SignOut(c.Request().Context(), token)
}
