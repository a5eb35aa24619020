package inspect

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"vinhdanh/internal/fault"
)

func TestSniff(t *testing.T) {
	jpg, png := jpegBytes(t, photo(4, 4)), pngBytes(t, photo(4, 4))
	pdf, xlsx := pdfWith("", "null"), workbook(t, []any{"Sản phẩm"})
	svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`)
	for _, c := range []struct {
		name, file string
		content    []byte
		want       string
	}{
		{"JPEG", "ảnh.JPG", jpg, JPEG},
		{"JPEG by its long ending", "a.jpeg", jpg, JPEG},
		{"PNG", "a.png", png, PNG},
		{"PDF", "Giấy \"x\".pdf", pdf, PDF},
		{"path in the name", "../../x.png", png, PNG},
		{"PNG called JPEG", "a.jpg", png, ""},
		{"SVG", "a.svg", svg, ""},
		{"SVG called PNG", "a.png", svg, ""},
		{"SVG with a declaration called JPEG", "a.jpg", append([]byte("<?xml version=\"1.0\"?>"), svg...), ""},
		{"HTML called PDF", "a.pdf", []byte("<!DOCTYPE html><script>alert(1)</script>"), ""},
		{"GIF", "a.gif", []byte("GIF89a\x01\x00\x01\x00"), ""},
		{"PDF with two endings", "a.pdf.exe", pdf, ""},
		{"direction override", "a\u202egpj.exe", jpg, ""},
		{"no ending", "a", jpg, ""},
		{"list as evidence", "a.xlsx", xlsx, ""},
	} {
		t.Run(c.name, func(t *testing.T) { checkSniff(t, Sniff, c.file, c.content, c.want) })
	}
	for _, c := range []struct {
		name, file string
		content    []byte
		want       string
	}{
		{"XLSX", "a.xlsx", xlsx, XLSX},
		{"CSV", "a.csv", []byte("Sản phẩm,Nhóm\nNón lá,N1\n"), CSV},
		{"CSV in an old code page", "a.csv", []byte("S\xb6n ph\xc8m,Nh\xe3m\nN\xe3n l\xb8,N1\n"), CSV},
		{"CSV in UTF-16", "a.csv", []byte("\xff\xfeS\x00,\x00N\x00\n\x00"), CSV},
		{"HTML called CSV", "a.csv", []byte("<html><table></table></html>"), ""},
		{"XLSX called CSV", "a.csv", xlsx, ""},
		{"zip called XLSX", "a.xlsx", emptyZip(), ""},
		{"old Excel", "a.xls", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ""},
		{"picture as a list", "a.jpg", jpg, ""},
	} {
		t.Run(c.name, func(t *testing.T) { checkSniff(t, SniffImport, c.file, c.content, c.want) })
	}
	_, err := Sniff(save(t, nil), "a.png")
	if got, _ := code(t, err); got != "file_empty" {
		t.Errorf("zero bytes: %s", got)
	}
}

func checkSniff(t *testing.T, sniff func(string, string) (string, error), name string, content []byte, want string) {
	t.Helper()
	got, err := sniff(save(t, content), name)
	if got != want {
		t.Fatalf("got %q %v, want %q", got, err, want)
	}
	if want == "" {
		if c, args := code(t, err); c != "file_type" || args["allowed"] == "" {
			t.Errorf("got %s %v", c, args)
		}
	}
}

// A child that dies or talks nonsense costs the file, never the server.
func TestHostileChild(t *testing.T) {
	dir := t.TempDir()
	jpg := save(t, jpegBytes(t, photo(4, 4)))
	for name, c := range map[string]struct{ script, want string }{
		"dies":            {"exit 137", "file_too_complex"},
		"says nothing":    {"exit 0", "file_too_complex"},
		"unknown code":    {`echo '{"code":"<script>"}'`, "file_too_complex"},
		"endless line":    {"exec cat /dev/zero", "file_too_complex"},
		"other type":      {`echo '{"media_type":"text/html"}'`, "file_too_complex"},
		"dies at the end": {`echo '{"media_type":"image/jpeg","width":1,"height":1}'; exit 1`, "file_too_complex"},
	} {
		exe := filepath.Join(dir, "child")
		if err := os.WriteFile(exe, []byte("#!/bin/sh\n"+c.script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		_, err := New(exe, dir).Image(t.Context(), jpg)
		if got, _ := code(t, err); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
	if _, err := New(filepath.Join(dir, "nobody"), dir).Image(t.Context(), jpg); err == nil || fault.KindOf(err) != "" {
		t.Errorf("a missing program is blamed on the file: %v", err)
	}
}

const hungryChild = "hungry-child"

// beHungry is a child that limits itself and then asks for more: 3 GB, a file, endless time.
func beHungry() int {
	if err := limitProcess(); err != nil {
		fmt.Println(err)
		return 1
	}
	if _, err := unix.Mmap(-1, 0, 3<<30, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE); err == nil {
		fmt.Println("got 3 GB")
	}
	signal.Ignore(unix.SIGXFSZ)
	if f, err := os.CreateTemp("", "hungry-*"); err == nil {
		if _, err := f.WriteString("x"); err == nil {
			fmt.Println("wrote a file")
		}
		os.Remove(f.Name())
	}
	var cpu unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CPU, &cpu); err != nil || cpu.Max != cpuSeconds {
		fmt.Println("has endless time")
	}
	return 0
}

func TestChildIsLimited(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector needs the address space")
	}
	out, err := exec.Command(newInspector(t).exe, hungryChild).CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Errorf("%v: %s", err, out)
	}
}

func TestMainWrongUsage(t *testing.T) {
	if got := Main(nil, strings.NewReader(""), io.Discard); got != 2 {
		t.Errorf("no kind: %d", got)
	}
	if got := answer("rm", strings.NewReader(""), io.Discard); got != 2 {
		t.Errorf("unknown kind: %d", got)
	}
}

func FuzzImageHeader(f *testing.F) {
	f.Add(withEXIF(jpegBytes(f, photo(4, 4)), 6))
	f.Add(pngBytes(f, photo(4, 4)))
	f.Add([]byte("RIFF\x00\x00\x00\x00WEBPVP8 "))
	f.Fuzz(func(t *testing.T, b []byte) {
		if o := orientation(b); o < 1 || o > 8 {
			t.Fatalf("orientation %d", o)
		}
		if _, err := checkImageHeader(b); err != nil {
			code(t, err)
		}
	})
}

func FuzzScanPDF(f *testing.F) {
	f.Add(pdfWith("", "null"))
	f.Add(pdfWith("/OpenAction 4 0 R", "<< /S /JavaScript /JS (x) >>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var out bytes.Buffer
		err := examine(kindPDF, b, &out)
		if err == nil && bytes.Contains(b, []byte("/JavaScript")) {
			t.Fatal("a script passes")
		}
		if err != nil {
			code(t, err)
		}
	})
}

func FuzzReadAnswer(f *testing.F) {
	f.Add([]byte("{\"media_type\":\"image/jpeg\",\"width\":1,\"height\":1}\nabc"))
	f.Add([]byte("{\"code\":\"image_too_large\",\"args\":{\"pixels\":400000000}}\n"))
	f.Add([]byte("{\"media_type\":\"application/pdf\"}\n{\"n\":1,\"c\":[\"x\"]}\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var rows rowCollector
		_, _, err := readAnswer(bytes.NewReader(b), &rows)
		if errors.Is(err, errSink) {
			t.Fatalf("blamed on the server: %v", err)
		}
		if len(rows.rows) > MaxRows {
			t.Fatalf("%d rows", len(rows.rows))
		}
	})
}
