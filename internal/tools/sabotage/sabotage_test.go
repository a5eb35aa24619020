package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestJudge(t *testing.T) {
	tests := []struct {
		name, out string
		want      verdict
	}{
		{"fails", "=== RUN   TestA\n--- FAIL: TestA (0.00s)\nFAIL\n", caught},
		{"passes", "=== RUN   TestA\n--- PASS: TestA (0.00s)\nok  \tvinhdanh/judging\n", survived},
		{"skipped", "--- SKIP: TestA (0.00s)\nok  \tvinhdanh/judging\n", otherFailure},
		{"does not compile", "# vinhdanh/judging\na.go:1:1: x\nFAIL\tvinhdanh/judging [build failed]\n", notCompiled},
		{"another test fails", "--- FAIL: TestAB (0.00s)\nFAIL\n", otherFailure},
		{"no test", "testing: warning: no tests to run\nok  \tvinhdanh/judging [no tests to run]\n", otherFailure},
	}
	for _, tt := range tests {
		if got := judge(tt.out, "TestA"); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestListIsWellFormed(t *testing.T) {
	if _, err := readList(list, ""); err != nil {
		t.Error(err)
	}
	for name, text := range map[string]string{
		"changes nothing": "[[breakage]]\nname='a'\nfile='a'\nold='x'\nnew='x'\npackage='.'\ntest='T'",
		"no test":         "[[breakage]]\nname='a'\nfile='a'\nold='x'\nnew='y'\npackage='.'",
		"unknown key":     "[[breakage]]\nname='a'\nfile='a'\nold='x'\nnew='y'\npackage='.'\ntest='T'\ntests='T'",
		"empty":           "",
	} {
		if _, err := readList(text, ""); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestReplaceDemandsExactlyOnePlace(t *testing.T) {
	tr := tree{t.TempDir()}
	file := filepath.Join(tr.dir, "a.go")
	if err := os.WriteFile(file, []byte("a < b; c < d; e > f"), 0o600); err != nil {
		t.Fatal(err)
	}
	for old, fine := range map[string]bool{"<": false, ">": true, "=": false} {
		restore, err := tr.replace(breakage{File: "a.go", Old: old, New: "!"})
		if (err == nil) != fine {
			t.Errorf("%s: %v", old, err)
		}
		if err == nil {
			if err := restore(); err != nil {
				t.Error(err)
			}
		}
	}
	if text, _ := os.ReadFile(file); string(text) != "a < b; c < d; e > f" {
		t.Errorf("not restored: %s", text)
	}
}
