package web

import (
	"net/netip"
	"sync"
	"time"
)

// unknownCodesAMinute is how many well-formed codes that were never issued one address may ask for.
const unknownCodesAMinute = 60

// maxTracked bounds each limiter's memory: beyond it what is over is forgotten.
const maxTracked = 50_000

// windowLimiter counts events by key within fixed windows of time.
type windowLimiter struct {
	mu     sync.Mutex
	now    func() time.Time
	window time.Duration
	most   int
	counts map[string]windowCount
}

type windowCount struct {
	since time.Time
	n     int
}

func newWindowLimiter(now func() time.Time, window time.Duration, most int) *windowLimiter {
	return &windowLimiter{now: now, window: window, most: most, counts: map[string]windowCount{}}
}

// allow counts one event and reports whether it is within the limit.
func (l *windowLimiter) allow(key string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if len(l.counts) >= maxTracked {
		for k, c := range l.counts {
			if now.Sub(c.since) >= l.window {
				delete(l.counts, k)
			}
		}
	}
	c := l.counts[key]
	if now.Sub(c.since) >= l.window {
		c = windowCount{since: now}
	}
	c.n++
	l.counts[key] = c
	return c.n <= l.most
}

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

// wait is how long the key must wait before its next try; 0 when it may try now.
func (l *loginLimiter) wait(key string) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := l.tries[key]
	if t.failures < freeLogins {
		return 0
	}
	pause := longestWait
	if shift := t.failures - freeLogins; shift < 10 {
		pause = min(longestWait, time.Second<<shift)
	}
	return max(0, pause-l.now().Sub(t.last))
}

// failed notes a wrong password.
func (l *loginLimiter) failed(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if len(l.tries) >= maxTracked {
		for k, t := range l.tries {
			if now.Sub(t.last) >= forgetLogins {
				delete(l.tries, k)
			}
		}
	}
	t := l.tries[key]
	if now.Sub(t.last) >= forgetLogins {
		t.failures = 0
	}
	t.failures++
	t.last = now
	l.tries[key] = t
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
