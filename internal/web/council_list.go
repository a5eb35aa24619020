package web

import (
	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// councilEdition is one edition of the council's first page: what it waits for and the caller's work in it.
func (s *Server) councilEdition(c echo.Context, e editionHat) (line templates.CouncilEdition, err error) {
	t := s.messages(c)
	sc := councilScene{edition: e.Edition, hats: e.hats}
	_, waiting, err := s.councilPass(c, sc)
	if err != nil {
		return line, err
	}
	recorded, err := s.proposalRecorded(c, e.Slug)
	if err != nil {
		return line, err
	}
	line = templates.CouncilEdition{Edition: s.editionLine(c, e.Edition), Seat: s.councilSeat(c, e.hats)}
	line.Waits = t("page.say.council.waits", councilWaits(e.State, waiting, recorded), nil)
	add := func(name, path, tag, kind string) {
		task := templates.Task{Text: t("page.say.council.task", name, nil), Tag: templates.Tag{Kind: kind, Text: t("page.say.council.tag", tag, nil)}}
		if tag != "closed" {
			task.URL = "/council/" + e.Slug + path
		}
		line.Tasks = append(line.Tasks, task)
	}
	if waiting != "" {
		add("ranking", "", "closed", "")
	} else {
		add("ranking", "", "ready", "ok")
		add("agreement", "/agreement", "ready", "ok")
	}
	if waiting == "" && e.State == judging.Deliberation && sc.may(accounts.FollowMeeting) {
		add("meeting", "/meeting", "ready", "ok")
	}
	switch {
	case recorded:
		add("proposal", "/proposal", "recorded", "ok")
		add("minutes", "/minutes", "ready", "ok")
	case waiting == "" && e.State == judging.Deliberation && sc.may(accounts.RecordProposal):
		add("proposal_to_do", "/proposal", "to_do", "warn")
	case waiting == "":
		add("proposal", "/proposal", "none", "")
	}
	if sc.may(accounts.ReadAllSheets) {
		if waiting == "" {
			add("sheets", "/sheets", "ready", "ok")
		}
		add("journal", "/journal", "ready", "ok")
	}
	return line, nil
}

// councilWaits names the sentence about where an edition stands for the council.
func councilWaits(state judging.State, waiting string, recorded bool) string {
	switch {
	case state == judging.Announced || state == judging.Closed:
		return "over"
	case recorded:
		return "recorded"
	case waiting != "":
		return waiting
	case state == judging.Scoring:
		return "move" // the pass is closed, the administrator has not moved the edition on
	}
	return "deliberate"
}

// proposalRecorded reports whether the council has recorded a proposal.
func (s *Server) proposalRecorded(c echo.Context, slug string) (bool, error) {
	_, err := s.Judging.ProposalOf(c.Request().Context(), who(c), slug)
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	return err == nil, err
}

// councilSeat says in words what the caller is in the edition.
func (s *Server) councilSeat(c echo.Context, hats []accounts.Hat) string {
	name := "member"
	switch {
	case wears(hats, []accounts.Hat{accounts.HatAuditor}):
		name = "auditor"
	case wears(hats, []accounts.Hat{accounts.HatCouncilRecorder}):
		name = "recorder"
	}
	return s.messages(c)("page.say.council.seat", name, nil)
}
