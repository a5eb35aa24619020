package main

import (
	"io/fs"
	"strings"
	"testing"

	"vinhdanh/certificates"
	"vinhdanh/certificates/pades"
	"vinhdanh/certificates/pdf"
	"vinhdanh/internal/fault"
	"vinhdanh/templates"
)

// The page of a file that comes back is drawn beside the issued one: another name is seen, a signature's own picture is not
// minded, and what a machine without the program does is set.
func TestSignedPageIsCompared(t *testing.T) {
	a := &app{conf: config{AuthorityRoots: "x.pem", ComparePages: compareAlways}}
	look, err := newInspector(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	issued, renamed := specimenOf(t, "Tương nếp mẫu"), specimenOf(t, "Tương nếp mậu")
	whole := []pades.Box{{Left: 0, Bottom: 0, Right: 842, Top: 596}}
	column := []pades.Box{{Left: 430, Bottom: 24, Right: 790, Top: 226}}
	for _, tt := range []struct {
		name     string
		file     []byte
		pictures []pades.Box
		want     string
	}{
		{"the same page", issued, nil, ""},
		{"another name", renamed, nil, "countersign_looks"},
		{"another name, and a signature elsewhere", renamed, column, "countersign_looks"},
		{"another name under the signature", renamed, whole, ""},
		{"nothing that can be drawn", []byte("%PDF-1.7\n"), nil, "file_too_complex"},
	} {
		err := a.samePage(t.Context(), look, issued, tt.file, tt.pictures)
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
	if err := a.samePage(t.Context(), look, []byte("%PDF-1.7\n"), issued, nil); err == nil || fault.KindOf(err) != "" {
		t.Errorf("an issued file that cannot be drawn is blamed on the sender: %v", err)
	}
	a.conf.ComparePages = compareNever
	if err := a.samePage(t.Context(), look, issued, renamed, nil); err != nil || a.pagesHealth().Code != "pages_never" {
		t.Errorf("switched off: %v, %+v", err, a.pagesHealth())
	}
	if h := a.outsideHealth(); len(h) != 2 {
		t.Errorf("the doctor tells of %+v", h)
	}
	t.Setenv("PATH", t.TempDir())
	for setting, want := range map[string]string{compareAuto: "", compareAlways: "countersign_undrawn"} {
		a.conf.ComparePages = setting
		err := a.samePage(t.Context(), look, issued, renamed, nil)
		if want == "" && err != nil || want != "" && !fault.IsCode(err, want) {
			t.Errorf("without the program, %s: %v, want %q", setting, err, want)
		}
		if h := a.pagesHealth(); h.OK || h.Warn != (setting == compareAuto) {
			t.Errorf("without the program, %s: the doctor says %+v", setting, h)
		}
	}
}

// specimenOf is a drawn certificate of a product.
func specimenOf(t *testing.T, product string) []byte {
	t.Helper()
	fonts, err := fs.Sub(templates.Assets(), "fonts")
	if err != nil {
		t.Fatal(err)
	}
	r, err := pdf.New(fonts)
	if err != nil {
		t.Fatal(err)
	}
	code, err := certificates.ParseCode("7K3M-9QXT-2HDK")
	if err != nil {
		t.Fatal(err)
	}
	out, err := r.Render(certificates.Statement{Code: code, Number: "01/2026/GCN", Product: product, ProducerName: "Cơ sở mẫu",
		ProducerAddress: "xã Tân Hưng", LevelTitle: certificates.Text{VI: "Sản phẩm mẫu cấp tỉnh"}, EditionName: "Bình chọn",
		DecisionNumber: "12/QĐ-UBND", DecisionDate: "2026-11-10", Authority: "Ủy ban nhân dân tỉnh Hưng Yên", Place: "Hưng Yên",
		IssuedOn: "2026-11-15", ValidUntil: "2029-12-31", Design: pdf.Design}, pdf.Options{BaseURL: "https://binhchon.example.vn"})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
