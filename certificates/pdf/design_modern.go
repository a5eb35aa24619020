package pdf

import "math"

// The colours of the modern look.
var (
	jade     = color{0x0C, 0x4A, 0x43}
	jadeLine = color{0x1E, 0x63, 0x5A}
	brass    = color{0xC2, 0x95, 0x3A}
	bronze   = color{0x86, 0x5F, 0x14} // readable on white: 5.6:1
	night    = color{0x1B, 0x24, 0x23}
	slate    = color{0x4C, 0x5A, 0x58} // 7.1:1
)

// bandWidth is the width of the coloured band on the left, in points.
const bandWidth = 112.0

// modern is white with one band of jade, in which half a bronze drum rises; everything stands on one axis.
func modern() *design {
	const left, width = 154.0, 636.0
	return &design{
		name:  "modern-1",
		fonts: [roles]string{fontDisplay, "BeVietnamPro_400Regular.ttf", "BeVietnamPro_400Regular.ttf", fontCode, fontCode},
		paper: white, ornament: drawModern, edge: 24, band: bandWidth,
		authority: column{left, 290, true}, nation: column{left + width - 150, 300, false},
		body: column{left, width, true}, signature: column{left + width - 130, 260, false},
		headTop: pageHeight - 48, footBottom: 46, leading: 15, symbolLeft: left - 9,
		title:    style{inDisplay, 46, 31, 0, jade, 4, 2, false},
		edition:  style{inText, 12.5, 8.5, 0, slate, 21, 0.5, false},
		lead:     style{inText, 12.5, 8.5, 0, slate, 14, 3, true},
		product:  style{inBold, 30, 14, 11, night, 8, 0.5, false},
		members:  style{inText, 12, 8.5, 0, night, 9, 0.5, false},
		producer: style{inText, 14.5, 9, 0, night, 10, 0.5, false},
		as:       style{inText, 12.5, 8.5, 0, slate, 11, 2, true},
		level:    style{inDisplay, 21, 12, 10, bronze, 8, 0.5, false},
		prize:    style{inBold, 15, 10, 9, jade, 8, 0.5, false},
		decision: style{inText, 10.5, 8, 0, slate, 10, 1, false},
		head:     style{role: inBold, size: 11.5, least: 8, color: night},
		motto:    style{role: inBold, size: 11.5, color: night},
		place:    style{role: inText, size: 11.5, least: 8.5, color: slate},
		block:    style{role: inBold, size: 11.5, least: 7.5, color: night},
		signer:   style{role: inBold, size: 12.5, least: 8.5, color: night},
		label:    style{role: inText, size: 9.5, color: slate},
		value:    style{role: inCode, size: 9.5, color: night},
		second:   0.78, secondColor: slate, clear: 15, emblem: 46, beside: true, mixed: true, plainFigures: true,
		underTitle: func(c *canvas, x, y float64) {
			c.fill(brass)
			c.rect(x, y-11, 54, 2.6, "f")
		},
	}
}

// drawModern sets the paper and the band with its drum: rings of rays and dots around a star, cut by the band's edges.
func drawModern(c *canvas) {
	c.fill(white)
	c.rect(0, 0, pageWidth, pageHeight, "f")
	c.op("q")
	c.op("re", 0, 0, bandWidth, pageHeight)
	c.op("W")
	c.op("n")
	c.fill(jade)
	c.rect(0, 0, bandWidth, pageHeight, "f")
	c.op("cm", 1, 0, 0, 1, 0, pageHeight*0.5)
	drawDrum(c)
	c.op("Q")
	c.fill(brass)
	c.rect(bandWidth, 0, 2.4, pageHeight, "f")
}

// drawDrum sets the face of a bronze drum around the origin.
func drawDrum(c *canvas) {
	ring := func(radius, width float64, k color) {
		c.stroke(k, width)
		c.ellipse(0, radius, radius)
		c.op("S")
	}
	c.fill(brass)
	c.star(14, 52, 17)
	c.op("f")
	for _, r := range []float64{58, 61.5} {
		ring(r, 0.8, brass)
	}
	c.around(72, 66, 76, 0.9, jadeLine)
	for _, r := range []float64{64, 79, 82} {
		ring(r, 0.7, jadeLine)
	}
	c.stroke(jadeLine, 0.8)
	c.petals(44, 93, 8, 4.6)
	for _, r := range []float64{104, 107} {
		ring(r, 0.7, jadeLine)
	}
	c.around(120, 111, 124, 0.7, jadeLine)
	for _, r := range []float64{128, 131} {
		ring(r, 0.7, jadeLine)
	}
	c.stroke(jadeLine, 0.8)
	c.petals(66, 144, 9, 5)
	for _, r := range []float64{157, 160} {
		ring(r, 0.7, jadeLine)
	}
	c.around(180, 164, 178, 0.7, jadeLine)
	for _, r := range []float64{182, 222, 225.5, 262, 265.5} {
		ring(r, 0.7, jadeLine)
	}
	c.stroke(jadeLine, 0.7)
	c.petals(90, 202, 14, 6.5)
	c.around(260, 229, 258, 0.6, jadeLine)
}

// around strokes count spokes around the origin, from one radius to another.
func (c *canvas) around(count int, from, to, width float64, k color) {
	c.stroke(k, width)
	for i := range count {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(count))
		c.op("m", tenth(from*cos), tenth(from*sin))
		c.op("l", tenth(to*cos), tenth(to*sin))
	}
	c.op("S")
}
