package docx

import (
	"fmt"
	"strconv"
	"strings"

	"vinhdanh/internal/paper"
)

// block writes one block.
func (d *document) block(b paper.Block) error {
	switch b := b.(type) {
	case paper.Letterhead:
		d.letterhead(b)
	case paper.Title:
		d.paragraph(`<w:pStyle w:val="Title"/>`+space(320, 0)+centred, run(b.Text, style{bold: true, caps: true, size: 28}))
		d.paragraph(`<w:pStyle w:val="Title"/>`+space(0, 0)+centred, run(b.Subject, style{bold: true}))
		d.rule(2000, 160)
	case paper.Heading:
		d.paragraph(`<w:pStyle w:val="Heading1"/>`+space(180, 40), run(b.Text, style{bold: true}))
	case paper.Paragraph:
		d.prose(b)
	case paper.Fields:
		d.fields(b)
	case paper.List:
		d.list(b)
	case paper.Table:
		d.table(b)
	case paper.Closing:
		d.closing(b)
	case paper.Blank:
		d.blank(b.Lines)
	case paper.Marked:
		return d.marked(b)
	case paper.Part:
		d.part(b)
	case paper.PageBreak:
		d.paragraph("", `<w:r><w:br w:type="page"/></w:r>`)
	default:
		return fmt.Errorf("%T has no form in DOCX", b)
	}
	return nil
}

// rule is a line of the given length in the middle.
func (d *document) rule(length, after int) {
	side := max((d.wide-length)/2, 0)
	d.paragraph(fmt.Sprintf(`<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>`+
		`<w:spacing w:before="40" w:after="%d" w:line="120" w:lineRule="exact"/><w:ind w:left="%d" w:right="%d"/>`, after, side, side))
}

func (d *document) prose(b paper.Paragraph) {
	lead := ""
	if b.Lead != "" {
		lead = run(b.Lead+" ", style{bold: true})
	}
	parts := strings.Split(b.Text, "\n")
	for i, part := range parts {
		keep := ""
		if strings.HasSuffix(part, ":") || b.Whole && i < len(parts)-1 || d.closes {
			keep = "<w:keepNext/>"
		}
		if b.Whole {
			keep += "<w:keepLines/>"
		}
		d.paragraph(keep+space(100, 0)+alignment(b.Align, true), lead, run(part, style{italic: b.Italic}))
		lead = ""
	}
}

// alignment is where lines stand; justified text is indented by 10 mm.
func alignment(a paper.Align, indent bool) string {
	switch a {
	case paper.Left:
	case paper.Centre:
		return centred
	case paper.Right:
		return `<w:jc w:val="right"/>`
	case paper.Justified:
		if indent {
			return `<w:ind w:firstLine="567"/><w:jc w:val="both"/>`
		}
		return `<w:jc w:val="both"/>`
	}
	return ""
}

func (d *document) fields(b paper.Fields) {
	half := d.wide / 2
	for i := 0; i < len(b); i++ {
		f := b[i]
		if f.Half && i+1 < len(b) && b[i+1].Half {
			i++
			d.borderless([]int{half, d.wide - half}, []func(*document){
				func(c *document) { c.field(f) }, func(c *document) { c.field(b[i]) }})
			continue
		}
		d.field(f)
		if f.Value == "" {
			d.blank(f.Space)
		}
	}
}

func (d *document) field(f paper.Field) {
	label := run(f.Label+": ", style{})
	if f.Value == "" {
		d.paragraph(dottedTo(d.wide-100)+space(60, 0), label, tab)
		return
	}
	d.paragraph(space(60, 0), label, run(f.Value, style{bold: true}))
}

func (d *document) blank(lines int) {
	for range lines {
		d.paragraph(dottedTo(d.wide-20)+space(60, 0), tab)
	}
}

func (d *document) list(b paper.List) {
	for i, item := range b.Items {
		mark := strconv.Itoa(i+1) + "."
		switch {
		case b.Marker == paper.Dashes:
			mark = "-"
		case b.Marker == paper.Boxes && item.Checked:
			mark = "☒"
		case b.Marker == paper.Boxes:
			mark = "☐"
		}
		d.paragraph(`<w:tabs><w:tab w:val="left" w:pos="440"/></w:tabs>`+space(40, 0)+`<w:ind w:left="440" w:hanging="440"/>`,
			run(mark, style{}), tab, run(item.Text, style{}))
	}
}
