package pades

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// The objects of the messages: RFC 5652, RFC 5035 (signing-certificate-v2), RFC 3161 (timestamps), RFC 5754 (digests).
var (
	oidData            = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningCert     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	oidTimestampToken  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14}
	oidSHA256          = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidSHA256WithRSA   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}
	oidECDSAWithSHA256 = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
)

// Key is what signs: a private key, wherever it lies, and its certificate with those above it, the signer's first.
type Key struct {
	Signer crypto.Signer
	Chain  []*x509.Certificate
}

// Check reports whether the key belongs to its certificate and is of a kind that every reader knows: RSA of 2048 bits and
// more, or P-256.
func (k Key) Check() error {
	if k.Signer == nil || len(k.Chain) == 0 {
		return errors.New("signing key: no key or no certificate")
	}
	public, ok := k.Signer.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !public.Equal(k.Chain[0].PublicKey) {
		return errors.New("signing key: the certificate is another key's")
	}
	_, err := k.algorithm()
	return err
}

func (k Key) algorithm() (asn1.ObjectIdentifier, error) {
	switch public := k.Signer.Public().(type) {
	case *rsa.PublicKey:
		if public.N.BitLen() >= 2048 {
			return oidSHA256WithRSA, nil
		}
		return nil, fmt.Errorf("signing key: RSA of %d bits is too short, 2048 at least", public.N.BitLen())
	case *ecdsa.PublicKey:
		if public.Curve.Params().BitSize == 256 {
			return oidECDSAWithSHA256, nil
		}
		return nil, fmt.Errorf("signing key: curve %s, want P-256", public.Curve.Params().Name)
	}
	return nil, fmt.Errorf("signing key: a %T cannot sign PDFs", k.Signer.Public())
}

// message is a detached CMS SignedData over a digest. stamp gives the timestamp token of a signature value; nil for none.
// There is no signing-time attribute: PAdES keeps the claimed time in the PDF.
func (k Key) message(digest []byte, stamp func(signature []byte) ([]byte, error)) ([]byte, error) {
	algorithm, err := k.algorithm()
	if err != nil {
		return nil, err
	}
	attributes, err := k.signedAttributes(digest)
	if err != nil {
		return nil, err
	}
	// What is signed is the set itself; in the message it stands under the tag [0] (RFC 5652, 5.4).
	sum := sha256.Sum256(der(func(b *cryptobyte.Builder) { b.AddASN1(tag.SET, add(attributes)) }))
	signature, err := k.Signer.Sign(rand.Reader, sum[:], crypto.SHA256)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	var token []byte
	if stamp != nil {
		if token, err = stamp(signature); err != nil {
			return nil, err
		}
	}
	var b cryptobyte.Builder
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oidSignedData)
		b.AddASN1(explicit(0), func(b *cryptobyte.Builder) {
			b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1Int64(1)
				b.AddASN1(tag.SET, digestAlgorithm)
				b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) })
				b.AddASN1(explicit(0), func(b *cryptobyte.Builder) {
					for _, c := range k.Chain {
						b.AddBytes(c.Raw)
					}
				})
				b.AddASN1(tag.SET, func(b *cryptobyte.Builder) { k.signerInfo(b, attributes, algorithm, signature, token) })
			})
		})
	})
	return b.Bytes()
}

// signerInfo is the one signer of a message.
func (k Key) signerInfo(b *cryptobyte.Builder, attributes []byte, algorithm asn1.ObjectIdentifier, signature, token []byte) {
	leaf := k.Chain[0]
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddBytes(leaf.RawIssuer)
			b.AddASN1BigInt(leaf.SerialNumber)
		})
		digestAlgorithm(b)
		b.AddASN1(explicit(0), add(attributes))
		b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(algorithm)
			if algorithm.Equal(oidSHA256WithRSA) {
				b.AddASN1NULL()
			}
		})
		b.AddASN1OctetString(signature)
		if token != nil {
			b.AddASN1(explicit(1), func(b *cryptobyte.Builder) { attribute(b, oidTimestampToken, add(token)) })
		}
	})
}

// signedAttributes are content-type, message-digest and signing-certificate-v2, in the order of DER.
func (k Key) signedAttributes(digest []byte) ([]byte, error) {
	certificate := sha256.Sum256(k.Chain[0].Raw)
	list := [][]byte{
		der(func(b *cryptobyte.Builder) {
			attribute(b, oidContentType, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) })
		}),
		der(func(b *cryptobyte.Builder) {
			attribute(b, oidMessageDigest, func(b *cryptobyte.Builder) { b.AddASN1OctetString(digest) })
		}),
		der(func(b *cryptobyte.Builder) {
			attribute(b, oidSigningCert, func(b *cryptobyte.Builder) {
				b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { // SigningCertificateV2
					b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { // certs
						b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { // one, SHA-256 by default
							b.AddASN1OctetString(certificate[:])
						})
					})
				})
			})
		}),
	}
	if slices.ContainsFunc(list, func(b []byte) bool { return b == nil }) {
		return nil, errors.New("sign: the attributes cannot be written")
	}
	slices.SortFunc(list, bytes.Compare)
	return bytes.Join(list, nil), nil
}

func digestAlgorithm(b *cryptobyte.Builder) {
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidSHA256) })
}

func attribute(b *cryptobyte.Builder, kind asn1.ObjectIdentifier, value cryptobyte.BuilderContinuation) {
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(kind)
		b.AddASN1(tag.SET, value)
	})
}

func explicit(n int) tag.Tag { return tag.Tag(n).ContextSpecific().Constructed() }

func add(raw []byte) cryptobyte.BuilderContinuation {
	return func(b *cryptobyte.Builder) { b.AddBytes(raw) }
}

// der is what build writes, or nil when it cannot be written.
func der(build cryptobyte.BuilderContinuation) []byte {
	var b cryptobyte.Builder
	build(&b)
	out, err := b.Bytes()
	if err != nil {
		return nil
	}
	return out
}
