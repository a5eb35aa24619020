package web

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"vinhdanh/judging"
	"vinhdanh/templates"
)

// sheetVisits are the notes of visits to a sheet's entry, none for who may not read them.
func (s *Server) sheetVisits(c echo.Context, x sheetScene) (list []templates.VisitCard, err error) {
	if x.State == judging.SheetRecused {
		return nil, nil
	}
	visits, err := s.Judging.VisitsOf(c.Request().Context(), who(c), x.Nomination)
	if f, _ := asFault(err); err != nil && f.Code == "conflict_declared" {
		return nil, nil
	}
	for _, v := range visits {
		card := s.visitCard(c, x.edition.Slug, v)
		list = append(list, card)
	}
	return list, err
}

// besideSheet adds what earlier work left for the sheet: notes of visits, and the judge's own marks of earlier passes.
func (s *Server) besideSheet(c echo.Context, x sheetScene, p *templates.JudgeSheet) (err error) {
	if x.pack.Passes > 1 {
		p.Pass = x.Pass
	}
	if p.Visits, err = s.sheetVisits(c, x); err != nil || x.Pass == 1 || x.Judge != who(c).User.ID {
		return err
	}
	all, _, err := s.Judging.Sheets(c.Request().Context(), who(c), x.edition.Slug, judging.SheetFilter{})
	if err != nil {
		return err
	}
	for _, v := range all {
		if v.Nomination != x.Nomination || v.Pass >= x.Pass || v.State == judging.SheetRecused {
			continue
		}
		if v.Unshown {
			p.Unshown = true
			continue
		}
		was := templates.JudgeEarlier{N: v.Pass, Comment: v.Comment}
		if v.Total != nil && !isLate(v) {
			was.Total = v.Total.String()
		}
		before := sheetScene{SheetView: v, pack: x.pack}
		for _, top := range before.tops(s.lang(c), shownMarks(s.lang(c), v.Marks), nil).tops {
			was.Leaves = append(was.Leaves, top.Leaves...)
		}
		p.Earlier = append(p.Earlier, was)
	}
	return nil
}

// packVisits adds the photos of visits to what a judge's device fetches; the notes stand on the sheet's page.
func (s *Server) packVisits(c echo.Context, list *packList, slug string, v judging.SheetView) error {
	visits, err := s.Judging.VisitsOf(c.Request().Context(), who(c), v.Nomination)
	if err != nil {
		return err
	}
	for _, x := range visits {
		card := s.visitCard(c, slug, x)
		for i, p := range x.Photos {
			list.Files = append(list.Files, packFile{card.Photos[i].URL, strconv.Quote(p.SHA256), p.Size})
			list.Bytes += p.Size
			list.Photos++
		}
	}
	return nil
}
