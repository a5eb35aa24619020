package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// shownOpen is how many open sheets the page of paper sheets lists at once.
const shownOpen = 60

// deskPaperRoutes is signed paper sheets: printing, typing twice, comparing.
func (s *Server) deskPaperRoutes() []route {
	const paper, sheet = "/desk/:slug/paper", "/desk/:slug/paper/sheets/:id"
	routes := []route{
		{get, paper, accounts.TypePaper, s.deskPaperList},
		{get, paper + "/open.pdf", accounts.TypePaper, s.deskPaperOpen},
		{get, sheet, accounts.TypePaper, s.deskPaperSheet},
		{post, sheet, accounts.TypePaper, s.deskPaperType},
		{post, sheet + "/scan", accounts.TypePaper, s.deskPaperScan},
		{get, sheet + "/scan", accounts.TypePaper, s.showFramedScan},
		{get, sheet + "/compare", accounts.TypePaper, s.deskPaperCompare},
		{post, sheet + "/compare", accounts.TypePaper, s.deskPaperChoose},
		{post, sheet + "/drop", accounts.TypePaper, s.deskPaperDrop},
		{get, "/paper/sheets/:id", accounts.PrintPaper, s.openPaper},
		{get, "/judge/:slug/open.pdf", accounts.DeclareConflicts, s.judgePaperOpen},
		{get, "/judge/sheets/:id/scan", accounts.EnterMarks, s.showScan},
		{get, "/council/:slug/sheets/:id/scan", accounts.ReadAllSheets, s.showScan},
	}
	for _, format := range paperFormats {
		routes = append(routes, route{get, paper + "/blank." + format, accounts.TypePaper, s.deskPaperBlank(format)},
			route{get, sheet + "/print." + format, accounts.TypePaper, s.deskPaperPrint(format)},
			route{get, "/judge/sheets/:id/print." + format, accounts.EnterMarks, s.judgePaperPrint(format)})
	}
	return routes
}

// paperSay gives the sentences that the handlers of paper sheets hand to their pages.
func (s *Server) paperSay(c echo.Context) func(code string, pairs ...any) string {
	t := s.messages(c)
	return func(code string, pairs ...any) string { return t("page.say.paper", code, fault.MakeArgs(pairs...)) }
}

// deskPaperList lists the paper sheets of an edition by what is to be done with them, and the sheets that may be typed.
func (s *Server) deskPaperList(c echo.Context) error {
	d, err := s.deskScene(c, "paper")
	if err != nil {
		return err
	}
	ctx, slug := c.Request().Context(), d.edition.Slug
	p := templates.DeskPaper{Shell: d.shell, Edition: d.line, Nav: d.nav, Query: strings.TrimSpace(c.QueryParam("q")), Judge: c.QueryParam("judge")}
	passes, err := s.Judging.Passes(ctx, who(c), slug)
	if err != nil {
		return err
	}
	if len(passes) == 0 {
		p.Waiting = s.messages(c)("page.say.office", "no_pass", nil)
		return s.page(c, http.StatusOK, p)
	}
	pass := passes[len(passes)-1]
	p.Pass, p.Closed = pass.N, !pass.Closed.IsZero()
	papers, err := s.Judging.Papers(ctx, who(c), slug)
	if err != nil {
		return err
	}
	for _, x := range papers {
		line := s.paperLine(c, d, x)
		switch x.State {
		case judging.PaperMismatch:
			p.Compare = append(p.Compare, line)
		case judging.PaperWaiting:
			p.Second = append(p.Second, line)
		case judging.PaperTyped:
			p.Done = append([]templates.DeskPaperLine{line}, p.Done...) // the latest first
		default:
			p.Stopped = append(p.Stopped, line)
		}
	}
	p.Refused = s.paperRefused(c, slug)
	lines, err := s.Judging.SheetStates(ctx, who(c), slug, pass.N)
	if err != nil {
		return err
	}
	p.Objections, err = s.paperObjections(c, slug, lines, func(q judging.SheetQuestion) string { return d.base() + "/nominations/" + q.Nomination + "#asked" })
	if err != nil {
		return err
	}
	s.openLines(c, d, &p, papers, lines)
	for _, g := range d.pack.ProductGroups {
		address := d.base() + "/paper/blank."
		p.Blanks = append(p.Blanks, templates.DeskPaperBlank{Name: g.Name.In(d.lang), PDFURL: address + "pdf?group=" + g.Code, DOCXURL: address + "docx?group=" + g.Code})
	}
	return s.page(c, http.StatusOK, p)
}

// paperRefused says why the caller types no paper sheets although he sits in the secretariat, or nothing.
func (s *Server) paperRefused(c echo.Context, slug string) string {
	hats, err := s.Judging.Hats(c.Request().Context(), who(c), slug)
	switch {
	case err != nil:
		return ""
	case slices.Contains(hats, accounts.HatJudge):
		return s.messages(c)("fault", "paper_judge", nil)
	case slices.Contains(hats, accounts.HatAdministrator):
		return s.messages(c)("fault", "paper_administrator", nil)
	}
	return ""
}

// paperLine is one paper sheet in a list, with what the caller can do about it.
func (s *Server) paperLine(c echo.Context, d deskScene, x judging.PaperView) templates.DeskPaperLine {
	say := s.paperSay(c)
	line := templates.DeskPaperLine{Code: x.EntryCode, Product: x.Product, Judge: x.JudgeName, First: typistName(x.First), Second: typistName(x.Second),
		Ended: typistName(x.Ended), State: paperTag(say, x.State), URL: d.base() + "/paper/sheets/" + x.Sheet, Action: say("open")}
	for _, t := range []*judging.Typist{x.First, x.Second, x.Ended} {
		if t != nil {
			line.At = t.At
		}
	}
	switch x.State {
	case judging.PaperMismatch:
		line.URL, line.Action = line.URL+"/compare", say("compare")
		if x.Settle == judging.SettledByAnother {
			line.URL, line.Note = "", say("another_compares")
		}
	case judging.PaperWaiting:
		line.Action = say("type_second")
		if x.Scan.SHA256 == "" {
			line.State, line.Action = templates.Tag{Kind: "warn", Icon: "exclamation-triangle", Text: say("no_scan")}, say("attach")
		} else if x.First.User == who(c).User.ID {
			line.URL, line.Note = "", say("for_another")
		}
	case judging.PaperTyped:
		line.URL = ""
	case judging.PaperDropped, judging.PaperStopped:
	}
	return line
}

func typistName(t *judging.Typist) string {
	if t == nil {
		return ""
	}
	return t.Name
}

func paperTag(say func(string, ...any) string, state judging.PaperState) templates.Tag {
	switch state {
	case judging.PaperWaiting:
		return templates.Tag{Kind: "warn", Icon: "hourglass-split", Text: say("waiting")}
	case judging.PaperMismatch:
		return templates.Tag{Kind: "bad", Icon: "exclamation-triangle", Text: say("mismatch")}
	case judging.PaperTyped:
		return templates.Tag{Kind: "ok", Icon: "check-lg", Text: say("typed")}
	case judging.PaperStopped:
		return templates.Tag{Icon: "slash-circle", Text: say("stopped")}
	case judging.PaperDropped:
	}
	return templates.Tag{}
}

// openLines are the sheets that nobody has typed or submitted yet, as far as the filters let them through, and how many
// of each judge there are to print.
func (s *Server) openLines(c echo.Context, d deskScene, p *templates.DeskPaper, papers []judging.PaperView, lines []judging.SheetStateLine) {
	say := s.paperSay(c)
	p.Asked = p.Query+p.Judge != ""
	p.Judges = []templates.Option{{Label: say("any_judge")}}
	begun := map[string]bool{}
	for _, x := range papers {
		begun[x.Sheet] = x.State != judging.PaperTyped
	}
	at := map[string]int{}
	for _, x := range lines {
		i, known := at[x.Judge]
		if !known {
			i = len(p.Prints)
			at[x.Judge] = i
			p.Prints = append(p.Prints, templates.DeskPaperPrint{Name: x.JudgeName, URL: d.base() + "/paper/open.pdf?judge=" + x.Judge})
			p.Judges = append(p.Judges, templates.Option{Value: x.Judge, Label: x.JudgeName})
		}
		if x.State != judging.SheetOpen {
			continue
		}
		p.Prints[i].Open++
		p.AllURL = d.base() + "/paper/open.pdf"
		if begun[x.Sheet] || p.Judge != "" && p.Judge != x.Judge || !holds(p.Query, x.Product, x.EntryCode) {
			continue
		}
		if p.Found++; p.Found <= shownOpen {
			address := d.base() + "/paper/sheets/" + x.Sheet
			p.Open = append(p.Open, templates.DeskPaperLine{Code: x.EntryCode, Product: x.Product, Judge: x.JudgeName, URL: address,
				Action: say("type_first"), PrintURL: address + "/print.pdf"})
		}
	}
}

// paperNote says who typed a sheet from paper, in the reader's language.
func (s *Server) paperNote(c echo.Context, n *judging.PaperNote) string {
	return s.paperNoteIn(s.lang(c), n)
}

func (s *Server) paperNoteIn(lang string, n *judging.PaperNote) string {
	if n.Reason != "" {
		return s.Translate(lang, "page.say.paper.note_alone", fault.MakeArgs("first", n.First.Name, "second", n.Second.Name, "compared", n.Compared.Name, "reason", n.Reason))
	}
	if n.Compared != nil {
		return s.Translate(lang, "page.say.paper.note_compared", fault.MakeArgs("first", n.First.Name, "second", n.Second.Name, "compared", n.Compared.Name))
	}
	return s.Translate(lang, "page.say.paper.note", fault.MakeArgs("first", n.First.Name, "second", n.Second.Name))
}

// notePaper adds to a sheet's page who typed it and, for its judge, the ways to print it.
func (s *Server) notePaper(c echo.Context, x sheetScene, p *templates.JudgeSheet) {
	own := x.Judge == who(c).User.ID
	if own && s.Papers != nil && x.State != judging.SheetRecused {
		p.PrintURL = x.address() + "/print.pdf"
		if x.State == judging.SheetOpen {
			p.BlankURL = p.PrintURL + "?blank=1"
		}
	}
	if x.Paper == nil {
		return
	}
	p.Paper, p.ScanURL = s.paperNote(c, x.Paper), x.address()+"/scan"
	if !own {
		p.ScanURL = "/council/" + x.edition.Slug + "/sheets/" + x.ID + "/scan"
	}
	if x.State == judging.SheetSubmitted {
		p.Object = s.paperSay(c)("object")
		if own {
			p.ObjectURL = x.address() + "/question?paper=yes"
		}
	}
}
