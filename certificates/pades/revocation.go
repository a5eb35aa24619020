package pades

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/ocsp"
)

const (
	longestList = 4 << 20         // of revoked certificates, in bytes
	clockSkew   = 5 * time.Minute // between this machine and an authority
)

// Revocations asks whether certificates still hold: the responder that one names (RFC 6960), else the list of revoked
// ones (RFC 5280, 4.2.1.13), and keeps each answer until its next update is due. It is safe for use by several goroutines.
type Revocations struct {
	Client *http.Client     // with a timeout
	Now    func() time.Time // the clock

	mu      sync.Mutex // never held while an authority is asked: one that hangs holds up nobody else
	lists   map[string]*x509.RevocationList
	answers map[string]*ocsp.Response // by the certificate's bytes
}

// Evidence is what a signature by chain, and its timestamp by stampers, needs to be checked in years: every certificate,
// and for each that names one over http the answer of its responder, or its list when the responder gives none. A revoked
// certificate is an error: nothing is to be signed with it.
func (r *Revocations) Evidence(ctx context.Context, chains ...[]*x509.Certificate) (Evidence, error) {
	var e Evidence
	for _, chain := range chains {
		e.Certificates = append(e.Certificates, chain...)
	}
	known := slices.Clone(e.Certificates)
	for _, c := range known {
		responder, list := overHTTP(c.OCSPServer), overHTTP(c.CRLDistributionPoints)
		var err error
		switch {
		case responder != "":
			if err = r.ask(ctx, responder, c, known, &e); err == nil || list == "" || errors.Is(err, errRevoked) {
				break
			}
			fallthrough // large lists make large files, but better one than none
		case list != "":
			err = r.look(ctx, list, c, known, &e)
		}
		if err != nil {
			return Evidence{}, err
		}
	}
	return e, nil
}

var errRevoked = errors.New("the certificate is revoked")

// revoked is the error of a certificate that may sign no more.
func revoked(c *x509.Certificate, since time.Time) error {
	return fmt.Errorf("%w: that of %s, since %s", errRevoked, c.Subject.CommonName, since.UTC().Format(time.RFC3339))
}

// overHTTP is the first address that can be asked over http, or "".
func overHTTP(addresses []string) string {
	for _, a := range addresses {
		if strings.HasPrefix(a, "http://") || strings.HasPrefix(a, "https://") {
			return a
		}
	}
	return ""
}

// issuer is the certificate among known that signed c, or nil.
func issuer(c *x509.Certificate, known []*x509.Certificate) *x509.Certificate {
	for _, above := range known {
		if !above.Equal(c) && c.CheckSignatureFrom(above) == nil {
			return above
		}
	}
	return nil
}

// look adds the list at an address, on which c must not stand.
func (r *Revocations) look(ctx context.Context, address string, c *x509.Certificate, known []*x509.Certificate, e *Evidence) error {
	list, err := r.list(ctx, address, c, known)
	if err != nil {
		return fmt.Errorf("list of revoked certificates %s: %w", address, err)
	}
	for _, entry := range list.RevokedCertificateEntries {
		if entry.SerialNumber.Cmp(c.SerialNumber) == 0 {
			return revoked(c, entry.RevocationTime)
		}
	}
	e.Lists = append(e.Lists, list.Raw)
	return nil
}

// list is the list at an address, of today and signed by whoever signed c.
func (r *Revocations) list(ctx context.Context, address string, c *x509.Certificate, known []*x509.Certificate) (*x509.RevocationList, error) {
	r.mu.Lock()
	list := r.lists[address]
	r.mu.Unlock()
	now := r.Now()
	if list == nil || !now.Before(list.NextUpdate) {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return nil, err
		}
		der, err := r.fetch(request, longestList)
		if err != nil {
			return nil, err
		}
		if list, err = x509.ParseRevocationList(der); err != nil {
			return nil, err
		}
	}
	if above := issuer(c, known); above == nil || list.CheckSignatureFrom(above) != nil {
		return nil, fmt.Errorf("not signed by the authority of %s", c.Subject.CommonName)
	}
	if now.Before(list.ThisUpdate.Add(-clockSkew)) || !now.Before(list.NextUpdate) {
		return nil, fmt.Errorf("out of date: it holds from %s to %s", list.ThisUpdate, list.NextUpdate)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.lists == nil {
		r.lists = map[string]*x509.RevocationList{}
	}
	r.lists[address] = list
	return list, nil
}

// fetch reads an answer of at most so many bytes.
func (r *Revocations) fetch(request *http.Request, most int64) ([]byte, error) {
	response, err := r.Client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, errors.New(response.Status)
	}
	return io.ReadAll(io.LimitReader(response.Body, most))
}
