package certificates

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"vinhdanh/internal/fault"
)

// codeDigits is Crockford's base32 alphabet: no I, L, O and U, so that a code survives being read aloud.
const codeDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	randomDigits = 11 // 55 random bits
	codeLength   = randomDigits + 1
	maxCodeInput = 64 // bytes of input that ParseCode looks at
)

// Code names a certificate to everyone who holds it: 11 random digits of Crockford's base32 and one
// check digit. Its zero value is no code. Codes are comparable and may be map keys.
type Code struct{ s string }

// NewCode draws a code of 55 random bits from random, which must be a cryptographic source.
func NewCode(random io.Reader) (Code, error) {
	var b [randomDigits]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return Code{}, fmt.Errorf("draw a certificate code: %w", err)
	}
	var digits [codeLength]byte
	var check byte
	for i, x := range b {
		d := x & 31
		check = double(check ^ d)
		digits[i] = codeDigits[d]
	}
	digits[randomDigits] = codeDigits[check]
	return Code{string(digits[:])}, nil
}

// ParseCode reads a code as people type and scanners read it: any case, blanks and dashes of any sort
// anywhere, O for 0, I and L for 1. A wrong length, letter or check digit is the fault Malformed
// "code_mistyped".
func ParseCode(input string) (Code, error) {
	mistyped := fault.New(fault.Malformed, "code_mistyped")
	if len(input) > maxCodeInput {
		return Code{}, mistyped
	}
	digits := make([]byte, 0, codeLength)
	var check byte
	for _, r := range input {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || r == '\u2212' {
			continue
		}
		d, err := digitOf(r)
		if err != nil || len(digits) == codeLength {
			return Code{}, mistyped
		}
		check = double(check ^ d)
		digits = append(digits, codeDigits[d])
	}
	if len(digits) != codeLength || check != 0 {
		return Code{}, mistyped
	}
	return Code{string(digits)}, nil
}

// String is the code as printed, 7K3M-9QXT-2HDK, or "" for the zero Code.
func (c Code) String() string {
	if c.s == "" {
		return ""
	}
	return c.s[:4] + "-" + c.s[4:8] + "-" + c.s[8:]
}

// Lower is the code as QR symbols and addresses carry it: 12 lower-case characters without dashes.
func (c Code) Lower() string { return strings.ToLower(c.s) }

// IsZero reports whether c is no code.
func (c Code) IsZero() bool { return c.s == "" }

// MarshalText writes the printed form.
func (c Code) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads any spelling that ParseCode takes.
func (c *Code) UnmarshalText(text []byte) error {
	parsed, err := ParseCode(string(text))
	if err != nil {
		return err
	}
	*c = parsed
	return nil
}

// double multiplies by x in GF(32) with the polynomial x^5+x^2+1. Folding c = double(c ^ d) over the
// digits is Damm's scheme: it is weakly totally anti-symmetric, which is what catches swaps.
func double(x byte) byte {
	x <<= 1
	if x&32 != 0 {
		x ^= 0b100101
	}
	return x
}

var errNoDigit = errors.New("no digit of a code")

// digitOf is the value of one typed character. The letters I, L and O are compared in ASCII only, so
// that the Turkish dotless i or a full-width letter is mistyped, not guessed.
func digitOf(r rune) (byte, error) {
	if r >= 'a' && r <= 'z' {
		r -= 'a' - 'A'
	}
	switch r {
	case 'O':
		r = '0'
	case 'I', 'L':
		r = '1'
	}
	if r >= 0x80 {
		return 0, errNoDigit
	}
	i := strings.IndexByte(codeDigits, byte(r))
	if i < 0 {
		return 0, errNoDigit
	}
	return byte(i), nil
}
