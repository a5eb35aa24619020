package ledger

import (
	"crypto/rand"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/note"
)

const origin = "binhchon.example.vn/ledger"

func newKey(t testing.TB, origin string) (Key, note.Verifiers) {
	t.Helper()
	key, err := GenerateKey(rand.Reader, origin)
	if err != nil {
		t.Fatal(err)
	}
	verifiers, err := Verifiers(key.Verifier)
	if err != nil {
		t.Fatal(err)
	}
	return key, verifiers
}

func TestCheckpointRoundTrip(t *testing.T) {
	key, verifiers := newKey(t, origin)
	head, _ := grow(t, records(1234), nil)
	text, err := SignCheckpoint(key, origin, head, "pass-closed cnnt-2026 1")
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseCheckpoint(text, verifiers)
	if err != nil {
		t.Fatal(err)
	}
	want := Checkpoint{Origin: origin, Size: 1234, Root: head.Root, Extensions: []string{"pass-closed cnnt-2026 1"}, Text: text}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("checkpoint (-want +got):\n%s", diff)
	}
	_, stranger := newKey(t, origin)
	if _, err := ParseCheckpoint(text, stranger); err == nil {
		t.Error("a checkpoint verifies with another key of the same name")
	}
	if _, err := ParseCheckpoint(strings.Replace(text, "1234", "1235", 1), verifiers); err == nil {
		t.Error("a checkpoint with another size verifies")
	}
}

func TestParseKey(t *testing.T) {
	key, _ := newKey(t, origin)
	got, err := ParseKey(key.Private + "\n")
	if err != nil || got != key {
		t.Errorf("ParseKey gives %q, %v; want %q", got.Verifier, err, key.Verifier)
	}
	for _, text := range []string{"", "PRIVATE+KEY+a", key.Verifier, key.Private[:len(key.Private)-4], key.Private + "AAAA"} {
		_, err := ParseKey(text)
		if err == nil {
			t.Errorf("ParseKey(%d bytes) accepted", len(text))
		} else if len(text) > 20 && strings.Contains(err.Error(), text[20:]) {
			t.Error("the error shows the key")
		}
	}
	if _, err := GenerateKey(rand.Reader, "two words"); err == nil {
		t.Error("an origin with a space was accepted")
	}
}

func TestSignCheckpointRefuses(t *testing.T) {
	key, _ := newKey(t, origin)
	tests := []struct {
		name, origin string
		size         int64
		extension    string
	}{
		{"another origin", "elsewhere", 1, "x"},
		{"a negative size", origin, -1, "x"},
		{"an empty extension", origin, 1, ""},
		{"two lines in one", origin, 1, "a\nb"},
	}
	for _, tt := range tests {
		if _, err := SignCheckpoint(key, tt.origin, Head{Size: tt.size}, tt.extension); err == nil {
			t.Errorf("%s: signed", tt.name)
		}
	}
}

// TestParseCheckpointRefuses signs texts that are no checkpoint with the right key.
func TestParseCheckpointRefuses(t *testing.T) {
	key, verifiers := newKey(t, origin)
	signer, err := note.NewSigner(key.Private)
	if err != nil {
		t.Fatal(err)
	}
	root := EmptyHead().Root.String()
	tests := map[string]string{
		"another origin": "elsewhere\n0\n" + root + "\n",
		"no root":        origin + "\n0\n",
		"leading zero":   origin + "\n00\n" + root + "\n",
		"a sign":         origin + "\n+1\n" + root + "\n",
		"negative":       origin + "\n-1\n" + root + "\n",
		"too large":      origin + "\n9223372036854775808\n" + root + "\n",
		"short root":     origin + "\n0\nAAAA\n",
		"loose base64":   origin + "\n0\n" + root[:42] + "V=\n",
		"empty line":     origin + "\n0\n" + root + "\n\nx\n",
	}
	for name, text := range tests {
		signed, err := note.Sign(&note.Note{Text: text}, signer)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ParseCheckpoint(string(signed), verifiers); err == nil {
			t.Errorf("%s: accepted as %+v", name, got)
		}
	}
	if _, err := ParseCheckpoint(strings.Repeat("x", maxCheckpoint+1), verifiers); err == nil {
		t.Error("an endless text was accepted")
	}
}

// trusting is a key that accepts any signature, so that fuzzing reaches what lies behind it.
type trusting struct{ name string }

func (v trusting) Name() string               { return v.name }
func (v trusting) KeyHash() uint32            { return 0 }
func (v trusting) Verify([]byte, []byte) bool { return true }
func (v trusting) Verifier(name string, hash uint32) (note.Verifier, error) {
	return trusting{name}, nil
}

func FuzzParseCheckpoint(f *testing.F) {
	key, _ := newKey(f, origin)
	text, err := SignCheckpoint(key, origin, EmptyHead(), "x")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add(origin + "\n5\n" + EmptyHead().Root.String() + "\n\n— " + origin + " AAAAAAAA\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseCheckpoint(text, trusting{})
		if err != nil {
			return
		}
		lines := append([]string{c.Origin, itoa(c.Size), c.Root.String()}, c.Extensions...)
		if want := strings.Join(lines, "\n") + "\n\n"; !strings.HasPrefix(text, want) || c.Size < 0 {
			t.Fatalf("%q was read as %+v", text, c)
		}
	})
}
