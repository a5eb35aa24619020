package pdf

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vinhdanh/certificates"
)

func TestDateWords(t *testing.T) {
	for d, want := range map[certificates.Date]string{
		"2026-02-04": "ngày 04 tháng 02 năm 2026", "2026-01-31": "ngày 31 tháng 01 năm 2026",
		"2026-03-09": "ngày 09 tháng 3 năm 2026", "2026-11-15": "ngày 15 tháng 11 năm 2026", "2029-12-10": "ngày 10 tháng 12 năm 2029",
	} {
		if got := dateWords(d); got != want {
			t.Errorf("dateWords(%s) = %s, want %s", d, got, want)
		}
	}
}

func TestEditionWords(t *testing.T) {
	tests := []struct {
		name, edition, group     string
		wantEdition, wantedGroup string
	}{
		{"no name", "", "Thực phẩm", "Bình chọn lần thứ VIII – năm 2026", "nhóm thực phẩm"},
		{"bare name", "Bình chọn mẫu", "Nhóm sản phẩm khác", "Bình chọn mẫu lần thứ VIII – năm 2026", "nhóm sản phẩm khác"},
		{"name says all", "Bình chọn Lần thứ VIII năm 2026", "", "Bình chọn Lần thứ VIII năm 2026", ""},
		{"name says the year", "Bình chọn 2026", "", "Bình chọn 2026 lần thứ VIII", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e, g := editionWords(certificates.Statement{EditionName: tt.edition, EditionNumber: 8, EditionYear: 2026,
				ProductGroup: certificates.Text{VI: tt.group}})
			if e != tt.wantEdition || g != tt.wantedGroup {
				t.Errorf("editionWords = %q, %q; want %q, %q", e, g, tt.wantEdition, tt.wantedGroup)
			}
		})
	}
}

func TestWordsInEnglish(t *testing.T) {
	s := certificates.Statement{EditionNumber: 4, EditionYear: 2026, EditionName: "Bình chọn mẫu", DecisionNumber: "12/QĐ-UBND", DecisionDate: "2026-03-09",
		ValidUntil: "2029-12-31", ProductGroup: certificates.Text{VI: "Nhóm thực phẩm"}, LevelTitle: certificates.Text{VI: "Sản phẩm tiêu biểu"}}
	if e, g := editionWordsEN(s); e != "Bình chọn mẫu IV – 2026" || g != "product group: Nhóm thực phẩm" {
		t.Errorf("without English names: %q, %q", e, g)
	}
	s.EditionNameEN, s.ProductGroup.EN, s.LevelTitle.EN = "Fourth selection", "Food", "Typical product"
	if e, g := editionWordsEN(s); e != "Fourth selection – 2026" || g != "product group: Food" {
		t.Errorf("with English names: %q, %q", e, g)
	}
	if got, want := decisionWordsEN(s), "(Decision No. 12/QĐ-UBND of 9 March 2026. Valid until 31 December 2029)"; got != want {
		t.Errorf("decisionWordsEN = %q, want %q", got, want)
	}
	if got := english().level(s); got != "TYPICAL PRODUCT" {
		t.Errorf("level = %q", got)
	}
}

func TestWrappedLinesGiveTheTextBack(t *testing.T) {
	f := lookOf(t, renderer(t), Design).roles[inDisplay]
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringOfN(rapid.RuneFrom([]rune("aWấễộỨi-.")), 0, 12, -1), 1, 40).Draw(t, "words")
		text, size := strings.Join(words, " "), rapid.Float64Range(8, 30).Draw(t, "size")
		lines := f.wrap(text, size, 400)
		if got := strings.Join(lines, " "); got != text {
			t.Fatalf("%q wraps to %q", text, lines)
		}
		for _, line := range lines {
			if w := f.width(line, size); w > 400 {
				t.Fatalf("%q is %f wide", line, w)
			}
		}
	})
}
