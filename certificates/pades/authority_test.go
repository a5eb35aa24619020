package pades_test

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"vinhdanh/certificates/pades"
	"vinhdanh/internal/fault"
)

// signer gives the house a further key, of that subject, under its root; poppler can sign with it.
func (h house) signer(t *testing.T, name, subject string) {
	t.Helper()
	h.openssl(t, "req", "-newkey", "rsa:2048", "-nodes", "-keyout", name+".key", "-out", name+".csr", "-config", "conf", "-utf8", "-subj", subject)
	h.openssl(t, "x509", "-req", "-in", name+".csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-out", name+".pem",
		"-days", "365", "-extfile", "conf", "-extensions", "signer")
	h.openssl(t, "pkcs12", "-export", "-inkey", name+".key", "-in", name+".pem", "-certfile", "root.pem", "-name", name, "-out", name+".p12",
		"-passout", "pass:mật khẩu")
	h.run(t, "pk12util", "-i", name+".p12", "-d", "sql:"+h.dir, "-W", "mật khẩu")
}

// Under the roots of a state stand thousands: who is not among those set may not sign, and is told by name.
func TestWhoMaySign(t *testing.T) {
	h := newHouse(t)
	h.signer(t, "chairman", "/C=VN/O=Ủy ban nhân dân tỉnh Hưng Yên/CN=Nguyễn Văn A, Chủ tịch/UID=MST:0100109106")
	plain := certificate(t)
	h.write(t, "to-sign.pdf", plain)
	h.run(t, "pdfsig", "-nssdir", "sql:"+h.dir, "-nick", "chairman", "-add-signature", "to-sign.pdf", "authority.pdf")
	file := h.read(t, "authority.pdf")
	fingerprint := func(name string) string {
		_, sum, _ := strings.Cut(h.openssl(t, "x509", "-noout", "-fingerprint", "-sha256", "-in", name+".pem"), "=")
		return sum
	}
	for _, tt := range []struct {
		signers []string
		may     bool
	}{
		{nil, true},
		{[]string{"O=Ủy ban nhân dân tỉnh Hưng Yên"}, true},
		{[]string{" o = " + norm.NFD.String("Ủy ban nhân dân tỉnh Hưng Yên")}, true},
		{[]string{`CN=Nguyễn Văn A\, Chủ tịch,UID=MST:0100109106`}, true},
		{[]string{`CN=Nguyễn Văn A\2C Ch\E1\BB\A7 tịch`}, true},
		{[]string{"CN=Người khác", fingerprint("chairman")}, true},
		{[]string{strings.ToLower(strings.ReplaceAll(fingerprint("chairman"), ":", ""))}, true},
		{[]string{fingerprint("rsa")}, false},
		{[]string{"O=Ủy ban nhân dân tỉnh Hưng"}, false},
		{[]string{"O=Ủy ban nhân dân tỉnh Hưng Yên 2"}, false},
		{[]string{"CN=Ủy ban nhân dân tỉnh Hưng Yên"}, false},
		{[]string{"O=Ủy ban nhân dân tỉnh Hưng Yên,UID=MST:1"}, false},
	} {
		by := pades.Authority{Roots: h.roots(t)}
		for _, s := range tt.signers {
			a, err := pades.ParseAllowed(s)
			if err != nil {
				t.Fatal(err)
			}
			by.Signers = append(by.Signers, a)
		}
		_, err := pades.Countersigned(plain, file, room, by)
		if tt.may {
			if err != nil {
				t.Errorf("%q: %v", tt.signers, err)
			}
			continue
		}
		f, _ := errors.AsType[*fault.Fault](err)
		if !fault.IsCode(err, pades.NotAllowed) {
			t.Errorf("%q: %v, want %s", tt.signers, err, pades.NotAllowed)
			continue
		}
		// What the refusal tells can be set as it stands.
		for _, key := range []string{"name", "sha256"} {
			told, _ := f.Args[key].(string)
			a, err := pades.ParseAllowed(told)
			if err == nil {
				_, err = pades.Countersigned(plain, file, room, pades.Authority{Roots: h.roots(t), Signers: []pades.Allowed{a}})
			}
			if err != nil {
				t.Errorf("the refusal tells %s %q: %v", key, told, err)
			}
		}
	}
	for _, text := range []string{"", "Ủy ban nhân dân", "O=", "O=Sở A, tỉnh B", "X=1", "ab:cd", "O=A,,"} {
		if _, err := pades.ParseAllowed(text); err == nil {
			t.Errorf("ParseAllowed(%q) is no error", text)
		}
	}
}
