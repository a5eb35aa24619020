package main

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"vinhdanh/certificates"
	"vinhdanh/internal/ledger"
)

// world is a log of three records, the second of which is a certificate, with its PDF and the answers of
// the server that issued it.
type world struct {
	dir    string
	pdf    []byte
	answer answer
	keys   []string
	text   string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	return worldOf(t, []byte("%PDF-1.4 /Keywords (7K3M-9QXT-2HDK)"))
}

// worldOf is the world of a certificate with that PDF.
func worldOf(t *testing.T, pdf []byte) *world {
	t.Helper()
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	key, err := ledger.GenerateKey(rand.Reader, "thu.example.vn/ledger")
	ok(err)
	w := &world{dir: t.TempDir(), pdf: pdf, keys: []string{key.Verifier}}
	sum := sha256.Sum256(w.pdf)
	c := certificates.Certificate{ID: "c", Code: "7K3M-9QXT-2HDK", Number: "01/2026/GCN", Product: "Tương", Producer: "Cơ sở",
		IssuedOn: "2026-11-20", ValidUntil: "2029-12-31", PDFSHA256: hex.EncodeToString(sum[:])}
	sealed, err := ledger.Seal(certificates.CertificateLeaf("certificate.issued", c, time.Now()), rand.Reader)
	ok(err)
	hashes := memory{}
	added, err := ledger.AppendRecords(ledger.EmptyHead(), hashes, [][]byte{[]byte("a"), sealed.Data(), []byte("b")})
	ok(err)
	for i, h := range added.Hashes {
		hashes[added.First+int64(i)] = h
	}
	w.text, err = ledger.SignCheckpoint(key, "thu.example.vn/ledger", added.Head)
	ok(err)
	proof, err := ledger.InclusionProof(added.Head.Size, 1, hashes)
	ok(err)
	index := int64(1)
	w.answer = answer{Code: c.Code, Status: "valid", Number: c.Number, Product: c.Product, Producer: c.Producer, IssuedOn: c.IssuedOn, Until: c.ValidUntil, PDFSHA256: c.PDFSHA256}
	w.answer.Ledger.Index, w.answer.Ledger.Checkpoint, w.answer.Ledger.Record = &index, w.text, string(sealed.Data())
	for _, h := range proof {
		w.answer.Ledger.Proof = append(w.answer.Ledger.Proof, base64.StdEncoding.EncodeToString(h[:]))
	}
	return w
}

// memory keeps stored hashes by their index.
type memory map[int64]tlog.Hash

// ReadHashes is tlog.HashReader's.
func (m memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		out[i] = m[x]
	}
	return out, nil
}

// write puts the world into files and returns the arguments that check it.
func (w *world) write(t *testing.T) []string {
	t.Helper()
	file := func(name string, data []byte) string {
		path := filepath.Join(w.dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	raw, err := json.Marshal(w.answer)
	if err != nil {
		t.Fatal(err)
	}
	published, err := json.Marshal(map[string]any{"ledger": w.keys})
	if err != nil {
		t.Fatal(err)
	}
	file("checkpoint.txt", []byte(w.text))
	return []string{"certificate", file("giay.pdf", w.pdf), "--answer", file("answer.json", raw), "--keys", file("keys.json", published)}
}

func TestCertificate(t *testing.T) {
	other, err := ledger.GenerateKey(rand.Reader, "thu.example.vn/ledger")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		tamper func(*world)
		says   string
	}{
		"untouched":       {func(*world) {}, ""},
		"another byte":    {func(w *world) { w.pdf = append(w.pdf, '!') }, "no  the file is the one that was issued"},
		"another product": {func(w *world) { w.answer.Product = "Nem" }, "no  the ledger's record says the same"},
		"another hash":    {func(w *world) { w.answer.PDFSHA256 = strings.Repeat("0", 64) }, "no  the ledger's record says the same"},
		"a changed record": {func(w *world) {
			w.answer.Ledger.Record = strings.Replace(w.answer.Ledger.Record, "Tương", "Tuong", 1)
		}, "no  the record stands in the signed ledger"},
		"another place":     {func(w *world) { *w.answer.Ledger.Index = 2 }, "no  the record stands in the signed ledger"},
		"a shorter proof":   {func(w *world) { w.answer.Ledger.Proof = w.answer.Ledger.Proof[1:] }, "no  the record stands in the signed ledger"},
		"another log's key": {func(w *world) { w.keys = []string{other.Verifier} }, "no  the record stands in the signed ledger"},
		"not covered yet":   {func(w *world) { w.answer.Ledger.Index = nil }, "no published checkpoint"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			c.tamper(w)
			var out, problems bytes.Buffer
			code := run(w.write(t), &out, &problems)
			if want := map[bool]int{true: exitDone, false: exitFailed}[c.says == ""]; code != want {
				t.Errorf("exit %d, want %d\n%s%s", code, want, &out, &problems)
			}
			if !strings.Contains(out.String(), c.says) {
				t.Errorf("says\n%s\nwant %q", &out, c.says)
			}
		})
	}
}

func TestCheckpoint(t *testing.T) {
	w := newWorld(t)
	args := w.write(t)
	var out bytes.Buffer
	if code := run([]string{"checkpoint", filepath.Join(w.dir, "checkpoint.txt"), "--keys", args[5]}, &out, &out); code != exitDone {
		t.Errorf("exit %d\n%s", code, &out)
	}
	w.text = strings.Replace(w.text, "\n3\n", "\n4\n", 1)
	w.write(t)
	if code := run([]string{"checkpoint", filepath.Join(w.dir, "checkpoint.txt"), "--keys", args[5]}, &out, &out); code != exitFailed {
		t.Errorf("a changed checkpoint: exit %d\n%s", code, &out)
	}
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{{"certificate"}, {"certificate", "x.pdf"}, {"nonsense"}, {"certificate", "none.pdf", "--answer", "a", "--keys", "k"}} {
		var out, problems bytes.Buffer
		if code := run(args, &out, &problems); code != exitUsage || !strings.HasPrefix(problems.String(), "vinhdanh-verify: error: ") {
			t.Errorf("%v: exit %d, says %q", args, code, &problems)
		}
	}
}
