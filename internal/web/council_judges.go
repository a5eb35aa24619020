package web

import (
	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/paper/forms"
	"vinhdanh/judging"
)

// judgeColumns is the score summary with a column for each judge; nothing for who may not read their totals.
func (s *Server) judgeColumns(c echo.Context, sc councilScene, r forms.RankingData, lines []rankedLine) (forms.RankingData, error) {
	if !sc.may(accounts.ReadJudgeTotals) {
		return forms.RankingData{}, nil
	}
	t, err := s.Judging.JudgeTotals(c.Request().Context(), who(c), sc.edition.Slug, 0)
	if err != nil {
		return r, err
	}
	r.Rows = nil
	for _, j := range t.Judges {
		r.Judges = append(r.Judges, j.Name)
	}
	for _, x := range lines {
		row := forms.RankedRow{Entry: paperEntry(x)}
		for _, j := range t.Judges {
			row.Totals = append(row.Totals, totalOf(t, x.Nomination, j.ID))
		}
		r.Rows = append(r.Rows, row)
	}
	return r, nil
}

// totalOf is a judge's total of an entry, nil for none.
func totalOf(t judging.JudgeTotals, nomination, judge string) *judging.Points {
	if total, scored := t.Totals[nomination][judge]; scored {
		return &total
	}
	return nil
}

// showJudgeTotals sends the score summary by judge as a spreadsheet.
func (s *Server) showJudgeTotals(c echo.Context) error {
	sc, err := s.council(c, "papers")
	if err != nil {
		return err
	}
	lines, err := s.rankedLines(c, sc)
	if err != nil {
		return err
	}
	totals, err := s.Judging.JudgeTotals(c.Request().Context(), who(c), sc.edition.Slug, 0)
	if err != nil {
		return err
	}
	return s.sendWorkbook(c, "bang-diem-giam-khao-"+sc.edition.Slug, s.judgeTable(c, sc, lines, totals))
}

// judgeTable is every entry in the order of the ranking with each judge's total.
func (s *Server) judgeTable(c echo.Context, sc councilScene, lines []rankedLine, totals judging.JudgeTotals) Table {
	t := s.messages(c)
	table := Table{Name: t("page.say.council.paper", "judges", nil)}
	column := func(head, kind string, decimals int) {
		table.Columns = append(table.Columns, TableColumn{Head: head, Kind: kind, Decimals: decimals})
	}
	for _, name := range []string{"group", "rank", "code", "product", "producer"} {
		kind := "text"
		if name == "rank" {
			kind = "number"
		}
		column(t("page.say.council.column", name, nil), kind, 0)
	}
	for _, j := range totals.Judges {
		column(j.Name, "number", 3)
	}
	column(t("page.say.council.column", "mean", nil), "number", 2)
	column(t("page.say.council.column", "exact", nil), "text", 0)
	groups := map[string]string{}
	for _, g := range sc.pack.ProductGroups {
		groups[g.Code] = g.Name.In(s.lang(c))
	}
	for _, x := range lines {
		row := []string{groups[x.Group], countOrNone(x.Rank), x.EntryCode, x.Product, x.producer.Name}
		for _, j := range totals.Judges {
			cell := ""
			if total := totalOf(totals, x.Nomination, j.ID); total != nil {
				cell = total.String()
			}
			row = append(row, cell)
		}
		table.Rows = append(table.Rows, append(row, x.MeanText, x.MeanExact))
	}
	return table
}
