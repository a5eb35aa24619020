package ledger

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	nonceSize = 16 // bytes: 128 random bits hide even a guessable record
	saltSize  = 16 // bytes, one salt for each text

	// maxPublic is the longest public statement in bytes: entry bundles of C2SP tlog-tiles write the
	// length of an entry in 16 bits.
	maxPublic = 1<<16 - 1
)

// timeLayout writes a leaf's time in UTC with exactly six decimals, so that one instant has one spelling.
const timeLayout = "2006-01-02T15:04:05.000000Z"

// Leaf is one act as the ledger sees it: what happened (Kind) to which row (Table, ID), when, and the
// row's sealed content.
type Leaf struct {
	Kind  string
	Table string
	ID    string
	At    time.Time
	// Body holds ids, numbers, times and hashes, in the types that Canonical writes; it can never be erased.
	Body map[string]any
	// Texts holds free text and names by the field's name. A text enters the record by its own salted
	// hash, so that it can be erased without breaking the tree.
	Texts map[string]string
	// Public marks a leaf whose record is published as it is (certificates) instead of as a commitment.
	Public bool
}

// Sealed is a leaf as it is stored: the canonical record and what opens its commitment.
type Sealed struct {
	Kind  string
	Table string
	ID    string
	At    time.Time // UTC, whole microseconds
	// Nonce is 16 random bytes, or empty when the leaf is public.
	Nonce []byte
	// Salts holds for each text's field 16 random bytes in standard base64. A field without a salt was erased.
	Salts map[string]string
	// Body is the canonical record:
	// {"at":…,"body":{…},"id":…,"kind":…,"table":…,"texts":{field: hex SHA-256(salt || field || 0x00 || NFC text)}}.
	Body []byte
	// Commitment is SHA-256(nonce || body).
	Commitment [sha256.Size]byte
}

// Seal makes the stored form of a leaf with randomness from rand, which production gives crypto/rand.
// The time is cut to microseconds. A leaf without kind, table, id or time is an error, as is a body that
// Canonical refuses and a public record longer than 65,535 bytes.
func Seal(leaf Leaf, rand io.Reader) (Sealed, error) {
	if leaf.Kind == "" || leaf.Table == "" || leaf.ID == "" || leaf.At.IsZero() {
		return Sealed{}, errors.New("seal leaf: kind, table, id and time are needed")
	}
	s := Sealed{
		Kind: leaf.Kind, Table: leaf.Table, ID: leaf.ID,
		At:    leaf.At.UTC().Truncate(time.Microsecond),
		Salts: map[string]string{},
	}
	texts := map[string]string{}
	for _, field := range slices.Sorted(maps.Keys(leaf.Texts)) {
		salt := make([]byte, saltSize)
		if _, err := io.ReadFull(rand, salt); err != nil {
			return Sealed{}, fmt.Errorf("seal leaf: draw salt: %w", err)
		}
		if !utf8.ValidString(leaf.Texts[field]) || !norm.NFC.IsNormalString(field) {
			return Sealed{}, fmt.Errorf("seal leaf: text %q is not UTF-8, or its name not NFC", field)
		}
		s.Salts[field] = base64.StdEncoding.EncodeToString(salt)
		texts[field] = textHash(salt, field, leaf.Texts[field])
	}
	var err error
	s.Body, err = Canonical(map[string]any{
		"at": s.At.Format(timeLayout), "body": leaf.Body, "id": s.ID, "kind": s.Kind, "table": s.Table, "texts": texts,
	})
	if err != nil {
		return Sealed{}, fmt.Errorf("seal leaf %s of %s %s: %w", leaf.Kind, leaf.Table, leaf.ID, err)
	}
	if leaf.Public {
		if len(s.Body) > maxPublic {
			return Sealed{}, fmt.Errorf("seal leaf %s of %s %s: %d bytes are too many for a public record", leaf.Kind, leaf.Table, leaf.ID, len(s.Body))
		}
	} else {
		s.Nonce = make([]byte, nonceSize)
		if _, err := io.ReadFull(rand, s.Nonce); err != nil {
			return Sealed{}, fmt.Errorf("seal leaf: draw nonce: %w", err)
		}
	}
	s.Commitment = s.commit()
	return s, nil
}

// Public reports whether the record itself is published, which a leaf without a nonce is.
func (s Sealed) Public() bool { return len(s.Nonce) == 0 }

// Data is what tlog.RecordHash hashes into the tree and what entry bundles publish: the 32 bytes of the
// commitment, or the record itself when it is public.
func (s Sealed) Data() []byte {
	if s.Public() {
		return s.Body
	}
	return s.Commitment[:]
}

// Erased names the texts whose salt is gone, in order: they can no longer be compared with anything.
// A record that cannot be read has none; Verify reports it.
func (s Sealed) Erased() []string {
	r, err := s.record()
	if err != nil {
		return nil
	}
	return r.erased(s.Salts)
}

// Verify reports as an error what of a stored leaf does not agree with itself: a commitment that the
// nonce and the record do not give, a record that is not canonical, a column that says another thing.
func (s Sealed) Verify() error {
	_, err := s.verified()
	return err
}

// Matches compares a stored leaf with the leaf that the row makes today and names the parts that differ,
// in order: "table", "id", "kind", "body.<key>", "texts.<field>", or "record" when the stored one cannot
// be read. The time is compared only as far as the body holds it, the kind only when current names one,
// and erased texts not at all.
func Matches(s Sealed, current Leaf) []string {
	r, err := s.record()
	if err != nil {
		return []string{"record"}
	}
	var differ []string
	note := func(name string, same bool) {
		if !same {
			differ = append(differ, name)
		}
	}
	note("table", r.table == current.Table)
	note("id", r.id == current.ID)
	note("kind", current.Kind == "" || r.kind == current.Kind)
	for key := range union(r.body, current.Body) {
		old, had := r.body[key]
		now, has := current.Body[key]
		note("body."+key, had == has && sameValue(old, now))
	}
	for field := range union(r.texts, current.Texts) {
		hash, had := r.texts[field]
		if had && s.Salts[field] == "" {
			continue
		}
		text, has := current.Texts[field]
		salt, err := base64.StdEncoding.DecodeString(s.Salts[field])
		note("texts."+field, had && has && err == nil && hash == textHash(salt, field, text))
	}
	slices.Sort(differ)
	return differ
}
