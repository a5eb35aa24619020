package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// tree is a copy of the checkout in which one breakage at a time is tried.
type tree struct{ dir string }

// copyTree copies what Git would commit, with changes not yet committed, and the built assets,
// which are embedded and so cannot be links. Everything else is fetched or built already.
func copyTree(ctx context.Context, root, dir string) (tree, error) {
	git := exec.CommandContext(ctx, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate")
	git.Dir = root
	out, err := git.Output()
	if err != nil {
		return tree{}, fmt.Errorf("list the files of the checkout: %w", err)
	}
	for name := range strings.SplitSeq(strings.TrimRight(string(out), "\x00"), "\x00") {
		if err := copyFile(filepath.Join(root, name), filepath.Join(dir, name)); err != nil {
			return tree{}, err
		}
	}
	dist := filepath.Join(root, "templates", "dist")
	err = filepath.WalkDir(dist, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		inside, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		return copyFile(name, filepath.Join(dir, inside))
	})
	if err != nil {
		return tree{}, fmt.Errorf("copy the built assets: %w", err)
	}
	modules := filepath.Join(root, "templates", "node_modules")
	if _, err := os.Stat(modules); err == nil {
		if err := os.Symlink(modules, filepath.Join(dir, "templates", "node_modules")); err != nil {
			return tree{}, fmt.Errorf("link the npm packages: %w", err)
		}
	}
	return tree{dir}, nil
}

// copyFile copies one file; one that was deleted but not committed is left out.
func copyFile(from, to string) error {
	info, err := os.Stat(from)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.IsDir() {
		return nil
	}
	if err != nil {
		return fmt.Errorf("copy the checkout: %w", err)
	}
	text, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("copy the checkout: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return fmt.Errorf("copy the checkout: %w", err)
	}
	if err := os.WriteFile(to, text, info.Mode().Perm()); err != nil {
		return fmt.Errorf("copy the checkout: %w", err)
	}
	return nil
}

// replace puts the breakage into the tree and returns what undoes it.
func (t tree) replace(b breakage) (restore func() error, err error) {
	name := filepath.Join(t.dir, b.File)
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read the file to break: %w", err)
	}
	if n := strings.Count(string(text), b.Old); n != 1 {
		return nil, fmt.Errorf("the old text stands %d times in %s", n, b.File)
	}
	broken := strings.Replace(string(text), b.Old, b.New, 1)
	if err := os.WriteFile(name, []byte(broken), 0o644); err != nil {
		return nil, fmt.Errorf("write the broken file: %w", err)
	}
	return func() error { return os.WriteFile(name, text, 0o644) }, nil
}

// build makes the embedded scripts and styles of the tree anew if they come from a file.
func (t tree) build(ctx context.Context, file string) error {
	if dir := filepath.ToSlash(filepath.Dir(file)); dir != "templates/scripts" && dir != "templates/styles" {
		return nil
	}
	cmd := exec.CommandContext(ctx, "go", "run", "./templates/build")
	cmd.Dir = t.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build the assets: %w\n%s", err, out)
	}
	return nil
}

// test runs tests of one package in the tree and returns what they printed. Vet is off: it would
// refuse some breakages before the test can.
func (t tree) test(ctx context.Context, pkg, pattern string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", "test", "-vet=off", "-count=1", "-v", "-timeout", "15m", "-run", pattern, pkg)
	cmd.Dir = t.dir
	cmd.Env = append(os.Environ(), "PWD="+t.dir)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return "", fmt.Errorf("run go test: %w", err)
	}
	return string(out), ctx.Err()
}
