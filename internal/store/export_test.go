package store

import (
	"context"
	"database/sql"
	"errors"
)

// What tests in package store_test reach of the inside.

// Rewrite is a query as an engine's driver takes it, and how many arguments it needs.
func Rewrite(engineName, text string) (string, int) {
	b := rewrite(engine(engineName), query(text))
	return b.text, b.args
}

// Writer is the pool of the one writing connection.
func (db *DB) Writer() *sql.DB { return db.writer }

// Reader is the reading pool.
func (db *DB) Reader() *sql.DB { return db.reader }

// Exec runs a query of the dialect within a transaction.
func (t *Tx) Exec(q string, args ...any) error { return t.exec(query(q), args...) }

// Value reads one value by a query of the dialect.
func Value[T any](t *Tx, q string, args ...any) (T, error) {
	return one(t, "value", plain[T], query(q), args...)
}

// SetUpAt makes a database whose schema is of an older version.
func SetUpAt(ctx context.Context, conf Config, version int64) error {
	stop := errors.New("far enough")
	_, err := open(ctx, conf, func(ctx context.Context, db *DB) error { return errors.Join(db.migrate(ctx, version), stop) })
	if err.Error() == stop.Error() {
		return nil
	}
	return err
}

// MaxQueue is how many Updates may wait.
const MaxQueue = maxQueue
