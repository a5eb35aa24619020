package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/judging"
)

type screenForm struct {
	Verdict string `json:"verdict"`
	Reasons []struct {
		Document int    `json:"document"`
		Code     string `json:"code"`
		Text     string `json:"text"`
	} `json:"reasons"`
	Due string `json:"due"`
}

type verdictJSON struct {
	ID         string                  `json:"id"`
	Nomination string                  `json:"nomination"`
	Verdict    judging.NominationState `json:"verdict"`
	Reasons    []judging.VerdictReason `json:"reasons"`
	Due        *string                 `json:"due"`
	At         time.Time               `json:"at"`
}

func viewVerdict(v judging.Verdict) verdictJSON {
	out := verdictJSON{v.ID, v.Nomination, v.Verdict, v.Reasons, optional(v.Due), v.At.UTC()}
	if out.Reasons == nil {
		out.Reasons = []judging.VerdictReason{}
	}
	return out
}

func (s *Server) screenNomination(c echo.Context) error {
	var f screenForm
	if err := decode(c, &f); err != nil {
		return err
	}
	in := judging.ScreenInput{Verdict: judging.NominationState(f.Verdict), Due: f.Due}
	for _, r := range f.Reasons {
		in.Reasons = append(in.Reasons, judging.VerdictReason{Document: r.Document, Code: r.Code, Text: r.Text})
	}
	v, err := s.Judging.Screen(c.Request().Context(), who(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewVerdict(v))
}

func (s *Server) listVerdicts(c echo.Context) error {
	p, err := readPaging(c)
	if err != nil {
		return err
	}
	all, err := s.Judging.Verdicts(c.Request().Context(), who(c), c.Param("id"))
	if err != nil {
		return err
	}
	items, next := pageOf(all, p, func(v judging.Verdict) string { return v.ID })
	return replyList(c, items, next, viewVerdict)
}
