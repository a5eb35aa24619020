package storetest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// Options says how a cluster differs from the one that plain tests share.
type Options struct {
	// Durable keeps fsync and full page writes on, for tests that kill the server or measure it.
	Durable bool
}

// Cluster is one running PostgreSQL in a temporary folder, listening on loopback only and
// trusting everybody who reaches it. Text sorts by bytes; the ICU collations are there by name.
type Cluster struct {
	bin     string        // folder of initdb and postgres
	dir     string        // everything the cluster owns; removed at the end
	port    int           // kept over Kill and Restart
	options Options       // as given to Start
	account account       // whom the processes run as
	server  *exec.Cmd     // the postmaster
	ended   chan struct{} // closed when the postmaster has gone
	watch   *watchdog
}

// Start runs a cluster of t's own and stops it when t ends. Tests that only need a database use
// PostgresURL, which is faster.
func Start(t testing.TB, o Options) *Cluster {
	t.Helper()
	c, err := startCluster(o)
	if err != nil {
		t.Fatalf("start a PostgreSQL cluster: %v", err)
	}
	t.Cleanup(c.Stop)
	return c
}

// URL is the address of the named database of this cluster; "postgres" exists from the start.
func (c *Cluster) URL(database string) string {
	u := url.URL{
		Scheme: "postgres", User: url.User("postgres"), Path: "/" + database,
		Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(c.port)), RawQuery: "sslmode=disable",
	}
	return u.String()
}

// Kill ends the server as a crash would, and returns when it has gone.
func (c *Cluster) Kill() error {
	if err := c.server.Process.Kill(); err != nil {
		return fmt.Errorf("kill the PostgreSQL server: %w", err)
	}
	<-c.ended
	return nil
}

// Restart starts the server again after Kill and returns when it answers; PostgreSQL recovers
// from its log first. The address stays the same.
func (c *Cluster) Restart() error {
	// A killed postmaster leaves children that let go of the data folder a moment later.
	deadline := time.Now().Add(20 * time.Second)
	for {
		err := c.serve()
		if err == nil || time.Now().After(deadline) {
			return err
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// Stop ends the server without a checkpoint and removes its folder. It may be called twice.
func (c *Cluster) Stop() {
	c.watch.fire()
	<-c.ended
}

// startCluster makes a folder, initialises a cluster in it and serves it.
func startCluster(o Options) (*Cluster, error) { return startFilled(o, (*Cluster).initialise) }

// startFilled makes a folder, has a cluster's data written into it and serves it.
func startFilled(o Options, fill func(*Cluster) error) (*Cluster, error) {
	bin, err := findBinaries()
	if err != nil {
		return nil, err
	}
	who, err := serverAccount()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "vdpg")
	if err != nil {
		return nil, fmt.Errorf("make the cluster's folder: %w", err)
	}
	c := &Cluster{bin: bin, dir: dir, options: o, account: who}
	if err := fill(c); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	if c.watch, err = startWatchdog(dir); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	// The free port may be taken by another process before PostgreSQL binds it.
	for range 5 {
		if c.port, err = freePort(); err != nil {
			break
		}
		if err = c.serve(); err == nil {
			return c, nil
		}
	}
	c.watch.fire()
	return nil, err
}

// initialise writes the data folder. UTF8 is what the ICU collations need; locale C needs nothing.
func (c *Cluster) initialise() error {
	if err := c.account.own(c.dir); err != nil {
		return err
	}
	initdb := c.command("initdb", "--pgdata", c.data(), "--username", "postgres", "--auth", "trust",
		"--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions")
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("run initdb: %w\n%s", err, out)
	}
	return nil
}

// serve starts the postmaster on c.port and waits until it answers.
func (c *Cluster) serve() error {
	log, err := os.OpenFile(filepath.Join(c.dir, "server.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("open the server's log: %w", err)
	}
	defer log.Close() // the server holds its own descriptor
	arguments := []string{"-D", c.data(), "-p", strconv.Itoa(c.port), "-k", c.dir,
		"-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200", "-c", "wal_retrieve_retry_interval=100ms", "-c", "shared_buffers=64MB"}
	if !c.options.Durable {
		arguments = append(arguments, "-c", "fsync=off", "-c", "full_page_writes=off")
	}
	c.server = c.command("postgres", arguments...)
	c.server.Stdout, c.server.Stderr = log, log
	if err := c.server.Start(); err != nil {
		return fmt.Errorf("start postgres: %w", err)
	}
	ended := make(chan struct{})
	go func(server *exec.Cmd) {
		defer close(ended)
		_ = server.Wait() // a killed server's exit status says nothing; its log does
	}(c.server)
	c.ended = ended
	return c.await()
}

// await returns when the server answers, or with its log when it does not.
func (c *Cluster) await() error {
	deadline := time.Now().Add(60 * time.Second)
	for {
		err := execute(c.URL("postgres"), "SELECT 1")
		if err == nil {
			return nil
		}
		select {
		case <-c.ended:
			err = errors.New("the server ended at once")
		case <-time.After(20 * time.Millisecond):
			if time.Now().Before(deadline) {
				continue
			}
			_ = c.server.Process.Kill()
			<-c.ended
		}
		log, _ := os.ReadFile(filepath.Join(c.dir, "server.log"))
		return fmt.Errorf("wait for PostgreSQL: %w\n%s", err, log)
	}
}

// data is the folder that initdb fills.
func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

// command prepares a program of PostgreSQL to run as the cluster's account. The cluster outlives
// any one test's context, so there is none: the watchdog ends it.
func (c *Cluster) command(program string, arguments ...string) *exec.Cmd {
	cmd := exec.CommandContext(context.Background(), filepath.Join(c.bin, program), arguments...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), "LC_ALL=C", "TZ=UTC")
	cmd.SysProcAttr = c.account.attributes()
	return cmd
}
