package certificates

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxTyped is how many bytes of what was typed are looked at: a pasted address with its query fits.
const maxTyped = 512

// Typed is what somebody typed, pasted or scanned in place of a code.
type Typed struct {
	Code Code   // the zero Code when it is none
	Host string // of an address that leads elsewhere than to this installation; its code is not read
	Slip Slip   // why it is no code; empty when it is one or leads elsewhere
}

// SlipKind says what is wrong with a typed code.
type SlipKind string

// The kinds of slips.
const (
	SlipLetter SlipKind = "letter" // a character that codes do not have
	SlipShort  SlipKind = "short"  // fewer than twelve
	SlipLong   SlipKind = "long"   // more than twelve
	SlipCheck  SlipKind = "check"  // twelve, and the check digit does not fit
)

// Slip says which part of a typed code may be wrong: parts are the groups of four as printed, 1 to 3. Of a check digit
// that does not fit, those are named in which one look-alike or one swap would mend it; there may be none.
type Slip struct {
	Kind   SlipKind
	Letter string // that codes do not have
	Have   int    // characters
	Parts  []int
}

// ReadTyped reads a code as generously as people type it: beside what ParseCode takes, the whole address of the QR
// symbol, full-width and accented letters, also those that a Vietnamese keyboard made out of two keys, dots, quotes
// and a label before a colon. own is the host of this installation; an address on another host gives that host and no code.
func ReadTyped(input, own string) Typed {
	text := strings.TrimSpace(norm.NFKC.String(strings.ToValidUTF8(input[:min(len(input), maxTyped)], "?")))
	if code, host, is := ofAddress(text); is {
		if !strings.EqualFold(host, own) {
			return Typed{Host: host}
		}
		text = code
	}
	if _, after, labelled := strings.Cut(text, ":"); labelled {
		text = after
	}
	var found []Code
	for _, keys := range [][]string{nil, telexKeys, vniKeys} {
		code, err := ParseCode(plainCode(text, keys))
		if err == nil && !slices.Contains(found, code) {
			found = append(found, code)
		}
	}
	if len(found) == 1 {
		return Typed{Code: found[0]}
	}
	return Typed{Slip: slipOf(plainCode(text, nil))}
}

// ofAddress takes the code out of a web address, "https://host/v/code" or "host/v/code".
func ofAddress(text string) (code, host string, is bool) {
	plain := text
	if !strings.Contains(plain, "://") {
		if before, _, found := strings.Cut(plain, "/"); !found || !strings.ContainsAny(before, ".:") {
			return "", "", false
		}
		plain = "https://" + plain
	}
	u, err := url.Parse(plain)
	if err != nil || u.Host == "" {
		return "", "", false
	}
	code = u.Query().Get("code")
	if rest, found := strings.CutPrefix(u.Path, "/v/"); found {
		code, _, _ = strings.Cut(rest, "/")
	}
	return code, strings.ToLower(u.Host), true
}

// What a Vietnamese keyboard makes of two keys, taken apart again: the marks of letters and of tones by combining
// character, in the order circumflex, breve, horn, đ, then acute, grave, hook, tilde, dot below.
var (
	vietnameseMarks = []rune{'\u0302', '\u0306', '\u031b', 'đ', '\u0301', '\u0300', '\u0309', '\u0303', '\u0323'}
	telexKeys       = []string{"", "w", "w", "d", "s", "f", "r", "x", "j"} // a circumflex repeats its letter
	vniKeys         = []string{"6", "8", "7", "9", "1", "2", "3", "4", "5"}
)

// plainCode is a text in capital letters and digits without marks, blanks and signs; with keys, marks become the keys
// that were pressed for them.
func plainCode(text string, keys []string) string {
	var b strings.Builder
	last := ""
	for _, r := range norm.NFD.String(strings.ToLower(text)) {
		mark := slices.Index(vietnameseMarks, r)
		switch {
		case r == 'đ':
			last = "d"
			b.WriteString(last)
		case mark < 0 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			last = string(r)
			b.WriteString(last)
			continue
		case mark < 0:
			continue
		}
		if keys != nil && mark >= 0 {
			if key := keys[mark]; key != "" {
				b.WriteString(key)
			} else {
				b.WriteString(last)
			}
		}
	}
	return strings.ToUpper(b.String())
}

// slipOf says what is wrong with a text that is no code.
func slipOf(text string) Slip {
	var digits []byte
	for _, r := range text {
		d, err := digitOf(r)
		if err != nil {
			return Slip{Kind: SlipLetter, Letter: string(r), Parts: []int{min(len(digits)/partLength, codeLength/partLength-1) + 1}}
		}
		digits = append(digits, d)
	}
	switch have := len(digits); {
	case have < codeLength:
		return Slip{Kind: SlipShort, Have: have}
	case have > codeLength:
		return Slip{Kind: SlipLong, Have: have}
	}
	return Slip{Kind: SlipCheck, Parts: likelyParts(digits)}
}

// partLength is how many characters stand between dashes.
const partLength = 4

// lookAlikes are characters that people take for each other.
var lookAlikes = []string{"8B3", "5S", "2Z7", "6G", "0DQ", "VYX", "MNW", "PRF", "EF", "17T", "4A9", "CG", "HK"}

// likelyParts are the parts in which one look-alike, or the swap of two neighbours, makes the check digit fit.
func likelyParts(digits []byte) []int {
	parts := map[int]bool{}
	try := func(i int, change func(d []byte)) {
		d := slices.Clone(digits)
		change(d)
		var check byte
		for _, x := range d {
			check = double(check ^ x)
		}
		if check == 0 && !slices.Equal(d, digits) {
			parts[i/partLength+1] = true
		}
	}
	for i, d := range digits {
		for _, alike := range lookAlikes {
			if strings.IndexByte(alike, codeDigits[d]) < 0 {
				continue
			}
			for j := range len(alike) {
				try(i, func(x []byte) { x[i] = byte(strings.IndexByte(codeDigits, alike[j])) })
			}
		}
		if i+1 < len(digits) {
			try(i, func(x []byte) { x[i], x[i+1] = x[i+1], x[i] })
		}
	}
	var list []int
	for part := 1; part <= codeLength/partLength; part++ {
		if parts[part] {
			list = append(list, part)
		}
	}
	return list
}
