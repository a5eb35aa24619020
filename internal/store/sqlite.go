package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
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
	db.writer = sql.OpenDB(connector{dsn(path, writerDSN)})
	db.writer.SetMaxOpenConns(1)
	if db.reader, err = sql.Open("sqlite3", dsn(path, readerDSN)); err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	db.reader.SetMaxOpenConns(readers())
	db.reader.SetMaxIdleConns(readers())
	return nil
}

// writerSettings are those that an address cannot hold. The write-ahead log is moved into the file at 4,000 pages,
// 16 MB, which holds up whoever commits then, or before that when nobody writes (tidy); of a longer one no more
// than 64 MB stay on the disk.
const writerSettings = "PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864"

// connector opens the writing connection, again too when the pool had to drop it.
type connector struct{ dsn string }

// Connect implements driver.Connector.
func (c connector) Connect(context.Context) (driver.Conn, error) { return c.Driver().Open(c.dsn) }

// Driver implements driver.Connector.
func (c connector) Driver() driver.Driver {
	return &sqlite3.SQLiteDriver{ConnectHook: func(conn *sqlite3.SQLiteConn) error {
		_, err := conn.ExecContext(context.Background(), writerSettings, nil)
		return err
	}}
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
