package pdf

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"vinhdanh/certificates"
	"vinhdanh/internal/fault"
)

// issued is a Find that knows one certificate and its file.
type issued struct {
	certificates.Issued
	file string
}

func (i issued) IssuedByFile(sha string) (certificates.Issued, error) {
	if sha == i.file {
		return i.Issued, nil
	}
	return certificates.Issued{}, fault.New(fault.NotFound, "certificate_unknown")
}

func (i issued) IssuedByCode(c certificates.Code) (certificates.Issued, error) {
	if c == i.Code {
		return i.Issued, nil
	}
	return certificates.Issued{}, fault.New(fault.NotFound, "certificate_unknown")
}

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func TestAlteredFilesAreFoundOut(t *testing.T) {
	path := render(t, renderer(t), sample(t))
	original, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	register := issued{certificates.Issued{Code: sample(t).Code, Status: certificates.Valid}, hashOf(original)}
	judge := func(b []byte) certificates.Verdict {
		t.Helper()
		j, err := certificates.Judge(hashOf(b), certificates.FindCodes(b), register)
		if err != nil {
			t.Fatal(err)
		}
		return j.Verdict
	}
	if v := judge(original); v != certificates.Genuine {
		t.Fatalf("the issued file is %s", v)
	}
	resaved := func(args ...string) []byte {
		out := filepath.Join(t.TempDir(), "resaved.pdf")
		tool(t, "qpdf", append(args, path, out)...)
		b, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	altered := map[string][]byte{
		"appended":                  append(original[:len(original):len(original)], "\n% more"...),
		"re-saved":                  resaved(),
		"re-saved, object streams":  resaved("--object-streams=generate"),
		"re-saved, linearised":      resaved("--linearize"),
		"re-saved, readable":        resaved("--qdf"),
		"re-saved, recompressed":    resaved("--recompress-flate", "--compression-level=9"),
		"first kilobyte":            original[:1024],
		"cut by one byte":           original[:len(original)-1],
		"without header":            original[20:],
		"increment without objects": append(original[:len(original):len(original)], original[len(original)-200:]...),
	}
	for i := 0; i < len(original); i += len(original)/25 + 1 {
		b := append([]byte(nil), original...)
		b[i] ^= 0x20
		altered["flipped at "+string(rune('a'+i%26))+hashOf(b)[:6]] = b
	}
	for i := 0; i < 700; i += 11 { // the document information lies here
		b := append([]byte(nil), original...)
		b[i] ^= 0x01
		altered["flipped early "+hashOf(b)[:8]] = b
	}
	for name, b := range altered {
		if v := judge(b); v != certificates.Altered {
			t.Errorf("%s: %s, want altered", name, v)
		}
	}
	if v := judge([]byte("%PDF-1.4 of another house")); v != certificates.UnknownFile {
		t.Errorf("another file is %s", v)
	}
}
