package web

import (
	"net/netip"
	"sync"
	"time"
)

// unknownCodesAMinute is how many well-formed codes that were never issued one address may ask for.
const unknownCodesAMinute = 60

// reportsAMinute is how many reports of misuse one address may send: phones share addresses.
const reportsAMinute = 6

// maxTracked bounds each limiter's memory, about 10 MB: beyond it what is over is forgotten, then others.
const maxTracked = 50_000

// makeRoom forgets what is over once a map is full, and an arbitrary tenth when nothing is.
func makeRoom[V any](m map[string]V, over func(V) bool) {
	if len(m) < maxTracked {
		return
	}
	for k, v := range m {
		if over(v) {
			delete(m, k)
		}
	}
	for k := range m {
		if len(m) < maxTracked*9/10 {
			return
		}
		delete(m, k)
	}
}

// minuteLimiter counts events by key within fixed minutes.
type minuteLimiter struct {
	mu     sync.Mutex
	now    func() time.Time
	most   int
	counts map[string]minuteCount
}

type minuteCount struct {
	since time.Time
	n     int
}

func newMinuteLimiter(now func() time.Time, most int) *minuteLimiter {
	return &minuteLimiter{now: now, most: most, counts: map[string]minuteCount{}}
}

// allow counts one event and reports whether it is within the limit.
func (l *minuteLimiter) allow(key string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	makeRoom(l.counts, func(c minuteCount) bool { return now.Sub(c.since) >= time.Minute })
	c := l.counts[key]
	if now.Sub(c.since) >= time.Minute {
		c = minuteCount{since: now}
	}
	c.n++
	l.counts[key] = c
	return c.n <= l.most
}

// loginsAMinute is how many passwords one address may try a minute, over all accounts.
const loginsAMinute = 60

const (
	freeLogins   = 5                // failures before the first wait
	longestWait  = 15 * time.Minute // between two tries
	forgetLogins = time.Hour        // without a failure
)

// loginLimiter makes guesses of a password slow: after freeLogins failures each further try of the same
// account from the same address waits twice as long as the one before. Other addresses are not touched, so
// nobody can lock somebody else out.
type loginLimiter struct {
	mu    sync.Mutex
	now   func() time.Time
	tries map[string]loginTries
}

type loginTries struct {
	failures int
	last     time.Time
}

func newLoginLimiter(now func() time.Time) *loginLimiter {
	return &loginLimiter{now: now, tries: map[string]loginTries{}}
}

// try counts a try as failed before its password is looked at, so that guesses made at once are counted
// too, and says how long the key must wait instead; 0 when it may try now.
func (l *loginLimiter) try(key string) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if wait := l.tries[key].wait(now); wait > 0 {
		return wait
	}
	makeRoom(l.tries, func(t loginTries) bool { return now.Sub(t.last) >= forgetLogins })
	t := l.tries[key]
	if now.Sub(t.last) >= forgetLogins {
		t.failures = 0
	}
	t.failures++
	t.last = now
	l.tries[key] = t
	return 0
}

func (t loginTries) wait(now time.Time) time.Duration {
	if t.failures < freeLogins {
		return 0
	}
	pause := longestWait
	if shift := t.failures - freeLogins; shift < 10 {
		pause = min(longestWait, time.Second<<shift)
	}
	return max(0, pause-now.Sub(t.last))
}

// succeeded forgets the failures of a key.
func (l *loginLimiter) succeeded(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.tries, key)
}

// addressKey is one household's address: IPv6 callers own at least a /64.
func addressKey(address string) string {
	addr, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if addr = addr.Unmap(); addr.Is6() {
		if prefix, err := addr.WithZone("").Prefix(64); err == nil {
			return prefix.String()
		}
	}
	return addr.String()
}
