package samples

import (
	"time"

	"vinhdanh/templates"
)

// panelSamples are the pages on which entries are assigned.
func panelSamples() []Sample {
	tick := func(on bool) []templates.DeskTick {
		return []templates.DeskTick{{Value: "a", Label: "Nghệ nhân Lê Thị Mẫu", On: on}, {Value: "b", Label: "Trần Văn B"}}
	}
	groups := []templates.DeskTick{{Value: "N1", Label: "N1 · Thủ công mỹ nghệ", On: true}, {Value: "N2", Label: "N2 · Chế biến nông sản"}}
	page := templates.DeskPanels{Shell: officeShell("/panels"), Edition: officeEdition("scoring"), Nav: deskNav(2),
		Back: templates.Link{Text: "Hội đồng, Ban giám khảo", URL: deskURL + "/members"}, Now: "Chia đều, mỗi hồ sơ 3 giám khảo",
		Made: time.Date(2027, 9, 3, 2, 0, 0, 0, time.UTC), Open: true, Scoring: true, Mode: "balanced", K: "3", Preview: true, ShowsAll: true,
		Modes:  []templates.Option{{Value: "all", Label: "Tất cả"}, {Value: "balanced", Label: "Chia đều"}, {Value: "by_hand", Label: "Bằng tay"}},
		Panels: []templates.DeskPanel{{N: 0, Name: "Thực phẩm", Groups: groups, Judges: tick(true)}},
		Loads:  []templates.DeskLoad{{Name: "Nghệ nhân Lê Thị Mẫu", Panels: "Thực phẩm", Entries: 15}, {Name: "Trần Văn B", Entries: 14}},
		Shared: "Hai người trong một tiểu ban có chung từ 4 đến 6 hồ sơ.",
		Entries: []templates.DeskAssigned{{Code: "N2-014", Product: "Tương nếp mẫu “Làng Giếng”", Group: "N2",
			Judges: "Nghệ nhân Lê Thị Mẫu, Trần Văn B"}},
		Matches: []templates.DeskMatch{
			{ID: "a.b", Judge: "Nghệ nhân Lê Thị Mẫu", Code: "N2-014", Product: "Tương nếp mẫu “Làng Giếng”", URL: deskURL + "/nominations/a",
				Producer: "Cơ sở Lê Thị Mẫu", Fields: "tên cơ sở, số điện thoại", State: templates.Tag{Kind: "warn", Icon: "hourglass-split", Text: "Chưa rõ"},
				Open: true, Action: deskURL + "/panels/conflicts/a.b/dismiss", AskURL: "mailto:mau@example.vn", Error: "Hãy ghi lý do."},
			{ID: "a.c", Judge: "Trần Văn B", Code: "N1-003", Product: "Bình gốm mẫu", Producer: "Gốm mẫu", Fields: "nơi làm việc",
				State: templates.Tag{Kind: "ok", Icon: "check-lg", Text: "Đã bỏ qua"}, Reason: "Đã nghỉ việc từ 2024 · Phạm Văn Viên"}},
		Absences: []templates.DeskAbsence{{Name: "Nghệ nhân Lê Thị Mẫu", Role: "Trưởng", Days: "01/09/2027 – chưa rõ", Reason: "Nằm viện.",
			State: templates.Tag{Kind: "warn", Icon: "hourglass-split", Text: "Đang vắng"}, EndURL: deskURL + "/panels/absences/a/end"}},
		Jury: []templates.Option{{Value: "a", Label: "Nghệ nhân Lê Thị Mẫu · Trưởng"}}}
	hand := page
	hand.Preview, hand.Hand, hand.Scoring, hand.Mode, hand.Matches, hand.Absences, hand.Panels = false, true, false, "by_hand", nil, nil, nil
	hand.Made = time.Time{}
	hand.Faults = templates.FormFaults{{Message: "N2-014 Tương nếp mẫu: cần 1 giám khảo, chỉ có 0. Hãy giao thêm người."}}
	hand.Entries = []templates.DeskAssigned{{Code: "N2-014", Product: "Tương nếp mẫu “Làng Giếng”", Group: "N2", Ticks: tick(true)}}
	shut := hand
	shut.Open, shut.Entries, shut.Loads, shut.Jury, shut.Faults = false, nil, nil, nil, nil
	return []Sample{{"desk-panels", page}, {"desk-panels-hand", hand}, {"desk-panels-shut", shut}}
}
