package templates

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"strings"
)

//go:embed *.html
var sources embed.FS

// Set is every page parsed for one language; it is safe for concurrent use.
type Set struct {
	lang  string
	pages map[string]*template.Template
}

// Load parses every page for a language, "vi" or "en". The function t translates a key with alternating
// argument names and values; it is bound to the set, so that no reader is served another's language.
func Load(lang string, t func(key string, pairs ...any) string) (*Set, error) {
	return load(lang, functions(lang, t), fold)
}

// load parses every page and lets finish work on its templates before they are first used.
func load(lang string, funcs template.FuncMap, finish func(*template.Template, template.FuncMap)) (*Set, error) {
	base, err := template.New("base").Funcs(funcs).ParseFS(sources, "layout.html", "parts*.html")
	if err != nil {
		return nil, fmt.Errorf("parse layout: %w", err)
	}
	names, err := fs.Glob(sources, "page_*.html")
	if err != nil {
		return nil, fmt.Errorf("list pages: %w", err)
	}
	s := &Set{lang: lang, pages: make(map[string]*template.Template, len(names))}
	for _, name := range names {
		clone, err := base.Clone()
		if err != nil {
			return nil, fmt.Errorf("clone layout: %w", err)
		}
		if _, err := clone.ParseFS(sources, name); err != nil {
			return nil, fmt.Errorf("parse %s: %w", name, err)
		}
		finish(clone, funcs)
		s.pages[strings.TrimSuffix(name, ".html")] = clone
	}
	return s, nil
}

// Language is the language that the set speaks, "vi" or "en".
func (s *Set) Language() string { return s.lang }

// Render writes a page. It is rendered whole before the first byte is written, so that a failure never
// leaves half a page; the error names the page.
func (s *Set) Render(w io.Writer, page Page) error {
	tmpl, ok := s.pages[page.template()]
	if !ok {
		return fmt.Errorf("page %s has no template", page.template())
	}
	var buf bytes.Buffer
	if err := tmpl.ExecuteTemplate(&buf, "layout", page); err != nil {
		return fmt.Errorf("render %s: %w", page.template(), err)
	}
	if _, err := buf.WriteTo(w); err != nil {
		return fmt.Errorf("write %s: %w", page.template(), err)
	}
	return nil
}
