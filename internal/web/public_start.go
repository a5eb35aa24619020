package web

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"vinhdanh/judging"
	"vinhdanh/templates"
)

// showStart tells before the first field who may enter an edition, what is needed and until when.
func (s *Server) showStart(c echo.Context) error {
	e, err := s.Judging.EditionBySlug(c.Request().Context(), who(c), c.Param("slug"))
	if err != nil {
		return err
	}
	pack, err := s.Judging.Pack(e)
	if err != nil {
		return err
	}
	sh, err := s.shell(c, "")
	if err != nil {
		return err
	}
	lang := s.lang(c)
	p := templates.PublicStart{
		Shell: sh, Edition: s.editionLine(c, e), Deadline: s.deadline(e), Province: e.Province,
		Open: e.State == judging.Filing && !e.FilingOver(s.Now()), Ask: sh.Help, MaxMB: maxFile >> 20,
		BeginURL: "/nominations/new?" + url.Values{"edition": {e.Slug}}.Encode(),
		Kinds:    codedNames(pack.EntityKinds, lang), Groups: codedNames(pack.ProductGroups, lang),
	}
	for _, d := range pack.Documents {
		paper := templates.StartPaper{Name: d.Name.In(lang), Count: d.Min}
		paper.Only = append(onlyNames(pack.EntityKinds, d.EntityKinds, lang), onlyNames(pack.ProductGroups, d.ProductGroups, lang)...)
		if d.Min > 0 {
			p.Needed = append(p.Needed, paper)
		} else {
			p.Helpful = append(p.Helpful, paper)
		}
	}
	for _, field := range pack.RequiredFields {
		p.Answers = append(p.Answers, s.messages(c)("field_name", field, nil))
	}
	return s.page(c, http.StatusOK, p)
}

// deadline is until when dossiers are taken, while the edition takes any.
func (s *Server) deadline(e judging.Edition) templates.Deadline {
	if e.State != judging.Filing {
		return templates.Deadline{}
	}
	return templates.Deadline{Until: e.FilingUntil, Now: s.Now()}
}

func codedNames(list []judging.Coded, lang string) (names []string) {
	for _, x := range list {
		names = append(names, x.Name.In(lang))
	}
	return names
}

// onlyNames are the names of those codes of the list that are meant; none when all are.
func onlyNames(list []judging.Coded, codes []string, lang string) (names []string) {
	for _, x := range list {
		for _, code := range codes {
			if x.Code == code {
				names = append(names, x.Name.In(lang))
			}
		}
	}
	return names
}
