package web

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/paper/forms"
	"vinhdanh/judging"
)

// paperFormats are the forms in which one sheet is printed.
var paperFormats = []string{"pdf", "docx"}

// paperAddress is what the symbol of a printed sheet carries: nothing but the sheet's id.
func (s *Server) paperAddress(sheet string) string { return s.BaseURL + "/paper/sheets/" + sheet }

// openPaper is where the symbol of a printed sheet leads: the secretariat to its typing, the judge to the sheet.
func (s *Server) openPaper(c echo.Context) error {
	b, err := s.Judging.BlankSheet(c.Request().Context(), who(c), c.Param("id"))
	if err != nil {
		return err
	}
	slug := s.slugOf(c, b.EditionID)
	hats, err := s.Judging.Hats(c.Request().Context(), who(c), slug)
	if err != nil {
		return err
	}
	if slices.Contains(hats, accounts.HatSecretariat) {
		return c.Redirect(http.StatusSeeOther, "/desk/"+slug+"/paper/sheets/"+b.Sheet)
	}
	return c.Redirect(http.StatusSeeOther, "/judge/sheets/"+b.Sheet)
}

// sheetForm is a blank sheet as it is printed, with its symbol.
func (s *Server) sheetForm(award forms.Award, b judging.BlankSheet) (forms.SheetData, error) {
	symbol, err := s.Papers.Symbol(s.paperAddress(b.Sheet))
	return forms.SheetData{Award: award, Entry: forms.Entry{Code: b.EntryCode, Product: b.Product, Group: b.Group}, Judge: b.JudgeName,
		Office: b.Title, Pass: b.Pass, Symbol: symbol}, err
}

// paperAward is what a sheet says of its edition.
func (s *Server) paperAward(c echo.Context, slug string) (forms.Award, error) {
	if s.Papers == nil {
		return forms.Award{}, fault.New(fault.Unavailable, "unavailable")
	}
	e, err := s.Judging.EditionBySlug(c.Request().Context(), who(c), slug)
	if err != nil {
		return forms.Award{}, err
	}
	pack, err := s.Judging.Pack(e)
	return forms.Award{Lang: s.lang(c), Edition: e, Pack: pack}, err
}

// printOpenSheets prints the open sheets of a judge as one file, of all judges when the secretariat names none.
func (s *Server) printOpenSheets(c echo.Context, slug, judge string) error {
	list, err := s.Judging.BlankSheets(c.Request().Context(), who(c), slug, judge)
	if err != nil {
		return err
	}
	award, err := s.paperAward(c, slug)
	if err != nil {
		return err
	}
	sheets := make([]forms.SheetData, len(list))
	for i, b := range list {
		if sheets[i], err = s.sheetForm(award, b); err != nil {
			return err
		}
	}
	return s.sendPrint(c, forms.ScoreSheets(sheets), "phieu-cham-"+slug, "pdf")
}

// deskPaperOpen prints open sheets, blank, for the judge in the query or for all of them.
func (s *Server) deskPaperOpen(c echo.Context) error {
	if _, err := s.deskScene(c, "paper"); err != nil {
		return err
	}
	return s.printOpenSheets(c, c.Param("slug"), c.QueryParam("judge"))
}

// judgePaperOpen prints the caller's open sheets, blank.
func (s *Server) judgePaperOpen(c echo.Context) error {
	return s.printOpenSheets(c, c.Param("slug"), who(c).User.ID)
}

// deskPaperBlank prints a sheet of a product group for no judge and no entry.
func (s *Server) deskPaperBlank(format string) echo.HandlerFunc {
	return func(c echo.Context) error {
		if _, err := s.deskScene(c, "paper"); err != nil {
			return err
		}
		award, err := s.paperAward(c, c.Param("slug"))
		if err != nil {
			return err
		}
		d := forms.SheetData{Award: award}
		d.Entry.Group = award.Pack.ProductGroups[0].Code
		for _, g := range award.Pack.ProductGroups {
			if g.Code == c.QueryParam("group") {
				d.Entry.Group = g.Code
			}
		}
		return s.sendPrint(c, forms.ScoreSheet(d), "phieu-cham-trong-"+d.Entry.Group, format)
	}
}

// deskPaperPrint prints one sheet, blank whatever is on it.
func (s *Server) deskPaperPrint(format string) echo.HandlerFunc {
	return func(c echo.Context) error {
		if _, err := s.deskScene(c, "paper"); err != nil {
			return err
		}
		return s.printBlank(c, format)
	}
}

func (s *Server) printBlank(c echo.Context, format string) error {
	b, err := s.Judging.BlankSheet(c.Request().Context(), who(c), c.Param("id"))
	if err != nil {
		return err
	}
	award, err := s.paperAward(c, s.slugOf(c, b.EditionID))
	if err != nil {
		return err
	}
	d, err := s.sheetForm(award, b)
	if err != nil {
		return err
	}
	return s.sendPrint(c, forms.ScoreSheet(d), "phieu-cham-"+b.EntryCode, format)
}

// judgePaperPrint prints the caller's own sheet as it is stored, or blank when the query says so.
func (s *Server) judgePaperPrint(format string) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx := c.Request().Context()
		v, err := s.Judging.Sheet(ctx, who(c), c.Param("id"))
		if err != nil {
			return err
		}
		if v.State == judging.SheetRecused {
			return fault.New(fault.Conflict, "sheet_recused")
		}
		if c.QueryParam("blank") != "" {
			return s.printBlank(c, format)
		}
		if v.Unshown {
			return fault.New(fault.Forbidden, "slip_unshown")
		}
		b, err := s.Judging.BlankSheet(ctx, who(c), v.ID)
		if err != nil {
			return err
		}
		award, err := s.paperAward(c, s.slugOf(c, v.Edition))
		if err != nil {
			return err
		}
		d, err := s.sheetForm(award, b)
		if err != nil {
			return err
		}
		d.Marks, d.Total, d.Comment = v.Marks, v.Total, v.Comment
		return s.sendPrint(c, forms.ScoreSheet(d), "phieu-cham-"+b.EntryCode, format)
	}
}

// showScan answers the scan of a typed sheet's paper, to be read in the browser, which keeps no copy.
func (s *Server) showScan(c echo.Context) error { return s.sendScan(c, filePolicy) }

func (s *Server) sendScan(c echo.Context, policy string) error {
	scan, err := s.Judging.ScanOf(c.Request().Context(), who(c), c.Param("id"))
	if err != nil {
		return err
	}
	if !slices.Contains(readable, scan.MediaType) {
		return s.sendFile(c, scan.SHA256, scan.MediaType, scan.Filename)
	}
	f, err := s.Blobs.Open(c.Request().Context(), scan.SHA256)
	if err != nil {
		return err
	}
	defer f.Close()
	h := c.Response().Header()
	h.Set("Content-Disposition", "inline")
	h.Set("Content-Security-Policy", policy)
	if policy == framedPolicy {
		h.Set("X-Frame-Options", "SAMEORIGIN")
	}
	h.Set("Cache-Control", noStore)
	return c.Stream(http.StatusOK, scan.MediaType, f)
}
