package web

import (
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/paper/forms"
)

// visitNotes tells the jury's minutes which workshops were visited, when and by whom.
func (s *Server) visitNotes(c echo.Context, sc councilScene, d *forms.JuryMinutesData) error {
	visits, err := s.Judging.Visits(c.Request().Context(), who(c), sc.edition.Slug)
	for _, v := range visits {
		d.Visits = append(d.Visits, forms.VisitLine{HeldOn: v.HeldOn, Code: v.EntryCode, Product: v.Product,
			People: strings.Join(filled(append(v.MemberNames(), v.Others)...), ", ")})
	}
	return err
}
