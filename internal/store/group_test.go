package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/ledger"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
)

// leafOf is a leaf that no bound table knows.
func leafOf(id string) ledger.Leaf {
	return ledger.Leaf{Kind: "test", Table: "tests", ID: id, At: day, Body: map[string]any{"n": id}}
}

// count adds one to a counter by reading it first.
func count(tx *store.Tx) error {
	n := 0
	text, err := tx.Setting("counter")
	if err == nil {
		n, err = strconv.Atoi(text)
	} else if fault.KindOf(err) == fault.NotFound {
		err = nil
	}
	if err != nil {
		return err
	}
	return tx.SaveSetting("counter", strconv.Itoa(n+1))
}

func TestNoUpdateIsLostAndIndicesHaveNoGap(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		const goroutines, each = 64, 8
		before, err := db.LedgerHead(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var wait sync.WaitGroup
		for g := range goroutines {
			wait.Go(func() {
				for i := range each {
					err := db.Update(context.Background(), func(tx *store.Tx) error {
						if err := count(tx); err != nil {
							return err
						}
						return tx.Append(leafOf(fmt.Sprintf("%d-%d", g, i)))
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wait.Wait()
		if got, err := db.Setting(t.Context(), "counter"); got != strconv.Itoa(goroutines*each) || err != nil {
			t.Errorf("counter %s, %v", got, err)
		}
		leaves, err := view(db, func(tx *store.Tx) ([]ledger.Entry, error) { return tx.Leaves(before.Size, 1<<40) })
		if err != nil || len(leaves) != goroutines*each {
			t.Fatalf("%d leaves, %v", len(leaves), err)
		}
		for i, e := range leaves {
			if e.Index != before.Size+int64(i) {
				t.Fatalf("leaf %d has index %d", i, e.Index)
			}
		}
		if findings, err := db.CheckLedger(t.Context(), nil); err != nil || len(findings) > 0 {
			t.Errorf("check: %v, %v", findings, err)
		}
	})
}

// hold keeps the committer busy until release is called, so that what comes meanwhile shares one group.
func hold(t *testing.T, db *store.DB) (release func()) {
	t.Helper()
	entered, leave := make(chan struct{}), make(chan struct{})
	done := make(chan error, 1)
	go func() {
		done <- db.Update(context.Background(), func(*store.Tx) error {
			close(entered)
			<-leave
			return nil
		})
	}()
	<-entered
	return func() {
		close(leave)
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestAMembersFailureIsItsOwn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		boom := errors.New("boom")
		release := hold(t, db)
		type act struct {
			name string
			f    func(*store.Tx) error
			err  error
		}
		save := func(name string) func(*store.Tx) error {
			return func(tx *store.Tx) error {
				return errors.Join(tx.SaveSetting(name, "saved"), tx.Append(leafOf(name)))
			}
		}
		acts := []*act{
			{name: "first", f: save("first")},
			{name: "fails", f: func(tx *store.Tx) error { return errors.Join(save("fails")(tx), boom) }},
			{name: "panics", f: func(tx *store.Tx) error { _ = save("panics")(tx); panic("boom") }},
			{name: "bad sql", f: func(tx *store.Tx) error {
				return errors.Join(save("bad sql")(tx), tx.Exec(`INSERT INTO settings (name, value) VALUES ($1, $2)`, "bad sql", "again"))
			}},
			{name: "bad leaf", f: func(tx *store.Tx) error { return errors.Join(tx.SaveSetting("bad leaf", ""), tx.Append(ledger.Leaf{})) }},
			{name: "last", f: save("last")},
		}
		var wait sync.WaitGroup
		for _, a := range acts {
			wait.Go(func() { a.err = db.Update(context.Background(), a.f) })
			time.Sleep(10 * time.Millisecond) // keeps their order in the queue
		}
		release()
		wait.Wait()
		for _, a := range acts {
			good := a.name == "first" || a.name == "last"
			if (a.err == nil) != good {
				t.Errorf("%s: %v", a.name, a.err)
			}
			_, err := db.Setting(t.Context(), a.name)
			if (err == nil) != good {
				t.Errorf("what %s saved: %v", a.name, err)
			}
			_, err = view(db, func(tx *store.Tx) (int64, error) { return tx.LeafIndex("tests", a.name) })
			if (err == nil) != good {
				t.Errorf("leaf of %s: %v", a.name, err)
			}
		}
		if !errors.Is(acts[1].err, boom) || !strings.Contains(fmt.Sprint(acts[2].err), "panic") {
			t.Errorf("errors: %v; %v", acts[1].err, acts[2].err)
		}
		if findings, err := db.CheckLedger(t.Context(), nil); err != nil || len(findings) > 0 {
			t.Errorf("check: %v, %v", findings, err)
		}
	})
}

func TestSharedStepFailsForAll(t *testing.T) {
	conf := storetest.Config(t, "")
	var broken atomic.Bool
	conf.Sign = func(size int64, root [32]byte) (string, error) {
		if broken.Load() {
			return "", errors.New("no key")
		}
		return storetest.Sign(size, root)
	}
	db := storetest.OpenWith(t, conf)
	broken.Store(true)
	release := hold(t, db)
	errs := make(chan error, 2)
	go func() {
		errs <- db.Update(context.Background(), func(tx *store.Tx) error { return tx.SaveSetting("a", "") })
	}()
	go func() {
		errs <- db.Update(context.Background(), func(tx *store.Tx) error { tx.Publish(); return tx.Append(leafOf("b")) })
	}()
	time.Sleep(50 * time.Millisecond)
	release()
	for range 2 {
		if err := <-errs; err == nil || !strings.Contains(err.Error(), "no key") {
			t.Errorf("a member of a group that could not be signed: %v", err)
		}
	}
	if _, err := db.Setting(t.Context(), "a"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("something remains: %v", err)
	}
	broken.Store(false)
	if err := db.Update(t.Context(), count); err != nil {
		t.Errorf("after it: %v", err)
	}
}

func TestQueue(t *testing.T) {
	db := storetest.Open(t)
	release := hold(t, db)
	ctx, cancel := context.WithCancel(t.Context())
	dropped := make(chan error, 1)
	go func() {
		dropped <- db.Update(ctx, func(tx *store.Tx) error { return tx.SaveSetting("dropped", "") })
	}()
	time.Sleep(20 * time.Millisecond)
	cancel()
	if err := <-dropped; !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled before its turn: %v", err)
	}
	results := make(chan error, store.MaxQueue+100)
	for range store.MaxQueue + 100 {
		go func() { results <- db.Update(context.Background(), count) }()
	}
	full := <-results // the queue is full before anybody is served
	if fault.KindOf(full) != fault.Unavailable || !fault.IsCode(full, "busy") {
		t.Errorf("a full queue: %v", full)
	}
	time.Sleep(100 * time.Millisecond)
	closed := make(chan error, 1)
	go func() { closed <- db.Close() }()
	release()
	served := 0
	for range store.MaxQueue + 99 {
		if err := <-results; err == nil {
			served++
		} else if fault.KindOf(err) != fault.Unavailable {
			t.Errorf("a waiting member: %v", err)
		}
	}
	if served < store.MaxQueue-1 || served > store.MaxQueue {
		t.Errorf("%d were served, want those that fit the queue", served)
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
	if err := db.Update(t.Context(), count); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("after Close: %v", err)
	}
}

func TestTwoNodesOnPostgres(t *testing.T) {
	conf := storetest.Config(t, storetest.PostgresURL(t))
	nodes := []*store.DB{storetest.OpenWith(t, conf), storetest.OpenWith(t, conf)}
	var wait sync.WaitGroup
	for i, db := range nodes {
		for g := range 8 {
			wait.Go(func() {
				for k := range 10 {
					err := db.Update(context.Background(), func(tx *store.Tx) error {
						if err := count(tx); err != nil {
							return err
						}
						time.Sleep(time.Millisecond) // so that the two nodes overlap
						return tx.Append(leafOf(fmt.Sprintf("%d-%d-%d", i, g, k)))
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	wait.Wait()
	if got, err := nodes[0].Setting(t.Context(), "counter"); got != "160" || err != nil {
		t.Errorf("counter %s, %v", got, err)
	}
	if findings, err := nodes[1].CheckLedger(t.Context(), nil); err != nil || len(findings) > 0 {
		t.Errorf("check: %v, %v", findings, err)
	}
}

func TestWhatPassesIsTriedOnceMore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, row := range []struct {
			name       string
			err        error
			fails      int
			runs       int
			successful bool
		}{
			{"serialisation failure", &pgconn.PgError{Code: "40001"}, 1, 2, true},
			{"deadlock", fmt.Errorf("wrapped: %w", &pgconn.PgError{Code: "40P01"}), 1, 2, true},
			{"busy file", sqlite3.Error{Code: sqlite3.ErrBusy}, 1, 2, true},
			{"again and again", &pgconn.PgError{Code: "40001"}, 9, 2, false},
			{"a fault", fault.New(fault.Conflict, "stale_version"), 1, 1, false},
		} {
			t.Run(row.name, func(t *testing.T) {
				runs := 0
				before, err := db.LedgerHead(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				err = db.Update(t.Context(), func(tx *store.Tx) error {
					if err := tx.Append(leafOf(row.name)); err != nil {
						return err
					}
					if runs++; runs <= row.fails {
						return row.err
					}
					return nil
				})
				after, headErr := db.LedgerHead(t.Context())
				if runs != row.runs || (err == nil) != row.successful || headErr != nil {
					t.Errorf("%d runs, %v, %v", runs, err, headErr)
				}
				if grown := after.Size - before.Size; (grown == 1) != row.successful || grown > 1 {
					t.Errorf("%d leaves were appended", grown)
				}
			})
		}
	})
}

func TestALostConnectionIsMadeAnew(t *testing.T) {
	db := storetest.OpenWith(t, storetest.Config(t, storetest.PostgresURL(t)))
	if err := db.Update(t.Context(), count); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Reader().Exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()`); err != nil {
		t.Fatal(err)
	}
	var err error
	for range 3 {
		if err = db.Update(t.Context(), count); err == nil {
			break
		}
	}
	if err != nil {
		t.Fatalf("after the connection was lost: %v", err)
	}
	if got, err := db.Setting(t.Context(), "counter"); got != "2" || err != nil {
		t.Errorf("counter %s, %v", got, err)
	}
}

func TestViewsOnlyRead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for name, f := range map[string]func(*store.Tx) error{
			"save":   func(tx *store.Tx) error { return tx.SaveSetting("a", "b") },
			"append": func(tx *store.Tx) error { return tx.Append(leafOf("a")) },
		} {
			if err := db.View(t.Context(), f); err == nil {
				t.Errorf("%s in a view went through", name)
			}
		}
		err := db.View(t.Context(), func(tx *store.Tx) error {
			if _, err := tx.CountUsers(); err != nil {
				return err
			}
			if err := db.SaveSetting(t.Context(), "later", "x"); err != nil {
				return err
			}
			_, err := tx.Setting("later")
			return err
		})
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("a view saw what was written after it began: %v", err)
		}
	})
}

func TestNextSeq(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var got []int
		next := func(fail error) {
			err := db.Update(t.Context(), func(tx *store.Tx) error {
				n, err := tx.NextSeq("owner", "series")
				if fail == nil {
					got = append(got, n)
				}
				return errors.Join(err, fail)
			})
			if (err == nil) != (fail == nil) {
				t.Error(err)
			}
		}
		next(nil)
		next(errors.New("given back"))
		next(nil)
		if !slices.Equal(got, []int{1, 2}) {
			t.Errorf("numbers %v", got)
		}
	})
}
