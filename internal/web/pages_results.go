package web

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
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
	p := templates.Results{Shell: sh, Edition: s.editionLine(c, e)}
	p.Edition.Organiser = sh.Organiser
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
	entries, _, err := s.Judging.Nominations(ctx, reader, e.Slug, judging.NominationQuery{State: judging.NominationEligible})
	if err != nil {
		return err
	}
	lines, _, err := s.Certificates.PublicRegister(ctx, certificates.Query{Edition: e.ID})
	if err != nil {
		return err
	}
	rows := resultRows{recognised: map[string]bool{}, entries: map[string]judging.NominationView{}, codes: map[string]string{}}
	for _, d := range decisions {
		for _, id := range d.Nominations {
			rows.recognised[id] = true
		}
		p.Decision = &templates.DecisionRef{Number: d.Number, Date: day(d.Date)}
	}
	for _, n := range entries {
		rows.entries[n.ID] = n
	}
	for _, l := range lines {
		if l.Status != certificates.Superseded {
			rows.codes[l.Nomination] = "/v/" + lowerCode(l.Code)
		}
	}
	p.PassMark, p.Entries, p.Recognised = pack.PassMark.String(), len(ranked), len(rows.recognised)
	for _, g := range pack.ProductGroups {
		if list := rows.of(g.Code, ranked); len(list) > 0 {
			p.Groups = append(p.Groups, templates.ResultGroup{Code: g.Code, Name: g.Name.In(s.lang(c)), Rows: list})
		}
	}
	return nil
}

// resultRows is what rows need beside the ranking, by nomination.
type resultRows struct {
	recognised map[string]bool
	entries    map[string]judging.NominationView
	codes      map[string]string
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
		})
	}
	return rows
}

// showProducts is the public register with its search and filters.
func (s *Server) showProducts(c echo.Context) error {
	sh, err := s.shell(c, "products")
	if err != nil {
		return err
	}
	p := templates.Register{
		Shell: sh, Query: c.QueryParam("q"), Group: c.QueryParam("group"), Year: c.QueryParam("year"), Status: c.QueryParam("status"),
	}
	year, err := queryNumber(c, "year")
	if err != nil {
		return err
	}
	pageNumber, err := queryNumber(c, "page")
	if err != nil {
		return err
	}
	lines, _, err := s.Certificates.PublicRegister(c.Request().Context(), certificates.Query{Text: p.Query, Group: p.Group, Year: year})
	if err != nil {
		return err
	}
	if p.Status != "" {
		lines = slices.DeleteFunc(lines, func(l certificates.Line) bool { return string(l.Status) != p.Status })
	}
	names, err := s.registerNames(c, &p)
	if err != nil {
		return err
	}
	start := min(max(pageNumber-1, 0)*defaultLimit, len(lines))
	end := min(start+defaultLimit, len(lines))
	for _, l := range lines[start:end] {
		p.Items = append(p.Items, names.item(l))
	}
	p.Paging = templates.Paging{From: min(start+1, len(lines)), To: end, Total: len(lines)}
	if start > 0 {
		p.Paging.PrevURL = pageAddress(c, pageNumber-1)
	}
	if end < len(lines) {
		p.Paging.NextURL = pageAddress(c, max(pageNumber, 1)+1)
	}
	return s.page(c, http.StatusOK, p)
}

func pageAddress(c echo.Context, n int) string {
	query := c.Request().URL.Query()
	query.Set("page", strconv.Itoa(n))
	return "/products?" + query.Encode()
}

// registerNames names the editions and product groups of the register's lines, by id and by edition and code.
type registerNames struct {
	editions map[string]templates.EditionLine
	groups   map[[2]string]string
}

func (n registerNames) item(l certificates.Line) templates.RegisterItem {
	e := n.editions[l.Edition]
	return templates.RegisterItem{
		Product: l.Product, Producer: l.Producer, Commune: l.Commune, Group: n.groups[[2]string{l.Edition, l.Group}],
		Edition: e.Name, Year: e.Year, Status: templates.VerifyStatus(l.Status), Code: l.Code,
		VerifyURL: "/v/" + lowerCode(l.Code), ValidUntil: day(l.ValidUntil),
	}
}

// registerNames fills the page's choices on the way.
func (s *Server) registerNames(c echo.Context, p *templates.Register) (registerNames, error) {
	names := registerNames{map[string]templates.EditionLine{}, map[[2]string]string{}}
	editions, err := s.Judging.Editions(c.Request().Context(), accounts.Actor{})
	if err != nil {
		return names, err
	}
	seen := map[string]bool{}
	choose := func(list *[]templates.Option, kind, value, label string) {
		if !seen[kind+value] {
			seen[kind+value] = true
			*list = append(*list, templates.Option{Value: value, Label: label})
		}
	}
	for _, e := range editions {
		names.editions[e.ID] = s.editionLine(c, e)
		pack, err := s.Judging.Pack(e)
		if err != nil {
			return names, err
		}
		choose(&p.Years, "y", strconv.Itoa(e.Year), strconv.Itoa(e.Year))
		for _, g := range pack.ProductGroups {
			names.groups[[2]string{e.ID, g.Code}] = g.Name.In(s.lang(c))
			choose(&p.Groups, "g", g.Code, g.Name.In(s.lang(c)))
		}
	}
	return names, nil
}
