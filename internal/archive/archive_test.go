package archive_test

import (
	"archive/tar"
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/ssh"

	"vinhdanh/internal/archive"
)

// members are what the archives of these tests hold, in order.
func members() [][2]string {
	photo := strings.Repeat("một tấm ảnh ", 20_000)
	return [][2]string{{archive.Database, strings.Repeat("SQLite", 999)}, {archive.Key, "PRIVATE+KEY+x"},
		{archive.Config, "base_url = \"\"\n"}, {archive.Files + hash(photo), photo}, {archive.Files + hash(""), ""}}
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// made is an archive with those members.
func made(t *testing.T, to archive.Recipients, list [][2]string, m archive.Manifest) (string, error) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a.tar")
	w, err := archive.Create(name, to)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range list {
		if _, err := w.Add(x[0], int64(len(x[1])), strings.NewReader(x[1])); err != nil {
			t.Fatal(err)
		}
	}
	return name, w.Finish(m, pass)
}

// pass reads a new archive back and does nothing with its members.
func pass(path string, ids archive.Identities) error {
	_, err := archive.Read(path, ids, func(string, int64, io.Reader) error { return nil })
	return err
}

// content reads an archive whole.
func content(t *testing.T, name string, ids archive.Identities) ([][2]string, archive.Manifest, error) {
	t.Helper()
	var got [][2]string
	m, err := archive.Read(name, ids, func(name string, size int64, r io.Reader) error {
		b, err := io.ReadAll(r)
		if int64(len(b)) != size && err == nil {
			t.Errorf("%s: %d bytes announced, %d read", name, size, len(b))
		}
		got = append(got, [2]string{name, string(b)})
		return err
	})
	return got, m, err
}

// keys are a recipient and its identity of every kind that may be given.
func keys(t *testing.T) map[string][2]string {
	t.Helper()
	x, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	h, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	line, err := ssh.NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	return map[string][2]string{
		"age":          {x.Recipient().String(), "# made today\n" + x.String() + "\n"},
		"post-quantum": {h.Recipient().String(), h.String()},
		"ssh":          {string(ssh.MarshalAuthorizedKey(line)), string(pem.EncodeToMemory(block))},
	}
}

func recipients(t *testing.T, texts ...string) archive.Recipients {
	t.Helper()
	list, err := archive.ParseRecipients(texts)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func identities(t *testing.T, file string) archive.Identities {
	t.Helper()
	list, err := archive.ParseIdentities([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestWrittenAndRead(t *testing.T) {
	want := archive.Manifest{Program: "dev", Made: time.Date(2026, 11, 27, 19, 0, 0, 0, time.UTC), Engine: "postgres", Schema: 7,
		Tables: map[string]int64{"users": 3}, Ledger: archive.Ledger{Size: 5, Root: "aa"}}
	check := func(t *testing.T, name string, ids archive.Identities) {
		t.Helper()
		got, m, err := content(t, name, ids)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(members(), got); diff != "" {
			t.Error(diff)
		}
		if len(m.Members) != len(members()) || m.Members[0].SHA256 != hash(members()[0][1]) || m.Format != 1 {
			t.Errorf("%+v", m)
		}
		m.Members, m.Format = nil, 0
		if diff := cmp.Diff(want, m); diff != "" {
			t.Error(diff)
		}
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v %v", info, err)
		}
		if entries, err := os.ReadDir(filepath.Dir(name)); err != nil || len(entries) != 1 {
			t.Errorf("left behind: %v %v", entries, err)
		}
	}
	t.Run("plain", func(t *testing.T) {
		name, err := made(t, nil, members(), want)
		if err != nil {
			t.Fatal(err)
		}
		check(t, name, nil)
		t.Run("other programs read it", func(t *testing.T) {
			sh := exec.CommandContext(t.Context(), "sh", "-c", "tar xf a.tar && sha256sum -c manifest.sha256")
			sh.Dir = filepath.Dir(name)
			if out, err := sh.CombinedOutput(); err != nil || !strings.Contains(string(out), "manifest.json: OK") {
				t.Errorf("%v %s", err, out)
			}
		})
	})
	other := identities(t, keys(t)["age"][1])
	for kind, key := range keys(t) {
		t.Run(kind, func(t *testing.T) {
			name, err := made(t, recipients(t, key[0]), members(), want)
			if err != nil {
				t.Fatal(err)
			}
			check(t, name, identities(t, key[1]))
			if raw, err := os.ReadFile(name); err != nil || bytes.Contains(raw, []byte("PRIVATE+KEY")) || bytes.Contains(raw, []byte("một tấm ảnh")) {
				t.Errorf("it is not encrypted: %v", err)
			}
			if _, _, err := content(t, name, nil); !errors.Is(err, archive.ErrEncrypted) {
				t.Errorf("without an identity: %v", err)
			}
			if _, _, err := content(t, name, other); !errors.Is(err, archive.ErrIdentity) {
				t.Errorf("with another identity: %v", err)
			}
		})
	}
}

// TestDamageIsNamed changes one byte of every member, then cuts the archive in many places.
func TestDamageIsNamed(t *testing.T) {
	name, err := made(t, nil, members(), archive.Manifest{})
	if err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	try := func(changed []byte) error {
		t.Helper()
		if err := os.WriteFile(name, changed, 0o600); err != nil {
			t.Fatal(err)
		}
		_, _, err := content(t, name, nil)
		return err
	}
	file := bytes.NewReader(whole)
	for r := tar.NewReader(file); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Size == 0 {
			continue
		}
		at := len(whole) - file.Len()
		changed := bytes.Clone(whole)
		changed[at+int(h.Size)/2] ^= 1
		want := h.Name
		if want == "manifest.sha256" {
			want = "manifest.json" // the two disagree
		}
		if err := try(changed); !errors.Is(err, archive.ErrAltered) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s changed: %v", h.Name, err)
		}
	}
	for n := range len(whole) / 512 {
		if n*512 >= len(whole)-1024 {
			break // the end mark
		}
		if err := try(whole[:n*512]); err == nil {
			t.Errorf("cut at %d of %d", n*512, len(whole))
		}
	}
	if err := try(append(bytes.Clone(whole), "more"...)); !errors.Is(err, archive.ErrAltered) {
		t.Errorf("with something behind it: %v", err)
	}
	if err := try([]byte("not a tar archive")); err == nil {
		t.Error("nonsense was read")
	}
	if err := try(nil); !errors.Is(err, archive.ErrAltered) {
		t.Errorf("nothing: %v", err)
	}
}

func TestEncryptedDamage(t *testing.T) {
	key := keys(t)["age"]
	name, err := made(t, recipients(t, key[0]), members(), archive.Manifest{})
	if err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for at := 30; at < len(whole); at += len(whole) / 40 {
		for what, changed := range map[string][]byte{"cut": whole[:at],
			"changed": append(append(bytes.Clone(whole[:at]), whole[at]^1), whole[at+1:]...)} {
			if err := os.WriteFile(name, changed, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, _, err := content(t, name, identities(t, key[1])); err == nil {
				t.Errorf("%s at %d of %d", what, at, len(whole))
			}
		}
	}
}

// forged is a tar file of those members and nothing that this package would add.
func forged(t *testing.T, list ...[2]string) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, x := range list {
		h := &tar.Header{Name: x[0], Size: int64(len(x[1])), Mode: 0o600}
		if strings.HasPrefix(x[1], "-> ") {
			h = &tar.Header{Name: x[0], Typeflag: tar.TypeSymlink, Linkname: x[1][3:]}
			x[1] = ""
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, x[1]); err != nil {
			t.Fatal(err)
		}
	}
	name := filepath.Join(t.TempDir(), "a.tar")
	if err := errors.Join(w.Close(), os.WriteFile(name, b.Bytes(), 0o600)); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestForgedArchives(t *testing.T) {
	list := func(names ...[2]string) [2]string {
		var lines []string
		for _, x := range names {
			lines = append(lines, fmt.Sprintf(`{"name":%q,"size":%d,"sha256":%q}`, x[0], len(x[1]), hash(x[1])))
		}
		return [2]string{"manifest.json", `{"format":1,"members":[` + strings.Join(lines, ",") + `]}`}
	}
	sum := func(m [2]string) [2]string { return [2]string{"manifest.sha256", hash(m[1]) + "  manifest.json\n"} }
	db, key, wrong := members()[0], members()[1], [2]string{archive.Files + hash("a"), "b"}
	good := list(db, key)
	for name, c := range map[string]struct {
		members [][2]string
		want    string
	}{
		"whole":              {[][2]string{db, key, good, sum(good)}, ""},
		"not listed":         {[][2]string{db, key, wrong, good, sum(good)}, wrong[0] + " is there twice or not listed"},
		"twice":              {[][2]string{db, key, key, good, sum(good)}, "ledger.key is there twice"},
		"listed and missing": {[][2]string{db, good, sum(good)}, "ledger.key is missing"},
		"without a key":      {[][2]string{db, list(db), sum(list(db))}, "ledger.key is missing"},
		"without a manifest": {[][2]string{db, key}, "has no manifest"},
		"another name":       {[][2]string{db, key, wrong, list(db, key, wrong), sum(list(db, key, wrong))}, wrong[0] + " is not what was written"},
		"out of the folder":  {[][2]string{{"../vinhdanh.db", "x"}}, "../vinhdanh.db does not belong into it"},
		"absolute":           {[][2]string{{"/etc/passwd", "x"}}, "does not belong"},
		"link":               {[][2]string{{archive.Database, "-> /etc/passwd"}}, "is no file"},
		"upper case":         {[][2]string{{archive.Files + strings.ToUpper(hash("a")), "a"}}, "does not belong"},
		"behind the end":     {[][2]string{db, key, good, sum(good), db}, "stands behind the manifest"},
		"another format":     {[][2]string{db, {"manifest.json", `{"format":2}`}, sum([2]string{"", `{"format":2}`})}, "format 2"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := content(t, forged(t, c.members...), nil)
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

func TestNothingIsOverwrittenOrLeft(t *testing.T) {
	name, err := made(t, nil, members(), archive.Manifest{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := archive.Create(name, nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("begun over a file: %v", err)
	}
	late := filepath.Join(t.TempDir(), "b.tar")
	w, err := archive.Create(late, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Add(archive.Key, 9, strings.NewReader("short")); err == nil {
		t.Error("a short member was taken")
	}
	if _, err := w.Add("../a", 1, strings.NewReader("a")); err == nil {
		t.Error("a member may be called anything")
	}
	if err := w.Abort(); err != nil {
		t.Fatal(err)
	}
	// A file whose content is not its name's, and no word of that in the manifest: read back, it never appears.
	lies := append(members(), [2]string{archive.Files + hash("a"), "b"})
	if name, err := made(t, nil, lies, archive.Manifest{}); !errors.Is(err, archive.ErrAltered) {
		t.Errorf("a damaged file went in unseen: %v", err)
	} else if entries, err := os.ReadDir(filepath.Dir(name)); err != nil || len(entries) != 0 {
		t.Errorf("left behind: %v %v", entries, err)
	}
	if name, err := made(t, nil, lies, archive.Manifest{Damaged: []string{hash("a")}}); err != nil {
		t.Error(err)
	} else if _, m, err := content(t, name, nil); err != nil || len(m.Damaged) != 1 {
		t.Errorf("%+v %v", m, err)
	}
}

func TestKeysAreRefused(t *testing.T) {
	x, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "lan@example.vn", "ssh-ed25519 x", x.String()} {
		if _, err := archive.ParseRecipients([]string{text}); err == nil && text != "" || err != nil && strings.Contains(err.Error(), "SECRET") {
			t.Errorf("%q: %v", text, err)
		}
		if text == x.String() {
			continue
		}
		if _, err := archive.ParseIdentities([]byte(text)); err == nil {
			t.Errorf("identity %q", text)
		}
	}
}
