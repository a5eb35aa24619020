package web

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/templates"
)

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
	var shown []certificates.Line
	shown, p.Paging = cut(c, lines, max(pageNumber, 1))
	for _, l := range shown {
		p.Items = append(p.Items, names.item(l))
	}
	return s.page(c, http.StatusOK, p)
}

// cut is the n-th page of the lines, from 1.
func cut(c echo.Context, lines []certificates.Line, n int) ([]certificates.Line, templates.Paging) {
	start := min((n-1)*defaultLimit, len(lines))
	end := min(start+defaultLimit, len(lines))
	paging := templates.Paging{From: min(start+1, len(lines)), To: end, Total: len(lines)}
	if start > 0 {
		paging.PrevURL = pageAddress(c, n-1)
	}
	if end < len(lines) {
		paging.NextURL = pageAddress(c, n+1)
	}
	return lines[start:end], paging
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
		Product: l.Product, Producer: l.Producer, Commune: l.Address, Group: n.groups[[2]string{l.Edition, l.Group}],
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
