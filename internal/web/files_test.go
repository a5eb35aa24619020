package web_test

import (
	"bufio"
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"testing"

	"vinhdanh/internal/fault"
	"vinhdanh/judging"
)

// sniffer says what a file is by its first bytes; the real inspector has tests of its own.
type sniffer struct{}

func (sniffer) Inspect(_ context.Context, path, _ string) (string, string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return "", "", err
	}
	switch t := http.DetectContentType(data); t {
	case "image/png", "application/pdf":
		return t, path, nil
	}
	var f fault.Fields
	f.Add("file", "file_type")
	return "", "", f.Err()
}

// linesImporter reads "product|group|producer|commune" a line; the real one has tests of its own.
type linesImporter struct{}

func (linesImporter) Import(_ context.Context, path, _ string, _ *judging.Pack) (rows []judging.ImportRow, res judging.ImportResult, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, res, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for n := 2; lines.Scan(); n++ {
		parts := strings.Split(lines.Text(), "|")
		res.Rows++
		if strings.HasPrefix(lines.Text(), "%PDF") {
			var wrong fault.Fields
			wrong.Add("file", "file_type")
			return nil, res, wrong.Err()
		}
		if column, ok := strings.CutPrefix(lines.Text(), "# "); ok {
			res.Notices = append(res.Notices, judging.ImportIssue{Column: column, Code: "unknown_column"})
			continue
		}
		if len(parts) != 4 {
			res.Errors = append(res.Errors, judging.ImportIssue{Row: n, Column: "product", Code: "required"})
			continue
		}
		rows = append(rows, judging.ImportRow{Number: n, Product: parts[0], ProductGroup: parts[1],
			Producer: judging.ProducerData{Name: parts[2], EntityKind: "sme", Commune: parts[3]}})
	}
	return rows, res, lines.Err()
}

func photo(t *testing.T, shade uint8) []byte {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 8, 8))
	m.SetGray(1, 1, color.Gray{Y: shade})
	var buf bytes.Buffer
	if err := png.Encode(&buf, m); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// multipartRequest is an API request with a file and text fields, which come in the order given.
func (w *world) multipartRequest(role, path string, file []byte, name string, fields ...string) *http.Request {
	w.t.Helper()
	var buf bytes.Buffer
	form := multipart.NewWriter(&buf)
	for i := 0; i < len(fields); i += 2 {
		if err := form.WriteField(fields[i], fields[i+1]); err != nil {
			w.t.Fatal(err)
		}
	}
	if file != nil {
		part, err := form.CreateFormFile("file", name)
		if err == nil {
			_, err = io.Copy(part, bytes.NewReader(file))
		}
		if err != nil {
			w.t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		w.t.Fatal(err)
	}
	r := w.request(role, "POST", path, &buf)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return r
}

// upload sends a file that must be answered with a status.
func (w *world) upload(role, path string, status int, file []byte, name string, fields ...string) map[string]any {
	w.t.Helper()
	r := w.multipartRequest(role, path, file, name, fields...)
	res := w.send(r)
	w.conforms(r, res)
	if res.StatusCode != status {
		w.t.Fatalf("upload to %s as %q: %d, want %d\n%s", path, role, res.StatusCode, status, res.body)
	}
	return res.json(w.t)
}
