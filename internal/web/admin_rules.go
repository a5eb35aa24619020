package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// maxRules is the longest rule pack that the form takes, in bytes.
const maxRules = 512 << 10

func (s *Server) showRules(c echo.Context) error {
	return s.rulesPage(c, http.StatusOK, templates.AdminRules{}, nil)
}

// rulesPage shows the pack in words: the edition's own, or the one that is tried.
func (s *Server) rulesPage(c echo.Context, status int, p templates.AdminRules, tried *judging.Pack) (err error) {
	slug := c.Param("slug")
	if err := s.may(c, slug, accounts.MoveEdition); err != nil {
		return err
	}
	if p.Shell, err = s.shell(c, "admin"); err != nil {
		return err
	}
	e, err := s.Judging.EditionBySlug(c.Request().Context(), who(c), slug)
	if err != nil {
		return err
	}
	pack := tried
	if pack == nil {
		if pack, err = s.Judging.Pack(e); err != nil {
			return err
		}
	}
	if p.PassMark == "" {
		p.PassMark = s.decimal(c, pack.PassMark.String())
	}
	p.Nav, p.Edition, p.Frozen = s.adminNav(c, slug, "rules"), s.editionLine(c, e), e.RulesFrozen
	p.Facts, p.Criteria, p.Papers = s.packFacts(c, pack), criteriaRows(pack, s.lang(c), s.messages(c)), s.paperLines(c, pack)
	if p.JSON == "" {
		var pretty bytes.Buffer
		if err := json.Indent(&pretty, e.Rules, "", "  "); err != nil {
			return err
		}
		p.JSON = pretty.String()
	}
	return s.page(c, status, p)
}

// packFacts is a rule pack in words.
func (s *Server) packFacts(c echo.Context, p *judging.Pack) []templates.SummaryRow {
	say := func(code string, pairs ...any) string {
		return s.messages(c)("page.say.admin", code, fault.MakeArgs(pairs...))
	}
	var ties []string
	for i, step := range p.TieOrder {
		text := say("tie_" + step)
		if code, ok := strings.CutPrefix(step, judging.TieCriterion); ok {
			text = say("tie_criterion", "Code", code)
		}
		ties = append(ties, strconv.Itoa(i+1)+". "+text)
	}
	quota := say("fact_no_quota")
	if p.Quota != nil {
		if text, err := p.Quota.MarshalJSON(); err == nil {
			quota = strings.NewReplacer(`"`, "", "{", "", "}", "", ",", ", ", ":", ": ").Replace(string(text))
		}
	}
	majority := p.Council.Majority
	agree := say("fact_majority", "Share", majority.String())
	if 2*majority.Num == majority.Den {
		agree = say("fact_half")
	}
	rows := []templates.SummaryRow{
		{Label: say("fact_pack"), Lines: []string{p.Name.In(s.lang(c)) + " (" + p.ID + ", " + p.Version + ")"}},
		{Label: say("fact_pass"), Lines: []string{s.decimal(c, p.PassMark.String())}},
		{Label: say("fact_step"), Lines: []string{s.decimal(c, p.Step.String())}},
		{Label: say("fact_passes"), Lines: []string{strconv.Itoa(p.Passes)}},
		{Label: say("fact_aggregation"), Lines: []string{say(p.Aggregation)}},
		{Label: say("fact_ties"), Lines: ties},
		{Label: say("fact_council"), Lines: []string{say("fact_council_text", "Quorum", p.Council.Quorum.String()) + "; " + agree}},
		{Label: say("fact_quota"), Lines: []string{quota}},
	}
	if p.Certificate.Years > 0 {
		rows = append(rows, templates.SummaryRow{Label: say("fact_valid"), Lines: []string{say("years", "Years", p.Certificate.Years)}})
	}
	return rows
}

// decimal writes points as the reader's language does.
func (s *Server) decimal(c echo.Context, points string) string {
	if s.lang(c) == "vi" {
		return strings.Replace(points, ".", ",", 1)
	}
	return points
}

func (s *Server) paperLines(c echo.Context, p *judging.Pack) []string {
	var list []string
	for _, d := range p.Documents {
		code := "paper"
		if d.Min == 0 {
			code = "paper_any"
		}
		list = append(list, s.messages(c)("page.say.admin", code, fault.MakeArgs("Name", d.Name.In(s.lang(c)), "Min", d.Min)))
	}
	return list
}

// criteriaRows is the score sheet as rows, the groups with criteria of their own after the common ones.
func criteriaRows(p *judging.Pack, lang string, t message) []templates.RuleCriterion {
	rows := criterionRows(nil, p.Criteria, lang, 0)
	for _, g := range p.ProductGroups {
		if own := p.CriteriaByGroup[g.Code]; len(own) > 0 {
			rows = append(rows, templates.RuleCriterion{Group: t("page.say.admin", "group_criteria", fault.MakeArgs("Group", g.Name.In(lang)))})
			rows = criterionRows(rows, own, lang, 0)
		}
	}
	return rows
}

func criterionRows(rows []templates.RuleCriterion, list []judging.Criterion, lang string, depth int) []templates.RuleCriterion {
	for _, x := range list {
		rows = append(rows, templates.RuleCriterion{Code: x.Code, Name: x.Name.In(lang), Max: x.Max.String(), Depth: depth, Bands: markBands(x, lang, 0, false)})
		rows = criterionRows(rows, x.Children, lang, depth+1)
	}
	return rows
}

// savePassMark changes the pass mark alone, so that the commonest change needs no JSON.
func (s *Server) savePassMark(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	slug, p := c.Param("slug"), templates.AdminRules{PassMark: form.Get("pass_mark")}
	if err := s.may(c, slug, accounts.MoveEdition); err != nil {
		return err
	}
	e, err := s.Judging.EditionBySlug(c.Request().Context(), who(c), slug)
	if err != nil {
		return err
	}
	changed, err := withPassMark(e.Rules, p.PassMark)
	if err == nil {
		_, err = s.Judging.ChangeRules(c.Request().Context(), who(c), slug, changed)
	}
	if p.Faults = s.conflictFaults(c, err); err != nil && p.Faults != nil {
		for i := range p.Faults {
			p.Faults[i].Field = "pass_mark"
		}
		_, status := asFault(err)
		return s.rulesPage(c, status, p, nil)
	}
	if err != nil {
		return err
	}
	return s.done(c, "/admin/editions/"+slug+"/rules", "rules_saved")
}

// withPassMark is a rule pack with another pass mark, as it was typed.
func withPassMark(rules json.RawMessage, typed string) (json.RawMessage, error) {
	var pack map[string]json.RawMessage
	if err := json.Unmarshal(rules, &pack); err != nil {
		return nil, err
	}
	mark := strings.Replace(strings.TrimSpace(typed), ",", ".", 1)
	if mark == "" {
		var f fault.Fields
		f.Add("pass_mark", "required")
		return nil, f.Err()
	}
	encoded, err := json.Marshal(mark)
	if err != nil {
		return nil, err
	}
	pack["pass_mark"] = encoded
	return json.Marshal(pack)
}

// saveRules checks a pack and, unless only a look was asked for, puts it into the edition.
func (s *Server) saveRules(c echo.Context) error {
	form, err := readFormOf(c, maxRules)
	if err != nil {
		return err
	}
	slug, p := c.Param("slug"), templates.AdminRules{JSON: form.Get("rules")}
	if err := s.may(c, slug, accounts.MoveEdition); err != nil {
		return err
	}
	pack, err := s.Judging.CheckRules(json.RawMessage(p.JSON))
	if err == nil && form.Get("check") == "" {
		_, err = s.Judging.ChangeRules(c.Request().Context(), who(c), slug, json.RawMessage(p.JSON))
	}
	if err != nil {
		for _, x := range s.conflictFaults(c, err) {
			if x.Field != "" && x.Field != "rules" {
				x.Message = x.Field + ": " + x.Message
			}
			p.Faults = append(p.Faults, templates.FormFault{Field: "rules", Message: x.Message})
		}
		if p.Faults == nil {
			return err
		}
		_, status := asFault(err)
		return s.rulesPage(c, status, p, nil)
	}
	if form.Get("check") != "" {
		p.Checked = true
		return s.rulesPage(c, http.StatusOK, p, pack)
	}
	return s.done(c, "/admin/editions/"+slug+"/rules", "rules_saved")
}
