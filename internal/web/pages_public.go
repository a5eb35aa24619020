package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
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
	found, err := s.Certificates.Browse(ctx, certificates.PublicQuery{Status: certificates.InUse, Limit: 3})
	if err != nil {
		return err
	}
	p := templates.Home{Shell: sh, Honoured: found.Total}
	for _, e := range editions {
		line := s.editionLine(c, e)
		if e.State == judging.Filing {
			p.Open = append(p.Open, templates.OpenRound{
				EditionLine: line, Deadline: s.deadline(e), StartURL: "/editions/" + e.Slug + "/start",
			})
			continue
		}
		p.Editions = append(p.Editions, line)
	}
	names, err := s.registerNames(c)
	if err != nil {
		return err
	}
	for _, l := range found.Items {
		p.Recent = append(p.Recent, s.registerItem(c, names, l))
	}
	return s.page(c, http.StatusOK, p)
}

func (s *Server) showLedger(c echo.Context) error {
	sh, err := s.shell(c, "ledger")
	if err != nil {
		return err
	}
	last, err := s.lastPublished(c.Request().Context())
	if err != nil {
		return err
	}
	p := templates.Ledger{Shell: sh, Size: last.Size, Host: s.host, PublishedAt: last.At, Stamped: last.Stamped}
	if last.Size > 0 {
		p.Checkpoint = last.Text()
		if err := errors.Join(s.answerCheckpoint(c, &p), s.answerCode(c, &p)); err != nil {
			return err
		}
	}
	for _, w := range last.Cosignatures {
		p.Witnesses = append(p.Witnesses, templates.LedgerWitness{Name: w.Name(), At: w.At})
	}
	if len(s.Verifiers) > 0 {
		p.VerifierKey = s.Verifiers[len(s.Verifiers)-1]
	}
	return s.page(c, http.StatusOK, p)
}
