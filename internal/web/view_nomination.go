package web

import (
	"time"

	"vinhdanh/judging"
)

type nominationJSON struct {
	ID           string                  `json:"id"`
	Code         string                  `json:"code"`
	EntryCode    *string                 `json:"entry_code"`
	Edition      string                  `json:"edition"`
	State        judging.NominationState `json:"state"`
	Version      int                     `json:"version"`
	Product      string                  `json:"product"`
	ProductGroup string                  `json:"product_group"`
	SetMembers   []string                `json:"set_members"`
	Producer     producerJSON            `json:"producer"`
	Description  string                  `json:"description"`
	Missing      []gapJSON               `json:"missing"`
	Warnings     []problemField          `json:"warnings"`
	Created      time.Time               `json:"created_at"`
	Updated      time.Time               `json:"updated_at"`
	Submitted    *time.Time              `json:"submitted_at"`
}

// producerJSON leaves the contacts out for callers who may not see them.
type producerJSON struct {
	Name               string  `json:"name"`
	EntityKind         string  `json:"entity_kind"`
	TaxCode            *string `json:"tax_code,omitempty"`
	RegistrationNumber *string `json:"registration_number,omitempty"`
	Address            string  `json:"address"`
	Commune            string  `json:"commune"`
	Phone              *string `json:"phone,omitempty"`
	Email              *string `json:"email,omitempty"`
	Representative     *string `json:"representative,omitempty"`
}

type gapJSON struct {
	Kind string `json:"kind"`
	Need int    `json:"need"`
	Have int    `json:"have"`
}

// viewNomination shows a nomination; slug names its edition.
func viewNomination(v judging.NominationView, slug string, t message) nominationJSON {
	n := nominationJSON{
		ID: v.ID, Code: v.Code, EntryCode: optional(v.EntryCode), Edition: slug, State: v.State, Version: v.Version,
		Product: v.Product, ProductGroup: v.ProductGroup, SetMembers: v.SetMembers, Description: v.Description,
		Producer: producerJSON{
			Name: v.Producer.Name, EntityKind: v.Producer.EntityKind,
			Address: v.Producer.Address, Commune: v.Producer.Commune,
		},
		Missing: []gapJSON{}, Warnings: []problemField{},
		Created: v.Created.UTC(), Updated: v.Updated.UTC(), Submitted: optionalTime(v.Submitted),
	}
	if n.SetMembers == nil {
		n.SetMembers = []string{}
	}
	if p := v.Producer; v.Contacts {
		n.Producer.TaxCode, n.Producer.RegistrationNumber, n.Producer.Phone = &p.TaxCode, &p.RegistrationNumber, &p.Phone
		n.Producer.Email, n.Producer.Representative = &p.Email, &p.Representative
	}
	for _, g := range v.Missing {
		n.Missing = append(n.Missing, gapJSON{g.Kind, g.Need, g.Have})
	}
	for _, w := range v.Warnings {
		n.Warnings = append(n.Warnings, problemField{w.Field, w.Code, t("field", w.Code, w.Args)})
	}
	return n
}

// optional is nil for an empty text, which JSON writes as null.
func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// optionalTime is nil for the zero time.
func optionalTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return new(t.UTC())
}
