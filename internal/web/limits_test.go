package web

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestLoginWaitsGrow(t *testing.T) {
	clock := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	l := newLoginLimiter(func() time.Time { return clock })
	var waits []time.Duration
	for range 20 {
		if wait := l.try("a@x|192.0.2.1"); wait > 0 {
			t.Fatalf("waits %v after waiting", wait)
		}
		wait := l.tries["a@x|192.0.2.1"].wait(clock)
		waits = append(waits, wait)
		clock = clock.Add(wait)
	}
	for i := 1; i < len(waits); i++ {
		if waits[i] < waits[i-1] {
			t.Errorf("wait %d is %v after %v", i+1, waits[i], waits[i-1])
		}
	}
	if waits[3] != 0 || waits[4] != time.Second || waits[5] != 2*time.Second || waits[19] != longestWait {
		t.Errorf("waits %v", waits)
	}
	if l.try("a@x|192.0.2.2") != 0 || l.try("b@x|192.0.2.1") != 0 {
		t.Error("another address or account waits too")
	}
	l.succeeded("a@x|192.0.2.1")
	if l.try("a@x|192.0.2.1") != 0 {
		t.Error("waits after a success")
	}
}

func TestGuessesAtOnceAreCounted(t *testing.T) {
	l := newLoginLimiter(time.Now)
	var through atomic.Int64
	var wait sync.WaitGroup
	for range 100 {
		wait.Go(func() {
			if l.try("a@x") == 0 {
				through.Add(1)
			}
		})
	}
	wait.Wait()
	if through.Load() != freeLogins {
		t.Errorf("%d guesses at once went through, want %d", through.Load(), freeLogins)
	}
}

func TestWindowLimiter(t *testing.T) {
	clock := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	l := newMinuteLimiter(func() time.Time { return clock }, 3)
	for i, want := range []bool{true, true, true, false, false} {
		if got := l.allow("a"); got != want {
			t.Errorf("event %d: %v", i+1, got)
		}
	}
	if !l.allow("b") {
		t.Error("another key is limited")
	}
	clock = clock.Add(time.Minute)
	if !l.allow("a") {
		t.Error("limited in the next window")
	}
}

func TestLimitersForget(t *testing.T) {
	clock := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	l := newMinuteLimiter(func() time.Time { return clock }, 3)
	for i := range maxTracked {
		l.allow(fmt.Sprint(i))
	}
	clock = clock.Add(time.Hour)
	l.allow("one more")
	if len(l.counts) > 1 {
		t.Errorf("%d keys kept after their window", len(l.counts))
	}
}

func TestAddressKey(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.1": "192.0.2.1", "::ffff:192.0.2.1": "192.0.2.1", "2001:db8:1:2:3::4": "2001:db8:1:2::/64", "2001:db8:1:2:ffff::": "2001:db8:1:2::/64",
		"fe80::1%eth0": "fe80::/64", "nonsense": "nonsense",
	} {
		if got := addressKey(address); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}
