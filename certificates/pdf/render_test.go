package pdf

import (
	"os"
	"testing"

	"vinhdanh/certificates"
)

const testBase = "https://binhchon.example.vn"

// renderer is built from the fonts that the build fetched.
func renderer(t testing.TB) *Renderer {
	t.Helper()
	const dir = "../../templates/dist/fonts"
	if _, err := os.Stat(dir + "/" + fontDisplay); err != nil {
		t.Fatalf("fonts are missing, run make build: %v", err)
	}
	r, err := New(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func code(t testing.TB, s string) certificates.Code {
	t.Helper()
	c, err := certificates.ParseCode(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// sample is a certificate of invented names.
func sample(t testing.TB) certificates.Statement {
	return certificates.Statement{
		Code: code(t, testCode), Number: "01/2026/GCN", Product: "Tương nếp mẫu “Làng Giếng”",
		ProducerName: "Cơ sở sản xuất tương mẫu", ProducerAddress: "xã Tân Hưng, tỉnh Hưng Yên",
		ProductGroupCode: "N2",
		ProductGroup:     certificates.Text{VI: "Nhóm sản phẩm chế biến nông, lâm, thủy sản và thực phẩm", EN: "Processed food"},
		LevelCode:        "province",
		LevelTitle:       certificates.Text{VI: "Sản phẩm công nghiệp nông thôn tiêu biểu cấp tỉnh", EN: "Typical rural-industry product, provincial level"},
		EditionName:      "Bình chọn", EditionNumber: 1, EditionYear: 2026, Province: "Hưng Yên",
		DecisionNumber: "1234/QĐ-UBND", DecisionDate: "2026-11-10", Authority: "Ủy ban nhân dân tỉnh Hưng Yên",
		Signer: certificates.Signer{Name: "Nguyễn Văn Mẫu", Title: "Phó Chủ tịch", Block: "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH"},
		Place:  "Hưng Yên", IssuedOn: "2026-11-15", ValidUntil: "2029-12-31", Design: Design,
	}
}

const (
	testCode = "7K3M-9QXT-2HDK"
	long110  = "Bộ sản phẩm mẫu Mực bơ tỏi giòn tan - Cá đù cháy tỏi ớt xanh - Cá lạc chiên mắm ruốc - Cá mai sốt chanh dây mật"
)

// lookOf is a design of a renderer, made ready.
func lookOf(t testing.TB, r *Renderer, name string) *look {
	t.Helper()
	l, err := r.looks[name]()
	if err != nil {
		t.Fatal(err)
	}
	return l
}
