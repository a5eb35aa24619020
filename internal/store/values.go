package store

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"vinhdanh/judging"
)

// micros is a time as it is stored: microseconds since 1970 UTC, 0 for none.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// fromMicros is the reverse of micros.
func fromMicros(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}

// number is a truth as it is stored.
func number(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// reference is a foreign key as it is stored: NULL for none.
func reference(id string) sql.NullString { return sql.NullString{String: id, Valid: id != ""} }

// scanFunc reads one column into where it belongs.
type scanFunc func(src any) error

// Scan calls the function.
func (f scanFunc) Scan(src any) error { return f(src) }

// stamp reads a time.
func stamp(t *time.Time) sql.Scanner {
	return scanFunc(func(src any) error {
		n, ok := src.(int64)
		if !ok {
			return fmt.Errorf("a time is stored as %T", src)
		}
		*t = fromMicros(n)
		return nil
	})
}

// asText is text or bytes as the drivers give them.
func asText(src any) ([]byte, error) {
	switch x := src.(type) {
	case string:
		return []byte(x), nil
	case []byte:
		return x, nil
	case nil:
		return nil, nil
	}
	return nil, fmt.Errorf("text is stored as %T", src)
}

// optional reads a foreign key that may be NULL.
func optional(s *string) sql.Scanner {
	return scanFunc(func(src any) error {
		b, err := asText(src)
		*s = string(b)
		return err
	})
}

// encode is a value as its JSON column stores it. Values are plain structs, lists and maps, which
// encoding/json cannot refuse.
func encode(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("encode %T: %v", v, err))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// list is a nil slice as an empty one, so that a column never holds null.
func list[T any](v []T) []T {
	if v == nil {
		return []T{}
	}
	return v
}

// decode reads a JSON column. When the ledger is checked, a cell that is not exactly what encode writes
// is handed over empty, so that the check names it.
func decode[T any](t *Tx, dst *T) sql.Scanner {
	return scanFunc(func(src any) error {
		b, err := asText(src)
		if err != nil {
			return err
		}
		var v T
		err = json.Unmarshal(b, &v)
		if t.checking && (err != nil || encode(v) != string(b)) {
			return nil
		}
		*dst = v
		return err
	})
}

// decodeList is decode for a slice, nil when it is empty.
func decodeList[T any](t *Tx, dst *[]T) sql.Scanner {
	return scanFunc(func(src any) error {
		if err := decode(t, dst).Scan(src); err != nil {
			return err
		}
		if len(*dst) == 0 {
			*dst = nil
		}
		return nil
	})
}

// decodeMarks is decode for marks, never nil.
func decodeMarks(t *Tx, dst *map[string]judging.Points) sql.Scanner {
	return scanFunc(func(src any) error {
		if err := decode(t, dst).Scan(src); err != nil {
			return err
		}
		if *dst == nil {
			*dst = map[string]judging.Points{}
		}
		return nil
	})
}

// encodeMarks is marks as their column stores them.
func encodeMarks(m map[string]judging.Points) string {
	if m == nil {
		return "{}"
	}
	codes := make([]string, 0, len(m))
	for code := range m {
		if !plainCode(code) {
			return encode(m)
		}
		codes = append(codes, code)
	}
	slices.Sort(codes)
	b := make([]byte, 0, 16*len(m)+2)
	b = append(b, '{')
	for i, code := range codes {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '"')
		b = append(b, code...)
		b = append(b, `":"`...)
		b = append(b, m[code].String()...)
		b = append(b, '"')
	}
	return string(append(b, '}'))
}

// plainCode reports whether a text is written into JSON letter by letter.
func plainCode(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// pointsOrNull is a total as it is stored: thousandths, NULL for none.
func pointsOrNull(p *judging.Points) sql.NullInt64 {
	if p == nil {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: int64(*p), Valid: true}
}

// total reads what pointsOrNull wrote.
func total(dst **judging.Points) sql.Scanner {
	return scanFunc(func(src any) error {
		switch n := src.(type) {
		case nil:
			*dst = nil
		case int64:
			p := judging.Points(n)
			*dst = &p
		default:
			return fmt.Errorf("points are stored as %T", src)
		}
		return nil
	})
}

// encodeTops is sums of the top criteria as they are stored: thousandths joined by commas, so that a
// ranking reads thousands of them without a JSON parser.
func encodeTops(points []judging.Points) string {
	var b []byte
	for i, p := range points {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(p), 10)
	}
	return string(b)
}

// tops reads what encodeTops wrote.
func tops(t *Tx, dst *[]judging.Points) sql.Scanner {
	return scanFunc(func(src any) error {
		s, ok := src.(string)
		if !ok {
			return fmt.Errorf("points are stored as %T", src)
		}
		*dst = nil
		if s == "" {
			return nil
		}
		points := make([]judging.Points, 0, strings.Count(s, ",")+1)
		for part := range strings.SplitSeq(s, ",") {
			n, err := strconv.ParseInt(part, 10, 64)
			if err != nil && !t.checking {
				return fmt.Errorf("read points: %w", err)
			}
			points = append(points, judging.Points(n))
		}
		if !t.checking || encodeTops(points) == s {
			*dst = points
		}
		return nil
	})
}
