package store

import (
	"context"
	"database/sql"
)

// queryGeneration reads the counter that triggers move; migration 8 says at which tables.
const queryGeneration query = `SELECT n FROM certificate_generation WHERE id = 1`

// KnownGeneration is the certificate generation as this process last saw it: after each commit of its own and
// each call of Generation. Two equal values mean that between them nothing changed, as far as is known, of
// what everybody is told about any certificate. It touches no database.
func (db *DB) KnownGeneration() int64 { return db.generation.Load() }

// Generation reads the certificate generation, which other processes on the same database move too.
func (db *DB) Generation(ctx context.Context) (n int64, err error) {
	before := db.generation.Load()
	err = db.View(ctx, func(t *Tx) error {
		n, err = one(t, "generation", plain[int64], queryGeneration)
		return err
	})
	if err == nil {
		// A commit of this process meanwhile knows better than a snapshot from before it.
		db.generation.CompareAndSwap(before, n)
	}
	return n, err
}

// finish does once for a whole group what remains to be done before its commit. The first member carries the
// generation that the commit makes true.
func (c *committer) finish(tx *sql.Tx, survivors []*Tx) error {
	t := &Tx{db: c.db, ctx: context.Background(), sql: tx, writing: true, memory: &c.memory, alone: true}
	if err := t.appendGroup(survivors); err != nil {
		return err
	}
	n, err := recall(t, queryGeneration, "", func() (int64, error) {
		return one(t, "generation", plain[int64], queryGeneration)
	})
	survivors[0].generation = n
	return err
}
