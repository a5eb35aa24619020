package store

import (
	"context"
	"fmt"
	"strings"
	"time"
)

const (
	queryLastLeaf query = `SELECT COALESCE(MAX(made_at), 0) FROM ledger_leaves`

	// integrityFindings bounds what SQLite lists of a damaged file.
	integrityFindings = 5
)

// Durability is what the writing connection waits for before a commit is answered, and whether that survives a
// power cut: "WAL, FULL" on SQLite, the settings that say otherwise on PostgreSQL.
func (db *DB) Durability(ctx context.Context) (setting string, safe bool, err error) {
	err = db.Update(ctx, func(t *Tx) error {
		if db.dialect.engine == sqlite {
			setting, safe, err = t.sqliteDurability()
		} else {
			setting, safe, err = t.postgresDurability()
		}
		return err
	})
	return setting, safe, err
}

func (t *Tx) sqliteDurability() (string, bool, error) {
	var journal string
	var synchronous int
	if err := t.sql.QueryRowContext(t.ctx, "PRAGMA journal_mode").Scan(&journal); err != nil {
		return "", false, fmt.Errorf("read journal mode: %w", err)
	}
	if err := t.sql.QueryRowContext(t.ctx, "PRAGMA synchronous").Scan(&synchronous); err != nil {
		return "", false, fmt.Errorf("read synchronous: %w", err)
	}
	name := fmt.Sprint(synchronous)
	if names := []string{"OFF", "NORMAL", "FULL", "EXTRA"}; synchronous >= 0 && synchronous < len(names) {
		name = names[synchronous]
	}
	return strings.ToUpper(journal) + ", " + name, synchronous >= 2, nil
}

func (t *Tx) postgresDurability() (string, bool, error) {
	var settings []string
	safe := true
	for _, x := range []struct{ name, bad string }{{"fsync", "off"}, {"full_page_writes", "off"}, {"synchronous_commit", "off"}} {
		var value string
		if err := t.sql.QueryRowContext(t.ctx, "SHOW "+x.name).Scan(&value); err != nil {
			return "", false, fmt.Errorf("read %s: %w", x.name, err)
		}
		settings = append(settings, x.name+" "+value)
		safe = safe && value != x.bad
	}
	return strings.Join(settings, ", "), safe, nil
}

// Integrity lists what the engine itself finds damaged, in its own words, a few at most: pages, indexes and
// references on SQLite, pages of a wrong checksum on PostgreSQL. It reads the whole SQLite file.
func (db *DB) Integrity(ctx context.Context) (findings []string, err error) {
	if db.dialect.engine == postgres {
		var failures int64
		err := db.reader.QueryRowContext(ctx, "SELECT COALESCE(SUM(checksum_failures), 0)::bigint FROM pg_stat_database").Scan(&failures)
		if err == nil && failures > 0 {
			findings = []string{fmt.Sprintf("checksum_failures %d", failures)}
		}
		return findings, wrap("read checksum failures", err)
	}
	lines, err := texts(ctx, db.reader, fmt.Sprintf("PRAGMA integrity_check(%d)", integrityFindings))
	if err != nil {
		return []string{err.Error()}, nil //nolint:nilerr // a file that cannot be checked is the finding
	}
	for _, line := range lines {
		if line != "ok" {
			findings = append(findings, line)
		}
	}
	orphans, err := texts(ctx, db.reader, fmt.Sprintf(
		`SELECT "table" || ' ' || COALESCE(rowid, '') || ' -> ' || parent FROM pragma_foreign_key_check LIMIT %d`, integrityFindings))
	return append(findings, orphans...), err
}

// LastLeaf is when the newest leaf of the ledger was made, by the clock of the machine that made it; zero for
// an empty ledger.
func (db *DB) LastLeaf(ctx context.Context) (at time.Time, err error) {
	err = db.View(ctx, func(t *Tx) error {
		micros, err := one(t, "last leaf", plain[int64], queryLastLeaf)
		if micros > 0 {
			at = time.UnixMicro(micros).UTC()
		}
		return err
	})
	return at, err
}

// ServerVersion is the major version of a PostgreSQL server, 0 for SQLite.
func (db *DB) ServerVersion(ctx context.Context) (major int, err error) {
	if db.dialect.engine == sqlite {
		return 0, nil
	}
	err = db.reader.QueryRowContext(ctx, "SELECT current_setting('server_version_num')::int / 10000").Scan(&major)
	return major, wrap("read the server's version", err)
}

// Files are the SHA-256 of the files that the record refers to, in order.
func (db *DB) Files(ctx context.Context) (list []string, err error) {
	err = db.View(ctx, func(t *Tx) error {
		list, err = all(t, plain[string], queryFiles)
		return err
	})
	return list, err
}
