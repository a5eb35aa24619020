package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/mod/sumdb/note"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/jobs"
)

// Config says where the record lives and what the store needs of its surroundings.
type Config struct {
	// DataDir is the data folder; it is made when it is missing.
	DataDir string
	// DatabaseURL is empty for SQLite in the data folder, or postgres://….
	DatabaseURL string
	// Serve makes this process the one server of an SQLite file; upkeep commands leave it false.
	Serve bool
	// Sign signs a checkpoint of the ledger; without it nothing is published.
	Sign func(size int64, root [32]byte) (string, error)
	// Verifiers checks the signature of stored checkpoints when the ledger is checked; nil trusts them.
	Verifiers note.Verifiers
	// AfterPublication are the kinds of jobs to queue whenever a checkpoint is published.
	AfterPublication []string
	// Now is the clock, time.Now when it is nil.
	Now func() time.Time
	// Log receives what no caller can be told; slog.Default when it is nil.
	Log *slog.Logger
}

// Errors that the command line turns into hints.
var (
	// ErrServing says that another server process owns the SQLite file.
	ErrServing = errors.New("another vinhdanh server already uses this database")
	// ErrSchemaOld says that a PostgreSQL database waits for `vinhdanh migrate`.
	ErrSchemaOld = errors.New("the database has an older schema")
	// ErrSchemaNew says that a newer program has upgraded the database.
	ErrSchemaNew = errors.New("the database has a newer schema than this program")
)

// DB is the open database. It is safe for concurrent use.
type DB struct {
	conf      Config
	dialect   dialect
	writer    *sql.DB // one connection, used by the committer alone
	reader    *sql.DB
	holder    *sql.DB // of locks between servers; nil on SQLite
	committer *committer
	lock      *os.File // held while serving SQLite
	enqueued  chan struct{}
	trouble   atomic.Pointer[fault.Fault] // what the disk refused at the last commit; nil when it went well

	generation atomic.Int64 // of certificates, as last seen
	changes    atomic.Int64 // commits of this process, plain saves of marks apart
	opened     time.Time
	around     surroundings // of certificates
	hashes     hashCache
}

var _ jobs.Store = (*DB)(nil)

// Open opens the database and brings its schema up to date: an empty one is set up on either engine, an
// older SQLite file is copied aside and upgraded, an older PostgreSQL database is ErrSchemaOld.
func Open(ctx context.Context, conf Config) (*DB, error) { return open(ctx, conf, upgrade) }

// Migrate upgrades the schema on either engine and returns its version.
func Migrate(ctx context.Context, conf Config) (version int64, err error) {
	db, err := open(ctx, conf, func(ctx context.Context, db *DB) error { return db.migrate(ctx, 0) })
	if err != nil {
		return 0, err
	}
	version, err = db.SchemaVersion(ctx)
	return version, errors.Join(err, db.Close())
}

func open(ctx context.Context, conf Config, prepare func(context.Context, *DB) error) (_ *DB, err error) {
	if conf.Now == nil {
		conf.Now = time.Now //nolint:forbidigo // the one place where the store meets the real clock
	}
	if conf.Log == nil {
		conf.Log = slog.Default()
	}
	db := &DB{conf: conf, enqueued: make(chan struct{}, 1), opened: time.Now()} //nolint:forbidigo // spells of half a second, no business time
	defer func() {
		if err != nil {
			err = errors.Join(err, db.release())
		}
	}()
	switch {
	case conf.DatabaseURL == "":
		err = db.openSQLite()
	case strings.HasPrefix(conf.DatabaseURL, "postgres://"), strings.HasPrefix(conf.DatabaseURL, "postgresql://"):
		err = db.openPostgres()
	default:
		err = errors.New("the database address must be empty or begin with postgres://")
	}
	if err != nil {
		return nil, err
	}
	if err := db.firstContact(ctx); err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if err := prepare(ctx, db); err != nil {
		return nil, err
	}
	db.committer = newCommitter(db)
	if err := db.setUp(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// readers is how many connections read at once.
func readers() int { return 2 * runtime.GOMAXPROCS(0) }

// Ping reports whether the database answers; a fault, disk_full or disk_fails, says that it only reads.
func (db *DB) Ping(ctx context.Context) error {
	if err := db.reader.PingContext(ctx); err != nil {
		return fmt.Errorf("reach database: %w", err)
	}
	if _, err := db.LedgerHead(ctx); err != nil {
		return err
	}
	return db.Writable(ctx)
}

// Engine is "sqlite" or "postgres".
func (db *DB) Engine() string { return string(db.dialect.engine) }

// Close answers every Update that waits, then closes the database. Later calls of Update are refused.
func (db *DB) Close() error {
	if db.committer != nil {
		db.committer.close()
	}
	return db.release()
}

func (db *DB) release() error {
	var errs []error
	if db.reader != nil {
		errs = append(errs, db.reader.Close())
	}
	if db.holder != nil {
		errs = append(errs, db.holder.Close())
	}
	if db.writer != nil {
		errs = append(errs, db.writer.Close())
	}
	if db.lock != nil {
		errs = append(errs, db.lock.Close())
		db.lock = nil
	}
	return errors.Join(errs...)
}

// wake makes a commit known within the process: the generation of certificates, and to the runner of jobs
// that a transaction queued some.
func (db *DB) wake(survivors []*Tx) {
	db.generation.Store(survivors[0].generation)
	for _, t := range survivors {
		if t.enqueued {
			select {
			case db.enqueued <- struct{}{}:
			default:
			}
			return
		}
	}
}

// Enqueued receives after a commit of this process that queued a job.
func (db *DB) Enqueued() <-chan struct{} { return db.enqueued }
