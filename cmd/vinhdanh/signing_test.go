package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"vinhdanh/certificates"
	"vinhdanh/certificates/pades"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/internal/jobs"
)

// keyFile is a PKCS#12 file with the password "mở", whose certificate holds until then.
func keyFile(t *testing.T, until time.Time) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Ban tổ chức mẫu"},
		NotBefore: until.AddDate(-3, 0, 0), NotAfter: until}
	der, err := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	own, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	file, err := pkcs12.Modern.Encode(key, own, nil, "mở")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "key.p12")
	if err := errors.Join(os.WriteFile(path, file, 0o600),
		os.WriteFile(path+".pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600)); err != nil {
		t.Fatal(err)
	}
	return path
}

// A certificate that the authority signed with its own tool is taken back by whoever issues, once, and is the file from
// then on; the issued one stays genuine, the ledger names both, and nothing is taken back without roots or after the end.
func TestAuthoritysFileIsTakenBack(t *testing.T) {
	key := keyFile(t, time.Now().AddDate(1, 0, 0))
	s := &session{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, conf: config{Data: t.TempDir(), Addr: defaultAddr}}
	a, err := s.open(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	if err := recognised(t.Context(), a, 3); err != nil {
		t.Fatal(err)
	}
	issued := issuedFiles(t, s, a)[0]
	authority, err := config{SigningKey: key, SigningPassword: "mở"}.openSigners()
	if err != nil {
		t.Fatal(err)
	}
	signed, err := authority[0].Sign(t.Context(), issued, pades.Claim{At: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	look, err := newInspector("")
	if err != nil {
		t.Fatal(err)
	}
	take := func(file []byte) (certificates.Line, error) {
		return a.certificates.Countersign(t.Context(), operator, "bulk", file, a.desk(look))
	}
	if _, err := take(signed); !fault.IsCode(err, "countersign_no_roots") {
		t.Errorf("without roots: %v", err)
	}
	a.conf.AuthorityRoots = key + ".pem"
	if h := a.authorityHealth(); !h.Warn {
		t.Errorf("whoever stands under the roots may sign, and the doctor says %+v", h)
	}
	a.conf.AuthoritySigners = []string{"CN=Người khác"}
	if _, err := take(signed); !fault.IsCode(err, pades.NotAllowed) {
		t.Errorf("by somebody else: %v", err)
	}
	a.conf.AuthoritySigners = []string{"CN=Ban tổ chức mẫu"}
	if h := a.authorityHealth(); !h.OK {
		t.Errorf("who may sign is set, and the doctor says %+v", h)
	}
	if _, err := take([]byte("%PDF-1.4")); !fault.IsCode(err, "countersign_unknown") {
		t.Errorf("another file: %v", err)
	}
	if _, err := take(issued); !fault.IsCode(err, pades.NotSigned) {
		t.Errorf("the issued file itself: %v", err)
	}
	for _, off := range []time.Duration{-48 * time.Hour, 48 * time.Hour} {
		odd, err := authority[0].Sign(t.Context(), issued, pades.Claim{At: time.Now().Add(off)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := take(odd); !fault.IsCode(err, "countersign_time") {
			t.Errorf("signed %s from now: %v", off, err)
		}
	}
	path := os.Getenv("PATH")
	a.conf.ComparePages = compareAlways
	t.Setenv("PATH", "")
	if _, err := take(signed); !fault.IsCode(err, "countersign_undrawn") {
		t.Errorf("taken back without a look at the page: %v", err)
	}
	t.Setenv("PATH", path)
	for range 2 {
		l, err := take(signed)
		if err != nil || len(l.Signatures) != 1 || l.Signatures[0].Signer != "Ban tổ chức mẫu" || l.File() == l.PDFSHA256 {
			t.Fatalf("%+v, %v", l.Signatures, err)
		}
		p, err := a.certificates.Lookup(t.Context(), l.Code)
		if err != nil || p.File() != l.File() {
			t.Fatalf("the public file is %s, %v; want %s", p.File(), err, l.File())
		}
		for _, file := range [][]byte{issued, signed} {
			sum := sha256.Sum256(file)
			v, err := a.certificates.VerifyFile(t.Context(), hex.EncodeToString(sum[:]), file)
			if err != nil || v.Verdict != certificates.Genuine {
				t.Errorf("a file of %d bytes is %s, %v", len(file), v.Verdict, err)
			}
		}
	}
	if findings, err := a.db.CheckLedger(t.Context(), nil); err != nil || len(findings) > 0 {
		t.Errorf("ledger: %v %v", findings, err)
	}
	lines, _, err := a.certificates.Register(t.Context(), operator, "bulk", certificates.Query{})
	if err != nil {
		t.Fatal(err)
	}
	w := certificates.Withdrawal{Reason: "Sai tên", DecisionNumber: "9/QĐ", DecisionDate: "2026-11-21", EffectiveOn: "2026-11-22"}
	if _, err := a.certificates.Revoke(t.Context(), operator, lines[0].Code, w); err != nil {
		t.Fatal(err)
	}
	if _, err := take(signed); !fault.IsCode(err, "certificate_final") {
		t.Errorf("after the revocation: %v", err)
	}
}

func TestSigningSettings(t *testing.T) {
	good := keyFile(t, time.Now().AddDate(1, 0, 0))
	root := filepath.Join(t.TempDir(), "roots.pem")
	for _, tt := range []struct {
		name string
		conf config
		want string
	}{
		{"no key", config{}, ""},
		{"a key", config{SigningKey: good, SigningPassword: "mở"}, ""},
		{"wrong password", config{SigningKey: good, SigningPassword: "sai"}, "password"},
		{"no file", config{SigningKey: good + "x"}, "no such file"},
		{"stamps alone", config{TimestampURL: "http://tsa.example.vn"}, ""},
		{"the next key alone", config{SigningKeyNext: good}, "set the one that signs now"},
		{"two keys", config{SigningKey: good, SigningPassword: "mở", SigningKeyNext: good, SigningPasswordNext: "mở"}, ""},
		{"the next one's password", config{SigningKey: good, SigningPassword: "mở", SigningKeyNext: good, SigningPasswordNext: "sai"}, "signing_key_next"},
		{"a chain that is none", config{SigningKey: good, SigningPassword: "mở", SigningChain: good}, "no certificate"},
		{"a token without a library", config{SigningKey: "pkcs11:token=Hưng"}, "module-path"},
		{"a PIN in the address", config{SigningKey: "pkcs11:token=x?module-path=/x.so&pin-value=1234"}, "does not belong"},
		{"stamps", config{SigningKey: good, SigningPassword: "mở", TimestampURL: "http://tsa.example.vn"}, ""},
		{"roots that are none", config{SigningKey: good, SigningPassword: "mở", TimestampURL: "http://tsa.example.vn", TimestampRoots: good}, "no certificate"},
		{"roots that are missing", config{SigningKey: good, SigningPassword: "mở", TimestampURL: "http://tsa.example.vn", TimestampRoots: root}, "no such file"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := tt.conf.openSigners()
			if tt.want == "" && (err != nil || (s == nil) != (tt.conf.SigningKey == "")) {
				t.Errorf("openSigners = %v, %v", s, err)
			}
			if tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("openSigners = %v, want %q", err, tt.want)
			}
		})
	}
}

// Certificates are issued with a signature while the key holds, never after it; the doctor speaks of it in time.
func TestCertificatesAreSigned(t *testing.T) {
	for _, tt := range []struct {
		name   string
		until  time.Time
		issues bool
		says   string
	}{
		{"a key that holds", time.Now().AddDate(1, 0, 0), true, "key of Ban tổ chức mẫu"},
		{"a key that ends soon", time.Now().AddDate(0, 0, 30), true, "is valid until"},
		{"a key that has ended", time.Now().AddDate(0, 0, -1), false, "is valid until"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := &session{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard,
				conf: config{Data: t.TempDir(), Addr: defaultAddr, SigningKey: keyFile(t, tt.until), SigningPassword: "mở"}}
			a, err := s.open(t.Context(), false)
			if err != nil {
				t.Fatal(err)
			}
			defer a.close()
			health := a.signingHealth(time.Now())
			if said := a.words.T(i18n.English, health.Sentence(), health.Args); !strings.Contains(said, tt.says) {
				t.Errorf("the doctor says %q, want %q", said, tt.says)
			}
			if !tt.issues {
				if _, err := a.seal(t.Context(), certificates.Statement{}, nil); err == nil || !strings.Contains(err.Error(), "holds from") {
					t.Errorf("seal = %v", err)
				}
				return
			}
			if err := recognised(t.Context(), a, 3); err != nil {
				t.Fatal(err)
			}
			for _, file := range issuedFiles(t, s, a) {
				if !bytes.Contains(file, []byte("/SubFilter /ETSI.CAdES.detached")) {
					t.Error("a certificate is not signed")
				}
			}
		})
	}
}

// issuedFiles issues all of the edition of recognised, and reads the files back.
func issuedFiles(t *testing.T, s *session, a *app) (files [][]byte) {
	t.Helper()
	id, err := a.certificates.Prepare(t.Context(), operator, "bulk", "2026-11-27", false)
	if err != nil {
		t.Fatal(err)
	}
	if job, err := s.finish(t.Context(), a, id); err != nil || job.State != jobs.Done || len(job.Errors) > 0 {
		t.Fatalf("%+v, %v", job, err)
	}
	lines, _, err := a.certificates.Register(t.Context(), operator, "bulk", certificates.Query{})
	if err != nil || len(lines) != 3 {
		t.Fatalf("%d certificates, %v", len(lines), err)
	}
	for _, l := range lines {
		p, err := a.certificates.Lookup(t.Context(), l.Code)
		if err != nil {
			t.Fatal(err)
		}
		file, err := a.blobs.Open(t.Context(), p.PDFSHA256)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(file)
		if err := errors.Join(err, file.Close()); err != nil {
			t.Fatal(err)
		}
		files = append(files, data)
	}
	return files
}
