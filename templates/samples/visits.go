package samples

import "vinhdanh/templates"

func visitCard() templates.VisitCard {
	return templates.VisitCard{URL: "/judge/mau-2026/visits/v", Code: "N2-017", Product: "Long nhãn sấy mẫu “Phố Hiến”", HeldOn: "05/11/2026",
		Place: "Xưởng sấy, phường Hồng Châu", People: "Nguyễn Văn Giám, Trần Thị Khảo, ông Hồng, chủ nhiệm", By: "Nguyễn Văn Giám", At: now,
		Seen:   []string{"Lò hơi mới lắp, có sổ theo dõi nhiệt độ. Kho nguyên liệu khô, có kệ.", "Nước thải qua hai bể lắng; bể thứ hai còn nhỏ so với công suất."},
		Photos: []templates.VisitPhoto{{N: 1, URL: "/photo.svg", RemoveURL: "/r/1"}, {N: 2, URL: "/photo.svg", RemoveURL: "/r/2"}}, Corrected: 1}
}

func visitPages() []Sample {
	list := templates.JudgeVisits{Shell: judgeShell("/judge/mau-2026/visits"), Edition: judgeEdition("scoring"), BackURL: "/judge", Visits: []templates.VisitCard{visitCard()},
		Entries: []templates.VisitEntryLine{{URL: "/e", Code: "N2-017", Product: "Long nhãn sấy mẫu “Phố Hiến”", By: "Hợp tác xã mẫu Hồng Nam · phường Hồng Châu", Noted: 1},
			{URL: "/e", Code: "N2-018", Product: "Tương nếp mẫu", By: "Cơ sở sản xuất tương mẫu"}}}
	none := list
	none.Visits, none.Entries = nil, nil
	none.Empty = templates.Empty{Icon: "geo-alt", Title: "Chưa có ghi chép khảo sát", Text: "Ghi chép hiện ở đây khi có người viết."}
	form := templates.JudgeVisitForm{Shell: judgeShell("/judge/mau-2026/visits/entries/x"), Edition: judgeEdition("scoring"), Code: "N2-017", Product: "Long nhãn sấy mẫu “Phố Hiến”",
		Action: "/x", BackURL: "/judge/mau-2026/visits", Members: []templates.Option{{Value: "a", Label: "Nguyễn Văn Giám"}, {Value: "b", Label: "Trần Thị Khảo"}}, Ticked: []string{"a"}}
	wrong := form
	wrong.Version, wrong.HeldOn, wrong.Place, wrong.Others = 2, "32/11/2026", "Xưởng sấy", "ông Hồng"
	wrong.Faults = templates.FormFaults{{Field: "held_on", Message: "Không phải là ngày. Hãy ghi như 05/11/2026."}, {Field: "seen", Message: "Hãy điền mục này."}}
	one := templates.JudgeVisit{Shell: judgeShell("/judge/mau-2026/visits/v"), Edition: judgeEdition("scoring"), BackURL: "/judge/mau-2026/visits", Card: visitCard(),
		EditURL: "/e", PhotoURL: "/p", MaxPhotos: 6, Earlier: []templates.VisitCard{visitCard()}}
	full, over := one, one
	full.Full = true
	over.EditURL, over.PhotoURL, over.Earlier = "", "", nil
	return []Sample{{"judge-visits", list}, {"judge-visits-none", none}, {"judge-visit-form", form}, {"judge-visit-form-wrong", wrong},
		{"judge-visit", one}, {"judge-visit-full", full}, {"judge-visit-over", over}}
}

func calibrationPages() []Sample {
	plot := templates.DotPlot{Title: "Giám khảo lệch nhau nhiều nhất ở tiêu chí 2.", High: 100}
	var rows []templates.SpreadRow
	for i, name := range []string{"1. Tính đại diện, quy mô", "2. Kinh tế, kỹ thuật, môi trường", "3. Văn hóa", "4. Thẩm mỹ", "Tổng"} {
		own := 70 + 5*float64(i)
		plot.Rows = append(plot.Rows, templates.DotRow{Label: []string{"1", "2", "3", "4", "Tổng"}[i], Kind: "own", Point: &own, Dots: []float64{45 + 8*float64(i), own, 85, 90}})
		rows = append(rows, templates.SpreadRow{Name: name, Max: "40", Own: "27.5", Mean: "28.25", Low: "18", High: "36", SD: "5.29"})
	}
	ended := templates.CalibrationRound{N: 1, State: templates.Tag{Kind: "ok", Text: "Đã kết thúc"}, Named: true, Examples: []templates.CalibrationExample{
		{URL: "/x", Title: "Ấm đất giả định", Group: "Thủ công mỹ nghệ", Told: "Giám khảo lệch nhau nhiều nhất ở tiêu chí 2: từ 18 đến 36, tối đa 40.", Plot: plot, Rows: rows,
			Heads: []string{"1. Tính đại diện, quy mô", "2. Kinh tế, kỹ thuật, môi trường", "3. Văn hóa", "4. Thẩm mỹ", "Tổng"}, Names: []templates.NamedMarks{
				{Name: "Nguyễn Văn Giám", Points: []string{"27.5", "22.5", "15", "15", "80"}}, {Name: "Trần Thị Khảo", Points: []string{"30", "18", "12.5", "11", "71.5"}}}}}}
	running := templates.CalibrationRound{N: 2, State: templates.Tag{Kind: "gold", Text: "Đang chấm thử"}, Running: true, EndURL: "/end", ShowDone: true, Done: []string{"Trần Thị Khảo"},
		Examples: []templates.CalibrationExample{{URL: "/x", Title: "Trà giả định", Group: "Thực phẩm", State: templates.Tag{Kind: "new", Text: "Chưa chấm"}}}}
	prepared := templates.CalibrationRound{N: 2, State: templates.Tag{Kind: "warn", Text: "Đang soạn"}, AddURL: "/add", OpenURL: "/open",
		Examples: []templates.CalibrationExample{{URL: "/x", Title: "Trà giả định", Group: "Thực phẩm", ChangeURL: "/c", DropURL: "/d"}}}
	list := templates.JudgeCalibration{Shell: judgeShell("/judge/mau-2026/calibration"), Edition: judgeEdition("scoring"), Rounds: []templates.CalibrationRound{running, ended}}
	setup, none := list, list
	setup.Rounds = []templates.CalibrationRound{prepared, {N: 1, AddURL: "/add", State: prepared.State}}
	none.Rounds, none.MayMake, none.Empty = nil, true, templates.Empty{Icon: "hourglass-split", Title: "Chưa có vòng chấm thử", Text: "Vòng chấm thử hiện ở đây."}
	nobody := running
	nobody.Done = nil
	none.Faults = templates.FormFaults{{Message: "Còn một vòng chấm thử chưa kết thúc. Hãy kết thúc vòng đó trước."}}
	setup.Rounds = append(setup.Rounds, nobody)
	form := templates.JudgeCalibrationForm{Shell: list.Shell, Action: "/x", BackURL: "/judge/mau-2026/calibration", New: true, Groups: []templates.Option{{Value: "N1", Label: "Thủ công mỹ nghệ"}}}
	wrong := form
	wrong.New, wrong.Faults = false, templates.FormFaults{{Field: "title", Message: "Hãy điền mục này."}}
	leaf := func(code, value string) templates.JudgeLeaf {
		return templates.JudgeLeaf{Field: "marks." + code, Code: code, Name: "Nguyên liệu tại chỗ", Max: "5", Step: "0.5", Value: value, Guide: "Tỷ lệ nguyên liệu trong tỉnh."}
	}
	sheet := templates.JudgeCalibrationSheet{Shell: list.Shell, BackURL: "/judge/mau-2026/calibration", Action: "/x", Title: "Ấm đất giả định", Group: "Thủ công mỹ nghệ",
		Description: []string{"Ấm đất nung tay, không có thật, để tập chấm."}, Editable: true, Max: "100", Step: "0.5", Total: "9", Missing: 22,
		Files: []templates.CalibrationFile{{URL: "/photo.svg", Name: "ấm.png", Photo: true}, {URL: "/a.pdf", Name: "mô tả.pdf"}},
		Tops:  []templates.JudgeTop{{Code: "1", Name: "Tính đại diện, quy mô", Max: "40", Sum: "9", Leaves: []templates.JudgeLeaf{leaf("1.1", "4,5"), leaf("1.2", "4,5"), leaf("1.3", "")}}}}
	bad, after, before := sheet, sheet, sheet
	bad.Tops = []templates.JudgeTop{{Code: "1", Name: "Tính đại diện", Max: "40", Sum: "0", Leaves: []templates.JudgeLeaf{leaf("1.1", "7")}}}
	bad.Tops[0].Leaves[0].Error = "Quá điểm tối đa 5."
	bad.Faults = templates.FormFaults{{Field: "marks.1.1", Message: "1.1: Quá điểm tối đa 5."}}
	after.Editable = false
	veiled := after
	veiled.Unshown, veiled.Tops = true, nil
	none.Unshown = true
	before.Editable, before.Tops, before.FileURL = false, nil, "/files"
	return []Sample{{"judge-calibration", list}, {"judge-calibration-setup", setup}, {"judge-calibration-none", none}, {"judge-calibration-form", form},
		{"judge-calibration-form-wrong", wrong}, {"judge-calibration-sheet", sheet}, {"judge-calibration-sheet-wrong", bad},
		{"judge-calibration-sheet-after", after}, {"judge-calibration-sheet-veiled", veiled}, {"judge-calibration-sheet-before", before}}
}
