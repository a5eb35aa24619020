package forms

import (
	"fmt"

	"vinhdanh/internal/i18n"
	"vinhdanh/internal/paper"
)

// JuryMinutesData is what the jury's minutes of a pass say.
type JuryMinutesData struct {
	Award
	Pass            int
	Opened, Closed  string // YYYY-MM-DD
	Head, Secretary string
	Members         []Person // everybody who sat in the jury, head first
	Rows            []RankedRow
	Sheets          int // handed out
	Scored          int // of them, scored and counted
	Recusals        []SheetNote
	Reopened        []SheetNote
	LeftOpen        []SheetNote
	Typed           []SheetNote // from the judge's paper; Reason says by whom
	Objections      []SheetNote // of judges to how their sheet was typed; Reason says when and how it was settled
	LeftOpenReason  string
	Matches         []SheetNote // of a judge's data with a producer's; Reason says what came of it
	Visits          []VisitLine // to workshops, by day
	Changes         []SheetNote // absences and replacements; Reason says which
}

// SheetNote is one thing that happened to a sheet, as minutes list it.
type SheetNote struct{ Judge, Code, Product, Reason string }

// JuryMinutes is the draft of the minutes of a scoring pass (biên bản chấm điểm): who sat, what came out in each
// product group, and every recusal, correction and sheet left open with its reason.
func JuryMinutes(d JuryMinutesData) paper.Paper {
	const lang = i18n.Vietnamese
	p := paper.Paper{Lang: lang, Title: "Biên bản chấm điểm (dự thảo)", Author: "Ban giám khảo", Reference: "Dự thảo – " + d.Edition.Name}
	subject := "Chấm điểm của Ban giám khảo\n" + d.Edition.Name
	if d.Pack.Passes > 1 {
		subject += fmt.Sprintf("\nLần chấm thứ %d", d.Pass)
	}
	p.Blocks = []paper.Block{
		paper.Letterhead{Superior: d.council(lang), Body: "Ban giám khảo", Number: "......../BB-BGK", Place: paper.PlaceLine(lang, d.place(), d.Closed)},
		paper.Title{Text: "Biên bản", Subject: subject},
		draftMark(),
		paper.Heading{Text: "I. Thời gian, thành phần"},
		paper.Fields{{Label: "Bắt đầu chấm", Value: day(d.Opened)}, {Label: "Khóa phiếu", Value: day(d.Closed)}, {Label: "Địa điểm"},
			{Label: "Trưởng ban", Value: d.Head}, {Label: "Thư ký", Value: d.Secretary}},
		sittings(d.Members),
		paper.Heading{Text: "II. Việc chấm điểm"},
		paper.Paragraph{Align: paper.Justified, Text: fmt.Sprintf("Các giám khảo chấm độc lập theo tiêu chí của kỳ bình chọn. Đã phát %s phiếu; %s phiếu được chấm và tính điểm; "+
			"%s phiếu từ chối chấm; %s phiếu không chấm.", two(d.Sheets), two(d.Scored), two(len(d.Recusals)), two(len(d.LeftOpen)))},
	}
	part := "III"
	p.Blocks = append(p.Blocks, paper.Heading{Text: part + ". Kết quả theo nhóm sản phẩm"}, d.outcome())
	parts := []string{"IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"}
	for _, x := range []struct {
		title string
		list  []SheetNote
		after string
	}{
		{"Từ chối chấm vì có liên quan", d.Recusals, ""},
		{"Phiếu được mở lại để sửa", d.Reopened, "Bản phiếu cũ vẫn được lưu và nằm trong sổ cái."},
		{"Phiếu nhập từ bản giấy", d.Typed, "Mỗi phiếu do hai người của Tổ giúp việc nhập độc lập; bản quét và tên người nhập nằm trong sổ cái."},
		{"Giám khảo báo nhập sai phiếu giấy", d.Objections, ""},
		{"Phiếu không chấm", d.LeftOpen, lead("Lý do khóa khi còn phiếu trống: ", d.LeftOpenReason)},
		{"Dữ liệu giám khảo trùng với cơ sở", d.Matches, ""},
		{"Vắng mặt, thay người", d.Changes, ""},
	} {
		if len(x.list) == 0 {
			continue
		}
		p.Blocks = append(p.Blocks, paper.Heading{Text: fmt.Sprintf("%s. %s: %s", parts[0], x.title, two(len(x.list)))}, notes(x.list))
		parts = parts[1:]
		if x.after != "" {
			p.Blocks = append(p.Blocks, paper.Paragraph{Align: paper.Justified, Text: x.after})
		}
	}
	if len(d.Visits) > 0 {
		p.Blocks = append(p.Blocks, paper.Heading{Text: fmt.Sprintf("%s. Khảo sát thực tế: %s", parts[0], two(len(d.Visits)))}, visitLines(d.Visits))
		parts = parts[1:]
	}
	p.Blocks = append(p.Blocks, paper.Heading{Text: parts[0] + ". Ý kiến của Ban giám khảo"}, paper.Blank{Lines: 4},
		paper.Paragraph{Align: paper.Justified, Text: "Biên bản được đọc cho các thành viên cùng nghe lúc ..... giờ ....., " + dottedDay +
			"; số thành viên thông qua: ......../........"},
		paper.Closing{Signatures: []paper.Signature{
			{Lines: []string{"Thư ký"}, Note: "(Ký, ghi rõ họ tên)", Name: d.Secretary},
			{Lines: []string{"Trưởng Ban giám khảo"}, Note: "(Ký, ghi rõ họ tên)", Name: d.Head},
		}},
		paper.Closing{Recipients: []string{"Hội đồng bình chọn", "Lưu: Hồ sơ bình chọn"}})
	return p
}

func lead(words, text string) string {
	if text == "" {
		return ""
	}
	return words + text
}

// sittings lists the jury with room to sign.
func sittings(members []Person) paper.Table {
	t := attendance(members)
	t.Columns[2].Head, t.Columns[3].Head = "Nhiệm vụ trong Ban giám khảo", "Ký tên"
	return t
}

// outcome counts, for each product group, the entries scored and passed.
func (d JuryMinutesData) outcome() paper.Table {
	t := paper.Table{Columns: []paper.Column{{Head: "Nhóm sản phẩm", Width: 46}, {Head: "Sản phẩm được chấm", Width: 18, Align: paper.Right},
		{Head: fmt.Sprintf("Đạt từ %s điểm", points(&d.Pack.PassMark)), Width: 18, Align: paper.Right},
		{Head: "Điểm cao nhất", Width: 16, Align: paper.Right}, {Head: "Điểm thấp nhất", Width: 16, Align: paper.Right}}}
	scored, passed := 0, 0
	for _, g := range d.Pack.ProductGroups {
		x := d.groupOutcome(g.Code)
		if x.scored == 0 {
			continue
		}
		t.Rows = append(t.Rows, paper.Row{Cells: []string{g.Name.VI, fmt.Sprint(x.scored), fmt.Sprint(x.passed), mean(x.highest), mean(x.lowest)}})
		scored, passed = scored+x.scored, passed+x.passed
	}
	t.Rows = append(t.Rows, paper.Row{Bold: true, Cells: []string{"Tổng cộng", fmt.Sprint(scored), fmt.Sprint(passed), "", ""}})
	return t
}

type groupOutcome struct {
	scored, passed  int
	highest, lowest string // means as the ranking writes them
}

// groupOutcome sums up one group; Rows stand in the order of the ranking, the best first.
func (d JuryMinutesData) groupOutcome(code string) (x groupOutcome) {
	for _, row := range d.Rows {
		if row.Group != code || row.Rank == 0 {
			continue
		}
		if x.scored++; !row.NotPassed {
			x.passed++
		}
		if x.highest == "" {
			x.highest = row.Mean
		}
		x.lowest = row.Mean
	}
	return x
}

func notes(list []SheetNote) paper.Table {
	t := paper.Table{Columns: []paper.Column{{Head: "TT", Width: 7, Align: paper.Centre}, {Head: "Giám khảo", Width: 28},
		{Head: "Mã số", Width: 14, Align: paper.Centre}, {Head: "Sản phẩm, bộ sản phẩm", Width: 36}, {Head: "Lý do", Width: 34}}}
	for i, n := range list {
		t.Rows = append(t.Rows, paper.Row{Cells: []string{ordinal(i), n.Judge, n.Code, n.Product, n.Reason}})
	}
	return t
}
