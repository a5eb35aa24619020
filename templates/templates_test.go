package templates_test

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"maps"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"vinhdanh/internal/i18n"
	"vinhdanh/templates"
	"vinhdanh/templates/samples"
)

// sets are the pages in each language, parsed once for all tests.
var sets = sync.OnceValues(func() (map[string]*templates.Set, error) {
	words, all := i18n.New(), map[string]*templates.Set{}
	for _, lang := range i18n.Languages() {
		set, err := templates.Load(lang, samples.Words(words, lang))
		if err != nil {
			return nil, err
		}
		all[lang] = set
	}
	return all, nil
})

// render is a sample's HTML in a language.
func render(t *testing.T, lang string, page templates.Page) string {
	t.Helper()
	all, err := sets()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := all[lang].Render(&out, page); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// sample is the page of that name.
func sample(t *testing.T, name string) templates.Page {
	t.Helper()
	for _, s := range samples.All() {
		if s.Name == name {
			return s.Page
		}
	}
	t.Fatalf("no sample %q", name)
	return nil
}

var forbidden = []struct {
	name string
	find *regexp.Regexp
}{
	{"inline script", regexp.MustCompile(`(?i)<script`)},
	{"inline style", regexp.MustCompile(`(?i)<style|\sstyle=`)},
	{"event handler", regexp.MustCompile(`(?i)\son[a-z]+=`)},
	{"escaped away", regexp.MustCompile(`ZgotmplZ`)},
	{"missing text", regexp.MustCompile(`!!page|<no value>|…`)},
	{"third party", regexp.MustCompile(`(?i)(src|href)="(https?:)?//`)},
}

// ownScript is the one way in which a page may ask for a script: ours, from a file.
var ownScript = regexp.MustCompile(`<script (type="module" )?src="(/assets/[a-z_]+\.[0-9a-f]{10}|/v/offline/data)\.js"( defer)?></script>`)

func TestEverySampleRendersWholeAndInert(t *testing.T) {
	words := i18n.New()
	for _, lang := range i18n.Languages() {
		set, err := templates.Load(lang, samples.Words(words, lang))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range samples.All() {
			t.Run(lang+"/"+s.Name, func(t *testing.T) {
				var out bytes.Buffer
				if err := set.Render(&out, s.Page); err != nil {
					t.Fatal(err)
				}
				html := ownScript.ReplaceAllString(out.String(), "")
				for _, f := range forbidden {
					if m := f.find.FindString(html); m != "" {
						t.Errorf("%s: %q", f.name, m)
					}
				}
				if n := strings.Count(html, "<h1"); n != 1 {
					t.Errorf("%d h1, want 1", n)
				}
				if !strings.Contains(html, `<html lang="`+lang+`">`) {
					t.Errorf("language of the page is not %s", lang)
				}
				if weight := gzipped(t, out.Bytes()); weight > 14_000 {
					t.Errorf("weighs %d bytes compressed, want 14,000 at most", weight)
				}
			})
		}
	}
}

func gzipped(t *testing.T, data []byte) int {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}

func TestEveryPageTypeHasASample(t *testing.T) {
	shown := map[string]bool{}
	for _, s := range samples.All() {
		shown[reflect.TypeOf(s.Page).Name()] = true
	}
	files, err := filepath.Glob("page_*.html")
	if err != nil || len(files) < 14 {
		t.Fatalf("list templates: %d, %v", len(files), err)
	}
	if len(shown) != len(files) {
		t.Errorf("samples show %d page types of %d templates: %v", len(shown), len(files), slices.Sorted(maps.Keys(shown)))
	}
}

func TestCatalogueHasNoUnusedPageText(t *testing.T) {
	words := i18n.New()
	used := map[string]bool{}
	note := func(key string, pairs ...any) string {
		used[key] = true
		return samples.Words(words, "vi")(key, pairs...)
	}
	set, err := templates.LoadUnfolded("vi", note)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range samples.All() {
		if err := set.Render(&bytes.Buffer{}, s.Page); err != nil {
			t.Fatal(err)
		}
	}
	if len(used) < 100 {
		t.Fatalf("only %d texts were asked for", len(used))
	}
	for _, key := range words.Keys("vi") {
		if strings.HasPrefix(key, "page.notice.") || strings.HasPrefix(key, "page.say.") {
			continue // sentences that the web layer hands in
		}
		if strings.HasPrefix(key, "page.") && !used[key] {
			t.Errorf("no page shows %s", key)
		}
	}
}

func TestAssets(t *testing.T) {
	if !templates.Built() {
		t.Fatal("templates/dist is empty: run go run ./templates/build")
	}
	sheets, err := fs.Glob(templates.Assets(), "app.*.css")
	if err != nil || len(sheets) != 1 {
		t.Fatalf("want one style sheet, got %v, %v", sheets, err)
	}
	css, err := fs.ReadFile(templates.Assets(), sheets[0])
	if err != nil {
		t.Fatal(err)
	}
	if weight := gzipped(t, css); weight > 30_000 {
		t.Errorf("the style sheet weighs %d bytes compressed, want 30,000 at most", weight)
	}
	if !templates.Lasting(sheets[0]) || templates.Lasting("fonts/EBGaramond_700Bold.ttf") || templates.Lasting("manifest.json") {
		t.Error("Lasting does not tell hashed names from kept ones")
	}
	var fonts int
	for _, m := range regexp.MustCompile(`url\("?([^")]+)`).FindAllSubmatch(css, -1) {
		info, err := fs.Stat(templates.Assets(), string(m[1]))
		if err != nil {
			t.Errorf("the style sheet names %s: %v", m[1], err)
			continue
		}
		if strings.HasSuffix(string(m[1]), ".woff2") {
			fonts += int(info.Size())
		}
	}
	if fonts == 0 || fonts > 110_000 {
		t.Errorf("the pages' fonts weigh %d bytes, want 110,000 at most", fonts)
	}
	for _, name := range []string{"PlayfairDisplay_700Bold.ttf", "EBGaramond_400Regular.ttf", "EBGaramond_400Regular_Italic.ttf", "EBGaramond_600SemiBold.ttf", "EBGaramond_700Bold.ttf", "BeVietnamPro_400Regular.ttf", "BeVietnamPro_600SemiBold.ttf"} {
		if data, err := templates.CertificateFont(name); err != nil || len(data) < 10_000 {
			t.Errorf("certificate font %s: %d bytes, %v", name, len(data), err)
		}
	}
}

func TestEveryIconIsInTheSprite(t *testing.T) {
	has := map[string]bool{} // "/assets/icons.0123456789.svg#award"
	for _, sprite := range []string{"common.*.svg", "icons.*.svg"} {
		names, err := fs.Glob(templates.Assets(), sprite)
		if err != nil || len(names) != 1 {
			t.Fatalf("want one %s, got %v, %v", sprite, names, err)
		}
		data, err := fs.ReadFile(templates.Assets(), names[0])
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`symbol id="([^"]+)"`).FindAllSubmatch(data, -1) {
			has[templates.AssetPrefix+names[0]+"#"+string(m[1])] = true
		}
	}
	asked := map[string]bool{}
	for _, s := range samples.All() {
		for _, m := range regexp.MustCompile(`<use href="([^"]+)"`).FindAllStringSubmatch(render(t, "vi", s.Page), -1) {
			if asked[m[1]] = true; !has[m[1]] {
				t.Errorf("%s draws %s, which is in no sprite", s.Name, m[1])
			}
		}
	}
	for _, icon := range scriptIcons {
		for address := range has {
			if strings.HasSuffix(address, "#"+icon) {
				asked[address] = true
			}
		}
	}
	for icon := range has {
		if !asked[icon] {
			t.Errorf("no page draws icon %s", icon)
		}
	}
}

// scriptIcons are drawn by the judge's sheet while it saves.
var scriptIcons = []string{"arrow-left-right", "cloud-check", "cloud-slash", "exclamation-triangle", "key", "lock"}

// TestSheetIsLight adds up what a judge's browser loads for a sheet on a first visit, photos left out.
func TestSheetIsLight(t *testing.T) {
	page := sample(t, "judge-sheet")
	total := gzipped(t, []byte(render(t, "vi", page)))
	for _, name := range []string{"sheet.*.css", "app.*.js", "sheet.*.js", "common.*.svg", "fonts/be-vietnam-pro-*.woff2"} {
		files, err := fs.Glob(templates.Assets(), name)
		if err != nil || len(files) == 0 {
			t.Fatalf("no %s: %v", name, err)
		}
		for _, file := range files {
			data, err := fs.ReadFile(templates.Assets(), file)
			if err != nil {
				t.Fatal(err)
			}
			total += gzipped(t, data)
		}
	}
	if total > 100_000 {
		t.Errorf("the judge's sheet weighs %d bytes compressed, want 100,000 at most", total)
	}
	t.Logf("%d bytes", total)
	html := render(t, "vi", page)
	if loaded := regexp.MustCompile(`<(?:script|link)[^>]*(?:dossier|reader|pdf)`).FindString(html); loaded != "" {
		t.Errorf("the judge's sheet loads what reads papers before anybody opens one: %s", loaded)
	}
	for _, heavy := range []string{"/assets/app.*.css", "/assets/icons.*.svg"} {
		if regexp.MustCompile(strings.ReplaceAll(strings.ReplaceAll(heavy, ".", `\.`), `\.*`, `\.[0-9a-f]+`)).MatchString(html) {
			t.Errorf("the judge's sheet loads %s", heavy)
		}
	}
}
