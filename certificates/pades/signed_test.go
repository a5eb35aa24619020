package pades_test

import (
	"bytes"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"strconv"
	"testing"

	"vinhdanh/certificates/pades"
	"vinhdanh/internal/fault"
)

// resealed has openssl make the message of a signed file anew; change may alter it before it is put back.
func (h house) resealed(t *testing.T, signed []byte, change func(message []byte) []byte, args ...string) []byte {
	t.Helper()
	m := rangePattern.FindSubmatch(signed)
	from, _ := strconv.Atoi(string(m[1]))
	to, _ := strconv.Atoi(string(m[2]))
	h.write(t, "content", append(bytes.Clone(signed[:from]), signed[to:]...))
	h.openssl(t, append([]string{"cms", "-sign", "-binary", "-in", "content", "-outform", "DER", "-out", "message.der"}, args...)...)
	message := h.read(t, "message.der")
	if change != nil {
		message = change(message)
	}
	digits := hex.AppendEncode(nil, message)
	if len(digits) > to-from-2 {
		t.Fatalf("a message of %d digits has room for %d", len(digits), to-from-2)
	}
	out := bytes.Clone(signed)
	copy(out[from+1:to-1], bytes.Repeat([]byte("0"), to-from-2))
	copy(out[from+1:], digits)
	return out
}

func TestWhatTheAuthorityMaySignBy(t *testing.T) {
	h := newHouse(t)
	plain := certificate(t)
	signed := h.signNow(t, plain)
	// Twins are two certificates of one key, one number and one length: only the attribute tells which of them signed.
	var twins [][]byte
	for _, name := range []string{"twin-1", "twin-2"} {
		h.openssl(t, "req", "-new", "-key", "rsa.key", "-out", "twin.csr", "-config", "conf", "-utf8", "-subj", "/CN="+name)
		h.openssl(t, "x509", "-req", "-in", "twin.csr", "-CA", "root.pem", "-CAkey", "root.key", "-set_serial", "77", "-out", name+".pem",
			"-days", "365", "-extfile", "conf", "-extensions", "signer")
		b, _ := pem.Decode(h.read(t, name+".pem"))
		twins = append(twins, b.Bytes)
	}
	exchanged := func(message []byte) []byte {
		if !bytes.Contains(message, twins[0]) || len(twins[0]) != len(twins[1]) {
			t.Fatalf("the message does not hold the certificate, or lengths %d and %d differ", len(twins[0]), len(twins[1]))
		}
		return bytes.Replace(message, twins[0], twins[1], 1)
	}
	for _, tt := range []struct {
		name   string
		change func([]byte) []byte
		args   []string
		want   string
	}{
		{"SHA-256", nil, []string{"-signer", "rsa.pem", "-inkey", "rsa.key", "-md", "sha256"}, ""},
		{"SHA-256, P-256", nil, []string{"-signer", "p256.pem", "-inkey", "p256.key", "-md", "sha256"}, ""},
		{"SHA-512 as CAdES", nil, []string{"-signer", "rsa.pem", "-inkey", "rsa.key", "-md", "sha512", "-cades"}, ""},
		{"SHA-384 without attributes", nil, []string{"-signer", "rsa.pem", "-inkey", "rsa.key", "-md", "sha384", "-noattr"}, ""},
		{"SHA-1", nil, []string{"-signer", "rsa.pem", "-inkey", "rsa.key", "-md", "sha1"}, pades.WeakDigest},
		{"SHA-1 as CAdES", nil, []string{"-signer", "rsa.pem", "-inkey", "rsa.key", "-md", "sha1", "-cades"}, pades.WeakDigest},
		{"SHA-1, P-256", nil, []string{"-signer", "p256.pem", "-inkey", "p256.key", "-md", "sha1"}, pades.WeakDigest},
		{"MD5", nil, []string{"-signer", "rsa.pem", "-inkey", "rsa.key", "-md", "md5"}, pades.WeakDigest},
		{"one of the twins", nil, []string{"-signer", "twin-1.pem", "-inkey", "rsa.key", "-md", "sha256", "-cades"}, ""},
		{"one twin for the other", exchanged, []string{"-signer", "twin-1.pem", "-inkey", "rsa.key", "-md", "sha256", "-cades"}, pades.OtherCertificate},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := pades.Countersigned(plain, h.resealed(t, signed, tt.change, tt.args...), room, pades.Authority{Roots: h.roots(t)})
			if tt.want == "" && err != nil || tt.want != "" && !fault.IsCode(err, tt.want) {
				f, _ := errors.AsType[*fault.Fault](err)
				t.Errorf("%v %v, want %q", err, f, tt.want)
			}
		})
	}
}
