package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"vinhdanh/internal/fault"
)

// Handler does one job. It may be called again after it failed or was cut off, and must pass over what it
// did before. save makes the job's counts and errors durable and keeps its lease.
type Handler func(ctx context.Context, job *Job, save func() error) error

// Times of the queue.
const (
	leaseTime = 45 * time.Second // a running job without a sign of life for so long is taken up again
	pollTime  = time.Second      // between two looks at an empty queue
	saveTime  = time.Second      // between two durable notes of a job's progress
)

// maxAttempts is how often a job is tried before it is kept as failed, shown to its operator: over three hours, so
// that letters outlast an evening without a mail server.
const maxAttempts = 8

// Runner takes jobs from the queue and hands them to their handlers, one at a time for each kind so that
// a long batch never delays the mail.
type Runner struct {
	store    Store
	handlers map[string]Handler
	now      func() time.Time
	log      *slog.Logger
	woken    <-chan struct{}
}

// WakeOn makes the runner look at once when something arrives on c instead of at its next poll.
func (r *Runner) WakeOn(c <-chan struct{}) { r.woken = c }

// NewRunner makes a runner of these handlers, by the kind of job.
func NewRunner(store Store, handlers map[string]Handler, now func() time.Time, log *slog.Logger) *Runner {
	return &Runner{store: store, handlers: handlers, now: now, log: log}
}

// Run works until ctx ends, and returns when every handler has returned.
func (r *Runner) Run(ctx context.Context) {
	var kinds sync.WaitGroup
	wakes := make([]chan struct{}, 0, len(r.handlers))
	for kind := range r.handlers {
		wake := make(chan struct{}, 1)
		wakes = append(wakes, wake)
		kinds.Go(func() { r.runKind(ctx, kind, wake) })
	}
	r.passOn(ctx, wakes)
	kinds.Wait()
}

// passOn wakes every kind when something was queued, until ctx ends.
func (r *Runner) passOn(ctx context.Context, wakes []chan struct{}) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.woken:
		}
		for _, w := range wakes {
			select {
			case w <- struct{}{}:
			default: // it is awake already
			}
		}
	}
}

func (r *Runner) runKind(ctx context.Context, kind string, wake <-chan struct{}) {
	for ctx.Err() == nil {
		worked, err := r.RunOne(ctx, kind)
		if err != nil && ctx.Err() == nil {
			r.log.Error("take job", "kind", kind, "error", err)
		}
		if worked {
			continue
		}
		select {
		case <-ctx.Done():
		case <-wake:
		case <-time.After(pollTime):
		}
	}
}

// RunOne does the next due job of a kind, and reports whether there was one.
func (r *Runner) RunOne(ctx context.Context, kind string) (bool, error) {
	now := r.now()
	job, err := r.store.ClaimJob(ctx, []string{kind}, now, now.Add(leaseTime))
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, r.do(ctx, job)
}

func (r *Runner) do(ctx context.Context, job Job) error {
	saved := r.now()
	save := func() error {
		if r.now().Sub(saved) < saveTime {
			return nil
		}
		saved = r.now()
		job.Lease = saved.Add(leaseTime)
		if err := r.store.SaveJob(ctx, job); err != nil {
			return err
		}
		return r.rest(ctx, job.ID)
	}
	err := r.handle(ctx, &job, save)
	if err != nil && (ctx.Err() != nil || errors.Is(err, errPaused)) { // stopping: the lease runs out, or is given back now
		job.State, job.Lease, job.Attempts = Queued, time.Time{}, job.Attempts-1
		return r.store.SaveJob(context.WithoutCancel(ctx), job)
	}
	now := r.now()
	switch {
	case err == nil:
		job.State, job.Finished, job.Problem = Done, now, ""
	case job.Attempts >= maxAttempts:
		job.State, job.Finished, job.Problem = Failed, now, err.Error()
		r.log.Error("job failed for good", "job", job.ID, "kind", job.Kind, "error", err)
	default:
		job.State, job.RunAt, job.Problem = Queued, now.Add(backoff(job.Attempts)), err.Error()
		r.log.Warn("job will be tried again", "job", job.ID, "kind", job.Kind, "error", err)
	}
	job.Lease = time.Time{}
	return r.store.SaveJob(context.WithoutCancel(ctx), job)
}

// errPaused ends a handler whose job somebody paused.
var errPaused = errors.New("the job is paused")

// rest answers errPaused when the job was paused since it was taken up.
func (r *Runner) rest(ctx context.Context, id string) error {
	now, err := r.store.LoadJob(ctx, id)
	if err == nil && now.Paused {
		err = errPaused
	}
	return err
}

// handle runs the job's handler; its panic is an error, and a job that keeps killing the process is not
// taken up for ever.
func (r *Runner) handle(ctx context.Context, job *Job, save func() error) (err error) {
	if job.Attempts > maxAttempts {
		return fmt.Errorf("cut off %d times: %s", maxAttempts, job.Problem)
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("job %s: panic: %v", job.Kind, p)
		}
	}()
	return r.handlers[job.Kind](ctx, job, save)
}

// backoff waits 2, 8, 32 … seconds after the first, second, third attempt.
func backoff(attempts int) time.Duration {
	return 2 * time.Second << (2 * min(max(attempts-1, 0), 6))
}
