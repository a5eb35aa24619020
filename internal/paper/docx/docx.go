// Package docx owns the written form of a paper that people go on working with in a word processor
// (Office Open XML, ECMA-376, transitional). It refuses to know what a paper says.
package docx

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"vinhdanh/internal/paper"
)

// The page of NĐ 30/2020, annex 1, in twentieths of a point.
const (
	pageShort   = 11906
	pageLong    = 16838
	marginLeft  = 1701 // 30 mm
	marginRight = 850  // 15 mm
	marginEnd   = 1134 // 20 mm, top and bottom
)

// Write writes a paper as DOCX. The same paper gives the same bytes.
func Write(w io.Writer, p paper.Paper) error {
	p = p.Normal()
	d := &document{lang: p.Lang, wide: pageShort - marginLeft - marginRight, pictures: &pictures{}}
	if p.Landscape {
		d.wide = pageLong - marginLeft - marginRight
	}
	for i, b := range p.Blocks {
		d.closes = i+1 < len(p.Blocks) && isClosing(p.Blocks[i+1])
		if err := d.block(b); err != nil {
			return fmt.Errorf("write paper: block %d: %w", i, err)
		}
	}
	d.section(p)
	z := zip.NewWriter(w)
	parts := []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes}, {"_rels/.rels", packageRelations},
		{"docProps/core.xml", properties(p)}, {"word/_rels/document.xml.rels", d.pictures.relations()},
		{"word/styles.xml", styles(p.Lang)}, {"word/header1.xml", header}, {"word/footer1.xml", footer(p.Reference)},
		{"word/document.xml", declaration + `<w:document ` + namespaces + `><w:body>` + d.text.String() + `</w:body></w:document>`},
	}
	for n, file := range d.pictures.files {
		parts = append(parts, struct{ name, text string }{"word/" + d.pictures.name(n), string(file)})
	}
	for _, part := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: stamp})
		if err != nil {
			return fmt.Errorf("write paper %s: %w", part.name, err)
		}
		if _, err := io.WriteString(f, part.text); err != nil {
			return fmt.Errorf("write paper %s: %w", part.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write paper: %w", err)
	}
	return nil
}

// stamp is the time of every part, so that the bytes depend on the paper alone.
var stamp = time.Date(2020, 3, 5, 0, 0, 0, 0, time.UTC) // NĐ 30/2020 came into force

// document is the body being written; wide is the width between the margins.
type document struct {
	text     strings.Builder
	lang     string
	wide     int
	pictures *pictures
	closes   bool // the signatures come next, which never stand on a page alone
}

func isClosing(b paper.Block) bool {
	_, closing := b.(paper.Closing)
	return closing
}

// add writes markup; every value that is not ours goes through escape.
func (d *document) add(format string, args ...any) { fmt.Fprintf(&d.text, format, args...) }

// section ends the body: paper size, margins, page number from the second page on, reference below.
func (d *document) section(p paper.Paper) {
	width, height, orient := pageShort, pageLong, ""
	if p.Landscape {
		width, height, orient = pageLong, pageShort, ` w:orient="landscape"`
	}
	d.add(`<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/>`+
		`<w:footerReference w:type="first" r:id="rId3"/><w:pgSz w:w="%d" w:h="%d"%s/>`+
		`<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="567" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr>`,
		width, height, orient, marginEnd, marginRight, marginEnd, marginLeft)
}

// escape is text as XML; characters that XML cannot carry are gone after paper.Normal.
func escape(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) //nolint:errcheck // a strings.Builder takes everything
	return b.String()
}

// style is how a run of text is set; size is in half points, 0 = that of the paper.
type style struct {
	bold, italic, caps bool
	size               int
}

// run is text in one style; its line breaks are kept.
func run(text string, s style) string {
	if text == "" {
		return ""
	}
	var b strings.Builder
	b.WriteString("<w:r><w:rPr>")
	for _, x := range []struct {
		on  bool
		tag string
	}{{s.bold, "<w:b/>"}, {s.italic, "<w:i/>"}, {s.caps, "<w:caps/>"}} {
		if x.on {
			b.WriteString(x.tag)
		}
	}
	if s.size > 0 {
		fmt.Fprintf(&b, `<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, s.size, s.size)
	}
	b.WriteString("</w:rPr>")
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteString("<w:br/>")
		}
		b.WriteString(`<w:t xml:space="preserve">` + escape(line) + `</w:t>`)
	}
	b.WriteString("</w:r>")
	return b.String()
}

// tab is the character that runs to the next tab stop.
const tab = "<w:r><w:tab/></w:r>"

// paragraph writes one paragraph; properties are those of w:pPr, in the order of the schema.
func (d *document) paragraph(properties string, runs ...string) {
	d.add("<w:p><w:pPr>%s</w:pPr>%s</w:p>", properties, strings.Join(runs, ""))
}

const centred = `<w:jc w:val="center"/>`

// space is the white before and after a paragraph, in twentieths of a point.
func space(before, after int) string {
	return fmt.Sprintf(`<w:spacing w:before="%d" w:after="%d"/>`, before, after)
}

// dottedTo is a tab stop at the given place with dots leading to it.
func dottedTo(at int) string {
	return fmt.Sprintf(`<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="%d"/></w:tabs>`, at)
}
