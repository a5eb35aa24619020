package web

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// judgeHome is the editions in which the caller sits in the jury, with what is to be done.
func (s *Server) judgeHome(c echo.Context) error {
	sh, err := s.shell(c, "judge")
	if err != nil {
		return err
	}
	worn, err := s.editionHats(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	p := templates.JudgeHome{Shell: sh}
	for _, e := range worn {
		if !wears(e.hats, []accounts.Hat{accounts.HatJury}) {
			continue
		}
		line, err := s.judgeEdition(c, e)
		if err != nil {
			return err
		}
		p.Editions = append(p.Editions, line)
	}
	slices.SortStableFunc(p.Editions, func(a, b templates.JudgeEdition) int {
		return cmp.Compare(todoRank(a), todoRank(b))
	})
	if len(p.Editions) == 0 {
		return fault.New(fault.Forbidden, "forbidden")
	}
	return s.page(c, http.StatusOK, p)
}

// todoRank puts the editions in which something is to be done above the others.
func todoRank(e templates.JudgeEdition) int {
	if e.Todo || e.PassURL != "" && e.Edition.State == string(judging.Scoring) {
		return 0
	}
	return 1
}

// judgeEdition is one edition with how far the caller is in it.
func (s *Server) judgeEdition(c echo.Context, e editionHat) (templates.JudgeEdition, error) {
	line := templates.JudgeEdition{Edition: s.editionLine(c, e.Edition), Judges: slices.Contains(e.hats, accounts.HatJudge)}
	if accounts.Allowed(accounts.ReadSheetStates, e.hats) && e.State != judging.Draft && e.State != judging.Filing {
		line.PassURL = "/judge/" + e.Slug + "/pass"
	}
	if accounts.Allowed(accounts.ArrangePanels, e.hats) {
		line.PanelsURL = "/desk/" + e.Slug + "/panels"
	}
	if accounts.Allowed(accounts.ReadVisits, e.hats) && e.State != judging.Draft && e.State != judging.Filing && e.State != judging.Screening {
		line.VisitsURL = "/judge/" + e.Slug + "/visits"
	}
	if e.State == judging.Screening || e.State == judging.Scoring {
		line.CalibrationURL = "/judge/" + e.Slug + "/calibration"
	}
	if !line.Judges {
		return line, nil
	}
	own, err := s.Judging.OwnDeclaration(c.Request().Context(), who(c), e.Slug)
	if err != nil {
		return line, err
	}
	line.Declared, line.MayDeclare = !own.At.IsZero(), mayDeclare(e.Edition)
	if line.MayDeclare && !line.Declared {
		line.Todo = true
		line.Action = templates.Link{Text: s.judgeSay(c, "declare", nil), URL: "/judge/" + e.Slug + "/declaration"}
		return line, nil
	}
	if !line.Declared {
		return line, nil
	}
	return line, s.judgeProgress(c, e, &line)
}

// mayDeclare reports whether the edition takes declarations of conflicts now.
func mayDeclare(e judging.Edition) bool {
	return slices.Contains([]judging.State{judging.Screening, judging.Scoring, judging.Deliberation}, e.State)
}

// judgeProgress counts the caller's sheets of the last pass.
func (s *Server) judgeProgress(c echo.Context, e editionHat, line *templates.JudgeEdition) error {
	sheets, _, err := s.lastSheets(c, e.Slug, 0)
	if err != nil {
		return err
	}
	n := countStates(sheets)
	line.Progress = templates.Progress{Label: s.judgeSay(c, "progress", nil), Done: n.done, Total: n.done + n.open + n.late}
	line.Recused, line.Reopened, line.Late = n.recused, n.reopened, n.late
	switch {
	case n.open > 0:
		line.Todo = true
		line.Action = templates.Link{Text: s.judgeSay(c, "go_on", nil), URL: "/judge/" + e.Slug}
	case len(sheets) > 0:
		line.Action = templates.Link{Text: s.judgeSay(c, "look", nil), URL: "/judge/" + e.Slug}
	}
	return nil
}

// lastSheets are the caller's sheets of a pass, the last one when pass is 0, and the numbers of all passes.
func (s *Server) lastSheets(c echo.Context, slug string, pass int) (sheets []judging.SheetView, passes []int, err error) {
	all, _, err := s.Judging.Sheets(c.Request().Context(), who(c), slug, judging.SheetFilter{})
	if err != nil {
		return nil, nil, err
	}
	for _, sh := range all {
		if !slices.Contains(passes, sh.Pass) {
			passes = append(passes, sh.Pass)
		}
	}
	if pass == 0 && len(passes) > 0 {
		pass = slices.Max(passes)
	}
	sheets = slices.DeleteFunc(all, func(v judging.SheetView) bool { return v.Pass != pass })
	return sheets, passes, nil
}

// sheetCounts are the sheets of a judge by what is to be done with them.
type sheetCounts struct{ open, done, recused, reopened, late int }

// isLate says of a sheet that its pass was closed before it was sent.
func isLate(v judging.SheetView) bool { return v.State == judging.SheetLocked && v.Seal == "" }

func countStates(sheets []judging.SheetView) sheetCounts {
	var n sheetCounts
	for _, v := range sheets {
		switch v.State {
		case judging.SheetOpen:
			n.open++
			if v.Reason != "" {
				n.reopened++
			}
		case judging.SheetRecused:
			n.recused++
		case judging.SheetSubmitted, judging.SheetLocked:
			if isLate(v) {
				n.late++
			} else {
				n.done++
			}
		}
	}
	return n
}

// judgeSay is a sentence of the judge's pages that handlers hand to them.
func (s *Server) judgeSay(c echo.Context, code string, args fault.Args) string {
	return s.messages(c)("page.say.judge", code, args)
}
