package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"

	"vinhdanh/internal/fault"
)

const (
	maxGroup = 256  // members that share one commit
	maxQueue = 2048 // members that wait: two thousand judges may save at once
	idle     = 5 * time.Second
)

// member is one Update that waits for its turn.
type member struct {
	ctx   context.Context
	f     func(*Tx) error
	taken atomic.Bool // by the owner, or by its own caller who gave up
	err   error
	wrote bool // something of it reached the disk if err is nil
	done  chan struct{}
}

// committer owns the writing connection. Its one goroutine commits for all who wait: one transaction, a
// savepoint for each member, one fsync.
type committer struct {
	db      *DB
	mu      sync.RWMutex // guards closed against a send on the closed queue
	closed  bool
	queue   chan *member
	stopped chan struct{}
	memory  memory

	activity *activity
}

func newCommitter(db *DB) *committer {
	c := &committer{db: db, queue: make(chan *member, maxQueue), stopped: make(chan struct{}), activity: newActivity()}
	c.memory.rows = map[remembered]any{}
	go c.run()
	return c
}

// Update runs f in a transaction and returns nil once what it did is durable, with its leaves. On any
// error, a panic of f among them, nothing of it remains. It may run f twice, and f must not call Update.
// When ctx ends before the
// turn of f, f is not run; once it runs, it runs to the end. A full queue is the fault "busy".
func (db *DB) Update(ctx context.Context, f func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m := &member{ctx: context.WithoutCancel(ctx), f: f, done: make(chan struct{})}
	if err := db.committer.enter(m); err != nil {
		return err
	}
	select {
	case <-m.done:
		return m.err
	case <-ctx.Done():
		if m.taken.CompareAndSwap(false, true) {
			return ctx.Err()
		}
		<-m.done
		return m.err
	}
}

func (c *committer) enter(m *member) error {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.closed {
		return fault.New(fault.Unavailable, "closing")
	}
	select {
	case c.queue <- m:
		return nil
	default:
		c.activity.refused()
		return fault.New(fault.Unavailable, "busy")
	}
}

// close takes no further members and waits until those in the queue are answered.
func (c *committer) close() {
	c.mu.Lock()
	if !c.closed {
		c.closed = true
		close(c.queue)
	}
	c.mu.Unlock()
	<-c.stopped
}

func (c *committer) run() {
	defer close(c.stopped)
	quiet := time.NewTimer(idle)
	defer quiet.Stop()
	for {
		select {
		case m, ok := <-c.queue:
			if !ok {
				return
			}
			c.commit(c.gather(m))
			quiet.Reset(idle)
		case <-quiet.C:
			c.db.tidy()
		}
	}
}

// gather takes whoever waits already, and waits for nobody.
func (c *committer) gather(first *member) []*member {
	group := make([]*member, 0, 1+len(c.queue))
	for m, ok := first, true; ok; {
		if m.taken.CompareAndSwap(false, true) {
			group = append(group, m)
		}
		if len(group) == maxGroup {
			break
		}
		select {
		case m, ok = <-c.queue:
		default:
			ok = false
		}
	}
	return group
}

// commit answers every member of a group. Who failed for a reason that passes is tried once more, alone.
func (c *committer) commit(group []*member) {
	begun := c.db.conf.Now()
	c.attempt(group)
	for _, m := range group {
		if m.err != nil && transient(m.err) {
			m.err = nil
			c.attempt([]*member{m})
		}
	}
	c.db.note(group)
	c.activity.committed(len(group), c.db.conf.Now().Sub(begun))
	for _, m := range group {
		close(m.done)
	}
}

// attempt runs one transaction for a group and leaves each member's error with it. When a save could not be
// written later, or a statement outside of a savepoint failed, all run once more, each in its savepoint at once.
func (c *committer) attempt(group []*member) {
	if len(group) == 0 {
		return
	}
	err := c.transact(group, &later{})
	if errors.Is(err, errAgain) {
		c.memory.forget()
		for _, m := range group {
			m.err = nil
		}
		err = c.transact(group, nil)
	}
	if err != nil {
		c.memory.forget()
		for _, m := range group {
			if m.err == nil {
				m.err = fmt.Errorf("commit: %w", err)
			}
		}
	}
}

// errAgain asks for a group to be run once more.
var errAgain = errors.New("run the group again")

// transact is one transaction for a group. The error is one that concerns all of them.
func (c *committer) transact(group []*member, l *later) error {
	tx, err := c.db.beginWrite()
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit it has nothing to do
	if err := c.memory.refresh(context.Background(), c.db.dialect.engine, tx); err != nil {
		return err
	}
	survivors, err := c.members(tx, group, l)
	if err != nil || len(survivors) == 0 {
		return err
	}
	if l != nil && l.write(c.db, tx, l.mark()) != nil {
		return errAgain
	}
	if err := c.finish(tx, survivors); err != nil {
		return err
	}
	err = tx.Commit()
	if slices.ContainsFunc(survivors, func(t *Tx) bool { return t.changed }) {
		c.db.changes.Add(1) // after a failed commit too, which may have arrived
	}
	if err != nil {
		return err
	}
	if slices.ContainsFunc(survivors, func(t *Tx) bool { return t.wrote }) {
		c.memory.committed(c.db.dialect.engine)
	}
	c.db.wake(survivors)
	return nil
}

// members runs each member so that its failure is its own: who writes does it in a savepoint, saves that wait are
// dropped. The error is one that concerns all of them.
func (c *committer) members(tx *sql.Tx, group []*member, l *later) (survivors []*Tx, err error) {
	for _, m := range group {
		t := &Tx{db: c.db, ctx: m.ctx, sql: tx, writing: true, memory: &c.memory, later: l, alone: len(group) == 1}
		if l == nil && !t.alone {
			if _, err := tx.ExecContext(t.ctx, "SAVEPOINT member"); err != nil {
				return nil, fmt.Errorf("open savepoint: %w", err)
			}
			t.savepoint = true
		} else if l != nil {
			t.begun = l.mark()
		}
		if m.err = call(t, m.f); m.err == nil {
			m.err = t.markLedgered()
		}
		if err := c.settle(t, m.err != nil); err != nil {
			return nil, err
		}
		if m.err == nil {
			m.wrote = t.wrote
			survivors = append(survivors, t)
		}
	}
	return survivors, nil
}

// settle ends a member: its savepoint, and what it left if it failed.
func (c *committer) settle(t *Tx, failed bool) error {
	if t.later != nil && (t.later.broken || t.failed && !t.savepoint && !t.alone) {
		return errAgain
	}
	if failed && t.later != nil {
		t.later.drop(t.begun)
	}
	if t.savepoint {
		if failed {
			if _, err := t.sql.ExecContext(t.ctx, "ROLLBACK TO SAVEPOINT member"); err != nil {
				return fmt.Errorf("roll back to savepoint: %w", err)
			}
		}
		if _, err := t.sql.ExecContext(t.ctx, "RELEASE SAVEPOINT member"); err != nil {
			return fmt.Errorf("release savepoint: %w", err)
		}
	}
	if failed && t.touched {
		if t.later != nil && t.later.write(c.db, t.sql, t.later.mark()) != nil { // for they are remembered as written
			return errAgain
		}
		c.memory.forget() // it may have read what it wrote itself
	}
	return nil
}

// call runs a member's function; its panic is that member's error and nobody else's.
func call(t *Tx, f func(*Tx) error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic in a transaction: %v\n%s", v, debug.Stack())
		}
	}()
	return f(t)
}

// transient reports whether an error comes from meeting another transaction, so that trying again may help.
func transient(err error) bool {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code == "40001" || e.Code == "40P01" // serialization_failure, deadlock_detected
	}
	if e, ok := errors.AsType[sqlite3.Error](err); ok {
		return e.Code == sqlite3.ErrBusy || e.Code == sqlite3.ErrLocked
	}
	return false
}
