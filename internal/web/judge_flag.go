package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// ownNotes are what a judge noted of an own sheet, and the objection to its typing.
type ownNotes struct {
	judging.SheetNote
	objection judging.SheetNote
}

// sheetNotes are the caller's own notes about sheets of an edition.
func (s *Server) sheetNotes(c echo.Context, slug string) (map[string]ownNotes, error) {
	notes, objections, err := s.Judging.SheetNotes(c.Request().Context(), who(c), slug)
	own := make(map[string]ownNotes, len(notes))
	for id, n := range notes {
		own[id] = ownNotes{SheetNote: n}
	}
	for id, n := range objections {
		own[id] = ownNotes{own[id].SheetNote, n}
	}
	return own, err
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
	if paper {
		typed = x.note.objection.Question
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
	if paper {
		p.Asked = x.note.objection.Question != ""
	}
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
	say, paper, notices := s.Judging.AskAboutSheet, form.Get("paper") != "", []string{"judge_asked", "judge_question_dropped"}
	if paper {
		say, notices = s.Judging.ObjectToPaper, []string{"judge_objected", "judge_objection_dropped"}
	}
	if form.Get("act") == "drop" {
		if err := s.Judging.TakeQuestionBack(ctx, who(c), id, paper); err != nil {
			return err
		}
		return s.done(c, "/judge/sheets/"+id, notices[1])
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
	return s.done(c, "/judge/sheets/"+id, notices[0])
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
	for _, n := range []judging.SheetNote{x.note.objection, x.note.SheetNote} {
		if n.Question != "" {
			p.Asked = p.Asked || !n.Objects
			p.Lines = append(p.Lines, templates.JudgeQuestionLine{Text: n.Question, Objects: n.Objects, At: n.Asked, Answer: n.Answer, AnsweredAt: n.Answered})
		}
	}
}

// noteTags are a judge's own notes in the list.
func (s *Server) noteTags(c echo.Context, n ownNotes) (tags []templates.Tag) {
	if n.Flagged {
		tags = append(tags, templates.Tag{Kind: "gold", Text: s.judgeSay(c, "flagged", nil)})
	}
	switch {
	case n.Waits() || n.objection.Waits():
		tags = append(tags, templates.Tag{Kind: "warn", Text: s.judgeSay(c, "unclear", nil)})
	case n.Question+n.objection.Question != "":
		tags = append(tags, templates.Tag{Kind: "ok", Text: s.judgeSay(c, "answered", nil)})
	}
	return tags
}

// noteFilters are the filters that a judge's own notes put a sheet into, beside that of its state.
func noteFilters(n ownNotes) (filters []string) {
	if n.Flagged {
		filters = append(filters, "flagged")
	}
	if n.Question+n.objection.Question != "" {
		filters = append(filters, "unclear")
	}
	return filters
}

// dossierQuestions are what judges asked about a dossier.
func (s *Server) dossierQuestions(c echo.Context, x dossierScene) (list []templates.DeskQuestion, err error) {
	all, err := s.Judging.SheetQuestions(c.Request().Context(), who(c), x.edition.Slug)
	for _, q := range all {
		if q.Nomination == x.ID {
			line := templates.DeskQuestion{Sheet: q.Sheet, Judge: q.JudgeName, Text: q.Question, At: q.Asked, Field: "answer_" + q.Sheet,
				Answer: q.Answer, By: q.AnsweredName, AnsweredAt: q.Answered}
			if q.Objects {
				line.Field = "answer_paper_" + q.Sheet
				line.SheetURL = "/desk/" + x.edition.Slug + "/paper/sheets/" + q.Sheet
				if _, err := s.Judging.ScanOf(c.Request().Context(), who(c), q.Sheet); err == nil {
					line.ScanURL = line.SheetURL + "/scan"
				}
			}
			list = append(list, line)
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
	paper, field := form.Get("paper") != "", "_"+form.Get("sheet")
	if paper {
		field = "_paper" + field
	}
	err = s.Judging.AnswerQuestion(ctx, who(c), id, form.Get("sheet"), paper, form.Get("question"), form.Get("answer"))
	if faults := s.formFaults(c, err); faults != nil {
		for i := range faults {
			faults[i].Field += field
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
