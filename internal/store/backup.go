package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Backup writes a consistent copy of an SQLite database to a file that must not exist yet.
func (db *DB) Backup(ctx context.Context, path string) error {
	if db.dialect.engine != sqlite {
		return errors.New("back up PostgreSQL with pg_dump")
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("back up to %s: %w", path, fs.ErrExist)
	}
	// VACUUM cannot run in a transaction; a connection of its own may run beside the committer.
	conn, err := sql.Open("sqlite3", dsn(filepath.Join(db.conf.DataDir, fileName), "mode=rw&_busy_timeout=5000"))
	if err != nil {
		return fmt.Errorf("open database to back it up: %w", err)
	}
	defer conn.Close() //nolint:errcheck // it only reads
	if _, err := conn.ExecContext(ctx, "VACUUM INTO ?1", path); err != nil {
		return fmt.Errorf("back up to %s: %w", path, err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return fmt.Errorf("close the backup to others: %w", err)
	}
	return syncFile(path)
}

// syncFile makes a finished file and its name durable.
func syncFile(path string) error {
	for _, p := range []string{path, filepath.Dir(path)} {
		f, err := os.Open(p)
		if err != nil {
			return fmt.Errorf("sync %s: %w", p, err)
		}
		if err := errors.Join(f.Sync(), f.Close()); err != nil {
			return fmt.Errorf("sync %s: %w", p, err)
		}
	}
	return nil
}
