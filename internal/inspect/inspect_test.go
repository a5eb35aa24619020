package inspect

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	"image/color"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/fault"
)

func TestMain(m *testing.M) {
	MainIfChild()
	if len(os.Args) == 2 && os.Args[1] == hungryChild {
		os.Exit(beHungry())
	}
	os.Exit(m.Run())
}

func newInspector(t *testing.T) *Inspector {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return New(exe, t.TempDir())
}

func save(t *testing.T, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "upload")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// code is the code and arguments of the only fault, which must be of the field "file".
func code(t *testing.T, err error) (string, fault.Args) {
	t.Helper()
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Field != "file" {
		t.Fatalf("%v is not one fault of the field file", err)
	}
	return f.Fields[0].Code, f.Fields[0].Args
}

func TestImageIsWrittenAnew(t *testing.T) {
	clear := photo(40, 20)
	clear.SetNRGBA(0, 0, color.NRGBA{})
	polyglot := append(jpegBytes(t, photo(40, 20)), []byte("<script>alert(1)</script>")...)
	webp, err := os.ReadFile(filepath.Join("testdata", "blue.webp"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, mediaType string
		content         []byte
		w, h            int
	}{
		{"JPEG", JPEG, jpegBytes(t, photo(40, 20)), 40, 20},
		{"PNG without transparency", JPEG, pngBytes(t, photo(40, 20)), 40, 20},
		{"PNG with transparency", PNG, pngBytes(t, clear), 40, 20},
		{"WebP", JPEG, webp, 1, 1},
		{"JPEG with a place", JPEG, withEXIF(jpegBytes(t, photo(40, 20)), 1), 40, 20},
		{"JPEG on its side", JPEG, withEXIF(jpegBytes(t, photo(40, 20)), 6), 20, 40},
		{"JPEG with HTML behind", JPEG, polyglot, 40, 20},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := newInspector(t).Image(t.Context(), save(t, c.content))
			if err != nil {
				t.Fatal(err)
			}
			if r.MediaType != c.mediaType || r.Width != c.w || r.Height != c.h {
				t.Errorf("got %+v", r)
			}
			kept, err := os.ReadFile(r.Path)
			if err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256(kept)
			if r.SHA256 != hex.EncodeToString(sum[:]) || r.Size != int64(len(kept)) || bytes.Equal(kept, c.content) {
				t.Errorf("hash or size of the kept file differ: %+v", r)
			}
			for _, trace := range []string{"GPS", "Exif", "script"} {
				if bytes.Contains(kept, []byte(trace)) {
					t.Errorf("%q survives", trace)
				}
			}
			decoded, _, err := image.Decode(bytes.NewReader(kept))
			if err != nil || decoded.Bounds().Size() != image.Pt(c.w, c.h) {
				t.Errorf("kept file: %v %v", decoded, err)
			}
		})
	}
}

// The corners of the shown picture for each orientation; the stored one has red top left, green top right.
func TestTurn(t *testing.T) {
	for orientation, want := range []string{1: "RGBB", 2: "GRBB", 3: "BBGR", 4: "BBRG", 5: "RBGB", 6: "BRBG", 7: "BGBR", 8: "GBRB"} {
		if orientation == 0 {
			continue
		}
		img := turn(photo(40, 20), orientation)
		b := img.Bounds()
		got := ""
		for _, p := range []image.Point{{1, 1}, {b.Dx() - 2, 1}, {1, b.Dy() - 2}, {b.Dx() - 2, b.Dy() - 2}} {
			r, g, _, _ := img.At(p.X, p.Y).RGBA()
			switch {
			case r > 1<<15:
				got += "R"
			case g > 1<<15:
				got += "G"
			default:
				got += "B"
			}
		}
		if got != want {
			t.Errorf("orientation %d: corners %s, want %s", orientation, got, want)
		}
	}
}

func TestImageRefused(t *testing.T) {
	whole := jpegBytes(t, photo(400, 200))
	flood := pixelFlood(t)
	t.Logf("400 megapixels in %d bytes", len(flood))
	for _, c := range []struct {
		name, want string
		content    []byte
	}{
		{"400 megapixels", "image_too_large", flood},
		{"cut JPEG", "file_broken", whole[:len(whole)/2]},
		{"SVG", "file_type", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`)},
		{"GIF", "file_type", []byte("GIF89a/*\x01\x00\x00*/=1;alert(1)")},
		{"HTML behind a JPEG's first bytes", "file_broken", []byte("\xff\xd8\xff\xe0<html><script>alert(1)</script>")},
		{"zero bytes", "file_empty", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			i := newInspector(t)
			start := time.Now()
			_, err := i.Image(t.Context(), save(t, c.content))
			got, args := code(t, err)
			if got != c.want || (got == "image_too_large" && args["pixels"] != int64(400_000_000)) {
				t.Errorf("got %s %v, want %s", got, args, c.want)
			}
			if time.Since(start) > 5*time.Second {
				t.Error("took long: were the pixels decoded?")
			}
			if left, _ := os.ReadDir(i.tempDir); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestPDF(t *testing.T) {
	plain := pdfWith("/OpenAction [3 0 R /Fit]", "<< /S /URI /URI (https://example.vn) >>")
	r, err := newInspector(t).PDF(t.Context(), save(t, plain))
	if sum := sha256.Sum256(plain); err != nil || r.SHA256 != hex.EncodeToString(sum[:]) || r.Size != int64(len(plain)) {
		t.Fatalf("plain PDF: %+v %v", r, err)
	}
	for _, c := range []struct {
		name, want, part string
		content          []byte
	}{
		{"script", "pdf_active_content", "JS", pdfWith("/OpenAction 4 0 R", "<< /S /Named /JS (app.alert(1)) >>")},
		{"script by name", "pdf_active_content", "JavaScript", pdfWith("/OpenAction 4 0 R", "<< /S /JavaScript >>")},
		{"script with an escaped name", "pdf_active_content", "JS", pdfWith("/OpenAction 4 0 R", "<< /S /Named /J#53 (app.alert(1)) >>")},
		{"nested script", "pdf_active_content", "JS", pdfWith("/AA << /O [ << /X << /JS (x) >> >> ] >>", "null")},
		{"program start", "pdf_active_content", "Launch", pdfWith("/OpenAction 4 0 R", "<< /S /L#61unch /F (cmd.exe) >>")},
		{"attached file", "pdf_active_content", "EF", pdfWith("", "<< /Type /Filespec /F (x) /EF << /F 3 0 R >> >>")},
		{"XFA form", "pdf_active_content", "XFA", pdfWith("/AcroForm << /Fields [] /XFA [] >>", "null")},
		{"rich media", "pdf_active_content", "RichMedia", pdfWith("", "<< /Type /Annot /Subtype /RichMedia >>")},
		{"form that sends itself", "pdf_active_content", "SubmitForm", pdfWith("/OpenAction 4 0 R", "<< /S /SubmitForm >>")},
		{"script in a link", "pdf_active_content", "URI", pdfWith("", "<< /Type /Annot /Subtype /Link /A << /S /URI /URI ( Java\\nScript:app.alert(1)) >> >>")},
		{"script in a link, in hexadecimal", "pdf_active_content", "URI", pdfWith("", "<< /S /URI /U#52I <6A6176617363726970743A78> >>")},
		{"script in a link by reference", "pdf_active_content", "URI", pdfWith("/X << /S /URI /URI 4 0 R >>", "(javascript:x)")},
		{"another file", "pdf_active_content", "GoToR", pdfWith("/OpenAction 4 0 R", "<< /S /GoTo#52 /F (x.pdf) >>")},
		{"embedded file", "pdf_active_content", "GoToE", pdfWith("/OpenAction << /S /GoTo#45 /F (x.pdf) >>", "null")},
		{"data brought in", "pdf_active_content", "ImportData", pdfWith("/OpenAction << /S 4 0 R /F (x.fdf) >>", "/Import#44ata")},
		{"script that the table hides", "pdf_active_content", "JavaScript", append(pdfWith("", "null"), []byte("9 0 obj << /S /JavaScript >> endobj")...)},
		{"object that cannot be read", "file_broken", "", pdfWith("", "garbage ( /JS (x) >>")},
		{"nesting that hides a script", "file_broken", "", pdfWith("", strings.Repeat("[", 250)+"<< /JS (x) >>"+strings.Repeat("]", 250))},
		{"not a PDF", "file_broken", "", []byte("<html>%PDF-1.7</html>")},
		{"header alone", "file_broken", "", []byte("%PDF-1.7\n")},
		{"zero bytes", "file_empty", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := newInspector(t).PDF(t.Context(), save(t, c.content))
			got, args := code(t, err)
			if got != c.want || (c.part != "" && args["part"] != c.part) {
				t.Errorf("got %s %v, want %s %s", got, args, c.want, c.part)
			}
		})
	}
}

func TestEncryptedPDF(t *testing.T) {
	qpdf, err := exec.LookPath("qpdf")
	if err != nil {
		t.Fatal("needs the package qpdf: run make deps")
	}
	for name, password := range map[string]string{"asks for a password": "secret", "opens without one": ""} {
		locked := filepath.Join(t.TempDir(), "locked.pdf")
		if out, err := exec.Command(qpdf, "--encrypt", password, "owner", "256", "--", save(t, pdfWith("", "null")), locked).CombinedOutput(); err != nil {
			t.Fatalf("qpdf: %v %s", err, out)
		}
		_, err = newInspector(t).PDF(t.Context(), locked)
		if got, _ := code(t, err); got != "pdf_encrypted" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestSpreadsheet(t *testing.T) {
	content := workbook(t, []any{"Danh sách"}, nil, []any{"Sản phẩm", "MST", "Điểm"},
		[]any{"Nón lá\nlàng Chuông", 33090123456, 87.5}, []any{"=1+1", "0100109106", ""})
	got, err := newInspector(t).Spreadsheet(t.Context(), save(t, content))
	if err != nil {
		t.Fatal(err)
	}
	want := Sheet{Name: "Sheet1", Rows: [][]string{{"Danh sách"}, nil, {"Sản phẩm", "MST", "Điểm"},
		{"Nón lá\nlàng Chuông", "33090123456", "87.5"}, {"=1+1", "0100109106"}}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	long, err := newInspector(t).Spreadsheet(t.Context(), save(t, workbook(t, []any{strings.Repeat("ế", 20_000)}, []any{123456789012})))
	if err != nil || len([]rune(long.Rows[0][0])) != MaxCell+1 || long.Rows[1][0] != "123456789012" {
		t.Errorf("long cell and long number: %v", err)
	}
}

func TestSpreadsheetRefused(t *testing.T) {
	plain := workbook(t, []any{"Sản phẩm"}, []any{"Nón lá"})
	doctype := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet`
	wide := make([]any, MaxColumns+1)
	for i := range wide {
		wide[i] = "x"
	}
	sheet := func(old, replacement string) []byte { return repack(t, plain, inSheet(old, replacement), nil) }
	for _, c := range []struct {
		name, want string
		content    []byte
	}{
		{"bomb in one part", "file_too_complex", repack(t, plain, unchanged, map[string]io.Reader{"xl/media/x.bin": io.LimitReader(zeros{}, 200<<20)})},
		{"bomb of many parts", "file_too_complex", manyParts(t, plain)},
		{"DOCTYPE", "sheet_active_content", sheet("<worksheet", doctype)},
		{"macro", "sheet_active_content", repack(t, plain, unchanged, map[string]io.Reader{"xl/vbaProject.bin": strings.NewReader("x")})},
		{"deep nesting", "file_too_complex", sheet("<sheetData>", strings.Repeat("<a>", 200)+strings.Repeat("</a>", 200)+"<sheetData>")},
		{"cut XML", "file_broken", sheet("</sheetData>", "")},
		{"cell in the last row", "sheet_too_many_rows", sheet("</sheetData>", `<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>`)},
		{"too many columns", "sheet_too_many_columns", workbook(t, wide)},
		{"not a zip", "file_broken", []byte("PK\x03\x04 nothing")},
		{"zip without a workbook", "file_broken", repack(t, emptyZip(), unchanged, map[string]io.Reader{"a.txt": strings.NewReader("x")})},
		{"zero bytes", "file_empty", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := newInspector(t).Spreadsheet(t.Context(), save(t, c.content))
			if got, args := code(t, err); got != c.want {
				t.Errorf("got %s %v, want %s", got, args, c.want)
			}
		})
	}
	t.Run("negative shared string", func(t *testing.T) {
		hostile := sheet("</sheetData>", `<row r="9"><c r="A9" t="s"><v>-5</v></c></row></sheetData>`)
		if s, err := newInspector(t).Spreadsheet(t.Context(), save(t, hostile)); err == nil && len(s.Rows) > 9 {
			t.Errorf("got %v", s)
		}
	})
	t.Run("blank tail of a million rows", func(t *testing.T) {
		tail := sheet("</sheetData>", `<row r="1048576"><c r="A1048576" s="0"/></row></sheetData>`)
		s, err := newInspector(t).Spreadsheet(t.Context(), save(t, tail))
		if err != nil || len(s.Rows) != 2 {
			t.Errorf("%d rows, %v", len(s.Rows), err)
		}
	})
}

func emptyZip() []byte { return []byte("PK\x05\x06" + strings.Repeat("\x00", 18)) }

func manyParts(t *testing.T, plain []byte) []byte {
	more := map[string]io.Reader{}
	for i := range maxParts {
		more["xl/x"+strings.Repeat("a", i%50)+string(rune('a'+i%26))+hex.EncodeToString([]byte{byte(i), byte(i >> 8)})] = strings.NewReader("")
	}
	return repack(t, plain, unchanged, more)
}

func TestInspectorHonoursContext(t *testing.T) {
	i := newInspector(t)
	i.images <- struct{}{}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := i.Image(ctx, save(t, jpegBytes(t, photo(4, 4)))); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("second image at once: %v", err)
	}
}

// The dearest photo that is allowed, on its side, must fit into the child's memory and time.
func TestLargestPhotoFits(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	large := image.NewYCbCr(image.Rect(0, 0, 8000, 7500), image.YCbCrSubsampleRatio420)
	r, err := newInspector(t).Image(t.Context(), save(t, withEXIF(jpegBytes(t, large), 6)))
	if err != nil || r.Width != 7500 || r.Height != 8000 {
		t.Errorf("%+v %v", r, err)
	}
}
