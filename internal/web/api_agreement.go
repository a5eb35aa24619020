package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"vinhdanh/judging"
)

type agreementJSON struct {
	Overall agreementOfJSON            `json:"overall"`
	Groups  map[string]agreementOfJSON `json:"groups"`
}

// agreementOfJSON says null for what cannot be computed, and why under reasons.
type agreementOfJSON struct {
	Entries         int                    `json:"entries"`
	Judges          int                    `json:"judges"`
	CompleteEntries int                    `json:"complete_entries"`
	ICC             map[string]*float64    `json:"icc"`
	ICCInterval     map[string]*[2]float64 `json:"icc_ci95"`
	KendallW        *float64               `json:"kendall_w"`
	KendallP        *float64               `json:"kendall_p"`
	Alpha           alphaJSON[float64]     `json:"krippendorff_alpha"`
	Severity        []judgeEffectJSON      `json:"severity"`
	LeastSquares    []entryScoreJSON       `json:"least_squares"`
	RankIntervals   []rankIntervalJSON     `json:"rank_intervals"`
	AlphaLimits     alphaJSON[[2]float64]  `json:"krippendorff_ci95"`
	RankBootstrap   []rankBootstrapJSON    `json:"rank_bootstrap"`
	Spread          []judgeSpreadJSON      `json:"spread"`
	Flags           []flagJSON             `json:"flags"`
	Reasons         map[string]string      `json:"reasons"`
}

// alphaJSON is something of Krippendorff's alpha for both of its scales.
type alphaJSON[T any] struct {
	Interval *T `json:"interval"`
	Ordinal  *T `json:"ordinal"`
}

type judgeEffectJSON struct {
	Judge  string  `json:"judge"`
	Effect float64 `json:"effect"`
}

type judgeSpreadJSON struct {
	Judge  string   `json:"judge"`
	Spread *float64 `json:"spread"`
}

// flagJSON says null for what a kind of flag has not.
type flagJSON struct {
	Kind       string  `json:"kind"`
	Judge      *string `json:"judge"`
	Nomination *string `json:"nomination"`
	Direction  *string `json:"direction"`
}

type entryScoreJSON struct {
	Nomination string   `json:"nomination"`
	Score      *float64 `json:"score"`
}

type rankIntervalJSON struct {
	Nomination string `json:"nomination"`
	Low        *int   `json:"low"`
	High       *int   `json:"high"`
}

type rankBootstrapJSON struct {
	rankIntervalJSON
	Within *float64 `json:"within"`
}

// viewRanks says null for ranks that nothing was computed of.
func viewRanks(x judging.RankInterval) rankIntervalJSON {
	row := rankIntervalJSON{Nomination: x.Nomination}
	if x.Low > 0 {
		row.Low, row.High = &x.Low, &x.High
	}
	return row
}

func viewAgreement(a judging.Agreement) agreementOfJSON {
	out := agreementOfJSON{
		Entries: a.Entries, Judges: a.Judges, CompleteEntries: a.CompleteEntries, ICC: a.ICC, ICCInterval: a.ICCInterval,
		KendallW: a.KendallW, KendallP: a.KendallP, Alpha: alphaJSON[float64]{a.AlphaInterval, a.AlphaOrdinal}, Reasons: a.Reasons,
		AlphaLimits: alphaJSON[[2]float64]{a.AlphaIntervalLimits, a.AlphaOrdinalLimits},
	}
	for _, x := range a.Severity {
		out.Severity = append(out.Severity, judgeEffectJSON(x))
	}
	for _, x := range a.Spreads {
		out.Spread = append(out.Spread, judgeSpreadJSON(x))
	}
	if a.Flags != nil {
		out.Flags = []flagJSON{}
	}
	for _, x := range a.Flags {
		out.Flags = append(out.Flags, viewFlag(x))
	}
	for _, x := range a.LeastSquares {
		out.LeastSquares = append(out.LeastSquares, entryScoreJSON(x))
	}
	for _, x := range a.RankIntervals {
		out.RankIntervals = append(out.RankIntervals, viewRanks(x))
	}
	for _, x := range a.RankBootstrap {
		ranks := judging.RankInterval{Nomination: x.Nomination, Low: x.Low, High: x.High}
		out.RankBootstrap = append(out.RankBootstrap, rankBootstrapJSON{viewRanks(ranks), x.Within})
	}
	return out
}

func viewFlag(f judging.Flag) flagJSON {
	row := flagJSON{Kind: f.Kind}
	if f.Judge != "" {
		row.Judge = &f.Judge
	}
	if f.Nomination != "" {
		row.Nomination = &f.Nomination
	}
	if f.HasDirection() {
		direction := map[bool]string{true: "higher", false: "lower"}[f.Higher]
		row.Direction = &direction
	}
	return row
}

func (s *Server) showAgreement(c echo.Context) error {
	overall, groups, err := s.Judging.ResampledAgreement(c.Request().Context(), who(c), c.Param("slug"))
	if err != nil {
		return err
	}
	out := agreementJSON{viewAgreement(overall), make(map[string]agreementOfJSON, len(groups))}
	for code, a := range groups {
		out.Groups[code] = viewAgreement(a)
	}
	return reply(c, http.StatusOK, out)
}
