package pdf

import (
	"vinhdanh/internal/paper"
)

const (
	handRoom   = 22 * mm // between the office and the name: for hand and seal
	closingGap = 14.0
)

// closing sets recipients and signatures side by side. All of it stays on one page unless the list of
// recipients alone is longer than that.
func (s *press) closing(b paper.Closing) {
	s.gap(closingGap)
	left, width := s.closingColumns(b)
	recipients := s.recipientLines(b.Recipients, left-10)
	s.need(min(s.closingHeight(b)+s.tail, s.whole())) // to whom it goes stays with who signs
	top, page := s.y, len(s.pages)
	low := top
	place := s.placeHeight(b.Signatures, width)
	for i, sign := range b.Signatures {
		low = min(low, s.signature(sign, marginLeft+left+(float64(i)+0.5)*width, top, width, place))
	}
	s.y = top
	if len(recipients) > 0 {
		s.lines(flow([]span{{s.boldItalic, paper.Recipients(s.doc.Lang)}}, 12, 0, left), 12, 0, marginLeft, left, paper.Left)
		for _, l := range recipients {
			s.lines([]line{l}, smallSize, 0, marginLeft, left, paper.Left)
		}
	}
	if len(s.pages) == page {
		s.y = min(s.y, low)
	}
	s.fresh = false
}

// closingColumns are the widths of the left column and of each signature's.
func (s *press) closingColumns(b paper.Closing) (left, width float64) {
	columns := float64(max(len(b.Signatures), 1))
	if len(b.Recipients) > 0 {
		left = s.textWide() * 0.42
	} else if columns == 1 {
		left = s.textWide() * 0.45
	}
	return left, (s.textWide() - left) / columns
}

// closingHeight is at most a page.
func (s *press) closingHeight(b paper.Closing) float64 {
	left, width := s.closingColumns(b)
	recipients := float64(len(s.recipientLines(b.Recipients, left-10))+1) * smallSize * 1.3
	if len(b.Signatures) == 0 {
		return min(s.whole(), recipients)
	}
	return min(s.whole(), max(s.signatureHeight(b.Signatures, width), recipients))
}

func (s *press) recipientLines(list []string, width float64) []line {
	var lines []line
	for _, text := range paper.RecipientLines(list) {
		lines = append(lines, flow([]span{{s.regular, text}}, smallSize, 0, width)...)
	}
	return lines
}

// signature sets one signature with its office at the same height as its neighbours', and returns where it
// ends.
func (s *press) signature(b paper.Signature, x, y, width, place float64) float64 {
	if b.Place != "" {
		s.column(s.italic, b.Place, placeSize(s.italic, b.Place, width), x, y, width)
	}
	y -= place
	for _, l := range b.Lines {
		y = s.column(s.bold, upper(l), bodySize, x, y, width-10)
	}
	if b.Note != "" {
		y = s.column(s.italic, b.Note, 12, x, y, width-10)
	}
	y -= handRoom
	if b.Name != "" {
		y = s.column(s.bold, b.Name, bodySize, x, y, width-10)
	}
	return y
}

// placeSize is the size at which place and date stay on one line, 11 at least.
func placeSize(f *face, text string, width float64) float64 {
	size := bodySize
	for size > smallSize && f.width(text, size) > width {
		size -= 0.25
	}
	return size
}

func (s *press) placeHeight(list []paper.Signature, width float64) float64 {
	high := 0.0
	for _, b := range list {
		if b.Place != "" {
			size := placeSize(s.italic, b.Place, width)
			high = max(high, float64(len(s.italic.wrap(b.Place, size, width)))*size*lineFactor)
		}
	}
	return high
}

func (s *press) signatureHeight(list []paper.Signature, width float64) float64 {
	high := 0.0
	for _, b := range list {
		h := 0.0
		for _, l := range b.Lines {
			h += float64(len(s.bold.wrap(upper(l), bodySize, width-10))) * bodySize * lineFactor
		}
		if b.Note != "" {
			h += float64(len(s.italic.wrap(b.Note, 12, width-10))) * 12 * lineFactor
		}
		if b.Name != "" {
			h += float64(len(s.bold.wrap(b.Name, bodySize, width-10))) * bodySize * lineFactor
		}
		high = max(high, h+handRoom)
	}
	return high + s.placeHeight(list, width)
}
