package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// judgePass is the state of every sheet of a pass, without a mark.
func (s *Server) judgePass(c echo.Context) error {
	n, err := queryNumber(c, "pass")
	if err != nil {
		return err
	}
	return s.passPage(c, http.StatusOK, n, url.Values{}, nil)
}

// passPage shows a pass, the last one when n is 0, with a form that was at fault.
func (s *Server) passPage(c echo.Context, status, n int, form url.Values, faults templates.FormFaults) error {
	ctx, slug := c.Request().Context(), c.Param("slug")
	e, err := s.Judging.EditionBySlug(ctx, who(c), slug)
	if err != nil {
		return err
	}
	hats, err := s.Judging.Hats(ctx, who(c), slug)
	if err != nil {
		return err
	}
	states, err := s.Judging.SheetStates(ctx, who(c), slug, n)
	if err != nil {
		return err
	}
	sh, err := s.shell(c, "judge")
	if err != nil {
		return err
	}
	p := templates.JudgePass{
		Shell: sh, Edition: s.editionLine(c, e), Head: accounts.Allowed(accounts.ClosePass, hats), Faults: faults,
		Reason: form.Get("reason"), LeaveOpen: form.Get("leave_open") != "",
		Empty: templates.Empty{Icon: "hourglass-split", Title: s.judgeSay(c, "early", nil), Text: s.judgeSay(c, "pass_early", nil)},
	}
	if err := s.fillPass(c, &p, e, n); err != nil {
		return err
	}
	if err := s.fillMatrix(c, &p, e, states); err != nil {
		return err
	}
	if p.Objections, err = s.paperObjections(c, slug, states, func(q judging.SheetQuestion) string {
		if !p.Head || !p.ClosedAt.IsZero() || !q.Answered.IsZero() {
			return ""
		}
		return "/judge/" + slug + "/pass/sheets/" + q.Sheet + "/reopen"
	}); err != nil {
		return err
	}
	if p.Ignore = form.Get("objections_left") != ""; p.ClosedAt.IsZero() {
		p.Unanswered = unanswered(p.Objections)
	}
	if accounts.Allowed(accounts.ReadAssignment, hats) {
		if p.Away, err = s.headsAway(c, slug); err != nil {
			return err
		}
	}
	if accounts.Allowed(accounts.AdmitJudge, hats) {
		p.SlipsURL = "/judge/" + slug + "/slips"
	}
	if accounts.Allowed(accounts.ReadAgreement, hats) && !p.ClosedAt.IsZero() {
		p.AgreementURL = "/council/" + slug + "/agreement"
	}
	return s.page(c, status, p)
}

// headsAway says which heads of the jury are away today, and who stands in when no head is there.
func (s *Server) headsAway(c echo.Context, slug string) (lines []string, err error) {
	absences, err := s.Judging.Absences(c.Request().Context(), who(c), slug)
	if err != nil {
		return nil, err
	}
	away := map[string]judging.AbsenceView{}
	for _, a := range absences {
		if a.Now && a.Role == accounts.Head {
			away[a.Seat] = a
		}
	}
	if len(away) == 0 {
		return nil, nil
	}
	members, err := s.Judging.Members(c.Request().Context(), who(c), slug)
	if err != nil {
		return nil, err
	}
	var deputies []string
	present := false
	for _, m := range members {
		a, gone := away[m.ID]
		switch {
		case m.Body != accounts.Jury:
		case gone:
			lines = append(lines, s.judgeSay(c, "head_away", fault.MakeArgs("name", a.Name, "from", i18n.FormatDate(s.lang(c), a.From), "reason", a.Reason)))
		case m.Role == accounts.Head:
			present = true
		case m.Role == accounts.Deputy:
			deputies = append(deputies, m.Person.Name)
		}
	}
	switch {
	case present:
	case len(deputies) == 0:
		lines = append(lines, s.judgeSay(c, "nobody_stands_in", nil))
	default:
		lines = append(lines, s.judgeSay(c, "stands_in", fault.MakeArgs("names", strings.Join(deputies, ", "))))
	}
	return lines, nil
}

// fillPass says which pass is shown and whether it is closed.
func (s *Server) fillPass(c echo.Context, p *templates.JudgePass, e judging.Edition, n int) error {
	passes, err := s.Judging.Passes(c.Request().Context(), who(c), e.Slug)
	if err != nil || len(passes) == 0 {
		return err
	}
	if n == 0 {
		n = len(passes)
	}
	pass := passes[n-1]
	p.Opened, p.N, p.ClosedAt, p.LeftOpen = true, pass.N, pass.Closed, pass.LeftOpen
	if len(passes) > 1 {
		for _, x := range passes {
			text := s.judgeSay(c, "pass", fault.MakeArgs("n", x.N))
			p.Passes = append(p.Passes, templates.Link{Text: text, URL: "/judge/" + e.Slug + "/pass?pass=" + strconv.Itoa(x.N), Current: x.N == n})
		}
	}
	if pass.Closed.IsZero() {
		return nil
	}
	p.RankingURL = "/council/" + e.Slug
	_, err = s.Judging.ProposalOf(c.Request().Context(), who(c), e.Slug)
	p.MayReopen = n == len(passes) && fault.KindOf(err) == fault.NotFound && (e.State == judging.Scoring || e.State == judging.Deliberation)
	if fault.KindOf(err) == fault.NotFound {
		err = nil
	}
	return err
}

// fillMatrix is the judges and, by product group, the state of each judge's sheet of each entry.
func (s *Server) fillMatrix(c echo.Context, p *templates.JudgePass, e judging.Edition, states []judging.SheetStateLine) error {
	pack, err := s.Judging.Pack(e)
	if err != nil {
		return err
	}
	judges, err := s.Judging.Judges(c.Request().Context(), who(c), e.Slug)
	if err != nil {
		return err
	}
	column := map[string]int{}
	for i, j := range judges {
		column[j.User] = i
		p.Judges = append(p.Judges, templates.PassJudge{Name: j.Person.Name, Declared: j.Declared})
	}
	for _, x := range states { // of somebody who left the jury since
		if _, ok := column[x.Judge]; !ok {
			column[x.Judge] = len(p.Judges)
			p.Judges = append(p.Judges, templates.PassJudge{Name: x.JudgeName, Declared: true})
		}
	}
	for _, g := range pack.ProductGroups {
		group := templates.PassGroup{Name: g.Name.In(s.lang(c))}
		for _, x := range states {
			if x.Group == g.Code {
				if x.Paper != nil {
					p.Papers = append(p.Papers, templates.PassPaper{Code: x.EntryCode, Product: x.Product, Judge: x.JudgeName, Note: s.paperNote(c, x.Paper)})
				}
				p.Count(&group, column[x.Judge], passSheet(p, e.Slug, x))
			}
		}
		if len(group.Rows) > 0 {
			p.Groups = append(p.Groups, group)
		}
	}
	p.Progress.Label = s.judgeSay(c, "pass_progress", nil)
	return nil
}

// passSheet is one sheet's state; a sent one can be given back by the jury's head while the pass is open.
func passSheet(p *templates.JudgePass, slug string, x judging.SheetStateLine) templates.PassSheet {
	cell := templates.PassSheet{ID: x.Sheet, State: string(x.State), Judge: x.JudgeName, Code: x.EntryCode, Product: x.Product}
	if x.Late {
		cell.State = "late"
	}
	if p.Head && p.ClosedAt.IsZero() && x.State == judging.SheetSubmitted {
		cell.ReopenURL = "/judge/" + slug + "/pass/sheets/" + x.Sheet + "/reopen"
	}
	return cell
}

// judgeClose closes a pass.
func (s *Server) judgeClose(c echo.Context) error {
	return s.actOnPass(c, "leave_open", "judge_pass_closed", func(n int, form url.Values) error {
		if err := s.objectionsLeft(c, n, form); err != nil {
			return err
		}
		leave := form.Get("leave_open") != ""
		_, err := s.Judging.ClosePass(c.Request().Context(), who(c), c.Param("slug"), n, leave, form.Get("reason"))
		return err
	})
}

// judgeReopenPass opens the last pass again.
func (s *Server) judgeReopenPass(c echo.Context) error {
	return s.actOnPass(c, "reason", "judge_pass_reopened", func(n int, form url.Values) error {
		_, err := s.Judging.ReopenPass(c.Request().Context(), who(c), c.Param("slug"), n, form.Get("reason"))
		return err
	})
}

// actOnPass runs an act of the form's pass and shows the page again with what stands against it.
func (s *Server) actOnPass(c echo.Context, field, notice string, act func(n int, form url.Values) error) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(form.Get("n"))
	if err != nil { // left out: the last pass
		passes, err := s.Judging.Passes(c.Request().Context(), who(c), c.Param("slug"))
		if err != nil {
			return err
		}
		n = len(passes)
	}
	err = act(n, form)
	if faults := s.refusedForm(c, err, field); faults != nil {
		_, status := asFault(err)
		return s.passPage(c, status, n, form, faults)
	}
	if err != nil {
		return err
	}
	return s.done(c, "/judge/"+c.Param("slug")+"/pass?pass="+strconv.Itoa(n), notice)
}

// refusedForm is what stands against an act, at the fields of its form or, for a wrong state, at one of them;
// nil when the page of errors must say it.
func (s *Server) refusedForm(c echo.Context, err error, field string) templates.FormFaults {
	if err == nil {
		return nil
	}
	if faults := s.formFaults(c, err); faults != nil {
		return faults
	}
	if f, status := asFault(err); status == http.StatusConflict {
		return templates.FormFaults{{Field: field, Message: s.messages(c)("fault", f.Code, f.Args)}}
	}
	return nil
}

// judgeReopen asks why a sheet is given back.
func (s *Server) judgeReopen(c echo.Context) error {
	return s.reopenPage(c, http.StatusOK, "", nil)
}

func (s *Server) reopenPage(c echo.Context, status int, reason string, faults templates.FormFaults) error {
	ctx, slug := c.Request().Context(), c.Param("slug")
	e, err := s.Judging.EditionBySlug(ctx, who(c), slug)
	if err != nil {
		return err
	}
	states, err := s.Judging.SheetStates(ctx, who(c), slug, 0)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(states, func(x judging.SheetStateLine) bool { return x.Sheet == c.Param("id") })
	if at < 0 {
		return fault.New(fault.NotFound, "not_found")
	}
	sh, err := s.shell(c, "judge")
	if err != nil {
		return err
	}
	p := templates.JudgeReopen{Shell: sh, Edition: s.editionLine(c, e), BackURL: "/judge/" + slug + "/pass", Reason: reason, Faults: faults}
	p.Sheet = passSheet(&templates.JudgePass{}, slug, states[at])
	return s.page(c, status, p)
}

// judgeReopenNow gives a sent sheet back to its judge.
func (s *Server) judgeReopenNow(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	_, err = s.Judging.ReopenSheet(c.Request().Context(), who(c), c.Param("id"), form.Get("reason"))
	if faults := s.refusedForm(c, err, "reason"); faults != nil {
		_, status := asFault(err)
		return s.reopenPage(c, status, form.Get("reason"), faults)
	}
	if err != nil {
		return err
	}
	return s.done(c, "/judge/"+c.Param("slug")+"/pass", "judge_sheet_reopened")
}
