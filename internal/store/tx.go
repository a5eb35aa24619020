package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/ledger"
	"vinhdanh/judging"
)

// Tx is one transaction. It satisfies the Tx of every domain and is valid only within the function that
// View or Update runs, on that function's goroutine.
type Tx struct {
	db       *DB
	ctx      context.Context // never cancelled: a cancelled statement would break the whole group
	sql      *sql.Tx
	writing  bool
	checking bool // the ledger is being checked: cells that cannot be parsed come back empty
	leaves   []ledger.Sealed
	publish  bool
	enqueued bool
	memory   *memory // of the committer; nil when it only reads
	wrote    bool    // a statement changed a row, so that the commit reaches the disk

	later     *later // saves of its group that wait; nil when it only reads or writes everything at once
	begun     mark   // where its own saves begin among them
	alone     bool   // in its group, so that it needs no savepoint
	savepoint bool   // it is in one
	touched   bool   // it wrote, or left a save to be written later
	failed    bool   // a statement did; PostgreSQL refuses all others then, up to a savepoint
	changed   bool   // it wrote what else may be remembered, in this process

	generation int64 // of certificates, once the group is about to commit
}

var (
	_ judging.Tx      = (*Tx)(nil)
	_ certificates.Tx = (*Tx)(nil)
	_ accounts.Tx     = (*Tx)(nil)
)

// ForJudging is the store as the rules of an award see it.
func (db *DB) ForJudging() judging.Store {
	return domain[judging.Tx]{db, func(t *Tx) judging.Tx { return t }}
}

// ForCertificates is the store as the register sees it.
func (db *DB) ForCertificates() certificates.Store {
	return register{domain[certificates.Tx]{db, func(t *Tx) certificates.Tx { return t }}}
}

// ForAccounts is the store as the accounts see it.
func (db *DB) ForAccounts() accounts.Store {
	return domain[accounts.Tx]{db, func(t *Tx) accounts.Tx { return t }}
}

// domain narrows a DB to the transaction of one domain.
type domain[T any] struct {
	db *DB
	as func(*Tx) T
}

// View runs f on a read-only snapshot.
func (d domain[T]) View(ctx context.Context, f func(T) error) error {
	return d.db.View(ctx, func(t *Tx) error { return f(d.as(t)) })
}

// Update runs f in a durable transaction.
func (d domain[T]) Update(ctx context.Context, f func(T) error) error {
	return d.db.Update(ctx, func(t *Tx) error { return f(d.as(t)) })
}

// Changes is the moment of now.
func (d domain[T]) Changes() accounts.Changes {
	return accounts.Changes{Commits: d.db.changes.Load(), Spell: int64(time.Since(d.db.opened) / Believed)}
}

// Believed is how long what was read of people may be believed, since another process may change it: half of the
// second within which everybody must know.
const Believed = 500 * time.Millisecond

// View runs f on one read-only snapshot of the whole record. A panic of f passes through.
func (db *DB) View(ctx context.Context, f func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	// A context that can be cancelled costs a goroutine for each statement; these reads are short.
	ctx = context.WithoutCancel(ctx)
	var options *sql.TxOptions // SQLite: the pool itself is read-only, and a deferred BEGIN is a snapshot
	if db.dialect.engine == postgres {
		options = &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	tx, err := db.reader.BeginTx(ctx, options)
	if err != nil {
		return db.away(fmt.Errorf("begin to read: %w", err))
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	return db.away(f(&Tx{db: db, ctx: ctx, sql: tx}))
}

// prepare gives the text of a statement that is about to run. What waits to be written is written before, the
// others' first, and a member that shares its group writes in a savepoint of its own from its first statement on.
func (t *Tx) prepare(q query, args int) (string, error) {
	text, err := t.db.dialect.bind(q, args)
	if err != nil || t.memory == nil {
		return text, err
	}
	writes := t.db.dialect.bound(q).writes
	if t.later != nil && !waitsForNoSave[q] {
		if err := t.catchUp(writes); err != nil {
			return "", err
		}
	} else if writes {
		if err := t.enter(); err != nil {
			return "", err
		}
	}
	if writes {
		t.touched = true
		if !forgetsNothing[q] {
			t.memory.forget()
			t.changed = true
		}
	}
	return text, nil
}

// catchUp writes what waits: that of others outside of this member's savepoint, its own within.
func (t *Tx) catchUp(writes bool) error {
	others := t.begun
	t.begun = mark{}
	if err := t.later.write(t.db, t.sql, others); err != nil {
		t.later.broken = true
		return err
	}
	own := t.later.mark()
	if writes || own != (mark{}) {
		if err := t.enter(); err != nil {
			return err
		}
	}
	if err := t.later.write(t.db, t.sql, own); err != nil {
		t.later.broken = true
		return err
	}
	return nil
}

// enter opens the member's savepoint, unless it is in one or needs none.
func (t *Tx) enter() error {
	if t.savepoint || t.alone || t.later == nil {
		return nil
	}
	if _, err := t.sql.ExecContext(t.ctx, "SAVEPOINT member"); err != nil {
		t.failed = true
		return fmt.Errorf("open savepoint: %w", err)
	}
	t.savepoint = true
	return nil
}

// exec runs a statement that returns no rows.
func (t *Tx) exec(q query, args ...any) error {
	_, err := t.affect(q, args...)
	return err
}

// affect is exec that says how many rows it touched.
func (t *Tx) affect(q query, args ...any) (int64, error) {
	text, err := t.prepare(q, len(args))
	if err != nil {
		return 0, err
	}
	result, err := t.sql.ExecContext(t.ctx, text, args...)
	if err != nil {
		t.failed = true
		return 0, fmt.Errorf("%s: %w", q.head(), err)
	}
	n, err := result.RowsAffected()
	t.wrote = t.wrote || n > 0
	return n, err
}

// scan reads the columns of one row.
type scan func(dest ...any) error

// all reads every row that a query gives, in its order.
func all[T any](t *Tx, read func(*Tx, scan) (T, error), q query, args ...any) ([]T, error) {
	text, err := t.prepare(q, len(args))
	if err != nil {
		return nil, err
	}
	rows, err := t.sql.QueryContext(t.ctx, text, args...)
	if err != nil {
		t.failed = true
		return nil, fmt.Errorf("%s: %w", q.head(), err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err says what went wrong
	var out []T
	for rows.Next() {
		v, err := read(t, rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", q.head(), err)
		}
		out = append(out, v)
	}
	if err := rows.Err(); err != nil {
		t.failed = true
		return nil, fmt.Errorf("%s: %w", q.head(), err)
	}
	return out, nil
}

// one reads a single row; the fault not_found says that there is none.
func one[T any](t *Tx, what string, read func(*Tx, scan) (T, error), q query, args ...any) (T, error) {
	var zero T
	text, err := t.prepare(q, len(args))
	if err != nil {
		return zero, err
	}
	v, err := read(t, t.sql.QueryRowContext(t.ctx, text, args...).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return zero, fault.New(fault.NotFound, "not_found", "what", what)
	}
	if err != nil {
		t.failed = true
		return zero, fmt.Errorf("%s: %w", q.head(), err)
	}
	return v, nil
}

// plain reads a row of one column that needs no conversion.
func plain[T any](_ *Tx, row scan) (v T, err error) {
	err = row(&v)
	return v, err
}

// missing reports whether err says that a row is not there.
func missing(err error) bool { return fault.KindOf(err) == fault.NotFound }
