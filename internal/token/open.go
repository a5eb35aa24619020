//go:build !notoken

package token

import (
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"

	"github.com/ThalesGroup/crypto11"
)

// sessions are open with a token at once: one signs for each worker of the press, one is crypto11's own.
const sessions = 4

// Key is a private key in a token, and its certificate if that lies beside it. It is safe for use by several goroutines.
type Key struct {
	crypto.Signer
	Certificate *x509.Certificate // nil for none

	token *crypto11.Context
}

// Open signs in to the token and finds the key: the only one that the address fits.
func Open(a Address, pin string) (*Key, error) {
	token, err := crypto11.Configure(&crypto11.Config{Path: a.Module, TokenLabel: a.Token, TokenSerial: a.Serial, Pin: pin, MaxSessions: sessions})
	if err != nil {
		return nil, fmt.Errorf("token %s%s by %s: %w", a.Token, a.Serial, a.Module, err)
	}
	k, err := find(token, a)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("token %s%s: %w", a.Token, a.Serial, err), token.Close())
	}
	return k, nil
}

func find(token *crypto11.Context, a Address) (*Key, error) {
	var label []byte
	if a.Object != "" {
		label = []byte(a.Object)
	}
	var pairs []crypto11.Signer
	var err error
	if label == nil && len(a.ID) == 0 {
		pairs, err = token.FindAllKeyPairs()
	} else {
		pairs, err = token.FindKeyPairs(a.ID, label)
	}
	if err != nil {
		return nil, err
	}
	switch {
	case len(pairs) == 0:
		return nil, errors.New("no such key: its public half must lie beside it, under the same id")
	case len(pairs) > 1:
		return nil, fmt.Errorf("%d keys fit: name one by object or id", len(pairs))
	}
	id, err := token.GetAttribute(pairs[0], crypto11.CkaId)
	if err != nil {
		return nil, err
	}
	certificate, err := token.FindCertificate(id.Value, nil, nil)
	if err != nil {
		return nil, fmt.Errorf("its certificate: %w", err)
	}
	return &Key{Signer: pairs[0], Certificate: certificate, token: token}, nil
}

// Close signs out.
func (k *Key) Close() error { return k.token.Close() }
