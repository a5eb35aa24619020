package templates

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"strings"
	"text/template/parse"
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
	finish(base, funcs)
	names, err := fs.Glob(sources, "page_*.html")
	if err != nil {
		return nil, fmt.Errorf("list pages: %w", err)
	}
	s := &Set{lang: lang, pages: make(map[string]*template.Template, len(names))}
	for _, name := range names {
		page, err := template.New(name).Funcs(funcs).ParseFS(sources, name)
		if err != nil {
			return nil, fmt.Errorf("parse %s: %w", name, err)
		}
		finish(page, funcs)
		if err := borrow(page, base, "layout", map[string]bool{}); err != nil {
			return nil, fmt.Errorf("lay out %s: %w", name, err)
		}
		s.pages[strings.TrimSuffix(name, ".html")] = page
	}
	return s, nil
}

// borrow copies a template of base into a page, with all that it and the page call of base: escaping writes
// into the trees, so that no two pages share one, and a copy of everything for each page took 25 MB a language.
func borrow(page, base *template.Template, name string, seen map[string]bool) error {
	if seen[name] {
		return nil
	}
	seen[name] = true
	part := page.Lookup(name)
	if part == nil || part.Tree == nil {
		if part = base.Lookup(name); part == nil {
			return nil // executing it says so
		}
		if _, err := page.AddParseTree(name, part.Tree.Copy()); err != nil {
			return fmt.Errorf("take part %s: %w", name, err)
		}
	}
	for _, called := range calls(part.Tree.Root) {
		if err := borrow(page, base, called, seen); err != nil {
			return err
		}
	}
	return nil
}

// calls are the names of the templates that a list calls, in their order.
func calls(list *parse.ListNode) (names []string) {
	if list == nil {
		return nil
	}
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.TemplateNode:
			names = append(names, n.Name)
		case *parse.IfNode:
			names = append(append(names, calls(n.List)...), calls(n.ElseList)...)
		case *parse.WithNode:
			names = append(append(names, calls(n.List)...), calls(n.ElseList)...)
		case *parse.RangeNode:
			names = append(append(names, calls(n.List)...), calls(n.ElseList)...)
		}
	}
	return names
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
