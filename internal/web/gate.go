package web

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
)

const (
	keyRequestID = "request id"
	keyRoute     = "route"
	keyCaller    = "caller"
)

// gate is the one middleware of every request, known route or not: request id, headers, methods that are
// never served, recovery, errors, access log and metrics. It logs neither bodies nor tokens nor queries.
func (s *Server) gate(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := time.Now() //nolint:forbidigo // durations for the log, no business time
		id := rand.Text()
		c.Set(keyRequestID, id)
		s.setHeaders(c.Response().Header(), id)
		if err := s.safely(next, c); err != nil {
			s.writeError(err, c)
		}
		took := time.Since(start)
		s.metrics.observe(c.Request().Method, routeOf(c), c.Response().Status, took)
		s.logRequest(c.Request(), id, c.Response().Status, start, took, c.RealIP(), caller(c).User.ID)
		return nil
	}
}

// safely turns a panic into an error, which is logged with its stack and answered as any unknown error.
func (s *Server) safely(next echo.HandlerFunc, c echo.Context) (err error) {
	defer func() {
		if p := recover(); p != nil {
			if cause, ok := p.(error); ok && errors.Is(cause, http.ErrAbortHandler) {
				panic(p)
			}
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	switch c.Request().Method {
	case http.MethodOptions, http.MethodTrace, http.MethodConnect:
		return echo.ErrMethodNotAllowed
	}
	return next(c)
}

const (
	contentPolicy = "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"
	filePolicy    = "sandbox; default-src 'none'; frame-ancestors 'none'"
	noStore       = "no-store"
	noDevices     = "geolocation=(), microphone=(), payment=()"
	hsts          = "max-age=31536000; includeSubDomains"
)

// setHeaders are the headers of every answer; static files replace Cache-Control later.
func (s *Server) setHeaders(h http.Header, id string) {
	h.Set("X-Request-Id", id)
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", noDevices+", camera=()")
	h.Set("Cache-Control", noStore)
	if s.https && !s.HallTLS {
		h.Set("Strict-Transport-Security", hsts)
	}
}

// allowCamera lets the page that is answered scan symbols; no other page may use the camera.
func allowCamera(h http.Header) { h.Set("Permissions-Policy", noDevices+", camera=(self)") }

// loggable is a path without what could break a log's line and without one-time secrets.
func loggable(path string) string {
	for _, secret := range []string{"/setup/", "/invitation/"} {
		if strings.HasPrefix(path, secret) {
			return secret + "…"
		}
	}
	return strings.ToValidUTF8(path, "?")
}

func routeOf(c echo.Context) string {
	if r, ok := c.Get(keyRoute).(string); ok {
		return r
	}
	return "none"
}

func requestID(c echo.Context) string {
	id, _ := c.Get(keyRequestID).(string)
	return id
}
