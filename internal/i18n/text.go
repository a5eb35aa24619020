package i18n

import (
	"strings"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// SortKeyVersion names the rules that made a stored sort key. It changes when the collation tables or the
// construction of keys change; keys of another version must be made anew.
const SortKeyVersion = "vi-cldr23-1"

// NFC is the composed form of s, the one that is stored and compared.
func NFC(s string) string { return norm.NFC.String(s) }

// CleanLine is what is kept of a line that someone typed: NFC, no control or invisible format characters
// (zero-width and direction marks among them), each run of white space one space, none at the ends. Bytes
// that are not UTF-8 are dropped.
func CleanLine(s string) string {
	return strings.Join(strings.Fields(clean(s)), " ")
}

// CleanText is CleanLine for a text of several lines: line breaks stay, at most one empty line in a row,
// none at the ends.
func CleanText(s string) string {
	var kept []string
	for line := range strings.SplitSeq(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s), "\n") {
		line = CleanLine(line)
		if line == "" && (len(kept) == 0 || kept[len(kept)-1] == "") {
			continue
		}
		kept = append(kept, line)
	}
	return strings.TrimSuffix(strings.Join(kept, "\n"), "\n")
}

// clean drops what is never part of a text; white space stays for the caller to fold. Dropping may bring
// a letter and a mark together, so that NFC comes last.
func clean(s string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if !unicode.IsSpace(r) && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "")))
}

// Fold is the key by which people search: lower case, without marks ("hoà", "hòa" and "HOA" are "hoa"),
// đ as d, each run of white space one space. Texts that a hasty typist would write alike are equal.
func Fold(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'đ' || r == 'Đ':
			return 'd' // the stroke is no combining mark: NFD leaves it
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(clean(s)))
	return strings.Join(strings.Fields(s), " ")
}

// SortKey is the key whose bytes order texts as a Vietnamese dictionary does (CLDR vi): a ă â b c d đ e ê
// … o ô ơ … u ư …, and only between words of the same letters the tones, ngang huyền hỏi ngã sắc nặng.
func SortKey(s string) []byte {
	var buffer collate.Buffer
	return collate.New(language.Vietnamese).KeyFromString(&buffer, CleanLine(s))
}

// NameSortKey orders people as Vietnamese lists do: by given name, which is the last word, then by middle
// names, then by family name, which is the first.
func NameSortKey(person string) []byte {
	words := strings.Fields(clean(person))
	var given, middle, family string
	if n := len(words); n > 0 {
		given = words[n-1]
		if n > 1 {
			family, middle = words[0], strings.Join(words[1:n-1], " ")
		}
	}
	var key []byte
	for _, part := range []string{given, middle, family} {
		// A part ends with two zero bytes and a zero byte within it is followed by 255, so that a shorter
		// part stands before a longer one and no part runs into the next.
		for _, b := range SortKey(part) {
			key = append(key, b)
			if b == 0 {
				key = append(key, 255)
			}
		}
		key = append(key, 0, 0)
	}
	return key
}
