package pdf

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"image"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"

	"vinhdanh/certificates"
)

// wear is what happens to a certificate on a wall, as it is seen by a phone.
type wear struct {
	name string
	do   func(*image.Gray) *image.Gray
}

// dotsPerMM of the pictures that are worn: 200 dpi.
const dotsPerMM = 200 / 25.4

var wears = []wear{
	{"blurred by 0.25 mm", func(p *image.Gray) *image.Gray { return blurred(p, 0.25*dotsPerMM) }},
	{"turned by 7 degrees", func(p *image.Gray) *image.Gray { return turned(p, 7) }},
	{"turned by 45 degrees", func(p *image.Gray) *image.Gray { return turned(p, 45) }},
	{"a tenth of it lost", func(p *image.Gray) *image.Gray { return spotted(p, 0.10) }},
}

// TestWornSymbolsScan scans some symbols after each kind of wear.
func TestWornSymbolsScan(t *testing.T) { scanWorn(t, 5, 0) }

// TestProofWornSymbolsScan: at least 99 of 100 symbols scan after each kind of wear, times the size of the proof.
func TestProofWornSymbolsScan(t *testing.T) {
	size, err := strconv.Atoi(os.Getenv("VINHDANH_PROOF"))
	if err != nil {
		t.Skip("a long proof: run make proof")
	}
	scanWorn(t, 100*size, size)
}

func scanWorn(t *testing.T, codes, mayFail int) {
	t.Helper()
	r, s := renderer(t), sample(t)
	failed := map[string][]string{}
	for range codes {
		var err error
		if s.Code, err = certificates.NewCode(rand.Reader); err != nil {
			t.Fatal(err)
		}
		symbol := symbolPicture(t, render(t, r, s))
		for _, w := range wears {
			path := filepath.Join(t.TempDir(), "worn.png")
			var b bytes.Buffer
			if err := png.Encode(&b, w.do(symbol)); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			if readSymbols(t, path) != testBase+"/v/"+s.Code.Lower() {
				failed[w.name] = append(failed[w.name], s.Code.String())
			}
		}
	}
	for _, w := range wears {
		t.Logf("%s: %d of %d scan", w.name, codes-len(failed[w.name]), codes)
		if len(failed[w.name]) > mayFail {
			t.Errorf("%s: %d of %d symbols do not scan: %s", w.name, len(failed[w.name]), codes, strings.Join(failed[w.name], " "))
		}
	}
}

// symbolPicture is the printed symbol with its quiet zone at 200 dpi.
func symbolPicture(t *testing.T, path string) *image.Gray {
	t.Helper()
	q, err := newSymbol(testBase + "/v/7k3m9qxt2hdk")
	if err != nil {
		t.Fatal(err)
	}
	picture := filepath.Join(t.TempDir(), "symbol")
	whole := (q.side() + 2*q.quiet()) / 72 * 25.4 * dotsPerMM
	left := provincial().symbolLeft / 72 * 25.4 * dotsPerMM
	top := pageHeight/72*25.4*dotsPerMM - (provincial().footBottom-2)/72*25.4*dotsPerMM - whole
	side := fmt.Sprint(int(whole))
	tool(t, "pdftoppm", "-r", "200", "-gray", "-singlefile", "-png", "-x", fmt.Sprint(int(left)), "-y", fmt.Sprint(int(top)+1),
		"-W", side, "-H", side, path, picture)
	f, err := os.Open(picture + ".png")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewGray(p.Bounds())
	draw.Draw(out, out.Bounds(), p, image.Point{}, draw.Src)
	return out
}

// blurred is a Gaussian blur of sigma dots, over rows and then columns.
func blurred(p *image.Gray, sigma float64) *image.Gray {
	reach := int(3*sigma) + 1
	weights := make([]float64, 2*reach+1)
	var sum float64
	for i := range weights {
		d := float64(i - reach)
		weights[i] = math.Exp(-d * d / (2 * sigma * sigma))
		sum += weights[i]
	}
	along := func(p *image.Gray, dx, dy int) *image.Gray {
		out := image.NewGray(p.Bounds())
		b := p.Bounds()
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for x := b.Min.X; x < b.Max.X; x++ {
				var v float64
				for i, w := range weights {
					at := image.Pt(min(max(x+dx*(i-reach), b.Min.X), b.Max.X-1), min(max(y+dy*(i-reach), b.Min.Y), b.Max.Y-1))
					v += w * float64(p.GrayAt(at.X, at.Y).Y)
				}
				out.Pix[out.PixOffset(x, y)] = uint8(v/sum + 0.5)
			}
		}
		return out
	}
	return along(along(p, 1, 0), 0, 1)
}

// turned is the symbol turned around its middle on a larger white sheet.
func turned(p *image.Gray, degrees float64) *image.Gray {
	side := p.Bounds().Dx() * 3 / 2
	out := image.NewGray(image.Rect(0, 0, side, side))
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	half, middle := float64(p.Bounds().Dx())/2, float64(side)/2
	draw.CatmullRom.Transform(out, f64.Aff3{cos, -sin, middle - cos*half + sin*half, sin, cos, middle - sin*half - cos*half}, p, p.Bounds(), draw.Over, nil)
	return out
}

// spotted has a white disc of a share of the symbol's area in its middle.
func spotted(p *image.Gray, share float64) *image.Gray {
	out := image.NewGray(p.Bounds())
	draw.Draw(out, out.Bounds(), p, p.Bounds().Min, draw.Src)
	q := float64(symbolSide / mm * dotsPerMM) // the side of the symbol itself
	radius := math.Sqrt(share * q * q / math.Pi)
	middle := float64(p.Bounds().Dx()) / 2
	for y := range p.Bounds().Dy() {
		for x := range p.Bounds().Dx() {
			if math.Hypot(float64(x)+0.5-middle, float64(y)+0.5-middle) <= radius {
				out.Pix[out.PixOffset(x, y)] = 255
			}
		}
	}
	return out
}
