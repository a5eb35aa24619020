package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
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
	run   func(ctx context.Context, long time.Duration) (perSecond float64, err error)
	owner *process // whose processor time is counted; nil when there is none

	perSecond []float64 // one for each round
	cpu       []float64 // µs a request, one for each round
}

// pair is one line of the table: a series beside its reference.
type pair struct {
	subject, reference string
	mark               float64 // the ratio aimed at
}

// plan lists what can be measured; without the program only the references remain.
func plan(bare *process, d *demo, disk *disk) ([]*series, []pair) {
	all := []*series{
		overHTTP("Echo, constant", bare, get(connections, []string{"/"})),
		{name: "overwrite and fdatasync, one writer", run: disk.rate},
	}
	if d == nil {
		return all, nil
	}
	var pairs []pair
	if len(d.codes) > 0 {
		pages, records := paths("/v/", d.codes), paths("/api/v1/certificates/", d.codes)
		all = append(all,
			overHTTP("verification page", d.process, get(connections, pages)),
			overHTTP("verification JSON", d.process, get(connections, records)),
			overHTTP("Echo, constant, 2,000 connections", bare, get(many, []string{"/"})),
			overHTTP("verification page, 2,000 connections", d.process, get(many, pages)))
		pairs = append(pairs,
			pair{"verification page", "Echo, constant", 0.65},
			pair{"verification JSON", "Echo, constant", 0.70},
			pair{"verification page, 2,000 connections", "Echo, constant, 2,000 connections", 0.60})
	}
	if len(d.sheets) > 0 {
		all = append(all, overHTTP("save, one judge", d.process, []worker{d.sheets[0].saver()}))
		pairs = append(pairs, pair{"save, one judge", "overwrite and fdatasync, one writer", 0.40})
	}
	if n := len(d.sheets); n > 1 {
		var savers, idle []worker
		for _, s := range d.sheets {
			savers, idle = append(savers, s.saver()), append(idle, putNothing)
		}
		together, nothing := fmt.Sprintf("save, %d judges", n), fmt.Sprintf("Echo, PUT that does nothing, %d clients", n)
		all = append(all, overHTTP(nothing, bare, idle), overHTTP(together, d.process, savers))
		pairs = append(pairs, pair{together, nothing, 0.45}, pair{together, "overwrite and fdatasync, one writer", 4})
	}
	return all, pairs
}

// paths appends each code to the prefix.
func paths(prefix string, codes []string) []string {
	all := slices.Clone(codes)
	for n, c := range codes {
		all[n] = prefix + c
	}
	return all
}

// overHTTP is a series of requests to a server over loopback.
func overHTTP(name string, p *process, workers []worker) *series {
	return &series{name: name, owner: p, run: func(ctx context.Context, long time.Duration) (float64, error) {
		return rate(ctx, p.address, workers, long)
	}}
}

// putNothing sends a body as long as a score sheet's to the reference.
func putNothing(c *client) error {
	body := slices.Repeat([]byte("x"), 200)
	status, err := c.do(fmt.Appendf(nil, "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s", len(body), body), nil)
	if err == nil && status != 200 {
		err = fmt.Errorf("the reference answers %d", status)
	}
	return err
}

// measure runs every series once a round, so that a drift of the machine meets all of them.
func measure(ctx context.Context, all []*series, rounds int, long time.Duration) error {
	if rounds < 1 {
		return errors.New("no rounds")
	}
	for round := range rounds + 1 {
		for _, s := range all {
			var before time.Duration
			var err error
			if s.owner != nil {
				if before, err = s.owner.cpu(); err != nil {
					return err
				}
			}
			perSecond, err := s.run(ctx, long)
			if err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			if round == 0 {
				continue // the first round warms up
			}
			s.perSecond = append(s.perSecond, perSecond)
			if s.owner != nil {
				after, err := s.owner.cpu()
				if err != nil {
					return err
				}
				s.cpu = append(s.cpu, float64((after-before).Microseconds())/(perSecond*long.Seconds()))
			}
		}
	}
	return nil
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

// rate overwrites 4 KiB at a time for a while.
func (d *disk) rate(_ context.Context, long time.Duration) (float64, error) {
	page := make([]byte, 4096)
	started := time.Now()
	var n int
	for ; time.Since(started) < long; n++ {
		page[0]++
		if _, err := d.file.WriteAt(page, int64(n%256)*4096); err != nil {
			return 0, fmt.Errorf("overwrite: %w", err)
		}
		if err := syscall.Fdatasync(int(d.file.Fd())); err != nil {
			return 0, fmt.Errorf("fdatasync: %w", err)
		}
	}
	return float64(n) / time.Since(started).Seconds(), nil
}
