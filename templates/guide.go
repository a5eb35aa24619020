package templates

import (
	"bytes"
	"fmt"
	"html"
	"html/template"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
)

// helpTopics are the chapters of the guide, in the order shown; each is a file of its own.
var helpTopics = []string{"public", "producer", "secretariat", "judge", "council", "auditor", "admin"}

// HelpTopics returns the names of the chapters, which are the last part of their addresses "/help/{topic}".
func HelpTopics() []string { return slices.Clone(helpTopics) }

// chapterOf is the chapter for whoever works in a section.
var chapterOf = map[string]string{"verify": "public", "products": "public", "nominations": "producer", "desk": "secretariat",
	"judge": "judge", "council": "council", "admin": "admin"}

// HelpPage is the page of the guide that helps on this page: the section's chapter, or all of them.
func (s Shell) HelpPage() string {
	if s.Section == "council" && s.Viewer != nil && s.Viewer.Audits {
		return "/help/auditor"
	}
	if topic := chapterOf[s.Section]; topic != "" {
		return "/help/" + topic
	}
	return "/help"
}

// Chapter is one chapter of the user guide in one language.
type Chapter struct {
	Topic string
	Title string        // its heading
	Lead  string        // its first paragraph, as plain text
	Body  template.HTML // the rest
	Parts []Link        // its second headings, which lead to their places
}

// Guide is the user guide in every language, read once at start; it is safe for concurrent use.
type Guide struct {
	chapters map[string]map[string]Chapter // by language and topic
	files    fs.FS
}

// ReadGuide reads the chapters vi/TOPIC.md and en/TOPIC.md. Each begins with a heading and a paragraph that
// says what it is for; HTML inside is dropped, and an address is one of this site's or none.
func ReadGuide(files fs.FS) (*Guide, error) {
	g := &Guide{chapters: map[string]map[string]Chapter{}, files: files}
	for _, lang := range []string{"vi", "en"} {
		g.chapters[lang] = map[string]Chapter{}
		for _, topic := range helpTopics {
			text, err := fs.ReadFile(files, path.Join(lang, topic+".md"))
			if err != nil {
				return nil, fmt.Errorf("read guide: %w", err)
			}
			c, err := readChapter(topic, text)
			if err != nil {
				return nil, fmt.Errorf("read guide %s/%s: %w", lang, topic, err)
			}
			g.chapters[lang][topic] = c
		}
	}
	return g, nil
}

// Chapter is a chapter in a language; ok is false for a topic that the guide does not have.
func (g *Guide) Chapter(lang, topic string) (c Chapter, ok bool) {
	c, ok = g.chapters[lang][topic]
	return c, ok
}

// Chapters are all chapters in a language, in the order shown.
func (g *Guide) Chapters(lang string) []Chapter {
	var list []Chapter
	for _, topic := range helpTopics {
		list = append(list, g.chapters[lang][topic])
	}
	return list
}

// Picture is a picture of the guide, PNG.
func (g *Guide) Picture(lang, name string) ([]byte, error) {
	return fs.ReadFile(g.files, path.Join("pictures", lang, name))
}

// markdown reads the chapters: tables beside the common syntax, headings with ids, no HTML of its own.
func markdown() goldmark.Markdown {
	return goldmark.New(goldmark.WithExtensions(extension.Table), goldmark.WithParserOptions(parser.WithAutoHeadingID()))
}

func readChapter(topic string, text []byte) (Chapter, error) {
	head, rest, _ := strings.Cut(string(text), "\n\n")
	lead, rest, _ := strings.Cut(rest, "\n\n")
	title, ok := strings.CutPrefix(head, "# ")
	if !ok || strings.TrimSpace(lead) == "" {
		return Chapter{}, fmt.Errorf("want a heading and a first paragraph, have %.40q", head)
	}
	var out bytes.Buffer
	if err := markdown().Convert([]byte(rest), &out); err != nil {
		return Chapter{}, err
	}
	body := guideRules().SanitizeBytes(leadHome(out.Bytes()))
	var parts []Link
	for _, m := range partHeading.FindAllSubmatch(body, -1) {
		parts = append(parts, Link{URL: "#" + string(m[1]), Text: html.UnescapeString(string(m[2]))})
	}
	return Chapter{
		Topic: topic, Title: title, Lead: strings.Join(strings.Fields(lead), " "), Parts: parts,
		Body: template.HTML(body), //nolint:gosec // our own file, cleaned once more
	}, nil
}

// guideRules let through what a chapter needs and nothing else.
func guideRules() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("h2", "h3", "p", "ol", "ul", "li", "strong", "em", "code", "pre", "blockquote", "br", "hr",
		"table", "thead", "tbody", "tr", "th", "td", "figure", "kbd")
	p.AllowAttrs("id").Matching(regexp.MustCompile(`^[\p{L}\p{N}-]+$`)).OnElements("h2", "h3")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("href").Matching(regexp.MustCompile(`^/[^/\\]|^/$|^#`)).OnElements("a")
	p.AllowAttrs("src").Matching(regexp.MustCompile(`^/help/pictures/(vi|en)/[a-z0-9-]+\.png$`)).OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("loading").Matching(regexp.MustCompile(`^lazy$`)).OnElements("img")
	p.AllowRelativeURLs(true)
	return p
}

var (
	pictureAddress = regexp.MustCompile(`<img src="\.\./(pictures/[^"]+)"( alt="[^"]*")>`)
	partHeading    = regexp.MustCompile(`<h2 id="([^"]+)">([^<]+)</h2>`)
	chapterAddress = regexp.MustCompile(`href="([a-z]+)\.md(#[^"]*)?"`)
)

// leadHome turns addresses between the files of the guide into addresses of the site. A picture leads to itself,
// so that a phone can show it in its own size.
func leadHome(body []byte) []byte {
	body = pictureAddress.ReplaceAll(body, []byte(`<a href="/help/$1"><img loading="lazy" src="/help/$1"$2></a>`))
	return chapterAddress.ReplaceAll(body, []byte(`href="/help/$1$2"`))
}
