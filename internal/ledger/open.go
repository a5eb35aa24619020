package ledger

import (
	"crypto/sha256"
	"encoding/base64"
)

// Opened is a commitment that was opened: the record's parts and what the tree holds of it.
type Opened struct {
	Kind, Table, ID, At string
	Body                map[string]any    // values as ParseCanonical gives them
	Texts               map[string]string // by field the hexadecimal salted hash
	// Data is what tlog.RecordHash hashes into the tree: the commitment, or the record when there is no nonce.
	Data []byte
}

// Open takes a canonical record apart and commits to it with its nonce again, which is empty for a public
// leaf. Bytes that are no canonical record of a leaf are an error.
func Open(nonce, record []byte) (Opened, error) {
	s := Sealed{Nonce: nonce, Body: record}
	r, err := s.record()
	if err != nil {
		return Opened{}, err
	}
	s.Commitment = s.commit()
	return Opened{Kind: r.kind, Table: r.table, ID: r.id, At: r.at, Body: r.body, Texts: r.texts, Data: s.Data()}, nil
}

// Opens reports whether a text with its salt, in standard base64, is the one that the record holds of a field.
func (o Opened) Opens(field, text, salt string) bool {
	raw, err := base64.StdEncoding.DecodeString(salt)
	return err == nil && len(raw) == saltSize && o.Texts[field] == textHash(raw, field, text) && len(o.Texts[field]) == 2*sha256.Size
}
