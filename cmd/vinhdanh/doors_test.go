package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// served is a server of this process.
type served struct {
	out  string // what it printed when it began
	main string // host:port
	end  func() error
}

// serving starts a server over a new folder; it is stopped when t ends.
func serving(t *testing.T, env []string, change func(*config)) served {
	t.Helper()
	reader, writer := io.Pipe()
	s := &session{env: env, stdin: strings.NewReader(""), stdout: writer, stderr: io.Discard, conf: config{Data: t.TempDir(), Addr: "127.0.0.1:0"}}
	change(&s.conf)
	if err := s.conf.checkTLS(); err != nil {
		t.Fatal(err)
	}
	a, err := s.open(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		err := s.serve(ctx, a)
		_ = writer.CloseWithError(io.EOF)
		ended <- err
	}()
	var out strings.Builder
	lines := bufio.NewScanner(reader)
	for lines.Scan() {
		fmt.Fprintln(&out, lines.Text())
		if s.conf.TLS != tlsLocal || strings.Count(lines.Text(), ":") == 31 {
			break // the last line: the address, or the fingerprint
		}
	}
	go func() { _, _ = io.Copy(io.Discard, reader) }()
	found := regexp.MustCompile(`Vinh Danh: https?://(\S+)`).FindStringSubmatch(out.String())
	if found == nil {
		t.Fatalf("it did not start: %v\n%s", <-ended, out.String())
	}
	end := sync.OnceValue(func() error {
		cancel()
		err := <-ended
		return err
	})
	t.Cleanup(func() {
		if err := end(); err != nil {
			t.Error(err)
		}
		if err := a.close(); err != nil {
			t.Error(err)
		}
	})
	return served{out.String(), found[1], end}
}

// patience is how long a test waits for what should come at once before it fails instead of hanging.
const patience = time.Minute

// ask sends a GET request on a connection of its own.
func ask(t *testing.T, address string) (*http.Response, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Timeout: patience, Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(req)
	if err == nil {
		_, _ = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
	}
	return res, err
}

// TestNotReadyBeforeItStops: a balancer hears that a server goes while that server still answers.
func TestNotReadyBeforeItStops(t *testing.T) {
	s := serving(t, nil, func(c *config) { c.Drain = 2 * time.Second })
	if res, err := ask(t, "http://"+s.main+"/readyz"); err != nil || res.StatusCode != http.StatusOK {
		t.Fatal(res, err)
	}
	call(t, "", "doctor", "--ready", "--data", t.TempDir(), "--config", settings(t, s.main)).says(t, exitDone)
	ended := make(chan error, 1)
	go func() { ended <- s.end() }()
	for {
		res, err := ask(t, "http://"+s.main+"/readyz")
		if err != nil {
			t.Fatalf("it stopped answering without a word before: %v", err)
		}
		if res.StatusCode == http.StatusServiceUnavailable {
			break
		}
	}
	call(t, "", "doctor", "--ready", "--data", t.TempDir(), "--config", settings(t, s.main)).says(t, exitFailed, "it answers 503")
	res, err := ask(t, "http://"+s.main+"/healthz")
	if err != nil || res.StatusCode != http.StatusOK || !res.Close {
		t.Errorf("meanwhile: %v, %v", res, err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if _, err := ask(t, "http://"+s.main+"/healthz"); err == nil {
		t.Error("it still answers")
	}
}

// settings is a configuration file with an address.
func settings(t *testing.T, addr string) string {
	t.Helper()
	return filepath.Join(configFile(t, fmt.Sprintf("addr = %q\n", addr)), "vinhdanh.toml")
}

// asProgram has this test binary be the program itself.
const asProgram = "VINHDANH_TEST_PROGRAM"

// child runs the program as systemd would, with a socket that is open already.
func child(t *testing.T, socket *os.File, data, told string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "/bin/sh", "-c", `LISTEN_PID=$$ exec "$0" "$@"`, os.Args[0], "serve", "--data", data, "--addr", "127.0.0.1:1")
	cmd.Env = append(os.Environ(), asProgram+"=1", "LISTEN_FDS=1", "NOTIFY_SOCKET="+told)
	cmd.ExtraFiles = []*os.File{socket}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

// TestRestartLosesNothingOnASocketOfSystemd asks without a pause while one server follows another.
func TestRestartLosesNothingOnASocketOfSystemd(t *testing.T) {
	data, told := t.TempDir(), t.TempDir()+"/n"
	notified, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: told, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer notified.Close()
	listener, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	socket, err := listener.File()
	if err != nil {
		t.Fatal(err)
	}
	ready := func() {
		if err := notified.SetReadDeadline(time.Now().Add(patience)); err != nil {
			t.Fatal(err)
		}
		message := make([]byte, 64)
		if n, err := notified.Read(message); err != nil || string(message[:n]) != "READY=1" {
			t.Errorf("systemd is told %q, %v", message, err)
		}
	}
	first := child(t, socket, data, told)
	ready()
	stop, asked := make(chan struct{}), make(chan int)
	go func() {
		n := 0
		defer func() { asked <- n }()
		for ; ; n++ {
			select {
			case <-stop:
				return
			default:
			}
			if res, err := ask(t, "http://"+listener.Addr().String()+"/healthz"); err != nil || res.StatusCode != http.StatusOK {
				t.Errorf("request %d: %v, %v", n, res, err)
				return
			}
		}
	}()
	if err := first.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := first.Wait(); err != nil {
		t.Errorf("the first server ended with %v", err)
	}
	second := child(t, socket, data, told)
	ready()
	close(stop)
	if n := <-asked; n == 0 {
		t.Error("nobody asked: the test proves nothing")
	}
	if err := second.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := second.Wait(); err != nil {
		t.Errorf("the second server ended with %v", err)
	}
}

func TestSocketsOfOthersAreLeftAlone(t *testing.T) {
	list, err := inherited([]string{"LISTEN_PID=1", "LISTEN_FDS=1"})
	if err != nil || len(list) != 0 {
		t.Errorf("%v, %v", list, err)
	}
	if _, err := inherited([]string{fmt.Sprintf("LISTEN_PID=%d", os.Getpid()), "LISTEN_FDS=x"}); err == nil {
		t.Error("an unreadable number is taken")
	}
}
