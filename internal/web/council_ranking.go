package web

import (
	"math"
	"math/big"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// rankedLine is one entry of the ranking with what lists say of it.
type rankedLine struct {
	judging.RankedEntry
	producer  judging.ProducerData
	low, high int // the ranks that it may have, 0 when not known
	totals    []float64
	typed     []string // who typed which of its sheets from paper
}

// place is the rank; an entry that nobody scored stands below all.
func (x rankedLine) place() int {
	if x.Rank == 0 {
		return math.MaxInt
	}
	return x.Rank
}

// rankedLines is the ranking of the last closed pass, with producers.
func (s *Server) rankedLines(c echo.Context, sc councilScene) ([]rankedLine, error) {
	ctx := c.Request().Context()
	ranked, err := s.Judging.Ranking(ctx, who(c), sc.edition.Slug, 0)
	if err != nil {
		return nil, err
	}
	entries, _, err := s.Judging.Nominations(ctx, who(c), sc.edition.Slug, judging.NominationQuery{State: judging.NominationEligible})
	if err != nil {
		return nil, err
	}
	producers := make(map[string]judging.ProducerData, len(entries))
	for _, n := range entries {
		producers[n.ID] = n.Producer
	}
	lines := make([]rankedLine, len(ranked))
	for i, r := range ranked {
		lines[i] = rankedLine{RankedEntry: r, producer: producers[r.Nomination]}
	}
	return lines, nil
}

// addTyped adds which sheets of a pass came from paper and who typed them.
func (s *Server) addTyped(c echo.Context, sc councilScene, pass int, lines []rankedLine) error {
	typed, err := s.Judging.TypedSheets(c.Request().Context(), who(c), sc.edition.Slug, pass)
	if err != nil {
		return err
	}
	for _, x := range typed {
		for i := range lines {
			if lines[i].Nomination == x.Nomination {
				lines[i].typed = append(lines[i].typed, s.paperNote(c, &x.Note))
			}
		}
	}
	return nil
}

// addIntervals adds the ranks that entries may have within their groups, for those who may read agreement.
func (s *Server) addIntervals(c echo.Context, sc councilScene, lines []rankedLine) (found bool, err error) {
	if !sc.may(accounts.ReadAgreement) {
		return false, nil
	}
	_, groups, err := s.Judging.Agreement(c.Request().Context(), who(c), sc.edition.Slug)
	if err != nil {
		return false, err
	}
	ranges := map[string]judging.RankInterval{}
	for _, a := range groups {
		for _, r := range a.RankIntervals {
			ranges[r.Nomination] = r
		}
	}
	for i := range lines {
		r := ranges[lines[i].Nomination]
		lines[i].low, lines[i].high = r.Low, r.High
		found = found || r.High > 0
	}
	return found, nil
}

// addTotals adds the totals of single judges, which an auditor alone reads.
func (s *Server) addTotals(c echo.Context, sc councilScene, pass int, lines []rankedLine) error {
	if !sc.readsSheets() {
		return nil
	}
	sheets, _, err := s.Judging.Sheets(c.Request().Context(), who(c), sc.edition.Slug, judging.SheetFilter{Pass: pass})
	if err != nil {
		return err
	}
	totals := map[string][]float64{}
	for _, sh := range sheets {
		if sh.Total != nil && sh.Seal != "" && sh.State != judging.SheetRecused {
			totals[sh.Nomination] = append(totals[sh.Nomination], float64(*sh.Total)/float64(judging.Point))
		}
	}
	for i := range lines {
		lines[i].totals = totals[lines[i].Nomination]
	}
	return nil
}

// rankingShows are the choices of what the table shows beside everything.
var rankingShows = []string{"passed", "below", "discuss", "tied"}

// shown reports whether the filters of the address let an entry through.
func (x rankedLine) shown(c echo.Context, mark judging.Points) bool {
	if group := c.QueryParam("group"); group != "" && x.Group != group {
		return false
	}
	switch c.QueryParam("show") {
	case "passed":
		if !x.Passed {
			return false
		}
	case "below":
		if x.Passed {
			return false
		}
	case "discuss":
		if !x.ToDiscuss(mark) {
			return false
		}
	case "tied":
		if len(x.TiedWith) == 0 && x.TieBrokenBy == "" {
			return false
		}
	}
	return holds(c.QueryParam("q"), x.Product, x.EntryCode, x.producer.Name, x.producer.Commune)
}

// holds reports whether every word of a query stands in one of the texts, without regard to marks and case.
func holds(query string, texts ...string) bool {
	all := i18n.Fold(strings.Join(texts, "\n"))
	for _, word := range strings.Fields(i18n.Fold(query)) {
		if !strings.Contains(all, word) {
			return false
		}
	}
	return true
}

func (s *Server) showCouncilRanking(c echo.Context) error {
	sc, err := s.council(c, "ranking")
	if err != nil {
		return err
	}
	p := templates.CouncilRanking{Shell: sc.shell, Head: sc.head, PassMark: sc.pack.PassMark.String()}
	pass, waiting, err := s.councilPass(c, sc)
	if err != nil {
		return err
	}
	if p.Pass, p.Waiting = max(pass.N, 1), waiting; waiting != "" {
		return s.page(c, http.StatusOK, p)
	}
	p.ClosedAt = pass.Closed
	if err := s.fillRanking(c, sc, &p); err != nil {
		return err
	}
	return s.page(c, http.StatusOK, p)
}

func (s *Server) fillRanking(c echo.Context, sc councilScene, p *templates.CouncilRanking) error {
	lines, err := s.rankedLines(c, sc)
	if err != nil {
		return err
	}
	if p.Intervals, err = s.addIntervals(c, sc, lines); err != nil {
		return err
	}
	if err := s.addTotals(c, sc, p.Pass, lines); err != nil {
		return err
	}
	if err := s.addTyped(c, sc, p.Pass, lines); err != nil {
		return err
	}
	t := s.messages(c)
	p.Query, p.Group, p.Show = c.QueryParam("q"), c.QueryParam("group"), c.QueryParam("show")
	p.Groups, p.Shows = s.groupOptions(c, sc.pack), []templates.Option{{Label: t("page.say.council.show", "all", nil)}}
	for _, x := range rankingShows {
		p.Shows = append(p.Shows, templates.Option{Value: x, Label: t("page.say.council.show", x, nil)})
	}
	address := "/council/" + sc.edition.Slug + "/ranking"
	p.TableURL, p.PaperURL = address+".xlsx", address+".pdf"
	if query := c.Request().URL.RawQuery; query != "" {
		p.TableURL += "?" + query
	}
	if p.BundleURL, err = s.bundleURL(c, sc.edition.Slug); err != nil {
		return err
	}
	codes := map[string]string{}
	var shown []rankedLine
	for _, x := range lines {
		codes[x.Nomination] = x.EntryCode
		p.Entries++
		if x.Passed {
			p.Passed++
		}
		if x.ToDiscuss(sc.pack.PassMark) {
			p.Discuss++
		}
		p.Dots = p.Dots || len(x.totals) > 0
		if x.shown(c, sc.pack.PassMark) {
			shown = append(shown, x)
		}
	}
	p.Found = len(shown)
	scale := scaleOf(lines, sc.pack)
	for _, g := range sc.pack.ProductGroups {
		if section := s.rankingSection(c, sc, g, shown, codes, scale); len(section.Rows) > 0 {
			p.Sections = append(p.Sections, section)
		}
	}
	return nil
}

// rankingSection is one product group's part of what is shown.
func (s *Server) rankingSection(c echo.Context, sc councilScene, g judging.Coded, shown []rankedLine, codes map[string]string,
	scale templates.DotPlot,
) templates.RankingGroup {
	section := templates.RankingGroup{Code: g.Code, Name: g.Name.In(s.lang(c)), Strip: scale}
	strip := templates.DotRow{}
	for _, x := range shown {
		if x.Group != g.Code {
			continue
		}
		section.Rows = append(section.Rows, s.rankingRow(c, sc, x, codes, scale))
		if x.Mean != nil {
			strip.Dots = append(strip.Dots, points(x.Mean))
		}
	}
	section.Strip.Rows = []templates.DotRow{strip}
	section.Strip.Title = s.messages(c)("page.say.council", "strip",
		fault.MakeArgs("group", section.Name, "count", len(strip.Dots), "mark", sc.pack.PassMark.String()))
	return section
}

// scaleOf is the scale on which all entries are drawn: from a round number below the lowest to the most.
func scaleOf(lines []rankedLine, pack *judging.Pack) templates.DotPlot {
	mark := float64(pack.PassMark) / float64(judging.Point)
	low, high := mark, mark
	for _, g := range pack.ProductGroups {
		high = max(high, float64(pack.MaxTotal(g.Code))/float64(judging.Point))
	}
	for _, x := range lines {
		if x.Mean != nil {
			low = min(low, points(x.Mean))
		}
		for _, v := range x.totals {
			low = min(low, v)
		}
	}
	low = max(0, float64(int(low/10)*10-10))
	return templates.DotPlot{Low: low, High: max(high, low+1), Mark: mark}
}

func points(mean *big.Rat) float64 {
	v, _ := mean.Float64()
	return v
}

func (s *Server) rankingRow(c echo.Context, sc councilScene, x rankedLine, codes map[string]string, scale templates.DotPlot) templates.RankingRow {
	row := templates.RankingRow{
		Rank: x.Rank, Low: x.low, High: x.high, EntryCode: x.EntryCode, Product: x.Product, Producer: x.producer.Name,
		Commune: x.producer.Commune, Mean: x.MeanText, Exact: x.MeanExact, Judges: x.Judges, Passed: x.Passed,
		Discuss: x.ToDiscuss(sc.pack.PassMark), Tie: s.tieWords(c, sc, x.RankedEntry, codes),
		Typed: x.typed, Plot: templates.RowPlot{Low: scale.Low, High: scale.High, Mark: &scale.Mark, Dots: x.totals},
	}
	if x.Mean != nil {
		mean := points(x.Mean)
		row.Plot.Point = &mean
		if x.Passed {
			row.Plot.Kind = "good"
		}
	}
	return row
}

// tieWords says with whom an entry is tied, or what parted it from entries with the same mean.
func (s *Server) tieWords(c echo.Context, sc councilScene, x judging.RankedEntry, codes map[string]string) string {
	t := s.messages(c)
	if len(x.TiedWith) > 0 {
		var with []string
		for _, id := range x.TiedWith {
			with = append(with, codes[id])
		}
		slices.Sort(with)
		return t("page.say.council.tie", "open", fault.MakeArgs("codes", strings.Join(with, ", ")))
	}
	if code, ok := strings.CutPrefix(x.TieBrokenBy, judging.TieCriterion); ok {
		name := code
		for _, criterion := range sc.pack.TopCriteria(x.Group) {
			if criterion.Code == code {
				name = code + " (" + criterion.Name.In(s.lang(c)) + ")"
			}
		}
		return t("page.say.council.tie", "criterion", fault.MakeArgs("criterion", name))
	}
	if x.TieBrokenBy == judging.TieMedian {
		return t("page.say.council.tie", "median", nil)
	}
	return ""
}

// groupOptions are the product groups as choices, all of them first.
func (s *Server) groupOptions(c echo.Context, pack *judging.Pack) []templates.Option {
	list := []templates.Option{{Label: s.messages(c)("page.say.council.show", "all_groups", nil)}}
	for _, g := range pack.ProductGroups {
		list = append(list, templates.Option{Value: g.Code, Label: g.Name.In(s.lang(c))})
	}
	return list
}
