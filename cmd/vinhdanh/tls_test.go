package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"vinhdanh/certificates/pdf"
	"vinhdanh/internal/i18n"
	"vinhdanh/internal/localca"
)

func TestTLSSettings(t *testing.T) {
	for _, c := range []struct {
		name        string
		conf        config
		addr, plain string
		err         string
	}{
		{"none", config{}, defaultAddr, "", ""},
		{"of the internet", config{TLS: "auto"}, ":443", ":80", ""},
		{"of a hall", config{TLS: "local", PlainAddr: ":81"}, ":8443", ":81", ""},
		{"files", config{Addr: ":1", TLSCert: "a", TLSKey: "b"}, ":1", "", ""},
		{"another word", config{TLS: "on"}, "", "", `tls is "on"`},
		{"half a pair", config{TLSCert: "a"}, "", "", "tls_cert and tls_key go together"},
		{"both", config{TLS: "auto", TLSCert: "a", TLSKey: "b"}, "", "", "without tls"},
		{"too long a drain", config{Drain: 16 * time.Second}, "", "", "drain is 16s"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := c.conf.checkTLS()
			if c.err != "" {
				if err == nil || !isUsage(err) || !strings.Contains(err.Error(), c.err) {
					t.Errorf("%v", err)
				}
				return
			}
			if err != nil || c.conf.Addr != c.addr || c.conf.PlainAddr != c.plain {
				t.Errorf("%v: %s and %s", err, c.conf.Addr, c.conf.PlainAddr)
			}
		})
	}
	got, err := load(t, []string{"VINHDANH_TLS=auto", "VINHDANH_DRAIN=5s"}, "--tls-local", "--data", t.TempDir())
	if err != nil || got.TLS != tlsLocal || got.Addr != ":8443" || got.Drain != 5*time.Second {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestHallServesTabletsThatTrustIt goes the way of a tablet: the plain page, the certificate from it, the
// platform by https with nothing else trusted.
func TestHallServesTabletsThatTrustIt(t *testing.T) {
	s := serving(t, nil, func(c *config) { c.TLS, c.PlainAddr = tlsLocal, "127.0.0.1:0" })
	install := regexp.MustCompile(`1\. (http://127\.0\.0\.1:\d+)`).FindStringSubmatch(s.out)
	if install == nil || !strings.Contains(s.out, "2. https://"+s.main) || !strings.Contains(s.out, "▀") {
		t.Fatalf("it does not say where to go:\n%s", s.out)
	}
	read := func(path string) (string, http.Header) {
		t.Helper()
		res, err := http.Get(install[1] + path)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d %v", path, res.StatusCode, err)
		}
		return string(body), res.Header
	}
	der, header := read("/vinhdanh.crt")
	ca, err := x509.ParseCertificate([]byte(der))
	if err != nil || header.Get("Content-Type") != "application/x-x509-ca-cert" {
		t.Fatal(err, header)
	}
	if _, header = read("/vinhdanh.mobileconfig"); header.Get("Content-Type") != localca.ProfileType {
		t.Error(header)
	}
	page, _ := read("/")
	print := regexp.MustCompile(`([0-9A-F]{2}:){31}[0-9A-F]{2}`).FindString(s.out)
	for _, want := range []string{print, "/vinhdanh.crt", "/vinhdanh.mobileconfig", ca.Subject.CommonName, "Cài chứng chỉ", "Install the certificate"} {
		if want == "" || !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(page, "install.") {
		t.Errorf("a text is missing:\n%s", page)
	}
	roots := x509.NewCertPool()
	roots.AddCert(ca)
	tablet := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true}}
	res, err := tablet.Get("https://" + s.main + "/?lang=en")
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.ProtoMajor != 2 || res.StatusCode != http.StatusOK || res.Header.Get("Strict-Transport-Security") != "" {
		t.Errorf("%s %d %v", res.Proto, res.StatusCode, res.Header)
	}
	if cookies := res.Cookies(); len(cookies) != 1 || !cookies[0].Secure || !strings.HasPrefix(cookies[0].Name, "__Host-") {
		t.Errorf("cookies %v", cookies)
	}
	if _, err := http.Get("https://" + s.main + "/healthz"); err == nil {
		t.Error("somebody who trusts others gets in")
	}
	old := &tls.Config{RootCAs: roots, MaxVersion: tls.VersionTLS11}
	if conn, err := tls.Dial("tcp", s.main, old); err == nil {
		_ = conn.Close()
		t.Error("TLS 1.1 is spoken")
	}
}

func TestInstallPageAnswersNothingElse(t *testing.T) {
	ca, _, err := localca.Open(t.TempDir(), "A", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	page, err := newInstallPage(ca, i18n.New(), config{Addr: ":8443"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		method, path string
		status       int
	}{{"GET", "/", 200}, {"HEAD", "/vinhdanh.crt", 200}, {"GET", "/login", 404}, {"GET", "/metrics", 404}, {"POST", "/", 405}} {
		w := httptest.NewRecorder()
		page.ServeHTTP(w, httptest.NewRequest(c.method, "http://192.168.1.7:8080"+c.path, http.NoBody))
		if w.Code != c.status {
			t.Errorf("%s %s: %d", c.method, c.path, w.Code)
		}
		if c.path == "/" && c.status == 200 && !strings.Contains(w.Body.String(), `href="https://192.168.1.7:8443"`) {
			t.Error("the page does not lead to the platform")
		}
	}
}

// TestSymbolOnATerminal reads the drawn characters back into modules.
func TestSymbolOnATerminal(t *testing.T) {
	modules, err := pdf.Modules("http://192.168.1.7:8080")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.Trim(blocks(modules), "\n"), "\n")
	for y := range len(modules) + 8 {
		text := strings.TrimSuffix(strings.SplitN(lines[y/2], "m", 2)[1], "\x1b[0m")
		for x, r := range []rune(text) {
			lit := r == '█' || r == '▀' && y%2 == 0 || r == '▄' && y%2 == 1
			inside := y >= 4 && x >= 4 && y-4 < len(modules) && x-4 < len(modules)
			if dark := inside && modules[y-4][x-4]; lit == dark {
				t.Fatalf("module %d, %d is wrong", x-4, y-4)
			}
		}
	}
}

// madePair writes a certificate and its key for a name.
func madePair(t *testing.T, dir string) *tls.Certificate {
	t.Helper()
	ca, _, err := localca.Open(t.TempDir(), "A", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := ca.Leaf([]string{"localhost"}, nil, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	key, err := x509.MarshalPKCS8PrivateKey(leaf.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string]*pem.Block{"cert": {Type: "CERTIFICATE", Bytes: leaf.Certificate[0]}, "key": {Type: "PRIVATE KEY", Bytes: key}} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(b), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return leaf
}

// touch gives files a time of change that no earlier one had.
func touch(t *testing.T, dir string, at time.Time) {
	t.Helper()
	for _, name := range []string{"cert", "key"} {
		if err := os.Chtimes(filepath.Join(dir, name), at, at); err != nil {
			t.Fatal(err)
		}
	}
}

func TestRenewedFilesAreTaken(t *testing.T) {
	dir := t.TempDir()
	var log bytes.Buffer
	pair := &keyPair{cert: filepath.Join(dir, "cert"), key: filepath.Join(dir, "key"), log: slog.New(slog.NewTextHandler(&log, nil))}
	if _, err := pair.current(nil); err == nil || remedy(err) == "" {
		t.Errorf("missing files: %v", err)
	}
	expect := func(what string, want *tls.Certificate) {
		t.Helper()
		got, err := pair.current(nil)
		if err != nil || !bytes.Equal(got.Certificate[0], want.Certificate[0]) {
			t.Errorf("%s: another certificate, %v", what, err)
		}
	}
	first := madePair(t, dir)
	expect("the first", first)
	second := madePair(t, dir)
	touch(t, dir, time.Now().Add(time.Hour))
	expect("a renewed one", second)
	if err := os.WriteFile(pair.cert, []byte("half a f"), 0o600); err != nil {
		t.Fatal(err)
	}
	touch(t, dir, time.Now().Add(2*time.Hour))
	expect("a torn one", second)
	expect("a torn one, again", second)
	if n := strings.Count(log.String(), "keep the old certificate"); n != 1 {
		t.Errorf("logged %d times", n)
	}
	if err := os.Remove(pair.key); err != nil {
		t.Fatal(err)
	}
	expect("a missing one", second)
}

func TestPlainAddressLeadsToHTTPS(t *testing.T) {
	a := &app{conf: config{Data: t.TempDir(), TLS: tlsAuto, BaseURL: "https://binhchon.example.vn"}, log: slog.New(slog.DiscardHandler)}
	f, err := a.front(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		method, host, path string
		status             int
		to                 string
	}{
		{"GET", "binhchon.example.vn", "/v/abc?lang=en", 302, "https://binhchon.example.vn/v/abc?lang=en"},
		{"GET", "other.example.vn", "//evil.example", 302, "https://binhchon.example.vn//evil.example"},
		{"POST", "binhchon.example.vn", "/login", 400, ""},
		{"GET", "binhchon.example.vn", "/.well-known/acme-challenge/x", 404, ""},
	} {
		w := httptest.NewRecorder()
		f.plain.ServeHTTP(w, httptest.NewRequest(c.method, "http://"+c.host+c.path, http.NoBody))
		if w.Code != c.status || w.Header().Get("Location") != c.to {
			t.Errorf("%s %s: %d %s", c.method, c.path, w.Code, w.Header().Get("Location"))
		}
	}
	for _, base := range []string{"http://binhchon.example.vn", "https://192.0.2.1"} {
		a.conf.BaseURL = base
		if _, err := a.front(time.Now()); err == nil || !isUsage(err) || remedy(err) == "" {
			t.Errorf("%s: %v", base, err)
		}
	}
}

// TestLeafFollowsTheMachine: somebody who reaches the machine by an address that it got later is answered for it.
func TestLeafFollowsTheMachine(t *testing.T) {
	clock := time.Now()
	ca, _, err := localca.Open(t.TempDir(), "A", clock)
	if err != nil {
		t.Fatal(err)
	}
	l := &localLeaves{ca: ca, names: []string{"may.local"}, now: func() time.Time { return clock }}
	first, err := l.current(nil)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := l.current(reached("127.0.0.1")); err != nil || again != first {
		t.Errorf("a known address: %v", err)
	}
	moved, err := l.current(reached("10.99.98.97"))
	if err != nil || moved == first || moved.Leaf.VerifyHostname("10.99.98.97") != nil {
		t.Errorf("a new address: %v", err)
	}
	if public, err := l.current(reached("203.0.113.1")); err != nil || public != moved {
		t.Errorf("an address of the internet: %v", err)
	}
	clock = clock.AddDate(1, 0, 15)
	if late, err := l.current(nil); err != nil || late == moved {
		t.Errorf("near its end: %v", err)
	}
}

type fakeConn struct {
	net.Conn
	local net.Addr
}

// LocalAddr is net.Conn's.
func (c fakeConn) LocalAddr() net.Addr { return c.local }

func reached(ip string) *tls.ClientHelloInfo {
	return &tls.ClientHelloInfo{Conn: fakeConn{local: &net.TCPAddr{IP: net.ParseIP(ip), Port: 8443}}}
}
