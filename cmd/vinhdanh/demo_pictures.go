package main

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"image"
	"image/color"
	"image/png"
	"math"
)

// The invented photos' size in pixels; each pixel is the mean of pictureSamples squared points.
const (
	pictureWidth   = 600
	pictureHeight  = 400
	pictureSamples = 2
)

// glazes are the colours of the products: clay, honey, leaf, indigo, lacquer and bamboo.
var glazes = [][3]float64{{0.72, 0.38, 0.24}, {0.82, 0.58, 0.22}, {0.36, 0.52, 0.32}, {0.28, 0.36, 0.5}, {0.6, 0.16, 0.14}, {0.76, 0.66, 0.38}}

// standing is where the product's foot is.
const standing = 0.62

// shape reports whether a point belongs to the product and how dark it is there, from 0 to 1; x goes from -1.5
// to 1.5 and y from -1 at the top to 1.
type shape func(x, y float64) (inside bool, shade float64)

// demoShapes are one silhouette for each product group: a basket, a jar, a machine, a bundle of incense.
var demoShapes = map[string]shape{
	"N1": func(x, y float64) (bool, float64) {
		bowl := y > 0 && y < 0.6 && math.Abs(x) < 0.75-0.35*y*y
		ring := math.Hypot(x/0.75, y/0.18)
		handle := math.Abs(math.Hypot(x/0.68, (y-0.02)/0.75)-1) < 0.06 && y < 0
		weave := 0.18 * (0.5 + 0.5*math.Sin(x*40)*math.Sin(y*40))
		return bowl || ring < 1 || handle, 0.2 + weave + 0.25*y
	},
	"N2": func(x, y float64) (bool, float64) {
		body := math.Hypot(x/0.55, (y-0.15)/0.6) < 1
		lid := math.Abs(x) < 0.28 && y > -0.62 && y < -0.42
		label := math.Abs(x) < 0.34 && y > 0.02 && y < 0.36
		shade := 0.25 + 0.35*math.Abs(x+0.15)
		if label {
			shade = -0.35
		}
		return body || lid, shade
	},
	"N3": func(x, y float64) (bool, float64) {
		box := math.Abs(x) < 0.7 && y > -0.25 && y < 0.5
		hopper := y > -0.7 && y <= -0.25 && math.Abs(x) < 0.15-0.6*(y+0.25)
		legs := y >= 0.5 && y < 0.75 && (math.Abs(x-0.5) < 0.07 || math.Abs(x+0.5) < 0.07)
		wheel := math.Hypot(x-0.3, y-0.12)
		shade := 0.3 + 0.1*math.Sin(x*30)
		if wheel < 0.22 && wheel > 0.13 || wheel < 0.05 {
			shade = 0.75
		}
		return box || hopper || legs, shade
	},
	"N4": func(x, y float64) (bool, float64) {
		spread := x / (1 - 0.45*y)
		sticks := math.Abs(spread) < 0.5 && y > -0.8 && y < 0.75 && math.Mod(math.Abs(spread)*16, 1) < 0.72
		band := math.Abs(spread) < 0.52 && y > 0.1 && y < 0.24
		shade := 0.2 + 0.3*math.Mod(math.Abs(spread)*16, 1)
		if band {
			shade = 0.6
		}
		return sticks || band, shade
	},
}

// picture is an invented photo of a product, or of a paper about it: PNG, drawn once for all editions.
func (d *demoMaker) picture(p demoProduct, kind string, n int) ([]byte, error) {
	name := fmt.Sprint(p.name, kind, n)
	if _, drawn := d.pictures[name]; !drawn {
		picture, err := drawPicture(p, kind, n)
		if err != nil {
			return nil, err
		}
		d.pictures[name] = picture
	}
	return d.pictures[name], nil
}

func drawPicture(p demoProduct, kind string, n int) ([]byte, error) {
	h := fnv.New32a()
	h.Write([]byte(p.name + kind)) // never fails
	seed := float64(h.Sum32()%1000) / 1000
	draw := demoShapes[p.group]
	if kind != "photo" {
		draw = sheetOfPaper
	}
	img := image.NewNRGBA(image.Rect(0, 0, pictureWidth, pictureHeight))
	zoom, turn := 1+0.22*float64((n+1)%3), 0.35*float64(n%3)
	for y := range pictureHeight {
		for x := range pictureWidth {
			img.SetNRGBA(x, y, pixel(draw, kind == "photo", seed, zoom, turn, x, y))
		}
	}
	var out bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, img)
	return out.Bytes(), err
}

func pixel(draw shape, photo bool, seed, zoom, turn float64, px, py int) color.NRGBA {
	var sum [3]float64
	for i := range pictureSamples * pictureSamples {
		x := (float64(px)+float64(i%pictureSamples)/pictureSamples)/pictureHeight*2 - 1.5
		y := (float64(py)+float64(i/pictureSamples)/pictureSamples)/pictureHeight*2 - 1
		for k, v := range point(draw, photo, seed, zoom, turn, x, y) {
			sum[k] += v / (pictureSamples * pictureSamples)
		}
	}
	at := func(v float64) uint8 { return uint8(255 * min(max(v, 0), 1)) }
	return color.NRGBA{at(sum[0]), at(sum[1]), at(sum[2]), 255}
}

// point is the colour at one place: warm ground, a table, a soft shadow and the product on it.
func point(draw shape, photo bool, seed, zoom, turn, x, y float64) [3]float64 {
	light := 0.10 * (x*math.Cos(turn) - y)
	ground := [3]float64{0.93 + light*0.6, 0.87 + light*0.7, 0.76 + light}
	if y > 0.45 {
		ground = [3]float64{0.72 + light*0.4, 0.58 + light*0.4, 0.42 + light*0.4}
	}
	shadow := math.Hypot((x-0.1)*zoom/0.85, (y-standing)/0.12)
	if photo && shadow < 1 {
		for k := range ground {
			ground[k] *= 0.72 + 0.28*shadow
		}
	}
	inside, shade := draw(x*zoom, standing+(y-standing)*zoom)
	if !inside {
		return ground
	}
	if !photo {
		return [3]float64{0.99 - shade, 0.98 - shade, 0.95 - shade}
	}
	hue := glazes[int(seed*1000)%len(glazes)]
	for k := range hue {
		hue[k] = hue[k] * (1.25 - shade + light)
	}
	return hue
}

// sheetOfPaper is a photographed sheet with a heading, a seal and lines that nobody can read.
func sheetOfPaper(x, y float64) (inside bool, shade float64) {
	if math.Abs(x) > 0.62 || math.Abs(y) > 0.9 {
		return false, 0
	}
	seal := math.Hypot(x-0.3, y-0.62)
	switch {
	case seal < 0.15 && seal > 0.12 || seal < 0.05:
		return true, 0.35
	case y > -0.72 && y < -0.64 && math.Abs(x) < 0.34:
		return true, 0.7
	case y > -0.5 && y < 0.45 && math.Abs(x) < 0.5 && math.Mod(y+1, 0.1) < 0.025:
		return true, 0.45
	}
	return true, 0
}
