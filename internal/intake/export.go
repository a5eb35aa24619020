package intake

import (
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"vinhdanh/internal/i18n"
)

// Column is a column of an exported list. Width is in characters of the sheet's type, 0 = as wide as the
// header needs. Decimals is how many of them a spreadsheet shows of its numbers; it keeps all.
type Column struct {
	Head     string
	Width    float64
	Decimals int
}

// Cell is one value of an exported list; the zero value is an empty cell.
type Cell struct {
	kind cellKind
	text string
}

type cellKind int

const (
	textCell cellKind = iota
	numberCell
	dateCell
)

// TextCell is text and stays text, whatever it begins with.
func TextCell(s string) Cell { return Cell{textCell, s} }

// NumberCell is a decimal number with a point, "83.21"; what is none becomes text.
func NumberCell(decimal string) Cell {
	if !plainNumber(decimal) {
		return TextCell(decimal)
	}
	return Cell{numberCell, decimal}
}

// DateCell is a date given as YYYY-MM-DD; what is none becomes text.
func DateCell(date string) Cell {
	if _, err := i18n.ParseDate(date); err != nil {
		return TextCell(date)
	}
	return Cell{dateCell, date}
}

func plainNumber(s string) bool {
	whole, fraction, point := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	return whole != "" && len(s) <= 16 && strings.Trim(whole+fraction, "0123456789") == "" && (!point || fraction != "")
}

// styles of the cells of one workbook.
type styles struct {
	text, date int
	numbers    map[int]int // decimals -> style
}

// WriteTable writes a workbook of one sheet: a bold header that stays in sight and filters, then the rows as
// they come. Memory does not grow with them: what is more than 16 MB waits in a file.
func WriteTable(w io.Writer, sheet string, columns []Column, rows iter.Seq[[]Cell]) (err error) {
	book := excelize.NewFile()
	defer func() {
		if closing := book.Close(); err == nil && closing != nil {
			err = fmt.Errorf("write table: %w", closing)
		}
	}()
	name := sheetName(sheet)
	if err := book.SetSheetName("Sheet1", name); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	st, err := newStyles(book, columns)
	if err != nil {
		return err
	}
	if err := printable(book, name, 1); err != nil {
		return err
	}
	out, err := book.NewStreamWriter(name)
	if err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	if err := prepareHead(book, out, columns, 1, nil); err != nil {
		return err
	}
	at := 1
	for row := range rows {
		at++
		values := make([]any, len(row))
		for i, c := range row {
			decimals := 0
			if i < len(columns) {
				decimals = columns[i].Decimals
			}
			values[i] = st.value(c, decimals)
		}
		if err := out.SetRow("A"+strconv.Itoa(at), values); err != nil {
			return fmt.Errorf("write row %d: %w", at, err)
		}
	}
	if len(columns) > 0 {
		last, err := excelize.CoordinatesToCellName(len(columns), at)
		if err != nil {
			return fmt.Errorf("write table: %w", err)
		}
		if err := book.AutoFilter(name, "A1:"+last, nil); err != nil {
			return fmt.Errorf("write table: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	if err := book.Write(w); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	return nil
}

// printable has the sheet printed on A4 across, all columns on one page, the header row on each.
func printable(book *excelize.File, sheet string, head int) error {
	fit, a4, across, wide, high := true, 9, "landscape", 1, 0
	if err := book.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return fmt.Errorf("set paper: %w", err)
	}
	err := book.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &a4, Orientation: &across, FitToWidth: &wide, FitToHeight: &high})
	if err != nil {
		return fmt.Errorf("set paper: %w", err)
	}
	err = book.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: sheet,
		RefersTo: fmt.Sprintf("'%s'!$%d:$%d", strings.ReplaceAll(sheet, "'", "''"), head, head)})
	if err != nil {
		return fmt.Errorf("set paper: %w", err)
	}
	return nil
}

// prepareHead sets widths and the header in the row at, which stays in sight with what above writes before it.
func prepareHead(book *excelize.File, out *excelize.StreamWriter, columns []Column, at int, above func() error) error {
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Family: "Calibri", Size: 11},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F2ECDF"}}})
	if err != nil {
		return fmt.Errorf("write header: %w", err)
	}
	head := make([]any, len(columns))
	for i, c := range columns {
		width := c.Width
		if width == 0 {
			width = max(float64(len([]rune(c.Head))+4), 12) // a date has ten characters
		}
		if err := out.SetColWidth(i+1, i+1, min(max(width, 4), 120)); err != nil {
			return fmt.Errorf("write header: %w", err)
		}
		head[i] = excelize.Cell{StyleID: bold, Value: i18n.CleanLine(c.Head)}
	}
	below := "A" + strconv.Itoa(at+1)
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: at, TopLeftCell: below, ActivePane: "bottomLeft"}); err != nil {
		return fmt.Errorf("write header: %w", err)
	}
	if above != nil {
		if err := above(); err != nil {
			return fmt.Errorf("write header: %w", err)
		}
	}
	if err := out.SetRow("A"+strconv.Itoa(at), head, excelize.RowOpts{Height: 30}); err != nil {
		return fmt.Errorf("write header: %w", err)
	}
	return nil
}

func newStyles(book *excelize.File, columns []Column) (st styles, err error) {
	st.numbers = map[int]int{}
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	if st.text, err = book.NewStyle(&excelize.Style{Alignment: top, NumFmt: 49}); err != nil {
		return st, fmt.Errorf("write styles: %w", err)
	}
	format := "dd/mm/yyyy"
	if st.date, err = book.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Vertical: "top"}, CustomNumFmt: &format}); err != nil {
		return st, fmt.Errorf("write styles: %w", err)
	}
	for _, c := range append([]Column{{}}, columns...) {
		if _, known := st.numbers[c.Decimals]; known {
			continue
		}
		number := "#,##0"
		if c.Decimals > 0 {
			number += "." + strings.Repeat("0", min(c.Decimals, 6))
		}
		st.numbers[c.Decimals], err = book.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Vertical: "top"}, CustomNumFmt: &number})
		if err != nil {
			return st, fmt.Errorf("write styles: %w", err)
		}
	}
	return st, nil
}

// value is a cell as excelize takes it: text is an inline string, which no spreadsheet reads as a formula.
func (st styles) value(c Cell, decimals int) any {
	switch c.kind {
	case textCell:
	case numberCell:
		if n, err := strconv.ParseFloat(c.text, 64); err == nil {
			return excelize.Cell{StyleID: st.numbers[decimals], Value: n}
		}
	case dateCell:
		if d, err := time.Parse(time.DateOnly, c.text); err == nil {
			return excelize.Cell{StyleID: st.date, Value: d}
		}
	}
	if c.text == "" {
		return nil
	}
	return excelize.Cell{StyleID: st.text, Value: i18n.CleanText(c.text)}
}

// sheetName is a name that spreadsheets accept: at most 31 characters and none of : \ / ? * [ ].
func sheetName(s string) string {
	s = strings.Trim(i18n.CleanLine(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return ' '
		}
		return r
	}, s)), "' ")
	if runes := []rune(s); len(runes) > 31 {
		s = strings.Trim(string(runes[:31]), "' ")
	}
	if s == "" {
		return "1"
	}
	return s
}

// WriteCSV writes the same list as CSV for spreadsheets: UTF-8 with its mark, and a quote before text that
// begins with = + - @, at the start or behind a semicolon, tab or line break, so that it is not taken for a formula;
// Map takes the quote at the start off again.
func WriteCSV(w io.Writer, columns []Column, rows iter.Seq[[]Cell]) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	head := make([]string, len(columns))
	for i, c := range columns {
		head[i] = harmless(i18n.CleanLine(c.Head))
	}
	if err := out.Write(head); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	for row := range rows {
		line := make([]string, len(row))
		for i, c := range row {
			line[i] = c.text
			if c.kind == textCell {
				line[i] = harmless(i18n.CleanText(c.text))
			}
		}
		if err := out.Write(line); err != nil {
			return fmt.Errorf("write CSV: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}

// hiddenFormula is the beginning of a formula behind what another spreadsheet takes for the end of a cell: it
// parts by semicolons or tabs wherever the comma is the decimal sign.
var hiddenFormula = regexp.MustCompile(`([;\t\n]\s*)([=+\-@])`)

func harmless(s string) string {
	s = hiddenFormula.ReplaceAllString(s, "$1'$2")
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
