package web

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/templates"
)

// maxProductPhotos is how many pictures of a product its page shows.
const maxProductPhotos = 6

// showProduct is one recognised product over the years. It shows what certificates print, and nothing else
// of a dossier but its photos.
func (s *Server) showProduct(c echo.Context) error {
	found, err := s.Certificates.Product(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	sh, err := s.shell(c, "products")
	if err != nil {
		return err
	}
	newest := found.Recognitions[0]
	for _, r := range found.Recognitions {
		if r.Status == certificates.Valid {
			newest = r
			break
		}
	}
	p := templates.PublicProduct{
		Shell: sh, Product: newest.Product, Producer: newest.Producer, Commune: newest.Address,
		PlaceURL:    "/products?" + url.Values{"place": {certificates.PlaceKey(newest.Address)}}.Encode(),
		ProducerURL: "/products?" + url.Values{"q": {newest.Producer}}.Encode(), Group: s.inLang(c, newest.Statement.ProductGroup),
		SetMembers: newest.Statement.SetMembers, Status: templates.VerifyStatus(newest.Status),
		VerifyURL: s.langed(c, "/v/"+lowerCode(newest.Code)), Report: sh.Help,
	}
	if newest.Address == "" {
		p.PlaceURL = ""
	}
	for _, r := range found.Recognitions {
		p.Recognitions = append(p.Recognitions, s.recognition(c, r))
	}
	for i, photo := range found.Photos[:min(len(found.Photos), maxProductPhotos)] {
		address := "/products/" + found.ID + "/photos/" + strconv.Itoa(photo.N)
		p.Photos = append(p.Photos, templates.PublicPhoto{N: i + 1, URL: address + "/medium", WholeURL: address})
	}
	return s.page(c, http.StatusOK, p)
}

func (s *Server) recognition(c echo.Context, r certificates.Recognition) templates.ProductRecognition {
	line := s.editionLine(c, r.Edition)
	out := templates.ProductRecognition{
		Year: line.Year, Title: s.inLang(c, r.Statement.LevelTitle), Prize: r.Statement.Prize, Edition: line.Name,
		Decision: decisionRef(r.Statement.DecisionNumber, string(r.Statement.DecisionDate)), Status: templates.VerifyStatus(r.Status),
		ValidUntil: day(r.ValidUntil), Code: r.Code, VerifyURL: s.langed(c, "/v/"+lowerCode(r.Code)),
	}
	if line.Public() {
		out.EditionURL = "/editions/" + line.Slug
	}
	return out
}

// langed is the address of a page that keeps no cookie, in the reader's language.
func (s *Server) langed(c echo.Context, path string) string {
	if lang := s.lang(c); lang != "vi" {
		return path + "?lang=" + lang
	}
	return path
}
