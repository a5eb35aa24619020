package intake

import (
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"vinhdanh/internal/inspect"
)

// numbering is a cell of the row "(1) (2) (3)" that office lists carry below the header.
var numbering = regexp.MustCompile(`^\s*(\(\d{1,2}\)|\[\d{1,2}\]|\d{1,2})\s*$`)

// isNumbering reports whether a row only numbers the columns.
func isNumbering(cells []string) bool {
	n := 0
	for _, c := range cells {
		if strings.TrimSpace(c) == "" {
			continue
		}
		if !numbering.MatchString(c) {
			return false
		}
		n++
	}
	return n > 1
}

// readCSV tries each delimiter and keeps the one under which the header has the most known columns.
func readCSV(text string) (Table, error) {
	text = strings.TrimPrefix(text, "\ufeff")
	text = strings.ReplaceAll(text, "\x00", "")
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	delimiter, most := ',', 0
	broken := refuse("header_missing")
	if rest, ok := strings.CutPrefix(text, "sep="); ok && rest != "" && strings.Contains(",;\t", rest[:1]) {
		delimiter, most = rune(rest[0]), 1
		_, text, _ = strings.Cut(rest, "\n") // Excel does not show this line
	} else {
		for _, d := range ",;\t" {
			head, err := parseCSV(text, d, headerWithin)
			if err != nil {
				broken = err
				continue
			}
			if _, known := findHeader(head); known > most {
				delimiter, most = d, known
			}
		}
	}
	if most == 0 {
		return Table{}, broken
	}
	records, err := parseCSV(text, delimiter, MaxRows+2*headerWithin)
	if err != nil {
		return Table{}, err
	}
	table, err := tabulate(records)
	table.Delimiter = string(delimiter)
	return table, err
}

// maxDelimiters bounds those in one line, before its cells take a hundred bytes each: a quoted cell may hold many,
// a line of nothing else is no list.
const maxDelimiters = 4 * MaxCell

// parseCSV reads at most limit+1 records, blank ones left out. A quoted cell may hold line breaks, so the number of a
// record is not that of a line in the text: a spreadsheet shows one row for each record and for each
// blank line between them.
func parseCSV(text string, delimiter rune, limit int) ([]record, error) {
	for line := range strings.SplitSeq(text, "\n") {
		if strings.Count(line, string(delimiter)) > maxDelimiters {
			return nil, refuse("sheet_too_many_columns", "max", inspect.MaxColumns)
		}
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = delimiter, -1, true
	var records []record
	number, from := 0, int64(0)
	for len(records) <= limit {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, refuse("file_broken")
		}
		if len(cells) > inspect.MaxColumns {
			if !isBlank(cells[inspect.MaxColumns:]) {
				return nil, refuse("sheet_too_many_columns", "max", inspect.MaxColumns)
			}
			cells = slices.Clone(cells[:inspect.MaxColumns]) // the blank ones are not kept in memory
		}
		to := r.InputOffset()
		number += 1 + blankLines(text[from:to])
		from = to
		if !isBlank(cells) {
			records = append(records, record{number: number, cells: cells})
		}
	}
	return records, nil
}

// blankLines counts the empty lines before a record.
func blankLines(s string) int {
	n := 0
	for {
		s = strings.TrimPrefix(s, "\r")
		rest, ok := strings.CutPrefix(s, "\n")
		if !ok {
			return n
		}
		s = rest
		n++
	}
}
