package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vinhdanh/certificates/pades"
	"vinhdanh/certificates/pdf"
)

// pageOf is a PDF of one empty page that carries the code of the test's certificate.
func pageOf(title string) []byte {
	b := []byte("%PDF-1.4\n")
	table := "xref\n0 5\n0000000000 65535 f \n"
	for i, body := range []string{"/Type /Catalog /Pages 2 0 R", "/Type /Pages /Kids [3 0 R] /Count 1", "/Type /Page /Parent 2 0 R",
		"/Keywords (" + sceneCode + ") /Title (" + title + ")"} {
		table += fmt.Sprintf("%010d 00000 n \n", len(b))
		b = fmt.Appendf(b, "%d 0 obj\n<< %s >>\nendobj\n", i+1, body)
	}
	return fmt.Appendf(b, "%strailer\n<< /Size 5 /Root 1 0 R /Info 4 0 R /ID [<AB> <AB>] >>\nstartxref\n%d\n%%%%EOF\n", table, len(b))
}

// signatory is somebody with a certificate of his own making.
func signatory(t *testing.T, name string) pades.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	return pades.Signer{Key: pades.Key{Signer: key, Chain: []*x509.Certificate{c}}}
}

func sign(t *testing.T, by pades.Signer, file []byte) []byte {
	t.Helper()
	out, err := by.Sign(t.Context(), file, pades.Claim{At: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestCountersignedCertificate: an answer that calls any file the one that the authority signed is not believed.
func TestCountersignedCertificate(t *testing.T) {
	issued, authority := pageOf("Tuong"), signatory(t, "The authority")
	signed := sign(t, authority, issued)
	for name, c := range map[string]struct {
		file  []byte
		roots pades.Signer
		code  int
		says  string
		names []string
	}{
		"signed by the authority":       {signed, authority, exitDone, "    signed by The authority; whoever stands under these roots may have signed: see --authority-signer", nil},
		"signed by the one named":       {signed, authority, exitDone, "    signed by The authority\n", []string{"CN=Somebody", "CN=The authority"}},
		"signed by one not named":       {signed, authority, exitFailed, "no  the file is the one that was issued", []string{"CN=Somebody"}},
		"a name that says nothing":      {signed, authority, exitUsage, "--authority-signer: ", []string{"Somebody"}},
		"a name without roots":          {signed, pades.Signer{}, exitUsage, "give the file of the roots too", []string{"CN=Somebody"}},
		"nobody named":                  {signed, pades.Signer{}, exitDone, "who that is was not checked: see --authority-roots", nil},
		"signed by somebody else":       {sign(t, signatory(t, "Somebody"), issued), authority, exitFailed, "no  the file is the one that was issued", nil},
		"another page":                  {sign(t, authority, pageOf("Nem")), pades.Signer{}, exitFailed, "it does not begin with the issued file", nil},
		"a page that nobody signed":     {pageOf("Nem"), pades.Signer{}, exitFailed, "it does not begin with the issued file", nil},
		"a picture over what it says":   {bytes.Replace(signed, []byte("/Rect [0 0 0 0]"), []byte("/Rect [0 0 9 9]"), 1), pades.Signer{}, exitFailed, "no  the file is", nil},
		"changed behind the signature":  {append(bytes.Clone(signed), "%%EOF\n"...), pades.Signer{}, exitFailed, "no  the file is", nil},
		"the issued file without a one": {issued, pades.Signer{}, exitDone, "ok  the file is the one that was issued", nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := worldOf(t, issued)
			sum := sha256.Sum256(c.file)
			told := hex.EncodeToString(sum[:])
			if err := json.Unmarshal(fmt.Appendf(nil, `{"signatures": [{"sha256": %q, "issued_sha256": %q}]}`, told, w.answer.PDFSHA256), &w.answer); err != nil {
				t.Fatal(err)
			}
			w.pdf, w.answer.PDFSHA256 = c.file, told
			args := w.write(t)
			if c.roots.Key.Chain != nil {
				file := filepath.Join(w.dir, "roots.pem")
				if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.roots.Key.Chain[0].Raw}), 0o600); err != nil {
					t.Fatal(err)
				}
				args = append(args, "--authority-roots", file)
			}
			for _, name := range c.names {
				args = append(args, "--authority-signer", name)
			}
			var out bytes.Buffer
			if code := run(args, &out, &out); code != c.code || !strings.Contains(out.String(), c.says) {
				t.Errorf("exit %d, want %d and %q:\n%s", code, c.code, c.says, &out)
			}
		})
	}
}

func TestSignatureRoomHoldsThatOfEveryDesign(t *testing.T) {
	for _, name := range pdf.Designs() {
		r := pdf.SignatureRoom(name)
		if r.Left < signatureRoom.Left || r.Bottom < signatureRoom.Bottom || r.Right > signatureRoom.Right || r.Top > signatureRoom.Top {
			t.Errorf("%s signs in %v, beyond %v", name, r, signatureRoom)
		}
	}
}
