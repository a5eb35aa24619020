// Command deps looks for the programs of other packages that building or testing needs. As root
// it installs the Debian packages that are missing; otherwise it names them and fails.
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// need is one Debian package, proved by any one of its programs: a name in PATH or a glob pattern.
type need struct {
	pkg      string
	programs []string
	purpose  string // the first of purposes that needs it
}

// purposes are what packages are needed for; each needs what the one before needs.
var purposes = []string{"build", "test", "proof"}

// needs lists what a fresh Debian or Ubuntu may lack. The tests start PostgreSQL themselves, read
// certificates back with poppler, zbar and qpdf, have Apache Preflight judge them as PDF/A, openssl and NSS their
// signatures, sign with a key in a token of SoftHSM's, and drive the pages in a browser; the proofs open papers in an office program.
var needs = []need{
	{"gcc", []string{"gcc", "cc"}, "build"},
	{"libc6-dev", []string{"/usr/include/stdio.h"}, "build"},
	{"nodejs", []string{"node"}, "build"},
	{"npm", []string{"npm"}, "build"},
	{"git", []string{"git"}, "test"},
	{"postgresql", []string{"/usr/lib/postgresql/*/bin/initdb", "initdb"}, "test"},
	{"poppler-utils", []string{"pdftotext"}, "test"},
	{"zbar-tools", []string{"zbarimg"}, "test"},
	{"qpdf", []string{"qpdf"}, "test"},
	{"openssl", []string{"openssl"}, "test"},
	{"softhsm2", []string{"softhsm2-util"}, "test"},
	{"libnss3-tools", []string{"certutil"}, "test"},
	{"default-jre-headless", []string{"java"}, "test"},
	{"libpdfbox2-java", []string{"/usr/share/java/preflight.jar"}, "test"},
	{"libactivation-java", []string{"/usr/share/java/javax.activation.jar"}, "test"},
	{"libjaxb-api-java", []string{"/usr/share/java/jaxb-api.jar"}, "test"},
	{"chromium", []string{"chromium", "chromium-browser", "google-chrome"}, "test"},
	{"libreoffice-writer-nogui", []string{"soffice"}, "proof"},
}

func main() {
	if len(os.Args) != 2 || !slices.Contains(purposes, os.Args[1]) {
		fmt.Fprintln(os.Stderr, "usage: deps build|test|proof")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "deps:", err)
		os.Exit(1)
	}
}

// run provides what the purpose needs.
func run(purpose string) error {
	missing := lacking(purpose)
	if len(missing) == 0 {
		return nil
	}
	command := "apt-get install -y --no-install-recommends " + strings.Join(missing, " ")
	if _, err := exec.LookPath("apt-get"); os.Geteuid() != 0 || err != nil {
		return fmt.Errorf("missing: %s; as root: %s", strings.Join(missing, " "), command)
	}
	fmt.Println("deps: installing", strings.Join(missing, " "))
	if err := apt("update", "-q"); err != nil {
		return err
	}
	if err := apt(append([]string{"install", "-q", "-y", "--no-install-recommends"}, missing...)...); err != nil {
		return err
	}
	if still := lacking(purpose); len(still) > 0 {
		return fmt.Errorf("installed, but still not to be found: %s", strings.Join(still, " "))
	}
	return nil
}

// lacking lists the packages none of whose programs is there.
func lacking(purpose string) []string {
	var missing []string
	for _, n := range needs {
		if slices.Index(purposes, n.purpose) <= slices.Index(purposes, purpose) && !slices.ContainsFunc(n.programs, present) {
			missing = append(missing, n.pkg)
		}
	}
	return missing
}

// present tells whether a program is in PATH, or a file matches the pattern.
func present(program string) bool {
	if strings.HasPrefix(program, "/") {
		found, err := filepath.Glob(program)
		return err == nil && len(found) > 0
	}
	_, err := exec.LookPath(program)
	return err == nil
}

// apt runs apt-get without questions.
func apt(arguments ...string) error {
	cmd := exec.CommandContext(context.Background(), "apt-get", arguments...)
	cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("apt-get %s: %w", arguments[0], err)
	}
	return nil
}
