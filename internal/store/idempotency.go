package store

import (
	"context"
	"time"
)

const (
	queryIdempotent query = `SELECT body_hash, status, content_type, answer, created FROM idempotency
WHERE user_id = $1 AND request_key = $2`
	querySaveIdempotent query = `INSERT INTO idempotency (user_id, request_key, body_hash, status, content_type, answer, created)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (user_id, request_key) DO UPDATE SET body_hash = excluded.body_hash,
status = excluded.status, content_type = excluded.content_type, answer = excluded.answer, created = excluded.created`
	queryPurgeIdempotent query = `DELETE FROM idempotency WHERE created < $1`
)

// Answered is what a request with an Idempotency-Key was answered; the same key gets it again.
type Answered struct {
	BodyHash    string // of the request, hex SHA-256
	Status      int
	ContentType string
	Answer      []byte
	At          time.Time // when it was kept
}

// Idempotent loads what a person's request with that key was answered; found is false for a new key.
func (db *DB) Idempotent(ctx context.Context, user, key string) (a Answered, found bool, err error) {
	err = db.View(ctx, func(t *Tx) error {
		a, err = one(t, "idempotency key", func(_ *Tx, row scan) (a Answered, err error) {
			err = row(&a.BodyHash, &a.Status, &a.ContentType, &a.Answer, stamp(&a.At))
			return a, err
		}, queryIdempotent, user, key)
		return err
	})
	if missing(err) {
		return Answered{}, false, nil
	}
	return a, err == nil, err
}

// SaveIdempotent keeps an answer in the place of an older one under that key.
func (db *DB) SaveIdempotent(ctx context.Context, user, key string, a Answered) error {
	return db.Update(ctx, func(t *Tx) error {
		return t.exec(querySaveIdempotent, user, key, a.BodyHash, a.Status, a.ContentType, notNil(a.Answer),
			micros(t.db.conf.Now()))
	})
}

// PurgeIdempotent deletes the answers kept before a time; they are kept for seven days.
func (db *DB) PurgeIdempotent(ctx context.Context, before time.Time) error {
	return db.Update(ctx, func(t *Tx) error { return t.exec(queryPurgeIdempotent, micros(before)) })
}
