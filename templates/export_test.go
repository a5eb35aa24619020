package templates

import "html/template"

// LoadUnfolded is Load with every word looked up whenever a page is rendered.
func LoadUnfolded(lang string, t func(key string, pairs ...any) string) (*Set, error) {
	return load(lang, functions(lang, t), func(*template.Template, template.FuncMap) {})
}
