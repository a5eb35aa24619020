package samples

import (
	"fmt"
	"time"

	"vinhdanh/templates"
)

// judgeSlipSamples are the pages of slips for judges.
func judgeSlipSamples() []Sample {
	at := time.Date(2027, 9, 4, 2, 0, 0, 0, time.UTC)
	page := templates.JudgeSlips{Shell: judgeShell("/judge/mau-2026/slips"), Edition: templates.EditionLine{Name: "Kỳ mẫu 2026", Slug: "mau-2026", State: "scoring"},
		Back: templates.Link{Text: "Lần chấm", URL: "/judge/mau-2026/pass"}, Open: true, Seat: "a",
		Judges: []templates.Option{{Value: "a", Label: "Nghệ nhân Lê Thị Mẫu · Trưởng"}, {Value: "b", Label: "Trần Văn B · Ủy viên"}},
		Made:   []templates.JudgeSlipLine{{Judge: "Trần Văn B", By: "Phạm Văn Thư", At: at, Used: at}, {Judge: "Nghệ nhân Lê Thị Mẫu", By: "Phạm Văn Thư", At: at}}}
	wrong, shut := page, page
	wrong.Faults = templates.FormFaults{{Field: "password", Message: "Mật khẩu không đúng."}}
	shut.Open, shut.Made = false, nil
	slip := templates.JudgeSlip{Shell: judgeShell("/judge/mau-2026/slips"), Name: "Trần Văn B", Login: "tranvanb@example.vn", Code: "ABCDE FGHJK",
		Address: "binhchon.example.vn", Until: at, Back: "/judge/mau-2026/slips"}
	return []Sample{{"judge-slips", page}, {"judge-slips-wrong", wrong}, {"judge-slips-shut", shut}, {"judge-slip", slip}}
}

func judgeList() []Sample {
	list := templates.JudgeSheets{
		Device: true, PrintURL: "/judge/mau-2026/sheets.pdf",
		Shell: judgeShell("/judge/mau-2026"), Edition: judgeEdition("scoring"), Pass: 1, PassMark: "70",
		Progress: templates.Progress{Label: "Phiếu đã gửi", Done: 12, Total: 45}, Next: templates.Link{Text: "Chấm tiếp", URL: "/judge/sheets/x"},
		Filters: []templates.Link{
			{Text: "Tất cả", URL: "/judge/mau-2026", Current: true, Count: 46}, {Text: "Chưa chấm", URL: "/judge/mau-2026?state=todo", Count: 30},
			{Text: "Đang chấm", URL: "/judge/mau-2026?state=begun", Count: 3},
			{Text: "Xem lại sau", URL: "/judge/mau-2026?state=flagged", Count: 1}, {Text: "Cần làm rõ", URL: "/judge/mau-2026?state=unclear", Count: 1}, {Text: "Đã gửi", URL: "/judge/mau-2026?state=done", Count: 12},
			{Text: "Từ chối", URL: "/judge/mau-2026?state=recused", Count: 1},
		},
		Plot: judgePlot(0, ""), PassURL: "/judge/mau-2026/pass", DeclarationURL: "/judge/mau-2026/declaration",
		Groups: []templates.JudgeGroup{
			{Name: "Thủ công mỹ nghệ", Done: 1, All: 2, Lines: []templates.JudgeListLine{
				{URL: "/judge/sheets/a", Code: "N1-001", Product: "Bình gốm hoa lam mẫu “Làng Giếng”", Total: "81.5", State: templates.Tag{Kind: "ok", Icon: "check-circle", Text: "Đã gửi"}},
				{URL: "/judge/sheets/b", Code: "N1-002", Product: "Bộ ấm chén men rạn mẫu", State: templates.Tag{Icon: "slash-circle", Text: "Từ chối chấm"}},
				{URL: "/judge/sheets/c", Code: "N1-003", Product: "Nón lá mẫu", State: templates.Tag{Kind: "new", Text: "Chưa chấm"}, Note: "Trưởng ban mở lại: điểm mục 2 gõ nhầm"},
			}},
			{Name: "Chế biến nông, lâm, thủy sản và thực phẩm", Done: 1, All: 2, Lines: []templates.JudgeListLine{
				{URL: "/judge/sheets/x", Code: "N2-017", Product: "Long nhãn sấy mẫu “Phố Hiến”", State: templates.Tag{Kind: "gold", Icon: "pencil", Text: "Đang chấm"}, Filter: "begun flagged unclear", Notes: []templates.Tag{{Kind: "gold", Text: "Xem lại sau"}, {Kind: "warn", Text: "Cần làm rõ"}}},
				{URL: "/judge/sheets/y", Code: "N2-018", Product: "Tương nếp mẫu", Total: "62.5", Below: true, State: templates.Tag{Kind: "ok", Icon: "lock", Text: "Đã khóa"}},
			}},
		},
	}
	none, done, early := list, list, list
	none.Query, none.State, none.Groups, none.Passes = "gom xyz", "todo", nil, []templates.Link{{Text: "Lần chấm 1", URL: "?pass=1"}, {Text: "Lần chấm 2", URL: "?pass=2", Current: true}}
	done.Next, done.Plot, done.Groups = templates.Link{}, templates.DotPlot{}, list.Groups[:1]
	done.Progress.Done = 45
	early.Progress, early.Pass = templates.Progress{}, 0
	early.Empty = templates.Empty{Icon: "hourglass-split", Title: "Chưa mở chấm điểm", Text: "Phiếu chấm hiện ở đây khi mở chấm điểm."}
	late := done
	late.Progress.Done, late.Late = 43, 2
	return []Sample{{"judge-sheets", list}, {"judge-sheets-late", late}, {"judge-sheets-none", none}, {"judge-sheets-done", done}, {"judge-sheets-early", early}}
}

func judgePassPages() []Sample {
	pass := templates.JudgePass{
		Shell: judgeShell("/judge/mau-2026/pass"), Edition: judgeEdition("scoring"), N: 1, Opened: true, Head: true,
		Progress: templates.Progress{Label: "Phiếu đã gửi của cả ban"},
	}
	for i, name := range []string{"Nguyễn Văn Trưởng", "Trần Thị Giám", "Lê Văn Khảo", "Phạm Thị Chấm", "Hoàng Minh Điểm", "Đặng Thị Nghiêm"} {
		pass.Judges = append(pass.Judges, templates.PassJudge{Name: name, Declared: i != 3})
	}
	states := []string{"submitted", "submitted", "open", "recused", "submitted", "late", "locked"}
	for g, name := range []string{"Thủ công mỹ nghệ", "Chế biến nông, lâm, thủy sản và thực phẩm"} {
		group := templates.PassGroup{Name: name}
		for n, product := range []string{"Bình gốm hoa lam mẫu", "Long nhãn sấy mẫu “Phố Hiến”", "Tương nếp mẫu"} {
			for j := range pass.Judges {
				cell := templates.PassSheet{State: states[(n+j*2+g)%5], Judge: pass.Judges[j].Name, Code: fmt.Sprintf("N%d-00%d", g+1, n+1), Product: product}
				if cell.State == "submitted" {
					cell.ReopenURL = "/judge/mau-2026/pass/sheets/x/reopen"
				}
				pass.Count(&group, j, cell)
			}
		}
		pass.Groups = append(pass.Groups, group)
	}
	pass.Unanswered, pass.Away = 1, []string{"Trưởng Ban giám khảo Trần Thị Trưởng vắng từ ngày 5/9/2026: đi công tác.", "Phó Trưởng ban điều hành thay: Lê Văn Phó."}
	pass.Objections = []templates.PaperObjection{{Code: "N1-001", Product: "Bình gốm hoa lam mẫu", Judge: pass.Judges[0].Name, At: now, URL: "/judge/mau-2026/pass/sheets/x/reopen"}}
	ready, closed, early := pass, pass, pass
	ready.Open, ready.Groups = nil, pass.Groups[:1]
	closed.ClosedAt, closed.LeftOpen, closed.MayReopen = now, "Hai giám khảo ốm", true
	closed.RankingURL, closed.AgreementURL, closed.Edition.State = "/council/mau-2026", "/council/mau-2026/agreement", "deliberation"
	closed.Groups = []templates.PassGroup{{Name: "Thủ công mỹ nghệ", Rows: []templates.PassRow{{Code: "N1-001", Product: "Bình gốm mẫu", Done: 1, All: 2, Cells: []templates.PassSheet{{State: "locked"}, {State: "late"}, {State: "none"}, {State: "none"}, {State: "recused"}, {State: "locked"}}}}}}
	early.Opened, early.Groups, early.Edition.State, early.ClosedAt = false, nil, "screening", time.Time{}
	early.Empty = templates.Empty{Icon: "hourglass-split", Title: "Chưa mở chấm điểm", Text: "Dưới đây là ai đã khai xung đột lợi ích."}
	wrong := pass
	wrong.Faults = templates.FormFaults{{Field: "reason", Message: "Ghi lý do."}}
	wrong.LeaveOpen = true
	reopen := templates.JudgeReopen{
		Shell: judgeShell("/judge/mau-2026/pass/sheets/x/reopen"), Edition: judgeEdition("scoring"), BackURL: "/judge/mau-2026/pass",
		Sheet: templates.PassSheet{ID: "x", Code: "N2-017", Product: "Long nhãn sấy mẫu “Phố Hiến”", Judge: "Trần Thị Giám"},
	}
	return append(append(judgeList(), judgeSlipSamples()...),
		Sample{"judge-pass", pass}, Sample{"judge-pass-ready", ready}, Sample{"judge-pass-closed", closed}, Sample{"judge-pass-early", early},
		Sample{"judge-pass-faults", wrong}, Sample{"judge-reopen", reopen})
}
