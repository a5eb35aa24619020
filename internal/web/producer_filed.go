package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// filedPage shows a dossier that cannot be changed: where it stands, what happened and what was sent.
func (s *Server) filedPage(c echo.Context, d ownDossier) error {
	ctx := c.Request().Context()
	docs, _, err := s.documents(c, d)
	if err != nil {
		return err
	}
	steps, err := s.Judging.Timeline(ctx, who(c), d.ID)
	if err != nil {
		return err
	}
	p := templates.ProducerFiled{ProducerHead: s.dossierHead(c, d), Prints: s.prints(c, d), CanWithdraw: d.withdrawable()}
	if p.Shell, err = s.shell(c, "nominations"); err != nil {
		return err
	}
	if s.Papers != nil && !d.Submitted.IsZero() {
		p.ReceiptURL = d.base() + "/papers/receipt.pdf"
	}
	if d.State == judging.NominationIneligible {
		p.Demands = s.demands(c, d, docs)
	}
	for _, r := range s.answerRows(c, d) {
		p.Answers = append(p.Answers, r.SummaryRow)
	}
	for _, doc := range docs {
		p.Files = append(p.Files, s.fileOf(c, d, doc))
	}
	for _, x := range steps {
		p.Moments = append(p.Moments, s.moment(c, x))
	}
	s.outcome(c, d, steps, &p)
	if p.Certificates, err = s.certificatesOf(c, d); err != nil {
		return err
	}
	return s.page(c, http.StatusOK, p)
}

// moment is one step of a dossier's history in words.
func (s *Server) moment(c echo.Context, x judging.TimelineStep) templates.Moment {
	m := templates.Moment{At: x.At, Title: s.say(c, "time."+x.Kind, "code", x.Code)}
	for _, r := range x.Reasons {
		if r.Text != "" {
			m.Lines = append(m.Lines, r.Text)
		}
	}
	if x.Due != "" {
		m.Lines = append(m.Lines, s.say(c, "time.due", "date", i18n.TypedDate(x.Due)))
	}
	if x.Mean != "" {
		m.Lines = append(m.Lines, s.say(c, "mean", "mean", x.Mean))
	}
	if x.Decision != "" {
		m.Lines = append(m.Lines, s.say(c, "recognised_by", "decision", x.Decision))
	}
	return m
}

// outcome says what came of an eligible dossier once results are announced.
func (s *Server) outcome(c echo.Context, d ownDossier, steps []judging.TimelineStep, p *templates.ProducerFiled) {
	if p.Stage != "results" {
		return
	}
	p.Result, p.ResultsURL = templates.Tag{Text: s.say(c, "not_recognised")}, "/editions/"+d.edition.Slug
	for _, x := range steps {
		if x.Mean != "" {
			p.ResultLines = append(p.ResultLines, s.say(c, "mean", "mean", x.Mean))
		}
		if x.Kind == judging.StepRecognised {
			p.Result = templates.Tag{Kind: "gold", Icon: "award", Text: s.say(c, "recognised")}
			p.ResultLines = append(p.ResultLines, s.say(c, "recognised_by", "decision", x.Decision))
		}
	}
}

// certificatesOf are the issued certificates of a dossier, the newest first.
func (s *Server) certificatesOf(c echo.Context, d ownDossier) (list []templates.ProducerCertificate, err error) {
	if d.ProductID == "" {
		return nil, nil
	}
	product, err := s.Certificates.Product(c.Request().Context(), d.ProductID)
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	for _, r := range product.Recognitions {
		if r.Nomination != d.ID {
			continue
		}
		lower := strings.ToLower(strings.ReplaceAll(r.Code, "-", ""))
		list = append(list, templates.ProducerCertificate{Code: r.Code, Number: r.Number, Status: templates.VerifyStatus(r.Status),
			PDFURL: apiRoot + "/certificates/" + lower + "/pdf", VerifyURL: s.langed(c, "/v/"+lower)})
	}
	return list, err
}
