package web

import (
	"cmp"
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/templates"
)

func (s *Server) showAccount(c echo.Context) error {
	return s.accountPage(c, http.StatusOK, templates.Account{RevokeTokens: "yes"})
}

func (s *Server) accountPage(c echo.Context, status int, p templates.Account) (err error) {
	ctx, actor := c.Request().Context(), who(c)
	if p.Shell, err = s.shell(c, "account"); err != nil {
		return err
	}
	p.Name, p.Email, p.Phone = actor.User.Name, actor.User.Email, localPhone(actor.User.Phone)
	p.NoPassword = actor.User.PasswordHash == "" && actor.Token == ""
	sessions, err := s.Accounts.Sessions(ctx, actor)
	if err != nil {
		return err
	}
	for _, x := range sessions {
		p.Sessions = append(p.Sessions, templates.AccountSession{
			ID: x.ID, Device: device(x.Agent), StartedAt: x.Created, SeenAt: x.LastSeen, Current: x.ID == caller(c).session.ID,
			Judging: x.Edition != "", Kept: x.Kept,
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
	p := templates.Account{TokenName: form.Get("name"), RevokeTokens: "yes"}
	plain, _, err := s.Accounts.AddToken(c.Request().Context(), who(c), p.TokenName)
	if p.Faults = s.formFaults(c, err); err != nil && p.Faults != nil {
		return s.accountPage(c, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	return s.accountPage(c, http.StatusOK, templates.Account{NewToken: plain, RevokeTokens: "yes"})
}

func (s *Server) revokeToken(c echo.Context) error {
	if err := s.Accounts.RevokeToken(c.Request().Context(), who(c), c.Param("id")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account?done=token_revoked")
}

// changePassword asks for the current password again, unless none is set; every session ends and this
// browser gets a new one.
func (s *Server) changePassword(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	u := who(c).User
	key := digest(accounts.Login(cmp.Or(u.Email, u.Phone)), addressKey(c.RealIP())) // the one that sign-ins count too
	if s.logins.try(key) > 0 {
		return fault.New(fault.TooMany, "rate_limited")
	}
	in := accounts.PasswordChange{Current: form.Get("current"), Password: form.Get("password"), RevokeTokens: form.Get("revoke_tokens") == "yes"}
	differ := form.Get("repeat") != in.Password
	if differ {
		in.Password = "" // is never set; the rest of the form is looked at all the same
	}
	token, session, err := s.Accounts.ChangePassword(c.Request().Context(), who(c), in, c.Request().UserAgent())
	if err != nil && fault.KindOf(err) != fault.Invalid {
		return err
	}
	guessed, refused := passwordFaults(err, differ)
	if !guessed {
		s.logins.succeeded(key)
	}
	if faults := s.formFaults(c, refused); faults != nil {
		return s.accountPage(c, http.StatusUnprocessableEntity, templates.Account{Faults: faults, RevokeTokens: form.Get("revoke_tokens")})
	}
	s.setSession(c, token, session)
	if u.PasswordHash == "" {
		home, err := s.ownPlace(c, who(c))
		if err != nil {
			return err
		}
		return s.done(c, home, "slip_password")
	}
	return s.done(c, "/account", "password_changed")
}

// passwordFaults are the faults of the form, without that of a new password that was typed in two ways;
// guessed is true when the current password was wrong.
func passwordFaults(err error, differ bool) (guessed bool, refused error) {
	var f fault.Fields
	if told, ok := errors.AsType[*fault.Fault](err); ok {
		for _, x := range told.Fields {
			guessed = guessed || x.Field == "current"
			if !differ || x.Field != "password" {
				f.Put(x)
			}
		}
	}
	if differ {
		f.Add("repeat", "passwords_differ")
	}
	return guessed, f.Err()
}
