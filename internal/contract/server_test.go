package contract_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"vinhdanh/internal/store/storetest"
)

// password is good enough for every account of these tests.
const password = "nón lá trên đồi chè 2025"

// server is one installation: its data, and the process that serves it while it runs.
type server struct {
	data, database string // database is empty for SQLite
	port           int
	base           string // as --base-url says unless printed does, and as printed on certificates
	printed        string // --base-url of one server among several
	spec           *spec
	process        *exec.Cmd
	output         *logged
	ended          chan struct{}
	environment    []string // of the process, beside the test's own
}

// logged keeps what a process writes.
type logged struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// result is what a command left.
type result struct {
	code           int
	stdout, stderr string
}

// install prepares an installation that is not served yet; it is empty.
func install(t testing.TB, database string) *server {
	t.Helper()
	port := freePort(t)
	return &server{data: t.TempDir(), database: database, port: port, base: "http://localhost:" + strconv.Itoa(port)}
}

// serve installs and starts; the server stops when t ends.
func serve(t testing.TB, database string) *server {
	t.Helper()
	s := install(t, database)
	s.start(t)
	return s
}

// onBoth runs f on a fresh installation of each engine.
func onBoth(t *testing.T, f func(t *testing.T, s *server)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, serve(t, "")) })
	t.Run("postgres", func(t *testing.T) { f(t, serve(t, storetest.PostgresURL(t))) })
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// flags are the global flags of every command on this installation.
func (s *server) flags() []string {
	flags := []string{"--data", s.data}
	if s.database != "" {
		flags = append(flags, "--database-url", s.database)
	}
	return flags
}

// start starts the server and returns when it is ready.
func (s *server) start(t testing.TB) {
	t.Helper()
	file, err := program()
	if err != nil {
		t.Fatal(err)
	}
	arguments := append([]string{"serve", "--addr", "127.0.0.1:" + strconv.Itoa(s.port), "--base-url", cmp.Or(s.printed, s.base)}, s.flags()...)
	s.process = exec.CommandContext(context.Background(), file, arguments...)
	s.process.Dir, s.process.Env = s.data, append(os.Environ(), s.environment...)
	s.output, s.ended = &logged{}, make(chan struct{})
	s.process.Stdout, s.process.Stderr = s.output, s.output
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	go func(p *exec.Cmd, ended chan struct{}) {
		defer close(ended)
		_ = p.Wait() // how it ended is read from ProcessState
	}(s.process, s.ended)
	t.Cleanup(func() { s.stop(t) })
	s.await(t)
	if s.spec == nil {
		s.spec = loadSpec(t, s)
	}
}

// await returns when the server says that it is ready.
func (s *server) await(t testing.TB) {
	t.Helper()
	deadline := time.Now().Add(60 * time.Second)
	for time.Now().Before(deadline) {
		select {
		case <-s.ended:
			t.Fatalf("the server ended at once:\n%s", s.output)
		default:
		}
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.base+"/readyz", nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(request)
		if err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("the server is not ready after a minute:\n%s", s.output)
}

// stop asks the server to end and demands that it does so in time and in peace.
func (s *server) stop(t testing.TB) {
	t.Helper()
	select {
	case <-s.ended:
		return
	default:
	}
	_ = s.process.Process.Signal(syscall.SIGTERM)
	select {
	case <-s.ended:
		if code := s.process.ProcessState.ExitCode(); code != 0 {
			t.Errorf("the server ended with exit code %d:\n%s", code, tail(s.output.String()))
		}
	case <-time.After(30 * time.Second):
		t.Errorf("the server did not end 30 s after SIGTERM:\n%s", tail(s.output.String()))
		s.kill()
	}
}

// kill ends the server as a power cut would.
func (s *server) kill() {
	_ = s.process.Process.Kill()
	<-s.ended
}

// run runs a command on this installation.
func (s *server) run(t testing.TB, stdin string, arguments ...string) result {
	t.Helper()
	return command(t, s.data, stdin, append(arguments, s.flags()...)...)
}

// command runs the program in a folder.
func command(t testing.TB, dir, stdin string, arguments ...string) result {
	t.Helper()
	file, err := program()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, file, arguments...)
	c.Dir, c.Stdin = dir, strings.NewReader(stdin)
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	err = c.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatalf("run %v: %v", arguments, err)
	}
	return result{c.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// must runs a command that has to succeed and returns its standard output.
func (s *server) must(t testing.TB, stdin string, arguments ...string) string {
	t.Helper()
	r := s.run(t, stdin, arguments...)
	if r.code != 0 {
		t.Fatalf("vinhdanh %s: exit code %d\n%s%s", strings.Join(arguments, " "), r.code, r.stdout, r.stderr)
	}
	return r.stdout
}

// account makes an account by the command line and returns a client with a token of it.
func (s *server) account(t testing.TB, email, name string, more ...string) *client {
	t.Helper()
	s.must(t, password+"\n", append([]string{"user", "add", "--email", email, "--name", name, "--password-stdin"}, more...)...)
	return s.as(t, email)
}

// as is a client with a fresh token of an account.
func (s *server) as(t testing.TB, email string) *client {
	t.Helper()
	out := s.must(t, "", "token", "add", "--email", email, "--name", "contract")
	token := strings.TrimSuffix(out, "\n")
	if token == "" || strings.ContainsAny(token, " \n\t") {
		t.Fatalf("token add prints %q; want the token alone", out)
	}
	return s.client(token)
}

// public is a client without a token.
func (s *server) public() *client { return s.client("") }

// copied is the same installation in a folder of its own, not served.
func (s *server) copied(t testing.TB) *server {
	t.Helper()
	c := *s
	c.data = filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(c.data, os.DirFS(s.data)); err != nil {
		t.Fatal(err)
	}
	return &c
}

// tail is the end of a long log.
func tail(log string) string { return log[max(0, len(log)-3000):] }
