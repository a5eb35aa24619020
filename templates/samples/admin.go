package samples

import (
	"time"

	"vinhdanh/templates"
)

func admin() []Sample {
	sh := signedIn("admin", "/admin", "nominations", "admin")
	nav := func(current int) []templates.Link {
		nav := []templates.Link{{Text: "Tiến độ", URL: "/admin/editions/2026"}, {Text: "Hội đồng, giám khảo", URL: "/admin/editions/2026/members"},
			{Text: "Bộ quy tắc", URL: "/admin/editions/2026/rules"}}
		nav[current].Current = true
		return nav
	}
	todo := templates.Tag{Text: "Chưa làm"}
	first := templates.AdminHome{Shell: sh, FirstSteps: []templates.Task{
		{Text: "Điền tên và số điện thoại của cơ quan", Hint: "Hiện ở đầu và cuối mọi trang.", URL: "/admin/office", Tag: templates.Tag{Kind: "ok", Icon: "check-circle", Text: "Xong"}},
		{Text: "Gửi thử một lá thư", URL: "/admin/office", Tag: todo},
		{Text: "Mở kỳ bình chọn đầu tiên", Hint: "Có mẫu quy tắc theo Thông tư 26/2014.", URL: "/admin/editions/new", Tag: todo},
		{Text: "Mời tổ giúp việc, giám khảo, hội đồng", Tag: todo},
	}}
	filing, closed := announced(), announced()
	filing.State, filing.Slug, closed.State = "filing", "2027", "closed"
	home := templates.AdminHome{Shell: sh, Editions: []templates.AdminEditionLine{
		{Edition: filing, URL: "/admin/editions/2027", Blocks: 2}, {Edition: announced(), URL: "/admin/editions/2026"},
		{Edition: closed, URL: "/admin/editions/2025", Last: true},
	}}
	return append([]Sample{{"admin-home-first", first}, {"admin-home", home}}, adminPages(sh, nav)...)
}

func adminPages(sh templates.Shell, nav func(int) []templates.Link) []Sample {
	edition := announced()
	edition.State = "filing"
	ready := templates.AdminEdition{
		Shell: sh, Nav: nav(0), Edition: edition, Next: "screening", Before: "draft", DeadlineDate: "28/08/2026", DeadlineTime: "17:00",
		DeadlineOpen: true, Extends: true, Now: now, Notes: []string{"Chưa có người giám sát."},
		Counts:     []templates.Link{{Text: "hồ sơ đã nộp", Count: 97}, {Text: "giám khảo", Count: 9}},
		ResultsFor: "auditor",
		Audiences:  []templates.Option{{Value: "none", Label: "Không ai"}, {Value: "auditor", Label: "Người giám sát", Hint: "Mặc định."}, {Value: "public", Label: "Mọi người"}},
	}
	blocked := ready
	blocked.Edition.State, blocked.Next, blocked.Before, blocked.Notes = "screening", "scoring", "filing", nil
	blocked.Missing = []string{"Còn 4 hồ sơ chưa có kết quả thẩm định. Hãy thẩm định xong.", "Ban giám khảo chưa có trưởng ban. Hãy thêm trưởng ban."}
	blocked.Faults = templates.FormFaults{{Field: "back_reason", Message: "Hãy ghi lý do."}}
	blocked.DeadlineOpen = false
	closed := ready
	closed.Edition.State, closed.Next, closed.DeadlineOpen = "closed", "", false
	fresh := templates.AdminNew{
		Shell: sh, Levels: []templates.Option{{Value: "province", Label: "cấp tỉnh"}}, Level: "province", Number: "1", Year: "2026", Rules: "generic",
		Packs: []templates.Option{{Value: "vn-cnnt-2025", Label: "Sản phẩm công nghiệp nông thôn tiêu biểu (từ 2025)", Hint: "Đạt từ 70."}, {Value: "generic", Label: "Giải thưởng khác"}},
	}
	like := fresh
	like.Like, like.Earlier, like.Members = "2026", []templates.Option{{Label: "–"}, {Value: "2026", Label: "Lần thứ I, năm 2026"}}, true
	like.Faults = templates.FormFaults{{Field: "name", Message: "Hãy điền mục này."}}
	seats := []templates.AdminSeat{
		{Name: "Lê Trưởng Ban", Title: "Giám đốc Trung tâm", Employer: "Trung tâm Khuyến công mẫu", Email: "truongban@mau.vn", Role: "Trưởng", RemoveURL: "/x"},
		{Name: "Đỗ Thợ Cả", Title: "Nghệ nhân ưu tú", Email: "giamkhao1@mau.vn", Role: "Thành viên", Waiting: true, RemoveURL: "/y"},
	}
	members := templates.AdminMembers{
		Shell: sh, Nav: nav(1), Edition: edition, Body: "jury", Role: "member",
		Bodies:      []templates.AdminBody{{Code: "secretariat", Name: "Tổ giúp việc", Need: "Tổ trưởng ghi quyết định."}, {Code: "jury", Name: "Ban giám khảo", Seats: seats}},
		BodyOptions: []templates.Option{{Value: "jury", Label: "Ban giám khảo"}}, RoleOptions: []templates.Option{{Value: "member", Label: "Thành viên"}},
	}
	badMembers := members
	badMembers.Doubts = []string{"Ban giám khảo có hơn một trưởng: Đỗ Thợ Cả, Bà Lan. Nên giữ một người."}
	badMembers.SheetOptions, badMembers.Sheets = []templates.Option{{Value: "all", Label: "Mọi sản phẩm được phân công"}, {Value: "none", Label: "Chưa giao phiếu nào"}}, "all"
	badMembers.Email, badMembers.Faults = "giam", templates.FormFaults{{Field: "email", Message: "Địa chỉ email không đúng. Hãy ghi như ten@coquan.vn."}}
	reason := templates.AdminReason{
		Shell: sh, Back: templates.Link{Text: "Hội đồng, giám khảo", URL: "/admin/editions/2026/members"}, Title: "Cho thôi: Đỗ Thợ Cả", Label: "Vì sao cho thôi?",
		Lead: "Ban giám khảo, Thành viên. Người này mất quyền ngay; việc đã làm vẫn giữ.", Action: "/x", Button: "Cho thôi", Lines: []string{"Còn 12 phiếu đang mở sẽ được khóa."},
		Replace: true, Role: "member", RoleOptions: []templates.Option{{Value: "head", Label: "Trưởng"}, {Value: "member", Label: "Thành viên"}},
	}
	return append([]Sample{
		{"admin-edition-words-scoring", words(ready, "scoring", "deliberation", "screening")},
		{"admin-edition-words-deliberation", words(ready, "deliberation", "announced", "scoring")},
		{"admin-edition-words-announced", words(ready, "announced", "closed", "deliberation")},
		{"admin-edition-words-ready", words(ready, "screening", "scoring", "filing")},
		{"admin-edition-words-draft", words(ready, "draft", "filing", "")},
		{"admin-edition", ready}, {"admin-edition-blocked", blocked}, {"admin-edition-closed", closed}, {"admin-new", fresh}, {"admin-new-like", like},
		{"admin-members", members}, {"admin-members-faults", badMembers}, {"admin-reason", reason},
	}, adminMachine(sh, nav, edition)...)
}

// words is the edition's page in a state, for the sentences that belong to it.
func words(p templates.AdminEdition, state, next, before string) templates.AdminEdition {
	p.Edition.State, p.Next, p.Before = state, next, before
	return p
}

func adminMachine(sh templates.Shell, nav func(int) []templates.Link, edition templates.EditionLine) []Sample {
	rules := templates.AdminRules{
		Shell: sh, Nav: nav(2), Edition: edition, PassMark: "70", JSON: "{\n  \"id\": \"vn-cnnt-2025\"\n}",
		Facts:    []templates.SummaryRow{{Label: "Điểm đạt", Lines: []string{"70"}}, {Label: "Khi bằng điểm, xét lần lượt", Lines: []string{"1. điểm trung bình tiêu chí 1", "2. Hội đồng quyết định"}}},
		Criteria: []templates.RuleCriterion{{Code: "1", Name: "Thị trường", Max: "40"}, {Code: "1.1", Name: "Đáp ứng nhu cầu", Max: "5", Depth: 1}, {Group: "Riêng nhóm máy móc"}, {Code: "2", Name: "Kỹ thuật", Max: "2.5"}},
		Papers:   []string{"ảnh sản phẩm: ít nhất 3"},
	}
	checked, frozen, bad := rules, rules, rules
	checked.Checked = true
	frozen.Frozen, frozen.Papers = now, nil
	bad.Faults = templates.FormFaults{{Field: "rules", Message: "criteria[0].max: Điểm không đúng bước."}}
	work := templates.AdminWork{
		Shell: sh, MailNote: "Chưa khai máy gửi thư (SMTP).", States: []templates.Option{{Label: "Mọi tình trạng"}}, Kinds: []templates.Option{{Label: "Mọi loại"}},
		Jobs: []templates.AdminJob{
			{ID: "a", What: "Thư", For: "coso@mau.vn", State: templates.Tag{Kind: "bad", Icon: "x-octagon", Text: "Lỗi"}, Problem: "dial tcp: connection refused", At: now, Retry: true},
			{ID: "d", What: "Hỏi nhân chứng của sổ cái", State: templates.Tag{Icon: "clock", Text: "Chờ"}, Problem: "witness w.example/1: it answers 503", Remedy: "hỏi người giữ nhân chứng đó", At: now, Again: now.Add(time.Hour)},
			{ID: "c", What: "Cấp giấy chứng nhận", State: templates.Tag{Kind: "gold", Icon: "clock-history", Text: "Đang làm"}, Done: 12, Total: 38, At: now},
			{ID: "b", What: "Cấp giấy chứng nhận", State: templates.Tag{Kind: "ok", Icon: "check-circle", Text: "Xong"}, Done: 38, Total: 38, At: now.Add(-time.Hour)},
		},
	}
	idle := templates.AdminWork{Shell: sh}
	doctor := templates.AdminDoctor{Shell: sh, CheckedAt: now, Findings: []templates.Health{
		{Name: "Ổ đĩa", Detail: "chỉ còn trống 812 MB", Remedy: "dọn bớt ổ đĩa chứa thư mục dữ liệu"}, {Name: "Sổ cái", Detail: "mọi dòng đều khớp với dữ liệu", OK: true},
	}}
	well := templates.AdminDoctor{Shell: sh, CheckedAt: now, Well: true, MailNote: "Chưa khai máy gửi thư (SMTP), nên thư được ghi vào thư mục mail của máy chủ.", Findings: doctor.Findings[1:]}
	return []Sample{
		{"admin-rules", rules}, {"admin-rules-checked", checked}, {"admin-rules-frozen", frozen}, {"admin-rules-bad", bad},
		{"admin-work", work}, {"admin-work-idle", idle}, {"admin-doctor", doctor}, {"admin-doctor-well", well},
	}
}
