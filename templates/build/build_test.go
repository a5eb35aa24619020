package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLockFileNamesNoRegistry(t *testing.T) {
	data, err := os.ReadFile("../package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{`"resolved"`, ".tgz"} {
		if strings.Contains(string(data), bad) {
			t.Errorf("package-lock.json holds %s: keep omit-lockfile-registry-resolved in .npmrc", bad)
		}
	}
	if !strings.Contains(string(data), `"integrity"`) {
		t.Error("package-lock.json pins no content")
	}
}

func TestHashAddresses(t *testing.T) {
	files := map[string]string{"fonts/a.woff2": "fonts/a.0123456789.woff2"}
	tests := []struct{ name, css, want, fault string }{
		{"quoted", `src:url("fonts/a.woff2")`, `src:url("fonts/a.0123456789.woff2")`, ""},
		{"bare", `src:url(fonts/a.woff2)`, `src:url("fonts/a.0123456789.woff2")`, ""},
		{"not built", `src:url(fonts/b.woff2)`, "", "fonts/b.woff2"},
		{"data", `background:url("data:image/svg+xml,x")`, "", "data:image"},
		{"another host", `src:url(https://fonts.example/a)`, "", "https://fonts.example"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := hashAddresses([]byte(tt.css), files)
			if tt.fault != "" {
				if err == nil || !strings.Contains(err.Error(), tt.fault) {
					t.Fatalf("error is %v, want one that names %s", err, tt.fault)
				}
				return
			}
			if err != nil || string(got) != tt.want {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

func TestUpToDateNeedsStampAndFiles(t *testing.T) {
	dist := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dist, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if upToDate(dist, "s") {
		t.Error("an empty folder is up to date")
	}
	write("manifest.json", `{"stamp": "s", "files": {"a": "a.css"}}`)
	if upToDate(dist, "s") {
		t.Error("a missing file is not noticed")
	}
	write("a.css", "")
	if !upToDate(dist, "s") {
		t.Error("a complete folder is built again")
	}
	if upToDate(dist, "other") {
		t.Error("changed sources are not noticed")
	}
	write("old.css", "")
	write(".placeholder", "")
	if err := prune(dist, map[string]string{"a": "a.css"}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"old.css": false, "a.css": true, ".placeholder": true, "manifest.json": true} {
		if _, err := os.Stat(filepath.Join(dist, name)); (err == nil) != want {
			t.Errorf("after pruning %s: there is %v, want %v", name, err == nil, want)
		}
	}
}
