package pdf

import (
	"strings"
	"unicode/utf16"

	"vinhdanh/internal/paper"
)

// span is text of one face.
type span struct {
	face *face
	text string
}

// word is what stands between two spaces; its width counts no space.
type word struct {
	span
	width float64
}

// line is one line of words; last ends a paragraph and is not stretched.
type line struct {
	words []word
	width float64 // with single spaces
	last  bool
}

// flow breaks spans into lines: the first is narrower by indent. A line break in the text is one here. A
// word wider than a line is broken anywhere, without a hyphen.
func flow(spans []span, size, indent, width float64) []line {
	var lines []line
	var at line
	end := func(last bool) {
		at.last = last
		lines, at, indent = append(lines, at), line{}, 0
	}
	add := func(w word) {
		space := 0.0
		if len(at.words) > 0 {
			space = at.words[len(at.words)-1].face.width(" ", size)
		}
		if len(at.words) > 0 && at.width+space+w.width > width-indent {
			end(false)
			space = 0
		}
		at.words, at.width = append(at.words, w), at.width+space+w.width
	}
	for _, s := range spans {
		for i, part := range strings.Split(s.text, "\n") {
			if i > 0 {
				end(true)
			}
			for text := range strings.FieldsFuncSeq(part, func(r rune) bool { return r == ' ' }) {
				for s.face.width(text, size) > width-indent {
					head := s.face.fitting(text, size, width-indent)
					if len(head) == len(text) {
						break
					}
					add(word{span{s.face, head}, s.face.width(head, size)})
					text = text[len(head):]
				}
				add(word{span{s.face, text}, s.face.width(text, size)})
			}
		}
	}
	if len(at.words) > 0 || len(lines) == 0 {
		end(true)
	}
	return lines
}

// set draws one line between x and x+width on a baseline.
func (c *canvas) set(l line, size, x, y, width float64, align paper.Align) {
	stretch := 0.0
	switch align {
	case paper.Left:
	case paper.Centre:
		x += (width - l.width) / 2
	case paper.Right:
		x += width - l.width
	case paper.Justified:
		if n := len(l.words) - 1; n > 0 && !l.last {
			stretch = (width - l.width) / float64(n)
		}
	}
	for from := 0; from < len(l.words); {
		to := from + 1
		for to < len(l.words) && l.words[to].face == l.words[from].face {
			to++
		}
		x = c.run(l.words[from:to], size, x, y, stretch, to < len(l.words))
		from = to
	}
}

// run shows words of one face in one piece, spaces between them, and returns where the next one begins.
func (c *canvas) run(words []word, size, x, y, stretch float64, more bool) float64 {
	f := words[0].face
	c.buf.WriteString("BT /" + f.key + " ")
	c.op("Tf", size)
	c.op("Td", x, y)
	c.buf.WriteString("[<")
	space := f.width(" ", size) + stretch
	for i, w := range words {
		text := w.text
		x += w.width
		if i < len(words)-1 || more {
			text += " "
			x += space
		}
		c.codes(text)
		if stretch != 0 && i < len(words)-1 {
			c.buf.WriteString("> ")
			c.number(-stretch / size * perEm)
			c.buf.WriteString(" <")
		}
	}
	c.buf.WriteString(">] TJ ET\n")
	return x
}

// codes writes the codes of a text, which are its characters.
func (c *canvas) codes(s string) {
	const hexDigits = "0123456789ABCDEF"
	for _, u := range utf16.Encode([]rune(s)) {
		for shift := 12; shift >= 0; shift -= 4 {
			c.buf.WriteByte(hexDigits[u>>shift&15])
		}
	}
}

// dotted is a line of dots to write on.
func (c *canvas) dotted(x1, x2, y float64) {
	if x2 <= x1 {
		return
	}
	c.buf.WriteString("q 1 J [0 2.6] 0 d 0.75 w\n")
	c.line(x1, y, x2, y)
	c.buf.WriteString("Q\n")
}
