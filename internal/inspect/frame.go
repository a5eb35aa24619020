package inspect

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The answer of a child is one header line of JSON, then the payload: the new image, nothing, or one
// JSON line for each filled row.
const (
	maxHeader  = 64 << 10
	maxPayload = 1 << 30
)

// header is the first line of a child's answer; Code is set when the file is refused.
type header struct {
	Code      string         `json:"code,omitempty"`
	Args      map[string]any `json:"args,omitempty"`
	MediaType string         `json:"media_type,omitempty"`
	Width     int            `json:"width,omitempty"`
	Height    int            `json:"height,omitempty"`
	Name      string         `json:"name,omitempty"`
}

// row is one filled row of a spreadsheet.
type row struct {
	Number int      `json:"n"` // 1-based, as the spreadsheet shows it
	Cells  []string `json:"c"`
}

// codes are the refusals that a child may give; a hostile file that has taken the child over cannot put
// other words into the server's mouth.
func codes() []string {
	return []string{"image_too_large", "file_type", "file_broken", "file_too_complex", "pdf_active_content",
		"pdf_encrypted", "sheet_active_content", "sheet_too_many_rows", "sheet_too_many_columns"}
}

// parseHeader reads a header line; a refusal comes back as the fault it becomes.
func parseHeader(line []byte) (header, error) {
	var h header
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	if err := d.Decode(&h); err != nil {
		return header{}, fmt.Errorf("read inspection header: %w", err)
	}
	if h.Code == "" {
		if h.Width < 0 || h.Height < 0 || h.Width > MaxPixels || h.Height > MaxPixels ||
			!slices.Contains([]string{JPEG, PNG, PDF, XLSX}, h.MediaType) {
			return header{}, errors.New("inspection header is out of range")
		}
		return h, nil
	}
	if !slices.Contains(codes(), h.Code) {
		return header{}, errors.New("inspection header has an unknown code")
	}
	var pairs []any
	for name, value := range h.Args {
		switch v := value.(type) {
		case string:
			pairs = append(pairs, name, strings.ToValidUTF8(v, ""))
		case json.Number:
			n, err := v.Int64()
			if err != nil {
				return header{}, fmt.Errorf("read inspection header: %w", err)
			}
			pairs = append(pairs, name, n)
		default:
			return header{}, errors.New("inspection header has an argument of an unknown type")
		}
	}
	return header{}, refuse(h.Code, pairs...)
}

// rowCollector is an io.Writer that takes the JSON lines of a sheet apart as they arrive.
type rowCollector struct {
	rest []byte
	rows [][]string
}

// Write implements io.Writer.
func (c *rowCollector) Write(p []byte) (int, error) {
	c.rest = append(c.rest, p...)
	for {
		i := bytes.IndexByte(c.rest, '\n')
		if i < 0 {
			return len(p), nil
		}
		if err := c.take(c.rest[:i]); err != nil {
			return 0, err
		}
		c.rest = c.rest[i+1:]
	}
}

func (c *rowCollector) take(line []byte) error {
	var r row
	if err := json.Unmarshal(line, &r); err != nil || r.Number <= len(c.rows) || r.Number > MaxRows || len(r.Cells) > MaxColumns {
		return refuse("file_too_complex")
	}
	for len(c.rows) < r.Number-1 {
		c.rows = append(c.rows, nil)
	}
	c.rows = append(c.rows, r.Cells)
	return nil
}

// finish refuses an answer that stops within a row.
func (c *rowCollector) finish() error {
	if len(c.rest) > 0 {
		return refuse("file_too_complex")
	}
	return nil
}
