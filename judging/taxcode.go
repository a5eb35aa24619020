package judging

import (
	"regexp"
	"strings"
)

// What CheckTaxCode may warn of, as catalogue keys.
const (
	// WarnTaxCodeForm says that the code has none of the known forms.
	WarnTaxCodeForm = "tax_code_form"
	// WarnTaxCodeDigit says that the tenth digit does not fit the nine before it: a typing slip.
	WarnTaxCodeDigit = "tax_code_digit"
)

var (
	taxCodePattern    = regexp.MustCompile(`^(\d{10})(-(\d{3}))?$`)
	personalIDPattern = regexp.MustCompile(`^\d{12}$`)
)

// CheckTaxCode looks at a tax code: 10 digits, 13 with a hyphen for a dependent unit (TT 86/2024/TT-BTC,
// art. 5), or the 12 digits of a personal ID number, which individuals and business households use since
// 01/07/2025 and which have no check digit. A code that looks wrong is never refused: ok is false and
// warn names the reason, so that the clerk looks again. An empty code is fine.
func CheckTaxCode(s string) (ok bool, warn string) {
	s = strings.TrimSpace(s)
	if s == "" || personalIDPattern.MatchString(s) {
		return true, ""
	}
	parts := taxCodePattern.FindStringSubmatch(s)
	if parts == nil || parts[1][2:9] == "0000000" || parts[3] == "000" {
		return false, WarnTaxCodeForm
	}
	if !taxDigitFits(parts[1]) {
		return false, WarnTaxCodeDigit
	}
	return true, ""
}

// taxDigitFits checks the tenth digit: ten less the weighted sum of the first nine modulo 11. A remainder
// of 0 would ask for the digit ten, so no code with such a stem exists.
func taxDigitFits(digits string) bool {
	weights := [9]int{31, 29, 23, 19, 17, 13, 7, 5, 3}
	sum := 0
	for i, w := range weights {
		sum += w * int(digits[i]-'0')
	}
	return 10-sum%11 == int(digits[9]-'0')
}
