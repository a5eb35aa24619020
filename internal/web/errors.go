package web

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"syscall"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

// problem is an RFC 9457 answer.
type problem struct {
	Type       string           `json:"type"`
	Status     int              `json:"status"`
	Title      string           `json:"title"`
	Detail     string           `json:"detail"`
	Code       string           `json:"code"`
	RequestID  string           `json:"request_id"`
	Errors     []problemField   `json:"errors"` // empty when no field is at fault
	Missing    []problemMissing `json:"missing,omitempty"`
	Sheet      *sheetJSON       `json:"sheet,omitempty"`
	Nomination *nominationJSON  `json:"nomination,omitempty"`
}

type problemField struct {
	Field   string `json:"field"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

type problemMissing struct {
	Code   string     `json:"code"`
	Detail string     `json:"detail"`
	Args   fault.Args `json:"args,omitempty"`
}

// statuses is what each kind of failure becomes.
var statuses = map[fault.Kind]int{
	fault.Unauthorised: http.StatusUnauthorized,
	fault.Forbidden:    http.StatusForbidden,
	fault.NotFound:     http.StatusNotFound,
	fault.Conflict:     http.StatusConflict,
	fault.Invalid:      http.StatusUnprocessableEntity,
	fault.Malformed:    http.StatusBadRequest,
	fault.TooLarge:     http.StatusRequestEntityTooLarge,
	fault.TooMany:      http.StatusTooManyRequests,
	fault.Unavailable:  http.StatusServiceUnavailable,
}

// methodNotAllowed has no kind of its own: no service ever says it.
const methodNotAllowed fault.Kind = "method_not_allowed"

// asFault is what the caller may be told of an error, with its status. Anything that is no fault is told
// as "internal" and nothing else.
func asFault(err error) (*fault.Fault, int) {
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		if status, known := statuses[f.Kind]; known {
			return f, status
		}
	}
	if h, ok := errors.AsType[*echo.HTTPError](err); ok {
		switch h.Code {
		case http.StatusNotFound:
			return fault.New(fault.NotFound, "page_not_found"), h.Code
		case http.StatusMethodNotAllowed:
			return fault.New(methodNotAllowed, "method_not_allowed"), h.Code
		}
	}
	if errors.Is(err, syscall.ENOSPC) { // a request's body that found no room
		return fault.New(fault.Unavailable, "disk_full"), http.StatusServiceUnavailable
	}
	return fault.New("", "internal"), http.StatusInternalServerError
}

// bare reports whether an error is a fault alone, without a cause that the log should know.
func bare(err error) bool {
	_, is := err.(*fault.Fault) //nolint:errorlint // one that is wrapped has a cause
	return is
}

// writeError answers a failed request: a problem for the API, a page elsewhere. It is the one place that
// writes errors; what it does not recognise is logged whole and told in general words.
func (s *Server) writeError(err error, c echo.Context) {
	f, status := asFault(err)
	if status == http.StatusInternalServerError || status == http.StatusServiceUnavailable && !bare(err) {
		s.Log.LogAttrs(c.Request().Context(), slog.LevelError, "request failed",
			slog.String("id", requestID(c)), slog.String("route", routeOf(c)), slog.String("error", err.Error()))
	}
	if status == http.StatusForbidden || status == http.StatusUnauthorized {
		s.Log.LogAttrs(c.Request().Context(), slog.LevelWarn, "request refused",
			slog.String("id", requestID(c)), slog.String("route", routeOf(c)), slog.String("code", f.Code),
			slog.String("user", caller(c).User.ID))
	}
	if c.Response().Committed {
		return
	}
	s.errorHeaders(c, f, status)
	if wantsPage(c) && s.Pages != nil {
		err = s.errorPage(c, f, status)
	} else {
		err = s.writeProblem(c, f, status)
	}
	if err != nil {
		s.Log.Warn("write error answer", "id", requestID(c), "error", err.Error())
	}
}

func (s *Server) errorHeaders(c echo.Context, f *fault.Fault, status int) {
	h := c.Response().Header()
	h.Del("Content-Disposition")
	h.Set("Cache-Control", noStore)
	h.Set("Content-Security-Policy", contentPolicy)
	if status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", "Bearer")
	}
	if seconds := retryAfter(f, status); seconds > 0 {
		h.Set("Retry-After", strconv.Itoa(seconds))
	}
}

// retryAfter is the wait in seconds: the fault's own argument, or a short one while a part is down.
func retryAfter(f *fault.Fault, status int) int {
	if seconds, ok := f.Args["seconds"].(int); ok {
		return seconds
	}
	switch status {
	case http.StatusServiceUnavailable:
		return 5
	case http.StatusTooManyRequests:
		return 60
	}
	return 0
}

func wantsPage(c echo.Context) bool {
	path := c.Request().URL.Path
	return !strings.HasPrefix(path, "/api/") && !strings.HasPrefix(path, "/.well-known/") &&
		!strings.HasPrefix(path, "/ledger/")
}

func (s *Server) writeProblem(c echo.Context, f *fault.Fault, status int) error {
	t := s.messages(c)
	p := problem{
		Type: "about:blank", Status: status, Title: http.StatusText(status),
		Detail: t("fault", f.Code, f.Args), Code: f.Code, RequestID: requestID(c),
		Errors: []problemField{},
	}
	for _, x := range f.Fields {
		p.Errors = append(p.Errors, problemField{x.Field, x.Code, t("field", x.Code, x.Args)})
	}
	for _, m := range f.Missing {
		p.Missing = append(p.Missing, problemMissing{m.Code, t("missing", m.Code, m.Args), m.Args})
	}
	switch stored := f.Stored.(type) {
	case judging.SheetView:
		p.Sheet = new(viewSheet(stored))
	case judging.NominationView:
		p.Nomination = new(viewNomination(stored, s.slugOf(c, stored.Edition), t))
	}
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return c.Blob(status, "application/problem+json", body)
}
