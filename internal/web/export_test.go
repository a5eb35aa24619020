package web

import (
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// RouteInfo is a route as tests outside the package see it.
type RouteInfo struct {
	Method, Pattern string
	Right           accounts.Right
	Public          bool
}

// Routes is the table of routes.
func (s *Server) Routes() []RouteInfo {
	var list []RouteInfo
	for _, r := range s.routes() {
		list = append(list, RouteInfo{r.method, r.pattern, r.right, r.public()})
	}
	return list
}

// SpecPath is specPath for tests.
func SpecPath(pattern string) string { return specPath(pattern) }

// Specification is the description as JSON.
func (s *Server) Specification() []byte { return s.openapi }

// Keeps reports whether a request would be answered from finished bytes.
func (s *Server) Keeps(r *http.Request) bool {
	key, ok := s.finishedKey(r)
	now := s.Now()
	generation, fresh := s.hot.fresh.generation(r.Context(), now)
	if !ok || !fresh {
		return false
	}
	day := s.hot.at(now).day
	return s.hot.issued.get(key.wordless(), generation, day, now) != nil || s.hot.unknown.get(key, generation, day, now) != nil
}

// WrongPages are the pages about wrong codes that other codes' are made of, by their status and the request's kind.
func (s *Server) WrongPages() map[[2]int]string {
	made := map[[2]int]string{}
	for sort := range s.hot.wrong.kinds {
		for kind := range s.hot.wrong.kinds[sort] {
			if p := s.hot.wrong.kinds[sort][kind].Load(); p != nil && p.body != nil {
				made[[2]int{sort, kind}] = fmt.Sprintf("%p", p)
			}
		}
	}
	return made
}

// Downloads is a server of one long download, with so much patience, and how many may run at once.
func Downloads(patience time.Duration, download echo.HandlerFunc) (http.Handler, int) {
	s := &Server{downloads: make(chan struct{}, downloadsAtOnce), patience: patience}
	e := echo.New()
	e.GET("/", s.oneOfFew(download))
	e.HTTPErrorHandler = func(err error, c echo.Context) {
		if fault.IsCode(err, "downloads_busy") {
			err = c.NoContent(http.StatusServiceUnavailable)
		}
		if err != nil {
			c.Logger().Error(err)
		}
	}
	return e, downloadsAtOnce
}
