package web

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/jobs"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

func (s *Server) showOffice(c echo.Context) error {
	o, err := s.Accounts.OfficeOf(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	return s.officePage(c, http.StatusOK, templates.PeopleOffice{Programme: o.Programme, Name: o.Name, Province: o.Province,
		Phone: o.Phone, Email: o.Email, Hours: o.Hours})
}

func (s *Server) officePage(c echo.Context, status int, p templates.PeopleOffice) (err error) {
	if p.Shell, err = s.shell(c, "admin"); err != nil {
		return err
	}
	p.MailTo, p.MailToFolder = who(c).User.Email, s.MailToFolder
	if p.Mail, err = s.testMail(c); err != nil {
		return err
	}
	return s.page(c, status, p)
}

func (s *Server) saveOffice(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	in := accounts.OfficeInput{Programme: typed(form, "programme"), Name: typed(form, "name"), Province: typed(form, "province"),
		Phone: typed(form, "phone"), Email: typed(form, "email"), Hours: typed(form, "hours")}
	_, err = s.Accounts.SetOffice(c.Request().Context(), who(c), in)
	if faults := s.formFaults(c, err); err != nil && faults != nil {
		return s.officePage(c, http.StatusUnprocessableEntity, templates.PeopleOffice{Programme: in.Programme, Name: in.Name,
			Province: in.Province, Phone: in.Phone, Email: in.Email, Hours: in.Hours, Faults: faults})
	}
	if err != nil {
		return err
	}
	return s.done(c, "/admin/office", "office_saved")
}

// sendTestMail queues a mail to the caller; its way stands on the page that follows.
func (s *Server) sendTestMail(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	return s.once(c, form, func() (string, error) {
		job, err := s.Accounts.SendTestMail(c.Request().Context(), who(c))
		return "/admin/office?mail=" + url.QueryEscape(job) + "&done=test_mail_sent", err
	})
}

// testMail is how the test mail of the address went; nothing for an address without one.
func (s *Server) testMail(c echo.Context) (m templates.TestMail, err error) {
	id := c.QueryParam("mail")
	if id == "" {
		return m, nil
	}
	job, err := s.Jobs.LoadJob(c.Request().Context(), id)
	if fault.KindOf(err) == fault.NotFound || err == nil && job.Kind != judging.MailJob {
		return m, nil
	}
	if err != nil {
		return m, err
	}
	m = templates.TestMail{State: "queued", URL: "/admin/office?mail=" + url.QueryEscape(id)}
	switch {
	case job.State == jobs.Done:
		m.State = "done"
	case job.State == jobs.Failed:
		m.State, m.Problem = "failed", job.Problem
	case job.Problem != "":
		m.State, m.Problem = "retry", job.Problem
	}
	return m, nil
}
