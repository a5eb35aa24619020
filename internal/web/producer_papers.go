package web

import (
	"bytes"
	"net/http"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/internal/paper"
	"vinhdanh/internal/paper/forms"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

const (
	registrationPaper = "registration"
	descriptionPaper  = "description"
	receiptPaper      = "receipt"
)

// prints are the papers that a producer signs, as long as they can be handed in.
func (s *Server) prints(c echo.Context, d ownDossier) (p templates.ProducerPrints) {
	early := d.edition.State == judging.Filing || d.edition.State == judging.Screening
	if s.Papers == nil || !early || d.State == judging.NominationWithdrawn || d.State == judging.NominationIneligible {
		return p
	}
	for _, kind := range []string{registrationPaper, descriptionPaper} {
		p.Papers = append(p.Papers, templates.Link{Text: s.say(c, kind+"_form"), URL: d.base() + "/papers/" + kind})
	}
	if s.Organiser != nil {
		if o, err := s.Organiser(c.Request().Context()); err == nil {
			p.SubmitTo = o.Name
		}
	}
	return p
}

// printOf is the filled-in form that a kind of paper is the signed copy of, or empty.
func (s *Server) printOf(c echo.Context, d ownDossier, kind string) templates.Link {
	form := map[string]string{"description": descriptionPaper, "signed_form": registrationPaper}[kind]
	if form == "" || len(s.prints(c, d).Papers) == 0 {
		return templates.Link{}
	}
	return templates.Link{Text: s.say(c, "print_form"), URL: d.base() + "/papers/" + form + ".pdf"}
}

// showPrint prints a paper of a dossier in one format.
func (s *Server) showPrint(kind, format string) echo.HandlerFunc {
	return func(c echo.Context) error {
		d, err := s.ownDossier(c)
		if err != nil {
			return err
		}
		if s.Papers == nil {
			return fault.New(fault.Unavailable, "unavailable")
		}
		_, have, err := s.documents(c, d)
		if err != nil {
			return err
		}
		f := forms.Dossier{Award: forms.Award{Lang: s.lang(c), Edition: d.edition, Pack: d.pack}, Nomination: d.Nomination, Documents: have}
		if s.Organiser != nil {
			o, err := s.Organiser(c.Request().Context())
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return err
			}
			f.Organiser = o.Name
		}
		var out paper.Paper
		switch kind {
		case registrationPaper:
			out = forms.Registration(f)
		case descriptionPaper:
			out = forms.Description(f)
		default:
			if d.Submitted.IsZero() {
				return fault.New(fault.Conflict, "wrong_state", "state", string(d.State), "need", string(judging.NominationSubmitted))
			}
			out = forms.Receipt(forms.ReceiptData{Dossier: f, On: i18n.Today(d.Submitted)})
		}
		return s.sendPrint(c, out, kind+"-"+d.Code, format)
	}
}

// sendPrint answers a paper as a file of that name.
func (s *Server) sendPrint(c echo.Context, p paper.Paper, name, format string) error {
	write, mediaType := s.Papers.PDF, pdfType
	if format == "docx" {
		write, mediaType = s.Papers.DOCX, docxType
	}
	var buf bytes.Buffer
	if err := write(&buf, p); err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", disposition(name+"."+format))
	c.Response().Header().Set("Content-Security-Policy", filePolicy)
	return c.Blob(http.StatusOK, mediaType, buf.Bytes())
}
