package judging

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"vinhdanh/internal/fault"
)

// packReader reads the values of a rule pack one by one and gathers what is wrong with each, so that
// the author of a pack sees every fault at once. A value at fault reads as the zero value.
type packReader struct{ faults fault.Fields }

type visit map[string]func(path string, v any)

// object hands each member to its function. Unknown and repeated members are faults, null counts as
// left out, and the members named in required must be there.
func (r *packReader) object(path string, v any, required []string, members visit) {
	object, ok := v.(*jsonObject)
	if !ok {
		r.wrong(path, "object")
		return
	}
	seen := map[string]bool{}
	for _, m := range object.members {
		read, known := members[m.name]
		switch {
		case !known:
			r.faults.Add(below(path, m.name), "unknown_field")
		case seen[m.name]:
			r.faults.Add(below(path, m.name), "duplicate_field")
		case m.value != nil:
			seen[m.name] = true
			read(below(path, m.name), m.value)
		}
	}
	for _, name := range required {
		if !seen[name] {
			r.faults.Add(below(path, name), "required")
		}
	}
}

func below(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func (r *packReader) wrong(path, want string) { r.faults.Add(path, "wrong_type", "want", want) }

// readList reads an array of least to most values.
func readList[T any](r *packReader, path string, v any, least, most int, one func(path string, v any) T) []T {
	array, ok := v.([]any)
	if !ok {
		r.wrong(path, "array")
		return []T{}
	}
	switch {
	case len(array) < least:
		r.faults.Add(path, "too_few", "min", least)
	case len(array) > most:
		r.faults.Add(path, "too_many", "max", most)
		return []T{}
	}
	list := make([]T, 0, len(array))
	for i, e := range array {
		list = append(list, one(fmt.Sprintf("%s[%d]", path, i), e))
	}
	return list
}

// text reads a string that is not blank and at most limit characters long, as NFC without the blanks
// around it. Control characters and line separators are refused: every text is one line.
func (r *packReader) text(path string, v any, limit int) string {
	s, ok := v.(string)
	if !ok {
		r.wrong(path, "string")
		return ""
	}
	s = strings.TrimSpace(norm.NFC.String(s))
	switch {
	case s == "":
		r.faults.Add(path, "required")
	case utf8.RuneCountInString(s) > limit:
		r.faults.Add(path, "too_long", "max", limit)
	case strings.ContainsFunc(s, func(c rune) bool { return unicode.IsControl(c) || unicode.In(c, unicode.Zl, unicode.Zp) }):
		r.faults.Add(path, "control_character")
	}
	return s
}

var (
	codePattern     = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$`)
	packIDPattern   = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{0,63}$`)
	cashPattern     = regexp.MustCompile(`^[1-9]\d{0,14}$`)
	fractionPattern = regexp.MustCompile(`^(\d{1,4})/(\d{1,4})$`)
)

// match reads a string of a fixed form; one that has another form is the fault given.
func (r *packReader) match(path string, v any, form *regexp.Regexp, code string) string {
	s, ok := v.(string)
	switch {
	case !ok:
		r.wrong(path, "string")
		return ""
	case s == "":
		r.faults.Add(path, "required")
	case !form.MatchString(s):
		r.faults.Add(path, code)
		return ""
	}
	return s
}

func (r *packReader) code(path string, v any) string {
	return r.match(path, v, codePattern, "bad_code")
}

func (r *packReader) codes(path string, v any) []string {
	return readList(r, path, v, 0, maxListed, r.code)
}

// oneOf reads a string that must be one of those given.
func (r *packReader) oneOf(path string, v any, code string, known ...string) string {
	s, ok := v.(string)
	switch {
	case !ok:
		r.wrong(path, "string")
	case !slices.Contains(known, s):
		r.faults.Add(path, code, "known", strings.Join(known, ", "))
		return ""
	}
	return s
}

func (r *packReader) integer(path string, v any, least, most int) int {
	n, ok := v.(int)
	switch {
	case !ok:
		r.wrong(path, "integer")
	case n < least || n > most:
		r.faults.Add(path, "out_of_range", "min", least, "max", most)
		return least
	}
	return n
}

func (r *packReader) points(path string, v any) Points {
	p, _ := r.readPoints(path, v)
	return p
}

func (r *packReader) readPoints(path string, v any) (Points, bool) {
	s, ok := v.(string)
	if !ok {
		r.wrong(path, "string")
		return 0, false
	}
	p, err := ParsePoints(s)
	if err != nil {
		r.faults.Add(path, "not_a_number")
		return 0, false
	}
	return p, true
}

// positive reads points above zero.
func (r *packReader) positive(path string, v any) Points {
	p, ok := r.readPoints(path, v)
	if ok && p == 0 {
		r.faults.Add(path, "not_positive")
	}
	return p
}

func (r *packReader) fraction(path string, v any) Fraction {
	parts := fractionPattern.FindStringSubmatch(r.match(path, v, fractionPattern, "not_a_fraction"))
	if parts == nil {
		return Fraction{}
	}
	f := Fraction{decimal(parts[1]), decimal(parts[2])}
	if f.Num == 0 || f.Num > f.Den {
		r.faults.Add(path, "not_a_fraction")
	}
	return f
}

// decimal is the value of at most four digits.
func decimal(digits string) (n int) {
	for i := range len(digits) {
		n = n*10 + int(digits[i]-'0')
	}
	return n
}

func (r *packReader) name(path string, v any) Name {
	return r.texts(path, v, maxNameLength)
}

func (r *packReader) texts(path string, v any, limit int) (n Name) {
	r.object(path, v, []string{"vi"}, visit{
		"vi": func(path string, v any) { n.VI = r.text(path, v, limit) },
		"en": func(path string, v any) {
			if v != "" {
				n.EN = r.text(path, v, limit)
			}
		},
	})
	return n
}

func (r *packReader) coded(path string, v any) (c Coded) {
	r.object(path, v, []string{"code", "name"}, visit{
		"code": func(path string, v any) { c.Code = r.code(path, v) },
		"name": func(path string, v any) { c.Name = r.name(path, v) },
	})
	return c
}
