package main

import (
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"vinhdanh/certificates"
	"vinhdanh/internal/i18n"
)

// offlineApp is an installation with three issued certificates, and their files.
func offlineApp(t *testing.T) (*session, *app, [][]byte) {
	t.Helper()
	s := &session{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, conf: config{Data: t.TempDir(), Addr: defaultAddr}}
	a, err := s.open(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.close() })
	if err := recognised(t.Context(), a, 3); err != nil {
		t.Fatal(err)
	}
	if _, err := a.certificates.SetLook(t.Context(), operator, "bulk", certificates.Look{Design: certificates.DefaultDesign, Offline: true}); err != nil {
		t.Fatal(err)
	}
	return s, a, issuedFiles(t, s, a)
}

// TestSecondSymbolOfAPaper: what a scanner reads from an issued certificate is what its file carries, and holds by the
// published keys and list, also after the key was replaced and the certificate revoked.
func TestSecondSymbolOfAPaper(t *testing.T) {
	_, a, files := offlineApp(t)
	text := certificates.FindOffline(files[0])
	picture := filepath.Join(t.TempDir(), "paper")
	if err := os.WriteFile(picture+".pdf", files[0], 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "pdftoppm", "-r", "150", "-gray", "-singlefile", picture+".pdf", picture).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	out, err := exec.CommandContext(t.Context(), "zbarimg", "-q", "--raw", "--nodbus", picture+".pgm").Output()
	if read := strings.Fields(string(out)); err != nil || len(read) != 2 || !slices.Contains(read, text) {
		t.Fatalf("the paper says %q, its file carries %q: %v", read, text, err)
	}
	read := func() (certificates.OfflinePaper, certificates.Status) {
		t.Helper()
		keys, err := a.offlineKeys(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		list, err := a.statusList(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		p, err := certificates.ReadOffline(text, keys)
		if err != nil {
			t.Fatal(err)
		}
		l, err := certificates.ReadStatusList(list, keys)
		if err != nil {
			t.Fatal(err)
		}
		status, _ := l.At(p.Code, certificates.Date(i18n.Today(time.Now())))
		return p, status
	}
	p, status := read()
	c, err := a.certificates.Lookup(t.Context(), p.Code.String())
	if err != nil || status != certificates.Valid || p.Names != certificates.NamesOf(c.Product, c.Producer, certificates.Date(c.ValidUntil)) {
		t.Fatalf("%+v is %s, %v", p, status, err)
	}
	if next, err := a.certificates.ReplaceOfflineKey(t.Context()); err != nil || next.ID != 2 {
		t.Fatalf("%+v %v", next, err)
	}
	w := certificates.Withdrawal{Reason: "Sai tên", DecisionNumber: "9/QĐ", DecisionDate: "2026-11-21", EffectiveOn: "2026-11-22"}
	if _, err := a.certificates.Revoke(t.Context(), operator, c.Code, w); err != nil {
		t.Fatal(err)
	}
	if p, status = read(); p.Key != 1 || status != certificates.Revoked {
		t.Errorf("after both: %+v is %s", p, status)
	}
}

var besides = regexp.MustCompile(`(?:src|href|data-scanner|data-worker)="([^"#]+)"`)

// TestOfflineFolder: the exported page names nothing beyond its folder but the live look-up, and what it names is there.
func TestOfflineFolder(t *testing.T) {
	s, a, files := offlineApp(t)
	dir := filepath.Join(t.TempDir(), "page")
	if err := s.writeOfflinePage(t.Context(), a, nil, []string{dir}); err != nil {
		t.Fatal(err)
	}
	if err := s.writeOfflinePage(t.Context(), a, nil, []string{dir}); err != nil {
		t.Fatalf("once more: %v", err)
	}
	for _, page := range slices.Sorted(maps.Values(offlinePages)) {
		html, err := os.ReadFile(filepath.Join(dir, page))
		if err != nil {
			t.Fatal(err)
		}
		found := besides.FindAllStringSubmatch(string(html), -1)
		if len(found) < 8 {
			t.Fatalf("%s names %d files", page, len(found))
		}
		for _, m := range found {
			if name := m[1]; strings.HasPrefix(name, a.conf.BaseURL+"/v") || !strings.Contains(name, "://") && exists(filepath.Join(dir, name)) {
				continue
			}
			t.Errorf("%s names %s", page, m[1])
		}
		if strings.Contains(string(html), "/v/offline") || strings.Contains(string(html), ` /assets/`) {
			t.Errorf("%s still names the server's addresses", page)
		}
	}
	cmd := exec.CommandContext(t.Context(), "node", "browser/offline_folder.mjs", dir, certificates.FindOffline(files[0]))
	cmd.Dir = "../../templates"
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func exists(name string) bool { _, err := os.Stat(name); return err == nil }

func TestOfflineKeysCommand(t *testing.T) {
	data := t.TempDir()
	for _, tt := range []struct{ flag, want string }{{"", "1 from 2020-01-01, signs now"},
		{"--replace", "1 from 2020-01-01, replaced on " + i18n.Today(time.Now()) + "\n2 from"}, {"--json", `"alg":"ES256"`}} {
		c := call(t, "", strings.Fields("certificate offline-keys --data "+data+" "+tt.flag)...)
		if c.code != exitDone || !strings.Contains(c.out, tt.want) {
			t.Errorf("%q: exit %d\n%s%s", tt.flag, c.code, c.out, c.err)
		}
	}
}
