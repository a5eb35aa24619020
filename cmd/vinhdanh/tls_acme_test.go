package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/acme"
)

// authority is an ACME authority (RFC 8555) for one order, as much of it as a client needs. It looks at the server
// that it certifies by tls-alpn-01 (RFC 8737) and believes signatures unseen.
type authority struct {
	t    *testing.T
	url  string
	name string // the only one that it certifies
	key  *ecdsa.PrivateKey
	cert *x509.Certificate

	mu     sync.Mutex
	look   string // host:port of the server to look at
	proved bool
	issued []byte
	orders int
}

func newAuthority(t *testing.T, name string) *authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "ACME"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	a := &authority{t: t, name: name, key: key}
	if a.cert, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	a.url = server.URL
	return a
}

// ServeHTTP answers one request.
func (a *authority) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	w.Header().Set("Replay-Nonce", rand.Text())
	answer := func(status int, v any) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(v)
	}
	switch r.URL.Path {
	case "/":
		answer(200, map[string]any{"newNonce": a.url + "/nonce", "newAccount": a.url + "/account", "newOrder": a.url + "/order",
			"meta": map[string]any{"termsOfService": a.url + "/terms"}})
	case "/account":
		w.Header().Set("Location", a.url+"/account/1")
		answer(201, map[string]any{"status": "valid"})
	case "/order":
		a.orders++
		w.Header().Set("Location", a.url+"/order/1")
		answer(201, a.order())
	case "/order/1":
		answer(200, a.order())
	case "/authz":
		answer(200, a.authorization())
	case "/challenge":
		a.proved = a.prove()
		answer(200, a.authorization()["challenges"].([]any)[0])
	case "/finalize":
		a.issue(r)
		w.Header().Set("Location", a.url+"/order/1")
		answer(200, a.order())
	case "/certificate":
		w.Header().Set("Content-Type", "application/pem-certificate-chain")
		_ = pem.Encode(w, &pem.Block{Type: "CERTIFICATE", Bytes: a.issued})
	}
}

func (a *authority) order() map[string]any {
	o := map[string]any{"status": "pending", "identifiers": []any{map[string]any{"type": "dns", "value": a.name}},
		"authorizations": []string{a.url + "/authz"}, "finalize": a.url + "/finalize"}
	switch {
	case a.issued != nil:
		o["status"], o["certificate"] = "valid", a.url+"/certificate"
	case a.proved:
		o["status"] = "ready"
	}
	return o
}

func (a *authority) authorization() map[string]any {
	status := "pending"
	if a.proved {
		status = "valid"
	}
	return map[string]any{"status": status, "identifier": map[string]any{"type": "dns", "value": a.name},
		"challenges": []any{map[string]any{"type": "tls-alpn-01", "url": a.url + "/challenge", "token": "token", "status": status}}}
}

// prove asks the server for the certificate that only whoever made the order can show.
func (a *authority) prove() bool {
	conn, err := tls.Dial("tcp", a.look, &tls.Config{ServerName: a.name, NextProtos: []string{acme.ALPNProto}, InsecureSkipVerify: true})
	if err != nil {
		a.t.Errorf("look at the server: %v", err)
		return false
	}
	defer conn.Close()
	shown := conn.ConnectionState().PeerCertificates[0]
	marked := slices.ContainsFunc(shown.Extensions, func(e pkix.Extension) bool { return e.Id.String() == "1.3.6.1.5.5.7.1.31" && e.Critical })
	return marked && conn.ConnectionState().NegotiatedProtocol == acme.ALPNProto && shown.VerifyHostname(a.name) == nil
}

// issue signs the request for a certificate that a client sent.
func (a *authority) issue(r *http.Request) {
	var jws struct{ Payload string }
	var payload struct{ CSR string }
	err := json.NewDecoder(r.Body).Decode(&jws)
	if err == nil {
		text, _ := base64.RawURLEncoding.DecodeString(jws.Payload)
		err = json.Unmarshal(text, &payload)
	}
	der, _ := base64.RawURLEncoding.DecodeString(payload.CSR)
	csr, csrErr := x509.ParseCertificateRequest(der)
	if err != nil || csrErr != nil || !a.proved {
		a.t.Errorf("a bad request for a certificate: %v, %v, proved %v", err, csrErr, a.proved)
		return
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(2), DNSNames: csr.DNSNames, NotBefore: time.Now().Add(-time.Minute),
		NotAfter: time.Now().Add(50 * time.Minute), ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	if a.issued, err = x509.CreateCertificate(rand.Reader, template, a.cert, csr.PublicKey, a.key); err != nil {
		a.t.Error(err)
	}
}

// TestCertificateByACME has a server get its certificate from an authority, and keep it.
func TestCertificateByACME(t *testing.T) {
	const name = "binhchon.example.vn"
	ca := newAuthority(t, name)
	var data string
	s := serving(t, nil, func(c *config) {
		c.TLS, c.PlainAddr, c.BaseURL, c.TLSDirectory, data = tlsAuto, "127.0.0.1:0", "https://"+name, ca.url, c.Data
	})
	ca.mu.Lock()
	ca.look = s.main
	ca.mu.Unlock()
	roots := x509.NewCertPool()
	roots.AddCert(ca.cert)
	for range 2 {
		conn, err := tls.Dial("tcp", s.main, &tls.Config{RootCAs: roots, ServerName: name, MinVersion: tls.VersionTLS12})
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.Close()
	}
	if ca.orders != 1 {
		t.Errorf("%d orders for one certificate", ca.orders)
	}
	if conn, err := tls.Dial("tcp", s.main, &tls.Config{RootCAs: roots, ServerName: "other.example.vn", MinVersion: tls.VersionTLS12}); err == nil {
		_ = conn.Close()
		t.Error("it answers for another name")
	}
	folder := filepath.Join(data, acmeFolder)
	info, err := os.Stat(folder)
	kept, globErr := filepath.Glob(filepath.Join(folder, name+"*"))
	if err != nil || globErr != nil || info.Mode().Perm() != 0o700 || len(kept) != 1 {
		t.Errorf("kept: %v, mode %v, %v", kept, info, fmt.Sprint(err, globErr))
	}
}
