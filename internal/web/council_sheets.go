package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// errOwnSheetsOnly is for an auditor who judges too: the service shows him his own sheets, never a table.
var errOwnSheetsOnly = fault.New(fault.Forbidden, "forbidden")

func (s *Server) showCouncilSheets(c echo.Context) error {
	sc, err := s.council(c, "sheets")
	if err != nil {
		return err
	}
	if !sc.readsSheets() {
		return errOwnSheetsOnly
	}
	p := templates.CouncilSheets{Shell: sc.shell, Head: sc.head}
	pass, waiting, err := s.councilPass(c, sc)
	if err != nil {
		return err
	}
	if p.Pass, p.Waiting = max(pass.N, 1), waiting; waiting != "" {
		return s.page(c, http.StatusOK, p)
	}
	if n, err := strconv.Atoi(c.QueryParam("pass")); err == nil && n >= 1 && n <= pass.N {
		p.Pass = n
	}
	for n := 1; n <= pass.N && pass.N > 1; n++ {
		p.Passes = append(p.Passes, templates.Option{Value: strconv.Itoa(n),
			Label: s.messages(c)("page.say.council.word", "pass", fault.MakeArgs("n", n))})
	}
	if err := s.fillSheets(c, sc, &p); err != nil {
		return err
	}
	return s.page(c, http.StatusOK, p)
}

func (s *Server) fillSheets(c echo.Context, sc councilScene, p *templates.CouncilSheets) error {
	ctx := c.Request().Context()
	sheets, _, err := s.Judging.Sheets(ctx, who(c), sc.edition.Slug, judging.SheetFilter{Pass: p.Pass})
	if err != nil {
		return err
	}
	ranked, err := s.Judging.Ranking(ctx, who(c), sc.edition.Slug, p.Pass)
	if err != nil {
		return err
	}
	states, err := s.Judging.SheetStates(ctx, who(c), sc.edition.Slug, p.Pass)
	if err != nil {
		return err
	}
	var judges []string // in the order of the store: by entry and name
	names := map[string]string{}
	for _, x := range states {
		if _, seen := names[x.Judge]; !seen {
			judges, names[x.Judge] = append(judges, x.Judge), x.JudgeName
			p.Judges = append(p.Judges, x.JudgeName)
		}
	}
	cells := map[[2]string]judging.SheetView{}
	for _, x := range sheets {
		cells[[2]string{x.Nomination, x.Judge}] = x
	}
	p.Query, p.Group, p.Groups = c.QueryParam("q"), c.QueryParam("group"), s.groupOptions(c, sc.pack)
	for _, g := range sc.pack.ProductGroups {
		section := templates.SheetGroup{Code: g.Code, Name: g.Name.In(s.lang(c))}
		for _, x := range ranked {
			if x.Group != g.Code || p.Group != "" && p.Group != g.Code || !holds(p.Query, x.Product, x.EntryCode) {
				continue
			}
			row := templates.SheetRow{EntryCode: x.EntryCode, Product: x.Product, Mean: x.MeanText}
			for _, judge := range judges {
				view, given := cells[[2]string{x.Nomination, judge}]
				row.Cells = append(row.Cells, sheetCell(sc.edition.Slug, names[judge], view, given))
			}
			section.Rows = append(section.Rows, row)
		}
		if p.Found += len(section.Rows); len(section.Rows) > 0 {
			p.Sections = append(p.Sections, section)
		}
	}
	return nil
}

func sheetCell(slug, judge string, x judging.SheetView, given bool) templates.SheetCell {
	cell := templates.SheetCell{Judge: judge}
	if !given {
		return cell
	}
	cell.URL = "/council/" + slug + "/sheets/" + x.ID
	cell.State = sheetStanding(x)
	if cell.State != "recused" && x.Total != nil {
		cell.Total = x.Total.String()
	}
	return cell
}

// sheetStanding is where a sheet stands for its reader; one that was locked without a submission was left open.
func sheetStanding(x judging.SheetView) string {
	if x.State == judging.SheetLocked && x.Seal == "" {
		return "left_open"
	}
	return string(x.State)
}

func (s *Server) showCouncilSheet(c echo.Context) error {
	sc, err := s.council(c, "sheets")
	if err != nil {
		return err
	}
	if !sc.readsSheets() {
		return errOwnSheetsOnly
	}
	ctx := c.Request().Context()
	x, err := s.Judging.Sheet(ctx, who(c), c.Param("id"))
	if err != nil {
		return err
	}
	if x.Edition != sc.edition.ID {
		return fault.New(fault.NotFound, "not_found")
	}
	history, err := s.Judging.SheetHistory(ctx, who(c), x.ID)
	if err != nil {
		return err
	}
	p := templates.CouncilSheet{
		Shell: sc.shell, Head: sc.head, EntryCode: x.EntryCode, Product: x.Product, Pass: x.Pass, State: sheetStanding(x),
		Reason: x.Reason, Max: x.Max.String(), Comment: x.Comment,
	}
	if p.Judge, err = s.judgeName(c, sc, x); err != nil {
		return err
	}
	for _, g := range sc.pack.ProductGroups {
		if g.Code == x.ProductGroup {
			p.Group = g.Name.In(s.lang(c))
		}
	}
	for _, top := range sc.pack.TopCriteria(x.ProductGroup) {
		p.Criteria = append(p.Criteria, s.sheetCriteria(c, top, x)...)
	}
	if x.Total != nil {
		p.Total = x.Total.String()
	}
	if x.Receipt != nil {
		p.Commitment, p.SealedAt = x.Receipt.Commitment, x.Receipt.At
	}
	if x.Paper != nil {
		p.Paper, p.ScanURL = s.paperNote(c, x.Paper), "/council/"+sc.edition.Slug+"/sheets/"+x.ID+"/scan"
	}
	p.History = s.sheetVersions(c, history)
	return s.page(c, http.StatusOK, p)
}

func (s *Server) judgeName(c echo.Context, sc councilScene, x judging.SheetView) (string, error) {
	states, err := s.Judging.SheetStates(c.Request().Context(), who(c), sc.edition.Slug, x.Pass)
	if err != nil {
		return "", err
	}
	for _, line := range states {
		if line.Sheet == x.ID {
			return line.JudgeName, nil
		}
	}
	return "", errors.New("sheet without a line among the states")
}

// sheetCriteria are a top-level criterion and those below it; nothing is shown of a sheet that does not count.
func (s *Server) sheetCriteria(c echo.Context, top judging.Criterion, x judging.SheetView) []templates.SheetCriterion {
	counts := sheetStanding(x) != "left_open"
	row := func(one judging.Criterion, isTop bool) templates.SheetCriterion {
		out := templates.SheetCriterion{Code: one.Code, Name: one.Name.In(s.lang(c)), Max: one.Max.String(), Top: isTop}
		var sum judging.Points
		whole := counts
		for _, leaf := range one.Leaves() {
			mark, given := x.Marks[leaf.Code]
			sum, whole = sum+mark, whole && given
		}
		if whole {
			out.Mark = sum.String()
		}
		return out
	}
	list := []templates.SheetCriterion{row(top, true)}
	for _, leaf := range top.Leaves() {
		if leaf.Code != top.Code {
			list = append(list, row(leaf, false))
		}
	}
	return list
}

// sheetVersions are the saved versions of a sheet, the newest first.
func (s *Server) sheetVersions(c echo.Context, history []judging.SheetDraft) []templates.Moment {
	t := s.messages(c)
	var list []templates.Moment
	for i := len(history) - 1; i >= 0; i-- {
		v := history[i]
		m := templates.Moment{At: v.At, Title: t("page.say.council.word", "version", fault.MakeArgs("n", v.Version))}
		if v.Total != nil {
			m.Lines = append(m.Lines, t("page.say.council.word", "version_total", fault.MakeArgs("points", i18n.Decimal(s.lang(c), v.Total.String()))))
		} else {
			m.Lines = append(m.Lines, t("page.say.council.word", "version_part", fault.MakeArgs("count", len(v.Marks))))
		}
		if v.Comment != "" {
			m.Lines = append(m.Lines, v.Comment)
		}
		list = append(list, m)
	}
	return list
}
