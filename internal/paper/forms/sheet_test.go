package forms_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"vinhdanh/certificates/pdf"
	"vinhdanh/internal/paper/docx"
	"vinhdanh/internal/paper/forms"
	"vinhdanh/judging"
)

// sheetAddress is what the symbol of the test's n-th sheet carries: as long as an office's real one.
func sheetAddress(n int) string {
	return fmt.Sprintf("https://binhchon.congthuong.hungyen.example.gov.vn/paper/sheets/aaaaaaaaaaaaaaaaaaaaaaaaa%d", n)
}

func sheetOf(t testing.TB, n int) forms.SheetData {
	t.Helper()
	symbol, err := pdf.Modules(sheetAddress(n))
	if err != nil {
		t.Fatal(err)
	}
	return forms.SheetData{Award: award(t, "vi"), Entry: entries(n + 1)[n], Judge: fmt.Sprintf("Giám khảo Mẫu %d", n), Office: "Nghệ nhân ưu tú", Symbol: symbol}
}

// printedSheets keeps the sheets as a PDF.
func printedSheets(t *testing.T, list ...forms.SheetData) string {
	t.Helper()
	printer, err := pdf.NewPapers(os.DirFS("../../../templates/dist/fonts"))
	if err != nil {
		t.Fatalf("fonts are missing, run make build: %v", err)
	}
	var b bytes.Buffer
	if err := printer.PDF(&b, forms.ScoreSheets(list)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "sheets.pdf")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).Output()
	if err != nil {
		t.Fatalf("%s %v: %v", name, args, err)
	}
	return string(out)
}

// TestSheetsAreRead: each sheet of a file has its own symbol, page numbers and foot, and nothing of another's.
func TestSheetsAreRead(t *testing.T) {
	path := printedSheets(t, sheetOf(t, 0), sheetOf(t, 1), sheetOf(t, 2))
	pages := strings.Split(tool(t, "pdftotext", "-layout", path, "-"), "\f")
	if len(pages) != 7 { // what follows the last form feed is empty
		t.Fatalf("%d pages", len(pages)-1)
	}
	for i, text := range pages[:6] {
		text = strings.Join(strings.Fields(text), " ")
		n := i / 2
		want := fmt.Sprintf("Mã số bình chọn SP-00%d – Giám khảo Mẫu %d", n+1, n)
		if !strings.HasSuffix(text, want) {
			t.Errorf("page %d does not end with %q:\n%s", i+1, want, text)
		}
		if strings.HasPrefix(text, "2/2 ") != (i%2 == 1) {
			t.Errorf("page %d begins %.20q", i+1, text)
		}
	}
	image := filepath.Join(filepath.Dir(path), "page")
	tool(t, "pdftoppm", "-r", "150", "-png", path, image)
	for n := range 3 {
		read := tool(t, "zbarimg", "-q", "--raw", fmt.Sprintf("%s-%d.png", image, 2*n+1))
		if strings.TrimSpace(read) != sheetAddress(n) {
			t.Errorf("the symbol of sheet %d reads %q", n, read)
		}
	}
	if info := tool(t, "pdfinfo", path); !strings.Contains(info, "Title:           Phiếu chấm điểm\n") {
		t.Error(info)
	}
}

// TestSheetShowsOnlyWhatItIsGiven: a blank sheet has no digit in the column of points, a filled one its marks and sums.
func TestSheetShowsOnlyWhatItIsGiven(t *testing.T) {
	blank := forms.SheetData{Award: award(t, "vi")}
	blank.Entry.Group = "N1"
	text := strings.Join(strings.Fields(tool(t, "pdftotext", "-layout", printedSheets(t, blank), "-")), " ")
	for _, want := range []string{"Tên sản phẩm:", "Mã số bình chọn:", "mỗi bước 0,5 điểm", "không phải 0 điểm", "Tổng cộng 100", "(ký và ghi rõ họ tên)"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	filled := sheetOf(t, 0)
	filled.Marks = map[string]judging.Points{}
	for _, leaf := range filled.Pack.Leaves(filled.Entry.Group) {
		filled.Marks[leaf.Code] = leaf.Max - filled.Pack.Step
	}
	total, _ := judging.Totals(filled.Pack, filled.Entry.Group, filled.Marks)
	filled.Total, filled.Comment = total, "Mẫu mã đẹp"
	text = strings.Join(strings.Fields(tool(t, "pdftotext", "-layout", printedSheets(t, filled), "-")), " ")
	for _, want := range []string{" 5 4,5 ", "Tổng cộng 100 ", "Nhận xét: Mẫu mã đẹp"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if strings.Contains(text, "mỗi bước") {
		t.Error("a filled sheet explains how to fill it in")
	}
}

func TestSheetInWord(t *testing.T) {
	var b bytes.Buffer
	if err := docx.Write(&b, forms.ScoreSheets([]forms.SheetData{sheetOf(t, 0), sheetOf(t, 1)})); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	part := func(name string) []byte {
		t.Helper()
		data, err := fs.ReadFile(z, name)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	for n := range 2 {
		name := filepath.Join(t.TempDir(), "symbol.png")
		if err := os.WriteFile(name, part(fmt.Sprintf("word/media/symbol%d.png", n+1)), 0o600); err != nil {
			t.Fatal(err)
		}
		if read := tool(t, "zbarimg", "-q", "--raw", name); strings.TrimSpace(read) != sheetAddress(n) {
			t.Errorf("the symbol of sheet %d reads %q", n, read)
		}
	}
	if text := string(part("word/document.xml")); !strings.Contains(text, "Mã số bình chọn SP-002 – Giám khảo Mẫu 1") || !strings.Contains(text, "Nghệ nhân ưu tú") {
		t.Error("the second sheet is not named")
	}
}
