package pades_test

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"vinhdanh/certificates/pades"
	"vinhdanh/internal/fault"
)

// room is the lower right quarter of the page, where the authority signs.
var room = pades.Box{Left: 400, Bottom: 40, Right: 800, Top: 260}

// office is a house whose NSS database can sign too.
func office(t *testing.T) house {
	t.Helper()
	h := newHouse(t)
	h.run(t, "pk12util", "-i", "rsa.p12", "-d", "sql:"+h.dir, "-W", "mật khẩu", "-n", "rsa")
	return h
}

// poppler signs a file as an outside tool does.
func (h house) poppler(t *testing.T, file []byte) []byte {
	t.Helper()
	h.write(t, "to-sign.pdf", file)
	h.run(t, "pdfsig", "-nssdir", "sql:"+h.dir, "-nick", "Hội đồng bình chọn rsa", "-reason", "Ký duyệt", "-add-signature",
		"to-sign.pdf", "authority.pdf")
	return h.read(t, "authority.pdf")
}

// pixels is the page as poppler shows it.
func (h house) pixels(t *testing.T, file []byte) []byte {
	t.Helper()
	h.write(t, "shown.pdf", file)
	h.run(t, "pdftoppm", "-r", "72", "-gray", "-singlefile", "shown.pdf", "shown")
	return h.read(t, "shown.pgm")
}

// signNow signs a file with our own writer, by this machine's clock.
func (h house) signNow(t *testing.T, file []byte) []byte {
	t.Helper()
	out, err := pades.Signer{Key: h.key(t, "rsa"), Stamper: h.stamper(t)}.Sign(t.Context(), file, pades.Claim{At: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAuthoritysSignatureIsAccepted(t *testing.T) {
	h := office(t)
	plain := certificate(t)
	ours := h.sign(t, "p256", nil)
	again := h.signNow(t, plain)
	for name, tt := range map[string]struct{ issued, file []byte }{
		"poppler on an unsigned one": {plain, h.poppler(t, plain)},
		"poppler on ours":            {ours, h.poppler(t, ours)},
		"another of our own":         {plain, again},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := pades.Countersigned(tt.issued, tt.file, room, pades.Authority{Roots: h.roots(t)})
			if err != nil {
				f, _ := errors.AsType[*fault.Fault](err)
				t.Fatalf("%v %v", err, f.Args)
			}
			if !strings.HasPrefix(c.Signer.Subject.CommonName, "Hội đồng bình chọn rsa") || c.Claimed.IsZero() {
				t.Errorf("signed by %s at %s", c.Signer.Subject.CommonName, c.Claimed)
			}
			if !bytes.Equal(h.pixels(t, tt.issued), h.pixels(t, tt.file)) {
				t.Error("the signed page looks otherwise")
			}
		})
	}
}

// update appends objects to a file as an attacker may: numbers with their bodies.
func appended(t *testing.T, file []byte, objects map[int]string) []byte {
	t.Helper()
	start := regexp.MustCompile(`startxref\s+(\d+)`).FindAllSubmatch(file, -1)
	trailer := regexp.MustCompile(`/Size (\d+) /Root (\d+) 0 R /Info (\d+) 0 R /ID \[[^]]*\]`).FindAll(file, -1)
	b := bytes.Clone(file)
	table := "xref\n"
	for n, body := range objects {
		table += fmt.Sprintf("%d 1\n%010d 00000 n \n", n, len(b))
		b = fmt.Appendf(b, "%d 0 obj\n%s\nendobj\n", n, body)
	}
	at := len(b)
	last := bytes.Replace(trailer[len(trailer)-1], []byte("/Size "), []byte("/Size 9"), 1)
	return fmt.Appendf(b, "%strailer\n<< %s /Prev %s >>\nstartxref\n%d\n%%%%EOF\n", table, last, start[len(start)-1][1], at)
}

// objectText is the first object whose dictionary begins so.
func objectText(t *testing.T, file []byte, begin string) (number int, body string) {
	t.Helper()
	at := bytes.Index(file, []byte(" 0 obj\n<< "+begin))
	if at < 0 {
		t.Fatalf("no object begins %s", begin)
	}
	line := file[bytes.LastIndexByte(file[:at], '\n')+1 : at]
	text, _, _ := bytes.Cut(file[at+len(" 0 obj\n"):], []byte("\nendobj"))
	if _, err := fmt.Sscan(string(line), &number); err != nil {
		t.Fatal(err)
	}
	return number, string(text)
}

func TestHostileUploadsAreRefused(t *testing.T) {
	h := office(t)
	plain := certificate(t)
	signed, again := h.poppler(t, plain), h.signNow(t, plain)
	other := bytes.ReplaceAll(plain, []byte("7K3M-9QXT-2HDK"), []byte("0000-0000-0000"))
	page, pageText := objectText(t, plain, "/Type /Page ")
	catalog, catalogText := objectText(t, plain, "/Type /Catalog ")
	signedCatalog, signedText := objectText(t, again[len(plain):], "/Type /Catalog ")
	looks, _ := objectText(t, again[len(plain):], "/Type /XObject ")
	hidden := "<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Length 56 >>\nstream\n4 0 obj\n<< /Length 4 >>\nstream\n1 g \nendstream\nendobj\n   \nendstream"
	const stream = "<< /Length 4 >>\nstream\n1 g \nendstream"
	with := func(text, entry string) string { return strings.TrimSuffix(text, " >>") + " " + entry + " >>" }
	white := "<< /Type /Annot /Subtype /Stamp /Rect [200 250 600 350] /F 4 /AP << /N 901 0 R >> >>"
	look := "<< /Type /XObject /Subtype /Form /BBox [0 0 400 100] /Length 22 >>\nstream\n1 g 0 0 400 100 re f  \nendstream"
	resaved := func(file []byte, args ...string) []byte {
		h.write(t, "in.pdf", file)
		h.run(t, "qpdf", append(args, "in.pdf", "out.pdf")...)
		return h.read(t, "out.pdf")
	}
	flipped := bytes.Clone(signed)
	flipped[len(plain)+40] ^= 1
	late := bytes.Clone(signed)
	late[len(plain)/2] ^= 1
	evil := func(entry string) []byte {
		return h.poppler(t, appended(t, plain, map[int]string{catalog: with(catalogText, entry)}))
	}
	for _, tt := range []struct {
		name string
		file []byte
		want string
	}{
		{"content replaced, then signed", h.poppler(t, appended(t, plain, map[int]string{4: stream})), pades.AddsMore},
		{"signed, then content replaced", appended(t, signed, map[int]string{4: stream}), pades.AddsMore},
		{"a white stamp over the name, then signed", h.poppler(t, appended(t, plain, map[int]string{page: with(pageText, "/Annots [900 0 R]"),
			900: white, 901: look})), pades.AddsMore},
		{"another certificate, signed", h.poppler(t, other), pades.NotThisFile},
		{"saved anew by qpdf, then signed", h.poppler(t, resaved(plain)), pades.NotThisFile},
		{"signed, then saved anew", resaved(signed), pades.NotThisFile},
		{"nothing signed", plain, pades.NotSigned},
		{"something appended, nothing signed", append(bytes.Clone(plain), "% hello\n"...), pades.UnreadableFile},
		{"the page shown in another size", h.poppler(t, appended(t, plain, map[int]string{page: with(pageText, "/UserUnit 2")})), pades.AddsMore},
		{"a script when it is opened", evil("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), pades.AddsMore},
		{"an attachment", evil("/Names << /EmbeddedFiles << /Names [] >> >>"), pades.AddsMore},
		{"a picture over the text", bytes.Replace(again, []byte("/Rect [0 0 0 0]"), []byte("/Rect [0 0 9 9]"), 1), pades.CoversText},
		{"a spare object", appended(t, signed, map[int]string{950: "<< /X 1 >>"}), pades.AddsMore},
		{"an object within a stream, for readers that mend files, then signed", h.signNow(t, appended(t, plain, map[int]string{950: hidden})), pades.AddsMore},
		{"the signature's picture changed later, as evidence", appended(t, again, map[int]string{looks: strings.Replace(look, "400", "300", 1),
			signedCatalog: with(signedText, fmt.Sprintf("/DSS << /Certs [%d 0 R] >>", looks))}), pades.NotWhole},
		{"a flipped byte of the page", late, pades.NotThisFile},
		{"a flipped byte of what was added", flipped, ""},
		{"cut", signed[:len(signed)-40], ""},
		{"a later revision that only repeats the catalogue's evidence", appended(t, signed, map[int]string{950: "<< /Type /DSS >>"}), pades.AddsMore},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := pades.Countersigned(plain, tt.file, room, pades.Authority{Roots: h.roots(t)})
			if err == nil || tt.want != "" && !fault.IsCode(err, tt.want) {
				t.Errorf("Countersigned = %v, want %s", err, tt.want)
			}
		})
	}
	if _, err := pades.Countersigned(plain, signed, room, pades.Authority{Roots: newHouse(t).roots(t)}); !fault.IsCode(err, pades.NotTrusted) {
		t.Errorf("another authority's roots: %v", err)
	}
	if _, err := pades.Countersigned(plain, signed, room, pades.Authority{Roots: x509.NewCertPool()}); !fault.IsCode(err, pades.NotTrusted) {
		t.Errorf("no roots: %v", err)
	}
}
