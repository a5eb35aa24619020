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
	var out bytes.Buffer
	if mediaType == PNG {
		err = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, img)
	} else {
		err = jpeg.Encode(&out, quick(img), &jpeg.Options{Quality: jpegQuality})
	}
	if err != nil {
		return refuse("file_broken")
	}
	size := img.Bounds().Size()
	if err := writeHeader(w, header{MediaType: mediaType, Width: size.X, Height: size.Y}); err != nil {
		return err
	}
	_, err = out.WriteTo(w)
	return err
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
	src := image.NewNRGBA(image.Rectangle{Max: b.Size()})
	draw.Draw(src, src.Bounds(), img, b.Min, draw.Src)
	w, h := b.Dx(), b.Dy()
	size := image.Pt(w, h)
	if orientation >= 5 {
		size = image.Pt(h, w)
	}
	dst := image.NewNRGBA(image.Rectangle{Max: size})
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
			copy(dst.Pix[dst.PixOffset(x, y):][:4], src.Pix[src.PixOffset(sx, sy):][:4])
		}
	}
	return dst
}
