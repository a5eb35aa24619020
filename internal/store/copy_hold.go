package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"
)

// movedSetting holds the address to which a record has moved.
const movedSetting = "moved"

// Moved is where the record has moved to, "" when it has not. A database that says so must not be written to.
func (db *DB) Moved(ctx context.Context) (string, error) {
	to, err := db.Setting(ctx, movedSetting)
	if missing(err) {
		return "", nil
	}
	return to, err
}

// Held is a database that nobody writes to while it moves.
type Held struct {
	lock   *os.File  // SQLite: the server's lock
	lite   *sql.DB   // SQLite
	writer *sql.Conn // SQLite: in an immediate transaction
	pg     *pgx.Conn // PostgreSQL: in a transaction that locks the ledger's head
}

// Hold keeps every server and command from writing until Release. A server that runs is ErrServing: on
// PostgreSQL anybody else who is connected to the database is taken for one.
func Hold(ctx context.Context, conf Config) (h *Held, err error) {
	h = &Held{}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.Release())
		}
	}()
	if conf.DatabaseURL != "" {
		return h, h.holdPostgres(ctx, conf.DatabaseURL)
	}
	path := filepath.Join(conf.DataDir, fileName)
	if _, err := os.Stat(path); err != nil {
		return h, fmt.Errorf("hold database: %w", err)
	}
	if h.lock, err = lockServer(conf.DataDir); err != nil {
		return h, err
	}
	if h.lite, err = sql.Open("sqlite3", dsn(path, "mode=rw&_busy_timeout=5000&_synchronous=FULL")); err != nil {
		return h, fmt.Errorf("hold database: %w", err)
	}
	if h.writer, err = h.lite.Conn(ctx); err == nil {
		_, err = h.writer.ExecContext(ctx, "BEGIN IMMEDIATE")
	}
	return h, wrap("hold database", err)
}

const postgresOthers = `SELECT COUNT(*) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`

// alone returns ErrServing while others are connected. A connection that was just closed is listed for a moment
// more, so it looks again for two seconds.
func (h *Held) alone(ctx context.Context) error {
	var others int
	for range 20 {
		if err := h.pg.QueryRow(ctx, postgresOthers).Scan(&others); err != nil {
			return fmt.Errorf("look for servers: %w", err)
		}
		if others == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
	return fmt.Errorf("%w: %d connections besides this", ErrServing, others)
}

func (h *Held) holdPostgres(ctx context.Context, address string) (err error) {
	if h.pg, err = dialPostgres(ctx, address); err != nil {
		return err
	}
	if err := h.alone(ctx); err != nil {
		return err
	}
	if err := begin(ctx, h.pg, "ISOLATION LEVEL READ COMMITTED"); err != nil {
		return err
	}
	_, err = h.pg.Exec(ctx, "LOCK TABLE ledger_head IN EXCLUSIVE MODE")
	return wrap("hold database", err)
}

// Mark notes durably that the record has moved.
func (h *Held) Mark(ctx context.Context, to string) error {
	if h.pg != nil {
		if _, err := h.pg.Exec(ctx, string(querySaveSetting), movedSetting, to); err != nil {
			return fmt.Errorf("mark the old database: %w", err)
		}
		_, err := h.pg.Exec(ctx, "COMMIT")
		return wrap("mark the old database", err)
	}
	if _, err := h.writer.ExecContext(ctx, rewrite(sqlite, querySaveSetting).text, movedSetting, to); err != nil {
		return fmt.Errorf("mark the old database: %w", err)
	}
	_, err := h.writer.ExecContext(ctx, "COMMIT")
	return wrap("mark the old database", err)
}

// Release lets others write again.
func (h *Held) Release() error {
	var errs []error
	if h.pg != nil {
		errs = append(errs, h.pg.Close(context.Background()))
	}
	if h.writer != nil {
		errs = append(errs, h.writer.Close())
	}
	if h.lite != nil {
		errs = append(errs, h.lite.Close())
	}
	if h.lock != nil {
		errs = append(errs, h.lock.Close())
	}
	return errors.Join(errs...)
}
