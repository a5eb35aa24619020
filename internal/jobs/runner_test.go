package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"vinhdanh/internal/jobs"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

// queue is a runner of one kind on a real database with a clock that the test moves.
type queue struct {
	*testing.T
	db     *store.DB
	now    time.Time
	handle jobs.Handler
	runner *jobs.Runner
}

func newQueue(t *testing.T) *queue {
	t.Helper()
	q := &queue{T: t, db: storetest.Open(t), now: time.Now().Add(time.Minute)}
	handler := func(ctx context.Context, job *jobs.Job, save func() error) error { return q.handle(ctx, job, save) }
	q.runner = jobs.NewRunner(q.db, map[string]jobs.Handler{"work": handler}, func() time.Time { return q.now }, slog.New(slog.DiscardHandler))
	q.enqueue("one")
	return q
}

func (q *queue) enqueue(id string) {
	q.Helper()
	err := q.db.ForJudging().Update(q.Context(), func(tx judging.Tx) error { return tx.Enqueue(judging.Job{ID: id, Kind: "work", Total: 3}) })
	if err != nil {
		q.Fatal(err)
	}
}

func (q *queue) run(ctx context.Context) bool {
	q.Helper()
	worked, err := q.runner.RunOne(ctx, "work")
	if err != nil {
		q.Fatal(err)
	}
	return worked
}

func (q *queue) job() jobs.Job {
	q.Helper()
	job, err := q.db.LoadJob(context.Background(), "one")
	if err != nil {
		q.Fatal(err)
	}
	return job
}

func TestJobsAreTriedAgainLaterAndThenKept(t *testing.T) {
	q := newQueue(t)
	q.handle = func(context.Context, *jobs.Job, func() error) error { return errors.New("no network") }
	tries, waited := 0, time.Duration(0)
	for q.job().State != jobs.Failed && tries < 20 {
		if !q.run(t.Context()) {
			t.Fatalf("nothing due after %d tries", tries)
		}
		tries++
		if q.job().State == jobs.Queued && q.run(t.Context()) {
			t.Fatal("tried again at once")
		}
		if wait := q.job().RunAt.Sub(q.now); q.job().State == jobs.Queued && wait <= waited {
			t.Errorf("wait %v after %v", wait, waited)
		} else {
			waited = wait
		}
		q.now = q.now.Add(24 * time.Hour)
	}
	if job := q.job(); tries != 8 || job.Problem != "no network" || job.Finished.IsZero() {
		t.Errorf("after %d tries: %+v", tries, job)
	}
}

func TestPanicIsAnErrorOfTheJob(t *testing.T) {
	q := newQueue(t)
	q.handle = func(context.Context, *jobs.Job, func() error) error { panic("a nil map") }
	q.run(t.Context())
	if job := q.job(); job.State != jobs.Queued || !strings.Contains(job.Problem, "a nil map") {
		t.Errorf("after a panic: %+v", job)
	}
}

func TestStoppingGivesAJobBack(t *testing.T) {
	q := newQueue(t)
	ctx, stop := context.WithCancel(t.Context())
	q.handle = func(ctx context.Context, job *jobs.Job, _ func() error) error {
		job.Done = 2
		stop()
		return ctx.Err()
	}
	q.run(ctx)
	if job := q.job(); job.State != jobs.Queued || job.Attempts != 0 || job.Done != 2 {
		t.Errorf("after a stop: %+v", job)
	}
}

func TestDoneWhileStoppingStaysDone(t *testing.T) {
	q := newQueue(t)
	ctx, stop := context.WithCancel(t.Context())
	q.handle = func(context.Context, *jobs.Job, func() error) error { stop(); return nil }
	q.run(ctx)
	if job := q.job(); job.State != jobs.Done {
		t.Errorf("a job that was done is %s after the stop", job.State)
	}
}

func TestRunWakesAndEnds(t *testing.T) {
	q := newQueue(t)
	done := make(chan string, 2)
	q.handle = func(_ context.Context, job *jobs.Job, _ func() error) error { done <- job.ID; return nil }
	q.runner.WakeOn(q.db.Enqueued())
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { q.runner.Run(ctx); close(ended) }()
	for _, want := range []string{"one", "two"} {
		if got := <-done; got != want {
			t.Errorf("did %s, want %s", got, want)
		}
		if want == "one" {
			q.enqueue("two")
		}
	}
	stop()
	<-ended
}
