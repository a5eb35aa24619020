package pdf

import (
	"cmp"
	"fmt"
	"slices"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
)

// Where things stand, in points from the lower left corner.
const (
	textWidth     = 690.0 // of the middle column
	columnWidth   = 336.0 // of authority, nation and signature
	leftColumn    = 243.0 // middle of the authority's column
	rightColumn   = 600.0 // middle of the nation's and the signature's column
	headTop       = pageHeight - 70.0
	footBottom    = 68.0
	symbolLeft    = 72.0
	signatureRoom = 48.0 // 17 mm for hand and seal
	footClearance = 9.0  // between the middle column and what stands below
	headClearance = 12.0
)

// SignatureRoom is the part of the page where the authority signs and seals, from its lower left corner in points: the
// column of the signature up to the place and date.
func SignatureRoom() (room struct{ Left, Bottom, Right, Top float64 }) {
	room.Left, room.Right = rightColumn-columnWidth/2, rightColumn+columnWidth/2
	room.Bottom, room.Top = innerEdge, footBottom+signatureRoom+110
	return room
}

// smallest is how far the middle column may shrink before its texts are refused.
const smallest = 0.55

// block is some lines of one face, centred; gap is the least white above it and spread its share of
// the white that is left over.
type block struct {
	kind        string // of structure: P unless it says another
	face        *face
	size        float64
	color       color
	lines       []string
	gap, spread float64
}

// leading is the distance of two baselines: marks above one line never touch marks below the other.
func (b block) leading() float64 {
	var above, below float64
	for _, line := range b.lines {
		up, down := b.face.ink(line, b.size)
		above, below = max(above, up), max(below, down)
	}
	return max(1.16*b.size, above+below+1)
}

// height is from the top of the first line's ink to the bottom of the last one's.
func (b block) height() float64 {
	above, _ := b.face.ink(b.lines[0], b.size)
	_, below := b.face.ink(b.lines[len(b.lines)-1], b.size)
	return above + b.leading()*float64(len(b.lines)-1) + below
}

// draw sets the block with the top of its ink at y, its middle at x, and returns where it ends.
func (b block) draw(c *canvas, x, y float64) float64 {
	above, _ := b.face.ink(b.lines[0], b.size)
	c.fill(b.color)
	baseline := y - above
	c.tagged(element{kind: cmp.Or(b.kind, "P")}, func() {
		for _, line := range b.lines {
			c.centred(b.face, b.size, x, baseline, line)
			baseline -= b.leading()
		}
	})
	return y - b.height()
}

// fit chooses size and lines for a text: the largest size from most down to least at which it takes as
// few lines as that size deserves: one above two thirds of most, two above a half, three above 0.4.
func fit(f *face, text string, most, least, width float64) (float64, []string) {
	size := most
	for ; size > least; size -= 0.5 {
		lines := f.wrap(text, size, width)
		if n := len(lines); n == 1 || size <= most*2/3 && n == 2 || size <= most/2 && n == 3 || size <= most*0.4 {
			return size, lines
		}
	}
	return least, f.wrap(text, least, width)
}

// fitColumn is fit for the narrow columns, whose texts are small already: one line down to four fifths
// of most, else as few lines as nine tenths of most need, smaller only beyond three.
func fitColumn(f *face, text string, most, least float64) (float64, []string) {
	for size := most; size >= 0.8*most; size -= 0.25 {
		if f.width(text, size) <= columnWidth {
			return size, []string{text}
		}
	}
	size := 0.9 * most
	for size > least && len(f.wrap(text, size, columnWidth)) > 3 {
		size -= 0.25
	}
	return size, f.wrap(text, size, columnWidth)
}

// pair sets a and b as one sentence on one line, or on two lines broken between them, or wrapped.
func pair(f *face, a, b string, size, width float64) []string {
	switch {
	case b == "":
		return f.wrap(a, size, width)
	case f.width(a+", "+b, size) <= width:
		return []string{a + ", " + b}
	case f.width(a+",", size) <= width && f.width(b, size) <= width:
		return []string{a + ",", b}
	}
	return f.wrap(a+", "+b, size, width)
}

// middle are the blocks between head and foot at a scale from 1 down to smallest.
func (r *Renderer) middle(s certificates.Statement, scale float64) []block {
	sized := func(size, least float64) float64 { return max(size*scale, least) }
	edition, group := editionWords(s)
	kind := wordsProduct
	if len(s.SetMembers) > 0 {
		kind = wordsSet
	}
	blocks := []block{{"H1", r.display, sized(45, 30), lacquer, []string{wordsTitle}, 0, 2}}
	add := func(f *face, size float64, k color, lines []string, gap, spread float64) {
		blocks = append(blocks, block{"", f, size, k, lines, gap * scale, spread})
	}
	size := sized(16.5, 9.5)
	add(r.bold, size, walnut, pair(r.bold, edition, group, size, textWidth), 11, 2)
	add(r.italic, sized(15.5, 9.5), ink, []string{kind}, 12, 3)
	size, lines := fit(r.display, s.Product, sized(32, 14), min(11, 14*scale), textWidth)
	add(r.display, size, oldGold, lines, 8, 1)
	if len(s.SetMembers) > 0 {
		size = sized(13.5, 9)
		add(r.text, size, ink, r.text.wrap(memberWords(s), size, textWidth), 8, 1)
	}
	size = sized(17, 9.5)
	add(r.text, size, ink, pair(r.text, wordsBy+s.ProducerName, s.ProducerAddress, size, textWidth), 9, 1)
	add(r.italic, sized(15.5, 9.5), ink, []string{wordsAs}, 9, 2)
	size, lines = fit(r.display, upper(s.LevelTitle.VI), sized(21.5, 12), 10, textWidth)
	add(r.display, size, lacquer, lines, 8, 1)
	if s.Prize != "" {
		size, lines = fit(r.bold, s.Prize, sized(17, 10), 9, textWidth)
		add(r.bold, size, oldGold, lines, 7, 1)
	}
	size = sized(13, 9)
	add(r.italic, size, ink, r.italic.wrap(decisionWords(s), size, textWidth), 9, 1)
	return blocks
}

// drawMiddle sets the blocks between top and bottom at the largest scale that fits and shares out the
// white that is left.
func (r *Renderer) drawMiddle(c *canvas, s certificates.Statement, top, bottom float64) error {
	for scale := 1.0; scale >= smallest; scale -= 0.03 {
		blocks := r.middle(s, scale)
		left, shares := top-bottom, 0.0
		for _, b := range blocks {
			left -= b.gap + b.height()
			shares += b.spread
		}
		if left < 0 {
			continue
		}
		share := min(left/shares, 5)
		y := top - (left-share*shares)/2
		for _, b := range blocks {
			y = b.draw(c, pageWidth/2, y-b.gap-b.spread*share)
		}
		return nil
	}
	return fault.New(fault.Invalid, TextTooLong)
}

// drawHead sets authority and nation side by side and returns where the lower of them ends.
func (r *Renderer) drawHead(c *canvas, s certificates.Statement) float64 {
	size, lines := fitColumn(r.bold, upper(s.Authority), 13.5, 8.5)
	authority := block{face: r.bold, size: size, color: ink, lines: lines}
	nation := block{face: r.bold, size: 13.5, color: ink, lines: []string{wordsNation}}
	motto := block{face: r.bold, size: 14, color: ink, lines: []string{wordsMotto}}
	left := authority.draw(c, leftColumn, headTop)
	right := motto.draw(c, rightColumn, nation.draw(c, rightColumn, headTop)-4)
	// A third of the text under the authority, the whole of it under the motto (NĐ 30/2020, annex 1).
	short := authority.face.width(lines[len(lines)-1], size) / 6
	long := motto.face.width(wordsMotto, motto.size) / 2
	c.artifact(func() {
		c.stroke(ink, 0.7)
		c.line(leftColumn-short, left-4, leftColumn+short, left-4)
		c.line(rightColumn-long, right-3, rightColumn+long, right-3)
	})
	return min(left, right) - 4
}

// drawSignature sets place and date, the lines of the signature block, room to sign and the name, from
// the foot upward, and returns where it begins.
func (r *Renderer) drawSignature(c *canvas, s certificates.Statement) float64 {
	const leading = 17.0
	c.fill(ink)
	y := footBottom + 3
	var rows []func() // from the foot upward
	up := func(f *face, text string, most, least float64) {
		size, lines := fitColumn(f, text, most, least)
		last := y
		rows = append(rows, func() {
			c.tagged(element{kind: "P"}, func() {
				for i, line := range lines {
					c.centred(f, size, rightColumn, last+leading*float64(len(lines)-1-i), line)
				}
			})
		})
		y += leading * float64(len(lines))
	}
	if s.Signer.Name != "" {
		up(r.bold, s.Signer.Name, 14.5, 9)
	}
	y += signatureRoom
	for _, line := range slices.Backward(s.Signer.Lines()) {
		up(r.bold, upper(line), 13.5, 8)
	}
	up(r.italic, placeWords(s), 14, 9)
	for _, row := range slices.Backward(rows) {
		row()
	}
	return y - 4
}

// drawLookup sets the QR symbol and beside it number, code and where to look, and returns where it
// begins.
func (r *Renderer) drawLookup(c *canvas, s certificates.Statement, q symbol, host string) float64 {
	whole := q.whole()
	c.tagged(element{"Figure", fmt.Sprintf(wordsSymbol, host+"/v/"+s.Code.Lower()), [4]float64{symbolLeft, footBottom - 2, symbolLeft + whole, footBottom - 2 + whole}},
		func() { q.draw(c, symbolLeft, footBottom-2) })
	x := symbolLeft + whole + 9
	width := rightColumn - columnWidth/2 - 12 - x
	y := footBottom - 2 + whole/2 + 22
	for _, row := range []struct{ label, value string }{
		{wordsNumber, s.Number}, {wordsCode, s.Code.String()}, {wordsAt, host},
	} {
		label, value := 11.5, 10.0
		for r.text.width(row.label, label)+r.code.width(row.value, value) > width && value > 5 {
			label, value = label-0.3, value-0.3
		}
		c.fill(ink)
		c.tagged(element{kind: "P"}, func() {
			c.text(r.text, label, x, y, row.label)
			c.text(r.code, value, x+r.text.width(row.label, label), y, row.value)
		})
		y -= 15.5
	}
	size := 11.5
	for r.text.width(wordsOnlyHere, size) > width {
		size -= 0.3
	}
	c.tagged(element{kind: "P"}, func() { c.text(r.text, size, x, y, wordsOnlyHere) })
	return footBottom - 2 + whole
}
