package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/labstack/echo/v4"
)

// serveReference is the program every ratio is taken against: Echo, one constant, no middleware.
func serveReference(address string) error {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.GET("/", func(c echo.Context) error { return c.String(http.StatusOK, "xin chào") })
	e.PUT("/", func(c echo.Context) error {
		var body bytes.Buffer
		if _, err := body.ReadFrom(c.Request().Body); err != nil {
			return err
		}
		return c.String(http.StatusOK, "xin chào")
	})
	return e.Start(address)
}

// process is a server under measurement in a process of its own.
type process struct {
	address string
	cmd     *exec.Cmd
	ended   chan struct{} // closed when it has gone
	said    locked
	toServe time.Duration // from its start to the first answer
}

// locked keeps the beginning of what a process writes while others read it: a log of every request would
// not fit.
type locked struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// mostSaid is how much of it is kept, bytes.
const mostSaid = 16 << 10

// Write keeps what the process says first and takes the rest.
func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if room := mostSaid - l.text.Len(); room > 0 {
		l.text.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

// String is all that was kept so far.
func (l *locked) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// launch starts a program that listens on the free loopback address it is given and waits until
// the path answers with the status 200.
func launch(ctx context.Context, ready, program string, arguments func(address string) []string) (*process, error) {
	return launchWith(ctx, nil, ready, program, arguments)
}

// launchWith is launch with more variables in the environment.
func launchWith(ctx context.Context, env []string, ready, program string, arguments func(address string) []string) (*process, error) {
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	p := &process{address: address, ended: make(chan struct{})}
	p.cmd = exec.CommandContext(ctx, program, arguments(p.address)...)
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stdout, p.cmd.Stderr = &p.said, &p.said
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	started := time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	go func() {
		defer close(p.ended)
		_ = p.cmd.Wait() // what it said tells more than its status
	}()
	request := []byte("GET " + ready + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
	for time.Since(started) < 2*time.Minute {
		if c, err := dial(ctx, p.address); err == nil {
			status, err := c.do(request, nil)
			c.close()
			if err == nil && status == http.StatusOK {
				p.toServe = time.Since(started)
				return p, nil
			}
		}
		select {
		case <-p.ended:
			return nil, fmt.Errorf("%s ended at once; it said:\n%s", program, p.said.String())
		case <-time.After(2 * time.Millisecond):
		}
	}
	p.stop()
	return nil, fmt.Errorf("%s does not answer %s; it said:\n%s", program, ready, p.said.String())
}

// freeAddress is a loopback address that nobody listened on a moment ago.
func freeAddress(ctx context.Context) (string, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	if err := l.Close(); err != nil {
		return "", fmt.Errorf("free the port: %w", err)
	}
	return l.Addr().String(), nil
}

// stop asks the process to end and waits.
func (p *process) stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	timer := time.AfterFunc(10*time.Second, func() { _ = p.cmd.Process.Kill() })
	defer timer.Stop()
	<-p.ended
}

// kill ends the process as a crash would and waits.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.ended
}

// cpu is the processor time that the process has used; Linux counts it in hundredths of a second.
func (p *process) cpu() (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0, fmt.Errorf("read processor time: %w", err)
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0, errors.New("read processor time: the line is short")
	}
	user, err := strconv.ParseInt(fields[11], 10, 64)
	if err != nil {
		return 0, fmt.Errorf("read processor time: %w", err)
	}
	system, err := strconv.ParseInt(fields[12], 10, 64)
	if err != nil {
		return 0, fmt.Errorf("read processor time: %w", err)
	}
	return time.Duration(user+system) * 10 * time.Millisecond, nil
}

// peak is the largest resident memory of the process in MiB since its start or the last forgetPeak.
func (p *process) peak() (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, fmt.Errorf("read memory: %w", err)
	}
	_, rest, _ := strings.Cut(string(text), "VmHWM:")
	kib, err := strconv.ParseFloat(strings.TrimSpace(strings.SplitN(rest, "kB", 2)[0]), 64)
	if err != nil {
		return 0, fmt.Errorf("read memory: %w", err)
	}
	return kib / 1024, nil
}

// forgetPeak starts the peak anew.
func (p *process) forgetPeak() error {
	if err := os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", p.cmd.Process.Pid), []byte("5"), 0o600); err != nil {
		return fmt.Errorf("reset the memory's peak: %w", err)
	}
	return nil
}
