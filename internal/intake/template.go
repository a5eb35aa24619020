package intake

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"vinhdanh/internal/i18n"
	"vinhdanh/judging"
)

// templateHead is the row of the header in the template: title and hint stand above.
const templateHead = 3

// templateColumn is a column of the template: header by language, width and which list it chooses from.
type templateColumn struct {
	vi, en string
	width  float64
	list   string // column of the sheet of lists, or empty
	needed bool
}

func templateColumns() []templateColumn {
	return []templateColumn{
		{"Tên sản phẩm", "Product name", 40, "", true}, {"Nhóm sản phẩm", "Product group", 34, "A", true},
		{"Tên cơ sở CNNT", "Producer name", 36, "", true}, {"Loại hình cơ sở", "Legal form", 24, "B", true},
		{"Mã số thuế", "Tax code", 16, "", false}, {"Số đăng ký kinh doanh", "Registration number", 20, "", false},
		{"Địa chỉ", "Address", 36, "", false}, {"Xã/phường", "Commune", 20, "", false}, {"Số điện thoại", "Phone", 16, "", false},
		{"Thư điện tử", "Email", 26, "", false}, {"Người đại diện", "Representative", 26, "", false},
		{"Mô tả sản phẩm", "Description", 50, "", false}, {"Các sản phẩm trong bộ", "Set members", 40, "", false},
	}
}

// WriteTemplate writes an empty list of nominations to fill in and import: its headers are those that Map
// knows, group and kind are chosen from the names of the edition's rules, and every cell is text, so that
// a tax code keeps its zeros.
func WriteTemplate(w io.Writer, pack *judging.Pack, lang string) (err error) {
	book := excelize.NewFile()
	defer func() {
		if closing := book.Close(); err == nil && closing != nil {
			err = fmt.Errorf("write template: %w", closing)
		}
	}()
	t := template{book: book, pack: pack, lang: lang, sheet: say(lang, "Hồ sơ", "Nominations"), lists: say(lang, "Danh mục", "Lists")}
	for _, step := range []func() error{t.names, t.rows} {
		if err := step(); err != nil {
			return fmt.Errorf("write template: %w", err)
		}
	}
	if err := book.Write(w); err != nil {
		return fmt.Errorf("write template: %w", err)
	}
	return nil
}

// template is a workbook being made.
type template struct {
	book         *excelize.File
	pack         *judging.Pack
	lang         string
	sheet, lists string
}

// rows writes title, hint, header and what the cells below may hold.
func (t template) rows() error {
	plain, err := t.book.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	if err != nil {
		return err
	}
	title, err := t.book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Family: "Calibri", Size: 14}})
	if err != nil {
		return err
	}
	if err := printable(t.book, t.sheet, templateHead); err != nil {
		return err
	}
	out, err := t.book.NewStreamWriter(t.sheet)
	if err != nil {
		return err
	}
	var columns []Column
	for i, c := range templateColumns() {
		head := say(t.lang, c.vi, c.en)
		if c.needed {
			head += " *"
		}
		columns = append(columns, Column{Head: head, Width: c.width})
		if err := out.SetColStyle(i+1, i+1, plain); err != nil {
			return err
		}
	}
	above := excelize.Cell{StyleID: title, Value: say(t.lang, "Danh sách hồ sơ đăng ký bình chọn", "List of nominations")}
	free, err := t.book.NewStyle(&excelize.Style{Font: &excelize.Font{Italic: true, Family: "Calibri", Size: 11}})
	if err != nil {
		return err
	}
	hint := excelize.Cell{StyleID: free, Value: say(t.lang, "Mỗi dòng là một sản phẩm hoặc một bộ. Cột có dấu * cần điền; các sản phẩm trong bộ cách nhau bằng dấu chấm phẩy.",
		"One row for each product or set. Columns with * are needed; the members of a set stand between semicolons.")}
	err = prepareHead(t.book, out, columns, templateHead, func() error {
		return errors.Join(out.SetRow("A1", []any{above}), out.SetRow("A2", []any{hint}))
	})
	return errors.Join(err, t.validate(), out.Flush()) // a written sheet takes no more rules
}

// names writes the sheet of lists and hides it.
func (t template) names() error {
	if err := t.book.SetSheetName("Sheet1", t.sheet); err != nil {
		return err
	}
	if _, err := t.book.NewSheet(t.lists); err != nil {
		return err
	}
	for column, list := range t.choices() {
		for i, name := range list {
			if err := t.book.SetCellStr(t.lists, fmt.Sprintf("%s%d", column, i+1), name); err != nil {
				return err
			}
		}
	}
	return t.book.SetSheetVisible(t.lists, false)
}

// choices are the lists by their column.
func (t template) choices() map[string][]string {
	names := func(list []judging.Coded) (out []string) {
		for _, c := range list {
			out = append(out, c.Name.In(t.lang))
		}
		return out
	}
	return map[string][]string{"A": names(t.pack.ProductGroups), "B": names(t.pack.EntityKinds)}
}

// validate lets the cells below the header choose from the lists.
func (t template) validate() error {
	for i, c := range templateColumns() {
		count := len(t.choices()[c.list])
		if c.list == "" || count == 0 {
			continue
		}
		letter, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		v := excelize.NewDataValidation(true)
		v.SetSqref(fmt.Sprintf("%s%d:%s%d", letter, templateHead+1, letter, templateHead+MaxRows))
		v.SetSqrefDropList(fmt.Sprintf("'%s'!$%s$1:$%s$%d", t.lists, c.list, c.list, count))
		head := say(t.lang, c.vi, c.en)
		v.SetError(excelize.DataValidationErrorStyleStop, head,
			say(t.lang, "Hãy chọn một mục trong danh sách.", "Choose one of the list."))
		v.SetInput(head, say(t.lang, "Bấm vào ô rồi chọn trong danh sách.", "Click the cell and choose from the list."))
		if err := t.book.AddDataValidation(t.sheet, v); err != nil {
			return err
		}
	}
	return nil
}

func say(lang, vi, en string) string {
	if strings.HasPrefix(lang, i18n.English) {
		return en
	}
	return vi
}
