package samples

import (
	"fmt"
	"time"

	"vinhdanh/templates"
)

func meetingTag(kind, text string) templates.Tag { return templates.Tag{Kind: kind, Text: text} }

// meetingItem is an entry near the cut, as the council sees it.
func meetingItem() templates.MeetingItem {
	from, to, at := 1.0, 4.0, 3.0
	return templates.MeetingItem{
		ID: "i3", Seq: 3, Kind: "entry", URL: "/council/2026/meeting/items/i3", Code: "MS-004", Product: councilProducts[3], Producer: "Cơ sở sản xuất mẫu Trúc Cầu",
		Commune: "xã Tân Hưng", Group: "Chế biến nông, lâm, thủy sản và thực phẩm", Nomination: "n4",
		Description: []string{"Bộ quà gồm mười hai hũ nhỏ, làm theo nếp nhà từ năm 1986, bán ở ba tỉnh."},
		SetMembers:  []string{"Tương nếp", "Chao đỏ", "Cà muối"}, Photos: []templates.MeetingPhoto{{URL: "/photo.svg", N: 1}, {URL: "/photo.svg", N: 2}, {URL: "/photo.svg", N: 3}},
		Mean: "71.40", PassMark: "70", Rank: 3, Judges: 7, Tags: []templates.Tag{meetingTag("ok", "Đạt"), meetingTag("warn", "Sát vạch cắt"), meetingTag("warn", "Sát điểm đạt")},
		Jury: "Đề nghị công nhận", Stand: "Đề nghị công nhận", Quota: "Nhiều nhất 3 sản phẩm của nhóm", Low: 1, High: 4,
		Range: templates.RowPlot{Low: 1, High: 6, From: &from, To: &to, Point: &at},
		Neighbours: []templates.MeetingNeighbour{
			{ID: "i1", Code: "MS-001", Product: councilProducts[0], Mean: "91.50", Rank: 1, Stand: meetingTag("ok", "Đề nghị công nhận")},
			{ID: "i2", Code: "MS-002", Product: councilProducts[1], Mean: "83.21", Rank: 2, Stand: meetingTag("ok", "Đề nghị công nhận")},
			{ID: "i3", Code: "MS-004", Product: councilProducts[3], Mean: "71.40", Rank: 3, Self: true, Cut: "Hết hạn mức 3 sản phẩm", Stand: meetingTag("ok", "Đề nghị công nhận")},
			{ID: "i4", Code: "MS-005", Product: councilProducts[4], Mean: "68.75", Rank: 4, Cut: "Điểm đạt 70", Stand: meetingTag("", "Không đề nghị")},
		},
	}
}

func meetingResult() templates.MeetingResult {
	return templates.MeetingResult{N: 2, Question: "Đề nghị công nhận sản phẩm này?", Outcome: "Được thông qua: 6 tán thành, cần 5.", Tag: meetingTag("ok", "Thông qua"), At: now,
		Rows:    []templates.MeetingCount{{Label: "Tán thành", Count: 6, ByHand: 1, Share: 75}, {Label: "Không tán thành", Count: 1, Share: 12}, {Label: "Không có ý kiến"}},
		Members: 9, Present: 8, Voted: 7, Missing: 1, Voters: []templates.MeetingVoter{{Name: "Nguyễn Thị Thư", Choice: "Tán thành"}, {Name: "Trần Văn Ủy", Choice: "Không tán thành"}}, Hands: []string{"Phạm Thị Ký"}}
}

func meetingRoll() []templates.MeetingRoll {
	return []templates.MeetingRoll{
		{ID: "a", Name: "Nguyễn Văn Chủ", Office: "Chủ tịch Hội đồng", Present: true}, {ID: "b", Name: "Trần Văn Ủy", Office: "Ủy viên", Present: true, Voted: true},
		{ID: "c", Name: "Lê Thị Viên", Office: "Ủy viên", Present: true, Away: true}, {ID: "d", Name: "Phạm Thị Ký", Office: "Ủy viên thư ký"},
	}
}

func meetingAgenda() []templates.MeetingSection {
	return []templates.MeetingSection{
		{Code: "tie", Name: "Bằng hạng, phải biểu quyết", Lines: []templates.MeetingLine{
			{ID: "i1", Seq: 1, Text: "2 sản phẩm bằng hạng, còn 1 chỗ", URL: "/council/2026/meeting/items/i1", Tags: []templates.Tag{meetingTag("warn", "Biểu quyết chưa phân định")}}}},
		{Code: "discuss", Name: "Cần thảo luận", Done: 1, Lines: []templates.MeetingLine{
			{ID: "i2", Seq: 2, Blanked: true},
			{ID: "i3", Seq: 3, Text: councilProducts[3], Code: "MS-004", Shown: true, URL: "/council/2026/meeting/items/i3", Tags: []templates.Tag{meetingTag("ok", "Đã kết luận")}}}},
		{Code: "N2", Name: "Chế biến nông, lâm, thủy sản và thực phẩm", Lines: []templates.MeetingLine{
			{ID: "i4", Seq: 4, Text: councilProducts[0], Code: "MS-001", URL: "/council/2026/meeting/items/i4"}}},
		{Code: "list", Name: "Biểu quyết danh sách", Lines: []templates.MeetingLine{{ID: "i5", Seq: 5, Text: "Toàn bộ danh sách đề nghị", URL: "/council/2026/meeting/items/i5"}}},
	}
}

func meetingPage() templates.CouncilMeeting {
	item := meetingItem()
	return templates.CouncilMeeting{
		Shell: signedIn("council", "/council/2026/meeting", "council"), Head: councilHead("deliberation", "meeting", false), State: "running", N: 1, Revision: 12, Mark: "m.12",
		Opened: now, Member: true, Present: true, Roll: meetingRoll(), Count: 8, Need: 6, Size: 9, Seq: 3, Items: 5, Said: "Mục 3 trong 5", Item: &item,
		Prev: "i2", Next: "i4", Agenda: meetingAgenda(), Typed: templates.MeetingTyped{Stand: "proposed"},
		Prizes: []templates.Option{{Label: "Không có giải"}, {Value: "A", Label: "Giải A"}},
	}
}

func meetingBallot(kind string, secret bool) *templates.MeetingBallot {
	b := &templates.MeetingBallot{ID: "b", Kind: kind, Secret: secret, Question: "Đề nghị công nhận sản phẩm này?", Present: 8, Voted: 5, ByHand: 1, MayVote: true,
		Options: []templates.Option{{Value: "for", Label: "Tán thành"}, {Value: "against", Label: "Không tán thành"}, {Value: "abstain", Label: "Không có ý kiến"}}, Most: 1}
	if kind == "tie" {
		b.Question = "Chọn sản phẩm nào vào 1 chỗ còn lại?"
		b.Options = []templates.Option{{Value: "n2", Label: councilProducts[1], Hint: "MS-002"}, {Value: "n3", Label: councilProducts[2], Hint: "MS-003"}}
	}
	return b
}

func meetingMember() []Sample {
	page := meetingPage()
	none, unshown, blank, pause, open, secret, sent, cast, tie, absent, over, move := page, page, page, page, page, page, page, page, page, page, page, page
	hidden, past := page, page
	none.State, none.N, none.Item, none.Agenda, none.Seq, none.Roll = "none", 0, nil, nil, 0, nil
	unshown.Item, unshown.Seq = nil, 0
	blank.Item = &templates.MeetingItem{ID: "i2", Seq: 2, Blanked: true}
	blank.Seq = 2
	hidden.Item, hidden.Seq, hidden.Ballot = blank.Item, 2, &templates.MeetingBallot{}
	pause.State, pause.BreakSince = "break", now
	open.Ballot = meetingBallot("entry", false)
	cast.Ballot = meetingBallot("entry", false)
	cast.Ballot.HasVoted, cast.Ballot.Own, cast.Ballot.OwnText = true, []string{"for"}, "Tán thành"
	covered := page
	covered.Ballot = meetingBallot("entry", false)
	covered.Ballot.Covered = true
	secret.Ballot = meetingBallot("entry", true)
	sent.Ballot = meetingBallot("entry", true)
	sent.Ballot.HasVoted, sent.Ballot.MayVote = true, false
	done := meetingItem()
	done.Results, done.MayDissent, done.Settled, done.Departs = []templates.MeetingResult{meetingResult()}, true, true, true
	done.Reason, done.Stand, done.Tags = "Nguồn nguyên liệu chưa ổn định, cả Hội đồng đã xem hồ sơ.", "Không đề nghị", append(done.Tags, meetingTag("gold", "Khác kết quả chấm"))
	done.Said = "Hội đồng hỏi về nguồn nguyên liệu; thư ký đọc lại hồ sơ."
	done.Dissents = []templates.MeetingDissent{{Name: "Trần Văn Ủy", Text: "Tôi cho rằng sản phẩm vẫn xứng đáng.", At: now}}
	result := page
	result.Item = &done
	tie.Ballot = meetingBallot("tie", true)
	tie.Item = &templates.MeetingItem{ID: "i1", Seq: 1, Kind: "tie", Places: 1, Neighbours: []templates.MeetingNeighbour{
		{Code: "MS-002", Product: councilProducts[1], Mean: "83.21", Rank: 2, Producer: "Cơ sở mẫu", Stand: meetingTag("warn", "Chưa quyết")},
		{Code: "MS-003", Product: councilProducts[2], Mean: "83.21", Rank: 2, Producer: "Cơ sở mẫu", Stand: meetingTag("warn", "Chưa quyết")}}}
	absent.Present, absent.Count = false, 5
	absent.Ballot = meetingBallot("entry", false)
	absent.Ballot.MayVote, absent.Ballot.MayNot = false, "Bạn chưa được điểm danh có mặt nên chưa bỏ phiếu được. Hãy báo người điều hành."
	over.State, over.Item, over.Closed, over.Proposed = "closed", nil, now.Add(2*time.Hour), true
	move.Waiting, past.Waiting = "move", "past"
	return []Sample{{"council-meeting", page}, {"council-meeting-none", none}, {"council-meeting-unshown", unshown}, {"council-meeting-blank", blank}, {"council-meeting-break", pause},
		{"council-meeting-open", open}, {"council-meeting-cast", cast}, {"council-meeting-secret", secret}, {"council-meeting-result", result}, {"council-meeting-tie", tie},
		{"council-meeting-absent", absent}, {"council-meeting-closed", over}, {"council-meeting-waiting", move}, {"council-meeting-past", past},
		{"council-meeting-sent", sent}, {"council-meeting-hidden", hidden}, {"council-meeting-covered", covered}}
}

func meetingChair() []Sample {
	page := meetingPage()
	page.Chair = true
	item := meetingItem()
	item.MaySettle, item.MayWrite, item.Conflicts = true, true, []string{"Lê Thị Viên"}
	page.Item = &item
	none, ballot, pause, faults, ended, first, tied := page, page, page, page, page, page, page
	first.Item, first.Seq, first.Prev = nil, 0, ""
	tied.Item = &templates.MeetingItem{ID: "i1", Seq: 1, Kind: "tie", Places: 1, MaySettle: true, MustReason: true}
	none.State, none.N, none.Item, none.Agenda, none.Seq, none.Roll, none.MayOpen = "none", 0, nil, nil, 0, nil, true
	ballot.Ballot = meetingBallot("entry", false)
	ballot.Ballot.MayVote, ballot.Ballot.Missing, ballot.Ballot.Voters = false, []string{"Nguyễn Văn Chủ", "Phạm Thị Ký"}, []string{"Trần Văn Ủy"}
	ballot.Ballot.Hands = []templates.MeetingHand{{ID: "a", Name: "Nguyễn Văn Chủ", On: true}, {ID: "d", Name: "Phạm Thị Ký"}}
	ballot.Typed.Counted = true
	ballot.Typed.Votes = map[string]string{"for": "2", "against": "0", "abstain": "0"}
	counted := ballot
	counted.Ballot = meetingBallot("entry", false)
	pause.State, pause.BreakSince = "break", now
	faults.Faults = templates.FormFaults{{Field: "settle_reason", Message: "Hãy ghi lý do: kết luận khác kết quả chấm."}}
	faults.Typed.Stand = "left_out"
	ended.State, ended.Item, ended.Closed, ended.EndReason, ended.MayOpen = "closed", nil, now, "Mất điện, hẹn họp lại ngày mai.", true
	return []Sample{{"council-meeting-chair", page}, {"council-meeting-chair-none", none}, {"council-meeting-chair-ballot", ballot}, {"council-meeting-chair-counted", counted}, {"council-meeting-chair-break", pause},
		{"council-meeting-chair-faults", faults}, {"council-meeting-ended", ended}, {"council-meeting-chair-first", first}, {"council-meeting-chair-tie", tied}}
}

func meetingPapers() []Sample {
	shell, head := signedIn("council", "/council/2026/meeting", "council"), councilHead("deliberation", "meeting", false)
	item, list := meetingItem(), templates.MeetingItem{ID: "i5", Seq: 5, Kind: "list", Proposed: 1, Groups: proposedGroups("")}
	sheet := templates.CouncilMeetingItem{Shell: shell, Head: head, Item: item, Items: 5, Back: templates.Link{Text: "Về phiên họp", URL: "/council/2026/meeting"},
		Prev: "/council/2026/meeting/items/i2", Next: "/council/2026/meeting/items/i4"}
	listed, blank, sure := sheet, sheet, sheet
	sure.Item.High = sure.Item.Low
	listed.Item = list
	part := listed
	part.Item.Partial = true
	blank.Item = templates.MeetingItem{ID: "i2", Seq: 2, Blanked: true}
	hall := templates.CouncilMeetingHall{Shell: shell, Head: head, State: "running", Mark: "m.3", N: 1, Seq: 3, Items: 5, Item: &item}
	voting, result, pause, blanked, over, tied := hall, hall, hall, hall, hall, hall
	tied.Item, tied.Ballot = &templates.MeetingItem{ID: "i1", Seq: 1, Kind: "tie", Places: 2}, meetingBallot("tie", true)
	for i, product := range councilProducts {
		tied.Item.Neighbours = append(tied.Item.Neighbours, templates.MeetingNeighbour{Code: fmt.Sprintf("MS-%03d", i+1), Product: product})
	}
	over.State, over.Item = "closed", nil
	voting.Ballot = meetingBallot("entry", true)
	done := item
	done.Results = []templates.MeetingResult{meetingResult()}
	result.Item = &done
	pause.State, pause.BreakSince = "break", now
	blanked.Item = &blank.Item
	end := templates.CouncilMeetingClose{Shell: shell, Head: head, Revision: 40, Votes: &templates.VoteCount{Members: 9, Present: 8, For: 7, Abstain: 1}, Listed: 2,
		Groups: proposedGroups(""), LeftOut: proposedGroups("")}
	missing := end
	nobody := end
	nobody.Groups, nobody.Replaces = nil, true
	missing.Votes = nil
	missing.Unsettled = []templates.MeetingMissing{{Text: councilProducts[0] + ": Đề nghị công nhận", Item: "i4"}}
	missing.Missing = []templates.MeetingMissing{{Text: "Bằng hạng ở vạch cắt: chưa phân định", Item: "i1"}, {Text: "Chưa biểu quyết cả danh sách", Item: "i5"}}
	own := templates.CouncilMeetingConflicts{Shell: shell, Head: head, MayDeclare: true, Entries: []templates.Option{{Label: "Chọn sản phẩm"}, {Value: "n4", Label: "MS-004 · " + councilProducts[3]}}, Nomination: "n4"}
	chair := own
	chair.Chair, chair.Members = true, []templates.Option{{Value: "a", Label: "Tôi"}, {Value: "c", Label: "Lê Thị Viên"}}
	chair.Conflicts = []templates.MeetingConflict{{Member: "Lê Thị Viên", Code: "MS-003", Product: councilProducts[2], Reason: "Chủ cơ sở là em trai tôi.", By: "Nguyễn Văn Chủ", At: now, AsJudge: true}}
	chair.Matches = []templates.MeetingMatch{{Member: "c", MemberName: "Lê Thị Viên", Nomination: "n4", Code: "MS-004", Product: councilProducts[3], Producer: "Cơ sở mẫu Trúc Cầu", Fields: "số điện thoại"}}
	match := chair.Matches[0]
	match.Declared = true
	declared, matchless := chair, chair
	declared.Matches, matchless.Matches = []templates.MeetingMatch{match}, nil
	return []Sample{{"council-meeting-item", sheet}, {"council-meeting-item-sure", sure}, {"council-meeting-hall-over", over}, {"council-meeting-close-nobody", nobody},
		{"council-meeting-conflicts-declared", declared}, {"council-meeting-conflicts-matchless", matchless}, {"council-meeting-item-list", listed}, {"council-meeting-item-blank", blank}, {"council-meeting-item-part", part}, {"council-meeting-hall", hall},
		{"council-meeting-hall-voting", voting}, {"council-meeting-hall-result", result}, {"council-meeting-hall-break", pause}, {"council-meeting-hall-blank", blanked}, {"council-meeting-hall-tie", tied},
		{"council-meeting-close", end}, {"council-meeting-close-missing", missing}, {"council-meeting-conflicts", own}, {"council-meeting-conflicts-chair", chair}}
}
