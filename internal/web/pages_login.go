package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/templates"
)

const (
	oneTimeLife   = 30 * 60 // seconds that a one-time token waits in its cookie
	setupCookie   = "vinhdanh-setup"
	inviteCookie  = "vinhdanh-invitation"
	clearSiteData = `"cache", "storage"`
	clearCache    = `"cache"`
)

func (s *Server) showLogin(c echo.Context) error {
	return s.loginPage(c, http.StatusOK, templates.Login{Next: localAddress(c.QueryParam("next"))})
}

func (s *Server) loginPage(c echo.Context, status int, p templates.Login) (err error) {
	if p.Shell, err = s.shell(c, ""); err != nil {
		return err
	}
	if c.Request().Method == post { // the switch of languages cannot send a form again
		p.Shell.Address = "/login"
	}
	return s.page(c, status, p)
}

// login signs a browser in. Tries of one account from one address wait longer and longer.
func (s *Server) login(c echo.Context) error {
	form, err := readFormOf(c, maxLogin)
	if err != nil {
		return err
	}
	p := templates.Login{Email: typed(form, "email"), Next: localAddress(form.Get("next")), Kept: s.typedKept(form), Keep: form.Get("keep")}
	key := digest(accounts.Login(p.Email), addressKey(c.RealIP())) // of a fixed length
	wait := s.logins.try(key)
	if !s.guesses.allow(addressKey(c.RealIP())) {
		wait = max(wait, time.Minute)
	}
	if wait > 0 {
		s.metrics.limited("login")
		tooMany := fault.New(fault.TooMany, "rate_limited", "seconds", int(wait/time.Second)+1)
		s.errorHeaders(c, tooMany, http.StatusTooManyRequests)
		p.Faults = s.formFaults(c, tooMany)
		return s.loginPage(c, http.StatusTooManyRequests, p)
	}
	token, session, err := s.Accounts.SignInKept(c.Request().Context(), p.Email, form.Get("password"), c.Request().UserAgent(), p.Keep == "yes")
	if fault.KindOf(err) == fault.Unauthorised || fault.KindOf(err) == fault.Invalid {
		s.Log.Warn("sign-in refused", "id", requestID(c), "address", c.RealIP())
		p.Faults = templates.FormFaults{{Message: s.messages(c)("page.say.people_login", "wrong", nil)}}
		return s.loginPage(c, http.StatusUnauthorized, p)
	}
	if err != nil {
		return err
	}
	s.logins.succeeded(key)
	s.setSession(c, token, session)
	if p.Kept.Path != "" {
		return s.resumePage(c, token, p.Kept)
	}
	actor, _, err := s.Accounts.BySession(c.Request().Context(), token)
	if err != nil {
		return err
	}
	if actor.Only != "" && !strings.HasPrefix(p.Next, "/judge/") {
		p.Next = "/judge"
	}
	if actor.User.PasswordHash == "" && actor.Only == "" { // the code of the slip is used up: without a password there is no way back in
		return c.Redirect(http.StatusSeeOther, "/account")
	}
	if p.Next == "" {
		if p.Next, err = s.ownPlace(c, actor); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, p.Next)
}

// ownPlace is where a person has work: the last place that is open to them, since everybody's own nominations
// come first.
func (s *Server) ownPlace(c echo.Context, actor accounts.Actor) (string, error) {
	places, err := s.places(c.Request().Context(), actor)
	if err != nil {
		return "", err
	}
	return "/" + places[len(places)-1], nil
}

// setSession gives the browser a new session; an older one of it ends.
func (s *Server) setSession(c echo.Context, token string, session accounts.Session) {
	if old, err := c.Cookie(s.cookieName(sessionCookie)); err == nil && old.Value != "" {
		if err := s.Accounts.SignOut(c.Request().Context(), old.Value); err != nil {
			s.Log.Warn("end the session before", "id", requestID(c), "error", err.Error())
		}
	}
	c.SetCookie(s.cookie(sessionCookie, token, int(session.Expires.Sub(s.Now())/time.Second)))
}

func (s *Server) logout(c echo.Context) error {
	if cookie, err := c.Cookie(s.cookieName(sessionCookie)); err == nil && cookie.Value != "" {
		if err := s.Accounts.SignOut(c.Request().Context(), cookie.Value); err != nil {
			return err
		}
	}
	c.SetCookie(s.cookie(sessionCookie, "", -1))
	wiped := clearSiteData
	if form, err := readForm(c); err == nil && form.Get("stay") != "" { // another judge's unsent marks wait on the device
		wiped = clearCache
	}
	c.Response().Header().Set("Clear-Site-Data", wiped)
	return c.Redirect(http.StatusSeeOther, "/?done=signed_out")
}

// localAddress is an address of this site to go on to, or "" for anything else.
func localAddress(next string) string {
	if !strings.HasPrefix(next, "/") || strings.ContainsAny(next, "\\\t\r\n\x00") || strings.HasPrefix(next, "//") {
		return ""
	}
	u, err := url.Parse(next)
	if err != nil || u.Host != "" || u.Scheme != "" || u.User != nil || strings.HasPrefix(u.Path, "//") {
		return ""
	}
	return u.RequestURI()
}

func escapeQuery(text string) string { return url.QueryEscape(text) }

// oneTime takes a one-time token out of the address into a cookie, so that it stands in no history, log or
// referrer; "" means that the browser was sent on to the clean address.
func (s *Server) oneTime(c echo.Context, cookie, clean string) (token string, err error) {
	token = c.Param("token")
	if token == "" {
		token = c.QueryParam("token")
	}
	if token != "" {
		c.SetCookie(s.cookie(cookie, token, oneTimeLife))
		return "", c.Redirect(http.StatusSeeOther, clean)
	}
	return s.oneTimeCookie(c, cookie), nil
}

// oneTimeCookie is the token that waits in the cookie; "none" is no token that was ever made.
func (s *Server) oneTimeCookie(c echo.Context, cookie string) string {
	if kept, err := c.Cookie(s.cookieName(cookie)); err == nil && kept.Value != "" {
		return kept.Value
	}
	return "none"
}
