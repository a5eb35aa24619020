// Package web owns the HTTP side of the program: routes, middleware, forms, the JSON API and the pages.
// It refuses to know about SQL and about the rules of an award: a handler parses, calls one service and
// renders. It is the only package that imports Echo, and errors.go is the only file that writes errors.
package web

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"vinhdanh/certificates"
	"vinhdanh/internal/accounts"
	"vinhdanh/internal/ledger"
	"vinhdanh/judging"
	"vinhdanh/templates"
)

// Config is what a server needs; fields without a word about nil must be given.
type Config struct {
	Judging      *judging.Service
	Certificates *certificates.Service
	Countersign  certificates.Desk
	Offline      OfflineChecks // without functions nothing of it is served
	Accounts     *accounts.Service
	Jobs         Jobs
	Ledger       Ledger
	Generations  Generations // nil has every answer about a certificate made anew
	Idempotency  Idempotency
	Blobs        Blobs
	Inspector    Inspector
	Importer     Importer
	Pages        Pages // nil serves the API alone
	Guide        *templates.Guide
	Papers       Papers // nil serves no printed papers
	Tables       Tables // nil serves no spreadsheets
	// Bind begins a file of many certificates to print, with what its document information says; nil prints none.
	Bind func(w io.Writer, title, subject string) Binding

	// Look draws specimens of certificates and cleans the pictures on them.
	Look LookTools

	// ImportTemplate writes the spreadsheet that offices fill in for the Importer; nil leaves it out.
	ImportTemplate func(w io.Writer, pack *judging.Pack, lang string) error
	// Translate gives a catalogue's sentence in "vi" or "en", the key itself when it has none.
	Translate func(lang, key string, args map[string]any) string
	// Organiser is the office that the pages name as theirs; nil leaves it out.
	Organiser func(ctx context.Context) (accounts.Organiser, error)
	// Ready reports whether database and files answer.
	Ready func(ctx context.Context) error
	// Examine looks at the program's own health for its administrator; nil leaves the page empty.
	Examine func(ctx context.Context) []Health
	// MailToFolder says that letters are written into a folder, because no mail server is set.
	MailToFolder bool
	// Witnesses may cosign checkpoints of the ledger.
	Witnesses []ledger.Witness
	// Verifiers are the public keys of the ledger as note verifier texts.
	Verifiers []string
	// Signers are the certificates by which the organiser signs PDFs, those of the past too; nil for none.
	Signers func(ctx context.Context) ([]SigningCertificate, error)

	BaseURL        string // what QR codes carry: "https://binhchon.example.vn"
	Now            func() time.Time
	Log            *slog.Logger
	Demo           bool           // show the banner of invented data
	TrustedProxies []netip.Prefix // whose X-Forwarded-For is believed; nobody's when empty
	MetricsToken   string         // opens /metrics from elsewhere than loopback, when not empty
	TempDir        string         // where uploads wait to be read; the system's when empty
	// ContactMonths is how many months the contact of a handled report of misuse is kept.
	ContactMonths int
	// HallTLS says that the certificate is of a hall's own authority: browsers are not told to demand https of this
	// name for a year, for it is a laptop's.
	HallTLS bool
	// Collectors are what /metrics says beside requests.
	Collectors []prometheus.Collector
}

// Server answers HTTP requests; it is safe for concurrent use.
type Server struct {
	Config
	echo      *echo.Echo
	host      string // of the base URL
	secure    bool   // base URL is https, or a host that browsers treat as if it were
	https     bool
	csrf      *http.CrossOriginProtection
	logins    *loginLimiter
	guesses   *minuteLimiter // of passwords, by address
	unknown   *minuteLimiter
	metrics   *metrics
	openapi   []byte
	docs      []byte
	assets    map[string]asset
	inflight  *keyedLocks
	bundles   sync.Mutex // one results bundle is made at a time: anybody may ask for a public one
	thumbs    thumbs
	writers   writers
	slugs     sync.Map      // edition id -> slug
	checks    chan struct{} // bounds verifications of whole files
	downloads chan struct{} // bounds downloads of many certificates
	patience  time.Duration // with a reader of one who takes nothing
	hot       *hotVerify    // nil without Generations
	lookups   lookupCounts
	reports   *minuteLimiter // of misuse, by address

	ourOffice  held[accounts.Organiser]
	checkpoint held[ledger.Published]
	statuses   statusLists
}

// New builds the server with every route of the table.
func New(cfg Config) (*Server, error) {
	base, err := url.Parse(cfg.BaseURL)
	if err != nil || base.Host == "" {
		return nil, fmt.Errorf("base URL %q is not an address such as https://example.vn", cfg.BaseURL)
	}
	if cfg.Now == nil {
		return nil, fmt.Errorf("web server without a clock")
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{
		Config:    cfg,
		host:      base.Host,
		https:     base.Scheme == "https",
		csrf:      http.NewCrossOriginProtection(),
		logins:    newLoginLimiter(cfg.Now),
		guesses:   newMinuteLimiter(cfg.Now, loginsAMinute),
		unknown:   newMinuteLimiter(cfg.Now, unknownCodesAMinute),
		reports:   newMinuteLimiter(cfg.Now, reportsAMinute),
		metrics:   newMetrics(),
		inflight:  newKeyedLocks(),
		checks:    make(chan struct{}, 4),
		downloads: make(chan struct{}, downloadsAtOnce),
		patience:  patience,
	}
	s.BaseURL = strings.TrimRight(cfg.BaseURL, "/")
	s.secure = s.https || isLocalhost(base.Hostname())
	if err := s.csrf.AddTrustedOrigin(base.Scheme + "://" + base.Host); err != nil {
		return nil, fmt.Errorf("trust the base URL's origin: %w", err)
	}
	if err := s.loadOpenAPI(); err != nil {
		return nil, err
	}
	if err := s.listAssets(); err != nil {
		return nil, err
	}
	for _, c := range s.Collectors {
		if err := s.metrics.registry.Register(c); err != nil {
			return nil, fmt.Errorf("register measures: %w", err)
		}
	}
	s.build()
	if s.Generations != nil {
		s.hot = newHotVerify(s, s.Generations)
	}
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.hot == nil || !s.hot.serve(w, r) {
		s.echo.ServeHTTP(w, r)
	}
}

// build makes the router: one middleware for every request, one wrapper for every route.
func (s *Server) build() {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = s.clientAddress
	e.HTTPErrorHandler = s.writeError
	e.Use(s.gate)
	for _, r := range s.routes() {
		handler := s.wrap(r)
		e.Add(r.method, r.pattern, handler)
		if r.method == http.MethodGet {
			e.Add(http.MethodHead, r.pattern, handler)
		}
	}
	s.echo = e
}

// clientAddress is the caller's address: the peer's, or the last one of X-Forwarded-For that no trusted
// proxy wrote.
func (s *Server) clientAddress(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if len(r.Header["X-Forwarded-For"]) == 0 {
		return host
	}
	forwarded := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(forwarded) - 1; i >= 0 && s.trusted(host); i-- {
		next, err := netip.ParseAddr(strings.TrimSpace(forwarded[i]))
		if err != nil {
			break
		}
		host = next.String()
	}
	return host
}

func (s *Server) trusted(host string) bool {
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	for _, p := range s.TrustedProxies {
		if p.Contains(addr.Unmap()) {
			return true
		}
	}
	return false
}

func isLocalhost(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}
