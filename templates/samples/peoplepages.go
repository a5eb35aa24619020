package samples

import (
	"time"

	"vinhdanh/templates"
)

// peoplePages are the pages of slips, people and the office.
func peoplePages() []Sample {
	return append(slipPages(), adminPeoplePages()...)
}

func slipPages() []Sample {
	desk := signedIn("desk", "/desk/slips", "nominations", "desk")
	slips := templates.PeopleSlips{Shell: desk, Slips: []templates.SlipRow{
		{Name: "Bùi Thị Lý", Phone: "0912 345 678", By: "Nguyễn Thị Thư", Made: now, Until: now.Add(336 * time.Hour), State: templates.Tag{Kind: "new", Text: "Chưa dùng"}},
		{Name: "Đỗ Văn Đức", Phone: "0987 654 321", By: "Nguyễn Thị Thư", Made: now.Add(-90 * time.Hour), Until: now.Add(246 * time.Hour), State: templates.Tag{Kind: "ok", Text: "Đã dùng"}},
		{Name: "Hợp tác xã mây tre đan Phú Nghĩa Xuân Tiến Thịnh Vượng", Phone: "0903 111 222", By: "Trần Văn Chuyên", Made: now.Add(-400 * time.Hour), Until: now.Add(-64 * time.Hour), State: templates.Tag{Kind: "warn", Text: "Hết hạn"}},
	}, Paging: templates.Paging{From: 1, To: 3, Total: 3}}
	bad := templates.PeopleSlips{Shell: desk, Name: "Lý", Phone: "12", Query: "xyz",
		Faults: templates.FormFaults{{Field: "phone", Message: "Số điện thoại không đúng. Hãy ghi 10 chữ số, bắt đầu bằng 0."}},
		None:   templates.Empty{Icon: "key", Title: "Không có phiếu nào khớp", Text: "Thử tìm bằng số điện thoại hoặc một phần tên."}}
	slip := templates.PeopleSlip{Shell: desk, Name: "Bùi Thị Lý", Phone: "0912 345 678", Code: "KH7PA 3WQMR",
		Address: "binhchon.example.vn", Until: now.Add(336 * time.Hour)}
	resume := templates.PeopleResume{Shell: signedIn("", "/account", "nominations"), Action: "/nominations/x/description",
		Fields: []templates.HiddenField{{Name: "description", Value: "Nón lá"}}, Typed: []templates.SummaryRow{{Label: "Mô tả", Lines: []string{"Nón lá"}}}, Name: "Bùi Thị Lý", Home: "/nominations"}
	return []Sample{{"people-slips", slips}, {"people-slips-faults", bad}, {"people-slip", slip}, {"people-resume", resume}}
}

func adminPeoplePages() []Sample {
	sh := signedIn("admin", "/admin/people", "nominations", "admin")
	kinds := []templates.Link{{Text: "Tất cả", URL: "/admin/people", Current: true, Count: 214}, {Text: "Giữ vai trò", URL: "/admin/people?kind=officials", Count: 17},
		{Text: "Cơ sở", URL: "/admin/people?kind=producers", Count: 197}, {Text: "Quản trị", URL: "/admin/people?kind=administrators", Count: 2},
		{Text: "Chờ nhận lời mời", URL: "/admin/people?kind=invited", Count: 3}, {Text: "Đã khóa", URL: "/admin/people?kind=disabled"}}
	using := templates.Tag{Kind: "ok", Text: "Đang dùng"}
	list := templates.PeopleList{Shell: sh, Kinds: kinds, Paging: templates.Paging{From: 1, To: 4, Total: 214, NextURL: "/admin/people?from=50"},
		People: []templates.PersonRow{
			{URL: "/admin/people/a", Name: "Nguyễn Văn Anh", Contact: []string{"anh@example.vn"}, Roles: []string{"Quản trị"}, State: using},
			{URL: "/admin/people/b", Name: "Đỗ Thị Bích", Contact: []string{"mot.dia.chi.that.la.dai.khong.xuong.dong@mot-co-quan-rat-dai.example.vn"},
				Roles: []string{"Ban giám khảo · Trưởng (Lần thứ I, năm 2026)", "Ban giám khảo · Thành viên (Lần thứ II, năm 2027)"}, More: 2, State: using},
			{URL: "/admin/people/c", Name: "Trần Chờ", Contact: []string{"cho@example.vn"}, Roles: []string{"Cơ sở"}, State: templates.Tag{Kind: "warn", Text: "Chờ nhận lời mời"}},
			{URL: "/admin/people/d", Name: "Bùi Thị Lý", Contact: []string{"0912 ••• 678"}, Roles: []string{"Cơ sở"}, State: templates.Tag{Kind: "new", Text: "Dùng phiếu mã"}},
		}}
	nobody := templates.PeopleList{Shell: sh, Kinds: kinds, Kind: "disabled", Query: "hoa",
		None: templates.Empty{Icon: "people", Title: "Không có ai khớp", Text: "Thử tìm bằng một phần tên, hoặc chọn nhóm khác."}}
	person := templates.PeoplePerson{Shell: sh, Name: "Đỗ Thị Bích", State: using, Administrator: true,
		Facts: []templates.SummaryRow{{Label: "Thư điện tử", Lines: []string{"bich@example.vn"}}, {Label: "Có tài khoản từ", Lines: []string{"04/11/2026"}},
			{Label: "Đang đăng nhập", Lines: []string{"2 máy"}}},
		Roles: []templates.PersonRole{{Role: "Ban giám khảo · Trưởng", Edition: "Bình chọn lần thứ I, năm 2026"},
			{Role: "Ban giám khảo · Thành viên", Edition: "Bình chọn năm 2024", Ended: now}},
		Hint: "Người này chấm hoặc bỏ phiếu nên mật khẩu chỉ đặt lại được trên máy chủ, bằng lệnh vinhdanh user password.",
		Acts: []templates.PersonAct{{URL: "/admin/people/b/sessions/end", Text: "Đăng xuất khỏi mọi máy", Hint: "Dùng khi mất điện thoại hoặc quên đăng xuất. Mật khẩu giữ nguyên."},
			{URL: "/admin/people/b/disable", Text: "Khóa tài khoản", Hint: "Người này ra khỏi mọi máy ngay và không đăng nhập lại được.", Confirm: "Người này sẽ ra khỏi mọi máy ngay.", Danger: true}}}
	self := person
	self.Self, self.Roles, self.Hint = true, nil, ""
	office := templates.PeopleOffice{Shell: sh, Programme: "Bình chọn sản phẩm CNNT tiêu biểu", Name: "Sở Công Thương", Province: "tỉnh Hưng Yên",
		Phone: "0221 3862 345", Email: "binhchon@example.vn", Hours: "8 giờ đến 17 giờ", MailTo: "anh@example.vn", MailToFolder: true,
		Mail: templates.TestMail{State: "queued", URL: "/admin/office?mail=x"}}
	failed := office
	failed.MailToFolder, failed.Name, failed.Mail = false, "", templates.TestMail{State: "failed", Problem: "535 5.7.8 authentication failed"}
	failed.Faults = templates.FormFaults{{Field: "name", Message: "Hãy điền mục này."}}
	sent, sentFolder, retried, nobodyToMail := office, office, office, office
	sent.MailToFolder, sent.Mail = false, templates.TestMail{State: "done"}
	sentFolder.Mail = templates.TestMail{State: "done"}
	retried.Mail = templates.TestMail{State: "retry", Problem: "421 try again later"}
	nobodyToMail.MailTo, nobodyToMail.Mail = "", templates.TestMail{}
	bad := templates.PeopleNew{Shell: sh, Name: "Lý", Email: "ly", Administrator: "yes",
		Faults: templates.FormFaults{{Field: "email", Message: "Địa chỉ email không đúng. Hãy ghi như ten@coquan.vn."}}}
	return []Sample{{"people-list", list}, {"people-list-none", nobody}, {"people-person", person}, {"people-person-self", self},
		{"people-new", templates.PeopleNew{Shell: sh}}, {"people-new-faults", bad}, {"people-office", office}, {"people-office-faults", failed},
		{"people-office-words-sent", sent}, {"people-office-words-folder", sentFolder}, {"people-office-words-retry", retried},
		{"people-office-words-nobody", nobodyToMail}}
}
