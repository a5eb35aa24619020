package web

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
	"vinhdanh/templates"
)

// certificateScene is an officeScene with one certificate of the edition.
type certificateScene struct {
	officeScene
	certificates.Public
}

// at is the certificate's address at the desk.
func (x certificateScene) at() string { return x.base() + "/certificates/" + lowerCode(x.Code) }

func (s *Server) certificateScene(c echo.Context, o officeScene) (x certificateScene, err error) {
	x.officeScene = o
	if x.Public, err = s.Certificates.Lookup(c.Request().Context(), codeParam(c)); err != nil {
		return x, err
	}
	if x.Edition.ID != o.edition.ID {
		return x, fault.New(fault.NotFound, "not_found")
	}
	return x, nil
}

// officeCertificate shows one certificate with its history and what can be done with it.
func (s *Server) officeCertificate(c echo.Context) error {
	o, err := s.office(c, "certificates")
	if err != nil {
		return err
	}
	x, err := s.certificateScene(c, o)
	if err != nil {
		return err
	}
	lower := lowerCode(x.Code)
	p := templates.OfficeCertificate{Shell: o.shell, Edition: o.line, Nav: o.nav, Product: x.Product, Number: x.Number, Status: string(x.Status),
		Back:   templates.Link{Text: o.tell("back_register"), URL: o.base() + "/certificates"},
		PDFURL: apiRoot + "/certificates/" + lower + "/pdf", VerifyURL: s.langed(c, "/v/"+lower), DossierURL: o.base() + "/nominations/" + x.Nomination}
	p.Rows = s.certificateRows(c, x)
	if p.Moments, err = s.certificateMoments(c, x); err != nil {
		return err
	}
	if p.Lookups, err = s.lookupChart(c, x); err != nil {
		return err
	}
	x.acts(&p)
	if err := s.certificateLetter(c, x, &p); err != nil {
		return err
	}
	return s.page(c, http.StatusOK, p)
}

// certificateRows are what the certificate prints.
func (s *Server) certificateRows(c echo.Context, x certificateScene) []templates.SummaryRow {
	st := x.Statement
	row := func(name string, lines ...string) templates.SummaryRow {
		return templates.SummaryRow{Label: x.tell("fact_" + name), Lines: filled(lines...)}
	}
	rows := []templates.SummaryRow{row("code", x.Code), row("product", x.Product)}
	if len(st.SetMembers) > 0 {
		rows = append(rows, row("members", st.SetMembers...))
	}
	rows = append(rows, row("producer", x.Producer), row("address", st.ProducerAddress), row("group", s.inLang(c, st.ProductGroup)))
	if st.Prize != "" {
		rows = append(rows, row("prize", st.Prize))
	}
	rows = append(rows, row("decision", x.tell("fact_decision_text", "number", st.DecisionNumber, "date", string(st.DecisionDate)), st.Authority),
		row("signer", append(st.Signer.Lines(), st.Signer.Name)...), row("issued", x.date(x.IssuedOn)), row("until", x.date(x.ValidUntil)))
	if x.SuccessorCode != "" {
		next := row("by", x.SuccessorCode)
		rows = append(rows, next)
	}
	return append(rows, row("file", x.File()))
}

// certificateMoments is the certificate's history, the latest first, each with its place in the ledger once that is published.
func (s *Server) certificateMoments(c echo.Context, x certificateScene) ([]templates.Moment, error) {
	names, err := s.memberNames(c, x.edition.Slug)
	if err != nil {
		return nil, err
	}
	h, err := s.Certificates.History(c.Request().Context(), x.Public)
	if err != nil {
		return nil, err
	}
	_, size, err := s.published(c.Request().Context())
	if err != nil {
		return nil, err
	}
	own := certificates.Neighbour{Product: x.Product, Producer: x.Producer, Address: x.Address}
	var list []templates.Moment
	for _, m := range slices.Backward(h.Moments) {
		out := templates.Moment{At: m.At, By: names[m.By], Title: x.tell("moment_"+m.Kind, "name", m.Name)}
		if m.Kind == "countersigned" {
			out.Title = x.tell("moment_signed", "name", m.Name)
		}
		if e := m.Event; e != nil {
			out.Title = x.tell("moment_"+m.Kind, "on", e.EffectiveOn)
			out.Lines = []string{e.Reason, x.tell("moment_rests", "number", e.DecisionNumber, "date", e.DecisionDate)}
		}
		if m.Kind == "superseded" && h.Successor.Code != "" {
			out.Lines = append(out.Lines, x.tell("fact_by")+" "+h.Successor.Code, s.changeLine(c, own, h.Successor))
		}
		if m.Kind == "issued" && h.Before.Code != "" {
			out.Lines = append(out.Lines, x.tell("moment_replaces", "number", h.Before.Number, "code", h.Before.Code), s.changeLine(c, h.Before, own))
		}
		if m.Index < size {
			out.Lines = append(out.Lines, x.tell("moment_leaf", "index", m.Index))
		}
		list = append(list, out)
	}
	return list, nil
}

// acts are what the head may do now, each with what it means.
func (x certificateScene) acts(p *templates.OfficeCertificate) {
	if !x.head {
		p.Hint = x.tell("head_issues")
		return
	}
	for _, act := range certificateActs {
		if x.May(act.kind) {
			p.Acts = append(p.Acts, templates.Task{Text: x.tell("act_" + act.name), Hint: x.tell("act_" + act.name + "_hint"), URL: x.at() + "/" + act.name})
		}
	}
	if len(p.Acts) == 0 {
		p.Hint = x.tell("final")
	}
}
