package accounts

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strings"
)

// NewToken makes a bearer secret of 256 random bits and its hash. The plain text is "vd_", the kind and
// "_" when a kind is given ("api", "invite"), then 52 base32 characters; it is shown once and never
// stored. The hash is what HashToken gives.
func NewToken(kind string) (plain, hash string) {
	var b [32]byte
	rand.Read(b[:]) // never fails since Go 1.24
	plain = "vd_"
	if kind != "" {
		plain += kind + "_"
	}
	plain += strings.ToLower(idEncoding.EncodeToString(b[:]))
	return plain, HashToken(plain)
}

// HashToken is the SHA-256 of a token in hexadecimal: enough for a secret of 256 random bits, and
// quick enough for every request.
func HashToken(plain string) string {
	sum := sha256.Sum256([]byte(plain))
	return hex.EncodeToString(sum[:])
}

// SameSecret compares two secrets or hashes in a time that does not depend on where they differ.
func SameSecret(a, b string) bool {
	return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}
