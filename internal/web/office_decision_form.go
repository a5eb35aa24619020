package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// decisionFields are the fields of the form in their order.
var decisionFields = []string{"reason", "number", "date", "authority", "notified_on", "signer.block", "signer.title", "signer.name", "take"}

// officeNewDecision asks for the authority's decision; every proposed entry is ticked.
func (s *Server) officeNewDecision(c echo.Context) error {
	x, err := s.decisionOpen(c)
	if err != nil {
		return err
	}
	if !x.proposed || !x.open() {
		return c.Redirect(http.StatusSeeOther, x.base()+"/decision")
	}
	p := x.decisionForm("")
	if err := s.suggestSigner(c, x, &p); err != nil {
		return err
	}
	return s.decisionFormPage(c, x, http.StatusOK, p, "", func(string) bool { return true })
}

// decisionOpen is the scene of the forms, for the head alone.
func (s *Server) decisionOpen(c echo.Context) (decisionScene, error) {
	o, err := s.officeHead(c, "decision")
	if err != nil {
		return decisionScene{}, err
	}
	return s.decisionScene(c, o)
}

// authority guesses who decides: who decided before, else the province's committee.
func (x decisionScene) authority() (authority, block string) {
	if n := len(x.decisions); n > 0 {
		return x.decisions[n-1].Authority, x.decisions[n-1].Signer.Block
	}
	if x.edition.Level == "province" && x.edition.Province != "" {
		return "Ủy ban nhân dân " + x.edition.Province, "TM. ỦY BAN NHÂN DÂN"
	}
	return "", ""
}

// suggestSigner fills in who decides and signs: what the look of the certificates says, else a guess.
func (s *Server) suggestSigner(c echo.Context, x decisionScene, p *templates.OfficeDecisionForm) error {
	l, err := s.Certificates.Look(c.Request().Context(), who(c), x.edition.Slug)
	authority, block := x.authority()
	p.Authority, p.SignerBlock = cmp.Or(l.Authority, authority), cmp.Or(l.Signer.Block, block)
	p.SignerTitle, p.SignerName = l.Signer.Title, l.Signer.Name
	return err
}

// decisionForm is the form still empty; correct is the id of the decision that it corrects, or empty.
func (x decisionScene) decisionForm(correct string) templates.OfficeDecisionForm {
	p := templates.OfficeDecisionForm{Shell: x.shell, Edition: x.line, Nav: x.nav, Action: x.base() + "/decision/new",
		Back: templates.Link{Text: x.tell("back_decision"), URL: x.base() + "/decision"}}
	if correct != "" {
		p.Action = x.base() + "/decision/" + correct + "/correct"
	}
	return p
}

func (s *Server) decisionFormPage(c echo.Context, x decisionScene, status int, p templates.OfficeDecisionForm, correct string,
	ticked func(string) bool) (err error) {
	if p.Groups, err = s.picks(c, x, correct, ticked); err != nil {
		return err
	}
	return s.page(c, status, p)
}

// officeCorrect asks what a decision says really; it says why not when certificates rest on it already.
func (s *Server) officeCorrect(c echo.Context) error {
	x, err := s.decisionOpen(c)
	if err != nil {
		return err
	}
	d, err := x.decisionInForce(c.Param("id"))
	if err != nil {
		return err
	}
	p := x.decisionForm(d.ID)
	p.Correct = d.Number
	_, err = s.Judging.TryCorrection(c.Request().Context(), who(c), x.edition.Slug, d.ID, inputOf(d), "-")
	if f, status := asFault(err); err != nil && status == http.StatusConflict {
		p.Refusal = s.correctionRefused(c, x, f)
		return s.page(c, http.StatusOK, p)
	}
	if err != nil && fault.KindOf(err) != fault.Invalid {
		return err
	}
	p.Number, p.Date, p.Authority, p.NotifiedOn = d.Number, i18n.TypedDate(d.Date), d.Authority, i18n.TypedDate(d.NotifiedOn)
	p.SignerName, p.SignerTitle, p.SignerBlock = d.Signer.Name, d.Signer.Title, d.Signer.Block
	return s.decisionFormPage(c, x, http.StatusOK, p, d.ID, func(id string) bool { return slices.Contains(d.Nominations, id) })
}

func inputOf(d judging.Decision) judging.DecisionInput {
	return judging.DecisionInput{Number: d.Number, Date: d.Date, Authority: d.Authority, Signer: d.Signer,
		Nominations: d.Nominations, NotifiedOn: d.NotifiedOn}
}

// correctionRefused says why a decision cannot be corrected, with the way that is left.
func (s *Server) correctionRefused(c echo.Context, x decisionScene, f *fault.Fault) *templates.Empty {
	e := &templates.Empty{Icon: "lock", Title: s.messages(c)("fault", f.Code, f.Args),
		Action: templates.Link{Text: x.tell("back_decision"), URL: x.base() + "/decision"}}
	if f.Code == "decision_used" {
		e.Title, e.Text = x.tell("used", "number", f.Args["number"]), x.tell("used_do", "count", f.Args["count"])
		e.Action = templates.Link{Text: x.tell("to_register"), URL: x.base() + "/certificates"}
	}
	return e
}

// officeRecord shows a typed decision, takes it back to be changed or records it.
func (s *Server) officeRecord(c echo.Context) error {
	x, err := s.decisionOpen(c)
	if err != nil {
		return err
	}
	return s.takeDecision(c, x, "")
}

// officeRecordCorrection does the same with a correction.
func (s *Server) officeRecordCorrection(c echo.Context) error {
	x, err := s.decisionOpen(c)
	if err != nil {
		return err
	}
	return s.takeDecision(c, x, c.Param("id"))
}

func (s *Server) takeDecision(c echo.Context, x decisionScene, correct string) error {
	form, err := readFormOf(c, maxProposalForm)
	if err != nil {
		return err
	}
	p := x.decisionForm(correct)
	typedDecision(&p, form)
	if correct != "" {
		// the decision may have been corrected by somebody else meanwhile: what was typed is kept all the same
		if d, err := x.decisionInForce(correct); err == nil {
			p.Correct = d.Number
		} else {
			p.Correct = p.Number
		}
	}
	ticked := func(id string) bool { return slices.Contains(form["take"], id) }
	step := form.Get("step")
	if step == "edit" {
		return s.decisionFormPage(c, x, http.StatusOK, p, correct, ticked)
	}
	in, typed := readDecisionInput(p, form)
	if typed == nil && step == "record" {
		err = s.once(c, form, func() (string, error) { return s.recordTyped(c, x, correct, in, p.Reason) })
		if err == nil {
			return nil
		}
	} else {
		var d judging.Decision
		d, err = s.tryDecision(c, x, correct, in, p.Reason)
		if err = joinFaults(typed, err); err == nil {
			return s.decisionCheck(c, x, p, d, form)
		}
	}
	faults, status := s.officeFaults(c, err)
	if correct != "" && fault.KindOf(err) == fault.NotFound {
		faults, status = templates.FormFaults{{Message: s.messages(c)("fault", "stale_version", nil)}}, http.StatusConflict
	}
	if status == 0 || !x.proposed {
		return err
	}
	p.Faults = inOrder(faults, decisionFields...)
	return s.decisionFormPage(c, x, status, p, correct, ticked)
}

func (s *Server) tryDecision(c echo.Context, x decisionScene, correct string, in judging.DecisionInput, reason string) (judging.Decision, error) {
	if correct != "" {
		return s.Judging.TryCorrection(c.Request().Context(), who(c), x.edition.Slug, correct, in, reason)
	}
	return s.Judging.TryDecision(c.Request().Context(), who(c), x.edition.Slug, in)
}

func (s *Server) recordTyped(c echo.Context, x decisionScene, correct string, in judging.DecisionInput, reason string) (string, error) {
	ctx, slug, back := c.Request().Context(), x.edition.Slug, x.base()+"/decision?done="
	if correct != "" {
		_, err := s.Judging.CorrectDecision(ctx, who(c), slug, correct, in, reason)
		return back + "office_corrected", err
	}
	_, err := s.Judging.RecordDecision(ctx, who(c), slug, in)
	return back + "office_recorded", err
}

// typedDecision is the form as it was sent.
func typedDecision(p *templates.OfficeDecisionForm, form url.Values) {
	p.Number, p.Date, p.Authority = form.Get("number"), form.Get("date"), form.Get("authority")
	p.SignerName, p.SignerTitle, p.SignerBlock = form.Get("signer.name"), form.Get("signer.title"), form.Get("signer.block")
	p.NotifiedOn, p.Reason = form.Get("notified_on"), form.Get("reason")
}

// readDecisionInput is the typed decision as the service takes it; the error is of what is no day.
func readDecisionInput(p templates.OfficeDecisionForm, form url.Values) (judging.DecisionInput, error) {
	in := judging.DecisionInput{Number: p.Number, Date: p.Date, Authority: p.Authority, NotifiedOn: p.NotifiedOn,
		Signer: judging.Signer{Name: p.SignerName, Title: p.SignerTitle, Block: strings.ReplaceAll(p.SignerBlock, "\r", "")}}
	for _, id := range form["take"] {
		in.Nominations = append(in.Nominations, strings.ToValidUTF8(id, "?"))
	}
	return in, officeDays(map[string]*string{"date": &in.Date, "notified_on": &in.NotifiedOn})
}

// decisionCheck shows a decision that may be recorded as it would be.
func (s *Server) decisionCheck(c echo.Context, x decisionScene, f templates.OfficeDecisionForm, d judging.Decision, form url.Values) error {
	p := templates.OfficeDecisionCheck{Shell: x.shell, Edition: x.line, Nav: x.nav, Action: f.Action, Correct: f.Correct, Signer: d.Signer.Name}
	p.Rows = append([]templates.SummaryRow{{Label: x.tell("row_number"), Lines: []string{d.Number}}}, x.decisionRows(d)...)
	if f.Correct != "" {
		p.Rows = append([]templates.SummaryRow{{Label: x.tell("row_reason"), Lines: []string{d.Reason}}}, p.Rows...)
	}
	p.Signature = append(strings.Split(d.Signer.Block, "\n"), d.Signer.Title)
	if d.Signer.Block == "" {
		p.Signature = []string{d.Signer.Title}
	}
	groups, err := s.picks(c, x, d.Replaces, func(id string) bool { return slices.Contains(d.Nominations, id) })
	if err != nil {
		return err
	}
	for _, g := range groups {
		for _, row := range g.Rows {
			switch {
			case row.Ticked:
				p.Taken = append(p.Taken, row)
			case row.Held == "":
				p.Left = append(p.Left, row)
			}
		}
	}
	p.Kept = keptFields(form, decisionFields...)
	return s.page(c, http.StatusOK, p)
}
