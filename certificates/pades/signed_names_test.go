package pades

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"math/big"
	"testing"
	"time"

	"github.com/smallstep/pkcs7"
	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"

	"vinhdanh/internal/fault"
)

// The file may be under SHA-256 and the signature of the attributes under SHA-1.
func TestWeakSignatureOfAttributes(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().AddDate(1, 0, 0)}
	raw, err := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	content := []byte("%PDF")
	sum := sha256.Sum256(content)
	b, err := Key{Signer: key, Chain: []*x509.Certificate{c}}.message(sum[:], nil)
	if err != nil {
		t.Fatal(err)
	}
	m, err := pkcs7.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	m.Content = content
	if signer, err := verified(m); err != nil || !signer.Equal(c) {
		t.Fatal(err)
	}
	m.Signers[0].DigestEncryptionAlgorithm.Algorithm = oidECDSAWithSHA1
	if _, err := verified(m); !fault.IsCode(err, WeakDigest) {
		t.Errorf("%v, want %s", err, WeakDigest)
	}
}

// The attribute of both kinds (RFC 2634, 5.4; RFC 5035, 3), and what is none.
func TestNamedCertificate(t *testing.T) {
	c, other := &x509.Certificate{Raw: []byte("one")}, &x509.Certificate{Raw: []byte("two")}
	value := func(named *x509.Certificate, hash crypto.Hash, algorithm cryptobyte.BuilderContinuation) []byte {
		h := hash.New()
		h.Write(named.Raw)
		return der(func(b *cryptobyte.Builder) {
			b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
					b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
						if algorithm != nil {
							b.AddASN1(tag.SEQUENCE, algorithm)
						}
						b.AddASN1OctetString(h.Sum(nil))
					})
				})
			})
		})
	}
	by := func(i int) cryptobyte.BuilderContinuation {
		return func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(strong[i].oid) }
	}
	md5 := func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidMD5) }
	for _, tt := range []struct {
		name  string
		value []byte
		v2    bool
		want  bool
	}{
		{"first kind", value(c, crypto.SHA1, nil), false, true},
		{"first kind, another", value(other, crypto.SHA1, nil), false, false},
		{"second kind", value(c, crypto.SHA256, nil), true, true},
		{"second kind, another", value(other, crypto.SHA256, nil), true, false},
		{"second kind, SHA-256 said", value(c, crypto.SHA256, by(0)), true, true},
		{"second kind, SHA-512", value(c, crypto.SHA512, by(2)), true, true},
		{"second kind, another digest than it says", value(c, crypto.SHA256, by(2)), true, false},
		{"second kind by a weak digest", value(c, crypto.MD5, md5), true, false},
		{"the second kind as the first", value(c, crypto.SHA256, nil), false, false},
		{"nothing", nil, true, false},
		{"nothing, first kind", []byte{0x30, 0}, false, false},
		{"no certificates", []byte{0x30, 2, 0x30, 0}, true, false},
	} {
		if got := names(tt.value, tt.v2, c); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}
