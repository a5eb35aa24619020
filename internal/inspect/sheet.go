package inspect

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// examineSheet writes the rows of the list in a workbook. Nothing is written before all rows are read, so
// that a refusal can still be the whole answer.
func examineSheet(content []byte, w io.Writer) error {
	if err := checkPackage(content); err != nil {
		return err
	}
	book, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{
		UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped}) // equal: nothing goes to the disk
	if err != nil {
		return refuse("file_broken")
	}
	var chosen []row
	name := ""
	for _, sheet := range book.GetSheetList() {
		if visible, err := book.GetSheetVisible(sheet); err != nil || !visible {
			continue
		}
		rows, err := readSheet(book, sheet)
		if err != nil {
			return err
		}
		if name == "" || len(rows) > 1 {
			name, chosen = sheet, rows
		}
		if len(rows) > 1 {
			break
		}
	}
	if name == "" {
		return refuse("file_broken")
	}
	if err := writeHeader(w, header{MediaType: XLSX, Name: name}); err != nil {
		return err
	}
	lines := json.NewEncoder(w)
	for _, r := range chosen {
		if err := lines.Encode(r); err != nil {
			return err
		}
	}
	return nil
}

// scientific is what a number of more than eleven digits looks like in a cell without a format.
var scientific = regexp.MustCompile(`^-?\d(\.\d+)?E\+\d+$`)

// readSheet reads the filled rows of one sheet as they are shown. A long number (a tax code that was typed
// into a cell without a format) is shown by spreadsheets as 1.2E+11: those are read again as stored.
func readSheet(book *excelize.File, sheet string) ([]row, error) {
	shown, err := book.Rows(sheet)
	if err != nil {
		return nil, refuse("file_broken")
	}
	stored, err := book.Rows(sheet)
	if err != nil {
		return nil, errors.Join(refuse("file_broken"), shown.Close())
	}
	var rows []row
	for number := 1; shown.Next() && stored.Next(); number++ {
		cells, err := shown.Columns()
		raw, rawErr := stored.Columns(excelize.Options{RawCellValue: true})
		if err != nil || rawErr != nil {
			return nil, refuse("file_broken")
		}
		cells = trimCells(cells, raw)
		if len(cells) == 0 {
			continue
		}
		if number > MaxRows {
			return nil, refuse("sheet_too_many_rows", "max", MaxRows)
		}
		if len(cells) > MaxColumns {
			return nil, refuse("sheet_too_many_columns", "max", MaxColumns)
		}
		rows = append(rows, row{Number: number, Cells: cells})
	}
	if shown.Error() != nil || shown.Close() != nil || stored.Close() != nil {
		return nil, refuse("file_broken")
	}
	return rows, nil
}

// trimCells drops the blank tail of a row and cuts over-long cells to one character over the limit.
func trimCells(cells, raw []string) []string {
	last := 0
	for i, c := range cells {
		if i < len(raw) && scientific.MatchString(c) {
			c = raw[i]
		}
		if len(c) > MaxCell && utf8.RuneCountInString(c) > MaxCell {
			c = string([]rune(c)[:MaxCell+1])
		}
		cells[i] = strings.ToValidUTF8(c, "")
		if strings.TrimSpace(c) != "" {
			last = i + 1
		}
	}
	return cells[:last]
}
