package web

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

type nominationForm struct {
	Product      *string       `json:"product"`
	ProductGroup *string       `json:"product_group"`
	SetMembers   *[]string     `json:"set_members"`
	Producer     *producerForm `json:"producer"`
	Description  *string       `json:"description"`
}

type producerForm struct {
	Name               *string `json:"name"`
	EntityKind         *string `json:"entity_kind"`
	TaxCode            *string `json:"tax_code"`
	RegistrationNumber *string `json:"registration_number"`
	Address            *string `json:"address"`
	Commune            *string `json:"commune"`
	Phone              *string `json:"phone"`
	Email              *string `json:"email"`
	Representative     *string `json:"representative"`
}

// patchForm is a nominationForm with the version it starts from; the decoder knows no embedding.
type patchForm struct {
	Version      *int          `json:"version"`
	Product      *string       `json:"product"`
	ProductGroup *string       `json:"product_group"`
	SetMembers   *[]string     `json:"set_members"`
	Producer     *producerForm `json:"producer"`
	Description  *string       `json:"description"`
}

func (f nominationForm) input() judging.NominationInput {
	in := judging.NominationInput{
		Product: f.Product, ProductGroup: f.ProductGroup, SetMembers: f.SetMembers, Description: f.Description,
	}
	if p := f.Producer; p != nil {
		in.Producer = &judging.ProducerInput{
			Name: p.Name, EntityKind: p.EntityKind, TaxCode: p.TaxCode, RegistrationNumber: p.RegistrationNumber,
			Address: p.Address, Commune: p.Commune, Phone: p.Phone, Email: p.Email, Representative: p.Representative,
		}
	}
	return in
}

func (s *Server) createNomination(c echo.Context) error {
	var f nominationForm
	if err := decode(c, &f); err != nil {
		return err
	}
	v, err := s.Judging.CreateNomination(c.Request().Context(), who(c), c.Param("slug"), f.input())
	if err != nil {
		return err
	}
	return reply(c, http.StatusCreated, viewNomination(v, c.Param("slug"), s.messages(c)))
}

func (s *Server) listNominations(c echo.Context) error {
	p, err := readPaging(c)
	if err != nil {
		return err
	}
	items, next, err := s.Judging.Nominations(c.Request().Context(), who(c), c.Param("slug"), judging.NominationQuery{
		Text: p.text, Limit: p.limit, After: p.cursor,
		State: judging.NominationState(c.QueryParam("state")), Group: c.QueryParam("group"),
	})
	if err != nil {
		return err
	}
	t, slug := s.messages(c), c.Param("slug")
	return replyList(c, items, next, func(v judging.NominationView) nominationJSON { return viewNomination(v, slug, t) })
}

func (s *Server) showNomination(c echo.Context) error {
	v, err := s.Judging.Nomination(c.Request().Context(), who(c), c.Param("id"))
	return s.replyNomination(c, v, err)
}

func (s *Server) patchNomination(c echo.Context) error {
	var f patchForm
	if err := decode(c, &f); err != nil {
		return err
	}
	if f.Version == nil {
		return required("version")
	}
	in := nominationForm{f.Product, f.ProductGroup, f.SetMembers, f.Producer, f.Description}.input()
	v, err := s.Judging.PatchNomination(c.Request().Context(), who(c), c.Param("id"), *f.Version, in)
	return s.replyNomination(c, v, err)
}

func (s *Server) submitNomination(c echo.Context) error {
	return s.actOnNomination(c, s.Judging.SubmitNomination)
}

func (s *Server) withdrawNomination(c echo.Context) error {
	return s.actOnNomination(c, s.Judging.WithdrawNomination)
}

// actOnNomination runs an act that takes no data.
func (s *Server) actOnNomination(c echo.Context, act func(context.Context, accounts.Actor, string) (judging.NominationView, error)) error {
	if err := decodeOptional(c, &struct{}{}); err != nil {
		return err
	}
	v, err := act(c.Request().Context(), who(c), c.Param("id"))
	return s.replyNomination(c, v, err)
}

func (s *Server) replyNomination(c echo.Context, v judging.NominationView, err error) error {
	if err != nil {
		return err
	}
	return reply(c, http.StatusOK, viewNomination(v, s.slugOf(c, v.Edition), s.messages(c)))
}

// required is the fault of one field that was not sent.
func required(field string) error {
	var f fault.Fields
	f.Add(field, "required")
	return f.Err()
}

// slugOf is the slug of the edition with that id, which never changes once it is made.
func (s *Server) slugOf(c echo.Context, id string) string {
	if slug, ok := s.slugs.Load(id); ok {
		return slug.(string)
	}
	editions, err := s.Judging.Editions(c.Request().Context(), who(c))
	if err != nil {
		s.Log.Warn("name an edition", "id", requestID(c), "error", err.Error())
	}
	for _, e := range editions {
		s.slugs.Store(e.ID, e.Slug)
	}
	slug, _ := s.slugs.LoadOrStore(id, "")
	if slug == "" {
		s.slugs.Delete(id)
	}
	return slug.(string)
}
