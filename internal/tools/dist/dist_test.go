package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestInventoryHoldsWhatGoNoted lists the parts of this test's own program, which Go builds like any other.
func TestInventoryHoldsWhatGoNoted(t *testing.T) {
	t.Chdir("..") // where make starts the tools
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	info, err := modules(self)
	if err != nil {
		t.Fatal(err)
	}
	text, err := inventory("vinhdanh", "v1", "amd64", self)
	if err != nil {
		t.Fatal(err)
	}
	again, err := inventory("vinhdanh", "v1", "amd64", self)
	if err != nil || string(again) != string(text) {
		t.Errorf("two lists of one program differ, %v", err)
	}
	var b bom
	if err := json.Unmarshal(text, &b); err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for _, c := range b.Components {
		names[c.Name] = c.Version
		if c.Ref == "" || c.Version == "" || len(c.Licenses) == 0 || strings.HasPrefix(c.Licenses[0].License.Name, "unknown") {
			t.Errorf("%+v says too little", c)
		}
	}
	for _, d := range info.Deps {
		if names[d.Path] != d.Version {
			t.Errorf("%s %s is missing: %q", d.Path, d.Version, names[d.Path])
		}
	}
	for _, want := range []string{"std", "glibc", "bootstrap"} {
		if names[want] == "" {
			t.Errorf("%s is missing", want)
		}
	}
	if b.Metadata.Component.Hashes[0].Content == "" || b.Spec != "1.6" {
		t.Errorf("%+v", b.Metadata)
	}
}

func TestLicencesAreTold(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Permission is hereby granted, free of\ncharge, to any person obtaining a copy", "MIT"},
		{"Redistributions in binary form must reproduce the above copyright notice", "BSD-2-Clause"},
		{"Redistributions in binary form must reproduce the above copyright notice … may be used to endorse or promote\n products derived from this software", "BSD-3-Clause"},
		{"Apache License\n Version 2.0", "Apache-2.0"},
		{"all rights reserved", ""},
	} {
		if got := strings.Join(known(c.text), " "); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
	dir := t.TempDir()
	if got := licences(dir); !slices.Equal(got, []string{"unknown licence"}) {
		t.Errorf("no file: %v", got)
	}
	if err := os.WriteFile(filepath.Join(dir, "LICENSE.txt"), []byte("Apache License Version 2.0"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := licences(dir); !slices.Equal(got, []string{"Apache-2.0"}) {
		t.Errorf("a file: %v", got)
	}
}

func TestOnlyStaticProgramsPass(t *testing.T) {
	if err := checkStatic("/bin/sh", "amd64"); err == nil {
		t.Error("a program that loads libraries passes, or one for another machine")
	}
	if _, err := compiler("sparc"); err == nil {
		t.Error("a machine without a compiler")
	}
}
