package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/i18n"
	"vinhdanh/templates"
)

// officeIssue asks for the date of issue; the decision's is suggested.
func (s *Server) officeIssue(c echo.Context) error {
	o, err := s.officeHead(c, "certificates")
	if err != nil {
		return err
	}
	return s.issuePage(c, o, http.StatusOK, "", nil)
}

// issuePage is the form with a typed date; an empty one is suggested.
func (s *Server) issuePage(c echo.Context, o officeScene, status int, typed string, faults templates.FormFaults) error {
	p := o.issueForm()
	p.IssuedOn, p.Faults = typed, faults
	decisions, err := s.Judging.Decisions(c.Request().Context(), who(c), o.edition.Slug)
	if err != nil {
		return err
	}
	if len(decisions) == 0 {
		p.Faults = nil
		p.Refusal = &templates.Empty{Icon: "award", Title: o.tell("no_decision"), Text: o.tell("no_decision_do"),
			Action: templates.Link{Text: o.tell("see_decision"), URL: o.base() + "/decision"}}
		return s.page(c, status, p)
	}
	last := decisions[0].Date
	for _, d := range decisions {
		last = max(last, d.Date)
	}
	if typed == "" && faults == nil {
		p.IssuedOn = i18n.TypedDate(last)
	}
	p.Rules = []string{o.tell("rule_after", "date", last), o.tell("rule_ahead", "days", certificates.MaxAheadDays)}
	rule := certificates.ValidityRule{ValidTo: o.pack.Certificate.ValidTo, Years: o.pack.Certificate.Years}
	if until, err := certificates.ValidUntil(certificates.Date(last), rule); err == nil {
		p.Rules = append(p.Rules, o.tell("rule_until", "until", string(until), "on", last))
	}
	return s.page(c, status, p)
}

func (o officeScene) issueForm() templates.OfficeIssue {
	at := o.base() + "/certificates"
	return templates.OfficeIssue{Shell: o.shell, Edition: o.line, Nav: o.nav, Action: at + "/issue",
		Back: templates.Link{Text: o.tell("back_register"), URL: at}}
}

// officeDoIssue shows what would be issued on a date, takes the date back to be changed or issues.
func (s *Server) officeDoIssue(c echo.Context) error {
	o, err := s.officeHead(c, "certificates")
	if err != nil {
		return err
	}
	form, err := readForm(c)
	if err != nil {
		return err
	}
	typed, step := form.Get("issued_on"), form.Get("step")
	if step == "edit" {
		return s.issuePage(c, o, http.StatusOK, typed, nil)
	}
	on := typed
	if err = officeDays(map[string]*string{"issued_on": &on}); err == nil {
		if step == "issue" {
			err = s.once(c, form, func() (string, error) {
				job, err := s.Certificates.Prepare(c.Request().Context(), who(c), o.edition.Slug, on, form.Get("tell") != "")
				return o.base() + "/certificates/jobs/" + job, err
			})
		} else {
			err = s.issueCheck(c, o, on)
		}
	}
	if faults, status := s.officeFaults(c, err); status != 0 {
		return s.issuePage(c, o, status, typed, faults)
	}
	return err
}

// issueCheck shows what would be issued on a day, what is left out and what cannot be printed.
func (s *Server) issueCheck(c echo.Context, o officeScene, on string) error {
	list, err := s.Certificates.Preview(c.Request().Context(), who(c), o.edition.Slug, on)
	if err != nil {
		return err
	}
	o.shell.Once = accounts.NewID() // another day, checked again, is another issue
	p := o.issueForm()
	p.Checked, p.IssuedOn = true, i18n.TypedDate(on)
	var told toTell
	for _, x := range list {
		line := templates.OfficeCandidate{Number: x.Held, Code: x.Nomination.EntryCode, Product: x.Nomination.Product,
			Producer: x.Nomination.Producer.Name, Decision: x.Decision.Number}
		switch {
		case x.Held != "":
			p.Held = append(p.Held, line)
		case x.Refused != nil:
			p.Bad = append(p.Bad, s.refusedLine(c, o, line, x.Nomination.ID, x.Refused))
		default:
			st := x.Statement
			line.Number, line.Product, line.Prize = st.Number, st.Product, st.Prize
			line.Producer = strings.Trim(st.ProducerName+", "+st.ProducerAddress, ", ")
			line.ValidUntil = day(string(st.ValidUntil))
			p.Take = append(p.Take, line)
			told.add(x.Nomination.Producer, mailedCandidate(st))
		}
	}
	if len(p.Take) > 0 {
		p.SpecimenURL = p.Action + "/specimen.pdf?on=" + on
	}
	p.Tell = s.tellPreview(o, told)
	return s.page(c, http.StatusOK, p)
}

// officeIssueSpecimen draws the first certificate that would be issued on a day as a specimen; when there is none left, one of
// invented texts.
func (s *Server) officeIssueSpecimen(c echo.Context) error {
	o, err := s.officeHead(c, "certificates")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	list, err := s.Certificates.Preview(ctx, who(c), o.edition.Slug, c.QueryParam("on"))
	if err != nil {
		return err
	}
	look, err := s.Certificates.Look(ctx, who(c), o.edition.Slug)
	if err != nil {
		return err
	}
	var st certificates.Statement
	first := slices.IndexFunc(list, func(x certificates.Candidate) bool { return x.Held == "" && x.Refused == nil })
	if first >= 0 {
		st = list[first].Statement
	} else if st, err = s.Certificates.LookSample(ctx, who(c), o.edition.Slug, look, false); err != nil {
		return err
	}
	return s.sendSpecimen(c, st, look.Offline)
}

// refusedLine adds why a certificate cannot be made and where its wording is changed.
func (s *Server) refusedLine(c echo.Context, o officeScene, line templates.OfficeCandidate, nomination string,
	bad []certificates.BatchError) templates.OfficeCandidate {
	for _, x := range bad {
		line.Why = append(line.Why, s.refusedBecause(c, o, x))
	}
	line.EditURL = o.base() + "/nominations/" + nomination + "/edit"
	return line
}

// refusedBecause says in the reader's language what cannot be printed, with the name of the text.
func (s *Server) refusedBecause(c echo.Context, o officeScene, x certificates.BatchError) string {
	t := s.messages(c)
	text := t("field", x.Code, x.Args)
	if text == "field."+x.Code {
		text = t("fault", x.Code, x.Args)
	}
	if x.Field == "" {
		return text
	}
	field, _, _ := strings.Cut(x.Field, "[")
	name := t("field_name", field, nil)
	if name == "field_name."+field {
		name = o.tell("field_other")
	}
	return name + ": " + text
}
