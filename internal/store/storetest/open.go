package storetest

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"vinhdanh/internal/ledger"
	"vinhdanh/internal/store"
)

// Origin is the origin of the logs that tests publish.
const Origin = "ledger.example.vn/test"

// testKey signs the checkpoints of a test process.
var testKey = sync.OnceValues(func() (ledger.Key, error) { return ledger.GenerateKey(rand.Reader, Origin) })

// Config is the configuration of a database that belongs to t alone: SQLite in a folder of its own when
// address is empty, else the database there. It signs checkpoints with a key of this process.
func Config(t testing.TB, address string) store.Config {
	t.Helper()
	return store.Config{DataDir: t.TempDir(), DatabaseURL: address, Sign: Sign, Verifiers: Verifiers(t), Now: time.Now}
}

// Sign signs a checkpoint with the key of this process.
func Sign(size int64, root [32]byte) (string, error) {
	key, err := testKey()
	if err != nil {
		return "", err
	}
	text, err := ledger.SignCheckpoint(key, Origin, ledger.Head{Size: size, Root: root})
	if err != nil {
		return "", fmt.Errorf("sign test checkpoint: %w", err)
	}
	return text, nil
}

// Verifier is the text of the key that checks what Sign signed.
func Verifier(t testing.TB) string {
	t.Helper()
	key, err := testKey()
	if err != nil {
		t.Fatal(err)
	}
	return key.Verifier
}

// Verifiers checks what Sign signed.
func Verifiers(t testing.TB) note.Verifiers {
	t.Helper()
	list, err := ledger.Verifiers(Verifier(t))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// Open opens a fresh SQLite database that is closed when t ends.
func Open(t testing.TB) *store.DB {
	t.Helper()
	return OpenWith(t, Config(t, ""))
}

// OpenWith opens the database of a configuration and closes it when t ends.
func OpenWith(t testing.TB, conf store.Config) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), conf)
	if err != nil {
		t.Fatalf("open the database of this test: %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close the database of this test: %v", err)
		}
	})
	return db
}

// Each runs f once on a fresh database of each engine, as subtests named "sqlite" and "postgres".
func Each(t *testing.T, f func(t *testing.T, db *store.DB)) {
	t.Helper()
	EachConfig(t, func(t *testing.T, conf store.Config) { f(t, OpenWith(t, conf)) })
}

// EachConfig is Each for tests that open the database themselves.
func EachConfig(t *testing.T, f func(t *testing.T, conf store.Config)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, Config(t, "")) })
	t.Run("postgres", func(t *testing.T) { f(t, Config(t, PostgresURL(t))) })
}
