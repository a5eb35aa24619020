package accounts

import (
	"context"
	"strings"
	"unicode/utf8"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
)

// OfficeInput is what the pages say of the office: all texts of one line, of them only Name is needed. Phone
// is printed as it is typed, because a hotline is no E.164 number.
type OfficeInput struct {
	Name, Programme, Province, Phone, Email, Hours string
}

// longestLine bounds a name or another line about people and the office, in characters.
const longestLine = 200

// allow is the caller's office, when the caller has the right in it now: what was read at the door may have
// changed since. Seats of closed editions give no right here. The faults are unauthorised and forbidden.
func (s *Service) allow(tx Tx, who Actor, right Right) (office string, err error) {
	if who.System {
		o, err := tx.OrganiserBySlug(DefaultOrganiser)
		return o.ID, err
	}
	if !who.SignedIn() {
		return "", fault.New(fault.Unauthorised, "unauthorised")
	}
	if who.Only != "" {
		return "", fault.New(fault.Forbidden, "forbidden")
	}
	u, err := tx.User(who.User.ID)
	if err != nil {
		return "", err
	}
	seats, err := tx.Seats(u.Organiser, u.ID)
	if err != nil {
		return "", err
	}
	var grants []Grant
	for _, seat := range seats {
		if !seat.Closed {
			grants = append(grants, seat.Grant)
		}
	}
	if !u.Disabled.IsZero() || !Allowed(right, Hats(Actor{User: u}, u.Organiser, grants)) {
		return "", fault.New(fault.Forbidden, "forbidden")
	}
	return u.Organiser, nil
}

// Can reports whether the caller has a right that belongs to the office and not to one edition: HandOutSlips,
// ManagePeople, ManageOffice.
func (s *Service) Can(ctx context.Context, who Actor, right Right) (can bool, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		_, err := s.allow(tx, who, right)
		return err
	})
	switch fault.KindOf(err) {
	case fault.Forbidden, fault.Unauthorised:
		return false, nil
	default:
		return err == nil, err
	}
}

// OfficeOf is the caller's own office.
func (s *Service) OfficeOf(ctx context.Context, who Actor) (o Organiser, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		office, err := s.allow(tx, who, ManageOffice)
		if err != nil {
			return err
		}
		o, err = tx.Organiser(office)
		return err
	})
	return o, err
}

// SetOffice changes what the pages say of the caller's office. Faults of fields: required, too_long,
// bad_email, bad_hotline.
func (s *Service) SetOffice(ctx context.Context, who Actor, in OfficeInput) (o Organiser, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		office, err := s.allow(tx, who, ManageOffice)
		if err != nil {
			return err
		}
		if o, err = tx.Organiser(office); err != nil {
			return err
		}
		if err := o.read(in); err != nil {
			return err
		}
		return tx.SaveOrganiser(o)
	})
	return o, err
}

// read takes over the input, all of it or nothing.
func (o *Organiser) read(in OfficeInput) error {
	var f fault.Fields
	fresh := *o
	fresh.Programme = cleanLine(&f, "programme", in.Programme)
	if fresh.Name = cleanLine(&f, "name", in.Name); fresh.Name == "" {
		f.Add("name", "required")
	}
	fresh.Province = cleanLine(&f, "province", in.Province)
	fresh.Phone = cleanLine(&f, "phone", in.Phone)
	if fresh.Phone != "" && !strings.ContainsAny(fresh.Phone, "0123456789") {
		f.Add("phone", "bad_hotline")
	}
	if fresh.Email = i18n.CleanLine(in.Email); fresh.Email != "" {
		var err error
		if fresh.Email, err = NormaliseEmail(in.Email); err != nil {
			f.Merge(err)
		}
	}
	fresh.Hours = cleanLine(&f, "hours", in.Hours)
	if err := f.Err(); err != nil {
		return err
	}
	*o = fresh
	return nil
}

// cleanLine is a line as it is kept; one that is too long is noted.
func cleanLine(f *fault.Fields, field, text string) string {
	text = i18n.CleanLine(text)
	if utf8.RuneCountInString(text) > longestLine {
		f.Add(field, "too_long", "max", longestLine)
	}
	return text
}

// SendTestMail queues a mail to the caller that says that mail works; job is the id to ask for how it went.
// The fault person_without_email when the caller has no address.
func (s *Service) SendTestMail(ctx context.Context, who Actor) (job string, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		office, err := s.allow(tx, who, ManageOffice)
		if err != nil {
			return err
		}
		o, err := tx.Organiser(office)
		if err != nil {
			return err
		}
		if who.User.Email == "" {
			return fault.New(fault.Conflict, "person_without_email")
		}
		job, err = tx.SendLetter(Letter{To: who.User.Email, Letter: "test",
			Args: map[string]string{"name": who.User.Name, "office": o.Name}})
		return err
	})
	return job, err
}
