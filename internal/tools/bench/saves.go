package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"time"
)

// judges is how many save at once in the case of the marks.
const judges = 256

// saves measures durable saves beside raw writes and beside a PUT that does nothing.
func saves(ctx context.Context, b *bench) ([]row, error) {
	s, err := b.grown(ctx)
	if err != nil {
		return nil, err
	}
	savers, err := s.savers(judges)
	if err != nil {
		return nil, err
	}
	raw, idle := b.disk.series(), b.put(judges)
	one := overHTTP("one save", s.process, savers[:1])
	together := overHTTP("saves", s.process, savers)
	if err := measure(ctx, b.rounds, b.long, raw, one, idle, together); err != nil {
		return nil, err
	}
	return []row{
		atLeast("one judge saves", one, raw, 0.40),
		atLeast(fmt.Sprintf("%d judges save at once, beside a PUT that does nothing", judges), together, idle, 0.45),
		atLeast(fmt.Sprintf("%d judges save at once, beside raw writes", judges), together, raw, 4),
	}, nil
}

// revocations measures from the answer to a revocation to the answer that says so.
func revocations(ctx context.Context, b *bench) ([]row, error) {
	s, err := b.grown(ctx)
	if err != nil {
		return nil, err
	}
	asks, took, err := revokeSome(ctx, s, s.address, b.rounds)
	if err != nil {
		return nil, err
	}
	next := atMost("after a revocation, requests until the answer says so", asks, 1, "requests")
	next.subject = fmt.Sprintf("%.2g ms later", median(took))
	return []row{next}, nil
}

// revokeSome revokes n certificates whose answers are kept, each time asking at an address until it is said: how many
// requests that took and how many milliseconds.
func revokeSome(ctx context.Context, s *site, address string, n int) (asks, took []float64, err error) {
	if n > len(s.codes) {
		return nil, nil, fmt.Errorf("%d certificates can be revoked, %d are needed", len(s.codes), n)
	}
	desk, err := dial(ctx, s.address)
	if err != nil {
		return nil, nil, err
	}
	defer desk.close()
	public, err := dial(ctx, address)
	if err != nil {
		return nil, nil, err
	}
	defer public.close()
	for _, path := range records(s.codes[len(s.codes)-n:]) {
		a, t, err := revoke(desk, public, s.desk, path)
		if err != nil {
			return nil, nil, err
		}
		asks, took = append(asks, a), append(took, t)
	}
	return asks, took, nil
}

// revoke revokes the certificate of a path and asks until the public connection is told.
func revoke(desk, public *client, token, path string) (asks, milliseconds float64, err error) {
	ask := get(1, []string{path})[0]
	for range 4 { // until its answer is kept
		if err := ask(public); err != nil {
			return 0, 0, err
		}
	}
	today := time.Now().In(time.FixedZone("Vietnam", 7*60*60)).Format(time.DateOnly)
	act := map[string]any{"reason": "đo hiệu năng", "effective_on": today,
		"decision": map[string]string{"number": "99/QĐ-UBND", "date": today}}
	var line struct{ Status string }
	if err := exchange(desk, token, "POST", path+"/revoke", act, 200, &line); err != nil {
		return 0, 0, err
	}
	revoked := time.Now()
	for asks < 10_000 && time.Since(revoked) < 20*time.Second {
		var said struct{ Status string }
		asks++
		if err := exchangeOpenly(public, path, &said); err != nil {
			return 0, 0, err
		}
		if said.Status == "revoked" {
			return asks, float64(time.Since(revoked).Microseconds()) / 1000, nil
		}
		if asks > 1 {
			time.Sleep(2 * time.Millisecond)
		}
	}
	return 0, 0, errors.New("a revoked certificate was never said to be")
}

// pocketbase measures PocketBase with its own settings beside the program.
func pocketbase(ctx context.Context, b *bench) ([]row, error) {
	const read, write = "PocketBase: record by key, verification beside it", "PocketBase: create with 64 clients, saves beside it"
	peer, err := startPocketbase(ctx, b)
	if err != nil {
		why := fmt.Sprintf("PocketBase was not built: %.200s", err)
		return []row{unmeasured(read, "at least 4.00", why), unmeasured(write, "at least 4.00", why)}, nil
	}
	defer peer.stop()
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
	keys := make([]string, 1000)
	for n := range keys {
		keys[n] = fmt.Sprintf("/api/collections/sheets/records/record%09d", n)
	}
	body := `{"judge":"Đỗ Thợ Cả","entry":"S00001","marks":{"1.1":"8.5","1.2":"7","2.1":"9"},"comment":"Mây đan chắc tay"}`
	create := fmt.Appendf(nil, "POST /api/collections/sheets/records HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"+
		"Content-Length: %d\r\n\r\n%s", len(body), body)
	theirRead := overHTTP("PocketBase", peer, get(connections, keys))
	theirWrite := overHTTP("PocketBase", peer, times(connections, func(c *client) error { return send(c, create, 200) }))
	ourRead := overHTTP("verification JSON", s.process, get(connections, records(s.asked())))
	ourWrite := overHTTP("saves", s.process, savers)
	if err := measure(ctx, b.rounds, b.long, theirRead, ourRead, theirWrite, ourWrite); err != nil {
		return nil, err
	}
	return []row{atLeast(read, ourRead, theirRead, 4), atLeast(write, ourWrite, theirWrite, 4)}, nil
}

// startPocketbase builds the peer from its module, which is not this one, and starts it.
func startPocketbase(ctx context.Context, b *bench) (*process, error) {
	program, data := filepath.Join(b.temp, "pocketbase"), filepath.Join(b.temp, "pocketbase-data")
	build := exec.CommandContext(ctx, "go", "build", "-o", program, ".")
	build.Dir = filepath.Join(b.root, "internal", "tools", "bench", "pocketbase")
	if text, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build PocketBase: %w: %s", err, text)
	}
	return launch(ctx, "/api/health", program, func(address string) []string { return []string{address, data} })
}
