// Package paper owns what a printed paper consists of: letterhead, title, lines to fill in, tables and
// signatures, in the order in which they are read (NĐ 30/2020/NĐ-CP, annex 1). It refuses to know how a
// paper becomes PDF or DOCX and what any of its texts means.
package paper

import (
	"vinhdanh/internal/i18n"
)

// TooLong is the code of the Invalid fault over a paper of more than MaxPages pages.
const TooLong = "paper_too_long"

// MaxPages is the most pages of one paper: a list of ten thousand rows has some six hundred.
const MaxPages = 2000

// Paper is one printed paper. The same paper always gives the same bytes.
type Paper struct {
	Lang      string // "vi" or "en": of the fixed words and of the file's properties
	Title     string // of the file's properties, such as "Phiếu đăng ký MAU-2027-0001"
	Author    string // the same: the body that issues it, or empty
	Reference string // small at the foot of every page; empty = none
	Landscape bool   // for wide tables only
	Blocks    []Block
}

// Block is one part of a paper: one of the types of this package.
type Block interface {
	// mapped is a deep copy with f applied to each text.
	mapped(f func(string) string) Block
}

// Letterhead is the head of the first page. Without a Body the national title stands alone in the middle,
// as on forms that people send in.
type Letterhead struct {
	Superior string // the body above, upright
	Body     string // the body that issues the paper, bold
	Number   string // after "Số:"; empty = no such line
	Place    string // place and date, see PlaceLine; empty = no such line
}

// Title is the type of the paper in capitals and, below it, what it is about.
type Title struct{ Text, Subject string }

// Heading begins a part of the text.
type Heading struct{ Text string }

// Align is where lines of a paragraph or a column stand.
type Align int

// The ways to align.
const (
	Left Align = iota
	Centre
	Right
	Justified // with an indent on the first line, as text of a paper is set
)

// Paragraph is running text; a line break in Text begins a further paragraph.
type Paragraph struct {
	Lead   string // bold words before the text, such as "Kính gửi:"
	Text   string
	Align  Align
	Italic bool
	Whole  bool // its lines stay on one page, as what is compared letter by letter should
}

// Fields are lines of a label and a value, one below the other.
type Fields []Field

// Field is a label with its value; an empty value is a dotted line to write on.
type Field struct {
	Label, Value string
	Half         bool // half a line: two in a row stand side by side
	Space        int  // further dotted lines below an empty value
}

// Marker is what stands before the items of a list.
type Marker int

// The markers.
const (
	Numbers Marker = iota
	Dashes
	Boxes // squares to tick
)

// List is a list of short texts.
type List struct {
	Marker Marker
	Items  []Item
}

// Item is one line of a list; Checked ticks its box.
type Item struct {
	Text    string
	Checked bool
}

// Table is a ruled table whose header stands again on each page.
type Table struct {
	Columns []Column
	Rows    []Row
}

// Column is a column of a table; Width is its share of the whole in any unit.
type Column struct {
	Head  string
	Width float64
	Align Align
}

// Row is one row. A row with Span has one cell, bold over all columns; Bold sets all cells bold.
type Row struct {
	Cells []string
	Span  bool
	Bold  bool
}

// Closing ends a paper: to whom it goes on the left, who signs on the right.
type Closing struct {
	Recipients []string
	Signatures []Signature // side by side, at most three
}

// Signature is the place of one signature.
type Signature struct {
	Place string   // place and date above it, or empty
	Lines []string // "TM. HỘI ĐỒNG", "CHỦ TỊCH"
	Note  string   // "(Ký, ghi rõ họ tên)"
	Name  string   // below the room to sign, or empty
}

// Blank is a number of dotted lines to write on.
type Blank struct{ Lines int }

// PageBreak begins a new page.
type PageBreak struct{}

// Map is a deep copy of p with f applied to each text that is not fixed.
func (p Paper) Map(f func(string) string) Paper {
	p.Title, p.Author, p.Reference = f(p.Title), f(p.Author), f(p.Reference)
	blocks := make([]Block, len(p.Blocks))
	for i, b := range p.Blocks {
		blocks[i] = b.mapped(f)
	}
	p.Blocks = blocks
	return p
}

// Normal is p with every text clean: NFC, no control characters, single spaces. Renderers begin with it.
func (p Paper) Normal() Paper {
	if p.Lang != i18n.English {
		p.Lang = i18n.Vietnamese
	}
	return p.Map(i18n.CleanText)
}

func (b Letterhead) mapped(f func(string) string) Block {
	return Letterhead{f(b.Superior), f(b.Body), f(b.Number), f(b.Place)}
}

func (b Title) mapped(f func(string) string) Block { return Title{f(b.Text), f(b.Subject)} }

func (b Heading) mapped(f func(string) string) Block { return Heading{f(b.Text)} }

func (b Paragraph) mapped(f func(string) string) Block {
	b.Lead, b.Text = f(b.Lead), f(b.Text)
	return b
}

func (b Fields) mapped(f func(string) string) Block {
	list := make(Fields, len(b))
	for i, x := range b {
		x.Label, x.Value = f(x.Label), f(x.Value)
		list[i] = x
	}
	return list
}

func (b List) mapped(f func(string) string) Block {
	items := make([]Item, len(b.Items))
	for i, x := range b.Items {
		items[i] = Item{f(x.Text), x.Checked}
	}
	b.Items = items
	return b
}

func (b Table) mapped(f func(string) string) Block {
	columns, rows := make([]Column, len(b.Columns)), make([]Row, len(b.Rows))
	for i, c := range b.Columns {
		c.Head = f(c.Head)
		columns[i] = c
	}
	for i, r := range b.Rows {
		r.Cells = mapAll(r.Cells, f)
		rows[i] = r
	}
	return Table{columns, rows}
}

func (b Closing) mapped(f func(string) string) Block {
	signatures := make([]Signature, len(b.Signatures))
	for i, s := range b.Signatures {
		signatures[i] = Signature{f(s.Place), mapAll(s.Lines, f), f(s.Note), f(s.Name)}
	}
	return Closing{mapAll(b.Recipients, f), signatures}
}

func (b Blank) mapped(func(string) string) Block { return b }

func (b PageBreak) mapped(func(string) string) Block { return b }

func mapAll(list []string, f func(string) string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = f(s)
	}
	return out
}
