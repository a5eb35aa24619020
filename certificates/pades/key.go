package pades

import (
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"

	"software.sslmate.com/src/go-pkcs12"
)

// OpenPKCS12 reads a key with its certificates from a PKCS#12 file, of today's kind (AES) or the older one. The certificates
// above the signer's, in the file or beside it, are put in order; others are dropped.
func OpenPKCS12(file []byte, password string, above ...*x509.Certificate) (Key, error) {
	private, leaf, others, err := pkcs12.DecodeChain(file, password)
	if errors.Is(err, pkcs12.ErrIncorrectPassword) {
		return Key{}, errors.New("signing key: the password of the PKCS#12 file is wrong")
	}
	if err != nil {
		return Key{}, fmt.Errorf("signing key: %w", err)
	}
	signer, ok := private.(crypto.Signer)
	if !ok {
		return Key{}, fmt.Errorf("signing key: a %T cannot sign", private)
	}
	return KeyOf(signer, leaf, append(others, above...))
}

// KeyOf is a key that lies elsewhere with its certificate, which may be nil when it is among the others.
func KeyOf(signer crypto.Signer, leaf *x509.Certificate, others []*x509.Certificate) (Key, error) {
	for _, c := range others {
		if public, ok := c.PublicKey.(interface{ Equal(crypto.PublicKey) bool }); leaf == nil && ok && public.Equal(signer.Public()) {
			leaf = c
		}
	}
	if leaf == nil {
		return Key{}, errors.New("signing key: its certificate is missing: neither beside it nor in the chain")
	}
	k := Key{Signer: signer, Chain: ordered(leaf, others)}
	return k, k.Check()
}

// ordered is a certificate with those that signed it, each followed by the one that signed it.
func ordered(leaf *x509.Certificate, others []*x509.Certificate) []*x509.Certificate {
	chain := []*x509.Certificate{leaf}
	for len(chain) <= len(others) {
		top := chain[len(chain)-1]
		if top.CheckSignatureFrom(top) == nil {
			break
		}
		var above *x509.Certificate
		for _, c := range others {
			if !c.Equal(top) && top.CheckSignatureFrom(c) == nil {
				above = c
			}
		}
		if above == nil {
			break
		}
		chain = append(chain, above)
	}
	return chain
}
