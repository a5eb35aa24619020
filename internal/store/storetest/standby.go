package storetest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Standby copies c into a cluster of its own that follows it until Promote. When it returns, c acknowledges a
// commit only when the standby has it on disk too; a standby that is away therefore stops all commits.
func (c *Cluster) Standby(t testing.TB) *Cluster {
	t.Helper()
	s, err := startFilled(c.options, func(s *Cluster) error { return s.copyFrom(c) })
	if err != nil {
		t.Fatalf("start a standby: %v", err)
	}
	t.Cleanup(s.Stop)
	if err := c.waitFor(30 * time.Second); err != nil {
		t.Fatalf("make the standby a synchronous one: %v", err)
	}
	return s
}

// Promote makes a standby the server that is written to; it returns when it is.
func (c *Cluster) Promote() error {
	return execute(c.URL("postgres"), `DO $$ BEGIN IF NOT pg_promote(true, 60) THEN RAISE EXCEPTION 'not promoted'; END IF; END $$`)
}

// Together is the address of a database that any of some clusters serves; a client picks the one it may write to.
func Together(database string, clusters ...*Cluster) string {
	var hosts []string
	for _, c := range clusters {
		hosts = append(hosts, net.JoinHostPort("127.0.0.1", strconv.Itoa(c.port)))
	}
	u := url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/" + database, Host: strings.Join(hosts, ","),
		RawQuery: "sslmode=disable&target_session_attrs=read-write"}
	return u.String()
}

// copyFrom fills the data folder from a running cluster, to follow it.
func (c *Cluster) copyFrom(primary *Cluster) error {
	if err := c.account.own(c.dir); err != nil {
		return err
	}
	backup := c.command("pg_basebackup", "--pgdata", c.data(), "--dbname", primary.URL("postgres"), "--wal-method", "stream",
		"--checkpoint", "fast", "--write-recovery-conf", "--no-sync")
	if out, err := backup.CombinedOutput(); err != nil {
		return errors.Join(fmt.Errorf("run pg_basebackup: %w\n%s", err, out), os.RemoveAll(c.data()))
	}
	return nil
}

// waitFor has commits of c wait for whoever follows it, and returns when somebody does.
func (c *Cluster) waitFor(limit time.Duration) error {
	for _, statement := range []string{`ALTER SYSTEM SET synchronous_standby_names = '*'`, `SELECT pg_reload_conf()`} {
		if err := execute(c.URL("postgres"), statement); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	conn, err := pgx.Connect(ctx, c.URL("postgres"))
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	for following := 0; following == 0; {
		row := conn.QueryRow(ctx, `SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'`)
		if err := row.Scan(&following); err != nil {
			return fmt.Errorf("nobody follows: %w", err)
		}
	}
	return nil
}
