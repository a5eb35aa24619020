package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/judging"
)

type proposalForm struct {
	HeldOn      string             `json:"held_on"`
	Nominations []proposalItemJSON `json:"nominations"`
	LeftOut     []leftOutJSON      `json:"left_out"`
	Present     int                `json:"present"`
	Votes       votesJSON          `json:"votes"`
}

type proposalItemJSON struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
	Prize  string `json:"prize"`
}

type leftOutJSON struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
}

type votesJSON struct {
	For     int `json:"for"`
	Against int `json:"against"`
	Abstain int `json:"abstain"`
}

type proposalJSON struct {
	ID          string             `json:"id"`
	HeldOn      string             `json:"held_on"`
	Nominations []proposalItemJSON `json:"nominations"`
	LeftOut     []leftOutJSON      `json:"left_out"`
	Members     int                `json:"members"`
	Present     int                `json:"present"`
	Votes       votesJSON          `json:"votes"`
	At          time.Time          `json:"at"`
}

func (f proposalForm) proposal() judging.Proposal {
	p := judging.Proposal{
		HeldOn: f.HeldOn, Present: f.Present, For: f.Votes.For, Against: f.Votes.Against, Abstain: f.Votes.Abstain,
	}
	for _, x := range f.Nominations {
		p.Items = append(p.Items, judging.ProposalItem{Nomination: x.ID, Reason: x.Reason, Prize: x.Prize})
	}
	for _, x := range f.LeftOut {
		p.LeftOut = append(p.LeftOut, judging.LeftOut{Nomination: x.ID, Reason: x.Reason})
	}
	return p
}

func viewProposal(r judging.ProposalRecord) proposalJSON {
	out := proposalJSON{
		ID: r.ID, HeldOn: r.HeldOn, Nominations: []proposalItemJSON{}, LeftOut: []leftOutJSON{}, Members: r.Members,
		Present: r.Present, Votes: votesJSON{r.For, r.Against, r.Abstain}, At: r.At.UTC(),
	}
	for _, x := range r.Items {
		out.Nominations = append(out.Nominations, proposalItemJSON{x.Nomination, x.Reason, x.Prize})
	}
	for _, x := range r.LeftOut {
		out.LeftOut = append(out.LeftOut, leftOutJSON{x.Nomination, x.Reason})
	}
	return out
}

func (s *Server) recordProposal(c echo.Context) error {
	var f proposalForm
	if err := decode(c, &f); err != nil {
		return err
	}
	r, err := s.Judging.RecordProposal(c.Request().Context(), who(c), c.Param("slug"), f.proposal())
	if err != nil {
		return err
	}
	return reply(c, http.StatusCreated, viewProposal(r))
}

func (s *Server) showProposal(c echo.Context) error {
	r, err := s.Judging.ProposalOf(c.Request().Context(), who(c), c.Param("slug"))
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewProposal(r))
}

type decisionForm struct {
	Number      string     `json:"number"`
	Date        string     `json:"date"`
	Authority   string     `json:"authority"`
	Signer      signerForm `json:"signer"`
	Nominations []string   `json:"nominations"`
	NotifiedOn  string     `json:"notified_on"`
}

type signerForm struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Block string `json:"block"`
}

type decisionJSON struct {
	ID          string     `json:"id"`
	Number      string     `json:"number"`
	Date        string     `json:"date"`
	Authority   string     `json:"authority"`
	Signer      signerForm `json:"signer"`
	Nominations []string   `json:"nominations"`
	NotifiedOn  *string    `json:"notified_on"`
	File        *string    `json:"file_sha256"`
	Replaces    *string    `json:"replaces"`
	Reason      *string    `json:"reason"`
	At          time.Time  `json:"at"`
}

func viewDecision(d judging.Decision) decisionJSON {
	out := decisionJSON{
		d.ID, d.Number, d.Date, d.Authority, signerForm(d.Signer), d.Nominations, optional(d.NotifiedOn), optional(d.File),
		optional(d.Replaces), optional(d.Reason), d.At.UTC(),
	}
	if out.Nominations == nil {
		out.Nominations = []string{}
	}
	return out
}

func (s *Server) recordDecision(c echo.Context) error {
	var f decisionForm
	if err := decode(c, &f); err != nil {
		return err
	}
	d, err := s.Judging.RecordDecision(c.Request().Context(), who(c), c.Param("slug"), judging.DecisionInput{
		Number: f.Number, Date: f.Date, Authority: f.Authority, Signer: judging.Signer(f.Signer),
		Nominations: f.Nominations, NotifiedOn: f.NotifiedOn,
	})
	if err != nil {
		return err
	}
	return reply(c, http.StatusCreated, viewDecision(d))
}

func (s *Server) listDecisions(c echo.Context) error {
	all, err := s.Judging.Decisions(c.Request().Context(), who(c), c.Param("slug"))
	if err != nil {
		return err
	}
	return replyList(c, all, "", viewDecision)
}
