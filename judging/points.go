package judging

import (
	"fmt"
	"strconv"

	"vinhdanh/internal/fault"
)

// Points are points of a mark, a criterion or a total in integer thousandths: 7.5 points are 7500.
// They are never floats, so that a tally is exact.
type Points int64

const (
	// Point is one whole point.
	Point Points = 1000
	// MaxPoints is the largest number of points that can be written: four digits before the dot, three after.
	MaxPoints Points = 9_999_999
)

// ParsePoints reads a decimal that matches ^\d{1,4}(\.\d{1,3})?$ and nothing else: no sign, no comma, no
// blank. Anything else is an Invalid fault "not_a_number".
func ParsePoints(s string) (Points, error) {
	bad := fault.New(fault.Invalid, "not_a_number")
	var whole, part Points
	i := 0
	for ; i < len(s) && isDigit(s[i]); i++ {
		if i == 4 {
			return 0, bad
		}
		whole = whole*10 + Points(s[i]-'0')
	}
	if i == 0 {
		return 0, bad
	}
	if i == len(s) {
		return whole * Point, nil
	}
	if s[i] != '.' {
		return 0, bad
	}
	decimals := s[i+1:]
	if len(decimals) == 0 || len(decimals) > 3 {
		return 0, bad
	}
	unit := Point
	for j := range len(decimals) {
		if !isDigit(decimals[j]) {
			return 0, bad
		}
		unit /= 10
		part += Points(decimals[j]-'0') * unit
	}
	return whole*Point + part, nil
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// String is the shortest decimal with a dot: "7", "7.5", "83.214".
func (p Points) String() string {
	sign, n := "", uint64(p)
	if p < 0 {
		sign, n = "-", -n
	}
	whole := sign + strconv.FormatUint(n/1000, 10)
	part := n % 1000
	switch {
	case part == 0:
		return whole
	case part%100 == 0:
		return fmt.Sprintf("%s.%d", whole, part/100)
	case part%10 == 0:
		return fmt.Sprintf("%s.%02d", whole, part/10)
	}
	return fmt.Sprintf("%s.%03d", whole, part)
}

// MarshalText writes points as the decimal string of the contract.
func (p Points) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what ParsePoints reads.
func (p *Points) UnmarshalText(b []byte) (err error) {
	*p, err = ParsePoints(string(b))
	return err
}
