package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/mattn/go-sqlite3" // the driver "sqlite3" too
)

const (
	// fileName is the database within the data folder.
	fileName = "vinhdanh.db"

	// writerDSN: synchronous is FULL because the driver's default loses acknowledged saves at a power cut.
	writerDSN = "mode=rwc&_txlock=immediate&_busy_timeout=5000&_journal_mode=WAL&_foreign_keys=on&_synchronous=FULL&_stmt_cache_size=256"
	readerDSN = "mode=ro&_query_only=1&_txlock=deferred&_busy_timeout=5000&_foreign_keys=on&_synchronous=FULL&_stmt_cache_size=256"
)

func (db *DB) openSQLite() error {
	db.dialect.engine = sqlite
	if err := os.MkdirAll(db.conf.DataDir, 0o700); err != nil {
		return fmt.Errorf("make data folder: %w", err)
	}
	if db.conf.Serve {
		lock, err := lockFile(filepath.Join(db.conf.DataDir, "vinhdanh.lock"), syscall.LOCK_EX|syscall.LOCK_NB)
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return ErrServing
		}
		if err != nil {
			return err
		}
		db.lock = lock
	}
	path := filepath.Join(db.conf.DataDir, fileName)
	// SQLite would make the file readable to all; its -wal and -shm take over the mode.
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("make database file: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("make database file: %w", err)
	}
	if db.writer, err = sql.Open("sqlite3", dsn(path, writerDSN)); err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	db.writer.SetMaxOpenConns(1)
	if db.reader, err = sql.Open("sqlite3", dsn(path, readerDSN)); err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	db.reader.SetMaxOpenConns(readers())
	db.reader.SetMaxIdleConns(readers())
	return nil
}

// patience is how long opening a database waits for another process that opens or closes it.
const patience = 10 * time.Second

// firstContact opens the writing connection. On SQLite the switch to the write-ahead log fails at once, busy
// time-out or not, while another process opens or closes the file, so it is tried again.
func (db *DB) firstContact(ctx context.Context) error {
	deadline := db.conf.Now().Add(patience)
	for {
		err := db.writer.PingContext(ctx)
		var busy sqlite3.Error
		if !errors.As(err, &busy) || busy.Code != sqlite3.ErrBusy || db.conf.Now().After(deadline) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// dsn is a file: address; the path may hold any character.
func dsn(path, options string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + options
}

// lockFile opens a file and locks it; the lock ends when the file is closed or the process ends.
func lockFile(path string, how int) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open lock file: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), how); err != nil {
		return nil, errors.Join(fmt.Errorf("lock %s: %w", filepath.Base(path), err), f.Close())
	}
	return f, nil
}

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

// tidy moves a quiet database's write-ahead log into the file, so that it does not grow under constant
// readers. A reader in the way only means that a later call does it: PASSIVE waits for nobody, where TRUNCATE
// would hold up every writer for the whole busy time-out.
func (db *DB) tidy() {
	if db.dialect.engine != sqlite {
		return
	}
	ctx := context.Background()
	if _, err := db.writer.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)"); err != nil {
		db.conf.Log.Warn("write-ahead log not moved", "error", err)
	}
}
