package pdf

import (
	"fmt"
	"math"
)

// The frame, in points from the page's edge: a hairline, the guilloche band between 24 and 40, two
// gold lines. What is set inside innerEdge touches no ornament.
const (
	hairlineAt = 17.0
	bandMiddle = 32.0
	thickAt    = 45.5
	thinAt     = 49.0
	innerEdge  = 51.0
	cornerAt   = 36.5 // middle of a corner rosette
	cornerSize = 23.0
)

// drawProvincial sets everything of the page that is the same on every certificate: paper, watermark,
// frame and corners. Waves and petals repeat one path under a moving matrix, which compresses to next
// to nothing.
func drawProvincial(c *canvas) {
	c.fill(parchment)
	c.rect(0, 0, pageWidth, pageHeight, "f")
	drawWatermark(c)
	c.stroke(lacquer, 0.9)
	c.rect(hairlineAt, hairlineAt, pageWidth-2*hairlineAt, pageHeight-2*hairlineAt, "S")
	c.stroke(gold, 1.7)
	c.rect(thickAt, thickAt, pageWidth-2*thickAt, pageHeight-2*thickAt, "S")
	c.stroke(gold, 0.5)
	c.rect(thinAt, thinAt, pageWidth-2*thinAt, pageHeight-2*thinAt, "S")
	drawBands(c)
	for _, x := range []float64{cornerAt, pageWidth - cornerAt} {
		for _, y := range []float64{cornerAt, pageHeight - cornerAt} {
			drawCorner(c, x, y)
		}
	}
}

// drawBands sets the four sides of the guilloche.
func drawBands(c *canvas) {
	horizontal, vertical := pageWidth-2*cornerAt, pageHeight-2*cornerAt
	for _, side := range []struct{ angle, x, y, length float64 }{
		{0, cornerAt, bandMiddle, horizontal},
		{0, cornerAt, pageHeight - bandMiddle, horizontal},
		{90, bandMiddle, cornerAt, vertical},
		{90, pageWidth - bandMiddle, cornerAt, vertical},
	} {
		c.op("q")
		c.turn(side.angle, side.x, side.y)
		drawBand(c, side.length)
		c.op("Q")
	}
}

// drawBand sets one side along the x axis: a whole number of tiles, two bundles of waves that swell
// and shrink against each other.
func drawBand(c *canvas, length float64) {
	const wanted = 40.0
	tiles := math.Round(length / wanted)
	tile := length / tiles
	for range int(tiles) {
		c.stroke(lacquer, 0.32)
		for k := range 5 {
			c.wave(tile, 3, 2*math.Pi*float64(k)/5, 5.6, 1.9)
		}
		c.stroke(gold, 0.32)
		for k := range 4 {
			c.wave(tile, 2, 2*math.Pi*float64(k)/4, 4.6, -2.6)
		}
		c.op("cm", 1, 0, 0, 1, tile, 0)
	}
}

// wave strokes y = (height + swell cos t) sin(waves t + phase) for t over one tile, two Bézier
// segments a wave.
func (c *canvas) wave(tile float64, waves int, phase, height, swell float64) {
	steps := 4 * waves
	at := func(i int) (x, y, slope float64) {
		t := 2 * math.Pi * float64(i) / float64(steps)
		w := float64(waves)*t + phase
		y = (height + swell*math.Cos(t)) * math.Sin(w)
		dydt := (height+swell*math.Cos(t))*float64(waves)*math.Cos(w) - swell*math.Sin(t)*math.Sin(w)
		return tile * t / (2 * math.Pi), y, dydt * 2 * math.Pi / tile
	}
	x, y, slope := at(0)
	c.op("m", tenth(x), tenth(y))
	for i := 1; i <= steps; i++ {
		x2, y2, slope2 := at(i)
		third := (x2 - x) / 3
		c.op("c", tenth(x+third), tenth(y+slope*third), tenth(x2-third), tenth(y2-slope2*third), tenth(x2), tenth(y2))
		x, y, slope = x2, y2, slope2
	}
	c.op("S")
}

// tenth keeps one decimal: 0.035 mm, below what printers place.
func tenth(x float64) float64 { return math.Round(x*10) / 10 }

// drawCorner sets a rosette on a disc of paper that hides the ends of the bands.
func drawCorner(c *canvas, x, y float64) {
	c.op("q")
	c.op("cm", 1, 0, 0, 1, x, y)
	c.fill(parchment)
	c.ellipse(0, cornerSize+0.8, cornerSize+0.8)
	c.op("f")
	c.stroke(lacquer, 0.35)
	c.petals(28, 14.6, 8.2, 4.4)
	c.stroke(gold, 0.35)
	c.petals(20, 9.6, 5.6, 3.4)
	c.fill(gold)
	c.star(8, 9.4, 3.6)
	c.op("f")
	c.fill(parchment)
	c.ellipse(0, 1.5, 1.5)
	c.op("f")
	c.op("Q")
}

// drawWatermark sets the pale rosette behind the text: rings of petals around a star of fourteen rays,
// as on the bronze drums.
func drawWatermark(c *canvas) {
	c.op("q")
	c.op("cm", 1, 0, 0, 1, pageWidth/2, pageHeight/2-18)
	c.stroke(color{0xEF, 0xE2, 0xBD}, 0.5)
	c.petals(36, 134, 60, 22)
	c.stroke(color{0xF0, 0xE5, 0xC6}, 0.45)
	c.petals(28, 78, 40, 15)
	c.stroke(color{0xEF, 0xE2, 0xBD}, 0.5)
	c.ellipse(0, 46, 46)
	c.op("S")
	c.ellipse(0, 43.5, 43.5)
	c.op("S")
	c.fill(color{0xF8, 0xF0, 0xDA})
	c.star(14, 40, 15)
	c.op("f")
	c.op("Q")
}

// petals strokes count ellipses around the origin, their middles at distance along the axis.
func (c *canvas) petals(count int, distance, long, short float64) {
	c.op("q")
	for range count {
		c.ellipse(distance, long, short)
		c.op("S")
		c.turn(360/float64(count), 0, 0)
	}
	c.op("Q")
}

// turn moves the origin to x, y and rotates the axes by degrees. Six decimals keep a whole turn exact.
func (c *canvas) turn(degrees, x, y float64) {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	fmt.Fprintf(&c.buf, "%.6f %.6f %.6f %.6f %.3f %.3f cm\n", cos, sin, -sin, cos, x, y)
}

// ellipse begins a path of four Bézier segments around a point on the x axis.
func (c *canvas) ellipse(x, rx, ry float64) {
	const k = 0.5523 // of a quarter circle
	c.op("m", x+rx, 0)
	c.op("c", x+rx, k*ry, x+k*rx, ry, x, ry)
	c.op("c", x-k*rx, ry, x-rx, k*ry, x-rx, 0)
	c.op("c", x-rx, -k*ry, x-k*rx, -ry, x, -ry)
	c.op("c", x+k*rx, -ry, x+rx, -k*ry, x+rx, 0)
	c.op("h")
}

// star begins a path of rays between the radii outer and inner.
func (c *canvas) star(rays int, outer, inner float64) {
	for i := range 2 * rays {
		radius, operator := outer, "l"
		if i%2 == 1 {
			radius = inner
		}
		if i == 0 {
			operator = "m"
		}
		sin, cos := math.Sincos(math.Pi * float64(i) / float64(rays))
		c.op(operator, radius*cos, radius*sin)
	}
	c.op("h")
}
