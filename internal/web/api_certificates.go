package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

func (s *Server) listCertificates(c echo.Context) error {
	p, err := readPaging(c)
	if err != nil {
		return err
	}
	items, next, err := s.Certificates.Register(c.Request().Context(), who(c), c.Param("slug"), certificates.Query{
		Text: p.text, Group: c.QueryParam("group"), After: p.cursor, Limit: p.limit,
	})
	if err != nil {
		return err
	}
	return replyList(c, items, next, viewLine)
}

// issueCertificates prepares what is still missing and answers the job that issues it.
func (s *Server) issueCertificates(c echo.Context) error {
	var f struct {
		IssuedOn string `json:"issued_on"`
		Tell     bool   `json:"tell"`
	}
	if err := decode(c, &f); err != nil {
		return err
	}
	job, err := s.Certificates.Prepare(c.Request().Context(), who(c), c.Param("slug"), f.IssuedOn, f.Tell)
	if err != nil {
		return err
	}
	return s.replyJob(c, http.StatusAccepted, job, "")
}

// countersign takes back one certificate that the authority signed with its own tool.
func (s *Server) countersign(c echo.Context) error {
	ctx, slug := c.Request().Context(), c.Param("slug")
	u, err := s.readUpload(c, nil, func(map[string]string) error { return s.Certificates.MayCountersign(ctx, who(c), slug) })
	if err != nil {
		return err
	}
	defer u.close()
	file, err := os.ReadFile(u.path)
	if err != nil {
		return fmt.Errorf("read upload: %w", err)
	}
	line, err := s.Certificates.Countersign(ctx, who(c), slug, file, s.Countersign)
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewLine(line))
}

// showCertificate answers for any issued code in any spelling. Only well-formed unknown codes are counted
// against the caller's address.
func (s *Server) showCertificate(c echo.Context) error {
	p, err := s.lookup(c, codeParam(c))
	if err != nil {
		return err
	}
	proof, err := s.proof(c.Request().Context(), p.Background)
	if err != nil {
		return err
	}
	s.countLookup(c, p)
	answer := viewPublic(p, proof)
	if err := s.historyJSON(c, p, &answer); err != nil {
		return err
	}
	return reply(c, http.StatusOK, answer)
}

// lookup finds an issued certificate; unknown codes are limited, a valid code is always answered.
func (s *Server) lookup(c echo.Context, code string) (certificates.Public, error) {
	p, err := s.Certificates.Lookup(c.Request().Context(), code)
	if fault.KindOf(err) == fault.NotFound {
		if !caller(c).SignedIn() && !s.unknown.allow(addressKey(c.RealIP())) {
			s.metrics.limited("unknown_code")
			return p, fault.New(fault.TooMany, "too_many_codes", "seconds", 60)
		}
	}
	return p, err
}

// codeParam is the code of the address as it was typed.
func codeParam(c echo.Context) string {
	code := c.Param("code")
	if c.Request().URL.RawPath != "" {
		if plain, err := url.PathUnescape(code); err == nil {
			return plain
		}
	}
	return code
}

func (s *Server) showCertificatePDF(c echo.Context) error {
	p, err := s.lookup(c, codeParam(c))
	if err != nil {
		return err
	}
	code, err := certificates.ParseCode(p.Code)
	if err != nil {
		return err
	}
	return s.sendFile(c, p.File(), "application/pdf", "vinhdanh-"+code.Lower()+".pdf")
}

type withdrawalForm struct {
	Reason   string `json:"reason"`
	Decision struct {
		Number string `json:"number"`
		Date   string `json:"date"`
	} `json:"decision"`
	EffectiveOn string `json:"effective_on"`
}

func readWithdrawal(c echo.Context) (certificates.Withdrawal, error) {
	var f withdrawalForm
	err := decode(c, &f)
	return certificates.Withdrawal{
		Reason: f.Reason, DecisionNumber: f.Decision.Number, DecisionDate: f.Decision.Date, EffectiveOn: f.EffectiveOn,
	}, err
}

func (s *Server) revokeCertificate(c echo.Context) error { return withdraw(c, s.Certificates.Revoke) }

func (s *Server) suspendCertificate(c echo.Context) error { return withdraw(c, s.Certificates.Suspend) }

func (s *Server) reinstateCertificate(c echo.Context) error {
	return withdraw(c, s.Certificates.Reinstate)
}

func withdraw(c echo.Context, act func(context.Context, accounts.Actor, string, certificates.Withdrawal) (certificates.Line, error)) error {
	w, err := readWithdrawal(c)
	if err != nil {
		return err
	}
	line, err := act(c.Request().Context(), who(c), codeParam(c), w)
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewLine(line))
}

func (s *Server) reissueCertificate(c echo.Context) error {
	w, err := readWithdrawal(c)
	if err != nil {
		return err
	}
	job, code, err := s.Certificates.Reissue(c.Request().Context(), who(c), codeParam(c), w)
	if err != nil {
		return err
	}
	return s.replyJob(c, http.StatusAccepted, job, code)
}
