// Command build makes the styles, scripts, fonts and icons of the pages in templates/dist, where they are embedded.
// It knows npm packages and Sass; it refuses to know what any page says. Run it as go run ./templates/build.
package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	dir := flag.String("dir", "templates", "the folder that holds package.json")
	flag.Parse()
	if err := run(*dir, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

// run builds dist when its stamp differs from the sources and says on out what it did.
func run(dir string, out io.Writer) error {
	stamp, err := sourceStamp(dir)
	if err != nil {
		return err
	}
	dist := filepath.Join(dir, "dist")
	if upToDate(dist, stamp) {
		fmt.Fprintln(out, "templates/dist is up to date")
		return nil
	}
	if err := install(dir, out); err != nil {
		return err
	}
	b := &builder{dir: dir, dist: dist, files: map[string]string{}}
	for _, step := range []func() error{b.certificateFonts, b.pageFonts, b.icons, b.appIcons, b.drawings, b.styles, b.scripts, b.reader, b.licences} {
		if err := step(); err != nil {
			return err
		}
	}
	manifest, err := json.MarshalIndent(map[string]any{"stamp": stamp, "files": b.files}, "", "  ")
	if err != nil {
		return fmt.Errorf("encode manifest: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dist, "manifest.json"), append(manifest, '\n'), 0o644); err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	if err := prune(dist, b.files); err != nil {
		return err
	}
	fmt.Fprintf(out, "templates/dist: %d files\n", len(b.files))
	return nil
}

// sourceStamp is a hash over everything that decides what dist holds.
func sourceStamp(dir string) (string, error) {
	h := sha256.New()
	names := []string{filepath.Join(dir, "package.json"), filepath.Join(dir, "package-lock.json")}
	for _, pattern := range []string{"styles/*", "scripts/*.js", "build/*.go"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return "", fmt.Errorf("list %s: %w", pattern, err)
		}
		names = append(names, found...)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return "", fmt.Errorf("read source: %w", err)
		}
		fmt.Fprintf(h, "%s %d\n", filepath.Base(name), len(data))
		h.Write(data)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// upToDate reports whether dist was built from the same sources and still holds every file.
func upToDate(dist, stamp string) bool {
	data, err := os.ReadFile(filepath.Join(dist, "manifest.json"))
	if err != nil {
		return false
	}
	var m struct {
		Stamp string            `json:"stamp"`
		Files map[string]string `json:"files"`
	}
	if json.Unmarshal(data, &m) != nil || m.Stamp != stamp {
		return false
	}
	for _, name := range m.Files {
		if _, err := os.Stat(filepath.Join(dist, name)); err != nil {
			return false
		}
	}
	return true
}

// install runs npm ci unless node_modules already matches the lock file.
func install(dir string, out io.Writer) error {
	lock, err := os.ReadFile(filepath.Join(dir, "package-lock.json"))
	if err != nil {
		return fmt.Errorf("read lock file: %w", err)
	}
	sum := sha256.Sum256(lock)
	want := hex.EncodeToString(sum[:])
	mark := filepath.Join(dir, "node_modules", ".installed")
	if have, err := os.ReadFile(mark); err == nil && string(have) == want {
		return nil
	}
	fmt.Fprintln(out, "npm ci")
	if _, err := runIn(dir, "npm", "ci"); err != nil {
		return err
	}
	if err := os.WriteFile(mark, []byte(want), 0o644); err != nil {
		return fmt.Errorf("mark node_modules: %w", err)
	}
	return nil
}

// runIn runs a program in dir and returns its standard output; what it printed is part of the error.
func runIn(dir, name string, args ...string) ([]byte, error) {
	if _, err := exec.LookPath(name); err != nil {
		return nil, fmt.Errorf("%s is not installed: install the package nodejs and npm", name)
	}
	cmd := exec.CommandContext(context.Background(), name, args...)
	cmd.Dir = dir
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w\n%s%s", name, strings.Join(args, " "), err, out, stderr.String())
	}
	return out, nil
}

// prune removes what an earlier build left; the new files are in place before, so that a program compiled
// meanwhile finds its fonts.
func prune(dist string, files map[string]string) error {
	keep := map[string]bool{".placeholder": true, "manifest.json": true}
	for _, name := range files {
		keep[name] = true
	}
	err := filepath.WalkDir(dist, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dist, name)
		if err != nil || keep[filepath.ToSlash(rel)] {
			return err
		}
		return os.Remove(name)
	})
	if err != nil {
		return fmt.Errorf("prune dist: %w", err)
	}
	return nil
}
