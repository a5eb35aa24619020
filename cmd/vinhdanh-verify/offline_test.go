package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestOffline checks the texts of the certificates' own vectors, in a file that carries them like a PDF or as a scanner gives them.
func TestOffline(t *testing.T) {
	file, err := os.ReadFile("../../certificates/testdata/offline.json")
	if err != nil {
		t.Fatal(err)
	}
	var v struct {
		Now    time.Time
		Keys   json.RawMessage
		Status string
		Cases  []struct{ Name, Text string }
	}
	if err := json.Unmarshal(file, &v); err != nil {
		t.Fatal(err)
	}
	text := map[string]string{}
	for _, c := range v.Cases {
		text[c.Name] = c.Text
	}
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	pdf := func(code, text string) string {
		return "%PDF-1.7\n<< /VinhDanhCode (" + code + ")\n/VinhDanhOffline (" + text + ")\n>>"
	}
	keys, status := write("keys.json", `{"offline":`+string(v.Keys)+`}`), write("status.jwt", v.Status)
	genuine := text["genuine"]
	for _, tt := range []struct {
		name, content     string
		days              int // of the list
		product, producer string
		code              int
		want              string
	}{
		{"genuine", pdf("7K3M-9QXT-2HDK", genuine), 0, "Tương nếp mẫu", "Cơ sở mẫu", exitDone, "ok  product, producer and last day"},
		{"as scanned", text["as people type it"], 30, "", "", exitDone, "code 7K3M-9QXT-2HDK, level province, issued on 2026-11-15, valid until 2029-12-31"},
		{"other names", genuine, 0, "Tương nếp mẫu", "Cơ sở khác", exitFailed, "no  product, producer and last day"},
		{"too old", genuine, 31, "", "", exitFailed, "no  the list is at most 30 days old: The data are 31 days old"},
		{"revoked", text["by the second key, revoked"], 0, "", "", exitFailed, "it is revoked"},
		{"not listed", text["by the second key, unknown"], 0, "", "", exitFailed, "it is unknown"},
		{"changed", text["one character of the signature"], 0, "", "", exitFailed, "The signature in the symbol is wrong."},
		{"unknown key", text["a key that was never published"], 0, "", "", exitFailed, "Key 3 is not in the data at hand."},
		{"another certificate's symbol", pdf("0123-4567-89AM", genuine), 0, "", "", exitFailed, "the symbol is of 7K3M-9QXT-2HDK"},
		{"a genuine symbol in a PDF of no code", "%PDF-1.7\n<< /VinhDanhOffline (" + genuine + ")\n>>", 0, "", "", exitFailed, "no  the file carries the symbol's code"},
		{"a PDF without one", "%PDF-1.7 (7K3M-9QXT-2HDK)", 0, "", "", exitFailed, "This is not what the second QR symbol"},
		{"a PDF cut behind one", "%PDF-1.7\n<< /VinhDanhOffline (" + genuine, 0, "", "", exitFailed, "This is not what the second QR symbol"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			o := offlineCheck{file: write("file", tt.content), keys: keys, status: status, product: tt.product, producer: tt.producer, days: usualDays,
				now: v.Now.AddDate(0, 0, tt.days)}
			code, err := o.run(&out)
			if err != nil || code != tt.code || !strings.Contains(out.String(), tt.want) {
				t.Errorf("exit %d, %v, want %d %q:\n%s", code, err, tt.code, tt.want, &out)
			}
		})
	}
	var out, problems bytes.Buffer
	for name, args := range map[string][]string{"neither": {"--keys", keys}, "both": {"--keys", keys, "--status", status, "--answer", status},
		"no keys": {"--status", status}, "half the names": {"--keys", keys, "--status", status, "--product", "x"}, "no file": {"--keys", keys, "--status", dir + "/none"}} {
		if code := run(append([]string{"certificate", write("file", genuine)}, args...), &out, &problems); code != exitUsage {
			t.Errorf("%s: exit %d", name, code)
		}
	}
}
