package pades

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/asn1"

	"github.com/smallstep/pkcs7"
	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"

	"vinhdanh/internal/fault"
)

// What others' messages may say beside ours: RFC 2634 (signing-certificate), RFC 5754 and 3279 (digests, signatures).
var (
	oidSigningCertV1 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12}
	oidMD5           = asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 5}
	oidECDSAWithSHA1 = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 1}
)

// strong are the digests that a signature may be over.
var strong = []struct {
	oid  asn1.ObjectIdentifier
	hash crypto.Hash
}{
	{pkcs7.OIDDigestAlgorithmSHA256, crypto.SHA256},
	{pkcs7.OIDDigestAlgorithmSHA384, crypto.SHA384},
	{pkcs7.OIDDigestAlgorithmSHA512, crypto.SHA512},
}

func strongHash(oid asn1.ObjectIdentifier) (crypto.Hash, bool) {
	for _, s := range strong {
		if oid.Equal(s.oid) {
			return s.hash, true
		}
	}
	return 0, false
}

// verified checks a message against its content and returns its one signer: by a digest that nobody can make twice, and
// by the certificate that the signed attributes name, where they name one (RFC 5035, 5.4).
func verified(message *pkcs7.PKCS7) (*x509.Certificate, error) {
	broken := fault.New(fault.Invalid, BrokenSeal)
	signer := message.GetOnlySigner()
	if signer == nil {
		return nil, broken
	}
	info := message.Signers[0]
	if _, is := strongHash(info.DigestAlgorithm.Algorithm); !is {
		return nil, weak(info.DigestAlgorithm.Algorithm)
	}
	if info.DigestEncryptionAlgorithm.Algorithm.Equal(oidECDSAWithSHA1) { // over the attributes, whatever the digest of the file
		return nil, weak(pkcs7.OIDDigestAlgorithmSHA1)
	}
	if err := message.Verify(); err != nil {
		return nil, broken
	}
	for _, a := range info.AuthenticatedAttributes {
		v2 := a.Type.Equal(oidSigningCert)
		if (v2 || a.Type.Equal(oidSigningCertV1)) && !names(a.Value.Bytes, v2, signer) {
			return nil, fault.New(fault.Invalid, OtherCertificate, "name", described(signer))
		}
	}
	return signer, nil
}

func weak(digest asn1.ObjectIdentifier) error {
	called := digest.String()
	switch {
	case digest.Equal(pkcs7.OIDDigestAlgorithmSHA1):
		called = "SHA-1"
	case digest.Equal(oidMD5):
		called = "MD5"
	}
	return fault.New(fault.Invalid, WeakDigest, "digest", called)
}

// names reports whether the value of a signing-certificate attribute (v2: of the second kind) says by its first hash that c signed.
func names(value []byte, v2 bool, c *x509.Certificate) bool {
	var attribute, certs, first, algorithm cryptobyte.String
	var sum []byte
	var given bool
	var oid asn1.ObjectIdentifier
	s := cryptobyte.String(value)
	if !s.ReadASN1(&attribute, tag.SEQUENCE) || !attribute.ReadASN1(&certs, tag.SEQUENCE) || !certs.ReadASN1(&first, tag.SEQUENCE) {
		return false
	}
	hash := crypto.SHA1 // of the first kind: it tells certificates apart and proves nothing
	if v2 {
		hash = crypto.SHA256
		if !first.ReadOptionalASN1(&algorithm, &given, tag.SEQUENCE) || given && !algorithm.ReadASN1ObjectIdentifier(&oid) {
			return false
		}
		if given {
			if hash, given = strongHash(oid); !given {
				return false
			}
		}
	}
	if !first.ReadASN1Bytes(&sum, tag.OCTET_STRING) {
		return false
	}
	h := hash.New()
	h.Write(c.Raw)
	return bytes.Equal(h.Sum(nil), sum)
}
