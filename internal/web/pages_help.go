package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/templates"
)

// showHelp is the list of the guide's chapters, or one of them.
func (s *Server) showHelp(c echo.Context) error {
	p, topic := templates.Help{}, c.Param("topic")
	if topic != "" {
		var found bool
		if p.Chapter, found = s.Guide.Chapter(s.lang(c), topic); !found {
			return fault.New(fault.NotFound, "page_not_found")
		}
	} else {
		p.Chapters = s.Guide.Chapters(s.lang(c))
	}
	var err error
	if p.Shell, err = s.shell(c, "help"); err != nil {
		return err
	}
	return s.page(c, http.StatusOK, p)
}

// showHelpPicture is a picture of the guide; it changes with the program only.
func (s *Server) showHelpPicture(c echo.Context) error {
	picture, err := s.Guide.Picture(c.Param("lang"), c.Param("file"))
	if err != nil {
		return fault.New(fault.NotFound, "not_found") //nolint:nilerr // any other name is no picture
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=3600")
	return c.Blob(http.StatusOK, "image/png", picture)
}
