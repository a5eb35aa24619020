package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"

	"github.com/jackc/pgx/v5"
)

// ErrNotEmpty says that a database which is to be filled holds something already.
var ErrNotEmpty = errors.New("the target is not empty")

// dialPostgres connects for a copy, which may take longer than any request.
func dialPostgres(ctx context.Context, address string) (*pgx.Conn, error) {
	conf, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("read the database address: %w", err) // pgx leaves the password out of it
	}
	for _, name := range []string{"statement_timeout", "idle_in_transaction_session_timeout"} {
		conf.RuntimeParams[name] = "0"
	}
	conf.RuntimeParams["application_name"] = "vinhdanh copy"
	conn, err := pgx.ConnectConfig(ctx, conf)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	return conn, nil
}

func begin(ctx context.Context, conn *pgx.Conn, how string) error {
	if _, err := conn.Exec(ctx, "BEGIN "+how); err != nil {
		return fmt.Errorf("begin to copy: %w", err)
	}
	return nil
}

// postgresVersion is the schema's version, 0 for a database without tables of ours.
func postgresVersion(ctx context.Context, conn *pgx.Conn) (version int64, err error) {
	var there bool
	if err := conn.QueryRow(ctx, "SELECT to_regclass('goose_db_version') IS NOT NULL").Scan(&there); err != nil || !there {
		return 0, wrap("read the schema's version", err)
	}
	err = conn.QueryRow(ctx, string(querySchemaVersion)).Scan(&version)
	return version, wrap("read the schema's version", err)
}

func wrap(doing string, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// Empty returns nil when a database may be filled from a copy, else ErrNotEmpty. An SQLite database is empty
// while no file of it is there; one on PostgreSQL also with our schema and no record in it, which is what a
// copy that was broken off leaves.
func Empty(ctx context.Context, conf Config) error {
	if conf.DatabaseURL == "" {
		for _, tail := range []string{"", "-wal", "-shm", "-journal"} {
			path := filepath.Join(conf.DataDir, fileName+tail)
			if _, err := os.Lstat(path); err == nil {
				return fmt.Errorf("%w: %s is there", ErrNotEmpty, path)
			} else if !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("look for %s: %w", path, err)
			}
		}
		return nil
	}
	conn, err := dialPostgres(ctx, conf.DatabaseURL)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // it only reads
	return emptyPostgres(ctx, conn)
}

const postgresRelations = `SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace
AND relkind IN ('r', 'p') ORDER BY relname`

// emptyPostgres accepts no tables at all, or our schema without an office, which the first command that opens
// an installation writes, and without a leaf. What migrations write into other tables says nothing.
func emptyPostgres(ctx context.Context, conn *pgx.Conn) error {
	rows, err := conn.Query(ctx, postgresRelations)
	if err != nil {
		return fmt.Errorf("read the schema: %w", err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return fmt.Errorf("read the schema: %w", err)
	}
	if len(names) > 0 && !slices.Contains(names, "goose_db_version") {
		return fmt.Errorf("%w: it has the table %s of another program", ErrNotEmpty, names[0])
	}
	for _, name := range []string{"organisers", "ledger_leaves"} {
		if !slices.Contains(names, name) {
			continue
		}
		if there, err := hasRows(ctx, conn, name); err != nil {
			return err
		} else if there {
			return fmt.Errorf("%w: its table %s has rows", ErrNotEmpty, name)
		}
	}
	return nil
}

func hasRows(ctx context.Context, conn *pgx.Conn, name string) (there bool, err error) {
	err = conn.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM `+pgx.Identifier{name}.Sanitize()+`)`).Scan(&there)
	return there, wrap("look into table "+name, err)
}

// Fill gives an empty database of either engine the content of the SQLite file in the folder dir, whose
// schema must be this program's. All of it arrives or nothing; on SQLite the file itself is moved, so dir and
// the data folder must be on one file system.
func Fill(ctx context.Context, conf Config, dir string) error {
	conf = conf.settled()
	if conf.DatabaseURL == "" {
		return fillSQLite(ctx, conf, filepath.Join(dir, fileName))
	}
	from, err := sql.Open("sqlite3", dsn(filepath.Join(dir, fileName), copyDSN))
	if err != nil {
		return fmt.Errorf("open copy: %w", err)
	}
	defer from.Close() //nolint:errcheck // it only reads
	return fillPostgres(ctx, conf, from)
}

// fillSQLite holds the server's lock meanwhile, so that none begins on the same folder.
func fillSQLite(ctx context.Context, conf Config, file string) error {
	lock, err := lockServer(conf.DataDir)
	if err != nil {
		return err
	}
	defer lock.Close()
	if err := Empty(ctx, conf); err != nil {
		return err
	}
	if err := syncFile(file); err != nil {
		return err
	}
	if err := os.Rename(file, filepath.Join(conf.DataDir, fileName)); err != nil {
		return fmt.Errorf("place database: %w", err)
	}
	return syncFile(filepath.Join(conf.DataDir, fileName))
}

func lockServer(dataDir string) (*os.File, error) {
	lock, err := lockFile(filepath.Join(dataDir, "vinhdanh.lock"), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, ErrServing
	}
	return lock, err
}

func fillPostgres(ctx context.Context, conf Config, from *sql.DB) error {
	if err := Empty(ctx, conf); err != nil {
		return err
	}
	facts, err := inspect(ctx, from)
	if err != nil {
		return err
	}
	schema, err := bare(ctx, conf, facts.Schema)
	if err != nil {
		return err
	}
	if err := schema.release(); err != nil {
		return err
	}
	conn, err := dialPostgres(ctx, conf.DatabaseURL)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // what was not committed is undone
	if err := begin(ctx, conn, "ISOLATION LEVEL READ COMMITTED"); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "LOCK TABLE ledger_head IN EXCLUSIVE MODE"); err != nil { // as every writer does
		return fmt.Errorf("fill database: %w", err)
	}
	if err := emptyPostgres(ctx, conn); err != nil {
		return err
	}
	if err := toPostgres(ctx, from, conn); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "COMMIT"); err != nil {
		return fmt.Errorf("fill database: %w", err)
	}
	return nil
}
