package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// deskNew asks for a dossier that came on paper.
func (s *Server) deskNew(c echo.Context) error {
	d, err := s.deskScene(c, "queue")
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, d.editPage(readDeskQuery(c.QueryParams())))
}

// editPage is the form for a new dossier.
func (d deskScene) editPage(from deskQuery) templates.DeskEdit {
	p := templates.DeskEdit{Shell: d.shell, Edition: d.line, Nav: d.nav, New: true, Action: d.base() + "/nominations/new",
		From: from.String(), Back: templates.Link{Text: d.say("back"), URL: d.base() + from.String()}}
	p.Groups = append([]templates.Option{{Label: d.say("choose")}}, codedOptions(d.pack.ProductGroups, d.lang)...)
	p.Kinds = append([]templates.Option{{Label: d.say("choose")}}, codedOptions(d.pack.EntityKinds, d.lang)...)
	return p
}

func codedOptions(list []judging.Coded, lang string) []templates.Option {
	options := make([]templates.Option, len(list))
	for i, x := range list {
		options[i] = templates.Option{Value: x.Code, Label: x.Name.In(lang)}
	}
	return options
}

// deskEdit asks for the wording of a dossier, filled in as it is stored.
func (s *Server) deskEdit(c echo.Context) error {
	d, n, err := s.editScene(c)
	if err != nil {
		return err
	}
	p := d.editOf(n, readDeskQuery(c.QueryParams()))
	fillEdit(&p, n.Nomination)
	return s.page(c, http.StatusOK, p)
}

func (s *Server) editScene(c echo.Context) (deskScene, judging.NominationView, error) {
	d, err := s.deskScene(c, "queue")
	if err != nil {
		return d, judging.NominationView{}, err
	}
	n, err := s.deskNomination(c)
	return d, n, err
}

// editOf is the form for a dossier, still empty.
func (d deskScene) editOf(n judging.NominationView, from deskQuery) templates.DeskEdit {
	p := d.editPage(from)
	at := d.base() + "/nominations/" + n.ID
	p.New, p.Action, p.Code, p.Version = false, at+"/edit", n.Code, n.Version
	p.Printed = d.past()
	p.Back = templates.Link{Text: d.say("back_dossier", "code", n.Code), URL: at + from.String()}
	return p
}

func fillEdit(p *templates.DeskEdit, n judging.Nomination) {
	p.Product, p.Group, p.Members, p.About = n.Product, n.ProductGroup, strings.Join(n.SetMembers, "\n"), n.Description
	x := n.Producer
	p.Name, p.Kind, p.TaxCode, p.Registration, p.Address = x.Name, x.EntityKind, x.TaxCode, x.RegistrationNumber, x.Address
	p.Commune, p.Phone, p.Email, p.Representative = x.Commune, x.Phone, x.Email, x.Representative
}

// typedEdit is the form as it was sent.
func typedEdit(p *templates.DeskEdit, form url.Values) {
	p.Product, p.Group, p.Members, p.About = form.Get("product"), form.Get("product_group"), form.Get("set_members"), form.Get("description")
	p.Name, p.Kind, p.TaxCode = form.Get("producer.name"), form.Get("producer.entity_kind"), form.Get("producer.tax_code")
	p.Registration, p.Address, p.Commune = form.Get("producer.registration_number"), form.Get("producer.address"), form.Get("producer.commune")
	p.Phone, p.Email, p.Representative = form.Get("producer.phone"), form.Get("producer.email"), form.Get("producer.representative")
}

// editInput is what the form says to the service; every field of it is said, so that an emptied one is cleared.
func editInput(p templates.DeskEdit) judging.NominationInput {
	members := []string{}
	for line := range strings.Lines(p.Members) {
		if line = strings.TrimSpace(line); line != "" {
			members = append(members, line)
		}
	}
	if p.Printed {
		return judging.NominationInput{Product: &p.Product, SetMembers: &members,
			Producer: &judging.ProducerInput{Name: &p.Name, Address: &p.Address, Commune: &p.Commune}}
	}
	return judging.NominationInput{Product: &p.Product, ProductGroup: &p.Group, SetMembers: &members, Description: &p.About,
		Producer: &judging.ProducerInput{Name: &p.Name, EntityKind: &p.Kind, TaxCode: &p.TaxCode, RegistrationNumber: &p.Registration,
			Address: &p.Address, Commune: &p.Commune, Phone: &p.Phone, Email: &p.Email, Representative: &p.Representative}}
}

// deskCreate starts a dossier that came on paper.
func (s *Server) deskCreate(c echo.Context) error {
	d, err := s.deskScene(c, "queue")
	if err != nil {
		return err
	}
	form, err := readForm(c)
	if err != nil {
		return err
	}
	p := d.editPage(deskFrom(form.Get("from")))
	typedEdit(&p, form)
	err = s.once(c, form, func() (string, error) {
		n, err := s.Judging.CreateNomination(c.Request().Context(), who(c), d.edition.Slug, editInput(p))
		return d.base() + "/nominations/" + n.ID + "?done=desk_created", err
	})
	return s.editRefused(c, p, err)
}

// editRefused shows the form again with what is wrong with it.
func (s *Server) editRefused(c echo.Context, p templates.DeskEdit, err error) error {
	if err == nil {
		return nil
	}
	p.Faults = s.formFaults(c, err)
	for i, x := range p.Faults {
		if strings.HasPrefix(x.Field, "set_members") {
			p.Faults[i].Field = "set_members"
		}
	}
	status := http.StatusUnprocessableEntity
	if f, code := asFault(err); p.Faults == nil && code == http.StatusConflict {
		status, p.Faults = code, templates.FormFaults{{Message: s.messages(c)("fault", f.Code, f.Args)}}
	}
	if p.Faults == nil {
		return err
	}
	return s.page(c, status, p)
}

// deskSave changes the wording of a dossier for its producer. A version that somebody else has replaced
// meanwhile keeps what was typed and shows what is stored now.
func (s *Server) deskSave(c echo.Context) error {
	d, n, err := s.editScene(c)
	if err != nil {
		return err
	}
	form, err := readForm(c)
	if err != nil {
		return err
	}
	p := d.editOf(n, deskFrom(form.Get("from")))
	typedEdit(&p, form)
	version, err := strconv.Atoi(form.Get("version"))
	if err != nil {
		version = 0
	}
	_, err = s.Judging.PatchNomination(c.Request().Context(), who(c), n.ID, version, editInput(p))
	if err == nil {
		return s.done(c, p.Back.URL, "desk_saved")
	}
	if stored, ok := storedNomination(err); ok {
		p.Stale, p.Version, p.Theirs = true, stored.Version, s.differences(c, p, stored.Nomination)
	}
	return s.editRefused(c, p, err)
}

// storedNomination is the dossier that a stale version was refused for.
func storedNomination(err error) (judging.NominationView, bool) {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok {
		return judging.NominationView{}, false
	}
	v, ok := f.Stored.(judging.NominationView)
	return v, ok
}

// differences are the stored values of the fields in which the form says something else.
func (s *Server) differences(c echo.Context, typed templates.DeskEdit, n judging.Nomination) []templates.SummaryRow {
	theirs := typed
	fillEdit(&theirs, n)
	if typed.Printed {
		typed.Group, typed.About, typed.Kind, typed.Representative = theirs.Group, theirs.About, theirs.Kind, theirs.Representative
		typed.Phone, typed.Email, typed.TaxCode, typed.Registration = theirs.Phone, theirs.Email, theirs.TaxCode, theirs.Registration
	}
	var rows []templates.SummaryRow
	add := func(field, mine, stored string) {
		if strings.TrimSpace(mine) != strings.TrimSpace(stored) {
			rows = append(rows, templates.SummaryRow{Label: s.messages(c)("field_name", field, nil), Lines: strings.Split(stored, "\n")})
		}
	}
	add("product", typed.Product, theirs.Product)
	add("product_group", typed.Group, theirs.Group)
	add("set_members", strings.ReplaceAll(typed.Members, "\r", ""), theirs.Members)
	add("description", strings.ReplaceAll(typed.About, "\r", ""), theirs.About)
	add("producer.name", typed.Name, theirs.Name)
	add("producer.entity_kind", typed.Kind, theirs.Kind)
	add("producer.address", typed.Address, theirs.Address)
	add("producer.commune", typed.Commune, theirs.Commune)
	add("producer.representative", typed.Representative, theirs.Representative)
	add("producer.phone", typed.Phone, theirs.Phone)
	add("producer.email", typed.Email, theirs.Email)
	add("producer.tax_code", typed.TaxCode, theirs.TaxCode)
	add("producer.registration_number", typed.Registration, theirs.Registration)
	return rows
}

// deskSubmit hands a dossier in for its producer.
func (s *Server) deskSubmit(c echo.Context) error {
	form, from, err := s.deskForm(c)
	if err != nil {
		return err
	}
	err = s.once(c, form, func() (string, error) {
		_, err := s.Judging.SubmitNomination(c.Request().Context(), who(c), c.Param("id"))
		return addQuery("/desk/"+c.Param("slug")+"/nominations/"+c.Param("id")+from.String(), "done", "desk_submitted"), err
	})
	return s.refusedOnDossier(c, from, err)
}

// deskWithdraw takes a dossier out for its producer, once it was said to be sure.
func (s *Server) deskWithdraw(c echo.Context) error {
	form, from, err := s.deskForm(c)
	if err != nil {
		return err
	}
	if form.Get("sure") == "" {
		return s.dossierPage(c, http.StatusUnprocessableEntity, from, s.sayFault(c, "sure", "desk_sure"))
	}
	if _, err := s.Judging.WithdrawNomination(c.Request().Context(), who(c), c.Param("id")); err != nil {
		return s.refusedOnDossier(c, from, err)
	}
	return s.done(c, "/desk/"+c.Param("slug")+"/nominations/"+c.Param("id")+from.String(), "desk_withdrawn")
}
