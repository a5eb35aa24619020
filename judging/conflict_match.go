package judging

import (
	"slices"
	"strings"
	"unicode"

	"vinhdanh/internal/i18n"
)

// Interests are what is known of a judge that may tie her to a producer; what is not known is empty.
type Interests struct {
	Name, Employer, Address, Phone, Email, TaxCode string
}

// The fields of a producer by which a judge may be tied to it, in the order in which they are told.
const (
	matchName           = "name"           // the judge's name stands in the producer's
	matchRepresentative = "representative" // the judge's name is its representative's
	matchEmployer       = "employer"       // the producer is where the judge works
	matchAddress        = "address"
	matchPhone          = "phone"
	matchEmail          = "email"
	matchTaxCode        = "tax_code"
)

// ConflictFields are the names of the fields that a match can be about.
func ConflictFields() []string {
	return []string{matchName, matchRepresentative, matchEmployer, matchAddress, matchPhone, matchEmail, matchTaxCode}
}

// MatchFields are the fields in which a judge and a producer meet, none as a rule. It compares without accents,
// case and punctuation, names only when they have two words or more, and proves nothing: two people may share a
// name. What is empty on either side meets nothing.
func MatchFields(of Interests, p ProducerData) (fields []string) {
	for _, x := range []struct {
		field string
		meets bool
	}{
		{matchName, len(words(of.Name)) > 1 && within(words(of.Name), words(p.Name))},
		{matchRepresentative, len(words(of.Name)) > 1 && within(words(of.Name), words(p.Representative))},
		{matchEmployer, sameFirm(words(of.Employer), words(p.Name))},
		{matchAddress, sameAddress(words(of.Address), words(p.Address), words(p.Commune))},
		{matchPhone, sameText(phoneKey(of.Phone), phoneKey(p.Phone))},
		{matchEmail, sameText(strings.ToLower(of.Email), strings.ToLower(p.Email))},
		{matchTaxCode, sameText(taxKey(of.TaxCode), taxKey(p.TaxCode))},
	} {
		if x.meets {
			fields = append(fields, x.field)
		}
	}
	return fields
}

// words are the words of a text without accents, case and punctuation.
func words(s string) []string {
	return strings.FieldsFunc(i18n.Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// within reports whether a stands in b word by word.
func within(a, b []string) bool {
	for i := 0; len(a) > 0 && i+len(a) <= len(b); i++ {
		if slices.Equal(a, b[i:i+len(a)]) {
			return true
		}
	}
	return false
}

// firmKinds are words that say of what kind a firm is and not which one.
var firmKinds = map[string]bool{"cong": true, "ty": true, "tnhh": true, "co": true, "phan": true, "cp": true, "mtv": true, "mot": true,
	"thanh": true, "vien": true, "hop": true, "tac": true, "xa": true, "htx": true, "to": true, "so": true, "san": true, "xuat": true,
	"doanh": true, "nghiep": true, "tu": true, "nhan": true, "dntn": true, "ho": true, "kinh": true, "lien": true, "hiep": true, "va": true}

// sameFirm compares two names of firms from the first word on that is not about their kind.
func sameFirm(a, b []string) bool {
	bare := func(list []string) []string {
		for len(list) > 0 && firmKinds[list[0]] {
			list = list[1:]
		}
		return list
	}
	a, b = bare(a), bare(b)
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(a) > 0 && (slices.Equal(a, b) || len(a) > 1 && within(a, b))
}

// sameAddress compares an address with a producer's, which may name the commune apart.
func sameAddress(a, b, commune []string) bool {
	const telling = 2 // words that an address has at least
	if len(a) < telling || len(b) < telling {
		return false
	}
	return slices.Equal(a, b) || slices.Equal(a, slices.Concat(b, commune)) || within(b, a) && within(commune, a)
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// phoneKey is a number as it is dialled within the country, "" for one that is too short to tell anybody.
func phoneKey(s string) string {
	d := digits(s)
	if strings.HasPrefix(strings.TrimSpace(s), "+84") {
		d = "0" + d[2:]
	}
	if len(d) < 9 {
		return ""
	}
	return d
}

// taxKey is the ten digits that tell a firm, without those of its branch.
func taxKey(s string) string {
	d := digits(s)
	if len(d) < 10 {
		return ""
	}
	return d[:10]
}

func sameText(a, b string) bool { return a != "" && a == b }
