package accounts

import (
	"context"
)

// ByEmail is the account of an address, acting for its operator at the command line.
func (s *Service) ByEmail(ctx context.Context, email string) (u User, err error) {
	clean, err := NormaliseEmail(email)
	if err != nil {
		return u, err
	}
	err = s.store.View(ctx, func(tx Tx) error {
		u, err = tx.UserByEmail(clean)
		return err
	})
	return u, err
}

// Office is the installation's own organiser, whose name the pages carry.
func (s *Service) Office(ctx context.Context) (o Organiser, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		o, err = tx.OrganiserBySlug(DefaultOrganiser)
		return err
	})
	return o, err
}

// Users are all accounts, by given name.
func (s *Service) Users(ctx context.Context) (list []User, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		list, err = tx.Users("")
		return err
	})
	return list, err
}

// AllTokens are every person's tokens.
func (s *Service) AllTokens(ctx context.Context) (list []Token, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		list, err = tx.Tokens()
		return err
	})
	return list, err
}

// DisableUser shuts an account at once: its sessions end and its tokens no longer let anybody in.
func (s *Service) DisableUser(ctx context.Context, email string) error {
	return s.change(ctx, email, func(tx Tx, u *User) error {
		u.Disabled = s.clock()
		return tx.DeleteSessions(u.ID, "")
	})
}

// SetPassword gives an account a new password and ends its sessions.
func (s *Service) SetPassword(ctx context.Context, email, password string) error {
	if err := CheckPassword(password, email); err != nil {
		return err
	}
	hash, err := s.hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	return s.change(ctx, email, func(tx Tx, u *User) error {
		u.PasswordHash = hash
		return tx.DeleteSessions(u.ID, "")
	})
}

func (s *Service) change(ctx context.Context, email string, f func(Tx, *User) error) error {
	clean, err := NormaliseEmail(email)
	if err != nil {
		return err
	}
	return s.store.Update(ctx, func(tx Tx) error {
		u, err := tx.UserByEmail(clean)
		if err != nil {
			return err
		}
		if err := f(tx, &u); err != nil {
			return err
		}
		return tx.SaveUser(u)
	})
}

// RevokeTokenByID ends any token, for the operator; the fault not_found when there is none.
func (s *Service) RevokeTokenByID(ctx context.Context, id string) error {
	return s.store.Update(ctx, func(tx Tx) error {
		list, err := tx.Tokens()
		if err != nil {
			return err
		}
		return s.revokeToken(tx, list, id)
	})
}
