package pades

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
)

// Authority is who may sign issued certificates outside: whoever stands under Roots and, when Signers names any, is one of
// them. A state's authority hands certificates to thousands, so that roots alone say little.
type Authority struct {
	Roots   *x509.CertPool
	Signers []Allowed
}

// Allowed is a signer that may sign: one certificate by its SHA-256, or every one whose subject holds all the attributes.
type Allowed struct {
	sha256 []byte
	holds  []held
}

type held struct {
	kind  asn1.ObjectIdentifier
	value string // NFC
}

// attributes are the parts of a subject by which a signer is told, with their short names (RFC 4514, section 3).
var attributes = []struct {
	short string
	kind  asn1.ObjectIdentifier
}{
	{"CN", asn1.ObjectIdentifier{2, 5, 4, 3}},
	{"O", asn1.ObjectIdentifier{2, 5, 4, 10}},
	{"OU", asn1.ObjectIdentifier{2, 5, 4, 11}},
	{"UID", asn1.ObjectIdentifier{0, 9, 2342, 19200300, 100, 1, 1}},
}

// ParseAllowed reads how a signer is set: the SHA-256 of a certificate in hexadecimal, colons allowed, or attributes as RFC
// 4514 writes them, such as "O=Ủy ban nhân dân tỉnh Hưng Yên" or "CN=Nguyễn Văn A,O=Sở Công Thương". A comma or plus within
// a value stands behind a backslash.
func ParseAllowed(text string) (Allowed, error) {
	text = strings.TrimSpace(text)
	if sum, err := hex.DecodeString(strings.ReplaceAll(text, ":", "")); err == nil && len(sum) == sha256.Size {
		return Allowed{sha256: sum}, nil
	}
	var a Allowed
	for _, part := range unescapedParts(text) {
		short, value, _ := strings.Cut(part, "=")
		kind, known := kindOf(strings.TrimSpace(short))
		if value = unescaped(value); !known || value == "" {
			return a, fmt.Errorf("%q is neither the SHA-256 of a certificate (64 hexadecimal digits) nor a part of its subject such as O=… or CN=…; "+
				`a comma within a name is written \,`, part)
		}
		a.holds = append(a.holds, held{kind, i18n.NFC(value)})
	}
	return a, nil
}

// kindOf is the attribute of a short name, in capitals or not.
func kindOf(short string) (kind asn1.ObjectIdentifier, known bool) {
	for _, x := range attributes {
		if strings.EqualFold(x.short, short) {
			return x.kind, true
		}
	}
	return nil, false
}

// unescapedParts are the parts of a text between its commas and pluses, those behind a backslash excepted.
func unescapedParts(text string) (parts []string) {
	from := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case ',', '+':
			parts, from = append(parts, text[from:i]), i+1
		}
	}
	return append(parts, text[from:])
}

// unescaped is a value without the backslashes of RFC 4514, section 2.4: before a sign, or before two hexadecimal digits.
func unescaped(value string) string {
	var b strings.Builder
	for value = strings.TrimSpace(value); value != ""; {
		switch c, err := hex.DecodeString(value[min(1, len(value)):min(3, len(value))]); {
		case value[0] != '\\' || len(value) == 1:
			b.WriteByte(value[0])
			value = value[1:]
		case err == nil && len(c) == 1:
			b.WriteByte(c[0])
			value = value[3:]
		default:
			b.WriteByte(value[1])
			value = value[2:]
		}
	}
	return b.String()
}

// is reports whether a certificate is that of the signer.
func (a Allowed) is(c *x509.Certificate) bool {
	if a.sha256 != nil {
		sum := sha256.Sum256(c.Raw)
		return bytes.Equal(sum[:], a.sha256)
	}
	return len(a.holds) > 0 && !slices.ContainsFunc(a.holds, func(h held) bool {
		return !slices.Contains(valuesOf(c, h.kind), h.value)
	})
}

// valuesOf are the texts of an attribute of a certificate's subject, in NFC.
func valuesOf(c *x509.Certificate, kind asn1.ObjectIdentifier) (values []string) {
	for _, n := range c.Subject.Names {
		if v, is := n.Value.(string); is && n.Type.Equal(kind) {
			values = append(values, i18n.NFC(v))
		}
	}
	return values
}

// described is the subject of a certificate as ParseAllowed reads it, or whatever it holds instead.
func described(c *x509.Certificate) string {
	var parts []string
	for _, x := range attributes {
		for _, v := range valuesOf(c, x.kind) {
			parts = append(parts, x.short+"="+strings.NewReplacer(`\`, `\\`, ",", `\,`, "+", `\+`).Replace(v))
		}
	}
	if len(parts) == 0 {
		return c.Subject.String()
	}
	return strings.Join(parts, ",")
}

// trust is the fault of a signer who may not sign; between are the certificates that came with the signature, and at is
// when it was made by the signer's clock, now for zero.
type trust func(signer *x509.Certificate, between *x509.CertPool, at time.Time) error

// trusts is the trust of an authority.
func (a Authority) trusts(signer *x509.Certificate, between *x509.CertPool, at time.Time) error {
	o := x509.VerifyOptions{Roots: a.Roots, Intermediates: between, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}
	if _, err := signer.Verify(o); err != nil {
		return fault.New(fault.Invalid, NotTrusted, "name", signer.Subject.CommonName)
	}
	if len(a.Signers) > 0 && !slices.ContainsFunc(a.Signers, func(x Allowed) bool { return x.is(signer) }) {
		sum := sha256.Sum256(signer.Raw)
		return fault.New(fault.Invalid, NotAllowed, "name", described(signer), "sha256", hex.EncodeToString(sum[:]))
	}
	return nil
}
