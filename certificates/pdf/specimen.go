package pdf

import (
	"math"

	"vinhdanh/certificates"
)

// noCode is printed where a certificate has its code.
const noCode = "XXXX-XXXX-XXXX"

// specimen is a statement with a code that no certificate has, so that it may be drawn.
func specimen(s certificates.Statement) certificates.Statement {
	s.Code, _ = certificates.ParseCode("0000-0000-0000") // twelve zeros fold to zero
	return s
}

// drawSpecimen sets pale words across the page, behind its texts.
func (p *sheet) drawSpecimen() {
	f := p.roles[inBold]
	wide, high := pageWidth-p.band-2*p.edge, pageHeight-2*p.edge
	angle := math.Atan2(high-90, wide)
	size := 0.86 * math.Hypot(wide, high-90) / f.width(wordsSpecimen, 1)
	sin, cos := math.Sincos(angle)
	half := f.width(wordsSpecimen, size) / 2
	x, y := (pageWidth+p.band)/2-half*cos+size/3*sin, pageHeight/2-half*sin-size/3*cos
	p.artifact(func() {
		p.fill(color{0xF2, 0xD5, 0xD2})
		p.op("q")
		p.turn(angle*180/math.Pi, x, y)
		p.text(f, size, 0, 0, wordsSpecimen)
		p.op("Q")
	})
}

// drawNoSymbol sets an empty frame where a certificate has a symbol.
func (p *sheet) drawNoSymbol(x, y, side float64) {
	const inset = 8.0
	p.artifact(func() {
		p.stroke(color{0xB5, 0xB0, 0xAA}, 0.8)
		p.op("q")
		p.buf.WriteString("[4 3] 0 d\n")
		p.rect(x+inset, y+inset, side-2*inset, side-2*inset, "S")
		p.op("Q")
		p.fill(color{0xB5, 0xB0, 0xAA})
		p.centred(p.roles[inBold], 13, x+side/2, y+side/2-4.5, "QR")
	})
}
