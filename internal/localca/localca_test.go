package localca

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var now = time.Date(2026, 11, 27, 2, 0, 0, 0, time.UTC)

func opened(t *testing.T) *Authority {
	t.Helper()
	a, fresh, err := Open(t.TempDir(), "Vinh Danh hội trường", now)
	if err != nil || !fresh {
		t.Fatal(fresh, err)
	}
	return a
}

// verify asks for a name as a device does that trusts the authority and nothing else.
func verify(a *Authority, leaf *x509.Certificate, name string, at time.Time) error {
	roots := x509.NewCertPool()
	roots.AddCert(a.cert)
	_, err := leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: name, CurrentTime: at})
	return err
}

func TestOnlyLocalNames(t *testing.T) {
	a := opened(t)
	for _, name := range []string{"may-tinh.local", "192.168.1.7", "10.1.2.3", "fe80::1", "example.vn", "local.example.vn", "notlocal",
		"8.8.8.8", "172.32.0.1", "2001:db8::1", "may-tinh"} {
		template := &x509.Certificate{NotBefore: now, NotAfter: now.AddDate(0, 0, 1), ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
		ip := net.ParseIP(name)
		local := ip != nil && LocalAddress(ip) || ip == nil && LocalName(name)
		if want := strings.HasSuffix(name, ".local") || slices.Contains([]string{"192.168.1.7", "10.1.2.3", "fe80::1"}, name); local != want {
			t.Errorf("%s counts as local: %v", name, local)
		}
		if ip != nil {
			template.IPAddresses = []net.IP{ip}
		} else {
			template.DNSNames = []string{name}
		}
		forced, err := a.sign(template) // what a thief of the key would do
		if err != nil {
			t.Fatal(err)
		}
		if err := verify(a, forced.Leaf, name, now.Add(time.Hour)); (err == nil) != local {
			t.Errorf("a device believes %s: %v", name, err)
		}
	}
	template := &x509.Certificate{NotBefore: now, NotAfter: now.AddDate(0, 0, 1), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	below, err := a.sign(template)
	if err != nil {
		t.Fatal(err)
	}
	if err := below.Leaf.CheckSignatureFrom(a.cert); err != nil || a.cert.MaxPathLen != 0 || !a.cert.MaxPathLenZero {
		t.Errorf("an authority below this one: %v", err)
	}
}

func TestLeaf(t *testing.T) {
	a := opened(t)
	c, err := a.Leaf([]string{"may.local", "example.vn"}, []net.IP{net.ParseIP("192.168.1.7"), net.ParseIP("203.0.113.1")}, now)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Leaf.NotAfter.Sub(c.Leaf.NotBefore); got > 397*24*time.Hour || c.Leaf.NotBefore.After(now.Add(-early)) {
		t.Errorf("it holds from %v for %v", c.Leaf.NotBefore, got)
	}
	if len(c.Leaf.DNSNames) != 1 || len(c.Leaf.IPAddresses) != 1 {
		t.Errorf("for %v and %v", c.Leaf.DNSNames, c.Leaf.IPAddresses)
	}
	late, err := a.Leaf([]string{"may.local"}, nil, a.cert.NotAfter.AddDate(0, 0, -40))
	if err != nil || late.Leaf.NotAfter.After(a.cert.NotAfter) {
		t.Errorf("it outlives its authority: %v", err)
	}
	if _, err := a.Leaf([]string{"example.vn"}, nil, now); !errors.Is(err, ErrNotLocal) {
		t.Errorf("nothing local: %v", err)
	}
}

func TestOpenKeepsAndReplaces(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, FileName)
	first, fresh, err := Open(dir, "A", now)
	if err != nil || !fresh {
		t.Fatal(fresh, err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	again, fresh, err := Open(dir, "B", now.AddDate(1, 11, 0))
	if err != nil || fresh || again.Fingerprint() != first.Fingerprint() {
		t.Errorf("the authority was not kept: %v", err)
	}
	replaced, fresh, err := Open(dir, "B", now.AddDate(1, 11, 5))
	if err != nil || !fresh || replaced.Fingerprint() == first.Fingerprint() || replaced.Name() != "B" {
		t.Errorf("the authority was not replaced before its end: %v", err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v %v", left, err)
	}
	other := opened(t)
	for name, bad := range map[string]*Authority{"another's key": {replaced.cert, other.key}} {
		if err := bad.save(file); err != nil {
			t.Fatal(err)
		}
		if _, _, err := Open(dir, "C", now); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Open(dir, "C", now); err == nil {
		t.Error("a broken file is replaced in silence; devices would wonder")
	}
}

// TestHandshake has a client that trusts the authority alone speak TLS to a server with a leaf.
func TestHandshake(t *testing.T) {
	a, _, err := Open(t.TempDir(), "A", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := a.Leaf([]string{"localhost"}, []net.IP{net.IPv4(127, 0, 0, 1)}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	server.TLS = &tls.Config{Certificates: []tls.Certificate{*leaf}, MinVersion: tls.VersionTLS12}
	server.StartTLS()
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(a.cert)
	for name, believed := range map[string]bool{"127.0.0.1": true, "localhost": true, "example.vn": false} {
		conn, err := tls.Dial("tcp", server.Listener.Addr().String(), &tls.Config{RootCAs: roots, ServerName: name, MinVersion: tls.VersionTLS12})
		if (err == nil) != believed {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil {
			_ = conn.Close()
		}
	}
}

func TestProfile(t *testing.T) {
	a, _, err := Open(t.TempDir(), `Vinh Danh <"Hội trường">`, now)
	if err != nil {
		t.Fatal(err)
	}
	text, err := a.Profile()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Dict struct {
			Array struct {
				Dict struct {
					Data    string   `xml:"data"`
					Strings []string `xml:"string"`
				} `xml:"dict"`
			} `xml:"array"`
			Strings []string `xml:"string"`
		} `xml:"dict"`
	}
	if err := xml.Unmarshal(text, &doc); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	inner := doc.Dict.Array.Dict
	if der, err := base64.StdEncoding.DecodeString(inner.Data); err != nil || string(der) != string(a.DER()) {
		t.Errorf("the certificate: %v", err)
	}
	if !slices.Contains(inner.Strings, a.Name()) || !slices.Contains(inner.Strings, "com.apple.security.root") {
		t.Errorf("%q", inner.Strings)
	}
	ids := regexp.MustCompile(`[0-9A-F]{8}-[0-9A-F]{4}-8[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}`).FindAllString(string(text), -1)
	if len(ids) != 2 || ids[0] == ids[1] {
		t.Errorf("ids %q", ids)
	}
	if !regexp.MustCompile(`^([0-9A-F]{2}:){31}[0-9A-F]{2}$`).MatchString(a.Fingerprint()) {
		t.Error(a.Fingerprint())
	}
}
