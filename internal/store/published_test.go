package store_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/jobs"
	"vinhdanh/internal/ledger"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

// TestPublishedCheckpoints: what others say stands with the checkpoint of that size alone, their first word stays, and
// nothing is kept about a size that was never published, the live one among them.
func TestPublishedCheckpoints(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		if _, err := db.Published(ctx, 0); fault.KindOf(err) != fault.NotFound {
			t.Fatalf("before the first: %v", err)
		}
		publish := func() ledger.Published {
			t.Helper()
			if err := db.Update(ctx, func(tx *store.Tx) error { tx.Publish(); return tx.Append(leafOf("x")) }); err != nil {
				t.Fatal(err)
			}
			p, err := db.Published(ctx, 0)
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		first, second := publish(), publish()
		if err := db.Update(ctx, func(tx *store.Tx) error { return tx.Append(leafOf("unpublished")) }); err != nil {
			t.Fatal(err)
		}
		said := []ledger.Cosignature{{Witness: "b+2", Line: "— b BB==\n", At: day}, {Witness: "a+1", Line: "— a AA==\n", At: day}}
		add := func(size int64, list []ledger.Cosignature, want int) {
			t.Helper()
			if n, err := db.AddCosignatures(ctx, size, list); n != want || err != nil {
				t.Errorf("%d added to %d, want %d, %v", n, size, want, err)
			}
		}
		add(first.Size, said[:1], 1)
		add(first.Size, []ledger.Cosignature{{Witness: "b+2", Line: "other", At: day.Add(time.Hour)}, said[1]}, 1)
		if _, err := db.AddCosignatures(ctx, second.Size+1, said); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a size that was not published: %v", err)
		}
		stamped := ledger.Published{Size: first.Size, Stamp: []byte{1, 0, 2}, Stamped: day}
		for range 2 {
			if err := db.SaveStamp(ctx, stamped); err != nil {
				t.Error(err)
			}
		}
		got, err := db.Published(ctx, first.Size)
		want := first
		want.Cosignatures, want.Stamp, want.Stamped = said, stamped.Stamp, day
		if diff := cmp.Diff(want, got); diff != "" || err != nil || got.Text() != first.Signed+said[0].Line+said[1].Line {
			t.Errorf("%s %v", diff, err)
		}
		if text, size, err := db.LastCheckpoint(ctx); text != second.Signed || size != second.Size || err != nil {
			t.Errorf("the last is %d %q, %v", size, text, err)
		}
		for witness, want := range map[string]int64{"a+1": first.Size, "c+3": 0} {
			if size, err := db.CosignedSize(ctx, witness); size != want || err != nil {
				t.Errorf("%s cosigned %d, want %d, %v", witness, size, want, err)
			}
		}
		if list, err := db.Unstamped(ctx, 9); err != nil || len(list) != 1 || list[0].Size != second.Size {
			t.Errorf("unstamped: %+v, %v", list, err)
		}
		if sizes, err := db.Stamped(ctx); err != nil || !slices.Equal(sizes, []int64{first.Size}) {
			t.Errorf("stamped: %v, %v", sizes, err)
		}
	})
}

// TestPublicationQueuesWork: each publication queues the work that waits for it, once while it waits; one that a pass
// holds back queues none.
func TestPublicationQueuesWork(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, conf store.Config) {
		conf.AfterPublication = []string{"ledger.stamp", "ledger.witness"}
		db := storetest.OpenWith(t, conf)
		w := fill(t, db)
		queued := func() (kinds []string) {
			t.Helper()
			list, err := db.ListJobs(t.Context(), jobs.Queued, 50)
			if err != nil {
				t.Fatal(err)
			}
			for _, j := range list {
				kinds = append(kinds, j.Kind)
			}
			slices.Sort(kinds)
			return kinds
		}
		before := queued()
		do := func(f func(tx *store.Tx) error) {
			t.Helper()
			if err := db.Update(t.Context(), f); err != nil {
				t.Fatal(err)
			}
		}
		sheet := w.sheet
		sheet.ID, sheet.Pass, sheet.Seal, sheet.State, sheet.Acts = accounts.NewID(), 2, "", judging.SheetOpen, 1
		do(func(tx *store.Tx) error {
			tx.Publish()
			if err := tx.SavePass(judging.Pass{ID: accounts.NewID(), Edition: w.edition.ID, N: 2, Opened: day}); err != nil {
				return err
			}
			return tx.SaveSheet(sheet)
		})
		if got := queued(); !slices.Equal(got, before) {
			t.Errorf("held back: %v", got)
		}
		sheet.Acts = 0
		do(func(tx *store.Tx) error { return tx.SaveSheet(sheet) })
		for range 2 {
			do(func(tx *store.Tx) error { tx.Publish(); return tx.Append(leafOf("x")) })
		}
		if got := queued(); !slices.Equal(got, conf.AfterPublication) {
			t.Errorf("after two publications: %v, want %v", got, conf.AfterPublication)
		}
		select {
		case <-db.Enqueued():
		default:
			t.Error("the runner was not woken")
		}
	})
}

// TestPublicationAsksAnew: a job that failed waits for its next try until something else is published; then it has all its
// tries again, and who hung on the earlier one may not save it. One that nobody has tried yet stays as it is.
func TestPublicationAsksAnew(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, conf store.Config) {
		now := day
		conf.Now, conf.AfterPublication = func() time.Time { return now }, []string{"ledger.witness"}
		db := storetest.OpenWith(t, conf)
		ctx := t.Context()
		publish := func() (waiting []jobs.Job) {
			t.Helper()
			err := db.Update(ctx, func(tx *store.Tx) error { tx.Publish(); return tx.Append(leafOf("x")) })
			if err != nil {
				t.Fatal(err)
			}
			if waiting, err = db.OpenJobs(ctx, "ledger.witness", ""); err != nil || len(waiting) != 1 {
				t.Fatalf("waiting: %+v, %v", waiting, err)
			}
			return waiting
		}
		first := publish()
		if diff := cmp.Diff(first, publish()); diff != "" {
			t.Errorf("untried:\n%s", diff)
		}
		tried, err := db.ClaimJob(ctx, []string{"ledger.witness"}, now, now.Add(time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		hung := tried
		tried.State, tried.Problem, tried.RunAt, tried.Lease = jobs.Queued, "down", now.Add(2*time.Hour), time.Time{}
		if err := db.SaveJob(ctx, tried); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Minute)
		anew := publish()[0]
		want := tried
		want.ID, want.RunAt, want.Attempts, want.Claim = anew.ID, now, 0, 0
		if diff := cmp.Diff(want, anew); diff != "" {
			t.Errorf("asked anew:\n%s", diff)
		}
		if job, err := db.ClaimJob(ctx, []string{"ledger.witness"}, now, now.Add(time.Minute)); err != nil || job.ID != anew.ID {
			t.Errorf("due: %+v, %v", job, err)
		}
		if err := db.SaveJob(ctx, hung); fault.KindOf(err) != fault.NotFound {
			t.Errorf("who hung on the earlier try saves it: %v", err)
		}
	})
}
