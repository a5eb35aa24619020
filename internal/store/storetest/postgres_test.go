package storetest_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"vinhdanh/internal/store/storetest"
)

// childVariable makes TestAbandoned play the test process that dies.
const childVariable = "VINHDANH_STORETEST_CHILD"

func connect(t *testing.T, address string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func TestEveryTestHasItsOwnDatabase(t *testing.T) {
	first, second := storetest.PostgresURL(t), storetest.PostgresURL(t)
	if first == second {
		t.Fatalf("both calls gave %s", first)
	}
	if _, err := connect(t, first).Exec(t.Context(), `CREATE TABLE one (n integer)`); err != nil {
		t.Fatal(err)
	}
	var tables int
	row := connect(t, second).QueryRow(t.Context(), `SELECT count(*) FROM pg_tables WHERE tablename = 'one'`)
	if err := row.Scan(&tables); err != nil || tables != 0 {
		t.Errorf("the second database has %d tables of the first, %v", tables, err)
	}
}

func TestDatabaseIsDroppedWithItsConnections(t *testing.T) {
	var address string
	t.Run("user", func(t *testing.T) {
		address = storetest.PostgresURL(t)
		conn, err := pgx.Connect(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close(context.Background()) })
	})
	if conn, err := pgx.Connect(t.Context(), address); err == nil {
		_ = conn.Close(t.Context())
		t.Errorf("%s can still be reached after its test", address)
	}
}

func TestVietnameseCollation(t *testing.T) {
	conn := connect(t, storetest.PostgresURL(t))
	rows, err := conn.Query(t.Context(),
		`SELECT w FROM unnest(ARRAY['đa', 'e', 'da', 'dy', 'ă', 'a', 'â', 'b']) w ORDER BY w COLLATE "vi-x-icu"`)
	if err != nil {
		t.Fatal(err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"a", "ă", "â", "b", "da", "dy", "đa", "e"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDurableClusterSurvivesKill(t *testing.T) {
	c := storetest.Start(t, storetest.Options{Durable: true})
	before := connect(t, c.URL("postgres"))
	if _, err := before.Exec(t.Context(), `CREATE TABLE kept AS SELECT 7 AS n`); err != nil {
		t.Fatal(err)
	}
	if err := c.Kill(); err != nil {
		t.Fatal(err)
	}
	// The server's children notice a moment later that it is gone.
	for deadline := time.Now().Add(10 * time.Second); before.Ping(t.Context()) == nil; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("a connection outlives the killed server")
		}
	}
	if err := c.Restart(); err != nil {
		t.Fatal(err)
	}
	var n int
	var fsync string
	after := connect(t, c.URL("postgres"))
	if err := after.QueryRow(t.Context(), `SELECT n, current_setting('fsync') FROM kept`).Scan(&n, &fsync); err != nil {
		t.Fatal(err)
	}
	if n != 7 || fsync != "on" {
		t.Errorf("after the kill n = %d, fsync = %s; want 7, on", n, fsync)
	}
}

// TestAbandoned kills a test process that holds a cluster and demands that the server and its
// folder go away by themselves.
func TestAbandoned(t *testing.T) {
	if os.Getenv(childVariable) != "" {
		_ = storetest.Start(t, storetest.Options{})
		_, _ = os.Stdout.WriteString("ready\n")
		time.Sleep(time.Minute)
		return
	}
	dir := t.TempDir()
	open(t, dir)
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestAbandoned$")
	child.Env = append(os.Environ(), childVariable+"=1", "TMPDIR="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	ready := make([]byte, 6)
	if _, err := out.Read(ready); err != nil || string(ready) != "ready\n" {
		t.Fatalf("the child said %q, %v", ready, err)
	}
	pid := postmaster(t, dir)
	_ = child.Process.Kill()
	_ = child.Wait()
	for range 200 {
		left, err := filepath.Glob(filepath.Join(dir, "vdpg*"))
		if err != nil {
			t.Fatal(err)
		}
		// A process that has ended but was not reaped has an empty command line.
		if command, _ := os.ReadFile("/proc/" + pid + "/cmdline"); len(command) == 0 && len(left) == 0 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("process %s or its folder in %s is still there 10 s after its test was killed", pid, dir)
}

// open lets the account postgres walk down to dir.
func open(t *testing.T, dir string) {
	t.Helper()
	for d := dir; d != filepath.Clean(os.TempDir()) && d != "/"; d = filepath.Dir(d) {
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

// postmaster reads the process id of the only server whose folder is below dir.
func postmaster(t *testing.T, dir string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "vdpg*", "data", "postmaster.pid"))
	if err != nil || len(files) != 1 {
		t.Fatalf("servers below %s: %v, %v", dir, files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	pid, _, _ := strings.Cut(string(text), "\n")
	return pid
}

// TestStandbyHasWhatWasCommitted kills a cluster right after a commit and reads it from the promoted standby, which
// an address of both finds by itself.
func TestStandbyHasWhatWasCommitted(t *testing.T) {
	primary := storetest.Start(t, storetest.Options{Durable: true})
	standby := primary.Standby(t)
	both := storetest.Together("postgres", primary, standby)
	if _, err := connect(t, both).Exec(t.Context(), `CREATE TABLE kept AS SELECT 7 AS n`); err != nil {
		t.Fatal(err)
	}
	if _, err := connect(t, standby.URL("postgres")).Exec(t.Context(), `CREATE TABLE own (n integer)`); err == nil {
		t.Error("a standby may be written to before it is promoted")
	}
	if err := primary.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := standby.Promote(); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := connect(t, both).QueryRow(t.Context(), `SELECT n FROM kept`).Scan(&n); err != nil || n != 7 {
		t.Errorf("the promoted standby has n = %d, %v", n, err)
	}
}
