package web

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// newEditionPacks are the embedded packs that a new edition may begin with.
var newEditionPacks = []string{"vn-cnnt-2025", "vn-cnnt-2018", "generic"}

func (s *Server) showNewEdition(c echo.Context) error {
	p := templates.AdminNew{Rules: newEditionPacks[0], Level: "province", Number: "1", Year: i18n.Today(s.Now())[:4]}
	if like := c.QueryParam("like"); like != "" {
		e, err := s.Judging.EditionBySlug(c.Request().Context(), who(c), like)
		if err != nil {
			return err
		}
		p.Like, p.Level, p.Province, p.Name, p.NameEN = e.Slug, e.Level, e.Province, e.Name, e.NameEN
		p.Number, p.Year = strconv.Itoa(e.Number+1), strconv.Itoa(e.Year+1)
		p.Name = nextNumber(strings.ReplaceAll(p.Name, strconv.Itoa(e.Year), p.Year), e.Number)
		p.NameEN = strings.ReplaceAll(p.NameEN, strconv.Itoa(e.Year), p.Year)
		p.Slug = strings.ReplaceAll(e.Slug, strconv.Itoa(e.Year), p.Year)
	}
	return s.newEditionPage(c, http.StatusOK, p)
}

// nextNumber counts on in a name that says the number of its edition: "lần thứ I" becomes "lần thứ II".
func nextNumber(name string, number int) string {
	for _, numeral := range []func(int) string{roman, strconv.Itoa} {
		said := regexp.MustCompile(`(lần thứ |lần )` + numeral(number) + `\b`)
		if said.MatchString(name) {
			return said.ReplaceAllString(name, "${1}"+numeral(number+1))
		}
	}
	return name
}

// roman is a Roman numeral.
func roman(n int) string {
	var b strings.Builder
	for _, x := range []struct {
		value int
		sign  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= x.value; n -= x.value {
			b.WriteString(x.sign)
		}
	}
	return b.String()
}

func (s *Server) newEditionPage(c echo.Context, status int, p templates.AdminNew) (err error) {
	if err := mustAdminister(c); err != nil {
		return err
	}
	if p.Shell, err = s.shell(c, "admin"); err != nil {
		return err
	}
	editions, err := s.Judging.Editions(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	t := s.messages(c)
	p.Levels = s.levels(c, newEditionPacks[0])
	for _, e := range editions {
		if len(p.Earlier) == 0 {
			p.Earlier = []templates.Option{{Label: "–"}}
		}
		p.Earlier = append(p.Earlier, templates.Option{Value: e.Slug, Label: s.editionLine(c, e).Name})
	}
	for _, id := range newEditionPacks {
		p.Packs = append(p.Packs, templates.Option{Value: id, Label: t("page.say.pack", id, nil), Hint: t("page.say.pack_hint", id, nil)})
	}
	return s.page(c, status, p)
}

// levels are the levels of an embedded pack.
func (s *Server) levels(c echo.Context, id string) []templates.Option {
	pack, err := s.Judging.CheckRules(json.RawMessage(strconv.Quote(id)))
	if err != nil {
		return nil
	}
	var list []templates.Option
	for _, l := range pack.Levels {
		list = append(list, templates.Option{Value: l.Code, Label: l.Name.In(s.lang(c))})
	}
	return list
}

func (s *Server) openEdition(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	p := templates.AdminNew{
		Like: form.Get("like"), Slug: form.Get("slug"), Name: form.Get("name"), NameEN: form.Get("name_en"), Number: form.Get("number"),
		Year: form.Get("year"), Level: form.Get("level"), Province: form.Get("province"), Rules: form.Get("rules"),
		Members: form.Get("members") != "",
	}
	err = s.once(c, form, func() (string, error) {
		e, err := s.Judging.CreateEdition(c.Request().Context(), who(c), newEdition(p))
		return "/admin/editions/" + e.Slug + "?done=edition_opened", err
	})
	if p.Faults = s.formFaults(c, err); err != nil && p.Faults != nil {
		return s.newEditionPage(c, http.StatusUnprocessableEntity, p)
	}
	return err
}

// newEdition reads the form; numbers that are none become 0, which the service refuses by name.
func newEdition(p templates.AdminNew) judging.NewEdition {
	number, _ := strconv.Atoi(strings.TrimSpace(p.Number))
	year, _ := strconv.Atoi(strings.TrimSpace(p.Year))
	in := judging.NewEdition{
		Slug: p.Slug, Name: p.Name, NameEN: p.NameEN, Number: number, Year: year, Level: p.Level, Province: p.Province,
		Like: p.Like, Members: p.Like != "" && p.Members,
	}
	if p.Rules != "" {
		in.Rules = json.RawMessage(strconv.Quote(p.Rules))
	}
	return in
}

func (s *Server) showEditionSteps(c echo.Context) error {
	return s.editionSteps(c, http.StatusOK, templates.AdminEdition{})
}

// editionSteps is the edition's page; p carries what was typed into a form that is shown again.
func (s *Server) editionSteps(c echo.Context, status int, p templates.AdminEdition) (err error) {
	slug := c.Param("slug")
	if err := s.may(c, slug, "move edition"); err != nil {
		return err
	}
	if p.Shell, err = s.shell(c, "admin"); err != nil {
		return err
	}
	ctx := c.Request().Context()
	e, err := s.Judging.EditionBySlug(ctx, who(c), slug)
	if err != nil {
		return err
	}
	ready, err := s.Judging.Readiness(ctx, who(c), slug)
	if err != nil {
		return err
	}
	p.Nav, p.Edition, p.Now = s.adminNav(c, slug, "edition"), s.editionLine(c, e), s.Now()
	p.Next, p.Missing, p.Notes = string(ready.Next), s.gaps(c, ready.Missing), s.gaps(c, ready.Notes)
	p.Before = string(judging.PreviousState(e.State))
	p.DeadlineOpen = e.State == judging.Draft || e.State == judging.Filing
	p.Extends = !e.FilingUntil.IsZero() && e.State == judging.Filing
	if p.ResultsFor == "" {
		p.ResultsFor = string(e.Audience())
	}
	for _, a := range judging.Audiences() {
		t := s.messages(c)
		p.Audiences = append(p.Audiences, templates.Option{Value: string(a), Label: t("page.say.results_for", string(a), nil), Hint: t("page.say.results_for_hint", string(a), nil)})
	}
	if p.DeadlineDate == "" && p.DeadlineTime == "" && !e.FilingUntil.IsZero() {
		until := e.FilingUntil.In(i18n.VN)
		p.DeadlineDate, p.DeadlineTime = until.Format("02/01/2006"), until.Format("15:04")
	}
	return s.page(c, status, p)
}

func (s *Server) stepForward(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	slug := c.Param("slug")
	if _, err := s.Judging.MoveEdition(c.Request().Context(), who(c), slug, judging.State(form.Get("state"))); err != nil {
		return s.stepFault(c, err, templates.AdminEdition{}, "")
	}
	return s.done(c, "/admin/editions/"+slug, "edition_moved")
}

// stepFault shows the edition's page again with what stands against an act; reason is the field of the form
// that asked for it.
func (s *Server) stepFault(c echo.Context, err error, p templates.AdminEdition, reason string) error {
	f, status := asFault(err)
	switch status {
	case http.StatusConflict:
		for _, text := range s.gaps(c, f.Missing) {
			p.Faults = append(p.Faults, templates.FormFault{Message: text})
		}
		if len(p.Faults) == 0 {
			p.Faults = templates.FormFaults{{Message: s.messages(c)("fault", f.Code, f.Args)}}
		}
	case http.StatusUnprocessableEntity:
		for _, x := range s.formFaults(c, err) {
			if x.Field == "reason" {
				x.Field = reason
			}
			if x.Field == "filing_until" {
				x.Field = "date"
			}
			p.Faults = append(p.Faults, x)
		}
	default:
		return err
	}
	return s.editionSteps(c, status, p)
}

func (s *Server) stepBack(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	slug, reason := c.Param("slug"), form.Get("back_reason")
	if _, err := s.Judging.MoveBack(c.Request().Context(), who(c), slug, reason); err != nil {
		return s.stepFault(c, err, templates.AdminEdition{BackReason: reason}, "back_reason")
	}
	return s.done(c, "/admin/editions/"+slug, "edition_moved_back")
}

func (s *Server) saveDeadline(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	slug := c.Param("slug")
	p := templates.AdminEdition{
		DeadlineDate: form.Get("date"), DeadlineTime: form.Get("time"), DeadlineReason: form.Get("deadline_reason"),
	}
	until, faults := s.readMoment(c, form)
	if faults != nil {
		p.Faults = faults
		return s.editionSteps(c, http.StatusUnprocessableEntity, p)
	}
	if _, err := s.Judging.SetDeadline(c.Request().Context(), who(c), slug, until, p.DeadlineReason); err != nil {
		return s.stepFault(c, err, p, "deadline_reason")
	}
	return s.done(c, "/admin/editions/"+slug, "deadline_saved")
}

// saveAudience says who may have the results bundle.
func (s *Server) saveAudience(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	slug, to := c.Param("slug"), form.Get("for")
	if _, err := s.Judging.OfferResults(c.Request().Context(), who(c), slug, judging.Audience(to)); err != nil {
		return s.stepFault(c, err, templates.AdminEdition{ResultsFor: to}, "")
	}
	return s.done(c, "/admin/editions/"+slug, "results_offered")
}
