package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// cluster is a PostgreSQL of the bench's own, as durable as it comes out of the box.
type cluster struct {
	dir     string
	server  *exec.Cmd
	ended   chan struct{}
	address string
}

// postgres measures grouped saves beside SQLite's, and how soon a second node knows of a revocation.
func postgres(ctx context.Context, b *bench) ([]row, error) {
	light, err := b.grown(ctx)
	if err != nil {
		return nil, err
	}
	const save, other = "256 judges save at once on PostgreSQL, beside SQLite", "after a revocation, another node says so"
	c, err := startCluster(ctx)
	if err != nil {
		why := fmt.Sprintf("no PostgreSQL: %.200s", err)
		return []row{unmeasured(save, "at least 0.85", why), unmeasured(other, "at most 1 s", why)}, nil
	}
	defer c.stop()
	s, err := newSite(ctx, b.program, filepath.Join(b.temp, "postgres"), c.address, sizes{certificates: hot, sheets: judges})
	if err != nil {
		return nil, err
	}
	defer s.stop()
	savers, err := s.savers(judges)
	if err != nil {
		return nil, err
	}
	lightSavers, err := light.savers(judges)
	if err != nil {
		return nil, err
	}
	ours, sqlite := overHTTP("saves on PostgreSQL", s.process, savers), overHTTP("SQLite", light.process, lightSavers)
	if err := measure(ctx, b.rounds, b.long, sqlite, ours); err != nil {
		return nil, err
	}
	second := &site{program: s.program, data: s.data, database: s.database}
	if err := second.start(ctx); err != nil {
		return nil, fmt.Errorf("start a second node: %w", err)
	}
	defer second.stop()
	_, took, err := revokeSome(ctx, s, second.address, b.rounds)
	if err != nil {
		return nil, err
	}
	return []row{atLeast(save, ours, sqlite, 0.85), atMost(other, scaled(took, 1e-3), 1, "s")}, nil
}

// startCluster makes a cluster in a temporary folder, which the account of PostgreSQL can reach, and a database.
func startCluster(ctx context.Context) (*cluster, error) {
	attributes, owner, err := postgresAccount()
	if err != nil {
		return nil, err
	}
	bin, err := postgresPrograms()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "benchpg")
	if err != nil {
		return nil, fmt.Errorf("make a folder: %w", err)
	}
	c := &cluster{dir: dir, ended: make(chan struct{})}
	if owner != nil {
		err = os.Chown(dir, int(owner.Uid), int(owner.Gid))
	}
	if err == nil {
		err = c.serve(ctx, bin, attributes)
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return c, nil
}

// serve fills the folder, starts the server on a free port and makes the database.
func (c *cluster) serve(ctx context.Context, bin string, attributes *syscall.SysProcAttr) error {
	data := filepath.Join(c.dir, "data")
	command := func(program string, arguments ...string) *exec.Cmd {
		cmd := exec.CommandContext(ctx, filepath.Join(bin, program), arguments...)
		cmd.Dir, cmd.SysProcAttr, cmd.Env = c.dir, attributes, append(os.Environ(), "LC_ALL=C")
		return cmd
	}
	if text, err := command("initdb", "--pgdata", data, "--username", "postgres", "--auth", "trust", "--encoding", "UTF8",
		"--locale", "C", "--no-sync").CombinedOutput(); err != nil {
		return fmt.Errorf("run initdb: %w: %s", err, text)
	}
	free, err := freeAddress(ctx)
	if err != nil {
		return err
	}
	_, port, err := net.SplitHostPort(free)
	if err != nil {
		return fmt.Errorf("read the free port: %w", err)
	}
	var said locked
	c.server = command("postgres", "-D", data, "-p", port, "-k", c.dir, "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200")
	c.server.Stdout, c.server.Stderr = &said, &said
	if err := c.server.Start(); err != nil {
		return fmt.Errorf("start postgres: %w", err)
	}
	go func() {
		defer close(c.ended)
		_ = c.server.Wait()
	}()
	base := "postgres://postgres@" + free + "/"
	c.address = base + "bench?sslmode=disable"
	for range 300 {
		if err = execute(ctx, base+"postgres?sslmode=disable", "CREATE DATABASE bench TEMPLATE template0"); err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	c.stop()
	return fmt.Errorf("PostgreSQL does not answer: %w: %s", err, said.String())
}

// stop ends the server and removes its folder.
func (c *cluster) stop() {
	_ = c.server.Process.Signal(syscall.SIGINT) // fast: connections are closed
	<-c.ended
	_ = os.RemoveAll(c.dir)
}

// execute runs one statement over a connection of its own.
func execute(ctx context.Context, address, statement string) error {
	db, err := sql.Open("pgx", address)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	_, err = db.ExecContext(ctx, statement)
	return errors.Join(err, db.Close())
}

// postgresPrograms is the folder of the newest PostgreSQL: Debian keeps them outside PATH.
func postgresPrograms() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err == nil && len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	inPath, err := exec.LookPath("initdb")
	if err != nil {
		return "", fmt.Errorf("find initdb: %w", err)
	}
	return filepath.Dir(inPath), nil
}

// postgresAccount is the account postgres when the bench runs as root, whom PostgreSQL refuses.
func postgresAccount() (*syscall.SysProcAttr, *syscall.Credential, error) {
	attributes := &syscall.SysProcAttr{Setpgid: true}
	if os.Geteuid() != 0 {
		return attributes, nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, nil, fmt.Errorf("find the account of PostgreSQL: %w", err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, nil, fmt.Errorf("read the account of PostgreSQL: %w", err)
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, nil, fmt.Errorf("read the account of PostgreSQL: %w", err)
	}
	attributes.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attributes, attributes.Credential, nil
}
