package web

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
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

// unanswered counts the objections that nobody has answered.
func unanswered(list []templates.PaperObjection) (n int) {
	for _, o := range list {
		if o.AnsweredAt.IsZero() {
			n++
		}
	}
	return n
}

// objectionsLeft is a fault of the form that closes pass n unless no objection waits or its sender says that he knows.
func (s *Server) objectionsLeft(c echo.Context, n int, form url.Values) error {
	if form.Get("objections_left") != "" {
		return nil
	}
	slug := c.Param("slug")
	states, err := s.Judging.SheetStates(c.Request().Context(), who(c), slug, n)
	if err != nil {
		return err
	}
	list, err := s.paperObjections(c, slug, states, func(judging.SheetQuestion) string { return "" })
	if err != nil || unanswered(list) == 0 {
		return err
	}
	var faults fault.Fields
	faults.Add("objections_left", "objections_left", "count", unanswered(list))
	return faults.Err()
}
