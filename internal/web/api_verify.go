package web

import (
	"fmt"
	"net/http"
	"os"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
)

type verdictFileJSON struct {
	Verdict string      `json:"verdict"`
	Code    *string     `json:"code"`
	Status  *string     `json:"status"`
	Checks  []checkJSON `json:"checks"`
}

type checkJSON struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail"`
}

func (s *Server) verifyCertificate(c echo.Context) error {
	u, err := s.readUpload(c, nil, nil)
	if err != nil {
		return err
	}
	defer u.close()
	v, err := s.verifyFile(c, u)
	if err != nil {
		return err
	}
	out := verdictFileJSON{string(v.Verdict), optional(v.Code), optional(string(v.Status)), []checkJSON{}}
	for _, check := range viewChecks(v.Checks, s.messages(c)) {
		out.Checks = append(out.Checks, checkJSON(check))
	}
	return reply(c, http.StatusOK, out)
}

// verifyFile judges an uploaded file; a few at a time, because each is held in memory.
func (s *Server) verifyFile(c echo.Context, u *upload) (certificates.FileVerdict, error) {
	ctx := c.Request().Context()
	select {
	case s.checks <- struct{}{}:
		defer func() { <-s.checks }()
	case <-ctx.Done():
		return certificates.FileVerdict{}, fault.New(fault.Unavailable, "busy")
	}
	data, err := os.ReadFile(u.path)
	if err != nil {
		return certificates.FileVerdict{}, fmt.Errorf("read upload: %w", err)
	}
	v, err := s.Certificates.VerifyFile(ctx, u.sha256, data)
	for range v.Guesses { // a file full of codes is a way to guess them
		if !caller(c).SignedIn() && !s.unknown.allow(addressKey(c.RealIP())) {
			s.metrics.limited("unknown_code")
			return v, fault.New(fault.TooMany, "too_many_codes", "seconds", 60)
		}
	}
	return v, err
}

// checkView is one check of a file in the reader's language.
type checkView struct {
	Name   string
	OK     bool
	Detail string
}

func viewChecks(checks []certificates.Check, t message) []checkView {
	out := make([]checkView, 0, len(checks))
	for _, x := range checks {
		out = append(out, checkView{x.Name, x.OK, t("check", x.DetailKey, x.Args)})
	}
	return out
}
