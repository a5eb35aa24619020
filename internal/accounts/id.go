package accounts

import (
	"crypto/rand"
	"encoding/base32"
	"strings"
)

var idEncoding = base32.StdEncoding.WithPadding(base32.NoPadding)

// NewID is a random 128-bit identifier as 26 lower-case base32 characters.
func NewID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails since Go 1.24
	return strings.ToLower(idEncoding.EncodeToString(b[:]))
}
