package accounts

import (
	"context"
	"strings"
	"time"

	"vinhdanh/internal/fault"
)

// Login is the e-mail address or telephone number that somebody typed, in the one writing that counts
// tries: however it was written, it is the same account.
func Login(typed string) string {
	if strings.Contains(typed, "@") {
		if email, err := NormaliseEmail(typed); err == nil {
			return email
		}
	} else if phone, err := NormalisePhone(typed); err == nil {
		return phone
	}
	return strings.ToLower(strings.TrimSpace(typed))
}

// candidate is whom a sign-in may let in and by what: the password's hash, or that of a slip.
type candidate struct {
	user User
	slip Slip // zero when the password is asked for
	pass JudgeSlip
	hash string
}

// find reads whom a login names; an unknown one is the zero candidate.
func (s *Service) find(tx Tx, login string, byCode bool) (c candidate, err error) {
	if login = Login(login); strings.Contains(login, "@") {
		c.user, err = tx.UserByEmail(login)
	} else {
		c.user, err = tx.UserByPhone(login)
	}
	if fault.KindOf(err) == fault.NotFound {
		return candidate{}, nil
	}
	if err != nil {
		return c, err
	}
	c.hash = c.user.PasswordHash
	if byCode {
		if c.slip, err = s.openSlip(tx, c.user); c.slip.ID != "" || err != nil {
			c.hash = c.slip.CodeHash
			return c, err
		}
		if c.pass, err = s.openJudgeSlip(tx, c.user); c.pass.ID != "" {
			c.hash = c.pass.CodeHash
		}
	}
	return c, err
}

// coded reports whether a code and not the password lets in.
func (c candidate) coded() bool { return c.slip.ID != "" || c.pass.ID != "" }

// SignIn is SignInKept on a device that remembers nobody.
func (s *Service) SignIn(ctx context.Context, login, secret, agent string) (token string, session Session, err error) {
	return s.SignInKept(ctx, login, secret, agent, false)
}

// SignInKept opens a session for an e-mail address or telephone number and its password or the code of an open
// slip, which is used up. With keep the device remembers a judge until the pass closes, for judging alone; a judge's slip opens
// no more than that either. The fault invalid_credentials says nothing about what was wrong, and an unknown
// login costs the same time: one hash.
func (s *Service) SignInKept(ctx context.Context, login, secret, agent string, keep bool) (token string, session Session, err error) {
	refused := fault.New(fault.Unauthorised, "invalid_credentials")
	code, byCode := readSlipCode(secret)
	var c candidate
	err = s.store.View(ctx, func(tx Tx) error {
		c, err = s.find(tx, login, byCode)
		return err
	})
	if err != nil {
		return "", session, err
	}
	if c.coded() {
		secret = code
	}
	ok, stale, err := s.hasher.Verify(ctx, c.hash, secret)
	if err != nil {
		return "", session, err
	}
	if !ok && c.pass.ID != "" {
		if err := s.missJudgeSlip(ctx, c.user.ID); err != nil {
			return "", session, err
		}
	}
	if !ok || c.user.ID == "" || !c.user.Disabled.IsZero() {
		return "", session, refused
	}
	fresh := c.user.PasswordHash
	if stale = stale && !c.coded(); stale {
		if fresh, err = s.hasher.Hash(ctx, secret); err != nil {
			return "", session, err
		}
	}
	token, session = s.newSession(c.user, agent)
	err = s.store.Update(ctx, func(tx Tx) error {
		now, err := s.find(tx, login, byCode)
		if err != nil {
			return err
		}
		if now.user.ID != c.user.ID || now.hash != c.hash || !now.user.Disabled.IsZero() { // changed while the hash was computed
			return refused
		}
		if err := s.useUp(tx, now, session.Created); err != nil {
			return err
		}
		if err := s.limit(tx, &session, now.pass, keep); err != nil {
			return err
		}
		if now.user.PasswordHash = fresh; stale {
			if err := tx.SaveUser(now.user); err != nil {
				return err
			}
		}
		return tx.SaveSession(session)
	})
	return token, session, err
}

// useUp uses the slip up by which somebody comes in.
func (s *Service) useUp(tx Tx, c candidate, at time.Time) error {
	if c.pass.ID != "" {
		return s.useJudgeSlip(tx, c.user, c.pass, at)
	}
	if c.slip.ID == "" {
		return nil
	}
	c.slip.Used = at
	return tx.SaveSlip(c.slip)
}

// newSession is a session that is not saved yet, and its token.
func (s *Service) newSession(u User, agent string) (string, Session) {
	token, hash := NewToken("ses")
	now := s.clock()
	return token, Session{ID: NewID(), TokenHash: hash, User: u.ID, Agent: shorten(agent), Created: now, LastSeen: now,
		Expires: now.Add(SessionLife)}
}

// shorten keeps enough of a browser's name to tell one's own devices apart.
func shorten(agent string) string {
	agent = strings.ToValidUTF8(strings.ReplaceAll(agent, "\x00", ""), "?")
	if r := []rune(agent); len(r) > 160 {
		return string(r[:160])
	}
	return agent
}

// PasswordChange is a form on one's own account; Current is not asked for while no password is set.
type PasswordChange struct {
	Current, Password string
	RevokeTokens      bool
}

// ChangePassword sets the caller's own password. Every session ends, the API tokens too when that is asked
// for, and a new session is opened for this browser. Somebody who came by an API token cannot set a first
// password: it would make of a token more than it was given for. Faults of fields: current wrong_password,
// password weak_password.
func (s *Service) ChangePassword(ctx context.Context, who Actor, in PasswordChange, agent string) (token string, session Session, err error) {
	var u User
	err = s.store.View(ctx, func(tx Tx) error {
		u, err = tx.User(who.User.ID)
		return err
	})
	if err != nil {
		return "", session, err
	}
	var f fault.Fields
	if u.PasswordHash == "" && who.Token != "" || who.Only != "" {
		return "", session, fault.New(fault.Forbidden, "forbidden")
	}
	if u.PasswordHash != "" {
		ok, _, err := s.hasher.Verify(ctx, u.PasswordHash, in.Current)
		if err != nil {
			return "", session, err
		}
		if !ok {
			f.Add("current", "wrong_password")
		}
	}
	if err := CheckPassword(in.Password, u.Email, u.Phone, strings.Replace(u.Phone, "+84", "0", 1), u.Name); err != nil {
		f.Merge(err)
	}
	if err := f.Err(); err != nil {
		return "", session, err
	}
	hash, err := s.hasher.Hash(ctx, in.Password)
	if err != nil {
		return "", session, err
	}
	token, session = s.newSession(u, agent)
	err = s.store.Update(ctx, func(tx Tx) error {
		now, err := tx.User(u.ID)
		if err != nil {
			return err
		}
		if now.PasswordHash != u.PasswordHash || !now.Disabled.IsZero() {
			return fault.New(fault.Unauthorised, "invalid_credentials")
		}
		now.PasswordHash = hash
		return s.renew(tx, now, in.RevokeTokens, session)
	})
	return token, session, err
}

// renew saves an account with its new password and leaves it one session.
func (s *Service) renew(tx Tx, u User, revoke bool, session Session) error {
	if err := tx.SaveUser(u); err != nil {
		return err
	}
	if err := tx.DeleteSessions(u.ID, ""); err != nil {
		return err
	}
	if revoke {
		if err := s.revokeTokens(tx, u.ID); err != nil {
			return err
		}
	}
	return tx.SaveSession(session)
}

// revokeTokens ends all of a person's API tokens.
func (s *Service) revokeTokens(tx Tx, user string) error {
	list, err := tx.TokensOf(user)
	if err != nil {
		return err
	}
	for _, t := range list {
		if !t.Revoked.IsZero() {
			continue
		}
		t.Revoked = s.clock()
		if err := tx.SaveToken(t); err != nil {
			return err
		}
	}
	return nil
}
