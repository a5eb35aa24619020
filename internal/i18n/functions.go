package i18n

import (
	"fmt"
	"strings"
	"time"
)

// functions are what a message may do with an argument; each takes nil, an argument that is not given.
func (c *catalogue) functions() map[string]any {
	return map[string]any{
		// decimal writes points ("7.5") with the language's comma or point.
		"decimal": func(v any) string { return Decimal(c.lang, show(v)) },
		// whole writes a whole number with its thousands apart.
		"whole": func(v any) string {
			if n, ok := v.(int); ok {
				return Integer(c.lang, int64(n))
			}
			return show(v)
		},
		// date writes a day given as YYYY-MM-DD as the language does.
		"date": func(v any) string { return FormatDate(c.lang, show(v)) },
		// time writes an instant given as RFC 3339 to the minute, as it is in Vietnam.
		"time": func(v any) string {
			t, err := time.Parse(time.RFC3339, show(v))
			if err != nil {
				return show(v)
			}
			return FormatTime(c.lang, t)
		},
		// size writes a number of bytes as KB or MB.
		"size": func(v any) string { return c.size(v) },
		// list joins the items of a list.
		"list": func(v any) string {
			if items, ok := v.([]string); ok {
				return strings.Join(items, ", ")
			}
			return show(v)
		},
		// word says in words what a code means: word "state" "scoring". Codes with a comma and a space
		// between them are said one by one; a code that the catalogue does not know stays as it is.
		"word": func(kind string, v any) string {
			codes := strings.Split(show(v), ", ")
			for i, code := range codes {
				if m, ok := c.plain[kind+"."+code]; ok {
					codes[i] = m
				}
			}
			return strings.Join(codes, ", ")
		},
	}
}

func (c *catalogue) size(v any) string {
	var n int64
	switch x := v.(type) {
	case int:
		n = int64(x)
	case int64:
		n = x
	default:
		return show(v)
	}
	switch {
	case n >= 1<<20:
		return Integer(c.lang, n>>20) + " MB"
	case n >= 1<<10:
		return Integer(c.lang, n>>10) + " KB"
	}
	return Integer(c.lang, n) + " byte"
}

func show(v any) string {
	if v == nil {
		return "…"
	}
	return fmt.Sprint(v)
}
