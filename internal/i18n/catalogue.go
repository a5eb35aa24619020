package i18n

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"text/template"

	"github.com/BurntSushi/toml"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed locales/*.toml
var locales embed.FS

// Translator turns keys and arguments into sentences. It is safe for many goroutines.
type Translator struct {
	languages map[string]*catalogue
}

// catalogue is what one language says.
type catalogue struct {
	lang      string
	localizer *goi18n.Localizer
	funcs     map[string]any
	plain     map[string]string             // messages without arguments, which need no localizer
	simple    map[string]*template.Template // messages with arguments and without a plural
	joined    map[string][]piece            // those of them that only show their arguments
	messages  map[string]*goi18n.Message
}

// New reads the catalogues that are embedded: locales/<anything>.<lang>.toml, any number a language. It
// panics when one cannot be read or a key stands in two, which every test meets.
func New() *Translator {
	t, err := load(locales)
	if err != nil {
		panic(err)
	}
	return t
}

func load(files fs.FS) (*Translator, error) {
	bundle := goi18n.NewBundle(language.Vietnamese)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	t := &Translator{languages: map[string]*catalogue{}}
	for _, lang := range Languages() {
		t.languages[lang] = &catalogue{lang: lang, plain: map[string]string{}, messages: map[string]*goi18n.Message{}}
	}
	names, err := fs.Glob(files, "locales/*.toml")
	if err != nil {
		return nil, fmt.Errorf("list catalogues: %w", err)
	}
	for _, name := range names {
		file, err := bundle.LoadMessageFileFS(files, name)
		if err != nil {
			return nil, fmt.Errorf("read catalogue %s: %w", path.Base(name), err)
		}
		c, ok := t.languages[file.Tag.String()]
		if !ok {
			return nil, fmt.Errorf("read catalogue %s: it is named for no language of ours", path.Base(name))
		}
		if err := c.add(file.Messages); err != nil {
			return nil, fmt.Errorf("read catalogue %s: %w", path.Base(name), err)
		}
	}
	for lang, c := range t.languages {
		c.localizer = goi18n.NewLocalizer(bundle, lang)
		c.funcs = c.functions()
		if err := c.parse(); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (c *catalogue) add(messages []*goi18n.Message) error {
	for _, m := range messages {
		if _, twice := c.messages[m.ID]; twice {
			return fmt.Errorf("key %q stands twice", m.ID)
		}
		c.messages[m.ID] = m
		if m.One == "" && !strings.Contains(m.Other, "{{") {
			c.plain[m.ID] = m.Other
		}
	}
	return nil
}

// T is the message of a key in a language, Vietnamese where the language is unknown, with args put in by
// name. An argument "count" chooses the plural form. A key that no catalogue has is its own message, and
// an argument that is not given shows as "…".
func (t *Translator) T(lang, key string, args map[string]any) string {
	c := t.catalogue(lang)
	if text, ok := c.plain[key]; ok {
		return text
	}
	if args == nil {
		args = map[string]any{}
	}
	if text, ok := c.say(key, args); ok {
		return strings.ReplaceAll(text, "<no value>", "…")
	}
	text, err := c.localizer.Localize(&goi18n.LocalizeConfig{
		MessageID: key, TemplateData: args, PluralCount: count(args["count"]), Funcs: c.funcs,
	})
	if text == "" && err != nil {
		return key
	}
	return strings.ReplaceAll(text, "<no value>", "…")
}

// Has reports whether the language's own catalogue holds the key.
func (t *Translator) Has(lang, key string) bool {
	_, ok := t.catalogue(lang).messages[key]
	return ok
}

// Keys are all keys of a language, in order.
func (t *Translator) Keys(lang string) []string {
	return slices.Sorted(maps.Keys(t.catalogue(lang).messages))
}

func (t *Translator) catalogue(lang string) *catalogue {
	if c, ok := t.languages[lang]; ok {
		return c
	}
	return t.languages[Vietnamese]
}

// count is a plural's number, or nil for what is no whole number.
func count(v any) any {
	switch v.(type) {
	case int, int64:
		return v
	}
	return nil
}
