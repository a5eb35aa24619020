package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vinhdanh/internal/accounts"
	"vinhdanh/judging"
)

// TestResultsOfTheDemo exports the demo's announced edition and checks it, as an operator and as a stranger.
func TestResultsOfTheDemo(t *testing.T) {
	t.Parallel()
	data := demoCopy(t)
	out := filepath.Join(t.TempDir(), "ket-qua.json")
	if c := call(t, "", "results", "export", "mau-2026", "--out", out, "--data", data); c.code != exitDone || c.out != "" || !strings.Contains(c.err, "for auditor") {
		t.Fatalf("%+v", c)
	}
	if printed := done(t, "results", "export", "mau-2026", "--for", "auditor", "--data", data); printed != read(t, out) {
		t.Error("what is printed is not what was written")
	}
	if c := call(t, "", "results", "verify", out, "--data", data); c.code != exitDone || c.out != "" || !strings.Contains(c.err, "well: ") {
		t.Errorf("own key: %+v", c)
	}
	if c := call(t, "", "results", "verify", out, "--data", t.TempDir()); c.code != exitDone || !strings.Contains(c.out, "unchecked checkpoint") {
		t.Errorf("no key: %+v", c)
	}
	bent := strings.Replace(read(t, out), `"passed":true`, `"passed":false`, 1)
	if err := os.WriteFile(out, []byte(bent), 0o600); err != nil {
		t.Fatal(err)
	}
	if c := call(t, "", "results", "verify", out, "--data", data); c.code != exitFailed || !strings.Contains(c.out, "passed: false, the sheets give true") || c.err != "" {
		t.Errorf("a changed line: %+v", c)
	}
	var got struct {
		OK       bool
		Findings []judging.BundleFinding
	}
	if c := call(t, "", "results", "verify", out, "--json", "--data", data); json.Unmarshal([]byte(c.out), &got) != nil || got.OK || len(got.Findings) == 0 {
		t.Errorf("%+v", c)
	}
}

func TestResultsAreRefused(t *testing.T) {
	t.Parallel()
	data := demoCopy(t)
	for _, args := range [][]string{{"mau-2026", "--for", "public"}, {"none-such"}} {
		c := call(t, "", append([]string{"results", "export", "--data", data}, args...)...)
		if c.code != exitFailed || c.out != "" || !strings.Contains(c.err, "hint: there is no such edition") {
			t.Errorf("%v: %+v", args, c)
		}
	}
	for _, args := range [][]string{{"export", "mau-2026", "--for", "everybody"}, {"export"}, {"verify", "none.json"}, {"verify", "results.go", "--key", "none"}, {"x"}} {
		if c := call(t, "", append([]string{"results", "--data", data}, args...)...); c.code != exitUsage {
			t.Errorf("%v: %+v", args, c)
		}
	}
	a := opened(t, data, false)
	admin, err := a.accounts.ByEmail(t.Context(), "quantri@mau.vn")
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range []judging.Audience{judging.ForNobody, judging.ForPublic} {
		if _, err := a.judging.OfferResults(t.Context(), accounts.Actor{User: admin}, "mau-2026", to); err != nil {
			t.Fatal(err)
		}
		c := call(t, "", "results", "export", "mau-2026", "--data", data)
		if given := strings.Contains(c.out, `"for":"public"`); given != (to == judging.ForPublic) {
			t.Errorf("for %s: %.200s %s", to, c.out, c.err)
		}
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Clean(name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
