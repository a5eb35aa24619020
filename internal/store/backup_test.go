package store_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/ledger"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
)

// where names the database of a configuration for storetest.
func where(conf store.Config) string {
	if conf.DatabaseURL != "" {
		return conf.DatabaseURL
	}
	return conf.DataDir
}

// full is a database of the configuration with a record of every kind, also in the tables beside the record.
func full(t *testing.T, conf store.Config) *store.DB {
	t.Helper()
	db := storetest.OpenWith(t, conf)
	w := fill(t, db)
	for _, s := range []string{
		`INSERT INTO slips (id, user_id, code_hash, made_by, created, expires, used) VALUES ('s', '` + w.user.ID + `', 'h', '', 1, 2, 0)`,
		`INSERT INTO sessions (id, token_hash, user_id, agent, created, last_seen, expires) VALUES ('s', 'h', '` + w.user.ID + `', 'Trình duyệt', 1, 2, 9223372036854775807)`,
		`INSERT INTO setup_link (id, token_hash, expires, used) VALUES (1, 'h', 1, 0)`,
		`INSERT INTO series (owner, name, last_n) VALUES ('o', 'n', -7)`,
		`INSERT INTO certificate_letters (certificate, edition, sent, job, times) SELECT id, edition, 1, 'j', 1 FROM certificates`,
		`INSERT INTO misuse_reports (id, edition, certificate, code, kind, details, photo_sha256, contact, made_at, handled, handled_by, note) SELECT 'm', edition, id, code, 'forged', 'giả', '', '0901', 1, 0, '', '' FROM certificates`,
		`INSERT INTO certificate_lookups (certificate, day, n, told) SELECT id, '2026-11-02', 7, 0 FROM certificates`,
		`INSERT INTO reminders (nomination, made_by, made_at) VALUES ('` + w.nomination.ID + `', '', 1)`,
		`INSERT INTO erasures (id, tbl, row_id, fields, reason, made_by, made_at) VALUES ('e', 't', 'r', '[]', E'x', '', 1)`,
		`INSERT INTO cosignatures (size, witness, line, signed_at, made_at) VALUES (3, 'w+1', '— w AA==', 1, 2)`,
		`INSERT INTO jobs (id, kind, edition, job_key, payload, state, done, total, errors, attempts, problem, run_at, lease, created, finished)
VALUES ('j', 'mail', '', '', '{"a":"\""}', 'queued', 0, 0, '[]', 0, '', 1, 0, 1, 0)`,
	} {
		storetest.Exec(t, where(conf), strings.Replace(s, "E'x'", "'x'", 1))
	}
	if err := db.SaveIdempotent(t.Context(), w.user.ID, "key", store.Answered{BodyHash: "h", Status: 201, Answer: []byte{0, 255, '\n'}}); err != nil {
		t.Fatal(err)
	}
	if err := db.SaveStamp(t.Context(), ledger.Published{Size: 3, Stamp: []byte{0, 255, 1}, Stamped: day}); err != nil {
		t.Fatal(err)
	}
	return db
}

// TestCopyIsWhole leads a record of every kind from each engine to each, by way of a snapshot.
func TestCopyIsWhole(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, from store.Config) {
		db := full(t, from)
		head, err := db.LedgerHead(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		findings, err := db.CheckLedger(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		want := storetest.Content(t, where(from))
		for name, rows := range want {
			if len(rows) == 0 {
				t.Errorf("table %s is empty: the copy of it proves nothing", name)
			}
		}
		storetest.EachConfig(t, func(t *testing.T, to store.Config) {
			dir := t.TempDir()
			if to.DatabaseURL == "" {
				to.DataDir = t.TempDir()
			}
			if err := store.Snapshot(t.Context(), from, dir); err != nil {
				t.Fatal(err)
			}
			facts, err := store.Inspect(t.Context(), dir)
			if err != nil {
				t.Fatal(err)
			}
			if facts.Head != head || len(facts.Files) != 8 || facts.Tables["users"] != 1 || len(facts.Tables) != len(want)+1 {
				t.Errorf("facts %+v", facts)
			}
			if diff := cmp.Diff(want, storetest.Content(t, dir)); diff != "" {
				t.Errorf("the snapshot differs (-original +snapshot):\n%s", diff)
			}
			if err := store.Fill(t.Context(), to, dir); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, storetest.Content(t, where(to))); diff != "" {
				t.Errorf("the copy differs (-original +copy):\n%s", diff)
			}
			copied := storetest.OpenWith(t, to)
			again, err := copied.CheckLedger(t.Context(), nil)
			if diff := cmp.Diff(findings, again); diff != "" || err != nil {
				t.Errorf("ledger of the copy: %v\n%s", err, diff)
			}
			if err := copied.SaveSetting(t.Context(), "it", "lives on"); err != nil {
				t.Error(err)
			}
			if err := store.Fill(t.Context(), to, dir); !errors.Is(err, store.ErrNotEmpty) {
				t.Errorf("filled a second time: %v", err)
			}
		})
	})
}

// TestSnapshotIsOneInstant copies beside a writer that always writes alike into the first tables and the last.
func TestSnapshotIsOneInstant(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, conf store.Config) {
		conf.Serve = true
		db := full(t, conf)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		var writer sync.WaitGroup
		written := make(chan int, 1)
		started := make(chan struct{})
		writer.Go(func() {
			n := 0
			for ; ctx.Err() == nil; n++ {
				if n == 1 {
					close(started)
				}
				if err := db.Update(context.WithoutCancel(ctx), func(tx *store.Tx) error {
					return errors.Join(tx.SaveSetting("turn", fmt.Sprint(n)), tx.Exec(`UPDATE reminders SET made_at = $1`, n))
				}); err != nil {
					t.Error(err)
				}
			}
			written <- n
		})
		<-started
		seen := map[string]bool{}
		for range 3 {
			dir := t.TempDir()
			if err := store.Snapshot(t.Context(), conf, dir); err != nil {
				t.Fatal(err)
			}
			got := storetest.Rows(t, dir, `SELECT value, CAST(made_at AS TEXT) FROM settings, reminders WHERE name = 'turn'`)
			if len(got) != 1 || got[0][0] != got[0][1] {
				t.Errorf("two instants in one copy: %q", got)
			}
			seen[fmt.Sprint(got)] = true
		}
		stop()
		writer.Wait()
		if n := <-written; len(seen) < 2 || n < 5 {
			t.Errorf("%d writes, %d different copies: the writer stood still", n, len(seen))
		}
	})
}

// TestNoTableIsForgotten gives PostgreSQL what SQLite has not: nobody may take the copy for whole.
func TestNoTableIsForgotten(t *testing.T) {
	for _, change := range []string{`CREATE TABLE additions (id TEXT)`, `ALTER TABLE users ADD COLUMN nickname TEXT`, `DROP TABLE reminders`} {
		conf := storetest.Config(t, storetest.PostgresURL(t))
		full(t, conf)
		storetest.Exec(t, conf.DatabaseURL, change)
		dir := t.TempDir()
		name := strings.Fields(change)[2]
		if err := store.Snapshot(t.Context(), conf, dir); err == nil || !strings.Contains(err.Error(), "table "+name) {
			t.Errorf("%s: %v", change, err)
		}
	}
}

// TestFilesAreKnown fails when a migration adds a column that may name a file of the blob store: say then in
// queryFiles or here which it is.
func TestFilesAreKnown(t *testing.T) {
	db := storetest.Open(t)
	got := column(t, db, `SELECT m.name || '.' || p.name FROM sqlite_schema m JOIN pragma_table_info(m.name) p
WHERE m.type = 'table' AND p.type = 'TEXT' AND (p.name LIKE '%sha%' OR p.name IN ('file', 'filename') OR p.name LIKE 'file\_%' ESCAPE '\' OR p.name LIKE '%\_file' ESCAPE '\' OR p.name LIKE '%photo%' OR p.name LIKE '%blob%'
OR p.name LIKE '%pdf%' OR p.name LIKE '%scan%' OR p.name LIKE '%image%' OR p.name LIKE '%logo%') ORDER BY 1`)
	want := []string{"calibration_files.filename", "calibration_files.sha256", "certificate_signatures.sha256", "certificates.pdf_sha256", "decisions.file", "documents.filename", "documents.sha256", "misuse_reports.photo_sha256", "paper_sheets.scan_by",
		"paper_sheets.scan_name", "paper_sheets.scan_sha256", "paper_sheets.scan_type", "revocation_proposals.evidence_sha256", "visit_photos.filename", "visit_photos.sha256"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("columns that may name files (-known +there):\n%s", diff)
	}
}

func TestSnapshotOfAnOlderSchema(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, conf store.Config) {
		if err := store.Snapshot(t.Context(), conf, t.TempDir()); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("nothing was copied: %v", err)
		}
		if err := store.SetUpAt(t.Context(), conf, 3); err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		if err := store.Snapshot(t.Context(), conf, dir); err != nil {
			t.Fatal(err)
		}
		if facts, err := store.Inspect(t.Context(), dir); err != nil || facts.Schema != 3 {
			t.Errorf("%+v, %v", facts, err)
		}
	})
}

// TestFillAgain takes up a target where an earlier attempt has left a schema without rows.
func TestFillAgain(t *testing.T) {
	from := storetest.Config(t, "")
	full(t, from)
	dir := t.TempDir()
	if err := store.Snapshot(t.Context(), from, dir); err != nil {
		t.Fatal(err)
	}
	to := storetest.Config(t, storetest.PostgresURL(t))
	facts, err := store.Inspect(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.SetUpAt(t.Context(), to, facts.Schema); err != nil {
		t.Fatal(err)
	}
	storetest.Exec(t, to.DatabaseURL, `CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'the power fails'; END$$`)
	storetest.Exec(t, to.DatabaseURL, `CREATE TRIGGER broken BEFORE INSERT ON certificate_events EXECUTE FUNCTION broken()`)
	if err := store.Fill(t.Context(), to, dir); err == nil || !strings.Contains(err.Error(), "the power fails") {
		t.Fatalf("broken off: %v", err)
	}
	storetest.Exec(t, to.DatabaseURL, `DROP TRIGGER broken ON certificate_events`)
	if err := store.Fill(t.Context(), to, dir); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(storetest.Content(t, from.DataDir), storetest.Content(t, to.DatabaseURL)); diff != "" {
		t.Error(diff)
	}
}

func TestHold(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, conf store.Config) {
		conf.Serve = true
		db, err := store.Open(t.Context(), conf)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := store.Hold(t.Context(), conf); !errors.Is(err, store.ErrServing) {
			t.Errorf("held beside a server: %v", err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		conf.Serve = false
		held, err := store.Hold(t.Context(), conf)
		if err != nil {
			t.Fatal(err)
		}
		if err := store.Snapshot(t.Context(), conf, t.TempDir()); err != nil {
			t.Errorf("no snapshot of a held database: %v", err)
		}
		if err := errors.Join(held.Mark(t.Context(), "elsewhere"), held.Release()); err != nil {
			t.Fatal(err)
		}
		again := storetest.OpenWith(t, conf)
		if to, err := again.Moved(t.Context()); to != "elsewhere" || err != nil {
			t.Errorf("moved to %q, %v", to, err)
		}
	})
}
