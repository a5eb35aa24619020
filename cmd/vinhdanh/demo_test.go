package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/certificates"
	"vinhdanh/internal/store/storetest"
)

func TestDemoServesItsOwnAgain(t *testing.T) {
	t.Parallel()
	data := demoCopy(t)
	first, err := demoMade()
	if err != nil || !strings.Contains(first, "Đang tạo dữ liệu mẫu") {
		t.Fatalf("%v %s", err, first)
	}
	before := done(t, "ledger", "checkpoint", "--data", data)
	again := done(t, "demo", "--only-fill", "--data", data)
	for _, p := range demoPeople() {
		if !strings.Contains(again, p.email) {
			t.Errorf("%s is not named", p.email)
		}
	}
	if strings.Contains(again, "Đang tạo") || !strings.Contains(again, demoPassword) {
		t.Error(again)
	}
	if after := done(t, "ledger", "checkpoint", "--data", data); after != before {
		t.Errorf("the ledger was %s and is %s", before, after)
	}
	out := done(t, "edition", "list", "--data", data, "--json")
	var states []any
	for _, x := range rows(t, out) {
		states = append(states, x["slug"], x["state"])
	}
	if diff := cmp.Diff([]any{"mau-2028", "filing", "mau-2027-2", "screening", "mau-2027", "scoring", "thu-cong-2027", "deliberation", "mau-2026", "announced"}, states); diff != "" {
		t.Error(diff)
	}
}

func TestDemoRefusesForeignData(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	call(t, goodPassword, "user", "add", "--data", data, "--email", "lan@thu.vn", "--name", "Lan", "--password-stdin").says(t, exitDone)
	c := call(t, "", "demo", "--only-fill", "--data", data)
	c.says(t, exitFailed, "holds data that is not the demo's", "choose another folder with --data")
	if strings.Contains(c.out, demoPassword) || len(rows(t, done(t, "user", "list", "--json", "--data", data))) != 1 {
		t.Errorf("it began all the same: %s", c.out)
	}
}

// TestDemoBrokenOff stops the making in its middle: nobody may take the half for the whole.
func TestDemoBrokenOff(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	finished := make(chan called)
	go func() {
		var out, errs bytes.Buffer
		code := run(ctx, []string{"demo", "--only-fill", "--data", data}, nil, strings.NewReader(""), &out, &errs)
		finished <- called{code, out.String(), errs.String()}
	}()
	for len(glob(t, filepath.Join(data, "files", "*"))) == 0 { // until the first photo is kept
		select {
		case c := <-finished:
			t.Fatalf("finished too early: %+v", c)
		case <-time.After(5 * time.Millisecond):
		}
	}
	stop()
	(<-finished).says(t, exitFailed, "make demo data")
	call(t, "", "demo", "--only-fill", "--data", data).says(t, exitFailed, "was broken off", "delete that folder and run again")
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	found, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// register is the demo's certificates: the first is valid, the others are as issueDemo has led them.
func register(t *testing.T, a *app) map[certificates.Status]certificates.Line {
	t.Helper()
	lines, _, err := a.certificates.Register(t.Context(), operator, "mau-2026", certificates.Query{})
	if err != nil {
		t.Fatal(err)
	}
	found := map[certificates.Status]certificates.Line{}
	for _, l := range slices.Backward(lines) {
		found[l.Status] = l
	}
	for _, s := range []certificates.Status{certificates.Valid, certificates.Suspended, certificates.Revoked, certificates.Superseded} {
		if found[s].Code == "" {
			t.Fatalf("no certificate of the demo is %s", s)
		}
	}
	return found
}

// printed writes the PDF of a certificate, changed by a function, to a file.
func printed(t *testing.T, a *app, l certificates.Line, change func([]byte) []byte) string {
	t.Helper()
	r, err := a.blobs.Open(t.Context(), l.PDFSHA256)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "certificate.pdf")
	if err := os.WriteFile(name, change(data), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestCertificateVerify(t *testing.T) {
	t.Parallel()
	data := demoCopy(t)
	a := opened(t, data, false)
	lines := register(t, a)
	as := func(b []byte) []byte { return b }
	for _, c := range []struct {
		name   string
		of     certificates.Status
		change func([]byte) []byte
		want   certificates.Verdict
		checks string
	}{
		{"valid", certificates.Valid, as, certificates.Genuine, "code true file true status true"},
		{"suspended", certificates.Suspended, as, certificates.Genuine, "code true file true status false"},
		{"superseded", certificates.Superseded, as, certificates.Genuine, "code true file true status false"},
		{"revoked", certificates.Revoked, as, certificates.RevokedFile, "code true file true status false"},
		{"a byte more", certificates.Valid, func(b []byte) []byte { return append(b, '\n') }, certificates.Altered, "code true file false status true"},
		{"something else", certificates.Valid, func([]byte) []byte { return []byte("%PDF-1.4\n") }, certificates.UnknownFile, "code false file false"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := printed(t, a, lines[c.of], c.change)
			code := exitFailed
			if c.want == certificates.Genuine {
				code = exitDone
			}
			text := call(t, "", "certificate", "verify", file, "--data", data)
			if text.code != code || text.err != "" || !strings.HasPrefix(text.out, string(c.want)+"\n  ") {
				t.Errorf("%+v", text)
			}
			var got struct {
				Verdict, Code string
				Checks        []struct {
					Name, Detail string
					OK           bool
				}
			}
			machine := call(t, "", "certificate", "verify", file, "--data", data, "--json")
			if err := json.Unmarshal([]byte(machine.out), &got); err != nil || machine.code != code {
				t.Fatalf("%v %+v", err, machine)
			}
			var checks []string
			for _, x := range got.Checks {
				if x.Detail == "" || strings.Contains(x.Detail, "check.") {
					t.Errorf("%s is explained by %q", x.Name, x.Detail)
				}
				checks = append(checks, x.Name, map[bool]string{true: "true", false: "false"}[x.OK])
			}
			if got.Verdict != string(c.want) || strings.Join(checks, " ") != c.checks {
				t.Errorf("%+v", got)
			}
			if known := c.want != certificates.UnknownFile; known && got.Code != lines[c.of].Code {
				t.Errorf("code %s, want %s", got.Code, lines[c.of].Code)
			}
		})
	}
}

func TestCertificateShowRevokeIssue(t *testing.T) {
	t.Parallel()
	data := demoCopy(t)
	valid := register(t, opened(t, data, false))[certificates.Valid]
	code := valid.Code
	show := func() map[string]any {
		t.Helper()
		var got map[string]any
		if err := json.Unmarshal([]byte(done(t, "certificate", "show", strings.ToLower(code), "--json", "--data", data)), &got); err != nil {
			t.Fatal(err)
		}
		return got
	}
	got := show()
	keys := []string{"code", "issued_on", "ledger_index", "number", "pdf_sha256", "producer", "product", "status", "valid_until"}
	if diff := cmp.Diff(keys, slices.Sorted(maps.Keys(got))); diff != "" {
		t.Error(diff)
	}
	if got["code"] != code || got["status"] != "valid" || got["pdf_sha256"] != valid.PDFSHA256 || got["product"] != valid.Product {
		t.Errorf("%v", got)
	}
	if out := done(t, "certificate", "show", code, "--data", data); !strings.HasPrefix(out, code+"\nnumber "+valid.Number+"\nstatus valid\n") {
		t.Error(out)
	}
	revoke := func(more ...string) called {
		t.Helper()
		return call(t, "", append([]string{"certificate", "revoke", code, "--decision", "9/QĐ", "--data", data}, more...)...)
	}
	revoke("--date", "2026-13-45", "--reason", "x").says(t, exitFailed, "\n  decision.date: ")
	revoke("--date", "2020-01-02", "--reason", " ").says(t, exitFailed, "\n  reason: ")
	revoke("--date", "2020-01-02").says(t, exitUsage, `required flag(s) "reason"`)
	if status := show()["status"]; status != "valid" {
		t.Fatalf("a refused revocation left %v", status)
	}
	today := valid.IssuedOn
	if c := revoke("--date", string(today), "--reason", "Ngừng sản xuất"); c.code != exitDone || c.out != code+" revoked\n" {
		t.Fatalf("%+v", c)
	}
	if status := show()["status"]; status != "revoked" {
		t.Errorf("after the revocation it is %v", status)
	}
	revoke("--date", string(today), "--reason", "Hai lần").says(t, exitFailed, "vinhdanh: error: ")
	if out := done(t, "certificate", "issue", "--edition", "mau-2026", "--data", data); out != "issued 0 of 0\n" {
		t.Error(out)
	}
	call(t, "", "certificate", "issue", "--edition", "mau-2027", "--data", data).says(t, exitFailed, "the state is “scoring”")
	call(t, "", "certificate", "issue", "--edition", "nix", "--data", data).says(t, exitFailed, "There is no such item")
	done(t, "ledger", "check", "--data", data)
}

// TestCertificateIssue issues what is missing; a name that the page cannot hold is told and stops nothing.
func TestCertificateIssue(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	if err := recognised(t.Context(), opened(t, data, false), 3); err != nil {
		t.Fatal(err)
	}
	storetest.Exec(t, data, `UPDATE nominations SET product = '商品' WHERE seq = 2`)
	issue := func() called { return call(t, "", "certificate", "issue", "--edition", "bulk", "--data", data) }
	c := issue()
	c.says(t, exitFailed, "product: ")
	if c.out != "issued 2 of 3\n" {
		t.Errorf("%+v", c)
	}
	storetest.Exec(t, data, `UPDATE nominations SET product = 'Tương nếp mẫu số 2 “Làng Giếng”' WHERE seq = 2`)
	for _, want := range []string{"issued 1 of 1\n", "issued 0 of 0\n"} {
		if c := issue(); c.code != exitDone || c.out != want || c.err != "" {
			t.Errorf("%+v, want %q", c, want)
		}
	}
	noGaps(t, &session{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, conf: config{Data: data, Addr: defaultAddr}}, 3)
}
