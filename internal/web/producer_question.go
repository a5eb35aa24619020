package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// maxAnswer is the longest form of one question in bytes: a description far over its limit is shown again, not lost.
const maxAnswer = 1 << 20

// bullets are what lines of a list begin with.
const bullets = " \t\u00a0•·◦▪*+-–—"

// backCheck is the value of the field "back" on pages that were opened from the check page.
const backCheck = "check"

// showQuestion shows one question of a dossier; a dossier that cannot be changed leads to its own page.
func (s *Server) showQuestion(st step) echo.HandlerFunc {
	return func(c echo.Context) error {
		d, err := s.ownDossier(c)
		if err != nil {
			return err
		}
		if !d.open(s.Now()) {
			return s.done(c, d.base(), "")
		}
		p := templates.ProducerQuestion{Values: judging.Answers(d.Nomination), Version: d.Version, Back: backOf(c.QueryParam("back"))}
		if number := who(c).User.Phone; p.Values["producer.phone"] == "" && number != "" && d.Filer == who(c).User.ID {
			p.Values["producer.phone"] = localPhone(number) // offered; it counts once it is saved
		}
		return s.questionPage(c, http.StatusOK, d, st, p)
	}
}

// backOf is where the reader came from: the check page or nothing that is known.
func backOf(value string) string {
	if value == backCheck {
		return backCheck
	}
	return ""
}

// backURL is the page that the reader came from.
func (d ownDossier) backURL(back string) string {
	if back == backCheck {
		return d.base() + "/check"
	}
	return d.base()
}

func (s *Server) questionPage(c echo.Context, status int, d ownDossier, st step, p templates.ProducerQuestion) (err error) {
	if p.Shell, err = s.shell(c, "nominations"); err != nil {
		return err
	}
	p.ProducerHead, p.Step, p.Action, p.BackURL = s.dossierHead(c, d), st.name, d.base()+"/"+st.name, d.backURL(p.Back)
	lang := s.lang(c)
	switch st.name {
	case "product":
		for _, g := range d.pack.ProductGroups {
			p.Choices = append(p.Choices, templates.Option{Value: g.Code, Label: g.Name.In(lang), Hint: s.sayIf(c, "group."+g.Code)})
		}
	case "producer":
		for _, k := range d.pack.EntityKinds {
			p.Choices = append(p.Choices, templates.Option{Value: k.Code, Label: k.Name.In(lang)})
		}
	case "description":
		for _, top := range d.pack.TopCriteria(d.ProductGroup) {
			g := templates.ProducerGuide{Title: top.Name.In(lang)}
			for _, child := range top.Children {
				g.Points = append(g.Points, child.Name.In(lang))
			}
			p.Guide = append(p.Guide, g)
		}
	}
	return s.page(c, status, p)
}

// saveQuestion saves the answers to one question and goes on. Whatever cannot be saved is shown again as typed.
func (s *Server) saveQuestion(st step) echo.HandlerFunc {
	return func(c echo.Context) error {
		form, err := readFormOf(c, maxAnswer)
		if err != nil {
			return err
		}
		d, err := s.ownDossier(c)
		if err != nil {
			return err
		}
		version, _ := strconv.Atoi(form.Get("version"))
		p := templates.ProducerQuestion{Values: map[string]string{}, Version: version, Back: backOf(form.Get("back"))}
		for _, f := range st.fields {
			p.Values[f] = form.Get(f)
		}
		saved, err := s.Judging.PatchNomination(c.Request().Context(), who(c), d.ID, version, answersIn(st, form))
		if err != nil {
			return s.questionAgain(c, d, st, p, err)
		}
		d.NominationView = saved
		return s.goOn(c, d, st.name, p.Back, form.Get("go"))
	}
}

// goOn leads from a saved part to the check page, the list of parts or the next part.
func (s *Server) goOn(c echo.Context, d ownDossier, path, back, choice string) error {
	if back == backCheck || choice == "list" {
		return s.done(c, d.backURL(back), "producer_saved")
	}
	_, have, err := s.documents(c, d)
	if err != nil {
		return err
	}
	needed, _ := s.paperNeeds(c, d, have)
	return s.done(c, s.after(c, d, needed, path).URL, "producer_saved")
}

// questionAgain shows a question with what was typed and what is wrong; errors that no form can show are returned.
func (s *Server) questionAgain(c echo.Context, d ownDossier, st step, p templates.ProducerQuestion, err error) error {
	f, status := asFault(err)
	switch stored, _ := f.Stored.(judging.NominationView); {
	case f.Code == "stale_version" && stored.ID == d.ID:
		p.Faults = templates.FormFaults{{Message: s.say(c, "stale")}}
		p.Stored = rowsOf(s.answerRows(c, d.with(stored)), st)
		p.Version = stored.Version
	case f.Kind == fault.Conflict:
		p.Faults = templates.FormFaults{{Message: s.say(c, "late_save")}}
	default:
		if p.Faults = s.formFaults(c, err); p.Faults == nil {
			return err
		}
		for i, x := range p.Faults { // a member of a set is one line of its field
			p.Faults[i].Field, _, _ = strings.Cut(x.Field, "[")
		}
		p.Faults = slices.CompactFunc(p.Faults, func(a, b templates.FormFault) bool { return a == b })
	}
	return s.questionPage(c, status, d, st, p)
}

// with is the dossier as it is stored now.
func (d ownDossier) with(v judging.NominationView) ownDossier {
	d.NominationView = v
	return d
}

// answersIn is what a form says to one question; what it does not ask stays as it is.
func answersIn(st step, form url.Values) (in judging.NominationInput) {
	value := func(name string) *string {
		if !slices.Contains(st.fields, name) || !form.Has(name) && name != "product_group" && name != "producer.entity_kind" {
			return nil
		}
		return new(form.Get(name))
	}
	in.Product, in.ProductGroup, in.Description = value("product"), value("product_group"), value("description")
	if members := value("set_members"); members != nil {
		in.SetMembers = new(strings.Split(strings.ReplaceAll(*members, "\r", ""), "\n"))
		for i, line := range *in.SetMembers { // lists pasted from elsewhere bring their bullets
			(*in.SetMembers)[i] = strings.TrimLeft(line, bullets)
		}
	}
	in.Producer = &judging.ProducerInput{
		Name: value("producer.name"), EntityKind: value("producer.entity_kind"), TaxCode: value("producer.tax_code"),
		RegistrationNumber: value("producer.registration_number"), Address: value("producer.address"), Commune: value("producer.commune"),
		Phone: value("producer.phone"), Email: value("producer.email"), Representative: value("producer.representative"),
	}
	return in
}
