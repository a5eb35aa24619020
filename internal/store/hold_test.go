package store_test

import (
	"testing"

	"vinhdanh/internal/store/storetest"
)

// TestHoldIsBetweenServers: what one server holds another waits for, and gets when it is let go or the server dies.
func TestHoldIsBetweenServers(t *testing.T) {
	conf := storetest.Config(t, storetest.PostgresURL(t))
	one := storetest.OpenWith(t, conf)
	two := storetest.OpenWith(t, conf)
	letGo, err := one.Hold(t.Context(), "key")
	if err != nil {
		t.Fatal(err)
	}
	other, err := two.Hold(t.Context(), "another key")
	if err != nil {
		t.Fatal(err)
	}
	other()
	released, got := make(chan struct{}), make(chan error, 1)
	var twos func()
	go func() {
		var err error
		twos, err = two.Hold(t.Context(), "key")
		select {
		case <-released:
		default:
			t.Error("both servers hold one key")
		}
		got <- err
	}()
	waits := `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`
	for len(storetest.Rows(t, conf.DatabaseURL, waits)) == 0 {
		select {
		case err := <-got:
			t.Fatalf("the other server does not wait: %v", err)
		default:
		}
	}
	close(released)
	letGo()
	if err := <-got; err != nil {
		t.Fatal(err)
	}
	storetest.Rows(t, conf.DatabaseURL, `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'`)
	letGo, err = one.Hold(t.Context(), "key")
	if err != nil {
		t.Fatalf("what a server held that died: %v", err)
	}
	letGo()
	twos()
}
