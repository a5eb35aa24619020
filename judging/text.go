package judging

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
)

// Lengths of text, counted in characters after NFC.
const (
	maxName   = 300    // names of products, producers, people, editions
	maxLine   = 500    // addresses and other single lines
	maxText   = 10_000 // descriptions, remarks and reasons
	maxCount  = 50     // members of a set
	maxSlug   = 60
	maxNumber = 60 // of a decision
)

// checker reads texts at the door, in NFC and without control characters, and gathers what is wrong.
type checker struct{ fault.Fields }

// line is a single-line text of at most limit characters.
func (c *checker) line(field, value string, limit int) string {
	return c.clean(field, value, limit, i18n.CleanLine)
}

// need is line for a text that must be there.
func (c *checker) need(field, value string, limit int) string {
	value = c.line(field, value, limit)
	if value == "" {
		c.Add(field, "required")
	}
	return value
}

// text is a text of several lines of at most maxText characters.
func (c *checker) text(field, value string) string {
	return c.clean(field, value, maxText, i18n.CleanText)
}

func (c *checker) clean(field, value string, limit int, clean func(string) string) string {
	if !utf8.ValidString(value) {
		c.Add(field, "unprintable", "char", "?")
		return ""
	}
	value = clean(value)
	if utf8.RuneCountInString(value) > limit {
		c.Add(field, "too_long", "max", limit)
	}
	return value
}

// reason is text that must be there.
func (c *checker) reason(field, value string) string {
	value = c.text(field, value)
	if value == "" {
		c.Add(field, "reason_required")
	}
	return value
}

// date is a YYYY-MM-DD date; an empty one is noted only when it is needed.
func (c *checker) date(field, value string, needed bool) string {
	if value == "" {
		if needed {
			c.Add(field, "required")
		}
		return ""
	}
	if _, err := time.Parse(time.DateOnly, value); err != nil {
		c.Add(field, "not_a_date")
		return ""
	}
	return value
}

// name is a text that will be printed on a certificate: a line without characters that no font sets.
func (c *checker) name(field, value string, limit int) string {
	raw := value
	value = c.line(field, value, limit)
	if turned := strings.IndexFunc(raw, turnsDirection); turned >= 0 {
		c.Add(field, "unprintable", "char", strconv.QuoteToASCII(raw[turned:turned+3]))
	} else if bad := unprintable(value); bad != 0 {
		c.Add(field, "unprintable", "char", strconv.QuoteRuneToASCII(bad))
	}
	return value
}

var slugPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func (c *checker) slug(field, value string) string {
	value = c.need(field, value, maxSlug)
	if value != "" && !slugPattern.MatchString(value) {
		c.Add(field, "bad_slug")
	}
	return value
}

// unprintable is the first character that no certificate can set: outside the basic plane (emoji), of
// zero width, turning the direction of writing, private or unassigned to print; 0 when there is none.
func unprintable(s string) rune {
	for _, r := range s {
		switch {
		case r > 0xFFFF, unicode.In(r, unicode.Cf, unicode.Co, unicode.Cc, unicode.Cs), r == utf8.RuneError:
			return r
		case r >= 0xFE00 && r <= 0xFE0F: // variation selectors
			return r
		}
	}
	return 0
}

// turnsDirection finds the characters that make a name read differently from what it is: a name is
// refused over them, while stray blanks of zero width are dropped.
func turnsDirection(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

// nextPlace is the cursor of a list that is paged by how many lines were seen: no position in the ledger is
// told by it. An unknown one begins at the start.
func nextPlace(after string, seen int) string {
	return strconv.Itoa(Place(after) + seen)
}

// Place is how many lines a cursor of nextPlace has seen.
func Place(after string) int {
	n, err := strconv.Atoi(after)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
