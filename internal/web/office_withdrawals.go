package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
	"vinhdanh/templates"
)

// officeWithdrawals is what the council asks about certificates and who is to be told on the telephone.
func (s *Server) officeWithdrawals(c echo.Context) error {
	o, err := s.office(c, "certificates")
	if err != nil {
		return err
	}
	ctx, slug := c.Request().Context(), o.edition.Slug
	p := templates.OfficeWithdrawals{Shell: o.shell, Edition: o.line, Nav: o.nav, Back: templates.Link{Text: o.tell("back_register"), URL: o.base() + "/certificates"}}
	if !o.head {
		p.Hint = o.tell("head_issues")
	}
	proposals, err := s.Certificates.RevocationProposals(ctx, who(c), slug)
	if err != nil {
		return err
	}
	for _, v := range proposals {
		card := s.revocationCard(c, o.shell, v)
		card.URL = o.base() + "/certificates/" + lowerCode(v.Line.Code)
		if v.State != certificates.ProposalOpen {
			p.Ended = append(p.Ended, card)
			continue
		}
		if o.head && v.Line.May(v.Kind) {
			card.ActURL = card.URL + map[certificates.EventKind]string{certificates.EventRevoked: "/revoke", certificates.EventSuspended: "/suspend"}[v.Kind]
		}
		p.Open = append(p.Open, card)
	}
	calls, err := s.Certificates.Calls(ctx, who(c), slug)
	if err != nil {
		return err
	}
	for _, x := range calls {
		p.Calls = append(p.Calls, templates.WithdrawalCall{Producer: x.Line.Producer, Person: x.Owner, Phone: localPhone(x.Phone), Product: x.Line.Product,
			URL: o.base() + "/certificates/" + lowerCode(x.Line.Code), DoneURL: o.base() + "/certificates/withdrawals/" + x.Event + "/told",
			Text: s.messages(c)("page.say.revocation", "tell_"+string(x.Act.Kind), fault.MakeArgs("number", x.Line.Number, "on", x.Act.EffectiveOn,
				"decision", x.Act.DecisionNumber, "date", x.Act.DecisionDate, "reason", x.Act.Reason))})
	}
	return s.page(c, http.StatusOK, p)
}

// officeTold notes that somebody was told on the telephone.
func (s *Server) officeTold(c echo.Context) error {
	o, err := s.office(c, "certificates")
	if err != nil {
		return err
	}
	if err := s.Certificates.Told(c.Request().Context(), who(c), o.edition.Slug, c.Param("id")); err != nil {
		return err
	}
	return s.done(c, o.base()+"/certificates/withdrawals", "revocation_told")
}

// registerWaiting are the links to what waits about certificates.
func (s *Server) registerWaiting(c echo.Context, o officeScene) (links []templates.Link, err error) {
	ctx, slug := c.Request().Context(), o.edition.Slug
	proposals, err := s.Certificates.RevocationProposals(ctx, who(c), slug)
	if err != nil {
		return nil, err
	}
	calls, err := s.Certificates.Calls(ctx, who(c), slug)
	if err != nil {
		return nil, err
	}
	open := 0
	for _, v := range proposals {
		if v.State == certificates.ProposalOpen {
			open++
		}
	}
	for _, x := range []struct {
		name  string
		count int
	}{{"waiting_proposals", open}, {"waiting_calls", len(calls)}} {
		if x.count > 0 {
			links = append(links, templates.Link{Text: s.messages(c)("page.say.revocation", x.name, fault.MakeArgs("count", x.count)),
				URL: o.base() + "/certificates/withdrawals"})
		}
	}
	return links, nil
}
