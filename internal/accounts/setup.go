package accounts

import (
	"context"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
)

// DefaultOrganiser is the address of the one office that an installation has from the start.
const DefaultOrganiser = "default"

// SetupInput is the first hour: the office, its province and its administrator.
type SetupInput struct {
	Programme, Organiser, Province, Name, Email, Password string
}

// OpenSetup makes a new one-time set-up link while nobody has an account; "" once somebody has.
func (s *Service) OpenSetup(ctx context.Context) (token string, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		n, err := tx.CountUsers()
		if err != nil || n > 0 {
			token = ""
			return err
		}
		plain, hash := NewToken("set")
		token = plain
		return tx.SaveSetupLink(SetupLink{TokenHash: hash, Expires: s.clock().Add(SetupLife)})
	})
	return token, err
}

// SetupOpen is the fault setup_closed unless the link can be used now.
func (s *Service) SetupOpen(ctx context.Context, token string) error {
	return s.store.View(ctx, func(tx Tx) error { return s.setupOpen(tx, token) })
}

func (s *Service) setupOpen(tx Tx, token string) error {
	closed := fault.New(fault.NotFound, "setup_closed")
	n, err := tx.CountUsers()
	if err != nil {
		return err
	}
	link, err := tx.SetupLink()
	if fault.KindOf(err) == fault.NotFound {
		return closed
	}
	if err != nil {
		return err
	}
	if n > 0 || !link.Used.IsZero() || s.clock().After(link.Expires) || !SameSecret(link.TokenHash, HashToken(token)) {
		return closed
	}
	return nil
}

// Setup names the office and makes its administrator; the link is used up.
func (s *Service) Setup(ctx context.Context, token string, in SetupInput) (u User, err error) {
	if err := s.SetupOpen(ctx, token); err != nil {
		return u, err
	}
	if u, err = s.newUser(ctx, in.Email, in.Name, in.Password); err != nil {
		return u, err
	}
	u.Administrator = true
	err = s.store.Update(ctx, func(tx Tx) error {
		if err := s.setupOpen(tx, token); err != nil {
			return err
		}
		o, err := tx.OrganiserBySlug(DefaultOrganiser)
		if err != nil {
			return err
		}
		o.Name, o.Province, o.Programme = i18n.CleanLine(in.Organiser), i18n.CleanLine(in.Province), i18n.CleanLine(in.Programme)
		if err := tx.SaveOrganiser(o); err != nil {
			return err
		}
		link, err := tx.SetupLink()
		if err != nil {
			return err
		}
		link.Used = s.clock()
		if err := tx.SaveSetupLink(link); err != nil {
			return err
		}
		u.Organiser = o.ID
		return tx.SaveUser(u)
	})
	return u, err
}

// newUser reads a person with a password; the account is not saved yet.
func (s *Service) newUser(ctx context.Context, email, name, password string) (User, error) {
	var f fault.Fields
	u := User{ID: NewID(), Name: i18n.CleanLine(name), Created: s.clock()}
	var err error
	if u.Email, err = NormaliseEmail(email); err != nil {
		f.Add("email", "bad_email")
	}
	if u.Name == "" {
		f.Add("name", "required")
	}
	if err := CheckPassword(password, email, name); err != nil {
		f.Merge(err)
	}
	if err := f.Err(); err != nil {
		return u, err
	}
	u.PasswordHash, err = s.hasher.Hash(ctx, password)
	return u, err
}

// AddUser makes an account with a password at the command line; administrators close the set-up link by
// being there.
func (s *Service) AddUser(ctx context.Context, organiser, email, name, password string, administrator bool) (User, error) {
	u, err := s.newUser(ctx, email, name, password)
	if err != nil {
		return u, err
	}
	u.Administrator = administrator
	err = s.store.Update(ctx, func(tx Tx) error {
		switch _, err := tx.UserByEmail(u.Email); {
		case err == nil:
			return fault.New(fault.Conflict, "already_exists", "name", u.Email)
		case fault.KindOf(err) != fault.NotFound:
			return err
		}
		o, err := tx.OrganiserBySlug(organiser)
		if fault.KindOf(err) == fault.NotFound {
			o = Organiser{ID: NewID(), Slug: organiser, Name: organiser, Created: s.clock()}
			err = tx.SaveOrganiser(o)
		}
		if err != nil {
			return err
		}
		u.Organiser = o.ID
		return tx.SaveUser(u)
	})
	return u, err
}
