package samples

import (
	"time"

	"vinhdanh/templates"
)

const deskURL = "/desk/2027"

func deskEdition() templates.EditionLine {
	return templates.EditionLine{Name: "Bình chọn lần thứ II, năm 2027", Slug: "2027", Year: 2027, Level: "province", State: "screening"}
}

func deskNav(current int) []templates.Link {
	links := []templates.Link{{Text: "Hồ sơ", URL: deskURL}, {Text: "Nhập từ Excel", URL: deskURL + "/import"}, {Text: "Hội đồng, giám khảo", URL: deskURL + "/members"},
		{Text: "Phiếu chấm", URL: deskURL + "/sheets"}, {Text: "Quyết định", URL: deskURL + "/decision"}, {Text: "Chứng nhận", URL: deskURL + "/certificates"}}
	links[current].Current = true
	return links
}

func deskTiles() []templates.DeskTile {
	return []templates.DeskTile{
		{Label: "Mới nộp", Count: 23, URL: deskURL + "?state=submitted", Note: "lâu nhất 5 ngày", Done: 74, Of: 97},
		{Label: "Chờ bổ sung", Count: 9, URL: deskURL + "?state=supplement", Tag: templates.Tag{Kind: "bad", Icon: "clock", Text: "2 quá hạn"}},
		{Label: "Đủ điều kiện", Count: 61, URL: deskURL + "?state=eligible", Of: 97, Good: true, Current: true},
		{Label: "Không đủ điều kiện", Count: 4, URL: deskURL + "?state=ineligible"},
		{Label: "Hồ sơ nháp", Count: 14, URL: deskURL + "?state=draft"},
	}
}

func deskRows() []templates.DeskRow {
	fresh := templates.Tag{Kind: "new", Icon: "inbox", Text: "Mới nộp"}
	return []templates.DeskRow{
		{Pick: "a.1", Code: "2027-0004", URL: deskURL + "/nominations/a", Product: "Tương nếp mẫu “Làng Giếng”", About: "N2 · đơn lẻ · được công nhận 2024",
			Producer: "Hộ KD mẫu Nguyễn A", Commune: "xã Tân Hưng", Papers: "5/5", Lacks: templates.Tag{Kind: "warn", Text: "1 chưa đạt"}, State: fresh, Waits: "2 ngày"},
		{Pick: "b.3", Code: "2027-0011", URL: deskURL + "/nominations/b", Product: "Bộ khay mây đan mẫu “Trúc Cầu”", About: "N1 · bộ 4 món",
			Producer: "HTX mẫu Trúc Cầu", Commune: "phường Hồng Châu", Papers: "2/5", Lacks: templates.Tag{Kind: "bad", Text: "thiếu ảnh, bản thuyết minh"},
			State: templates.Tag{Kind: "warn", Icon: "hourglass-split", Text: "Chờ bổ sung đến 30/08"}, Waits: "5 ngày"},
		{Pick: "c.1", Code: "2027-0002", URL: deskURL + "/nominations/c", Product: "Máy thái nghệ mẫu TN-02", About: "N3 · đơn lẻ", Producer: "Công ty TNHH cơ khí mẫu",
			Commune: "xã Yên Mỹ", Papers: "5/5", State: templates.Tag{Kind: "ok", Icon: "check-circle", Text: "Đủ điều kiện"}, Waits: "–"},
		{Pick: "d.1", Code: "2027-0006", URL: deskURL + "/nominations/d", Product: "Hương thẻ mẫu thôn Cao", About: "N4 · đơn lẻ",
			Notes: []templates.Tag{{Kind: "warn", Text: "trùng tên với 2027-0001?"}}, Producer: "Hộ KD mẫu Trần B", Commune: "xã Bảo Khê", Papers: "5/5", State: fresh, Waits: "hôm nay"},
	}
}

func deskQueue() templates.DeskQueue {
	return templates.DeskQueue{
		Shell: signedIn("desk", deskURL, "nominations", "desk"), Edition: deskEdition(), Nav: deskNav(0), Tiles: deskTiles(), Rows: deskRows(),
		Line:  []string{"Hết hạn nộp 17:00 thứ Sáu 28/08/2027", "còn 3 ngày", "đã xem 301/412 giấy tờ"},
		Asked: true, ClearURL: deskURL, ListURL: "?q=tuong+ban", Paging: templates.Paging{From: 51, To: 54, Total: 97, PrevURL: deskURL, NextURL: deskURL},
		XLSXURL: deskURL + "/export.xlsx", CSVURL: deskURL + "/export.csv", NewURL: deskURL + "/nominations/new", ImportURL: deskURL + "/import",
		Main: templates.Link{Text: "Xem hồ sơ chờ lâu nhất", URL: deskURL + "/nominations/a"}, MayScreen: true, MayNote: true,
		Filter: templates.DeskFilter{Action: deskURL, Query: "tuong ban", States: []templates.Option{{Label: "Mọi hồ sơ đã nộp"}, {Value: "submitted", Label: "Mới nộp"}},
			Groups: []templates.Option{{Label: "Mọi nhóm"}}, Communes: []templates.Option{{Label: "Mọi xã, phường"}}, Sorts: []templates.Option{{Label: "Chờ lâu trước"}}},
	}
}

func deskLists() []Sample {
	page := deskQueue()
	none := page
	none.Rows, none.Paging, none.Asked, none.Filter.Query, none.Main, none.MayScreen = nil, templates.Paging{}, false, "", templates.Link{}, false
	none.Hint = "Kết quả thẩm định ghi được khi kỳ chuyển sang bước thẩm định hồ sơ."
	none.Faults = templates.FormFaults{{Message: "Chưa chọn hồ sơ nào. Hãy đánh dấu vào ô đầu dòng rồi bấm lại."}}
	none.None = templates.Empty{Icon: "inbox", Title: "Chưa có hồ sơ nào được nộp.", Text: "Có 14 hồ sơ nháp.", Action: templates.Link{Text: "Xem hồ sơ nháp", URL: deskURL + "?state=draft"}}
	home := templates.DeskHome{Shell: signedIn("desk", "/desk", "nominations", "desk"), Editions: []templates.DeskEdition{{
		Edition: deskEdition(), Line: page.Line, Tiles: deskTiles(), Links: deskNav(0)[:2], Main: page.Main, Asked: 2, Objected: 1}}}
	empty := home
	empty.Editions = nil
	list := []Sample{{"desk-home", home}, {"desk-home-none", empty}, {"desk-queue", page}, {"desk-queue-none", none}}
	for _, act := range []string{"eligible", "supplement", "remind"} {
		bulk := templates.DeskBulk{Shell: page.Shell, Edition: page.Edition, Nav: page.Nav, Act: act, Action: deskURL + "/bulk/confirm", Text: "Thiếu ảnh chụp bao bì.",
			Due: "05/09/2027", Confirm: "Gửi 2 yêu cầu bổ sung", Picks: []string{"a.1", "b.3"}, Back: templates.Link{Text: "Về danh sách hồ sơ", URL: deskURL},
			Take: []templates.DeskOutcome{{Code: "2027-0004", URL: deskURL, Product: "Tương nếp mẫu “Làng Giếng”", Producer: "Hộ KD mẫu Nguyễn A", Why: "Trả lại để bổ sung, gửi thư cho a@example.vn"},
				{Code: "2027-0006", URL: deskURL, Product: "Hương thẻ mẫu thôn Cao", Producer: "Hộ KD mẫu Trần B", Why: "Trả lại để bổ sung, chưa có thư điện tử: hãy gọi điện"}},
			Skip: []templates.DeskOutcome{{Code: "2027-0002", URL: deskURL, Product: "Máy thái nghệ mẫu TN-02", Producer: "Công ty TNHH cơ khí mẫu", Why: "Không làm được ở bước này: đang là “đủ điều kiện”, cần “đã nộp”."}}}
		done, nobody := bulk, bulk
		done.Done, nobody.Take, nobody.Picks = true, nil, nil
		if act == "eligible" {
			bulk.Unseen, bulk.Take[1].Unseen = 1, true
		}
		if act == "supplement" {
			bulk.Faults = templates.FormFaults{{Field: "text", Message: "Hãy ghi lý do."}}
		}
		list = append(list, Sample{"desk-bulk-" + act, bulk}, Sample{"desk-bulk-done-" + act, done}, Sample{"desk-bulk-nobody-" + act, nobody})
	}
	return list
}

func deskDossier() templates.DeskDossier {
	at := deskURL + "/nominations/a"
	checked := time.Date(2027, 8, 24, 2, 0, 0, 0, time.UTC)
	page := templates.DeskDossier{
		Shell: signedIn("desk", at, "nominations", "desk"), Edition: deskEdition(), Nav: deskNav(0), Base: at, From: "?state=submitted", Code: "2027-0004",
		Back: templates.Link{Text: "Về danh sách hồ sơ", URL: deskURL}, Product: "Tương nếp mẫu “Làng Giếng”", Version: 3, Place: "2 / 23", Checked: "2 / 4", Bad: 1,
		State: templates.Tag{Kind: "new", Icon: "inbox", Text: "Mới nộp"}, Prev: templates.Link{URL: at}, Next: templates.Link{URL: at},
		Warnings: []string{"Sản phẩm này đã được công nhận năm 2024.", "Trùng tên với hồ sơ 2027-0001. Hãy xem có phải một sản phẩm nộp hai lần không."},
		Contact:  templates.Contact{Name: "Bà Nguyễn Thị A", Phone: "0912 345 678", Email: "a@example.vn"}, SlipURL: "/desk/slips?for=a", AddKind: "photo",
		Facts: []templates.SummaryRow{{Label: "Cơ sở", Lines: []string{"Hộ kinh doanh mẫu Nguyễn A"}}, {Label: "Loại hình", Lines: []string{"Hộ kinh doanh"}}, {Label: "Địa chỉ", Lines: []string{"Thôn Giếng"}},
			{Label: "Xã, phường", Lines: []string{"xã Tân Hưng"}}, {Label: "Nhóm", Lines: []string{"Chế biến nông, lâm, thủy sản và thực phẩm"}}, {Label: "Mô tả", Lines: []string{"Tương nếp ủ chum sành, đậu rang chín, nắng đủ ba mươi ngày."}}, {Label: "Mã số thuế"}},
		Moments:   []templates.Moment{{At: checked, Title: "Nộp hồ sơ"}, {At: checked.Add(-48 * time.Hour), Title: "Lập hồ sơ"}},
		MayScreen: true, MayEdit: true, MayWithdraw: true, Eligible: true, Kinds: []templates.Option{{Value: "photo", Label: "Ảnh sản phẩm"}, {Value: "other", Label: "Giấy tờ khác"}},
	}
	for i, name := range []string{"Giấy đăng ký kinh doanh hoặc giấy tờ tương đương", "Bản thuyết minh sản phẩm", "Ảnh sản phẩm", "Giấy chứng nhận an toàn thực phẩm"} {
		d := templates.DeskDocument{N: i + 1, Kind: name, Filename: []string{"dkkd.pdf", "thuyet-minh.pdf", "IMG_2031.jpg", "attp-het-han.pdf"}[i], Size: "412 KB", At: checked,
			URL: at + "?doc=1", FileURL: "/photo.svg", SaveURL: at + "/documents/1/save", CheckURL: at + "/documents/1/check", RemoveURL: at + "/documents/1/remove",
			Image: i == 2, PDF: i != 2, Current: i == 2, Tag: templates.Tag{Text: "Chưa xem"}}
		switch i {
		case 0:
			d.Tag = templates.Tag{Kind: "ok", Icon: "check-lg", Text: "Đạt"}
		case 3:
			d.Tag, d.Note, d.By, d.CheckedAt = templates.Tag{Kind: "bad", Icon: "x-lg", Text: "Chưa đạt"}, "Giấy đã hết hạn từ tháng 6.", "Phạm Văn Viên", checked
		}
		page.Documents = append(page.Documents, d)
	}
	page.Shown = &page.Documents[2]
	page.Visits, page.VisitURL = []templates.VisitCard{visitCard()}, "/judge/mau-2026/visits/entries/x"
	page.Questions = []templates.DeskQuestion{{Sheet: "x", Judge: "Nguyễn Văn Giám", Text: "Phiếu kiểm nghiệm ghi năm 2023, có phiếu mới hơn không?", At: checked, Field: "answer_x"},
		{Sheet: "z", Judge: "Lê Văn Giám", Text: "Mục 1.2 khác phiếu", At: checked, Field: "answer_paper_z", SheetURL: deskURL + "/paper/sheets/z", ScanURL: "/photo.svg"},
		{Sheet: "y", Judge: "Trần Thị Giám", Text: "Nung bằng củi hay ga?", At: checked, Answer: "Củi, theo bản thuyết minh trang 2.", By: "Phạm Văn Viên", AnsweredAt: checked}}
	return page
}

func deskDossiers() []Sample {
	page := deskDossier()
	lacking := deskDossier()
	lacking.Shown, lacking.Eligible = &lacking.Documents[3], false
	lacking.Lacks = []string{"Thiếu ảnh sản phẩm: có 1, cần 3.", "Chưa điền: mô tả."}
	lacking.Faults = templates.FormFaults{{Field: "note", Message: "Hãy ghi lý do."}}
	bad := deskDossier()
	bad.Eligible, bad.EntryCode, bad.Shown = false, "N2-004", &templates.DeskDocument{N: 9, Kind: "Giấy tờ khác", Filename: "a.bin", URL: "/x", FileURL: "/x", SaveURL: "/x"}
	draft := deskDossier()
	draft.MayScreen, draft.MaySubmit, draft.Hint = false, true, "Cơ sở chưa nộp hồ sơ này. Có thể sửa và nộp thay khi đủ giấy tờ."
	draft.Documents, draft.Shown, draft.Warnings, draft.Prev, draft.Next, draft.Checked = nil, nil, nil, templates.Link{}, templates.Link{}, ""
	draft.State = templates.Tag{Icon: "pencil", Text: "Hồ sơ nháp"}
	draft.Faults = templates.FormFaults{{Field: "sure", Message: "Hãy đánh dấu vào ô này nếu chắc chắn."}}
	verdict := templates.DeskVerdict{Shell: page.Shell, Edition: page.Edition, Nav: page.Nav, Back: templates.Link{Text: "Về hồ sơ 2027-0004", URL: page.Base}, Action: page.Base + "/supplement",
		Verdict: "supplement", Code: page.Code, Product: page.Product, Producer: "Hộ KD mẫu Nguyễn A", Contact: page.Contact, Due: "05/09/2027", Version: 3,
		Reasons: []templates.DeskReason{{ID: "reason_4", Document: 4, Label: "Giấy chứng nhận an toàn thực phẩm (giấy tờ số 4)", Text: "Giấy đã hết hạn từ tháng 6."},
			{ID: "reason_0", Label: "Ý kiến chung", Hint: "Điều không thuộc riêng giấy tờ nào.", Text: "Hãy bổ sung ảnh sản phẩm: đã có 1, cần 3."}}}
	faulty, letter, silent, no := verdict, verdict, verdict, verdict
	faulty.Faults = templates.FormFaults{{Field: "due", Message: "Đây không phải là ngày. Hãy ghi như 05/11/2026."}}
	letter.Letter = &templates.DeskLetter{To: "a@example.vn", Subject: "Hồ sơ 2027-0004 cần bổ sung", Body: "Hồ sơ 2027-0004 của sản phẩm “Tương nếp mẫu” cần được bổ sung.\n\n- Giấy đã hết hạn từ tháng 6."}
	silent.Letter = &templates.DeskLetter{Body: letter.Letter.Body}
	no.Verdict, no.Reasons = "ineligible", []templates.DeskReason{{ID: "reason_0", Label: "Lý do"}}
	noLetter := no
	noLetter.Letter = letter.Letter
	return []Sample{{"desk-dossier", page}, {"desk-dossier-lacks", lacking}, {"desk-dossier-bad", bad}, {"desk-dossier-draft", draft}, {"desk-supplement", verdict},
		{"desk-supplement-faults", faulty}, {"desk-supplement-letter", letter}, {"desk-supplement-silent", silent}, {"desk-ineligible", no}, {"desk-ineligible-letter", noLetter}}
}

func deskForms() []Sample {
	edit := templates.DeskEdit{Shell: signedIn("desk", deskURL, "desk"), Edition: deskEdition(), Nav: deskNav(0), Back: templates.Link{Text: "Về danh sách hồ sơ", URL: deskURL},
		Action: deskURL + "/nominations/new", New: true, Groups: []templates.Option{{Label: "Chọn một mục"}, {Value: "N1", Label: "Thủ công mỹ nghệ"}}, Kinds: []templates.Option{{Label: "Chọn một mục"}, {Value: "sme", Label: "Doanh nghiệp nhỏ và vừa"}}}
	stale := edit
	stale.New, stale.Stale, stale.Code, stale.Product, stale.Version = false, true, "2027-0004", "Tương nếp mẫu", 4
	stale.Theirs = []templates.SummaryRow{{Label: "Tên sản phẩm", Lines: []string{"Tương nếp mẫu “Làng Giếng”"}}}
	stale.Faults = templates.FormFaults{{Message: "Người khác đã sửa mục này trước bạn."}, {Field: "producer.phone", Message: "Số điện thoại không đúng. Hãy ghi 10 chữ số, bắt đầu bằng 0."}}
	printed := edit
	printed.New, printed.Printed, printed.Code = false, true, "2027-0004"
	form := templates.DeskImport{Shell: signedIn("desk", deskURL+"/import", "desk"), Edition: deskEdition(), Nav: deskNav(1), Action: deskURL + "/import", TemplateURL: deskURL + "/import/template",
		Columns: []string{"Tên sản phẩm", "Nhóm sản phẩm", "Tên cơ sở", "Xã, phường", "Điện thoại"}}
	refused, closed := form, form
	refused.Pasted, refused.Faults = "abc", templates.FormFaults{{Field: "pasted", Message: "Không thấy dòng tiêu đề có cột “Sản phẩm”. Hãy thêm dòng tiêu đề rồi gửi lại."}}
	closed.Hint = "Danh sách nhập được khi kỳ đang nhận hồ sơ hoặc đang thẩm định."
	preview := templates.DeskImportPreview{Shell: form.Shell, Edition: form.Edition, Nav: form.Nav, Back: templates.Link{Text: "Nhập từ Excel", URL: deskURL + "/import"}, Action: deskURL + "/import/confirm",
		File: "4f1c", Name: "danh-sach-2027.xlsx", Title: "danh-sach-2027.xlsx", Rows: 177, Created: 171, Skipped: 3, Bad: 3, Good: 171, MoreErrors: 2, MoreNotices: 80, Told: 82, Unused: []string{"Ghi chú", "Năm"},
		Errors:  []templates.DeskIssue{{Row: 12, Column: "Nhóm sản phẩm", Message: "Không có nhóm sản phẩm “N9”. Hãy ghi mã nhóm, ví dụ N1."}, {Row: 40, Column: "Điện thoại", Message: "Số điện thoại không đúng. Hãy ghi 10 chữ số, bắt đầu bằng 0."}},
		Notices: []templates.DeskIssue{{Column: "Ghi chú", Message: "Cột này không dùng đến nên được bỏ qua."}, {Row: 7, Column: "Tên cơ sở", Message: "Dòng này chưa có cơ sở nên giữ làm bản nháp."}},
		First: []templates.DeskImportRow{{Row: 2, Product: "Tương nếp mẫu “Làng Giếng”", Group: "Chế biến nông, lâm, thủy sản và thực phẩm", Producer: "Hộ KD mẫu Nguyễn A", Commune: "xã Tân Hưng", Phone: "+84912345678", Email: "a@example.vn"},
			{Row: 3, Product: "Máy thái nghệ mẫu TN-02"}}}
	clean, nothing, done := preview, preview, preview
	clean.Bad, clean.Errors, clean.MoreErrors = 0, nil, 0
	nothing.Good, nothing.Created = 0, 0
	done.Done, done.DraftsURL = true, deskURL+"?state=draft"
	return []Sample{{"desk-new", edit}, {"desk-edit-stale", stale}, {"desk-edit-printed", printed}, {"desk-import", form}, {"desk-import-refused", refused}, {"desk-import-closed", closed},
		{"desk-import-preview", preview}, {"desk-import-clean", clean}, {"desk-import-nothing", nothing}, {"desk-import-done", done}}
}
