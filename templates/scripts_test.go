package templates_test

import (
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"vinhdanh/templates"
)

// TestScriptsAlone runs the tests of what needs no browser.
func TestScriptsAlone(t *testing.T) {
	needBrowser(t)
	files, err := filepath.Glob("scripts/*.test.js")
	if err != nil || len(files) < 2 {
		t.Fatalf("list tests: %v, %v", files, err)
	}
	out, err := run(t, ".", "node", append([]string{"--test", "--test-reporter=tap"}, files...)...)
	if err != nil || !regexp.MustCompile(`# pass \d\d`).MatchString(out) {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestScriptsInABrowser sends forms twice, breaks connections, ends sessions and goes back, in Chromium.
func TestScriptsInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("opens Chromium; -short was given")
	}
	needBrowser(t)
	if out, err := run(t, ".", "node", "browser/scripts.mjs", preview(t)); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestScriptsAreLight(t *testing.T) {
	for name, most := range map[string]int{"app.*.js": 8_000, "sheet.*.js": 6_000, "judge.*.js": 6_500, "meeting.*.js": 4_000, "worker.*.js": 2_000} {
		files, err := fs.Glob(templates.Assets(), name)
		if err != nil || len(files) != 1 {
			t.Fatalf("want one %s, got %v, %v", name, files, err)
		}
		code, err := fs.ReadFile(templates.Assets(), files[0])
		if err != nil {
			t.Fatal(err)
		}
		if weight := gzipped(t, code); weight > most {
			t.Errorf("%s weighs %d bytes compressed, want %d at most", name, weight, most)
		}
		for _, bad := range []string{"eval(", "http://", "https://", "sourceMappingURL"} {
			if strings.Contains(strings.ReplaceAll(string(code), "http://www.w3.org/2000/svg", ""), bad) {
				t.Errorf("%s holds %s", name, bad)
			}
		}
	}
}
