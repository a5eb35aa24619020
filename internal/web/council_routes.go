package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// councilRoutes is the pages of council and auditor.
func (s *Server) councilRoutes() []route {
	return append([]route{
		{get, "/council", signedIn, s.showCouncil},
		{get, "/council/:slug", accounts.ReadRanking, s.showCouncilRanking},
		{get, "/council/:slug/ranking.xlsx", accounts.ReadRanking, s.showCouncilTable},
		{get, "/council/:slug/judges.xlsx", accounts.ReadJudgeTotals, s.showJudgeTotals},
		{get, "/council/:slug/ranking.pdf", accounts.ReadRanking, s.showCouncilTablePDF},
		{get, "/council/:slug/agreement", accounts.ReadAgreement, s.showCouncilAgreement},
		{get, "/council/:slug/proposal", accounts.ReadProposal, s.showCouncilProposal},
		{get, "/council/:slug/proposal/edit", accounts.RecordProposal, s.editCouncilProposal},
		{post, "/council/:slug/proposal", accounts.RecordProposal, s.postCouncilProposal},
		{get, "/council/:slug/minutes", accounts.ReadProposal, s.showCouncilMinutes},
		{get, "/council/:slug/minutes.pdf", accounts.ReadProposal, s.showCouncilMinutesPDF},
		{get, "/council/:slug/minutes.docx", accounts.ReadProposal, s.showCouncilMinutesDOCX},
		{get, "/council/:slug/papers", accounts.ReadRanking, s.showCouncilPapers},
		{get, "/council/:slug/papers/:file", accounts.ReadRanking, s.sendCouncilPaper},
		{get, "/council/:slug/journal", accounts.ReadJournal, s.showCouncilJournal},
		{get, "/council/:slug/sheets", accounts.ReadAllSheets, s.showCouncilSheets},
		{get, "/council/:slug/sheets/:id", accounts.ReadAllSheets, s.showCouncilSheet},
	}, s.meetingRoutes()...)
}

// councilScene is what every page about one edition begins with.
type councilScene struct {
	edition judging.Edition
	pack    *judging.Pack
	hats    []accounts.Hat
	shell   templates.Shell
	head    templates.CouncilHead
}

func (sc councilScene) may(right accounts.Right) bool { return accounts.Allowed(right, sc.hats) }

// readsSheets: an auditor who does not judge, whom the service shows only his own sheets.
func (sc councilScene) readsSheets() bool {
	return sc.may(accounts.ReadAllSheets) && !wears(sc.hats, []accounts.Hat{accounts.HatJudge})
}

// council loads the edition of the address for a caller whose right the route has asked; tab is the page that
// is shown.
func (s *Server) council(c echo.Context, tab string) (sc councilScene, err error) {
	ctx, slug := c.Request().Context(), c.Param("slug")
	if sc.edition, err = s.Judging.EditionBySlug(ctx, who(c), slug); err != nil {
		return sc, err
	}
	if sc.hats, err = s.Judging.Hats(ctx, who(c), slug); err != nil {
		return sc, err
	}
	if sc.pack, err = s.Judging.Pack(sc.edition); err != nil {
		return sc, err
	}
	if sc.shell, err = s.shell(c, "council"); err != nil {
		return sc, err
	}
	sc.head = templates.CouncilHead{Edition: s.editionLine(c, sc.edition), Auditor: sc.may(accounts.ReadAllSheets)}
	sc.head.Tabs = s.councilTabs(c, sc, tab)
	return sc, nil
}

// councilTabs are the pages that the caller may open, the one shown marked.
func (s *Server) councilTabs(c echo.Context, sc councilScene, current string) []templates.Link {
	t := s.messages(c)
	var tabs []templates.Link
	for _, x := range []struct {
		name, path string
		right      accounts.Right
	}{
		{"ranking", "", accounts.ReadRanking}, {"agreement", "/agreement", accounts.ReadAgreement},
		{"meeting", "/meeting", accounts.FollowMeeting}, {"proposal", "/proposal", accounts.ReadProposal}, {"minutes", "/minutes", accounts.ReadProposal},
		{"papers", "/papers", accounts.ReadRanking}, {"certificates", "/certificates", accounts.ReadRevocations},
		{"sheets", "/sheets", accounts.ReadAllSheets}, {"journal", "/journal", accounts.ReadJournal},
	} {
		if sc.may(x.right) {
			tabs = append(tabs, templates.Link{
				Text: t("page.say.council.tab", x.name, nil), URL: "/council/" + sc.edition.Slug + x.path, Current: x.name == current,
			})
		}
	}
	if sc.may(accounts.ReadVisits) {
		tabs = append(tabs, templates.Link{Text: t("page.say.council.tab", "visits", nil), URL: "/judge/" + sc.edition.Slug + "/visits"})
	}
	return tabs
}

// councilPass is the pass whose ranking is shown, with the reason why there is none yet: "early" before
// scoring, "open" while a pass is open.
func (s *Server) councilPass(c echo.Context, sc councilScene) (p judging.Pass, waiting string, err error) {
	passes, err := s.Judging.Passes(c.Request().Context(), who(c), sc.edition.Slug)
	if err != nil {
		return p, "", err
	}
	if len(passes) == 0 {
		return p, "early", nil
	}
	p = passes[len(passes)-1]
	if p.Closed.IsZero() {
		return p, "open", nil
	}
	return p, "", nil
}

// showCouncil is the editions where the caller sits in the council or audits.
func (s *Server) showCouncil(c echo.Context) error {
	worn, err := s.editionHats(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	sh, err := s.shell(c, "council")
	if err != nil {
		return err
	}
	p := templates.Council{Shell: sh}
	for _, e := range worn {
		auditor := wears(e.hats, []accounts.Hat{accounts.HatAuditor})
		if !auditor && !wears(e.hats, []accounts.Hat{accounts.HatCouncil}) {
			continue
		}
		p.Auditor = p.Auditor || auditor
		line, err := s.councilEdition(c, e)
		if err != nil {
			return err
		}
		p.Editions = append(p.Editions, line)
	}
	if len(p.Editions) == 0 {
		return fault.New(fault.Forbidden, "forbidden")
	}
	return s.page(c, http.StatusOK, p)
}
