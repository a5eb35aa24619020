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
	open := judging.BallotResult{Ballot: judging.Ballot{Kind: judging.ItemEntry, Present: 4, Voted: 3, HandBallots: 1, N: 4, Closed: at(8, 55), Carried: true}, NotVoted: 1, Needed: 2, Hands: []string{"Lý Thị Giơ"},
		Choices: []judging.ChoiceCount{{Choice: judging.ChoiceFor, Count: 2}, {Choice: judging.ChoiceAgainst, Count: 1}, {Choice: judging.ChoiceAbstain}},
		Voters:  []judging.NamedChoice{{Name: "Trần Văn Mẫu", Choices: []string{judging.ChoiceFor}}}}
	secret := judging.BallotResult{Ballot: judging.Ballot{Kind: judging.ItemTie, Secret: true, Question: "Ai được?", Present: 4, Voted: 4, N: 2, Opened: at(8, 36), Closed: at(8, 37)},
		Choices: []judging.ChoiceCount{{Choice: "n", Code: "N1-001", Count: 2}}}
	lost := judging.BallotResult{Ballot: judging.Ballot{Kind: judging.ItemEntry, Present: 4, Voted: 4, N: 5, Closed: at(9, 31)}, Needed: 3,
		Choices: []judging.ChoiceCount{{Choice: judging.ChoiceFor, Count: 1}}}
	late := judging.MeetingEntry{RankedEntry: judging.RankedEntry{Ranked: judging.Ranked{EntryCode: "N1-009"}, Product: "Chả mực"}}
	return &judging.MeetingRecord{
		Joined:  []judging.JoinedLine{{Name: "Vũ Văn Sau", Title: "Ủy viên", At: at(8, 40)}},
		Meeting: judging.Meeting{Opened: at(8, 5), Closed: at(11, 30), Breaks: []judging.Break{{From: at(8, 33), Until: at(8, 35)}, {From: at(9, 0), Until: at(9, 15)}}},
		Roll: []judging.AttendanceLine{{Name: "Trần Văn Mẫu", Role: accounts.Head, Title: "Chủ tịch", Times: []judging.Break{{From: at(8, 10)}}},
			{Name: "Lê Thị Thử", Title: "Ủy viên"}},
		Conflicts: []judging.CouncilConflictView{{MemberName: "Phạm Văn Ví", Code: "N1-002", Product: "Nem", CouncilConflict: judging.CouncilConflict{Reason: "em ruột"}}},
		Items: []judging.ItemRecord{
			{AgendaLine: judging.AgendaLine{Kind: judging.ItemTie, Places: 1, Tied: []judging.MeetingEntry{entry}}, Results: []judging.BallotResult{secret}, At: at(8, 30),
				Cancelled: []judging.Ballot{{N: 1, Cancelled: true, Reason: "mở nhầm", Opened: at(8, 31), Closed: at(8, 32)}}},
			{AgendaLine: judging.AgendaLine{Kind: judging.ItemEntry, Entry: late, Jury: judging.StandProposed, Said: "Bà Dụ hỏi về giá"},
				Results: []judging.BallotResult{lost}, At: at(9, 30)},
			{AgendaLine: judging.AgendaLine{Kind: judging.ItemEntry, Entry: entry, Jury: judging.StandLeftOut, Stand: judging.StandProposed, Settled: true, Departs: true,
				Prize: "A", Reason: "đặc sắc"}, Results: []judging.BallotResult{open}, At: at(8, 50),
				Apart:    []judging.CouncilConflictView{{MemberName: "Phạm Văn Ví", Code: "N1-002", Product: "Nem"}},
				Dissents: []judging.DissentLine{{Name: "Đỗ Thị Dụ", Dissent: judging.Dissent{Text: "Chưa đủ hồ sơ"}}}},
		}}
}

// TestMinutesWriteThemselves: what the meeting recorded stands in the minutes, and no room is left for it.
func TestMinutesWriteThemselves(t *testing.T) {
	m := minutes(t)
	m.Meeting = meeting()
	got := texts(forms.CouncilMinutes(m))
	for _, want := range []string{"8 giờ 05", "11 giờ 30", "từ 09:00 ngày 04/02/2027 đến 09:15 ngày 04/02/2027", "từ 08:10 ngày 04/02/2027 đến 11:30",
		"Vắng mặt", "Phạm Văn Ví có xung đột lợi ích với N1-002 Nem", "em ruột", "Biểu quyết số 2, bỏ phiếu kín (Ai được?), lúc 8 giờ 37: có mặt 04, bỏ phiếu 04; N1-001 02",
		"Biểu quyết số 1, công khai, bị hủy lúc 8 giờ 32, không có kết quả. Lý do: mở nhầm.", "Kết quả: số phiếu lại bằng nhau, chưa chọn được.",
		"Biểu quyết số 4, công khai, lúc 8 giờ 55: có mặt 04", "không bỏ phiếu 01 (01 phiếu đếm tay: Lý Thị Giơ). Kết quả: thông qua (cần 02 phiếu tán thành). Trần Văn Mẫu – tán thành",
		"Kết quả: không thông qua (cần 03 phiếu tán thành).", "Ý kiến thảo luận: Bà Dụ hỏi về giá.", "Phạm Văn Ví biểu quyết danh sách không kể N1-002 Nem",
		"Lúc 8 giờ 40, Vũ Văn Sau được bổ sung vào Hội đồng (Ủy viên).", "số thành viên thông qua: ....",
		"đề nghị công nhận (khác kết quả chấm)", "Lý do: đặc sắc.", "Ý kiến bảo lưu của Đỗ Thị Dụ: Chưa đủ hồ sơ"} {
		if !strings.Contains(got, want) {
			t.Errorf("the minutes do not say %q", want)
		}
	}
	order := []string{"Các sản phẩm bằng điểm", "bị hủy lúc 8 giờ 32", "từ 08:33 ngày", "Biểu quyết số 2", "Vũ Văn Sau được bổ sung", "Hội đồng kết luận: đề nghị", "từ 09:00 ngày", "N1-009 Chả mực."}
	for i := 1; i < len(order); i++ {
		if strings.Index(got, order[i-1]) > strings.Index(got, order[i]) {
			t.Errorf("%q stands after %q", order[i-1], order[i])
		}
	}
	if strings.Contains(got, "đã được đọc") {
		t.Error("a draft says that it was read out")
	}
	if strings.Contains(got, "kết thúc lúc .....") || strings.Contains(got, "Có mặt (ký tên)") {
		t.Error("the minutes leave room for what was recorded")
	}
}
