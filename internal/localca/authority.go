// Package localca owns the certificate authority of a hall without internet: its key, what it may vouch
// for, and the certificates that it gives to this machine. It refuses to know who listens and who asks.
package localca

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	// FileName is the authority within the data folder: private key and certificate in one file, so that
	// there is never one without the other.
	FileName = "local-ca.pem"

	authorityYears = 2
	// lastDays is how long before its end an authority is replaced, in days: a round outlasts a week.
	lastDays = 30
	// early is how far certificates are dated back: a tablet without internet may be late by hours.
	early = 48 * time.Hour

	keyBlock  = "PRIVATE KEY"
	certBlock = "CERTIFICATE"
)

// localNames and localNets are all that the authority can vouch for (RFC 5280, section 4.2.1.10): names that
// only the local network resolves (RFC 6762) and addresses that the internet does not route. Whoever
// steals its key cannot pose as a bank.
var (
	localNames = []string{"local", "localhost"}
	localNets  = []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8", "fc00::/7", "fe80::/10", "::1/128"}
)

// Authority vouches for this machine towards the tablets of one hall. It is safe for concurrent use.
type Authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// Open reads the authority of a data folder, or makes one on first use and when the old one ends within 30
// days; fresh says that devices have to install it. name is what their lists of authorities call it.
func Open(dir, name string, now time.Time) (a *Authority, fresh bool, err error) {
	file := filepath.Join(dir, FileName)
	text, err := os.ReadFile(file)
	if err == nil {
		if a, err = parse(text); err != nil {
			return nil, false, fmt.Errorf("read %s: %w", file, err)
		}
		if now.Before(a.cert.NotAfter.AddDate(0, 0, -lastDays)) {
			return a, false, nil
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, false, fmt.Errorf("read local authority: %w", err)
	}
	if a, err = create(name, now); err != nil {
		return nil, false, err
	}
	return a, true, a.save(file)
}

// create makes an authority that nobody knows yet.
func create(name string, now time.Time) (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make key of the local authority: %w", err)
	}
	serial, err := newSerial()
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: name, Organization: []string{"Vinh Danh"}},
		NotBefore: now.Add(-early), NotAfter: now.AddDate(authorityYears, 0, 0),
		KeyUsage: x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true, IsCA: true, MaxPathLenZero: true,
		PermittedDNSDomainsCritical: true, PermittedDNSDomains: localNames, PermittedIPRanges: nets(),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, fmt.Errorf("make local authority: %w", err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("make local authority: %w", err)
	}
	return &Authority{cert, key}, nil
}

func nets() []*net.IPNet {
	list := make([]*net.IPNet, 0, len(localNets))
	for _, text := range localNets {
		_, prefix, err := net.ParseCIDR(text)
		if err != nil {
			panic(err) // a word of this file
		}
		list = append(list, prefix)
	}
	return list
}

func newSerial() (*big.Int, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, fmt.Errorf("make serial number: %w", err)
	}
	return serial.Add(serial, big.NewInt(1)), nil
}

// parse reads an authority and refuses one whose key is another's or that could vouch for the whole world.
func parse(text []byte) (*Authority, error) {
	a := &Authority{}
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		var err error
		switch block.Type {
		case keyBlock:
			var key any
			key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
			a.key, _ = key.(*ecdsa.PrivateKey)
		case certBlock:
			a.cert, err = x509.ParseCertificate(block.Bytes)
		}
		if err != nil {
			return nil, fmt.Errorf("read its %s: %w", strings.ToLower(block.Type), err)
		}
	}
	if a.cert == nil || a.key == nil || !a.key.PublicKey.Equal(a.cert.PublicKey) {
		return nil, errors.New("it does not hold a certificate and its key")
	}
	if !a.cert.IsCA || !a.cert.PermittedDNSDomainsCritical || len(a.cert.PermittedDNSDomains) == 0 || len(a.cert.PermittedIPRanges) == 0 {
		return nil, errors.New("it is not an authority for local names only")
	}
	return a, nil
}

// save writes the file whole or not at all, readable for its owner alone.
func (a *Authority) save(file string) error {
	key, err := x509.MarshalPKCS8PrivateKey(a.key)
	if err != nil {
		return fmt.Errorf("write local authority: %w", err)
	}
	var text bytes.Buffer
	for _, b := range []*pem.Block{{Type: keyBlock, Bytes: key}, {Type: certBlock, Bytes: a.cert.Raw}} {
		if err := pem.Encode(&text, b); err != nil {
			return fmt.Errorf("write local authority: %w", err)
		}
	}
	f, err := os.CreateTemp(filepath.Dir(file), "local-ca-*.pem") // mode 0600
	if err != nil {
		return fmt.Errorf("write local authority: %w", err)
	}
	_, err = f.Write(text.Bytes())
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		return fmt.Errorf("write local authority: %w", errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}

// DER is the certificate that devices install.
func (a *Authority) DER() []byte { return a.cert.Raw }

// Name is what the devices' lists of authorities call it.
func (a *Authority) Name() string { return a.cert.Subject.CommonName }

// Ends is when the authority and all that it vouched for end.
func (a *Authority) Ends() time.Time { return a.cert.NotAfter }

// Fingerprint is the SHA-256 of the certificate as devices show it: pairs of capital hexadecimal digits.
func (a *Authority) Fingerprint() string {
	sum := sha256.Sum256(a.cert.Raw)
	digits := strings.ToUpper(hex.EncodeToString(sum[:]))
	var pairs []string
	for i := 0; i < len(digits); i += 2 {
		pairs = append(pairs, digits[i:i+2])
	}
	return strings.Join(pairs, ":")
}
