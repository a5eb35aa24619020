package templates_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestPagesInABrowser opens every sample at three widths, in light and dark, and wants no finding of axe-core
// (WCAG 2.2 AA), nothing refused by the content policy, no low control and no sideways scrolling.
func TestPagesInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("opens 300 pages in Chromium; -short was given")
	}
	for _, program := range []string{"node", "chromium"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Fatalf("%s is not installed: apt-get install nodejs npm chromium", program)
		}
	}
	if _, err := os.Stat("node_modules/playwright-core"); err != nil {
		t.Fatal("playwright-core is not installed: run go run ./templates/build")
	}
	folder := t.TempDir()
	run(t, "..", "go", "run", "./templates/preview", "-out", filepath.Join(folder, "pages"))
	run(t, ".", "node", "browser/look.mjs", filepath.Join(folder, "pages"), filepath.Join(folder, "pictures"))
}

func run(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
}
