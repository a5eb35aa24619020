package forms

import (
	"fmt"
	"slices"
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

// event is something of the meeting that has a time: lines of its own, or an item with what was done about it.
type event struct {
	at    time.Time
	lines []string
	item  *judging.ItemRecord
}

// events are what happened in the meeting in the order of time: who was named to the council, breaks, and the items by
// the first thing that was done about each; items about which nothing was done come last. A break between two votes on one
// item stands between them there.
func events(r *judging.MeetingRecord) (list []event) {
	for _, j := range r.Joined {
		list = append(list, event{at: j.At, lines: []string{fmt.Sprintf("Lúc %s, %s được bổ sung vào Hội đồng%s.", clockTime(j.At), j.Name, office(j.Title))}})
	}
	for _, b := range r.Meeting.Breaks {
		if !slices.ContainsFunc(r.Items, func(i judging.ItemRecord) bool { return amid(i, b) }) {
			list = append(list, event{at: b.From, lines: []string{pause(b, r.Meeting.Closed)}})
		}
	}
	for n := range r.Items {
		list = append(list, event{at: r.Items[n].At, item: &r.Items[n]})
	}
	slices.SortStableFunc(list, func(a, b event) int {
		if a.at.IsZero() != b.at.IsZero() {
			return -a.at.Compare(b.at)
		}
		return a.at.Compare(b.at)
	})
	return list
}

func pause(b judging.Break, end time.Time) string { return "Nghỉ giải lao " + span(b, end) + "." }

// amid reports whether a break was taken between two votes on an item.
func amid(i judging.ItemRecord, b judging.Break) bool {
	before, after := false, false
	for _, x := range votes(i) {
		before, after = before || x.Opened.Before(b.From), after || x.Opened.After(b.From)
	}
	return before && after
}

// votes are the ballots on an item, the cancelled ones too, by number.
func votes(i judging.ItemRecord) []judging.BallotResult {
	list := slices.Clone(i.Results)
	for _, b := range i.Cancelled {
		list = append(list, judging.BallotResult{Ballot: b})
	}
	slices.SortFunc(list, func(a, b judging.BallotResult) int { return a.N - b.N })
	return list
}

func office(title string) string {
	if title == "" {
		return ""
	}
	return " (" + title + ")"
}

// course tells what happened in the meeting: conflicts of interest, then in the order of time who was named to the
// council, breaks, and of each item what was said, its ballots, how it was settled and who dissents.
func (m MinutesData) course() []paper.Block {
	r := m.Meeting
	var lines []string
	for _, c := range r.Conflicts {
		lines = append(lines, stopped(fmt.Sprintf("%s có xung đột lợi ích với %s nên không dự thảo luận và biểu quyết về sản phẩm này: %s",
			c.MemberName, named(c.Code, c.Product), c.Reason)))
	}
	blocks := []paper.Block{}
	flush := func() {
		if len(lines) > 0 {
			blocks = append(blocks, bullets(lines))
		}
		lines = nil
	}
	for _, e := range events(r) {
		lines = append(lines, e.lines...)
		if e.item != nil {
			flush()
			blocks = append(blocks, paper.Paragraph{Lead: itemName(*e.item) + ".", Text: jury(*e.item)})
			lines = m.itemLines(*e.item)
			flush()
		}
	}
	flush()
	return blocks
}

// said reports whether what was said in the meeting was written down.
func said(r *judging.MeetingRecord) bool {
	return slices.ContainsFunc(r.Items, func(i judging.ItemRecord) bool { return i.Said != "" })
}

// stopped ends a sentence whose end somebody typed.
func stopped(s string) string {
	if s = strings.TrimSpace(s); s == "" || strings.ContainsRune(".!?…", []rune(s)[len([]rune(s))-1]) {
		return s
	}
	return s + "."
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

// itemLines are what was said about an item, its ballots by number, what was settled and the dissents.
func (m MinutesData) itemLines(i judging.ItemRecord) (lines []string) {
	if i.Said != "" {
		lines = append(lines, stopped("Ý kiến thảo luận: "+i.Said))
	}
	var paused []judging.Break
	for _, b := range m.Meeting.Meeting.Breaks {
		if amid(i, b) {
			paused = append(paused, b)
		}
	}
	for _, b := range votes(i) {
		for len(paused) > 0 && paused[0].From.Before(b.Opened) {
			lines, paused = append(lines, pause(paused[0], m.Meeting.Meeting.Closed)), paused[1:]
		}
		lines = append(lines, ballotLine(b))
	}
	for _, c := range i.Apart {
		lines = append(lines, fmt.Sprintf("%s biểu quyết danh sách không kể %s, vì có xung đột lợi ích.", c.MemberName, named(c.Code, c.Product)))
	}
	if i.Settled {
		lines = append(lines, m.settledLine(i))
	}
	for _, d := range i.Dissents {
		lines = append(lines, stopped("Ý kiến bảo lưu của "+d.Name+": "+d.Text))
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
	return stopped(line)
}

// ballotName is a ballot's number in the meeting and how it was held.
func ballotName(b judging.Ballot) string {
	name := fmt.Sprintf("Biểu quyết số %d, công khai", b.N)
	if b.Secret {
		name = fmt.Sprintf("Biểu quyết số %d, bỏ phiếu kín", b.N)
	}
	if b.Question != "" {
		name += " (" + b.Question + ")"
	}
	return name
}

// ballotLine counts one ballot and tells its outcome, with names unless it was secret; of a cancelled one it tells why.
func ballotLine(b judging.BallotResult) string {
	if b.Cancelled {
		return stopped(fmt.Sprintf("%s, bị hủy lúc %s, không có kết quả. Lý do: %s", ballotName(b.Ballot), clockTime(b.Closed), b.Reason))
	}
	counts, names := make([]string, len(b.Choices)), []string{}
	for n, c := range b.Choices {
		counts[n] = fmt.Sprintf("%s %s", choice(c.Choice, c.Code), two(c.Count))
	}
	line := fmt.Sprintf("%s, lúc %s: có mặt %s, bỏ phiếu %s; %s", ballotName(b.Ballot), clockTime(b.Closed), two(b.Present), two(b.Voted), strings.Join(counts, ", "))
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
	line += ". Kết quả: " + outcome(b)
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

// outcome is what a ballot decided.
func outcome(b judging.BallotResult) string {
	switch {
	case b.Kind == judging.ItemTie && b.Carried:
		var codes []string
		for _, c := range b.Choices {
			if slices.Contains(b.Elected, c.Choice) {
				codes = append(codes, choice(c.Choice, c.Code))
			}
		}
		return "chọn " + strings.Join(codes, ", ")
	case b.Kind == judging.ItemTie:
		return "số phiếu lại bằng nhau, chưa chọn được"
	case b.Carried:
		return fmt.Sprintf("thông qua (cần %s phiếu tán thành)", two(b.Needed))
	default:
		return fmt.Sprintf("không thông qua (cần %s phiếu tán thành)", two(b.Needed))
	}
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
