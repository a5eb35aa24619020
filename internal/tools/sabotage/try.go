package main

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"
)

// verdict says in words what became of a breakage.
type verdict string

// The verdicts; only the first is as it must be.
const (
	caught       verdict = "red"
	survived     verdict = "SURVIVED"
	notCompiled  verdict = "DOES NOT COMPILE"
	otherFailure verdict = "FAILED ELSEWHERE"
	notGreen     verdict = "NOT GREEN BEFORE"
	impossible   verdict = "IMPOSSIBLE"
)

// result is what became of one breakage, with the output that explains a bad verdict.
type result struct {
	verdict verdict
	output  string
	took    time.Duration
}

// unbroken runs every named test once in a whole tree and returns the breakages whose test does not
// pass there, with the output: a test that is red, skipped or missing before proves nothing after.
func unbroken(ctx context.Context, t tree, breakages []breakage) (map[string]string, error) {
	tests := map[string][]string{}
	for _, b := range breakages {
		top, _, _ := strings.Cut(b.Test, "/")
		if !slices.Contains(tests[b.Package], top) {
			tests[b.Package] = append(tests[b.Package], top)
		}
	}
	red := map[string]string{}
	for _, pkg := range slices.Sorted(maps.Keys(tests)) {
		out, err := t.test(ctx, pkg, "^("+strings.Join(tests[pkg], "|")+")$")
		if err != nil {
			return nil, err
		}
		for _, b := range breakages {
			if b.Package == pkg && !outcome(out, "PASS", b.Test) {
				red[b.Name] = tail(out)
			}
		}
	}
	return red, nil
}

// try breaks the tree, runs the test and restores the tree.
func try(ctx context.Context, t tree, b breakage) result {
	restore, err := t.replace(b)
	if err != nil {
		return result{verdict: impossible, output: err.Error()}
	}
	err = t.build(ctx, b.File)
	var out string
	if err == nil {
		out, err = t.test(ctx, b.Package, pattern(b.Test))
	}
	if err = errors.Join(err, restore(), t.build(ctx, b.File)); err != nil {
		return result{verdict: impossible, output: err.Error()}
	}
	return result{verdict: judge(out, b.Test), output: tail(out)}
}

// judge reads a verdict from the output of go test. A compile error is no proof: nothing ran.
func judge(out, test string) verdict {
	switch {
	case strings.Contains(out, "[build failed]") || strings.Contains(out, "[setup failed]"):
		return notCompiled
	case outcome(out, "FAIL", test):
		return caught
	case outcome(out, "PASS", test):
		return survived
	}
	return otherFailure
}

// outcome tells whether the output has the line that go test -v prints for the end of a test.
func outcome(out, word, test string) bool {
	for line := range strings.Lines(out) {
		if strings.HasPrefix(strings.TrimSpace(line), "--- "+word+": "+test+" (") {
			return true
		}
	}
	return false
}

// pattern makes the -run argument that means exactly one test or subtest.
func pattern(test string) string {
	parts := strings.Split(test, "/")
	for n, p := range parts {
		parts[n] = "^" + p + "$"
	}
	return strings.Join(parts, "/")
}

// tail is the end of a long output, where the reason stands.
func tail(out string) string {
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) > 30 {
		lines = lines[len(lines)-30:]
	}
	return strings.Join(lines, "\n")
}
