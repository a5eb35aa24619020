package pades_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"vinhdanh/certificates/pades"
	"vinhdanh/internal/fault"
)

// seen signs a file by openssl with a picture on the page, a blue box, as the tools of offices do.
func (h house) seen(t *testing.T, file []byte, at pades.Box) []byte {
	t.Helper()
	pageAt, page := objectText(t, file, "/Type /Page /Parent")
	rootAt, root := objectText(t, file, "/Type /Catalog")
	with := func(body, more string) string { return strings.TrimSuffix(body, ">>") + more + " >>" }
	ink := fmt.Sprintf("0.1 0.2 0.6 rg 0 0 %g %g re f", at.Right-at.Left, at.Top-at.Bottom)
	const widths = "%010d %010d %010d"
	out := appended(t, file, map[int]string{
		pageAt: with(page, "/Annots [950 0 R]"),
		rootAt: with(root, "/AcroForm << /Fields [950 0 R] /SigFlags 3 >>"),
		950: fmt.Sprintf("<< /Type /Annot /Subtype /Widget /FT /Sig /T (Authority) /F 132 /Rect [%g %g %g %g] /P %d 0 R /V 952 0 R /AP << /N 951 0 R >> >>",
			at.Left, at.Bottom, at.Right, at.Top, pageAt),
		951: fmt.Sprintf("<< /Type /XObject /Subtype /Form /BBox [0 0 %g %g] /Resources << >> /Length %d >>\nstream\n%s\nendstream",
			at.Right-at.Left, at.Top-at.Bottom, len(ink), ink),
		952: "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [0 " + fmt.Sprintf(widths, 1, 1, 1) +
			"] /Contents <" + strings.Repeat("0", 12000) + "> >>",
	})
	from := bytes.Index(out, []byte("/Contents <0")) + len("/Contents ")
	to := from + 12002
	out = bytes.Replace(out, fmt.Appendf(nil, widths, 1, 1, 1), fmt.Appendf(nil, widths, from, to, len(out)-to), 1)
	return h.resealed(t, out, nil, "-signer", "rsa.pem", "-inkey", "rsa.key", "-md", "sha256", "-cades")
}

// A signature with a picture is taken, and where it is seen is told: nowhere else does the page look otherwise.
func TestSignatureWithAPicture(t *testing.T) {
	h := newHouse(t)
	plain := certificate(t)
	at := pades.Box{Left: 520, Bottom: 60, Right: 700, Top: 160}
	signed := h.seen(t, plain, at)
	c, err := pades.Countersigned(plain, signed, room, pades.Authority{Roots: h.roots(t)})
	if err != nil || len(c.Pictures) != 1 || c.Pictures[0] != at {
		t.Fatalf("%+v, %v", c.Pictures, err)
	}
	before, after := h.pixels(t, plain), h.pixels(t, signed) // 72 dpi: a point is a pixel
	var width, height int
	if _, err := fmt.Sscanf(string(before[:20]), "P5\n%d %d\n255\n", &width, &height); err != nil || len(before) != len(after) {
		t.Fatal(err)
	}
	before, after = before[len(before)-width*height:], after[len(after)-width*height:]
	changed := 0
	for i := range before {
		if before[i] == after[i] {
			continue
		}
		changed++
		if x, y := float64(i%width), float64(height-i/width); x < at.Left-1 || x > at.Right || y < at.Bottom || y > at.Top+1 {
			t.Fatalf("the page changed at %g, %g", x, y)
		}
	}
	if changed < 1000 {
		t.Errorf("%d pixels changed: nothing is seen", changed)
	}
}

// TestFieldsOfOneFile: each field is read for itself, so a file that brings very many would keep the server busy.
func TestFieldsOfOneFile(t *testing.T) {
	h, plain := office(t), certificate(t)
	page, pageText := objectText(t, plain, "/Type /Page ")
	catalog, catalogText := objectText(t, plain, "/Type /Catalog ")
	for waiting, want := range map[int]string{31: "", 32: pades.AddsMore} {
		var list strings.Builder
		objects := map[int]string{}
		for i := range waiting {
			objects[900+i] = fmt.Sprintf("<< /Type /Annot /Subtype /Widget /FT /Sig /T (waiting%d) /Rect [0 0 0 0] /F 132 /P %d 0 R >>", i, page)
			fmt.Fprintf(&list, "%d 0 R ", 900+i)
		}
		objects[page] = strings.TrimSuffix(pageText, " >>") + " /Annots [" + list.String() + "] >>"
		objects[catalog] = strings.TrimSuffix(catalogText, " >>") + " /AcroForm << /Fields [" + list.String() + "] /SigFlags 1 >> >>"
		_, err := pades.Countersigned(plain, h.poppler(t, appended(t, plain, objects)), room, pades.Authority{Roots: h.roots(t)})
		if want == "" && err != nil || want != "" && !fault.IsCode(err, want) {
			t.Errorf("one signature beside %d fields that wait: %v, want %q", waiting, err, want)
		}
	}
}
