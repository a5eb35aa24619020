package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vinhdanh/judging"
)

// bent is the test's bundle with a text replaced, in a file.
func bent(t *testing.T, old, with string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/results.json")
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(data), old, with, 1)
	if old != "" && changed == string(data) {
		t.Fatalf("the bundle does not hold %q", old)
	}
	name := filepath.Join(t.TempDir(), "results.json")
	if err := os.WriteFile(name, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestResults reads a bundle that an earlier program wrote: whoever keeps one can check it with a later program.
func TestResults(t *testing.T) {
	key, minutes := []string{"--key", "testdata/key.txt"}, []string{"--checkpoint", "testdata/minutes.txt"}
	for _, c := range []struct {
		name      string
		old, with string
		flags     []string
		code      int
		says      string
	}{
		{"untouched", "", "", key, exitDone, "ok  the sheets make the result as it was published\n"},
		{"with the minutes", "", "", append(key, minutes...), exitDone, "ok  the sheets"},
		{"without a key", "", "", nil, exitDone, "signature: no key was given\nok  the sheets"},
		{"a mean", `"mean":"85.00"`, `"mean":"85.10"`, key, exitFailed, "changed ranking 1 N1-001 mean: 85.10, the sheets give 85.00\n"},
		{"the signature", "", "", key, exitFailed, "unproven checkpoint "},
		{"no bundle", `{"checkpoint"`, `["checkpoint"`, key, exitFailed, "unreadable bundle read results bundle"},
		{"bad minutes", "", "", append([]string{"--checkpoint", "testdata/key.txt"}, key...), exitFailed, "unproven checkpoint the kept one"},
		{"no such key file", "", "", []string{"--key", "none.txt"}, exitUsage, ""},
		{"no such minutes", "", "", []string{"--checkpoint", "none.txt"}, exitUsage, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.name == "the signature" {
				c.old, c.with = signatureEnd(t), "AA==\\n"
			}
			var out, problems bytes.Buffer
			code := run(append([]string{"results", bent(t, c.old, c.with)}, c.flags...), &out, &problems)
			if code != c.code || !strings.Contains(out.String(), c.says) || (code == exitUsage) != (problems.Len() > 0) {
				t.Errorf("exit %d, want %d\n%s%s", code, c.code, &out, &problems)
			}
		})
	}
}

// signatureEnd is the end of the signature of the bundle's own checkpoint, as JSON writes it.
func signatureEnd(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("testdata/results.json")
	if err != nil {
		t.Fatal(err)
	}
	b, err := judging.ReadBundle(data)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(b.Checkpoint[len(b.Checkpoint)-6:]) + `\n`
}

func TestResultsForMachines(t *testing.T) {
	for old, ok := range map[string]bool{"": true, `"present":3`: false} {
		var out, problems bytes.Buffer
		code := run([]string{"results", "--json", "--key", "testdata/key.txt", bent(t, old, strings.Replace(old, "3", "2", 1))}, &out, &problems)
		var got struct {
			OK       bool
			Findings []judging.BundleFinding
		}
		dec := json.NewDecoder(&out)
		dec.DisallowUnknownFields()
		if err := dec.Decode(&got); err != nil || got.OK != ok || (code == exitDone) != ok || (len(got.Findings) == 0) != ok || problems.Len() > 0 {
			t.Errorf("%q: exit %d, %+v, %v %s", old, code, got, err, &problems)
		}
	}
	var out, problems bytes.Buffer
	if code := run([]string{"results"}, &out, &problems); code != exitUsage {
		t.Errorf("no file: exit %d", code)
	}
}
