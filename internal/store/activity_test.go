package store_test

import (
	"context"
	"testing"

	"vinhdanh/internal/jobs"
	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
	"vinhdanh/judging"
)

func TestActivityAndTotals(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		before := db.Activity()
		err := db.Update(t.Context(), func(tx *store.Tx) error {
			for range 2 {
				if err := tx.Enqueue(judging.Job{Kind: "letter"}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		after := db.Activity()
		if after.Members.Count != before.Members.Count+1 || after.Members.Sum != before.Members.Sum+1 ||
			after.Members.AtMost[1] != before.Members.AtMost[1]+1 || after.Seconds.Count != before.Seconds.Count+1 {
			t.Errorf("one act: from %+v to %+v", before, after)
		}
		sum, err := db.Totals(t.Context())
		if err != nil || sum.Jobs[store.JobGroup{Kind: "letter", State: jobs.Queued}] != 2 || sum.Sessions != 0 || sum.Bytes == 0 {
			t.Errorf("%+v, %v", sum, err)
		}
		for _, tt := range []struct {
			publish bool
			leaves  int64
		}{{false, 0}, {true, 2}, {false, 2}} {
			if err := db.Update(t.Context(), func(tx *store.Tx) error {
				if tt.publish {
					tx.Publish()
				}
				return tx.Append(leafOf("a"))
			}); err != nil {
				t.Fatal(err)
			}
			if sum, err := db.Totals(t.Context()); err != nil || sum.Leaves != tt.leaves {
				t.Errorf("%d leaves are told, %v; %d are published", sum.Leaves, err, tt.leaves)
			}
		}
	})
}

// TestRefusalsAreCounted fills the queue while its owner is held.
func TestRefusalsAreCounted(t *testing.T) {
	db := storetest.Open(t)
	held, release := make(chan struct{}), make(chan struct{})
	const acts = store.MaxQueue + 100 // more than wait
	answered := make(chan error, acts+1)
	act := func(f func(*store.Tx) error) { answered <- db.Update(context.Background(), f) }
	go act(func(*store.Tx) error { close(held); <-release; return nil })
	<-held
	for range acts {
		go act(func(*store.Tx) error { return nil })
	}
	var refused uint64
	for refused == 0 {
		if err := <-answered; err != nil {
			refused++
		}
	}
	close(release)
	for range acts - int(refused) + 1 {
		if err := <-answered; err != nil {
			refused++
		}
	}
	if got := db.Activity(); got.Refused != refused || got.Waiting != 0 {
		t.Errorf("%d were refused: %d counted, %d wait", refused, got.Refused, got.Waiting)
	}
}
