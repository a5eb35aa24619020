package templates

import (
	"html/template"
	"reflect"
)

// LoadUnfolded is Load with every word looked up whenever a page is rendered.
func LoadUnfolded(lang string, t func(key string, pairs ...any) string) (*Set, error) {
	return load(lang, functions(lang, t), func(*template.Template, template.FuncMap) {})
}

// RenderSlowly has package html/template write a page.
func (s *Set) RenderSlowly(page Page) ([]byte, error) { return s.renderSlowly(page) }

// Compiled reports whether a page, which was rendered before, is written without package html/template.
func (s *Set) Compiled(page Page) bool {
	p, ok := s.programs.Load(page.template())
	return ok && p.(*program).page(page) != nil
}

// Escape is a text after some escapers.
func Escape(s string, names ...string) string {
	page, _ := appendValue(nil, reflect.ValueOf(s), names)
	return string(page)
}

// Appends reports whether a value is written without package html/template.
func Appends(v any) bool {
	_, ok := appendValue(nil, reflect.ValueOf(v), nil)
	return ok
}
