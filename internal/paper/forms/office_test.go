package forms_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"vinhdanh/internal/paper"
	"vinhdanh/internal/paper/docx"
)

// TestProofOfficeOpensEveryPaper has LibreOffice open every paper for Word and print it, and reads back every text of
// the paper, letter by letter, with nothing beside it but page numbers.
func TestProofOfficeOpensEveryPaper(t *testing.T) {
	if os.Getenv("VINHDANH_PROOF") == "" {
		t.Skip("part of make proof")
	}
	dir := t.TempDir()
	var files []string
	all := samples(t)
	for name, doc := range all {
		var b bytes.Buffer
		if err := docx.Write(&b, doc); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, name+".docx")
		if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	fonts, err := filepath.Abs("../../../templates/dist/fonts")
	if err != nil {
		t.Fatal(err)
	}
	// Times New Roman is not free: its letters are taken from a face of the same widths, which has Vietnamese.
	conf := filepath.Join(dir, "fonts.conf")
	if err := os.WriteFile(conf, fmt.Appendf(nil, `<fontconfig><dir>%s</dir><cachedir>%s/fonts</cachedir>
<match target="pattern"><edit name="family" mode="assign" binding="same"><string>Tinos</string></edit></match></fontconfig>`, fonts, dir), 0o600); err != nil {
		t.Fatal(err)
	}
	office := append([]string{"-env:UserInstallation=file://" + dir + "/profile", "--headless", "--convert-to", "pdf", "--outdir", dir}, files...)
	cmd := exec.CommandContext(t.Context(), "soffice", office...)
	cmd.Env = append(os.Environ(), "FONTCONFIG_FILE="+conf)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("LibreOffice is needed (Debian package libreoffice-writer-nogui): %v\n%s", err, out)
	}
	for name, doc := range all {
		t.Run(name, func(t *testing.T) { readsAlike(t, filepath.Join(dir, name+".pdf"), doc) })
	}
}

// readsAlike holds what an office program printed against what the paper says.
func readsAlike(t *testing.T, file string, doc paper.Paper) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "pdftotext", "-raw", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	if kept := os.Getenv("VINHDANH_PAPERS"); kept != "" { // to look at them
		data, err := os.ReadFile(file)
		if err == nil {
			err = os.WriteFile(filepath.Join(kept, filepath.Base(file)), data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	info, err := exec.CommandContext(t.Context(), "pdfinfo", file).Output()
	if err != nil {
		t.Fatal(err)
	}
	printed := letters(string(out) + string(info))
	for i, b := range doc.Blocks {
		if marked, ok := b.(paper.Marked); ok && marked.Symbol == nil { // without a symbol its note is not printed
			marked.Note = ""
			doc.Blocks[i] = marked
		}
	}
	doc.Map(func(s string) string {
		for _, line := range strings.Split(s, "\n") {
			for _, sentence := range strings.SplitAfter(line, ". ") { // a long text may be cut between two pages
				if !strings.Contains(printed, letters(sentence)) {
					t.Errorf("%q was lost", sentence)
				}
			}
		}
		return s
	})
	if pages := strings.Count(string(out), "\f"); pages == 0 || pages > 20 {
		t.Errorf("%d pages", pages)
	}
}

// letters is a text without white space and without regard to case, so that lines may break anywhere and capitals be
// a matter of style.
func letters(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u00ad' || r == '\u200b' {
			return -1
		}
		return r
	}, norm.NFC.String(s)))
}
