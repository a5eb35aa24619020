package ledger

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxInteger is the largest integer that every JSON reader holds exactly (RFC 8785 builds on IEEE 754
// doubles, whose integers are exact up to 2^53).
const maxInteger = 1 << 53

// maxDepth bounds the nesting of a record, so that a hostile bundle cannot exhaust the stack.
const maxDepth = 32

// Canonical is the one spelling of a record: RFC 8785 JSON restricted to strings, integers, booleans,
// null, arrays and objects. Strings and keys are normalised to NFC, keys sorted by UTF-16 code units.
// Values may be string, int, int64, bool, nil, []any, []string, map[string]any and map[string]string.
// Anything else is an error, and so are integers beyond 2^53 either way, invalid UTF-8, and two keys
// that become one under NFC.
func Canonical(v map[string]any) ([]byte, error) {
	return appendValue(nil, v, 0)
}

func appendValue(b []byte, v any, depth int) ([]byte, error) {
	if depth > maxDepth {
		return nil, errors.New("canonical record: nested too deeply")
	}
	switch x := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case bool:
		return strconv.AppendBool(b, x), nil
	case string:
		return appendString(b, x)
	case int:
		return appendInteger(b, int64(x))
	case int64:
		return appendInteger(b, x)
	case []string:
		return appendArray(b, x, depth)
	case []any:
		return appendArray(b, x, depth)
	case map[string]string:
		return appendObject(b, x, depth)
	case map[string]any:
		return appendObject(b, x, depth)
	}
	return nil, fmt.Errorf("canonical record: a %T cannot be written", v)
}

func appendInteger(b []byte, n int64) ([]byte, error) {
	if n > maxInteger || n < -maxInteger {
		return nil, fmt.Errorf("canonical record: %d is beyond 2^53", n)
	}
	return strconv.AppendInt(b, n, 10), nil
}

func appendArray[T any](b []byte, list []T, depth int) ([]byte, error) {
	b = append(b, '[')
	for i, x := range list {
		if i > 0 {
			b = append(b, ',')
		}
		var err error
		if b, err = appendValue(b, x, depth+1); err != nil {
			return nil, err
		}
	}
	return append(b, ']'), nil
}

func appendObject[T any](b []byte, object map[string]T, depth int) ([]byte, error) {
	type member struct {
		key   string
		value T
	}
	members := make([]member, 0, len(object))
	for k, v := range object {
		k = norm.NFC.String(k)
		members = append(members, member{k, v})
	}
	slices.SortFunc(members, func(x, y member) int { return compareUTF16(x.key, y.key) })
	b = append(b, '{')
	for i, m := range members {
		if i > 0 {
			if members[i-1].key == m.key {
				return nil, fmt.Errorf("canonical record: key %q stands twice", m.key)
			}
			b = append(b, ',')
		}
		var err error
		if b, err = appendString(b, m.key); err != nil {
			return nil, err
		}
		b = append(b, ':')
		if b, err = appendValue(b, m.value, depth+1); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

// compareUTF16 orders keys by their UTF-16 code units: a character beyond the 16-bit plane counts as its
// surrogates, which stand before U+E000.
func compareUTF16(a, b string) int {
	for a != "" && b != "" {
		x, n := utf8.DecodeRuneInString(a)
		y, m := utf8.DecodeRuneInString(b)
		if x != y {
			return cmp.Or(cmp.Compare(firstUnit(x), firstUnit(y)), cmp.Compare(x, y))
		}
		a, b = a[n:], b[m:]
	}
	return cmp.Compare(len(a), len(b))
}

func firstUnit(r rune) rune {
	if r < 0x10000 {
		return r
	}
	high, _ := utf16.EncodeRune(r)
	return high
}

// appendString writes s as RFC 8785, 3.2.2.2 says: only the quote, the backslash and control characters
// are escaped, the latter by their short form where JSON has one.
func appendString(b []byte, s string) ([]byte, error) {
	if !utf8.ValidString(s) {
		return nil, fmt.Errorf("canonical record: %q is not UTF-8", s)
	}
	b = append(b, '"')
	for _, r := range norm.NFC.String(s) {
		switch r {
		case '"', '\\':
			b = append(b, '\\', byte(r))
		case '\b':
			b = append(b, `\b`...)
		case '\t':
			b = append(b, `\t`...)
		case '\n':
			b = append(b, `\n`...)
		case '\f':
			b = append(b, `\f`...)
		case '\r':
			b = append(b, `\r`...)
		default:
			if r < 0x20 {
				b = fmt.Appendf(b, `\u%04x`, r)
				continue
			}
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"'), nil
}

// ParseCanonical reads a record that Canonical wrote; integers come back as int64. Bytes that are not
// exactly the canonical spelling of what they say are an error, so two spellings never pass for one.
func ParseCanonical(b []byte) (map[string]any, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var record map[string]any
	if err := d.Decode(&record); err != nil {
		return nil, fmt.Errorf("read canonical record: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("read canonical record: something follows it")
	}
	if record == nil {
		return nil, errors.New("read canonical record: it is null")
	}
	if err := integers(record); err != nil {
		return nil, err
	}
	again, err := Canonical(record)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(again, b) {
		return nil, errors.New("read canonical record: not in canonical form")
	}
	return record, nil
}

// integers replaces every json.Number below v, a map or a slice, by its int64.
func integers(v any) error {
	convert := func(x any, set func(any)) error {
		n, ok := x.(json.Number)
		if !ok {
			return integers(x)
		}
		i, err := n.Int64()
		if err != nil {
			return fmt.Errorf("read canonical record: %s is not an integer", n)
		}
		set(i)
		return nil
	}
	switch x := v.(type) {
	case map[string]any:
		for k, e := range x {
			if err := convert(e, func(n any) { x[k] = n }); err != nil {
				return err
			}
		}
	case []any:
		for i, e := range x {
			if err := convert(e, func(n any) { x[i] = n }); err != nil {
				return err
			}
		}
	}
	return nil
}
