package accounts

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"vinhdanh/internal/fault"
)

// PasswordMin and PasswordMax bound a password's length in characters (OWASP ASVS 6.2.1 asks for 8 and
// for 64 to be allowed; ours are wider).
const (
	PasswordMin = 12
	PasswordMax = 256
)

// argonCost is what one hash costs: memory in KiB, passes and lanes (OWASP's second recommendation).
type argonCost struct {
	memory uint32
	passes uint32
	lanes  uint8
}

const (
	saltBytes = 16
	keyBytes  = 32
	// A stored hash that asks for more than this is refused: it was not written by this program.
	mostMemory, mostPasses, mostLanes = 256 << 10, 16, 8
)

var errBadHash = errors.New("stored password hash cannot be read")

func currentCost() argonCost { return argonCost{memory: 19 << 10, passes: 2, lanes: 1} }

// Hasher computes argon2id hashes, at most two at a time so that a storm of logins cannot eat the memory.
type Hasher struct{ slots chan struct{} }

// NewHasher returns a Hasher that is ready to use and safe for many goroutines.
func NewHasher() *Hasher { return &Hasher{slots: make(chan struct{}, 2)} }

// Hash returns the PHC string of a password under a fresh salt. It fails only when ctx ends while waiting.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	rand.Read(salt)
	cost := currentCost()
	key, err := h.derive(ctx, password, salt, cost, keyBytes)
	if err != nil {
		return "", err
	}
	return formatPHC(cost, salt, key), nil
}

// Verify reports whether password belongs to the PHC string, and whether the string should be replaced
// because the cost has changed since. An empty phc is the answer for an unknown user: it is never ok and
// takes as long as a real one. The error is not nil when the string cannot be read or ctx ended.
func (h *Hasher) Verify(ctx context.Context, phc, password string) (ok, needsRehash bool, err error) {
	if phc == "" {
		_, err = h.derive(ctx, password, make([]byte, saltBytes), currentCost(), keyBytes)
		return false, false, err
	}
	cost, salt, want, err := parsePHC(phc)
	if err != nil {
		return false, false, err
	}
	got, err := h.derive(ctx, password, salt, cost, uint32(len(want)))
	if err != nil {
		return false, false, err
	}
	if subtle.ConstantTimeCompare(got, want) != 1 {
		return false, false, nil
	}
	return true, cost != currentCost() || len(want) != keyBytes, nil
}

// derive waits for a slot. The password is composed (NFC) first, because one keyboard sends "ế" as one
// character and another as three.
func (h *Hasher) derive(ctx context.Context, password string, salt []byte, c argonCost, n uint32) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, fmt.Errorf("wait to hash a password: %w", ctx.Err())
	}
	return argon2.IDKey([]byte(norm.NFC.String(password)), salt, c.passes, c.memory, c.lanes, n), nil
}

func formatPHC(c argonCost, salt, key []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, c.memory, c.passes, c.lanes, b64.EncodeToString(salt), b64.EncodeToString(key))
}

func parsePHC(s string) (c argonCost, salt, key []byte, err error) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != "v="+strconv.Itoa(argon2.Version) {
		return c, nil, nil, errBadHash
	}
	n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.passes, &c.lanes)
	if err != nil || n != 3 || c.passes < 1 || c.lanes < 1 || c.memory < 8 ||
		c.memory > mostMemory || c.passes > mostPasses || c.lanes > mostLanes {
		return c, nil, nil, errBadHash
	}
	salt, err = base64.RawStdEncoding.Strict().DecodeString(parts[4])
	if err != nil || len(salt) < 8 || len(salt) > 64 {
		return c, nil, nil, errBadHash
	}
	key, err = base64.RawStdEncoding.Strict().DecodeString(parts[5])
	if err != nil || len(key) < 16 || len(key) > 64 {
		return c, nil, nil, errBadHash
	}
	return c, salt, key, nil
}

// CheckPassword refuses a password that is too short, too long or among the first that anybody would
// try; there are no rules about kinds of characters. Words known about its owner (name, e-mail) may be
// given and are refused as the whole password. The fault is of the field "password" with the code
// "weak_password" and the arguments reason ("too_short", "too_long", "common"), min and max.
func CheckPassword(password string, known ...string) error {
	password = norm.NFC.String(password)
	n := utf8.RuneCountInString(password)
	switch {
	case n < PasswordMin:
		return weak("too_short")
	case n > PasswordMax:
		return weak("too_long")
	}
	bare := bareWord(password)
	for _, w := range known {
		if bareWord(w) == bare {
			return weak("common")
		}
	}
	if isCommon(bare) {
		return weak("common")
	}
	return nil
}

func weak(reason string) error {
	var fields fault.Fields
	fields.Add("password", "weak_password", "reason", reason, "min", PasswordMin, "max", PasswordMax)
	return fields.Err()
}

// bareWord is a password as a guesser sees it: lower case, no spaces or marks of punctuation.
func bareWord(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .-_@!?,;:*#$%&+/\\'\"()", r) {
			return -1
		}
		return r
	}, strings.ToLower(norm.NFC.String(s)))
}

// isCommon knows the words people start with, and finds them bare, repeated or with digits behind.
func isCommon(bare string) bool {
	stem := strings.TrimRight(bare, "0123456789")
	if stem == "" {
		return isRun(bare)
	}
	for _, w := range strings.Fields(commonStems) {
		if strings.ReplaceAll(stem, w, "") == "" {
			return true
		}
	}
	return strings.ReplaceAll(stem, stem[:utf8Len(stem)], "") == ""
}

// utf8Len is the length in bytes of the first character.
func utf8Len(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}

// isRun reports whether digits only repeat a short pattern or count up or down.
func isRun(digits string) bool {
	for size := 1; size <= len(digits)/2; size++ {
		if strings.Trim(strings.ReplaceAll(digits, digits[:size], ""), digits[:size]) == "" {
			return true
		}
	}
	const up, down = "01234567890123456789", "98765432109876543210"
	return strings.Contains(up+up, digits) || strings.Contains(down+down, digits)
}

// commonStems are the stems of the passwords most often found in leaked lists that reach twelve
// characters, and of those that this program's own name and trade invite.
const commonStems = `password passw0rd matkhau mậtkhẩu qwerty qwertyuiop qwertyuiopasdfghjkl asdfghjkl zxcvbnm qazwsxedc
 1qaz2wsx3edc 1q2w3e4r5t6y 1q2w3e4r iloveyou letmein welcome admin administrator vinhdanh sanpham congthuong
 socongthuong congnghiepnongthon vietnam anhyeuem emyeuanh giadinh hanhphuc abcdefghijkl abc abcdef changeme
 football superman princess dragon monkey master sunshine khongbiet deptrai xinchao quantri quảntrị thoconggiay`
