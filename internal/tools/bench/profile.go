package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// profiler is a file that is laid over the program's command when it is built to be profiled; the program that
// people run has nothing of it.
//
//go:embed profiler.txt
var profiler []byte

// keepProfiles builds the program with the profiler in it and keeps a profile of each hot path.
func (b *bench) keepProfiles(ctx context.Context, dir string, out io.Writer) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return fmt.Errorf("make the folder of profiles: %w", err)
	}
	program, err := b.buildProfiled(ctx)
	if err != nil {
		return err
	}
	grown, err := newSite(ctx, program, filepath.Join(b.temp, "profiled"), "", sizes{b.certificates, judges})
	if err != nil {
		return err
	}
	grown.stop()
	grown.env = []string{"VINHDANH_BENCH_PROFILE=" + filepath.Join(b.temp, "profile")}
	if err := grown.start(ctx); err != nil {
		return err
	}
	defer grown.stop()
	savers, err := grown.savers(judges)
	if err != nil {
		return err
	}
	if err := warm(ctx, grown); err != nil {
		return err
	}
	for _, x := range []struct {
		name    string
		workers []worker
	}{
		{"verification-page", get(connections, pages(grown.asked()))},
		{"verification-json", get(connections, records(grown.asked()))},
		{"verification-page-uncached", get(connections, anew(pages(grown.own)))},
		{"verification-json-uncached", get(connections, anew(records(grown.own)))},
		{"saves", savers},
	} {
		if err := b.keepProfile(ctx, grown, filepath.Join(dir, x.name+".pprof"), x.workers); err != nil {
			return fmt.Errorf("profile %s: %w", x.name, err)
		}
		if _, err := fmt.Fprintln(out, filepath.Join(dir, x.name+".pprof")); err != nil {
			return fmt.Errorf("print: %w", err)
		}
	}
	return nil
}

// buildProfiled builds the command with the profiler laid over it.
func (b *bench) buildProfiled(ctx context.Context) (string, error) {
	source, overlay, program := filepath.Join(b.temp, "profiler.go"), filepath.Join(b.temp, "overlay.json"), filepath.Join(b.temp, "vinhdanh")
	text, err := json.Marshal(map[string]map[string]string{"Replace": {filepath.Join(b.root, "cmd", "vinhdanh", "bench_profiler.go"): source}})
	if err != nil {
		return "", fmt.Errorf("encode the overlay: %w", err)
	}
	if err := errors.Join(os.WriteFile(source, profiler, 0o600), os.WriteFile(overlay, text, 0o600)); err != nil {
		return "", fmt.Errorf("write the profiler: %w", err)
	}
	build := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-overlay", overlay, "-o", program, "./cmd/vinhdanh")
	build.Dir = b.root
	if said, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the program with the profiler: %w: %s", err, said)
	}
	return program, nil
}

// keepProfile has the program write a profile while it is asked.
func (b *bench) keepProfile(ctx context.Context, s *site, file string, workers []worker) error {
	made := filepath.Join(b.temp, "profile")
	if err := s.cmd.Process.Signal(syscall.SIGUSR1); err != nil {
		return fmt.Errorf("start the profile: %w", err)
	}
	if _, err := rate(ctx, s.address, workers, time.Duration(b.rounds)*b.long); err != nil {
		return err
	}
	if err := s.cmd.Process.Signal(syscall.SIGUSR1); err != nil {
		return fmt.Errorf("end the profile: %w", err)
	}
	for range 100 {
		time.Sleep(100 * time.Millisecond)
		if _, err := os.Stat(made + ".done"); err == nil {
			return errors.Join(os.Remove(made+".done"), os.Rename(made, file))
		}
	}
	return errors.New("the program wrote no profile")
}
