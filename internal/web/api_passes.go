package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/judging"
)

type passJSON struct {
	N          int        `json:"n"`
	State      string     `json:"state"`
	Opened     time.Time  `json:"opened_at"`
	Closed     *time.Time `json:"closed_at"`
	LeftOpen   *string    `json:"left_open_reason"`
	Reopened   int        `json:"reopened"`
	Reason     *string    `json:"reopen_reason"`
	SheetsHash *string    `json:"sheets_hash"`
}

func viewPass(p judging.Pass) passJSON {
	state := "open"
	if !p.Closed.IsZero() {
		state = "closed"
	}
	return passJSON{
		p.N, state, p.Opened.UTC(), optionalTime(p.Closed), optional(p.LeftOpen), p.Reopened, optional(p.Reason),
		optional(p.SheetsHash),
	}
}

func (s *Server) listPasses(c echo.Context) error {
	all, err := s.Judging.Passes(c.Request().Context(), who(c), c.Param("slug"))
	if err != nil {
		return err
	}
	return replyList(c, all, "", viewPass)
}

func (s *Server) closePass(c echo.Context) error {
	var f struct {
		LeaveOpen bool   `json:"leave_open"`
		Reason    string `json:"reason"`
	}
	n, err := pathNumber(c)
	if err != nil {
		return err
	}
	if err := decodeOptional(c, &f); err != nil {
		return err
	}
	p, err := s.Judging.ClosePass(c.Request().Context(), who(c), c.Param("slug"), n, f.LeaveOpen, f.Reason)
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewPass(p))
}

func (s *Server) reopenPass(c echo.Context) error {
	var f struct {
		Reason string `json:"reason"`
	}
	n, err := pathNumber(c)
	if err != nil {
		return err
	}
	if err := decode(c, &f); err != nil {
		return err
	}
	p, err := s.Judging.ReopenPass(c.Request().Context(), who(c), c.Param("slug"), n, f.Reason)
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewPass(p))
}

type rankedJSON struct {
	Nomination   string   `json:"nomination"`
	EntryCode    string   `json:"entry_code"`
	Product      string   `json:"product"`
	ProductGroup string   `json:"product_group"`
	Rank         *int     `json:"rank"`
	RankOverall  *int     `json:"rank_overall"`
	Mean         *string  `json:"mean"`
	MeanExact    *string  `json:"mean_exact"`
	Judges       int      `json:"judges"`
	Passed       bool     `json:"passed"`
	TiedWith     []string `json:"tied_with"`
	TieBrokenBy  *string  `json:"tie_broken_by"`
}

// viewRanked shows one entry; what nobody scored has no rank and no mean.
func viewRanked(r judging.RankedEntry) rankedJSON {
	out := rankedJSON{
		Nomination: r.Nomination, EntryCode: r.EntryCode, Product: r.Product, ProductGroup: r.Group,
		Mean: optional(r.MeanText), MeanExact: optional(r.MeanExact), Judges: r.Judges, Passed: r.Passed,
		TiedWith: r.TiedWith, TieBrokenBy: optional(r.TieBrokenBy),
	}
	if r.Rank > 0 {
		out.Rank, out.RankOverall = &r.Rank, &r.RankOverall
	}
	if out.TiedWith == nil {
		out.TiedWith = []string{}
	}
	return out
}

func (s *Server) showRanking(c echo.Context) error {
	pass, err := queryNumber(c, "pass")
	if err != nil {
		return err
	}
	ranked, err := s.Judging.Ranking(c.Request().Context(), who(c), c.Param("slug"), pass)
	if err != nil {
		return err
	}
	whole := struct {
		Items []rankedJSON `json:"items"`
	}{listOf(ranked, "", viewRanked).Items}
	return reply(c, http.StatusOK, whole)
}
