package templates_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestPagesInABrowser opens the first sample of each page type on a phone and on a desk, with
// axe-core (WCAG 2.2 AA), and wants no finding, nothing refused by the content policy, no low control and no sideways scrolling.
func TestPagesInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("opens 250 views in Chromium; -short was given")
	}
	needBrowser(t)
	t.Parallel()
	if out, err := run(t, ".", "node", "browser/look.mjs", preview(t), "-"); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestProofPagesInABrowser opens every sample at every width and in both colour schemes.
func TestProofPagesInABrowser(t *testing.T) {
	if os.Getenv("VINHDANH_PROOF") == "" {
		t.Skip("long: run make proof")
	}
	needBrowser(t)
	t.Setenv("LOOK", "all")
	if out, err := run(t, ".", "node", "browser/look.mjs", preview(t), "-"); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestBrowserCheckBites spoils one page in each way that TestPagesInABrowser is to meet.
func TestBrowserCheckBites(t *testing.T) {
	if testing.Short() {
		t.Skip("opens Chromium; -short was given")
	}
	needBrowser(t)
	t.Parallel()
	folder := spoilt(t, `<img src="/photo.svg" width="1400"><p style="color:red">x</p><button class="language" aria-hidden="true">.</button>`)
	out, err := run(t, ".", "node", "browser/look.mjs", folder, "-", "home-empty")
	if err == nil {
		t.Error("a spoilt page passed")
	}
	for _, want := range []string{"image-alt", "wider than the screen", "Content Security Policy", "aria-hidden-focus"} {
		if !strings.Contains(out, want) {
			t.Errorf("the check does not meet %s:\n%s", want, out)
		}
	}
}

// spoilt is a preview whose page home-empty holds something bad at its end.
func spoilt(t *testing.T, bad string) (folder string) {
	t.Helper()
	folder = preview(t)
	name := filepath.Join(folder, "vi", "home-empty.html")
	html, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(string(html), "</main>", bad+"</main>", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	return folder
}

// needBrowser fails by name when a program is missing.
func needBrowser(t *testing.T) {
	t.Helper()
	for _, program := range []string{"node", "chromium"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Fatalf("%s is not installed: apt-get install nodejs npm chromium", program)
		}
	}
	if _, err := os.Stat("node_modules/playwright-core"); err != nil {
		t.Fatal("playwright-core is not installed: run go run ./templates/build")
	}
}

// preview writes every sample into a new folder.
func preview(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "pages")
	if out, err := run(t, "..", "go", "run", "./templates/preview", "-out", folder); err != nil {
		t.Fatalf("preview: %v\n%s", err, out)
	}
	return folder
}

func run(t *testing.T, dir, name string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	return string(out), err
}
