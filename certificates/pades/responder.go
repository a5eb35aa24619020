package pades

import (
	"bytes"
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"golang.org/x/crypto/ocsp"
)

const (
	longestResponse = 64 << 10 // of a responder, in bytes
	responseType    = "application/ocsp-request"
)

// ask adds the answer of a certificate's responder, which must say that it is good, and the responder's own certificate.
func (r *Revocations) ask(ctx context.Context, address string, c *x509.Certificate, known []*x509.Certificate, e *Evidence) error {
	answer, err := r.answer(ctx, address, c, known)
	if err != nil {
		return fmt.Errorf("responder %s: %w", address, err)
	}
	switch answer.Status {
	case ocsp.Good:
	case ocsp.Revoked:
		return revoked(c, answer.RevokedAt)
	default:
		return fmt.Errorf("responder %s: it does not know the certificate of %s", address, c.Subject.CommonName)
	}
	e.Answers = append(e.Answers, answer.Raw)
	if answer.Certificate != nil {
		e.Certificates = append(e.Certificates, answer.Certificate)
	}
	return nil
}

func (r *Revocations) answer(ctx context.Context, address string, c *x509.Certificate, known []*x509.Certificate) (*ocsp.Response, error) {
	r.mu.Lock()
	kept := r.answers[string(c.Raw)]
	r.mu.Unlock()
	if kept != nil && r.Now().Before(kept.NextUpdate) {
		return kept, nil
	}
	above := issuer(c, known)
	if above == nil {
		return nil, fmt.Errorf("the certificate above %s is missing", c.Subject.CommonName)
	}
	// SHA-1 names the certificate, it proves nothing: many responders know no other digest (RFC 6960, 4.3).
	question, err := ocsp.CreateRequest(c, above, &ocsp.RequestOptions{Hash: crypto.SHA1})
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(question))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", responseType)
	der, err := r.fetch(request, longestResponse)
	if err != nil {
		return nil, err
	}
	answer, err := ocsp.ParseResponseForCert(der, c, above)
	if err != nil {
		return nil, err
	}
	return answer, r.keep(c, answer)
}

// keep checks who signed an answer and that it is of today, and remembers it.
func (r *Revocations) keep(c *x509.Certificate, answer *ocsp.Response) error {
	now := r.Now()
	if by := answer.Certificate; by != nil && (!slices.Contains(by.ExtKeyUsage, x509.ExtKeyUsageOCSPSigning) || now.After(by.NotAfter)) {
		return fmt.Errorf("%s may not answer for the authority", by.Subject.CommonName)
	}
	if now.Before(answer.ThisUpdate.Add(-clockSkew)) || !answer.NextUpdate.IsZero() && !now.Before(answer.NextUpdate) ||
		answer.NextUpdate.IsZero() && now.After(answer.ThisUpdate.Add(clockSkew)) {
		return errors.New("its answer is not of today")
	}
	if !answer.NextUpdate.IsZero() && answer.Status == ocsp.Good {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.answers == nil {
			r.answers = map[string]*ocsp.Response{}
		}
		r.answers[string(c.Raw)] = answer
	}
	return nil
}
