package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"vinhdanh/internal/inspect"
	"vinhdanh/judging/packs"
)

// called is what one command line did.
type called struct {
	code     int
	out, err string
}

// call carries out one command line without an environment, reading stdin.
func call(t *testing.T, stdin string, args ...string) called {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(t.Context(), args, nil, strings.NewReader(stdin), &out, &errs)
	return called{code, out.String(), errs.String()}
}

// done carries out a command that must do its work and returns what it printed.
func done(t *testing.T, args ...string) string {
	t.Helper()
	c := call(t, "", args...)
	if c.code != exitDone {
		t.Fatalf("%s: exit code %d\n%s", strings.Join(args, " "), c.code, c.err)
	}
	return c.out
}

// says checks an exit code and that the errors hold every text.
func (c called) says(t *testing.T, code int, texts ...string) {
	t.Helper()
	if c.code != code {
		t.Errorf("exit code %d, want %d", c.code, code)
	}
	for _, text := range texts {
		if !strings.Contains(c.err, text) {
			t.Errorf("the errors do not hold %q:\n%s", text, c.err)
		}
	}
	if code != exitDone && c.err != "" && !strings.HasPrefix(c.err, "vinhdanh: error: ") {
		t.Errorf("the error begins otherwise:\n%s", c.err)
	}
}

// opened is the program over a data folder; it is closed when t ends.
func opened(t *testing.T, data string, serve bool, more ...func(*config)) *app {
	t.Helper()
	s := &session{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, conf: config{Data: data, Addr: defaultAddr}}
	for _, f := range more {
		f(&s.conf)
	}
	a, err := s.open(t.Context(), serve)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

// demoVariable names the folder that TestMain makes and removes.
const demoVariable = "VINHDANH_TEST_DEMO"

func TestMain(m *testing.M) {
	inspect.MainIfChild()
	if os.Getenv(asProgram) != "" {
		main()
	}
	dir, err := os.MkdirTemp("", "vinhdanh-demo-")
	if err != nil {
		panic(err)
	}
	if err := os.Setenv(demoVariable, dir); err != nil {
		panic(err)
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// demoMade fills the folder by the demo command, once in this process.
var demoMade = sync.OnceValues(func() (string, error) {
	var out bytes.Buffer
	args := []string{"demo", "--only-fill", "--data", os.Getenv(demoVariable)}
	if code := run(context.Background(), args, nil, strings.NewReader(""), &out, &out); code != exitDone {
		return "", fmt.Errorf("fill the demo: exit code %d\n%s", code, out.String())
	}
	return out.String(), nil
})

// demoCopy is a folder with the demo that t may change.
func demoCopy(t *testing.T) string {
	t.Helper()
	if _, err := demoMade(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(os.Getenv(demoVariable))); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestExitCodes(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	for _, c := range []struct {
		name string
		args []string
		code int
		err  string
	}{
		{"nothing", nil, exitDone, ""},
		{"help", []string{"--help"}, exitDone, ""},
		{"unknown command", []string{"judge"}, exitUsage, `unknown command "judge"`},
		{"group alone", []string{"user"}, exitUsage, "vinhdanh user needs one of: add, disable, list, password"},
		{"unknown command of a group", []string{"ledger", "mend"}, exitUsage, `unknown command "mend" for "vinhdanh ledger"`},
		{"unknown flag", []string{"serve", "--port", "80"}, exitUsage, "unknown flag: --port"},
		{"missing flags", []string{"user", "add", "--email", "a@thu.vn"}, exitUsage, `required flag(s) "name" not set`},
		{"missing argument", []string{"certificate", "show"}, exitUsage, "accepts 1 arg(s), received 0"},
		{"argument too many", []string{"version", "now"}, exitUsage, "accepts 0 arg(s), received 1"},
		{"missing row", []string{"edition", "show", "nix"}, exitFailed, "There is no such item"},
		{"missing token", []string{"token", "revoke", "nix"}, exitFailed, "There is no such item"},
		{"mistyped code", []string{"certificate", "show", "nix"}, exitFailed, "The code is not right"},
		{"mistyped code of a revocation", []string{"certificate", "revoke", "nix", "--reason", "x", "--decision", "1", "--date", "2026-11-27"},
			exitUsage, "The code is not right"},
		{"missing file", []string{"certificate", "verify", filepath.Join(data, "nix.pdf")}, exitFailed, "read certificate: open"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := call(t, "", append(c.args, "--data", data)...)
			got.says(t, c.code, c.err)
			if hinted := strings.Contains(got.err, "vinhdanh: hint: "); c.code == exitUsage && !hinted {
				t.Errorf("no hint:\n%s", got.err)
			}
			if c.code != exitDone && got.out != "" {
				t.Errorf("printed %q", got.out)
			}
		})
	}
}

func TestVersion(t *testing.T) {
	if out := done(t, "version"); !regexp.MustCompile(`^vinhdanh dev \(\w+, go1\.\S+ \w+/\w+\)\n$`).MatchString(out) {
		t.Error(out)
	}
}

func TestMigrate(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "new")
	first := done(t, "migrate", "--data", data)
	if !regexp.MustCompile(`^schema version [1-9]\d*\n$`).MatchString(first) {
		t.Error(first)
	}
	if again := done(t, "migrate", "--data", data); again != first {
		t.Errorf("first %q, then %q", first, again)
	}
	if _, err := os.Stat(filepath.Join(data, "ledger.key")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("migrating made a key: %v", err)
	}
	done(t, "user", "list", "--data", data)
}

func TestRulesCheck(t *testing.T) {
	for _, id := range packs.Names() {
		if out := done(t, "rules", "check", id); !strings.HasPrefix(out, "ok "+id+" version ") {
			t.Errorf("%s: %s", id, out)
		}
	}
	file := func(text string) string {
		name := filepath.Join(t.TempDir(), "pack.json")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	_, whole, err := packs.Load("generic")
	if err != nil {
		t.Fatal(err)
	}
	if out := done(t, "rules", "check", file(string(whole))); !strings.HasPrefix(out, "ok generic version ") {
		t.Error(out)
	}
	var broken map[string]any
	if err := json.Unmarshal(whole, &broken); err != nil {
		t.Fatal(err)
	}
	broken["pass_mark"] = "1000"
	delete(broken, "step")
	text, err := json.Marshal(broken)
	if err != nil {
		t.Fatal(err)
	}
	call(t, "", "rules", "check", file(string(text))).says(t, exitFailed, "\n  pass_mark: ", "\n  step: ", "docs/formats.md")
	call(t, "", "rules", "check", file("{")).says(t, exitFailed, "cannot be read", "docs/formats.md")
	call(t, "", "rules", "check", "nix").says(t, exitFailed, "read rule pack", "vn-cnnt-2025", "generic")
}
