package pades

import (
	"context"
	"testing"
)

func FuzzContinued(f *testing.F) {
	f.Add([]byte("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n" +
		"trailer\n<< /Size 2 /Root 1 0 R /Info 1 0 R /ID [<AB> <AB>] >>\nstartxref\n61\n%%EOF\n"))
	f.Fuzz(func(t *testing.T, pdf []byte) {
		if _, err := (Signer{}).Sign(context.Background(), pdf, Claim{}); err == nil {
			t.Error("signed without a key")
		}
	})
}
