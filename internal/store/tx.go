package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

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

// exec runs a statement that returns no rows.
func (t *Tx) exec(q query, args ...any) error {
	_, err := t.affect(q, args...)
	return err
}

// affect is exec that says how many rows it touched.
func (t *Tx) affect(q query, args ...any) (int64, error) {
	text, err := t.db.dialect.bind(q, len(args))
	if err != nil {
		return 0, err
	}
	if t.memory != nil && !forgetsNothing[q] {
		t.memory.forget()
	}
	result, err := t.sql.ExecContext(t.ctx, text, args...)
	if err != nil {
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
	text, err := t.db.dialect.bind(q, len(args))
	if err != nil {
		return nil, err
	}
	rows, err := t.sql.QueryContext(t.ctx, text, args...)
	if err != nil {
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
		return nil, fmt.Errorf("%s: %w", q.head(), err)
	}
	return out, nil
}

// one reads a single row; the fault not_found says that there is none.
func one[T any](t *Tx, what string, read func(*Tx, scan) (T, error), q query, args ...any) (T, error) {
	var zero T
	text, err := t.db.dialect.bind(q, len(args))
	if err != nil {
		return zero, err
	}
	v, err := read(t, t.sql.QueryRowContext(t.ctx, text, args...).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return zero, fault.New(fault.NotFound, "not_found", "what", what)
	}
	if err != nil {
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
