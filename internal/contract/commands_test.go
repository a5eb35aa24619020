package contract_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestExitCodes runs commands on an empty installation: 0 done, 1 failed, 2 wrong usage.
func TestExitCodes(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	whole, err := json.Marshal(plain("50", "0.5"))
	if err != nil {
		t.Fatal(err)
	}
	offStep, err := json.Marshal(plain("50", "7"))
	if err != nil {
		t.Fatal(err)
	}
	good, broken, torn := write("good.json", string(whole)), write("broken.json", string(offStep)), write("torn.json", `{"id": "x",`)
	unknown := write("unknown.json", strings.Replace(string(whole), `"step"`, `"colour": "xanh", "step"`, 1))
	toml := write("bad.toml", "colour = \"xanh\"\n")
	for _, c := range []struct {
		name, command string
		code          int
		stdin         string
		says          string // on standard output when it is done, else on standard error
	}{
		{"version", "version", 0, "", "vinhdanh"},
		{"no command", "", 0, "", "serve"},
		{"unknown command", "launch", 2, "", "vinhdanh: error:"},
		{"unknown flag", "version --colour", 2, "", "vinhdanh: error:"},
		{"too many arguments", "version now", 2, "", "vinhdanh: error:"},
		{"help", "--help", 0, "", "serve"},
		{"good pack", "rules check " + good, 0, "", ""},
		{"pack whose maxima are off the step", "rules check " + broken, 1, "", "vinhdanh: error:"},
		{"pack that is no JSON", "rules check " + torn, 1, "", "vinhdanh: error:"},
		{"pack with an unknown field", "rules check " + unknown, 1, "", "colour"},
		{"pack that is not there", "rules check " + filepath.Join(dir, "none.json"), 1, "", "vinhdanh: error:"},
		{"no pack", "rules check", 2, "", "vinhdanh: error:"},
		{"embedded pack", "rules check vn-cnnt-2025", 0, "", ""},
		{"editions of nobody", "edition list --json", 0, "", "items"},
		{"an edition that is not there", "edition show khong-co", 1, "", "vinhdanh: error:"},
		{"user without a name", "user add --email a@example.vn", 2, "", "vinhdanh: error:"},
		{"user with a bad address", "user add --email nowhere --name A --password-stdin", 1, password, "vinhdanh: error:"},
		{"user with a short password", "user add --email b@example.vn --name B --password-stdin", 1, "abc", "vinhdanh: error:"},
		{"user", "user add --email c@example.vn --name C --role administrator --password-stdin", 0, password, ""},
		{"the same user again", "user add --email c@example.vn --name C --password-stdin", 1, password, "vinhdanh: error:"},
		{"users", "user list --json", 0, "", "c@example.vn"},
		{"token of nobody", "token add --email nobody@example.vn --name x", 1, "", "vinhdanh: error:"},
		{"token", "token add --email c@example.vn --name x", 0, "", ""},
		{"tokens", "token list --json", 0, "", "items"},
		{"certificate that is not there", "certificate show ZZZZ-ZZZZ-ZZZZ", 1, "", "vinhdanh: error:"},
		{"empty ledger", "ledger check", 0, "", ""},
		{"empty ledger as JSON", "ledger check --json", 0, "", "{"},
		{"migrate", "migrate", 0, "", ""},
		{"doctor", "doctor", 0, "", ""},
		{"doctor as JSON", "doctor --json", 0, "", "{"},
		{"unknown setting", "edition list --config " + toml, 2, "", "colour"},
		{"a database of another kind", "edition list --database-url mysql://x", 2, "", "vinhdanh: error:"},
	} {
		t.Run(c.name, func(t *testing.T) {
			arguments := strings.Fields(c.command)
			if len(arguments) > 0 && c.command != "--help" && !strings.HasPrefix(c.command, "launch") {
				arguments = append(arguments, "--data", filepath.Join(dir, "data"))
			}
			r := command(t, dir, c.stdin+"\n", arguments...)
			said := r.stderr
			if c.code == 0 {
				said = r.stdout
			}
			if r.code != c.code || !strings.Contains(said, c.says) {
				t.Errorf("exit code %d, want %d and %q\nstandard output: %s\nstandard error: %s", r.code, c.code, c.says, r.stdout, r.stderr)
			}
			if strings.HasSuffix(c.command, "--json") && !json.Valid([]byte(r.stdout)) {
				t.Errorf("no JSON: %s", r.stdout)
			}
		})
	}
}

// TestBesideTheServer runs upkeep commands and a second server beside a running one, then ends it.
func TestBesideTheServer(t *testing.T) {
	onBoth(t, func(t *testing.T, s *server) {
		o, _, certificates := small(t, s)
		if out := s.must(t, "", "edition", "list", "--json"); !strings.Contains(out, o.slug) {
			t.Errorf("edition list: %s", out)
		}
		if out := s.must(t, "", "edition", "show", o.slug); !strings.Contains(out, o.slug) {
			t.Errorf("edition show: %s", out)
		}
		if out := s.must(t, "", "certificate", "show", certificates[0].Code); !strings.Contains(out, certificates[0].Number) {
			t.Errorf("certificate show: %s", out)
		}
		file := filepath.Join(t.TempDir(), "giay.pdf")
		if err := os.WriteFile(file, pdfOf(t, s.public(), certificates[0].Code), 0o600); err != nil {
			t.Fatal(err)
		}
		if out := s.must(t, "", "certificate", "verify", file); !strings.Contains(out, "genuine") {
			t.Errorf("certificate verify: %s", out)
		}
		s.must(t, "", "doctor")
		if out := s.must(t, "", "ledger", "checkpoint"); len(strings.Split(out, "\n")) < 5 {
			t.Errorf("ledger checkpoint prints %q, want a signed note", out)
		}
		if lines := s.findings(t); len(lines) > 0 {
			t.Errorf("ledger check: %q", lines)
		}
		if s.database == "" {
			second(t, s)
		}
		_ = s.process.Process.Signal(syscall.SIGTERM)
		select {
		case <-s.ended:
			if code := s.process.ProcessState.ExitCode(); code != 0 {
				t.Errorf("after SIGTERM the server ends with %d:\n%s", code, tail(s.output.String()))
			}
		case <-time.After(25 * time.Second):
			t.Error("the server does not end after SIGTERM")
		}
		s.must(t, "", "edition", "list")
	})
}

// second starts another server on the same data, which must be refused with a remedy.
func second(t *testing.T, s *server) {
	t.Helper()
	r := s.run(t, "", "serve", "--addr", "127.0.0.1:0")
	if r.code != 1 || !strings.Contains(r.stderr, "vinhdanh: error:") {
		t.Errorf("a second server on the same data: exit code %d\n%s", r.code, r.stderr)
	}
	if a := s.public().get(t, "!/healthz"); a.status != 200 {
		t.Errorf("the first server answers %d afterwards", a.status)
	}
}
