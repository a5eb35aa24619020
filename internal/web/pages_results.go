package web

import (
	"context"
	"net/http"

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
	rows, err := s.resultRows(ctx, e, decisions)
	if err != nil {
		return err
	}
	for _, d := range decisions {
		p.Decision = &templates.DecisionRef{Number: d.Number, Date: day(d.Date)}
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

func (s *Server) resultRows(ctx context.Context, e judging.Edition, decisions []judging.Decision) (resultRows, error) {
	rows := resultRows{recognised: map[string]bool{}, entries: map[string]judging.NominationView{}, codes: map[string]string{}}
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
			rows.codes[l.Nomination] = "/v/" + lowerCode(l.Code)
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
		})
	}
	return rows
}
