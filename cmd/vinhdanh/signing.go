package main

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"vinhdanh/certificates"
	"vinhdanh/certificates/pades"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/internal/web"
)

// signingTimeout is how long an authority for timestamps or lists may take; a job that waited in vain is tried again.
const signingTimeout = 20 * time.Second

// openSigners reads the organiser's keys; none when none is set, which leaves certificates unsigned.
func (c config) openSigners() (signingKeys, error) {
	if c.SigningKey == "" {
		if c.SigningKeyNext != "" {
			return nil, usageError{errors.New("signing_key_next without signing_key: set the one that signs now")}
		}
		return nil, nil
	}
	keys, err := c.openKeys()
	if err != nil {
		return nil, err
	}
	given, err := c.openStamper()
	if err != nil {
		return nil, err
	}
	var stamper pades.Stamper
	if given != nil {
		stamper = *given
	}
	revocations := &pades.Revocations{Client: &http.Client{Timeout: signingTimeout}, Now: time.Now}
	var list signingKeys
	for _, k := range keys {
		list = append(list, &pades.Signer{Key: k, Stamper: stamper, Revocations: revocations})
	}
	return list, nil
}

// openStamper is the timestamp authority for signatures and checkpoints; nil when none is set.
func (c config) openStamper() (*pades.TimestampServer, error) {
	if c.TimestampURL == "" {
		return nil, nil
	}
	roots, err := readRoots("timestamp_roots", c.TimestampRoots)
	if err != nil {
		return nil, err
	}
	return &pades.TimestampServer{URL: c.TimestampURL, Roots: roots, Client: &http.Client{Timeout: signingTimeout}}, nil
}

// readRoots are the certificates of a setting's file; nil when it is not set.
func readRoots(setting, path string) (*x509.CertPool, error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.ReadFile(filepath.Clean(path))
	if err != nil {
		return nil, usageError{fmt.Errorf("%s: %w", setting, err)}
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(file) {
		return nil, usageError{fmt.Errorf("%s: no certificate in %s", setting, path)}
	}
	return roots, nil
}

// seal signs the file of a certificate with the organiser's key, if there is one.
func (a *app) seal(ctx context.Context, st certificates.Statement, file []byte) ([]byte, error) {
	keys, err := a.keyring.get()
	if keys == nil {
		return file, err
	}
	now := time.Now().In(i18n.VN)
	signer, err := keys.at(now)
	if err != nil {
		return nil, err
	}
	leaf := signer.Key.Chain[0]
	if err := a.noteSigner(ctx, leaf); err != nil {
		return nil, err
	}
	return signer.Sign(ctx, file, pades.Claim{Name: leaf.Subject.CommonName, Place: st.Place,
		Reason: "Phát hành giấy chứng nhận " + st.Number, At: now})
}

func day(at time.Time) string { return at.In(i18n.VN).Format(time.DateOnly) }

// keyWarning is how long before its end the doctor speaks of the signing certificate.
const keyWarning = 60 * 24 * time.Hour

// signingHealth tells until when the last of the signing certificates holds.
func (a *app) signingHealth(now time.Time) web.Health {
	keys, err := a.keyring.get()
	if err != nil {
		return answer("signing_key", err)
	}
	if keys == nil {
		return web.Health{Code: "unsigned", OK: true}
	}
	leaf := keys[len(keys)-1].Key.Chain[0]
	soon := now.Add(keyWarning).After(leaf.NotAfter)
	return web.Health{Code: "signing", OK: !soon, Warn: soon && now.Before(leaf.NotAfter),
		Args: fault.MakeArgs("name", leaf.Subject.CommonName, "until", day(leaf.NotAfter))}
}
