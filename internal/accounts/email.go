package accounts

import (
	"net/mail"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"vinhdanh/internal/fault"
)

// EmailMax is the longest address in bytes (RFC 5321, 4.5.3.1.3, less the angle brackets).
const EmailMax = 254

// NormaliseEmail returns an address as it is stored and compared: composed (NFC), without spaces around
// it, in lower case. It takes the bare address only, no display name. The fault is of the field "email"
// with the code "bad_email".
func NormaliseEmail(s string) (string, error) {
	s = strings.ToLower(norm.NFC.String(strings.TrimSpace(s)))
	a, err := mail.ParseAddress(s)
	if err != nil || a.Name != "" || a.Address != s || len(s) > EmailMax || !utf8.ValidString(s) ||
		strings.ContainsFunc(s, isUnseen) {
		return "", badField("email", "bad_email")
	}
	local, domain, _ := strings.Cut(s, "@")
	if len(local) > 64 || !isDomain(domain) {
		return "", badField("email", "bad_email")
	}
	return s, nil
}

// isUnseen finds control characters and those that turn the direction of writing.
func isUnseen(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }

// isDomain asks for a dot, because "lan@gmail" is a slip and never arrives; "localhost" is for trying out.
func isDomain(d string) bool {
	if d == "localhost" {
		return true
	}
	labels := strings.Split(d, ".")
	for _, l := range labels {
		if l == "" || len(l) > 63 || l[0] == '-' || l[len(l)-1] == '-' || strings.ContainsAny(l, "[]@:") {
			return false
		}
	}
	return len(labels) > 1
}

// The national numbers of Viet Nam without the leading zero: mobiles since the change of 2018, landlines
// since that of 2017 (two or three digits of area and eight or seven of the line).
var vietnamese = regexp.MustCompile(`^([35789]\d{8}|2\d{9})$`)

// NormalisePhone returns a Vietnamese number in E.164 form ("+84912345678"). It takes any usual writing:
// with spaces, dots, dashes or brackets, with 0, 84, +84 or 0084 before it, and the bare number that a
// spreadsheet leaves after eating the zero. Landlines are allowed. The fault is of the field "phone" with
// the code "bad_phone".
func NormalisePhone(s string) (string, error) {
	s = strings.TrimSpace(s)
	plus := strings.HasPrefix(s, "+")
	digits := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune(".-–()/", r) {
			return -1
		}
		return r
	}, strings.TrimPrefix(s, "+"))
	if !plus && strings.HasPrefix(digits, "0084") {
		digits, plus = digits[2:], true
	}
	if n := len(digits); strings.HasPrefix(digits, "84") && (plus || n == 11 || n == 12) {
		digits, plus = digits[2:], false
	}
	if !plus {
		digits = strings.TrimPrefix(digits, "0")
	}
	if plus || !vietnamese.MatchString(digits) {
		return "", badField("phone", "bad_phone")
	}
	return "+84" + digits, nil
}

func badField(field, code string) error {
	var fields fault.Fields
	fields.Add(field, code)
	return fields.Err()
}

// MaskedEmail hides an address but for its first letter and its domain: "l…@example.vn". What is masked stays as it is;
// a text without "@" is hidden whole.
func MaskedEmail(address string) string {
	name, domain, ok := strings.Cut(address, "@")
	if !ok {
		return "…"
	}
	first, _ := utf8.DecodeRuneInString(name)
	return string(first) + "…@" + domain
}
