package samples

import (
	"fmt"
	"time"

	"vinhdanh/templates"
)

func councilHead(state, current string, auditor bool) templates.CouncilHead {
	h := templates.CouncilHead{Edition: announced(), Auditor: auditor}
	h.Edition.State = state
	for _, x := range [][2]string{{"ranking", "Bảng điểm"}, {"agreement", "Mức thống nhất"}, {"proposal", "Đề nghị"}, {"meeting", "Phiên họp"}, {"minutes", "Biên bản"}, {"papers", "Giấy tờ"}} {
		h.Tabs = append(h.Tabs, templates.Link{Text: x[1], URL: "/council/2026/" + x[0], Current: x[0] == current})
	}
	if auditor {
		h.Tabs = append(h.Tabs, templates.Link{Text: "Phiếu chấm", URL: "/council/2026/sheets", Current: current == "sheets"},
			templates.Link{Text: "Nhật ký", URL: "/council/2026/journal", Current: current == "journal"})
	}
	return h
}

func council() []Sample {
	scoring := announced()
	scoring.State, scoring.Name, scoring.Slug = "scoring", "Bình chọn lần thứ II, năm 2027", "2027"
	deliberating := announced()
	deliberating.State = "deliberation"
	page := templates.Council{Shell: signedIn("council", "/council", "council"), Editions: []templates.CouncilEdition{
		{Edition: deliberating, Seat: "Bạn ghi đề nghị của Hội đồng", Waits: "Lần chấm đã đóng. Hội đồng xem bảng điểm, họp, rồi ghi đề nghị.", Tasks: []templates.Task{
			{Text: "Bảng tổng hợp điểm", URL: "/council/2026", Tag: templates.Tag{Kind: "ok", Text: "Xem được"}},
			{Text: "Giám khảo chấm giống nhau đến đâu", URL: "/council/2026/agreement", Tag: templates.Tag{Kind: "ok", Text: "Xem được"}},
			{Text: "Lập đề nghị của Hội đồng", URL: "/council/2026/proposal", Tag: templates.Tag{Kind: "warn", Text: "Cần làm"}}}},
		{Edition: scoring, Seat: "Bạn là thành viên Hội đồng", Waits: "Ban giám khảo đang chấm. Chưa ai xem được điểm.", Tasks: []templates.Task{
			{Text: "Bảng tổng hợp điểm", Tag: templates.Tag{Text: "Chưa mở"}}}},
	}}
	auditor := page
	auditor.Auditor = true
	return append([]Sample{{"council", page}, {"council-auditor", auditor}}, append(append(councilRanking(), councilAgreement()...), append(councilProposal(), councilAudit()...)...)...)
}

var councilProducts = []string{"Tương nếp mẫu “Làng Giếng”", "Long nhãn sấy mẫu “Phố Hiến”", "Mật ong hoa nhãn mẫu", "Bộ quà tặng tương, chao, cà muối mẫu của hợp tác xã Trúc Cầu, gồm mười hai hũ nhỏ", "Tinh bột nghệ mẫu", "Hạt sen sấy mẫu"}

func rankingRow(i int, auditor bool) templates.RankingRow {
	means := []string{"91.50", "83.21", "83.21", "71.40", "68.75", ""}
	values := []float64{91.5, 83.21, 83.21, 71.4, 68.75, 0}
	mark := 70.0
	row := templates.RankingRow{Rank: i + 1, Low: max(1, i), High: max(1, 3*i), EntryCode: fmt.Sprintf("MS-%03d", i+1), Product: councilProducts[i],
		Producer: "Cơ sở sản xuất mẫu", Commune: "xã Tân Hưng", Mean: means[i], Exact: "1165/14", Judges: 7, Passed: i < 4, Discuss: i == 3 || i == 4}
	row.Plot = templates.RowPlot{Low: 40, High: 100, Mark: &mark, Point: &values[i]}
	switch i {
	case 1, 2:
		row.Rank, row.Tie = 2, "Bằng điểm với MS-003, quy tắc chưa phân định được: Hội đồng quyết."
	case 3:
		row.Tie = "Bằng điểm bình quân; phân định bằng tiêu chí 1 (Đáp ứng thị trường và khả năng phát triển sản xuất)."
	case 5:
		row = templates.RankingRow{EntryCode: "MS-006", Product: councilProducts[i], Producer: "Công ty TNHH mẫu Sen Việt"}
	}
	if row.Passed {
		row.Plot.Kind = "good"
	}
	if auditor && row.Mean != "" {
		row.Plot.Dots = []float64{values[i] - 6, values[i] - 2, values[i] + 3, values[i] + 5}
	}
	return row
}

func councilRanking() []Sample {
	page := templates.CouncilRanking{
		Shell: signedIn("council", "/council/2026", "council"), Head: councilHead("deliberation", "ranking", false), Pass: 1, ClosedAt: now,
		PassMark: "70", Entries: 6, Passed: 4, Discuss: 2, Found: 6, Intervals: true, TableURL: "/council/2026/ranking.xlsx", PaperURL: "/council/2026/ranking.pdf",
		Groups: []templates.Option{{Label: "Mọi nhóm"}, {Value: "N1", Label: "Thủ công mỹ nghệ"}, {Value: "N2", Label: "Chế biến nông, lâm, thủy sản và thực phẩm"}},
		Shows:  []templates.Option{{Label: "Tất cả"}, {Value: "passed", Label: "Đạt"}, {Value: "discuss", Label: "Cần thảo luận"}},
	}
	audit, none, open := page, page, page
	audit.BundleURL = "/api/v1/editions/2026/results"
	section := templates.RankingGroup{Code: "N2", Name: "Chế biến nông, lâm, thủy sản và thực phẩm", Strip: templates.DotPlot{
		Title: "Điểm bình quân của 5 sản phẩm trên thang điểm", Low: 40, High: 100, Mark: 70, Rows: []templates.DotRow{{Dots: []float64{91.5, 83.21, 83.21, 71.4, 68.75}}}}}
	whole := section
	for i := range councilProducts {
		section.Rows, whole.Rows = append(section.Rows, rankingRow(i, false)), append(whole.Rows, rankingRow(i, true))
	}
	page.Sections, audit.Sections = []templates.RankingGroup{section}, []templates.RankingGroup{whole}
	audit.Head, audit.Dots = councilHead("deliberation", "ranking", true), true
	none.Query, none.Found = "khong co", 0
	open.Waiting, open.ClosedAt, open.Head = "open", time.Time{}, councilHead("scoring", "ranking", false)
	early := open
	early.Waiting, early.Head = "early", councilHead("screening", "ranking", false)
	return []Sample{{"council-ranking", page}, {"council-ranking-audit", audit}, {"council-ranking-none", none}, {"council-ranking-open", open}, {"council-ranking-early", early}}
}

func councilAgreement() []Sample {
	page := templates.CouncilAgreement{
		Shell: signedIn("council", "/council/2026/agreement", "council"), Head: councilHead("deliberation", "agreement", false), Pass: 1,
		Groups: []templates.Option{{Label: "Mọi nhóm"}, {Value: "N2", Label: "Chế biến"}}, Entries: 6, Complete: 4, Judges: 4, Level: "good", Levelled: true, Ranged: true,
		Figures: []templates.AgreementFigure{
			{Name: "Độ tin cậy của điểm bình quân, ICC(2,k)", Asks: "Điểm bình quân của cả ban có lặp lại được không?", Value: "0.86", Low: "0.71", High: "0.94", Tag: templates.Tag{Kind: "ok", Text: "Khá"}},
			{Name: "Cùng một thứ tự, W của Kendall", Asks: "Các giám khảo có xếp sản phẩm theo cùng một thứ tự không?", Value: "0.41", Tag: templates.Tag{Kind: "warn", Text: "Vừa phải"}},
			{Name: "Alpha của Krippendorff, theo điểm", Asks: "Hai phiếu của một sản phẩm gần nhau hơn ngẫu nhiên bao nhiêu?", Missing: "Mọi tổng điểm bằng nhau nên không tính được."},
		},
	}
	page.Figures[0].Definition = "(BMS − EMS) / (BMS + (JMS − EMS) / n), trên n sản phẩm mà cả k giám khảo đều chấm. Shrout và Fleiss 1979."
	page.Figures[1].Note = "p = 0,012"
	page.Flags = []string{councilProducts[1] + ": Lê Văn Chấm chấm cao hơn hẳn những người khác.", councilProducts[4] + ": các giám khảo chấm cách xa nhau."}
	page.Cuts = []templates.AgreementCut{{Name: "Sát nhau ở điểm đạt (70 điểm)", Above: councilProducts[2:4], Below: councilProducts[4:5]}, {Name: "Sát nhau ở hạn mức (2 sản phẩm)"}}
	page.Discuss, page.DiscussURL = 2, "/council/2026?show=discuss"
	page.WhatIf = templates.WhatIf{
		Judges: []templates.Option{{Label: "Không bỏ ai"}, {Value: "j", Label: "Lê Văn Chấm"}}, Judge: "j",
		Steps:   []templates.Option{{Label: "Theo quy tắc"}, {Value: "median", Label: "Điểm trung vị"}},
		Weights: []templates.WhatIfWeight{{ID: "w_1", Name: "1. Đáp ứng thị trường và khả năng phát triển sản xuất", Value: "40"}, {ID: "w_2", Name: "2. Kỹ thuật và mỹ thuật", Value: "60"}},
		Asked:   "Nếu không có phiếu của Lê Văn Chấm",
		Moved: []templates.WhatIfLine{{Product: councilProducts[1], Before: 2, After: 3}, {Product: councilProducts[3], Before: 4, After: 5, Crossed: []templates.Tag{{Kind: "bad", Text: "Thành không đạt"}}},
			{Product: councilProducts[5], Before: 6, Crossed: []templates.Tag{{Kind: "warn", Text: "Giải: Giải A → Không có giải"}}}},
	}
	nought := 0.0
	for i, effect := range []float64{-3.42, -0.2, 0.55, 3.07} {
		names := []string{"Nguyễn Văn Giám", "Trần Thị Khảo", "Lê Văn Chấm", "Phạm Thị Phiếu"}
		words := []string{"Chặt hơn mặt bằng 3,42 điểm", "Ngang mặt bằng chung", "Ngang mặt bằng chung", "Rộng hơn mặt bằng 3,07 điểm"}
		page.Judged = append(page.Judged, templates.SeverityLine{Name: names[i], Effect: fmt.Sprintf("%+.2f", effect), Spread: "6.35", Words: words[i],
			Plot: templates.RowPlot{Low: -4, High: 4, Mark: &nought, Point: &effect, Kind: []string{"own", "", "", "good"}[i]}})
	}
	for i, name := range councilProducts {
		line := templates.RankLine{Rank: i + 1, Product: name, Mean: "83.21", Score: "82.90"}
		if i < 5 {
			from, to, at := float64(max(1, i)), float64(i+2), float64(i+1)
			line.Low, line.High, line.Plot = max(1, i), i+2, templates.RowPlot{Low: 1, High: 6, From: &from, To: &to, Point: &at}
		}
		page.Ranks = append(page.Ranks, line)
	}
	list := []Sample{{"council-agreement", page}}
	for _, level := range []string{"excellent", "moderate", "poor", "unknown"} {
		p := page
		p.Level, p.Ranks, p.Levelled, p.Flags, p.WhatIf.Moved = level, nil, false, nil, nil
		if level == "unknown" {
			p.Judged, p.Cuts, p.Unflagged, p.WhatIf.Judges = nil, nil, "Cần ít nhất ba giám khảo mới nói được ai khác thường.", nil
			p.WhatIf.Asked, p.WhatIf.Fault = "", "Các trọng số phải cộng lại đúng bằng 100. Hãy sửa lại các số."
		}
		list = append(list, Sample{"council-agreement-" + level, p})
	}
	gaps := page
	gaps.WhatIf.Missing, gaps.WhatIf.Moved = "Không tính được: bỏ giám khảo này thì có sản phẩm còn quá ít phiếu để loại điểm cao nhất, thấp nhất.", nil
	gaps.Level, gaps.Spare, gaps.Complete, gaps.Ranged, gaps.Ranks = "excellent", true, 0, false, page.Ranks[5:]
	page.Waiting = "open"
	return append(list, Sample{"council-agreement-gaps", gaps}, Sample{"council-agreement-open", page})
}

func proposedGroups(reason string) []templates.ProposedGroup {
	g := templates.ProposedGroup{Code: "N2", Name: "Chế biến nông, lâm, thủy sản và thực phẩm"}
	for i := range 3 {
		g.Lines = append(g.Lines, templates.ProposedLine{Rank: i + 1, EntryCode: fmt.Sprintf("MS-%03d", i+1), Product: councilProducts[i], Producer: "Cơ sở sản xuất mẫu", Commune: "xã Tân Hưng", Mean: "83.21"})
	}
	g.Lines[0].Prize, g.Lines[2].Reason = "Giải A", reason
	return []templates.ProposedGroup{g}
}

func councilProposal() []Sample {
	votes := templates.VoteCount{Members: 9, Present: 8, For: 7, Abstain: 1}
	left := proposedGroups("Cơ sở đang bị khiếu nại, chờ kết luận.")
	left[0].Code = "out-N2"
	page := templates.CouncilProposal{Shell: signedIn("council", "/council/2026/proposal", "council"), Head: councilHead("deliberation", "proposal", false), Pass: 1, MayRecord: true,
		Proposal: &templates.RecordedProposal{HeldOn: now, RecordedAt: now, By: "Nguyễn Thị Thư", Votes: votes, Listed: 3, Groups: proposedGroups("Nghề truyền thống cần giữ."), LeftOut: left}}
	decided := page
	decided.MayRecord, decided.Decision = false, &templates.DecisionRef{Number: "1234/QĐ-UBND", Date: day(2026, 11, 10)}
	none := page
	none.Proposal, none.MayRecord, none.Waiting = nil, false, "none"
	form := templates.CouncilProposalForm{Shell: page.Shell, Head: page.Head, Members: 9, Quorum: 6, Majority: "Quá nửa số người có mặt phải tán thành.", PassMark: "70",
		HeldOn: "05/03/2027", Prizes: []templates.Option{{Label: "Không có giải"}, {Value: "A", Label: "Giải A"}}}
	group := templates.ProposalFormGroup{Code: "N2", Name: "Chế biến nông, lâm, thủy sản và thực phẩm"}
	for i, name := range councilProducts {
		r := rankingRow(i, false)
		group.Rows = append(group.Rows, templates.ProposalFormRow{ID: fmt.Sprintf("n%d", i), EntryCode: r.EntryCode, Product: name, Producer: r.Producer, Commune: r.Commune,
			Rank: r.Rank, Mean: r.Mean, Passed: r.Passed, Discuss: r.Discuss, Tied: i == 1 || i == 2, Taken: i < 4})
	}
	form.Groups = []templates.ProposalFormGroup{group}
	wrong := form
	wrong.Begun = true
	rows := append([]templates.ProposalFormRow{}, group.Rows...)
	rows[0].Taken, rows[0].Fault = false, councilProducts[0]+": xếp trên sản phẩm được chọn. Hãy ghi lý do không đề nghị, hoặc tích chọn."
	rows[4].Taken, rows[4].Reason = true, "Nghề truyền thống cần giữ."
	wrong.Groups = []templates.ProposalFormGroup{{Code: "N2", Name: group.Name, Rows: rows}}
	wrong.Quota, wrong.Tie = []string{"Đề nghị nhiều nhất 4 sản phẩm."}, "Hạn mức cắt ngang một nhóm bằng điểm. Nhóm đó chưa được tích: Hội đồng chọn và ghi lý do."
	wrong.Present, wrong.VotesFor, wrong.VotesAgainst = "5", "5", "1"
	wrong.Faults = templates.FormFaults{{Field: "reason_n0", Message: rows[0].Fault}, {Field: "present", Message: "Chưa đủ người dự họp: có 5/9, cần ít nhất 6. Hãy họp lại khi đủ người."},
		{Field: "votes", Message: "Tổng số phiếu là 6, số người dự họp là 5. Hãy đếm lại."}}
	check := templates.CouncilProposalCheck{Shell: page.Shell, Head: page.Head, HeldOn: now, Votes: votes, Listed: 3, Groups: proposedGroups("Nghề truyền thống cần giữ."), LeftOut: left, Replaces: true,
		Kept: []templates.KeptValue{{Name: "take", Value: "n0"}}}
	return []Sample{{"council-proposal", page}, {"council-proposal-decided", decided}, {"council-proposal-none", none}, {"council-proposal-form", form},
		{"council-proposal-form-faults", wrong}, {"council-proposal-check", check}, {"council-minutes", councilMinutes(page)}, {"council-minutes-none", templates.CouncilMinutes{
			Shell: page.Shell, Head: councilHead("deliberation", "minutes", false), Waiting: "no_minutes"}}, {"council-papers", councilPapers(page)},
		{"council-papers-waiting", templates.CouncilPapers{Shell: page.Shell, Head: councilHead("scoring", "papers", false), Waiting: "open", Pass: 1}}}
}

func councilMinutes(page templates.CouncilProposal) templates.CouncilMinutes {
	return templates.CouncilMinutes{Shell: page.Shell, Head: councilHead("deliberation", "minutes", false), PDFURL: "/council/2026/minutes.pdf", DOCXURL: "/council/2026/minutes.docx",
		Blocks: []templates.PaperBlock{
			{Kind: "head", Lines: []string{"Hội đồng bình chọn sản phẩm mẫu", "Số: ......../BB-HĐBC"}, Lead: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc", Text: "Tỉnh mẫu, ngày 05 tháng 3 năm 2027"},
			{Kind: "title", Lead: "Biên bản", Lines: []string{"Họp Hội đồng bình chọn", "Bình chọn lần thứ I, năm 2026"}},
			{Kind: "text", Text: "(Dự thảo)", Centre: true, Italic: true},
			{Kind: "heading", Text: "I. Thời gian, địa điểm, thành phần"},
			{Kind: "fields", Fields: []templates.SummaryRow{{Label: "Chủ trì", Lines: []string{"Nguyễn Thị Chủ"}}, {Label: "Địa điểm", Lines: []string{"................................"}}}},
			{Kind: "table", Columns: []string{"TT", "Mã số", "Sản phẩm, bộ sản phẩm", "Cơ sở", "Điểm", "Lý do"}, Rows: []templates.PaperRow{{Span: true, Cells: []string{"Chế biến"}}, {Cells: []string{"1", "MS-001", councilProducts[0], "Cơ sở sản xuất mẫu", "91,50", ""}}}},
			{Kind: "list", Lines: []string{"Ý kiến thứ nhất"}}, {Kind: "blank", Lines: make([]string, 3)},
			{Kind: "text", Lead: "Chữ ký mốc sổ cái:", Text: note},
			{Kind: "signatures", Signatures: []templates.PaperSignature{{Lines: []string{"Thư ký"}, Note: "(Ký, ghi rõ họ tên)", Name: "Nguyễn Thị Thư"}, {Lines: []string{"Chủ trì"}, Note: "(Ký, ghi rõ họ tên)", Name: "Nguyễn Thị Chủ"}}},
			{Kind: "recipients", Lines: []string{"Nơi nhận:", "- Các thành viên Hội đồng;", "- Lưu: Hồ sơ bình chọn."}},
		}}
}

func councilAudit() []Sample {
	sh := signedIn("council", "/council/2026/journal", "council")
	journal := templates.CouncilJournal{Shell: sh, NumbersHidden: true, Head: councilHead("deliberation", "journal", true), Kinds: []templates.Option{{Label: "Mọi loại"}, {Value: "sheet", Label: "Phiếu chấm"}},
		Paging: templates.Paging{From: 1, To: 3, Total: 132, NextURL: "/council/2026/journal?page=2"},
		Lines: []templates.JournalEntry{
			{Index: 1203, At: now, Says: "Ghi đề nghị của Hội đồng", By: "Nguyễn Thị Thư"},
			{Index: 1202, At: now, Says: "Mở lại lần chấm", By: "Trần Văn Trưởng", Reason: "Một giám khảo gửi phiếu giấy muộn."},
			{Index: -1, At: now, Says: "Nhận hồ sơ", About: councilProducts[3]}}}
	sealed, none := journal, journal
	sealed.Sealed, sealed.Head = true, councilHead("scoring", "journal", true)
	none.Lines, none.Paging, none.Query, none.Day, none.DayFault = nil, templates.Paging{}, "khong co", "32/13/2026", "Ngày chưa đúng. Ghi ngày/tháng/năm, ví dụ 05/11/2026."
	judges := []string{"Nguyễn Văn Giám", "Trần Thị Khảo", "Lê Văn Chấm", "Phạm Thị Phiếu", "Vũ Văn Năm", "Đỗ Thị Sáu", "Hồ Văn Bảy"}
	sheets := templates.CouncilSheets{Shell: sh, Head: councilHead("deliberation", "sheets", true), Pass: 2, Passes: []templates.Option{{Value: "1", Label: "Lần chấm 1"}, {Value: "2", Label: "Lần chấm 2"}},
		Groups: journal.Kinds[:1], Judges: judges, Found: 3}
	section := templates.SheetGroup{Code: "N2", Name: "Chế biến nông, lâm, thủy sản và thực phẩm"}
	for i := range 3 {
		row := templates.SheetRow{EntryCode: fmt.Sprintf("MS-%03d", i+1), Product: councilProducts[i], Mean: "83.21"}
		for j, name := range judges {
			cell := templates.SheetCell{Judge: name, URL: "/council/2026/sheets/x", Total: "83.5", State: "locked"}
			if i == 1 && j == 2 {
				cell.Total, cell.State = "", "recused"
			}
			if i == 2 && j < 5 {
				cell.Total, cell.State = "", []string{"left_open", "open", "submitted", "locked", "left_open"}[j]
			}
			if i == 2 && j == 5 {
				cell = templates.SheetCell{Judge: name}
			}
			row.Cells = append(row.Cells, cell)
		}
		section.Rows = append(section.Rows, row)
	}
	sheets.Sections = []templates.SheetGroup{section}
	sheet := templates.CouncilSheet{Shell: sh, Head: sheets.Head, EntryCode: "MS-001", Product: councilProducts[0], Group: section.Name, Judge: judges[0], Pass: 1, State: "locked",
		Criteria: []templates.SheetCriterion{{Code: "1", Name: "Đáp ứng thị trường và khả năng phát triển sản xuất", Mark: "36", Max: "40", Top: true}, {Code: "1.1", Name: "Mức độ đáp ứng nhu cầu thị trường", Mark: "4.5", Max: "5"}},
		Total:    "88", Max: "100", Comment: "Nhãn đẹp, vị đậm.", Commitment: sum, SealedAt: now,
		History: []templates.Moment{{At: now, Title: "Bản 2", Lines: []string{"Tổng 88 điểm"}}, {At: now.Add(-time.Hour), Title: "Bản 1", Lines: []string{"Mới chấm 7 tiêu chí"}}}}
	left := sheet
	left.State, left.Reason, left.Total, left.Commitment, left.History, left.Comment = "recused", "Người nhà của chủ cơ sở.", "", "", nil, ""
	var states []Sample
	for _, state := range []string{"open", "submitted", "left_open"} {
		other := left
		other.State = state
		states = append(states, Sample{"council-sheet-" + state, other})
	}
	return append(states, []Sample{{"council-journal", journal}, {"council-journal-sealed", sealed}, {"council-journal-none", none}, {"council-sheets", sheets}, {"council-sheet", sheet}, {"council-sheet-recused", left}}...)
}

func councilPapers(page templates.CouncilProposal) templates.CouncilPapers {
	p := templates.CouncilPapers{Shell: page.Shell, Head: councilHead("deliberation", "papers", false), Pass: 1}
	for i, x := range [][2]string{{"Biên bản chấm điểm", "Ban giám khảo ký: ai chấm, kết quả theo nhóm, phiếu từ chối chấm và phiếu sửa."},
		{"Bảng tổng hợp điểm", "Ban giám khảo ký: điểm bình quân và hạng của từng sản phẩm."},
		{"Phiếu biểu quyết", "Mỗi thành viên Hội đồng một tờ, đánh dấu cho từng sản phẩm."},
		{"Biên bản họp Hội đồng", "Hội đồng ký: danh sách đề nghị, không đề nghị và số phiếu."},
		{"Thông báo kết quả", "Gửi các cơ sở: danh sách được công nhận và thời hạn khiếu nại."}} {
		line := templates.PaperLine{Name: x[0], Text: x[1], PDFURL: "/council/2026/papers/giay.pdf", DOCXURL: "/council/2026/papers/giay.docx"}
		if i > 2 {
			line.PDFURL, line.DOCXURL, line.Waits = "", "", "Có sau khi Hội đồng ghi đề nghị"
		}
		p.Papers = append(p.Papers, line)
	}
	return p
}
