package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// showCouncilProposal is the recorded proposal; for who may record one, the form while there is none.
func (s *Server) showCouncilProposal(c echo.Context) error {
	sc, err := s.council(c, "proposal")
	if err != nil {
		return err
	}
	p := templates.CouncilProposal{Shell: sc.shell, Head: sc.head}
	pass, waiting, err := s.councilPass(c, sc)
	if err != nil {
		return err
	}
	p.Pass, p.Waiting = max(pass.N, 1), waiting
	rec, recorded, err := s.latestProposal(c, sc)
	if err != nil {
		return err
	}
	if p.MayRecord, err = s.mayPropose(c, sc); err != nil {
		return err
	}
	switch {
	case recorded:
		p.Waiting = ""
		if p.Proposal, err = s.recordedProposal(c, sc, rec); err != nil {
			return err
		}
	case p.Waiting == "" && p.MayRecord:
		return s.proposalPage(c, sc, http.StatusOK, draftProposal{}, nil)
	case p.Waiting == "":
		p.Waiting = "none"
	}
	decisions, err := s.Judging.Decisions(c.Request().Context(), who(c), sc.edition.Slug)
	if err != nil {
		return err
	}
	if len(decisions) > 0 {
		p.Decision = &templates.DecisionRef{Number: decisions[0].Number, Date: day(decisions[0].Date)}
	}
	return s.page(c, http.StatusOK, p)
}

// latestProposal is the council's latest proposal, when there is one.
func (s *Server) latestProposal(c echo.Context, sc councilScene) (rec judging.ProposalRecord, recorded bool, err error) {
	rec, err = s.Judging.ProposalOf(c.Request().Context(), who(c), sc.edition.Slug)
	if fault.KindOf(err) == fault.NotFound {
		return rec, false, nil
	}
	return rec, err == nil, err
}

// mayPropose: head or secretary of the council, in deliberation, until a decision is recorded.
func (s *Server) mayPropose(c echo.Context, sc councilScene) (bool, error) {
	if sc.edition.State != judging.Deliberation || !sc.may(accounts.RecordProposal) {
		return false, nil
	}
	decisions, err := s.Judging.Decisions(c.Request().Context(), who(c), sc.edition.Slug)
	return len(decisions) == 0, err
}

// editCouncilProposal is the form filled with the recorded proposal, to record another one.
func (s *Server) editCouncilProposal(c echo.Context) error {
	sc, err := s.council(c, "proposal")
	if err != nil {
		return err
	}
	may, err := s.mayPropose(c, sc)
	if err != nil {
		return err
	}
	if !may {
		return c.Redirect(http.StatusSeeOther, "/council/"+sc.edition.Slug+"/proposal")
	}
	rec, recorded, err := s.latestProposal(c, sc)
	if err != nil {
		return err
	}
	var d draftProposal
	if recorded {
		d = draftOf(rec)
	}
	return s.proposalPage(c, sc, http.StatusOK, d, nil)
}

func (s *Server) recordedProposal(c echo.Context, sc councilScene, rec judging.ProposalRecord) (*templates.RecordedProposal, error) {
	names, err := s.memberNames(c, sc.edition.Slug)
	if err != nil {
		return nil, err
	}
	p := &templates.RecordedProposal{
		HeldOn: day(rec.HeldOn), RecordedAt: rec.At, Listed: len(rec.Items), Votes: votesOf(rec.Proposal, rec.Members),
		By: nameOf(names, rec.By, s.messages(c)("page.say.council.word", "former_member", nil)),
	}
	p.Groups, p.LeftOut, err = s.proposedGroups(c, sc, rec.Proposal)
	return p, err
}

func votesOf(p judging.Proposal, members int) templates.VoteCount {
	return templates.VoteCount{Members: members, Present: p.Present, For: p.For, Against: p.Against, Abstain: p.Abstain}
}

// proposedGroups are the entries listed and left out, by product group in the order of their ranks.
func (s *Server) proposedGroups(c echo.Context, sc councilScene, p judging.Proposal) (listed, left []templates.ProposedGroup, err error) {
	lines, err := s.rankedLines(c, sc)
	if err != nil {
		return nil, nil, err
	}
	items, reasons := map[string]judging.ProposalItem{}, map[string]string{}
	for _, x := range p.Items {
		items[x.Nomination] = x
	}
	for _, x := range p.LeftOut {
		reasons[x.Nomination] = x.Reason
	}
	for _, g := range sc.pack.ProductGroups {
		in := templates.ProposedGroup{Code: g.Code, Name: g.Name.In(s.lang(c))}
		off := templates.ProposedGroup{Code: "out-" + g.Code, Name: in.Name}
		for _, x := range lines {
			if x.Group != g.Code {
				continue
			}
			line := templates.ProposedLine{Rank: x.Rank, EntryCode: x.EntryCode, Product: x.Product, Producer: x.producer.Name,
				Commune: x.producer.Commune, Mean: x.MeanText}
			if item, ok := items[x.Nomination]; ok {
				line.Reason, line.Prize = item.Reason, prizeName(sc.pack, item.Prize, s.lang(c))
				in.Lines = append(in.Lines, line)
			} else {
				line.Reason, line.Below = reasons[x.Nomination], !x.Passed
				off.Lines = append(off.Lines, line)
			}
		}
		if len(in.Lines) > 0 {
			listed = append(listed, in)
		}
		if len(off.Lines) > 0 {
			left = append(left, off)
		}
	}
	return listed, left, nil
}

func prizeName(pack *judging.Pack, code, lang string) string {
	for _, p := range pack.Prizes {
		if p.Code == code {
			return p.Name.In(lang)
		}
	}
	return code
}
