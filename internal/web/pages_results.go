package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// reader is the program reading for a page that anybody may see; what it shows is chosen field by field.
var reader = accounts.Actor{System: true}

// showResults is what was published of an edition.
func (s *Server) showResults(c echo.Context) error {
	e, err := s.Judging.EditionBySlug(c.Request().Context(), who(c), c.Param("slug"))
	if err != nil {
		return err
	}
	sh, err := s.shell(c, "products")
	if err != nil {
		return err
	}
	p := templates.Results{
		Shell: sh, Edition: s.editionLine(c, e), Query: strings.TrimSpace(c.QueryParam("q")), Deadline: s.deadline(e),
	}
	p.Edition.Organiser = sh.Organiser
	if e.State == judging.Filing && !e.FilingOver(s.Now()) {
		p.StartURL = "/editions/" + e.Slug + "/start"
	}
	if p.Edition.Public() {
		if err := s.fillResults(c, &p, e); err != nil {
			return err
		}
	}
	return s.page(c, http.StatusOK, p)
}

func (s *Server) fillResults(c echo.Context, p *templates.Results, e judging.Edition) error {
	ctx := c.Request().Context()
	pack, err := s.Judging.Pack(e)
	if err != nil {
		return err
	}
	ranked, err := s.Judging.Ranking(ctx, accounts.Actor{}, e.Slug, 0)
	if err != nil {
		return err
	}
	decisions, err := s.Judging.Decisions(ctx, reader, e.Slug)
	if err != nil {
		return err
	}
	rows, err := s.resultRows(c, e, decisions)
	if err != nil {
		return err
	}
	for _, d := range decisions {
		p.Decision = &templates.DecisionRef{Number: d.Number, Date: day(d.Date)}
	}
	if p.BundleURL, err = s.bundleURL(c, e.Slug); err != nil {
		return err
	}
	p.PassMark, p.Entries, p.Recognised = pack.PassMark.String(), len(ranked), len(rows.recognised)
	for _, g := range pack.ProductGroups {
		list := rows.of(g.Code, ranked)
		group := templates.ResultGroup{Code: g.Code, Name: g.Name.In(s.lang(c)), Entries: len(list), Rows: list}
		group.Plot = s.meanPlot(c, pack, group)
		for _, r := range list {
			if r.Recognised {
				group.Recognised++
			}
		}
		if p.Query != "" {
			group.Rows = slices.DeleteFunc(list, func(r templates.ResultRow) bool { return !matches(p.Query, r) })
		}
		if p.Found += len(group.Rows); len(group.Rows) > 0 {
			p.Groups = append(p.Groups, group)
		}
	}
	return nil
}

// matches reports whether a row answers a search, without diacritics.
func matches(query string, r templates.ResultRow) bool {
	return strings.Contains(i18n.Fold(r.Product+" "+r.Producer+" "+r.Commune), i18n.Fold(query))
}

// meanPlot is a product group's means as dots.
func (s *Server) meanPlot(c echo.Context, pack *judging.Pack, group templates.ResultGroup) templates.MeanPlot {
	var dots []templates.MeanDot
	for _, r := range group.Rows {
		if r.Mean == "" {
			continue
		}
		dot := templates.MeanDot{Label: r.Product, Mean: r.Mean}
		switch {
		case r.Recognised:
			dot.Kind = "recognised"
		case r.Passed:
			dot.Kind = "passed"
		}
		dots = append(dots, dot)
	}
	title := s.messages(c)("public", "plot", fault.MakeArgs("Group", group.Name))
	return templates.NewMeanPlot(title, pack.PassMark.String(), topPoints(pack, group.Code), dots)
}

// topPoints is the most that an entry of a group can reach.
func topPoints(pack *judging.Pack, group string) float64 {
	var sum judging.Points
	for _, c := range pack.TopCriteria(group) {
		sum += c.Max
	}
	return float64(sum) / 1000
}

// resultRows is what rows need beside the ranking, by nomination.
type resultRows struct {
	recognised map[string]bool
	entries    map[string]judging.NominationView
	codes      map[string]string
	prizes     map[string]string
}

func (s *Server) resultRows(c echo.Context, e judging.Edition, decisions []judging.Decision) (resultRows, error) {
	rows := resultRows{recognised: map[string]bool{}, entries: map[string]judging.NominationView{}, codes: map[string]string{}, prizes: map[string]string{}}
	ctx := c.Request().Context()
	entries, _, err := s.Judging.Nominations(ctx, reader, e.Slug, judging.NominationQuery{State: judging.NominationEligible})
	if err != nil {
		return rows, err
	}
	lines, _, err := s.Certificates.PublicRegister(ctx, certificates.Query{Edition: e.ID})
	if err != nil {
		return rows, err
	}
	for _, d := range decisions {
		for _, id := range d.Nominations {
			rows.recognised[id] = true
		}
	}
	for _, n := range entries {
		rows.entries[n.ID] = n
	}
	for _, l := range lines {
		if l.Status != certificates.Superseded {
			rows.codes[l.Nomination] = s.langed(c, "/v/"+lowerCode(l.Code))
			if st, err := certificates.ReadStatement(l.Statement); err == nil {
				rows.prizes[l.Nomination] = st.Prize
			}
		}
	}
	return rows, nil
}

func (r resultRows) of(group string, ranked []judging.RankedEntry) []templates.ResultRow {
	var rows []templates.ResultRow
	for _, x := range ranked {
		if x.Group != group {
			continue
		}
		producer := r.entries[x.Nomination].Producer
		rows = append(rows, templates.ResultRow{
			Rank: x.Rank, Tied: len(x.TiedWith) > 0, Product: x.Product, Producer: producer.Name, Commune: producer.Commune,
			Mean: x.MeanText, Passed: x.Passed, Recognised: r.recognised[x.Nomination], VerifyURL: r.codes[x.Nomination],
			Prize: r.prizes[x.Nomination],
		})
		if id := r.entries[x.Nomination].ProductID; id != "" && r.codes[x.Nomination] != "" {
			rows[len(rows)-1].ProductURL = "/products/" + id
		}
	}
	return rows
}
