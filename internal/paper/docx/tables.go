package docx

import (
	"fmt"
	"strings"

	"vinhdanh/internal/paper"
)

// within is a document for the inside of a cell of that width.
func (d *document) within(width int) *document {
	return &document{lang: d.lang, wide: width - 160, pictures: d.pictures}
}

// row writes one row; fill writes the inside of each cell.
func (d *document) row(properties string, widths []int, cellProperties string, fill []func(*document)) {
	d.add("<w:tr><w:trPr>%s</w:trPr>", properties)
	for i, w := range widths {
		c := d.within(w)
		fill[i](c)
		if c.text.Len() == 0 {
			c.paragraph("")
		}
		d.add(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>%s</w:tcPr>%s</w:tc>`, w, cellProperties, c.text.String())
	}
	d.add("</w:tr>")
}

func (d *document) open(widths []int, borders string) {
	d.add(`<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/>%s<w:tblLayout w:type="fixed"/>`+
		`<w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`, d.wide, borders)
	for _, w := range widths {
		d.add(`<w:gridCol w:w="%d"/>`, w)
	}
	d.add("</w:tblGrid>")
}

// borderless sets columns side by side, as letterheads and signatures are.
func (d *document) borderless(widths []int, fill []func(*document)) {
	d.open(widths, "")
	d.row("<w:cantSplit/>", widths, "", fill)
	d.add("</w:tbl>")
}

func (d *document) letterhead(b paper.Letterhead) {
	nation := func(c *document) {
		c.paragraph(centred, run(paper.Nation(d.lang), style{bold: true, size: 24}))
		c.paragraph(centred, run(paper.Motto(d.lang), style{bold: true}))
		c.rule(3300, 0)
	}
	if b.Body == "" {
		nation(d)
		return
	}
	left := d.wide * 42 / 100
	d.borderless([]int{left, d.wide - left}, []func(*document){func(c *document) {
		if b.Superior != "" {
			c.paragraph(centred, run(b.Superior, style{caps: true, size: 24}))
		}
		c.paragraph(centred, run(b.Body, style{bold: true, caps: true, size: 24}))
		c.rule(1300, 0)
		if b.Number != "" {
			c.paragraph(centred, run(paper.Numbered(d.lang)+b.Number, style{}))
		}
	}, func(c *document) {
		nation(c)
		if b.Place != "" {
			c.paragraph(space(80, 0)+centred, run(b.Place, style{italic: true}))
		}
	}})
}

// grid is the rules of a table.
const grid = `<w:tblBorders><w:top w:val="single" w:sz="4"/><w:left w:val="single" w:sz="4"/><w:bottom w:val="single" w:sz="4"/>` +
	`<w:right w:val="single" w:sz="4"/><w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/></w:tblBorders>`

// maxWhole is the most text of a row that stays on one page; a longer one may be cut.
const maxWhole = 1500

func (d *document) table(b paper.Table) {
	if len(b.Columns) == 0 {
		return
	}
	widths := d.shares(b.Columns)
	d.paragraph(`<w:keepNext/><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>`)
	d.open(widths, grid)
	head := make([]string, len(b.Columns))
	for i, c := range b.Columns {
		head[i] = c.Head
	}
	d.cells("<w:cantSplit/><w:tblHeader/>", widths, head, style{bold: true, size: 23}, func(int) string { return centred })
	for _, r := range b.Rows {
		s := style{bold: r.Bold, size: 23}
		if r.Span {
			d.add(`<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:gridSpan w:val="%d"/></w:tcPr>`, d.wide, len(widths))
			d.paragraph("<w:keepNext/>"+space(40, 40), run(strings.Join(r.Cells, " "), style{bold: true, size: 23}))
			d.add("</w:tc></w:tr>")
			continue
		}
		whole := ""
		if len(strings.Join(r.Cells, "")) < maxWhole {
			whole = "<w:cantSplit/>"
		}
		d.cells(whole, widths, r.Cells, s, func(i int) string { return alignment(b.Columns[i].Align, false) })
	}
	d.add("</w:tbl>")
	d.paragraph(`<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>`)
}

func (d *document) cells(properties string, widths []int, texts []string, s style, align func(int) string) {
	fill := make([]func(*document), len(widths))
	for i := range widths {
		fill[i] = func(c *document) {
			text := ""
			if i < len(texts) {
				text = texts[i]
			}
			c.paragraph(space(40, 40)+align(i), run(text, s))
		}
	}
	d.row(properties, widths, `<w:vAlign w:val="center"/>`, fill)
}

// shares are the widths of the columns, together as wide as the page.
func (d *document) shares(columns []paper.Column) []int {
	var whole float64
	for _, c := range columns {
		whole += max(c.Width, 0.01)
	}
	widths, used := make([]int, len(columns)), 0
	for i, c := range columns {
		widths[i] = int(max(c.Width, 0.01) / whole * float64(d.wide))
		used += widths[i]
	}
	widths[len(widths)-1] += d.wide - used
	return widths
}

func (d *document) closing(b paper.Closing) {
	d.paragraph("<w:keepNext/>" + space(200, 0))
	left, columns := 0, max(len(b.Signatures), 1)
	if len(b.Recipients) > 0 {
		left = d.wide * 42 / 100
	} else if columns == 1 {
		left = d.wide * 45 / 100
	}
	var widths []int
	var fill []func(*document)
	if left > 0 {
		widths = append(widths, left)
		fill = append(fill, func(c *document) { c.recipients(b.Recipients) })
	}
	for _, s := range b.Signatures {
		widths = append(widths, (d.wide-left)/columns)
		fill = append(fill, func(c *document) { c.signature(s) })
	}
	if len(widths) > 0 {
		d.borderless(widths, fill)
	}
	d.paragraph("")
}

func (d *document) recipients(list []string) {
	if len(list) == 0 {
		return
	}
	d.paragraph("", run(paper.Recipients(d.lang), style{bold: true, italic: true, size: 24}))
	for _, line := range paper.RecipientLines(list) {
		d.paragraph("", run(line, style{size: 22}))
	}
}

func (d *document) signature(s paper.Signature) {
	if s.Place != "" {
		d.paragraph(centred, run(s.Place, style{italic: true}))
	}
	for _, line := range s.Lines {
		d.paragraph("<w:keepNext/>"+centred, run(line, style{bold: true, caps: true}))
	}
	if s.Note != "" {
		d.paragraph("<w:keepNext/>"+centred, run(s.Note, style{italic: true, size: 24}))
	}
	d.paragraph(fmt.Sprintf("<w:keepNext/>%s", space(1200, 0)))
	d.paragraph(centred, run(s.Name, style{bold: true}))
}
