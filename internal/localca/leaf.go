package localca

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"net"
	"slices"
	"time"
)

// leafDays is how long a machine's certificate holds: browsers refuse more (CA/Browser Forum, SC-31).
const leafDays = 397

// ErrNotLocal says that none of the names and addresses is local.
var ErrNotLocal = errors.New("there is no local name or address to vouch for")

// Leaf makes a key and a certificate of at most 397 days for the local ones among names and addresses; the
// others are left out. The key is never stored.
func (a *Authority) Leaf(names []string, addresses []net.IP, now time.Time) (*tls.Certificate, error) {
	template := &x509.Certificate{
		Subject: pkix.Name{CommonName: "Vinh Danh"}, NotBefore: now.Add(-early), NotAfter: earlier(now.AddDate(0, 0, leafDays).Add(-early), a.cert.NotAfter),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, BasicConstraintsValid: true,
	}
	for _, name := range names {
		if LocalName(name) {
			template.DNSNames = append(template.DNSNames, name)
		}
	}
	for _, ip := range addresses {
		if LocalAddress(ip) {
			template.IPAddresses = append(template.IPAddresses, ip)
		}
	}
	if len(template.DNSNames)+len(template.IPAddresses) == 0 {
		return nil, ErrNotLocal
	}
	return a.sign(template)
}

// sign makes a key for a certificate and signs it as it stands.
func (a *Authority) sign(template *x509.Certificate) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make key of this machine: %w", err)
	}
	if template.SerialNumber, err = newSerial(); err != nil {
		return nil, err
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, &key.PublicKey, a.key)
	if err != nil {
		return nil, fmt.Errorf("make certificate of this machine: %w", err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("make certificate of this machine: %w", err)
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, nil
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// LocalAddress reports whether the authority may vouch for an address: the internet does not route it.
func LocalAddress(ip net.IP) bool {
	return slices.ContainsFunc(nets(), func(n *net.IPNet) bool { return n.Contains(ip) })
}

// LocalName reports whether the authority may vouch for a name: only the local network resolves it.
func LocalName(name string) bool {
	for _, domain := range localNames {
		if name == domain || len(name) > len(domain) && name[len(name)-len(domain)-1:] == "."+domain {
			return true
		}
	}
	return false
}
