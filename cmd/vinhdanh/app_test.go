package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestLedgerKey lets many commands meet on a new folder: one key wins, whole, and stays.
func TestLedgerKey(t *testing.T) {
	conf := config{Data: t.TempDir(), BaseURL: "https://binhchon.example.vn:8443"}
	keys, errs := make([]string, 16), make([]error, 16)
	var all sync.WaitGroup
	for i := range keys {
		all.Go(func() {
			key, err := ledgerKey(conf)
			keys[i], errs[i] = key.Private, err
		})
	}
	all.Wait()
	for i := range keys {
		if errs[i] != nil || keys[i] != keys[0] {
			t.Fatalf("key %d is another: %v", i, errs[i])
		}
	}
	if !strings.HasPrefix(keys[0], "PRIVATE+KEY+binhchon.example.vn/ledger/") {
		t.Errorf("the log's name is of another host")
	}
	entries, err := os.ReadDir(conf.Data)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 || entries[0].Name() != "ledger.key" {
		t.Errorf("left behind: %v", entries)
	}
	file := filepath.Join(conf.Data, "ledger.key")
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	again, err := ledgerKey(config{Data: conf.Data, BaseURL: "https://other.example.vn"})
	if err != nil || strings.TrimSpace(again.Private) != strings.TrimSpace(keys[0]) {
		t.Errorf("the key changed with the address: %v", err)
	}
	if other, err := ledgerKey(config{Data: t.TempDir(), BaseURL: conf.BaseURL}); err != nil || other.Verifier == again.Verifier {
		t.Errorf("two installations share a log: %v", err)
	}
	if err := os.WriteFile(file, []byte("torn"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ledgerKey(conf); err == nil {
		t.Error("a torn key is taken")
	}
	if text, err := os.ReadFile(file); err != nil || string(text) != "torn" {
		t.Errorf("a torn key was replaced by %q, %v", text, err)
	}
}

func TestTwoCommandsOnANewFolder(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	var all sync.WaitGroup
	codes, outs := make([]int, 2), make([]bytes.Buffer, 2)
	for i := range codes {
		all.Go(func() {
			codes[i] = run(t.Context(), []string{"user", "list", "--data", data}, nil, strings.NewReader(""), &outs[i], &outs[i])
		})
	}
	all.Wait()
	for i := range codes {
		if codes[i] != exitDone {
			t.Errorf("exit code %d\n%s", codes[i], outs[i].String())
		}
	}
}

// TestBaseAddress walks through the life of an installation: what QR codes carry after each start.
func TestBaseAddress(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	for i, c := range []struct {
		name       string
		serve      bool
		addr, base string
		want       string
	}{
		{"upkeep before any server", false, defaultAddr, "", "http://localhost:8080"},
		{"server on its address", true, "127.0.0.1:9001", "", "http://localhost:9001"},
		{"upkeep follows the server", false, defaultAddr, "", "http://localhost:9001"},
		{"server moves", true, "192.0.2.7:9002", "", "http://192.0.2.7:9002"},
		{"upkeep follows again", false, defaultAddr, "", "http://192.0.2.7:9002"},
		{"upkeep is told", false, defaultAddr, "https://told.example.vn", "https://told.example.vn"},
		{"which was for once", false, defaultAddr, "", "http://192.0.2.7:9002"},
		{"server is told", true, defaultAddr, "https://a.example.vn", "https://a.example.vn"},
		{"upkeep knows", false, defaultAddr, "", "https://a.example.vn"},
		{"server keeps it", true, "127.0.0.1:9003", "", "https://a.example.vn"},
		{"upkeep still knows", false, "127.0.0.1:9004", "", "https://a.example.vn"},
		{"server is told another", true, defaultAddr, "https://b.example.vn", "https://b.example.vn"},
		{"upkeep knows the other", false, defaultAddr, "", "https://b.example.vn"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := opened(t, data, c.serve, func(conf *config) { conf.Addr, conf.BaseURL = c.addr, c.base })
			if a.conf.BaseURL != c.want {
				t.Errorf("step %d: %s, want %s", i, a.conf.BaseURL, c.want)
			}
		})
	}
}

func TestLocalAddress(t *testing.T) {
	for addr, want := range map[string]string{
		"127.0.0.1:80": "http://localhost:80", ":8080": "http://localhost:8080", "0.0.0.0:1": "http://localhost:1",
		"[::]:1": "http://localhost:1", "[::1]:1": "http://localhost:1", "10.0.0.5:8080": "http://10.0.0.5:8080",
		"[2001:db8::1]:80": "http://[2001:db8::1]:80", "may.local:8080": "http://may.local:8080", "nonsense": "http://localhost:8080",
	} {
		if got := localAddress(addr); got != want {
			t.Errorf("%s: %s, want %s", addr, got, want)
		}
	}
}

func TestOneServer(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	opened(t, data, true)
	call(t, "", "demo", "--only-fill", "--data", data).says(t, exitFailed, "another vinhdanh server", "give this one its own folder with --data")
	done(t, "user", "list", "--data", data) // upkeep goes on beside
}
