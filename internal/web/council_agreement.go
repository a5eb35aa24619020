package web

import (
	"math"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

func (s *Server) showCouncilAgreement(c echo.Context) error {
	sc, err := s.council(c, "agreement")
	if err != nil {
		return err
	}
	p := templates.CouncilAgreement{Shell: sc.shell, Head: sc.head}
	pass, waiting, err := s.councilPass(c, sc)
	if err != nil {
		return err
	}
	if p.Pass, p.Waiting = max(pass.N, 1), waiting; waiting != "" {
		return s.page(c, http.StatusOK, p)
	}
	p.Groups = s.groupOptions(c, sc.pack)
	group := c.QueryParam("group")
	a, within, err := s.Judging.LimitedAgreement(c.Request().Context(), who(c), sc.edition.Slug, group)
	if err != nil {
		return err
	}
	if within {
		p.Group = group
	}
	p.Entries, p.Judges, p.Complete = a.Entries, a.Judges, a.CompleteEntries
	p.Level = trustLevel(a)
	p.Spare = a.ICC["2,k"] == nil && (p.Level == "excellent" || p.Level == "good")
	p.Figures = s.agreementFigures(c, a)
	names, err := s.memberNames(c, sc.edition.Slug)
	if err != nil {
		return err
	}
	p.Judged = s.severityLines(c, names, a)
	if err := s.fillFlags(c, sc, a, names, &p); err != nil {
		return err
	}
	if err := s.fillRanks(c, sc, a, &p); err != nil {
		return err
	}
	if err := s.fillWhatIf(c, sc, a, names, &p); err != nil {
		return err
	}
	return s.page(c, http.StatusOK, p)
}

// trustLevel is how far the panel's means can be trusted, by the bands of Koo & Li 2016 for the intraclass
// correlation of means, or by the alpha of the single totals where that cannot be computed.
func trustLevel(a judging.Agreement) string {
	if v := a.ICC["2,k"]; v != nil {
		return iccLevel(*v)
	}
	if a.AlphaInterval != nil {
		return alphaLevel(*a.AlphaInterval)
	}
	return "unknown"
}

func iccLevel(v float64) string { return band(v, 0.5, 0.75, 0.9) }

// alphaLevel follows Krippendorff: below .667 nothing is to be concluded, from .8 on it is reliable.
func alphaLevel(v float64) string { return band(v, 0.5, 0.667, 0.8) }

// concordanceLevel follows the usual reading of Kendall's W.
func concordanceLevel(v float64) string { return band(v, 0.3, 0.5, 0.7) }

func band(v, moderate, good, excellent float64) string {
	switch {
	case v >= excellent:
		return "excellent"
	case v >= good:
		return "good"
	case v >= moderate:
		return "moderate"
	}
	return "poor"
}

var levelKinds = map[string]string{"excellent": "ok", "good": "ok", "moderate": "warn", "poor": "bad"}

// agreementFigures are the statistics that the page tells, each with what it asks and what it means.
func (s *Server) agreementFigures(c echo.Context, a judging.Agreement) []templates.AgreementFigure {
	t := s.messages(c)
	figure := func(name string, v *float64, reason, level string) templates.AgreementFigure {
		f := templates.AgreementFigure{Name: t("page.say.council.figure", name, nil), Asks: t("page.say.council.asks", name, nil)}
		if v == nil {
			f.Missing = s.missingReason(c, reason)
			return f
		}
		f.Value = hundredths(*v)
		f.Tag = templates.Tag{Kind: levelKinds[level], Text: t("page.say.council.band", level, nil)}
		return f
	}
	of := func(v *float64, level func(float64) string) string {
		if v == nil {
			return ""
		}
		return level(*v)
	}
	bounded := func(f templates.AgreementFigure, limits *[2]float64) templates.AgreementFigure {
		if limits != nil && f.Value != "" {
			f.Low, f.High = hundredths(limits[0]), hundredths(limits[1])
		}
		return f
	}
	var list []templates.AgreementFigure
	for _, x := range []struct{ name, kind, definition string }{
		{"icc_mean", "2,k", "icc_2k"}, {"icc_single", "2,1", "icc_21"}, {"icc_3k", "3,k", "icc_3k"}, {"icc_31", "3,1", "icc_31"},
		{"icc_1k", "1,k", "icc_1k"}, {"icc_11", "1,1", "icc_11"},
	} {
		f := figure(x.name, a.ICC[x.kind], a.Reasons["icc."+x.kind], of(a.ICC[x.kind], iccLevel))
		f.Definition = t("page.say.council.definition", x.definition, nil)
		list = append(list, bounded(f, a.ICCInterval[x.kind]))
	}
	w := figure("kendall_w", a.KendallW, a.Reasons["kendall_w"], of(a.KendallW, concordanceLevel))
	w.Definition = t("page.say.council.definition", "kendall_w", nil)
	if a.KendallP != nil {
		w.Note = s.pText(c, *a.KendallP)
	}
	interval := figure("alpha_interval", a.AlphaInterval, a.Reasons["krippendorff_alpha.interval"], of(a.AlphaInterval, alphaLevel))
	ordinal := figure("alpha_ordinal", a.AlphaOrdinal, a.Reasons["krippendorff_alpha.ordinal"], of(a.AlphaOrdinal, alphaLevel))
	interval.Definition = t("page.say.council.definition", "alpha_interval", nil)
	ordinal.Definition = t("page.say.council.definition", "alpha_ordinal", nil)
	return append(list, w, bounded(interval, a.AlphaIntervalLimits), bounded(ordinal, a.AlphaOrdinalLimits))
}

// pText writes a p-value with three decimals, one that is smaller as such.
func (s *Server) pText(c echo.Context, p float64) string {
	if p < 0.001 {
		return s.messages(c)("page.say.council.whatif", "p_small", fault.MakeArgs("p", "0.001"))
	}
	return s.messages(c)("page.say.council.whatif", "p", fault.MakeArgs("p", strconv.FormatFloat(p, 'f', 3, 64)))
}

// missingReason says why a statistic is missing, in general words for a reason that the catalogue lacks.
func (s *Server) missingReason(c echo.Context, reason string) string {
	t := s.messages(c)
	text := t("page.say.council.missing", reason, nil)
	if text == "page.say.council.missing."+reason {
		return t("page.say.council.missing", "not_estimable", nil)
	}
	return text
}

// hundredths writes a statistic with two decimals and never as minus nought.
func hundredths(v float64) string {
	text := strconv.FormatFloat(v, 'f', 2, 64)
	if text == "-0.00" {
		return "0.00"
	}
	return text
}

// plainLeniency is the effect, in points, from which a judge is called strict or lenient.
const plainLeniency = 2.0

// severityLines are the judges from the strictest to the most lenient.
func (s *Server) severityLines(c echo.Context, names map[string]string, a judging.Agreement) []templates.SeverityLine {
	t := s.messages(c)
	spreads := map[string]string{}
	for _, x := range a.Spreads {
		if x.Spread != nil {
			spreads[x.Judge] = hundredths(*x.Spread)
		}
	}
	effects := slices.Clone(a.Severity)
	slices.SortStableFunc(effects, func(x, y judging.JudgeEffect) int {
		if x.Effect < y.Effect {
			return -1
		} else if x.Effect > y.Effect {
			return 1
		}
		return 0
	})
	widest, nought := plainLeniency, 0.0
	for _, x := range effects {
		widest = max(widest, math.Abs(x.Effect))
	}
	var list []templates.SeverityLine
	for _, x := range effects {
		word, kind := "usual", ""
		switch {
		case x.Effect <= -plainLeniency:
			word, kind = "strict", "own"
		case x.Effect >= plainLeniency:
			word, kind = "lenient", "good"
		}
		effect := hundredths(x.Effect)
		if x.Effect > 0 && effect != "0.00" {
			effect = "+" + effect
		}
		point := x.Effect
		list = append(list, templates.SeverityLine{
			Name: nameOf(names, x.Judge, t("page.say.council.word", "former_judge", nil)), Effect: effect, Spread: spreads[x.Judge],
			Words: t("page.say.council.severity", word, fault.MakeArgs("points", hundredths(math.Abs(x.Effect)))),
			Plot:  templates.RowPlot{Low: -widest, High: widest, Mark: &nought, Point: &point, Kind: kind},
		})
	}
	return list
}

// memberNames are the names of everybody who sits in the edition, by account.
func (s *Server) memberNames(c echo.Context, slug string) (map[string]string, error) {
	members, err := s.Judging.Members(c.Request().Context(), who(c), slug)
	if err != nil {
		return nil, err
	}
	names := make(map[string]string, len(members))
	for _, m := range members {
		names[m.User] = m.Person.Name
	}
	return names, nil
}

func nameOf(names map[string]string, id, otherwise string) string {
	if name := names[id]; name != "" {
		return name
	}
	return otherwise
}

// fillRanks adds the entries with the ranks that they may have: within the group shown, or over all of them.
func (s *Server) fillRanks(c echo.Context, sc councilScene, a judging.Agreement, p *templates.CouncilAgreement) error {
	lines, err := s.rankedLines(c, sc)
	if err != nil {
		return err
	}
	ranges, scores, highest := map[string]judging.RankInterval{}, map[string]float64{}, 2
	for _, r := range a.RankIntervals {
		ranges[r.Nomination] = r
		highest = max(highest, r.High)
	}
	p.Levelled = a.CompleteEntries < a.Entries && len(a.LeastSquares) > 0
	for _, x := range a.LeastSquares {
		if x.Score != nil {
			scores[x.Nomination] = *x.Score
		}
	}
	if p.Group == "" {
		sortOverall(lines)
	}
	for _, x := range lines {
		if p.Group != "" && x.Group != p.Group {
			continue
		}
		row := templates.RankLine{Rank: x.RankOverall, Product: x.Product, Mean: x.MeanText}
		if p.Group != "" {
			row.Rank = x.Rank
		}
		if v, known := scores[x.Nomination]; known {
			row.Score = hundredths(v)
		}
		if r := ranges[x.Nomination]; r.High > 0 {
			p.Ranged = true
			row.Low, row.High = r.Low, r.High
			from, to := float64(r.Low), float64(r.High)
			row.Plot = templates.RowPlot{Low: 1, High: float64(highest), From: &from, To: &to}
			if at := float64(row.Rank); row.Rank > 0 {
				row.Plot.Point = &at
			}
		}
		p.Ranks = append(p.Ranks, row)
	}
	return nil
}

// sortOverall orders lines by their rank over all groups, those that nobody scored last.
func sortOverall(lines []rankedLine) {
	slices.SortStableFunc(lines, func(x, y rankedLine) int { return lastWhenZero(x.RankOverall) - lastWhenZero(y.RankOverall) })
}

func lastWhenZero(rank int) int {
	if rank == 0 {
		return math.MaxInt32
	}
	return rank
}
