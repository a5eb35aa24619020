package pdf

import (
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/paper"
)

// PaperFontFiles are the files that NewPapers looks for: upright, italic, bold, bold italic. Tinos has the
// widths and the look of Times New Roman, which NĐ 30/2020 asks for and which may not be handed on.
func PaperFontFiles() []string {
	return []string{"Tinos_400Regular.ttf", "Tinos_400Regular_Italic.ttf", "Tinos_700Bold.ttf", "Tinos_700Bold_Italic.ttf"}
}

// Papers prints official papers. It is safe for use by several goroutines at once.
type Papers struct {
	regular, italic, bold, boldItalic *face

	mould *mould
}

// NewPapers reads and measures the fonts (PaperFontFiles, at the root of fonts).
func NewPapers(fonts fs.FS) (*Papers, error) {
	p := &Papers{}
	for i, f := range []**face{&p.regular, &p.italic, &p.bold, &p.boldItalic} {
		var err error
		if *f, err = loadFace(fonts, PaperFontFiles()[i], fmt.Sprintf("paper%d", i)); err != nil {
			return nil, err
		}
	}
	var err error
	p.mould, err = newMould(p.faces(), "")
	return p, err
}

func (p *Papers) faces() []*face { return []*face{p.regular, p.italic, p.bold, p.boldItalic} }

// PDF writes a paper as PDF on A4. The same paper gives the same bytes in every process of one build. A
// character that the fonts lack is printed as an empty box, so that its loss is seen; Check names it
// beforehand. The only fault is paper.TooLong.
func (p *Papers) PDF(w io.Writer, doc paper.Paper) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("print paper %q: %v", doc.Title, r)
		}
	}()
	doc = doc.Normal()
	missing, extra := p.survey(doc)
	if missing != "" {
		doc = doc.Map(func(s string) string {
			return strings.Map(func(r rune) rune {
				if strings.ContainsRune(missing, r) {
					return tofu
				}
				return r
			}, s)
		})
	}
	s := newPress(p, doc)
	if err := s.print(); err != nil {
		return err
	}
	m := p.mould
	if extra != "" {
		if m, err = newMould(p.faces(), extra); err != nil {
			return err
		}
	}
	_, err = w.Write(s.assemble(m))
	return err
}

// Check reports the characters that PDF would print as empty boxes: a fault GlyphMissing, argument char.
func (p *Papers) Check(doc paper.Paper) error {
	missing, _ := p.survey(doc.Normal())
	for _, r := range missing {
		return fault.New(fault.Invalid, GlyphMissing, "char", fmt.Sprintf("U+%04X", r))
	}
	return nil
}

// tofu stands for a character that no font of ours draws.
const tofu = '□'

// survey finds the characters that a face lacks, and those beyond the faces' subsets.
func (p *Papers) survey(doc paper.Paper) (missing, extra string) {
	var lacking, beyond []rune
	doc.Map(func(s string) string {
		for _, r := range s {
			if r == '\n' || strings.ContainsRune(repertoire, r) {
				continue
			}
			if slices.ContainsFunc(p.faces(), func(f *face) bool { _, ok := f.glyphs[r]; return !ok }) {
				lacking, r = append(lacking, r), tofu
			}
			// The title is set in capitals: "ß" and its like would otherwise lose theirs.
			beyond = append(beyond, r)
			for _, c := range upper(string(r)) {
				if _, ok := p.bold.glyphs[c]; ok {
					beyond = append(beyond, c)
				}
			}
		}
		return s
	})
	slices.Sort(lacking)
	slices.Sort(beyond)
	return string(slices.Compact(lacking)), string(slices.Compact(beyond))
}

// assemble writes the file; the fonts take the numbers from firstFontObject, the first page those that
// certificates use for theirs.
func (s *press) assemble(m *mould) []byte {
	fonts := len(m.fonts)
	info, catalog := firstFontObject+fonts, firstFontObject+fonts+1
	next := catalog + 1
	f := newFile(pdfA1.version, catalog+3*len(s.pages)-2)
	hash := sha256.New()
	var kids, list strings.Builder
	f.dict(info, "<< /Title %s\n/Author %s\n/Creator (Vinh Danh)\n/Producer (Vinh Danh) >>", textString(s.doc.Title), textString(s.doc.Author))
	f.dict(catalog, "<< /Type /Catalog /Pages %d 0 R /Lang (%s) /ViewerPreferences << /DisplayDocTitle true >> >>", pagesObject, langTag(s.doc.Lang))
	for i, content := range s.pages {
		page, body, edge := pageObject, contentObject, next
		if i > 0 {
			page, body, edge = next, next+1, next+2
		}
		next = edge + 1
		fmt.Fprintf(&kids, "%d 0 R ", page)
		f.dict(page, "<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %.2f %.2f] /Resources %d 0 R /Contents [%d 0 R %d 0 R] >>",
			pagesObject, s.width, s.height, resourcesObject, body, edge)
		f.object(body, stream(body, "/Filter /FlateDecode ", content))
		f.object(edge, deflated(edge, s.edge(i)))
		hash.Write(content)
	}
	f.dict(pagesObject, "<< /Type /Pages /Kids [%s] /Count %d >>", strings.TrimSpace(kids.String()), len(s.pages))
	for _, face := range s.faces() {
		fmt.Fprintf(&list, " /%s %d 0 R", face.key, m.objects[face.key])
	}
	f.dict(resourcesObject, "<< /ProcSet [/PDF /Text] /Font <<%s >> >>", list.String())
	for i, o := range m.fonts {
		f.object(firstFontObject+i, o)
	}
	hash.Write([]byte(s.doc.Title + "\x00" + s.doc.Author + "\x00" + s.doc.Reference))
	return f.finish(catalog, info, hash.Sum(nil)[:16])
}

func langTag(lang string) string {
	if lang == "en" {
		return "en"
	}
	return "vi-VN"
}
