package web

import (
	"errors"
	"net/http"
	"os"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
)

// LookTools draw what certificates look like.
type LookTools struct {
	// Clean reads a picture and writes it anew; its faults are not_an_image and image_too_large.
	Clean func(file []byte) (png []byte, err error)
	// Specimen draws a page that proves nothing, with the frame of a second symbol or without it.
	Specimen func(st certificates.Statement, offline bool) (pdf []byte, err error)
	Designs  []string
}

// maxPicture is how many bytes of an emblem or a seal are read.
const maxPicture = 5 << 20

// lookView is a look as the API reads and writes it.
type lookView struct {
	Design    string     `json:"design"`
	Language  string     `json:"language"`
	Place     string     `json:"place"`
	Authority string     `json:"authority"`
	Signer    signerForm `json:"signer"`
	Emblem    *string    `json:"emblem"`
	Seal      *string    `json:"seal"`
	Offline   bool       `json:"offline_symbol"`
}

func viewLook(l certificates.Look) lookView {
	v := lookView{Design: l.Design, Language: l.Language, Place: l.Place, Authority: l.Authority, Signer: signerForm(l.Signer), Offline: l.Offline}
	if v.Language == "" {
		v.Language = "vi"
	}
	if l.Emblem != "" {
		v.Emblem = &l.Emblem
	}
	if l.Seal != "" {
		v.Seal = &l.Seal
	}
	return v
}

func (v lookView) look() certificates.Look {
	l := certificates.Look{Design: v.Design, Language: v.Language, Place: v.Place, Authority: v.Authority, Signer: certificates.Signer(v.Signer), Offline: v.Offline}
	if v.Emblem != nil {
		l.Emblem = *v.Emblem
	}
	if v.Seal != nil {
		l.Seal = *v.Seal
	}
	return l
}

func (s *Server) showLook(c echo.Context) error {
	l, err := s.Certificates.Look(c.Request().Context(), who(c), c.Param("slug"))
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewLook(l))
}

// setLook replaces the whole look; a picture that is left out is taken away.
func (s *Server) setLook(c echo.Context) error {
	var f lookView
	if err := decode(c, &f); err != nil {
		return err
	}
	l, err := s.Certificates.SetLook(c.Request().Context(), who(c), c.Param("slug"), f.look())
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewLook(l))
}

// addLookPicture puts an emblem or a seal onto the page.
func (s *Server) addLookPicture(c echo.Context) error {
	l, err := s.takePicture(c)
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewLook(l))
}

// takePicture reads, cleans and keeps the picture of a multipart body with the fields kind and file.
func (s *Server) takePicture(c echo.Context) (l certificates.Look, err error) {
	ctx, slug := c.Request().Context(), c.Param("slug")
	u, err := s.readUpload(c, []string{"kind", "csrf"}, func(map[string]string) error { return s.Certificates.MaySetLook(ctx, who(c), slug) })
	if err != nil {
		return l, err
	}
	defer u.close()
	kind := u.text["kind"]
	return s.keepPicture(c, kind, u)
}

// keepPicture cleans a picture and makes it the edition's emblem or seal.
func (s *Server) keepPicture(c echo.Context, kind string, u *upload) (l certificates.Look, err error) {
	ctx := c.Request().Context()
	if u.size > maxPicture {
		var bad fault.Fields
		bad.Add("file", "file_too_large", "max", maxPicture)
		return l, bad.Err()
	}
	// Strangers' pictures are opened in a process of their own, which also turns them as the camera was held.
	_, upright, err := s.Inspector.Inspect(ctx, u.path, u.filename)
	if err != nil {
		return l, err
	}
	if upright != u.path {
		defer os.Remove(upright) //nolint:errcheck // a left-over in the temporary folder harms nobody
	}
	file, err := os.ReadFile(upright)
	if err != nil {
		return l, err
	}
	clean, err := s.Look.Clean(file)
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return l, fileFault(f.Code)
	}
	if err != nil {
		return l, err
	}
	return s.Certificates.AddPicture(ctx, who(c), c.Param("slug"), kind, clean)
}
