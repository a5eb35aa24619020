package web

import (
	"bytes"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/templates"
)

// asset is one static file in memory.
type asset struct {
	data      []byte
	packed    []byte // data compressed, nil when that gains nothing
	mediaType string
	lasting   bool
}

const (
	forEver = "public, max-age=31536000, immutable"
	forHour = "public, max-age=3600"
)

// listAssets reads the built files once; they are part of the program.
func (s *Server) listAssets() error {
	s.assets = map[string]asset{}
	files := templates.Assets()
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) == "" || path.Base(name)[0] == '.' {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		packed, err := packAsset(assetType(name), data)
		s.assets[name] = asset{data, packed, assetType(name), templates.Lasting(name)}
		return err
	})
	if err != nil {
		return fmt.Errorf("list static files: %w", err)
	}
	return nil
}

// assetType does not depend on what the machine knows of media types.
func assetType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	case ".ttf":
		return "font/ttf"
	case ".json":
		return "application/json"
	case ".txt":
		return "text/plain; charset=utf-8"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return echo.MIMEOctetStream
}

func (s *Server) showAsset(c echo.Context) error { return s.sendAsset(c, c.Param("*")) }

// showFavicon is for browsers that ask for the old address.
func (s *Server) showFavicon(c echo.Context) error {
	for name := range s.assets {
		if ok, _ := path.Match("seal.*svg", name); ok {
			return s.sendAsset(c, name)
		}
	}
	return fault.New(fault.NotFound, "page_not_found")
}

func (s *Server) sendAsset(c echo.Context, name string) error {
	a, ok := s.assets[name]
	if !ok {
		return fault.New(fault.NotFound, "page_not_found")
	}
	h := c.Response().Header()
	h.Set("Content-Type", a.mediaType)
	h.Set("Cache-Control", forHour)
	if a.lasting {
		h.Set("Cache-Control", forEver)
	}
	if a.packed != nil {
		h.Set("Vary", "Accept-Encoding")
		if takesGzip(c.Request()) {
			h.Set("Content-Encoding", "gzip")
			return c.Blob(http.StatusOK, a.mediaType, a.packed)
		}
	}
	http.ServeContent(c.Response(), c.Request(), name, time.Time{}, bytes.NewReader(a.data))
	return nil
}
