package store

import (
	"time"

	"vinhdanh/internal/accounts"
)

const (
	sessionColumns = `id, token_hash, user_id, agent, created, last_seen, expires, edition, kept`

	querySessionByHash query = "SELECT " + sessionColumns + " FROM sessions WHERE token_hash = $1"
	querySessions      query = "SELECT " + sessionColumns + ` FROM sessions
WHERE user_id = $1 ORDER BY created DESC, id DESC`
	querySaveSession query = "INSERT INTO sessions (" + sessionColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (id) DO UPDATE SET token_hash = excluded.token_hash, user_id = excluded.user_id,
agent = excluded.agent, created = excluded.created, last_seen = excluded.last_seen, expires = excluded.expires,
edition = excluded.edition, kept = excluded.kept`
	queryTouchSession   query = `UPDATE sessions SET last_seen = $2 WHERE id = $1`
	queryDeleteSession  query = `DELETE FROM sessions WHERE id = $1`
	queryDeleteSessions query = `DELETE FROM sessions WHERE user_id = $1 AND id <> $2`
	queryEndJudging     query = `DELETE FROM sessions WHERE edition = $1 AND ($2 = '' OR user_id = $2)`
	queryPurgeSessions  query = `DELETE FROM sessions WHERE expires < $1`
)

func scanSession(_ *Tx, row scan) (s accounts.Session, err error) {
	var kept int64
	err = row(&s.ID, &s.TokenHash, &s.User, &s.Agent, stamp(&s.Created), stamp(&s.LastSeen), stamp(&s.Expires), &s.Edition, &kept)
	s.Kept = kept == 1
	return s, err
}

// SessionByHash loads a session by the hash of its token, expired ones too.
func (t *Tx) SessionByHash(hash string) (accounts.Session, error) {
	return one(t, "session", scanSession, querySessionByHash, hash)
}

// Sessions lists a person's sessions, newest first.
func (t *Tx) Sessions(user string) ([]accounts.Session, error) {
	return all(t, scanSession, querySessions, user)
}

// SaveSession writes a session.
func (t *Tx) SaveSession(s accounts.Session) error {
	return t.exec(querySaveSession, s.ID, s.TokenHash, s.User, s.Agent, micros(s.Created), micros(s.LastSeen),
		micros(s.Expires), s.Edition, number(s.Kept))
}

// TouchSession notes when a session was last used; one that has ended stays ended.
func (t *Tx) TouchSession(id string, seen time.Time) error {
	return t.exec(queryTouchSession, id, micros(seen))
}

// DeleteSession ends a session; one that is gone already is no error.
func (t *Tx) DeleteSession(id string) error { return t.exec(queryDeleteSession, id) }

// DeleteSessions ends a person's sessions, all but the one with that id.
func (t *Tx) DeleteSessions(user, except string) error {
	return t.exec(queryDeleteSessions, user, except)
}

// EndJudging ends the sessions that are for the judging of an edition alone, of one person when given.
func (t *Tx) EndJudging(edition, user string) error { return t.exec(queryEndJudging, edition, user) }

// PurgeSessions deletes the sessions that expired before a time.
func (t *Tx) PurgeSessions(before time.Time) error { return t.exec(queryPurgeSessions, micros(before)) }
