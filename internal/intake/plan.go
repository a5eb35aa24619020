package intake

import (
	"strings"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
)

// Named is a code of the edition's rules with the names it goes by, in every language.
type Named struct {
	Code  string
	Names []string
}

// Plan is what a list would do.
type Plan struct {
	Rows           []Row    // those without an error, duplicates left out
	UnknownColumns []string // headers that are not used
	Errors         []Issue  // each keeps its row out
	Notices        []Issue
}

// Issue is one finding. Code is a catalogue key below "import."; Column is the header as it stands in the
// file, or the column's own name when the file has none.
type Issue struct {
	Row    int
	Column string
	Code   string
	Args   fault.Args
}

// Row is one nomination. Texts are clean (NFC, no control characters); empty means not given.
type Row struct {
	Number             int // 1-based, as a spreadsheet shows it
	Product            string
	ProductGroup       string // code
	ProducerName       string
	EntityKind         string // code
	TaxCode            string
	RegistrationNumber string
	Address            string
	Commune            string
	Locality           string
	Phone              string // E.164
	Email              string
	Representative     string
	Description        string
	SetMembers         []string
	Province           string
	Year               string
}

// Place is the commune, or the locality when no commune is given: what is stored as the producer's commune.
func (r Row) Place() string {
	if r.Commune != "" {
		return r.Commune
	}
	return r.Locality
}

// Key is the row's key: the same for a row and for the nomination that was made of it.
func (r Row) Key() string { return Key(r.Product, r.ProducerName, r.Place()) }

// Key tells nominations of one edition apart: folded product, producer and place, so that a second run of
// the same list finds them all.
func Key(product, producer, locality string) string {
	return i18n.Fold(product) + "\x1f" + i18n.Fold(producer) + "\x1f" + i18n.Fold(locality)
}

// Map reads the table's rows; groups and kinds are those of the edition's rules.
func Map(table Table, groups, kinds []Named) Plan {
	m := mapper{groups: groups, kinds: withKindAliases(kinds), index: map[string]int{}}
	m.mapColumns(table.Columns)
	seen := map[string]int{}
	for i, cells := range table.Rows {
		row, bad := m.mapRow(table.Numbers[i], cells)
		if bad {
			continue
		}
		if first, ok := seen[row.Key()]; ok {
			m.notice(row.Number, colProduct, "duplicate_in_file", "first", first)
			continue
		}
		seen[row.Key()] = row.Number
		m.plan.Rows = append(m.plan.Rows, row)
	}
	return m.plan
}

// mapper carries what all rows of one table share.
type mapper struct {
	groups, kinds []Named
	headers       []string
	index         map[string]int // column -> position
	plan          Plan
}

func (m *mapper) mapColumns(headers []string) {
	m.headers = headers
	for i, h := range headers {
		column, used := columnOf(h)
		if _, twice := m.index[column]; used && !twice {
			m.index[column] = i
			continue
		}
		if i18n.CleanLine(h) == "" || isRowNumber(h) {
			continue
		}
		if column, ok := knownKeys()[headerKey(h)]; ok {
			m.index[column] = i
		}
		name := i18n.CleanLine(h)
		m.plan.UnknownColumns = append(m.plan.UnknownColumns, name)
		m.plan.Notices = append(m.plan.Notices, Issue{Column: name, Code: "unknown_column"})
	}
}

// isRowNumber knows the column that only counts the rows.
func isRowNumber(header string) bool {
	switch headerKey(header) {
	case "stt", "tt", "so tt", "so thu tu", "no", "#":
		return true
	}
	return false
}

func (m *mapper) notice(row int, column, code string, pairs ...any) {
	m.plan.Notices = append(m.plan.Notices, Issue{row, m.header(column), code, fault.MakeArgs(pairs...)})
}

func (m *mapper) fail(row int, column, code string, pairs ...any) {
	m.plan.Errors = append(m.plan.Errors, Issue{row, m.header(column), code, fault.MakeArgs(pairs...)})
}

func (m *mapper) header(column string) string {
	if i, ok := m.index[column]; ok {
		return i18n.CleanLine(m.headers[i])
	}
	return column
}

// cell is the text of a column. A quote before = + - @ was put there by an export so that a spreadsheet
// takes the cell for text; it is taken off again. Such cells are text here in any case.
func (m *mapper) cell(cells []string, column string) string {
	i, ok := m.index[column]
	if !ok || i >= len(cells) {
		return ""
	}
	s := cells[i]
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune("=+-@\t\r", rune(s[1])) {
		s = s[1:]
	}
	if column == colDescription || column == colSetMembers {
		return i18n.CleanText(s)
	}
	return i18n.CleanLine(s)
}
