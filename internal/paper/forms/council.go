package forms

import (
	"fmt"

	"vinhdanh/internal/i18n"
	"vinhdanh/internal/paper"
	"vinhdanh/judging"
)

// Person is a name with the office that it is listed under.
type Person struct{ Name, Office string }

// Entry is one entry as lists show it.
type Entry struct {
	Code      string // entry code, or the reference number
	Product   string
	Group     string // code
	Producer  string
	Address   string
	Mean      string // "83.21", or empty when nobody scored it
	Rank      int    // within its group; 0 = none
	Prize     string // code of the pack, or empty
	Reason    string // for being proposed or left out
	NotPassed bool   // below the pass mark
}

// MinutesData is what the council's minutes say.
type MinutesData struct {
	Award
	HeldOn                string // YYYY-MM-DD
	Venue                 string
	Chair, Secretary      string
	Members               []Person
	Present               int
	For, Against, Abstain int
	Scored, Passed        int // entries scored by the jury, and those at or above the pass mark
	Proposed, LeftOut     []Entry
	Meeting               *judging.MeetingRecord // what happened in it, where it was run here; nil leaves room to write
}

// CouncilMinutes is the draft of the minutes of the council's meeting (biên bản họp Hội đồng), to be
// completed, read out and signed by hand.
func CouncilMinutes(m MinutesData) paper.Paper {
	const lang = i18n.Vietnamese
	council := m.council(lang)
	p := paper.Paper{Lang: lang, Title: "Biên bản họp Hội đồng bình chọn (dự thảo)", Author: council,
		Reference: "Dự thảo – " + m.Edition.Name}
	p.Blocks = []paper.Block{
		paper.Letterhead{Body: council, Number: "......../BB-HĐBC", Place: paper.PlaceLine(lang, m.place(), m.HeldOn)},
		paper.Title{Text: "Biên bản", Subject: "Họp Hội đồng bình chọn\n" + m.Edition.Name},
		draftMark(),
		paper.Heading{Text: "I. Thời gian, địa điểm, thành phần"},
		paper.Fields{
			{Label: "Thời gian", Value: m.opened()}, {Label: "Địa điểm", Value: m.Venue},
			{Label: "Chủ trì", Value: m.Chair}, {Label: "Thư ký", Value: m.Secretary},
			{Label: "Thành viên Hội đồng", Value: fmt.Sprintf("%s người; có mặt %s người", two(len(m.Members)), two(m.Present))},
		},
	}
	discussion := []paper.Block{paper.Blank{Lines: 4}}
	switch {
	case m.Meeting != nil:
		p.Blocks = append(p.Blocks, attended(m.Meeting))
		discussion = m.course()
		if !said(m.Meeting) {
			discussion = append([]paper.Block{paper.Blank{Lines: 2}}, discussion...)
		}
	case len(m.Members) > 0:
		p.Blocks = append(p.Blocks, attendance(m.Members))
	}
	p.Blocks = append(p.Blocks, paper.Heading{Text: "II. Kết quả chấm điểm"},
		paper.Paragraph{Align: paper.Justified, Text: fmt.Sprintf("Hội đồng nghe Ban giám khảo báo cáo kết quả chấm điểm: %s sản phẩm, bộ sản phẩm được chấm; "+
			"%s đạt từ %s điểm trở lên.", two(m.Scored), two(m.Passed), points(&m.Pack.PassMark))},
		paper.Heading{Text: "III. Ý kiến thảo luận"})
	p.Blocks = append(append(p.Blocks, discussion...),
		paper.Heading{Text: fmt.Sprintf("IV. Sản phẩm đề nghị công nhận: %s", two(len(m.Proposed)))}, m.entries(m.Proposed, true))
	if len(m.LeftOut) > 0 {
		p.Blocks = append(p.Blocks, paper.Heading{Text: fmt.Sprintf("V. Sản phẩm không đề nghị: %s", two(len(m.LeftOut)))}, m.entries(m.LeftOut, false))
	}
	p.Blocks = append(p.Blocks, m.vote()...)
	return p
}

// opened says when the meeting began.
func (m MinutesData) opened() string {
	if m.Meeting == nil {
		return timeLine(m.HeldOn)
	}
	return clockTime(m.Meeting.Meeting.Opened) + ", " + day(i18n.Today(m.Meeting.Meeting.Opened))
}

// ended says when it ended, with room to write where nobody noted it.
func (m MinutesData) ended() string {
	if m.Meeting == nil || m.Meeting.Meeting.Closed.IsZero() {
		return "..... giờ ..... cùng ngày"
	}
	return clockTime(m.Meeting.Meeting.Closed) + ", " + day(i18n.Today(m.Meeting.Meeting.Closed))
}

func timeLine(date string) string {
	if date == "" {
		return ""
	}
	return "..... giờ ....., " + day(date)
}

// attendance lists the members with room to sign: who of them was there is not known beforehand.
func attendance(members []Person) paper.Table {
	t := paper.Table{Columns: []paper.Column{{Head: "TT", Width: 8, Align: paper.Centre}, {Head: "Họ và tên", Width: 40},
		{Head: "Nhiệm vụ trong Hội đồng", Width: 34}, {Head: "Có mặt (ký tên)", Width: 24}}}
	for i, m := range members {
		t.Rows = append(t.Rows, paper.Row{Cells: []string{ordinal(i), m.Name, m.Office, ""}})
	}
	return t
}

// entries lists entries under the groups of the rules, counted through.
func (m MinutesData) entries(list []Entry, proposed bool) paper.Table {
	last := "Lý do"
	if proposed && len(m.Pack.Prizes) > 0 {
		last = "Giải thưởng, lý do"
	}
	reason := 26.0
	if !proposed {
		reason = 44
	}
	t := paper.Table{Columns: []paper.Column{{Head: "TT", Width: 7, Align: paper.Centre}, {Head: "Mã số", Width: 13, Align: paper.Centre},
		{Head: "Sản phẩm, bộ sản phẩm", Width: 32}, {Head: "Cơ sở", Width: 28}, {Head: "Điểm", Width: 12, Align: paper.Right}, {Head: last, Width: reason}}}
	t.Rows = byGroup(m.Pack, list, func(n int, e Entry) []string {
		return []string{ordinal(n), e.Code, e.Product, e.Producer, mean(e.Mean), lined(lined(m.prize(e.Prize), m.short(e, proposed)), e.Reason)}
	})
	return t
}

// short says of an entry that is not proposed how it fell short; of any other it says nothing.
func (m MinutesData) short(e Entry, proposed bool) string {
	switch {
	case proposed || !e.NotPassed:
		return ""
	case e.Rank == 0:
		return "Chưa chấm"
	default:
		return fmt.Sprintf("Chưa đạt %s điểm", points(&m.Pack.PassMark))
	}
}

func (m MinutesData) vote() []paper.Block {
	part := "V"
	if len(m.LeftOut) > 0 {
		part = "VI"
	}
	return []paper.Block{
		paper.Heading{Text: part + ". Biểu quyết"},
		paper.Paragraph{Align: paper.Justified, Text: fmt.Sprintf("Số thành viên có mặt: %s; tán thành: %s; không tán thành: %s; không có ý kiến: %s. "+
			"Danh sách đề nghị tại mục IV được %s/%s thành viên có mặt tán thành.",
			two(m.Present), two(m.For), two(m.Against), two(m.Abstain), two(m.For), two(m.Present))},
		paper.Paragraph{Align: paper.Justified, Text: "Cuộc họp kết thúc lúc " + m.ended() + "."},
		paper.Paragraph{Align: paper.Justified, Text: "Biên bản được đọc cho các thành viên dự họp cùng nghe lúc ..... giờ ....., " + dottedDay +
			"; số thành viên thông qua: ......../........"},
		paper.Closing{Signatures: []paper.Signature{
			{Lines: []string{"Thư ký"}, Note: "(Ký, ghi rõ họ tên)", Name: m.Secretary},
			{Lines: []string{"Chủ trì"}, Note: "(Ký, ghi rõ họ tên)", Name: m.Chair},
		}},
		paper.Closing{Recipients: []string{"Các thành viên Hội đồng", "Lưu: Hồ sơ bình chọn"}},
	}
}

// prize is a prize by its code, or the code itself when the rules have none.
func (a Award) prize(code string) string {
	for _, p := range a.Pack.Prizes {
		if p.Code == code {
			return p.Name.VI
		}
	}
	return code
}

// mean is a mean with a decimal comma.
func mean(s string) string { return i18n.Decimal(i18n.Vietnamese, s) }

func lined(a, b string) string {
	if a != "" && b != "" {
		return a + "\n" + b
	}
	return a + b
}

// DecisionData is what the list enclosed with the recognition decision says.
type DecisionData struct {
	Award
	Authority string // who decides
	Number    string // of the decision; empty = to be written by hand
	Date      string // YYYY-MM-DD, or empty
	Entries   []Entry
}

// DecisionList is the list enclosed with the draft of the decision (danh sách kèm theo Quyết định).
func DecisionList(d DecisionData) paper.Paper {
	const lang = i18n.Vietnamese
	number, authority := d.Number, d.Authority
	if number == "" {
		number = "........"
	}
	if authority != "" {
		authority = " của " + authority
	}
	p := paper.Paper{Lang: lang, Title: "Danh sách kèm theo Quyết định", Author: d.Authority, Reference: "Dự thảo – " + d.Edition.Name}
	p.Blocks = []paper.Block{
		paper.Title{Text: "Danh sách", Subject: d.subject(lang)},
		paper.Paragraph{Align: paper.Centre, Italic: true, Text: "(Kèm theo Quyết định số " + number + " " + day(d.Date) + authority + ")"},
		d.table(),
		paper.Paragraph{Italic: true, Text: fmt.Sprintf("Danh sách gồm %s sản phẩm, bộ sản phẩm.", two(len(d.Entries)))},
	}
	return p
}

// table lists the entries under the groups of the rules, counted through.
func (d DecisionData) table() paper.Table {
	t := paper.Table{Columns: []paper.Column{{Head: "TT", Width: 7, Align: paper.Centre}, {Head: "Tên sản phẩm, bộ sản phẩm", Width: 36},
		{Head: "Cơ sở công nghiệp nông thôn", Width: 32}, {Head: "Địa chỉ", Width: 30}}}
	prizes := len(d.Pack.Prizes) > 0
	if prizes {
		t.Columns = append(t.Columns, paper.Column{Head: "Giải", Width: 14, Align: paper.Centre})
	}
	t.Rows = byGroup(d.Pack, d.Entries, func(n int, e Entry) []string {
		cells := []string{ordinal(n), e.Product, e.Producer, e.Address}
		if prizes {
			cells = append(cells, d.prize(e.Prize))
		}
		return cells
	})
	return t
}
