package web_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"vinhdanh/internal/paper"
)

// plainPapers writes the words of a paper as Go shows them; how papers are set has tests of its own.
type plainPapers struct{}

// PDF is web.Papers's.
func (plainPapers) PDF(w io.Writer, p paper.Paper) error {
	_, err := fmt.Fprintf(w, "%%PDF-1.4\n%+v", p)
	return err
}

// DOCX is web.Papers's.
func (plainPapers) DOCX(w io.Writer, p paper.Paper) error {
	_, err := fmt.Fprintf(w, "PK\x03\x04%+v", p)
	return err
}

// Symbol is web.Papers's: as many modules in a row as the address has letters.
func (plainPapers) Symbol(address string) (paper.Symbol, error) {
	return paper.Symbol{make([]bool, len(address))}, nil
}

// TestProducerPrintsPapers: both papers in both formats say what was typed; the receipt waits for the dossier.
func TestProducerPrintsPapers(t *testing.T) {
	d := draft(t)
	d.answer()
	for _, path := range []string{"registration.pdf", "registration.docx", "description.pdf", "description.docx"} {
		res := d.browse(d.at("/papers/"+path), d.cookie)
		if h := res.Header.Get("Content-Disposition"); res.StatusCode != 200 || !strings.HasPrefix(h, "attachment") ||
			!strings.Contains(h, path[strings.Index(path, "."):]) || !strings.Contains(string(res.body), "Tương nếp") {
			t.Errorf("%s: %d %s", path, res.StatusCode, h)
		}
	}
	if page := mainOf(d.browse(d.at("/check"), d.cookie)); !strings.Contains(page, "/papers/registration.docx") || !strings.Contains(page, "2 bộ") {
		t.Error("the check does not offer the papers in two sets")
	}
	for kind, form := range map[string]string{"description": "/papers/description.pdf", "photo": ""} {
		if page := mainOf(d.browse(d.at("/documents/"+kind), d.cookie)); strings.Contains(page, "/papers/") != (form != "") || !strings.Contains(page, form) {
			t.Errorf("the page of %s does not lead to its form, or to one of another", kind)
		}
	}
	if res := d.browse(d.at("/papers/receipt.pdf"), d.cookie); res.StatusCode != 409 {
		t.Errorf("a receipt before anything was sent: %d", res.StatusCode)
	}
	d.enclose()
	d.say("/submit", 303, "agree", "yes")
	if res := d.browse(d.at("/papers/receipt.pdf"), d.cookie); res.StatusCode != 200 || !strings.Contains(string(res.body), d.nomination()["code"].(string)) {
		t.Errorf("the receipt: %d", res.StatusCode)
	}
	if page := mainOf(d.browse(d.at(""), d.cookie)); !strings.Contains(page, "/papers/receipt.pdf") {
		t.Error("whoever comes back later does not find the receipt")
	}
}
