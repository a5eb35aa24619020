package pdf

import (
	"fmt"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/paper"
)

// The page of NĐ 30/2020, annex 1: A4, left 30, right 15, top and bottom 20 mm, text of 13 points.
const (
	marginLeft  = 30 * mm
	marginRight = 15 * mm
	marginTop   = 20 * mm
	marginFoot  = 20 * mm
	numberAt    = 12 * mm // baseline of the page number, from the top edge
	referenceAt = 11 * mm // baseline of the reference, from the foot
	bodySize    = 13.0
	cellSize    = 11.5
	smallSize   = 11.0
	lineFactor  = 1.26 // leading for one size: stacked Vietnamese marks need more than Latin ones
	blockGap    = 5.0
)

// press sets one paper: it fills a page from the top and begins the next one when it is full.
type press struct {
	*Papers
	doc           paper.Paper
	width, height float64
	pages         [][]byte // finished ones, compressed
	parts         []part   // further papers in the file, in order
	page          canvas
	y             float64 // upper edge of what is set next
	fresh         bool    // nothing is on the page yet
	tail          float64 // height of the signatures that follow: the last lines before them stay with them
	follows       float64 // height of what follows and is kept whole: a heading before it stays with it; 0 = nothing is
	err           error
}

func newPress(p *Papers, doc paper.Paper) *press {
	s := &press{Papers: p, doc: doc, width: pageHeight, height: pageWidth}
	if doc.Landscape {
		s.width, s.height = pageWidth, pageHeight
	}
	s.open()
	return s
}

func (s *press) open() {
	s.page = canvas{}
	s.page.fill(black)
	s.page.stroke(black, 0.6)
	s.y, s.fresh = s.height-marginTop, true
}

var black = color{}

// turn ends the page and begins the next.
func (s *press) turn() {
	s.pages = append(s.pages, compressed(s.page.buf.Bytes()))
	if len(s.pages) > paper.MaxPages {
		s.err = fault.New(fault.Invalid, paper.TooLong, "max", paper.MaxPages)
	}
	s.open()
}

// textWide is the width between the margins.
func (s *press) textWide() float64 { return s.width - marginLeft - marginRight }

// room is what is left on the page.
func (s *press) room() float64 { return s.y - marginFoot }

// whole is the room of an empty page.
func (s *press) whole() float64 { return s.height - marginTop - marginFoot }

// keepable is the most that is moved to the next page to stay in one piece.
func (s *press) keepable() float64 { return 0.6 * s.whole() }

// need turns the page unless h more points fit on it.
func (s *press) need(h float64) {
	if s.room() < h && !s.fresh {
		s.turn()
	}
}

// down moves on by h.
func (s *press) down(h float64) { s.y, s.fresh = s.y-h, false }

// gap is white between two blocks; a page never begins with it.
func (s *press) gap(h float64) {
	if !s.fresh {
		s.y -= h
	}
}

// print sets all blocks.
func (s *press) print() error {
	for i, b := range s.doc.Blocks {
		s.tail, s.follows = s.closingAfter(i), s.signedAfter(i)
		switch b := b.(type) {
		case paper.Letterhead:
			s.letterhead(b)
		case paper.Title:
			s.title(b)
		case paper.Heading:
			s.heading(b)
		case paper.Paragraph:
			s.paragraph(b)
		case paper.Fields:
			s.fields(b)
		case paper.List:
			s.list(b)
		case paper.Table:
			s.table(b)
		case paper.Closing:
			s.closing(b)
		case paper.Blank:
			s.blank(b.Lines)
		case paper.PageBreak:
			s.turn()
		case paper.Part:
			s.begin(b)
		case paper.Marked:
			s.marked(b)
		default:
			return fmt.Errorf("print paper: block %d is a %T", i, b)
		}
		if s.err != nil {
			return s.err
		}
	}
	if !s.fresh || len(s.pages) == 0 {
		s.turn()
	}
	return s.err
}

// signedAfter is the height of a list that follows block i and of the signatures right below it, 0 when the two are not
// kept on one page.
func (s *press) signedAfter(i int) float64 {
	tail := 0.0
	if i+1 < len(s.doc.Blocks) {
		tail = s.closingAfter(i + 1)
	}
	if tail == 0 {
		return 0
	}
	list, ok := s.doc.Blocks[i+1].(paper.List)
	if !ok {
		return 0
	}
	if h := s.listHeight(list) + tail; h <= s.keepable() {
		return h
	}
	return 0
}

// closingAfter is the height of the closings that follow block i, 0 when something else does.
func (s *press) closingAfter(i int) float64 {
	if i+1 < len(s.doc.Blocks) {
		if c, ok := s.doc.Blocks[i+1].(paper.Closing); ok {
			return min(s.closingHeight(c)+closingGap+s.closingAfter(i+1), s.whole()/2)
		}
	}
	return 0
}

// edge is what stands in the margins of a page: its number, from a paper's second page on, and the reference.
func (s *press) edge(i int) []byte {
	var c canvas
	c.fill(black)
	p, pages := s.partOf(i)
	if i > p.from {
		c.centred(s.regular, bodySize, s.width/2, s.height-numberAt, fmt.Sprintf("%d/%d", i+1-p.from, pages))
	}
	if p.reference != "" {
		size := 9.0
		for size > 5 && s.italic.width(p.reference, size) > s.textWide() {
			size -= 0.5
		}
		c.text(s.italic, size, marginLeft, referenceAt, p.reference)
	}
	return c.buf.Bytes()
}
