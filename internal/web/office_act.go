package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/i18n"
	"vinhdanh/templates"
)

// certificateAct is one way to change what a certificate is worth.
type certificateAct struct {
	name string
	kind certificates.EventKind
}

// certificateActs are all of them, in the order shown.
var certificateActs = []certificateAct{
	{"suspend", certificates.EventSuspended}, {"reinstate", certificates.EventReinstated},
	{"reissue", certificates.EventSuperseded}, {"revoke", certificates.EventRevoked},
}

// actFields are the fields of an act's form in their order.
var actFields = []string{"reason", "decision.number", "decision.date", "effective_on"}

// maxReasonForm is the longest form with a reason of ten thousand letters, in bytes.
const maxReasonForm = 256 << 10

// actScene is the scene of an act's pages, for the head alone.
func (s *Server) actScene(c echo.Context) (certificateScene, error) {
	o, err := s.officeHead(c, "certificates")
	if err != nil {
		return certificateScene{}, err
	}
	return s.certificateScene(c, o)
}

func (x certificateScene) actPage(act certificateAct) templates.OfficeAct {
	p := templates.OfficeAct{Shell: x.shell, Edition: x.line, Nav: x.nav, Action: x.at() + "/" + act.name, Act: act.name,
		Back:    templates.Link{Text: x.tell("back_certificate", "number", x.Number), URL: x.at()},
		Product: x.Product, Number: x.Number, Status: string(x.Status)}
	if act.kind == certificates.EventSuperseded {
		p.EditURL = x.base() + "/nominations/" + x.Nomination + "/edit"
	}
	if !x.May(act.kind) {
		p.Refusal = x.refusedAct(act)
	}
	return p
}

// refusedAct says why an act is not open to the certificate.
func (x certificateScene) refusedAct(act certificateAct) string {
	if !x.May(certificates.EventRevoked) {
		return x.tell("final")
	}
	return x.tell("no_act_" + act.name)
}

// officeAct asks for what an act rests on.
func (s *Server) officeAct(act certificateAct) echo.HandlerFunc {
	return func(c echo.Context) error {
		x, err := s.actScene(c)
		if err != nil {
			return err
		}
		p := x.actPage(act)
		p.Effective = i18n.TypedDate(x.today())
		asked, err := s.openProposalOf(c, x.edition.Slug, x.ID, act.kind)
		if err != nil {
			return err
		}
		if asked != nil {
			card := s.revocationCard(c, x.shell, *asked)
			card.URL, p.Asked = x.base()+"/certificates/withdrawals", &card
			if act.kind == asked.Kind {
				p.Reason = asked.Reason
			}
		}
		return s.page(c, http.StatusOK, p)
	}
}

// officeDoAct shows an act before it is recorded, takes it back to be changed or records it.
func (s *Server) officeDoAct(act certificateAct) echo.HandlerFunc {
	return func(c echo.Context) error {
		x, err := s.actScene(c)
		if err != nil {
			return err
		}
		form, err := readFormOf(c, maxReasonForm)
		if err != nil {
			return err
		}
		p := x.actPage(act)
		typedAct(&p, form)
		step := form.Get("step")
		if step == "edit" {
			return s.page(c, http.StatusOK, p)
		}
		in, typed := readAct(p)
		if typed == nil && step == "record" {
			err = s.once(c, form, func() (string, error) { return s.recordAct(c, x, act, in) })
			if err == nil {
				return nil
			}
		} else {
			err = joinFaults(typed, s.checkAct(c, x, act, in, &p))
		}
		if faults, status := s.officeFaults(c, err); status != 0 {
			p.Faults, p.Refusal, p.Check = inOrder(faults, actFields...), "", false
			return s.page(c, status, p)
		}
		if err != nil {
			return err
		}
		return s.page(c, http.StatusOK, p)
	}
}

func typedAct(p *templates.OfficeAct, form url.Values) {
	p.Reason, p.DecisionNumber = form.Get("reason"), form.Get("decision.number")
	p.DecisionDate, p.Effective = form.Get("decision.date"), form.Get("effective_on")
}

// readAct is the typed act as the service takes it; the error is of what is no day.
func readAct(p templates.OfficeAct) (certificates.Withdrawal, error) {
	in := certificates.Withdrawal{Reason: p.Reason, DecisionNumber: p.DecisionNumber, DecisionDate: p.DecisionDate, EffectiveOn: p.Effective}
	return in, officeDays(map[string]*string{"decision.date": &in.DecisionDate, "effective_on": &in.EffectiveOn})
}

// checkAct rehearses an act and fills the page that shows it.
func (s *Server) checkAct(c echo.Context, x certificateScene, act certificateAct, in certificates.Withdrawal, p *templates.OfficeAct) error {
	ctx := c.Request().Context()
	if act.kind == certificates.EventSuperseded {
		fresh, err := s.Certificates.RehearseReissue(ctx, who(c), x.Code, in)
		if err != nil {
			return err
		}
		p.Changes = x.changes(fresh)
	} else if _, err := s.Certificates.Rehearse(ctx, who(c), x.Code, in, act.kind); err != nil {
		return err
	}
	p.Check, p.Shell.Once = true, accounts.NewID()
	p.Rows = []templates.SummaryRow{
		{Label: x.tell("row_reason"), Lines: []string{i18n.CleanText(in.Reason)}},
		{Label: x.tell("fact_decision"), Lines: []string{x.tell("fact_decision_text", "number", i18n.CleanLine(in.DecisionNumber), "date", in.DecisionDate)}},
		{Label: x.tell("fact_effective"), Lines: []string{x.date(in.EffectiveOn)}},
	}
	return nil
}

// changes are the texts that a new certificate would print differently.
func (x certificateScene) changes(fresh certificates.Statement) []templates.OfficeChange {
	old := x.Statement
	var list []templates.OfficeChange
	for _, t := range []struct{ name, before, after string }{
		{"product", old.Product, fresh.Product},
		{"members", strings.Join(old.SetMembers, "\n"), strings.Join(fresh.SetMembers, "\n")},
		{"producer", old.ProducerName, fresh.ProducerName},
		{"address", old.ProducerAddress, fresh.ProducerAddress},
		{"group", old.ProductGroup.VI, fresh.ProductGroup.VI},
		{"decision", old.DecisionNumber, fresh.DecisionNumber},
		{"signer", signature(old.Signer), signature(fresh.Signer)},
	} {
		if t.before != t.after {
			list = append(list, templates.OfficeChange{Label: x.tell("fact_" + t.name), Before: t.before, After: t.after})
		}
	}
	return list
}

// signature is the block of a signer, line by line.
func signature(s certificates.Signer) string { return strings.Join(append(s.Lines(), s.Name), "\n") }

// recordAct records an act and answers where to go on.
func (s *Server) recordAct(c echo.Context, x certificateScene, act certificateAct, in certificates.Withdrawal) (string, error) {
	ctx := c.Request().Context()
	var do func(context.Context, accounts.Actor, string, certificates.Withdrawal) (certificates.Line, error)
	switch act.kind {
	case certificates.EventRevoked:
		do = s.Certificates.Revoke
	case certificates.EventSuspended:
		do = s.Certificates.Suspend
	case certificates.EventReinstated:
		do = s.Certificates.Reinstate
	default:
		job, code, err := s.Certificates.Reissue(ctx, who(c), x.Code, in)
		return x.base() + "/certificates/jobs/" + job + "?code=" + lowerCode(code), err
	}
	_, err := do(ctx, who(c), x.Code, in)
	return x.at() + "?done=office_" + act.name, err
}
