package pdf

import "cmp"

// What all designs keep, in points.
const (
	columnWidth   = 336.0 // of authority, nation and signature, unless a design says another
	signatureRoom = 48.0  // 17 mm for hand and seal
	headClearance = 12.0
	symbolClear   = 8 * mm // between a symbol and the signature
)

// smallest is how far the middle column may shrink before its texts are refused.
const smallest = 0.55

// block is some lines of one face; gap is the least white above it and spread its share of the white that is
// left over.
type block struct {
	kind        string // of structure: P unless it says another
	lang        string // when it is not the page's
	face        *face
	size        float64
	color       color
	lines       []string
	gap, spread float64
	left        bool                          // lines begin at x instead of having their middle there
	below       func(c *canvas, x, y float64) // drawn under it
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

// draw sets the block with the top of its ink at y, its middle or its left edge at x, and returns where it ends.
func (b block) draw(c *canvas, x, y float64) float64 {
	above, _ := b.face.ink(b.lines[0], b.size)
	c.fill(b.color)
	baseline := y - above
	c.tagged(element{kind: cmp.Or(b.kind, "P"), lang: b.lang}, func() {
		for _, line := range b.lines {
			if b.left {
				c.text(b.face, b.size, x, baseline, line)
			} else {
				c.centred(b.face, b.size, x, baseline, line)
			}
			baseline -= b.leading()
		}
	})
	if b.below != nil {
		c.artifact(func() { b.below(c, x, y-b.height()) })
	}
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
func fitColumn(f *face, text string, most, least, width float64) (float64, []string) {
	for size := most; size >= 0.8*most; size -= 0.25 {
		if f.width(text, size) <= width {
			return size, []string{text}
		}
	}
	size := 0.9 * most
	for size > least && len(f.wrap(text, size, width)) > 3 {
		size -= 0.25
	}
	return size, f.wrap(text, size, width)
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
