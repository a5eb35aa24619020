//go:build notoken

package token

import (
	"crypto"
	"crypto/x509"
	"errors"
)

// Key is a private key in a token; this build has none.
type Key struct {
	crypto.Signer
	Certificate *x509.Certificate
}

// Open fails: a program that is linked statically cannot load the library of a token's maker.
func Open(Address, string) (*Key, error) {
	return nil, errors.New("this static program cannot load the library of a token; use the one that make build leaves, on the machine itself")
}

// Close does nothing.
func (k *Key) Close() error { return nil }
