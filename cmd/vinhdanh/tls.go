package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

// What the setting tls says beside nothing.
const (
	tlsAuto  = "auto"  // certificates from an authority of the internet (ACME)
	tlsLocal = "local" // certificates from an authority of this data folder
)

// longestDrain leaves requests under way a quarter of the time for stopping.
const longestDrain = 15 * time.Second

// acmeFolder keeps the account and the certificates of tls = "auto" in the data folder.
const acmeFolder = "acme"

// front is how a server shows itself to the network.
type front struct {
	tls   *tls.Config                                   // nil speaks HTTP
	plain http.Handler                                  // answers on the second address, without TLS; nil for none
	say   func(w io.Writer, main, plain net.Addr) error // prints what else there is to know; may be nil
}

// checkTLS refuses settings that do not fit together and chooses the addresses that were not set.
func (c *config) checkTLS() error {
	addr, plain := defaultAddr, ""
	switch c.TLS {
	case "":
	case tlsAuto:
		addr, plain = ":443", ":80"
	case tlsLocal:
		addr, plain = ":8443", ":8080"
	default:
		return usageError{fmt.Errorf("tls is %q; it can be %q, %q or empty", c.TLS, tlsAuto, tlsLocal)}
	}
	if c.Addr == "" {
		c.Addr = addr
	}
	if c.PlainAddr == "" {
		c.PlainAddr = plain
	}
	if (c.TLSCert == "") != (c.TLSKey == "") || c.TLSCert != "" && c.TLS != "" {
		return usageError{errors.New("tls_cert and tls_key go together, and without tls")}
	}
	if c.Drain < 0 || c.Drain > longestDrain {
		return usageError{fmt.Errorf("drain is %s; it can be at most %s", c.Drain, longestDrain)}
	}
	return nil
}

// speaksTLS reports whether this server ends TLS itself.
func (c *config) speaksTLS() bool { return c.TLS != "" || c.TLSCert != "" }

// front prepares TLS as the settings want it.
func (a *app) front(now time.Time) (front, error) {
	if a.conf.speaksTLS() && !strings.HasPrefix(a.conf.BaseURL, "https://") {
		a.log.Warn("the server speaks TLS, but the base URL says http: cookies are not bound to https; set base_url", "base_url", a.conf.BaseURL)
	}
	switch {
	case a.conf.TLS == tlsAuto:
		return a.autoFront()
	case a.conf.TLS == tlsLocal:
		return a.localFront(now)
	case a.conf.TLSCert != "":
		pair := &keyPair{cert: a.conf.TLSCert, key: a.conf.TLSKey, log: a.log}
		if _, err := pair.current(nil); err != nil {
			return front{}, err
		}
		return front{tls: strictTLS(&tls.Config{GetCertificate: pair.current})}, nil
	}
	return front{}, nil
}

// strictTLS takes TLS 1.2 with authenticated ciphers and forward secrecy, or newer (RFC 9325).
func strictTLS(c *tls.Config) *tls.Config {
	c.MinVersion = tls.VersionTLS12
	c.CipherSuites = []uint16{
		tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
		tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
		tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
	}
	return c
}

// autoFront gets certificates for the base URL's name and renews them. The plain address answers the
// authority's questions and leads everybody else to the base URL, which is https.
func (a *app) autoFront() (front, error) {
	base, err := url.Parse(a.conf.BaseURL)
	if err != nil || base.Scheme != "https" || net.ParseIP(base.Hostname()) != nil {
		return front{}, hinted{usageError{fmt.Errorf("tls = %q needs a base URL with https and a name, not %s", tlsAuto, a.conf.BaseURL)},
			"set base_url, or use --tls-local in a hall without internet"}
	}
	manager := &autocert.Manager{Prompt: autocert.AcceptTOS, Cache: autocert.DirCache(filepath.Join(a.conf.Data, acmeFolder)),
		HostPolicy: autocert.HostWhitelist(base.Hostname()), Email: a.conf.TLSEmail}
	if a.conf.TLSDirectory != "" {
		manager.Client = &acme.Client{DirectoryURL: a.conf.TLSDirectory}
	}
	return front{tls: strictTLS(manager.TLSConfig()), plain: manager.HTTPHandler(leadTo(a.conf.BaseURL))}, nil
}

// leadTo sends readers to the same page below base; what is not read is refused, for it has crossed the
// network unprotected already.
func leadTo(base string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "use "+base, http.StatusBadRequest)
			return
		}
		http.Redirect(w, r, base+r.URL.RequestURI(), http.StatusFound) //nolint:gosec // base holds the host
	})
}
