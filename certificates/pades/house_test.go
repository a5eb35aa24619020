package pades_test

import (
	"crypto/x509"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"vinhdanh/certificates/pades"
)

// house is an authority of the test's own, made by openssl: a root, a signer's key of each kind, one for timestamps, and
// an NSS database that trusts the root.
type house struct{ dir string }

const conf = `[ca]
default_ca = ca
[ca]
database = index.txt
crlnumber = crlnumber
serial = caserial
unique_subject = no
default_md = sha256
default_crl_days = 30
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[signer]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation
[stamper]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = tsa1
[tsa1]
serial = tsaserial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
`

func newHouse(t *testing.T) house {
	t.Helper()
	h := house{t.TempDir()}
	h.write(t, "conf", []byte(conf))
	h.write(t, "index.txt", nil)
	h.write(t, "crlnumber", []byte("01\n"))
	h.write(t, "caserial", []byte("5001\n"))
	h.write(t, "tsaserial", []byte("01\n"))
	h.openssl(t, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "root.key", "-out", "root.pem", "-days", "3650",
		"-subj", "/CN=Test root", "-config", "conf", "-extensions", "root")
	for _, x := range []struct{ name, kind, extensions string }{
		{"rsa", "rsa:2048", "signer"}, {"p256", "ec", "signer"}, {"tsa", "rsa:2048", "stamper"},
	} {
		key := []string{"req", "-newkey", x.kind, "-nodes", "-keyout", x.name + ".key", "-out", x.name + ".csr", "-config", "conf",
			"-utf8", "-subj", "/CN=Hội đồng bình chọn " + x.name}
		if x.kind == "ec" {
			key = append(key, "-pkeyopt", "ec_paramgen_curve:P-256")
		}
		h.openssl(t, key...)
		h.openssl(t, "x509", "-req", "-in", x.name+".csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial",
			"-out", x.name+".pem", "-days", "365", "-extfile", "conf", "-extensions", x.extensions)
		for _, old := range []bool{false, true} {
			export := []string{"pkcs12", "-export", "-inkey", x.name + ".key", "-in", x.name + ".pem", "-certfile", "root.pem",
				"-out", x.name + ".p12", "-passout", "pass:mật khẩu"}
			if old {
				export[len(export)-3] = x.name + "-old.p12"
				export = append(export, "-legacy")
			}
			h.openssl(t, export...)
		}
	}
	h.openssl(t, "ca", "-config", "conf", "-gencrl", "-keyfile", "root.key", "-cert", "root.pem", "-out", "root.crl")
	h.run(t, "certutil", "-N", "-d", "sql:"+h.dir, "--empty-password")
	h.run(t, "certutil", "-A", "-d", "sql:"+h.dir, "-n", "root", "-t", "CT,C,C", "-i", "root.pem")
	return h
}

func (h house) write(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(h.dir, name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func (h house) read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(h.dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// run starts a program of the test machine in the house and returns what it prints.
func (h house) run(t *testing.T, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir, cmd.Env = h.dir, append(os.Environ(), "TZ=UTC")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

func (h house) openssl(t *testing.T, args ...string) string {
	t.Helper()
	return h.run(t, "openssl", args...)
}

func (h house) key(t *testing.T, name string) pades.Key {
	t.Helper()
	k, err := pades.OpenPKCS12(h.read(t, name+".p12"), "mật khẩu")
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func (h house) roots(t *testing.T) *x509.CertPool {
	t.Helper()
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(h.read(t, "root.pem")) {
		t.Fatal("no root")
	}
	return pool
}

// authority answers requests for timestamps with openssl.
func (h house) authority(t *testing.T) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ask, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		h.write(t, "ask.tsq", ask)
		h.openssl(t, "ts", "-reply", "-config", "conf", "-queryfile", "ask.tsq", "-signer", "tsa.pem", "-inkey", "tsa.key", "-out", "answer.tsr")
		w.Header().Set("Content-Type", "application/timestamp-reply")
		w.Write(h.read(t, "answer.tsr"))
	}))
	t.Cleanup(s.Close)
	return s
}

func (h house) stamper(t *testing.T) pades.TimestampServer {
	t.Helper()
	s := h.authority(t)
	return pades.TimestampServer{URL: s.URL, Roots: h.roots(t), Client: s.Client()}
}
