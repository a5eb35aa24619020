package certificates

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"vinhdanh/internal/fault"
)

// MaxName is the longest name that a certificate prints, in characters after NFC.
const MaxName = 300

// Why a name cannot be printed: the codes of CheckName's faults.
const (
	NameNotUTF8   = "name_not_utf8"  // the bytes are no UTF-8
	NameControl   = "name_control"   // a control character or a line break
	NameInvisible = "name_invisible" // zero-width or direction-changing: what is read is not what is stored
	NameSymbol    = "name_symbol"    // an emoji, a private character, anything above U+FFFF
	NameTooLong   = "name_too_long"  // over MaxName characters
)

// CheckName reports why text cannot stand on a certificate: a fault Invalid with one of the codes
// above and, where one character is to blame, the argument char ("U+200B"). Whether the fonts have a
// glyph for every character is certificates/pdf's question.
func CheckName(text string) error {
	_, err := CleanName(text)
	return err
}

// CleanName is text in NFC, or CheckName's fault.
func CleanName(text string) (string, error) {
	if !utf8.ValidString(text) {
		return "", fault.New(fault.Invalid, NameNotUTF8)
	}
	text = norm.NFC.String(text)
	if utf8.RuneCountInString(text) > MaxName {
		return "", fault.New(fault.Invalid, NameTooLong, "max", MaxName)
	}
	for _, r := range text {
		if code := unprintable(r); code != "" {
			return "", fault.New(fault.Invalid, code, "char", runeName(r))
		}
	}
	return text, nil
}

// unprintable is why r cannot be printed, or "". A non-breaking space is fine; a combining mark that
// NFC left alone is not, since the fonts cannot place it.
func unprintable(r rune) string {
	switch {
	case unicode.Is(unicode.Cc, r), r == '\u2028', r == '\u2029':
		return NameControl
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r), unicode.Is(unicode.Variation_Selector, r):
		return NameInvisible
	case r > 0xFFFF, unicode.Is(unicode.Co, r), unicode.Is(unicode.M, r), r >= 0xFDD0 && r <= 0xFDEF, r >= 0xFFFC:
		return NameSymbol
	case r >= 0x2600 && r <= 0x27BF, r >= 0x2B00 && r <= 0x2BFF, r >= 0x2300 && r <= 0x23FF:
		return NameSymbol
	}
	return ""
}

func runeName(r rune) string { return fmt.Sprintf("U+%04X", r) }
