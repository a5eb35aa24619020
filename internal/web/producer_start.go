package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"vinhdanh/judging"
	"vinhdanh/templates"
)

const (
	fromNew      = "new"      // begin with nothing
	fromProducer = "producer" // take over what the last dossier says of the business
)

// showDossierStart says what a dossier needs and asks for the name of the product.
func (s *Server) showDossierStart(c echo.Context) error {
	return s.startPage(c, http.StatusOK, c.QueryParam("edition"), templates.ProducerStart{})
}

// startPage shows the start for the edition with that slug, or the choice of one that takes dossiers.
func (s *Server) startPage(c echo.Context, status int, slug string, p templates.ProducerStart) (err error) {
	if p.Shell, err = s.shell(c, "nominations"); err != nil {
		return err
	}
	if p.Open, err = s.openings(c); err != nil {
		return err
	}
	if slug == "" && len(p.Open) == 1 {
		slug = p.Open[0].Edition.Slug
	}
	at := slices.IndexFunc(p.Open, func(o templates.ProducerOpening) bool { return o.Edition.Slug == slug })
	if at < 0 {
		return s.page(c, status, p)
	}
	e, err := s.Judging.EditionBySlug(c.Request().Context(), who(c), slug)
	if err != nil {
		return err
	}
	p.Edition, p.Deadline = p.Open[at].Edition, p.Open[at].Deadline
	if err := s.startNeeds(c, e, &p); err != nil {
		return err
	}
	if err := s.offerEarlier(c, &p); err != nil {
		return err
	}
	return s.page(c, status, p)
}

// offerEarlier lets the caller take over what stands in earlier dossiers.
func (s *Server) offerEarlier(c echo.Context, p *templates.ProducerStart) error {
	earlier, err := s.Judging.Earlier(c.Request().Context(), who(c))
	if err != nil || len(earlier) == 0 {
		return err
	}
	p.Earlier = append(p.Earlier, templates.Option{Value: fromProducer, Label: s.say(c, "from_producer"), Hint: earlier[0].Producer.Name})
	for _, x := range earlier {
		p.Earlier = append(p.Earlier, templates.Option{
			Value: x.Nomination, Label: s.say(c, "from_product", "product", x.Product), Hint: s.editionLine(c, x.In).Name,
		})
	}
	p.Earlier = append(p.Earlier, templates.Option{Value: fromNew, Label: s.say(c, "from_new")})
	p.From = cmp.Or(p.From, fromProducer)
	return nil
}

// startNeeds lists who may enter and which papers the rules of an edition ask for.
func (s *Server) startNeeds(c echo.Context, e judging.Edition, p *templates.ProducerStart) error {
	pack, err := s.Judging.Pack(e)
	if err != nil {
		return err
	}
	lang, seen := s.lang(c), map[string]bool{}
	for _, k := range pack.EntityKinds {
		p.Kinds = append(p.Kinds, k.Name.In(lang))
	}
	for _, d := range pack.Documents {
		switch name := d.Name.In(lang); {
		case seen[d.Kind]:
		case d.Min > 1:
			p.Required = append(p.Required, s.say(c, "at_least", "paper", name, "n", d.Min))
		case d.Min == 1:
			p.Required = append(p.Required, name)
		default:
			p.Other = append(p.Other, name)
		}
		seen[d.Kind] = true
	}
	return nil
}

// startDossier makes a draft, filled with what the caller wants to take over.
func (s *Server) startDossier(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	p := templates.ProducerStart{From: form.Get("from"), Product: form.Get("product")}
	in, err := s.startInput(c, form)
	if err != nil {
		return err
	}
	if *in.Product == "" {
		p.Faults = templates.FormFaults{{Field: "product", Message: s.say(c, "product_needed")}}
		return s.startPage(c, http.StatusUnprocessableEntity, form.Get("edition"), p)
	}
	err = s.once(c, form, func() (string, error) {
		v, err := s.Judging.CreateNomination(c.Request().Context(), who(c), form.Get("edition"), in)
		return "/nominations/" + v.ID + "?done=producer_created", err
	})
	if p.Faults = s.formFaults(c, err); p.Faults != nil {
		return s.startPage(c, http.StatusUnprocessableEntity, form.Get("edition"), p)
	}
	return err
}

// startInput is the new dossier with what is taken over from an earlier one of the caller.
func (s *Server) startInput(c echo.Context, form url.Values) (in judging.NominationInput, err error) {
	product := typed(form, "product")
	in.Product = &product
	from := form.Get("from")
	if from == "" || from == fromNew {
		return in, nil
	}
	earlier, err := s.Judging.Earlier(c.Request().Context(), who(c))
	if err != nil {
		return in, err
	}
	for i, x := range earlier {
		if x.Nomination != from && (from != fromProducer || i > 0) {
			continue
		}
		in.Producer = takenOver(x.Producer)
		if from == fromProducer {
			break
		}
		product = cmp.Or(product, x.Product)
		in.ProductGroup, in.SetMembers, in.Description = &x.Group, &x.SetMembers, &x.Description
	}
	return in, s.fitting(c, form.Get("edition"), &in)
}

// takenOver is what an earlier dossier said of the business.
func takenOver(p judging.ProducerData) *judging.ProducerInput {
	return &judging.ProducerInput{
		Name: &p.Name, EntityKind: &p.EntityKind, TaxCode: &p.TaxCode, RegistrationNumber: &p.RegistrationNumber,
		Address: &p.Address, Commune: &p.Commune, Phone: &p.Phone, Email: &p.Email, Representative: &p.Representative,
	}
}

// fitting leaves out codes that the rules of the new edition do not know.
func (s *Server) fitting(c echo.Context, slug string, in *judging.NominationInput) error {
	e, err := s.Judging.EditionBySlug(c.Request().Context(), who(c), slug)
	if err != nil {
		return err
	}
	pack, err := s.Judging.Pack(e)
	if err != nil {
		return err
	}
	if in.ProductGroup != nil && !pack.HasGroup(*in.ProductGroup) {
		in.ProductGroup = nil
	}
	if in.Producer != nil && !pack.HasEntityKind(*in.Producer.EntityKind) {
		in.Producer.EntityKind = nil
	}
	return nil
}
