package pdf

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"vinhdanh/certificates"
)

// tool runs a program of the test machine (poppler-utils, zbar-tools, qpdf) and returns what it prints.
func tool(t testing.TB, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Fatalf("%s is needed (Debian packages poppler-utils, zbar-tools, qpdf): %v", name, err)
	}
	cmd := exec.CommandContext(t.Context(), name, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s%s", name, strings.Join(args, " "), err, out, stderr.Bytes())
	}
	return string(out)
}

// render draws a statement and keeps it as a file.
func render(t testing.TB, r *Renderer, s certificates.Statement) string {
	t.Helper()
	out, err := r.Render(s, Options{BaseURL: testBase})
	if err != nil {
		t.Fatal(err)
	}
	return keep(t, out)
}

func keep(t testing.TB, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "certificate.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// textOf is what pdftotext reads, its white space made single blanks.
func textOf(t testing.TB, path string) string {
	t.Helper()
	return strings.Join(strings.Fields(tool(t, "pdftotext", "-layout", path, "-")), " ")
}
