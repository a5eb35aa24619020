package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// calibrationRoutes is the pages of trial scoring.
func (s *Server) calibrationRoutes() []route {
	return []route{
		{get, "/judge/:slug/calibration", accounts.SeeCalibration, s.judgeCalibration},
		{post, "/judge/:slug/calibration", accounts.SetCalibration, s.judgeCalibrationMake},
		{post, "/judge/:slug/calibration/:id/open", accounts.SetCalibration, s.judgeCalibrationOpen},
		{post, "/judge/:slug/calibration/:id/end", accounts.EndCalibration, s.judgeCalibrationEnd},
		{get, "/judge/:slug/calibration/:id/examples", accounts.SetCalibration, s.judgeExampleNew},
		{post, "/judge/:slug/calibration/:id/examples", accounts.SetCalibration, s.judgeExampleAdd},
		{get, "/judge/:slug/calibration/examples/:id", accounts.SeeCalibration, s.judgeExample},
		{post, "/judge/:slug/calibration/examples/:id", accounts.TakeCalibration, s.judgeExampleMark},
		{get, "/judge/:slug/calibration/examples/:id/edit", accounts.SetCalibration, s.judgeExampleEdit},
		{post, "/judge/:slug/calibration/examples/:id/edit", accounts.SetCalibration, s.judgeExampleChange},
		{post, "/judge/:slug/calibration/examples/:id/drop", accounts.SetCalibration, s.judgeExampleDrop},
		{post, "/judge/:slug/calibration/examples/:id/files", accounts.SetCalibration, s.judgeExampleFiles},
		{get, "/judge/:slug/calibration/examples/:id/files/:n", accounts.SeeCalibration, s.judgeExampleFile},
	}
}

// judgeCalibration lists the rounds.
func (s *Server) judgeCalibration(c echo.Context) error {
	return s.calibrationPage(c, http.StatusOK, nil)
}

func (s *Server) calibrationPage(c echo.Context, status int, faults templates.FormFaults) error {
	ctx, slug := c.Request().Context(), c.Param("slug")
	rounds, err := s.Judging.Calibrations(ctx, who(c), slug)
	if err != nil {
		return err
	}
	hats, err := s.Judging.Hats(ctx, who(c), slug)
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
	t := s.messages(c)
	p := templates.JudgeCalibration{Shell: x.shell, Edition: x.line, Faults: faults,
		Empty: templates.Empty{Icon: "hourglass-split", Title: t("page.say.calibration", "none", nil), Text: t("page.say.calibration", "none_text", nil)}}
	p.MayMake = accounts.Allowed(accounts.SetCalibration, hats) && (x.edition.State == judging.Screening || x.edition.State == judging.Scoring)
	for _, v := range slices.Backward(rounds) {
		p.Unshown = p.Unshown || slices.ContainsFunc(v.Examples, func(e judging.ExampleView) bool { return e.Unshown })
		p.MayMake = p.MayMake && !v.Ended.IsZero()
		p.Rounds = append(p.Rounds, s.calibrationRound(c, pack, hats, v))
	}
	return s.page(c, status, p)
}

// calibrationRound shows one round with what the caller may do with it.
func (s *Server) calibrationRound(c echo.Context, pack *judging.Pack, hats []accounts.Hat, v judging.CalibrationView) templates.CalibrationRound {
	t := s.messages(c)
	base := "/judge/" + c.Param("slug") + "/calibration/"
	r := templates.CalibrationRound{N: v.N, Named: v.Named, Running: v.Running(), Done: v.Done}
	sets := accounts.Allowed(accounts.SetCalibration, hats)
	switch {
	case v.Opened.IsZero():
		r.State = templates.Tag{Kind: "warn", Text: t("page.say.calibration", "prepared", nil)}
		r.AddURL = base + v.ID + "/examples"
		if len(v.Examples) > 0 {
			r.OpenURL = base + v.ID + "/open"
		}
		if len(v.Examples) >= judging.MaxExamples {
			r.AddURL = ""
		}
	case v.Running():
		r.State, r.ShowDone = templates.Tag{Kind: "gold", Text: t("page.say.calibration", "running", nil)}, sets
		if accounts.Allowed(accounts.EndCalibration, hats) {
			r.EndURL = base + v.ID + "/end"
		}
	default:
		r.State = templates.Tag{Kind: "ok", Text: t("page.say.calibration", "ended", nil)}
	}
	for _, e := range v.Examples {
		x := templates.CalibrationExample{URL: base + "examples/" + e.ID, Title: e.Title, Group: codedName(pack.ProductGroups, e.ProductGroup, s.lang(c))}
		if v.Opened.IsZero() {
			x.ChangeURL, x.DropURL = x.URL+"/edit", x.URL+"/drop"
		}
		if v.Running() && accounts.Allowed(accounts.TakeCalibration, hats) {
			x.State = s.trialTag(c, e)
		}
		if !v.Ended.IsZero() {
			s.spread(c, pack, e, &x)
		}
		r.Examples = append(r.Examples, x)
	}
	return r
}

// trialTag says how far the caller's own trial sheet is.
func (s *Server) trialTag(c echo.Context, e judging.ExampleView) templates.Tag {
	t := s.messages(c)
	switch {
	case e.Unshown || e.Own.Total != nil:
		return templates.Tag{Kind: "ok", Icon: "check-circle", Text: t("page.say.calibration", "whole", nil)}
	case len(e.Own.Marks) > 0:
		return templates.Tag{Kind: "gold", Icon: "pencil", Text: t("page.say.calibration", "begun", nil)}
	}
	return templates.Tag{Kind: "new", Text: t("page.say.calibration", "todo", nil)}
}

// spread tells in words, in a plot and in figures how far apart the judges were on an example.
func (s *Server) spread(c echo.Context, pack *judging.Pack, e judging.ExampleView, x *templates.CalibrationExample) {
	t := s.messages(c)
	if e.TooFew {
		x.Told = t("page.say.calibration", "too_few", nil)
		return
	}
	if len(e.Spreads) == 0 {
		x.Told = t("page.say.calibration", "nobody", nil)
		return
	}
	widest, differ := judging.Widest(e.Spreads)
	switch {
	case differ:
		x.Told = t("page.say.calibration", "widest", fault.MakeArgs("code", widest.Code, "low", s.decimalText(c, widest.Low), "high", s.decimalText(c, widest.High),
			"max", s.decimalText(c, widest.Max)))
	case len(e.Spreads[0].All) < 2:
		x.Told = t("page.say.calibration", "one_judge", nil)
	default:
		x.Told = t("page.say.calibration", "agree", nil)
	}
	x.Plot = templates.DotPlot{Title: x.Told, High: 100}
	names := map[string]string{"": t("page.say.calibration", "total", nil)}
	for _, top := range pack.TopCriteria(e.ProductGroup) {
		names[top.Code] = top.Code + ". " + top.Name.In(s.lang(c))
	}
	for _, sp := range e.Spreads {
		row := templates.SpreadRow{Name: names[sp.Code], Max: sp.Max.String(), Low: sp.Low.String(), High: sp.High.String(), Mean: hundredths(sp.Mean)}
		share := func(p judging.Points) float64 { return 100 * float64(p) / float64(sp.Max) }
		dots := templates.DotRow{Label: cmp.Or(sp.Code, row.Name), Kind: "own"}
		for _, p := range sp.All {
			dots.Dots = append(dots.Dots, share(p))
		}
		if sp.Own != nil {
			row.Own, dots.Point = sp.Own.String(), new(share(*sp.Own))
		}
		if sp.SD != nil {
			row.SD = hundredths(*sp.SD)
		}
		x.Plot.Rows, x.Rows = append(x.Plot.Rows, dots), append(x.Rows, row)
		x.Heads = append(x.Heads, names[sp.Code])
	}
	for _, j := range e.Judges {
		line := templates.NamedMarks{Name: j.Name}
		for _, p := range append(slices.Clone(j.ByTop), j.Total) {
			line.Points = append(line.Points, p.String())
		}
		x.Names = append(x.Names, line)
	}
}

// judgeCalibrationMake prepares a round.
func (s *Server) judgeCalibrationMake(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	return s.onCalibration(c, "calibration_made", func() error {
		_, err := s.Judging.NewCalibration(c.Request().Context(), who(c), c.Param("slug"), form.Get("named") != "")
		return err
	})
}

// judgeCalibrationOpen opens a round to the judges.
func (s *Server) judgeCalibrationOpen(c echo.Context) error {
	return s.onCalibration(c, "calibration_opened", func() error {
		return s.Judging.OpenCalibration(c.Request().Context(), who(c), c.Param("id"))
	})
}

// judgeCalibrationEnd ends a round.
func (s *Server) judgeCalibrationEnd(c echo.Context) error {
	return s.onCalibration(c, "calibration_ended", func() error {
		return s.Judging.EndCalibration(c.Request().Context(), who(c), c.Param("id"))
	})
}

// judgeExampleDrop takes an example out of a round in preparation.
func (s *Server) judgeExampleDrop(c echo.Context) error {
	return s.onCalibration(c, "calibration_dropped", func() error {
		return s.Judging.DropExample(c.Request().Context(), who(c), c.Param("id"))
	})
}

// onCalibration acts and leads back to the rounds, which say why an act was not possible.
func (s *Server) onCalibration(c echo.Context, notice string, act func() error) error {
	err := act()
	if faults := s.refusedForm(c, err, ""); faults != nil {
		_, status := asFault(err)
		return s.calibrationPage(c, status, faults)
	}
	if err != nil {
		return err
	}
	return s.done(c, "/judge/"+c.Param("slug")+"/calibration", notice)
}

// judgeExampleFile sends a photo or a paper of an example.
func (s *Server) judgeExampleFile(c echo.Context) error {
	n, err := pathNumber(c)
	if err != nil {
		return err
	}
	v, _, err := s.Judging.Example(c.Request().Context(), who(c), c.Param("id"))
	if err != nil {
		return err
	}
	for _, f := range v.Files {
		if f.N == n {
			return s.showFile(c, judging.Document{SHA256: f.SHA256, MediaType: f.MediaType, Filename: f.Filename})
		}
	}
	return fault.New(fault.NotFound, "not_found")
}

func fileAddress(example string, n int) string { return example + "/files/" + strconv.Itoa(n) }
