package samples

import (
	"fmt"
	"time"

	"vinhdanh/templates"
)

// judge is the pages of a jury.
func judge() []Sample {
	list := judgeFirst()
	list = append(list, judgeSheetPages()...)
	return append(list, judgePassPages()...)
}

func judgeShell(address string) templates.Shell {
	s := signedIn("judge", address, "judge")
	s.Viewer.Name, s.Once = "Nguyễn Văn Giám", "k3mabcdefghijklmnopqrstuvw"
	return s
}

func judgeEdition(state string) templates.EditionLine {
	e := announced()
	e.State, e.Slug, e.Name = state, "mau-2026", "Bình chọn lần thứ I, năm 2026"
	return e
}

func judgeFirst() []Sample {
	states := []string{"scoring", "screening", "filing", "deliberation", "draft", "announced", "closed", "scoring"}
	home := templates.JudgeHome{Shell: judgeShell("/judge")}
	for _, state := range states {
		home.Editions = append(home.Editions, templates.JudgeEdition{Edition: judgeEdition(state), Judges: true})
	}
	first := &home.Editions[0]
	first.Declared, first.Reopened, first.Recused, first.Late, first.PassURL = true, 1, 2, 1, "/judge/mau-2026/pass"
	first.Progress = templates.Progress{Label: "Phiếu đã gửi", Done: 12, Total: 45}
	first.Action = templates.Link{Text: "Chấm tiếp", URL: "/judge/mau-2026"}
	home.Editions[1].MayDeclare = true
	home.Editions[1].Action = templates.Link{Text: "Khai xung đột lợi ích", URL: "/judge/mau-2026/declaration"}

	declare := templates.JudgeDeclaration{
		Shell: judgeShell("/judge/mau-2026/declaration"), Edition: judgeEdition("screening"), Open: true, Found: 4, Total: 48,
		Groups: []templates.DeclarationGroup{
			{Name: "Thủ công mỹ nghệ", Entries: []templates.DeclarationEntry{
				{ID: "a", Code: "N1-001", Product: "Bình gốm hoa lam mẫu “Làng Giếng”", Producer: "Cơ sở gốm mẫu Hoa Sen"},
				{ID: "b", Code: "N1-002", Product: "Bộ ấm chén men rạn mẫu", Producer: "Hợp tác xã mẫu Men Việt", Ticked: true, Reason: "Chủ cơ sở là em ruột"},
			}},
			{Name: "Chế biến nông, lâm, thủy sản và thực phẩm", Entries: []templates.DeclarationEntry{
				{ID: "c", Code: "N2-001", Product: "Long nhãn sấy mẫu “Phố Hiến”", Producer: "Hợp tác xã mẫu Hồng Nam"},
				{ID: "d", Code: "N2-002", Product: "Tương nếp mẫu", Producer: "Cơ sở sản xuất tương mẫu"},
			}},
		},
	}
	wrong, again, shut, none := declare, declare, declare, declare
	wrong.Faults = templates.FormFaults{{Field: "none", Message: "Đánh dấu sản phẩm bạn có xung đột, hoặc đánh dấu ô “không có xung đột lợi ích”."}, {Field: "reason.d", Message: "Ghi lý do."}}
	wrong.Groups = []templates.DeclarationGroup{{Name: "Thực phẩm", Entries: []templates.DeclarationEntry{{ID: "d", Code: "N2-002", Product: "Tương nếp mẫu", Producer: "Cơ sở mẫu", Ticked: true, Error: "Ghi lý do."}}}}
	again.DeclaredAt = now
	again.Groups = []templates.DeclarationGroup{{Name: "Thực phẩm", Entries: []templates.DeclarationEntry{{ID: "d", Code: "N2-002", Product: "Tương nếp mẫu", Producer: "Cơ sở mẫu", Declared: true, Reason: "Làm cố vấn cho cơ sở"}, {ID: "e", Code: "N2-003", Product: "Mật ong hoa nhãn mẫu", Producer: "Hộ mẫu",
		Match: "tên cơ sở, số điện thoại", DismissalError: "Hãy ghi lý do."}}}}
	shut.Open, shut.DeclaredAt = false, now
	none.Query, none.Groups, none.Found = "gom xyz", nil, 0
	return []Sample{
		{"judge-home", home}, {"judge-away", templates.JudgeAway{Shell: judgeShell("/judge/away")}}, {"judge-home-empty", templates.JudgeHome{Shell: judgeShell("/judge")}}, {"judge-declaration", declare},
		{"judge-declaration-faults", wrong}, {"judge-declaration-again", again}, {"judge-declaration-shut", shut}, {"judge-declaration-none", none},
	}
}

func judgeEntry() templates.JudgeEntry {
	e := templates.JudgeEntry{
		Code: "N2-017", Group: "Chế biến nông, lâm, thủy sản và thực phẩm", Product: "Long nhãn sấy mẫu “Phố Hiến”",
		Producer: "Hợp tác xã mẫu Hồng Nam", Place: "phường Hồng Châu", SetMembers: []string{"Long nhãn ướp sen mẫu", "Nhãn sấy dẻo mẫu", "Hộp quà mẫu"},
		Description: []string{"Sản lượng 40 tấn mỗi năm, doanh thu 6,2 tỷ đồng (2025), 85 % nguyên liệu trong tỉnh, 32 lao động, xuất khẩu từ 2024.", "Sấy bằng lò hơi, đóng gói hút chân không."},
		Facts:       []templates.SummaryRow{{Label: "Loại hình", Lines: []string{"Hợp tác xã"}}},
	}
	for n := 1; n <= 5; n++ {
		e.Photos = append(e.Photos, templates.JudgePhoto{N: n, Prev: n - 1, Next: n + 1, URL: "/photo.svg", PageURL: fmt.Sprintf("/judge/sheets/x/photos/%d", n)})
	}
	e.Photos[4].Next = 0
	for i, label := range []string{"Đăng ký kinh doanh", "Thuyết minh sản phẩm", "Giấy chứng nhận an toàn thực phẩm", "ISO 22000"} {
		e.Papers = append(e.Papers, templates.JudgePaper{Label: label, URL: fmt.Sprintf("/judge/sheets/x/documents/%d", i+6)})
	}
	return e
}

// judgeTops are criteria with marks; holes are left where the list has "".
func judgeTops(marks ...string) []templates.JudgeTop {
	names := [][]string{
		{"1", "Đáp ứng thị trường và khả năng phát triển", "40", "34.5", "Mức độ đáp ứng nhu cầu thị trường trong và ngoài nước", "Khả năng thay thế hoặc cạnh tranh với hàng nhập khẩu", "Khả năng sản xuất hàng loạt, với số lượng lớn"},
		{"2", "Kinh tế – kỹ thuật – xã hội – môi trường", "40", "33", "Hiệu quả kinh tế của việc sản xuất, kinh doanh", "Trình độ công nghệ, thiết bị", "Bảo vệ môi trường"},
		{"3", "Văn hóa, thẩm mỹ", "10", "8.5", "Giá trị văn hóa, bản sắc địa phương của sản phẩm", "Tính thẩm mỹ của sản phẩm"},
	}
	var tops []templates.JudgeTop
	at := 0
	for _, n := range names {
		top := templates.JudgeTop{Code: n[0], Name: n[1], Max: n[2], Sum: n[3]}
		for i, name := range n[4:] {
			leaf := templates.JudgeLeaf{Code: fmt.Sprintf("%s.%d", n[0], i+1), Name: name, Max: "5", Step: "0.5", Guide: "Xem nơi tiêu thụ, đơn hàng, lượng bán ra trong hai năm gần nhất."}
			leaf.Field = "marks." + leaf.Code
			if at < len(marks) {
				leaf.Value = marks[at]
			}
			if at == 0 {
				leaf.Bands = []templates.JudgeBand{
					{From: "0", To: "1.5", Name: "chưa đáp ứng"}, {From: "2", To: "3.5", Name: "đáp ứng một phần"},
					{From: "4", To: "5", Name: "đáp ứng tốt", Text: "Có đơn hàng đều", In: leaf.Value >= "4"},
				}
			}
			at++
			top.Leaves = append(top.Leaves, leaf)
		}
		tops = append(tops, top)
	}
	return tops
}

func judgePlot(own float64, rows ...string) templates.DotPlot {
	p := templates.DotPlot{Title: "Tổng điểm các phiếu của bạn so với mức đạt", Low: 40, High: 100, Mark: 70}
	for _, label := range rows {
		p.Rows = append(p.Rows, templates.DotRow{Label: label, Dots: []float64{48, 61, 66, 72, 79, 84}})
	}
	if own > 0 {
		p.Rows[0].Point, p.Rows[0].Kind = &own, "own"
	}
	return p
}

func judgeSheetPages() []Sample {
	pos := templates.Position{At: 12, Of: 45, ListURL: "/judge/mau-2026", PrevURL: "/judge/sheets/w", NextURL: "/judge/sheets/y"}
	sheet := templates.JudgeSheet{
		Shell: judgeShell("/judge/sheets/x"), Edition: judgeEdition("scoring"), ID: "x", Version: 3, Editable: true, Entry: judgeEntry(),
		State: templates.Tag{Kind: "gold", Icon: "pencil", Text: "Đang chấm"}, Tops: judgeTops("4,5", "4", "5", "4", "3,5", "", "4", ""),
		Total: "76", Missing: 2, Max: "90", PassMark: "70", Step: "0.5", Passed: true, Comment: "Bao bì rõ nguồn gốc; cần bổ sung chỉ tiêu vi sinh.",
		SavedAt: now, Plot: judgePlot(0, ""), Position: pos, RecuseURL: "/judge/sheets/x/recuse",
		PrintURL: "/judge/sheets/x/print.pdf", BlankURL: "/judge/sheets/x/print.pdf?blank=1",
	}
	sheet.Shell.Light, sheet.Own, sheet.AskURL = true, true, "/judge/sheets/x/question"
	wrong, bare, sent, recused, low := sheet, sheet, sheet, sheet, sheet
	wrong.Tops = judgeTops("45", "4", "chín", "4")
	wrong.Tops[0].Leaves[0].Error, wrong.Tops[0].Leaves[2].Error = "Nhiều nhất là 5 điểm.", "Chỉ gõ số, ví dụ 4,5."
	wrong.Faults = templates.FormFaults{{Field: "marks.1.1", Message: "Nhiều nhất là 5 điểm."}, {Field: "marks.1.3", Message: "Chỉ gõ số, ví dụ 4,5."}}
	bare.SavedAt, bare.Plot, bare.Comment, bare.Tops, bare.Total, bare.Missing, bare.Passed = time.Time{}, templates.DotPlot{}, "", judgeTops(), "0", 8, false
	bare.Entry.Photos, bare.Entry.Papers, bare.Entry.Description, bare.Entry.SetMembers, bare.Entry.Facts = nil, nil, nil, nil, nil
	bare.State, bare.Reason = templates.Tag{Kind: "new", Text: "Chưa chấm"}, "Điểm mục 2 gõ nhầm, xin xem lại."
	bare.Pass, bare.Visits = 2, []templates.VisitCard{visitCard()}
	bare.Earlier = []templates.JudgeEarlier{{N: 1, Total: "71.5", Comment: "Cần xem lò.", Leaves: []templates.JudgeLeaf{{Code: "1.1", Name: "Nguyên liệu tại chỗ", Value: "4,5", Max: "5"}}}}
	bare.Flagged, bare.Asked, bare.Lines = true, true, []templates.JudgeQuestionLine{{Text: "Phiếu kiểm nghiệm ghi năm 2023, có phiếu mới hơn không?", At: now}}
	full := judgeTops("4,5", "4", "5", "4", "3,5", "4", "4", "4,5")
	sent.Editable, sent.Tops, sent.Missing, sent.State = false, full, 0, templates.Tag{Kind: "ok", Icon: "check-circle", Text: "Đã gửi"}
	sent.Receipt = &templates.JudgeReceiptLine{Commitment: "9f2c4e1ab07d35586c1f09d2be77a1440ce3fb1d8a6e0d5f4b7c29e81a35d6f0", At: now}
	sent.Asked, sent.Lines = true, []templates.JudgeQuestionLine{{Text: "Mục 1.2 và nhận xét.", Objects: true, At: now},
		{Text: bare.Lines[0].Text, At: now, Answer: "Cơ sở đã nộp phiếu năm 2026, xem giấy tờ thứ tư.", AnsweredAt: now}}
	recused.Own, recused.AskURL = false, ""
	recused.Editable, recused.State, recused.Reason, recused.Tops, recused.RecuseURL = false, templates.Tag{Icon: "slash-circle", Text: "Từ chối chấm"}, "Chủ cơ sở là em ruột", judgeTops(), ""
	low.Missing, low.Passed, low.Tops, low.Total, low.Plot = 0, false, full, "62.5", judgePlot(62.5, "")
	lowRead := low
	lowRead.Editable = false

	check := templates.JudgeCheck{
		Shell: judgeShell("/judge/sheets/x/check"), ID: "x", Version: 3, Entry: judgeEntry(), Tops: full, Total: "76", Max: "90", PassMark: "70",
		Passed: true, Comment: sheet.Comment,
	}
	missing, under := check, check
	missing.Tops, missing.Missing = sheet.Tops, []templates.Link{{Text: "2.3. Bảo vệ môi trường", URL: "/judge/sheets/x#marks.2.3"}, {Text: "3.2. Tính thẩm mỹ của sản phẩm", URL: "/judge/sheets/x#marks.3.2"}}
	missing.Faults = templates.FormFaults{{Field: "incomplete", Message: "Chấm nốt các mục còn thiếu, hoặc đánh dấu ô này để gửi phiếu không tính điểm."}}
	under.Total, under.Passed = "62.5", false
	recuse := templates.JudgeRecuse{Shell: judgeShell("/judge/sheets/x/recuse"), ID: "x", Entry: judgeEntry(), Submitted: true}
	ask := templates.JudgeQuestion{Shell: judgeShell("/judge/sheets/x/question"), ID: "x", Entry: judgeEntry(), Question: bare.Lines[0].Text, Asked: true}
	unasked := ask
	unasked.Question, unasked.Asked, unasked.Faults = "", false, templates.FormFaults{{Field: "question", Message: "Cần điền ô này."}}
	object := ask
	object.Paper, object.ScanURL, object.Asked, object.Question = true, "/judge/sheets/x/scan", true, "Mục 1.2 và nhận xét."
	conflict := templates.JudgeConflict{
		Shell: judgeShell("/judge/sheets/x"), ID: "x", Version: 4, Entry: judgeEntry(), Same: []templates.JudgeSame{{Name: "marks.1.1", Value: "4,5", Stored: "4"}},
		Choices: []templates.JudgeChoice{
			{Field: "marks.1.2", Label: "1.2. Khả năng thay thế hoặc cạnh tranh với hàng nhập khẩu", Mine: "4", Stored: "3,5"},
			{Field: "comment", Label: "Nhận xét", Mine: "Bao bì rõ nguồn gốc.", Stored: ""},
		},
	}
	equal := conflict
	equal.Choices = nil
	receipt := templates.JudgeReceipt{
		Shell: judgeShell("/judge/sheets/x/receipt"), ID: "x", Entry: judgeEntry(), Total: "76", Max: "90", Receipt: *sent.Receipt, Done: 13, Of: 45,
		NextURL: "/judge/sheets/y", ListURL: "/judge/mau-2026",
	}
	last := receipt
	last.Total, last.NextURL, last.Done, last.Unshown = "", "", 45, true
	photo := templates.JudgePhotoPage{
		Shell: judgeShell("/judge/sheets/x/photos/2"), Entry: judgeEntry(), Photo: judgeEntry().Photos[1], Of: 5, SheetURL: "/judge/sheets/x",
		PrevURL: "/judge/sheets/x/photos/1", NextURL: "/judge/sheets/x/photos/3",
	}
	return []Sample{
		{"judge-sheet", sheet}, {"judge-sheet-faults", wrong}, {"judge-sheet-bare", bare}, {"judge-sheet-sent", sent}, {"judge-sheet-recused", recused},
		{"judge-sheet-low", low}, {"judge-sheet-low-sent", lowRead}, {"judge-check", check}, {"judge-check-missing", missing}, {"judge-check-under", under},
		{"judge-recuse", recuse}, {"judge-conflict", conflict}, {"judge-conflict-same", equal}, {"judge-receipt", receipt}, {"judge-receipt-last", last},
		{"judge-photo", photo}, {"judge-question", ask}, {"judge-question-paper", object}, {"judge-question-faults", unasked},
	}
}
