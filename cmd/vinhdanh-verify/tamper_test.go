package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vinhdanh/internal/ledger"
)

// checkAll runs the three checks over a set and gives what they say and the highest exit code.
func (s *scene) checkAll(t *testing.T) (said string, code int) {
	t.Helper()
	dir := s.write(t)
	file := func(name string) string { return filepath.Join(dir, name) }
	var out bytes.Buffer
	for _, args := range [][]string{
		{"certificate", file("giay.pdf"), "--answer", file("answer.json"), "--keys", file("keys.json")},
		{"ledger", file("log"), "--keys", file("keys.json"), "--since", file("since.txt"), "--certificate", sceneCode, "--record", file("answer.json"),
			"--witness", s.witness, "--timestamp-roots", file("root.pem")},
		{"results", file("results.json"), "--key", file("key.txt")},
	} {
		code = max(code, run(args, &out, &out))
	}
	return out.String(), code
}

// replace changes the one place where a text stands in a file of the set.
func (s *scene) replace(t *testing.T, name, old, with string) {
	t.Helper()
	if n := bytes.Count(s.files[name], []byte(old)); n == 0 {
		t.Fatalf("%s does not hold %q", name, old)
	}
	s.files[name] = bytes.Replace(s.files[name], []byte(old), []byte(with), 1)
}

// relog writes the log over other leaves, signed anew by the same key: what a forger with the key would do.
func (s *scene) relog(t *testing.T, keepAnswer bool, change func(leaves [][]byte) [][]byte) {
	t.Helper()
	since, a := s.files["since.txt"], s.answer
	if err := s.makeLog(change(s.leaves)); err != nil {
		t.Fatal(err)
	}
	s.files["since.txt"] = since
	if keepAnswer {
		s.answer = a
	}
}

func (s *scene) bundle(t *testing.T, change func(entries [][]byte) [][]byte) {
	t.Helper()
	const name = "log/tile/entries/000"
	entries, err := unbundle(s.files[name])
	if err != nil {
		t.Fatal(err)
	}
	var b []byte
	for _, e := range change(append([][]byte(nil), entries...)) {
		b = append(append(b, byte(len(e)>>8), byte(len(e))), e...)
	}
	s.files[name] = b
}

const (
	inLedger = "no  the record stands in the signed ledger: "
	sameText = "no  the ledger's record says the same: "
	theRoot  = "no  the entries make the root of the checkpoint: "
	tile0    = "no  the tile tile/0/000 holds the hashes of the entries: "
)

// tamperings are changes of one thing each, with the line that must name it.
var tamperings = []struct {
	name   string
	change func(t *testing.T, s *scene)
	says   string
}{
	{"a byte of the PDF", func(_ *testing.T, s *scene) { s.files["giay.pdf"] = []byte("%PDF-1.5 /Keywords (" + sceneCode + ")") },
		"no  the file is the one that was issued: its SHA-256 is"},
	{"another certificate's PDF", func(_ *testing.T, s *scene) { s.files["giay.pdf"] = []byte("%PDF-1.4 /Keywords (ABCD-EFGH-JKMN)") },
		"no  the file is the one that was issued: "},
	{"the answer's product", func(_ *testing.T, s *scene) { s.answer.Product = "Nem" }, sameText + `product is "Tương" in the ledger and "Nem" in the answer`},
	{"the answer's producer", func(_ *testing.T, s *scene) { s.answer.Producer = "Cơ sở khác" }, sameText + "producer is"},
	{"the answer's end of validity", func(_ *testing.T, s *scene) { s.answer.Until = "2039-12-31" }, sameText + `valid_until is "2029-12-31"`},
	{"the answer's day of issue", func(_ *testing.T, s *scene) { s.answer.IssuedOn = "2020-01-01" }, sameText + "issued_on is"},
	{"the answer's file", func(_ *testing.T, s *scene) { s.answer.PDFSHA256 = strings.Repeat("0", 64) }, sameText + "pdf_sha256 is"},
	{"the answer's status", func(_ *testing.T, s *scene) { s.answer.Status = "revoked" },
		"no  the ledger knows the certificate's status: the answer says revoked, by the ledger it is valid"},
	{"the answer's record", func(_ *testing.T, s *scene) {
		s.answer.Ledger.Record = strings.Replace(s.answer.Ledger.Record, "01/2026", "02/2026", 1)
		s.answer.Number = "02/2026/GCN"
	}, inLedger + "record and proof lead to the root"},
	{"a hash of the proof", func(_ *testing.T, s *scene) {
		s.answer.Ledger.Proof[3] = base64.StdEncoding.EncodeToString(make([]byte, 32))
	},
		inLedger + "record and proof lead to the root"},
	{"the proof of another leaf", func(_ *testing.T, s *scene) { *s.answer.Ledger.Index = certificate + 1 }, inLedger + "record and proof lead"},
	{"a proof cut short", func(_ *testing.T, s *scene) { s.answer.Ledger.Proof = s.answer.Ledger.Proof[1:] }, inLedger + "the proof has 9 hashes"},
	{"the checkpoint's root", func(t *testing.T, s *scene) {
		p := strings.Split(string(s.files["log/checkpoint"]), "\n")
		s.replace(t, "log/checkpoint", p[2], base64.StdEncoding.EncodeToString(make([]byte, 32)))
	}, "no  the checkpoint is signed with the log's key: the signature"},
	{"the checkpoint's size", func(t *testing.T, s *scene) { s.replace(t, "log/checkpoint", "\n700\n", "\n699\n") },
		"no  the checkpoint is signed with the log's key: the signature"},
	{"the checkpoint's origin", func(t *testing.T, s *scene) { s.replace(t, "log/checkpoint", sceneOrigin+"\n", "khac.example.vn\n") },
		"no  the checkpoint is signed with the log's key: the signature"},
	{"a root signed with the stolen key", func(_ *testing.T, s *scene) {
		text := s.sign(ledger.Head{Size: sceneSize, Root: [32]byte{1}})
		s.files["log/checkpoint"] = []byte(text + s.cosign(text))
	}, theRoot + "they make"},
	{"the published key", func(t *testing.T, s *scene) {
		other, err := ledger.GenerateKey(rand.Reader, sceneOrigin)
		if err != nil {
			t.Fatal(err)
		}
		s.files["keys.json"] = []byte(`{"ledger":["` + other.Verifier + `"]}`)
	}, "no  the checkpoint is signed with the log's key: the signature"},
	{"a bit of a hash tile", func(_ *testing.T, s *scene) {
		data := bytes.Clone(s.files["log/tile/0/000"])
		data[32*77] ^= 1
		s.files["log/tile/0/000"] = data
	}, tile0 + "leaf 77: the hash there"},
	{"a bit of a tile of the second level", func(_ *testing.T, s *scene) {
		data := bytes.Clone(s.files["log/tile/1/000.p/2"])
		data[40] ^= 1
		s.files["log/tile/1/000.p/2"] = data
	}, "no  the tile tile/1/000.p/2 holds the hashes of the entries: hash 1: the hash there"},
	{"a missing hash tile", func(_ *testing.T, s *scene) { delete(s.files, "log/tile/0/001") },
		"no  the tile tile/0/001 holds the hashes of the entries: it is missing"},
	{"an entry's record", func(t *testing.T, s *scene) {
		s.bundle(t, func(e [][]byte) [][]byte {
			e[certificate] = bytes.Replace(e[certificate], []byte("Tương"), []byte("Tuong"), 1)
			return e
		})
	}, tile0 + "leaf 5: the hash there is not the one that the entries make"},
	{"an entry taken out", func(t *testing.T, s *scene) {
		s.bundle(t, func(e [][]byte) [][]byte { return append(e[:9], e[10:]...) })
	}, "no  the entries of tile/entries/000 are those of the checkpoint: there are 255, the checkpoint's size asks for 256"},
	{"an entry put in", func(t *testing.T, s *scene) {
		s.bundle(t, func(e [][]byte) [][]byte { return append(e, []byte("more")) })
	}, "no  the entries of tile/entries/000 are those of the checkpoint: there are 257"},
	{"two entries exchanged", func(t *testing.T, s *scene) {
		s.bundle(t, func(e [][]byte) [][]byte { e[30], e[31] = e[31], e[30]; return e })
	}, tile0 + "leaf 30: the hash there"},
	{"a missing bundle", func(_ *testing.T, s *scene) { delete(s.files, "log/tile/entries/001") },
		"no  the entries of tile/entries/001 are those of the checkpoint: it is missing"},
	{"a log cut off", func(t *testing.T, s *scene) {
		s.relog(t, false, func(l [][]byte) [][]byte { return l[:sceneSince-1] })
	}, "no  the log continues the earlier checkpoint of 300 entries: the log has only 299 now: entries were cut off"},
	{"another history", func(t *testing.T, s *scene) {
		s.relog(t, false, func(l [][]byte) [][]byte { l[40] = []byte("forged"); return l })
	}, "no  the log continues the earlier checkpoint of 300 entries: its first 300 entries make"},
	{"a certificate taken out of a new history", func(t *testing.T, s *scene) {
		s.relog(t, true, func(l [][]byte) [][]byte { l[certificate] = []byte("nothing"); return l })
	}, "no  the certificate stands in the ledger: no record of it is there"},
	{"the earlier checkpoint", func(t *testing.T, s *scene) { s.replace(t, "since.txt", "\n300\n", "\n301\n") },
		"no  the earlier checkpoint is signed with the log's key: the signature"},
	{"a forged cosignature", func(_ *testing.T, s *scene) {
		data := bytes.Clone(s.files["log/checkpoint"])
		at := len(data) - 40 // within the signature's base64
		data[at] = map[bool]byte{true: 'B', false: 'A'}[data[at] == 'A']
		s.files["log/checkpoint"] = data
	}, "its cosignature is forged, or over another checkpoint"},
	{"the cosignature of another checkpoint", func(_ *testing.T, s *scene) {
		p := strings.SplitAfter(string(s.files["log/checkpoint"]), "\n")
		s.files["log/checkpoint"] = []byte(strings.Join(p[:len(p)-2], "") + s.cosign(string(s.files["since.txt"])))
	}, "its cosignature is forged, or over another checkpoint"},
	{"a cosignature taken away", func(_ *testing.T, s *scene) {
		p := strings.SplitAfter(string(s.files["log/checkpoint"]), "\n")
		s.files["log/checkpoint"] = []byte(strings.Join(p[:len(p)-2], ""))
	}, "it has not cosigned this checkpoint"},
	{"a timestamp over other bytes", func(t *testing.T, s *scene) {
		der, err := s.stamp("other bytes")
		if err != nil {
			t.Fatal(err)
		}
		s.files["log/timestamp/700.tsr"] = der
	}, "no  the timestamp is over this checkpoint: it is over other bytes"},
	{"a timestamp by nobody known", func(t *testing.T, s *scene) {
		other := scene{files: map[string][]byte{"log/checkpoint": nil}, cosign: func(string) string { return "" }}
		if err := other.makeClock(); err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(other.clock)
		s.files["root.pem"] = other.files["root.pem"]
	}, "no  the timestamp is over this checkpoint: timestamp: "},
	{"no timestamp", func(_ *testing.T, s *scene) { delete(s.files, "log/timestamp/700.tsr") },
		"no  the timestamp is over this checkpoint: it is missing"},
	{"a mean of the results", func(t *testing.T, s *scene) { s.replace(t, "results.json", `"mean":"85.00"`, `"mean":"85.10"`) },
		"changed ranking 1 N1-001 mean: 85.10, the sheets give 85.00"},
	{"a nonce of the results", func(t *testing.T, s *scene) { s.replace(t, "results.json", `"nonce":"`, `"nonce":"00`) }, "unproven decision "},
	{"votes of the results", func(t *testing.T, s *scene) { s.replace(t, "results.json", `"present":3`, `"present":2`) }, "changed proposal"},
}

// TestTwentyTamperings: a genuine set holds; whatever one thing is changed in it, the check fails and names that.
func TestTwentyTamperings(t *testing.T) {
	if said, code := newScene(t).checkAll(t); code != exitDone || strings.Contains(said, "no  ") {
		t.Fatalf("the untouched set: exit %d\n%s", code, said)
	}
	if len(tamperings) < 20 {
		t.Errorf("only %d", len(tamperings))
	}
	for _, c := range tamperings {
		t.Run(c.name, func(t *testing.T) {
			s := newScene(t)
			c.change(t, s)
			said, code := s.checkAll(t)
			if code != exitFailed || !strings.Contains(said, c.says) {
				t.Errorf("exit %d, want %d and %q\n%s", code, exitFailed, c.says, said)
			}
		})
	}
}
