package certificates

import (
	"fmt"
	"time"

	"vinhdanh/internal/fault"
)

// The rules that say when a certificate ends.
const (
	// YearEnd ends on 31 December; the year of issue counts as the first (TT 26/2014, article 17.3, as
	// amended by TT 14/2018).
	YearEnd = "year_end"
	// Anniversary ends on the day before the same day so many years later.
	Anniversary = "anniversary"
)

// maxYears bounds a rule, so that a slip of the pen does not make a certificate of centuries.
const maxYears = 50

// ValidityRule is the certificate part of a rule pack.
type ValidityRule struct {
	ValidTo string // YearEnd or Anniversary
	Years   int    // 1 to 50
}

// ValidUntil is the last day on which a certificate issued on that day is valid: issued 2026-11-15 for
// 4 years to the year's end it is 2029-12-31. An unknown rule is the fault Invalid "validity_rule", a
// day that does not exist "date_invalid".
func ValidUntil(issuedOn Date, rule ValidityRule) (Date, error) {
	if _, err := ParseDate(string(issuedOn)); err != nil {
		return "", err
	}
	if rule.Years < 1 || rule.Years > maxYears {
		return "", fault.New(fault.Invalid, "validity_rule", "valid_to", rule.ValidTo, "years", rule.Years)
	}
	y, m, d := issuedOn.parts()
	switch rule.ValidTo {
	case YearEnd:
		return Date(fmt.Sprintf("%04d-12-31", y+rule.Years-1)), nil
	case Anniversary:
		last := time.Date(y+rule.Years, time.Month(m), d-1, 0, 0, 0, 0, time.UTC)
		return Date(last.Format(time.DateOnly)), nil
	}
	return "", fault.New(fault.Invalid, "validity_rule", "valid_to", rule.ValidTo, "years", rule.Years)
}
