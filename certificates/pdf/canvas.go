package pdf

import (
	"bytes"
	"math"
	"strconv"
	"unicode/utf16"
)

// A4 landscape in points; y grows upward, as in PDF.
const (
	pageWidth  = 841.89
	pageHeight = 595.28
	mm         = 72 / 25.4 // points
)

// color is a DeviceRGB colour, 0 to 255 each.
type color struct{ r, g, b uint8 }

// The colours of the page.
var (
	parchment = color{0xFF, 0xFC, 0xF5}
	white     = color{0xFF, 0xFF, 0xFF}
	ink       = color{0x1F, 0x1B, 0x18}
	lacquer   = color{0xA8, 0x15, 0x1B}
	gold      = color{0xB0, 0x84, 0x22}
	oldGold   = color{0x8A, 0x62, 0x10} // readable on paper: 5.3:1
	walnut    = color{0x3A, 0x2A, 0x14}
)

// canvas writes a content stream.
type canvas struct {
	buf       bytes.Buffer
	structure *structure // nil: nothing is tagged
}

// op writes numbers and an operator.
func (c *canvas) op(operator string, numbers ...float64) {
	for _, x := range numbers {
		c.number(x)
		c.buf.WriteByte(' ')
	}
	c.buf.WriteString(operator)
	c.buf.WriteByte('\n')
}

// number writes at most three decimals.
func (c *canvas) number(x float64) {
	var digits [24]byte
	b := digits[:0]
	thousandths := int64(math.RoundToEven(x * 1000))
	if thousandths < 0 {
		b, thousandths = append(b, '-'), -thousandths
	}
	b = strconv.AppendInt(b, thousandths/1000, 10)
	if rest := thousandths % 1000; rest > 0 {
		b = bytes.TrimRight(append(b, '.', byte('0'+rest/100), byte('0'+rest/10%10), byte('0'+rest%10)), "0")
	}
	c.buf.Write(b)
}

func (c *canvas) fill(k color) { c.op("rg", float64(k.r)/255, float64(k.g)/255, float64(k.b)/255) }

func (c *canvas) stroke(k color, width float64) {
	c.op("RG", float64(k.r)/255, float64(k.g)/255, float64(k.b)/255)
	c.op("w", width)
}

func (c *canvas) rect(x, y, w, h float64, how string) {
	c.op("re", x, y, w, h)
	c.op(how)
}

func (c *canvas) line(x1, y1, x2, y2 float64) {
	c.op("m", x1, y1)
	c.op("l", x2, y2)
	c.op("S")
}

// text shows s with its baseline at y, starting at x.
func (c *canvas) text(f *face, size, x, y float64, s string) {
	const hexDigits = "0123456789ABCDEF"
	c.buf.WriteString("BT /" + f.key + " ")
	c.op("Tf", size)
	c.op("Td", x, y)
	c.buf.WriteByte('<')
	for _, u := range utf16.Encode([]rune(s)) {
		for shift := 12; shift >= 0; shift -= 4 {
			c.buf.WriteByte(hexDigits[u>>shift&15])
		}
	}
	c.buf.WriteString("> Tj ET\n")
}

// centred shows s with its middle at x.
func (c *canvas) centred(f *face, size, x, y float64, s string) {
	c.text(f, size, x-f.width(s, size)/2, y, s)
}
