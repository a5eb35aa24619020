package pades_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"vinhdanh/certificates"
	"vinhdanh/certificates/pades"
	"vinhdanh/certificates/pdf"
)

// certificate is a drawn page of invented names.
func certificate(t *testing.T) []byte {
	t.Helper()
	const fonts = "../../templates/dist/fonts"
	r, err := pdf.New(os.DirFS(fonts))
	if err != nil {
		t.Fatalf("run make build: %v", err)
	}
	code, err := certificates.ParseCode("7K3M-9QXT-2HDK")
	if err != nil {
		t.Fatal(err)
	}
	out, err := r.Render(certificates.Statement{
		Code: code, Number: "01/2026/GCN", Product: "Tương nếp mẫu", ProducerName: "Cơ sở mẫu", ProducerAddress: "xã Tân Hưng",
		LevelTitle: certificates.Text{VI: "Sản phẩm mẫu cấp tỉnh"}, EditionName: "Bình chọn", DecisionNumber: "12/QĐ-UBND",
		DecisionDate: "2026-11-10", Authority: "Ủy ban nhân dân tỉnh Hưng Yên", Place: "Hưng Yên", IssuedOn: "2026-11-15", ValidUntil: "2029-12-31", Design: pdf.Design,
	}, pdf.Options{BaseURL: "https://binhchon.example.vn"})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var claim = pades.Claim{Name: "Hội đồng bình chọn", Place: "Hưng Yên", Reason: "Phát hành giấy chứng nhận",
	At: time.Date(2026, 11, 15, 9, 30, 0, 0, time.FixedZone("", 7*3600))}

func (h house) sign(t *testing.T, key string, stamper pades.Stamper) []byte {
	t.Helper()
	out, err := pades.Signer{Key: h.key(t, key), Stamper: stamper}.Sign(t.Context(), certificate(t), claim)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// says is what pdfsig finds; it exits 0 even on a bad signature, so its words count.
func (h house) says(t *testing.T, file []byte) string {
	t.Helper()
	return h.run(t, "pdfsig", "-nssdir", "sql:"+h.dir, h.write(t, "signed.pdf", file))
}

func TestOutsideToolsAcceptTheSignature(t *testing.T) {
	h := newHouse(t)
	stamper := h.stamper(t)
	for _, tt := range []struct {
		name, key string
		stamper   pades.Stamper
	}{{"B-B, RSA", "rsa", nil}, {"B-B, P-256", "p256", nil}, {"B-T", "rsa", stamper}} {
		t.Run(tt.name, func(t *testing.T) {
			plain := certificate(t)
			signed := h.sign(t, tt.key, tt.stamper)
			if !bytes.HasPrefix(signed, plain) {
				t.Error("signing changed bytes of the file")
			}
			report := h.says(t, signed)
			for _, want := range []string{"Signature is Valid.", "Certificate is Trusted.", "ETSI.CAdES.detached", "Total document signed",
				"Hội đồng bình chọn " + tt.key, "Signing Time: Nov 15 2026 02:30:00"} {
				if !strings.Contains(report, want) {
					t.Errorf("pdfsig does not say %q:\n%s", want, report)
				}
			}
			if out := h.run(t, "qpdf", "--check", "signed.pdf"); strings.Contains(out, "WARN") {
				t.Error(out)
			}
			if !bytes.Contains(signed, []byte("/Location <FEFF004801B0006E00670020005900EA006E>")) { // Hưng Yên
				t.Error("the place is not written")
			}
			h.verifyMessage(t, signed)
			for i := range 5 {
				b := bytes.Clone(signed)
				b[1000+i*len(plain)/6] ^= 1
				if report := h.says(t, b); !strings.Contains(report, "Digest Mismatch") && !strings.Contains(report, "does not contain any signatures") {
					t.Errorf("a flipped byte goes unnoticed:\n%s", report)
				}
			}
		})
	}
}

var rangePattern = regexp.MustCompile(`/ByteRange \[0 (\d+) (\d+) (\d+)\]`)

// verifyMessage has openssl check the message against what it covers, as CAdES.
func (h house) verifyMessage(t *testing.T, signed []byte) {
	t.Helper()
	m := rangePattern.FindSubmatch(signed)
	var n [3]int
	for i := range n {
		n[i], _ = strconv.Atoi(string(m[i+1]))
	}
	message, err := hex.DecodeString(string(signed[n[0]+1 : n[1]-1]))
	if err != nil {
		t.Fatal(err)
	}
	h.write(t, "message.der", message)
	h.write(t, "content", append(bytes.Clone(signed[:n[0]]), signed[n[1]:]...))
	if n[1]+n[2] != len(signed) {
		t.Errorf("the signature covers %d bytes of %d", n[1]+n[2], len(signed))
	}
	h.openssl(t, "cms", "-verify", "-cades", "-inform", "DER", "-in", "message.der", "-content", "content", "-binary",
		"-CAfile", "root.pem", "-purpose", "any", "-out", "verified")
}

func TestEvidenceKeepsTheSignature(t *testing.T) {
	h := newHouse(t)
	signed := h.sign(t, "rsa", h.stamper(t))
	list, _ := pem.Decode(h.read(t, "root.crl"))
	long, err := pades.AddEvidence(signed, pades.Evidence{Certificates: h.key(t, "rsa").Chain, Lists: [][]byte{list.Bytes, list.Bytes}})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(long, signed) {
		t.Error("the evidence changed bytes of the file")
	}
	if report := h.says(t, long); !strings.Contains(report, "Signature is Valid.") {
		t.Errorf("pdfsig:\n%s", report)
	}
	if out := h.run(t, "qpdf", "--check", "signed.pdf"); strings.Contains(out, "WARN") {
		t.Error(out)
	}
	h.run(t, "qpdf", "--qdf", "--object-streams=disable", "signed.pdf", "open.pdf")
	open := h.read(t, "open.pdf")
	for want, n := range map[string]int{"/Type /DSS": 1, "/CRLs [\n": 1, "/Certs [\n": 1} {
		if got := bytes.Count(open, []byte(want)); got != n {
			t.Errorf("%q stands %d times, want %d", want, got, n)
		}
	}
	if n := bytes.Count(open, list.Bytes[:200]); n != 1 {
		t.Errorf("the list of revoked certificates stands %d times, want once", n)
	}
	if len(long) > 180_000 {
		t.Errorf("%d bytes signed with everything, 180 kB at most", len(long))
	}
	t.Logf("signed %d, with evidence %d bytes", len(signed), len(long))
}

func TestTimestampsAreChecked(t *testing.T) {
	h := newHouse(t)
	good := h.stamper(t)
	digest := [32]byte{1, 2, 3}
	first, err := good.Stamp(t.Context(), digest)
	if err != nil {
		t.Fatal(err)
	}
	if token, err := pades.ReadToken(first.Raw, h.roots(t)); err != nil || token.At.IsZero() || !bytes.Equal(token.Digest, digest[:]) {
		t.Errorf("ReadToken = %+v, %v", token, err)
	}
	if _, err := pades.ReadToken(first.Raw, x509.NewCertPool()); err == nil {
		t.Error("a stranger's token is taken")
	}
	// An old answer, given again.
	replay := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write(h.read(t, "answer.tsr")) }))
	defer replay.Close()
	for name, answer := range map[string]string{"replayed": replay.URL, "nobody": "http://127.0.0.1:1"} {
		s := pades.TimestampServer{URL: answer, Roots: h.roots(t), Client: replay.Client()}
		if _, err := s.Stamp(context.Background(), digest); err == nil {
			t.Errorf("%s: a timestamp came", name)
		}
	}
	if _, err := (pades.Signer{Key: h.key(t, "rsa"), Stamper: pades.TimestampServer{URL: replay.URL, Roots: h.roots(t), Client: replay.Client()}}).
		Sign(t.Context(), certificate(t), claim); err == nil {
		t.Error("signed with another's timestamp")
	}
}

func TestKeys(t *testing.T) {
	h := newHouse(t)
	for _, name := range []string{"rsa", "rsa-old", "p256", "p256-old"} {
		if k := h.key(t, name); len(k.Chain) != 2 {
			t.Errorf("%s: %d certificates, want the signer's and the root's", name, len(k.Chain))
		}
	}
	if _, err := pades.OpenPKCS12(h.read(t, "rsa.p12"), "sai"); err == nil || !strings.Contains(err.Error(), "password") {
		t.Errorf("a wrong password: %v", err)
	}
	if _, err := pades.OpenPKCS12([]byte("no file"), ""); err == nil {
		t.Error("garbage is a key")
	}
	other := pades.Key{Signer: h.key(t, "rsa").Signer, Chain: h.key(t, "p256").Chain}
	if err := other.Check(); err == nil {
		t.Error("a key with another's certificate is good")
	}
	h.openssl(t, "req", "-x509", "-newkey", "rsa:1024", "-nodes", "-keyout", "weak.key", "-out", "weak.pem", "-days", "9", "-subj", "/CN=weak")
	h.openssl(t, "pkcs12", "-export", "-inkey", "weak.key", "-in", "weak.pem", "-out", "weak.p12", "-passout", "pass:mật khẩu")
	if _, err := pades.OpenPKCS12(h.read(t, "weak.p12"), "mật khẩu"); err == nil || !strings.Contains(err.Error(), "too short") {
		t.Errorf("a short key: %v", err)
	}
}

func TestOnlySoundFilesAreSigned(t *testing.T) {
	h := newHouse(t)
	s := pades.Signer{Key: h.key(t, "p256")}
	plain := certificate(t)
	signed := h.sign(t, "p256", nil)
	for name, file := range map[string][]byte{
		"empty": nil, "text": []byte("hello"), "cut": plain[:len(plain)-5], "signed already": signed,
		"table elsewhere": regexp.MustCompile(`startxref\n\d+`).ReplaceAll(plain, []byte("startxref\n12")),
		"table far away":  regexp.MustCompile(`startxref\n\d+`).ReplaceAll(plain, []byte(fmt.Sprint("startxref\n", len(plain)+5))),
		"no id":           bytes.Replace(plain, []byte("/ID ["), []byte("/IX ["), 1),
	} {
		if out, err := s.Sign(t.Context(), file, claim); err == nil {
			t.Errorf("%s: signed, %d bytes", name, len(out))
		}
	}
}

func TestKeyNeedsItsCertificate(t *testing.T) {
	h := newHouse(t)
	rsa, p256 := h.key(t, "rsa"), h.key(t, "p256")
	everybody := append(append([]*x509.Certificate{}, p256.Chain...), rsa.Chain...)
	if k, err := pades.KeyOf(rsa.Signer, nil, everybody); err != nil || len(k.Chain) != 2 || !k.Chain[0].Equal(rsa.Chain[0]) {
		t.Errorf("found among others: %v, %v", k.Chain, err)
	}
	if _, err := pades.KeyOf(rsa.Signer, nil, p256.Chain); err == nil || !strings.Contains(err.Error(), "missing") {
		t.Errorf("another's certificate: %v", err)
	}
}
