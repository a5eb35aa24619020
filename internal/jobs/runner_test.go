package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"vinhdanh/internal/fault"
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

// TestPausedJobRests: a job that is paused while it runs is given back with what it did, taken up by nobody, also not by the
// server that starts next, and goes on where it was.
func TestPausedJobRests(t *testing.T) {
	q := newQueue(t)
	upTo := 9 // the items that the handler would do
	q.handle = func(ctx context.Context, job *jobs.Job, save func() error) error {
		for job.Done < upTo {
			job.Done++
			q.now = q.now.Add(2 * time.Second)
			if job.Done == 2 {
				if err := q.db.PauseJob(ctx, "one", true); err != nil {
					return err
				}
			}
			if err := save(); err != nil {
				return err
			}
		}
		return nil
	}
	q.run(t.Context())
	if job := q.job(); job.State != jobs.Queued || !job.Resting() || job.Done != 2 || job.Attempts != 0 || job.Problem != "" {
		t.Fatalf("paused: %+v", job)
	}
	q.now = q.now.Add(24 * time.Hour)
	if err := q.db.ReleaseJobs(t.Context()); err != nil {
		t.Fatal(err)
	}
	if q.run(t.Context()) {
		t.Fatal("a paused job was taken up")
	}
	if err := q.db.PauseJob(t.Context(), "one", false); err != nil {
		t.Fatal(err)
	}
	q.run(t.Context())
	if job := q.job(); job.State != jobs.Done || job.Done != 9 || job.Resting() {
		t.Errorf("resumed: %+v", job)
	}
	if err := q.db.PauseJob(t.Context(), "one", true); !fault.IsCode(err, "job_over") {
		t.Errorf("a job that is done is paused: %v", err)
	}
}

// TestPace counts what was done since the job was taken up, not what was done before.
func TestPace(t *testing.T) {
	start := time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)
	job := jobs.Job{State: jobs.Running, Started: start, Before: 1000, Done: 1100, Total: 1300}
	pace, left, ok := job.Pace(start.Add(10 * time.Second))
	if !ok || pace != 600 || left != 20*time.Second {
		t.Errorf("%d a minute, %s left, %v", pace, left, ok)
	}
	for name, change := range map[string]func(*jobs.Job){
		"nothing done yet": func(j *jobs.Job) { j.Done = 1000 }, "waiting": func(j *jobs.Job) { j.State = jobs.Queued },
		"paused": func(j *jobs.Job) { j.Paused = true },
	} {
		other := job
		change(&other)
		if _, _, ok := other.Pace(start.Add(10 * time.Second)); ok {
			t.Errorf("%s: a pace is told", name)
		}
	}
}
