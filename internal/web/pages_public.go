package web

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/templates"
)

func (s *Server) showHome(c echo.Context) error {
	sh, err := s.shell(c, "home")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	editions, err := s.Judging.Editions(ctx, accounts.Actor{})
	if err != nil {
		return err
	}
	lines, _, err := s.Certificates.PublicRegister(ctx, certificates.Query{})
	if err != nil {
		return err
	}
	p := templates.Home{Shell: sh, Honoured: len(lines)}
	for _, e := range editions {
		p.Editions = append(p.Editions, s.editionLine(c, e))
	}
	return s.page(c, http.StatusOK, p)
}

func (s *Server) showHelp(c echo.Context) error {
	topic := c.Param("topic")
	if topic != "" && !slices.Contains(templates.HelpTopics(), topic) {
		return fault.New(fault.NotFound, "page_not_found")
	}
	sh, err := s.shell(c, "help")
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, templates.Help{Shell: sh, Topic: topic})
}

func (s *Server) showLedger(c echo.Context) error {
	sh, err := s.shell(c, "ledger")
	if err != nil {
		return err
	}
	text, size, err := s.published(c.Request().Context())
	if err != nil {
		return err
	}
	p := templates.Ledger{Shell: sh, Checkpoint: text, Size: size, Host: s.host}
	if len(s.Verifiers) > 0 {
		p.VerifierKey = s.Verifiers[len(s.Verifiers)-1]
	}
	return s.page(c, http.StatusOK, p)
}
