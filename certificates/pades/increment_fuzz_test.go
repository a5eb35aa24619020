package pades

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"vinhdanh/internal/fault"
)

// smallest is a PDF of one empty page.
func smallest() []byte {
	b := []byte("%PDF-1.4\n")
	table := "xref\n0 4\n0000000000 65535 f \n"
	for i, body := range []string{"/Type /Catalog /Pages 2 0 R", "/Type /Pages /Kids [3 0 R] /Count 1", "/Type /Page /Parent 2 0 R"} {
		table += fmt.Sprintf("%010d 00000 n \n", len(b))
		b = fmt.Appendf(b, "%d 0 obj\n<< %s >>\nendobj\n", i+1, body)
	}
	return fmt.Appendf(b, "%strailer\n<< /Size 4 /Root 1 0 R /Info 1 0 R /ID [<AB> <AB>] >>\nstartxref\n%d\n%%%%EOF\n", table, len(b))
}

// TestObjectIsTheOneNamed: 10 is not 1 0, whatever the table says.
func TestObjectIsTheOneNamed(t *testing.T) {
	for text, want := range map[string]bool{"1 0 obj\n7\nendobj": true, "10 obj\n7\nendobj": false, "1 00obj\n7\nendobj": false, "11 0 obj\n7\nendobj": false} {
		if _, err := object([]byte(text), 0, reference{1, 0}); err == nil != want {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzContinued(f *testing.F) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		f.Fatal(err)
	}
	signer := Signer{Key: Key{Signer: key, Chain: []*x509.Certificate{{SerialNumber: big.NewInt(1)}}}}
	f.Add(smallest())
	f.Fuzz(func(t *testing.T, pdf []byte) {
		if out, err := signer.Sign(context.Background(), pdf, Claim{}); err == nil && !bytes.HasPrefix(out, pdf) {
			t.Error("signing changed what was there")
		}
	})
}

func FuzzCountersigned(f *testing.F) {
	base := smallest()
	start := strings.LastIndex(string(base), "xref\n0")
	f.Add(fmt.Appendf(nil, "1 0 obj\n<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] >> >>\nendobj\n5 0 obj\n<< /FT /Sig /V << /Contents <00> "+
		"/ByteRange [0 1 2 3] >> >>\nendobj\nxref\n1 1\n%010d 00000 n \n5 1\n%010d 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n",
		len(base), len(base)+82, start, len(base)+82+75))
	f.Fuzz(func(t *testing.T, added []byte) {
		_, err := Countersigned(base, append(smallest(), added...), Box{}, Authority{})
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("%v, want a fault of the file", err)
		}
	})
}
