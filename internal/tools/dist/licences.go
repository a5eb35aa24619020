package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// texts tell licences apart by sentences that the others do not have, in the order in which they are tried.
var texts = []struct{ id, sentence string }{
	{"Apache-2.0", "apache license version 2.0"},
	{"MPL-2.0", "mozilla public license version 2.0"},
	{"MPL-2.0", "mozilla public license, version 2.0"},
	{"ISC", "permission to use, copy, modify, and/or distribute this software for any purpose"},
	{"ISC", "permission to use, copy, modify, and distribute this software for any purpose"},
	{"MIT", "permission is hereby granted, free of charge, to any person obtaining a copy"},
	{"Unlicense", "this is free and unencumbered software released into the public domain"},
	{"CC0-1.0", "creative commons legal code cc0 1.0"},
	{"BSD-3-Clause", "may be used to endorse or promote products derived from this software"},
	{"BSD-2-Clause", "redistributions in binary form must reproduce the above copyright notice"},
}

// licenceFile is what a file with a licence is called.
var licenceFile = regexp.MustCompile(`(?i)^(licen[sc]e|copying|unlicense)([-.].*)?$`)

// licences are the SPDX ids of the licence files at the top of a module; "unknown licence" when none is known.
func licences(dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return []string{"unknown licence"}
	}
	var ids []string
	for _, e := range entries {
		if e.IsDir() || !licenceFile.MatchString(e.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err == nil {
			ids = append(ids, known(string(text))...)
		}
	}
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) == 0 {
		return []string{"unknown licence"}
	}
	return ids
}

// known are the licences in a text; a text with the third clause of BSD has the first two as well.
func known(text string) []string {
	plain := strings.Join(strings.Fields(strings.ToLower(text)), " ")
	var ids []string
	for _, t := range texts {
		if strings.Contains(plain, t.sentence) && !slices.Contains(ids, t.id) && (t.id != "BSD-2-Clause" || !slices.Contains(ids, "BSD-3-Clause")) {
			ids = append(ids, t.id)
		}
	}
	return ids
}

func sha256File(file string) (string, error) {
	text, err := os.ReadFile(file)
	return fmt.Sprintf("%x", sha256.Sum256(text)), err
}
