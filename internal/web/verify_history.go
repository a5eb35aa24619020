package web

import (
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
	"vinhdanh/templates"
)

// fillHistory tells on a certificate's public page what happened from its issue on and what is recorded for a later day. size
// is how much of the ledger is published: what lies beyond is told without its index.
func (s *Server) fillHistory(c echo.Context, p *templates.Verify, found certificates.Public, size int64) error {
	h, err := s.Certificates.History(c.Request().Context(), found)
	if err != nil {
		return err
	}
	for _, m := range h.Moments {
		p.History = append(p.History, verifyMoment(m, size))
	}
	if e := s.Certificates.Upcoming(found); e != nil {
		on := day(e.EffectiveOn)
		p.Upcoming = &templates.VerifyUpcoming{Kind: string(e.Kind), Last: on.AddDate(0, 0, -1), On: on, Reason: e.Reason,
			Decision: decisionRef(e.DecisionNumber, e.DecisionDate)}
	}
	own := certificates.Neighbour{Product: found.Product, Producer: found.Producer, Address: found.Address}
	switch {
	case h.Successor.Code != "":
		p.Change = s.changeLine(c, own, h.Successor)
	case h.Before.Code != "":
		p.Before = &templates.VerifyNeighbour{Code: h.Before.Code, URL: "/v/" + lowerCode(h.Before.Code)}
		p.Change = s.changeLine(c, h.Before, own)
	}
	return nil
}

func verifyMoment(m certificates.Moment, size int64) templates.VerifyMoment {
	out := templates.VerifyMoment{Kind: m.Kind, At: m.At, Name: m.Name, Index: m.Index}
	if m.Index >= size {
		out.Index = -1
	}
	if e := m.Event; e != nil {
		out.On, out.Reason, out.Decision = day(e.EffectiveOn), e.Reason, decisionRef(e.DecisionNumber, e.DecisionDate)
	}
	return out
}

// changeLine says in one line what a re-issue prints differently of names and place.
func (s *Server) changeLine(c echo.Context, before, after certificates.Neighbour) string {
	t := s.messages(c)
	var said []string
	for _, x := range []struct{ name, before, after string }{
		{"product", before.Product, after.Product}, {"producer", before.Producer, after.Producer}, {"address", before.Address, after.Address},
	} {
		if x.before != x.after {
			said = append(said, t("page.say.revocation", "changed_"+x.name, fault.MakeArgs("before", x.before, "after", x.after)))
		}
	}
	if len(said) == 0 {
		return t("page.say.revocation", "changed_nothing", nil)
	}
	return strings.Join(said, " ")
}

// momentJSON is one thing that happened to a certificate. Index is null until a published checkpoint covers it.
type momentJSON struct {
	Kind        string           `json:"kind"`
	At          time.Time        `json:"at"`
	EffectiveOn *string          `json:"effective_on"`
	Reason      *string          `json:"reason"`
	Decision    *decisionRefJSON `json:"decision"`
	Index       *int64           `json:"index"`
}

// upcomingJSON is an act that is recorded for a later day.
type upcomingJSON struct {
	Kind        string          `json:"kind"`
	EffectiveOn string          `json:"effective_on"`
	Reason      string          `json:"reason"`
	Decision    decisionRefJSON `json:"decision"`
}

// historyJSON adds to a public answer what happened to its certificate and what will.
func (s *Server) historyJSON(c echo.Context, found certificates.Public, out *publicJSON) error {
	ctx := c.Request().Context()
	h, err := s.Certificates.History(ctx, found)
	if err != nil {
		return err
	}
	_, size, err := s.published(ctx)
	if err != nil {
		return err
	}
	for _, m := range h.Moments {
		x := momentJSON{Kind: m.Kind, At: m.At.UTC()}
		if m.Index < size {
			x.Index = &m.Index
		}
		if e := m.Event; e != nil {
			x.EffectiveOn, x.Reason, x.Decision = &e.EffectiveOn, &e.Reason, &decisionRefJSON{e.DecisionNumber, e.DecisionDate}
		}
		out.History = append(out.History, x)
	}
	out.Replaces = optional(h.Before.Code)
	if e := s.Certificates.Upcoming(found); e != nil {
		out.Upcoming = &upcomingJSON{string(e.Kind), e.EffectiveOn, e.Reason, decisionRefJSON{e.DecisionNumber, e.DecisionDate}}
	}
	return nil
}
