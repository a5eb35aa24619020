package web

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// judgeCheck shows all marks once more before the sheet is sent.
func (s *Server) judgeCheck(c echo.Context) error {
	x, err := s.ownScene(c)
	if err != nil {
		return err
	}
	if x.State != judging.SheetOpen {
		return c.Redirect(http.StatusSeeOther, x.address())
	}
	return s.checkPage(c, http.StatusOK, x, nil)
}

func (s *Server) checkPage(c echo.Context, status int, x sheetScene, faults templates.FormFaults) error {
	sh, err := s.shell(c, "judge")
	if err != nil {
		return err
	}
	sum := x.tops(s.lang(c), shownMarks(s.lang(c), x.Marks), nil)
	p := templates.JudgeCheck{
		Shell: sh, ID: x.ID, Version: x.Version, Tops: sum.tops, Total: sum.total.String(), Missing: sum.missing, Max: x.Max.String(),
		PassMark: x.pack.PassMark.String(), Passed: sum.total >= x.pack.PassMark, Comment: x.Comment, Faults: faults,
	}
	if p.Entry, err = s.judgeEntry(c, x, false); err != nil {
		return err
	}
	return s.page(c, status, p)
}

// judgeSubmit sends the sheet as it was checked: one that changed since, or that lacks marks without the
// judge saying so, is shown again.
func (s *Server) judgeSubmit(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	x, err := s.ownScene(c)
	if err != nil {
		return err
	}
	if x.State == judging.SheetSubmitted {
		return c.Redirect(http.StatusSeeOther, x.address()+"/receipt")
	}
	if x.State == judging.SheetOpen && form.Get("version") != strconv.Itoa(x.Version) {
		changed := templates.FormFaults{{Message: s.judgeSay(c, "changed", nil)}}
		return s.checkPage(c, http.StatusConflict, x, changed)
	}
	if x.State == judging.SheetOpen && x.Total == nil && form.Get("incomplete") == "" {
		missing := templates.FormFaults{{Field: "incomplete", Message: s.judgeSay(c, "incomplete", nil)}}
		return s.checkPage(c, http.StatusUnprocessableEntity, x, missing)
	}
	if _, err := s.Judging.SubmitSheet(c.Request().Context(), who(c), x.ID); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, x.address()+"/receipt")
}

// judgeReceipt is what the judge holds of the submission, and the way on.
func (s *Server) judgeReceipt(c echo.Context) error {
	x, err := s.ownScene(c)
	if err != nil {
		return err
	}
	if x.Receipt == nil {
		return c.Redirect(http.StatusSeeOther, x.address())
	}
	sh, err := s.shell(c, "judge")
	if err != nil {
		return err
	}
	n := countStates(x.own)
	p := templates.JudgeReceipt{
		Shell: sh, ID: x.ID, Max: x.Max.String(), Done: n.done, Of: n.done + n.open + n.late, ListURL: "/judge/" + x.edition.Slug,
		Receipt: templates.JudgeReceiptLine{Commitment: x.Receipt.Commitment, At: x.Receipt.At},
	}
	if p.Unshown = x.Unshown; x.Total != nil {
		p.Total = x.Total.String()
	}
	if next := nextOpen(x.own, x.ID); next != "" {
		p.NextURL = "/judge/sheets/" + next
	}
	if p.Entry, err = s.judgeEntry(c, x, false); err != nil {
		return err
	}
	return s.page(c, http.StatusOK, p)
}

// judgeRecuse asks for the reason of a recusal.
func (s *Server) judgeRecuse(c echo.Context) error {
	x, err := s.ownScene(c)
	if err != nil {
		return err
	}
	if x.State != judging.SheetOpen && x.State != judging.SheetSubmitted {
		return c.Redirect(http.StatusSeeOther, x.address())
	}
	return s.recusePage(c, http.StatusOK, x, "", nil)
}

func (s *Server) recusePage(c echo.Context, status int, x sheetScene, reason string, faults templates.FormFaults) error {
	sh, err := s.shell(c, "judge")
	if err != nil {
		return err
	}
	p := templates.JudgeRecuse{Shell: sh, ID: x.ID, Reason: reason, Submitted: x.State == judging.SheetSubmitted, Faults: faults}
	if p.Entry, err = s.judgeEntry(c, x, false); err != nil {
		return err
	}
	return s.page(c, status, p)
}

// judgeRecuseNow takes the judge out of one entry.
func (s *Server) judgeRecuseNow(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	view, err := s.Judging.RecuseSheet(c.Request().Context(), who(c), c.Param("id"), form.Get("reason"))
	if faults := s.formFaults(c, err); err != nil && faults != nil {
		x, err := s.ownScene(c)
		if err != nil {
			return err
		}
		return s.recusePage(c, http.StatusUnprocessableEntity, x, form.Get("reason"), faults)
	}
	if err != nil {
		return err
	}
	return s.done(c, "/judge/"+s.slugOf(c, view.Edition), "judge_recused")
}

// judgePhoto shows one photo of the entry, large.
func (s *Server) judgePhoto(c echo.Context) error {
	n, err := pathNumber(c)
	if err != nil {
		return err
	}
	x, err := s.sheetScene(c)
	if err != nil {
		return err
	}
	sh, err := s.shell(c, "judge")
	if err != nil {
		return err
	}
	entry, err := s.judgeEntry(c, x, true)
	if err != nil {
		return err
	}
	if n > len(entry.Photos) {
		return fault.New(fault.NotFound, "not_found")
	}
	p := templates.JudgePhotoPage{Shell: sh, Entry: entry, Photo: entry.Photos[n-1], Of: len(entry.Photos), SheetURL: x.address()}
	if n > 1 {
		p.PrevURL = entry.Photos[n-2].PageURL
	}
	if n < len(entry.Photos) {
		p.NextURL = entry.Photos[n].PageURL
	}
	return s.page(c, http.StatusOK, p)
}

// judgeDocument answers a document of the entry, to be read in the browser.
func (s *Server) judgeDocument(c echo.Context) error {
	n, err := pathNumber(c)
	if err != nil {
		return err
	}
	v, err := s.Judging.Sheet(c.Request().Context(), who(c), c.Param("id"))
	if err != nil {
		return err
	}
	d, err := s.Judging.Document(c.Request().Context(), who(c), v.Nomination, n)
	if err != nil {
		return err
	}
	return s.showFile(c, d)
}
