package web

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/jobs"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// mustAdminister refuses everybody but an administrator, on pages that belong to no edition.
func mustAdminister(c echo.Context) error {
	if !who(c).User.Administrator {
		return fault.New(fault.Forbidden, "forbidden")
	}
	return nil
}

// may refuses a caller who does not wear a hat for the right before the edition, before a page is built.
func (s *Server) may(c echo.Context, slug string, right accounts.Right) error {
	hats, err := s.Judging.Hats(c.Request().Context(), who(c), slug)
	if err == nil && !accounts.Allowed(right, hats) {
		err = fault.New(fault.Forbidden, "forbidden")
	}
	return err
}

func (s *Server) showAdmin(c echo.Context) error {
	if err := mustAdminister(c); err != nil {
		return err
	}
	sh, err := s.shell(c, "admin")
	if err != nil {
		return err
	}
	p := templates.AdminHome{Shell: sh}
	ctx := c.Request().Context()
	editions, err := s.Judging.Editions(ctx, who(c))
	if err != nil {
		return err
	}
	for _, e := range editions {
		if e.Organiser != who(c).User.Organiser {
			continue
		}
		ready, err := s.Judging.Readiness(ctx, who(c), e.Slug)
		if err != nil {
			return err
		}
		p.Editions = append(p.Editions, templates.AdminEditionLine{
			Edition: s.editionLine(c, e), URL: "/admin/editions/" + e.Slug, Blocks: len(ready.Missing), Last: ready.Next == "",
		})
	}
	if p.FirstSteps, err = s.firstSteps(c, sh, p.Editions); err != nil {
		return err
	}
	return s.page(c, http.StatusOK, p)
}

// firstSteps is what a new installation still lacks, in the order of doing it, until somebody is named to the first
// edition.
func (s *Server) firstSteps(c echo.Context, sh templates.Shell, editions []templates.AdminEditionLine) ([]templates.Task, error) {
	people, ctx := "", c.Request().Context()
	if len(editions) > 1 {
		return nil, nil
	}
	for _, e := range editions {
		people = e.URL + "/members"
		seats, err := s.Judging.Members(ctx, who(c), e.Edition.Slug)
		if err != nil || len(seats) > 0 || e.Edition.State != string(judging.Draft) {
			return nil, err
		}
	}
	finished, err := s.Jobs.ListJobs(ctx, jobs.Done, 100)
	if err != nil {
		return nil, err
	}
	mailed := slices.ContainsFunc(finished, func(j jobs.Job) bool { return j.Kind == judging.MailJob })
	t := func(code string) string { return s.messages(c)("page.say.admin", code, nil) }
	tag := func(done bool) templates.Tag {
		if done {
			return templates.Tag{Kind: "ok", Icon: "check-circle", Text: t("done")}
		}
		return templates.Tag{Text: t("todo")}
	}
	task := func(code, address string, done bool) templates.Task {
		return templates.Task{Text: t("first_" + code), Hint: t("first_" + code + "_hint"), URL: address, Tag: tag(done)}
	}
	return []templates.Task{
		task("office", "/admin/office", !sh.Help.Empty()),
		task("mail", "/admin/office#mail", mailed),
		task("edition", "/admin/editions/new", people != ""),
		task("people", people, false),
	}, nil
}

// adminNav is the tabs of an edition's pages.
func (s *Server) adminNav(c echo.Context, slug, current string) []templates.Link {
	var nav []templates.Link
	for _, x := range [][2]string{{"edition", ""}, {"members", "/members"}, {"rules", "/rules"}} {
		nav = append(nav, templates.Link{
			Text: s.messages(c)("page.say.admin_nav", x[0], nil), URL: "/admin/editions/" + slug + x[1], Current: x[0] == current,
		})
	}
	return append(nav, templates.Link{Text: s.messages(c)("page.say.admin_nav", "journal", nil), URL: "/council/" + slug + "/journal"})
}

// gaps are conditions in the reader's language.
func (s *Server) gaps(c echo.Context, missing []fault.Missing) []string {
	var list []string
	for _, m := range missing {
		list = append(list, s.messages(c)("missing", m.Code, m.Args))
	}
	return list
}
