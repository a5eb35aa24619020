package pdf

import (
	"strings"

	"vinhdanh/internal/paper"
)

// cellPad is the white between a rule and the text of a cell.
const cellPad = 3.5

// paragraphs cuts spans at their line breaks.
func paragraphs(spans []span) [][]span {
	list := [][]span{nil}
	for _, s := range spans {
		for i, part := range strings.Split(s.text, "\n") {
			if i > 0 {
				list = append(list, nil)
			}
			list[len(list)-1] = append(list[len(list)-1], span{s.face, part})
		}
	}
	return list
}

// cell is one cell of a row, set and not yet drawn.
type cell struct {
	x, width float64
	align    paper.Align
	lines    []line
}

// grid is a table on its way to the page.
type grid struct {
	*press
	columns []cell
	head    []cell
}

func (s *press) table(b paper.Table) {
	if len(b.Columns) == 0 {
		return
	}
	g := &grid{press: s}
	var whole float64
	for _, c := range b.Columns {
		whole += max(c.Width, 0.01)
	}
	x := marginLeft
	for _, c := range b.Columns {
		width := max(c.Width, 0.01) / whole * s.textWide()
		g.columns = append(g.columns, cell{x: x, width: width, align: c.Align})
		g.head = append(g.head, cell{x, width, paper.Centre, g.flow(s.bold, c.Head, width)})
		x += width
	}
	s.gap(blockGap)
	s.need(min(tall(g.head)+g.firstRow(b.Rows), s.keepable()))
	g.draw(g.head, 0, most(g.head), true)
	for i, r := range b.Rows {
		g.row(r, i > 0 && i == len(b.Rows)-1)
		if s.err != nil {
			return
		}
	}
	s.down(4)
}

func (g *grid) flow(f *face, text string, width float64) []line {
	return flow([]span{{f, text}}, cellSize, 0, max(width-2*cellPad, cellSize))
}

// firstRow is the height of the row that the header must not leave alone, with the one below a row over all columns.
func (g *grid) firstRow(rows []paper.Row) (h float64) {
	for _, r := range rows {
		h += tall(g.cells(r))
		if !r.Span {
			break
		}
	}
	return h
}

// cells are those of a row, set.
func (g *grid) cells(r paper.Row) (cells []cell) {
	f := g.regular
	if r.Bold || r.Span {
		f = g.bold
	}
	if r.Span {
		return []cell{{marginLeft, g.textWide(), paper.Left, g.flow(f, strings.Join(r.Cells, " "), g.textWide())}}
	}
	for i, c := range g.columns {
		text := ""
		if i < len(r.Cells) {
			text = r.Cells[i]
		}
		c.lines = g.flow(f, text, c.width)
		cells = append(cells, c)
	}
	return cells
}

// row sets one row. One that is taller than what is left goes to the next page, one taller than a page is
// cut between lines. A row over all columns keeps the row below it on its page.
func (g *grid) row(r paper.Row, last bool) {
	cells, keep := g.cells(r), 0.0
	if r.Span {
		keep = 2 * (cellSize*lineFactor + 2*cellPad)
	}
	if last && !r.Span {
		keep = g.tail
	}
	repeated := min(tall(g.head), g.whole()/2)
	for from := 0; from < most(cells); {
		fits := int((g.room() - keep - 2*cellPad) / (cellSize * lineFactor))
		rest := most(cells) - from
		if fits < rest && (fits < 3 || from == 0 && tall(cells)+keep <= g.whole()-repeated) && !g.fresh && !g.headed(repeated) {
			g.turn()
			if tall(g.head) <= g.whole()/2 {
				g.draw(g.head, 0, most(g.head), true)
			}
			continue
		}
		n := min(max(fits, 1), rest)
		g.draw(cells, from, n, false)
		from, keep = from+n, 0
	}
}

// headed reports whether the page holds nothing but the header, so that turning it would not help.
func (g *grid) headed(head float64) bool {
	return g.y >= g.height-marginTop-head-0.01
}

// draw sets n lines of each cell and the rules around them.
func (g *grid) draw(cells []cell, from, n int, middle bool) {
	leading := cellSize * lineFactor
	high := float64(n)*leading + 2*cellPad
	for _, c := range cells {
		g.page.rect(c.x, g.y-high, c.width, high, "S")
		part := c.lines[min(from, len(c.lines)):min(from+n, len(c.lines))]
		y := g.y - cellPad
		if middle {
			y -= float64(n-len(part)) * leading / 2
		}
		for _, l := range part {
			y -= leading
			g.page.set(l, cellSize, c.x+cellPad, y+0.26*cellSize, c.width-2*cellPad, c.align)
		}
	}
	g.down(high)
}

// most is the number of lines of the tallest cell.
func most(cells []cell) int {
	n := 1
	for _, c := range cells {
		n = max(n, len(c.lines))
	}
	return n
}

func tall(cells []cell) float64 { return float64(most(cells))*cellSize*lineFactor + 2*cellPad }
