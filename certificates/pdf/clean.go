package pdf

import (
	"bytes"
	"errors"
	"image"
	icolor "image/color"
	_ "image/jpeg" // pictures come as JPEG or PNG
	"image/png"

	"vinhdanh/internal/fault"
)

const (
	maxPictureSide   = 600      // pixels that are kept, either way
	maxPictureRead   = 12_000   // that are read, either way: scaling holds 32 bytes for each pixel of the longer side
	maxPicturePixels = 25 << 20 // that are read in all: what a phone takes
)

// CleanPicture reads an emblem or a seal, PNG or JPEG, and writes it anew as a PNG of at most 600 pixels either way, so that
// nothing of the sent file stays but what is seen. A background that is white to its corners becomes transparent, so that a
// seal may lie on the ornament. The faults are not_an_image and image_too_large.
func CleanPicture(file []byte) ([]byte, error) {
	about, kind, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil || kind != "png" && kind != "jpeg" || about.Width < 1 || about.Height < 1 {
		return nil, fault.New(fault.Invalid, NotAnImage)
	}
	most := maxPicturePixels
	if deep := about.ColorModel; deep == icolor.NRGBA64Model || deep == icolor.RGBA64Model || deep == icolor.Gray16Model {
		most /= 2 // of 16 bits a colour
	}
	if max(about.Width, about.Height) > maxPictureRead || about.Width*about.Height > most {
		return nil, fault.New(fault.Invalid, ImageTooLarge)
	}
	source, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, fault.New(fault.Invalid, NotAnImage)
	}
	small, ok := shrunk(source, maxPictureSide).(*image.NRGBA)
	if !ok {
		return nil, errors.New("clean picture: shrunk to another kind of image")
	}
	if whiteCorners(small) {
		clearWhite(small)
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&out, small); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// nearWhite is how bright all three colours of what counts as white paper are.
const nearWhite = 232

func whiteness(p []byte) byte { return min(p[0], p[1], p[2]) }

func whiteCorners(m *image.NRGBA) bool {
	b := m.Bounds()
	for _, at := range []image.Point{{b.Min.X, b.Min.Y}, {b.Max.X - 1, b.Min.Y}, {b.Min.X, b.Max.Y - 1}, {b.Max.X - 1, b.Max.Y - 1}} {
		if p := m.Pix[m.PixOffset(at.X, at.Y):]; p[3] != 0xFF || whiteness(p) < nearWhite {
			return false
		}
	}
	return true
}

// clearWhite takes white paper away: what is nearly white becomes transparent by as much as it is white.
func clearWhite(m *image.NRGBA) {
	const soft = 40 // from here to nearWhite the edges fade
	for i := 0; i+3 < len(m.Pix); i += 4 {
		w := whiteness(m.Pix[i:])
		switch {
		case w >= nearWhite:
			m.Pix[i+3] = 0
		case w > nearWhite-soft:
			m.Pix[i+3] = byte(0xFF * int(nearWhite-w) / soft)
		}
	}
}
