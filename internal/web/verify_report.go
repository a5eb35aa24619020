package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
	"vinhdanh/templates"
)

// showReport is the form about a misuse. It needs no account and keeps no cookie.
func (s *Server) showReport(c echo.Context) error {
	p := templates.VerifyReport{Sent: c.QueryParam("done") == "reported"}
	return s.reportPage(c, http.StatusOK, p)
}

// reportPage shows the form, with what the code is of; an unknown code can be reported too, and counts as a guess.
func (s *Server) reportPage(c echo.Context, status int, p templates.VerifyReport) (err error) {
	if p.Shell, err = s.shell(c, "verify"); err != nil {
		return err
	}
	code, err := certificates.ParseCode(codeParam(c))
	if err != nil {
		return err
	}
	found, err := s.lookup(c, code.String())
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	p.Shell.Notice = ""
	p.Code, p.Product, p.Producer, p.Host = code.String(), found.Product, found.Producer, s.host
	p.Action, p.BackURL = s.langed(c, reportPath(p.Code)), s.langed(c, "/v/"+code.Lower())
	p.MaxMB, p.Months, p.Contacts = maxFile>>20, s.ContactMonths, p.Shell.Help
	for _, kind := range certificates.Misuses() {
		p.Kinds = append(p.Kinds, templates.Option{Value: string(kind), Label: s.messages(c)("page.say.misuse.kind", string(kind), nil)})
	}
	return s.page(c, status, p)
}

// trap is a field that people do not see. What fills it in is a program, whose report is thanked for and dropped.
const trap = "website"

// sendReport takes a report. Its address is used to count what comes from it within a minute, and is not stored.
func (s *Server) sendReport(c echo.Context) error {
	if _, err := certificates.ParseCode(codeParam(c)); err != nil {
		return err
	}
	u, err := s.readUpload(c, []string{"csrf", "lang", "kind", "text", "contact", "consent", trap}, nil)
	if fault.KindOf(err) == fault.TooLarge {
		return s.refuseReport(c, http.StatusRequestEntityTooLarge, nil, templates.FormFaults{{Field: "file", Message: s.messages(c)("page.say.misuse", "too_large", nil)}})
	}
	if err != nil {
		return err
	}
	defer u.close()
	if u.text[trap] != "" {
		return s.reported(c)
	}
	if !s.reports.allow(addressKey(c.RealIP())) {
		s.metrics.limited("misuse_report")
		return s.refuseReport(c, http.StatusTooManyRequests, u, templates.FormFaults{{Message: s.messages(c)("page.say.misuse", "too_many", nil)}})
	}
	in := certificates.MisuseInput{Kind: certificates.Misuse(u.text["kind"]), Text: u.text["text"], Contact: u.text["contact"], Consent: u.text["consent"] != ""}
	if faults := s.formFaults(c, in.Check()); faults != nil {
		return s.refuseReport(c, http.StatusUnprocessableEntity, u, faults)
	}
	if u.size > 0 {
		sha, _, mediaType, err := s.keep(c.Request().Context(), u)
		if fault.KindOf(err) == fault.Invalid || err == nil && !strings.HasPrefix(mediaType, "image/") {
			return s.refuseReport(c, http.StatusUnprocessableEntity, u, templates.FormFaults{{Field: "file", Message: s.messages(c)("page.say.misuse", "no_photo", nil)}})
		}
		if err != nil {
			return err
		}
		in.Photo = sha
	}
	if _, err := s.Certificates.ReportMisuse(c.Request().Context(), codeParam(c), in); err != nil {
		return err
	}
	return s.reported(c)
}

// reported leads to the thanks.
func (s *Server) reported(c echo.Context) error {
	return s.done(c, s.langed(c, reportPath(codeParam(c))), "reported")
}

// refuseReport shows the form again with what was typed.
func (s *Server) refuseReport(c echo.Context, status int, u *upload, faults templates.FormFaults) error {
	p := templates.VerifyReport{Faults: faults}
	if u != nil {
		p.Kind, p.Text, p.Contact, p.Consent = u.text["kind"], u.text["text"], u.text["contact"], u.text["consent"] != ""
	}
	return s.reportPage(c, status, p)
}
