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
	"vinhdanh/internal/inspect"
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

// outsideHealth tells how files that were signed outside are taken back, if they are.
func (a *app) outsideHealth() []web.Health {
	list := []web.Health{a.authorityHealth()}
	if a.conf.AuthorityRoots != "" {
		list = append(list, a.pagesHealth())
	}
	return list
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

// What compare_pages says: whether a file that comes back is drawn beside the issued one.
const (
	compareAuto   = "auto"   // where the machine has what draws
	compareAlways = "always" // nothing is taken back without
	compareNever  = "never"
)

// samePage is the fault of a file whose page looks otherwise than the issued one outside the pictures of its signatures.
func (a *app) samePage(ctx context.Context, look uploads, issued, file []byte, pictures []pades.Box) error {
	program := inspect.Drawer()
	switch {
	case a.conf.ComparePages == compareNever, program == "" && a.conf.ComparePages != compareAlways:
		return nil
	case program == "":
		return fault.New(fault.Conflict, "countersign_undrawn")
	}
	var but []inspect.Area
	for _, p := range pictures {
		but = append(but, inspect.Area(p))
	}
	same, err := look.inspector.SamePage(ctx, program, issued, file, but)
	if err == nil && !same {
		err = fault.New(fault.Invalid, "countersign_looks")
	}
	return err
}

// pagesHealth tells whether files that come back are drawn beside the issued ones.
func (a *app) pagesHealth() web.Health {
	if a.conf.ComparePages == compareNever {
		return web.Health{Code: "pages_never", OK: true}
	}
	program := inspect.Drawer()
	missing := program == ""
	return web.Health{Code: "pages", OK: !missing, Warn: missing && a.conf.ComparePages != compareAlways,
		Args: fault.MakeArgs("program", program, "always", a.conf.ComparePages == compareAlways)}
}

// desk takes back what the authority signed.
func (a *app) desk(look uploads) certificates.Desk {
	return certificates.Desk{
		Load: func(ctx context.Context, sha256 string) ([]byte, error) {
			file, err := a.blobs.Open(ctx, sha256)
			if err != nil {
				return nil, err
			}
			data, err := io.ReadAll(file)
			return data, errors.Join(err, file.Close())
		},
		Examine: func(ctx context.Context, st certificates.Statement, issued, file []byte) (signer string, claimed time.Time, err error) {
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
			return c.Signer.Subject.CommonName, c.Claimed, a.samePage(ctx, look, issued, file, c.Pictures)
		},
		Keep: func(ctx context.Context, file []byte) (string, error) {
			sha, _, err := a.blobs.Put(ctx, bytes.NewReader(file), int64(len(file)))
			return sha, err
		},
	}
}
