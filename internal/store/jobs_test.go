package store_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/jobs"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

func enqueue(t *testing.T, db *store.DB, list ...judging.Job) {
	t.Helper()
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		for _, j := range list {
			if err := tx.Enqueue(j); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestJobs(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, conf store.Config) {
		conf.Now = func() time.Time { return day }
		db := storetest.OpenWith(t, conf)
		ctx := t.Context()
		enqueue(t, db,
			judging.Job{ID: "later", Kind: "mail", After: day.Add(time.Hour)},
			judging.Job{ID: "one", Kind: "certificates", Edition: "e", Key: "k", Payload: []byte(`{"a":1}`), Total: 3},
			judging.Job{ID: "dropped", Kind: "certificates", Key: "k"},
			judging.Job{ID: "other kind", Kind: "other", Key: "k"})
		select {
		case <-db.Enqueued():
		case <-time.After(time.Second):
			t.Error("nobody was told that jobs wait")
		}
		if _, err := db.LoadJob(ctx, "dropped"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a second job with the same key: %v", err)
		}
		claim := func(now time.Time) (jobs.Job, error) {
			return db.ClaimJob(ctx, []string{"mail", "certificates"}, now, now.Add(time.Minute))
		}
		job, err := claim(day)
		want := jobs.Job{ID: "one", Kind: "certificates", Edition: "e", Key: "k", Payload: []byte(`{"a":1}`), State: jobs.Running,
			Total: 3, Attempts: 1, Claim: 1, RunAt: day, Lease: day.Add(time.Minute), Created: day, Started: day}
		if diff := cmp.Diff(want, job); diff != "" || err != nil {
			t.Fatalf("claimed (%v):\n%s", err, diff)
		}
		if _, err := claim(day); fault.KindOf(err) != fault.NotFound {
			t.Errorf("nothing more is due: %v", err)
		}
		again, err := claim(day.Add(2 * time.Minute))
		if err != nil || again.ID != "one" || again.Attempts != 2 {
			t.Errorf("after its lease: %+v, %v", again, err)
		}
		if err := db.SaveJob(ctx, job); fault.KindOf(err) != fault.NotFound {
			t.Errorf("who lost the job to another may save it: %v", err)
		}
		job = again
		enqueue(t, db, judging.Job{ID: "two", Kind: "certificates", Key: "k"}) // the first one no longer waits
		job.State, job.Done, job.Errors, job.Problem = jobs.Queued, 2, []jobs.ItemError{{Nomination: "n", Code: "c", Message: "m"}}, "p"
		if err := db.SaveJob(ctx, job); err != nil {
			t.Fatal(err)
		}
		job.Key = "" // given up to the one that waits
		if got, err := db.LoadJob(ctx, "one"); err != nil || cmp.Diff(job, got) != "" {
			t.Errorf("saved (%v):\n%s", err, cmp.Diff(job, got))
		}
		if list, err := db.ListJobs(ctx, jobs.Queued, 2); err != nil || len(list) != 2 || list[0].ID != "two" {
			t.Errorf("list %v, %v", list, err)
		}
		if list, err := db.OpenJobs(ctx, "certificates", "e"); err != nil || len(list) != 1 || list[0].ID != "one" {
			t.Errorf("open jobs %v, %v", list, err)
		}
		if err := db.SaveJob(ctx, jobs.Job{ID: "none"}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("an unknown job: %v", err)
		}
	})
}

func TestEachJobIsClaimedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		const n = 40
		for range n {
			enqueue(t, db, judging.Job{Kind: "mail"})
		}
		var mu sync.Mutex
		claimed := map[string]int{}
		now := time.Now().Add(time.Minute)
		var wait sync.WaitGroup
		for range 8 {
			wait.Go(func() {
				for {
					job, err := db.ClaimJob(context.Background(), []string{"mail"}, now, now.Add(time.Hour))
					if err != nil {
						if fault.KindOf(err) != fault.NotFound {
							t.Error(err)
						}
						return
					}
					mu.Lock()
					claimed[job.ID]++
					mu.Unlock()
				}
			})
		}
		wait.Wait()
		if len(claimed) != n {
			t.Errorf("%d of %d jobs were claimed", len(claimed), n)
		}
		for id, times := range claimed {
			if times != 1 {
				t.Errorf("%s was claimed %d times", id, times)
			}
		}
	})
}

func TestSessionsAndSetupLink(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := fill(t, db)
		var list []accounts.Session
		for i := range 3 {
			list = append(list, accounts.Session{ID: accounts.NewID(), TokenHash: accounts.NewID(), User: w.user.ID, Agent: "Firefox",
				Created: day.Add(-time.Duration(i) * time.Hour), LastSeen: day, Expires: day.Add(time.Duration(i) * time.Hour)})
		}
		link := accounts.SetupLink{TokenHash: "h", Expires: day, Used: day}
		must := func(f func(*store.Tx) error) {
			t.Helper()
			if err := db.Update(t.Context(), f); err != nil {
				t.Fatal(err)
			}
		}
		must(func(tx *store.Tx) error {
			for _, s := range list {
				if err := tx.SaveSession(s); err != nil {
					return err
				}
			}
			if err := tx.SaveSetupLink(accounts.SetupLink{TokenHash: "old"}); err != nil {
				return err
			}
			return tx.SaveSetupLink(link)
		})
		sessions := func(x *store.Tx) ([]accounts.Session, error) { return x.Sessions(w.user.ID) }
		trip(t, db, "sessions", list, sessions)
		trip(t, db, "session", list[1], func(x *store.Tx) (accounts.Session, error) { return x.SessionByHash(list[1].TokenHash) })
		trip(t, db, "setup link", link, (*store.Tx).SetupLink)
		must(func(tx *store.Tx) error { return tx.PurgeSessions(day.Add(time.Minute)) })
		trip(t, db, "after the purge", list[1:], sessions)
		must(func(tx *store.Tx) error { return tx.DeleteSessions(w.user.ID, list[2].ID) })
		trip(t, db, "all but one", list[2:], sessions)
		must(func(tx *store.Tx) error { return tx.DeleteSession(list[2].ID) })
		trip(t, db, "none", nil, sessions)
	})
}

func TestIdempotencyKeys(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, conf store.Config) {
		conf.Now = func() time.Time { return day }
		db := storetest.OpenWith(t, conf)
		ctx := t.Context()
		if _, found, err := db.Idempotent(ctx, "u", "k"); found || err != nil {
			t.Errorf("a new key: %v, %v", found, err)
		}
		want := store.Answered{BodyHash: "h", Status: 201, ContentType: "application/json", Answer: []byte{0, 255}}
		for _, a := range []store.Answered{{BodyHash: "first"}, want} { // the later one stands
			if err := db.SaveIdempotent(ctx, "u", "k", a); err != nil {
				t.Fatal(err)
			}
		}
		want.At = day
		if got, found, err := db.Idempotent(ctx, "u", "k"); !found || err != nil || cmp.Diff(want, got) != "" {
			t.Errorf("got %+v, %v, %v", got, found, err)
		}
		if _, found, err := db.Idempotent(ctx, "another", "k"); found || err != nil {
			t.Errorf("another person's key: %v, %v", found, err)
		}
		if err := db.PurgeIdempotent(ctx, day); err != nil {
			t.Fatal(err)
		}
		if _, found, _ := db.Idempotent(ctx, "u", "k"); !found {
			t.Error("an answer that is not older is gone")
		}
		if err := db.PurgeIdempotent(ctx, day.Add(time.Microsecond)); err != nil {
			t.Fatal(err)
		}
		if _, found, _ := db.Idempotent(ctx, "u", "k"); found {
			t.Error("an old answer is still kept")
		}
	})
}

func TestReleasedJobsAreDueAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		enqueue(t, db, judging.Job{ID: "one", Kind: "mail", Key: "k"})
		now := time.Now()
		if _, err := db.ClaimJob(t.Context(), []string{"mail"}, now, now.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		enqueue(t, db, judging.Job{ID: "two", Kind: "mail", Key: "k", After: now.Add(time.Hour)})
		if _, err := db.ClaimJob(t.Context(), []string{"mail"}, now, now.Add(time.Hour)); fault.KindOf(err) != fault.NotFound {
			t.Fatalf("a leased job was claimed again: %v", err)
		}
		if err := db.ReleaseJobs(t.Context()); err != nil {
			t.Fatal(err)
		}
		job, err := db.ClaimJob(t.Context(), []string{"mail"}, now, now.Add(time.Hour))
		if err != nil || job.ID != "one" || job.Attempts != 2 {
			t.Errorf("after the release: %+v %v", job, err)
		}
	})
}

// TestTroubledJobs: of some kinds what waits for another try, and the last failure that nothing made up for; of the others
// every failure.
func TestTroubledJobs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		for n, j := range []struct {
			id, kind, problem string
			state             jobs.State
		}{
			{"made up for", "witness", "down", jobs.Failed}, {"done", "witness", "", jobs.Done}, {"waits", "witness", "down", jobs.Queued},
			{"failed before", "stamp", "down", jobs.Failed}, {"failed last", "stamp", "down", jobs.Failed}, {"untried", "stamp", "", jobs.Queued},
			{"letter 1", "mail", "refused", jobs.Failed}, {"letter 2", "mail", "refused", jobs.Failed}, {"letter 3", "mail", "", jobs.Done},
		} {
			enqueue(t, db, judging.Job{ID: j.id, Kind: j.kind})
			err := db.SaveJob(ctx, jobs.Job{ID: j.id, State: j.state, Problem: j.problem, Finished: day.Add(time.Duration(n) * time.Minute)})
			if err != nil {
				t.Fatal(err)
			}
		}
		kinds := []string{"witness", "stamp", "export"}
		ids := func(list []jobs.Job, err error) (ids []string) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			for _, j := range list {
				ids = append(ids, j.ID)
			}
			slices.Sort(ids)
			return ids
		}
		if got := ids(db.TroubledJobs(ctx, kinds)); !slices.Equal(got, []string{"failed last", "waits"}) {
			t.Errorf("troubled: %q", got)
		}
		if got := ids(db.FailedElse(ctx, kinds, 5)); !slices.Equal(got, []string{"letter 1", "letter 2"}) {
			t.Errorf("failed else: %q", got)
		}
	})
}
