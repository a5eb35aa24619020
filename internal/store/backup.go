package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Snapshot writes one instant of a database of either engine as the SQLite file of the folder dir, which must
// hold none. It works beside servers, which go on writing, and upgrades nothing: the copy has the schema of
// the original, older than this program's or not. An original that is not there is fs.ErrNotExist.
func Snapshot(ctx context.Context, conf Config, dir string) error {
	conf = conf.settled()
	if conf.DatabaseURL != "" {
		return snapshotPostgres(ctx, conf, dir)
	}
	from := filepath.Join(conf.DataDir, fileName)
	if _, err := os.Stat(from); err != nil {
		return fmt.Errorf("back up database: %w", err)
	}
	return vacuumInto(ctx, from, filepath.Join(dir, fileName))
}

// Backup writes a consistent copy of an SQLite database to a file that must not exist yet.
func (db *DB) Backup(ctx context.Context, path string) error {
	return vacuumInto(ctx, filepath.Join(db.conf.DataDir, fileName), path)
}

// vacuumInto copies a database in one read transaction on a connection of its own, so that the committer
// works beside it.
func vacuumInto(ctx context.Context, from, to string) error {
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("back up to %s: %w", to, fs.ErrExist)
	}
	conn, err := sql.Open("sqlite3", dsn(from, "mode=rw&_busy_timeout=5000"))
	if err != nil {
		return fmt.Errorf("open database to back it up: %w", err)
	}
	defer conn.Close() //nolint:errcheck // it only reads
	if _, err := conn.ExecContext(ctx, "VACUUM INTO ?1", to); err != nil {
		return fmt.Errorf("back up to %s: %w", to, err)
	}
	if err := os.Chmod(to, 0o600); err != nil {
		return fmt.Errorf("close the backup to others: %w", err)
	}
	return syncFile(to)
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

// snapshotPostgres copies every table within one snapshot into a new SQLite file.
func snapshotPostgres(ctx context.Context, conf Config, dir string) (err error) {
	from, err := dialPostgres(ctx, conf.DatabaseURL)
	if err != nil {
		return err
	}
	defer from.Close(context.WithoutCancel(ctx)) //nolint:errcheck // it only reads
	if err := begin(ctx, from, "ISOLATION LEVEL REPEATABLE READ READ ONLY"); err != nil {
		return err
	}
	version, err := postgresVersion(ctx, from)
	if err != nil {
		return err
	}
	if version == 0 {
		return fmt.Errorf("back up database: it is empty: %w", fs.ErrNotExist)
	}
	to, err := bare(ctx, Config{DataDir: dir, Now: conf.Now, Log: conf.Log}, version)
	if err != nil {
		return err
	}
	if err := errors.Join(fromPostgres(ctx, from, to), to.release()); err != nil {
		return fmt.Errorf("back up database: %w", err)
	}
	return syncFile(filepath.Join(dir, fileName))
}

// bare opens a database with the schema of a version, made where there is none, and no rows but the schema's own.
func bare(ctx context.Context, conf Config, version int64) (db *DB, err error) {
	db = &DB{conf: Config{DataDir: conf.DataDir, DatabaseURL: conf.DatabaseURL, Now: conf.Now, Log: conf.Log}}
	defer func() {
		if err != nil {
			err = errors.Join(err, db.release())
		}
	}()
	start := db.openSQLite
	if conf.DatabaseURL != "" {
		start = db.openPostgres
	}
	if err := start(); err != nil {
		return nil, err
	}
	if err := db.firstContact(ctx); err != nil {
		return nil, fmt.Errorf("make database: %w", err)
	}
	current, newest, err := db.versions(ctx)
	switch {
	case err != nil:
		return nil, err
	case version > newest:
		return nil, fmt.Errorf("%w: %d, this program knows %d", ErrSchemaNew, version, newest)
	case current != 0 && current != version:
		return nil, fmt.Errorf("make database: it has schema %d already, and the copy has %d", current, version)
	case current == version:
		return db, nil
	}
	return db, db.migrate(ctx, version)
}

// settled gives a configuration its clock and log.
func (c Config) settled() Config {
	if c.Now == nil {
		c.Now = time.Now //nolint:forbidigo // as in open
	}
	return c
}
