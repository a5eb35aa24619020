package web

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
	"vinhdanh/templates"
)

// officeReports shows what the public reported about certificates of the edition, and which were looked up unusually often.
func (s *Server) officeReports(c echo.Context) error {
	return s.reportsPage(c, http.StatusOK, "", nil)
}

func (s *Server) reportsPage(c echo.Context, status int, at string, faults templates.FormFaults) error {
	o, err := s.office(c, "certificates")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	reports, err := s.Certificates.MisuseReports(ctx, who(c), o.edition.Slug)
	if err != nil {
		return err
	}
	unusual, err := s.Certificates.UnusualLookups(ctx, o.edition.ID)
	if err != nil {
		return err
	}
	names, err := s.memberNames(c, o.edition.Slug)
	if err != nil {
		return err
	}
	base, t := o.base()+"/certificates", s.messages(c)
	p := templates.OfficeReports{Shell: o.shell, Edition: o.line, Nav: o.nav, Faults: faults, FaultsOf: at,
		Back: templates.Link{Text: o.tell("back_register"), URL: base}}
	for _, r := range reports {
		line := templates.OfficeReport{ID: r.ID, Action: base + "/reports/" + r.ID, Kind: t("page.say.misuse.kind", string(r.Kind), nil), Code: r.Code, VerifyURL: "/v/" + lowerCode(r.Code),
			Text: r.Text, Contact: r.Contact, At: r.At, Handled: r.Handled, HandledBy: names[r.HandledBy], Note: r.Note}
		if r.Certificate != "" {
			line.CertificateURL = base + "/" + lowerCode(r.Code)
		}
		if r.Photo != "" {
			line.PhotoURL = line.Action + "/photo"
		}
		if r.Handled.IsZero() {
			p.New++
		}
		p.Reports = append(p.Reports, line)
	}
	for _, u := range unusual {
		p.Unusual = append(p.Unusual, templates.OfficeUnusual{Day: day(string(u.Day)), Count: u.N, Product: u.Product, Number: u.Number, URL: base + "/" + lowerCode(u.Code)})
	}
	return s.page(c, status, p)
}

// publicWord says on the register how much the public reported and looked up.
func (s *Server) publicWord(c echo.Context, o officeScene, p *templates.OfficeRegister) error {
	reports, err := s.Certificates.MisuseReports(c.Request().Context(), who(c), o.edition.Slug)
	if err != nil {
		return err
	}
	unusual, err := s.Certificates.UnusualLookups(c.Request().Context(), o.edition.ID)
	if err != nil {
		return err
	}
	for _, r := range reports {
		if r.Handled.IsZero() {
			p.NewReports++
		}
	}
	if p.Unusual = len(unusual); p.Unusual+len(reports) > 0 {
		p.ReportsURL = o.base() + "/certificates/reports"
	}
	return nil
}

// officeHandleReport notes what was done about a report.
func (s *Server) officeHandleReport(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	slug, id := c.Param("slug"), c.Param("id")
	err = s.Certificates.HandleMisuse(c.Request().Context(), who(c), slug, id, typed(form, "note"))
	if faults := s.formFaults(c, err); faults != nil {
		return s.reportsPage(c, http.StatusUnprocessableEntity, id, faults)
	}
	if err != nil {
		return err
	}
	return s.done(c, "/desk/"+slug+"/certificates/reports", "misuse_handled")
}

// officeReportPhoto sends the picture of a report.
func (s *Server) officeReportPhoto(c echo.Context) error {
	list, err := s.Certificates.MisuseReports(c.Request().Context(), who(c), c.Param("slug"))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(r certificates.MisuseReport) bool { return r.ID == c.Param("id") })
	if i < 0 || list[i].Photo == "" {
		return fault.New(fault.NotFound, "not_found")
	}
	return s.sendPhoto(c, list[i].Photo)
}

// lookupChart is how often a certificate was looked up on each of the last days.
func (s *Server) lookupChart(c echo.Context, x certificateScene) (chart templates.LookupChart, err error) {
	days, err := s.Certificates.Lookups(c.Request().Context(), x.ID)
	if err != nil {
		return chart, err
	}
	chart.From, chart.Until = day(string(days[0].Day)), day(string(days[len(days)-1].Day))
	for _, d := range days {
		chart.Total += d.N
		if d.N > chart.Most {
			chart.Most, chart.MostOn = d.N, day(string(d.Day))
		}
	}
	const height = 60
	for i, d := range days {
		h := 0
		if d.N > 0 {
			h = max(2, d.N*height/chart.Most)
		}
		chart.Bars = append(chart.Bars, templates.LookupBar{X: 10 * i, Y: height - h, Height: h, Unusual: d.Told,
			Title: x.date(string(d.Day)) + ": " + strconv.Itoa(d.N)})
	}
	return chart, nil
}
