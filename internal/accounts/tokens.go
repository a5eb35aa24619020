package accounts

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
)

// Tokens are the caller's API tokens, newest first.
func (s *Service) Tokens(ctx context.Context, who Actor) (list []Token, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		list, err = tx.TokensOf(who.User.ID)
		return err
	})
	return list, err
}

// AddToken makes an API token for the caller; its text is told once and never kept.
func (s *Service) AddToken(ctx context.Context, who Actor, name string) (plain string, token Token, err error) {
	if who.Only != "" {
		return "", token, fault.New(fault.Forbidden, "forbidden")
	}
	name = i18n.CleanLine(name)
	if name == "" || utf8.RuneCountInString(name) > 100 {
		var f fault.Fields
		f.Add("name", "required")
		return "", token, f.Err()
	}
	plain, hash := NewToken("api")
	token = Token{ID: NewID(), User: who.User.ID, Name: name, Hash: hash, Created: s.clock()}
	err = s.store.Update(ctx, func(tx Tx) error {
		if err := tx.SaveToken(token); err != nil {
			return err
		}
		marked, err := judges(tx, token.User)
		if err != nil || !marked {
			return err
		}
		return tx.Append(TokenLeaf("token.made", token, token.Created))
	})
	return plain, token, err
}

// judges reports whether a person sits in a jury or council; what lets somebody act as them is a leaf.
func judges(tx Tx, user string) (bool, error) {
	grants, err := tx.GrantsOf(user)
	for _, g := range grants {
		if g.Body == Jury || g.Body == Council {
			return true, err
		}
	}
	return false, err
}

// RevokeToken ends one of the caller's tokens.
func (s *Service) RevokeToken(ctx context.Context, who Actor, id string) error {
	return s.store.Update(ctx, func(tx Tx) error {
		list, err := tx.TokensOf(who.User.ID)
		if err != nil {
			return err
		}
		return s.revokeToken(tx, list, id)
	})
}

// revokeToken ends the token of that id among those given; the fault not_found when it is not there or over.
func (s *Service) revokeToken(tx Tx, list []Token, id string) error {
	for _, t := range list {
		if t.ID == id && t.Revoked.IsZero() {
			t.Revoked = s.clock()
			return tx.SaveToken(t)
		}
	}
	return fault.New(fault.NotFound, "not_found")
}

// InvitationOf is whom an invitation is for; the fault invitation_invalid when it is unknown, used or old.
func (s *Service) InvitationOf(ctx context.Context, token string) (u User, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		_, u, err = s.invitation(tx, token)
		return err
	})
	return u, err
}

// InvitationView is somebody's open invitation: until when it can be accepted and which seats in editions that go on wait for
// the person, possibly none.
type InvitationView struct {
	User  User
	Until time.Time
	Seats []Seat
}

// ViewInvitation is what an invitation is for, with the faults of InvitationOf.
func (s *Service) ViewInvitation(ctx context.Context, token string) (v InvitationView, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		inv, u, err := s.invitation(tx, token)
		if err != nil {
			return err
		}
		v.User, v.Until = u, inv.Expires
		v.Seats, err = waitingSeats(tx, u)
		return err
	})
	return v, err
}

// waitingSeats are the seats that a person holds in editions that are not over.
func waitingSeats(tx Tx, u User) ([]Seat, error) {
	seats, err := tx.Seats(u.Organiser, u.ID)
	return slices.DeleteFunc(seats, func(x Seat) bool { return !x.Ended.IsZero() || x.Closed }), err
}

func (s *Service) invitation(tx Tx, token string) (Invitation, User, error) {
	inv, err := tx.InvitationByHash(HashToken(token))
	if fault.KindOf(err) == fault.NotFound || err == nil && (!inv.Accepted.IsZero() || s.clock().After(inv.Expires)) {
		return inv, User{}, fault.New(fault.NotFound, "invitation_invalid")
	}
	if err != nil {
		return inv, User{}, err
	}
	u, err := tx.User(inv.User)
	if err == nil && (u.PasswordHash != "" || !u.Disabled.IsZero()) {
		return inv, User{}, fault.New(fault.NotFound, "invitation_invalid")
	}
	return inv, u, err
}

// AcceptInvitation sets the invited person's first password, once.
func (s *Service) AcceptInvitation(ctx context.Context, token, password string) (u User, err error) {
	if u, err = s.InvitationOf(ctx, token); err != nil {
		return u, err
	}
	if err := CheckPassword(password, u.Email, u.Name); err != nil {
		return u, err
	}
	hash, err := s.hasher.Hash(ctx, password)
	if err != nil {
		return u, err
	}
	err = s.store.Update(ctx, func(tx Tx) error {
		inv, person, err := s.invitation(tx, token)
		if err != nil {
			return err
		}
		person.PasswordHash = hash
		inv.Accepted, u = s.clock(), person
		if err := tx.SaveInvitation(inv); err != nil {
			return err
		}
		if err := tx.SaveUser(person); err != nil {
			return err
		}
		marked, err := judges(tx, person.ID)
		if err != nil || !marked {
			return err
		}
		return tx.Append(InvitationLeaf("invitation.accepted", inv, inv.Accepted))
	})
	return u, err
}
