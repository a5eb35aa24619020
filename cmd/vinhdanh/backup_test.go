package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"golang.org/x/crypto/ssh"

	"vinhdanh/certificates"
	"vinhdanh/internal/archive"
	"vinhdanh/internal/store/storetest"
)

// record is the content of a database without the notes about backups, which are made after the copy.
func record(t *testing.T, where string) map[string][]string {
	t.Helper()
	all := storetest.Content(t, where)
	all["settings"] = slices.DeleteFunc(all["settings"], func(row string) bool { return strings.Contains(row, `"backup_`) })
	return all
}

// sshPair is a recipient and a file with its identity, as ssh-keygen makes them.
func sshPair(t *testing.T) (recipient, file string) {
	t.Helper()
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
	file = filepath.Join(t.TempDir(), "id_ed25519")
	if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	return string(ssh.MarshalAuthorizedKey(line)), file
}

// bucket is an S3 server with one empty bucket.
func bucket(t *testing.T) string {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket("files"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	t.Setenv("AWS_ACCESS_KEY_ID", "test")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "test-secret")
	return "s3://files?region=us-east-1&insecure=1&endpoint=" + strings.TrimPrefix(server.URL, "http://")
}

// keptFiles are the files and the key of a data folder with the SHA-256 of each.
func keptFiles(t *testing.T, data string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range append(glob(t, filepath.Join(data, "files", "*", "*")), filepath.Join(data, archive.Key)) {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[strings.TrimPrefix(name, data)] = fmt.Sprintf("%x", sha256.Sum256(content))
	}
	if len(all) < 20 {
		t.Fatalf("only %d files", len(all))
	}
	return all
}

// TestBackupCircle leads the demo from SQLite and a folder to PostgreSQL and S3 and back, by encrypted archives.
func TestBackupCircle(t *testing.T) {
	home := demoCopy(t)
	if err := os.WriteFile(filepath.Join(home, "vinhdanh.toml"), []byte("base_url = \"https://mau.example.vn\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	want := record(t, home)
	recipient, identity := sshPair(t)
	first, second := filepath.Join(t.TempDir(), "a.tar.age"), filepath.Join(t.TempDir(), "b.tar.age")
	opened(t, home, true) // a server runs beside

	c := call(t, "", "backup", first, "--recipient", recipient, "--data", home)
	if c.code != exitDone || strings.Contains(c.err, "not encrypted") {
		t.Fatalf("%+v", c)
	}
	away, database, files := filepath.Join(t.TempDir(), "new"), storetest.PostgresURL(t), bucket(t)
	there := []string{"--data", away, "--database-url", database, "--blob-url", files}
	out := done(t, append([]string{"restore", first, "--identity", identity}, there...)...)
	if !strings.Contains(out, "restored from "+first) || !strings.Contains(out, "names another database or file store") {
		t.Error(out)
	}
	if diff := cmp.Diff(want, record(t, database)); diff != "" {
		t.Errorf("on PostgreSQL (-demo +restored):\n%s", diff)
	}
	if _, err := os.Stat(filepath.Join(away, "files")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("files lie in the folder beside the bucket: %v", err)
	}
	done(t, "ledger", "check", "--data", away, "--database-url", database)

	done(t, append([]string{"backup", second, "--recipient", recipient}, there...)...)
	back := t.TempDir()
	done(t, "restore", second, "--identity", identity, "--data", back)
	if diff := cmp.Diff(want, record(t, back)); diff != "" {
		t.Errorf("back on SQLite (-demo +restored):\n%s", diff)
	}
	if diff := cmp.Diff(keptFiles(t, home), keptFiles(t, back)); diff != "" {
		t.Errorf("files and key (-demo +restored):\n%s", diff)
	}
	done(t, "ledger", "check", "--data", back)
	a := opened(t, back, false)
	paper := printed(t, a, register(t, a)[certificates.Valid], func(b []byte) []byte { return b })
	if out := done(t, "certificate", "verify", paper, "--data", back); !strings.HasPrefix(out, "genuine\n") {
		t.Error(out)
	}
}

func TestRestorePlacesTheConfiguration(t *testing.T) {
	t.Parallel()
	home, file := demoCopy(t), filepath.Join(t.TempDir(), "a.tar")
	text := "base_url = \"https://mau.example.vn\"\n"
	if err := os.WriteFile(filepath.Join(home, "vinhdanh.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	call(t, "", "backup", file, "--data", home).says(t, exitDone, "warning: the archive is not encrypted")
	for name, c := range map[string]struct{ before, after, aside string }{
		"none there":    {"", text, ""},
		"another there": {"addr = \":80\"\n", "addr = \":80\"\n", text},
		"the same":      {text, text, ""},
	} {
		t.Run(name, func(t *testing.T) {
			data := t.TempDir()
			path := filepath.Join(data, "vinhdanh.toml")
			if c.before != "" {
				if err := os.WriteFile(path, []byte(c.before), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			out := done(t, "restore", file, "--data", data)
			got, err := os.ReadFile(path)
			aside, _ := os.ReadFile(path + ".restored") // "" when there is none
			if err != nil || string(got) != c.after || string(aside) != c.aside || (c.aside != "") != strings.Contains(out, "lies aside") {
				t.Errorf("%q, aside %q, %v\n%s", got, aside, err, out)
			}
		})
	}
}

func TestRestoreRefuses(t *testing.T) {
	t.Parallel()
	home := demoCopy(t)
	recipient, identity := sshPair(t)
	_, other := sshPair(t)
	file, plain := filepath.Join(t.TempDir(), "a.age"), filepath.Join(t.TempDir(), "a.tar")
	done(t, "backup", file, "--recipient", recipient, "--data", home)
	done(t, "backup", plain, "--data", home)
	call(t, "", "backup", plain, "--data", home).says(t, exitFailed, "file already exists", "hint: choose a name that is free")
	call(t, "", "backup", plain+"2", "--data", t.TempDir()).says(t, exitFailed, "there is no ledger.key", "say with --data")
	call(t, "", "backup", plain+"2", "--data", home, "--recipient", "lan").says(t, exitUsage, `read recipient "lan"`)
	whole, err := os.ReadFile(plain)
	if err != nil {
		t.Fatal(err)
	}
	changed := func(name string, content []byte) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	at := bytes.Index(whole, []byte("%PDF-"))
	spoilt := bytes.Clone(whole)
	spoilt[at+100] ^= 1
	head := bytes.LastIndex(whole[:at], []byte("files/"))
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"no identity":      {[]string{file}, "--identity"},
		"another identity": {[]string{file, "--identity", other}, "encrypted to other recipients"},
		"cut":              {[]string{changed("cut", whole[:len(whole)/2])}, "cut off after"},
		"changed":          {[]string{changed("changed", spoilt)}, string(whole[head:head+70]) + " is not what was written"},
		"no archive":       {[]string{changed("no", []byte("no"))}, "cut off"},
		"missing":          {[]string{file + "x"}, "open archive"},
	} {
		t.Run(name, func(t *testing.T) {
			data := t.TempDir()
			call(t, "", append([]string{"restore", "--data", data}, c.args...)...).says(t, exitFailed, c.says)
			call(t, "", append([]string{"restore", "--verify", "--data", data}, c.args...)...).says(t, exitFailed, c.says)
			if left := slices.Concat(glob(t, data+"/*.*"), glob(t, data+"/files/*"), glob(t, data+"/tmp/*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
	t.Run("not empty", func(t *testing.T) {
		call(t, "", "restore", plain, "--data", home).says(t, exitFailed, "the target is not empty", "hint: choose an empty folder")
		data := t.TempDir()
		done(t, "user", "list", "--data", data)
		call(t, "", "restore", plain, "--data", data).says(t, exitFailed, "the target is not empty")
		if err := os.Remove(filepath.Join(data, "vinhdanh.db")); err != nil {
			t.Fatal(err)
		}
		call(t, "", "restore", plain, "--data", data).says(t, exitFailed, "belongs to another ledger")
	})
	out := done(t, "restore", "--verify", file, "--identity", identity, "--data", home)
	if !strings.Contains(out, file+": whole\n") {
		t.Error(out)
	}
}

// TestBackupNamesLostFiles takes one file away and spoils another.
func TestBackupNamesLostFiles(t *testing.T) {
	t.Parallel()
	home, file := demoCopy(t), filepath.Join(t.TempDir(), "a.tar")
	blobs := glob(t, filepath.Join(home, "files", "*", "*"))
	lost, spoilt := blobs[0], blobs[1]
	if err := errors.Join(os.Remove(lost), os.WriteFile(spoilt, []byte("x"), 0o600)); err != nil {
		t.Fatal(err)
	}
	call(t, "", "backup", file, "--data", home).says(t, exitFailed, "missing "+filepath.Base(lost), "damaged "+filepath.Base(spoilt), "--incomplete")
	if left := glob(t, filepath.Dir(file)+"/.*"); len(glob(t, file)) > 0 || len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	call(t, "", "backup", file, "--data", home, "--incomplete").says(t, exitDone, filepath.Base(lost)+" is missing", filepath.Base(spoilt)+" is damaged")
	data := t.TempDir()
	call(t, "", "restore", file, "--data", data).says(t, exitDone, filepath.Base(lost)+" is missing", filepath.Base(spoilt)+" is damaged")
	if got := glob(t, filepath.Join(data, "files", "*", "*")); len(got) != len(blobs)-2 {
		t.Errorf("%d files restored of %d", len(got), len(blobs))
	}
}

// TestBackupOfAChangedRecord keeps what is there and says so.
func TestBackupOfAChangedRecord(t *testing.T) {
	t.Parallel()
	home, file := demoCopy(t), filepath.Join(t.TempDir(), "a.tar")
	storetest.Exec(t, home, `UPDATE decisions SET number = 'forged'`)
	b := call(t, "", "backup", file, "--data", home)
	if b.code != exitFailed || !strings.Contains(b.err, "the backup is whole, but the ledger in it has") || !strings.Contains(b.err, "keep the older backups") {
		t.Errorf("%+v", b)
	}
	data := t.TempDir()
	c := call(t, "", "restore", file, "--data", data)
	c.says(t, exitFailed, "findings, as it had when the backup was made")
	if !strings.Contains(c.out, "changed decisions ") || !strings.Contains(c.out, "restored from") {
		t.Error(c.out)
	}
}

// TestRestoreAgain begins where a restore was broken off: key, some files and half a file of the key are there.
func TestRestoreAgain(t *testing.T) {
	t.Parallel()
	home, file, data := demoCopy(t), filepath.Join(t.TempDir(), "a.tar"), t.TempDir()
	done(t, "backup", file, "--data", home)
	if err := os.CopyFS(filepath.Join(data, "files"), os.DirFS(filepath.Join(home, "files"))); err != nil {
		t.Fatal(err)
	}
	half := glob(t, filepath.Join(data, "files", "*", "*"))
	for _, name := range half[:len(half)/2] {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(data, "ledger.key.part"), []byte("PRIV"), 0o600); err != nil {
		t.Fatal(err)
	}
	done(t, "restore", file, "--data", data)
	if diff := cmp.Diff(record(t, home), record(t, data)); diff != "" {
		t.Error(diff)
	}
}

// killedVariable makes this test binary a backup that is to be killed.
const killedVariable = "VINHDANH_TEST_KILLED_BACKUP"

// TestBackupKilled kills a backup in its middle.
func TestBackupKilled(t *testing.T) {
	if args := os.Getenv(killedVariable); args != "" {
		os.Exit(run(context.Background(), strings.Split(args, "\n"), nil, nil, os.Stdout, os.Stderr))
	}
	t.Parallel()
	home, file := demoCopy(t), filepath.Join(t.TempDir(), "a.tar")
	large := glob(t, filepath.Join(home, "files", "*", "*"))[0]
	if err := os.Truncate(large, 64<<30); err != nil { // a hole: it takes longer than this test
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestBackupKilled$")
	cmd.Env = append(os.Environ(), killedVariable+"="+strings.Join([]string{"backup", file, "--data", home}, "\n"))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	part := filepath.Join(filepath.Dir(file), ".a.tar.*.part")
	for {
		if names := glob(t, part); len(names) == 1 {
			if info, err := os.Stat(names[0]); err == nil && info.Size() > 4<<20 {
				break
			}
		}
		if cmd.ProcessState != nil {
			t.Fatal("it ended by itself")
		}
		time.Sleep(5 * time.Millisecond)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("it was not killed")
	}
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a killed backup left its file: %v", err)
	}
}

func TestBackupOfASchemaToCome(t *testing.T) {
	t.Parallel()
	home, file := demoCopy(t), filepath.Join(t.TempDir(), "a.tar")
	storetest.Exec(t, home, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)`)
	call(t, "", "backup", file, "--data", home).says(t, exitFailed, "newer schema than this program", "install the newer program")
	if len(glob(t, file)) > 0 {
		t.Error("an archive that this program cannot restore was kept")
	}
}

// TestMove leads the demo to PostgreSQL and back.
func TestMove(t *testing.T) {
	t.Parallel()
	home, database := demoCopy(t), storetest.PostgresURL(t)
	head := done(t, "ledger", "checkpoint", "--data", home)
	call(t, "", "migrate", "--to", "mysql://x", "--data", home).says(t, exitUsage, "neither sqlite nor postgres://")
	call(t, "", "migrate", "--to", "sqlite", "--data", home).says(t, exitUsage, "there already")
	t.Run("refused beside a server", func(t *testing.T) {
		s := &session{stdin: strings.NewReader(""), stdout: &bytes.Buffer{}, stderr: &bytes.Buffer{}, conf: config{Data: home, Addr: defaultAddr}}
		a, err := s.open(t.Context(), true)
		if err != nil {
			t.Fatal(err)
		}
		call(t, "", "migrate", "--to", database, "--data", home).says(t, exitFailed, "another vinhdanh server", "stop every server")
		if err := a.close(); err != nil {
			t.Fatal(err)
		}
		for _, s := range []string{baseSetting, servedSetting} {
			storetest.Exec(t, home, `DELETE FROM settings WHERE name = ?1`, s)
		}
	})
	want := record(t, home)
	if out := done(t, "migrate", "--to", database, "--data", home); !strings.Contains(out, "now set database_url") {
		t.Error(out)
	}
	t.Run("every row is there", func(t *testing.T) { // its connections end with it
		if diff := cmp.Diff(want, record(t, database)); diff != "" {
			t.Error(diff)
		}
	})
	call(t, "", "user", "list", "--data", home).says(t, exitFailed, "the record has moved to postgres://", "hint: set database_url")
	call(t, "", "backup", filepath.Join(t.TempDir(), "a"), "--data", home).says(t, exitFailed, "the record has moved to")
	done(t, "ledger", "check", "--data", home, "--database-url", database)
	back := []string{"migrate", "--to", "sqlite", "--data", home, "--database-url", database}
	call(t, "", back...).says(t, exitFailed, "the target is not empty")
	for _, name := range glob(t, filepath.Join(home, "vinhdanh.db*")) {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	done(t, back...)
	if diff := cmp.Diff(want, record(t, home)); diff != "" {
		t.Errorf("back on SQLite:\n%s", diff)
	}
	if again := done(t, "ledger", "checkpoint", "--data", home); again != head {
		t.Errorf("the ledger was %s and is %s", head, again)
	}
	call(t, "", "ledger", "check", "--data", home, "--database-url", database).says(t, exitFailed, "the record has moved")
}
