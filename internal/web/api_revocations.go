package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
)

type revocationJSON struct {
	ID       string    `json:"id"`
	Code     string    `json:"code"`
	Number   string    `json:"number"`
	Product  string    `json:"product"`
	Kind     string    `json:"kind"`
	Ground   string    `json:"ground"`
	Reason   string    `json:"reason"`
	HeldOn   string    `json:"held_on"`
	Members  int       `json:"members"`
	Present  int       `json:"present"`
	Votes    votesJSON `json:"votes"`
	Evidence *string   `json:"evidence_sha256"`
	State    string    `json:"state"`
	Outcome  *string   `json:"outcome"`
	At       time.Time `json:"at"`
}

func viewRevocation(v certificates.ProposalView) revocationJSON {
	return revocationJSON{ID: v.ID, Code: v.Line.Code, Number: v.Line.Number, Product: v.Line.Product, Kind: string(v.Kind), Ground: string(v.Ground),
		Reason: v.Reason, HeldOn: v.HeldOn, Members: v.Members, Present: v.Present, Votes: votesJSON{v.For, v.Against, v.Abstain},
		Evidence: optional(v.SHA256), State: string(v.State), Outcome: optional(v.Outcome), At: v.At.UTC()}
}

// listRevocations answers what the council has asked about an edition's certificates, the newest first.
func (s *Server) listRevocations(c echo.Context) error {
	p, err := readPaging(c)
	if err != nil {
		return err
	}
	all, err := s.Certificates.RevocationProposals(c.Request().Context(), who(c), c.Param("slug"))
	if err != nil {
		return err
	}
	items, next := pageOf(all, p, func(v certificates.ProposalView) string { return v.ID })
	return replyList(c, items, next, viewRevocation)
}

// proposeRevocation records what the council asks of the authority about one certificate.
func (s *Server) proposeRevocation(c echo.Context) error {
	var f struct {
		Code    string    `json:"code"`
		Kind    string    `json:"kind"`
		Ground  string    `json:"ground"`
		Reason  string    `json:"reason"`
		HeldOn  string    `json:"held_on"`
		Present int       `json:"present"`
		Votes   votesJSON `json:"votes"`
	}
	if err := decode(c, &f); err != nil {
		return err
	}
	v, err := s.Certificates.ProposeRevocation(c.Request().Context(), who(c), c.Param("slug"), f.Code, certificates.ProposalInput{
		Kind: certificates.EventKind(f.Kind), Ground: certificates.Ground(f.Ground), Reason: f.Reason, HeldOn: f.HeldOn,
		Votes: certificates.Votes{Present: f.Present, For: f.Votes.For, Against: f.Votes.Against, Abstain: f.Votes.Abstain}})
	if err != nil {
		return err
	}
	return reply(c, http.StatusCreated, viewRevocation(v))
}
