package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
)

// keep looks into an upload and stores what came out of it: hash, size and media type of the stored file.
// Images are stored as they were re-encoded, so the hash is not that of the upload.
func (s *Server) keep(ctx context.Context, u *upload) (sha string, size int64, mediaType string, err error) {
	mediaType, cleaned, err := s.Inspector.Inspect(ctx, u.path, u.filename)
	if err != nil {
		return "", 0, "", err
	}
	if cleaned != u.path {
		defer os.Remove(cleaned) //nolint:errcheck // a left-over in the temporary folder harms nobody
	}
	f, err := os.Open(cleaned)
	if err != nil {
		return "", 0, "", fmt.Errorf("read inspected file: %w", err)
	}
	defer f.Close()
	sha, size, err = s.Blobs.Put(ctx, f, maxFile*2)
	return sha, size, mediaType, err
}

// sendFile answers a stored file as a download that no browser runs.
func (s *Server) sendFile(c echo.Context, sha, mediaType, filename string) error {
	if c.Request().Header.Get("Sec-Fetch-Site") == "cross-site" && !caller(c).session.Expires.IsZero() {
		return fault.New(fault.Forbidden, "cross_origin")
	}
	f, err := s.Blobs.Open(c.Request().Context(), sha)
	if err != nil {
		return err
	}
	defer f.Close()
	h := c.Response().Header()
	h.Set("Content-Disposition", disposition(filename))
	h.Set("Content-Security-Policy", filePolicy)
	h.Set("Etag", strconv.Quote(sha))
	return c.Stream(http.StatusOK, mediaType, f)
}

// disposition is a Content-Disposition with the name in RFC 6266's two spellings where it needs them.
func disposition(filename string) string {
	if d := mime.FormatMediaType("attachment", map[string]string{"filename": filename}); d != "" {
		return d
	}
	return "attachment"
}

// sendPhoto answers a stored picture that a page shows; its type is read from its first bytes, because the
// store keeps none.
func (s *Server) sendPhoto(c echo.Context, sha string) error {
	f, err := s.Blobs.Open(c.Request().Context(), sha)
	if err != nil {
		return err
	}
	defer f.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("read photo: %w", err)
	}
	mediaType := http.DetectContentType(head[:n])
	if !slices.Contains([]string{"image/jpeg", "image/png", "image/webp"}, mediaType) {
		return fault.New(fault.NotFound, "not_found")
	}
	c.Response().Header().Set("Content-Security-Policy", filePolicy)
	return c.Stream(http.StatusOK, mediaType, io.MultiReader(bytes.NewReader(head[:n]), f))
}
