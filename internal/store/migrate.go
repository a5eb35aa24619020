package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strconv"
	"syscall"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"vinhdanh/internal/accounts"
)

//go:embed migrations
var migrations embed.FS

// provider reads the embedded migrations of the engine.
func (db *DB) provider() (*goose.Provider, error) {
	dir, err := fs.Sub(migrations, "migrations/"+string(db.dialect.engine))
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	dialect := goose.DialectSQLite3
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if db.dialect.engine == postgres {
		dialect = goose.DialectPostgres
		locker, err := migrationLock()
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(dialect, db.writer, dir, options...)
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return p, nil
}

// migrationLock is what one migration of a PostgreSQL database holds at a time; who waits asks every second
// for five minutes.
func migrationLock() (lock.SessionLocker, error) {
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
	if err != nil {
		return nil, fmt.Errorf("make migration lock: %w", err)
	}
	return locker, nil
}

// awaitMigration returns when no other command migrates this PostgreSQL database.
func (db *DB) awaitMigration(ctx context.Context) error {
	locker, err := migrationLock()
	if err != nil {
		return err
	}
	conn, err := db.writer.Conn(ctx)
	if err != nil {
		return fmt.Errorf("wait for a migration: %w", err)
	}
	err = locker.SessionLock(ctx, conn)
	if err == nil {
		err = locker.SessionUnlock(ctx, conn)
	}
	if err = errors.Join(err, conn.Close()); err != nil {
		return fmt.Errorf("wait for a migration: %w", err)
	}
	return nil
}

// SchemaVersion is the number of the last migration that the database has seen.
func (db *DB) SchemaVersion(ctx context.Context) (version int64, err error) {
	err = db.View(ctx, func(t *Tx) error {
		version, err = one(t, "schema", plain[int64], querySchemaVersion)
		return err
	})
	return version, err
}

const querySchemaVersion query = `SELECT MAX(version_id) FROM goose_db_version WHERE is_applied`

// versions are the schema's version and the newest that the program knows.
func (db *DB) versions(ctx context.Context) (current, newest int64, err error) {
	p, err := db.provider()
	if err != nil {
		return 0, 0, err
	}
	if current, newest, err = p.GetVersions(ctx); err != nil {
		return 0, 0, fmt.Errorf("read the schema's version: %w", err)
	}
	if current > newest {
		return 0, 0, fmt.Errorf("%w: %d, this program knows %d", ErrSchemaNew, current, newest)
	}
	return current, newest, nil
}

// upgrade is what Open does about the schema.
func upgrade(ctx context.Context, db *DB) error {
	current, newest, err := db.versions(ctx)
	if err == nil && db.dialect.engine == postgres && current > 0 && current < newest {
		// Perhaps another command is half way up from an empty database.
		if err = db.awaitMigration(ctx); err == nil {
			current, newest, err = db.versions(ctx)
		}
	}
	switch {
	case err != nil:
		return err
	case current == newest:
		return nil
	case db.dialect.engine == postgres && current > 0:
		return fmt.Errorf("%w: %d, this program needs %d", ErrSchemaOld, current, newest)
	}
	return db.migrate(ctx, 0)
}

// migrate brings the schema to a version, the newest when it is 0. On SQLite a copy of a database that
// is not empty is kept beside it.
func (db *DB) migrate(ctx context.Context, to int64) error {
	if db.dialect.engine == sqlite {
		// Two commands may meet on one file; the second waits here and then finds nothing to do.
		turn, err := lockFile(filepath.Join(db.conf.DataDir, "migrate.lock"), syscall.LOCK_EX)
		if err != nil {
			return err
		}
		defer turn.Close()
	}
	current, newest, err := db.versions(ctx)
	if err != nil || current == newest {
		return err
	}
	if db.dialect.engine == sqlite && current > 0 {
		name := "backup-before-" + strconv.FormatInt(newest, 10) + ".db"
		err := db.Backup(ctx, filepath.Join(db.conf.DataDir, name))
		if err != nil && !errors.Is(err, fs.ErrExist) { // one of an upgrade that was broken off is older still
			return err
		}
	}
	p, err := db.provider()
	if err != nil {
		return err
	}
	if to == 0 {
		to = newest
	}
	if _, err := p.UpTo(ctx, to); err != nil {
		return fmt.Errorf("upgrade the schema: %w", err)
	}
	return nil
}

// setUp makes the organiser of an installation of one office, once.
func (db *DB) setUp(ctx context.Context) error {
	there := false
	err := db.View(ctx, func(t *Tx) error {
		list, err := t.Organisers()
		there = len(list) > 0
		return err
	})
	if err != nil || there {
		return err
	}
	return db.Update(ctx, func(t *Tx) error {
		list, err := t.Organisers()
		if err != nil || len(list) > 0 {
			return err
		}
		if err := t.SaveSetting(sortKeySetting, keyVersion); err != nil {
			return err
		}
		return t.SaveOrganiser(accounts.Organiser{
			ID: accounts.NewID(), Slug: "default", Name: "Ban tổ chức bình chọn", Created: db.conf.Now().UTC(),
		})
	})
}
