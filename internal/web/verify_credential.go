package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
)

// showCredential is a certificate as a signed verifiable credential, whatever it is worth now: its status list says that.
func (s *Server) showCredential(c echo.Context) error {
	if s.Offline.Credential == nil {
		return fault.New(fault.Unavailable, "unavailable")
	}
	found, err := s.lookup(c, codeParam(c))
	if err != nil {
		return err
	}
	text, err := s.Offline.Credential(c.Request().Context(), found)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, certificates.StatusListType, []byte(text))
}

// showKeySet is the keys that sign credentials and status lists.
func (s *Server) showKeySet(c echo.Context) error {
	if s.Offline.Keys == nil {
		return fault.New(fault.NotFound, "not_found")
	}
	keys, err := s.Offline.Keys(c.Request().Context())
	if err != nil {
		return err
	}
	set, err := keys.JWKS()
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", forHour)
	return c.Blob(http.StatusOK, "application/jwk-set+json", set)
}
