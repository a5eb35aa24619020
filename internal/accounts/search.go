package accounts

import (
	"strings"

	"vinhdanh/internal/i18n"
)

// cut is the part of a list that a page shows.
func cut[T any](list []T, skip, limit int) []T {
	skip = min(max(skip, 0), len(list))
	return list[skip:min(skip+max(limit, 0), len(list))]
}

// search finds people by parts of their names without marks, addresses and telephone numbers.
type search struct{ words, digits string }

func newSearch(text string) search {
	x := search{words: i18n.Fold(text)}
	if phone, err := NormalisePhone(text); err == nil {
		x.digits = phone
		return x
	}
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
	if letters := strings.Trim(x.words, "0123456789 +.-()"); letters == "" && len(digits) >= 3 {
		x.digits = strings.TrimPrefix(digits, "0")
	}
	return x
}

// finds reports whether the telephone number holds the digits or one of the texts the words.
func (x search) finds(phone string, texts ...string) bool {
	if x.digits != "" && strings.Contains(phone, x.digits) {
		return true
	}
	for _, t := range texts {
		if strings.Contains(i18n.Fold(t), x.words) {
			return true
		}
	}
	return x.words == ""
}
