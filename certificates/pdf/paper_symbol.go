package pdf

import "vinhdanh/internal/paper"

const (
	symbolGap  = 10.0 // between fields and the symbol beside them
	symbolNote = 8.0  // size of the words below a symbol
)

// part is a paper within the file: its first page and what stands at the foot of its pages.
type part struct {
	from      int
	reference string
}

// begin ends the page and starts a part, unless nothing is printed yet.
func (s *press) begin(b paper.Part) {
	if !s.fresh {
		s.turn()
	}
	s.parts = append(s.parts, part{len(s.pages), b.Reference})
}

// partOf is the part that a page belongs to, with the number of its pages.
func (s *press) partOf(page int) (p part, pages int) {
	p, end := part{0, s.doc.Reference}, len(s.pages)
	for _, x := range s.parts {
		if x.from > page {
			end = x.from
			break
		}
		p = x
	}
	return p, end - p.from
}

// marked sets fields with their symbol to the right, both from the same height.
func (s *press) marked(b paper.Marked) {
	if len(b.Symbol) == 0 {
		s.fields(b.Fields)
		return
	}
	sym := symbolOf(b.Symbol)
	whole := sym.side() + 2*sym.quiet()
	note := flow([]span{{s.italic, b.Note}}, symbolNote, 0, whole)
	low := whole
	if b.Note != "" {
		low += float64(len(note)) * symbolNote * lineFactor
	}
	s.gap(blockGap)
	s.need(low)
	top, page := s.y, len(s.pages)
	sym.draw(&s.page, s.width-marginRight-whole, top-whole)
	y := top - whole
	for _, l := range note {
		y -= symbolNote * lineFactor
		s.page.set(l, symbolNote, s.width-marginRight-whole, y+0.24*symbolNote, whole, paper.Centre)
	}
	for _, f := range b.Fields {
		s.gap(3)
		s.field(f, marginLeft, s.textWide()-whole-symbolGap)
	}
	if len(s.pages) == page {
		s.y = min(s.y, top-low)
	}
	s.fresh = false
}

// symbolOf is the symbol of modules as they are drawn.
func symbolOf(modules [][]bool) symbol {
	s := symbol{modules: len(modules)}
	for y, row := range modules {
		for x := 0; x < len(row); x++ {
			start := x
			for x < len(row) && row[x] {
				x++
			}
			if x > start {
				s.runs = append(s.runs, run{start, y, x - start})
			}
		}
	}
	return s
}
