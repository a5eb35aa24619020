package ledger

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/tlog"
	"golang.org/x/text/unicode/norm"
)

var noon = time.Date(2026, 2, 4, 5, 6, 7, 89_012_999, time.UTC)

// counter is randomness for vectors: the bytes 0, 1, 2, …
type counter byte

func (c *counter) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(*c)
		*c++
	}
	return len(p), nil
}

func sheetLeaf() Leaf {
	return Leaf{
		Kind: "sheet_submitted", Table: "sheets", ID: "aaaaaaaaaaaaaaaaaaaaaaaaaa", At: noon,
		Body:  map[string]any{"judge": "bbbbbbbbbbbbbbbbbbbbbbbbbb", "marks": map[string]any{"1.1": 4500, "1.2": nil}, "total": 83210},
		Texts: map[string]string{"comment": "Đẹp, bền \"chắc\""},
	}
}

// vectorLeaves are the leaves of the three test vectors of docs/formats.md.
func vectorLeaves() map[string]Leaf {
	return map[string]Leaf{
		"1": sheetLeaf(),
		"2": {
			Kind: "certificate_issued", Table: "certificates", ID: "7k3m9qxt2hdk", At: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), Public: true,
			Body: map[string]any{"number": "12/GCN", "product": "Tượng gỗ “Làng Nôm”", "pdf_sha256": strings.Repeat("0a", 32), "valid_until": "2029-12-31"},
		},
		"3": ErasureLeaf("erasures", "cccccccccccccccccccccccccc", time.Date(2026, 12, 31, 23, 59, 59, 999_999_000, time.UTC),
			"sheets", "aaaaaaaaaaaaaaaaaaaaaaaaaa", []string{"comment"}, "theo yêu cầu"),
	}
}

// vector is a test vector as the document prints it.
type vector struct {
	Nonce      string            `json:"nonce"`
	Salts      map[string]string `json:"salts"`
	Body       string            `json:"body"`
	Commitment string            `json:"commitment"`
	LeafHash   string            `json:"leaf_hash"`
}

// TestVectors holds the document to the code: the vectors printed there are those that Seal makes with
// the random bytes 0, 1, 2, …
func TestVectors(t *testing.T) {
	doc, err := os.ReadFile("../../docs/formats.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, leaf := range vectorLeaves() {
		_, rest, ok := strings.Cut(string(doc), "Vector "+name+"\n\n```json\n")
		text, _, ok2 := strings.Cut(rest, "```")
		if !ok || !ok2 {
			t.Fatalf("the document has no vector %s", name)
		}
		var want vector
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatalf("vector %s: %v", name, err)
		}
		s, err := Seal(leaf, new(counter))
		if err != nil {
			t.Fatal(err)
		}
		hash := tlog.RecordHash(s.Data())
		got := vector{hex.EncodeToString(s.Nonce), s.Salts, string(s.Body), hex.EncodeToString(s.Commitment[:]), hex.EncodeToString(hash[:])}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("vector %s (-document +code):\n%s", name, diff)
		}
		if err := s.Verify(); err != nil {
			t.Errorf("vector %s: %v", name, err)
		}
	}
}

func TestSealHides(t *testing.T) {
	a, err := Seal(sheetLeaf(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Seal(sheetLeaf(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if a.Commitment == b.Commitment {
		t.Error("the same leaf sealed twice has one commitment: the nonce is not used")
	}
	if bytes.Equal(a.Body, b.Body) {
		t.Error("the same text sealed twice has one hash: the salt is not used")
	}
	if strings.Contains(string(a.Body), "bền") {
		t.Error("a text stands in the record")
	}
	if len(a.Data()) != 32 {
		t.Errorf("a judging leaf publishes %d bytes, want the 32 of its commitment", len(a.Data()))
	}
	public := sheetLeaf()
	public.Public = true
	c, err := Seal(public, rand.Reader)
	if err != nil || !c.Public() || !bytes.Equal(c.Data(), c.Body) {
		t.Errorf("a public leaf must publish its record: %v", err)
	}
}

func TestSealRefuses(t *testing.T) {
	tests := map[string]func(*Leaf){
		"no kind":           func(l *Leaf) { l.Kind = "" },
		"no table":          func(l *Leaf) { l.Table = "" },
		"no id":             func(l *Leaf) { l.ID = "" },
		"no time":           func(l *Leaf) { l.At = time.Time{} },
		"a float":           func(l *Leaf) { l.Body["x"] = 1.5 },
		"text not UTF-8":    func(l *Leaf) { l.Texts["x"] = "\xff" },
		"name not NFC":      func(l *Leaf) { l.Texts[norm.NFD.String("ò")] = "" },
		"public and a book": func(l *Leaf) { l.Public = true; l.Body["x"] = strings.Repeat("x", 1<<16) },
	}
	for name, spoil := range tests {
		l := sheetLeaf()
		spoil(&l)
		if _, err := Seal(l, rand.Reader); err == nil {
			t.Errorf("%s: sealed", name)
		}
	}
	if _, err := Seal(sheetLeaf(), bytes.NewReader(make([]byte, 20))); err == nil {
		t.Error("sealed with too little randomness")
	}
}

func TestMatches(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Sealed, *Leaf)
		want   []string
	}{
		{"nothing", func(*Sealed, *Leaf) {}, nil},
		{"the time alone", func(_ *Sealed, l *Leaf) { l.At = l.At.Add(time.Hour) }, nil},
		{"no kind named", func(_ *Sealed, l *Leaf) { l.Kind = "" }, nil},
		{"int64 for int", func(_ *Sealed, l *Leaf) { l.Body["total"] = int64(83210) }, nil},
		{"decomposed text", func(_ *Sealed, l *Leaf) { l.Texts["comment"] = norm.NFD.String(l.Texts["comment"]) }, nil},
		{"another kind", func(_ *Sealed, l *Leaf) { l.Kind = "sheet_reopened" }, []string{"kind"}},
		{"another row", func(_ *Sealed, l *Leaf) { l.Table, l.ID = "passes", "x" }, []string{"id", "table"}},
		{"a mark", func(_ *Sealed, l *Leaf) { l.Body["marks"] = map[string]any{"1.1": 5000, "1.2": nil} }, []string{"body.marks"}},
		{"null is not 0", func(_ *Sealed, l *Leaf) { l.Body["marks"] = map[string]any{"1.1": 4500, "1.2": 0} }, []string{"body.marks"}},
		{"null is not absent", func(_ *Sealed, l *Leaf) { l.Body["pass"] = nil }, []string{"body.pass"}},
		{"a value gone", func(_ *Sealed, l *Leaf) { delete(l.Body, "total") }, []string{"body.total"}},
		{"a number as text", func(_ *Sealed, l *Leaf) { l.Body["total"] = "83210" }, []string{"body.total"}},
		{"a text", func(_ *Sealed, l *Leaf) { l.Texts["comment"] += "." }, []string{"texts.comment"}},
		{"a text gone", func(_ *Sealed, l *Leaf) { l.Texts = nil }, []string{"texts.comment"}},
		{"a text more", func(_ *Sealed, l *Leaf) { l.Texts["reason"] = "" }, []string{"texts.reason"}},
		{"an erased text", func(s *Sealed, l *Leaf) { delete(s.Salts, "comment"); l.Texts["comment"] = "" }, nil},
		{"another salt", func(s *Sealed, _ *Leaf) { s.Salts["comment"] = "AAAAAAAAAAAAAAAAAAAAAA==" }, []string{"texts.comment"}},
		{"a broken salt", func(s *Sealed, _ *Leaf) { s.Salts["comment"] = "?" }, []string{"texts.comment"}},
		{"a broken record", func(s *Sealed, _ *Leaf) { s.Body = []byte("{") }, []string{"record"}},
		{"a record of something else", func(s *Sealed, _ *Leaf) { s.Body = []byte(`{"at":1}`) }, []string{"record"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := Seal(sheetLeaf(), rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			l := sheetLeaf()
			tt.change(&s, &l)
			if diff := cmp.Diff(tt.want, Matches(s, l)); diff != "" {
				t.Errorf("Matches (-want +got):\n%s", diff)
			}
		})
	}
}

func TestErased(t *testing.T) {
	l := sheetLeaf()
	l.Texts["author"] = "Trần Thị Mơ"
	s, err := Seal(l, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Erased(); got != nil {
		t.Errorf("Erased = %v before an erasure", got)
	}
	s.Salts = nil
	if diff := cmp.Diff([]string{"author", "comment"}, s.Erased()); diff != "" {
		t.Errorf("Erased (-want +got):\n%s", diff)
	}
	if err := s.Verify(); err != nil {
		t.Errorf("an erased text breaks the leaf: %v", err)
	}
}

func TestVerifySealed(t *testing.T) {
	other, err := Seal(sheetLeaf(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]func(*Sealed){
		"nonce":        func(s *Sealed) { s.Nonce[0] ^= 1 },
		"no nonce":     func(s *Sealed) { s.Nonce = nil },
		"record":       func(s *Sealed) { s.Body = other.Body },
		"commitment":   func(s *Sealed) { s.Commitment = other.Commitment },
		"kind":         func(s *Sealed) { s.Kind = "x" },
		"table":        func(s *Sealed) { s.Table = "x" },
		"id":           func(s *Sealed) { s.ID = "x" },
		"time":         func(s *Sealed) { s.At = s.At.Add(time.Microsecond) },
		"strange salt": func(s *Sealed) { s.Salts["x"] = s.Salts["comment"] },
		"spelling":     func(s *Sealed) { s.Body = append(s.Body, ' '); s.Commitment = s.commit() },
	}
	for name, spoil := range tests {
		s, err := Seal(sheetLeaf(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Verify(); err != nil {
			t.Fatal(err)
		}
		spoil(&s)
		if s.Verify() == nil {
			t.Errorf("%s: the spoilt leaf verifies", name)
		}
	}
}
