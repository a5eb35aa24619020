package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// showLanding is the first page of a place; who wears no hat that opens it is refused.
func (s *Server) showLanding(c echo.Context) error {
	place := strings.TrimPrefix(c.Path(), "/")
	var wanted []accounts.Hat
	for _, p := range placeHats {
		if p.place == place {
			wanted = p.hats
		}
	}
	worn, err := s.editionHats(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	sh, err := s.shell(c, place)
	if err != nil {
		return err
	}
	p := templates.Landing{Shell: sh, Place: place}
	open := place == "nominations" || place == "admin" && who(c).User.Administrator
	for _, e := range worn {
		if !wears(e.hats, wanted) {
			continue
		}
		open = true
		tasks, err := s.tasks(c, place, e)
		if err != nil {
			return err
		}
		p.Editions = append(p.Editions, templates.LandingEdition{Edition: s.editionLine(c, e.Edition), Tasks: tasks})
	}
	if !open {
		return fault.New(fault.Forbidden, "forbidden")
	}
	return s.page(c, http.StatusOK, p)
}

// tasks is the work that waits for the caller in one edition.
func (s *Server) tasks(c echo.Context, place string, e editionHat) ([]templates.LandingTask, error) {
	ctx, t := c.Request().Context(), s.messages(c)
	var tasks []templates.LandingTask
	add := func(name string, count int, address string) {
		tasks = append(tasks, templates.LandingTask{
			Text: t("page.task", name, nil), Count: count, URL: address, Done: count == 0,
		})
	}
	switch place {
	case "nominations", "desk":
		for _, x := range nominationTasks[place] {
			n, err := s.countNominations(ctx, who(c), e.Slug, x.state)
			if err != nil {
				return nil, err
			}
			add(x.name, n, "")
		}
	case "judge":
		n, err := s.countSheets(ctx, who(c), e)
		if err != nil {
			return nil, err
		}
		if n >= 0 {
			add("sheets_open", n, "")
		}
	}
	if e.State == judging.Announced || e.State == judging.Closed {
		tasks = append(tasks, templates.LandingTask{Text: t("page.task", "results", nil), Count: -1, URL: "/editions/" + e.Slug})
	}
	return tasks, nil
}

var nominationTasks = map[string][]struct {
	name  string
	state judging.NominationState
}{
	"nominations": {{"drafts", judging.NominationDraft}, {"supplements", judging.NominationSupplement}},
	"desk":        {{"to_screen", judging.NominationSubmitted}, {"awaiting_supplement", judging.NominationSupplement}},
}

// countNominations counts what the caller may read of one state, 0 where nothing may be read yet.
func (s *Server) countNominations(ctx context.Context, actor accounts.Actor, slug string, state judging.NominationState) (int, error) {
	list, _, err := s.Judging.Nominations(ctx, actor, slug, judging.NominationQuery{State: state})
	if kind := fault.KindOf(err); kind == fault.Forbidden || kind == fault.Conflict {
		return 0, nil
	}
	return len(list), err
}

// countSheets counts the caller's open sheets; -1 for somebody who has none, such as the jury's secretary.
func (s *Server) countSheets(ctx context.Context, actor accounts.Actor, e editionHat) (int, error) {
	if !wears(e.hats, []accounts.Hat{accounts.HatJudge}) {
		return -1, nil
	}
	list, _, err := s.Judging.Sheets(ctx, actor, e.Slug, judging.SheetFilter{State: judging.SheetOpen})
	if kind := fault.KindOf(err); kind == fault.Forbidden || kind == fault.Conflict {
		return -1, nil
	}
	return len(list), err
}
