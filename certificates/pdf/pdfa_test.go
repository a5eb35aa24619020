package pdf

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jung-kurt/gofpdf"

	"vinhdanh/certificates"
	"vinhdanh/certificates/pades"
)

// preflight is Apache Preflight's answer on a file that claims PDF/A-1b: empty when it follows it. No free validator of
// part 2 is packaged.
func preflight(t testing.TB, path string) string {
	t.Helper()
	const jars = "/usr/share/java"
	if _, err := os.Stat(filepath.Join(jars, "preflight.jar")); err != nil {
		t.Fatalf("Apache Preflight is needed (Debian packages libpdfbox2-java, libactivation-java, libjaxb-api-java): %v", err)
	}
	var list []string
	for _, name := range []string{"preflight", "xmpbox", "pdfbox2", "fontbox2", "commons-logging", "javax.activation", "jaxb-api"} {
		list = append(list, filepath.Join(jars, name+".jar"))
	}
	cmd := exec.CommandContext(t.Context(), "java", "-cp", strings.Join(list, ":"), "org.apache.pdfbox.preflight.Validator_A1b", path)
	out, _ := cmd.CombinedOutput() // it fails when the file does
	if bytes.Contains(out, []byte("is a valid PDF/A-1b file")) {
		return ""
	}
	return string(out)
}

// checkTwin has the validator judge the twin of a certificate, and compares both.
func checkTwin(t *testing.T, r *Renderer, s certificates.Statement) {
	t.Helper()
	checkTwinOf(t, r, s, Options{BaseURL: testBase})
}

func checkTwinOf(t *testing.T, r *Renderer, s certificates.Statement, o Options) {
	t.Helper()
	twin, err := r.render(s, o, pdfA1)
	if err != nil {
		t.Fatal(err)
	}
	if refusal := preflight(t, keep(t, twin)); refusal != "" {
		t.Error(refusal)
	}
	signed, err := pades.Signer{Key: testKey(t)}.Sign(t.Context(), twin, pades.Claim{Name: "Mẫu", At: time.Unix(1_790_000_000, 0)})
	if err != nil {
		t.Fatal(err)
	}
	if refusal := preflight(t, keep(t, signed)); refusal != "" {
		t.Errorf("signed: %s", refusal)
	}
	file, err := r.Render(s, o)
	if err != nil {
		t.Fatal(err)
	}
	same := bytes.Replace(twin, []byte("%PDF-1.4"), []byte("%PDF-1.7"), 1)
	same = bytes.Replace(same, []byte("<pdfaid:part>1<"), []byte("<pdfaid:part>2<"), 1)
	if !bytes.Equal(same, file) {
		t.Error("the twin differs from the certificate in more than its claim")
	}
}

// testKey is a key whose certificate it signed itself.
func testKey(t *testing.T) pades.Key {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Mẫu"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	own, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return pades.Key{Signer: key, Chain: []*x509.Certificate{own}}
}

func TestTwinIsPDFA(t *testing.T) {
	checkTwin(t, renderer(t), samples(t)["other letters"]) // its fonts are cut for it alone
}

func TestProofEveryTwinIsPDFA(t *testing.T) {
	if os.Getenv("VINHDANH_PROOF") == "" {
		t.Skip("long: make proof")
	}
	r := renderer(t)
	for name, s := range samples(t) {
		t.Run(name, func(t *testing.T) { checkTwin(t, r, s) })
	}
}

// What gofpdf writes by itself is no PDF/A; the validator says so, so it does look.
func TestValidatorRefusesWhatIsNoPDFA(t *testing.T) {
	doc := gofpdf.New("L", "pt", "A4", "")
	doc.AddPage()
	var out bytes.Buffer
	if err := doc.Output(&out); err != nil {
		t.Fatal(err)
	}
	if preflight(t, keep(t, out.Bytes())) == "" {
		t.Error("the validator accepts gofpdf's own file")
	}
}

func TestMetadataSaysWhatTheDocumentInformationSays(t *testing.T) {
	path := render(t, renderer(t), sample(t))
	meta := tool(t, "pdfinfo", "-meta", path)
	for _, want := range []string{
		`<rdf:li xml:lang="x-default">Giấy chứng nhận 01/2026/GCN – Tương nếp mẫu “Làng Giếng”</rdf:li>`,
		"<rdf:li>Ủy ban nhân dân tỉnh Hưng Yên</rdf:li>", "<pdf:Keywords>7K3M-9QXT-2HDK</pdf:Keywords>",
		"<xmp:CreateDate>2026-11-15T00:00:00+07:00</xmp:CreateDate>", "<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>B</pdfaid:conformance>",
	} {
		if !strings.Contains(meta, want) {
			t.Errorf("the metadata lacks %s:\n%s", want, meta)
		}
	}
}

// A screen reader hears the page from its head to its foot, with the QR symbol in words.
func TestPageIsReadInOrder(t *testing.T) {
	s := sample(t)
	path := render(t, renderer(t), s)
	if info := tool(t, "pdfinfo", path); !strings.Contains(info, "Tagged:          yes") {
		t.Errorf("not tagged:\n%s", info)
	}
	spoken := tool(t, "pdfinfo", "-struct-text", path)
	at := 0
	for _, want := range []string{
		strings.ToUpper(s.Authority), wordsNation, "H1", inVietnamese().title, s.Product, s.ProducerName, strings.ToUpper(s.LevelTitle.VI),
		s.DecisionNumber, s.Place + ", ngày", "PHÓ CHỦ TỊCH", s.Signer.Name, "Figure", s.Number, s.Code.String(), inVietnamese().onlyHere,
	} {
		i := strings.Index(spoken[at:], want)
		if i < 0 {
			t.Fatalf("%q is not read, or not in its place:\n%s", want, spoken)
		}
		at += i
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if words := textString("Mã QR dẫn đến trang tra cứu binhchon.example.vn/v/7k3m9qxt2hdk"); !bytes.Contains(raw, []byte("/Alt "+words)) {
		t.Error("the QR symbol has no words")
	}
}
