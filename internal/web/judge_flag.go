package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// sheetNotes are the caller's own notes about sheets of an edition.
func (s *Server) sheetNotes(c echo.Context, slug string) (map[string]judging.SheetNote, error) {
	return s.Judging.SheetNotes(c.Request().Context(), who(c), slug)
}

// judgeFlag sets a judge's mark to come back to a sheet that is written in no more, or takes it away; on an open sheet
// the form of the marks does it, so that nothing typed is lost.
func (s *Server) judgeFlag(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	if err := s.Judging.FlagSheet(c.Request().Context(), who(c), c.Param("id"), form.Get("act") == "flag"); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/judge/sheets/"+c.Param("id"))
}

// judgeQuestion asks what the secretariat shall clear up.
func (s *Server) judgeQuestion(c echo.Context) error {
	x, err := s.ownScene(c)
	if err != nil {
		return err
	}
	if !mayAsk(x) {
		return c.Redirect(http.StatusSeeOther, x.address())
	}
	paper, typed := c.QueryParam("paper") != "", x.note.Question
	if paper != x.note.Objects { // the other kind of line, from the beginning
		typed = ""
	}
	return s.askPage(c, http.StatusOK, x, typed, paper, nil)
}

// mayAsk says that a sheet's pass is open and its judge not recused.
func mayAsk(x sheetScene) bool {
	return x.State == judging.SheetOpen || x.State == judging.SheetSubmitted
}

func (s *Server) askPage(c echo.Context, status int, x sheetScene, typed string, paper bool, faults templates.FormFaults) error {
	sh, err := s.shell(c, "judge")
	if err != nil {
		return err
	}
	p := templates.JudgeQuestion{Shell: sh, ID: x.ID, Question: typed, Asked: x.note.Question != "", Paper: paper, Faults: faults}
	if paper && x.Paper != nil {
		p.ScanURL = x.address() + "/scan"
	}
	if p.Entry, err = s.judgeEntry(c, x, false); err != nil {
		return err
	}
	return s.page(c, status, p)
}

// judgeAsk sends the question, or takes it back.
func (s *Server) judgeAsk(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	ctx, id := c.Request().Context(), c.Param("id")
	if form.Get("act") == "drop" {
		if err := s.Judging.TakeQuestionBack(ctx, who(c), id); err != nil {
			return err
		}
		return s.done(c, "/judge/sheets/"+id, "judge_question_dropped")
	}
	say, paper := s.Judging.AskAboutSheet, form.Get("paper") != ""
	if paper {
		say = s.Judging.ObjectToPaper
	}
	err = say(ctx, who(c), id, form.Get("question"))
	if faults := s.formFaults(c, err); err != nil && faults != nil {
		x, err := s.ownScene(c)
		if err != nil {
			return err
		}
		return s.askPage(c, http.StatusUnprocessableEntity, x, form.Get("question"), paper, faults)
	}
	if err != nil {
		return err
	}
	return s.done(c, "/judge/sheets/"+id, "judge_asked")
}

// noteSheet puts the judge's own notes on the sheet's page.
func noteSheet(x sheetScene, reader string, p *templates.JudgeSheet) {
	if x.Judge != reader {
		return
	}
	p.Own = x.State != judging.SheetRecused
	p.Flagged = x.note.Flagged
	if mayAsk(x) {
		p.AskURL = x.address() + "/question"
	}
	if n := x.note; n.Question != "" {
		p.Question = &templates.JudgeQuestionLine{Text: n.Question, Objects: n.Objects, At: n.Asked, Answer: n.Answer, AnsweredAt: n.Answered}
	}
}

// noteTags are a judge's own notes in the list.
func (s *Server) noteTags(c echo.Context, n judging.SheetNote) (tags []templates.Tag) {
	if n.Flagged {
		tags = append(tags, templates.Tag{Kind: "gold", Text: s.judgeSay(c, "flagged", nil)})
	}
	switch {
	case n.Waits():
		tags = append(tags, templates.Tag{Kind: "warn", Text: s.judgeSay(c, "unclear", nil)})
	case n.Question != "":
		tags = append(tags, templates.Tag{Kind: "ok", Text: s.judgeSay(c, "answered", nil)})
	}
	return tags
}

// noteFilters are the filters that a judge's own notes put a sheet into, beside that of its state.
func noteFilters(n judging.SheetNote) (filters []string) {
	if n.Flagged {
		filters = append(filters, "flagged")
	}
	if n.Question != "" {
		filters = append(filters, "unclear")
	}
	return filters
}

// dossierQuestions are what judges asked about a dossier.
func (s *Server) dossierQuestions(c echo.Context, x dossierScene) (list []templates.DeskQuestion, err error) {
	all, err := s.Judging.SheetQuestions(c.Request().Context(), who(c), x.edition.Slug)
	for _, q := range all {
		if q.Nomination == x.ID {
			list = append(list, templates.DeskQuestion{Sheet: q.Sheet, Judge: q.JudgeName, Text: q.Question, At: q.Asked,
				Answer: q.Answer, By: q.AnsweredName, AnsweredAt: q.Answered})
		}
	}
	return list, err
}

// deskAnswer answers a judge's question about the dossier.
func (s *Server) deskAnswer(c echo.Context) error {
	form, from, err := s.deskForm(c)
	if err != nil {
		return err
	}
	ctx, id := c.Request().Context(), c.Param("id")
	err = s.Judging.AnswerQuestion(ctx, who(c), id, form.Get("sheet"), form.Get("question"), form.Get("answer"))
	if faults := s.formFaults(c, err); faults != nil {
		for i := range faults {
			faults[i].Field += "_" + form.Get("sheet")
		}
		return s.dossierPage(c, http.StatusUnprocessableEntity, from, faults)
	}
	if f, _ := asFault(err); err != nil && f.Kind == fault.Conflict {
		return s.refusedOnDossier(c, from, err)
	}
	if err != nil {
		return err
	}
	return s.done(c, "/desk/"+c.Param("slug")+"/nominations/"+id+from.String(), "desk_answered")
}
