package web

import (
	"encoding/json"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/fault"
	"vinhdanh/templates"
)

// appColour is the red of the seal, of which browsers make the frame of the installed app.
const appColour = "#9a1b1f"

// appIcon is an icon as a web app manifest names it (W3C, Web Application Manifest).
type appIcon struct {
	Src     string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
}

// showManifest tells browsers how the judge's pages are installed as an app. It is asked for without a cookie.
func (s *Server) showManifest(c echo.Context) error {
	name := "Vinh Danh"
	if s.Organiser != nil {
		if o, err := s.ourOffice.get(c.Request().Context(), s, s.Organiser); err == nil && o.Programme != "" {
			name = o.Programme
		} else if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
	}
	body, err := json.Marshal(map[string]any{
		"id": "/judge", "name": name, "short_name": "Vinh Danh", "lang": "vi", "start_url": "/judge", "scope": "/",
		"display": "standalone", "theme_color": appColour, "background_color": "#fbf8f2",
		"icons": []appIcon{
			{s.assetAddress("seal.*.svg"), "any", "image/svg+xml", "any"},
			{s.assetAddress("app-192.*.png"), "192x192", "image/png", "any"},
			{s.assetAddress("app-512.*.png"), "512x512", "image/png", "any"},
			{s.assetAddress("app-512.*.png"), "512x512", "image/png", "maskable"},
		},
	})
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", forHour)
	return c.Blob(http.StatusOK, "application/manifest+json", body)
}

// showWorker is the script that gives the judge's pages back where there is no network. It stands at the root, under a
// name that stays, and may rule over the judge's pages alone.
func (s *Server) showWorker(c echo.Context) error {
	a, ok := s.assets[s.assetName("worker.*.js")]
	if !ok {
		return fault.New(fault.NotFound, "page_not_found")
	}
	c.Response().Header().Set("Service-Worker-Allowed", "/judge")
	return c.Blob(http.StatusOK, a.mediaType, a.data)
}

// showReader is the parts that read PDFs, at addresses over which the judge's worker rules: what runs beside a page is
// fetched by the worker of its own address.
func (s *Server) showReader(c echo.Context) error {
	name := c.Param("*")
	if !strings.HasPrefix(name, templates.ReaderFolder) {
		return fault.New(fault.NotFound, "page_not_found")
	}
	return s.sendAsset(c, name)
}

// assetName is the built file that a pattern of path.Match names, or "".
func (s *Server) assetName(pattern string) string {
	for name := range s.assets {
		if ok, _ := path.Match(pattern, name); ok {
			return name
		}
	}
	return ""
}

func (s *Server) assetAddress(pattern string) string { return "/assets/" + s.assetName(pattern) }

// appRoutes is what makes the judge's pages an app that works without a network.
func (s *Server) appRoutes() []route {
	return []route{
		{get, "/app.webmanifest", unasked, s.showManifest},
		{get, "/judge-worker.js", unasked, s.showWorker},
		{get, "/judge/assets/*", unasked, s.showReader},
		{get, "/judge/offline", signedIn, s.judgeContact},
		{get, "/judge/away", signedIn, s.judgeAway},
		{get, "/judge/:slug/offline", accounts.ReadOwnSheets, s.judgePack},
	}
}
