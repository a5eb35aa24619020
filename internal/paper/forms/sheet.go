package forms

import (
	"fmt"

	"vinhdanh/internal/i18n"
	"vinhdanh/internal/paper"
	"vinhdanh/judging"
)

// SheetData is what one score sheet says.
type SheetData struct {
	Award
	Entry   Entry
	Judge   string
	Office  string // position or academic title
	Pass    int    // shown when the rules ask for more than one; 0 = left to be written
	Marks   map[string]judging.Points
	Total   *judging.Points
	Comment string
	Date    string       // YYYY-MM-DD, or empty
	Symbol  paper.Symbol // opens the page on which the signed sheet is typed; nil = none
}

// ScoreSheet is a judge's score sheet for one entry (phiếu chấm điểm), with the lines of TT 26/2014,
// annex 4; without marks it is the blank sheet to fill in by hand.
func ScoreSheet(d SheetData) paper.Paper {
	return ScoreSheets([]SheetData{d})
}

// ScoreSheets is the sheets one after the other in one file, each with its own page numbers and foot. There must be one
// at least; the file is named after the first.
func ScoreSheets(list []SheetData) paper.Paper {
	const lang = i18n.Vietnamese
	first := list[0]
	p := paper.Paper{Lang: lang, Title: "Phiếu chấm điểm", Author: first.council(lang), Reference: sheetReference(first)}
	if len(list) == 1 && first.Entry.Code != "" {
		p.Title += " " + first.Entry.Code
	}
	for i, d := range list {
		if i > 0 {
			p.Blocks = append(p.Blocks, paper.Part{Reference: sheetReference(d)})
		}
		p.Blocks = append(p.Blocks, sheetBlocks(lang, d)...)
	}
	return p
}

// sheetReference is the foot of a sheet, by which its second page finds the first.
func sheetReference(d SheetData) string {
	switch {
	case d.Entry.Code == "":
		return "Phiếu chấm điểm"
	case d.Judge == "":
		return "Mã số bình chọn " + d.Entry.Code
	}
	return "Mã số bình chọn " + d.Entry.Code + " – " + d.Judge
}

func sheetBlocks(lang string, d SheetData) []paper.Block {
	subject := d.subject(lang)
	if d.Pack.Passes > 1 && d.Pass > 0 {
		subject += fmt.Sprintf("\nLần chấm thứ %d", d.Pass)
	}
	fields := paper.Fields{{Label: "Tên sản phẩm", Value: d.Entry.Product}, {Label: "Nhóm sản phẩm", Value: d.group(lang, d.Entry.Group)},
		{Label: "Mã số bình chọn", Value: d.Entry.Code}, {Label: "Họ và tên giám khảo", Value: d.Judge}, {Label: "Chức vụ/Học hàm", Value: d.Office}}
	blocks := []paper.Block{
		paper.Letterhead{Body: d.council(lang)},
		paper.Title{Text: "Phiếu chấm điểm", Subject: subject},
		paper.Marked{Fields: fields, Symbol: d.Symbol, Note: "Mã tra phiếu"},
		sheetTable(d),
	}
	if len(d.Marks) == 0 {
		blocks = append(blocks, paper.Paragraph{Italic: true, Text: "Ghi điểm bằng số, mỗi bước " + points(&d.Pack.Step) +
			" điểm; dòng bỏ trống là không chấm, không phải 0 điểm. Chỗ sửa phải ký bên cạnh."})
	}
	return append(blocks,
		paper.Fields{{Label: "Nhận xét", Value: d.Comment, Space: 2}},
		paper.Closing{Signatures: []paper.Signature{{Place: paper.PlaceLine(lang, d.place(), d.Date),
			Lines: []string{"Thành viên Ban giám khảo"}, Note: "(ký và ghi rõ họ tên)", Name: d.Judge}}})
}

func sheetTable(d SheetData) paper.Table {
	t := paper.Table{Columns: []paper.Column{{Head: "TT", Width: 9, Align: paper.Centre}, {Head: "Nội dung tiêu chí", Width: 58},
		{Head: "Điểm tối đa", Width: 13, Align: paper.Right}, {Head: "Điểm bình chọn", Width: 13, Align: paper.Right}, {Head: "Ghi chú", Width: 16}}}
	for _, top := range d.Pack.TopCriteria(d.Entry.Group) {
		t.Rows = append(t.Rows, sheetRow(d, top, true))
		for _, leaf := range top.Leaves() {
			if leaf.Code != top.Code {
				t.Rows = append(t.Rows, sheetRow(d, leaf, false))
			}
		}
	}
	whole := d.Pack.MaxTotal(d.Entry.Group)
	t.Rows = append(t.Rows, paper.Row{Bold: true, Cells: []string{"", "Tổng cộng", points(&whole), points(d.Total), ""}})
	return t
}

func sheetRow(d SheetData, c judging.Criterion, top bool) paper.Row {
	mark := ""
	if len(d.Marks) > 0 {
		var sum judging.Points
		complete := true
		for _, leaf := range c.Leaves() {
			m, ok := d.Marks[leaf.Code]
			sum, complete = sum+m, complete && ok
		}
		if complete {
			mark = points(&sum)
		}
	}
	return paper.Row{Bold: top, Cells: []string{c.Code, c.Name.VI, points(&c.Max), mark, ""}}
}
