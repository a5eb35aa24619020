package store

import (
	"context"
	"strings"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/jobs"
	"vinhdanh/judging"
)

const (
	jobColumns = `id, kind, edition, job_key, payload, state, done, total, errors, attempts, problem, run_at, lease, created, finished,
paused, started, started_done`

	queryEnqueue query = "INSERT INTO jobs (" + jobColumns + `)
VALUES ($1, $2, $3, $4, $5, 'queued', 0, $6, '[]', 0, '', $7, 0, $8, 0, 0, 0, 0)
ON CONFLICT (kind, job_key) WHERE job_key <> '' AND state = 'queued' DO NOTHING`
	queryJob         query = "SELECT " + jobColumns + " FROM jobs WHERE id = $1"
	queryJobs        query = "SELECT " + jobColumns + ` FROM jobs WHERE ($1 = '' OR state = $1) ORDER BY created DESC, id DESC LIMIT $2`
	queryEditionJobs query = "SELECT " + jobColumns + ` FROM jobs WHERE kind = $1 AND edition = $2 AND state IN ('queued', 'running')
ORDER BY created, id`
	queryTroubledJobs query = "SELECT " + jobColumns + ` FROM jobs WHERE $1 LIKE '%,' || kind || ',%' AND problem <> ''
AND (state IN ('queued', 'running') OR (state = 'failed' AND NOT EXISTS (SELECT 1 FROM jobs o WHERE o.kind = jobs.kind
AND o.state IN ('done', 'failed') AND (o.finished > jobs.finished OR (o.finished = jobs.finished AND o.id > jobs.id)))))
ORDER BY created DESC, id DESC`
	queryFailedElse query = "SELECT " + jobColumns + ` FROM jobs WHERE state = 'failed' AND NOT $1 LIKE '%,' || kind || ',%'
ORDER BY created DESC, id DESC LIMIT $2`
	queryJobDue query = `SELECT id FROM jobs WHERE $1 LIKE '%,' || kind || ',%' AND paused = 0
AND ((state = 'queued' AND run_at <= $2) OR (state = 'running' AND lease <= $2)) ORDER BY run_at, id LIMIT 1`
	// The condition stands outside the sub-select again: on PostgreSQL two nodes may have picked one row.
	queryClaim query = `UPDATE jobs SET state = 'running', lease = $3, attempts = attempts + 1, started = $2, started_done = done WHERE id = (
SELECT j.id FROM jobs j WHERE $1 LIKE '%,' || j.kind || ',%' AND j.paused = 0
AND ((j.state = 'queued' AND j.run_at <= $2) OR (j.state = 'running' AND j.lease <= $2)) ORDER BY j.run_at, j.id LIMIT 1) AND paused = 0
AND ((state = 'queued' AND run_at <= $2) OR (state = 'running' AND lease <= $2))
RETURNING ` + jobColumns
	queryReleaseJobs query = `UPDATE jobs SET lease = 0 WHERE state = 'running'`
	// A job that goes back to wait while another with its key waits gives its key up.
	querySaveJob query = `UPDATE jobs SET edition = $2, payload = $3, state = $4, done = $5, total = $6, errors = $7,
attempts = $8, problem = $9, run_at = $10, lease = $11, finished = $12, started_done = $14,
paused = CASE WHEN $4 IN ('done', 'failed') THEN 0 ELSE paused END,
job_key = CASE WHEN $4 = 'queued' AND EXISTS (SELECT 1 FROM jobs o
WHERE o.kind = jobs.kind AND o.job_key = jobs.job_key AND o.state = 'queued' AND o.id <> jobs.id) THEN '' ELSE job_key END
WHERE id = $1 AND attempts = $13`
	queryPauseJob query = `UPDATE jobs SET paused = $2 WHERE id = $1 AND state IN ('queued', 'running')`
)

func scanJob(t *Tx, row scan) (j jobs.Job, err error) {
	err = row(&j.ID, &j.Kind, &j.Edition, &j.Key, &j.Payload, &j.State, &j.Done, &j.Total, decodeList(t, &j.Errors),
		&j.Attempts, &j.Problem, stamp(&j.RunAt), stamp(&j.Lease), stamp(&j.Created), stamp(&j.Finished), &j.Paused,
		stamp(&j.Started), &j.Before)
	j.Claim = j.Attempts
	return j, err
}

// Enqueue queues a job that runs after the commit. One whose non-empty key waits already is dropped.
func (t *Tx) Enqueue(job judging.Job) error {
	if job.ID == "" {
		job.ID = accounts.NewID()
	}
	now := t.db.conf.Now()
	if job.After.IsZero() {
		job.After = now
	}
	payload := string(job.Payload)
	if payload == "" {
		payload = "{}"
	}
	n, err := t.affect(queryEnqueue, job.ID, job.Kind, job.Edition, job.Key, payload, job.Total,
		micros(job.After), micros(now))
	t.enqueued = t.enqueued || n > 0
	return err
}

// ReleaseJobs gives back every job that was running, without waiting for its lease. The one server of an
// SQLite file does so when it starts: whoever ran them is gone.
func (db *DB) ReleaseJobs(ctx context.Context) error {
	return db.Update(ctx, func(t *Tx) error { return t.exec(queryReleaseJobs) })
}

// ClaimJob leases the oldest due job of one of the kinds; not_found when nothing is due.
func (db *DB) ClaimJob(ctx context.Context, kinds []string, now, lease time.Time) (job jobs.Job, err error) {
	list := kindList(kinds)
	// Looking first spares an idle runner a write for each look.
	err = db.View(ctx, func(t *Tx) error {
		_, err := one(t, "job", plain[string], queryJobDue, list, micros(now))
		return err
	})
	if err != nil {
		return job, err
	}
	err = db.Update(ctx, func(t *Tx) error {
		job, err = one(t, "job", scanJob, queryClaim, list, micros(now), micros(lease))
		return err
	})
	return job, err
}

// SaveJob writes a job's state, counts, errors, problem and times; not_found when it is gone or was claimed anew
// since it was read.
func (db *DB) SaveJob(ctx context.Context, j jobs.Job) error {
	return db.Update(ctx, func(t *Tx) error {
		n, err := t.affect(querySaveJob, j.ID, j.Edition, string(j.Payload), string(j.State), j.Done, j.Total,
			encode(list(j.Errors)), j.Attempts, j.Problem, micros(j.RunAt), micros(j.Lease), micros(j.Finished), j.Claim, j.Before)
		if err == nil && n == 0 {
			err = fault.New(fault.NotFound, "not_found", "what", "job")
		}
		t.enqueued = t.enqueued || j.State == jobs.Queued
		return err
	})
}

// PauseJob keeps a job from being taken up or lets it go on; the fault job_over for one that came to its end.
func (db *DB) PauseJob(ctx context.Context, id string, paused bool) error {
	return db.Update(ctx, func(t *Tx) error {
		n, err := t.affect(queryPauseJob, id, number(paused))
		if err == nil && n == 0 {
			if _, err = t.Job(id); err == nil {
				err = fault.New(fault.Conflict, "job_over")
			}
		}
		t.enqueued = t.enqueued || !paused
		return err
	})
}

// Job loads a job by its id.
func (t *Tx) Job(id string) (jobs.Job, error) { return one(t, "job", scanJob, queryJob, id) }

// LoadJob loads a job by its id.
func (db *DB) LoadJob(ctx context.Context, id string) (job jobs.Job, err error) {
	err = db.View(ctx, func(t *Tx) error {
		job, err = t.Job(id)
		return err
	})
	return job, err
}

// ListJobs lists the latest jobs, newest first, of one state when it is given.
func (db *DB) ListJobs(ctx context.Context, state jobs.State, n int) (found []jobs.Job, err error) {
	err = db.View(ctx, func(t *Tx) error {
		found, err = all(t, scanJob, queryJobs, string(state), limit(n))
		return err
	})
	return found, err
}

// OpenJobs lists an edition's jobs of a kind that have not come to their end, the oldest first.
func (db *DB) OpenJobs(ctx context.Context, kind, edition string) (found []jobs.Job, err error) {
	err = db.View(ctx, func(t *Tx) error {
		found, err = all(t, scanJob, queryEditionJobs, kind, edition)
		return err
	})
	return found, err
}

// TroubledJobs are those of some kinds that wait for another try and, of each kind, the one that came to its end last
// if it failed, the newest first: what failed before a job of its kind was done is made up for.
func (db *DB) TroubledJobs(ctx context.Context, kinds []string) (found []jobs.Job, err error) {
	err = db.View(ctx, func(t *Tx) error {
		found, err = all(t, scanJob, queryTroubledJobs, kindList(kinds))
		return err
	})
	return found, err
}

// FailedElse are the latest failed jobs of all other kinds, newest first.
func (db *DB) FailedElse(ctx context.Context, kinds []string, n int) (found []jobs.Job, err error) {
	err = db.View(ctx, func(t *Tx) error {
		found, err = all(t, scanJob, queryFailedElse, kindList(kinds), limit(n))
		return err
	})
	return found, err
}

// kindList is a list of kinds as the queries look for one in it.
func kindList(kinds []string) string { return "," + strings.Join(kinds, ",") + "," }
