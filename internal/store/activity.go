package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/jobs"
)

// Distribution counts values by upper bounds.
type Distribution struct {
	Count  uint64
	Sum    float64
	AtMost map[float64]uint64 // how many values were at most so large
}

func newDistribution(bounds ...float64) Distribution {
	d := Distribution{AtMost: map[float64]uint64{}}
	for _, b := range bounds {
		d.AtMost[b] = 0
	}
	return d
}

func (d *Distribution) add(v float64) {
	d.Count++
	d.Sum += v
	for b := range d.AtMost {
		if v <= b {
			d.AtMost[b]++
		}
	}
}

// Activity is what the committer did since the database was opened.
type Activity struct {
	Members Distribution // of a group that was committed together
	Seconds Distribution // that the commit of a group took, from its first statement to the last answer
	Refused uint64       // acts that found the queue full
	Waiting int          // acts that wait now
}

// activity counts for Activity.
type activity struct {
	mu sync.Mutex
	Activity
}

func newActivity() *activity {
	return &activity{Activity: Activity{
		Members: newDistribution(1, 2, 4, 8, 16, 32, 64, 128, 256),
		Seconds: newDistribution(.001, .0025, .005, .01, .025, .05, .1, .25, 1, 5),
	}}
}

func (a *activity) committed(members int, took time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.Members.add(float64(members))
	a.Seconds.add(took.Seconds())
}

func (a *activity) refused() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.Refused++
}

// Activity is what this process has committed so far. It asks nothing of the database.
func (db *DB) Activity() Activity {
	a := db.committer.activity
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.Activity
	now.Members.AtMost, now.Seconds.AtMost = maps.Clone(now.Members.AtMost), maps.Clone(now.Seconds.AtMost)
	now.Waiting = len(db.committer.queue)
	return now
}

// Totals are how much the record holds.
type Totals struct {
	Jobs     map[JobGroup]int // that are not done
	Sessions int              // that are open
	Leaves   int64            // of the ledger, as far as it is published: more would count the sheets of an open pass
	Bytes    int64            // of the database
	LogBytes int64            // of SQLite's write-ahead log
}

// JobGroup names jobs that are counted together.
type JobGroup struct {
	Kind  string
	State jobs.State
}

const (
	queryOpenJobs     query = `SELECT kind, state, COUNT(*) FROM jobs WHERE state <> 'done' GROUP BY kind, state`
	queryOpenSessions query = `SELECT COUNT(*) FROM sessions WHERE expires >= $1 AND last_seen >= $2`
)

// Totals counts what the record holds.
func (db *DB) Totals(ctx context.Context) (Totals, error) {
	sum := Totals{Jobs: map[JobGroup]int{}}
	now := db.conf.Now()
	err := db.View(ctx, func(t *Tx) (err error) {
		if _, err = all(t, func(_ *Tx, row scan) (struct{}, error) {
			var g JobGroup
			var n int
			err := row(&g.Kind, &g.State, &n)
			sum.Jobs[g] = n
			return struct{}{}, err
		}, queryOpenJobs); err != nil {
			return err
		}
		if sum.Sessions, err = one(t, "session", plain[int], queryOpenSessions, micros(now), micros(now.Add(-accounts.SessionIdle))); err != nil {
			return err
		}
		sum.Leaves, err = one(t, "ledger", plain[int64], queryPublishedSize)
		return err
	})
	if err != nil {
		return sum, err
	}
	if db.dialect.engine == postgres {
		if err := db.reader.QueryRowContext(ctx, `SELECT pg_database_size(current_database())`).Scan(&sum.Bytes); err != nil {
			return sum, fmt.Errorf("ask for the database's size: %w", err)
		}
		return sum, nil
	}
	path := filepath.Join(db.conf.DataDir, fileName)
	for file, size := range map[string]*int64{path: &sum.Bytes, path + "-wal": &sum.LogBytes} {
		info, err := os.Stat(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return sum, fmt.Errorf("look at the database's size: %w", err)
		}
		*size = info.Size()
	}
	return sum, nil
}
