package main

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vinhdanh/certificates"
)

// The next key signs from the day on which the present one's certificate has ended, without a gap; the one that has signed
// stays published.
func TestKeysFollowEachOther(t *testing.T) {
	now := time.Now()
	data := t.TempDir()
	open := func(c config) *app {
		t.Helper()
		c.Data, c.Addr = data, defaultAddr
		s := &session{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, conf: c}
		a, err := s.open(t.Context(), false)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { a.close() })
		return a
	}
	first, second := keyFile(t, now.AddDate(1, 0, 0)), keyFile(t, now.AddDate(2, 6, 0))
	both := config{SigningKey: first, SigningPassword: "mở", SigningKeyNext: second, SigningPasswordNext: "mở"}
	a := open(both)
	keys, err := a.keyring.get()
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[time.Time]int{now: 0, now.AddDate(1, 0, -1): 0, now.AddDate(1, 0, 1): 1, now.AddDate(2, 0, 0): 1} {
		if got, err := keys.at(day); err != nil || got != keys[want] {
			t.Errorf("on %s: %v, want key %d", day.Format(time.DateOnly), err, want)
		}
	}
	if _, err := keys.at(now.AddDate(3, 0, 0)); err == nil || strings.Count(err.Error(), "holds from") != 2 {
		t.Errorf("after both: %v", err)
	}
	states := func(a *app) (list []string) {
		t.Helper()
		published, err := a.signers(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range published {
			if b, _ := pem.Decode([]byte(p.PEM)); b == nil || len(p.SHA256) != 64 || p.Name != "Ban tổ chức mẫu" {
				t.Errorf("%+v", p)
			}
			list = append(list, p.State)
		}
		return list
	}
	if got := fmt.Sprint(states(a)); got != "[present next]" {
		t.Errorf("published: %s", got)
	}
	if err := recognised(t.Context(), a, 3); err != nil {
		t.Fatal(err)
	}
	issuedFiles(t, &session{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, conf: a.conf}, a)
	a.close()
	if got := fmt.Sprint(states(open(config{SigningKey: second, SigningPassword: "mở"}))); got != "[former present]" {
		t.Errorf("published after the change: %s", got)
	}
}

// TestKeysAreOpenedWhenTheySign: a command that signs nothing opens no key, and so spends no attempt at a token's PIN.
func TestKeysAreOpenedWhenTheySign(t *testing.T) {
	later := filepath.Join(t.TempDir(), "later.p12")
	s := &session{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, conf: config{Data: t.TempDir(), Addr: defaultAddr,
		SigningKey: later, SigningPassword: "mở"}}
	a, err := s.open(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	if err := os.Rename(keyFile(t, time.Now().AddDate(1, 0, 0)), later); err != nil {
		t.Fatal(err)
	}
	if h := a.signingHealth(time.Now()); h.Code != "signing" || !h.OK {
		t.Errorf("%+v", h)
	}
	s.conf.SigningPassword = "đóng"
	if _, err := s.open(t.Context(), true); err == nil || !strings.Contains(err.Error(), "password") {
		t.Errorf("a server starts with a key that it cannot open: %v", err)
	}
}

// tokenKey makes a token by SoftHSM with the PIN 1234, in which a key of openssl and its certificate lie, and answers its
// address. The chain of the certificate is written beside it.
func tokenKey(t *testing.T, kind ...string) (address, chain string) {
	t.Helper()
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	if err := os.WriteFile(path("softhsm2.conf"), []byte("directories.tokendir = "+dir+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SOFTHSM2_CONF", path("softhsm2.conf"))
	run := func(name string, args ...string) {
		t.Helper()
		if out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput(); err != nil {
			t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
		}
	}
	run("openssl", append([]string{"req", "-x509", "-nodes", "-keyout", path("key.pem"), "-out", path("own.pem"), "-days", "365", "-subj",
		"/CN=Token of the test", "-newkey"}, kind...)...)
	run("openssl", "pkcs8", "-topk8", "-nocrypt", "-in", path("key.pem"), "-out", path("key.p8"))
	run("softhsm2-util", "--init-token", "--free", "--label", "Hưng Yên", "--pin", "1234", "--so-pin", "12345678")
	run("softhsm2-util", "--import", path("key.p8"), "--token", "Hưng Yên", "--label", "con dấu", "--id", "a1", "--pin", "1234")
	run("softhsm2-util", "--import", path("key.p8"), "--token", "Hưng Yên", "--label", "con dấu khác", "--id", "a2", "--pin", "1234")
	return "pkcs11:token=Hưng%20Yên;object=con%20dấu?module-path=" + softHSM(t), path("own.pem")
}

// softHSM is the library of SoftHSM on this machine.
func softHSM(t *testing.T) string {
	t.Helper()
	for _, pattern := range []string{"/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/*/softhsm/libsofthsm2.so"} {
		if found, err := filepath.Glob(pattern); err == nil && len(found) > 0 {
			return found[0]
		}
	}
	t.Fatal("SoftHSM is missing; make deps installs it")
	return ""
}

// A key in a token signs as one in a file does, and openssl and poppler agree; a wrong PIN, another label and a
// certificate of another key are refused by name.
func TestKeyInAToken(t *testing.T) {
	for name, kind := range map[string][]string{"RSA": {"rsa:2048"}, "P-256": {"ec", "-pkeyopt", "ec_paramgen_curve:P-256"}} {
		t.Run(name, func(t *testing.T) {
			address, own := tokenKey(t, kind...)
			for what, x := range map[string]struct{ address, pin, chain, want string }{
				"a wrong PIN":       {address, "9999", own, "PIN"},
				"another label":     {strings.Replace(address, "con%20d", "x", 1), "1234", own, "no such key"},
				"which key?":        {strings.Replace(address, ";object=con%20dấu", "", 1), "1234", own, "2 keys fit"},
				"another token":     {strings.Replace(address, "token=H", "token=X", 1), "1234", own, "token"},
				"no library":        {"pkcs11:token=x?module-path=/nowhere.so", "1234", own, "nowhere"},
				"no certificate":    {address, "1234", "", "certificate is missing"},
				"another's of a CA": {address, "1234", keyFile(t, time.Now().AddDate(1, 0, 0)) + ".pem", "certificate is missing"},
			} {
				if _, err := (config{SigningKey: x.address, SigningPassword: x.pin, SigningChain: x.chain}).openSigners(); err == nil || !strings.Contains(err.Error(), x.want) {
					t.Errorf("%s: %v, want %q", what, err, x.want)
				}
			}
			conf := config{Data: t.TempDir(), Addr: defaultAddr, SigningKey: address, SigningPassword: "1234", SigningChain: own}
			s := &session{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, conf: conf}
			a, err := s.open(t.Context(), false)
			if err != nil {
				t.Fatal(err)
			}
			defer a.close()
			if _, err := a.keyring.get(); err != nil {
				t.Fatal(err)
			}
			if err := recognised(t.Context(), a, 3); err != nil {
				t.Fatal(err)
			}
			for _, file := range issuedFiles(t, s, a) {
				path := filepath.Join(t.TempDir(), "signed.pdf")
				if err := os.WriteFile(path, file, 0o600); err != nil {
					t.Fatal(err)
				}
				report, err := exec.CommandContext(t.Context(), "pdfsig", path).CombinedOutput()
				if err != nil || !bytes.Contains(report, []byte("Signature is Valid.")) || !bytes.Contains(report, []byte("Token of the test")) {
					t.Fatalf("%v\n%s", err, report)
				}
			}
		})
	}
}

// Neither the key nor what opens it is in a backup, in a log or in what a command says of its settings.
func TestKeysLeaveNoTrace(t *testing.T) {
	data := t.TempDir()
	key := keyFile(t, time.Now().AddDate(1, 0, 0))
	const secret = "mở"
	text := fmt.Sprintf("base_url = \"https://mau.example.vn\"\nsigning_key = %q\n\"signing_password\" = '''\n%s'''\n", key, secret)
	if err := os.WriteFile(filepath.Join(data, "vinhdanh.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	s := &session{stdin: strings.NewReader(""), stdout: &log, stderr: &log, conf: config{Data: data, Addr: defaultAddr, SigningKey: key, SigningPassword: secret}}
	a, err := s.open(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	a.log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	if err := recognised(t.Context(), a, 3); err != nil {
		t.Fatal(err)
	}
	issuedFiles(t, s, a)
	a.close()
	file := filepath.Join(t.TempDir(), "all.tar")
	call(t, "", "backup", file, "--data", data).says(t, exitDone, "", "")
	kept, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(a.keyring.keys[0].Key.Signer)
	if err != nil {
		t.Fatal(err)
	}
	for name, secret := range map[string][]byte{"the password": []byte(secret), "the key file": raw[:64], "the key": private[len(private)-60:]} {
		if bytes.Contains(kept, secret) {
			t.Errorf("the backup holds %s", name)
		}
		if bytes.Contains(log.Bytes(), secret) {
			t.Errorf("the log holds %s", name)
		}
	}
	if !bytes.Contains(kept, []byte("https://mau.example.vn")) || !bytes.Contains(kept, []byte("to be set anew: signing_password")) {
		t.Error("the backup's configuration is not whole")
	}
	if _, err := a.seal(t.Context(), certificates.Statement{}, nil); err == nil || strings.Contains(err.Error(), secret) {
		t.Errorf("an error says %v", err)
	}
}
