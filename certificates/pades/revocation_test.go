package pades_test

import (
	"bytes"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"vinhdanh/certificates/pades"
)

// A long-lived signature: the lists that the certificates name are fetched, checked and kept with it.
func TestListsOfRevokedCertificates(t *testing.T) {
	h := newHouse(t)
	var served []byte
	asked := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { asked++; w.Write(served) }))
	defer s.Close()
	h.write(t, "conf", append([]byte(conf), "[listed]\nbasicConstraints = CA:FALSE\ncrlDistributionPoints = URI:"+s.URL+"/root.crl\n"...))
	h.openssl(t, "x509", "-req", "-in", "rsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-out", "rsa.pem",
		"-days", "365", "-extfile", "conf", "-extensions", "listed")
	h.openssl(t, "pkcs12", "-export", "-inkey", "rsa.key", "-in", "rsa.pem", "-certfile", "root.pem", "-out", "rsa.p12", "-passout", "pass:mật khẩu")
	list := func() []byte {
		h.openssl(t, "ca", "-config", "conf", "-gencrl", "-keyfile", "root.key", "-cert", "root.pem", "-out", "root.crl")
		b, _ := pem.Decode(h.read(t, "root.crl"))
		return b.Bytes
	}
	try := func(crl []byte, now time.Time) ([]byte, error) {
		served = crl
		lists := &pades.Revocations{Client: s.Client(), Now: func() time.Time { return now }}
		signer := pades.Signer{Key: h.key(t, "rsa"), Revocations: lists}
		if _, err := signer.Sign(t.Context(), certificate(t), claim); err != nil {
			return nil, err
		}
		return signer.Sign(t.Context(), certificate(t), claim)
	}
	good := list()
	out, err := try(good, time.Now())
	if err != nil || !bytes.Contains(out, []byte("/DSS ")) || asked != 1 {
		t.Fatalf("%d bytes, %v; the list was asked for %d times, want once for two files", len(out), err, asked)
	}
	if report := h.says(t, out); !strings.Contains(report, "Signature is Valid.") {
		t.Errorf("pdfsig:\n%s", report)
	}
	other := newHouse(t)
	h.openssl(t, "ca", "-config", "conf", "-revoke", "rsa.pem", "-keyfile", "root.key", "-cert", "root.pem")
	for name, tt := range map[string]struct {
		crl  []byte
		now  time.Time
		want string
	}{
		"revoked":     {list(), time.Now(), "is revoked"},
		"out of date": {good, time.Now().AddDate(0, 2, 0), "out of date"},
		"of tomorrow": {good, time.Now().AddDate(0, 0, -1), "out of date"},
		"another's":   {func() []byte { b, _ := pem.Decode(other.read(t, "root.crl")); return b.Bytes }(), time.Now(), "not signed by"},
		"garbage":     {[]byte("no list"), time.Now(), "list of revoked certificates"},
	} {
		if _, err := try(tt.crl, tt.now); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
}

// answers is a responder of the house, by openssl: each question is answered from the index, signed by a certificate.
func (h house) answers(t *testing.T, signer *string, asked *int) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked++
		if *signer == "" {
			http.Error(w, "closed", http.StatusServiceUnavailable)
			return
		}
		question, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		h.write(t, "ask.der", question)
		h.openssl(t, "ocsp", "-index", "index.txt", "-CA", "root.pem", "-rsigner", *signer+".pem", "-rkey", *signer+".key",
			"-reqin", "ask.der", "-respout", "answer.der", "-ndays", "2")
		w.Write(h.read(t, "answer.der"))
	}))
	t.Cleanup(s.Close)
	return s
}

// A responder is asked before a list; its answer is kept in the file, and it must be the authority's, of today, and good.
func TestAnswersOfResponders(t *testing.T) {
	h := newHouse(t)
	signer, asked := "", 0
	responder := h.answers(t, &signer, &asked)
	var listed []byte
	lists := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write(listed) }))
	defer lists.Close()
	h.write(t, "conf", append([]byte(conf), "[any]\n[answering]\nextendedKeyUsage = OCSPSigning\n[asked]\nbasicConstraints = CA:FALSE\n"+
		"authorityInfoAccess = OCSP;URI:"+responder.URL+"\n[both]\nauthorityInfoAccess = OCSP;URI:"+responder.URL+
		"\ncrlDistributionPoints = URI:"+lists.URL+"/root.crl\n"...))
	make := func(name, csr, extensions string) {
		h.openssl(t, "ca", "-batch", "-config", "conf", "-in", csr, "-out", name+".pem", "-notext", "-days", "365", "-outdir", ".",
			"-keyfile", "root.key", "-cert", "root.pem", "-extensions", extensions, "-policy", "any", "-utf8")
	}
	make("responder", "tsa.csr", "answering")
	h.write(t, "responder.key", h.read(t, "tsa.key"))
	h.write(t, "stranger.pem", h.read(t, "p256.pem")) // signed by the root, but for PDFs
	h.write(t, "stranger.key", h.read(t, "p256.key"))
	now := time.Now
	use := func(extensions string) pades.Signer {
		make("rsa", "rsa.csr", extensions)
		h.openssl(t, "pkcs12", "-export", "-inkey", "rsa.key", "-in", "rsa.pem", "-certfile", "root.pem", "-out", "rsa.p12", "-passout", "pass:mật khẩu")
		return pades.Signer{Key: h.key(t, "rsa"), Revocations: &pades.Revocations{Client: responder.Client(), Now: func() time.Time { return now() }}}
	}
	try := func(s pades.Signer, want string) (out []byte) {
		t.Helper()
		out, err := s.Sign(t.Context(), certificate(t), claim)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%v, want %q", err, want)
		}
		return out
	}

	signer = "responder"
	s := use("asked")
	out := try(s, "")
	try(s, "")
	if asked != 1 || !bytes.Contains(out, []byte("/OCSPs [")) || len(out) > 180_000 {
		t.Errorf("asked %d times for two files, want once; %d bytes", asked, len(out))
	}
	if report := h.says(t, out); !strings.Contains(report, "Signature is Valid.") {
		t.Errorf("pdfsig:\n%s", report)
	}
	now = func() time.Time { return time.Now().AddDate(0, 0, 3) }
	try(s, "not of today")
	now = time.Now
	signer = "stranger"
	try(use("asked"), "may not answer")
	signer = ""
	try(use("asked"), "503")

	h.openssl(t, "ca", "-config", "conf", "-gencrl", "-keyfile", "root.key", "-cert", "root.pem", "-out", "root.crl")
	list, _ := pem.Decode(h.read(t, "root.crl"))
	listed = list.Bytes
	if out := try(use("both"), ""); !bytes.Contains(out, []byte("/CRLs [")) {
		t.Error("the list does not stand in for a responder that is silent")
	}
	signer = "responder"
	s = use("both")
	h.openssl(t, "ca", "-config", "conf", "-revoke", "rsa.pem", "-keyfile", "root.key", "-cert", "root.pem")
	try(s, "is revoked")
}
