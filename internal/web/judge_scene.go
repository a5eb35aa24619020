package web

import (
	"slices"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// workScene is what pages beside the sheets, of visits and of trial scoring, need of the edition.
type workScene struct {
	shell   templates.Shell
	edition judging.Edition
	line    templates.EditionLine
	home    string // where the caller works in this edition
}

func (x workScene) visits() string { return "/judge/" + x.edition.Slug + "/visits" }

func (s *Server) workScene(c echo.Context) (x workScene, err error) {
	ctx, slug := c.Request().Context(), c.Param("slug")
	hats, err := s.Judging.Hats(ctx, who(c), slug)
	if err != nil {
		return x, err
	}
	place := "council"
	switch {
	case slices.Contains(hats, accounts.HatJury):
		place = "judge"
	case slices.Contains(hats, accounts.HatSecretariat):
		place = "desk"
	}
	if x.edition, err = s.Judging.EditionBySlug(ctx, who(c), slug); err != nil {
		return x, err
	}
	if x.shell, err = s.shell(c, place); err != nil {
		return x, err
	}
	x.line, x.home = s.editionLine(c, x.edition), "/"+place+"/"+slug
	if place == "judge" {
		x.home = "/judge"
	}
	return x, nil
}
