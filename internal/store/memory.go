package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
)

// memory keeps what writing transactions read over and over and seldom change, the edition with its seats and
// declarations, and the sheets that are being marked as they were last written, so that a judge's save reads
// nothing. The committer's goroutine alone uses it. It is right because the committer is the only writer of this
// process and notices every other one.
type memory struct {
	rows    map[remembered]any
	version int64 // SQLite: of the file, as it counts the commits of others. PostgreSQL: the next transaction's number
	quiet   bool  // PostgreSQL: no other transaction had a number and was under way
}

// remembered names what was read.
type remembered struct {
	q   query
	key string
}

// maxRemembered bounds the memory; a sheet takes about a kilobyte.
const maxRemembered = 8192

// forget drops everything; the next member reads it anew.
func (m *memory) forget() { clear(m.rows) }

// keep remembers what was written.
func (m *memory) keep(q query, key string, v any) { m.rows[remembered{q, key}] = v }

// drop forgets one row.
func (m *memory) drop(q query, key string) { delete(m.rows, remembered{q, key}) }

const (
	queryDataVersion = `PRAGMA data_version`
	querySnapshot    = `SELECT pg_current_snapshot()::text`
)

// refresh drops what another process may have changed. The transaction has its lock already, so that nobody who
// keeps to it changes anything until it ends.
func (m *memory) refresh(ctx context.Context, e engine, tx *sql.Tx) error {
	version, quiet, err := int64(0), true, error(nil)
	if e == sqlite {
		if err := tx.QueryRowContext(ctx, queryDataVersion).Scan(&version); err != nil {
			return fmt.Errorf("ask for the file's version: %w", err)
		}
	} else if version, quiet, err = snapshot(ctx, tx); err != nil {
		return err
	}
	if version != m.version || !quiet || !m.quiet || len(m.rows) > maxRemembered {
		m.forget()
	}
	m.version, m.quiet = version, quiet
	return nil
}

// snapshot is the number of PostgreSQL's next transaction that writes, and whether none that has one is under way.
// Numbers are given in order and once, to whoever writes anything: when the next number is one above what it was
// before a group that wrote without savepoints, which have numbers of their own, then nobody else wrote.
func snapshot(ctx context.Context, tx *sql.Tx) (next int64, quiet bool, err error) {
	var text string
	if err := tx.QueryRowContext(ctx, querySnapshot).Scan(&text); err != nil {
		return 0, false, fmt.Errorf("ask for the snapshot: %w", err)
	}
	oldest, rest, _ := strings.Cut(text, ":")
	newest, _, _ := strings.Cut(rest, ":")
	next, err = strconv.ParseInt(newest, 10, 64)
	return next, oldest == newest, err
}

// committed takes note of a commit of this process that wrote.
func (m *memory) committed(e engine) {
	if e == postgres {
		m.version++
	}
}

// forgetsNothing are the statements of a save and of the requests beside it, which touch nothing that is remembered but the sheet that SaveSheet
// forgets or remembers itself. Any other statement of a writing transaction makes the memory forget.
var forgetsNothing = map[query]bool{
	querySaveMarks: true, querySaveSheet: true, querySaveDraft: true, querySaveSeal: true,
	queryTouchSession: true, querySaveIdempotent: true,
	queryAddLeaf: true, queryAddHash: true, queryAddHashes8: true, querySaveHead: true,
}

// waitsForNoSave are the statements that neither read nor write marks, or read a sheet that is not remembered,
// of which therefore no save waits.
var waitsForNoSave = map[query]bool{
	querySheet: true, queryEdition: true, queryGrants: true, queryDeclarations: true, queryTouchSession: true,
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
