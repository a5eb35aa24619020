package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/templates"
)

// offlinePageCommand writes the page for checks without a network as a folder.
func (s *session) offlinePageCommand() *cobra.Command {
	return &cobra.Command{Use: "offline-page DIR", Short: "Write the page for checks without a network, with today's data, into a folder",
		Args: exactly(1), Example: "  vinhdanh certificate offline-page /media/usb/kiem-tra",
		Long: "Write the page for checks without a network into a folder, which any web host serves and which opens from a stick:\n" +
			"index.html (Vietnamese), en.html, their data and all that they are made of. Files of an earlier page are replaced.\n" +
			"The data serve for as many days as the setting offline_days says; then write the folder again.",
		RunE: s.with(s.writeOfflinePage)}
}

// offlinePages are the page's file in each language.
var offlinePages = map[string]string{i18n.Vietnamese: "index.html", "en": "en.html"}

func (s *session) writeOfflinePage(ctx context.Context, a *app, _ *cobra.Command, args []string) error {
	if a.renderer == nil {
		return hinted{errors.New("the styles and fonts are missing"), "run `make build`"}
	}
	dir := filepath.Clean(args[0])
	files, err := a.offlineFolder(ctx)
	if err != nil {
		return err
	}
	var size int
	for name, data := range files {
		to := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil { //nolint:gosec // it is to be served
			return fmt.Errorf("make folder: %w", err)
		}
		if err := os.WriteFile(to, data, 0o644); err != nil { //nolint:gosec // the same
			return fmt.Errorf("write page: %w", err)
		}
		size += len(data)
	}
	_, err = fmt.Fprintf(s.stdout, "%s: %d files, %.1f MB; its data serve for %d days\n", filepath.Join(dir, offlinePages[i18n.Vietnamese]),
		len(files), float64(size)/1e6, a.conf.offlineDays())
	return err
}

// offlineFolder is every file of the page by its name: the same page that the server shows, with addresses beside itself.
func (a *app) offlineFolder(ctx context.Context) (map[string][]byte, error) {
	keys, err := a.offlineKeys(ctx)
	if err != nil {
		return nil, err
	}
	status, err := a.statusList(ctx)
	if err != nil {
		return nil, err
	}
	data, err := certificates.OfflineData(a.conf.BaseURL+"/v/", keys, status, a.conf.offlineDays())
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{"data.js": data}
	if err := a.offlineTexts(ctx, files); err != nil {
		return nil, err
	}
	return files, addOfflineAssets(files)
}

// offlineTexts adds the page in both languages and its manifest.
func (a *app) offlineTexts(ctx context.Context, files map[string][]byte) error {
	base, err := url.Parse(a.conf.BaseURL)
	if err != nil {
		return fmt.Errorf("read base URL: %w", err)
	}
	page := templates.OfflineCheck{Lookup: a.conf.BaseURL + "/v", Host: base.Host, Days: a.conf.offlineDays()}
	o, err := a.accounts.Office(ctx)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	page.Shell.Programme, page.Shell.Organiser = o.Programme, o.Name
	page.Shell.Help = templates.Contact{Name: o.Name, Phone: o.Phone, Email: o.Email, Hours: o.Hours}
	pages, err := a.pages()
	if err != nil {
		return err
	}
	beside := strings.NewReplacer(`"`+templates.AssetPrefix, `"assets/`, ` `+templates.AssetPrefix, ` assets/`,
		templates.OfflineBase+"?lang=vi", "index.html", templates.OfflineBase+"?lang=en", "en.html",
		templates.OfflineBase+"/", "", `data-scope="`+templates.OfflineBase+`"`, `data-scope="./"`,
		`"`+templates.OfflineBase+` `, `"index.html `, `href="/v"`, `href="`+page.Lookup+`"`)
	for lang, name := range offlinePages {
		var html bytes.Buffer
		if err := pages.Render(&html, lang, page); err != nil {
			return err
		}
		files[name] = []byte(beside.Replace(html.String()))
	}
	files["app.webmanifest"], err = json.Marshal(map[string]any{"name": a.words.T(i18n.Vietnamese, "page.offline.title", nil), "short_name": "Vinh Danh",
		"lang": i18n.Vietnamese, "start_url": "index.html", "scope": "./", "display": "standalone", "theme_color": "#9a1b1f", "background_color": "#fbf8f2"})
	return err
}

// addOfflineAssets adds the styles, scripts, fonts and drawings that the page names.
func addOfflineAssets(files map[string][]byte) error {
	assets := templates.Assets()
	for _, pattern := range []string{"offline.*.css", "offline_*.js", "seal.*.svg", "app-*.png", "fonts/be-vietnam-pro-*.woff2", "licences/be-vietnam-pro.txt", "licences/jsqr.txt"} {
		names, err := fs.Glob(assets, pattern)
		if err != nil || len(names) == 0 {
			return fmt.Errorf("page for offline checks: no file %s: %w", pattern, errors.Join(err, fs.ErrNotExist))
		}
		for _, name := range names {
			data, err := fs.ReadFile(assets, name)
			if err != nil {
				return fmt.Errorf("page for offline checks: %w", err)
			}
			if strings.HasPrefix(name, "offline_worker.") {
				files["worker.js"] = data
				continue
			}
			files[path.Join("assets", name)] = data
		}
	}
	return nil
}
