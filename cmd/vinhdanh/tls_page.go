package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net"
	"net/http"

	"vinhdanh/internal/i18n"
	"vinhdanh/internal/localca"
)

//go:embed tls_page.html
var installHTML string

// installPage is all that the plain address of a hall answers: one page about the authority, and the authority
// in the two forms that devices install.
type installPage struct {
	page    *template.Template
	words   *i18n.Translator
	ca      *localca.Authority
	profile []byte
	addr    string // of the platform
}

func newInstallPage(ca *localca.Authority, words *i18n.Translator, c config) (*installPage, error) {
	page, err := template.New("install").Parse(installHTML)
	if err != nil {
		return nil, fmt.Errorf("read the page about the authority: %w", err)
	}
	profile, err := ca.Profile()
	if err != nil {
		return nil, err
	}
	return &installPage{page: page, words: words, ca: ca, profile: profile, addr: c.Addr}, nil
}

// Addresses of the plain server.
const (
	certPath    = "/vinhdanh.crt"
	profilePath = "/vinhdanh.mobileconfig"
)

// ServeHTTP answers one request.
func (p *installPage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	body, kind := p.profile, localca.ProfileType
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		http.Error(w, "405", http.StatusMethodNotAllowed)
		return
	case r.URL.Path == certPath:
		body, kind = p.ca.DER(), "application/x-x509-ca-cert"
	case r.URL.Path == profilePath:
	case r.URL.Path == "/":
		var text bytes.Buffer
		if err := p.page.Execute(&text, p.view(r.Host)); err != nil {
			http.Error(w, "500", http.StatusInternalServerError)
			return
		}
		body, kind = text.Bytes(), "text/html; charset=utf-8"
	default:
		http.NotFound(w, r)
		return
	}
	h.Set("Content-Type", kind)
	_, _ = w.Write(body) // a reader who is gone misses nothing
}

// installView is what the page shows.
type installView struct {
	Languages            []installWords
	Fingerprint          string
	Cert, Profile, Start string // addresses
}

// installWords are the page's texts in one language.
type installWords struct {
	Lang, Title, Why, Start, Compare     string
	IOS, Android, Windows                string // headings
	IOSSteps, AndroidSteps, WindowsSteps []string
	Certificate, ProfileFile, Remove     string
}

// view words the page for whoever reached this machine as host: the platform has the same host.
func (p *installPage) view(host string) installView {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	_, port, err := net.SplitHostPort(p.addr)
	if err != nil {
		port = "8443"
	}
	v := installView{Fingerprint: p.ca.Fingerprint(), Cert: certPath, Profile: profilePath, Start: "https://" + net.JoinHostPort(host, port)}
	for _, lang := range i18n.Languages() {
		args := map[string]any{"name": p.ca.Name(), "ends": p.ca.Ends().In(i18n.VN).Format("02/01/2006")}
		t := func(key string) string { return p.words.T(lang, "install."+key, args) }
		v.Languages = append(v.Languages, installWords{Lang: lang, Title: t("title"), Why: t("why"), Start: t("start"), Compare: t("compare"),
			IOS: t("ios"), IOSSteps: []string{t("ios.1"), t("ios.2"), t("ios.3")},
			Android: t("android"), AndroidSteps: []string{t("android.1"), t("android.2")},
			Windows: t("windows"), WindowsSteps: []string{t("windows.1"), t("windows.2")},
			Certificate: t("certificate"), ProfileFile: t("profile"), Remove: t("remove")})
	}
	return v
}
