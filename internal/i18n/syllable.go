package i18n

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// onsets, nuclei and codas are what Vietnamese syllables are made of. Some combinations do not occur, but
// text read in a wrong encoding hardly ever fits even this.
const (
	onsets = " ngh ng nh ch gh gi kh ph qu th tr b c d đ g h k l m n p r s t v x "
	nuclei = " uyê uya oă oa oe oo uâ uê uy uơ iê yê ia ua uô ưa ươ a ă â e ê i o ô ơ u ư y "
	codas  = " ch ng nh c m n p t i y o u "
)

// countSyllables counts the words beyond ASCII that are possible Vietnamese syllables, and those that are not.
func countSyllables(text string) (good, bad int) {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r < 0x80 && !unicode.IsLetter(r) }) {
		if !strings.ContainsFunc(word, func(r rune) bool { return r >= 0x80 }) {
			continue
		}
		if isSyllable(word) {
			good++
		} else {
			bad++
		}
	}
	return good, bad
}

// isSyllable reports whether a word could be a Vietnamese syllable with at most one tone.
func isSyllable(word string) bool {
	tones := 0
	s := norm.NFC.String(strings.Map(func(r rune) rune {
		if strings.ContainsRune("\u0300\u0301\u0303\u0309\u0323", r) {
			tones++
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(word)))
	if tones > 1 {
		return false
	}
	return slices.ContainsFunc(append(strings.Fields(onsets), ""), func(onset string) bool {
		rhyme, ok := strings.CutPrefix(s, onset)
		return ok && isRhyme(rhyme)
	})
}

func isRhyme(s string) bool {
	return slices.ContainsFunc(strings.Fields(nuclei), func(nucleus string) bool {
		coda, ok := strings.CutPrefix(s, nucleus)
		return ok && (coda == "" || strings.Contains(codas, " "+coda+" "))
	})
}
