package ledger

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// maxCheckpoint bounds in bytes what ParseCheckpoint reads: a few lines and a few signatures.
const maxCheckpoint = 64 << 10

// Key signs checkpoints with Ed25519. Its texts are those of golang.org/x/mod/sumdb/note.
type Key struct {
	// Private is the secret text, "PRIVATE+KEY+<origin>+…"; it is never printed or logged.
	Private string
	// Verifier is the public text, "<origin>+<key hash>+…", which a third party checks with.
	Verifier string
}

// GenerateKey draws a new key for an origin: the log's name as a host with a path, such as
// "binhchon.example.vn/ledger". An origin with spaces or a plus sign is an error.
func GenerateKey(rand io.Reader, origin string) (Key, error) {
	private, verifier, err := note.GenerateKey(rand, origin)
	if err != nil {
		return Key{}, fmt.Errorf("generate checkpoint key: %w", err)
	}
	if _, err := note.NewVerifier(verifier); err != nil {
		return Key{}, fmt.Errorf("generate checkpoint key for origin %q: %w", origin, err)
	}
	return Key{Private: private, Verifier: verifier}, nil
}

// ParseKey reads a private key's text and derives its verifier. The error never holds the text.
func ParseKey(private string) (Key, error) {
	bad := errors.New("parse checkpoint key: malformed")
	private = strings.TrimSpace(private)
	signer, err := note.NewSigner(private)
	if err != nil {
		return Key{}, bad
	}
	// PRIVATE+KEY+<name>+<hash>+<base64 of the algorithm's byte and the 32 byte seed>; base64 may hold a plus.
	secret, err := base64.StdEncoding.DecodeString(strings.SplitN(private, "+", 5)[4])
	if err != nil || len(secret) != 1+ed25519.SeedSize {
		return Key{}, bad
	}
	public, ok := ed25519.NewKeyFromSeed(secret[1:]).Public().(ed25519.PublicKey)
	if !ok {
		return Key{}, bad
	}
	verifier, err := note.NewEd25519VerifierKey(signer.Name(), public)
	if err != nil {
		return Key{}, bad
	}
	return Key{Private: private, Verifier: verifier}, nil
}

// Verifiers makes the list that ParseCheckpoint checks with from verifier texts, such as Key.Verifier.
func Verifiers(texts ...string) (note.Verifiers, error) {
	var list []note.Verifier
	for _, text := range texts {
		v, err := note.NewVerifier(strings.TrimSpace(text))
		if err != nil {
			return nil, fmt.Errorf("parse checkpoint verifier %q: %w", text, err)
		}
		list = append(list, v)
	}
	return note.VerifierList(list...), nil
}

// Checkpoint is a signed statement that the log of that origin had that size and root.
type Checkpoint struct {
	Origin string
	Size   int64
	Root   tlog.Hash
	// Extensions are the lines after the root; they say more and change nothing.
	Extensions []string
	// Text is the whole signed note as it was read.
	Text string
}

// Head is the size and root that the checkpoint states.
func (c Checkpoint) Head() Head { return Head{Size: c.Size, Root: c.Root} }

// SignCheckpoint writes a C2SP tlog-checkpoint: the origin, the size, the root in base64, any extension
// lines, and the key's signature. Origin must be the key's own; an extension line is neither empty nor
// broken in two.
func SignCheckpoint(key Key, origin string, head Head, extensions ...string) (string, error) {
	signer, err := note.NewSigner(key.Private)
	if err != nil {
		return "", errors.New("sign checkpoint: malformed key")
	}
	if signer.Name() != origin {
		return "", fmt.Errorf("sign checkpoint: the key is for origin %q, not %q", signer.Name(), origin)
	}
	if head.Size < 0 || slices.ContainsFunc(extensions, badLine) {
		return "", errors.New("sign checkpoint: a negative size or a bad extension line")
	}
	lines := append([]string{origin, strconv.FormatInt(head.Size, 10), head.Root.String()}, extensions...)
	text, err := note.Sign(&note.Note{Text: strings.Join(lines, "\n") + "\n"}, signer)
	if err != nil {
		return "", fmt.Errorf("sign checkpoint: %w", err)
	}
	return string(text), nil
}

// ParseCheckpoint reads a signed checkpoint. It is an error unless one of the verifiers, named like the
// origin, signed it, and unless every line has its one spelling.
func ParseCheckpoint(text string, verifiers note.Verifiers) (Checkpoint, error) {
	if len(text) > maxCheckpoint {
		return Checkpoint{}, errors.New("parse checkpoint: too long")
	}
	n, err := note.Open([]byte(text), verifiers)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("parse checkpoint: %w", err)
	}
	c, err := readCheckpoint(n.Text)
	if err != nil {
		return Checkpoint{}, err
	}
	if !slices.ContainsFunc(n.Sigs, func(s note.Signature) bool { return s.Name == c.Origin }) {
		return Checkpoint{}, fmt.Errorf("parse checkpoint: no known key of origin %q signed it", c.Origin)
	}
	c.Text = text
	return c, nil
}

// PeekCheckpoint reads what a checkpoint states without asking who signed it. It proves nothing.
func PeekCheckpoint(text string) (Checkpoint, error) {
	if len(text) > maxCheckpoint {
		return Checkpoint{}, errors.New("parse checkpoint: too long")
	}
	var unsigned *note.UnverifiedNoteError
	if _, err := note.Open([]byte(text), note.VerifierList()); !errors.As(err, &unsigned) {
		return Checkpoint{}, fmt.Errorf("parse checkpoint: %w", err)
	}
	c, err := readCheckpoint(unsigned.Note.Text)
	c.Text = text
	return c, err
}

// readCheckpoint reads the signed part of a checkpoint.
func readCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) < 3 || slices.ContainsFunc(lines, badLine) {
		return Checkpoint{}, errors.New("parse checkpoint: origin, size and root are needed")
	}
	c := Checkpoint{Origin: lines[0], Extensions: lines[3:]}
	var err error
	c.Size, err = strconv.ParseInt(lines[1], 10, 64)
	if err != nil || c.Size < 0 || strconv.FormatInt(c.Size, 10) != lines[1] {
		return Checkpoint{}, fmt.Errorf("parse checkpoint: %q is no size", lines[1])
	}
	c.Root, err = tlog.ParseHash(lines[2])
	if err != nil || c.Root.String() != lines[2] {
		return Checkpoint{}, fmt.Errorf("parse checkpoint: %q is no root", lines[2])
	}
	return c, nil
}

func badLine(line string) bool { return line == "" || strings.ContainsAny(line, "\n\r") }
