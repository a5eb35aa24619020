package i18n

import (
	"strconv"
	"strings"
)

// Decimal shows a decimal number, written with a point ("1234.50"), as the language writes it: 1.234,50
// in Vietnamese, 1,234.50 in English. Digits are kept as they are, never rounded. What is no such number is
// shown as it is.
func Decimal(lang, number string) string {
	sign, rest := "", number
	if strings.HasPrefix(rest, "-") {
		sign, rest = "-", rest[1:]
	}
	whole, fraction, hasFraction := strings.Cut(rest, ".")
	if !digits(whole) || hasFraction && !digits(fraction) {
		return number
	}
	group, point := ".", ","
	if lang == English {
		group, point = ",", "."
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + group + whole[i:]
	}
	if hasFraction {
		whole += point + fraction
	}
	return sign + whole
}

// Integer shows a whole number with its thousands apart: 12.345 in Vietnamese, 12,345 in English.
func Integer(lang string, n int64) string {
	return Decimal(lang, strconv.FormatInt(n, 10))
}

// Money shows an amount of Vietnamese đồng, which have no smaller part: "5.000.000 đồng", in English
// "VND 5,000,000".
func Money(lang string, dong int64) string {
	if lang == English {
		return "VND " + Integer(lang, dong)
	}
	return Integer(lang, dong) + " đồng"
}

// Roman writes 1 to 3999 in Roman numerals, as editions are counted ("lần thứ VIII"); other numbers stay
// in figures.
func Roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, step := range []struct {
		value int
		sign  string
	}{
		{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"},
		{50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"},
	} {
		for n >= step.value {
			b.WriteString(step.sign)
			n -= step.value
		}
	}
	return b.String()
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
