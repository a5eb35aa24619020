package judging

import (
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
	var whole, part Points
	i := 0
	for ; i < len(s) && isDigit(s[i]); i++ {
		if i == 4 {
			return 0, fault.New(fault.Invalid, "not_a_number")
		}
		whole = whole*10 + Points(s[i]-'0')
	}
	if i == 0 {
		return 0, fault.New(fault.Invalid, "not_a_number")
	}
	if i == len(s) {
		return whole * Point, nil
	}
	if s[i] != '.' {
		return 0, fault.New(fault.Invalid, "not_a_number")
	}
	decimals := s[i+1:]
	if len(decimals) == 0 || len(decimals) > 3 {
		return 0, fault.New(fault.Invalid, "not_a_number")
	}
	unit := Point
	for j := range len(decimals) {
		if !isDigit(decimals[j]) {
			return 0, fault.New(fault.Invalid, "not_a_number")
		}
		unit /= 10
		part += Points(decimals[j]-'0') * unit
	}
	return whole*Point + part, nil
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// String is the shortest decimal with a dot: "7", "7.5", "83.214".
func (p Points) String() string { return string(p.append(nil)) }

func (p Points) append(b []byte) []byte {
	n := uint64(p)
	if p < 0 {
		b, n = append(b, '-'), -n
	}
	b = strconv.AppendUint(b, n/1000, 10)
	part := n % 1000
	if part == 0 {
		return b
	}
	b = append(b, '.', byte('0'+part/100))
	if part%100 > 0 {
		b = append(b, byte('0'+part/10%10))
	}
	if part%10 > 0 {
		b = append(b, byte('0'+part%10))
	}
	return b
}

// MarshalText writes points as the decimal string of the contract.
func (p Points) MarshalText() ([]byte, error) { return p.append(nil), nil }

// UnmarshalText reads what ParsePoints reads.
func (p *Points) UnmarshalText(b []byte) (err error) {
	*p, err = ParsePoints(string(b))
	return err
}
