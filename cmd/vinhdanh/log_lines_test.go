package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// writes keeps what is written and how often.
type writes struct {
	mu   sync.Mutex
	text bytes.Buffer
	n    int
}

func (w *writes) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.n++
	return w.text.Write(p)
}

func (w *writes) said() (text string, times int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String(), w.n
}

// TestLogLinesAreWholeAndInOrder has many write at once: every line arrives once and whole, those of one writer in
// their order, in far fewer writes than lines.
func TestLogLinesAreWholeAndInOrder(t *testing.T) {
	const writers, each = 8, 500
	for _, format := range []string{"json", "text"} {
		out := &writes{}
		s := &session{stderr: out, conf: config{LogFormat: format}}
		log := s.logger()
		s.lines.gather()
		var all sync.WaitGroup
		for w := range writers {
			all.Go(func() {
				for n := range each {
					log.Info("request", "writer", w, "n", n, "path", strings.Repeat("x", n%200))
				}
			})
		}
		all.Wait()
		if err := s.lines.release(); err != nil {
			t.Fatal(err)
		}
		text, times := out.said()
		next, count := [writers]int{}, 0
		for line := range strings.Lines(text) {
			count++
			if format == "text" {
				if !strings.HasPrefix(line, "time=") || strings.Count(line, "msg=request") != 1 {
					t.Fatalf("a broken line %q", line)
				}
				continue
			}
			var said struct{ Writer, N int }
			if err := json.Unmarshal([]byte(line), &said); err != nil {
				t.Fatalf("a broken line %q: %v", line, err)
			}
			if said.N != next[said.Writer] {
				t.Fatalf("line %d of writer %d came when %d was due", said.N, said.Writer, next[said.Writer])
			}
			next[said.Writer]++
		}
		if count != writers*each || times > count/20 {
			t.Errorf("%s: %d lines in %d writes, want %d lines in a twentieth as many writes", format, count, times, writers*each)
		}
	}
}

// TestLogWaitsForNoWarning: lines before a warning go out with it, in order, and none waits outside of a server.
func TestLogWaitsForNoWarning(t *testing.T) {
	out := &writes{}
	s := &session{stderr: out, conf: config{LogFormat: "text"}}
	log := s.logger()
	log.Info("before") // a command's
	if _, times := out.said(); times != 1 {
		t.Error("a line waits though nobody serves")
	}
	s.lines.gather()
	log.Info("one")
	if _, times := out.said(); times != 1 {
		t.Error("a line of a server is written by itself: the test would prove nothing")
	}
	for _, level := range []slog.Level{slog.LevelWarn, slog.LevelError} {
		log.With("a", 1).WithGroup("g").Log(t.Context(), level, "two", "error", errors.New("x"))
		text, _ := out.said()
		if !strings.HasSuffix(text, "error=x\n") || strings.Index(text, "msg=one") > strings.Index(text, "msg=two") {
			t.Errorf("after a line at %v the log says %q", level, text)
		}
	}
	log.Info("three")
	if err := s.lines.release(); err != nil {
		t.Fatal(err)
	}
	if text, _ := out.said(); !strings.HasSuffix(text, "msg=three\n") {
		t.Errorf("when the server ends the log says %q", text)
	}
	log.Info("four")
	if text, times := out.said(); !strings.HasSuffix(text, "msg=four\n") || times != 5 {
		t.Errorf("after the server ended the log says %q in %d writes", text, times)
	}
}

// TestLogIsWrittenByItself: a line that no other follows is written all the same.
func TestLogIsWrittenByItself(t *testing.T) {
	out := &writes{}
	s := &session{stderr: out}
	log := s.logger()
	s.lines.gather()
	for want := 1; want <= 2; want++ {
		log.Info("alone")
		for began := time.Now(); ; time.Sleep(time.Millisecond) {
			if text, _ := out.said(); strings.Count(text, "alone") == want {
				break
			}
			if time.Since(began) > patience {
				t.Fatalf("line %d is not written", want)
			}
		}
	}
}

// TestLogIsWholeAfterSIGTERM asks a server and stops it at once: its last request stands in the log.
func TestLogIsWholeAfterSIGTERM(t *testing.T) {
	var log bytes.Buffer
	cmd := exec.CommandContext(t.Context(), os.Args[0], "serve", "--data", t.TempDir(), "--addr", "127.0.0.1:0", "--log-format", "json")
	cmd.Env, cmd.Stderr = append(os.Environ(), asProgram+"=1"), &log
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var address string
	for printed := bufio.NewScanner(stdout); address == "" && printed.Scan(); {
		if _, rest, found := strings.Cut(printed.Text(), "Vinh Danh: http://"); found {
			address, _, _ = strings.Cut(rest, " ")
		}
	}
	for range 20 {
		if res, err := ask(t, "http://"+address+"/healthz"); err != nil || res.StatusCode != 200 {
			t.Fatal(res, err)
		}
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	if n := strings.Count(log.String(), `"path":"/healthz"`); n != 20 {
		t.Errorf("%d of 20 requests stand in the log: %s", n, log.String())
	}
}
