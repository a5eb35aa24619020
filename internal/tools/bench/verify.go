package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// hot is how many certificates everybody asks for; their finished answers fit in the program's memory.
const hot = 1000

// asked are the codes that everybody asks for.
func (s *site) asked() []string { return slices.Concat(s.own, s.codes[:min(hot, len(s.codes))]) }

// verification measures the page and the JSON from memory and from the record. A query that the program does
// not know makes it answer anew; only the demo's own certificates are asked for then, because their JSON
// proves their leaf, which is most of its work.
func verification(ctx context.Context, b *bench) ([]row, error) {
	s, err := b.grown(ctx)
	if err != nil {
		return nil, err
	}
	hello := b.hello(connections)
	page := overHTTP("page", s.process, get(connections, pages(s.asked())))
	json := overHTTP("JSON", s.process, get(connections, records(s.asked())))
	pageAnew := overHTTP("page anew", s.process, get(connections, anew(pages(s.own))))
	jsonAnew := overHTTP("JSON anew", s.process, get(connections, anew(records(s.own))))
	if err := warm(ctx, s); err != nil {
		return nil, err
	}
	if err := measure(ctx, b.rounds, b.long, hello, page, json, pageAnew, jsonAnew); err != nil {
		return nil, err
	}
	beside := fmt.Sprintf(", %d certificates", len(s.codes)+len(s.own))
	return []row{
		atLeast("verification page, hot"+beside, page, hello, 0.65).stretching(0.75),
		atLeast("verification JSON, hot"+beside, json, hello, 0.70).stretching(0.82),
		atLeast("verification page, uncached", pageAnew, hello, 0.30), atLeast("verification JSON, uncached", jsonAnew, hello, 0.38),
	}, nil
}

// anew is paths with a query that the program does not know, so that it answers from the record.
func anew(paths []string) []string {
	for n := range paths {
		paths[n] += "?anew=1"
	}
	return paths
}

// warm asks for everything twice, after which the program keeps the answers.
func warm(ctx context.Context, s *site) error {
	c, err := dial(ctx, s.address)
	if err != nil {
		return err
	}
	defer c.close()
	all := slices.Concat(pages(s.asked()), records(s.asked()))
	ask := get(1, all)[0]
	for range 2 * len(all) {
		if err := ask(c); err != nil {
			return err
		}
	}
	return nil
}

// crowd measures 2,000 connections.
func crowd(ctx context.Context, b *bench) ([]row, error) {
	if err := raiseLimit(3 * many); err != nil {
		return nil, err
	}
	s, err := b.grown(ctx)
	if err != nil {
		return nil, err
	}
	savers, err := s.savers(many)
	if err != nil {
		return nil, err
	}
	hello, idle := b.hello(many), b.put(many)
	page := overHTTP("page", s.process, get(many, pages(s.asked())))
	save := overHTTP("save", s.process, savers)
	if err := warm(ctx, s); err != nil {
		return nil, err
	}
	if err := measure(ctx, b.rounds, b.long, hello, page, idle, save); err != nil {
		return nil, err
	}
	return []row{atLeast("page, 2,000 connections", page, hello, 0.60), atLeast("save, 2,000 connections", save, idle, 0.40)}, nil
}

// What comes at once in the case of that name.
const (
	verificationsASecond = 5000
	savesASecond         = 1000
)

// together sends verifications and saves at fixed rates, to the reference and to the program in turn.
func together(ctx context.Context, b *bench) ([]row, error) {
	s, err := b.grown(ctx)
	if err != nil {
		return nil, err
	}
	savers, err := s.savers(connections)
	if err != nil {
		return nil, err
	}
	if err := warm(ctx, s); err != nil {
		return nil, err
	}
	var ratio, save, ours, theirs []float64
	for range b.rounds {
		hello, idle, err := both(ctx, b.bare.address, get(connections, []string{"/"}), times(connections, putNothing), b.long)
		if err != nil {
			return nil, fmt.Errorf("the reference: %w", err)
		}
		reads, writes, err := both(ctx, s.address, get(connections, pages(s.asked())), savers, b.long)
		if err != nil {
			return nil, err
		}
		if len(idle.took) != len(writes.took) {
			return nil, fmt.Errorf("%d saves were sent and %d to the reference", len(writes.took), len(idle.took))
		}
		ours, theirs = append(ours, percentile(reads.took, 0.99)), append(theirs, percentile(hello.took, 0.99))
		save = append(save, percentile(writes.took, 0.99))
	}
	ratio = ratios(ours, theirs)
	what := fmt.Sprintf("%d verifications/s and %d saves/s together, p99 of ", verificationsASecond, savesASecond)
	read := atMost(what+"a verification, times the reference's", ratio, 3, "")
	read.subject, read.reference = fmt.Sprintf("%.2f ms", median(ours)), fmt.Sprintf("%.2f ms Echo at the same rates", median(theirs))
	return []row{atMost(what+"a save", save, 10, "ms"), read}, nil
}

// both runs a pace of reads beside one of writes.
func both(ctx context.Context, address string, reads, writes []worker, long time.Duration) (r, w paced, err error) {
	read, err := at(ctx, verificationsASecond, nil, address, reads)
	if err != nil {
		return r, w, err
	}
	defer read.close()
	write, err := at(ctx, savesASecond, nil, address, writes)
	if err != nil {
		return r, w, err
	}
	defer write.close()
	done := make(chan struct{})
	go func() {
		defer close(done)
		w = write.run(long)
	}()
	r = read.run(long)
	<-done
	if err := r.whole(); err != nil {
		return r, w, err
	}
	return r, w, w.whole()
}

// wrongCodes measures what valid look-ups lose when codes that were never issued are asked for beside them,
// by 250 addresses, so that the program's limit for one address does not make it cheap.
func wrongCodes(ctx context.Context, b *bench) ([]row, error) {
	s, err := b.grown(ctx)
	if err != nil {
		return nil, err
	}
	const wrongASecond, people = 1000, 250
	random := rand.New(rand.NewPCG(3, 4))
	wrong := make([]string, 50_000)
	for n := range wrong {
		wrong[n] = newCode(random)
	}
	from := make([]string, people)
	for n := range from {
		from[n] = fmt.Sprintf("127.0.1.%d", n+1)
	}
	flood, err := at(ctx, wrongASecond, from, s.address, getOr(people, pages(wrong), 404, 429))
	if err != nil {
		return nil, err
	}
	defer flood.close()
	if err := warm(ctx, s); err != nil {
		return nil, err
	}
	workers := get(connections, pages(s.asked()))
	alone := overHTTP("page alone", s.process, workers)
	beside := &series{name: "page beside", owner: s.process, run: func(ctx context.Context, long time.Duration) (outcome, error) {
		var wrong paced
		done := make(chan struct{})
		go func() {
			defer close(done)
			wrong = flood.run(long)
		}()
		o, err := rate(ctx, s.address, workers, long)
		<-done
		if err == nil {
			err = wrong.whole()
		}
		return o, err
	}}
	if err := measure(ctx, b.rounds, b.long, alone, beside); err != nil {
		return nil, err
	}
	return []row{atLeast("valid look-ups beside 1,000 wrong codes/s", beside, alone, 0.90)}, nil
}
