package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"

	"vinhdanh/internal/fault"
)

// troubleOf is what people may be told when the disk below the database refuses: the fault disk_full or
// disk_fails; nil for any other error.
func troubleOf(err error) *fault.Fault {
	if e, ok := errors.AsType[sqlite3.Error](err); ok {
		switch e.Code {
		case sqlite3.ErrFull:
			return fault.New(fault.Unavailable, "disk_full")
		case sqlite3.ErrIoErr, sqlite3.ErrCantOpen, sqlite3.ErrReadonly, sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
			return fault.New(fault.Unavailable, "disk_fails")
		}
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch {
		case e.Code == "53100": // disk_full
			return fault.New(fault.Unavailable, "disk_full")
		case strings.HasPrefix(e.Code, "58"), e.Code == "25006": // io_error and its like, read_only_sql_transaction
			return fault.New(fault.Unavailable, "disk_fails")
		}
	}
	return nil
}

// note remembers how the last commit went, if it had anything to write, and gives members that met a refusing disk the words for it. The
// cause is logged here, because a fault's is not.
func (db *DB) note(group []*member) {
	var trouble *fault.Fault
	committed := false
	for _, m := range group {
		if m.err == nil {
			committed = committed || m.wrote
			continue
		}
		f := troubleOf(m.err)
		if f == nil {
			m.err = db.away(m.err)
			continue
		}
		if trouble == nil {
			db.conf.Log.Error("the disk refuses to write", "error", m.err)
		}
		trouble = f
		m.err = fmt.Errorf("%w: %w", f, m.err)
	}
	if trouble != nil || committed {
		db.trouble.Store(trouble)
	}
}

const queryTouchHead query = `UPDATE ledger_head SET size = size WHERE id = 1`

// TryWrite makes one durable commit that changes nothing. It is a fault, disk_full or disk_fails, while the
// disk refuses.
func (db *DB) TryWrite(ctx context.Context) error {
	return db.Update(ctx, func(t *Tx) error { return t.exec(queryTouchHead) })
}

// Writable is nil when the last commit went well, or else when one goes well now; it asks the disk only when
// there is a reason to.
func (db *DB) Writable(ctx context.Context) error {
	if db.trouble.Load() == nil {
		return nil
	}
	return db.TryWrite(ctx)
}
