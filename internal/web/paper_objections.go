package web

import (
	"github.com/labstack/echo/v4"

	"vinhdanh/judging"
	"vinhdanh/templates"
)

// paperObjections are the objections to typed paper sheets among sheets whose states are known; link gives each its place.
func (s *Server) paperObjections(c echo.Context, slug string, sheets []judging.SheetStateLine, link func(judging.SheetQuestion) string) ([]templates.PaperObjection, error) {
	all, err := s.Judging.PaperObjections(c.Request().Context(), who(c), slug)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	byID := make(map[string]judging.SheetStateLine, len(sheets))
	for _, x := range sheets {
		byID[x.Sheet] = x
	}
	var list []templates.PaperObjection
	for _, q := range all {
		x, ok := byID[q.Sheet]
		if !ok { // of another pass
			continue
		}
		list = append(list, templates.PaperObjection{Code: x.EntryCode, Product: x.Product, Judge: q.JudgeName, Text: q.Question, At: q.Asked,
			Answer: q.Answer, AnsweredAt: q.Answered, URL: link(q)})
	}
	return list, nil
}
