package forms

import (
	"fmt"
	"strings"

	"vinhdanh/internal/i18n"
	"vinhdanh/internal/paper"
)

// RoundData is what the papers sent upward after the council's meeting say: the report, the submission, the draft
// of the decision and the notice of results.
type RoundData struct {
	Award
	Authority         string // who recognises, "Ủy ban nhân dân tỉnh Mẫu"
	HeldOn            string // of the council's meeting, YYYY-MM-DD, or empty
	Filed, Eligible   int    // dossiers handed in, and those found eligible
	Scored, Passed    int
	Judges            int
	Proposed, LeftOut []Entry
	Recognised        []Entry // by the decision; until there is one, those proposed
	Number, Date      string  // of the decision, or empty
	NotifiedOn        string  // YYYY-MM-DD, or empty
	Signer            paper.Signature
	ComplaintDays     int // working days for complaints
	ReplyDays         int // working days for the answer
}

func (d RoundData) authority() string {
	if d.Authority != "" {
		return d.Authority
	}
	if p := d.Edition.Province; p != "" {
		return "Ủy ban nhân dân " + lowerFirst(p)
	}
	return "........................"
}

// Report is the draft of the report on how the selection went (báo cáo kết quả bình chọn).
func Report(d RoundData) paper.Paper {
	const lang = i18n.Vietnamese
	p := paper.Paper{Lang: lang, Title: "Báo cáo kết quả bình chọn (dự thảo)", Author: d.council(lang), Reference: "Dự thảo – " + d.Edition.Name}
	p.Blocks = []paper.Block{
		paper.Letterhead{Body: d.council(lang), Number: "......../BC-HĐBC", Place: paper.PlaceLine(lang, d.place(), "")},
		paper.Title{Text: "Báo cáo", Subject: "Kết quả " + lowerFirst(d.subject(lang))},
		draftMark(),
		paper.Paragraph{Lead: "Kính gửi:", Text: d.authority(), Align: paper.Centre},
		paper.Heading{Text: "I. Tiếp nhận và thẩm định hồ sơ"},
		paper.Paragraph{Align: paper.Justified, Text: fmt.Sprintf("Đã tiếp nhận %s hồ sơ đăng ký; %s hồ sơ đủ điều kiện bình chọn; %s hồ sơ không đủ điều kiện hoặc đã rút.",
			two(d.Filed), two(d.Eligible), two(d.Filed-d.Eligible))},
		paper.Heading{Text: "II. Chấm điểm"},
		paper.Paragraph{Align: paper.Justified, Text: fmt.Sprintf("Ban giám khảo gồm %s người đã chấm %s sản phẩm, bộ sản phẩm; %s sản phẩm, bộ sản phẩm có điểm trung bình đạt từ %s điểm trở lên.",
			two(d.Judges), two(d.Scored), two(d.Passed), points(&d.Pack.PassMark))},
		paper.Heading{Text: "III. Họp Hội đồng"},
		paper.Paragraph{Align: paper.Justified, Text: fmt.Sprintf("Hội đồng họp %s, thống nhất đề nghị công nhận %s sản phẩm, bộ sản phẩm; không đề nghị %s sản phẩm, bộ sản phẩm.",
			day(d.HeldOn), two(len(d.Proposed)), two(len(d.LeftOut)))},
		d.groups(),
		paper.Heading{Text: "IV. Thuận lợi, khó khăn, kiến nghị"}, paper.Blank{Lines: 4},
		paper.Closing{Recipients: []string{"Như trên", "Các thành viên Hội đồng", "Lưu: VT"},
			Signatures: []paper.Signature{{Lines: []string{"TM. Hội đồng", "Chủ tịch"}}}},
	}
	return p
}

// groups counts entries scored, proposed and left out by product group.
func (d RoundData) groups() paper.Table {
	t := paper.Table{Columns: []paper.Column{{Head: "Nhóm sản phẩm", Width: 56}, {Head: "Được chấm", Width: 18, Align: paper.Right},
		{Head: "Đề nghị công nhận", Width: 20, Align: paper.Right}, {Head: "Không đề nghị", Width: 20, Align: paper.Right}}}
	proposed, left := countByGroup(d.Proposed), countByGroup(d.LeftOut)
	for _, g := range d.Pack.ProductGroups {
		if n := proposed[g.Code] + left[g.Code]; n > 0 {
			t.Rows = append(t.Rows, paper.Row{Cells: []string{g.Name.VI, fmt.Sprint(n), fmt.Sprint(proposed[g.Code]), fmt.Sprint(left[g.Code])}})
		}
	}
	t.Rows = append(t.Rows, paper.Row{Bold: true, Cells: []string{"Tổng cộng", fmt.Sprint(len(d.Proposed) + len(d.LeftOut)),
		fmt.Sprint(len(d.Proposed)), fmt.Sprint(len(d.LeftOut))}})
	return t
}

func countByGroup(list []Entry) map[string]int {
	n := map[string]int{}
	for _, e := range list {
		n[e.Group]++
	}
	return n
}

// Submission is the draft of the submission to the authority (tờ trình), with the list of what is proposed.
func Submission(d RoundData) paper.Paper {
	const lang = i18n.Vietnamese
	p := paper.Paper{Lang: lang, Title: "Tờ trình đề nghị công nhận (dự thảo)", Author: d.council(lang), Reference: "Dự thảo – " + d.Edition.Name}
	p.Blocks = []paper.Block{
		paper.Letterhead{Body: d.council(lang), Number: "......../TTr-HĐBC", Place: paper.PlaceLine(lang, d.place(), "")},
		paper.Title{Text: "Tờ trình", Subject: "Về việc công nhận " + lowerFirst(d.subject(lang))},
		draftMark(),
		paper.Paragraph{Lead: "Kính gửi:", Text: d.authority(), Align: paper.Centre},
		paper.Paragraph{Align: paper.Justified, Text: "Căn cứ ........................................................................"},
		paper.Paragraph{Align: paper.Justified, Text: fmt.Sprintf("Căn cứ biên bản họp Hội đồng %s về kết quả bình chọn,", day(d.HeldOn))},
		paper.Paragraph{Align: paper.Justified, Text: fmt.Sprintf("Hội đồng đã xét %s sản phẩm, bộ sản phẩm được chấm điểm, trong đó %s đạt từ %s điểm trở lên, và kính trình %s "+
			"xem xét, quyết định công nhận %s sản phẩm, bộ sản phẩm theo danh sách dưới đây.",
			two(d.Scored), two(d.Passed), points(&d.Pack.PassMark), d.authority(), two(len(d.Proposed)))},
		d.list(d.Proposed),
		paper.Paragraph{Align: paper.Justified, Text: "Gửi kèm: biên bản họp Hội đồng, biên bản kiểm phiếu, biên bản chấm điểm, bảng tổng hợp điểm, dự thảo Quyết định."},
		paper.Closing{Recipients: []string{"Như trên", "Các thành viên Hội đồng", "Lưu: VT"},
			Signatures: []paper.Signature{{Lines: []string{"TM. Hội đồng", "Chủ tịch"}}}},
	}
	return p
}

// list is what is recognised or to be recognised, under the groups of the rules.
func (d RoundData) list(entries []Entry) paper.Table {
	return DecisionData{Award: d.Award, Entries: entries}.table()
}

// DecisionDraft is the draft of the recognition decision (quyết định công nhận), its list on a page of its own.
func DecisionDraft(d RoundData) paper.Paper {
	const lang = i18n.Vietnamese
	authority := d.authority()
	p := paper.Paper{Lang: lang, Title: "Quyết định công nhận (dự thảo)", Author: authority, Reference: "Dự thảo – " + d.Edition.Name}
	number := d.Number
	if number == "" {
		number = "......../QĐ-UBND"
	}
	signer := d.Signer
	if len(signer.Lines) == 0 {
		signer.Lines = []string{"........................"}
	}
	p.Blocks = []paper.Block{
		paper.Letterhead{Body: authority, Number: number, Place: paper.PlaceLine(lang, d.place(), d.Date)},
		paper.Title{Text: "Quyết định", Subject: "Về việc công nhận " + lowerFirst(d.subject(lang))},
		draftMark(),
		paper.Paragraph{Lead: strings.ToUpper(authority), Align: paper.Centre},
		paper.Paragraph{Align: paper.Justified, Italic: true, Text: "Căn cứ ........................................................................;\nCăn cứ ........................................................................;"},
		paper.Paragraph{Align: paper.Justified, Italic: true, Text: fmt.Sprintf("Theo đề nghị của %s tại Tờ trình số ........ %s.", d.council(lang), dottedDay)},
		paper.Paragraph{Lead: "QUYẾT ĐỊNH:", Align: paper.Centre},
		paper.Paragraph{Lead: "Điều 1.", Align: paper.Justified, Text: fmt.Sprintf("Công nhận %s sản phẩm, bộ sản phẩm là %s (danh sách kèm theo).",
			two(len(d.Recognised)), lowerFirst(d.Pack.Honour(d.Edition.Level).VI))},
		paper.Paragraph{Lead: "Điều 2.", Align: paper.Justified, Text: "Cơ sở có sản phẩm được công nhận được cấp giấy chứng nhận và hưởng quyền lợi theo quy định hiện hành."},
		paper.Paragraph{Lead: "Điều 3.", Align: paper.Justified, Text: "Các cơ quan, đơn vị liên quan và các cơ sở có tên trong danh sách chịu trách nhiệm thi hành Quyết định này."},
		paper.Closing{Recipients: []string{"Như Điều 3", "Hội đồng bình chọn", "Lưu: VT"}, Signatures: []paper.Signature{signer}},
		paper.PageBreak{},
	}
	enclosed := DecisionList(DecisionData{Award: d.Award, Authority: authority, Number: d.Number, Date: d.Date, Entries: d.Recognised})
	p.Blocks = append(p.Blocks, enclosed.Blocks...)
	return p
}

// Notice is the draft of the notice of results (thông báo kết quả bình chọn), which says how long complaints are taken.
func Notice(d RoundData) paper.Paper {
	const lang = i18n.Vietnamese
	number := "........"
	if d.Number != "" {
		number = d.Number
	}
	p := paper.Paper{Lang: lang, Title: "Thông báo kết quả bình chọn (dự thảo)", Author: d.council(lang), Reference: "Dự thảo – " + d.Edition.Name}
	p.Blocks = []paper.Block{
		paper.Letterhead{Body: d.council(lang), Number: "......../TB-HĐBC", Place: paper.PlaceLine(lang, d.place(), d.NotifiedOn)},
		paper.Title{Text: "Thông báo", Subject: "Kết quả " + lowerFirst(d.subject(lang))},
		draftMark(),
		paper.Paragraph{Align: paper.Justified, Text: fmt.Sprintf("Theo Quyết định số %s %s của %s, %s sản phẩm, bộ sản phẩm dưới đây được công nhận là %s.",
			number, day(d.Date), d.authority(), two(len(d.Recognised)), lowerFirst(d.Pack.Honour(d.Edition.Level).VI))},
		d.list(d.Recognised),
		paper.Paragraph{Align: paper.Justified, Text: fmt.Sprintf("Cơ sở tham gia có ý kiến về kết quả gửi bằng văn bản đến Hội đồng trong %s ngày làm việc kể từ ngày được thông báo; "+
			"Hội đồng trả lời trong %s ngày làm việc kể từ ngày nhận được.", two(d.ComplaintDays), two(d.ReplyDays))},
		paper.Closing{Recipients: []string{"Các cơ sở tham gia bình chọn", "Các thành viên Hội đồng", "Lưu: VT"},
			Signatures: []paper.Signature{{Lines: []string{"TM. Hội đồng", "Chủ tịch"}}}},
	}
	return p
}
