// Package intake reads a list of nominations that an office keeps as CSV or XLSX and says row by row what
// it understood. It refuses to know where nominations are kept and what an edition's rules are beyond the
// names of its groups and kinds.
package intake

import (
	"context"
	"fmt"
	"os"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/i18n"
	"vinhdanh/internal/inspect"
)

// MaxRows is the most rows of a list, MaxCell the most characters of a cell, MaxLine of a one-line field.
const (
	MaxRows  = inspect.MaxRows
	MaxCell  = inspect.MaxCell
	MaxLine  = 500
	maxBytes = 20 << 20
)

// Table is a list as it was read: the header and the rows below it.
type Table struct {
	Columns   []string
	Rows      [][]string // cells as written; a row may be shorter or longer than Columns
	Numbers   []int      // of each row, 1-based, as a spreadsheet shows it
	Encoding  string     // of a CSV: "UTF-8", "TCVN3", …; empty for XLSX
	Delimiter string     // of a CSV; empty for XLSX
}

// Read reads the file at path; filename is what its sender called it and only its ending counts. The
// faults are of the field "file": those of inspect.SniffImport and Inspector.Spreadsheet, and
// encoding_unknown, header_missing, sheet_too_many_rows (argument max).
func Read(ctx context.Context, filename, path string, inspector *inspect.Inspector) (Table, error) {
	mediaType, err := inspect.SniffImport(path, filename)
	if err != nil {
		return Table{}, err
	}
	if mediaType == inspect.XLSX {
		sheet, err := inspector.Spreadsheet(ctx, path)
		if err != nil {
			return Table{}, err
		}
		records := make([]record, len(sheet.Rows))
		for i, cells := range sheet.Rows {
			records[i] = record{number: i + 1, cells: cells}
		}
		return tabulate(records)
	}
	st, err := os.Stat(path)
	if err != nil {
		return Table{}, fmt.Errorf("read list: %w", err)
	}
	if st.Size() > maxBytes {
		return Table{}, fault.New(fault.TooLarge, "body_too_large", "limit", int64(maxBytes))
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return Table{}, fmt.Errorf("read list: %w", err)
	}
	name, text, ok := i18n.DetectEncoding(content)
	if !ok {
		return Table{}, refuse("encoding_unknown")
	}
	table, err := readCSV(text)
	table.Encoding = name
	return table, err
}

// record is one row of a file before the header is known.
type record struct {
	number int
	cells  []string
}

// headerWithin is how many rows of letterhead and title may stand above the header.
const headerWithin = 30

// tabulate finds the header: the row among the first with the most known column names, one of which is
// the product.
func tabulate(records []record) (Table, error) {
	at, best := findHeader(records)
	if best == 0 {
		return Table{}, refuse("header_missing")
	}
	table := Table{Columns: records[at].cells}
	for i, r := range records[at+1:] {
		if isBlank(r.cells) || (i == 0 && isNumbering(r.cells)) {
			continue
		}
		if len(table.Rows) == MaxRows {
			return Table{}, refuse("sheet_too_many_rows", "max", MaxRows)
		}
		table.Rows = append(table.Rows, r.cells)
		table.Numbers = append(table.Numbers, r.number)
	}
	return table, nil
}

// findHeader returns the index of the header and how many of its columns are known, 0 when there is none.
func findHeader(records []record) (at, best int) {
	for i, r := range records[:min(len(records), headerWithin)] {
		known, product := 0, false
		for _, c := range r.cells {
			if name, ok := columnOf(c); ok {
				known++
				product = product || name == colProduct
			}
		}
		if product && known > best {
			at, best = i, known
		}
	}
	return at, best
}

func isBlank(cells []string) bool {
	for _, c := range cells {
		if i18n.CleanLine(c) != "" {
			return false
		}
	}
	return true
}

func refuse(code string, pairs ...any) error {
	var fields fault.Fields
	fields.Add("file", code, pairs...)
	return fields.Err()
}
