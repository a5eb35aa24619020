package web

import (
	"context"
	"sync/atomic"
	"time"
)

const (
	// askAfter is how old the certificate generation may be before somebody reads it again, tooOld from when on
	// nothing that was finished earlier is given out.
	askAfter = 500 * time.Millisecond
	tooOld   = time.Second
)

// freshness knows the certificate generation, not older than a second: what this process commits at once, and
// what others do by asking the database at most twice a second, when somebody asks for a certificate at all.
type freshness struct {
	source Generations
	asked  atomic.Int64 // Unix nanoseconds of the last answer
	asking atomic.Bool
}

// generation is the generation at a moment; false when it is not known well enough.
func (f *freshness) generation(ctx context.Context, now time.Time) (int64, bool) {
	if f.age(now) < askAfter {
		return f.source.KnownGeneration(), true
	}
	if f.asking.CompareAndSwap(false, true) {
		defer f.asking.Store(false)
		if _, err := f.source.Generation(ctx); err == nil {
			f.asked.Store(now.UnixNano())
		}
	}
	return f.source.KnownGeneration(), f.age(now) < tooOld
}

// age is how long ago the database answered, too long when the clock was set back since. Requests that run
// side by side may be a little older than the answer.
func (f *freshness) age(now time.Time) time.Duration {
	age := time.Duration(now.UnixNano() - f.asked.Load())
	if age < -askAfter {
		return tooOld
	}
	return age
}

// held is a value of the record that is read again when the certificate generation moves. The zero value is
// ready.
type held[T any] struct{ last atomic.Pointer[heldValue[T]] }

type heldValue[T any] struct {
	generation int64
	value      T
}

// get is what read gives, or gave since the generation moved; without a hot path or a fresh generation it reads.
// Only for what migration 8 watches: offices and published checkpoints.
func (k *held[T]) get(ctx context.Context, s *Server, read func(context.Context) (T, error)) (T, error) {
	if s.hot == nil {
		return read(ctx)
	}
	generation, fresh := s.hot.fresh.generation(ctx, s.Now())
	if !fresh {
		return read(ctx)
	}
	if last := k.last.Load(); last != nil && last.generation == generation {
		return last.value, nil
	}
	value, err := read(ctx)
	if err == nil {
		k.last.Store(&heldValue[T]{generation, value})
	}
	return value, err
}
