package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// codeDigits is the alphabet of certificate codes, Crockford's base32.
const codeDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// newCode draws a code that the program takes for one of its own: 11 digits and their check digit, as printed.
func newCode(random *rand.Rand) string {
	var digits [12]byte
	for n := range 11 {
		digits[n] = codeDigits[random.IntN(32)]
	}
	digits[11] = checkDigit(digits[:11])
	return fmt.Sprintf("%s-%s-%s", digits[:4], digits[4:8], digits[8:])
}

// checkDigit is the last digit of a code after the others, by Damm's scheme over GF(32) as docs/formats.md has it.
func checkDigit(digits []byte) byte {
	check := 0
	for _, d := range digits {
		check = (check ^ strings.IndexByte(codeDigits, d)) << 1
		if check&32 != 0 {
			check ^= 0b100101
		}
	}
	return codeDigits[check]
}
