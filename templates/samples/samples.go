// Package samples owns invented pages that show every page type in every state, for the preview and the tests.
// It refuses to know where they are shown; all names in it are made up.
package samples

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/template"

	"github.com/BurntSushi/toml"

	"vinhdanh/templates"
)

// Sample is one page with invented content; its name is unique and fit for a file.
type Sample struct {
	Name string
	Page templates.Page
}

// All is every sample.
func All() []Sample {
	return slices.Concat(home(), lookup(), verify(), verifyFile(), register(), results(), ledger(), guides(), entry(), account(), landings(), failures())
}

// Words reads the page catalogue of a language from a folder of catalogues: key to text.
func Words(folder, lang string) (map[string]string, error) {
	name := filepath.Join(folder, "pages."+lang+".toml")
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read catalogue: %w", err)
	}
	var tree map[string]any
	if err := toml.Unmarshal(data, &tree); err != nil {
		return nil, fmt.Errorf("parse %s: %w", name, err)
	}
	words := map[string]string{}
	flatten("", tree, words)
	return words, nil
}

func flatten(prefix string, tree map[string]any, into map[string]string) {
	for key, value := range tree {
		switch v := value.(type) {
		case string:
			into[prefix+key] = v
		case map[string]any:
			flatten(prefix+key+".", v, into)
		}
	}
}

// Translator fills words' texts; a key or an argument that is missing becomes a text that starts with "!!",
// which tests look for.
func Translator(words map[string]string) func(key string, pairs ...any) string {
	return func(key string, pairs ...any) string {
		text, ok := words[key]
		if !ok {
			return "!!" + key
		}
		if !strings.Contains(text, "{{") {
			return text
		}
		args := map[string]any{}
		for i := 0; i+1 < len(pairs); i += 2 {
			args[fmt.Sprint(pairs[i])] = pairs[i+1]
		}
		var out strings.Builder
		t, err := template.New(key).Option("missingkey=error").Parse(text)
		if err == nil {
			err = t.Execute(&out, args)
		}
		if err != nil {
			return "!!" + err.Error()
		}
		return out.String()
	}
}
