package web

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"
	"golang.org/x/image/draw"
	"golang.org/x/image/webp"

	"vinhdanh/internal/fault"
)

// The longer sides, in pixels, at which the pages show photos: on a card, and on a page of its own.
const (
	smallPhoto  = 360
	mediumPhoto = 720
)

// maxThumbs bounds the memory of made pictures, in bytes.
const maxThumbs = 16 << 20

// thumbs keeps small pictures by file and size, because making one of a phone's photo takes a third of a
// second. One is made at a time, since a whole photo takes a hundred megabytes while it is read. The zero
// value is ready.
type thumbs struct {
	mu   sync.Mutex
	made map[string][]byte
	size int
	turn sync.Mutex
}

// of is the picture of a file with a longer side of at most side pixels, as JPEG.
func (t *thumbs) of(ctx context.Context, blobs Blobs, sha string, side int) ([]byte, error) {
	key := sha + "/" + strconv.Itoa(side)
	if data := t.kept(key); data != nil {
		return data, nil
	}
	t.turn.Lock()
	defer t.turn.Unlock()
	if data := t.kept(key); data != nil {
		return data, nil
	}
	f, err := blobs.Open(ctx, sha)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, maxFile*2))
	if err != nil {
		return nil, err
	}
	data, err := shrink(content, side)
	if err == nil {
		t.keep(key, data)
	}
	return data, err
}

func (t *thumbs) kept(key string) []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.made[key]
}

func (t *thumbs) keep(key string, data []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.made == nil || t.size+len(data) > maxThumbs {
		t.made, t.size = map[string][]byte{}, 0
	}
	t.made[key] = data
	t.size += len(data)
}

// shrink writes a picture anew as JPEG on white; what is no picture is the fault not_found.
func shrink(content []byte, side int) ([]byte, error) {
	img, err := decodePhoto(content)
	if err != nil {
		return nil, fault.New(fault.NotFound, "not_found")
	}
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	if longer := max(w, h); longer > side {
		w, h = max(1, w*side/longer), max(1, h*side/longer)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.BiLinear.Scale(out, out.Bounds(), img, img.Bounds(), draw.Over, nil)
	var buf bytes.Buffer
	err = jpeg.Encode(&buf, out, &jpeg.Options{Quality: 76})
	return buf.Bytes(), err
}

// decodePhoto goes by the first bytes, never by the registry of package image.
func decodePhoto(content []byte) (image.Image, error) {
	switch http.DetectContentType(content) {
	case "image/png":
		return png.Decode(bytes.NewReader(content))
	case "image/webp":
		return webp.Decode(bytes.NewReader(content))
	}
	return jpeg.Decode(bytes.NewReader(content))
}

func (s *Server) showSmallPhoto(c echo.Context) error  { return s.showThumb(c, smallPhoto) }
func (s *Server) showMediumPhoto(c echo.Context) error { return s.showThumb(c, mediumPhoto) }

func (s *Server) showThumb(c echo.Context, side int) error {
	found, err := s.lookup(c, codeParam(c))
	if err != nil {
		return err
	}
	if found.Photo == "" {
		return fault.New(fault.NotFound, "not_found")
	}
	return s.sendThumb(c, found.Photo, side)
}

// sendThumb answers a small picture, which browsers may keep for an hour.
func (s *Server) sendThumb(c echo.Context, sha string, side int) error {
	h := c.Response().Header()
	etag := strconv.Quote(sha + "-" + strconv.Itoa(side))
	h.Set("Etag", etag)
	h.Set("Cache-Control", "public, max-age=3600")
	if c.Request().Header.Get("If-None-Match") == etag {
		return c.NoContent(http.StatusNotModified)
	}
	data, err := s.thumbs.of(c.Request().Context(), s.Blobs, sha, side)
	if err != nil {
		return err
	}
	h.Set("Content-Security-Policy", filePolicy)
	return c.Blob(http.StatusOK, "image/jpeg", data)
}

// showProductPhoto is one picture of a recognised product, whole or as the page shows it.
func (s *Server) showProductPhoto(c echo.Context) error {
	n, err := strconv.Atoi(c.Param("n"))
	if err != nil {
		return fault.New(fault.NotFound, "not_found")
	}
	p, err := s.Certificates.Product(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	for _, photo := range p.Photos {
		if photo.N != n {
			continue
		}
		if strings.HasSuffix(c.Path(), "/medium") {
			return s.sendThumb(c, photo.SHA256, mediumPhoto)
		}
		return s.sendPhoto(c, photo.SHA256)
	}
	return fault.New(fault.NotFound, "not_found")
}
