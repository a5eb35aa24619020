package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// judgeDeclaration is where a judge says with which entries he has a conflict of interest.
func (s *Server) judgeDeclaration(c echo.Context) error {
	return s.declarationPage(c, http.StatusOK, url.Values{}, nil)
}

// declarationPage shows the entries with what was ticked and typed so far.
func (s *Server) declarationPage(c echo.Context, status int, form url.Values, faults templates.FormFaults) error {
	ctx, slug := c.Request().Context(), c.Param("slug")
	own, err := s.Judging.OwnDeclaration(ctx, who(c), slug)
	if err != nil {
		return err
	}
	e, err := s.Judging.EditionBySlug(ctx, who(c), slug)
	if err != nil {
		return err
	}
	pack, err := s.Judging.Pack(e)
	if err != nil {
		return err
	}
	entries, err := s.declarable(c, slug)
	if err != nil {
		return err
	}
	matches, err := s.openMatches(c, slug)
	if err != nil {
		return err
	}
	sh, err := s.shell(c, "judge")
	if err != nil {
		return err
	}
	p := templates.JudgeDeclaration{
		Shell: sh, Edition: s.editionLine(c, e), DeclaredAt: own.At, Open: mayDeclare(e), Query: form.Get("q"), Total: len(entries),
		None: form.Get("none") != "", Faults: faults,
	}
	for _, g := range pack.ProductGroups {
		group := templates.DeclarationGroup{Name: g.Name.In(s.lang(c))}
		for _, n := range entries {
			line := declarationEntry(n, own.Conflicts, form, faults)
			line.Match, line.Dismissal, line.DismissalError = matches[n.ID], form.Get("dismiss."+n.ID), faults.Of("dismiss."+n.ID)
			if n.ProductGroup == g.Code && declarationFound(line, p.Query) {
				group.Entries = append(group.Entries, line)
			}
		}
		if p.Found += len(group.Entries); len(group.Entries) > 0 {
			p.Groups = append(p.Groups, group)
		}
	}
	return s.page(c, status, p)
}

// openMatches are the fields in which the judge meets the producers of entries, by entry, as long as she has not said
// what it means.
func (s *Server) openMatches(c echo.Context, slug string) (map[string]string, error) {
	list, err := s.Judging.Matches(c.Request().Context(), who(c), slug)
	open := map[string]string{}
	for _, m := range list {
		if m.Open() && m.Judge == who(c).User.ID {
			open[m.Nomination] = s.matchFields(c, m.Fields)
		}
	}
	return open, err
}

// declarable are the entries that a judge may come to judge.
func (s *Server) declarable(c echo.Context, slug string) ([]judging.NominationView, error) {
	all, _, err := s.Judging.Nominations(c.Request().Context(), who(c), slug, judging.NominationQuery{})
	return slices.DeleteFunc(all, func(n judging.NominationView) bool {
		return !slices.Contains([]judging.NominationState{
			judging.NominationSubmitted, judging.NominationSupplement, judging.NominationEligible,
		}, n.State)
	}), err
}

func declarationEntry(n judging.NominationView, conflicts []judging.Conflict, form url.Values, faults templates.FormFaults) templates.DeclarationEntry {
	field := "reason." + n.ID
	line := templates.DeclarationEntry{
		ID: n.ID, Code: n.EntryCode, Product: n.Product, Producer: n.Producer.Name, Reason: form.Get(field), Error: faults.Of(field),
		Ticked: slices.Contains(form["conflict"], n.ID),
	}
	if line.Code == "" {
		line.Code = n.Code
	}
	for _, x := range conflicts {
		if x.Nomination == n.ID {
			line.Declared, line.Reason = true, x.Reason
		}
	}
	return line
}

// declarationFound keeps what matches the search, and always what is ticked or typed into.
func declarationFound(line templates.DeclarationEntry, query string) bool {
	return line.Ticked || line.Match != "" || !line.Declared && line.Reason != "" ||
		strings.Contains(i18n.Fold(line.Code+" "+line.Product+" "+line.Producer), i18n.Fold(query))
}

// judgeDeclare records the declaration. Without a conflict ticked the judge must say that there is none.
func (s *Server) judgeDeclare(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	if form.Get("act") == "search" {
		return s.declarationPage(c, http.StatusOK, form, nil)
	}
	own, err := s.Judging.OwnDeclaration(c.Request().Context(), who(c), c.Param("slug"))
	if err != nil {
		return err
	}
	if faults := s.declarationFaults(c, form, !own.At.IsZero()); faults != nil {
		return s.declarationPage(c, http.StatusUnprocessableEntity, form, faults)
	}
	var conflicts []judging.ConflictInput
	for _, id := range form["conflict"] {
		conflicts = append(conflicts, judging.ConflictInput{Nomination: id, Reason: form.Get("reason." + id)})
	}
	dismissed := dismissals(form)
	_, err = s.Judging.Declare(c.Request().Context(), who(c), c.Param("slug"), conflicts, dismissed...)
	if faults := s.declaredFaults(c, err, conflicts); faults != nil {
		return s.declarationPage(c, http.StatusUnprocessableEntity, form, faults)
	}
	if err != nil {
		return err
	}
	return s.done(c, "/judge/"+c.Param("slug"), "judge_declared")
}

// dismissals are the matches that the form says are no conflict, by entry.
func dismissals(form url.Values) (list []judging.ConflictInput) {
	for name := range form {
		if id, ok := strings.CutPrefix(name, "dismiss."); ok && typed(form, name) != "" {
			list = append(list, judging.ConflictInput{Nomination: id, Reason: form.Get(name)})
		}
	}
	slices.SortFunc(list, func(a, b judging.ConflictInput) int { return strings.Compare(a.Nomination, b.Nomination) })
	return list
}

// declarationFaults are contradictions of the form itself: nothing said, both said, a reason without a tick.
func (s *Server) declarationFaults(c echo.Context, form url.Values, again bool) (faults templates.FormFaults) {
	ticked, none := len(form["conflict"]) > 0, form.Get("none") != ""
	switch {
	case ticked && none:
		faults = append(faults, templates.FormFault{Field: "none", Message: s.judgeSay(c, "both", nil)})
	case !ticked && again && len(dismissals(form)) == 0:
		faults = append(faults, templates.FormFault{Field: "q", Message: s.judgeSay(c, "nothing_ticked", nil)})
	case !ticked && !none && !again:
		faults = append(faults, templates.FormFault{Field: "none", Message: s.judgeSay(c, "neither", nil)})
	}
	for name, values := range form {
		if id, ok := strings.CutPrefix(name, "dismiss."); ok && typed(form, name) != "" && slices.Contains(form["conflict"], id) {
			faults = append(faults, templates.FormFault{Field: name, Message: s.judgeSay(c, "ticked_and_dismissed", nil)})
		}
		id, ok := strings.CutPrefix(name, "reason.")
		if ok && strings.TrimSpace(values[0]) != "" && !slices.Contains(form["conflict"], id) {
			faults = append(faults, templates.FormFault{Field: name, Message: s.judgeSay(c, "not_ticked", nil)})
		}
	}
	return faults
}

// declaredFaults are the faults of a declaration at the fields of the entries that they name.
func (s *Server) declaredFaults(c echo.Context, err error, conflicts []judging.ConflictInput) templates.FormFaults {
	f, status := asFault(err)
	if err == nil || status != http.StatusUnprocessableEntity {
		return nil
	}
	var faults templates.FormFaults
	for _, x := range f.Fields {
		at := templates.FormFault{Message: s.messages(c)("field", x.Code, x.Args)}
		for i, conflict := range conflicts {
			if strings.HasPrefix(x.Field, fmt.Sprintf("conflicts[%d].", i)) {
				at.Field = "reason." + conflict.Nomination
			}
		}
		faults = append(faults, at)
	}
	return faults
}
