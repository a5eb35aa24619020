package main

import "testing"

// TestOwnDeadline: a found input, or anything else beside the end of the time, stays a failure.
func TestOwnDeadline(t *testing.T) {
	for said, want := range map[string]bool{
		"fuzz: elapsed: 33s\n--- FAIL: FuzzX (33.44s)\n    context deadline exceeded\nFAIL\nexit status 1\n":                                             true,
		"--- FAIL: FuzzX (2.00s)\n    --- FAIL: FuzzX (0.00s)\n        x_test.go:1: 1\n    \n    Failing input written to testdata/fuzz/FuzzX/1\nFAIL\n": false,
		"--- FAIL: FuzzX (9.00s)\n    context deadline exceeded\n    fuzzing process hung or terminated unexpectedly\nFAIL\n":                            false,
		"panic: context deadline exceeded\nFAIL\n": false,
	} {
		if got := ownDeadline.MatchString(said); got != want {
			t.Errorf("%q: %v, want %v", said, got, want)
		}
	}
}
