package store

import (
	"context"
	"database/sql"
	"fmt"
)

// memory keeps what writing transactions read over and over and seldom change, the edition with its seats and
// declarations, so that a judge's save reads her sheet and nothing else. The committer's goroutine alone uses
// it. It is right because the committer is the only writer of this process and notices every other one.
type memory struct {
	rows    map[remembered]any
	version int64 // of the file as SQLite counts the commits of others
}

// remembered names what was read.
type remembered struct {
	q   query
	key string
}

// forget drops everything; the next member reads it anew.
func (m *memory) forget() { clear(m.rows) }

const queryDataVersion = `PRAGMA data_version`

// refresh drops what another process may have changed. The transaction has its lock already, so that nobody
// changes anything until it ends. PostgreSQL does not count: there a group remembers for itself alone.
func (m *memory) refresh(ctx context.Context, e engine, tx *sql.Tx) error {
	if e != sqlite {
		m.forget()
		return nil
	}
	var version int64
	if err := tx.QueryRowContext(ctx, queryDataVersion).Scan(&version); err != nil {
		return fmt.Errorf("ask for the file's version: %w", err)
	}
	if version != m.version {
		m.forget()
		m.version = version
	}
	return nil
}

// forgetsNothing are the statements of a save and of the requests beside it, which touch nothing that is remembered. Any other statement of
// a writing transaction makes the memory forget.
var forgetsNothing = map[query]bool{
	querySaveMarks: true, querySaveSheet: true, querySaveDraft: true, querySaveSeal: true,
	queryTouchSession: true, querySaveIdempotent: true,
	queryAddLeaf: true, queryAddHash: true, queryAddHashes8: true, querySaveHead: true,
}

// recall is what read gives, or gave for this query and key since it was last forgotten. Whoever gets it must
// not change what it points to.
func recall[T any](t *Tx, q query, key string, read func() (T, error)) (T, error) {
	if t.memory == nil {
		return read()
	}
	if v, ok := t.memory.rows[remembered{q, key}]; ok {
		return v.(T), nil
	}
	v, err := read()
	if err == nil {
		t.memory.rows[remembered{q, key}] = v
	}
	return v, err
}
