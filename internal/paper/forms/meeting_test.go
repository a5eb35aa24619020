package forms_test

import (
	"strings"
	"testing"
	"time"

	"vinhdanh/internal/accounts"
	"vinhdanh/internal/paper/forms"
	"vinhdanh/judging"
)

// meeting is a record with everything that minutes tell.
func meeting() *judging.MeetingRecord {
	at := func(hour, minute int) time.Time { return time.Date(2027, 2, 4, hour-7, minute, 0, 0, time.UTC) }
	entry := judging.MeetingEntry{RankedEntry: judging.RankedEntry{Ranked: judging.Ranked{Nomination: "n", EntryCode: "N1-001"}, Product: "Tương bần"}}
	open := judging.BallotResult{Ballot: judging.Ballot{Kind: judging.ItemEntry, Present: 4, Voted: 3, HandBallots: 1}, NotVoted: 1,
		Choices: []judging.ChoiceCount{{Choice: judging.ChoiceFor, Count: 2}, {Choice: judging.ChoiceAgainst, Count: 1}, {Choice: judging.ChoiceAbstain}},
		Voters:  []judging.NamedChoice{{Name: "Trần Văn Mẫu", Choices: []string{judging.ChoiceFor}}}}
	secret := judging.BallotResult{Ballot: judging.Ballot{Kind: judging.ItemTie, Secret: true, Question: "Ai được?", Present: 4, Voted: 4},
		Choices: []judging.ChoiceCount{{Choice: "n", Code: "N1-001", Count: 2}}}
	return &judging.MeetingRecord{
		Meeting: judging.Meeting{Opened: at(8, 5), Closed: at(11, 30), Breaks: []judging.Break{{From: at(9, 0), Until: at(9, 15)}}},
		Roll: []judging.AttendanceLine{{Name: "Trần Văn Mẫu", Role: accounts.Head, Title: "Chủ tịch", Times: []judging.Break{{From: at(8, 10)}}},
			{Name: "Lê Thị Thử", Title: "Ủy viên"}},
		Conflicts: []judging.CouncilConflictView{{MemberName: "Phạm Văn Ví", Code: "N1-002", Product: "Nem", CouncilConflict: judging.CouncilConflict{Reason: "em ruột"}}},
		Items: []judging.ItemRecord{
			{AgendaLine: judging.AgendaLine{Kind: judging.ItemTie, Places: 1, Tied: []judging.MeetingEntry{entry}}, Results: []judging.BallotResult{secret}},
			{AgendaLine: judging.AgendaLine{Kind: judging.ItemEntry, Entry: entry, Jury: judging.StandLeftOut, Stand: judging.StandProposed, Settled: true, Departs: true,
				Prize: "A", Reason: "đặc sắc"}, Results: []judging.BallotResult{open},
				Dissents: []judging.DissentLine{{Name: "Đỗ Thị Dụ", Dissent: judging.Dissent{Text: "Chưa đủ hồ sơ"}}}},
		}}
}

// TestMinutesWriteThemselves: what the meeting recorded stands in the minutes, and no room is left for it.
func TestMinutesWriteThemselves(t *testing.T) {
	m := minutes(t)
	m.Meeting = meeting()
	got := texts(forms.CouncilMinutes(m))
	for _, want := range []string{"8 giờ 05", "11 giờ 30", "từ 09:00 ngày 04/02/2027 đến 09:15 ngày 04/02/2027", "từ 08:10 ngày 04/02/2027 đến 11:30",
		"Vắng mặt", "Phạm Văn Ví có xung đột lợi ích với N1-002 Nem", "em ruột", "Bỏ phiếu kín (Ai được?): có mặt 04, bỏ phiếu 04; N1-001 02",
		"số phiếu lại bằng nhau", "tán thành 02, không tán thành 01, không có ý kiến 00, không bỏ phiếu 01 (01 phiếu đếm tay). Trần Văn Mẫu – tán thành",
		"đề nghị công nhận (khác kết quả chấm)", "Lý do: đặc sắc", "Ý kiến bảo lưu của Đỗ Thị Dụ: Chưa đủ hồ sơ"} {
		if !strings.Contains(got, want) {
			t.Errorf("the minutes do not say %q", want)
		}
	}
	if strings.Contains(got, "kết thúc lúc .....") || strings.Contains(got, "Có mặt (ký tên)") {
		t.Error("the minutes leave room for what was recorded")
	}
}
