package templates

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// escapers are what package html/template does to a text of ours before it stands in a page; the tests compare.
var escapers = map[string]func(string) string{
	"htmlescaper":   escapeHTML,
	"attrescaper":   escapeHTML,
	"rcdataescaper": escapeHTML,
	"urlfilter":     filterURL,
	"urlnormalizer": func(s string) string { return escapeURL(s, "!#$&*+,/:;=?@[]", true) },
	"urlescaper":    func(s string) string { return escapeURL(s, "", false) },
}

var (
	stringerType = reflect.TypeFor[fmt.Stringer]()
	errorType    = reflect.TypeFor[error]()
	htmlReplacer = strings.NewReplacer("\x00", "\uFFFD", `"`, "&#34;", "&", "&amp;", "'", "&#39;", "+", "&#43;", "<", "&lt;", ">", "&gt;")
)

// appendValue adds a value after its escapers; false for what is more than a text, a whole number or a truth.
func appendValue(page []byte, v reflect.Value, escape []string) ([]byte, bool) {
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if !v.IsValid() {
		return page, false
	}
	t := v.Type()
	if t != stringType && (t.PkgPath() == "html/template" || t.Implements(stringerType) || t.Implements(errorType)) {
		return page, false
	}
	var text string
	switch {
	case v.Kind() == reflect.String:
		text = v.String()
	case v.CanInt():
		text = strconv.FormatInt(v.Int(), 10)
	case v.Kind() == reflect.Bool:
		text = strconv.FormatBool(v.Bool())
	default:
		return page, false
	}
	for _, name := range escape {
		text = escapers[name](text)
	}
	return append(page, text...), true
}

func escapeHTML(s string) string {
	if strings.IndexByte(s, 0) < 0 && !strings.ContainsAny(s, `"&'+<>`) {
		return s
	}
	return htmlReplacer.Replace(s)
}

// filterURL lets no scheme through but those of pages and letters.
func filterURL(s string) string {
	if scheme, _, ok := strings.Cut(s, ":"); ok && !strings.Contains(scheme, "/") &&
		!strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") && !strings.EqualFold(scheme, "mailto") {
		return "#ZgotmplZ"
	}
	return s
}

// escapeURL writes each byte that is neither unreserved (RFC 3986, 2.3) nor kept as % and two digits, with escapes
// that stand there already left alone on demand.
func escapeURL(s, kept string, escaped bool) string {
	var b []byte
	for i := range len(s) {
		c := s[i]
		plain := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0 ||
			strings.IndexByte(kept, c) >= 0 ||
			escaped && c == '%' && i+2 < len(s) && strings.IndexByte(hexDigits, s[i+1]) >= 0 && strings.IndexByte(hexDigits, s[i+2]) >= 0
		switch {
		case !plain && b == nil:
			b = append(make([]byte, 0, len(s)+16), s[:i]...)
			fallthrough
		case !plain:
			b = fmt.Appendf(b, "%%%02x", c)
		case b != nil:
			b = append(b, c)
		}
	}
	if b == nil {
		return s
	}
	return string(b)
}

const hexDigits = "0123456789abcdefABCDEF"
