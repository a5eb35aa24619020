package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// point is a checkpoint as this program reads it.
type point struct {
	origin string
	size   int64
	root   treeHash
	text   string // what is signed, with its last line feed
	signed string // the checkpoint with the log's own signature alone: what a timestamp is over
	lines  []string
}

// readPoint reads a checkpoint that a known key of its own origin must have signed.
func readPoint(data []byte, keys note.Verifiers) (point, error) {
	n, err := note.Open(data, keys)
	if err != nil {
		return point{}, fmt.Errorf("the signature: %w", err)
	}
	p := point{text: n.Text}
	lines := strings.Split(n.Text, "\n")
	if len(lines) < 4 {
		return p, errors.New("it has no origin, size and root")
	}
	p.origin = lines[0]
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return p, fmt.Errorf("%q is no size", lines[1])
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != len(p.root) {
		return p, fmt.Errorf("%q is no root", lines[2])
	}
	p.size, p.root = size, treeHash(root)
	for _, s := range n.Sigs {
		if s.Name == p.origin && p.signed == "" {
			p.signed = n.Text + "\n— " + s.Name + " " + s.Base64 + "\n"
		}
	}
	if p.signed == "" {
		return p, fmt.Errorf("the signature: no known key of %s made it", p.origin)
	}
	_, below, _ := strings.Cut(string(data), n.Text+"\n")
	p.lines = strings.Split(strings.TrimSuffix(below, "\n"), "\n")
	return p, nil
}

// cosignedBy looks for the cosignature of a witness's key (C2SP tlog-cosignature, Ed25519) and tells its time. Like the
// tree it is written from the specification, apart from the program that collects cosignatures.
func (p point) cosignedBy(vkey string) (time.Time, error) {
	name, rest, _ := strings.Cut(vkey, "+")
	_, encoded, _ := strings.Cut(rest, "+")
	key, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != 4 {
		return time.Time{}, fmt.Errorf("%q is no key of a witness", vkey)
	}
	sum := sha256.Sum256(append([]byte(name+"\n"), key...))
	for _, line := range p.lines {
		by, encoded, _ := strings.Cut(strings.TrimPrefix(line, "— "), " ")
		raw, err := base64.StdEncoding.DecodeString(encoded)
		if by != name || err != nil || len(raw) < 4 || [4]byte(raw) != [4]byte(sum[:4]) {
			continue
		}
		if len(raw) != 4+8+ed25519.SignatureSize {
			return time.Time{}, errors.New("its cosignature is malformed")
		}
		at := binary.BigEndian.Uint64(raw[4:])
		if !ed25519.Verify(key[1:], fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s", at, p.text), raw[12:]) {
			return time.Time{}, errors.New("its cosignature is forged, or over another checkpoint")
		}
		return time.Unix(int64(at), 0).UTC(), nil
	}
	return time.Time{}, errors.New("it has not cosigned this checkpoint")
}
