package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/unicode/norm"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/paper"
)

func papers(t testing.TB) *Papers {
	t.Helper()
	p, err := NewPapers(os.DirFS("../../templates/dist/fonts"))
	if err != nil {
		t.Fatalf("fonts are missing, run make build: %v", err)
	}
	return p
}

// testPaper has every kind of block, with long and with empty texts.
func testPaper() paper.Paper {
	return paper.Paper{Lang: "vi", Title: "Giấy thử (1)", Author: "Hội đồng mẫu", Reference: "Mã hồ sơ MAU-0001", Blocks: []paper.Block{
		paper.Letterhead{Superior: "Ủy ban nhân dân tỉnh Mẫu", Body: "Hội đồng bình chọn sản phẩm mẫu", Number: "12/BB-HĐBC",
			Place: paper.PlaceLine("vi", "Mẫu", "2027-02-04")},
		paper.Title{Text: "Biên bản", Subject: "Về việc thử giấy in"},
		paper.Heading{Text: "I. Cơ sở"},
		paper.Fields{{Label: "Tên cơ sở", Value: long110}, {Label: "Mã số thuế", Half: true}, {Label: "Điện thoại", Value: "0912", Half: true},
			{Label: "Địa chỉ", Space: 2}},
		paper.Paragraph{Lead: "Kính gửi:", Text: "Hội đồng bình chọn", Align: paper.Centre},
		paper.Paragraph{Text: strings.Repeat("Sản phẩm nghiêng đủ dấu ế ỗ ự ẵ được in đều hai lề. ", 12), Align: paper.Justified},
		paper.List{Marker: paper.Boxes, Items: []paper.Item{{Text: "Bản sao", Checked: true}, {Text: "Ảnh màu"}}},
		paper.List{Marker: paper.Numbers, Items: []paper.Item{{Text: "Mực bơ tỏi"}, {Text: "Cá đù"}}},
		testTable(60), paper.Blank{Lines: 2}, paper.PageBreak{},
		paper.Closing{Recipients: []string{"Như trên", "Lưu: VT"}, Signatures: []paper.Signature{
			{Lines: []string{"TM. Hội đồng", "Chủ tịch"}, Note: "(Ký tên)", Name: "Nguyễn Văn Mẫu"}}},
	}}
}

func testTable(rows int) paper.Table {
	t := paper.Table{Columns: []paper.Column{{Head: "TT", Width: 1, Align: paper.Centre}, {Head: "Tên sản phẩm", Width: 6}, {Head: "Điểm", Width: 2, Align: paper.Right}}}
	t.Rows = append(t.Rows, paper.Row{Span: true, Cells: []string{"Nhóm thử"}})
	for i := range rows {
		t.Rows = append(t.Rows, paper.Row{Cells: []string{fmt.Sprint(i + 1), "Nón lá mẫu số " + fmt.Sprint(i+1), "83,21"}})
	}
	return t
}

// printed keeps the paper as a file that qpdf has accepted.
func printed(t testing.TB, p *Papers, doc paper.Paper) string {
	t.Helper()
	var b bytes.Buffer
	if err := p.PDF(&b, doc); err != nil {
		t.Fatal(err)
	}
	path := keep(t, b.Bytes())
	if out := tool(t, "qpdf", "--check", path); !strings.Contains(out, "No syntax or stream encoding errors found") {
		t.Fatal(out)
	}
	return path
}

func TestPaperReadsBack(t *testing.T) {
	path := printed(t, papers(t), testPaper())
	text := textOf(t, path)
	for _, want := range []string{
		"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "ỦY BAN NHÂN DÂN TỈNH MẪU", "Số: 12/BB-HĐBC",
		"Mẫu, ngày 04 tháng 02 năm 2027", "BIÊN BẢN", "Về việc thử giấy in", "Kính gửi: Hội đồng bình chọn", "TM. HỘI ĐỒNG", "CHỦ TỊCH",
		"Nguyễn Văn Mẫu", "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "1. Mực bơ tỏi", "60 Nón lá mẫu số 60 83,21",
		"Sản phẩm nghiêng đủ dấu ế ỗ ự ẵ được in đều hai lề.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if !strings.Contains(text, "Tên cơ sở: "+long110) {
		t.Errorf("the long name is not whole in\n%s", text)
	}
	info := tool(t, "pdfinfo", path)
	if !regexp.MustCompile(`Page size: +595.28 x 841.89 pts \(A4\)`).MatchString(info) || !strings.Contains(info, "Title:           Giấy thử (1)") {
		t.Error(info)
	}
	var pages int
	fmt.Sscanf(regexp.MustCompile(`Pages: +\d+`).FindString(info), "Pages: %d", &pages)
	if pages != 4 {
		t.Fatalf("%d pages", pages)
	}
	for n := 1; n <= pages; n++ {
		page := tool(t, "pdftotext", "-layout", "-f", fmt.Sprint(n), "-l", fmt.Sprint(n), path, "-")
		if number := fmt.Sprintf("%d/%d", n, pages); strings.Contains(page, number) != (n > 1) {
			t.Errorf("page %d: number %q\n%s", n, number, page)
		}
		if !strings.Contains(page, "Mã hồ sơ MAU-0001") {
			t.Errorf("page %d has no reference", n)
		}
		if (n == 2 || n == 3) && !strings.Contains(page, "Tên sản phẩm") {
			t.Errorf("page %d does not repeat the table's header", n)
		}
	}
}

func TestPaperSameBytes(t *testing.T) {
	p := papers(t)
	sum := func(doc paper.Paper) string {
		h := sha256.New()
		if err := p.PDF(h, doc); err != nil {
			t.Error(err)
		}
		return fmt.Sprintf("%x", h.Sum(nil))
	}
	want := sum(testPaper())
	p = papers(t)
	if got := sum(testPaper()); got != want {
		t.Error("two renderers differ")
	}
	if got := sum(testPaper().Map(norm.NFD.String)); got != want {
		t.Error("decomposed texts print differently")
	}
	changed := testPaper()
	changed.Reference += "2"
	if sum(changed) == want {
		t.Error("the reference changes nothing")
	}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if sum(testPaper()) != want {
				t.Error("a goroutine prints differently")
			}
		})
	}
	wait.Wait()
}

func TestPaperShowsLostCharacters(t *testing.T) {
	p := papers(t)
	doc := paper.Paper{Lang: "vi", Blocks: []paper.Block{paper.Paragraph{Text: "Rượu 酒 ngon 🎉, Ψ và Ж"}}}
	if text := textOf(t, printed(t, p, doc)); !strings.Contains(text, "Rượu □ ngon □, Ψ và Ж") {
		t.Errorf("%q", text)
	}
	var f *fault.Fault
	if !errors.As(p.Check(doc), &f) || f.Code != GlyphMissing || f.Args["char"] != "U+9152" {
		t.Errorf("%v", p.Check(doc))
	}
	if err := p.Check(testPaper()); err != nil {
		t.Error(err)
	}
}

// A row taller than a page is cut between lines and loses none; a word wider than its column neither.
func TestPaperCutsTallRows(t *testing.T) {
	var words []string
	for i := range 3000 {
		words = append(words, fmt.Sprintf("w%d", i))
	}
	wide := strings.Repeat("Mẫu", 60)
	doc := paper.Paper{Blocks: []paper.Block{paper.Table{
		Columns: []paper.Column{{Head: "TT", Width: 1}, {Head: "Lý do", Width: 2}},
		Rows:    []paper.Row{{Cells: []string{wide, strings.Join(words, " ")}}, {Cells: []string{"2", "hết"}}}}}}
	text := tool(t, "pdftotext", "-raw", printed(t, papers(t), doc), "-")
	for _, w := range append(words, "hết") {
		if !regexp.MustCompile(`\b` + w + `\b`).MatchString(text + " ") {
			t.Fatalf("%s is lost", w)
		}
	}
	if got := strings.Count(text, "Mẫu"); got < 50 {
		t.Errorf("the wide word has %d of 60 parts", got)
	}
}

func TestPaperSignatureIsNeverAlone(t *testing.T) {
	p := papers(t)
	for lines := 30; lines < 50; lines++ {
		doc := paper.Paper{Blocks: []paper.Block{paper.Blank{Lines: lines}, paper.Paragraph{Text: "Lời cuối."},
			paper.Closing{Signatures: []paper.Signature{{Lines: []string{"Chủ trì"}, Name: "Người Ký"}}}}}
		path := printed(t, p, doc)
		for n := 1; n <= 2; n++ {
			info := tool(t, "pdfinfo", path)
			if n == 2 && !strings.Contains(info, "Pages:           2") {
				continue
			}
			page := tool(t, "pdftotext", "-f", fmt.Sprint(n), "-l", fmt.Sprint(n), path, "-")
			if strings.Contains(page, "Người Ký") != strings.Contains(page, "Lời cuối.") {
				t.Errorf("%d lines: the signature left its text\n%s", lines, page)
			}
		}
	}
}

// TestPaperKeepsTogether: a list that is signed stays with its heading and its signature, to whom a paper goes with who
// signs it, a paragraph that is one piece on one page, wherever the page ends.
func TestPaperKeepsTogether(t *testing.T) {
	p := papers(t)
	pledge := []paper.Block{paper.Heading{Text: "Cam kết"}, paper.List{Marker: paper.Dashes, Items: []paper.Item{{Text: "Điều một."}, {Text: "Điều hai."}, {Text: "Điều ba."}}},
		paper.Closing{Signatures: []paper.Signature{{Lines: []string{"Đại diện"}, Name: "Người Ký"}}}}
	mark := []paper.Block{paper.Paragraph{Lead: "Mốc:", Text: "tên\n120\nchuỗi", Whole: true}, paper.Paragraph{Text: "Hết."}}
	sent := []paper.Block{paper.Paragraph{Text: "Lời cuối."}, paper.Closing{Signatures: []paper.Signature{{Lines: []string{"Chủ trì"}, Name: "Người Ký"}}},
		paper.Closing{Recipients: []string{"Các thành viên", "Lưu"}}}
	listed := []paper.Block{paper.Table{Columns: []paper.Column{{Head: "Cột đầu", Width: 1}}, Rows: []paper.Row{{Cells: []string{"dòng\nhai\nba\nbốn\ncuối"}}}}}
	for _, tt := range []struct {
		blocks []paper.Block
		words  []string
	}{{listed, []string{"Cột đầu", "dòng", "cuối"}}, {pledge, []string{"Cam kết", "Điều một.", "Điều hai.", "Điều ba.", "Người Ký"}}, {sent, []string{"Lời cuối.", "Người Ký", "Nơi nhận:", "- Lưu."}}, {mark, []string{"Mốc: tên", "120", "chuỗi"}}} {
		for lines := 20; lines < 40; lines++ {
			path := printed(t, p, paper.Paper{Blocks: append([]paper.Block{paper.Blank{Lines: lines}}, tt.blocks...)})
			first := strings.Join(strings.Fields(tool(t, "pdftotext", "-layout", "-l", "1", path, "-")), " ")
			for _, w := range tt.words {
				if strings.Contains(first, w) != strings.Contains(first, tt.words[0]) {
					t.Errorf("%d lines: %q left %q", lines, w, tt.words[0])
				}
			}
		}
	}
}

func TestPaperLimits(t *testing.T) {
	p := papers(t)
	var b bytes.Buffer
	if err := p.PDF(&b, paper.Paper{}); err != nil || b.Len() == 0 {
		t.Errorf("an empty paper: %v", err)
	}
	breaks := make([]paper.Block, paper.MaxPages+1)
	for i := range breaks {
		breaks[i] = paper.PageBreak{}
	}
	if err := p.PDF(&b, paper.Paper{Blocks: breaks}); !fault.IsCode(err, paper.TooLong) {
		t.Errorf("%d pages: %v", len(breaks), err)
	}
	land := testPaper()
	land.Landscape = true
	if info := tool(t, "pdfinfo", printed(t, p, land)); !strings.Contains(info, "841.89 x 595.28 pts (A4)") {
		t.Error(info)
	}
}

func BenchmarkPaper(b *testing.B) {
	p, doc := papers(b), paper.Paper{Blocks: []paper.Block{testTable(1000)}}
	b.ReportAllocs()
	for b.Loop() {
		var out bytes.Buffer
		if err := p.PDF(&out, doc); err != nil {
			b.Fatal(err)
		}
	}
}
