package accounts

import (
	"context"
	"time"

	"vinhdanh/internal/fault"
)

// NewPerson is somebody to invite.
type NewPerson struct {
	Name, Email   string
	Administrator bool
}

// AddPerson makes an account in the caller's office and queues its invitation. Faults of fields: name
// required and too_long; email bad_email and email_taken.
func (s *Service) AddPerson(ctx context.Context, who Actor, in NewPerson) (u User, err error) {
	var f fault.Fields
	u = User{ID: NewID(), Name: cleanLine(&f, "name", in.Name), Administrator: in.Administrator, Created: s.clock()}
	if u.Name == "" {
		f.Add("name", "required")
	}
	if u.Email, err = NormaliseEmail(in.Email); err != nil {
		f.Merge(err)
	}
	err = s.store.Update(ctx, func(tx Tx) error {
		if u.Organiser, err = s.allow(tx, who, ManagePeople); err != nil {
			return err
		}
		if err := f.Err(); err != nil {
			return err
		}
		switch _, err := tx.UserByEmail(u.Email); {
		case err == nil:
			return badField("email", "email_taken")
		case fault.KindOf(err) != fault.NotFound:
			return err
		}
		if err := tx.SaveUser(u); err != nil {
			return err
		}
		return s.invite(tx, u)
	})
	return u, err
}

// invitationLife is how long an invitation can be accepted.
const invitationLife = 14 * 24 * time.Hour

// invite makes a new invitation of a person, ends the older ones and queues the letter.
func (s *Service) invite(tx Tx, u User) error {
	if err := s.endInvitations(tx, u.ID); err != nil {
		return err
	}
	o, err := tx.Organiser(u.Organiser)
	if err != nil {
		return err
	}
	plain, hash := NewToken("inv")
	now := s.clock()
	inv := Invitation{ID: NewID(), User: u.ID, TokenHash: hash, Created: now, Expires: now.Add(invitationLife)}
	if err := tx.SaveInvitation(inv); err != nil {
		return err
	}
	args := map[string]string{"name": u.Name, "office": o.Name}
	seats, err := waitingSeats(tx, u)
	if err != nil {
		return err
	}
	if len(seats) > 0 { // the newest edition comes first
		args["body"], args["role"], args["edition"] = string(seats[0].Body), string(seats[0].Role), seats[0].Name
	}
	_, err = tx.SendLetter(Letter{To: u.Email, Letter: "welcome", LinkPath: "/invitation?token=" + plain, Args: args})
	return err
}

// endInvitations ends a person's invitations that were not accepted.
func (s *Service) endInvitations(tx Tx, user string) error {
	list, err := tx.Invitations(user)
	if err != nil {
		return err
	}
	now := s.clock()
	for _, old := range list {
		if old.Accepted.IsZero() && old.Expires.After(now) {
			old.Expires = now.Add(-time.Microsecond)
			if err := tx.SaveInvitation(old); err != nil {
				return err
			}
		}
	}
	return nil
}

// InviteAgain sends a new invitation and ends the older links. Who has a password loses it and all sessions
// and API tokens with it: that is how a forgotten one is replaced without anybody else learning the new one. The faults
// person_without_email, person_disabled, not_oneself, last_administrator, and reset_for_judge: the password of somebody
// who judges is replaced by the operator at the command line alone.
func (s *Service) InviteAgain(ctx context.Context, who Actor, id string) error {
	return s.store.Update(ctx, func(tx Tx) error {
		u, err := s.person(tx, who, id)
		if err != nil {
			return err
		}
		switch {
		case u.Email == "":
			return fault.New(fault.Conflict, "person_without_email")
		case !u.Disabled.IsZero():
			return fault.New(fault.Conflict, "person_disabled")
		}
		if u.PasswordHash != "" {
			if err := s.forget(tx, who, &u); err != nil {
				return err
			}
		}
		return s.invite(tx, u)
	})
}

// forget takes a person's password away.
func (s *Service) forget(tx Tx, who Actor, u *User) error {
	marks, err := judges(tx, u.ID)
	if err != nil {
		return err
	}
	if marks {
		return fault.New(fault.Conflict, "reset_for_judge")
	}
	if err := s.mayLose(tx, who, *u); err != nil {
		return err
	}
	u.PasswordHash = ""
	if err := tx.SaveUser(*u); err != nil {
		return err
	}
	if err := s.revokeTokens(tx, u.ID); err != nil { // who knew the password may have made one
		return err
	}
	return tx.DeleteSessions(u.ID, "")
}

// mayLose refuses what would shut the caller or the office's last working administrator out.
func (s *Service) mayLose(tx Tx, who Actor, u User) error {
	if u.ID == who.User.ID {
		return fault.New(fault.Conflict, "not_oneself")
	}
	if !u.Administrator {
		return nil
	}
	users, err := tx.Users(u.Organiser)
	if err != nil {
		return err
	}
	for _, x := range users {
		if x.ID != u.ID && x.Administrator && x.State() == "active" {
			return nil
		}
	}
	return fault.New(fault.Conflict, "last_administrator")
}

// Disable shuts an account at once: its sessions end, its tokens, slips and invitations no longer let anybody
// in. The faults not_oneself and last_administrator.
func (s *Service) Disable(ctx context.Context, who Actor, id string) error {
	return s.alter(ctx, who, id, func(tx Tx, u *User) error {
		if err := s.mayLose(tx, who, *u); err != nil {
			return err
		}
		if u.Disabled.IsZero() {
			u.Disabled = s.clock()
		}
		return tx.DeleteSessions(u.ID, "")
	})
}

// Enable opens a shut account again, with the password it had.
func (s *Service) Enable(ctx context.Context, who Actor, id string) error {
	return s.alter(ctx, who, id, func(_ Tx, u *User) error {
		u.Disabled = time.Time{}
		return nil
	})
}

// SetAdministrator makes a person an administrator of the caller's office, or no longer. The faults
// not_oneself and last_administrator when taken away; person_without_email when given to somebody who gets in by slips.
func (s *Service) SetAdministrator(ctx context.Context, who Actor, id string, on bool) error {
	return s.alter(ctx, who, id, func(tx Tx, u *User) error {
		if !on {
			if err := s.mayLose(tx, who, *u); err != nil {
				return err
			}
		} else if u.Email == "" {
			return fault.New(fault.Conflict, "person_without_email")
		}
		u.Administrator = on
		return nil
	})
}

// EndSessionsOf signs a person out everywhere.
func (s *Service) EndSessionsOf(ctx context.Context, who Actor, id string) error {
	return s.alter(ctx, who, id, func(tx Tx, u *User) error { return tx.DeleteSessions(u.ID, "") })
}

// alter changes an account of the caller's office.
func (s *Service) alter(ctx context.Context, who Actor, id string, f func(Tx, *User) error) error {
	return s.store.Update(ctx, func(tx Tx) error {
		u, err := s.person(tx, who, id)
		if err != nil {
			return err
		}
		if err := f(tx, &u); err != nil {
			return err
		}
		return tx.SaveUser(u)
	})
}
