package accounts

import (
	"context"
	"time"

	"vinhdanh/internal/fault"
)

// Lifetimes of what lets people in.
const (
	SessionIdle  = 12 * time.Hour      // without use
	SessionLife  = 30 * 24 * time.Hour // at most
	SetupLife    = 30 * time.Minute
	seenInterval = 5 * time.Minute // between two writes of a session's last use
)

// Service signs people in and keeps their tokens, sessions and invitations.
type Service struct {
	store  Store
	hasher *Hasher
	now    func() time.Time
	known  known
}

// NewService makes the service; now is the clock.
func NewService(store Store, hasher *Hasher, now func() time.Time) *Service {
	return &Service{store: store, hasher: hasher, now: now}
}

func (s *Service) clock() time.Time { return s.now().UTC().Truncate(time.Microsecond) }

// ByToken is who holds an API token; the fault invalid_token for any other text. What this process changes counts
// at once, what others do within half a second.
func (s *Service) ByToken(ctx context.Context, token string) (who Actor, err error) {
	h, at := holder{false, HashToken(token)}, s.store.Changes()
	if p, ok := s.known.get(h, at); ok {
		return p.who, nil
	}
	invalid := fault.New(fault.Unauthorised, "invalid_token")
	err = s.store.View(ctx, func(tx Tx) error {
		t, err := tx.TokenByHash(h.hash)
		if fault.KindOf(err) == fault.NotFound {
			return invalid
		}
		if err != nil {
			return err
		}
		u, err := tx.User(t.User)
		if err != nil {
			return err
		}
		if !t.Revoked.IsZero() || !u.Disabled.IsZero() {
			return invalid
		}
		who = Actor{User: u, Token: t.ID}
		return nil
	})
	if err == nil {
		s.known.keep(h, at, person{who: who})
	}
	return who, err
}

// BySession is who holds a session's token; the fault unauthorised when it is unknown, too old, unused
// for too long, or its person disabled. It knows of changes as ByToken does.
func (s *Service) BySession(ctx context.Context, token string) (who Actor, session Session, err error) {
	now := s.clock()
	h, at := holder{true, HashToken(token)}, s.store.Changes()
	p, ok := s.known.get(h, at)
	if ok = ok && p.session.open(now); ok {
		who, session = p.who, p.session
	} else if who, session, err = s.readSession(ctx, h.hash, now); err != nil {
		return who, session, err
	} else {
		s.known.keep(h, at, person{who, session})
	}
	if now.Sub(session.LastSeen) > seenInterval {
		session.LastSeen = now
		// That the time could not be noted, with a full queue say, is no reason to turn somebody away.
		_ = s.store.Update(ctx, func(tx Tx) error { return tx.TouchSession(session.ID, now) })
		s.known.drop(h)
	}
	return who, session, nil
}

func (s *Service) readSession(ctx context.Context, hash string, now time.Time) (who Actor, session Session, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		session, err = tx.SessionByHash(hash)
		if fault.KindOf(err) == fault.NotFound {
			return fault.New(fault.Unauthorised, "unauthorised")
		}
		if err != nil {
			return err
		}
		u, err := tx.User(session.User)
		if err != nil {
			return err
		}
		if !u.Disabled.IsZero() || !session.open(now) {
			return fault.New(fault.Unauthorised, "unauthorised")
		}
		who = Actor{User: u, Only: session.Edition}
		if who.Only == "" {
			return nil
		}
		grants, err := tx.GrantsOf(u.ID)
		if err == nil && !Allowed(DeclareConflicts, Hats(who, "", grants)) { // the judge has left
			err = fault.New(fault.Unauthorised, "unauthorised")
		}
		if err != nil {
			return err
		}
		who.BySlip, err = bySlip(tx, session)
		return err
	})
	return who, session, err
}

// SignOut ends the session of a token; one that is unknown is ended already.
func (s *Service) SignOut(ctx context.Context, token string) error {
	return s.store.Update(ctx, func(tx Tx) error {
		session, err := tx.SessionByHash(HashToken(token))
		if fault.KindOf(err) == fault.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		return tx.DeleteSession(session.ID)
	})
}

// Sessions are the caller's open sessions, newest first.
func (s *Service) Sessions(ctx context.Context, who Actor) (list []Session, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		list, err = tx.Sessions(who.User.ID)
		return err
	})
	return list, err
}

// EndSession ends one of the caller's own sessions.
func (s *Service) EndSession(ctx context.Context, who Actor, id string) error {
	return s.store.Update(ctx, func(tx Tx) error {
		list, err := tx.Sessions(who.User.ID)
		if err != nil {
			return err
		}
		for _, x := range list {
			if x.ID == id {
				return tx.DeleteSession(id)
			}
		}
		return fault.New(fault.NotFound, "not_found")
	})
}

// EndOtherSessions ends every session of the caller but the one to keep.
func (s *Service) EndOtherSessions(ctx context.Context, who Actor, keep string) error {
	return s.store.Update(ctx, func(tx Tx) error { return tx.DeleteSessions(who.User.ID, keep) })
}
