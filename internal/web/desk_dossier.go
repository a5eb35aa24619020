package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// dossierScene is a deskScene with one dossier of the edition.
type dossierScene struct {
	deskScene
	judging.QueueLine
	from   deskQuery
	docs   []judging.Document
	checks map[int]judging.DocumentCheck
	around []judging.QueueLine // the list that the reader came from
}

// at is the dossier's address.
func (d dossierScene) at() string { return d.base() + "/nominations/" + d.ID }

// dossierScene opens a dossier of the edition in the address; form carries the list's query on posts.
func (s *Server) dossierScene(c echo.Context, from deskQuery) (x dossierScene, err error) {
	ctx, id := c.Request().Context(), c.Param("id")
	if x.deskScene, err = s.deskScene(c, "queue"); err != nil {
		return x, err
	}
	whole, err := s.Judging.Queue(ctx, who(c), x.edition.Slug, judging.NominationQuery{})
	if err != nil {
		return x, err
	}
	i := slices.IndexFunc(whole, func(l judging.QueueLine) bool { return l.ID == id })
	if i < 0 {
		return x, fault.New(fault.NotFound, "not_found")
	}
	x.QueueLine, x.from = whole[i], from
	if x.docs, err = s.Judging.Documents(ctx, who(c), id); err != nil {
		return x, err
	}
	checks, err := s.Judging.DocumentChecks(ctx, who(c), id)
	if err != nil {
		return x, err
	}
	x.checks = map[int]judging.DocumentCheck{}
	for _, k := range checks {
		x.checks[k.Document] = k
	}
	x.around, err = s.queue(c, x.edition.Slug, from)
	return x, err
}

// neighbours are the dossiers before and after this one in the list, and its place there from 1, 0 when it is
// not in the list.
func (d dossierScene) neighbours() (prev, next string, place int) {
	i := slices.IndexFunc(d.around, func(l judging.QueueLine) bool { return l.ID == d.ID })
	address := func(j int) string { return d.base() + "/nominations/" + d.around[j].ID + d.from.String() }
	if i > 0 {
		prev = address(i - 1)
	}
	if i+1 < len(d.around) {
		next = address(i + 1)
	}
	return prev, next, i + 1
}

// deskDossier shows a dossier with its papers side by side.
func (s *Server) deskDossier(c echo.Context) error {
	return s.dossierPage(c, http.StatusOK, readDeskQuery(c.QueryParams()), nil)
}

func (s *Server) dossierPage(c echo.Context, status int, from deskQuery, faults templates.FormFaults) error {
	x, err := s.dossierScene(c, from)
	if err != nil {
		return err
	}
	p := templates.DeskDossier{Shell: x.shell, Edition: x.line, Nav: x.nav, Base: x.at(), From: from.String(), Code: x.Code,
		EntryCode: x.EntryCode, Product: x.Product, Version: x.Version, State: x.stateTag(x.QueueLine), Faults: faults,
		Back: templates.Link{Text: x.say("back"), URL: x.base() + from.String()}, Bad: x.Bad}
	prev, next, place := x.neighbours()
	p.Prev.URL, p.Next.URL = prev, next
	if place > 0 {
		p.Place = fmt.Sprintf("%d / %d", place, len(x.around))
	}
	p.Lacks, p.Warnings = s.dossierLacks(c, x), s.dossierWarnings(c, x)
	p.Documents, p.Shown = s.dossierPapers(c, x)
	if len(x.docs) > 0 {
		p.Checked = fmt.Sprintf("%d / %d", len(x.checks), len(x.docs))
	}
	p.Facts = x.facts()
	p.Contact = templates.Contact{Name: x.Producer.Representative, Phone: localPhone(x.Producer.Phone), Email: x.Producer.Email}
	if p.Questions, err = s.dossierQuestions(c, x); err != nil {
		return err
	}
	visits, err := s.Judging.VisitsOf(c.Request().Context(), who(c), x.ID)
	if err != nil {
		return err
	}
	for _, v := range visits {
		p.Visits = append(p.Visits, s.visitCard(c, x.edition.Slug, v))
	}
	if x.edition.State == judging.Scoring && x.State == judging.NominationEligible {
		p.VisitURL = "/judge/" + x.edition.Slug + "/visits/entries/" + x.ID
	}
	if p.Moments, err = s.dossierMoments(c, x); err != nil {
		return err
	}
	s.dossierActs(c, x, &p)
	return s.page(c, status, p)
}

// dossierActs says what may be done with the dossier now; the services have the last word.
func (s *Server) dossierActs(c echo.Context, x dossierScene, p *templates.DeskDossier) {
	early := x.edition.State == judging.Filing || x.edition.State == judging.Screening
	open := x.State == judging.NominationDraft || x.State == judging.NominationSupplement
	withdrawn := x.State == judging.NominationWithdrawn
	whole := len(x.Missing)+len(x.Fields) == 0
	p.MayScreen = x.edition.State == judging.Screening && x.State != judging.NominationDraft && !withdrawn
	p.MayEdit = !withdrawn && x.edition.State != judging.Closed
	p.MaySubmit = early && open && whole
	p.MayWithdraw = early && !withdrawn
	p.Eligible = whole && x.Bad == 0 && x.State != judging.NominationEligible
	switch {
	case withdrawn:
		p.Hint = x.say("is_withdrawn")
	case x.State == judging.NominationDraft && early:
		p.Hint = x.say("not_handed_in")
	default:
		p.Hint = x.verdictHint()
	}
	if early && !withdrawn {
		p.Kinds = s.paperKinds(c, x.pack)
		if len(x.Missing) > 0 {
			p.AddKind, p.AddOpen = x.Missing[0].Kind, open
		}
	}
	if early && open && x.Producer.Phone != "" && x.Producer.Email == "" {
		p.SlipURL = "/desk/slips?for=" + x.ID
	}
}

// paperKinds are the kinds of papers that may be added, those of the rules first.
func (s *Server) paperKinds(c echo.Context, pack *judging.Pack) []templates.Option {
	var list []templates.Option
	add := func(kind string) {
		if !slices.ContainsFunc(list, func(o templates.Option) bool { return o.Value == kind }) {
			list = append(list, templates.Option{Value: kind, Label: s.paperWord(c, pack, kind)})
		}
	}
	for _, d := range pack.Documents {
		add(d.Kind)
	}
	for _, kind := range []string{"signed_form", "food_safety", "quality", "award", "other"} {
		add(kind)
	}
	return list
}

// dossierLacks names the papers and fields that the dossier still needs.
func (s *Server) dossierLacks(c echo.Context, x dossierScene) []string {
	var list []string
	if x.State == judging.NominationWithdrawn {
		return nil
	}
	for _, g := range x.Missing {
		list = append(list, x.say("lack_paper", "what", lowerFirst(s.paperWord(c, x.pack, g.Kind)), "have", g.Have, "need", g.Need))
	}
	for _, f := range x.Fields {
		list = append(list, x.say("lack_field", "what", lowerFirst(s.messages(c)("field_name", f, nil))))
	}
	return list
}

// dossierWarnings are what to look at before a verdict.
func (s *Server) dossierWarnings(c echo.Context, x dossierScene) []string {
	var list []string
	if x.Overdue(x.today()) {
		list = append(list, x.say("warn_overdue", "date", x.date(x.Due)))
	}
	if len(x.Twins) > 0 {
		list = append(list, x.say("warn_same", "codes", strings.Join(x.Twins, ", ")))
	}
	if x.Honoured > 0 {
		list = append(list, x.say("warn_honoured", "year", strconv.Itoa(x.Honoured)))
	}
	for _, w := range x.Warnings {
		list = append(list, s.messages(c)("field_name", w.Field, nil)+": "+s.messages(c)("field", w.Code, w.Args))
	}
	if !x.Reminded.IsZero() {
		list = append(list, x.say("warn_reminded", "date", x.dayOf(x.Reminded)))
	}
	return list
}

// facts is what the dossier says, in the order of the form.
func (d dossierScene) facts() []templates.SummaryRow {
	p := d.Producer
	fact := func(code string, lines ...string) templates.SummaryRow {
		lines = slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return strings.TrimSpace(l) == "" })
		return templates.SummaryRow{Label: d.say(code), Lines: lines}
	}
	filed := "by_producer"
	if d.ByOffice {
		filed = "by_office"
	}
	rows := []templates.SummaryRow{
		fact("producer", p.Name), fact("kind", codedName(d.pack.EntityKinds, p.EntityKind, d.lang)),
		fact("address", p.Address), fact("fact_commune", p.Commune),
		fact("group", codedName(d.pack.ProductGroups, d.ProductGroup, d.lang)),
	}
	if len(d.SetMembers) > 0 {
		rows = append(rows, fact("set_members", d.SetMembers...))
	}
	rows = append(rows, fact("about", d.Description))
	for _, pair := range [][2]string{{"tax_code", p.TaxCode}, {"registration", p.RegistrationNumber}} {
		code, value := pair[0], pair[1]
		if value != "" {
			rows = append(rows, fact(code, value))
		}
	}
	return append(rows, fact("filed_by", d.say(filed)))
}

// codedName is the name of a code of the rules, the code itself when it has none.
func codedName(list []judging.Coded, code, lang string) string {
	for _, x := range list {
		if x.Code == code {
			return x.Name.In(lang)
		}
	}
	return code
}

// dossierMoments is the dossier's history, the latest first.
func (s *Server) dossierMoments(c echo.Context, x dossierScene) ([]templates.Moment, error) {
	steps, err := s.Judging.Timeline(c.Request().Context(), who(c), x.ID)
	if err != nil {
		return nil, err
	}
	var list []templates.Moment
	for _, step := range steps {
		m := templates.Moment{At: step.At, Title: x.say("moment_"+step.Kind, "code", step.Code)}
		for _, r := range step.Reasons {
			m.Lines = append(m.Lines, r.Text)
		}
		if step.Due != "" {
			m.Lines = append(m.Lines, x.say("until", "date", x.date(step.Due)))
		}
		list = append(list, m)
	}
	slices.Reverse(list)
	return list, nil
}
