package templates_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"

	"vinhdanh/docs"
	"vinhdanh/templates"
)

// chapterText is the Markdown of a chapter.
func chapterText(t *testing.T, lang, topic string) string {
	t.Helper()
	text, err := fs.ReadFile(docs.UserGuide(), lang+"/"+topic+".md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// headed finds a heading's depth, shown a picture's name, bold a label as a page shows it.
var (
	headed = regexp.MustCompile(`(?m)^#+ `)
	shown  = regexp.MustCompile(`!\[([^\]]*)\]\(\.\./pictures/(vi|en)/([a-z-]+)\.png\)`)
	bold   = regexp.MustCompile(`\*\*([^*]+)\*\*`)
	led    = regexp.MustCompile(`[^!]\[[^\]]+\]\(([^)]+)\)`)
	step   = regexp.MustCompile(`(?m)^(\d+)\. `)
)

// TestChaptersAreTwins wants the same headings, steps, tables and pictures in both languages, in the same order.
func TestChaptersAreTwins(t *testing.T) {
	outline := func(lang, topic string) []string {
		var lines []string
		for line := range strings.Lines(chapterText(t, lang, topic)) {
			switch {
			case headed.MatchString(line):
				lines = append(lines, headed.FindString(line))
			case shown.MatchString(line):
				lines = append(lines, shown.FindStringSubmatch(line)[3])
			case step.MatchString(line):
				lines = append(lines, step.FindString(line))
			case strings.HasPrefix(line, "|"), strings.HasPrefix(line, "- "):
				lines = append(lines, line[:1])
			}
		}
		return lines
	}
	for _, topic := range templates.HelpTopics() {
		vi, en := outline("vi", topic), outline("en", topic)
		if len(vi) < 20 {
			t.Errorf("%s: an outline of %d lines is no guide", topic, len(vi))
		}
		if diff := cmp.Diff(vi, en); diff != "" {
			t.Errorf("%s differs (-vi +en):\n%s", topic, diff)
		}
	}
}

// TestGuidePictures wants every picture that a chapter shows, described and in the chapter's language, and none
// that no chapter shows.
func TestGuidePictures(t *testing.T) {
	const most = 80 << 10
	for _, lang := range []string{"vi", "en"} {
		used := map[string]bool{}
		for _, topic := range templates.HelpTopics() {
			for _, m := range shown.FindAllStringSubmatch(chapterText(t, lang, topic), -1) {
				used[m[3]+".png"] = true
				if m[2] != lang || m[1] == "" {
					t.Errorf("%s/%s shows %q: want a picture in %s with its words", lang, topic, m[0], lang)
				}
			}
		}
		files, err := fs.ReadDir(docs.UserGuide(), "pictures/"+lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if !used[f.Name()] {
				t.Errorf("pictures/%s/%s is shown nowhere", lang, f.Name())
			}
			delete(used, f.Name())
			if info, err := f.Info(); err != nil || info.Size() > most {
				t.Errorf("pictures/%s/%s is larger than %d bytes: %v", lang, f.Name(), most, err)
			}
		}
		for name := range used {
			t.Errorf("pictures/%s/%s is missing: make guide", lang, name)
		}
	}
}

// TestChaptersAreShown wants each chapter's pictures and headings to survive the cleaning, a picture as a link to
// itself, a heading among the parts.
func TestChaptersAreShown(t *testing.T) {
	guide, err := templates.ReadGuide(docs.UserGuide())
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"vi", "en"} {
		for _, topic := range templates.HelpTopics() {
			text := chapterText(t, lang, topic)
			chapter, _ := guide.Chapter(lang, topic)
			want := []int{len(shown.FindAllString(text, -1)), strings.Count(text, "\n## ")}
			got := []int{strings.Count(string(chapter.Body), `.png"><img loading="lazy" src="/help/pictures/`+lang), len(chapter.Parts)}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s/%s: pictures and parts (-written +shown):\n%s", lang, topic, diff)
			}
			for _, part := range chapter.Parts {
				if !strings.Contains(string(chapter.Body), `id="`+strings.TrimPrefix(part.URL, "#")+`"`) || part.Text == "" {
					t.Errorf("%s/%s: the part %+v leads nowhere", lang, topic, part)
				}
			}
		}
	}
}

// TestGuideNamesWhatPagesShow wants every bold label of a chapter among the texts that pages show in that language,
// so that nobody looks for a button that was renamed.
func TestGuideNamesWhatPagesShow(t *testing.T) {
	for _, lang := range []string{"vi", "en"} {
		texts := pageTexts(t, lang)
		seen := 0
		for _, topic := range templates.HelpTopics() {
			for _, m := range bold.FindAllStringSubmatch(chapterText(t, lang, topic), -1) {
				seen++
				if !slices.ContainsFunc(texts, func(text *regexp.Regexp) bool { return text.MatchString(m[1]) }) {
					t.Errorf("%s/%s: no page shows %q", lang, topic, m[1])
				}
			}
		}
		if seen < 200 {
			t.Errorf("%s: only %d labels found: the test would prove nothing", lang, seen)
		}
	}
}

// pageTexts are the texts that pages show, as patterns: what a text leaves open may be anything short.
func pageTexts(t *testing.T, lang string) []*regexp.Regexp {
	t.Helper()
	files, err := filepath.Glob("../internal/i18n/locales/*." + lang + ".toml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no catalogues: %v", err)
	}
	open := regexp.MustCompile(`\\\{\\\{[^}]*\\\}\\\}`)
	var patterns []*regexp.Regexp
	var gather func(node any)
	gather = func(node any) {
		switch v := node.(type) {
		case map[string]any:
			for _, inner := range v {
				gather(inner)
			}
		case string:
			pattern := open.ReplaceAllString(regexp.QuoteMeta(v), `.{1,12}`)
			if strings.Trim(open.ReplaceAllString(regexp.QuoteMeta(v), ""), ` /:`) != "" {
				patterns = append(patterns, regexp.MustCompile(`^`+pattern+`:?$`))
			}
		}
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var catalogue map[string]any
		if err := toml.Unmarshal(text, &catalogue); err != nil {
			t.Fatal(err)
		}
		gather(catalogue["page"])
	}
	return patterns
}

// TestGuideLinks wants links to chapters, to headings that are there, and to open pages.
func TestGuideLinks(t *testing.T) {
	pages := []string{"/ledger", "/v", "/products", "/help", "/login"} // what anybody can open
	seen := 0
	for _, lang := range []string{"vi", "en"} {
		guide, err := templates.ReadGuide(docs.UserGuide())
		if err != nil {
			t.Fatal(err)
		}
		for _, topic := range templates.HelpTopics() {
			for _, m := range led.FindAllStringSubmatch(chapterText(t, lang, topic), -1) {
				seen++
				if slices.Contains(pages, m[1]) {
					continue
				}
				file, part, _ := strings.Cut(m[1], "#")
				chapter, found := guide.Chapter(lang, strings.TrimSuffix(file, ".md"))
				if !found || !strings.HasSuffix(file, ".md") {
					t.Errorf("%s/%s leads to %s, which is no chapter and no open page", lang, topic, m[1])
				}
				if part != "" && !strings.Contains(string(chapter.Body), `id="`+part+`"`) {
					t.Errorf("%s/%s leads to %s, a heading that is not there", lang, topic, m[1])
				}
			}
		}
	}
	if seen < 4 {
		t.Errorf("only %d links found: the test would prove nothing", seen)
	}
}

func TestHelpPage(t *testing.T) {
	for section, want := range map[string]string{"": "/help", "home": "/help", "verify": "/help/public", "nominations": "/help/producer",
		"desk": "/help/secretariat", "judge": "/help/judge", "council": "/help/council", "admin": "/help/admin"} {
		if got := (templates.Shell{Section: section}).HelpPage(); got != want {
			t.Errorf("in section %q help is %s, want %s", section, got, want)
		}
	}
	auditor := templates.Viewer{Audits: true}
	for section, want := range map[string]string{"council": "/help/auditor", "nominations": "/help/producer"} {
		if got := (templates.Shell{Section: section, Viewer: &auditor}).HelpPage(); got != want {
			t.Errorf("an auditor's help in section %q is %s, want %s", section, got, want)
		}
	}
}
