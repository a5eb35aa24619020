package judging

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
)

// NewEdition is what an administrator gives to open an edition. Rules is the id of an embedded pack as a
// JSON string, or a whole rule pack. Like is the address of an earlier edition of the office: rules, level
// and province that are left out are those of it, and with Members its people are named anew.
type NewEdition struct {
	Slug, Name, NameEN string
	Number, Year       int
	Level, Province    string
	Rules              json.RawMessage
	Like               string
	Members            bool
}

// CreateEdition opens an edition as a draft of the caller's office. Faults: invalid_fields, forbidden,
// and already_exists when the address is taken.
func (s *Service) CreateEdition(ctx context.Context, who accounts.Actor, in NewEdition) (e Edition, err error) {
	if !accounts.Allowed(accounts.MakeEdition, accounts.Hats(who, who.User.Organiser, nil)) {
		return Edition{}, refuse(who)
	}
	err = s.store.Update(ctx, func(tx Tx) error {
		like, err := s.liken(tx, who, &in)
		if err != nil {
			return err
		}
		if e, err = s.readEdition(in); err != nil {
			return err
		}
		e.ID, e.Organiser, e.State, e.Created = accounts.NewID(), who.User.Organiser, Draft, s.clock()
		switch _, err := tx.EditionBySlug(e.Slug); {
		case err == nil:
			return fault.New(fault.Conflict, "already_exists", "name", e.Slug)
		case fault.KindOf(err) != fault.NotFound:
			return err
		}
		if err := s.saveEdition(tx, who, e, "edition.opened", ""); err != nil || !in.Members {
			return err
		}
		return s.seatAgain(tx, who, e, like)
	})
	return e, err
}

// liken fills what was left out of a new edition from the one that it is to be like, and returns its seats.
func (s *Service) liken(tx Tx, who accounts.Actor, in *NewEdition) ([]accounts.Grant, error) {
	if in.Like == "" {
		return nil, nil
	}
	sc, err := s.enterFor(tx, who, in.Like, accounts.MakeEdition)
	if err != nil {
		if fault.KindOf(err) == fault.NotFound || fault.KindOf(err) == fault.Forbidden {
			err = fieldFault("like", "unknown_value")
		}
		return nil, err
	}
	if len(in.Rules) == 0 || string(in.Rules) == "null" {
		in.Rules = sc.edition.Rules
	}
	if in.Level == "" {
		in.Level = sc.edition.Level
	}
	if in.Province == "" {
		in.Province = sc.edition.Province
	}
	return sc.grants, nil
}

// seatAgain names the holders of earlier seats anew, but not those whose account is locked.
func (s *Service) seatAgain(tx Tx, who accounts.Actor, e Edition, seats []accounts.Grant) error {
	for i, g := range seats {
		u, err := tx.User(g.User)
		if err != nil {
			return err
		}
		if !u.Disabled.IsZero() {
			continue
		}
		v := SeatView{Grant: accounts.Grant{Body: g.Body, Role: g.Role, Title: g.Title, Employer: g.Employer}, Person: u}
		named := e.Created.Add(time.Duration(i) * time.Microsecond) // apart, so that they keep their order
		if err := s.take(tx, who, scene{edition: e}, &v, named); err != nil {
			return err
		}
	}
	return nil
}

// reservedSlugs are words that addresses hold where an edition's would stand.
var reservedSlugs = []string{"new", "sheets", "slips", "jobs"}

func (s *Service) readEdition(in NewEdition) (Edition, error) {
	var c checker
	e := Edition{Number: in.Number, Year: in.Year}
	e.Slug = c.slug("slug", in.Slug)
	if slices.Contains(reservedSlugs, e.Slug) {
		c.Add("slug", "reserved_slug")
	}
	e.Name = c.need("name", in.Name, maxName)
	e.NameEN = c.line("name_en", in.NameEN, maxName)
	e.Province = c.line("province", in.Province, maxName)
	e.Level = c.need("level", in.Level, maxSlug)
	if in.Number < 1 || in.Number > 999 {
		c.Add("number", "out_of_range", "min", 1, "max", 999)
	}
	if in.Year < 2000 || in.Year > 2999 {
		c.Add("year", "out_of_range", "min", 2000, "max", 2999)
	}
	if len(in.Rules) == 0 || string(in.Rules) == "null" {
		c.Add("rules", "required")
		return e, c.Err()
	}
	pack, err := s.readRules(in.Rules)
	if f, ok := errors.AsType[*fault.Fault](err); ok && f.Kind == fault.Invalid {
		for _, x := range f.Fields {
			c.Put(x)
		}
		return e, c.Err()
	}
	if err != nil {
		return e, err
	}
	e.Rules = pack.Canonical()
	return e, c.Err()
}

func codes(list []Coded) string {
	text := ""
	for i, x := range list {
		if i > 0 {
			text += ", "
		}
		text += x.Code
	}
	return text
}

// Editions are those that the caller may know of, newest first.
func (s *Service) Editions(ctx context.Context, who accounts.Actor) (list []Edition, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		all, err := tx.Editions("")
		if err != nil {
			return err
		}
		for _, e := range all {
			grants, err := tx.Grants(e.ID)
			if err != nil {
				return err
			}
			sc := scene{edition: e, grants: grants, hats: accounts.Hats(who, e.Organiser, grants)}
			if sc.visible(who) && (who.Only == "" || who.Only == e.ID) {
				list = append(list, e)
			}
		}
		return nil
	})
	return list, err
}

// EditionBySlug is one edition that the caller may know of.
func (s *Service) EditionBySlug(ctx context.Context, who accounts.Actor, slug string) (e Edition, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		sc, err := s.enter(tx, who, slug)
		e = sc.edition
		return err
	})
	return e, err
}

// Known is an edition that the caller may know of, for the register's own transactions.
func (s *Service) Known(tx Tx, who accounts.Actor, slug string) (Edition, error) {
	sc, err := s.enter(tx, who, slug)
	return sc.edition, err
}
