package samples

import (
	"fmt"
	"time"

	"vinhdanh/templates"
)

func register() []Sample {
	page := templates.Register{
		Shell:  shell("products", "/products?q=tuong"),
		Groups: []templates.Option{{Value: "N1", Label: "Thủ công mỹ nghệ"}, {Value: "N2", Label: "Chế biến nông, lâm, thủy sản và thực phẩm"}},
		Years:  []templates.Option{{Value: "2026", Label: "2026"}, {Value: "2024", Label: "2024"}},
	}
	empty, asked := page, page
	asked.Query = "gom bat trang"
	page.Query, page.Group = "tuong", "N2"
	page.Paging = templates.Paging{From: 51, To: 55, Total: 1286, PrevURL: "/products?q=tuong", NextURL: "/products?q=tuong&cursor=abc"}
	names := []string{"Tương nếp mẫu “Làng Giếng”", "Tương bần mẫu hũ sành", "Bộ quà tặng tương, chao, cà muối mẫu của hợp tác xã Trúc Cầu, gồm mười hai hũ nhỏ trong giỏ mây đan tay", "Tương ớt mẫu Phố Hiến", "Tương hột mẫu"}
	statuses := []templates.VerifyStatus{templates.StatusValid, templates.StatusExpired, templates.StatusRevoked, templates.StatusSuspended, templates.StatusSuperseded}
	for i, name := range names {
		item := templates.RegisterItem{
			Product: name, Producer: "Cơ sở sản xuất tương mẫu", Commune: "xã Tân Hưng", Group: "Chế biến nông, lâm, thủy sản và thực phẩm",
			Edition: "Lần thứ I, năm 2026", Year: 2026, Status: statuses[i], Code: fmt.Sprintf("7K3M-9QXT-2HD%d", i), VerifyURL: fmt.Sprintf("/v/7k3m9qxt2hd%d", i), ValidUntil: day(2029, 12, 31),
		}
		if i == 0 {
			item.Prize = "Giải A"
		}
		page.Items = append(page.Items, item)
	}
	return []Sample{{"register", page}, {"register-empty", empty}, {"register-none", asked}}
}

func results() []Sample {
	rows := []templates.ResultRow{
		{Rank: 1, Product: "Tương nếp mẫu “Làng Giếng”", Producer: "Cơ sở sản xuất tương mẫu", Commune: "xã Tân Hưng", Mean: "91.5", Passed: true, Recognised: true, Prize: "Giải A", VerifyURL: "/v/7k3m9qxt2hdk"},
		{Rank: 2, Tied: true, Product: "Long nhãn sấy mẫu “Phố Hiến”", Producer: "Hợp tác xã mẫu Hồng Nam", Commune: "phường Hồng Châu", Mean: "83.21", Passed: true, Recognised: true, VerifyURL: "/v/7k3m9qxt2hdk"},
		{Rank: 2, Tied: true, Product: "Mật ong hoa nhãn mẫu", Producer: "Hộ kinh doanh mẫu Nguyễn A", Commune: "xã Bảo Khê", Mean: "83.21", Passed: true},
		{Rank: 4, Product: "Tinh bột nghệ mẫu", Producer: "Hộ kinh doanh mẫu Trần B", Mean: "66.4"},
		{Product: "Hạt sen sấy mẫu", Producer: "Công ty TNHH mẫu Sen Việt"},
	}
	page := templates.Results{
		Shell: shell("", "/editions/2026"), Edition: announced(), Decision: &templates.DecisionRef{Number: "1234/QĐ-UBND", Date: day(2026, 11, 10)},
		PassMark: "70", Entries: 61, Recognised: 38,
		Groups: []templates.ResultGroup{{Code: "N1", Name: "Thủ công mỹ nghệ", Rows: rows[:2]}, {Code: "N2", Name: "Chế biến nông, lâm, thủy sản và thực phẩm", Rows: rows}},
	}
	early := templates.Results{Shell: shell("", "/editions/2027"), Edition: announced()}
	early.Edition.State, early.Edition.Name = "scoring", "Bình chọn lần thứ II, năm 2027"
	return []Sample{{"results", page}, {"results-not-yet", early}}
}

func ledger() []Sample {
	page := templates.Ledger{Shell: shell("ledger", "/ledger"), Host: host}
	none := page
	page.Checkpoint, page.PublishedAt, page.Size = note, now, 1284
	page.VerifierKey = host + "+5f1c0a6b+AabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQR"
	undated := page
	undated.PublishedAt = time.Time{}
	return []Sample{{"ledger", page}, {"ledger-undated", undated}, {"ledger-none", none}}
}

func guides() []Sample {
	list := []Sample{{"help", templates.Help{Shell: shell("help", "/help")}}}
	for _, topic := range templates.HelpTopics() {
		list = append(list, Sample{"help-" + topic, templates.Help{Shell: shell("help", "/help/"+topic), Topic: topic}})
	}
	return list
}
