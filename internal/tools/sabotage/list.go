package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"
)

// breakage is one small way to break the program and the test that must notice.
type breakage struct {
	Name    string // plain words: "pass mark is not enough to pass"
	File    string // path in the checkout
	Old     string // text that stands exactly once in the file
	New     string // what replaces it; the result must compile
	Package string // package of the test: "./judging"
	Test    string // name of the test, "TestPassMark" or "TestPassMark/at_the_mark"
}

// readList decodes the list and keeps the breakages whose name contains wanted.
func readList(text, wanted string) ([]breakage, error) {
	var all struct{ Breakage []breakage }
	meta, err := toml.Decode(text, &all)
	if err != nil {
		return nil, fmt.Errorf("read breakages.toml: %w", err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, fmt.Errorf("breakages.toml: unknown key %s", unknown[0])
	}
	seen := map[string]bool{}
	var kept []breakage
	for _, b := range all.Breakage {
		switch {
		case b.Name == "" || b.File == "" || b.Old == "" || b.Package == "" || b.Test == "":
			return nil, fmt.Errorf("breakages.toml: %q lacks a name, file, old, package or test", b.Name)
		case b.Old == b.New:
			return nil, fmt.Errorf("breakages.toml: %q changes nothing", b.Name)
		case seen[b.Name]:
			return nil, fmt.Errorf("breakages.toml: %q stands twice", b.Name)
		}
		seen[b.Name] = true
		if strings.Contains(b.Name, wanted) {
			kept = append(kept, b)
		}
	}
	if len(kept) == 0 {
		return nil, errors.New("no breakage has such a name")
	}
	return kept, nil
}
