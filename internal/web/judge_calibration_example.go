package web

import (
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// decimalText writes points as people do.
func (s *Server) decimalText(c echo.Context, p judging.Points) string {
	return i18n.Decimal(s.lang(c), p.String())
}

// judgeExampleNew is the form of a new example.
func (s *Server) judgeExampleNew(c echo.Context) error {
	return s.examplePage(c, http.StatusOK, "/judge/"+c.Param("slug")+"/calibration/"+c.Param("id")+"/examples", true, url.Values{}, nil)
}

// examplePage shows the form of an example with what was typed.
func (s *Server) examplePage(c echo.Context, status int, action string, fresh bool, form url.Values, faults templates.FormFaults) error {
	x, err := s.workScene(c)
	if err != nil {
		return err
	}
	pack, err := s.Judging.Pack(x.edition)
	if err != nil {
		return err
	}
	p := templates.JudgeCalibrationForm{Shell: x.shell, Action: action, BackURL: "/judge/" + x.edition.Slug + "/calibration", New: fresh,
		Title: form.Get("title"), Group: form.Get("product_group"), Description: form.Get("description"), Faults: faults}
	for _, g := range pack.ProductGroups {
		p.Groups = append(p.Groups, templates.Option{Value: g.Code, Label: g.Name.In(s.lang(c))})
	}
	return s.page(c, status, p)
}

func readExample(form url.Values) judging.ExampleInput {
	return judging.ExampleInput{Title: form.Get("title"), ProductGroup: form.Get("product_group"), Description: form.Get("description")}
}

// judgeExampleAdd keeps a new example.
func (s *Server) judgeExampleAdd(c echo.Context) error {
	form, err := readFormOf(c, 2*maxForm)
	if err != nil {
		return err
	}
	err = s.once(c, form, func() (string, error) {
		id, err := s.Judging.AddExample(c.Request().Context(), who(c), c.Param("id"), readExample(form))
		return "/judge/" + c.Param("slug") + "/calibration/examples/" + id + "?done=calibration_example", err
	})
	if faults := s.refusedForm(c, err, "title"); faults != nil {
		_, status := asFault(err)
		return s.examplePage(c, status, c.Request().URL.Path, true, form, faults)
	}
	return err
}

// judgeExampleEdit is the form that changes an example.
func (s *Server) judgeExampleEdit(c echo.Context) error {
	v, _, err := s.Judging.Example(c.Request().Context(), who(c), c.Param("id"))
	if err != nil {
		return err
	}
	form := url.Values{"title": {v.Title}, "product_group": {v.ProductGroup}, "description": {v.Description}}
	return s.examplePage(c, http.StatusOK, c.Request().URL.Path, false, form, nil)
}

// judgeExampleChange keeps a change of an example.
func (s *Server) judgeExampleChange(c echo.Context) error {
	form, err := readFormOf(c, 2*maxForm)
	if err != nil {
		return err
	}
	err = s.Judging.ChangeExample(c.Request().Context(), who(c), c.Param("id"), readExample(form))
	if faults := s.refusedForm(c, err, "title"); faults != nil {
		_, status := asFault(err)
		return s.examplePage(c, status, c.Request().URL.Path, false, form, faults)
	}
	if err != nil {
		return err
	}
	return s.done(c, "/judge/"+c.Param("slug")+"/calibration/examples/"+c.Param("id"), "calibration_example")
}

// judgeExample shows an example, with the form that marks it while its round is open.
func (s *Server) judgeExample(c echo.Context) error {
	return s.exampleSheet(c, http.StatusOK, nil, nil)
}

// exampleSheet shows an example with marks as they were typed, the kept ones when typed is nil.
func (s *Server) exampleSheet(c echo.Context, status int, typed map[string]string, faults templates.FormFaults) error {
	v, round, err := s.Judging.Example(c.Request().Context(), who(c), c.Param("id"))
	if err != nil {
		return err
	}
	x, err := s.workScene(c)
	if err != nil {
		return err
	}
	pack, err := s.Judging.Pack(x.edition)
	if err != nil {
		return err
	}
	base := "/judge/" + x.edition.Slug + "/calibration"
	p := templates.JudgeCalibrationSheet{Shell: x.shell, BackURL: base, Action: base + "/examples/" + v.ID, Title: v.Title,
		Group: codedName(pack.ProductGroups, v.ProductGroup, s.lang(c)), Description: filled(strings.Split(v.Description, "\n")...),
		Max: pack.MaxTotal(v.ProductGroup).String(), Step: pack.Step.String(), Faults: namedFaults(faults)}
	for _, f := range v.Files {
		p.Files = append(p.Files, templates.CalibrationFile{URL: fileAddress(p.Action, f.N), Name: f.Filename, Photo: isPicture(f.MediaType)})
	}
	if round.Opened.IsZero() {
		p.FileURL = p.Action + "/files"
		return s.page(c, status, p)
	}
	mayMark, err := s.marksTrials(c, x.edition.Slug)
	if err != nil {
		return err
	}
	if typed == nil {
		typed = shownMarks(s.lang(c), v.Own.Marks)
	}
	p.Unshown = v.Unshown
	p.Editable = round.Running() && mayMark && !v.Unshown
	if p.Editable || len(v.Own.Marks) > 0 {
		sheet := sheetScene{pack: pack, SheetView: judging.SheetView{Sheet: judging.Sheet{ProductGroup: v.ProductGroup}}}
		sum := sheet.tops(s.lang(c), typed, faults)
		p.Tops, p.Total, p.Missing = sum.tops, sum.total.String(), len(sum.missing)
	}
	return s.page(c, status, p)
}

// marksTrials reports whether the caller is a judge of the edition.
func (s *Server) marksTrials(c echo.Context, slug string) (bool, error) {
	hats, err := s.Judging.Hats(c.Request().Context(), who(c), slug)
	return slices.Contains(hats, accounts.HatJudge), err
}

// judgeExampleMark keeps the caller's trial marks.
func (s *Server) judgeExampleMark(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	typed := readSheet(form)
	err = s.Judging.MarkExample(c.Request().Context(), who(c), c.Param("id"), typed.marks)
	if faults := s.refusedForm(c, err, ""); faults != nil {
		_, status := asFault(err)
		return s.exampleSheet(c, status, typed.fields, faults)
	}
	if err != nil {
		return err
	}
	return s.done(c, "/judge/"+c.Param("slug")+"/calibration", "calibration_marked")
}

// judgeExampleFiles takes the files of a form into an example.
func (s *Server) judgeExampleFiles(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	if err := s.Judging.MayAddExampleFile(ctx, who(c), id); err != nil {
		if faults := s.refusedForm(c, err, "file"); faults != nil {
			_, status := asFault(err)
			return s.exampleSheet(c, status, nil, faults)
		}
		return err
	}
	faults, err := s.postedFiles(c, func(part *multipart.Part) error {
		return s.postedFile(c, part, func(in judging.DocumentInput) error { return s.Judging.AddExampleFile(ctx, who(c), id, in) })
	})
	if err != nil {
		return err
	}
	if faults != nil {
		return s.exampleSheet(c, http.StatusUnprocessableEntity, nil, faults)
	}
	return s.done(c, "/judge/"+c.Param("slug")+"/calibration/examples/"+id, "calibration_files")
}
