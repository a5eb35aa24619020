package judging

import (
	"fmt"
	"strings"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/i18n"
)

// referenceNumber is what a producer is told on filing: the edition's address in capitals and a number.
func referenceNumber(e Edition, seq int) string {
	return fmt.Sprintf("%s-%04d", strings.ToUpper(e.Slug), seq)
}

// ImportKey says which rows are the same entry: product, producer and locality without marks or case.
func ImportKey(product, producer, locality string) string {
	return i18n.Fold(product) + "\n" + i18n.Fold(producer) + "\n" + i18n.Fold(locality)
}

// applyNomination writes what was sent into n and refuses what no dossier can hold.
func applyNomination(pack *Pack, n *Nomination, in NominationInput) error {
	var c checker
	if in.Product != nil {
		n.Product = c.name("product", *in.Product, maxName)
		if n.Product == "" {
			c.Add("product", "required")
		}
	}
	if in.ProductGroup != nil {
		n.ProductGroup = c.line("product_group", *in.ProductGroup, maxSlug)
		if n.ProductGroup != "" && !pack.HasGroup(n.ProductGroup) {
			c.Add("product_group", "unknown_value", "allowed", codes(pack.ProductGroups))
		}
	}
	if in.SetMembers != nil {
		n.SetMembers = c.members(*in.SetMembers)
	}
	if in.Description != nil {
		n.Description = c.text("description", *in.Description)
	}
	if in.Producer != nil {
		c.producer(pack, &n.Producer, *in.Producer)
	}
	return c.Err()
}

func (c *checker) members(in []string) []string {
	if len(in) > maxCount {
		c.Add("set_members", "too_many", "max", maxCount)
		return nil
	}
	var out []string
	for i, m := range in {
		if m = c.name(pathAt("set_members", i), m, maxName); m != "" {
			out = append(out, m)
		}
	}
	return out
}

func (c *checker) producer(pack *Pack, p *ProducerData, in ProducerInput) {
	set := func(field string, to *string, from *string, limit int) {
		if from != nil {
			*to = c.name("producer."+field, *from, limit)
		}
	}
	set("name", &p.Name, in.Name, maxName)
	set("registration_number", &p.RegistrationNumber, in.RegistrationNumber, maxNumber)
	set("tax_code", &p.TaxCode, in.TaxCode, maxNumber)
	set("address", &p.Address, in.Address, maxLine)
	set("commune", &p.Commune, in.Commune, maxName)
	set("representative", &p.Representative, in.Representative, maxName)
	set("entity_kind", &p.EntityKind, in.EntityKind, maxSlug)
	if in.EntityKind != nil && p.EntityKind != "" && !pack.HasEntityKind(p.EntityKind) {
		c.Add("producer.entity_kind", "unknown_value", "allowed", codes(pack.EntityKinds))
	}
	if in.Phone != nil {
		p.Phone = c.contact("producer.phone", *in.Phone, "bad_phone", accounts.NormalisePhone)
	}
	if in.Email != nil {
		p.Email = c.contact("producer.email", *in.Email, "bad_email", accounts.NormaliseEmail)
	}
}

// contact is a telephone number or an e-mail address that can be reached, kept as it was written.
func (c *checker) contact(field, value, code string, normalise func(string) (string, error)) string {
	if strings.TrimSpace(value) == "" {
		return ""
	}
	if _, err := normalise(value); err != nil {
		c.Add(field, code)
	}
	return c.line(field, value, maxLine)
}

// fieldValues are the fields that a rule pack can require, by the names it uses.
func fieldValues(n Nomination) map[string]string {
	p := n.Producer
	return map[string]string{
		"product": n.Product, "product_group": n.ProductGroup, "description": n.Description,
		"set_members":   strings.Join(n.SetMembers, "\n"),
		"producer.name": p.Name, "producer.entity_kind": p.EntityKind, "producer.tax_code": p.TaxCode,
		"producer.registration_number": p.RegistrationNumber, "producer.address": p.Address,
		"producer.commune": p.Commune, "producer.phone": p.Phone, "producer.email": p.Email,
		"producer.representative": p.Representative,
	}
}
