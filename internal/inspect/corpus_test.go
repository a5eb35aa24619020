package inspect

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// photo is a picture of w by h with a red top left corner, green top right, blue elsewhere.
func photo(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{B: 200, A: 255}
			switch {
			case y < h/2 && x < w/2:
				c = color.NRGBA{R: 200, A: 255}
			case y < h/2:
				c = color.NRGBA{G: 200, A: 255}
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

func jpegBytes(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngBytes(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withEXIF puts an APP1 segment with an orientation and a place (GPS) behind the start of a JPEG.
func withEXIF(jpg []byte, orientation uint16) []byte {
	var tiff bytes.Buffer
	entry := func(tag, kind uint16, count, value uint32) {
		binary.Write(&tiff, binary.BigEndian, tag)
		binary.Write(&tiff, binary.BigEndian, kind)
		binary.Write(&tiff, binary.BigEndian, count)
		binary.Write(&tiff, binary.BigEndian, value)
	}
	tiff.WriteString("MM\x00\x2a\x00\x00\x00\x08\x00\x02")
	entry(0x0112, 3, 1, uint32(orientation)<<16)
	entry(0x8825, 4, 1, 38)
	tiff.WriteString("\x00\x00\x00\x00\x00\x01")
	entry(0x0001, 2, 2, 0x4e000000)
	tiff.WriteString("\x00\x00\x00\x00GPS 20.6464 N 106.0511 E")
	segment := append([]byte("Exif\x00\x00"), tiff.Bytes()...)
	out := append([]byte{}, jpg[:2]...)
	out = append(out, 0xff, 0xe1)
	out = binary.BigEndian.AppendUint16(out, uint16(len(segment)+2))
	return append(append(out, segment...), jpg[2:]...)
}

// pixelFlood is a PNG of 20000 by 20000 one-bit pixels, all zero: 400 megapixels in some 50 kB.
func pixelFlood(t testing.TB) []byte {
	t.Helper()
	const side = 20_000
	var out bytes.Buffer
	chunk := func(name string, data []byte) {
		binary.Write(&out, binary.BigEndian, uint32(len(data)))
		body := append([]byte(name), data...)
		out.Write(body)
		binary.Write(&out, binary.BigEndian, crc32.ChecksumIEEE(body))
	}
	out.WriteString("\x89PNG\r\n\x1a\n")
	head := binary.BigEndian.AppendUint32(nil, side)
	head = binary.BigEndian.AppendUint32(head, side)
	chunk("IHDR", append(head, 1, 0, 0, 0, 0))
	var packed bytes.Buffer
	z, _ := zlib.NewWriterLevel(&packed, zlib.BestCompression)
	line := make([]byte, 1+side/8)
	for range side {
		z.Write(line)
	}
	z.Close()
	chunk("IDAT", packed.Bytes())
	chunk("IEND", nil)
	return out.Bytes()
}

// pdfOf builds a PDF of the given object bodies; the first is the catalogue.
func pdfOf(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

// pdfWith is a one-page PDF with more in its catalogue and one object more, number 4.
func pdfWith(catalogue, extra string) []byte {
	return pdfOf("<< /Type /Catalog /Pages 2 0 R "+catalogue+" >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>", extra)
}

// workbook makes an XLSX of the rows, as strings except where a cell is a number.
func workbook(t testing.TB, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, r := range rows {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", cell, &r); err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// repack copies a zip and changes its parts; a part that change returns nil for is left as it is.
func repack(t testing.TB, in []byte, change func(name string, content []byte) []byte, more map[string]io.Reader) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(in), int64(len(in)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range r.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		if c := change(f.Name, content); c != nil {
			content = c
		}
		dst, _ := w.Create(f.Name)
		dst.Write(content)
	}
	for name, content := range more {
		dst, _ := w.Create(name)
		io.Copy(dst, content)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// inSheet replaces a text of the first sheet's XML.
func inSheet(old, replacement string) func(string, []byte) []byte {
	return func(name string, content []byte) []byte {
		if name != "xl/worksheets/sheet1.xml" {
			return nil
		}
		return []byte(strings.Replace(string(content), old, replacement, 1))
	}
}

func unchanged(string, []byte) []byte { return nil }

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
