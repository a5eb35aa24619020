package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"

	"golang.org/x/image/vector"
)

// appSizes are the sides of the installed app's icons in pixels, as browsers ask for them.
var appSizes = []int{192, 512}

// Of the seal in styles/seal.svg, on a field of 40 by 40: the disc reaches to the edges of the icon here, so that every
// shape that a phone cuts out is filled ("maskable").
var (
	sealRed    = color.RGBA{0x9a, 0x1b, 0x1f, 0xff}
	sealGold   = color.RGBA{0xe3, 0xc0, 0x65, 0xff}
	sealLetter = color.RGBA{0xf7, 0xe3, 0xa8, 0xff}
	letterV    = [][2]float64{{12.5, 12.5}, {16.7, 12.5}, {20, 22}, {23.3, 12.5}, {27.5, 12.5}, {21.8, 28}, {18.2, 28}}
)

// appIcons draws the icons of the installed app.
func (b *builder) appIcons() error {
	for _, size := range appSizes {
		var data bytes.Buffer
		if err := png.Encode(&data, drawSeal(size)); err != nil {
			return fmt.Errorf("draw app icon: %w", err)
		}
		if err := b.addHashed(fmt.Sprintf("app-%d.png", size), data.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// drawSeal is the seal in a square of so many pixels, within the four fifths that no mask cuts off.
func drawSeal(size int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, size, size))
	draw.Draw(img, img.Bounds(), image.NewUniform(sealRed), image.Point{}, draw.Src)
	scale := float64(size) / 40
	fill := func(c color.Color, shapes ...[][2]float64) {
		r := vector.NewRasterizer(size, size)
		for _, shape := range shapes {
			for i, at := range shape {
				x, y := float32(at[0]*scale), float32(at[1]*scale)
				if i == 0 {
					r.MoveTo(x, y)
				} else {
					r.LineTo(x, y)
				}
			}
			r.ClosePath()
		}
		r.Draw(img, img.Bounds(), image.NewUniform(c), image.Point{})
	}
	fill(sealGold, ring(15.4, 1), ring(14.2, -1))
	fill(sealLetter, letterV)
	return img
}

// ring is a circle about the middle as a polygon, turning one way or the other: a ring is the one in the other.
func ring(radius, turn float64) [][2]float64 {
	const corners = 240
	points := make([][2]float64, corners)
	for i := range points {
		sin, cos := math.Sincos(turn * 2 * math.Pi * float64(i) / corners)
		points[i] = [2]float64{20 + radius*cos, 20 + radius*sin}
	}
	return points
}
