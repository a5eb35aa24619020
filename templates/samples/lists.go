package samples

import (
	"fmt"
	"time"

	"vinhdanh/templates"
)

func register() []Sample {
	page := templates.Register{
		Shell:    shell("products", "/products?q=tuong"),
		Groups:   []templates.Option{{Label: "Mọi nhóm"}, {Value: "N1", Label: "Thủ công mỹ nghệ (120)"}, {Value: "N2", Label: "Chế biến nông, lâm, thủy sản và thực phẩm (88)"}},
		Years:    []templates.Option{{Label: "Mọi năm"}, {Value: "2026", Label: "2026 (140)"}, {Value: "2024", Label: "2024 (68)"}},
		Editions: []templates.Option{{Label: "Mọi kỳ"}, {Value: "2026", Label: "Bình chọn lần thứ I, năm 2026 (140)"}},
	}
	empty, asked := page, page
	asked.Query, asked.CodeURL = "7K3M-9QXT-2HDK", "/v/7k3m9qxt2hdk"
	page.Query, page.Group = "tuong", "N2"
	page.Asks = []templates.Link{{Text: "Chế biến nông, lâm, thủy sản và thực phẩm", URL: "/products"}, {Text: "xã Tân Hưng", URL: "/products"}}
	for i, place := range []string{"phường Hồng Châu", "phường Phố Hiến", "xã Bảo Khê", "xã Tân Hưng", "xã Quảng Châu", "xã Đức Hợp"} {
		page.Places = append(page.Places, templates.Link{Text: place, URL: "/products?place=x", Count: 31 - 4*i, Current: i == 3})
	}
	page.Place = "xã tân hưng"
	page.Paging = templates.Paging{From: 25, To: 29, Total: 1286, PrevURL: "/products?q=tuong", NextURL: "/products?q=tuong&page=3"}
	names := []string{"Tương nếp mẫu “Làng Giếng”", "Tương bần mẫu hũ sành", "Bộ quà tặng tương, chao, cà muối mẫu của hợp tác xã Trúc Cầu, gồm mười hai hũ nhỏ trong giỏ mây đan tay", "Tương ớt mẫu Phố Hiến", "Tương hột mẫu"}
	statuses := []templates.VerifyStatus{templates.StatusValid, templates.StatusExpired, templates.StatusRevoked, templates.StatusSuspended, templates.StatusSuperseded}
	for i, name := range names {
		item := templates.RegisterItem{
			Product: name, Producer: "Cơ sở sản xuất tương mẫu", Commune: "xã Tân Hưng, tỉnh mẫu", Group: "Chế biến nông, lâm, thủy sản và thực phẩm",
			Edition: "Lần thứ I, năm 2026", Year: 2026, Status: statuses[i], Code: fmt.Sprintf("7K3M-9QXT-2HD%d", i), ProductURL: "/products/x", VerifyURL: fmt.Sprintf("/v/7k3m9qxt2hd%d", i), ValidUntil: day(2029, 12, 31),
		}
		if i%2 == 0 {
			item.Prize, item.PhotoURL = "Giải A", "/photo.svg"
		}
		page.Items = append(page.Items, item)
	}
	return []Sample{{"register", page}, {"register-empty", empty}, {"register-none", asked}}
}

func results() []Sample {
	rows := []templates.ResultRow{
		{Rank: 1, Product: "Tương nếp mẫu “Làng Giếng”", Producer: "Cơ sở sản xuất tương mẫu", Commune: "xã Tân Hưng", Mean: "91.5", Passed: true, Recognised: true, Prize: "Giải A", ProductURL: "/products/x", VerifyURL: "/v/7k3m9qxt2hdk"},
		{Rank: 2, Tied: true, Product: "Long nhãn sấy mẫu “Phố Hiến”", Producer: "Hợp tác xã mẫu Hồng Nam", Commune: "phường Hồng Châu", Mean: "83.21", Passed: true, Recognised: true, VerifyURL: "/v/7k3m9qxt2hdk"},
		{Rank: 2, Tied: true, Product: "Mật ong hoa nhãn mẫu", Producer: "Hộ kinh doanh mẫu Nguyễn A", Commune: "xã Bảo Khê", Mean: "83.21", Passed: true},
		{Rank: 4, Product: "Tinh bột nghệ mẫu", Producer: "Hộ kinh doanh mẫu Trần B", Mean: "66.4"},
		{Product: "Hạt sen sấy mẫu", Producer: "Công ty TNHH mẫu Sen Việt"},
	}
	many := rows[:4:4]
	for i := range 22 {
		row := templates.ResultRow{Rank: 5 + i, Product: fmt.Sprintf("Sản phẩm mẫu thứ %d", 5+i), Producer: "Cơ sở mẫu", Commune: "xã Bảo Khê", Mean: fmt.Sprintf("%d.%d", 88-i*(i+3)/16, i%10), Passed: i < 17, Recognised: i < 12}
		many = append(many, row)
	}
	page := templates.Results{
		Shell: shell("", "/editions/2026"), Edition: announced(), Decision: &templates.DecisionRef{Number: "1234/QĐ-UBND", Date: day(2026, 11, 10)},
		PassMark: "70", Entries: 61, Recognised: 38, BundleURL: "/api/v1/editions/2026/results",
		Groups: []templates.ResultGroup{
			{Code: "N1", Name: "Thủ công mỹ nghệ", Entries: 2, Recognised: 2, Rows: rows[:2], Plot: plotOf(rows[:2])},
			{Code: "N2", Name: "Chế biến nông, lâm, thủy sản và thực phẩm", Entries: 26, Recognised: 14, Rows: many, Plot: plotOf(many)},
			{Code: "N4", Name: "Nhóm các sản phẩm khác", Entries: 5, Recognised: 2, Rows: rows, Plot: plotOf(rows)},
		},
	}
	searched, none := page, page
	searched.Query, searched.Found, searched.Groups = "sen", 1, []templates.ResultGroup{{Code: "N4", Name: "Nhóm các sản phẩm khác", Entries: 5, Recognised: 2, Rows: rows[4:], Plot: plotOf(rows)}}
	none.Query, none.Groups = "gom", nil
	early := templates.Results{Shell: shell("", "/editions/2027"), Edition: announced()}
	early.Edition.State, early.Edition.Name = "scoring", "Bình chọn lần thứ II, năm 2027"
	filing := early
	filing.Edition.State, filing.StartURL, filing.Deadline = "filing", "/editions/2027/start", templates.Deadline{Until: now.Add(6 * 24 * time.Hour), Now: now}
	return []Sample{{"results", page}, {"results-search", searched}, {"results-none", none}, {"results-not-yet", early}, {"results-filing", filing}}
}

func plotOf(rows []templates.ResultRow) templates.MeanPlot {
	var dots []templates.MeanDot
	for _, r := range rows {
		dot := templates.MeanDot{Label: r.Product, Mean: r.Mean}
		switch {
		case r.Recognised:
			dot.Kind = "recognised"
		case r.Passed:
			dot.Kind = "passed"
		}
		if r.Mean != "" {
			dots = append(dots, dot)
		}
	}
	return templates.NewMeanPlot("Điểm trung bình của từng sản phẩm", "70", 100, dots)
}

func ledger() []Sample {
	page := templates.Ledger{Shell: shell("ledger", "/ledger"), Host: host}
	none := page
	page.Checkpoint, page.PublishedAt, page.Size = note, now, 1284
	page.VerifierKey = host + "+5f1c0a6b+AabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQR"
	page.Witnesses = []templates.LedgerWitness{{Name: "chungkien.example.vn/1", At: now}, {Name: "baochi.example.vn/so-cai", At: now}}
	page.Stamped = now
	asked := page
	asked.Asked, asked.Answer = note, &templates.LedgerAnswer{Code: "beginning", OK: true, Size: 1102, Unsigned: true}
	asked.AskedCode = "7K3M-9QXT-2HDK"
	asked.CodeAnswer = &templates.LedgerAnswer{Code: "code_stands", OK: true, Entry: 1211, Size: 1284, Hashes: 11, Certificate: asked.AskedCode, URL: "/v/7k3m9qxt2hdk"}
	undated := page
	undated.PublishedAt, undated.Witnesses, undated.Stamped = time.Time{}, nil, time.Time{}
	return append([]Sample{{"ledger", page}, {"ledger-asked", asked}, {"ledger-undated", undated}, {"ledger-none", none}}, refusedAnswers(page)...)
}

// refusedAnswers are the ledger's other answers, two a page.
func refusedAnswers(page templates.Ledger) (list []Sample) {
	for i, codes := range [][2]string{{"another_history", "code_mistyped"}, {"another_root", "code_unknown"}, {"same", "code_waits"},
		{"checkpoint_newer", "code_not_proven"}, {"checkpoint_unreadable", "code_mistyped"}, {"checkpoint_foreign", "code_mistyped"},
		{"checkpoint_unsigned", "code_mistyped"}, {"checkpoint_forged", "code_mistyped"}} {
		p := page
		p.Asked, p.AskedCode = page.Checkpoint, "7K3M-9QXT-2HDK"
		p.Answer = &templates.LedgerAnswer{Code: codes[0], OK: codes[0] == "same", Size: 1102}
		p.CodeAnswer = &templates.LedgerAnswer{Code: codes[1], Certificate: p.AskedCode}
		list = append(list, Sample{fmt.Sprintf("ledger-answer-%d", i+1), p})
	}
	return list
}

func guides() []Sample {
	chapter := templates.Chapter{
		Topic: "producer", Title: "Cơ sở sản xuất", Lead: "Nộp hồ sơ và theo dõi kết quả.",
		Parts: []templates.Link{{Text: "Nộp hồ sơ", URL: "#nop"}, {Text: "Bổ sung", URL: "#bo-sung"}},
		Body: `<h2 id="nop">Nộp hồ sơ</h2><ol><li><strong>Chuẩn bị giấy tờ.</strong> Chụp bằng điện thoại cũng được.</li></ol>
<table><thead><tr><th>Việc</th><th>Ở đâu</th></tr></thead><tbody><tr><td>Nộp</td><td><a href="/nominations">Hồ sơ của tôi</a></td></tr></tbody></table>`,
	}
	var list []templates.Chapter
	for _, topic := range templates.HelpTopics() {
		list = append(list, templates.Chapter{Topic: topic, Title: "Cơ sở sản xuất", Lead: "Nộp hồ sơ và theo dõi kết quả."})
	}
	return []Sample{
		{"help", templates.Help{Shell: shell("help", "/help"), Chapters: list}},
		{"help-chapter", templates.Help{Shell: shell("help", "/help/producer"), Chapter: chapter}},
	}
}
