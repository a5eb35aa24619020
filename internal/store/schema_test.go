package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
)

func TestColumnsAgree(t *testing.T) {
	columns := map[string][]string{}
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		list := `SELECT m.name || '.' || p.name || ' ' || p.type || CASE WHEN p."notnull" = 1 THEN '' ELSE ' null' END
FROM sqlite_schema m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
AND m.name <> 'goose_db_version'`
		if db.Engine() == "postgres" {
			list = `SELECT table_name || '.' || column_name || ' ' ||
CASE data_type WHEN 'bigint' THEN 'INTEGER' WHEN 'text' THEN 'TEXT' WHEN 'bytea' THEN 'BLOB' ELSE data_type END ||
CASE is_nullable WHEN 'NO' THEN '' ELSE ' null' END
FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'goose_db_version'`
		}
		columns[db.Engine()] = column(t, db, list)
		slices.Sort(columns[db.Engine()])
		if len(columns[db.Engine()]) < 200 {
			t.Errorf("only %d columns", len(columns[db.Engine()]))
		}
	})
	if diff := cmp.Diff(columns["sqlite"], columns["postgres"]); diff != "" {
		t.Errorf("columns (- SQLite, + PostgreSQL):\n%s", diff)
	}
}

// TestTextsSortByBytes: PostgreSQL would otherwise order by its own locale and the engines would differ.
func TestTextsSortByBytes(t *testing.T) {
	db := storetest.OpenWith(t, storetest.Config(t, storetest.PostgresURL(t)))
	other := column(t, db, `SELECT table_name || '.' || column_name FROM information_schema.columns
WHERE table_schema = 'public' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'`)
	if len(other) > 0 {
		t.Errorf("columns without COLLATE \"C\": %v", other)
	}
}

func TestSQLiteTablesAreStrict(t *testing.T) {
	db := storetest.Open(t)
	loose := column(t, db, `SELECT name FROM pragma_table_list
WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version'`)
	if len(loose) > 0 {
		t.Errorf("tables that are not STRICT: %v", loose)
	}
	if _, err := db.Writer().Exec(`INSERT INTO ledger_hashes (idx, hash) VALUES (1, 'text')`); err == nil {
		t.Error("a text went into a BLOB column")
	}
}

// TestPragmas holds every pooled connection at once, so that none is looked at twice.
func TestPragmas(t *testing.T) {
	db := storetest.Open(t)
	ctx := t.Context()
	for _, pool := range []struct {
		name  string
		open  int
		query bool
	}{{"writer", 1, false}, {"reader", db.Reader().Stats().MaxOpenConnections, true}} {
		source := db.Writer()
		if pool.query {
			source = db.Reader()
		}
		if pool.open < 1 {
			t.Fatalf("%s: %d connections", pool.name, pool.open)
		}
		for range pool.open {
			conn, err := source.Conn(ctx)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			want := map[string]string{"synchronous": "2", "foreign_keys": "1", "journal_mode": "wal", "busy_timeout": "5000", "query_only": "0"}
			if pool.query {
				want["query_only"] = "1"
			}
			for name, value := range want {
				var got string
				if err := conn.QueryRowContext(ctx, "PRAGMA "+name).Scan(&got); err != nil || got != value {
					t.Errorf("%s: %s is %q, want %q (%v)", pool.name, name, got, value, err)
				}
			}
		}
	}
}

func TestForeignKeysHold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		err := db.Update(t.Context(), func(tx *store.Tx) error {
			return tx.Exec(`INSERT INTO users (id, organiser, email, phone, name, sort_key, password_hash, administrator, created, disabled)
VALUES ('u', 'nobody', '', '', '', $1, '', 0, 0, 0)`, []byte{})
		})
		if err == nil {
			t.Error("a user of an unknown organiser was saved")
		}
	})
}

func TestSealedRowsNeverChange(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		fill(t, db)
		for _, statement := range []string{
			`UPDATE sheet_seals SET total = 1`, `DELETE FROM sheet_seals`,
			`UPDATE paper_sheets SET scan_size = 1`, `DELETE FROM paper_sheets`,
			`UPDATE ledger_leaves SET kind = 'x'`, `DELETE FROM ledger_leaves`,
		} {
			_, err := db.Writer().Exec(statement)
			if err == nil || !strings.Contains(err.Error(), "never changes") {
				t.Errorf("%s: %v", statement, err)
			}
		}
	})
}

func TestEmptyDatabaseIsSetUp(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, conf store.Config) {
		for range 2 { // the second time there is nothing to do
			db, err := store.Open(t.Context(), conf)
			if err != nil {
				t.Fatal(err)
			}
			o, err := view(db, func(tx *store.Tx) (string, error) {
				o, err := tx.OrganiserBySlug("default")
				return o.Slug, err
			})
			if o != "default" || err != nil {
				t.Errorf("default organiser: %q, %v", o, err)
			}
			if err := db.Ping(t.Context()); err != nil {
				t.Error(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestOlderSchema(t *testing.T) {
	t.Run("SQLite upgrades itself after a copy", func(t *testing.T) {
		conf := storetest.Config(t, "")
		makeOlder(t, conf)
		db := storetest.OpenWith(t, conf)
		version, err := db.SchemaVersion(t.Context())
		if err != nil || version < 3 {
			t.Errorf("version %d, %v", version, err)
		}
		copies, err := filepath.Glob(filepath.Join(conf.DataDir, "backup-before-*.db"))
		if err != nil || len(copies) != 1 {
			t.Fatalf("backups: %v, %v", copies, err)
		}
		info, err := os.Stat(copies[0])
		if err != nil || info.Size() == 0 || info.Mode().Perm() != 0o600 {
			t.Errorf("backup: %v, %v", info, err)
		}
	})
	t.Run("PostgreSQL waits for migrate", func(t *testing.T) {
		conf := storetest.Config(t, storetest.PostgresURL(t))
		makeOlder(t, conf)
		if _, err := store.Open(t.Context(), conf); !errors.Is(err, store.ErrSchemaOld) {
			t.Fatalf("opening an older schema: %v", err)
		}
		if version, err := store.Migrate(t.Context(), conf); err != nil || version < 3 {
			t.Fatalf("migrate: version %d, %v", version, err)
		}
		storetest.OpenWith(t, conf)
	})
}

func TestNewerSchemaIsRefused(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, conf store.Config) {
		db, err := store.Open(t.Context(), conf)
		if err != nil {
			t.Fatal(err)
		}
		_, err = db.Writer().Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, ` +
			map[string]string{"sqlite": "1", "postgres": "true"}[db.Engine()] + `)`)
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(t.Context(), conf); !errors.Is(err, store.ErrSchemaNew) {
			t.Errorf("opening a newer schema: %v", err)
		}
		if _, err := store.Migrate(t.Context(), conf); !errors.Is(err, store.ErrSchemaNew) {
			t.Errorf("migrating a newer schema: %v", err)
		}
	})
}

func TestTwoCommandsMeetOnAnEmptyDatabase(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, conf store.Config) {
		var wait sync.WaitGroup
		for range 4 {
			wait.Go(func() {
				db, err := store.Open(context.Background(), conf)
				if err != nil {
					t.Error(err)
					return
				}
				if err := db.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		db := storetest.OpenWith(t, conf)
		if got := column(t, db, `SELECT slug FROM organisers`); len(got) != 1 {
			t.Errorf("organisers: %v", got)
		}
	})
}
