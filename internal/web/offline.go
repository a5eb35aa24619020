package web

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/templates"
)

// OfflineChecks is what certificates are checked by without a network; its faults may not be told.
type OfflineChecks struct {
	Keys   func(ctx context.Context) (certificates.OfflineKeys, error) // as published
	Status func(ctx context.Context) (string, error)                   // the signed list of now
	// Credential is a certificate as a signed verifiable credential.
	Credential func(ctx context.Context, p certificates.Public) (string, error)
	Days       int // how long a list serves
}

// offlineRoutes are the page that checks without a network and what it is made of.
func (s *Server) offlineRoutes() []route {
	if s.Offline.Status == nil {
		return nil
	}
	return []route{
		{get, templates.OfflineBase, open, s.showOffline},
		{get, templates.OfflineBase + "/data.js", unasked, s.showOfflineData},
		{get, templates.OfflineBase + "/worker.js", unasked, s.showOfflineWorker},
		{get, templates.OfflineBase + "/app.webmanifest", unasked, s.showOfflineManifest},
	}
}

// statusShare bounds how much of the time lists are made for those who ask: a large list is made again only after the time
// that it took, this many times over. A small one is always of now.
const statusShare = 20

// madeList is a list with what it was made of.
type madeList struct {
	text       string
	packed     []byte
	tag        string
	generation int64
	day        string
	made       time.Time
	took       time.Duration
}

// statusLists keeps the latest list and the script that carries it; one is made at a time.
type statusLists struct {
	mu     sync.Mutex
	last   *madeList
	script madeScript
}

// madeScript is the script of one list and one set of keys.
type madeScript struct {
	list         *madeList
	keys         string
	text, packed []byte
	tag          string
}

// statusList is the signed list, made anew when anything about certificates changed, and with each day.
func (s *Server) statusList(ctx context.Context) (*madeList, error) {
	s.statuses.mu.Lock()
	defer s.statuses.mu.Unlock()
	now, last := s.Now(), s.statuses.last
	fresh, generation := false, int64(0)
	if s.hot != nil {
		generation, fresh = s.hot.fresh.generation(ctx, now)
	}
	if last != nil && fresh && last.day == i18n.Today(now) {
		soon := time.Since(last.made) < statusShare*last.took
		if last.generation == generation || soon && last.took > 50*time.Millisecond {
			return last, nil
		}
	}
	start := time.Now() //nolint:forbidigo // durations, no business time
	text, err := s.Offline.Status(ctx)
	if err != nil {
		return nil, err
	}
	packed, err := s.writers.pack([]byte(text))
	if err != nil {
		return nil, err
	}
	s.statuses.last = &madeList{text: text, packed: packed, tag: `"` + digest("status", text)[:24] + `"`, generation: generation,
		day: i18n.Today(now), made: start, took: time.Since(start)}
	return s.statuses.last, nil
}

// showStatusList serves the signed list of statuses. Whoever keeps it asks whether it still holds.
func (s *Server) showStatusList(c echo.Context) error {
	if s.Offline.Status == nil {
		return fault.New(fault.NotFound, "not_found")
	}
	l, err := s.statusList(c.Request().Context())
	if err != nil {
		return err
	}
	return s.sendFresh(c, certificates.StatusListType, l.tag, []byte(l.text), l.packed)
}

// freshOnly lets an answer be kept, to be asked for again before each use.
const freshOnly = "public, max-age=0, must-revalidate"

// sendFresh writes an answer that may be kept but must be asked for again before each use.
func (s *Server) sendFresh(c echo.Context, mediaType, tag string, body, packed []byte) error {
	h := c.Response().Header()
	h.Set("Cache-Control", freshOnly)
	h.Set("Etag", tag)
	h.Set("Vary", "Accept-Encoding")
	if slices.Contains(strings.Split(strings.ReplaceAll(c.Request().Header.Get("If-None-Match"), " ", ""), ","), tag) {
		return c.NoContent(http.StatusNotModified)
	}
	if takesGzip(c.Request()) {
		h.Set("Content-Encoding", "gzip")
		body = packed
	}
	return c.Blob(http.StatusOK, mediaType, body)
}

// showOffline is the page that checks a certificate's second symbol on the reader's device.
func (s *Server) showOffline(c echo.Context) error {
	sh, err := s.shell(c, "verify")
	if err != nil {
		return err
	}
	allowCamera(c.Response().Header())
	return s.page(c, http.StatusOK, templates.OfflineCheck{Shell: sh, Lookup: s.BaseURL + "/v", Host: s.host, Days: s.Offline.Days})
}

// showOfflineData is the script with keys and list that the page carries.
func (s *Server) showOfflineData(c echo.Context) error {
	m, err := s.offlineData(c.Request().Context())
	if err != nil {
		return err
	}
	return s.sendFresh(c, "text/javascript; charset=utf-8", m.tag, m.text, m.packed)
}

// offlineData is the script, made anew with each list or key: a large one is not packed again for everybody who asks.
func (s *Server) offlineData(ctx context.Context) (m madeScript, err error) {
	l, err := s.statusList(ctx)
	if err != nil {
		return m, err
	}
	keys, err := s.Offline.Keys(ctx)
	if err != nil {
		return m, err
	}
	signedBy, err := json.Marshal(keys)
	if err != nil {
		return m, err
	}
	s.statuses.mu.Lock()
	defer s.statuses.mu.Unlock()
	if m = s.statuses.script; m.list == l && m.keys == string(signedBy) {
		return m, nil
	}
	m = madeScript{list: l, keys: string(signedBy)}
	if m.text, err = certificates.OfflineData(s.BaseURL+pagePath, keys, l.text, s.Offline.Days); err != nil {
		return m, err
	}
	if m.packed, err = s.writers.pack(m.text); err != nil {
		return m, err
	}
	m.tag = `"` + digest("offline", string(m.text))[:24] + `"`
	s.statuses.script = m
	return m, nil
}

// showOfflineWorker is the script that gives the page back where there is no network. It may rule over that page alone.
func (s *Server) showOfflineWorker(c echo.Context) error {
	a, ok := s.assets[s.assetName("offline_worker.*.js")]
	if !ok {
		return fault.New(fault.NotFound, "page_not_found")
	}
	c.Response().Header().Set("Service-Worker-Allowed", templates.OfflineBase)
	return c.Blob(http.StatusOK, a.mediaType, a.data)
}

// showOfflineManifest tells browsers how the page is installed as an app.
func (s *Server) showOfflineManifest(c echo.Context) error {
	body, err := json.Marshal(map[string]any{
		"id": templates.OfflineBase, "name": s.Translate(i18n.Vietnamese, "page.offline.title", nil), "short_name": "Vinh Danh", "lang": "vi",
		"start_url": templates.OfflineBase, "scope": templates.OfflineBase, "display": "standalone", "theme_color": appColour,
		"background_color": "#fbf8f2",
		"icons": []appIcon{
			{s.assetAddress("app-192.*.png"), "192x192", "image/png", "any"},
			{s.assetAddress("app-512.*.png"), "512x512", "image/png", "any"},
		},
	})
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", forHour)
	return c.Blob(http.StatusOK, "application/manifest+json", body)
}
