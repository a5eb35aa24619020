package pdf

import (
	"fmt"
	"strings"

	"vinhdanh/internal/paper"
)

// lines sets a paragraph's lines one by one, turning the page where it must; two lines at least stay
// together at either end.
func (s *press) lines(list []line, size, indent, left, width float64, align paper.Align) {
	leading := size * lineFactor
	for i, l := range list {
		together := 1
		if i == 0 && len(list) > 1 || i == len(list)-2 {
			together = 2
		}
		s.need(float64(together) * leading)
		x, w := left, width
		if i == 0 {
			x, w = left+indent, width-indent
		}
		s.down(leading)
		s.page.set(l, size, x, s.y+0.24*size, w, align)
	}
}

// stay turns the page unless h points and the signatures after them fit on it: no signature stands alone.
func (s *press) stay(h float64) {
	if s.tail > 0 {
		s.need(h + s.tail)
	}
}

func (s *press) letterhead(b paper.Letterhead) {
	if b.Body == "" {
		s.centredHead()
		return
	}
	wide := s.textWide()
	right := max(0.58*wide, s.bold.width(paper.Nation(s.doc.Lang), 12)+4)
	right = min(right, 290)
	left := wide - right
	if s.doc.Landscape {
		left = min(left, 320)
	}
	x1, x2 := marginLeft+left/2, s.width-marginRight-right/2
	y1 := s.y
	if b.Superior != "" {
		y1 = s.column(s.regular, upper(b.Superior), 12, x1, y1, left-8)
	}
	y1 = s.column(s.bold, upper(b.Body), 12, x1, y1, left-8)
	s.page.line(x1-left*0.17, y1-3, x1+left*0.17, y1-3)
	y2 := s.nation(x2, s.y)
	y := min(y1, y2) - 10
	if b.Number != "" {
		y1 = s.column(s.regular, paper.Numbered(s.doc.Lang)+b.Number, bodySize, x1, y, left-8)
	}
	if b.Place != "" {
		y2 = s.column(s.italic, b.Place, bodySize, x2, y, right)
	}
	s.y, s.fresh = min(y, y1, y2), false
}

// centredHead is the national title alone, as on forms that people send in.
func (s *press) centredHead() {
	s.y, s.fresh = s.nation(marginLeft+s.textWide()/2, s.y), false
	s.down(6)
}

// nation sets title, motto and the line below them, as long as the motto.
func (s *press) nation(x, y float64) float64 {
	y = s.column(s.bold, paper.Nation(s.doc.Lang), 12, x, y, s.textWide())
	y = s.column(s.bold, paper.Motto(s.doc.Lang), bodySize, x, y, s.textWide())
	half := s.bold.width(paper.Motto(s.doc.Lang), bodySize) / 2
	s.page.line(x-half, y-3, x+half, y-3)
	return y - 3
}

// column sets centred lines below y, as even as they can be, and returns where they end.
func (s *press) column(f *face, text string, size, x, y, width float64) float64 {
	for part := range strings.SplitSeq(text, "\n") {
		for _, l := range f.wrap(part, size, width) {
			y -= size * lineFactor
			s.page.centred(f, size, x, y+0.24*size, l)
		}
	}
	return y
}

func (s *press) title(b paper.Title) {
	s.gap(16)
	x, wide := marginLeft+s.textWide()/2, s.textWide()-40
	s.y, s.fresh = s.column(s.bold, upper(b.Text), 14, x, s.y, wide), false
	if b.Subject != "" {
		s.y = s.column(s.bold, b.Subject, bodySize, x, s.y, wide)
		s.page.line(x-50, s.y-4, x+50, s.y-4)
		s.down(4)
	}
	s.down(8)
}

func (s *press) heading(b paper.Heading) {
	s.gap(blockGap + 4)
	list := flow([]span{{s.bold, b.Text}}, bodySize, 0, s.textWide())
	s.need(float64(len(list))*bodySize*lineFactor + max(2*bodySize*lineFactor, s.follows))
	s.lines(list, bodySize, 0, marginLeft, s.textWide(), paper.Left)
}

func (s *press) paragraph(b paper.Paragraph) {
	f, indent := s.regular, 0.0
	if b.Italic {
		f = s.italic
	}
	if b.Align == paper.Justified {
		indent = 10 * mm
	}
	spans := []span{{f, b.Text}}
	if b.Lead != "" {
		spans = []span{{s.bold, b.Lead}, {f, b.Text}}
	}
	if b.Align == paper.Centre && b.Lead == "" {
		s.gap(blockGap)
		s.need(2 * bodySize * lineFactor)
		s.y, s.fresh = s.column(f, b.Text, bodySize, marginLeft+s.textWide()/2, s.y, s.textWide()), false
		return
	}
	list := paragraphs(spans)
	if b.Whole {
		h := 0.0
		for _, part := range list {
			h += blockGap + float64(len(flow(part, bodySize, indent, s.textWide())))*bodySize*lineFactor
		}
		s.need(min(h+s.tail, s.keepable()))
	}
	for i, part := range list {
		s.gap(blockGap)
		set := flow(part, bodySize, indent, s.textWide())
		if i == len(list)-1 && len(set) < 8 {
			s.stay(float64(len(set)) * bodySize * lineFactor)
		}
		if strings.HasSuffix(b.Text, ":") { // what it announces stays on its page
			s.need(3 * bodySize * lineFactor)
		}
		s.lines(set, bodySize, indent, marginLeft, s.textWide(), b.Align)
	}
}

const (
	listHang = 22.0 // between the margin and the texts of a list
	listGap  = 2.0  // before an item of a list
)

// listHeight is how much room a list takes on a page.
func (s *press) listHeight(b paper.List) (h float64) {
	for _, item := range b.Items {
		h += listGap + float64(len(flow([]span{{s.regular, item.Text}}, bodySize, 0, s.textWide()-listHang)))*bodySize*lineFactor
	}
	return h
}

func (s *press) list(b paper.List) {
	leading := bodySize * lineFactor
	if s.tail > 0 {
		if h := s.listHeight(b) + s.tail; h <= s.keepable() { // what is signed stays with its signature
			s.need(h)
		}
	}
	for i, item := range b.Items {
		s.gap(listGap)
		list := flow([]span{{s.regular, item.Text}}, bodySize, 0, s.textWide()-listHang)
		s.need(min(float64(len(list)), 2) * leading)
		if i == len(b.Items)-1 {
			s.stay(min(float64(len(list)), 8) * leading)
		}
		y := s.y - leading + 0.24*bodySize
		switch b.Marker {
		case paper.Numbers:
			s.page.text(s.regular, bodySize, marginLeft, y, fmt.Sprintf("%d.", i+1))
		case paper.Dashes:
			s.page.text(s.regular, bodySize, marginLeft+4, y, "-")
		case paper.Boxes:
			s.box(marginLeft+2, y-0.5, item.Checked)
		}
		s.lines(list, bodySize, 0, marginLeft+listHang, s.textWide()-listHang, paper.Left)
	}
}

// box is a square to tick.
func (s *press) box(x, y float64, checked bool) {
	const side = 9.5
	s.page.rect(x, y, side, side, "S")
	if checked {
		s.page.buf.WriteString("q 1.1 w\n")
		s.page.line(x+2, y+2, x+side-2, y+side-2)
		s.page.line(x+2, y+side-2, x+side-2, y+2)
		s.page.buf.WriteString("Q\n")
	}
}

func (s *press) fields(b paper.Fields) {
	const between = 14.0
	half := (s.textWide() - between) / 2
	for i := 0; i < len(b); i++ {
		s.gap(3)
		if b[i].Half && i+1 < len(b) && b[i+1].Half {
			s.need(3 * bodySize * lineFactor)
			page, y := len(s.pages), s.y
			s.field(b[i], marginLeft, half)
			low := s.y
			if len(s.pages) == page {
				s.y = y
			}
			s.field(b[i+1], marginLeft+half+between, half)
			s.y = min(low, s.y)
			i++
			continue
		}
		s.field(b[i], marginLeft, s.textWide())
	}
}

// field sets a label and its value, or dots where the value is to be written.
func (s *press) field(f paper.Field, x, width float64) {
	spans := []span{{s.regular, f.Label + ":"}}
	if f.Value != "" {
		spans = append(spans, span{s.bold, f.Value})
	}
	list := flow(spans, bodySize, 0, width)
	s.lines(list, bodySize, 0, x, width, paper.Left)
	if f.Value != "" {
		return
	}
	from := x + list[len(list)-1].width + 4
	y := s.y + 0.24*bodySize - 1.5
	s.page.dotted(from, x+width, y)
	s.blank(f.Space)
}

// blank sets dotted lines to write on.
func (s *press) blank(lines int) {
	for i := range lines {
		s.need(bodySize * lineFactor * 1.25)
		if i == lines-1 {
			s.stay(bodySize * lineFactor * 1.25)
		}
		s.down(bodySize * lineFactor * 1.25)
		s.page.dotted(marginLeft, s.width-marginRight, s.y+0.24*bodySize-1.5)
	}
}
