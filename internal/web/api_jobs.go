package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
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
	Paused   bool             `json:"paused,omitempty"`
	Pace     *int             `json:"per_minute,omitempty"`
	Left     *int             `json:"minutes_left,omitempty"`
	Code     *string          `json:"code,omitempty"` // of the certificate that a re-issue makes
}

// viewJob shows a job; one that is paused waits, whatever it was doing.
func viewJob(j jobs.Job, now time.Time, t message) jobJSON {
	out := jobJSON{
		ID: j.ID, State: j.State, Done: j.Done, Total: j.Total, Errors: []jobs.ItemError{},
		Created: j.Created.UTC(), Finished: optionalTime(j.Finished), Paused: j.Resting(),
	}
	if out.Paused {
		out.State = jobs.Queued
	}
	if pace, left, ok := j.Pace(now); ok {
		minutes := minutesLeft(left)
		out.Pace, out.Left = &pace, &minutes
	}
	for _, e := range j.Errors {
		if e.Message == "" {
			e.Message = t("fault", e.Code, nil)
		}
		out.Errors = append(out.Errors, e)
	}
	return out
}

// minutesLeft rounds up, so that the last minute is one.
func minutesLeft(left time.Duration) int { return max(1, int((left+time.Minute-1)/time.Minute)) }

func (s *Server) showJob(c echo.Context) error {
	j, err := s.Jobs.LoadJob(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	if err := s.mayReadJob(c, j); err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewJob(j, s.Now(), s.messages(c)))
}

func (s *Server) pauseJob(c echo.Context) error { return s.restJob(c, true) }

func (s *Server) resumeJob(c echo.Context) error { return s.restJob(c, false) }

// restJob pauses an issue of certificates or lets it go on, and answers the job.
func (s *Server) restJob(c echo.Context, paused bool) error {
	if err := decodeOptional(c, &struct{}{}); err != nil {
		return err
	}
	j, err := s.Jobs.LoadJob(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	if err := s.mayRestJob(c, j); err != nil {
		return err
	}
	if err := s.Jobs.PauseJob(c.Request().Context(), j.ID, paused); err != nil {
		return err
	}
	return s.replyJob(c, http.StatusOK, j.ID, "")
}

// mayRestJob is for who issues the certificates that the job makes.
func (s *Server) mayRestJob(c echo.Context, j jobs.Job) error {
	if err := s.mayReadJob(c, j); err != nil {
		return err
	}
	if j.Kind != certificates.BatchJob {
		return fault.New(fault.NotFound, "not_found")
	}
	return s.Certificates.MayIssue(c.Request().Context(), who(c), s.slugOf(c, j.Edition))
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
	view := viewJob(j, s.Now(), s.messages(c))
	view.Code = optional(code)
	return reply(c, status, view)
}
