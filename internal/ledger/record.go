package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"

	"golang.org/x/text/unicode/norm"
)

// record is a canonical record taken apart.
type record struct {
	kind, table, id, at string
	body                map[string]any
	texts               map[string]string // by field the hexadecimal salted hash
}

// record reads the canonical record of a stored leaf.
func (s Sealed) record() (record, error) {
	m, err := ParseCanonical(s.Body)
	if err != nil {
		return record{}, err
	}
	r := record{texts: map[string]string{}}
	var ok [6]bool
	r.kind, ok[0] = m["kind"].(string)
	r.table, ok[1] = m["table"].(string)
	r.id, ok[2] = m["id"].(string)
	r.at, ok[3] = m["at"].(string)
	r.body, ok[4] = m["body"].(map[string]any)
	texts, isObject := m["texts"].(map[string]any)
	ok[5] = isObject && len(m) == len(ok)
	for field, v := range texts {
		hash, isString := v.(string)
		r.texts[field] = hash
		ok[5] = ok[5] && isString
	}
	if slices.Contains(ok[:], false) {
		return record{}, errors.New("read canonical record: not a leaf")
	}
	return r, nil
}

// verified is the record of a stored leaf that agrees with itself. When it does not, the record is
// returned beside the error as far as it could be read.
func (s Sealed) verified() (record, error) {
	r, err := s.record()
	if s.commit() != s.Commitment {
		return r, errors.New("the record does not hash to its commitment")
	}
	if err != nil {
		return r, err
	}
	if r.kind != s.Kind || r.table != s.Table || r.id != s.ID || r.at != s.At.UTC().Format(timeLayout) {
		return r, errors.New("the columns beside the record disagree with it")
	}
	for field := range s.Salts {
		if _, ok := r.texts[field]; !ok {
			return r, fmt.Errorf("a salt without a text: %s", field)
		}
	}
	return r, nil
}

// erased names in order the texts that have no salt.
func (r record) erased(salts map[string]string) []string {
	var fields []string
	for field := range r.texts {
		if salts[field] == "" {
			fields = append(fields, field)
		}
	}
	slices.Sort(fields)
	return fields
}

func (s Sealed) commit() [sha256.Size]byte {
	h := sha256.New()
	h.Write(s.Nonce)
	h.Write(s.Body)
	return [sha256.Size]byte(h.Sum(nil))
}

// textHash is hex SHA-256(salt || field || 0x00 || NFC text); the field is hashed too, so that two equal
// texts of one leaf cannot be exchanged.
func textHash(salt []byte, field, text string) string {
	h := sha256.New()
	h.Write(salt)
	io.WriteString(h, field+"\x00"+norm.NFC.String(text)) //nolint:errcheck // a hash never fails
	return hex.EncodeToString(h.Sum(nil))
}

func sameValue(a, b any) bool {
	x, errX := appendValue(nil, a, 0)
	y, errY := appendValue(nil, b, 0)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

func union[V, W any](a map[string]V, b map[string]W) map[string]bool {
	keys := map[string]bool{}
	for k := range a {
		keys[k] = true
	}
	for k := range b {
		keys[k] = true
	}
	return keys
}
