package web

import (
	"math"
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

// judgeFilters are the filters of a judge's list in their order.
var judgeFilters = []string{"", "todo", "begun", "flagged", "unclear", "done", "late", "recused"}

// judgeSheets is the caller's sheets of an edition. Before the declaration it leads to that.
func (s *Server) judgeSheets(c echo.Context) error {
	ctx, slug := c.Request().Context(), c.Param("slug")
	hats, err := s.Judging.Hats(ctx, who(c), slug)
	if err != nil {
		return err
	}
	if !slices.Contains(hats, accounts.HatJudge) && accounts.Allowed(accounts.ReadAllSheets, hats) {
		return c.Redirect(http.StatusSeeOther, "/council/"+slug)
	}
	pass, err := queryNumber(c, "pass")
	if err != nil {
		return err
	}
	e, err := s.Judging.EditionBySlug(ctx, who(c), slug)
	if err != nil {
		return err
	}
	sheets, passes, err := s.lastSheets(c, slug, pass)
	if f, _ := asFault(err); err != nil && f.Code == "declaration_missing" && mayDeclare(e) {
		return c.Redirect(http.StatusSeeOther, "/judge/"+slug+"/declaration")
	}
	if err != nil {
		return err
	}
	sh, err := s.shell(c, "judge")
	if err != nil {
		return err
	}
	p := templates.JudgeSheets{Shell: sh, Edition: s.editionLine(c, e), Query: c.QueryParam("q"), State: c.QueryParam("state")}
	if accounts.Allowed(accounts.ReadSheetStates, hats) {
		p.PassURL = "/judge/" + slug + "/pass"
	}
	if mayDeclare(e) {
		p.DeclarationURL = "/judge/" + slug + "/declaration"
	}
	if err := s.fillJudgeSheets(c, &p, e, sheets, passes); err != nil {
		return err
	}
	return s.page(c, http.StatusOK, p)
}

func (s *Server) fillJudgeSheets(c echo.Context, p *templates.JudgeSheets, e judging.Edition, sheets []judging.SheetView, passes []int) error {
	pack, err := s.Judging.Pack(e)
	if err != nil {
		return err
	}
	p.PassMark = pack.PassMark.String()
	n := countStates(sheets)
	p.Progress = templates.Progress{Label: s.judgeSay(c, "progress", nil), Done: n.done, Total: n.done + n.open + n.late + n.recused}
	if p.Progress.Total == 0 {
		p.Empty = s.judgeEmpty(c, len(passes) == 0 && (e.State == judging.Screening || e.State == judging.Filing || e.State == judging.Draft))
		return nil
	}
	if n.open > 0 && s.Papers != nil {
		p.PrintURL = "/judge/" + e.Slug + "/open.pdf"
	}
	p.Progress.Total -= n.recused
	p.Late, p.Device = n.late, passOpen(sheets)
	p.Pass = sheets[0].Pass
	if len(passes) > 1 {
		for _, x := range passes {
			text := s.judgeSay(c, "pass", fault.MakeArgs("n", x))
			p.Passes = append(p.Passes, templates.Link{Text: text, URL: "/judge/" + e.Slug + "?pass=" + strconv.Itoa(x), Current: x == p.Pass})
		}
	}
	if next := nextOpen(sheets, ""); next != "" {
		p.Next = templates.Link{Text: s.judgeSay(c, "go_on", nil), URL: "/judge/sheets/" + next}
	}
	notes, err := s.sheetNotes(c, e.Slug)
	if err != nil {
		return err
	}
	s.filterSheets(c, p, sheets, notes)
	for _, g := range pack.ProductGroups {
		if group := s.judgeGroup(c, p, pack, g, sheets, notes); len(group.Lines) > 0 {
			p.Groups = append(p.Groups, group)
		}
	}
	p.Plot = s.totalsPlot(c, pack, sheets)
	return nil
}

func (s *Server) judgeEmpty(c echo.Context, early bool) templates.Empty {
	if early {
		return templates.Empty{Icon: "hourglass-split", Title: s.judgeSay(c, "early", nil), Text: s.judgeSay(c, "early_text", nil)}
	}
	return templates.Empty{Icon: "inbox", Title: s.judgeSay(c, "no_sheets", nil), Text: s.judgeSay(c, "no_sheets_text", nil)}
}

// filterSheets makes the filters with what each would show.
func (s *Server) filterSheets(c echo.Context, p *templates.JudgeSheets, sheets []judging.SheetView, notes map[string]ownNotes) {
	if !slices.Contains(judgeFilters, p.State) {
		p.State = ""
	}
	for _, f := range judgeFilters {
		count := 0
		for _, v := range sheets {
			if f == "" || inFilter(v, notes[v.ID], f) {
				count++
			}
		}
		if f == "late" && count == 0 {
			continue
		}
		q := url.Values{}
		for name, value := range map[string]string{"state": f, "q": p.Query} {
			if value != "" {
				q.Set(name, value)
			}
		}
		if len(p.Passes) > 0 {
			q.Set("pass", strconv.Itoa(p.Pass))
		}
		address := url.URL{Path: "/judge/" + p.Edition.Slug, RawQuery: q.Encode()}
		name := f
		if name == "" {
			name = "all"
		}
		p.Filters = append(p.Filters, templates.Link{Text: s.judgeSay(c, "filter_"+name, nil), URL: address.String(), Current: f == p.State, Count: count})
	}
}

// passOpen says of the sheets of a pass that the pass is not closed.
func passOpen(sheets []judging.SheetView) bool {
	return slices.ContainsFunc(sheets, func(v judging.SheetView) bool {
		return v.State == judging.SheetOpen || v.State == judging.SheetSubmitted
	})
}

// inFilter says that a filter shows a sheet: by its state or by the judge's own notes.
func inFilter(v judging.SheetView, n ownNotes, filter string) bool {
	return sheetFilter(v) == filter || slices.Contains(noteFilters(n), filter)
}

// sheetFilter is the filter that a sheet belongs to by its state.
func sheetFilter(v judging.SheetView) string {
	switch {
	case v.State == judging.SheetRecused:
		return "recused"
	case isLate(v):
		return "late"
	case v.State != judging.SheetOpen:
		return "done"
	case len(v.Marks) > 0 || v.Comment != "":
		return "begun"
	}
	return "todo"
}

func (s *Server) judgeGroup(
	c echo.Context, p *templates.JudgeSheets, pack *judging.Pack, g judging.Coded, sheets []judging.SheetView, notes map[string]ownNotes,
) templates.JudgeGroup {
	group := templates.JudgeGroup{Name: g.Name.In(s.lang(c))}
	wanted := i18n.Fold(p.Query)
	for _, v := range sheets {
		if v.ProductGroup != g.Code {
			continue
		}
		if v.State != judging.SheetRecused {
			group.All++
			if sheetFilter(v) == "done" {
				group.Done++
			}
		}
		if p.State != "" && !inFilter(v, notes[v.ID], p.State) || !strings.Contains(i18n.Fold(v.EntryCode+" "+v.Product), wanted) {
			continue
		}
		line := templates.JudgeListLine{URL: "/judge/sheets/" + v.ID, Code: v.EntryCode, Product: v.Product, State: s.sheetTag(c, v), Notes: s.noteTags(c, notes[v.ID])}
		line.Filter = strings.Join(append([]string{sheetFilter(v)}, noteFilters(notes[v.ID])...), " ")
		if v.Total != nil && v.State != judging.SheetRecused {
			line.Total, line.Below = v.Total.String(), *v.Total < pack.PassMark
		}
		if v.Unshown {
			p.Unshown = true
		}
		if v.Paper != nil {
			line.Note = s.paperNote(c, v.Paper)
		}
		if v.State == judging.SheetOpen && v.Reason != "" {
			line.Note = s.judgeSay(c, "reopened", fault.MakeArgs("reason", v.Reason))
		}
		group.Lines = append(group.Lines, line)
	}
	return group
}

// sheetTag is the state of a sheet in a word.
func (s *Server) sheetTag(c echo.Context, v judging.SheetView) templates.Tag {
	tag := templates.Tag{Text: s.judgeSay(c, "state_"+sheetFilter(v), nil)}
	switch {
	case isLate(v):
		tag.Kind, tag.Icon = "warn", "lock"
	case v.State == judging.SheetLocked:
		return templates.Tag{Kind: "ok", Icon: "lock", Text: s.judgeSay(c, "state_locked", nil)}
	case v.State == judging.SheetSubmitted:
		tag.Kind, tag.Icon = "ok", "check-circle"
	case v.State == judging.SheetRecused:
		tag.Icon = "slash-circle"
	case sheetFilter(v) == "begun":
		tag.Kind, tag.Icon = "gold", "pencil"
	default:
		tag.Kind = "new"
	}
	return tag
}

// nextOpen is the id of the next open sheet after one, round the list, or "".
func nextOpen(sheets []judging.SheetView, after string) string {
	at := slices.IndexFunc(sheets, func(v judging.SheetView) bool { return v.ID == after })
	for i := range sheets {
		if v := sheets[(at+1+i)%len(sheets)]; v.State == judging.SheetOpen && v.ID != after {
			return v.ID
		}
	}
	return ""
}

// totalsPlot is the caller's own totals on one line.
func (s *Server) totalsPlot(c echo.Context, pack *judging.Pack, sheets []judging.SheetView) templates.DotPlot {
	plot := templates.DotPlot{Title: s.judgeSay(c, "plot", nil)}
	var row templates.DotRow
	for _, v := range sheets {
		if v.Total != nil && v.State != judging.SheetRecused {
			row.Dots = append(row.Dots, float64(*v.Total)/float64(judging.Point))
		}
	}
	if len(row.Dots) == 0 {
		return plot
	}
	plot.Rows = []templates.DotRow{row}
	scalePlot(&plot, pack, sheets)
	return plot
}

// scalePlot sets the ends of the scale: from a round number below what is shown to the most points there are.
func scalePlot(p *templates.DotPlot, pack *judging.Pack, sheets []judging.SheetView) {
	p.Mark = float64(pack.PassMark) / float64(judging.Point)
	low := p.Mark
	for _, v := range sheets {
		p.High = max(p.High, float64(v.Max)/float64(judging.Point))
		if v.Total != nil {
			low = min(low, float64(*v.Total)/float64(judging.Point))
		}
	}
	step := p.High / 10
	p.Low = max(0, (math.Floor(low/step)-1)*step)
}
