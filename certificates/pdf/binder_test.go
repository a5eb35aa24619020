package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/certificates/pades"
)

// drawn is a page as poppler draws it, in grey.
func drawn(t *testing.T, path string, page int) []byte {
	t.Helper()
	n := fmt.Sprint(page)
	tool(t, "pdftoppm", "-r", "60", "-gray", "-singlefile", "-f", n, "-l", n, path, filepath.Join(filepath.Dir(path), "page"))
	image, err := os.ReadFile(filepath.Join(filepath.Dir(path), "page.pgm"))
	if err != nil {
		t.Fatal(err)
	}
	return image
}

// stamped appends an update that puts a picture on the page, as a signing tool of an authority does.
func stamped(t *testing.T, file []byte) []byte {
	t.Helper()
	page := regexp.MustCompile(`\n3 0 obj\n(<<[^\n]*(?:\n[^\n]*)?)>>\nendobj`).FindSubmatch(file)
	size := regexp.MustCompile(`/Size (\d+) /Root (\d+) 0 R /Info (\d+)`).FindSubmatch(file)
	if page == nil || size == nil {
		t.Fatal("the certificate is written in another way")
	}
	var n int
	if _, err := fmt.Sscan(string(size[1]), &n); err != nil {
		t.Fatal(err)
	}
	previous := file[bytes.LastIndex(file, []byte("startxref\n"))+len("startxref\n"):]
	previous = previous[:bytes.IndexByte(previous, '\n')]
	out := bytes.NewBuffer(bytes.Clone(file))
	var places [3]int
	for i, body := range []string{
		fmt.Sprintf("3 0 obj\n%s /Annots [%d 0 R] >>\nendobj\n", page[1], n),
		fmt.Sprintf("%d 0 obj\n<< /Type /Annot /Subtype /Widget /FT /Sig /T (Dau) /Rect [600 60 760 140] /F 4 /AP << /N %d 0 R >> >>\nendobj\n", n, n+1),
		fmt.Sprintf("%d 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 160 80] /Length 36 >>\nstream\n0.8 0.1 0.1 rg 20 20 120 40 re f    \nendstream\nendobj\n", n+1),
	} {
		places[i] = out.Len()
		out.WriteString(body)
	}
	at := out.Len()
	fmt.Fprintf(out, "xref\n3 1\n%010d 00000 n \n%d 2\n%010d 00000 n \n%010d 00000 n \ntrailer\n<< /Size %d /Root %s 0 R /Info %s 0 R /Prev %s >>\nstartxref\n%d\n%%%%EOF\n",
		places[0], n, places[1], places[2], n+2, size[2], size[3], previous, at)
	return out.Bytes()
}

// shapes are files of every kind that is issued: plain, with fonts cut for it alone, signed, signed with a picture.
func shapes(t *testing.T) (files [][]byte) {
	t.Helper()
	r := renderer(t)
	for _, name := range []string{"plain", "other letters", "set of four, 110", "short"} {
		s := samples(t)[name]
		file, err := r.Render(s, Options{BaseURL: testBase})
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	if bytes.Equal(drawn(t, keep(t, files[3]), 1), drawn(t, keep(t, stamped(t, files[3])), 1)) {
		t.Fatal("the picture of the signature is not drawn: its check proves nothing")
	}
	signed, err := pades.Signer{Key: testKey(t)}.Sign(t.Context(), files[2], pades.Claim{Name: "Mẫu"})
	if err != nil {
		t.Fatal(err)
	}
	files[2], files[3] = signed, stamped(t, files[3])
	return files
}

func bind(t testing.TB, w io.Writer, files [][]byte) {
	t.Helper()
	b := NewBinder(w, BoundAbout{Title: "Giấy chứng nhận – bản để in", Author: "Sở Công Thương", Subject: "Bản để in"})
	b.Section("rỗng")
	for i, f := range files {
		if i%2 == 0 {
			b.Section(fmt.Sprintf("xã Mẫu %d", i/2+1))
		}
		if err := b.Add(f); err != nil {
			t.Fatal(err)
		}
	}
	b.Section("không có gì")
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestBoundPagesLookAsIssued: each page of the bound file is drawn as its own file is, in order, under its bookmark; shared
// parts are written once, and nothing of it says that it is a certificate or signed.
func TestBoundPagesLookAsIssued(t *testing.T) {
	files, sum := shapes(t), 0
	var out bytes.Buffer
	bind(t, &out, files)
	path := keep(t, out.Bytes())
	if report := tool(t, "qpdf", "--check", path); !strings.Contains(report, "No syntax or stream encoding errors") {
		t.Error(report)
	}
	for i, f := range files {
		sum += len(f)
		if !bytes.Equal(drawn(t, keep(t, f), 1), drawn(t, path, i+1)) {
			t.Errorf("page %d looks different from its own file", i+1)
		}
	}
	var again bytes.Buffer
	bind(t, &again, append(files, files...))
	if more := again.Len() - out.Len(); more > 6000 {
		t.Errorf("four pages of the same parts take %d bytes more", more)
	}
	if out.Len() > sum/2+sum/8 {
		t.Errorf("%d bytes bound of %d", out.Len(), sum)
	}
	info := tool(t, "pdfinfo", path)
	for _, want := range []string{"Giấy chứng nhận – bản để in", "Bản để in", "Pages:           4", "841.89 x 595.28 pts (A4)"} {
		if !strings.Contains(info, want) {
			t.Errorf("document information lacks %q:\n%s", want, info)
		}
	}
	for _, word := range []string{"/Sig", "/AcroForm", "/VinhDanhCode", "/StructTreeRoot", "/Metadata"} {
		if bytes.Contains(out.Bytes(), []byte(word)) {
			t.Errorf("the bound file holds %s", word)
		}
	}
	outline := regexp.MustCompile(`"title": "([^"]*)"`).FindAllStringSubmatch(tool(t, "qpdf", "--json", "--json-key=outlines", path), -1)
	var titles []string
	for _, x := range outline {
		titles = append(titles, x[1])
	}
	if diff := cmp.Diff([]string{"xã Mẫu 1", "xã Mẫu 2"}, titles); diff != "" {
		t.Errorf("bookmarks:\n%s", diff)
	}
}

// TestBinderRefuses: what is not written as certificates are ends the work with an error, never with a page that lacks
// something; a write that fails is told.
func TestBinderRefuses(t *testing.T) {
	good := shapes(t)[0]
	for name, bad := range map[string][]byte{
		"nothing":         nil,
		"no PDF":          []byte("startxref\n0\n%%EOF"),
		"cut":             good[:len(good)-200],
		"first half":      good[:len(good)/2],
		"no resources":    bytes.Replace(good, []byte("/Resources 2 0 R"), []byte("/Resource  2 0 R"), 1),
		"loop":            bytes.Replace(good, []byte("/Resources 2 0 R"), []byte("/Resources 3 0 R"), 1),
		"table of a loop": bytes.Replace(good, []byte("startxref\n"), []byte("startxref\n-"), 1),
	} {
		b := NewBinder(io.Discard, BoundAbout{})
		if err := b.Add(bad); err == nil {
			t.Errorf("%s: taken", name)
		}
		if b.Close() == nil {
			t.Errorf("%s: the file is closed as if nothing was", name)
		}
	}
	if NewBinder(io.Discard, BoundAbout{}).Close() == nil {
		t.Error("a file without pages is closed")
	}
	full := NewBinder(brokenWriter{}, BoundAbout{})
	if err := full.Add(good); !errors.Is(err, errDisk) {
		t.Errorf("a full disk: %v", err)
	}
}

var errDisk = errors.New("no space left")

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errDisk }

// FuzzBinder: whatever a file holds, adding it ends with a page or an error.
func FuzzBinder(f *testing.F) {
	f.Add([]byte("%PDF-1.4\n1 0 obj\n<< /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Kids [3 0 R] >>\nendobj\n3 0 obj\n<< /MediaBox [0 0 1 1] >>\nendobj\n" +
		"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000042 00000 n \n0000000076 00000 n \ntrailer\n<< /Root 1 0 R >>\nstartxref\n121\n%%EOF"))
	f.Add([]byte("startxref 0 xref 0 1 0 0 n trailer << /Root 0 0 R /Prev ((\\) >>"))
	f.Fuzz(func(_ *testing.T, file []byte) {
		b := NewBinder(io.Discard, BoundAbout{})
		if b.Add(file) == nil {
			b.Close()
		}
	})
}

// BenchmarkBind binds one page after another; bytes are those of the bound file a page.
func BenchmarkBind(b *testing.B) {
	file, err := renderer(b).Render(sample(b), Options{BaseURL: testBase})
	if err != nil {
		b.Fatal(err)
	}
	content := bytes.Index(file, []byte("\n4 0 obj\n<< /Filter /FlateDecode /Length "))
	if content < 0 {
		b.Fatal("the certificate is written in another way")
	}
	at := content + bytes.Index(file[content:], []byte("stream\n")) + len("stream\n") + 20
	var out tally
	bound := NewBinder(&out, BoundAbout{Title: "In"})
	for i := 0; b.Loop(); i++ {
		copy(file[at:], fmt.Appendf(nil, "%08d", i)) // another page each time
		if err := bound.Add(file); err != nil {
			b.Fatal(err)
		}
	}
	if err := bound.Close(); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(out)/float64(b.N), "bytes/page")
	b.ReportMetric(float64(len(file)), "bytes/file")
}

// tally counts what is written to it.
type tally int64

func (n *tally) Write(p []byte) (int, error) {
	*n += tally(len(p))
	return len(p), nil
}
