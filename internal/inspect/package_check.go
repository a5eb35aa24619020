package inspect

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

const (
	maxUnzipped = 128 << 20 // bytes of a whole workbook, unpacked
	maxParts    = 2_000     // files in a workbook
	maxNesting  = 100       // elements within elements; a sheet has about eight
)

// checkPackage walks every part of a workbook once before anybody believes it: the unpacked size is
// counted, not read from the directory, and XML must be well formed, without a DOCTYPE. (The spreadsheet
// library stops at the first fault of a sheet in silence and would hand back half a list.)
func checkPackage(content []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return refuse("file_broken")
	}
	if len(archive.File) > maxParts {
		return refuse("file_too_complex")
	}
	left := int64(maxUnzipped)
	for _, part := range archive.File {
		name := strings.ToLower(part.Name)
		if strings.Contains(name, "vbaproject") || strings.Contains(name, "activex") {
			return refuse("sheet_active_content", "part", "macro")
		}
		r, err := part.Open()
		if err != nil {
			return refuse("file_broken")
		}
		counted := &countingReader{r: r, left: &left}
		if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") {
			err = checkXML(counted)
		} else {
			_, err = io.Copy(io.Discard, counted)
		}
		if left < 0 {
			return refuse("file_too_complex")
		}
		if err := errors.Join(err, r.Close()); err != nil {
			return err
		}
	}
	return nil
}

func checkXML(r io.Reader) error {
	d := xml.NewDecoder(r)
	for depth := 0; ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return refuse("file_broken")
		}
		switch token.(type) {
		case xml.Directive:
			return refuse("sheet_active_content", "part", "DOCTYPE")
		case xml.StartElement:
			if depth++; depth > maxNesting {
				return refuse("file_too_complex")
			}
		case xml.EndElement:
			depth--
		}
	}
}

// countingReader stops when the budget of the whole workbook is spent.
type countingReader struct {
	r    io.Reader
	left *int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	if *c.left < 0 {
		return 0, refuse("file_too_complex")
	}
	n, err := c.r.Read(p)
	*c.left -= int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		err = refuse("file_broken")
	}
	return n, err
}
