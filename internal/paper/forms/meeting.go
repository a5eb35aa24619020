package forms

import (
	"fmt"
	"strings"
	"time"

	"vinhdanh/internal/i18n"
	"vinhdanh/internal/paper"
	"vinhdanh/judging"
)

// clockTime writes an instant as minutes do: "8 giờ 05".
func clockTime(t time.Time) string {
	t = t.In(i18n.VN)
	return fmt.Sprintf("%d giờ %02d", t.Hour(), t.Minute())
}

// span is from when until when; end stands in for a time that has no end of its own.
func span(b judging.Break, end time.Time) string {
	until := b.Until
	if until.IsZero() {
		until = end
	}
	from := i18n.FormatTime(i18n.Vietnamese, b.From)
	if until.IsZero() {
		return "từ " + from
	}
	return "từ " + from + " đến " + i18n.FormatTime(i18n.Vietnamese, until)
}

// attended lists the members with the times in which the roll has them as present.
func attended(r *judging.MeetingRecord) paper.Table {
	t := paper.Table{Columns: []paper.Column{{Head: "TT", Width: 8, Align: paper.Centre}, {Head: "Họ và tên", Width: 34},
		{Head: "Nhiệm vụ trong Hội đồng", Width: 28}, {Head: "Có mặt", Width: 36}}}
	for i, m := range r.Roll {
		times := make([]string, len(m.Times))
		for n, b := range m.Times {
			times[n] = span(b, r.Meeting.Closed)
		}
		if len(times) == 0 {
			times = []string{"Vắng mặt"}
		}
		t.Rows = append(t.Rows, paper.Row{Cells: []string{ordinal(i), m.Name, m.Title, strings.Join(times, "\n")}})
	}
	return t
}

// course tells what happened in the meeting: breaks, conflicts of interest, and of each item its ballots, how it was
// settled and who dissents.
func (m MinutesData) course() []paper.Block {
	r := m.Meeting
	var lines []string
	for _, b := range r.Meeting.Breaks {
		lines = append(lines, "Nghỉ giải lao "+span(b, r.Meeting.Closed)+".")
	}
	for _, c := range r.Conflicts {
		lines = append(lines, fmt.Sprintf("%s có xung đột lợi ích với %s nên không dự thảo luận và biểu quyết về sản phẩm này: %s",
			c.MemberName, named(c.Code, c.Product), c.Reason))
	}
	blocks := []paper.Block{}
	if len(lines) > 0 {
		blocks = append(blocks, bullets(lines))
	}
	for _, i := range r.Items {
		blocks = append(blocks, paper.Paragraph{Lead: itemName(i) + ".", Text: jury(i)}, bullets(m.itemLines(i)))
	}
	return blocks
}

func bullets(lines []string) paper.List {
	var l paper.List
	for _, x := range lines {
		l.Items = append(l.Items, paper.Item{Text: x})
	}
	return l
}

func named(code, product string) string {
	if code == "" {
		return product
	}
	return code + " " + product
}

func itemName(i judging.ItemRecord) string {
	switch i.Kind {
	case judging.ItemTie:
		codes := make([]string, len(i.Tied))
		for n, e := range i.Tied {
			codes[n] = named(e.EntryCode, e.Product)
		}
		return fmt.Sprintf("Các sản phẩm bằng điểm, còn %s suất: %s", two(i.Places), strings.Join(codes, "; "))
	case judging.ItemEntry:
		return named(i.Entry.EntryCode, i.Entry.Product)
	default:
		return "Toàn bộ danh sách"
	}
}

// jury is what the jury proposed of an entry.
func jury(i judging.ItemRecord) string {
	if i.Kind != judging.ItemEntry {
		return ""
	}
	return "Theo kết quả chấm: " + stand(i.Jury) + "."
}

func stand(s judging.Stand) string {
	switch s {
	case judging.StandProposed:
		return "đề nghị công nhận"
	case judging.StandLeftOut:
		return "không đề nghị"
	default:
		return "chờ Hội đồng quyết định"
	}
}

// itemLines are the ballots on an item, what was settled and the dissents.
func (m MinutesData) itemLines(i judging.ItemRecord) (lines []string) {
	for _, b := range i.Results {
		lines = append(lines, ballotLine(b))
	}
	if i.Settled {
		lines = append(lines, m.settledLine(i))
	}
	for _, d := range i.Dissents {
		lines = append(lines, "Ý kiến bảo lưu của "+d.Name+": "+d.Text)
	}
	return lines
}

func (m MinutesData) settledLine(i judging.ItemRecord) string {
	line := "Hội đồng kết luận: " + stand(i.Stand)
	if i.Kind == judging.ItemTie {
		line = "Hội đồng kết luận theo kết quả biểu quyết"
	}
	if i.Departs {
		line += " (khác kết quả chấm)"
	}
	if i.Prize != "" {
		line += ", " + m.prize(i.Prize)
	}
	if i.Reason != "" {
		line += ". Lý do: " + i.Reason
	}
	return line
}

// ballotLine counts one ballot, with names unless it was secret.
func ballotLine(b judging.BallotResult) string {
	how := "Biểu quyết công khai"
	if b.Secret {
		how = "Bỏ phiếu kín"
	}
	if b.Question != "" {
		how += " (" + b.Question + ")"
	}
	counts, names := make([]string, len(b.Choices)), []string{}
	for n, c := range b.Choices {
		counts[n] = fmt.Sprintf("%s %s", choice(c.Choice, c.Code), two(c.Count))
	}
	line := fmt.Sprintf("%s: có mặt %s, bỏ phiếu %s; %s", how, two(b.Present), two(b.Voted), strings.Join(counts, ", "))
	if b.NotVoted > 0 {
		line += ", không bỏ phiếu " + two(b.NotVoted)
	}
	if b.HandBallots > 0 {
		line += fmt.Sprintf(" (%s phiếu đếm tay", two(b.HandBallots))
		if len(b.Hands) > 0 {
			line += ": " + strings.Join(b.Hands, ", ")
		}
		line += ")"
	}
	if b.Kind == judging.ItemTie && !b.Carried {
		line += "; số phiếu lại bằng nhau, chưa chọn được"
	}
	for _, v := range b.Voters {
		what := v.Codes
		if b.Kind != judging.ItemTie {
			what = []string{choice(v.Choices[0], "")}
		}
		names = append(names, v.Name+" – "+strings.Join(what, ", "))
	}
	if len(names) > 0 {
		line += ". " + strings.Join(names, "; ")
	}
	return line + "."
}

func choice(code, entry string) string {
	switch code {
	case judging.ChoiceFor:
		return "tán thành"
	case judging.ChoiceAgainst:
		return "không tán thành"
	case judging.ChoiceAbstain:
		return "không có ý kiến"
	default:
		return entry
	}
}
