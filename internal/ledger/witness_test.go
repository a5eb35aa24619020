package ledger_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"

	"vinhdanh/internal/ledger"
)

// cosigner is a witness as C2SP tlog-cosignature describes one, written here a second time from its text.
type cosigner struct {
	name string
	key  ed25519.PrivateKey
}

func newCosigner(t *testing.T, name string) cosigner {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return cosigner{name, key}
}

func (c cosigner) public(kind byte) []byte {
	return append([]byte{kind}, c.key.Public().(ed25519.PublicKey)...)
}

func (c cosigner) id(kind byte) []byte {
	sum := sha256.Sum256(append([]byte(c.name+"\n"), c.public(kind)...))
	return sum[:4]
}

func (c cosigner) vkey(kind byte) string {
	return fmt.Sprintf("%s+%x+%s", c.name, c.id(kind), base64.StdEncoding.EncodeToString(c.public(kind)))
}

func (c cosigner) line(checkpoint string, at int64) string {
	body, _, _ := strings.Cut(checkpoint, "\n\n")
	sig := ed25519.Sign(c.key, fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s\n", at, body))
	raw := append(binary.BigEndian.AppendUint64(c.id(4), uint64(at)), sig...)
	return "— " + c.name + " " + base64.StdEncoding.EncodeToString(raw) + "\n"
}

func TestParseWitness(t *testing.T) {
	c := newCosigner(t, "witness.example/w1")
	w, err := ledger.ParseWitness(" " + c.vkey(4) + "\n")
	if err != nil || w.Name() != c.name || w.Text != c.vkey(4) {
		t.Errorf("%+v, %v", w, err)
	}
	good := c.vkey(4)
	for name, text := range map[string]string{
		"a log's key": c.vkey(1), "empty": "", "no name": good[len(c.name):], "a blank in the name": "a " + good,
		"another name": "x" + good, "cut short": good[:len(good)-8], "no base64": good + "!", "bare": "witness.example/w1",
	} {
		if _, err := ledger.ParseWitness(text); err == nil {
			t.Errorf("%s: %q is taken", name, text)
		}
	}
}

func TestReadCosignatures(t *testing.T) {
	key, err := ledger.GenerateKey(rand.Reader, "log.example/ledger")
	if err != nil {
		t.Fatal(err)
	}
	signed, err := ledger.SignCheckpoint(key, "log.example/ledger", ledger.Head{Size: 7})
	if err != nil {
		t.Fatal(err)
	}
	other, err := ledger.SignCheckpoint(key, "log.example/ledger", ledger.Head{Size: 8})
	if err != nil {
		t.Fatal(err)
	}
	a, b, stranger := newCosigner(t, "a.example"), newCosigner(t, "b.example"), newCosigner(t, "c.example")
	false2 := newCosigner(t, "a.example")
	var known []ledger.Witness
	for _, c := range []cosigner{a, b} {
		w, err := ledger.ParseWitness(c.vkey(4))
		if err != nil {
			t.Fatal(err)
		}
		known = append(known, w)
	}
	now := time.Date(2026, 11, 2, 3, 0, 0, 0, time.UTC)
	at := now.Unix() - 5
	for _, c := range []struct {
		name, lines string
		want        []string
	}{
		{"one", a.line(signed, at), []string{"a.example"}},
		{"two and a stranger", stranger.line(signed, at) + a.line(signed, at) + b.line(signed, at), []string{"a.example", "b.example"}},
		{"an hour ahead", a.line(signed, now.Unix()+3600), []string{"a.example"}},
		{"in the future", a.line(signed, now.Unix()+3601), nil},
		{"without a time", a.line(signed, 0), nil},
		{"of another size", a.line(other, at), nil},
		{"a stranger alone", stranger.line(signed, at), nil},
		{"another key under the name", false2.line(signed, at), nil},
		{"another time", strings.Replace(a.line(signed, at), "AABq", "AABr", 1) + b.line(signed, at), nil},
		{"nothing", "", nil}, {"garbage", "<html>", nil}, {"a second note", "\n" + a.line(signed, at), nil},
		{"too long", strings.Repeat(stranger.line(signed, at), 900), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			list, err := ledger.ReadCosignatures(signed, c.lines, now, known...)
			if len(list) != len(c.want) || (err == nil) != (len(c.want) > 0) {
				t.Fatalf("%+v, %v; want %v", list, err, c.want)
			}
			for i, s := range list {
				if s.Name() != c.want[i] || !strings.Contains(c.lines, s.Line) || s.At.Before(now.Add(-time.Minute)) {
					t.Errorf("%+v, want %s", s, c.want[i])
				}
			}
		})
	}
}
