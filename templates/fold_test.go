package templates_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/i18n"
	"vinhdanh/templates"
	"vinhdanh/templates/samples"
)

// TestFoldingChangesNoByte renders every sample with constants put in beforehand and without.
func TestFoldingChangesNoByte(t *testing.T) {
	words := i18n.New()
	for _, lang := range i18n.Languages() {
		calls := 0
		counted := func(key string, pairs ...any) string {
			calls++
			return samples.Words(words, lang)(key, pairs...)
		}
		folded, err := templates.Load(lang, counted)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := templates.LoadUnfolded(lang, samples.Words(words, lang))
		if err != nil {
			t.Fatal(err)
		}
		calls = 0
		for _, s := range samples.All() {
			var want, got bytes.Buffer
			if err := plain.Render(&want, s.Page); err != nil {
				t.Fatal(err)
			}
			if err := folded.Render(&got, s.Page); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want.String(), got.String()); diff != "" {
				t.Errorf("%s %s (- looked up, + put in):\n%s", lang, s.Name, diff)
			}
		}
		if most := 40 * len(samples.All()); calls > most {
			t.Errorf("%s: %d words were looked up, want %d at most", lang, calls, most)
		}
	}
}
