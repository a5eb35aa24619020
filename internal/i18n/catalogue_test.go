package i18n

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"text/template"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

func TestCataloguesAgree(t *testing.T) {
	tr := New()
	if diff := cmp.Diff(tr.Keys(Vietnamese), tr.Keys(English)); diff != "" {
		t.Errorf("keys (-vi +en):\n%s", diff)
	}
	for _, key := range tr.Keys(Vietnamese) {
		vi, en := tr.languages[Vietnamese].messages[key], tr.languages[English].messages[key]
		if en == nil {
			continue
		}
		if diff := cmp.Diff(verbs(vi.Other), verbs(en.Other)); diff != "" {
			t.Errorf("%s: arguments (-vi +en):\n%s", key, diff)
		}
		for lang, m := range map[string]string{Vietnamese: vi.Other, English: en.Other} {
			if strings.TrimSpace(m) == "" || m != norm.NFC.String(m) {
				t.Errorf("%s: %s is empty or not NFC: %q", key, lang, m)
			}
			if _, err := template.New("").Funcs(tr.languages[lang].funcs).Parse(m); err != nil {
				t.Errorf("%s: %s: %v", key, lang, err)
			}
		}
		if vi.One != "" {
			t.Errorf("%s: Vietnamese has no singular of its own", key)
		}
		if en.One != "" && !slices.Equal(verbs(en.One), verbs(en.Other)) && len(verbs(en.One)) > 0 {
			t.Errorf("%s: the English forms take other arguments", key)
		}
	}
}

var action = regexp.MustCompile(`\{\{.*?\}\}`)

// verbs are the actions of a message, each once, in order.
func verbs(message string) []string {
	found := action.FindAllString(message, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// TestSentencesSayWhatToDo: a fault or a field's fault is at least a sentence, ends like one, and no
// message carries what only programmers read.
func TestSentencesSayWhatToDo(t *testing.T) {
	tr := New()
	for _, lang := range Languages() {
		for _, key := range tr.Keys(lang) {
			kind, _, _ := strings.Cut(key, ".")
			if kind != "fault" && kind != "field" && kind != "missing" {
				continue
			}
			text := tr.T(lang, key, nil)
			if !strings.HasSuffix(text, ".") || len(strings.Fields(text)) < 3 {
				t.Errorf("%s %s is no sentence: %q", lang, key, text)
			}
			if strings.Contains(text, "{{") || strings.Contains(text, "<no value>") {
				t.Errorf("%s %s shows its template: %q", lang, key, text)
			}
		}
	}
}

func TestT(t *testing.T) {
	tr := New()
	tests := []struct {
		name, lang, key string
		args            map[string]any
		want            string
	}{
		{"decimal comma", "vi", "field.above_maximum", map[string]any{"max": "7.5"}, "Điểm cao hơn mức tối đa. Hãy ghi nhiều nhất 7,5 điểm."},
		{"decimal point", "en", "field.above_maximum", map[string]any{"max": "7.5"}, "The mark is above the maximum. Give at most 7.5 points."},
		{"states in words", "vi", "fault.wrong_state", map[string]any{"state": "scoring", "need": "draft, supplement"}, "Không làm được ở bước này: đang là “chấm điểm”, cần “đang soạn, chờ bổ sung”. Hãy chờ đến đúng bước."},
		{"a state that we do not know", "en", "fault.step_forward_only", map[string]any{"next": "party"}, "Only the next step can follow: “party”. Go one step at a time."},
		{"megabytes", "en", "fault.body_too_large", map[string]any{"limit": int64(20 << 20)}, "What was sent is too large (at most 20 MB). Send a smaller file."},
		{"kilobytes", "en", "fault.body_too_large", map[string]any{"limit": 512 << 10}, "What was sent is too large (at most 512 KB). Send a smaller file."},
		{"a list", "en", "field.unknown_value", map[string]any{"allowed": []string{"N1", "N2"}}, "This value is not known. Choose one of: N1, N2."},
		{"a count without plural forms", "en", "missing.verdict_missing", map[string]any{"count": 1}, "Nominations without a verdict: 1. Finish screening them."},
		{"an argument that is not given", "vi", "field.too_long", nil, "Quá dài. Hãy rút còn nhiều nhất … ký tự."},
		{"an unknown key", "vi", "fault.of_nobody", nil, "fault.of_nobody"},
		{"an unknown language", "fr", "field.required", nil, "Hãy điền mục này."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tr.T(tt.lang, tt.key, tt.args); got != tt.want {
				t.Errorf("T = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestPlural(t *testing.T) {
	tr, err := load(fstest.MapFS{
		"locales/a.en.toml": {Data: []byte("[\"page.entries\"]\none = \"one entry\"\nother = \"{{.count}} entries\"\n")},
		"locales/a.vi.toml": {Data: []byte("\"page.entries\" = \"{{.count}} sản phẩm\"\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		lang  string
		count any
		want  string
	}{{"en", 1, "one entry"}, {"en", int64(2), "2 entries"}, {"vi", 1, "1 sản phẩm"}} {
		if got := tr.T(tt.lang, "page.entries", map[string]any{"count": tt.count}); got != tt.want {
			t.Errorf("%s %v: %q, want %q", tt.lang, tt.count, got, tt.want)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	one := &fstest.MapFile{Data: []byte(`"a" = "x"`)}
	for name, files := range map[string]fstest.MapFS{
		"a key twice":        {"locales/a.vi.toml": one, "locales/b.vi.toml": one},
		"a foreign language": {"locales/a.fr.toml": one},
		"broken TOML":        {"locales/a.vi.toml": {Data: []byte(`"a" = `)}},
	} {
		if _, err := load(files); err == nil {
			t.Errorf("%s: loaded", name)
		}
	}
}

// code is what a code in the program's source looks like.
var code = regexp.MustCompile(`^"([a-z0-9]+(_[a-z0-9]+)*)"$`)

// codeIn is the catalogue key that a node of Go source asks for, or "". A code that is put together or
// passed on is not found.
func codeIn(n ast.Node) string {
	var prefix string
	var value ast.Expr
	switch x := n.(type) {
	case *ast.CallExpr:
		name := ""
		switch f := x.Fun.(type) {
		case *ast.Ident:
			name = f.Name
		case *ast.SelectorExpr:
			name = f.Sel.Name
			if of, ok := f.X.(*ast.Ident); ok {
				name = of.Name + "." + name
			}
		}
		switch {
		case len(x.Args) < 2:
			return ""
		case name == "fault.New":
			prefix = "fault."
		case name == "fieldFault", name == "badField", strings.HasSuffix(name, "Add"):
			prefix = "field."
		}
		value = x.Args[1]
	case *ast.CompositeLit:
		if t, ok := x.Type.(*ast.SelectorExpr); !ok || t.Sel.Name != "Missing" || len(x.Elts) == 0 {
			return ""
		}
		prefix, value = "missing.", x.Elts[0]
		if kv, ok := value.(*ast.KeyValueExpr); ok {
			value = kv.Value
		}
	}
	literal, ok := value.(*ast.BasicLit)
	if !ok || prefix == "" {
		return ""
	}
	if m := code.FindStringSubmatch(literal.Value); m != nil {
		return prefix + m[1]
	}
	return ""
}

// TestEveryCodeHasASentence reads the program's source: a code that is written there without a sentence
// here would be shown as a bare key.
func TestEveryCodeHasASentence(t *testing.T) {
	tr := New()
	found := map[string]string{}
	for _, root := range []string{"judging", "certificates", "internal"} {
		err := filepath.WalkDir(filepath.Join("..", "..", root), func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if key := codeIn(n); key != "" {
					found[key] = name
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(found)) {
		for _, lang := range Languages() {
			if !tr.Has(lang, key) {
				t.Errorf("%s: no %s sentence for %s", found[key], lang, key)
			}
		}
	}
	if len(found) < 50 {
		t.Errorf("only %d codes found: the search no longer finds them", len(found))
	}
}

// TestJoinedMessages: what is said without executing a template is what the template says, also without arguments.
func TestJoinedMessages(t *testing.T) {
	tr, joined := New(), 0
	for _, lang := range Languages() {
		c := tr.languages[lang]
		for key := range c.joined {
			all := map[string]any{}
			for n, p := range c.joined[key] {
				if p.argument != "" {
					all[p.argument] = []any{"<b>&đ", -12, 2.5, nil, []string{"a"}}[n%5]
				}
			}
			for _, args := range []map[string]any{all, {}} {
				var want strings.Builder
				if err := c.simple[key].Execute(&want, args); err != nil {
					t.Fatalf("%s: %v", key, err)
				}
				if got := tr.T(lang, key, args); got != strings.ReplaceAll(want.String(), "<no value>", "…") {
					t.Errorf("%s %s: %q, want %q", lang, key, got, want.String())
				}
			}
			joined++
		}
	}
	if joined < 200 {
		t.Errorf("only %d messages are joined", joined)
	}
}
