package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// pace is requests at a fixed rate whatever the answers take: each is due at its own moment, and its time
// runs from then, so that a server which stands still is seen by everybody who would have asked meanwhile.
type pace struct {
	clients   []*client
	workers   []worker // one for each client
	perSecond int
}

// paced is what came of it.
type paced struct {
	took    []time.Duration // of each request, from the moment it was due
	failed  int
	failure error // the first
}

// at connects the workers of a pace.
func at(ctx context.Context, perSecond int, from []string, address string, workers []worker) (*pace, error) {
	p := &pace{workers: workers, perSecond: perSecond}
	for n := range workers {
		local := ""
		if len(from) > 0 {
			local = from[n%len(from)]
		}
		c, err := dialFrom(ctx, local, address)
		if err != nil {
			p.close()
			return nil, err
		}
		p.clients = append(p.clients, c)
	}
	return p, nil
}

func (p *pace) close() {
	for _, c := range p.clients {
		c.close()
	}
}

// run asks for the given time and returns when every answer is there.
func (p *pace) run(long time.Duration) paced {
	var next atomic.Int64
	each := make([]paced, len(p.workers))
	total := int64(float64(p.perSecond) * long.Seconds())
	start := time.Now().Add(5 * time.Millisecond)
	var all sync.WaitGroup
	for n, w := range p.workers {
		all.Go(func() {
			for i := next.Add(1) - 1; i < total; i = next.Add(1) - 1 {
				due := start.Add(time.Duration(i) * time.Second / time.Duration(p.perSecond))
				time.Sleep(time.Until(due))
				err := w(p.clients[n])
				each[n].took = append(each[n].took, time.Since(due))
				if err == nil {
					continue
				}
				if each[n].failed++; each[n].failure == nil {
					each[n].failure = err
				}
				if status := (*statusError)(nil); !errors.As(err, &status) {
					return // the connection is gone
				}
			}
		})
	}
	all.Wait()
	var sum paced
	for _, e := range each {
		sum.took = append(sum.took, e.took...)
		sum.failed += e.failed
		if sum.failure == nil {
			sum.failure = e.failure
		}
	}
	return sum
}

// whole is an error when requests failed or were never made because all connections went.
func (p paced) whole() error {
	switch {
	case p.failed > 0:
		return fmt.Errorf("%d of %d requests failed: %w", p.failed, len(p.took), p.failure)
	case len(p.took) == 0:
		return errors.New("no requests were made")
	}
	return nil
}

// percentile is the smallest of the times that at least the given share does not exceed, in milliseconds.
func percentile(took []time.Duration, share float64) float64 {
	if len(took) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(took))
	n := max(int(math.Ceil(share*float64(len(sorted))))-1, 0)
	return float64(sorted[n].Microseconds()) / 1000
}
