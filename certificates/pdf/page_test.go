package pdf

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
)

// samples are certificates of every shape, by name.
func samples(t testing.TB) map[string]certificates.Statement {
	members := []string{"Mực bơ tỏi giòn tan", "Cá đù cháy tỏi ớt xanh", "Cá lạc chiên mắm ruốc", "Cá mai sốt chanh dây mật"}
	with := func(change func(*certificates.Statement)) certificates.Statement {
		s := sample(t)
		change(&s)
		return s
	}
	return map[string]certificates.Statement{
		"plain": sample(t),
		"short": with(func(s *certificates.Statement) {
			s.Product, s.Prize = "Rượu mẫu", "Giải Nhất"
			s.Signer = certificates.Signer{Title: "CHỦ TỊCH", Name: "Trần Thị Mẫu"}
		}),
		"set of four, 110": with(func(s *certificates.Statement) { s.Product, s.SetMembers = long110, members }),
		"200":              with(func(s *certificates.Statement) { s.Product = cut(long110+" "+long110, 200) }),
		"300 twice, set, prize": with(func(s *certificates.Statement) {
			s.Product, s.SetMembers, s.Prize = cut(strings.Repeat(long110+" ", 3), 300), members, "Giải Nhất nhóm sản phẩm mẫu"
			s.ProducerName = cut(strings.Repeat("Hợp tác xã dịch vụ nông nghiệp mẫu ", 10), 300)
			s.EditionName = "Bình chọn sản phẩm công nghiệp nông thôn tiêu biểu tỉnh Hưng Yên lần thứ VIII năm 2026"
			s.Signer.Block = "TM. HỘI ĐỒNG BÌNH CHỌN SẢN PHẨM CÔNG NGHIỆP NÔNG THÔN TIÊU BIỂU TỈNH / KT. CHỦ TỊCH"
		}),
		"capitals with marks": with(func(s *certificates.Statement) { s.Product = cut(strings.Repeat("ỨỄỘ ẬẪỆ ", 40), 300) }),
		"brackets":            with(func(s *certificates.Statement) { s.Product = `Tương (mẫu) \ "loại 1" <b> 100% & #2` }),
		"other letters":       with(func(s *certificates.Statement) { s.Product = "Bánh “Œuvre” Łódź ½ – №" }),
	}
}

func cut(text string, n int) string { return strings.TrimSpace(string([]rune(text)[:n])) }

func TestPageSaysEverythingLetterForLetter(t *testing.T) {
	r := renderer(t)
	for name, s := range samples(t) {
		t.Run(name, func(t *testing.T) {
			path := render(t, r, s)
			text := textOf(t, path)
			if !norm.NFC.IsNormalString(text) {
				t.Error("the text is not in NFC")
			}
			want := append([]string{s.Number, s.Product, s.ProducerName, s.ProducerAddress, s.DecisionNumber, s.Code.String(),
				"binhchon.example.vn", wordsNation, wordsMotto, inVietnamese().title, inVietnamese().onlyHere, strings.ToUpper(s.LevelTitle.VI),
				strings.ToUpper(s.Authority), "ngày 15 tháng 11 năm 2026", "đến hết ngày 31 tháng 12 năm 2029", s.Signer.Name, s.Prize,
			}, s.SetMembers...)
			for _, w := range want {
				if !strings.Contains(text, w) {
					t.Errorf("the page does not say %q:\n%s", w, text)
				}
			}
			if title := strings.ToUpper(s.Signer.Title); strings.Count(text, title) != 1 {
				t.Errorf("the page says %q %d times, want once", title, strings.Count(text, title))
			}
			checkFrame(t, path)
		})
	}
}

var wordBox = regexp.MustCompile(`<line xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)"`)

// box is a line of text: left, top, right, bottom in points from the upper left corner.
type box [4]float64

// lineBoxes are the lines of a page as pdftotext finds them.
func lineBoxes(t *testing.T, path string) []box {
	t.Helper()
	var boxes []box
	for _, m := range wordBox.FindAllStringSubmatch(tool(t, "pdftotext", "-bbox-layout", path, "-"), -1) {
		var b box
		for i := range b {
			b[i], _ = strconv.ParseFloat(m[i+1], 64)
		}
		boxes = append(boxes, b)
	}
	return boxes
}

// checkFrame makes sure that no line leaves the frame or lies upon another line or on the QR symbol.
func checkFrame(t *testing.T, path string) {
	t.Helper()
	boxes := []box{{provincial().symbolLeft, pageHeight - provincial().footBottom - 25*mm, provincial().symbolLeft + 25*mm, pageHeight - provincial().footBottom}}
	for _, b := range lineBoxes(t, path) {
		if b[0] < innerEdge || b[1] < innerEdge || b[2] > pageWidth-innerEdge || b[3] > pageHeight-innerEdge {
			t.Errorf("a line leaves the frame: %v", b)
		}
		boxes = append(boxes, b)
	}
	if len(boxes) < 14 {
		t.Fatalf("only %d lines found", len(boxes))
	}
	// Boxes reach from ascender to descender of the font: a quarter of them may meet without ink touching.
	for i, a := range boxes {
		for _, b := range boxes[:i] {
			across := min(a[2], b[2]) - max(a[0], b[0])
			down := min(a[3], b[3]) - max(a[1], b[1])
			if across > 1 && down > 0.3*min(a[3]-a[1], b[3]-b[1]) {
				t.Errorf("lines lie upon each other: %v and %v", a, b)
			}
		}
	}
}

func TestFileIsSound(t *testing.T) {
	r := renderer(t)
	for name, s := range samples(t) {
		t.Run(name, func(t *testing.T) {
			path := render(t, r, s)
			tool(t, "qpdf", "--check", path)
		})
	}
}

func TestDocumentInformation(t *testing.T) {
	path := render(t, renderer(t), sample(t))
	if out := tool(t, "qpdf", "--check", path); strings.Contains(strings.ToUpper(out), "WARNING") {
		t.Errorf("qpdf warns: %s", out)
	}
	info := tool(t, "pdfinfo", "-rawdates", "-custom", path) + tool(t, "pdfinfo", "-rawdates", path)
	for _, want := range []string{
		"Title:           Giấy chứng nhận 01/2026/GCN – Tương nếp mẫu “Làng Giếng”", "Author:          Ủy ban nhân dân tỉnh Hưng Yên",
		"Keywords:        7K3M-9QXT-2HDK", "VinhDanhCode:    7K3M-9QXT-2HDK", "D:20261115000000+07'00'",
		"Pages:           1\n", "Page size:       841.89 x 595.28 pts (A4)",
	} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo lacks %q:\n%s", want, info)
		}
	}
	lines := strings.Split(strings.TrimSpace(tool(t, "pdffonts", path)), "\n")[2:]
	if len(lines) != 5 {
		t.Errorf("%d fonts, want 5", len(lines))
	}
	for _, line := range lines {
		if f := strings.Fields(line); len(f) < 7 || strings.Join(f[len(f)-5:len(f)-2], " ") != "yes yes yes" {
			t.Errorf("font not embedded as a subset with Unicode: %s", line)
		}
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(raw[:1024]), "7K3M-9QXT-2HDK"); n < 3 {
		t.Errorf("the code stands %d times in the first kilobyte, want 3", n)
	}
}

func TestHostileNames(t *testing.T) {
	r := renderer(t)
	tests := []struct{ name, product, code string }{
		{"emoji", "Tương 🍲", certificates.NameSymbol},
		{"next plane", "Tương \U00010000", certificates.NameSymbol},
		{"zero width", "Tương\u200bnếp", certificates.NameInvisible},
		{"right to left", "Tương\u202enếp", certificates.NameInvisible},
		{"not UTF-8", "Tương\xff", certificates.NameNotUTF8},
		{"301 characters", strings.Repeat("ấ", 301), certificates.NameTooLong},
		{"no glyph", "豆腐", GlyphMissing},
		{"empty", "", "required"},
		{"one word of 300", strings.Repeat("ấ", 300), ""},
		{"wide word of 300", strings.Repeat("W", 300), ""},
		{"spaces", "a  b   c", ""},
		{"operators", ") Tj ET Q (\\) <00> %", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := sample(t)
			s.Product = tt.product
			out, err := r.Render(s, Options{BaseURL: testBase})
			if checked := r.Check(s, Options{BaseURL: testBase}); (checked == nil) != (err == nil) {
				t.Errorf("Check = %v, Render = %v", checked, err)
			}
			if tt.code != "" {
				if !saysField(err, "product", tt.code) || out != nil {
					t.Errorf("Render = %d bytes, %v; want %s", len(out), err, tt.code)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			path := keep(t, out)
			tool(t, "qpdf", "--check", path)
			checkFrame(t, path)
			bare := strings.NewReplacer(" ", "", "\n", "").Replace
			if text := bare(textOf(t, path)); !strings.Contains(text, bare(s.Product)) {
				t.Errorf("the page does not say %q:\n%s", s.Product, text)
			}
		})
	}
}

func saysField(err error, field, code string) bool {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok {
		return false
	}
	for _, x := range f.Fields {
		if x.Field == field && x.Code == code {
			return true
		}
	}
	return false
}

func TestTooMuchTextIsRefusedNotCrammed(t *testing.T) {
	s := sample(t)
	s.Product = cut(strings.Repeat(long110+" ", 3), 300)
	for range 12 {
		s.SetMembers = append(s.SetMembers, s.Product)
	}
	if _, err := renderer(t).Render(s, Options{BaseURL: testBase}); !fault.IsCode(err, TextTooLong) {
		t.Errorf("Render = %v, want %s", err, TextTooLong)
	}
}

func TestBaseURL(t *testing.T) {
	r, s := renderer(t), sample(t)
	for base, code := range map[string]string{
		"http://localhost:8080": "", "https://binhchon.example.vn/": "", "https://example.vn/award": "",
		"": BadBaseURL, "binhchon.example.vn": BadBaseURL, "ftp://example.vn": BadBaseURL, "https://": BadBaseURL,
		"https://user@example.vn": BadBaseURL, "https://example.vn?x=1": BadBaseURL, "https://bình-chọn.vn": BadBaseURL,
		"https://" + strings.Repeat("a", 200) + ".vn": AddressTooLong,
	} {
		t.Run(base, func(t *testing.T) {
			if err := r.Check(s, Options{BaseURL: base}); code == "" && err != nil || code != "" && !fault.IsCode(err, code) {
				t.Errorf("Check = %v, want %q", err, code)
			}
		})
	}
}

func TestNewRefusesBadFonts(t *testing.T) {
	const dir = "../../templates/dist/fonts"
	for _, tt := range []struct{ name, want string }{{"missing", "no such file"}, {"damaged", "sfnt"}, {"truncated", fontCode}} {
		t.Run(tt.name, func(t *testing.T) {
			renderer(t)
			fonts := t.TempDir()
			for _, name := range FontFiles() {
				data, err := os.ReadFile(filepath.Join(dir, name))
				if err != nil {
					t.Fatal(err)
				}
				if name == fontCode {
					switch tt.name {
					case "missing":
						continue
					case "damaged":
						data[0] ^= 0xFF
					case "truncated":
						data = data[:len(data)/2]
					}
				}
				if err := os.WriteFile(filepath.Join(fonts, name), data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := New(os.DirFS(fonts)); err == nil || !strings.Contains(fmt.Sprint(err), tt.want) {
				t.Errorf("New = %v, want an error with %q", err, tt.want)
			}
		})
	}
}
