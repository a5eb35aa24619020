package intake

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/i18n"
)

// mapRow reads one row; bad says that it has an error or nothing to import.
func (m *mapper) mapRow(number int, cells []string) (row Row, bad bool) {
	before := len(m.plan.Errors)
	get := func(column string) string { return m.line(number, cells, column) }
	row = Row{Number: number, Product: get(colProduct), ProducerName: get(colProducer), RegistrationNumber: get(colRegistration),
		Address: get(colAddress), Commune: get(colCommune), Locality: get(colLocality), Representative: get(colRepresentative),
		Description: get(colDescription), Province: get(colProvince), Year: get(colYear)}
	for member := range strings.FieldsFuncSeq(get(colSetMembers), func(r rune) bool { return r == ';' || r == '\n' }) {
		if member = i18n.CleanLine(member); member != "" {
			row.SetMembers = append(row.SetMembers, member)
		}
	}
	group, kind, tax, phone, email := get(colGroup), get(colKind), get(colTaxCode), get(colPhone), get(colEmail)
	if m.nothingKnown(cells) {
		m.plan.Notices = append(m.plan.Notices, Issue{Row: number, Code: "row_ignored"})
		return row, true
	}
	if row.ProducerName == "" && kind == "" && m.isFrame(row.Product) {
		m.notice(number, colProduct, "row_not_product", "value", row.Product)
		return row, true
	}
	if row.Product == "" {
		m.fail(number, colProduct, "product_missing")
	}
	if row.ProducerName == "" {
		m.notice(number, colProducer, "producer_missing")
	}
	row.ProductGroup = m.group(number, group)
	row.EntityKind = m.kind(number, kind)
	row.TaxCode = strings.NewReplacer(" ", "", ".", "").Replace(tax)
	if row.TaxCode != "" && !plausibleTaxCode(row.TaxCode) {
		m.notice(number, colTaxCode, "tax_code_doubtful", "value", row.TaxCode)
	}
	var err error
	if phone != "" {
		if row.Phone, err = accounts.NormalisePhone(phone); err != nil {
			m.fail(number, colPhone, "bad_phone", "value", phone)
		}
	}
	if email != "" {
		if row.Email, err = accounts.NormaliseEmail(email); err != nil {
			m.fail(number, colEmail, "bad_email", "value", email)
		}
	}
	return row, len(m.plan.Errors) > before
}

// line is a cell within its limit; a longer one is an error and comes back empty of nothing.
func (m *mapper) line(number int, cells []string, column string) string {
	s := m.cell(cells, column)
	limit := MaxLine
	if column == colDescription || column == colSetMembers {
		limit = MaxCell
	}
	if utf8.RuneCountInString(s) > limit {
		m.fail(number, column, "too_long", "max", limit)
	}
	return s
}

// nothingKnown finds the rows of a list that are headings ("I. Huyện …") or signatures.
func (m *mapper) nothingKnown(cells []string) bool {
	for column := range m.index {
		if m.cell(cells, column) != "" {
			return false
		}
	}
	return true
}

// frame begins the lines of an office list that are no products: totals, and who signs below it.
var frame = regexp.MustCompile(`^(tong cong|tong so|tong|cong)( \d.*)?$|^(nguoi|ke toan) lap\b|^(thu truong|noi nhan|xac nhan cua|nguoi ky)\b`)

// romanHead is the number of a part of a list, "II. ".
var romanHead = regexp.MustCompile(`^[ivx]+ `)

// isFrame finds what stands in the column of products without being one: a total, a signature, the heading of
// a group. Only rows without a producer are asked about.
func (m *mapper) isFrame(product string) bool {
	key := headerKey(product)
	if frame.MatchString(key) {
		return true
	}
	key = romanHead.ReplaceAllString(key, "")
	if !strings.HasPrefix(key, "nhom ") {
		return false
	}
	_, heading := match(m.groups, key)
	return heading
}

func (m *mapper) group(number int, value string) string {
	if value == "" {
		return ""
	}
	name, guessed := strings.CutSuffix(value, "?")
	code, ok := match(m.groups, name)
	switch {
	case !ok:
		m.fail(number, colGroup, "group_unknown", "value", value)
	case guessed:
		m.notice(number, colGroup, "group_guessed", "value", value, "group", code)
	}
	return code
}

func (m *mapper) kind(number int, value string) string {
	if value == "" {
		return ""
	}
	code, ok := match(m.kinds, value)
	if !ok {
		m.fail(number, colKind, "entity_kind_unknown", "value", value)
	}
	return code
}

// match finds a value among codes and names, folded and without the words that every name begins with.
func match(list []Named, value string) (string, bool) {
	key := nameKey(value)
	for _, n := range list {
		if nameKey(n.Code) == key {
			return n.Code, true
		}
		for _, name := range n.Names {
			if nameKey(name) == key {
				return n.Code, true
			}
		}
	}
	return "", false
}

func nameKey(s string) string {
	s = headerKey(s)
	for _, word := range []string{"nhom ", "cac ", "san pham ", "ve "} {
		s = strings.TrimPrefix(s, word)
	}
	return s
}

// withKindAliases adds the short names that offices use for the kinds of establishment.
func withKindAliases(kinds []Named) []Named {
	short := map[string][]string{
		"sme": {"doanh nghiệp nhỏ và vừa", "doanh nghiệp vừa và nhỏ", "DNNVV", "doanh nghiệp", "DN", "công ty", "công ty TNHH",
			"công ty trách nhiệm hữu hạn", "công ty TNHH MTV", "công ty TNHH một thành viên", "công ty cổ phần", "công ty CP", "CTCP",
			"công ty hợp danh", "doanh nghiệp tư nhân", "DNTN"},
		"cooperative_group":  {"tổ hợp tác", "THT"},
		"cooperative":        {"hợp tác xã", "HTX"},
		"cooperative_union":  {"liên hiệp hợp tác xã", "liên hiệp HTX", "LHHTX"},
		"business_household": {"hộ kinh doanh", "hộ KD", "HKD", "hộ kinh doanh cá thể", "hộ cá thể", "hộ gia đình"},
	}
	out := make([]Named, len(kinds))
	for i, k := range kinds {
		out[i] = Named{k.Code, append(append([]string{}, k.Names...), short[k.Code]...)}
	}
	return out
}

var taxCode = regexp.MustCompile(`^(\d{10}|\d{10}-?\d{3}|\d{12})$`)

// plausibleTaxCode checks the shape, and the check digit of 10 and 13 digits (TT 86/2024/TT-BTC, art. 5);
// 12 digits are a personal number, which has none.
func plausibleTaxCode(s string) bool {
	if !taxCode.MatchString(s) {
		return false
	}
	if len(s) == 12 {
		return true
	}
	sum := 0
	for i, weight := range []int{31, 29, 23, 19, 17, 13, 7, 5, 3} {
		sum += weight * int(s[i]-'0')
	}
	return 10-sum%11 == int(s[9]-'0')
}
