package web

import (
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// Callers of routes that no right of the permission table describes.
const (
	unasked  accounts.Right = "unasked"   // anybody, and nobody looks who it is
	open     accounts.Right = "public"    // anybody
	signedIn accounts.Right = "signed in" // anybody with an account; the service decides the rest
)

// identity is who calls, and how that is known.
type identity struct {
	accounts.Actor
	session accounts.Session // zero with a token
}

// wrap puts around a handler what every route needs: its pattern, the caller, protection against forged
// requests, the sign-in that the table asks for and, on API posts, the answer kept under a key.
func (s *Server) wrap(r route) echo.HandlerFunc {
	handler := r.handler
	if r.method == http.MethodPost && strings.HasPrefix(r.pattern, apiRoot) {
		handler = s.idempotent(r.pattern, handler)
	}
	public, guarded, forJudging := r.public(), r.guarded(), r.forJudging()
	ownAccount := r.ownAccount()
	return func(c echo.Context) error {
		c.Set(keyRoute, r.pattern)
		if err := plainAddress(c); err != nil {
			return err
		}
		if r.right == unasked {
			return handler(c)
		}
		id, err := s.identify(c)
		if err != nil {
			return err
		}
		c.Set(keyCaller, id)
		if c.Request().Header.Get(echo.HeaderAuthorization) == "" {
			if err := s.csrf.Check(c.Request()); err != nil {
				return fault.New(fault.Forbidden, "cross_origin")
			}
		}
		if !public && !id.SignedIn() {
			return fault.New(fault.Unauthorised, "unauthorised")
		}
		if id.Token != "" && ownAccount {
			return fault.New(fault.Forbidden, "token_account")
		}
		if id.Only != "" && !forJudging {
			return fault.New(fault.Forbidden, "judge_session")
		}
		if guarded {
			if err := s.may(c, c.Param("slug"), r.right); err != nil {
				return err
			}
		}
		return handler(c)
	}
}

// maxQueryValue is the longest value in a query, in bytes.
const maxQueryValue = 2000

// plainAddress refuses what no address of this site holds and no database takes: zero bytes, text that is
// no UTF-8, endless values.
func plainAddress(c echo.Context) error {
	for _, v := range c.ParamValues() {
		if !plainText(v) {
			return fault.New(fault.NotFound, "not_found")
		}
	}
	var f fault.Fields
	for name, values := range c.QueryParams() {
		for _, v := range values {
			switch {
			case !plainText(name) || !plainText(v):
				f.Add(strings.ToValidUTF8(name, "?"), "unprintable", "char", "?")
			case len(name) > maxMemberName || len(v) > maxQueryValue:
				f.Add(name[:min(len(name), maxMemberName)], "too_long", "max", maxQueryValue)
			}
		}
	}
	return f.Err()
}

func plainText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// public reports whether the route answers people who are not signed in.
func (r route) public() bool {
	return r.right == open || r.right == unasked || slices.Contains(accounts.Permissions()[r.right], accounts.HatPublic)
}

// guarded reports whether the page belongs to an edition and to those who wear a hat before it, so that the
// right can be asked before the handler reads what was sent. The API's handlers leave it to the services,
// and so do pages of an object that has an owner.
func (r route) guarded() bool {
	hats, inTable := accounts.Permissions()[r.right]
	return inTable && !r.public() && strings.Contains(r.pattern, "/:slug") && !strings.HasPrefix(r.pattern, apiRoot) &&
		!slices.Contains(hats, accounts.HatOwner)
}

// ownAccount reports whether the route is of the caller's account: its password, sessions and tokens are for a browser
// alone, so that a token makes nothing that outlives it.
func (r route) ownAccount() bool {
	return r.pattern == "/account" || strings.HasPrefix(r.pattern, "/account/")
}

// identify reads the bearer token or the session cookie. A bad token is refused; a cookie that is over
// counts as none. The verification pages never look at the cookie.
func (s *Server) identify(c echo.Context) (identity, error) {
	ctx := c.Request().Context()
	if header := c.Request().Header.Get(echo.HeaderAuthorization); header != "" {
		scheme, token, _ := strings.Cut(header, " ")
		token = strings.TrimSpace(token)
		if !strings.EqualFold(scheme, "Bearer") || token == "" {
			return identity{}, fault.New(fault.Unauthorised, "invalid_token")
		}
		actor, err := s.Accounts.ByToken(ctx, token)
		return identity{Actor: actor}, err
	}
	cookie, err := c.Cookie(s.cookieName(sessionCookie))
	if err != nil || cookie.Value == "" || cookieless(c) {
		return identity{}, nil //nolint:nilerr // no cookie is no error
	}
	actor, session, err := s.Accounts.BySession(ctx, cookie.Value)
	if fault.KindOf(err) == fault.Unauthorised {
		return identity{}, nil
	}
	return identity{Actor: actor, session: session}, err
}

func caller(c echo.Context) identity {
	id, _ := c.Get(keyCaller).(identity)
	return id
}

// who is the caller as services take it.
func who(c echo.Context) accounts.Actor { return caller(c).Actor }

const (
	sessionCookie  = "vinhdanh"
	languageCookie = "vinhdanh-lang"
)

// cookieName has the prefix that binds a cookie to this host wherever browsers keep Secure cookies.
func (s *Server) cookieName(name string) string {
	if s.secure {
		return "__Host-" + name
	}
	return name
}

// cookie is one of ours with the attributes that all of them have; maxAge below 0 removes it.
func (s *Server) cookie(name, value string, maxAge int) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure wherever the site can be
		Name: s.cookieName(name), Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: s.secure, SameSite: http.SameSiteLaxMode,
	}
}
