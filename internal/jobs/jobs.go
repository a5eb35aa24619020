// Package jobs runs work after the commit that asked for it: mails, certificates, upkeep. A job is a row
// that was written in the asking transaction; it is leased, retried and, when it keeps failing, kept and
// shown. The package refuses to know what the work is.
package jobs

import (
	"context"
	"time"
)

// State is where a job stands.
type State string

// The states of a job.
const (
	Queued  State = "queued"
	Running State = "running"
	Done    State = "done"
	Failed  State = "failed"
)

// ItemError is one item of a job that could not be done.
type ItemError struct {
	Nomination string `json:"nomination"`
	Code       string `json:"code"`
	Message    string `json:"message"`
}

// Job is one row of the queue.
type Job struct {
	ID       string
	Kind     string
	Edition  string
	Key      string
	Payload  []byte // JSON
	State    State
	Done     int
	Total    int
	Errors   []ItemError
	Attempts int
	Claim    int       // Attempts as they were read: a save holds only while nobody has claimed the job since
	Problem  string    // the last error, for the log and the operator
	RunAt    time.Time // not before
	Lease    time.Time // a running job whose lease is over is taken up again
	Created  time.Time
	Finished time.Time
	Paused   bool      // nobody takes it up until it is resumed; SaveJob leaves it as it is
	Started  time.Time // when it was last taken up
	Before   int       // items that were done by then
}

// Resting reports whether a job is paused and has not come to its end.
func (j Job) Resting() bool { return j.Paused && (j.State == Queued || j.State == Running) }

// Pace is how many items a running job does in a minute and how long the rest takes at that pace; ok is false as long as
// too little is done to tell.
func (j Job) Pace(now time.Time) (perMinute int, left time.Duration, ok bool) {
	took, did := now.Sub(j.Started), j.Done-j.Before
	if j.State != Running || j.Paused || j.Started.IsZero() || took < time.Second || did <= 0 {
		return 0, 0, false
	}
	each := took / time.Duration(did)
	return max(1, int(time.Minute/max(each, 1))), each * time.Duration(max(0, j.Total-j.Done)), true
}

// Store is the queue. Each method is durable when it returns.
type Store interface {
	// Claim leases the oldest due job of one of the kinds until the given time; it answers the fault
	// not_found when nothing is due.
	ClaimJob(ctx context.Context, kinds []string, now, lease time.Time) (Job, error)
	// SaveJob writes the job's state, counts, errors, problem and times. It answers the fault not_found when another
	// runner claimed the job since it was read: a server that hung has nothing more to say about it.
	SaveJob(ctx context.Context, job Job) error
	LoadJob(ctx context.Context, id string) (Job, error)
	// PauseJob keeps a job that has not come to its end from being taken up, and lets it go on; whoever runs it stops after
	// the items in hand. Twice is no error. It answers the fault job_over for a job that is done or failed.
	PauseJob(ctx context.Context, id string, paused bool) error
	// ListJobs are the latest jobs, newest first; of one state when it is given.
	ListJobs(ctx context.Context, state State, limit int) ([]Job, error)
	// OpenJobs are an edition's jobs of a kind that have not come to their end, the oldest first.
	OpenJobs(ctx context.Context, kind, edition string) ([]Job, error)
}
