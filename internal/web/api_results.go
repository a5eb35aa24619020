package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"vinhdanh/judging"
)

// showResultsBundle serves what opens an announced edition's commitments to whom the organiser lets have it.
func (s *Server) showResultsBundle(c echo.Context) error {
	data, err := s.resultsBundle(c)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, disposition("ket-qua-"+c.Param("slug")+".json"))
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, data)
}

// resultsBundle makes the bundle while nobody else's is being made.
func (s *Server) resultsBundle(c echo.Context) ([]byte, error) {
	s.bundles.Lock()
	defer s.bundles.Unlock()
	b, err := s.Judging.ResultsBundle(c.Request().Context(), who(c), c.Param("slug"), "")
	if err != nil {
		return nil, err
	}
	return b.Encode()
}

// offerResults says who may have the bundle.
func (s *Server) offerResults(c echo.Context) error {
	var f struct {
		For string `json:"for"`
	}
	if err := decode(c, &f); err != nil {
		return err
	}
	e, err := s.Judging.OfferResults(c.Request().Context(), who(c), c.Param("slug"), judging.Audience(f.For))
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewEdition(e))
}

// bundleURL is where a reader of a page gets the bundle, "" when it is hidden from him or not there yet.
func (s *Server) bundleURL(c echo.Context, slug string) (string, error) {
	may, err := s.Judging.MayHaveResults(c.Request().Context(), who(c), slug)
	if err != nil || !may {
		return "", err
	}
	return apiRoot + "/editions/" + slug + "/results", nil
}
