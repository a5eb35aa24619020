package certificates

import (
	"time"

	"vinhdanh/internal/fault"
)

// Date is a day of the Gregorian calendar in Vietnam, written YYYY-MM-DD, so that dates compare as
// strings do. The empty Date is no day.
type Date string

// ParseDate reads YYYY-MM-DD; a day that does not exist, or a year outside 1900-2999, is the fault
// Invalid "date_invalid".
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1900 || t.Year() > 2999 {
		return "", fault.New(fault.Invalid, "date_invalid", "date", s)
	}
	return Date(s), nil
}

// Year, month and day of a date that ParseDate accepted; zeros for any other.
func (d Date) parts() (year, month, day int) {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return 0, 0, 0
	}
	return t.Year(), int(t.Month()), t.Day()
}

// Year is the calendar year, or 0 when d is no day.
func (d Date) Year() int { y, _, _ := d.parts(); return y }

// Month is 1 to 12, or 0 when d is no day.
func (d Date) Month() int { _, m, _ := d.parts(); return m }

// Day is 1 to 31, or 0 when d is no day.
func (d Date) Day() int { _, _, n := d.parts(); return n }

// plus is the day so many days later, or earlier when days is negative; the empty Date when d is no day.
func (d Date) plus(days int) Date {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	return Date(t.AddDate(0, 0, days).Format(time.DateOnly))
}

// daysBetween is how many days later b is than a.
func daysBetween(a, b Date) int {
	from, err := time.Parse(time.DateOnly, string(a))
	if err != nil {
		return 0
	}
	to, err := time.Parse(time.DateOnly, string(b))
	if err != nil {
		return 0
	}
	return int(to.Sub(from).Hours() / 24)
}
