package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"vinhdanh/certificates"
	"vinhdanh/internal/ledger"
)

const (
	sceneOrigin = "thu.example.vn/ledger"
	sceneCode   = "7K3M-9QXT-2HDK"
	sceneSize   = 700 // two whole bundles and a partial one
	sceneSince  = 300
	certificate = 5 // the certificate's leaf
)

// scene is a genuine set, as files by their names: a PDF, the server's answer, keys, the exported log with witness and
// timestamp, an earlier checkpoint, a results bundle.
type scene struct {
	files   map[string][]byte
	answer  answer
	key     ledger.Key
	witness string // verifier key
	cosign  func(checkpoint string) string
	leaves  [][]byte
	clock   string // folder of the timestamp authority
}

// genuine makes the set once; each test changes a copy.
var genuine = sync.OnceValues(makeScene)

func newScene(t *testing.T) *scene {
	t.Helper()
	made, err := genuine()
	if err != nil {
		t.Fatal(err)
	}
	s := *made
	s.files, s.leaves = maps.Clone(made.files), append([][]byte(nil), made.leaves...)
	index := *made.answer.Ledger.Index
	s.answer.Ledger.Index = &index
	s.answer.Ledger.Proof = append([]string(nil), made.answer.Ledger.Proof...)
	return &s
}

func makeScene() (*scene, error) {
	s := &scene{files: map[string][]byte{"giay.pdf": []byte("%PDF-1.4 /Keywords (" + sceneCode + ")")}}
	sum := sha256.Sum256(s.files["giay.pdf"])
	c := certificates.Certificate{ID: "c", Code: sceneCode, Number: "01/2026/GCN", Product: "Tương", Producer: "Cơ sở",
		IssuedOn: "2026-11-20", ValidUntil: "2029-12-31", PDFSHA256: hex.EncodeToString(sum[:])}
	sealed, err := ledger.Seal(certificates.CertificateLeaf("certificate.issued", c, time.Now()), rand.Reader)
	if err != nil {
		return nil, err
	}
	for i := range sceneSize {
		sum := sha256.Sum256([]byte{byte(i), byte(i >> 8)})
		s.leaves = append(s.leaves, sum[:])
	}
	s.leaves[certificate] = sealed.Data()
	if s.key, err = ledger.GenerateKey(rand.Reader, sceneOrigin); err != nil {
		return nil, err
	}
	s.answer = answer{Code: sceneCode, Status: "valid", Number: c.Number, Product: c.Product, Producer: c.Producer, IssuedOn: c.IssuedOn,
		Until: c.ValidUntil, PDFSHA256: c.PDFSHA256}
	if err := s.makeWitness(); err != nil {
		return nil, err
	}
	if err := s.makeLog(s.leaves); err != nil {
		return nil, err
	}
	if err := s.makeClock(); err != nil {
		return nil, err
	}
	keys, err := json.Marshal(map[string]any{"ledger": []string{s.key.Verifier}})
	s.files["keys.json"] = keys
	for _, name := range []string{"results.json", "key.txt"} {
		if err == nil {
			s.files[name], err = os.ReadFile("testdata/" + name)
		}
	}
	return s, err
}

// grow is the tree over leaves as the server makes it.
func grow(leaves [][]byte) (memory, ledger.Head, error) {
	hashes := memory{}
	added, err := ledger.AppendRecords(ledger.EmptyHead(), hashes, leaves)
	for i, h := range added.Hashes {
		hashes[added.First+int64(i)] = h
	}
	return hashes, added.Head, err
}

func (s *scene) sign(head ledger.Head) string {
	text, err := ledger.SignCheckpoint(s.key, sceneOrigin, head)
	if err != nil {
		panic(err)
	}
	return text
}

// makeLog writes the log over leaves with the server's own code, and the answer's proof.
func (s *scene) makeLog(leaves [][]byte) error {
	hashes, head, err := grow(leaves)
	if err != nil {
		return err
	}
	for tile := range ledger.Tiles(head.Size) {
		var data []byte
		if tile.Entries {
			from, to := tile.Span()
			data, err = ledger.EntryBundle(tile, head.Size, leaves[from:to])
		} else {
			data, err = ledger.HashTile(tile, head.Size, hashes)
		}
		if err != nil {
			return err
		}
		s.files["log/"+tile.Path()] = data
	}
	signed := s.sign(head)
	s.files["log/checkpoint"] = []byte(signed + s.cosign(signed))
	if len(leaves) > sceneSince {
		_, before, err := grow(leaves[:sceneSince])
		if err != nil {
			return err
		}
		s.files["since.txt"] = []byte(s.sign(before))
	}
	proof, err := ledger.InclusionProof(head.Size, certificate, hashes)
	if err != nil {
		return err
	}
	index := int64(certificate)
	s.answer.Ledger.Index, s.answer.Ledger.Checkpoint, s.answer.Ledger.Record = &index, signed, string(leaves[certificate])
	s.answer.Ledger.Proof = nil
	for _, h := range proof {
		s.answer.Ledger.Proof = append(s.answer.Ledger.Proof, base64.StdEncoding.EncodeToString(h[:]))
	}
	return nil
}

func (s *scene) makeWitness() error {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	const name = "witness.example/1"
	material := append([]byte{4}, public...)
	sum := sha256.Sum256(append([]byte(name+"\n"), material...))
	s.witness = fmt.Sprintf("%s+%x+%s", name, sum[:4], base64.StdEncoding.EncodeToString(material))
	s.cosign = func(checkpoint string) string {
		const at = 1795000000
		body, _, _ := strings.Cut(checkpoint, "\n\n")
		sig := ed25519.Sign(private, fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s\n", at, body))
		raw := append(binary.BigEndian.AppendUint64(append([]byte(nil), sum[:4]...), at), sig...)
		return "— " + name + " " + base64.StdEncoding.EncodeToString(raw) + "\n"
	}
	return err
}

// makeClock stamps the checkpoint by an authority of openssl's.
func (s *scene) makeClock() (err error) {
	if s.clock, err = os.MkdirTemp("", "clock"); err != nil {
		return err
	}
	const conf = "[stamper]\nextendedKeyUsage = critical,timeStamping\n[tsa]\ndefault_tsa = t\n[t]\nserial = serial\nsigner_digest = sha256\n" +
		"default_policy = 1.2.3.4.1\ndigests = sha256\ness_cert_id_alg = sha256\n"
	for name, text := range map[string]string{"conf": conf, "serial": "01\n"} {
		if err := os.WriteFile(filepath.Join(s.clock, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	for _, line := range []string{
		"req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 30 -subj /CN=Root",
		"req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj /CN=Clock",
		"x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -out tsa.pem -days 20 -extfile conf -extensions stamper",
	} {
		if err := s.openssl(line); err != nil {
			return err
		}
	}
	if s.files["root.pem"], err = os.ReadFile(filepath.Join(s.clock, "root.pem")); err != nil {
		return err
	}
	signed, _ := strings.CutSuffix(string(s.files["log/checkpoint"]), s.cosign(string(s.files["log/checkpoint"])))
	s.files[fmt.Sprintf("log/timestamp/%d.tsr", sceneSize)], err = s.stamp(signed)
	return err
}

func (s *scene) stamp(text string) ([]byte, error) {
	if err := os.WriteFile(filepath.Join(s.clock, "data"), []byte(text), 0o600); err != nil {
		return nil, err
	}
	for _, line := range []string{"ts -query -data data -sha256 -cert -out ask",
		"ts -reply -config conf -queryfile ask -signer tsa.pem -inkey tsa.key -out answer"} {
		if err := s.openssl(line); err != nil {
			return nil, err
		}
	}
	return os.ReadFile(filepath.Join(s.clock, "answer"))
}

func (s *scene) openssl(line string) error {
	cmd := exec.Command("openssl", strings.Fields(line)...)
	cmd.Dir = s.clock
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("openssl %s: %w\n%s", line, err, out)
	}
	return nil
}

// write puts the set into a folder and returns it.
func (s *scene) write(t *testing.T) string {
	t.Helper()
	raw, err := json.Marshal(s.answer)
	if err != nil {
		t.Fatal(err)
	}
	s.files["answer.json"] = raw
	dir := t.TempDir()
	for name, data := range s.files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
