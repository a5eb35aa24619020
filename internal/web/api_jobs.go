package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/jobs"
)

type jobJSON struct {
	ID       string           `json:"id"`
	State    jobs.State       `json:"state"`
	Done     int              `json:"done"`
	Total    int              `json:"total"`
	Errors   []jobs.ItemError `json:"errors"`
	Created  time.Time        `json:"created_at"`
	Finished *time.Time       `json:"finished_at"`
	Code     *string          `json:"code,omitempty"` // of the certificate that a re-issue makes
}

func viewJob(j jobs.Job, t message) jobJSON {
	out := jobJSON{
		ID: j.ID, State: j.State, Done: j.Done, Total: j.Total, Errors: []jobs.ItemError{},
		Created: j.Created.UTC(), Finished: optionalTime(j.Finished),
	}
	for _, e := range j.Errors {
		if e.Message == "" {
			e.Message = t("fault", e.Code, nil)
		}
		out.Errors = append(out.Errors, e)
	}
	return out
}

func (s *Server) showJob(c echo.Context) error {
	j, err := s.Jobs.LoadJob(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	if err := s.mayReadJob(c, j); err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewJob(j, s.messages(c)))
}

// mayReadJob hides jobs of editions whose jobs the caller may not read, and those of no edition at all.
func (s *Server) mayReadJob(c echo.Context, j jobs.Job) error {
	hidden := fault.New(fault.NotFound, "not_found")
	slug := s.slugOf(c, j.Edition)
	if slug == "" {
		return hidden
	}
	hats, err := s.Judging.Hats(c.Request().Context(), who(c), slug)
	if err != nil {
		return err
	}
	if !accounts.Allowed(accounts.ReadJob, hats) {
		return hidden
	}
	return nil
}

func (s *Server) replyJob(c echo.Context, status int, id, code string) error {
	j, err := s.Jobs.LoadJob(c.Request().Context(), id)
	if err != nil {
		return err
	}
	view := viewJob(j, s.messages(c))
	view.Code = optional(code)
	return reply(c, status, view)
}
