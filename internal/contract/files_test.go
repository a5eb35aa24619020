package contract_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

// onePage writes a small valid PDF of one page; action is put into the catalogue.
func onePage(title, action string) []byte {
	content := "BT /F1 24 Tf 72 720 Td (" + strings.Map(ascii, title) + ") Tj ET"
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R " + action + " >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, xref)
	return b.Bytes()
}

func ascii(r rune) rune {
	if r < ' ' || r > '~' || strings.ContainsRune(`()\`, r) {
		return '?'
	}
	return r
}

// photo draws a small picture that differs with its seed.
func photo(t testing.TB, kind string, seed int) []byte {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 240, 160))
	for y := range 160 {
		for x := range 240 {
			picture.Set(x, y, color.RGBA{uint8(x + seed*40), uint8(y), uint8(seed * 60), 255})
		}
	}
	var b bytes.Buffer
	var err error
	if kind == "png" {
		err = png.Encode(&b, picture)
	} else {
		err = jpeg.Encode(&b, picture, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// hugePNG is a small file that says it is 20,000 x 20,000 pixels.
func hugePNG() []byte {
	var b bytes.Buffer
	b.WriteString("\x89PNG\r\n\x1a\n")
	head := binary.BigEndian.AppendUint32(nil, 20000)
	head = binary.BigEndian.AppendUint32(head, 20000)
	head = append(head, 8, 2, 0, 0, 0)
	for _, c := range []struct {
		name string
		data []byte
	}{{"IHDR", head}, {"IDAT", []byte{0x78, 0x9c, 0x63, 0, 0, 0, 1, 0, 1}}, {"IEND", nil}} {
		whole := append([]byte(c.name), c.data...)
		b.Write(binary.BigEndian.AppendUint32(nil, uint32(len(c.data))))
		b.Write(whole)
		b.Write(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(whole)))
	}
	return b.Bytes()
}

// repeated is a spreadsheet of one product whose name is a text so many times: a megabyte of one letter
// four hundred times takes a few hundred kilobytes. Compressed blocks that end at a whole byte may stand
// one behind the other.
func repeated(t testing.TB, text string, times int) []byte {
	t.Helper()
	var packed bytes.Buffer
	sum, size := uint32(0), 0
	squeeze := func(text string, times int) {
		var block bytes.Buffer
		w, err := flate.NewWriter(&block, flate.BestCompression)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err = errors.Join(err, w.Flush()); err != nil {
			t.Fatal(err)
		}
		for range times {
			packed.Write(block.Bytes())
			sum = crc32.Update(sum, crc32.IEEETable, []byte(text))
			size += len(text)
		}
	}
	squeeze(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`+
		row(1, "product", "producer")+`<row r="2"><c r="A2" t="inlineStr"><is><t>`, 1)
	squeeze(text, times)
	squeeze(`</t></is></c></row></sheetData></worksheet>`, 1)
	packed.Write([]byte{3, 0}) // an empty last block
	return book(t, func(z *zip.Writer) error {
		w, err := z.CreateRaw(&zip.FileHeader{Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate, CRC32: sum,
			CompressedSize64: uint64(packed.Len()), UncompressedSize64: uint64(size)})
		if err == nil {
			_, err = w.Write(packed.Bytes())
		}
		return err
	})
}

// workbook writes a spreadsheet whose first sheet holds that XML.
func workbook(t testing.TB, sheet string) []byte {
	t.Helper()
	return book(t, func(z *zip.Writer) error {
		w, err := z.Create("xl/worksheets/sheet1.xml")
		if err == nil {
			_, err = w.Write([]byte(sheet))
		}
		return err
	})
}

// book writes the parts of a spreadsheet around its one sheet.
func book(t testing.TB, sheet func(*zip.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	part := func(name, text string) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(`<?xml version="1.0"?>` + text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	part("[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`)
	part("_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="`+relations+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
	part("xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="`+relations+`/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`)
	part("xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="`+relations+`"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`)
	if err := errors.Join(sheet(z), z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// row writes a row of a sheet's XML with its texts inside.
func row(n int, cells ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<row r="%d">`, n)
	for i, c := range cells {
		fmt.Fprintf(&b, `<c r="%c%d" t="inlineStr"><is><t>%s</t></is></c>`, 'A'+i, n, c)
	}
	return b.String() + "</row>"
}
