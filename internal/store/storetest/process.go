package storetest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"syscall"
)

// findBinaries is the folder of the newest PostgreSQL on this machine: Debian keeps each major
// version in a folder of its own, outside PATH.
func findBinaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", fmt.Errorf("look for PostgreSQL: %w", err)
	}
	if len(found) > 0 {
		newest := slices.MaxFunc(found, func(a, b string) int { return major(a) - major(b) })
		return filepath.Dir(newest), nil
	}
	inPath, err := exec.LookPath("initdb")
	if err != nil {
		return "", errors.New("PostgreSQL is not installed; make deps installs it")
	}
	return filepath.Dir(inPath), nil
}

// major reads 15 out of /usr/lib/postgresql/15/bin/initdb.
func major(initdb string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(initdb))))
	if err != nil {
		return 0
	}
	return n
}

// freePort is a loopback port nobody listened on a moment ago.
func freePort() (int, error) {
	var config net.ListenConfig
	l, err := config.Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// account is whom the cluster's processes run as; nil is the account of the test itself.
type account struct{ credential *syscall.Credential }

// serverAccount is the account postgres when the test runs as root, because initdb refuses root.
func serverAccount() (account, error) {
	if os.Geteuid() != 0 {
		return account{}, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return account{}, fmt.Errorf("root may not run PostgreSQL and there is no account for it: %w", err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return account{}, fmt.Errorf("read the user id of postgres: %w", err)
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return account{}, fmt.Errorf("read the group id of postgres: %w", err)
	}
	return account{&syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
}

// own gives the folder to the account.
func (a account) own(dir string) error {
	if a.credential == nil {
		return nil
	}
	if err := os.Chown(dir, int(a.credential.Uid), int(a.credential.Gid)); err != nil {
		return fmt.Errorf("give %s to the account postgres: %w", dir, err)
	}
	return nil
}

// attributes start a process as the account and in a group of its own, out of reach of Ctrl-C:
// the watchdog must outlive the test by a moment.
func (a account) attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: a.credential, Setpgid: true}
}

// watchdog is a shell that waits for the end of its input, which comes when this process closes
// the pipe or dies, then ends the server and removes the folder. No test has to remember it, and
// a killed or panicking test leaves nothing behind.
type watchdog struct {
	pipe io.Closer
	cmd  *exec.Cmd
	once sync.Once
}

// The postmaster removes its pid file as its last act; a killed one leaves it behind, and one
// that nobody reaps stays a zombie, hence the limit of ten seconds.
const watchdogScript = `read -r _
file="$1/data/postmaster.pid"
pid=$(head -n 1 "$file" 2>/dev/null) && kill -QUIT "$pid" 2>/dev/null
turns=0
while [ -e "$file" ] && kill -0 "$pid" 2>/dev/null && [ $turns -lt 500 ]; do
	sleep 0.02
	turns=$((turns + 1))
done
rm -rf "$1"`

// startWatchdog starts the shell that cleans up after the cluster in dir.
func startWatchdog(dir string) (*watchdog, error) {
	cmd := exec.CommandContext(context.Background(), "/bin/sh", "-c", watchdogScript, "watchdog", dir)
	cmd.SysProcAttr = account{}.attributes() // the test's own account: it may remove dir from any folder
	cmd.Dir = "/"
	pipe, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("open the watchdog's input: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the watchdog: %w", err)
	}
	return &watchdog{pipe: pipe, cmd: cmd}, nil
}

// fire makes the watchdog do its work now and returns when it is done.
func (w *watchdog) fire() {
	w.once.Do(func() {
		_ = w.pipe.Close()
		_ = w.cmd.Wait()
	})
}
