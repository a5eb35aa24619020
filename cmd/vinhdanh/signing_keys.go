package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"vinhdanh/certificates/pades"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/internal/store"
	"vinhdanh/internal/token"
	"vinhdanh/internal/web"
)

// signingKeys are the organiser's keys in the order in which they sign: one after the end of the one before it.
type signingKeys []*pades.Signer

// at is the first key whose certificate holds at a time.
func (keys signingKeys) at(now time.Time) (*pades.Signer, error) {
	var spans []string
	for _, k := range keys {
		leaf := k.Key.Chain[0]
		if !now.Before(leaf.NotBefore) && !now.After(leaf.NotAfter) {
			return k, nil
		}
		spans = append(spans, fmt.Sprintf("that of %s holds from %s to %s", leaf.Subject.CommonName, day(leaf.NotBefore), day(leaf.NotAfter)))
	}
	return nil, fmt.Errorf("no signing certificate holds today: %s", strings.Join(spans, "; "))
}

// close signs out of the tokens.
func (keys signingKeys) close() (err error) {
	for _, k := range keys {
		if c, ok := k.Key.Signer.(io.Closer); ok {
			err = errors.Join(err, c.Close())
		}
	}
	return err
}

// keyring opens the keys when they are first needed: a command that signs nothing spends no attempt at a token's PIN.
type keyring struct {
	open func() (signingKeys, error)
	once sync.Once

	keys  signingKeys // none: certificates are not signed
	fault error       // why there is none although one is set
}

func (r *keyring) get() (signingKeys, error) {
	r.once.Do(func() { r.keys, r.fault = r.open() })
	return r.keys, r.fault
}

func (r *keyring) close() error {
	r.once.Do(func() {}) // what was not needed is not opened now
	return r.keys.close()
}

// openKeys reads the keys that are set: the present one and the one after it.
func (c config) openKeys() (list []pades.Key, err error) {
	chain, err := readChain(c.SigningChain)
	if err != nil {
		return nil, err
	}
	for _, x := range []struct{ setting, place, password string }{
		{"signing_key", c.SigningKey, c.SigningPassword}, {"signing_key_next", c.SigningKeyNext, c.SigningPasswordNext},
	} {
		if x.place == "" {
			continue
		}
		k, err := openKey(x.place, x.password, chain)
		if err != nil {
			return nil, usageError{fmt.Errorf("%s: %w", x.setting, err)}
		}
		list = append(list, k)
	}
	return list, nil
}

// openKey opens a key of a PKCS#12 file or, by a PKCS#11 address, of a token.
func openKey(place, password string, chain []*x509.Certificate) (pades.Key, error) {
	if strings.HasPrefix(place, token.Scheme) {
		address, err := token.ParseAddress(place)
		if err != nil {
			return pades.Key{}, err
		}
		key, err := token.Open(address, password)
		if err != nil {
			return pades.Key{}, err
		}
		k, err := pades.KeyOf(key, key.Certificate, chain)
		if err != nil {
			err = errors.Join(err, key.Close())
		}
		return k, err
	}
	file, err := os.ReadFile(filepath.Clean(place))
	if err != nil {
		return pades.Key{}, err
	}
	key, err := pades.OpenPKCS12(file, password, chain...)
	if err != nil {
		return key, fmt.Errorf("%s: %w", place, err)
	}
	return key, nil
}

// readChain are the certificates above the signers', which a token or a file may lack.
func readChain(path string) (list []*x509.Certificate, err error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.ReadFile(filepath.Clean(path))
	if err != nil {
		return nil, usageError{fmt.Errorf("signing_chain: %w", err)}
	}
	if list, err = readCertificates(file); err != nil || len(list) == 0 {
		return nil, usageError{fmt.Errorf("signing_chain: no certificate in %s", path)}
	}
	return list, nil
}

func readCertificates(text []byte) (list []*x509.Certificate, err error) {
	for {
		var block *pem.Block
		if block, text = pem.Decode(text); block == nil {
			return list, nil
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
}

func pemOf(c *x509.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})
}

// signersSetting keeps the certificates that have signed here, as PEM, the oldest first: who checks a file of past years can
// still look its signer up.
const signersSetting = "signing_certificates"

// noteSigner remembers a certificate before it signs for the first time.
func (a *app) noteSigner(ctx context.Context, leaf *x509.Certificate) error {
	block := string(pemOf(leaf))
	return a.db.Update(ctx, func(tx *store.Tx) error {
		kept, err := tx.Setting(signersSetting)
		if err != nil && fault.KindOf(err) != fault.NotFound || strings.Contains(kept, block) {
			return err
		}
		return tx.SaveSetting(signersSetting, kept+block)
	})
}

// signers are the certificates that have signed here or will, for everybody.
func (a *app) signers(ctx context.Context) ([]web.SigningCertificate, error) {
	kept, err := a.setting(ctx, signersSetting)
	if err != nil {
		return nil, err
	}
	former, err := readCertificates([]byte(kept))
	if err != nil {
		return nil, fmt.Errorf("certificates that have signed: %w", err)
	}
	var list []web.SigningCertificate
	add := func(c *x509.Certificate, state string) {
		sum := sha256.Sum256(c.Raw)
		list = append(list, web.SigningCertificate{Name: c.Subject.CommonName, State: state, SHA256: hex.EncodeToString(sum[:]),
			From: c.NotBefore.In(i18n.VN), Until: c.NotAfter.In(i18n.VN), PEM: string(pemOf(c))})
	}
	keys, _ := a.keyring.get() // one that cannot be opened is not published; the doctor tells of it
	present, _ := keys.at(time.Now())
	for _, c := range former {
		if !slices.ContainsFunc(keys, func(k *pades.Signer) bool { return bytes.Equal(k.Key.Chain[0].Raw, c.Raw) }) {
			add(c, "former")
		}
	}
	for _, k := range keys {
		state := "next"
		if k == present {
			state = "present"
		} else if time.Now().After(k.Key.Chain[0].NotAfter) {
			state = "former"
		}
		add(k.Key.Chain[0], state)
	}
	return list, nil
}
