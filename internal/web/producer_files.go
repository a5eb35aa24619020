package web

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// thumbLasts lets the browser of whoever may read a dossier keep its small pictures for a day.
const thumbLasts = "private, max-age=86400"

func isPicture(mediaType string) bool { return strings.HasPrefix(mediaType, "image/") }

// headOf is the beginning of a file, enough to tell what it is.
func headOf(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read upload: %w", err)
	}
	defer f.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read upload: %w", err)
	}
	return head[:n], nil
}

// paperAt is the paper that the address names, for whoever may read the dossier.
func (s *Server) paperAt(c echo.Context) (judging.Document, error) {
	n, err := pathNumber(c)
	if err != nil {
		return judging.Document{}, err
	}
	return s.Judging.Document(c.Request().Context(), who(c), c.Param("id"), n)
}

// showPaper sends a paper of a dossier: pictures to look at, everything else as a download that no browser runs.
func (s *Server) showPaper(c echo.Context) error {
	d, err := s.paperAt(c)
	if err != nil {
		return err
	}
	if !isPicture(d.MediaType) {
		return s.sendFile(c, d.SHA256, d.MediaType, d.Filename)
	}
	return s.sendPhoto(c, d.SHA256)
}

// showPaperThumb sends a small picture of a paper that is a picture. Pictures were decoded and written anew when
// they came in, so that decoding them here meets nothing hostile.
func (s *Server) showPaperThumb(c echo.Context) error {
	d, err := s.paperAt(c)
	if err != nil {
		return err
	}
	if !isPicture(d.MediaType) {
		return fileFault("not_an_image")
	}
	small, err := s.thumbs.of(c.Request().Context(), s.Blobs, d.SHA256, smallPhoto)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", thumbLasts)
	c.Response().Header().Add("Vary", "Cookie") // whoever signs in next at this browser asks anew
	c.Response().Header().Set("Content-Security-Policy", filePolicy)
	return c.Blob(http.StatusOK, "image/jpeg", small)
}

// askRemove asks whether a paper is to be taken out.
func (s *Server) askRemove(c echo.Context) error {
	d, err := s.ownDossier(c)
	if err != nil {
		return err
	}
	if !d.open(s.Now()) {
		return s.done(c, d.base(), "")
	}
	doc, err := s.paperAt(c)
	if err != nil {
		return err
	}
	sh, err := s.shell(c, "nominations")
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, templates.ProducerRemove{
		Shell: sh, ProducerHead: s.dossierHead(c, d), File: s.fileOf(c, d, doc),
		Action: d.base() + "/files/" + strconv.Itoa(doc.N) + "/remove", BackURL: d.base() + "/documents/" + doc.Kind,
	})
}

// removePaper takes a paper out. A second tap finds it gone and leads to the same place.
func (s *Server) removePaper(c echo.Context) error {
	d, err := s.ownDossier(c)
	if err != nil {
		return err
	}
	doc, err := s.paperAt(c)
	if fault.KindOf(err) == fault.NotFound {
		return s.done(c, d.base(), "producer_file_removed")
	}
	if err != nil {
		return err
	}
	if err := s.Judging.RemoveDocument(c.Request().Context(), who(c), d.ID, doc.N); err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	return s.done(c, d.base()+"/documents/"+doc.Kind, "producer_file_removed")
}
