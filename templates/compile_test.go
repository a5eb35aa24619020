package templates_test

import (
	"bytes"
	"html/template"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/i18n"
	"vinhdanh/templates"
	"vinhdanh/templates/samples"
)

// TestCompiledPagesAreThePackagesOwn: what is written by a compiled page is letter for letter what package
// html/template writes, with the samples' texts and with such as try to break out of their place.
func TestCompiledPagesAreThePackagesOwn(t *testing.T) {
	words, compiled := i18n.New(), map[string]bool{}
	for _, lang := range i18n.Languages() {
		set, err := templates.Load(lang, samples.Words(words, lang))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range samples.All() {
			for _, page := range []templates.Page{s.Page, hostile(s.Page)} {
				want, err := set.RenderSlowly(page)
				if err != nil {
					t.Fatalf("%s: %v", s.Name, err)
				}
				for range 2 { // the second time it is compiled
					var got bytes.Buffer
					if err := set.Render(&got, page); err != nil {
						t.Fatalf("%s: %v", s.Name, err)
					}
					if got.String() != string(want) {
						t.Errorf("%s %s differs:\n%s", lang, s.Name, cmp.Diff(string(want), got.String()))
					}
				}
				compiled[s.Name] = compiled[s.Name] || set.Compiled(page)
			}
		}
	}
	for name := range compiled {
		if !compiled[name] && strings.HasPrefix(name, "verify-") {
			t.Errorf("%s is not compiled", name)
		}
		if !compiled[name] {
			t.Logf("%s is left to html/template", name)
		}
	}
}

// poison is what people might type to break out of a text, an attribute or an address.
const poison = `"><script>'&+` + "`" + `%zz%41 đ java` + "\x00\xff" + `script:/?#[]@!$()*,;={{.}}<!--`

// hostile is a page with every text of it replaced.
func hostile(page templates.Page) templates.Page {
	v := reflect.New(reflect.TypeOf(page)).Elem()
	v.Set(reflect.ValueOf(page))
	return poisoned(v).Interface().(templates.Page)
}

func poisoned(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
	case v.Kind() == reflect.String && v.Type().PkgPath() == "" && v.Len() > 0:
		out.SetString(poison + v.String())
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				out.Field(i).Set(poisoned(v.Field(i)))
			}
		}
	case v.Kind() == reflect.Pointer && !v.IsNil():
		out.Set(reflect.New(v.Type().Elem()))
		out.Elem().Set(poisoned(v.Elem()))
	case v.Kind() == reflect.Slice && !v.IsNil():
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(poisoned(v.Index(i)))
		}
	}
	return out
}

// FuzzEscapers compares each escaper with package html/template's.
func FuzzEscapers(f *testing.F) {
	tmpl := template.Must(template.New("").Parse(`{{.}}
<a title="{{.}}" href="{{.}}">x</a><a href="mailto:{{.}}">y</a><a href="mailto:a@b?subject={{.}}">z</a><textarea>{{.}}</textarea>`))
	for _, s := range []string{"", "Mật ong đước", poison, "javascript:alert(1)", "/a:b", "HTTP://x", "mailto:a", "\x00", "\xff", "%4", "%41%zz", "a+b&c=d"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var want bytes.Buffer
		if err := tmpl.Execute(&want, s); err != nil {
			t.Fatal(err)
		}
		e := templates.Escape
		got := e(s, "htmlescaper") + "\n<a title=\"" + e(s, "attrescaper") + `" href="` + e(s, "urlfilter", "urlnormalizer", "attrescaper") +
			`">x</a><a href="mailto:` + e(s, "urlnormalizer", "attrescaper") + `">y</a><a href="mailto:a@b?subject=` +
			e(s, "urlescaper", "attrescaper") + `">z</a><textarea>` + e(s, "rcdataescaper") + "</textarea>"
		if got != want.String() {
			t.Errorf("%q: got %s, want %s", s, got, want.String())
		}
	})
}

// TestCompiledRefusesWhatItDoesNotKnow: what is no text, number or truth is left to package html/template.
func TestCompiledRefusesWhatItDoesNotKnow(t *testing.T) {
	var trusted template.HTML = "<b>"
	for _, v := range []any{trusted, time.Second, []string{"a"}, 1.5, nil, struct{}{}} {
		if templates.Appends(v) {
			t.Errorf("%T was written", v)
		}
	}
	for _, v := range []any{"a", 1, true, templates.StatusValid} {
		if !templates.Appends(v) {
			t.Errorf("%T was not written", v)
		}
	}
}

func BenchmarkVerifyPage(b *testing.B) {
	set, err := templates.Load("vi", samples.Words(i18n.New(), "vi"))
	if err != nil {
		b.Fatal(err)
	}
	for _, s := range samples.All() {
		if s.Name != "verify-valid" {
			continue
		}
		var buf bytes.Buffer
		for b.Loop() {
			buf.Reset()
			if err := set.Render(&buf, s.Page); err != nil {
				b.Fatal(err)
			}
		}
	}
}
