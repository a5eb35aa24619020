package web

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"vinhdanh/judging"
)

// readable are the media types that a browser shows by itself; everything else is a download. All of them
// were decoded and looked through when they came in.
var readable = []string{"application/pdf", "image/jpeg", "image/png", "image/webp"}

// shownAs is how a page's scripts show a media type over the page: "pdf", "image" or not at all.
func shownAs(mediaType string) string {
	switch {
	case mediaType == "application/pdf":
		return "pdf"
	case slices.Contains(readable, mediaType):
		return "image"
	}
	return ""
}

// showFile answers a document to be read in the browser, whose own reader of PDFs works inside the sandbox;
// what browsers do not show is sent as a download.
func (s *Server) showFile(c echo.Context, d judging.Document) error {
	if !slices.Contains(readable, d.MediaType) {
		return s.sendFile(c, d.SHA256, d.MediaType, d.Filename)
	}
	f, err := s.Blobs.Open(c.Request().Context(), d.SHA256)
	if err != nil {
		return err
	}
	defer f.Close()
	h := c.Response().Header()
	h.Set("Content-Disposition", "inline")
	h.Set("Content-Security-Policy", filePolicy)
	h.Set("Cache-Control", "private, max-age=3600")
	h.Add("Vary", "Cookie") // whoever signs in next at this browser asks anew
	h.Set("Etag", strconv.Quote(d.SHA256))
	return c.Stream(http.StatusOK, d.MediaType, f)
}
