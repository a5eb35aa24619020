package main

import (
	"fmt"
	"math/rand/v2"
)

// codeDigits is the alphabet of certificate codes, Crockford's base32.
const codeDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// newCode draws a code that the program takes for one of its own: 11 digits and their check digit, as printed.
// The scheme is Damm's over GF(32), written down in docs/formats.md.
func newCode(random *rand.Rand) string {
	var digits [12]byte
	var check byte
	for n := range 11 {
		d := byte(random.IntN(32))
		check = (check ^ d) << 1
		if check&32 != 0 {
			check ^= 0b100101
		}
		digits[n] = codeDigits[d]
	}
	digits[11] = codeDigits[check]
	return fmt.Sprintf("%s-%s-%s", digits[:4], digits[4:8], digits[8:])
}
