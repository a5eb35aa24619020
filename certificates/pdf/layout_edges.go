package pdf

import (
	"fmt"
	"slices"
)

// drawHead sets authority and nation side by side and returns where the lower of them ends.
func (p *sheet) drawHead() float64 {
	c, place := p.canvas, p.authority
	low := pageHeight
	if p.emblem != nil {
		low, place = p.drawEmblem(place)
	}
	size, lines := fitColumn(p.face(p.head), upper(p.s.Authority), p.head.size, p.head.least, place.width)
	authority := block{face: p.face(p.head), size: size, color: p.head.color, lines: lines, left: place.left}
	nation := block{face: p.face(p.head), size: p.head.size, color: p.head.color, lines: []string{wordsNation}}
	motto := block{face: p.face(p.motto), size: p.motto.size, color: p.motto.color, lines: []string{wordsMotto}}
	left := authority.draw(c, place.x, p.headTop)
	right := motto.draw(c, p.nation.x, nation.draw(c, p.nation.x, p.headTop)-4)
	// A third of the text under the authority, the whole of it under the motto (NĐ 30/2020, annex 1).
	short := authority.face.width(lines[len(lines)-1], size) / 6
	long := motto.face.width(wordsMotto, motto.size) / 2
	c.artifact(func() {
		c.stroke(p.head.color, 0.7)
		if place.left {
			c.line(place.x, left-4, place.x+2*short, left-4)
		} else {
			c.line(place.x-short, left-4, place.x+short, left-4)
		}
		c.line(p.nation.x-long, right-3, p.nation.x+long, right-3)
	})
	if p.speech[len(p.speech)-1].lang == "en" {
		right -= 5
		for _, words := range []string{wordsNationEN, wordsMottoEN} {
			b := block{face: p.roles[inText], size: 0.7 * p.head.size, color: p.secondColor, lines: []string{words}, lang: "en"}
			right = b.draw(c, p.nation.x, right-3)
		}
	}
	return min(left, right, low) - 4
}

// drawEmblem sets the emblem between authority and nation, or before the authority, and returns where it ends and what is
// left to the authority.
func (p *sheet) drawEmblem(place column) (low float64, left column) {
	const gap = 14.0
	high, top := p.design.emblem, p.headTop+6
	if p.beside {
		wide, _ := p.emblem.fit(high, 2*high)
		p.emblem.draw(p.canvas, place.x, top-high, high, 2*high, true)
		place.x, place.width = place.x+wide+gap, place.width-wide-gap
		return top - high, place
	}
	between := p.nation.x - p.face(p.head).width(wordsNation, p.head.size)/2 - gap
	place.width = 2 * (between - high - gap - place.x)
	p.emblem.draw(p.canvas, between-high/2, top-high, high, high, false)
	return top - high, place
}

// drawSignature sets place and date, the lines of the signature block, room to sign and the name, from
// the foot upward, and returns where it begins.
func (p *sheet) drawSignature() float64 {
	c, at := p.canvas, p.signature
	y := p.footBottom + 3
	if p.seal != nil {
		// A seal lies on the left part of the signature, a third of it (NĐ 30/2020, annex 1); the texts are set upon it.
		const side = 96.0
		p.seal.draw(c, at.x-62, p.footBottom+3+p.leading+signatureRoom/2-side/2, side, side, false)
	}
	c.fill(p.block.color)
	var rows []func() // from the foot upward
	up := func(s style, text string) {
		f := p.face(s)
		size, lines := fitColumn(f, text, s.size, s.least, at.width)
		last := y
		rows = append(rows, func() {
			c.tagged(element{kind: "P"}, func() {
				for i, line := range lines {
					c.centred(f, size, at.x, last+p.leading*float64(len(lines)-1-i), line)
				}
			})
		})
		y += p.leading * float64(len(lines))
	}
	if p.s.Signer.Name != "" {
		up(p.signer, p.s.Signer.Name)
	}
	y += signatureRoom
	for _, line := range slices.Backward(p.s.Signer.Lines()) {
		up(p.block, upper(line))
	}
	day := p.s.Place + ", " + joined(p.speech, func(w *speech) string { return w.date(p.s.IssuedOn) })
	if len(p.speech) > 1 && p.face(p.place).width(day, 0.8*p.place.size) > at.width {
		up(p.place, p.speech[1].date(p.s.IssuedOn))
		day = p.s.Place + ", " + p.speech[0].date(p.s.IssuedOn)
	}
	up(p.place, day)
	for _, row := range slices.Backward(rows) {
		row()
	}
	return y - 4
}

// drawLookup sets the QR symbol and beside it number, code and where to look, to their right the symbol for checking
// without a network, and returns where the foot begins.
func (p *sheet) drawLookup(q, offline *symbol, host string) float64 {
	bottom, right := p.footBottom-2, p.signature.x-p.signature.width/2
	whole := q.whole()
	p.drawSymbol(q, fmt.Sprintf(p.speech[0].symbol, host+"/v/"+p.s.Code.Lower()), p.symbolLeft, bottom)
	x := p.symbolLeft + whole + 9
	width, high := right-12-x, whole
	if offline != nil {
		// The symbol's dark part keeps its distance from the signature; the quiet zone may come nearer.
		side := offline.whole()
		from := right - symbolClear + offline.quiet() - side
		width, high = from-9-x, max(whole, side)
		p.drawSymbol(offline, p.speech[0].offline, from, bottom)
		p.drawCaption(wordsOffline, from+side/2, bottom, side)
	}
	p.drawLines(x, bottom+whole/2, width, host)
	return bottom + high
}

// drawSymbol sets a symbol with the words that a screen reader says; a specimen has an empty frame instead.
func (p *sheet) drawSymbol(q *symbol, alt string, x, y float64) {
	if p.plain {
		p.drawNoSymbol(x, y, q.whole())
		return
	}
	whole := q.whole()
	p.tagged(element{kind: "Figure", alt: alt, box: [4]float64{x, y, x + whole, y + whole}}, func() { q.draw(p.canvas, x, y) })
}

// drawCaption sets small words under a symbol.
func (p *sheet) drawCaption(words string, x, top, width float64) {
	f, size := p.roles[inText], 8.0
	for f.width(words, size) > width+14 {
		size -= 0.1
	}
	above, _ := f.ink(words, size)
	p.fill(p.label.color)
	p.tagged(element{kind: "P"}, func() { p.centred(f, size, x, top+1-above, words) })
}

// drawLines sets number, code and where to look, their middle at y.
func (p *sheet) drawLines(x, y, width float64, host string) {
	printed := p.s.Code.String()
	if p.plain {
		printed = noCode
	}
	rows := []struct{ label, value string }{
		{joined(p.speech, func(w *speech) string { return w.number }), p.s.Number},
		{joined(p.speech, func(w *speech) string { return w.code }), printed},
		{joined(p.speech, func(w *speech) string { return w.at }), host},
	}
	f, size := p.face(p.label), p.label.size
	type note struct {
		lines []string
		lang  string
		size  float64
	}
	total := len(rows)
	var notes []note
	for i, w := range p.speech {
		lines, at := []string{w.onlyHere}, size
		if width < 190 {
			at = 0.82 * size
			lines = f.wrap(w.onlyHere, at, width)
		}
		for f.width(lines[0], at) > width {
			at -= 0.3
		}
		lang := ""
		if i > 0 {
			lang = w.lang
		}
		notes = append(notes, note{lines, lang, at})
		total += len(lines)
	}
	step := 15.5
	if total > 4 {
		step = 13.5
		y += step * float64(total-4) / 2
	}
	y += 22
	narrowed := func(label, value string, by float64) float64 {
		for f.width(label, p.label.size-by)+p.face(p.value).width(value, p.value.size-by) > width && p.value.size-by > 5 {
			by += 0.3
		}
		return by
	}
	all := 0.0 // by how much all lines are smaller, when there are many; else each is as large as it may be
	for i := range rows {
		rows[i].label += ": "
		if total > 4 {
			all = narrowed(rows[i].label, rows[i].value, all)
		}
	}
	for _, row := range rows {
		shrink := narrowed(row.label, row.value, all)
		label, value := p.label.size-shrink, p.value.size-shrink
		p.fill(p.label.color)
		p.tagged(element{kind: "P"}, func() {
			p.text(f, label, x, y, row.label)
			p.fillIf(p.value.color, p.label.color)
			p.text(p.face(p.value), value, x+f.width(row.label, label), y, row.value)
		})
		y -= step
	}
	p.fillIf(p.label.color, p.value.color)
	for _, n := range notes {
		p.tagged(element{kind: "P", lang: n.lang}, func() {
			for _, line := range n.lines {
				p.text(f, n.size, x, y, line)
				y -= step
			}
		})
	}
}

// fillIf sets a colour when it is not the one that is set.
func (c *canvas) fillIf(k, set color) {
	if k != set {
		c.fill(k)
	}
}
