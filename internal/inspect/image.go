package inspect

import (
	"bytes"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"
)

// jpegQuality of the new image: no loss that an eye sees, about a third of a phone's own file.
const jpegQuality = 90

// format is one of the three image formats.
type format struct {
	decode func(io.Reader) (image.Image, error)
	config func(io.Reader) (image.Config, error)
}

// formatOf goes by the first bytes, never by the registry of package image, into which any imported
// package may put a decoder.
func formatOf(b []byte) (format, bool) {
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xd8\xff")):
		return format{jpeg.Decode, jpeg.DecodeConfig}, true
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")):
		return format{png.Decode, png.DecodeConfig}, true
	case len(b) > 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP":
		return format{webp.Decode, webp.DecodeConfig}, true
	}
	return format{}, false
}

// checkImageHeader reads the size alone, before any pixel is decoded.
func checkImageHeader(b []byte) (format, error) {
	f, ok := formatOf(b)
	if !ok {
		return format{}, refuse("file_type", "found", "", "allowed", "jpg, jpeg, png, webp")
	}
	c, err := f.config(bytes.NewReader(b))
	if err != nil || c.Width <= 0 || c.Height <= 0 {
		return format{}, refuse("file_broken")
	}
	if pixels := int64(c.Width) * int64(c.Height); pixels > MaxPixels {
		return format{}, refuse("image_too_large", "pixels", pixels, "max", MaxPixels)
	}
	return f, nil
}

// examineImage decodes the whole image and writes it anew.
func examineImage(content []byte, w io.Writer) error {
	f, err := checkImageHeader(content)
	if err != nil {
		return err
	}
	img, err := f.decode(bytes.NewReader(content))
	if err != nil {
		return refuse("file_broken")
	}
	img = turn(img, orientation(content))
	mediaType := JPEG
	if o, ok := img.(interface{ Opaque() bool }); ok && !o.Opaque() {
		mediaType = PNG
	}
	size := img.Bounds().Size()
	if err := writeHeader(w, header{MediaType: mediaType, Width: size.X, Height: size.Y}); err != nil {
		return err
	}
	if mediaType == PNG {
		return (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(w, img)
	}
	return jpeg.Encode(w, quick(img), &jpeg.Options{Quality: jpegQuality})
}

// quick gives the JPEG encoder one of the three types that it does not read pixel by pixel.
func quick(img image.Image) image.Image {
	switch img.(type) {
	case *image.YCbCr, *image.Gray, *image.RGBA:
		return img
	}
	out := image.NewRGBA(image.Rectangle{Max: img.Bounds().Size()})
	draw.Draw(out, out.Bounds(), img, img.Bounds().Min, draw.Src)
	return out
}

// turn applies an EXIF orientation (CIPA DC-008, tag 0x0112): 1 as it is, 2-4 mirrored or upside down,
// 5-8 with the sides changed.
func turn(img image.Image, orientation int) image.Image {
	if orientation < 2 || orientation > 8 {
		return img
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	size := image.Pt(w, h)
	if orientation >= 5 {
		size = image.Pt(h, w)
	}
	src, from := canvas(img, b.Size())
	draw.Draw(src, src.Bounds(), img, b.Min, draw.Src)
	dst, to := canvas(img, size)
	for y := range size.Y {
		for x := range size.X {
			sx, sy := x, y
			switch orientation {
			case 2:
				sx = w - 1 - x
			case 3:
				sx, sy = w-1-x, h-1-y
			case 4:
				sy = h - 1 - y
			case 5:
				sx, sy = y, x
			case 6:
				sx, sy = y, h-1-x
			case 7:
				sx, sy = w-1-y, h-1-x
			case 8:
				sx, sy = w-1-y, x
			}
			copy(to[4*(y*size.X+x):][:4], from[4*(sy*w+sx):][:4])
		}
	}
	return dst
}

// canvas is an empty picture with its pixels of four bytes: of the type that the JPEG encoder likes when
// img is opaque, because sixty megapixels are not to be copied once more.
func canvas(img image.Image, size image.Point) (draw.Image, []byte) {
	if o, ok := img.(interface{ Opaque() bool }); ok && !o.Opaque() {
		c := image.NewNRGBA(image.Rectangle{Max: size})
		return c, c.Pix
	}
	c := image.NewRGBA(image.Rectangle{Max: size})
	return c, c.Pix
}
