package web

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// showDossiers is the caller's dossiers of every edition.
func (s *Server) showDossiers(c echo.Context) error {
	ctx := c.Request().Context()
	sh, err := s.shell(c, "nominations")
	if err != nil {
		return err
	}
	p := templates.ProducerList{Shell: sh}
	if p.Open, err = s.openings(c); err != nil {
		return err
	}
	own, err := s.Judging.OwnNominations(ctx, who(c))
	if err != nil {
		return err
	}
	for _, n := range own {
		item, err := s.dossierItem(c, n)
		if err != nil {
			return err
		}
		p.Items = append(p.Items, item)
	}
	slices.SortStableFunc(p.Items, func(a, b templates.ProducerItem) int { return cmp.Compare(urgency(a), urgency(b)) })
	return s.page(c, http.StatusOK, p)
}

// urgency puts a dossier that must be completed before the others.
func urgency(x templates.ProducerItem) int {
	if x.Stage == string(judging.NominationSupplement) {
		return 0
	}
	return 1
}

// openings are the editions in which the caller may begin a dossier now.
func (s *Server) openings(c echo.Context) (list []templates.ProducerOpening, err error) {
	worn, err := s.editionHats(c.Request().Context(), who(c))
	for _, e := range worn {
		office := wears(e.hats, []accounts.Hat{accounts.HatSecretariat})
		open := e.State == judging.Filing && !e.FilingOver(s.Now()) || office && (e.State == judging.Filing || e.State == judging.Screening)
		if open && accounts.Allowed(accounts.Nominate, e.hats) {
			list = append(list, templates.ProducerOpening{
				Edition: s.editionLine(c, e.Edition), Deadline: filingDeadline(e.Edition, s.Now()), URL: "/nominations/new?edition=" + e.Slug,
			})
		}
	}
	return list, err
}

func (s *Server) dossierItem(c echo.Context, n judging.OwnNomination) (item templates.ProducerItem, err error) {
	ctx := c.Request().Context()
	item = templates.ProducerItem{
		Product: n.Product, Code: n.Code, Edition: s.editionLine(c, n.In).Name, URL: "/nominations/" + n.ID,
		Stage: stageOf(n.Nomination, n.In, s.Now()),
	}
	switch item.Stage {
	case "draft":
		item.Deadline = filingDeadline(n.In, s.Now())
	case "supplement":
		verdicts, err := s.Judging.Verdicts(ctx, who(c), n.ID)
		if err != nil {
			return item, err
		}
		for _, v := range verdicts {
			item.Deadline = supplementDeadline(v.Due, s.Now())
		}
	}
	docs, err := s.Judging.Documents(ctx, who(c), n.ID)
	for _, d := range docs {
		if d.Kind == photoKind && item.PhotoURL == "" {
			item.PhotoURL = fmt.Sprintf("/nominations/%s/files/%d/thumb", n.ID, d.N)
		}
	}
	return item, err
}
