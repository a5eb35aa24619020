package pades

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// longestList is the most that a list of revoked certificates may take, in bytes.
const longestList = 4 << 20

// RevocationLists fetches the lists of revoked certificates that certificates name (RFC 5280, 4.2.1.13), and keeps each
// until its next update is due. It is safe for use by several goroutines.
type RevocationLists struct {
	Client *http.Client     // with a timeout
	Now    func() time.Time // the clock

	mu   sync.Mutex
	kept map[string]*x509.RevocationList
}

// Evidence is what a signature by chain, and its timestamp by stampers, needs to be checked in years: every certificate,
// and the list of each that names one over http. A certificate on its list is an error: nothing is to be signed with it.
func (r *RevocationLists) Evidence(ctx context.Context, chains ...[]*x509.Certificate) (Evidence, error) {
	var e Evidence
	for _, chain := range chains {
		e.Certificates = append(e.Certificates, chain...)
	}
	for _, c := range e.Certificates {
		for _, address := range c.CRLDistributionPoints {
			if !strings.HasPrefix(address, "http://") && !strings.HasPrefix(address, "https://") {
				continue
			}
			list, err := r.list(ctx, address, c, e.Certificates)
			if err != nil {
				return Evidence{}, err
			}
			for _, entry := range list.RevokedCertificateEntries {
				if entry.SerialNumber.Cmp(c.SerialNumber) == 0 {
					return Evidence{}, fmt.Errorf("the certificate of %s is revoked since %s", c.Subject.CommonName, entry.RevocationTime)
				}
			}
			e.Lists = append(e.Lists, list.Raw)
			break
		}
	}
	return e, nil
}

// list is the list at an address, signed by whoever signed c.
func (r *RevocationLists) list(ctx context.Context, address string, c *x509.Certificate, known []*x509.Certificate) (*x509.RevocationList, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if list := r.kept[address]; list != nil && r.Now().Before(list.NextUpdate) {
		return list, nil
	}
	list, err := r.fetch(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("list of revoked certificates %s: %w", address, err)
	}
	signed := false
	for _, above := range known {
		signed = signed || c.CheckSignatureFrom(above) == nil && list.CheckSignatureFrom(above) == nil
	}
	if !signed {
		return nil, fmt.Errorf("list of revoked certificates %s: not signed by the authority of %s", address, c.Subject.CommonName)
	}
	if !r.Now().Before(list.NextUpdate) {
		return nil, fmt.Errorf("list of revoked certificates %s: out of date since %s", address, list.NextUpdate)
	}
	if r.kept == nil {
		r.kept = map[string]*x509.RevocationList{}
	}
	r.kept[address] = list
	return list, nil
}

func (r *RevocationLists) fetch(ctx context.Context, address string) (*x509.RevocationList, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	response, err := r.Client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, errors.New(response.Status)
	}
	der, err := io.ReadAll(io.LimitReader(response.Body, longestList))
	if err != nil {
		return nil, err
	}
	return x509.ParseRevocationList(der)
}
