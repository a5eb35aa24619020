package web

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// weightPrefix begins the name of the field of a criterion's weight.
const weightPrefix = "w_"

// fillWhatIf adds the questions that may be asked of the ranking and the answer to the one in the address: one thing
// is changed at a time.
func (s *Server) fillWhatIf(c echo.Context, sc councilScene, a judging.Agreement, names map[string]string, p *templates.CouncilAgreement) error {
	t := s.messages(c)
	w := &p.WhatIf
	say := func(code string, args fault.Args) string { return t("page.say.council.whatif", code, args) }
	if a.Judges > 2 {
		w.Judges = []templates.Option{{Label: say("nobody", nil)}}
		for _, x := range a.Spreads {
			w.Judges = append(w.Judges, templates.Option{Value: x.Judge, Label: nameOf(names, x.Judge, t("page.say.council.word", "former_judge", nil))})
		}
	}
	w.Steps = s.tieChoices(c, sc, p.Group)
	var q judging.WhatIf
	switch judge, step := c.QueryParam("without"), c.QueryParam("first"); {
	case chosen(w.Judges, judge) != "":
		w.Judge, q.Without = judge, judge
		w.Asked = say("asked_judge", fault.MakeArgs("name", chosen(w.Judges, judge)))
	case chosen(w.Steps, step) != "":
		w.Step, q.TieOrder = step, tieOrderFrom(sc.pack, step)
		w.Asked = say("asked_step", fault.MakeArgs("step", chosen(w.Steps, step)))
	}
	if p.Group != "" || len(sc.pack.CriteriaByGroup) == 0 {
		if q.Weights = s.readWeights(c, sc, p); q.Weights != nil && q.Without == "" && q.TieOrder == nil {
			w.Asked = say("asked_weights", nil)
		} else {
			q.Weights = nil
		}
	}
	if w.Asked == "" {
		return nil
	}
	places, err := s.Judging.WhatIf(c.Request().Context(), who(c), sc.edition.Slug, q)
	switch {
	case fault.IsCode(err, "too_few_sheets"):
		w.Missing = say("too_few_sheets", nil)
		return nil
	case fault.KindOf(err) == fault.Invalid:
		w.Asked, w.Fault = "", t("field", "weights_differ", fault.MakeArgs("sum", sc.pack.MaxTotal(p.Group).String()))
		return nil
	case err != nil:
		return err
	}
	lines, err := s.rankedLines(c, sc)
	if err != nil {
		return err
	}
	w.Moved = s.movedLines(c, sc, p.Group, places, lines)
	return nil
}

// chosen is the label of a choice other than the first, which asks for nothing; "" when it is none.
func chosen(options []templates.Option, value string) string {
	for _, o := range options {
		if o.Value == value && value != "" {
			return o.Label
		}
	}
	return ""
}

// tieChoices are what may be compared first in a tie; a criterion must be one of every product group.
func (s *Server) tieChoices(c echo.Context, sc councilScene, group string) []templates.Option {
	t := s.messages(c)
	list := []templates.Option{{Label: t("page.say.council.whatif", "rules", nil)}}
	for _, top := range sc.pack.TopCriteria(group) {
		everywhere := true
		for _, g := range sc.pack.ProductGroups {
			everywhere = everywhere && slices.ContainsFunc(sc.pack.TopCriteria(g.Code), func(x judging.Criterion) bool { return x.Code == top.Code })
		}
		if everywhere {
			list = append(list, templates.Option{Value: judging.TieCriterion + top.Code,
				Label: t("page.say.council.whatif", "first_criterion", fault.MakeArgs("criterion", top.Code))})
		}
	}
	return append(list, templates.Option{Value: judging.TieMedian, Label: t("page.say.council.whatif", "first_median", nil)},
		templates.Option{Value: judging.TieCouncil, Label: t("page.say.council.whatif", "first_council", nil)})
}

// tieOrderFrom is the pack's tie order with one step before all others; the council's ends it at once.
func tieOrderFrom(pack *judging.Pack, first string) []string {
	order := []string{first}
	for _, step := range pack.TieOrder {
		if first != judging.TieCouncil && step != first {
			order = append(order, step)
		}
	}
	return order
}

// readWeights fills in the fields of the weights, of the rules or as typed, and reads typed ones: nil without any.
// What is no number is read as one that does not fit.
func (s *Server) readWeights(c echo.Context, sc councilScene, p *templates.CouncilAgreement) map[string]map[string]judging.Points {
	typed, weights := false, map[string]judging.Points{}
	for _, top := range sc.pack.TopCriteria(p.Group) {
		id := weightPrefix + top.Code
		value := strings.TrimSpace(c.QueryParam(id))
		points := top.Max
		if typed = typed || value != ""; value == "" {
			value = s.decimalOf(c, top.Max.String())
		} else if read, err := judging.ParsePoints(plainMark(value)); err == nil {
			points = read
		} else {
			points = -1
		}
		weights[top.Code] = points
		p.WhatIf.Weights = append(p.WhatIf.Weights, templates.WhatIfWeight{ID: id, Name: top.Code + ". " + top.Name.In(s.lang(c)), Value: value})
	}
	if !typed {
		return nil
	}
	if p.Group != "" {
		return map[string]map[string]judging.Points{p.Group: weights}
	}
	all := map[string]map[string]judging.Points{}
	for _, g := range sc.pack.ProductGroups {
		all[g.Code] = weights
	}
	return all
}

// decimalOf writes a decimal as the reader's language does.
func (s *Server) decimalOf(c echo.Context, text string) string {
	if s.lang(c) == "vi" {
		return strings.Replace(text, ".", ",", 1)
	}
	return text
}

// movedLines are the entries of the group, or of all, whose place or result changes. They name no points, so that
// nobody learns those of the judge who was left out.
func (s *Server) movedLines(c echo.Context, sc councilScene, group string, places []judging.WhatIfPlace, lines []rankedLine) []templates.WhatIfLine {
	products := map[string]string{}
	for _, x := range lines {
		products[x.Nomination] = x.Product
	}
	var list []templates.WhatIfLine
	for _, x := range places {
		line := templates.WhatIfLine{Product: products[x.Nomination], Before: x.Before.RankOverall, After: x.After.RankOverall, Crossed: s.crossed(c, sc, x)}
		if group != "" {
			line.Before, line.After = x.Before.Rank, x.After.Rank
		}
		if (group == "" || x.Group == group) && (line.Before != line.After || len(line.Crossed) > 0) {
			list = append(list, line)
		}
	}
	slices.SortStableFunc(list, func(x, y templates.WhatIfLine) int { return lastWhenZero(x.Before) - lastWhenZero(y.Before) })
	return list
}

// crossed says which marks an entry crosses: the pass mark, else the quota, and an award level.
func (s *Server) crossed(c echo.Context, sc councilScene, x judging.WhatIfPlace) (tags []templates.Tag) {
	t := s.messages(c)
	add := func(kind, code string, args fault.Args) {
		tags = append(tags, templates.Tag{Kind: kind, Text: t("page.say.council.whatif", code, args)})
	}
	switch {
	case x.After.Passed && !x.Before.Passed:
		add("ok", "passes", nil)
	case x.Before.Passed && !x.After.Passed:
		add("bad", "fails", nil)
	case x.After.Within && !x.Before.Within:
		add("ok", "enters", nil)
	case x.Before.Within && !x.After.Within:
		add("bad", "leaves", nil)
	}
	if x.Before.Prize != x.After.Prize {
		name := func(code string) string {
			for _, z := range sc.pack.Prizes {
				if z.Code == code {
					return z.Name.In(s.lang(c))
				}
			}
			return t("page.say.council.word", "no_prize", nil)
		}
		add("warn", "prize", fault.MakeArgs("before", name(x.Before.Prize), "after", name(x.After.Prize)))
	}
	return tags
}
