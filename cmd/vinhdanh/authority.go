package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"vinhdanh/certificates"
	"vinhdanh/certificates/pades"
	"vinhdanh/certificates/pdf"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/web"
)

// authority is who may sign certificates outside; without roots nobody.
func (c config) authority() (pades.Authority, error) {
	roots, err := readRoots("authority_roots", c.AuthorityRoots)
	if err != nil {
		return pades.Authority{}, err
	}
	signers, err := c.allowedSigners()
	return pades.Authority{Roots: roots, Signers: signers}, err
}

// allowedSigners reads authority_signers.
func (c config) allowedSigners() ([]pades.Allowed, error) {
	if len(c.AuthoritySigners) > 0 && c.AuthorityRoots == "" {
		return nil, usageError{errors.New("authority_signers without authority_roots: set the file of their roots too")}
	}
	var list []pades.Allowed
	for _, text := range c.AuthoritySigners {
		a, err := pades.ParseAllowed(text)
		if err != nil {
			return nil, usageError{fmt.Errorf("authority_signers: %w", err)}
		}
		list = append(list, a)
	}
	return list, nil
}

// authorityHealth tells who may sign outside, and warns when that is everybody under the roots.
func (a *app) authorityHealth() web.Health {
	if a.conf.AuthorityRoots == "" {
		return web.Health{Code: "authority_none", OK: true}
	}
	by, err := a.conf.authority()
	if err != nil {
		return answer("authority_roots", err)
	}
	named := len(by.Signers) > 0
	return web.Health{Code: "authority", OK: named, Warn: !named, Args: fault.MakeArgs("count", len(by.Signers))}
}

// desk takes back what the authority signed.
func (a *app) desk() certificates.Desk {
	return certificates.Desk{
		Load: func(ctx context.Context, sha256 string) ([]byte, error) {
			file, err := a.blobs.Open(ctx, sha256)
			if err != nil {
				return nil, err
			}
			data, err := io.ReadAll(file)
			return data, errors.Join(err, file.Close())
		},
		Examine: func(st certificates.Statement, issued, file []byte) (signer string, claimed time.Time, err error) {
			authority, err := a.conf.authority()
			if err != nil {
				return "", claimed, err
			}
			if authority.Roots == nil {
				return "", claimed, fault.New(fault.Conflict, "countersign_no_roots")
			}
			c, err := pades.Countersigned(issued, file, pades.Box(pdf.SignatureRoom(st.Design)), authority)
			if err != nil {
				return "", claimed, err
			}
			return c.Signer.Subject.CommonName, c.Claimed, nil
		},
		Keep: func(ctx context.Context, file []byte) (string, error) {
			sha, _, err := a.blobs.Put(ctx, bytes.NewReader(file), int64(len(file)))
			return sha, err
		},
	}
}
