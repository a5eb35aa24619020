package forms

import "vinhdanh/internal/paper"

// VisitLine is a visit to an entry's workshop, as the jury's minutes list it.
type VisitLine struct {
	HeldOn        string // YYYY-MM-DD
	Code, Product string
	People        string // who took part
}

func visitLines(list []VisitLine) paper.Table {
	t := paper.Table{Columns: []paper.Column{{Head: "TT", Width: 7, Align: paper.Centre}, {Head: "Ngày", Width: 18, Align: paper.Centre},
		{Head: "Mã số", Width: 14, Align: paper.Centre}, {Head: "Sản phẩm, bộ sản phẩm", Width: 40}, {Head: "Người dự", Width: 40}}}
	for i, v := range list {
		t.Rows = append(t.Rows, paper.Row{Cells: []string{ordinal(i), day(v.HeldOn), v.Code, v.Product, v.People}})
	}
	return t
}
