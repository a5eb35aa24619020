package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vinhdanh/certificates"
	"vinhdanh/internal/store/storetest"
)

// kept writes a checkpoint to a file.
func kept(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "checkpoint.txt")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// checked reads what ledger check says to a machine.
func checked(t *testing.T, code int, args ...string) (ok bool, findings []string) {
	t.Helper()
	c := call(t, "", append([]string{"ledger", "check", "--json"}, args...)...)
	var got struct {
		OK       *bool
		Findings []struct{ Kind, Table, ID, Detail string }
	}
	dec := json.NewDecoder(strings.NewReader(c.out))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&got); err != nil || got.OK == nil || got.Findings == nil || c.code != code || c.err != "" {
		t.Fatalf("%v %+v", err, c)
	}
	for _, f := range got.Findings {
		findings = append(findings, strings.TrimSpace(f.Kind+" "+f.Table+" "+f.ID))
	}
	return *got.OK, findings
}

func TestLedgerCheck(t *testing.T) {
	t.Parallel()
	data := demoCopy(t)
	if out := done(t, "ledger", "check", "--data", data); out != "" {
		t.Error(out)
	}
	if ok, findings := checked(t, exitDone, "--data", data); !ok || len(findings) != 0 {
		t.Error(findings)
	}
	nomination := register(t, opened(t, data, false))[certificates.Valid].Nomination
	storetest.Exec(t, data, `UPDATE nominations SET product = 'Khác' WHERE id = $1`, nomination)
	want := "changed nominations " + nomination
	c := call(t, "", "ledger", "check", "--data", data)
	if c.code != exitFailed || !strings.HasPrefix(c.out, want) || strings.Count(c.out, "\n") != 1 || c.err != "" {
		t.Errorf("%+v", c)
	}
	if ok, findings := checked(t, exitFailed, "--data", data); ok || !slices.Equal(findings, []string{want}) {
		t.Errorf("%v %v", ok, findings)
	}
	unwell, list := doctor(t, data)
	if unwell.code != exitFailed || list["ledger"].OK || !strings.Contains(list["ledger"].Remedy, "vinhdanh ledger check") {
		t.Errorf("%+v", unwell)
	}
}

func TestLedgerCheckpoint(t *testing.T) {
	t.Parallel()
	call(t, "", "ledger", "checkpoint", "--data", t.TempDir()).says(t, exitFailed, "the ledger is empty", "it begins with the first edition")
	data, behind := demoCopy(t), demoCopy(t)
	before := done(t, "ledger", "checkpoint", "--data", data)
	done(t, "ledger", "check", "--data", data, "--checkpoint", kept(t, before))
	nomination := register(t, opened(t, data, false))[certificates.Valid].Nomination
	done(t, "ledger", "erase", nomination, "--field", "description", "--reason", "x", "--data", data)
	after := done(t, "ledger", "checkpoint", "--data", data)
	if after == before {
		t.Fatal("an erasure is no leaf")
	}
	done(t, "ledger", "check", "--data", data, "--checkpoint", kept(t, before)) // a log that has grown agrees
	if ok, findings := checked(t, exitFailed, "--data", behind, "--checkpoint", kept(t, after)); ok || len(findings) != 1 ||
		!strings.HasPrefix(findings[0], "truncated") {
		t.Errorf("a log that was cut off: %v %v", ok, findings)
	}
	for name, text := range map[string]string{
		"another log's": strings.Replace(before, "localhost/", "other.example.vn/", 1),
		"another root":  strings.Replace(before, "\n", "\n1", 1),
		"torn":          before[:len(before)-20], "empty": "",
	} {
		c := call(t, "", "ledger", "check", "--data", data, "--checkpoint", kept(t, text))
		c.says(t, exitFailed, "checkpoint.txt", "it must be a checkpoint of this installation")
		if c.out != "" {
			t.Errorf("%s: %s", name, c.out)
		}
	}
	call(t, "", "ledger", "check", "--data", data, "--checkpoint", "/nix").says(t, exitFailed, "read checkpoint")
}

func TestLedgerErase(t *testing.T) {
	t.Parallel()
	data := demoCopy(t)
	nomination := register(t, opened(t, data, false))[certificates.Valid].Nomination
	erase := func(more ...string) called {
		t.Helper()
		return call(t, "", append([]string{"ledger", "erase", "--data", data}, more...)...)
	}
	phone := storetest.Rows(t, data, `SELECT producer FROM nominations WHERE id = $1`, nomination)
	if text := string(flat(phone)); !strings.Contains(text, "09120000") {
		t.Fatalf("the demo's producer is %s", text)
	}
	erase(nomination, "--field", "producer.phone").says(t, exitUsage, `required flag(s) "reason"`)
	erase(nomination, "--reason", "x").says(t, exitFailed, "\n  fields: ")
	erase(nomination, "--reason", " ", "--field", "producer.phone").says(t, exitFailed, "\n  reason: ")
	erase(nomination, "--reason", "x", "--field", "product").says(t, exitFailed, "\n  fields", "producer.phone")
	erase("nix", "--reason", "x", "--field", "producer.phone").says(t, exitFailed, "There is no such item")
	c := erase(nomination, "--reason", "Đơn ngày 2/5", "--field", "producer.phone", "--field", "description")
	if c.code != exitDone || c.out != "erased nominations "+nomination+": producer.phone description\n" {
		t.Fatalf("%+v", c)
	}
	after := storetest.Rows(t, data, `SELECT producer, description FROM nominations WHERE id = $1`, nomination)
	if text := string(flat(after)); strings.Contains(text, "09120000") || strings.Contains(text, "Sản phẩm mẫu") {
		t.Errorf("still there: %s", text)
	}
	out := done(t, "ledger", "check", "--data", data)
	if !strings.Contains(out, "nominations "+nomination) || !strings.HasPrefix(out, "erased ") {
		t.Errorf("the erasure is not listed: %q", out)
	}
	if ok, findings := checked(t, exitDone, "--data", data); !ok || len(findings) == 0 {
		t.Errorf("%v %v", ok, findings)
	}
}

// flat joins the cells of rows.
func flat(rows [][]any) []byte {
	var all bytes.Buffer
	for _, r := range rows {
		for _, cell := range r {
			switch v := cell.(type) {
			case string:
				all.WriteString(v)
			case []byte:
				all.Write(v)
			}
		}
	}
	return all.Bytes()
}

// doctor reads what the doctor says to a machine, by name.
func doctor(t *testing.T, data string, environ ...string) (called, map[string]finding) {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(t.Context(), []string{"doctor", "--json", "--data", data}, environ, strings.NewReader(""), &out, &errs)
	var got struct {
		OK       *bool     `json:"ok"`
		Findings []finding `json:"findings"`
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil || got.OK == nil {
		t.Fatalf("%v in %s %s", err, out.String(), errs.String())
	}
	list, well := map[string]finding{}, true
	for _, f := range got.Findings {
		list[f.Name] = f
		well = well && (f.OK || f.Warn)
	}
	if well != *got.OK || well != (code == exitDone) {
		t.Errorf("ok %v, exit code %d, findings %+v", *got.OK, code, got.Findings)
	}
	return called{code, out.String(), errs.String()}, list
}

func TestDoctor(t *testing.T) {
	t.Parallel()
	data := demoCopy(t)
	c, list := doctor(t, data, "VINHDANH_SMTP_URL=smtp://user:geheim@mail.example.vn", "VINHDANH_BASE_URL=https://a.example.vn")
	for _, name := range []string{"settings", "disk", "assets", "echo", "database", "files", "ledger", "jobs"} {
		f, found := list[name]
		if !found || f.Detail == "" || !f.OK && name != "disk" && name != "echo" {
			t.Errorf("%s: %+v", name, f)
		}
	}
	for _, text := range []string{"https://a.example.vn", "mail.example.vn", "SQLite"} {
		if !strings.Contains(list["settings"].Detail, text) {
			t.Errorf("the settings are %s", list["settings"].Detail)
		}
	}
	if strings.Contains(c.out+c.err, "geheim") {
		t.Error("the doctor tells a password")
	}
	storetest.Exec(t, data, `UPDATE jobs SET state = 'failed', problem = 'the printer burns' WHERE id = (SELECT MIN(id) FROM jobs)`)
	c, list = doctor(t, data)
	if c.code != exitFailed || !strings.Contains(list["jobs"].Detail, "the printer burns") || !strings.Contains(c.err, errUnwell.Error()) {
		t.Errorf("%+v", c)
	}
	text := call(t, "", "doctor", "--data", data)
	text.says(t, exitFailed, "something is wrong")
	if !strings.Contains(text.out, "BAD jobs: ") || !strings.Contains(text.out, "\n    do: ") || !strings.Contains(text.out, "ok  ledger: ") {
		t.Error(text.out)
	}
}
