package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash/crc32"
	"image"
	icolor "image/color"
	"image/jpeg"
	"image/png"
	"math"
	"slices"
	"strings"
	"testing"

	"vinhdanh/internal/fault"
)

func TestPictureIsTheOneOfTheStatement(t *testing.T) {
	r, seal, s := renderer(t), testSeal(t), sample(t)
	s.Seal = strings.Repeat("0", 64)
	if out, err := r.Render(s, Options{BaseURL: testBase, Picture: seal.load}); err == nil {
		t.Errorf("another picture is printed: %d bytes", len(out))
	}
	if out, err := r.Render(s, Options{BaseURL: testBase}); err == nil {
		t.Errorf("a missing picture is passed over: %d bytes", len(out))
	}
}

func TestCleanPicture(t *testing.T) {
	big := image.NewNRGBA(image.Rect(0, 0, 1500, 700))
	for i := range big.Pix {
		big.Pix[i] = 0xFF
	}
	for y := 200; y < 500; y++ {
		for x := 300; x < 1200; x++ {
			big.Set(x, y, icolor.NRGBA{200, 20, 30, 255})
		}
	}
	var photo, drawn bytes.Buffer
	if err := errors.Join(jpeg.Encode(&photo, big, nil), png.Encode(&drawn, big)); err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{"JPEG": photo.Bytes(), "PNG": append(drawn.Bytes(), "<script>"...)} {
		clean, err := CleanPicture(file)
		if err != nil {
			t.Fatal(name, err)
		}
		m, err := png.Decode(bytes.NewReader(clean))
		if err != nil || m.Bounds().Dx() != 600 || m.Bounds().Dy() != 280 || bytes.Contains(clean, []byte("script")) {
			t.Errorf("%s becomes %v (%v)", name, m.Bounds(), err)
		}
		_, _, _, corner := m.At(0, 0).RGBA()
		_, _, _, middle := m.At(300, 140).RGBA()
		if corner != 0 || middle != 0xFFFF {
			t.Errorf("%s: the corner is %x opaque, the middle %x", name, corner, middle)
		}
		again, err := CleanPicture(file)
		if err != nil || !bytes.Equal(again, clean) {
			t.Errorf("%s is not always the same (%v)", name, err)
		}
	}
	var thread bytes.Buffer // few pixels, yet scaling it would take gigabytes
	if err := png.Encode(&thread, image.NewGray(image.Rect(0, 0, 1, maxPictureRead+1))); err != nil {
		t.Fatal(err)
	}
	if _, err := CleanPicture(thread.Bytes()); !fault.IsCode(err, ImageTooLarge) {
		t.Errorf("a thread of %d pixels: %v", maxPictureRead+1, err)
	}
	deep := slices.Clone(drawn.Bytes()[:33]) // signature and header of 4,000 pixels each way, 16 bits of four colours
	copy(deep[16:], []byte{0, 0, 15, 160, 0, 0, 15, 160, 16, 6})
	binary.BigEndian.PutUint32(deep[29:], crc32.ChecksumIEEE(deep[12:29]))
	if _, err := CleanPicture(deep); !fault.IsCode(err, ImageTooLarge) {
		t.Errorf("16 million pixels of 8 bytes: %v", err)
	}
	vast := slices.Clone(drawn.Bytes())
	copy(vast[16:], []byte{0, 1, 0, 0, 0, 1, 0, 0}) // 65,536 pixels each way
	for name, tt := range map[string]struct {
		file []byte
		code string
	}{
		"text": {[]byte("hello"), NotAnImage}, "empty": {nil, NotAnImage}, "cut": {drawn.Bytes()[:200], NotAnImage},
		"GIF": {[]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), NotAnImage}, "vast": {vast, NotAnImage},
	} {
		if _, err := CleanPicture(tt.file); !fault.IsCode(err, tt.code) && !fault.IsCode(err, ImageTooLarge) {
			t.Errorf("%s: %v, want %s", name, err, tt.code)
		}
	}
}

// A picture full of colours stays within its budget.
func TestPictureBudget(t *testing.T) {
	noise := image.NewNRGBA(image.Rect(0, 0, 600, 600))
	state := uint32(1)
	for i := range noise.Pix {
		state = state*1664525 + 1013904223
		noise.Pix[i] = byte(state >> 24)
	}
	var file bytes.Buffer
	if err := png.Encode(&file, noise); err != nil {
		t.Fatal(err)
	}
	x, err := newPicture(file.Bytes(), white)
	if err != nil || x.size() > pictureBudget {
		t.Errorf("%d bytes (%v), at most %d", x.size(), err, pictureBudget)
	}
}

// drawnSeal is a red seal as an organiser sends one, cleaned.
type drawnSeal struct {
	file []byte
	sum  string
}

func (s drawnSeal) load(string) ([]byte, error) { return s.file, nil }

func testSeal(t testing.TB) drawnSeal {
	t.Helper()
	const side = 480
	m := image.NewNRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			dx, dy := float64(x)-side/2, float64(y)-side/2
			d, a := math.Hypot(dx, dy), math.Atan2(dy, dx)
			if d < 236 && d > 224 || d < 152 && d > 146 || d < 80*(0.6+0.4*math.Cos(5*(a+math.Pi/2))) || d > 164 && d < 210 && math.Sin(a*23+math.Sin(d/9)) > 0.2 {
				m.Set(x, y, icolor.NRGBA{200, 20, 30, 230})
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	file, err := CleanPicture(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(file)
	return drawnSeal{file, hex.EncodeToString(sum[:])}
}
