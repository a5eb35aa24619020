package web

import (
	"strings"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/language"

	"vinhdanh/internal/fault"
)

var (
	languages = []string{"vi", "en"}
	matcher   = language.NewMatcher([]language.Tag{language.Vietnamese, language.English})
)

// lang is the caller's language: ?lang, then the remembered choice, then, for the API alone,
// Accept-Language; Vietnamese otherwise. Pages do not follow Accept-Language, because many Vietnamese
// readers have browsers in English.
func (s *Server) lang(c echo.Context) string {
	if l := known(c.QueryParam("lang")); l != "" {
		return l
	}
	if !cookieless(c) {
		if cookie, err := c.Cookie(s.cookieName(languageCookie)); err == nil && known(cookie.Value) != "" {
			return cookie.Value
		}
	}
	if accept := c.Request().Header.Get("Accept-Language"); accept != "" && isAPI(c) {
		tags, _, err := language.ParseAcceptLanguage(accept)
		if err == nil && len(tags) > 0 {
			_, i, confidence := matcher.Match(tags...)
			if confidence > language.No {
				return languages[i]
			}
		}
	}
	return "vi"
}

func known(lang string) string {
	if lang == "vi" || lang == "en" {
		return lang
	}
	return ""
}

// remember keeps a language that was asked for in the address, where cookies may be kept.
func (s *Server) remember(c echo.Context) {
	if l := known(c.QueryParam("lang")); l != "" && !cookieless(c) {
		c.SetCookie(s.cookie(languageCookie, l, 365*24*60*60))
	}
}

// cookieless reports whether the address is one of the verification pages, which keep no cookie.
func cookieless(c echo.Context) bool {
	path := c.Request().URL.Path
	return path == "/v" || strings.HasPrefix(path, "/v/")
}

func isAPI(c echo.Context) bool { return strings.HasPrefix(c.Request().URL.Path, "/api/") }

// messages gives sentences of the catalogue in the caller's language.
func (s *Server) messages(c echo.Context) message {
	lang := s.lang(c)
	return func(prefix, code string, args fault.Args) string {
		return s.Translate(lang, prefix+"."+code, args)
	}
}
