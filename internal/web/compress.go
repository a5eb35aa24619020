package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"
)

// smallest is the size in bytes below which compressing gains nothing.
const smallest = 1000

// writers are gzip writers that wait for their next page; each takes a quarter of a megabyte to make.
type writers struct{ pool sync.Pool }

// pack is data compressed by the pool's writers.
func (w *writers) pack(data []byte) ([]byte, error) {
	z, ok := w.pool.Get().(*gzip.Writer)
	if !ok {
		var err error
		if z, err = gzip.NewWriterLevel(io.Discard, 5); err != nil {
			return nil, err
		}
	}
	defer w.pool.Put(z)
	var buf bytes.Buffer
	z.Reset(&buf)
	if _, err := z.Write(data); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// sendHTML writes a page, compressed for who takes that. Pages may be: they carry no secret that a guess
// put beside it in the address could find by the answer's length; a session is in its cookie alone, and the
// one random value of a form is new in every answer.
func (s *Server) sendHTML(c echo.Context, status int, page []byte) error {
	c.Response().Header().Add("Vary", "Accept-Encoding")
	if len(page) < smallest || !takesGzip(c.Request()) {
		return c.HTMLBlob(status, page)
	}
	packed, err := s.writers.pack(page)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Encoding", "gzip")
	return c.HTMLBlob(status, packed)
}

// packAsset is a static file compressed as far as gzip goes, or nil when that gains nothing.
func packAsset(mediaType string, data []byte) ([]byte, error) {
	text := strings.HasPrefix(mediaType, "text/") || mediaType == "image/svg+xml" || mediaType == "application/json"
	if !text || len(data) < smallest {
		return nil, nil
	}
	var buf bytes.Buffer
	z, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(data); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// takesGzip reports whether the caller takes gzip (RFC 9110, 12.5.3).
func takesGzip(r *http.Request) bool {
	for coding := range strings.SplitSeq(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		name, params, _ := strings.Cut(coding, ";")
		if !strings.EqualFold(strings.TrimSpace(name), "gzip") {
			continue
		}
		q, found := strings.CutPrefix(strings.TrimSpace(params), "q=")
		weight, err := strconv.ParseFloat(q, 64)
		return !found || err == nil && weight > 0
	}
	return false
}
