package forms

import (
	"fmt"

	"vinhdanh/internal/i18n"
	"vinhdanh/internal/paper"
)

// BallotData is what a ballot and the minutes of its count say.
type BallotData struct {
	Award
	HeldOn   string  // YYYY-MM-DD, or empty
	Entries  []Entry // those put to the vote
	Members  int     // of the council, who may vote
	Proposal *MinutesData
}

// Ballot is the paper on which one member of the council votes (phiếu biểu quyết): a square to mark for and against
// each entry, and no line for a name, so that a secret vote stays one.
func Ballot(d BallotData) paper.Paper {
	const lang = i18n.Vietnamese
	t := paper.Table{Columns: []paper.Column{{Head: "TT", Width: 7, Align: paper.Centre}, {Head: "Mã số", Width: 13, Align: paper.Centre},
		{Head: "Sản phẩm, bộ sản phẩm", Width: 38}, {Head: "Cơ sở", Width: 30}, {Head: "Điểm", Width: 11, Align: paper.Right},
		{Head: "Đồng ý", Width: 11, Align: paper.Centre}, {Head: "Không đồng ý", Width: 11, Align: paper.Centre}}}
	t.Rows = byGroup(d.Pack, d.Entries, func(n int, e Entry) []string {
		return []string{ordinal(n), e.Code, e.Product, e.Producer, mean(e.Mean), "", ""}
	})
	return paper.Paper{Lang: lang, Title: "Phiếu biểu quyết", Author: d.council(lang), Reference: d.Edition.Name, Blocks: []paper.Block{
		paper.Letterhead{Body: d.council(lang), Place: paper.PlaceLine(lang, d.place(), d.HeldOn)},
		paper.Title{Text: "Phiếu biểu quyết", Subject: "Đề nghị công nhận " + lowerFirst(d.subject(lang))},
		paper.Paragraph{Align: paper.Justified, Text: "Thành viên Hội đồng đánh dấu (x) vào một ô cho mỗi sản phẩm. Dòng để trống hoặc đánh dấu cả hai ô được tính là không có ý kiến."},
		t,
		paper.Paragraph{Italic: true, Text: fmt.Sprintf("Phiếu gồm %s sản phẩm, bộ sản phẩm. Không ghi tên khi biểu quyết kín.", two(len(d.Entries)))},
	}}
}

// CountMinutes is the draft of the minutes of counting the ballots (biên bản kiểm phiếu). The counts of the recorded
// proposal stand in it; the counts of single entries are written by hand.
func CountMinutes(d BallotData) paper.Paper {
	const lang = i18n.Vietnamese
	t := paper.Table{Columns: []paper.Column{{Head: "TT", Width: 7, Align: paper.Centre}, {Head: "Mã số", Width: 13, Align: paper.Centre},
		{Head: "Sản phẩm, bộ sản phẩm", Width: 44}, {Head: "Đồng ý", Width: 13, Align: paper.Right}, {Head: "Không đồng ý", Width: 13, Align: paper.Right},
		{Head: "Không có ý kiến", Width: 13, Align: paper.Right}}}
	t.Rows = byGroup(d.Pack, d.Entries, func(n int, e Entry) []string { return []string{ordinal(n), e.Code, e.Product, "", "", ""} })
	present, result := "", paper.Paragraph{Align: paper.Justified, Text: "Kết quả biểu quyết về danh sách: tán thành ........ phiếu; không tán thành ........ phiếu; không có ý kiến ........ phiếu."}
	if m := d.Proposal; m != nil {
		present = two(m.Present)
		result.Text = fmt.Sprintf("Kết quả biểu quyết về danh sách đề nghị %s sản phẩm, bộ sản phẩm: tán thành %s phiếu; không tán thành %s phiếu; không có ý kiến %s phiếu.",
			two(len(m.Proposed)), two(m.For), two(m.Against), two(m.Abstain))
	}
	need := ""
	if d.Members > 0 {
		need = fmt.Sprintf("Hội đồng có %s thành viên; phải có mặt ít nhất %s.", two(d.Members), two(d.Pack.Council.NeedPresent(d.Members)))
	}
	return paper.Paper{Lang: lang, Title: "Biên bản kiểm phiếu (dự thảo)", Author: d.council(lang), Reference: "Dự thảo – " + d.Edition.Name, Blocks: []paper.Block{
		paper.Letterhead{Body: d.council(lang), Number: "......../BB-HĐBC", Place: paper.PlaceLine(lang, d.place(), d.HeldOn)},
		paper.Title{Text: "Biên bản", Subject: "Kiểm phiếu biểu quyết đề nghị công nhận\n" + d.Edition.Name},
		draftMark(),
		paper.Fields{{Label: "Thời gian", Value: timeLine(d.HeldOn)}, {Label: "Địa điểm"}, {Label: "Tổ kiểm phiếu", Space: 2},
			{Label: "Số thành viên có mặt", Value: present, Half: true}, {Label: "Số phiếu phát ra", Half: true},
			{Label: "Số phiếu thu về", Half: true}, {Label: "Số phiếu không hợp lệ", Half: true}},
		paper.Paragraph{Align: paper.Justified, Text: need},
		t,
		result,
		paper.Paragraph{Align: paper.Justified, Text: "Biên bản lập xong hồi ..... giờ ..... cùng ngày, đã đọc cho các thành viên dự họp cùng nghe."},
		paper.Closing{Signatures: []paper.Signature{
			{Lines: []string{"Người kiểm phiếu"}, Note: "(Ký, ghi rõ họ tên)"},
			{Lines: []string{"Thư ký"}, Note: "(Ký, ghi rõ họ tên)"},
			{Lines: []string{"Tổ trưởng kiểm phiếu"}, Note: "(Ký, ghi rõ họ tên)"},
		}},
	}}
}
