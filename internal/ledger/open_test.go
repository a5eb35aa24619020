package ledger

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"
	"time"
)

func TestOpenLeaf(t *testing.T) {
	s, err := Seal(Leaf{Kind: "k", Table: "t", ID: "i", At: time.Now(), Body: map[string]any{"n": 1},
		Texts: map[string]string{"remark": "đẹp", "none": ""}}, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	o, err := Open(s.Nonce, s.Body)
	if err != nil || !bytes.Equal(o.Data, s.Data()) || o.Kind != "k" || o.Table != "t" || o.ID != "i" || o.Body["n"] != int64(1) {
		t.Errorf("%+v, %v", o, err)
	}
	for _, c := range []struct {
		field, text, salt string
		want              bool
	}{
		{"remark", "đẹp", s.Salts["remark"], true}, {"none", "", s.Salts["none"], true}, {"remark", "dẹp", s.Salts["remark"], false},
		{"remark", "đẹp", s.Salts["none"], false}, {"other", "", "", false}, {"none", "", "", false}, {"none", "", "?", false},
	} {
		if got := o.Opens(c.field, c.text, c.salt); got != c.want {
			t.Errorf("%s %q: %v", c.field, c.text, got)
		}
	}
	if other, err := Open(make([]byte, 16), s.Body); err != nil || bytes.Equal(other.Data, s.Data()) {
		t.Errorf("another nonce gives the same commitment, %v", err)
	}
	if _, err := Open(s.Nonce, []byte(`{"at":"x"}`)); err == nil {
		t.Error("half a record is opened")
	}
}

func TestPeekCheckpoint(t *testing.T) {
	key, err := GenerateKey(rand.Reader, "thu.example.vn/ledger")
	if err != nil {
		t.Fatal(err)
	}
	text, err := SignCheckpoint(key, "thu.example.vn/ledger", EmptyHead())
	if err != nil {
		t.Fatal(err)
	}
	if c, err := PeekCheckpoint(text); err != nil || c.Head() != EmptyHead() || c.Origin != "thu.example.vn/ledger" || c.Text != text {
		t.Errorf("%+v, %v", c, err)
	}
	for _, bad := range []string{"", "thu\n0\n", strings.Replace(text, "\n0\n", "\n-1\n", 1), strings.Repeat("a", 70_000)} {
		if _, err := PeekCheckpoint(bad); err == nil {
			t.Errorf("%.40q is read", bad)
		}
	}
}

func TestReadVerifiers(t *testing.T) {
	key, err := GenerateKey(rand.Reader, "thu.example.vn/ledger")
	if err != nil {
		t.Fatal(err)
	}
	for text, good := range map[string]bool{key.Verifier: true, "\n" + key.Verifier + "\n\n": true, `{"ledger":["` + key.Verifier + `"]}`: true,
		"": false, "nonsense": false, `{"ledger":[]}`: false} {
		if _, err := ReadVerifiers([]byte(text)); (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
	}
}
