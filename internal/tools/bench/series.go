package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// connections is how many clients ask at once, many how many in the crowded cases.
const (
	connections = 64
	many        = 2000
)

// series is one thing that is done over and over for a while in each round.
type series struct {
	name  string
	run   func(ctx context.Context, long time.Duration) (outcome, error)
	owner *process // whose processor time is counted; nil when there is none

	perSecond []float64 // one for each round
	cpu       []float64 // µs a request, one for each round
	failed    int64     // answers that were errors, in all rounds
	failure   error     // the first of them
}

// outcome is what one run of a series came to.
type outcome struct {
	perSecond float64
	failed    int64
	failure   error // the first of those that failed
}

// overHTTP is a series of requests to a server over loopback.
func overHTTP(name string, p *process, workers []worker) *series {
	return &series{name: name, owner: p, run: func(ctx context.Context, long time.Duration) (outcome, error) {
		return rate(ctx, p.address, workers, long)
	}}
}

// measure runs every series once a round, so that a drift of the machine meets all of them. A round before
// the first warms up and is not kept.
func measure(ctx context.Context, rounds int, long time.Duration, all ...*series) error {
	if rounds < 1 {
		return errors.New("no rounds")
	}
	for round := range rounds + 1 {
		for _, s := range all {
			if err := s.once(ctx, long, round > 0); err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
	}
	return nil
}

// once runs a series for a while.
func (s *series) once(ctx context.Context, long time.Duration, keep bool) error {
	var before time.Duration
	var err error
	if s.owner != nil {
		if before, err = s.owner.cpu(); err != nil {
			return err
		}
	}
	started := time.Now()
	o, err := s.run(ctx, long)
	if err != nil || !keep {
		return err
	}
	took := time.Since(started)
	s.perSecond = append(s.perSecond, o.perSecond)
	s.failed += o.failed
	if s.failure == nil {
		s.failure = o.failure
	}
	if s.owner == nil {
		return nil
	}
	after, err := s.owner.cpu()
	s.cpu = append(s.cpu, float64((after-before).Microseconds())/max(1, o.perSecond*min(long, took).Seconds()+float64(o.failed)))
	return err
}

// disk overwrites one page of a file and waits for the device, the least that a durable save costs.
type disk struct{ file *os.File }

// openDisk makes the file in full, so that a write changes no length.
func openDisk(dir string) (*disk, error) {
	f, err := os.Create(filepath.Join(dir, "raw"))
	if err != nil {
		return nil, fmt.Errorf("make the file of the raw writes: %w", err)
	}
	if _, err := f.Write(make([]byte, 1<<20)); err != nil {
		return nil, fmt.Errorf("fill the file of the raw writes: %w", err)
	}
	return &disk{f}, f.Sync()
}

func (d *disk) close() { _ = d.file.Close() }

// series is the raw writes as a reference.
func (d *disk) series() *series {
	return &series{name: "overwrite and fdatasync", run: d.rate}
}

// rate overwrites 4 KiB at a time for a while.
func (d *disk) rate(_ context.Context, long time.Duration) (outcome, error) {
	page := make([]byte, 4096)
	started := time.Now()
	var n int
	for ; time.Since(started) < long; n++ {
		page[0]++
		if _, err := d.file.WriteAt(page, int64(n%256)*4096); err != nil {
			return outcome{}, fmt.Errorf("overwrite: %w", err)
		}
		if err := syscall.Fdatasync(int(d.file.Fd())); err != nil {
			return outcome{}, fmt.Errorf("fdatasync: %w", err)
		}
	}
	return outcome{perSecond: float64(n) / time.Since(started).Seconds()}, nil
}
