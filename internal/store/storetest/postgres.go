// Package storetest owns real databases for tests: a PostgreSQL cluster of the test process's own
// and a fresh database in it for each test. It refuses to know the schema and to stand in for a
// database: there is no mock here.
package storetest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// SharedVariable names the environment variable that holds the address of a running PostgreSQL
// whose user may create databases. When it is set no cluster is started.
const SharedVariable = "VINHDANH_TEST_POSTGRES"

// shared starts the one cluster of this process when the first test asks for it. Its watchdog
// ends it when the process ends, however that happens.
var shared = sync.OnceValues(func() (*Cluster, error) { return startCluster(Options{}) })

// PostgresURL makes an empty database that belongs to t alone and returns its address. The
// database is dropped when t ends, with every connection still open to it. A machine without
// PostgreSQL fails the test: one engine untested is not a pass.
func PostgresURL(t testing.TB) string {
	t.Helper()
	admin := os.Getenv(SharedVariable)
	if admin == "" {
		c, err := shared()
		if err != nil {
			t.Fatalf("start PostgreSQL for tests: %v", err)
		}
		admin = c.URL("postgres")
	}
	name := "t_" + strings.ToLower(rand.Text())
	if err := execute(admin, `CREATE DATABASE `+name+` TEMPLATE template0`); err != nil {
		t.Fatalf("make the database of this test: %v", err)
	}
	t.Cleanup(func() {
		if err := execute(admin, `DROP DATABASE IF EXISTS `+name+` WITH (FORCE)`); err != nil {
			t.Errorf("drop the database of this test: %v", err)
		}
	})
	address, err := url.Parse(admin)
	if err != nil {
		t.Fatalf("read %s: %v", SharedVariable, err)
	}
	address.Path = "/" + name
	return address.String()
}

// execute runs one statement over a connection of its own.
func execute(address, statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	_, err = conn.Exec(ctx, statement)
	if closed := conn.Close(ctx); err == nil {
		err = closed
	}
	return err
}
