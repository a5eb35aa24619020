package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/templates"
)

// cardsAPage is how many products a page of the public register shows.
const cardsAPage = 24

// registerFilters are the query's names that narrow the public register, in the order shown.
var registerFilters = []string{"group", "year", "edition", "place", "status"}

// showProducts is the public register with its search and filters.
func (s *Server) showProducts(c echo.Context) error {
	year, err := queryNumber(c, "year")
	if err != nil {
		return err
	}
	number, err := queryNumber(c, "page")
	if err != nil {
		return err
	}
	names, err := s.registerNames(c)
	if err != nil {
		return err
	}
	p := templates.Register{
		Query: strings.TrimSpace(c.QueryParam("q")), Group: c.QueryParam("group"), Year: c.QueryParam("year"),
		Edition: c.QueryParam("edition"), Status: c.QueryParam("status"), Place: c.QueryParam("place"), Sort: c.QueryParam("sort"),
	}
	start := (max(number, 1) - 1) * cardsAPage
	found, err := s.Certificates.Browse(c.Request().Context(), certificates.PublicQuery{
		Text: p.Query, Group: p.Group, Edition: names.idOf(p.Edition), Year: year, Place: p.Place,
		Status: cmp.Or(certificates.Status(p.Status), certificates.InUse), Sort: certificates.Sort(p.Sort),
		Offset: start, Limit: cardsAPage,
	})
	if err != nil {
		return err
	}
	if p.Shell, err = s.shell(c, "products"); err != nil {
		return err
	}
	if code, err := certificates.ParseCode(p.Query); err == nil {
		p.CodeURL = s.langed(c, "/v/"+code.Lower())
	}
	p.Groups, p.Years, p.Editions = names.choices(s.messages(c), found.Shelves)
	p.Places = placeLinks(c, found.Places, p.Place)
	p.Asks = s.asks(c, p)
	for _, l := range found.Items {
		p.Items = append(p.Items, s.registerItem(c, names, l))
	}
	p.Paging = registerPaging(c, start, len(found.Items), found.Total)
	return s.page(c, http.StatusOK, p)
}

// registerItem is one card of the register.
func (s *Server) registerItem(c echo.Context, names registerNames, l certificates.Listing) templates.RegisterItem {
	e, lower := names.editions[l.Edition], lowerCode(l.Code)
	item := templates.RegisterItem{
		Product: l.Product, Producer: l.Producer, Commune: l.Address, Group: names.groups[[2]string{l.Edition, l.Group}],
		Edition: e.Name, Year: e.Year, Status: templates.VerifyStatus(l.Status), Code: l.Code,
		VerifyURL: s.langed(c, "/v/"+lower), ValidUntil: day(l.ValidUntil),
	}
	if l.ProductID != "" {
		item.ProductURL = "/products/" + l.ProductID
	}
	if l.Photo > 0 {
		item.PhotoURL = "/v/" + lower + "/photo/small"
	}
	if st, err := certificates.ReadStatement(l.Statement); err == nil {
		item.Prize = st.Prize
	}
	return item
}

// registerAddress is the register as it is asked for, with one part of the query replaced, on its first page.
func registerAddress(c echo.Context, name, value string) string {
	query := url.Values{}
	for _, known := range append([]string{"q", "sort", "lang"}, registerFilters...) {
		if v := c.QueryParam(known); v != "" {
			query.Set(known, v)
		}
	}
	query.Set(name, value)
	if value == "" {
		query.Del(name)
	}
	if len(query) == 0 {
		return "/products"
	}
	return "/products?" + query.Encode()
}

func registerPaging(c echo.Context, start, shown, total int) templates.Paging {
	paging := templates.Paging{From: min(start+1, total), To: min(start+shown, total), Total: total}
	if page := start/cardsAPage + 1; page > 1 {
		paging.PrevURL = registerAddress(c, "page", strconv.Itoa(page-1))
	}
	if start+shown < total && shown > 0 {
		paging.NextURL = registerAddress(c, "page", strconv.Itoa(start/cardsAPage+2))
	}
	return paging
}

// placeLinks are the links that narrow the register to one commune or ward; the one in use leads back.
func placeLinks(c echo.Context, list []certificates.Place, chosen string) (links []templates.Link) {
	common := commonEnd(list)
	for _, p := range list {
		l := templates.Link{Text: strings.TrimSuffix(p.Name, common), Count: p.Count, Current: p.Key == chosen}
		if l.Current {
			l.URL = registerAddress(c, "place", "")
		} else {
			l.URL = registerAddress(c, "place", p.Key)
		}
		links = append(links, l)
	}
	return links
}

// commonEnd is what follows the comma in the names of all places, the province mostly, or "".
func commonEnd(list []certificates.Place) string {
	common := ""
	for i, p := range list {
		at := strings.LastIndex(p.Name, ", ")
		if at < 0 || i > 0 && p.Name[at:] != common {
			return ""
		}
		common = p.Name[at:]
	}
	return common
}

// asks are the filters in use, each with the address that drops it.
func (s *Server) asks(c echo.Context, p templates.Register) (links []templates.Link) {
	labels := map[string]string{"year": p.Year, "place": p.Place, "group": p.Group, "edition": p.Edition}
	for name, options := range map[string][]templates.Option{"group": p.Groups, "edition": p.Editions} {
		for _, o := range options {
			if o.Value != "" && o.Value == labels[name] {
				labels[name] = o.Hint
			}
		}
	}
	if chosen := p.Chosen(); chosen != nil {
		labels["place"] = chosen.Text
	}
	if p.Status != "" {
		labels["status"] = p.Status
		if text := s.messages(c)("page.status", p.Status, nil); !strings.HasPrefix(text, "page.") {
			labels["status"] = text
		}
	}
	for _, name := range registerFilters {
		if label := labels[name]; label != "" {
			links = append(links, templates.Link{Text: label, URL: registerAddress(c, name, "")})
		}
	}
	return links
}

// registerNames names the editions and product groups of the register's lines, by id and by edition and code.
type registerNames struct {
	editions map[string]templates.EditionLine
	groups   map[[2]string]string
	order    []string // ids of the editions, the newest first
}

// idOf is the id of an edition by its slug; an unknown one is its own id, which finds nothing.
func (n registerNames) idOf(slug string) string {
	for id, e := range n.editions {
		if e.Slug == slug {
			return id
		}
	}
	return slug
}

func (s *Server) registerNames(c echo.Context) (registerNames, error) {
	names := registerNames{map[string]templates.EditionLine{}, map[[2]string]string{}, nil}
	editions, err := s.Judging.Editions(c.Request().Context(), accounts.Actor{})
	if err != nil {
		return names, err
	}
	for _, e := range editions {
		names.editions[e.ID] = s.editionLine(c, e)
		names.order = append(names.order, e.ID)
		pack, err := s.Judging.Pack(e)
		if err != nil {
			return names, err
		}
		for _, g := range pack.ProductGroups {
			names.groups[[2]string{e.ID, g.Code}] = g.Name.In(s.lang(c))
		}
	}
	return names, nil
}

// choices are the options of the filters with their counts; only what the register holds is offered. An
// option's hint is its name alone.
func (n registerNames) choices(t message, shelves []certificates.Shelf) (groups, years, editions []templates.Option) {
	count := map[string]int{}
	group := map[string]string{}
	for _, s := range shelves {
		count["group "+s.Group] += s.Count
		count["year "+strconv.Itoa(s.Year)] += s.Count
		count["edition "+s.Edition] += s.Count
		group[s.Group] = cmp.Or(n.groups[[2]string{s.Edition, s.Group}], s.Group)
	}
	option := func(value, name string, n int) templates.Option {
		return templates.Option{Value: value, Hint: name, Label: name + " (" + strconv.Itoa(n) + ")"}
	}
	groups = []templates.Option{{Label: t("public", "all_groups", nil)}}
	for _, code := range sortedKeys(group) {
		groups = append(groups, option(code, group[code], count["group "+code]))
	}
	years = []templates.Option{{Label: t("public", "all_years", nil)}}
	for _, s := range slices.SortedFunc(slices.Values(shelves), func(a, b certificates.Shelf) int { return b.Year - a.Year }) {
		year := strconv.Itoa(s.Year)
		if years[len(years)-1].Value != year {
			years = append(years, option(year, year, count["year "+year]))
		}
	}
	editions = []templates.Option{{Label: t("public", "all_editions", nil)}}
	for _, id := range n.order {
		if here := count["edition "+id]; here > 0 {
			editions = append(editions, option(n.editions[id].Slug, n.editions[id].Name, here))
		}
	}
	return groups, years, editions
}

func sortedKeys(m map[string]string) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
