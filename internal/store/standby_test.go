package store_test

import (
	"testing"
	"time"

	"vinhdanh/internal/store/storetest"
)

// TestCommitWaitsForStandby: without its synchronous standby nothing is acknowledged, whatever time limits and haste
// the server and the address ask for; what waits is acknowledged when the standby is back.
func TestCommitWaitsForStandby(t *testing.T) {
	primary := storetest.Start(t, storetest.Options{Durable: true})
	standby := primary.Standby(t)
	address := primary.URL("postgres")
	storetest.Exec(t, address, "ALTER DATABASE postgres SET synchronous_commit = local")
	db := storetest.OpenWith(t, storetest.Config(t, address+"&statement_timeout=400"))
	setting, safe, err := db.Durability(t.Context())
	if err != nil || !safe || setting != "fsync on, full_page_writes on, synchronous_commit on" {
		t.Errorf("commits are made with %q, %v", setting, err)
	}
	if err := standby.Kill(); err != nil {
		t.Fatal(err)
	}
	// What received the log outlives the server that was killed by a moment, and may still answer for it.
	for len(storetest.Rows(t, address, "SELECT 1 FROM pg_stat_replication")) > 0 {
		time.Sleep(10 * time.Millisecond)
	}
	saved := make(chan error, 1)
	go func() { saved <- db.SaveSetting(t.Context(), "kept", "yes") }()
	early := false
	select {
	case err := <-saved:
		early = true
		t.Errorf("a commit is acknowledged that no standby has: %v", err)
	case <-time.After(2 * time.Second):
	}
	if err := standby.Restart(); err != nil {
		t.Fatal(err)
	}
	if early {
		return
	}
	if err := <-saved; err != nil {
		t.Errorf("a commit that waited for its standby: %v", err)
	}
}
