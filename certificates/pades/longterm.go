package pades

import (
	"bytes"
	"compress/zlib"
	"crypto/x509"
	"fmt"
	"strings"
)

// Evidence is what proves, years later, that the certificates behind a signature were good: themselves and the lists of
// revoked ones (RFC 5280) or the answers of responders (RFC 6960), each as DER.
type Evidence struct {
	Certificates []*x509.Certificate
	Lists        [][]byte
	Answers      [][]byte
}

// AddEvidence appends the document security store that makes a signed PDF B-LT (ETSI EN 319 142-1, 5.4). The same object
// is written once.
func AddEvidence(pdf []byte, e Evidence) ([]byte, error) {
	u, err := continued(pdf)
	if err != nil {
		return nil, err
	}
	var certificates [][]byte
	for _, c := range e.Certificates {
		certificates = append(certificates, c.Raw)
	}
	store := "<< /Type /DSS"
	for _, part := range []struct {
		key   string
		items [][]byte
	}{{"Certs", certificates}, {"CRLs", e.Lists}, {"OCSPs", e.Answers}} {
		var list strings.Builder
		seen := map[string]bool{}
		for _, item := range part.items {
			if seen[string(item)] {
				continue
			}
			seen[string(item)] = true
			n := u.free()
			u.object(n, deflated(item))
			fmt.Fprintf(&list, "%d 0 R ", n)
		}
		if list.Len() > 0 {
			store += fmt.Sprintf(" /%s [%s]", part.key, strings.TrimSpace(list.String()))
		}
	}
	n := u.free()
	u.object(n, []byte(store+" >>"))
	if err := u.extend(u.root, fmt.Sprintf("/DSS %d 0 R", n)); err != nil {
		return nil, err
	}
	return u.finish(), nil
}

func deflated(data []byte) []byte {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	w.Write(data) //nolint:errcheck // a bytes.Buffer takes everything
	w.Close()     //nolint:errcheck // the same
	return fmt.Appendf(nil, "<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream", z.Len(), z.Bytes())
}
