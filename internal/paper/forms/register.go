package forms

import (
	"fmt"
	"strings"

	"vinhdanh/internal/i18n"
	"vinhdanh/internal/paper"
)

// RegisterData is what the register of certificates says (sổ cấp giấy chứng nhận).
type RegisterData struct {
	Award
	Date string // YYYY-MM-DD, of the statuses
	Rows []RegisterRow
}

// RegisterRow is one certificate; its dates are YYYY-MM-DD. History is what happened to it since its issue, oldest first.
type RegisterRow struct {
	Number, IssuedOn, ValidUntil string
	Product, Producer, Address   string
	DecisionNumber, DecisionDate string
	Status                       string // as the reader sees it
	History                      []string
}

// CertificateRegister is the register to be printed, signed for and filed.
func CertificateRegister(r RegisterData) paper.Paper {
	const lang = i18n.Vietnamese
	t := paper.Table{Columns: []paper.Column{{Head: "STT", Width: 12, Align: paper.Centre}, {Head: "Số giấy chứng nhận", Width: 31},
		{Head: "Ngày cấp", Width: 23, Align: paper.Centre}, {Head: "Sản phẩm", Width: 38}, {Head: "Cơ sở", Width: 30}, {Head: "Địa chỉ", Width: 25},
		{Head: "Quyết định", Width: 33}, {Head: "Có giá trị đến", Width: 23, Align: paper.Centre}, {Head: "Trạng thái", Width: 36}, {Head: "Ký nhận", Width: 19}}}
	for i, x := range r.Rows {
		t.Rows = append(t.Rows, paper.Row{Cells: []string{ordinal(i), x.Number, dated(x.IssuedOn), x.Product, x.Producer, x.Address,
			x.DecisionNumber + "\n" + dated(x.DecisionDate), dated(x.ValidUntil), strings.Join(append([]string{x.Status}, x.History...), "\n"), ""}})
	}
	return paper.Paper{Lang: lang, Landscape: true, Title: "Sổ cấp giấy chứng nhận", Author: r.Organiser, Reference: r.Edition.Name, Blocks: []paper.Block{
		paper.Letterhead{Body: r.Organiser, Place: paper.PlaceLine(lang, r.place(), r.Date)},
		paper.Title{Text: "Sổ cấp giấy chứng nhận", Subject: r.subject(lang)},
		t,
		paper.Paragraph{Text: fmt.Sprintf("Sổ có %s giấy chứng nhận. Trạng thái tính đến %s.", two(len(r.Rows)), day(r.Date))},
		paper.Closing{Signatures: []paper.Signature{
			{Lines: []string{"Người lập sổ"}, Note: "(Ký, ghi rõ họ tên)"},
			{Lines: []string{"Thủ trưởng cơ quan"}, Note: "(Ký, đóng dấu, ghi rõ họ tên)"},
		}},
	}}
}

// dated is a day as tables write it, 27/11/2026.
func dated(date string) string {
	if date == "" {
		return ""
	}
	return i18n.TypedDate(date)
}
