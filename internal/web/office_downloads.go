package web

import (
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
)

// downloadsAtOnce bounds downloads of many certificates: each holds the lines of a register and keeps a disk busy.
const downloadsAtOnce = 4

// patience is how long the reader of a download may take nothing before it is cut off and another gets its place.
const patience = 2 * time.Minute

// oneOfFew refuses a download while as many as may be are under way.
func (s *Server) oneOfFew(h echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		select {
		case s.downloads <- struct{}{}:
			defer func() { <-s.downloads }()
		default:
			return fault.New(fault.Unavailable, "downloads_busy", "seconds", 60)
		}
		before := c.Response().Writer
		w := &impatient{before, http.NewResponseController(before), s.patience}
		c.Response().Writer = w
		defer func() {
			c.Response().Writer = before
			_ = w.until(time.Time{}) // the connection may bear further requests; one that is gone needs no deadline
		}()
		return h(c)
	}
}

// impatient gives each write its own deadline.
type impatient struct {
	http.ResponseWriter
	control  *http.ResponseController
	patience time.Duration
}

func (w *impatient) Write(p []byte) (int, error) {
	now := time.Now() //nolint:forbidigo // a deadline of the network, no business time
	if err := w.until(now.Add(w.patience)); err != nil {
		return 0, err
	}
	return w.ResponseWriter.Write(p)
}

// until sets the deadline; a writer that knows none, as of a test without a network, has none.
func (w *impatient) until(t time.Time) error {
	if err := w.control.SetWriteDeadline(t); !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}

// Unwrap is for http.ResponseController.
func (w *impatient) Unwrap() http.ResponseWriter { return w.ResponseWriter }
