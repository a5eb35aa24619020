package pades_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"math/big"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"vinhdanh/certificates/pades"
)

// Two signatures ask at the same time: the authority answers neither before both have asked.
func TestSlowAuthorityAndGoroutines(t *testing.T) {
	var served []byte
	both := make(chan struct{})
	var asked sync.WaitGroup
	asked.Add(2)
	go func() { asked.Wait(); close(both) }()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Done()
		select {
		case <-both:
			w.Write(served)
		case <-r.Context().Done():
		}
	}))
	defer s.Close()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	certify := func(about, above *x509.Certificate) *x509.Certificate {
		raw, err := x509.CreateCertificate(rand.Reader, about, above, &key.PublicKey, key)
		if err != nil {
			t.Fatal(err)
		}
		c, err := x509.ParseCertificate(raw)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: now.AddDate(0, 0, -1), NotAfter: now.AddDate(1, 0, 0), IsCA: true,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign, SubjectKeyId: []byte{1}}
	root := certify(about, about)
	leaf := certify(&x509.Certificate{SerialNumber: big.NewInt(2), NotBefore: about.NotBefore, NotAfter: about.NotAfter,
		CRLDistributionPoints: []string{s.URL}}, root)
	served, err = x509.CreateRevocationList(rand.Reader, &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: now.Add(-time.Hour),
		NextUpdate: now.AddDate(0, 0, 1)}, root, key)
	if err != nil {
		t.Fatal(err)
	}
	client := s.Client()
	client.Timeout = 20 * time.Second
	r := &pades.Revocations{Client: client, Now: func() time.Time { return now }}
	var done sync.WaitGroup
	for range 2 {
		done.Go(func() {
			if e, err := r.Evidence(t.Context(), []*x509.Certificate{leaf, root}); err != nil || len(e.Lists) != 1 {
				t.Errorf("%d lists, %v", len(e.Lists), err)
			}
		})
	}
	done.Wait()
	// What has come is kept: a third signature asks nobody (the counter would fall below nothing).
	if _, err := r.Evidence(t.Context(), []*x509.Certificate{leaf, root}); err != nil {
		t.Error(err)
	}
}
