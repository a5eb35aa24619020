package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vinhdanh/internal/store"
	"vinhdanh/internal/store/storetest"
)

func TestTwoServersOnOneFileAreRefused(t *testing.T) {
	conf := storetest.Config(t, "")
	conf.Serve = true
	first, err := store.Open(t.Context(), conf)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(t.Context(), conf); !errors.Is(err, store.ErrServing) {
		t.Errorf("a second server: %v", err)
	}
	t.Run("upkeep works beside it", func(t *testing.T) {
		conf.Serve = false
		upkeep := storetest.OpenWith(t, conf)
		for i, db := range []*store.DB{upkeep, first, upkeep, first} {
			if err := db.SaveSetting(t.Context(), "turn", strings.Repeat("x", i+1)); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := upkeep.Setting(t.Context(), "turn"); got != "xxxx" || err != nil {
			t.Errorf("upkeep reads %q, %v", got, err)
		}
		fill(t, upkeep)
		if findings, err := first.CheckLedger(t.Context(), nil); err != nil || len(findings) > 0 {
			t.Errorf("the server checks what upkeep wrote: %v, %v", findings, err)
		}
	})
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	conf.Serve = true
	storetest.OpenWith(t, conf)
}

func TestFilesAreTheOwnersAlone(t *testing.T) {
	conf := storetest.Config(t, "")
	conf.DataDir = filepath.Join(conf.DataDir, "dữ liệu #1?%20&x=y")
	db := storetest.OpenWith(t, conf)
	fill(t, db)
	if err := db.Backup(t.Context(), filepath.Join(conf.DataDir, "copy.db")); err != nil {
		t.Fatal(err)
	}
	if err := db.Backup(t.Context(), filepath.Join(conf.DataDir, "copy.db")); err == nil {
		t.Error("a backup overwrote a file")
	}
	for name, want := range map[string]os.FileMode{".": 0o700, "vinhdanh.db": 0o600, "vinhdanh.db-wal": 0o600, "copy.db": 0o600} {
		info, err := os.Stat(filepath.Join(conf.DataDir, name))
		if err != nil {
			t.Error(err)
		} else if info.Mode().Perm() != want {
			t.Errorf("%s has mode %o, want %o", name, info.Mode().Perm(), want)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	conf := storetest.Config(t, "mysql://somewhere")
	if _, err := store.Open(t.Context(), conf); err == nil {
		t.Error("an unknown kind of database was opened")
	}
	conf.DatabaseURL = "postgres://nobody:very-secret@127.0.0.1:1/none?connect_timeout=1"
	_, err := store.Open(t.Context(), conf)
	if err == nil || strings.Contains(err.Error(), "very-secret") {
		t.Errorf("an unreachable database: %v", err)
	}
	file := filepath.Join(t.TempDir(), "vinhdanh.db")
	if err := os.WriteFile(file, []byte(strings.Repeat("not a database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	conf = storetest.Config(t, "")
	conf.DataDir = filepath.Dir(file)
	if _, err := store.Open(t.Context(), conf); err == nil {
		t.Error("a file that is no database was opened")
	}
}
