package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"sync"

	"golang.org/x/image/draw"
)

// pictureBudget is how many bytes one picture may take in a file: with an emblem, a seal and a signature it stays below
// 180 kB.
const pictureBudget = 18 << 10

// pictureSides are the greatest widths and heights, in pixels, that are tried; at 34 mm the last one is 120 to the inch.
var pictureSides = []int{480, 400, 340, 280, 220, 160}

// picture is an image as it is drawn on the pages of one design: no transparency but a mask of one bit.
type picture struct {
	key           string // under which the page names it
	alt           string
	width, height int
	filter        string
	data, mask    []byte // compressed; no mask when nothing of it is to shine through
}

// fit is the width and height of the picture within a height and a width, in points.
func (x *picture) fit(high, wide float64) (w, h float64) {
	w, h = high*float64(x.width)/float64(x.height), high
	if w > wide {
		w, h = wide, wide*float64(x.height)/float64(x.width)
	}
	return w, h
}

// draw sets the picture on y, at most high and wide, its middle or with left its left edge at x.
func (x *picture) draw(c *canvas, at, y, high, wide float64, left bool) {
	w, h := x.fit(high, wide)
	if !left {
		at -= w / 2
	}
	y += (high - h) / 2
	c.tagged(element{kind: "Figure", alt: x.alt, box: [4]float64{at, y, at + w, y + h}}, func() {
		c.op("q")
		c.op("cm", w, 0, 0, h, at, y)
		c.buf.WriteString("/" + x.key + " Do\n")
		c.op("Q")
	})
}

// objects is how many objects write adds.
func (x *picture) objects() int {
	if x.mask != nil {
		return 2
	}
	return 1
}

// write adds the picture as an object of a number, its mask as the next one, and returns the number after them.
func (x *picture) write(f *file, n int) int {
	const image = "/Type /XObject /Subtype /Image /Width %d /Height %d "
	masked := ""
	if x.mask != nil {
		masked = fmt.Sprintf("/Mask %d 0 R ", n+1)
		f.object(n+1, stream(n+1, fmt.Sprintf(image+"/ImageMask true /BitsPerComponent 1 /Filter /FlateDecode ", x.width, x.height), x.mask))
	}
	f.object(n, stream(n, fmt.Sprintf(image+"/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /%s %s", x.width, x.height, x.filter, masked), x.data))
	return n + x.objects()
}

// pictures remembers pictures made ready: an issue of ten thousand needs each once.
type pictures struct {
	mu    sync.Mutex
	known map[string]*picture
}

// maxPictures are remembered at once; each takes at most pictureBudget and a little.
const maxPictures = 32

// ready is the picture of a file for a paper, from memory or made now.
func (p *pictures) ready(sum string, file []byte, paper color) (*picture, error) {
	key := fmt.Sprintf("%s %x", sum, paper)
	p.mu.Lock()
	defer p.mu.Unlock()
	if x, ok := p.known[key]; ok {
		return x, nil
	}
	x, err := newPicture(file, paper)
	if err != nil {
		return nil, err
	}
	if p.known == nil || len(p.known) >= maxPictures {
		p.known = map[string]*picture{}
	}
	p.known[key] = x
	return x, nil
}

// loadPictures gives a page its emblem and seal, and answers them in the order of their objects.
func (r *Renderer) loadPictures(p *sheet, o Options) (list []*picture, err error) {
	for _, x := range []struct {
		sum, key, alt string
		to            **picture
	}{{p.s.Emblem, "Emblem", p.speech[0].emblem, &p.emblem}, {p.s.Seal, "Seal", p.speech[0].seal, &p.seal}} {
		if x.sum == "" {
			continue
		}
		var file []byte
		if o.Picture != nil {
			if file, err = o.Picture(x.sum); err != nil {
				return nil, fmt.Errorf("picture of the certificate: %w", err)
			}
		}
		if sum := sha256.Sum256(file); hex.EncodeToString(sum[:]) != x.sum {
			return nil, fmt.Errorf("the %s of certificate %s is not the picture %s", x.key, p.s.Code, x.sum)
		}
		ready, err := r.pictures.ready(x.sum, file, p.paper)
		if err != nil {
			return nil, err
		}
		own := *ready
		own.key, own.alt = x.key, fmt.Sprintf(x.alt, p.s.Authority)
		*x.to = &own
		list = append(list, &own)
	}
	return list, nil
}

// newPicture makes a picture of a PNG as CleanPicture writes it, on a paper: the largest that stays within the budget.
func newPicture(file []byte, paper color) (*picture, error) {
	source, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("picture of the certificate: %w", err)
	}
	var x *picture
	for _, side := range pictureSides {
		x = flatten(shrunk(source, side), paper)
		if x.size() <= pictureBudget {
			break
		}
		if x.squeeze(); x.size() <= pictureBudget {
			break
		}
	}
	pixels := x.data
	if x.filter == "" {
		x.filter, x.data = "FlateDecode", compressed(pixels)
	}
	return x, nil
}

// size is what the picture would take; its pixels are compressed for it when they are not yet.
func (x *picture) size() int {
	if x.filter == "" {
		return len(compressed(x.data)) + len(x.mask)
	}
	return len(x.data) + len(x.mask)
}

// squeeze makes a JPEG of the pixels.
func (x *picture) squeeze() {
	rgba := image.NewRGBA(image.Rect(0, 0, x.width, x.height))
	for i := range x.width * x.height {
		copy(rgba.Pix[4*i:], x.data[3*i:3*i+3])
		rgba.Pix[4*i+3] = 0xFF
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, rgba, &jpeg.Options{Quality: 82}); err == nil {
		x.filter, x.data = "DCTDecode", out.Bytes()
	}
}

// flatten lays an image on paper. Where next to nothing of it is seen the mask lets the page through, so that no square of
// paper hides the ornament.
func flatten(src image.Image, paper color) *picture {
	b := src.Bounds()
	x := &picture{width: b.Dx(), height: b.Dy(), data: make([]byte, 0, 3*b.Dx()*b.Dy())}
	row := (x.width + 7) / 8
	mask, through := make([]byte, row*x.height), false
	mix := func(c uint32, a uint32, p uint8) byte { return byte((c + uint32(p)*0x101*(0xFFFF-a)/0xFFFF) >> 8) }
	for y := range x.height {
		for i := range x.width {
			r, g, bl, a := src.At(b.Min.X+i, b.Min.Y+y).RGBA()
			x.data = append(x.data, mix(r, a, paper.r), mix(g, a, paper.g), mix(bl, a, paper.b))
			if a < 0x1800 {
				mask[y*row+i/8] |= 0x80 >> (i % 8) // 1 is not painted
				through = true
			}
		}
	}
	if through {
		x.mask = compressed(mask)
	}
	return x
}

// shrunk is an image no larger than side either way.
func shrunk(src image.Image, side int) image.Image {
	b := src.Bounds()
	w, h := b.Dx(), b.Dy()
	if most := max(w, h); most > side {
		w, h = max(1, w*side/most), max(1, h*side/most)
	}
	dst := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(dst, dst.Bounds(), src, b, draw.Src, nil)
	return dst
}
