package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// paperScene is one paper sheet's page and its desk.
type paperScene struct {
	deskScene
	judging.PaperView
}

// at is the page's address.
func (x paperScene) at() string { return x.base() + "/paper/sheets/" + x.Sheet }

// back leads to the list.
func (x paperScene) back(c echo.Context, s *Server) templates.Link {
	return templates.Link{Text: s.deskSay(c)("nav_paper"), URL: x.base() + "/paper"}
}

// group is the name of the entry's product group.
func (x paperScene) group() string { return codedName(x.pack.ProductGroups, x.Group, x.lang) }

// paperScene opens the paper sheet in the address for who may type it, if it is of the edition in the address.
func (s *Server) paperScene(c echo.Context) (x paperScene, err error) {
	if x.deskScene, err = s.deskScene(c, "paper"); err != nil {
		return x, err
	}
	if x.PaperView, err = s.Judging.PaperOf(c.Request().Context(), who(c), c.Param("id")); err != nil {
		return x, err
	}
	b, err := s.Judging.BlankSheet(c.Request().Context(), who(c), x.Sheet)
	if err == nil && b.EditionID != x.edition.ID {
		err = fault.New(fault.NotFound, "not_found")
	}
	return x, err
}

// typedPaper is what came with the form of a typing.
type typedPaper struct {
	typedSheet
	total      string
	incomplete string
	asked      bool // the box for lines that are empty on paper was or is to be shown
}

// deskPaperSheet is the page on which a paper is typed.
func (s *Server) deskPaperSheet(c echo.Context) error {
	x, err := s.paperScene(c)
	if err != nil {
		return err
	}
	return s.paperPage(c, http.StatusOK, x, typedPaper{}, nil, nil)
}

// paperPage shows a paper sheet as far as the caller may know it: the fields for who is to type, empty but for what the
// same request typed.
func (s *Server) paperPage(c echo.Context, status int, x paperScene, typed typedPaper, faults, scanFaults templates.FormFaults) error {
	say := s.paperSay(c)
	p := templates.DeskPaperSheet{Shell: x.shell, Edition: x.line, Nav: x.nav, Back: x.back(c, s), Code: x.EntryCode, Product: x.Product,
		Group: x.group(), Judge: x.JudgeName, Pass: x.Pass, State: paperTag(say, x.State), Action: x.at(), Max: x.pack.MaxTotal(x.Group).String(),
		Step: x.pack.Step.String(), PDFURL: x.at() + "/print.pdf", DOCXURL: x.at() + "/print.docx", First: typistName(x.First),
		Total: typed.total, Comment: typed.comment, Incomplete: typed.asked, Faults: namedFaults(slices.Concat(faults, scanFaults))}
	waits := x.State == judging.PaperWaiting || x.State == judging.PaperMismatch
	if waits {
		p.DropURL = x.at() + "/drop"
		p.Scan = s.paperScan(c, x)
		p.Scan.Faults = scanFaults
	}
	if x.State == judging.PaperStopped {
		p.DropURL = x.at() + "/drop"
	}
	p.Turn, p.Told = s.paperTurn(c, x)
	if x.State == judging.PaperMismatch && x.Settle != judging.SettledByAnother {
		p.CompareURL = x.at() + "/compare"
	}
	if p.Turn > 0 {
		sheet := sheetScene{pack: x.pack, SheetView: judging.SheetView{Sheet: judging.Sheet{ID: x.Sheet, ProductGroup: x.Group}}}
		sum := sheet.tops(x.lang, typed.fields, faults)
		p.Tops, p.Missing = sum.tops, len(sum.missing)
	}
	return s.page(c, status, p)
}

// paperTurn says which typing is the caller's, 0 for none, and what he is told.
func (s *Server) paperTurn(c echo.Context, x paperScene) (turn int, told string) {
	say, t := s.paperSay(c), s.messages(c)
	switch x.State {
	case judging.PaperTyped:
		return 0, say("done")
	case judging.PaperMismatch:
		if x.Settle == judging.SettledByAnother {
			return 0, t("fault", "paper_own_typing", nil)
		}
		return 0, t("fault", "paper_mismatch", nil)
	case judging.PaperWaiting:
		switch {
		case x.Scan.SHA256 == "" && x.First.User != who(c).User.ID:
			return 0, say("scan_first")
		case x.First.User == who(c).User.ID:
			return 0, say("mine")
		}
		return 2, ""
	case judging.PaperDropped, judging.PaperStopped:
	}
	switch x.SheetState {
	case judging.SheetOpen:
		return 1, ""
	case judging.SheetSubmitted:
		return 0, t("fault", "paper_submitted", nil)
	case judging.SheetRecused:
		return 0, t("fault", "paper_recused", nil)
	case judging.SheetLocked:
	}
	return 0, t("fault", "paper_locked", nil)
}

// paperScan is the scan that is there and the form that sends one.
func (s *Server) paperScan(c echo.Context, x paperScene) templates.DeskPaperScan {
	scan := templates.DeskPaperScan{Needed: true, Action: x.at() + "/scan"}
	if x.Scan.SHA256 == "" {
		return scan
	}
	scan.There, scan.Filename, scan.Size, scan.At = true, x.Scan.Filename, s.fileSize(c, x.Scan.Size), x.Scan.At
	for _, t := range []*judging.Typist{x.First, x.Second} {
		if t != nil && t.User == x.Scan.By {
			scan.By = t.Name
		}
	}
	if scan.By == "" {
		scan.By = s.personName(c, x.Scan.By)
	}
	if x.State == judging.PaperMismatch || x.State == judging.PaperWaiting {
		scan.URL = x.at() + "/scan"
		scan.FrameURL, scan.Image, scan.PDF = scan.URL+"#navpanes=0", isPicture(x.Scan.MediaType), x.Scan.MediaType == pdfType
	}
	return scan
}

// personName is the name of a member of the edition's bodies, or nothing.
func (s *Server) personName(c echo.Context, user string) string {
	members, err := s.Judging.Members(c.Request().Context(), who(c), c.Param("slug"))
	if err != nil {
		return ""
	}
	for _, m := range members {
		if m.User == user {
			return m.Person.Name
		}
	}
	return ""
}

// deskPaperType takes one typing. What is wrong is shown beside what was typed.
func (s *Server) deskPaperType(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	x, err := s.paperScene(c)
	if err != nil {
		return err
	}
	typed := typedPaper{typedSheet: readSheet(form), total: typed(form, "total"), incomplete: form.Get("incomplete")}
	if faults := s.paperFaults(c, x, &typed); faults != nil {
		return s.paperPage(c, http.StatusUnprocessableEntity, x, typed, faults, nil)
	}
	v, err := s.Judging.TypePaper(c.Request().Context(), who(c), x.Sheet, typed.marks, typed.comment)
	if faults := s.refusedForm(c, err, ""); faults != nil {
		_, status := asFault(err)
		if x.PaperView, err = s.Judging.PaperOf(c.Request().Context(), who(c), x.Sheet); err != nil {
			return err
		}
		return s.paperPage(c, status, x, typed, faults, nil)
	}
	if err != nil {
		return err
	}
	switch v.State {
	case judging.PaperTyped:
		return s.done(c, x.base()+"/paper", "paper_typed")
	case judging.PaperMismatch:
		return s.done(c, x.base()+"/paper", "paper_mismatch")
	case judging.PaperWaiting, judging.PaperDropped, judging.PaperStopped:
	}
	if v.Scan.SHA256 == "" {
		return s.done(c, x.at(), "paper_typed_once")
	}
	return s.done(c, x.base()+"/paper", "paper_typed_once")
}

// paperFaults is what the page itself asks of a typing, once its numbers can be read: lines left empty are meant, and the
// total on the paper, when it was typed, is the sum.
func (s *Server) paperFaults(c echo.Context, x paperScene, typed *typedPaper) (faults templates.FormFaults) {
	marks, err := judging.ParseMarks(x.pack, x.Group, typed.marks)
	if err != nil {
		return nil // the service names each
	}
	var sum judging.Points
	for _, m := range marks {
		sum += m
	}
	say := func(field, code string, pairs ...any) {
		faults = append(faults, templates.FormFault{Field: field, Message: s.messages(c)("field", code, fault.MakeArgs(pairs...))})
	}
	if typed.total != "" {
		if total, err := judging.ParsePoints(plainMark(typed.total)); err != nil {
			say("total", "not_a_number")
		} else if total != sum {
			say("total", "paper_total", "sum", sum.String())
		}
	}
	missing := len(x.pack.Leaves(x.Group)) - len(marks)
	typed.asked = missing > 0 && len(marks) > 0
	if typed.asked && typed.incomplete == "" {
		say("incomplete", "paper_incomplete", "count", missing)
	}
	return faults
}

// deskPaperScan takes the scan of a paper.
func (s *Server) deskPaperScan(c echo.Context) error {
	ctx := c.Request().Context()
	x, err := s.paperScene(c)
	if err != nil {
		return err
	}
	u, err := s.readUpload(c, []string{onceField, "csrf"}, func(map[string]string) error {
		return s.Judging.MayAttachScan(ctx, who(c), x.Sheet)
	})
	if err == nil {
		defer u.close()
		err = s.attachScan(c, x.Sheet, u)
	}
	if faults := s.refusedForm(c, err, "file"); faults != nil {
		_, status := asFault(err)
		return s.paperPage(c, status, x, typedPaper{}, nil, faults)
	}
	if err != nil {
		return err
	}
	return s.done(c, x.at(), "paper_scan")
}

// attachScan inspects an upload, keeps it and attaches it to a paper sheet: a PDF or a picture.
func (s *Server) attachScan(c echo.Context, sheet string, u *upload) error {
	ctx := c.Request().Context()
	sha, size, mediaType, err := s.keep(ctx, u)
	if err != nil {
		return err
	}
	if mediaType != pdfType && !isPicture(mediaType) {
		return fileFault("file_type")
	}
	_, err = s.Judging.AttachScan(ctx, who(c), sheet, judging.PaperScan{SHA256: sha, MediaType: mediaType, Size: size, Filename: u.filename})
	return err
}

// showFramedScan shows the scan inside the page on which two typings are compared.
func (s *Server) showFramedScan(c echo.Context) error {
	if _, err := s.paperScene(c); err != nil {
		return err
	}
	return s.sendScan(c, framedPolicy)
}

// deskPaperCompare shows what was typed in two ways beside the scan.
func (s *Server) deskPaperCompare(c echo.Context) error {
	x, err := s.paperScene(c)
	if err != nil {
		return err
	}
	if x.State != judging.PaperMismatch || x.Settle == judging.SettledByAnother {
		return c.Redirect(http.StatusSeeOther, x.at())
	}
	return s.comparePage(c, http.StatusOK, x, nil, nil)
}

func (s *Server) comparePage(c echo.Context, status int, x paperScene, form url.Values, faults templates.FormFaults) error {
	say := s.paperSay(c)
	p := templates.DeskPaperCompare{Shell: x.shell, Edition: x.line, Nav: x.nav, Back: x.back(c, s), Code: x.EntryCode, Product: x.Product,
		Group: x.group(), Judge: x.JudgeName, First: typistName(x.First), Second: typistName(x.Second), Action: x.at() + "/compare",
		DropURL: x.at() + "/drop", Scan: s.paperScan(c, x), Alone: x.Settle == judging.SettledAlone, Reason: form.Get("reason"), Faults: faults}
	names := map[string]judging.Criterion{}
	for _, leaf := range x.pack.Leaves(x.Group) {
		names[leaf.Code] = leaf
	}
	for _, d := range x.Differences {
		row := templates.DeskPaperChoice{Field: d.Field(), Chosen: form.Get(d.Field()), Error: faults.Of(d.Field())}
		if d.Code == judging.CommentChoice {
			row.Label, row.First, row.Second = say("comment"), d.FirstComment, d.SecondComment
		} else {
			row.Label, row.Max = d.Code+". "+names[d.Code].Name.In(x.lang), names[d.Code].Max.String()
			row.First, row.Second = shownPoints(x.lang, d.First), shownPoints(x.lang, d.Second)
		}
		if row.First == "" {
			row.First = say("blank")
		}
		if row.Second == "" {
			row.Second = say("blank")
		}
		p.Rows = append(p.Rows, row)
	}
	return s.page(c, status, p)
}

func shownPoints(lang string, p *judging.Points) string {
	if p == nil {
		return ""
	}
	return i18n.Decimal(lang, p.String())
}

// deskPaperChoose takes the choices between two typings.
func (s *Server) deskPaperChoose(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	x, err := s.paperScene(c)
	if err != nil {
		return err
	}
	choices := map[string]string{}
	for name := range form {
		if code, ok := strings.CutPrefix(name, "choices."); ok || name == judging.CommentChoice {
			choices[code] = form.Get(name)
		}
	}
	_, err = s.Judging.ComparePaper(c.Request().Context(), who(c), x.Sheet, choices, form.Get("reason"))
	if faults := s.refusedForm(c, err, ""); faults != nil {
		if _, status := asFault(err); x.State == judging.PaperMismatch && status == http.StatusUnprocessableEntity {
			return s.comparePage(c, status, x, form, faults)
		}
		return err
	}
	if err != nil {
		return err
	}
	return s.done(c, x.base()+"/paper", "paper_compared")
}

// deskPaperDrop gives up what was typed of a sheet.
func (s *Server) deskPaperDrop(c echo.Context) error {
	x, err := s.paperScene(c)
	if err != nil {
		return err
	}
	if err := s.Judging.DropPaper(c.Request().Context(), who(c), x.Sheet); err != nil {
		return err
	}
	return s.done(c, x.base()+"/paper", "paper_dropped")
}
