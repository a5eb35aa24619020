package store

import (
	"math"
	"strings"

	"golang.org/x/text/unicode/norm"

	"vinhdanh/internal/i18n"
)

// folded is what a search without diacritics looks in.
func folded(texts []string) string {
	keys := make([]string, len(texts))
	for i, s := range texts {
		keys[i] = i18n.Fold(s)
	}
	return strings.Join(keys, "\n")
}

// exact is what a search with diacritics looks in.
func exact(texts []string) string {
	return strings.ToLower(norm.NFC.String(strings.Join(texts, "\n")))
}

var likeEscapes = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// patterns are the LIKE patterns of a search text; searching is false for an empty one.
func patterns(text string) (folded, exact string, searching bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "%", "%", false
	}
	return "%" + likeEscapes.Replace(i18n.Fold(text)) + "%",
		"%" + likeEscapes.Replace(strings.ToLower(norm.NFC.String(text))) + "%", true
}

// limit is a LIMIT for both engines; 0 means all.
func limit(n int) int64 {
	if n <= 0 {
		return math.MaxInt64
	}
	return int64(n)
}
