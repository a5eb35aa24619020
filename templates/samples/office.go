package samples

import (
	"time"

	"vinhdanh/templates"
)

func officeEdition(state string) templates.EditionLine {
	e := deskEdition()
	e.State = state
	return e
}

func officeShell(path string) templates.Shell { return signedIn("desk", deskURL+path, "desk") }

// office is the second half of the desk.
func office() []Sample {
	list := officePeople()
	list = append(list, officeDecisions()...)
	list = append(list, officeRegisters()...)
	return append(list, officeActs()...)
}

func officePeople() []Sample {
	ok := templates.Tag{Kind: "ok", Icon: "check-lg", Text: "Đã khai báo"}
	late := templates.Tag{Kind: "warn", Icon: "hourglass-split", Text: "Chưa khai báo"}
	page := templates.OfficeMembers{Shell: officeShell("/members"), Edition: officeEdition("scoring"), Nav: deskNav(2),
		Line: []string{"13 người", "2 người chưa nhận lời mời", "1 giám khảo chưa khai báo xung đột"},
		Bodies: []templates.OfficeBody{
			{Code: "secretariat", Name: "Tổ giúp việc", Seats: []templates.OfficeSeat{{Name: "Phạm Văn Viên", Role: "Trưởng", Title: "Trưởng phòng", Employer: "Sở Công Thương mẫu", Contact: templates.Contact{Phone: "0912 345 678", Email: "vien@example.vn"}}}},
			{Code: "jury", Name: "Ban giám khảo", Seats: []templates.OfficeSeat{
				{Name: "Nghệ nhân Lê Thị Mẫu", Role: "Trưởng", Title: "Nghệ nhân ưu tú", Contact: templates.Contact{Email: "mau@example.vn"}, Declared: ok},
				{Name: "Trần Văn B", Role: "Thành viên", Employer: "Trường Đại học mẫu", Contact: templates.Contact{Phone: "0987 654 321"}, Declared: late, Waiting: true}}},
			{Code: "council", Name: "Hội đồng bình chọn"}},
		Conflicts: []templates.OfficeConflict{{Judge: "Nghệ nhân Lê Thị Mẫu", Code: "N2-014", Product: "Tương nếp mẫu “Làng Giếng”", URL: deskURL + "/nominations/a",
			Reason: "Chủ cơ sở là em ruột tôi.", At: time.Date(2027, 9, 3, 2, 0, 0, 0, time.UTC)}}}
	admin := page
	admin.PanelsURL = deskURL + "/panels"
	admin.NameURL, admin.Conflicts = "/admin/editions/2027/members", nil
	return append(append(append(officeSheetSamples(), panelSamples()...), reminderSamples()...), Sample{"office-members", page}, Sample{"office-members-admin", admin})
}

func officeSheetSamples() []Sample {
	in := templates.Tag{Kind: "ok", Icon: "check-lg", Text: "Đã nộp"}
	out := templates.Tag{Kind: "warn", Icon: "hourglass-split", Text: "Chưa nộp"}
	off := templates.Tag{Icon: "slash-circle", Text: "Không chấm"}
	empty := templates.Tag{Kind: "bad", Icon: "x-lg", Text: "Bỏ trống"}
	judges := []string{"Lê Thị Mẫu", "Trần Văn B", "Phạm C"}
	row := func(code, product string, tags ...templates.Tag) templates.OfficeSheetRow {
		r := templates.OfficeSheetRow{EntryCode: code, Product: product}
		for i, t := range tags {
			r.Cells = append(r.Cells, templates.OfficeSheetCell{Judge: judges[i], State: t})
		}
		return r
	}
	bar := func(done, total int) templates.Progress {
		return templates.Progress{Label: "Phiếu đã nộp", Done: done, Total: total}
	}
	page := templates.OfficeSheets{Shell: officeShell("/sheets"), Edition: officeEdition("scoring"), Nav: deskNav(3), Pass: 1, Done: 101, Total: 134, Found: 3, Columns: judges,
		Judges: []templates.OfficeJudge{
			{Name: "Trần Văn B", Progress: bar(12, 45), State: templates.Tag{Kind: "warn", Icon: "hourglass-split", Text: "Còn 33 phiếu"}, MailURL: "mailto:b@example.vn?subject=Nh%E1%BA%AFc", Phone: "0987 654 321", SheetsURL: deskURL + "/sheets?judge=b&state=open#entries"},
			{Name: "Lê Thị Mẫu", Progress: bar(44, 44), State: templates.Tag{Kind: "ok", Icon: "check-circle", Text: "Đã nộp hết"}, Recused: 1},
			{Name: "Phạm C", Progress: bar(45, 45), State: templates.Tag{Kind: "ok", Icon: "check-circle", Text: "Đã nộp hết"}}},
		Filter: templates.OfficeSheetFilter{Pass: "1", Groups: []templates.Option{{Label: "Mọi nhóm"}}, Judges: []templates.Option{{Label: "Mọi giám khảo"}}, States: []templates.Option{{Label: "Mọi tình trạng"}}},
		Groups: []templates.OfficeSheetGroup{
			{Code: "N1", Name: "Thủ công mỹ nghệ", Rows: []templates.OfficeSheetRow{row("N1-001", "Bộ khay mây đan mẫu “Trúc Cầu”", in, out, in), row("N1-002", "Bình gốm hoa lam mẫu", in, in, in)}},
			{Code: "N2", Name: "Chế biến nông, lâm, thủy sản và thực phẩm", Rows: []templates.OfficeSheetRow{row("N2-014", "Tương nếp mẫu “Làng Giếng”", off, out, in)}}}}
	closed, none, nothing := page, page, page
	closed.Closed, closed.Pass, closed.Filter.PassesToChoose = true, 2, []templates.Option{{Value: "1", Label: "Lần chấm 1"}, {Value: "2", Label: "Lần chấm 2"}}
	closed.Groups = []templates.OfficeSheetGroup{{Code: "N1", Name: "Thủ công mỹ nghệ", Rows: []templates.OfficeSheetRow{row("N1-001", "Bộ khay mây đan mẫu “Trúc Cầu”", in, empty, templates.Tag{})}}}
	none.Waiting = "Phiếu được phát khi kỳ chuyển sang bước chấm điểm."
	nothing.Groups, nothing.Found, nothing.Asked, nothing.Filter.Query = nil, 0, true, "gom"
	return []Sample{{"office-sheets", page}, {"office-sheets-closed", closed}, {"office-sheets-waiting", none}, {"office-sheets-nothing", nothing}}
}

func officePicks() []templates.OfficePickGroup {
	return []templates.OfficePickGroup{
		{Code: "N1", Name: "Thủ công mỹ nghệ", Rows: []templates.OfficePick{{ID: "a", EntryCode: "N1-001", Product: "Bộ khay mây đan mẫu “Trúc Cầu”", Producer: "HTX mẫu Trúc Cầu", Rank: 1, Mean: "88.25", Prize: "Giải A", Ticked: true}}},
		{Code: "N2", Name: "Chế biến nông, lâm, thủy sản và thực phẩm", Rows: []templates.OfficePick{
			{ID: "b", EntryCode: "N2-014", Product: "Tương nếp mẫu “Làng Giếng”", Producer: "Hộ KD mẫu Nguyễn A", Rank: 1, Mean: "83.21", Ticked: true},
			{ID: "c", EntryCode: "N2-009", Product: "Long nhãn sấy mẫu", Producer: "HTX mẫu Nhãn Vàng", Rank: 2, Mean: "80.10", Held: "1230/QĐ-UBND"}}}}
}

func officeRows() []templates.SummaryRow {
	return []templates.SummaryRow{{Label: "Ngày ký", Lines: []string{"05/11/2027"}}, {Label: "Cơ quan ban hành", Lines: []string{"Ủy ban nhân dân tỉnh Hưng Yên"}},
		{Label: "Người ký", Lines: []string{"TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn Mẫu"}}, {Label: "Công nhận", Lines: []string{"54 sản phẩm"}}, {Label: "Ngày thông báo kết quả", Lines: []string{"06/11/2027"}}}
}

func officeDecisions() []Sample {
	at := time.Date(2027, 11, 5, 3, 0, 0, 0, time.UTC)
	proposed := templates.OfficeDecision{Shell: officeShell("/decision"), Edition: officeEdition("deliberation"), Nav: deskNav(4), Head: true, Left: 2,
		Lead: "Hội đồng đã đề nghị 54 sản phẩm. Hãy ghi quyết định khi có bản đã ký.", RecordURL: deskURL + "/decision/new",
		Proposal: &templates.OfficeProposal{HeldOn: at, Listed: 54, Votes: templates.VoteCount{Members: 9, Present: 8, For: 8}, Groups: officePicks()}}
	none, decided, member := proposed, proposed, proposed
	none.Proposal, none.RecordURL, none.Lead = nil, "", "Bình chọn lần thứ II, năm 2027"
	none.Waiting = &templates.Empty{Icon: "hourglass-split", Title: "Hội đồng chưa ghi đề nghị.", Text: "Hãy hỏi Chủ tịch hoặc thư ký Hội đồng."}
	todo := templates.Tag{Kind: "warn", Text: "Cần làm"}
	decided.Lead = "Đã công nhận 54 sản phẩm."
	decided.InForce = []templates.OfficeRecorded{{ID: "x", Number: "1234/QĐ-UBND", Rows: officeRows(), UploadURL: deskURL + "/decision/x/file", CorrectURL: deskURL + "/decision/x/correct"},
		{ID: "y", Number: "1301/QĐ-UBND", Rows: officeRows(), UploadURL: deskURL + "/decision/y/file", FileURL: deskURL + "/decision/y/file"}}
	decided.Next = []templates.Task{{Text: "Cấp giấy chứng nhận", Hint: "Còn 54 sản phẩm chưa có giấy.", URL: deskURL + "/certificates/issue", Tag: todo},
		{Text: "Gửi tệp PDF của quyết định", Hint: "Quyết định 1234/QĐ-UBND chưa có tệp.", URL: "#d-x", Tag: todo}, {Text: "Công bố kết quả", Tag: templates.Tag{Text: "Đang chờ"}}}
	decided.History = []templates.Moment{{At: at, By: "Phạm Văn Viên", Title: "Ghi lại quyết định 1234/QĐ-UBND", Lines: []string{"54 sản phẩm, 05/11/2027", "Lý do: gõ nhầm số."}}, {At: at, By: "Phạm Văn Viên", Title: "Ghi quyết định 1243/QĐ-UBND"}}
	decided.Faults = templates.FormFaults{{Field: "file-x", Message: "Đây không phải là tệp PDF. Hãy lưu thành PDF rồi gửi lại."}}
	member.Head, member.RecordURL = false, ""
	form := templates.OfficeDecisionForm{Shell: officeShell("/decision/new"), Edition: proposed.Edition, Nav: deskNav(4), Action: deskURL + "/decision/new",
		Back: templates.Link{Text: "Về trang quyết định", URL: deskURL + "/decision"}, Authority: "Ủy ban nhân dân tỉnh Hưng Yên", SignerBlock: "TM. ỦY BAN NHÂN DÂN", Groups: officePicks()}
	bad, correct, refused := form, form, form
	bad.Faults = templates.FormFaults{{Field: "number", Message: "Hãy điền mục này."}, {Field: "date", Message: "Ngày này phải từ 01/11/2027 trở đi. Hãy xem lại."}, {Field: "take", Message: "Hãy chọn ít nhất một sản phẩm."}}
	correct.Correct, correct.Number, correct.Faults = "1243/QĐ-UBND", "1234/QĐ-UBND", templates.FormFaults{{Field: "reason", Message: "Hãy ghi lý do."}}
	refused.Correct, refused.Refusal = "1234/QĐ-UBND", &templates.Empty{Icon: "lock", Title: "Quyết định 1234/QĐ-UBND đã có giấy chứng nhận ghi theo.", Text: "Hãy mở từng giấy và bấm “Cấp lại”.", Action: templates.Link{Text: "Mở sổ cấp giấy", URL: deskURL + "/certificates"}}
	check := templates.OfficeDecisionCheck{Shell: form.Shell, Edition: form.Edition, Nav: form.Nav, Action: form.Action, Rows: officeRows(), Signer: "Nguyễn Văn Mẫu",
		Signature: []string{"TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}, Taken: officePicks()[1].Rows, Left: officePicks()[0].Rows, Kept: []templates.KeptValue{{Name: "number", Value: "1234/QĐ-UBND"}}}
	again := check
	again.Correct, again.Left = "1243/QĐ-UBND", nil
	return []Sample{{"office-decision", proposed}, {"office-decision-none", none}, {"office-decision-recorded", decided}, {"office-decision-member", member},
		{"office-decision-form", form}, {"office-decision-faults", bad}, {"office-decision-correct", correct}, {"office-decision-refused", refused},
		{"office-decision-check", check}, {"office-decision-check-again", again}}
}

func officeCandidates() []templates.OfficeCandidate {
	return []templates.OfficeCandidate{{Number: "12/2027/GCN", Product: "Tương nếp mẫu “Làng Giếng”", Producer: "Hộ KD mẫu Nguyễn A, xã Tân Hưng, tỉnh Hưng Yên", Decision: "1234/QĐ-UBND", ValidUntil: time.Date(2030, 12, 31, 0, 0, 0, 0, time.UTC)},
		{Number: "13/2027/GCN", Product: "Bộ khay mây đan mẫu “Trúc Cầu”", Producer: "HTX mẫu Trúc Cầu, phường Hồng Châu", Prize: "Giải A", Decision: "1234/QĐ-UBND"}}
}

func officeRegisters() []Sample {
	until := time.Date(2030, 12, 31, 0, 0, 0, 0, time.UTC)
	page := templates.OfficeRegister{ReportsURL: deskURL + "/certificates/reports", NewReports: 2, Unusual: 1, Shell: officeShell("/certificates"), Edition: officeEdition("announced"), Nav: deskNav(5), Lead: "Đã cấp 54 giấy chứng nhận · còn 3 sản phẩm chưa có giấy",
		Tiles:    []templates.DeskTile{{Label: "Có hiệu lực", Count: 52, URL: deskURL + "/certificates?status=valid"}, {Label: "Tạm đình chỉ", Count: 1, URL: deskURL + "/certificates?status=suspended"}, {Label: "Đã thu hồi", Count: 1, URL: deskURL + "/certificates?status=revoked", Current: true}},
		IssueURL: deskURL + "/certificates/issue", SigningURL: deskURL + "/certificates/signing", LookURL: deskURL + "/certificates/look", Statuses: []templates.Option{{Label: "Mọi tình trạng"}}, Groups: []templates.Option{{Label: "Mọi nhóm"}},
		Paging: templates.Paging{From: 1, To: 2, Total: 54, NextURL: deskURL}, XLSXURL: deskURL + "/certificates/export.xlsx", CSVURL: deskURL + "/certificates/export.csv",
		ZIPURL: deskURL + "/certificates/files.zip", PrintURL: deskURL + "/certificates/print.pdf", RegisterURL: deskURL + "/certificates/export.pdf",
		Places: []templates.Option{{Label: "Mọi xã, phường"}, {Value: "xã tân hưng, tỉnh hưng yên", Label: "xã Tân Hưng, tỉnh Hưng Yên"}, {Value: "xã an bình, tỉnh hưng yên", Label: "xã An Bình, tỉnh Hưng Yên"}},
		Jobs:   []templates.OfficeJobUnderWay{{Progress: templates.Progress{Label: "Đang cấp giấy chứng nhận", Done: 2, Total: 3}, URL: deskURL + "/certificates/jobs/j"}}}
	for i, status := range []string{"valid", "suspended", "revoked", "superseded", "expired"} {
		page.Rows = append(page.Rows, templates.OfficeCertificateLine{Number: "0" + string(rune('1'+i)) + "/2027/GCN", Code: "7K3M-9QXT-2HDK", URL: deskURL + "/certificates/7k3m9qxt2hdk", Product: "Tương nếp mẫu “Làng Giếng”",
			Producer: "Hộ KD mẫu Nguyễn A", Status: status, ValidUntil: until, PDFURL: "/api/v1/certificates/7k3m9qxt2hdk/pdf", VerifyURL: "/v/7k3m9qxt2hdk"})
	}
	member, none, nothing := page, page, page
	member.IssueURL, member.SigningURL, member.Jobs, member.Hint = "", "", nil, "Tổ trưởng tổ giúp việc cấp, thu hồi và cấp lại giấy chứng nhận."
	none.Rows, none.Tiles, none.Jobs, none.Lead = nil, nil, nil, "Chưa cấp giấy chứng nhận nào."
	none.None = templates.Empty{Icon: "award", Title: "Chưa có giấy chứng nhận nào.", Text: "Đã có quyết định. Hãy bấm “Cấp giấy chứng nhận”."}
	nothing.Rows, nothing.Asked, nothing.Query, nothing.None = nil, true, "gom", templates.Empty{Icon: "search", Title: "Không tìm thấy giấy nào."}
	issue := templates.OfficeIssue{Shell: officeShell("/certificates/issue"), Edition: page.Edition, Nav: page.Nav, Action: deskURL + "/certificates/issue", IssuedOn: "05/11/2027",
		Back: templates.Link{Text: "Về sổ cấp giấy", URL: deskURL + "/certificates"}, Rules: []string{"Không sớm hơn ngày ký quyết định (05/11/2027).", "Không quá 60 ngày kể từ hôm nay.", "Có hiệu lực đến 31/12/2030 nếu cấp ngày 05/11/2027."}}
	wrong, refused, check, empty := issue, issue, issue, issue
	wrong.Faults = templates.FormFaults{{Field: "issued_on", Message: "Ngày này phải từ 05/11/2027 trở đi. Hãy xem lại."}}
	refused.Refusal = &templates.Empty{Icon: "award", Title: "Chưa ghi quyết định công nhận.", Action: templates.Link{Text: "Mở trang quyết định", URL: deskURL + "/decision"}}
	unprintable := []templates.OfficeCandidate{{Code: "N3-002", Product: "Máy thái nghệ mẫu TN-02 ☃", Why: []string{"Tên sản phẩm: Tên chứa ký hiệu không in được (U+2603). Hãy bỏ ký hiệu đó."}, EditURL: deskURL + "/nominations/c/edit"}}
	check.SpecimenURL = check.Action + "/specimen.pdf?on=2027-11-05"
	check.Checked, check.Take, check.Bad, check.Held = true, officeCandidates(), unprintable, officeCandidates()[:1]
	calls := []templates.OfficeCall{{Contact: templates.Contact{Name: "Hộ KD mẫu Nguyễn A", Phone: "0912 345 678"}, Products: []string{"Tương nếp mẫu “Làng Giếng”"}},
		{Contact: templates.Contact{Name: "Tổ hợp tác mẫu"}, Products: []string{"Nón lá mẫu", "Quạt giấy mẫu"}}}
	check.Tell = templates.OfficeTell{Letters: 41, To: "tuong@example.vn", Subject: "Giấy chứng nhận: Kỳ mẫu 2027", Calls: calls,
		Body: "Kính gửi Cơ sở mẫu,\n\nSản phẩm của quý cơ sở đã được cấp giấy chứng nhận:\n\nTương nếp mẫu (số 12/2027/GCN)\nTrang tra cứu: https://binhchon.example.vn/v/............"}
	empty.Checked, empty.Held = true, officeCandidates()
	job := templates.OfficeJob{Shell: officeShell("/certificates/jobs/j"), Edition: page.Edition, Nav: page.Nav, Back: issue.Back, State: "running", IssueURL: issue.Action,
		Progress: templates.Progress{Label: "Giấy đã làm", Done: 12, Total: 54}, RestURL: deskURL + "/certificates/jobs/j",
		PerMinute: 540, MinutesLeft: 1}
	sign := templates.OfficeSigning{Shell: officeShell("/certificates/signing"), Edition: page.Edition, Nav: page.Nav, Back: issue.Back,
		Action: deskURL + "/certificates/signing", FilesURL: deskURL + "/certificates/signing/files.zip", Unsigned: 12, Total: 54}
	sent, signed, unsignable := sign, sign, sign
	sent.Taken = []string{"12/2027/GCN – Tương nếp mẫu “Làng Giếng”"}
	sent.Faults = templates.FormFaults{{Field: "file", Message: "13-2027-GCN.pdf: Tệp này chưa có chữ ký mới. Hãy ký rồi gửi lại."}}
	signed.Unsigned = 0
	unsignable.Refusal = &templates.Empty{Icon: "award", Title: "Chưa có giấy nào để ký", Action: issue.Back}
	look := officeLookSample(page, issue.Back)
	queued, done, failed, fresh, paused := job, job, job, job, job
	queued.State, queued.Progress.Done, queued.PerMinute = "queued", 0, 0
	paused.State, paused.Paused, paused.PerMinute = "paused", true, 0
	done.State, done.Progress.Done, done.Issued, done.Bad = "done", 54, 53, unprintable
	done.Tell = &templates.OfficeTell{Letters: 41, Calls: calls}
	failed.State = "failed"
	fresh.State, fresh.Issued, fresh.NewURL = "done", 1, deskURL+"/certificates/7k3m9qxt2hdk"
	return []Sample{{"office-register", page}, {"office-register-member", member}, {"office-register-none", none}, {"office-register-nothing", nothing},
		{"office-issue", issue}, {"office-issue-wrong", wrong}, {"office-issue-refused", refused}, {"office-issue-check", check}, {"office-issue-empty", empty},
		{"office-signing", sign}, {"office-signing-sent", sent}, {"office-signing-done", signed}, {"office-signing-none", unsignable},
		{"office-look", look[0]}, {"office-look-wrong", look[1]}, {"office-look-read", look[2]},
		{"office-job-running", job}, {"office-job-queued", queued}, {"office-job-done", done}, {"office-job-failed", failed}, {"office-job-new", fresh},
		{"office-job-paused", paused}}
}

func officeActs() []Sample {
	at := deskURL + "/certificates/7k3m9qxt2hdk"
	page := templates.OfficeCertificate{Lookups: lookupChart(), Shell: officeShell("/certificates/7k3m9qxt2hdk"), Edition: officeEdition("announced"), Nav: deskNav(5), Back: templates.Link{Text: "Về sổ cấp giấy", URL: deskURL + "/certificates"},
		Product: "Tương nếp mẫu “Làng Giếng”", Number: "12/2027/GCN", Status: "suspended", PDFURL: "/api/v1/certificates/7k3m9qxt2hdk/pdf", VerifyURL: "/v/7k3m9qxt2hdk", DossierURL: deskURL + "/nominations/a",
		Rows:    append([]templates.SummaryRow{{Label: "Mã tra cứu", Lines: []string{"7K3M-9QXT-2HDK"}}, {Label: "Sản phẩm", Lines: []string{"Tương nếp mẫu “Làng Giếng”"}}}, officeRows()...),
		Moments: []templates.Moment{{At: time.Date(2028, 3, 2, 2, 0, 0, 0, time.UTC), By: "Phạm Văn Viên", Title: "Tạm đình chỉ từ 02/03/2028", Lines: []string{"Chờ kết quả kiểm nghiệm.", "Căn cứ 99/QĐ-UBND ngày 01/03/2028."}}, {At: time.Date(2027, 11, 5, 2, 0, 0, 0, time.UTC), Title: "Cấp giấy"}},
		Acts:    []templates.Task{{Text: "Cho hiệu lực trở lại", Hint: "Kết thúc việc tạm đình chỉ.", URL: at + "/reinstate"}, {Text: "Thu hồi", Hint: "Giấy hết hiệu lực hẳn, không lấy lại được.", URL: at + "/revoke"}}}
	page.LetterURL, page.Told, page.Contact = at+"/letter", true, &templates.Contact{Name: "Hộ KD mẫu Nguyễn A", Phone: "0912 345 678", Email: "tuong@example.vn"}
	final := page
	final.LetterURL, final.Contact = "", &templates.Contact{Name: "Hộ KD mẫu Nguyễn A", Phone: "0912 345 678"}
	final.Status, final.Acts, final.Hint = "revoked", nil, "Giấy này đã thu hồi hoặc đã thay bằng giấy mới nên không đổi được nữa."
	untold := page
	untold.Told = false
	list := []Sample{{"office-certificate", page}, {"office-certificate-untold", untold}, {"office-certificate-final", final}}
	for _, act := range []string{"revoke", "suspend", "reinstate", "reissue"} {
		form := templates.OfficeAct{Shell: page.Shell, Edition: page.Edition, Nav: page.Nav, Back: templates.Link{Text: "Về giấy chứng nhận 12/2027/GCN", URL: at}, Action: at + "/" + act, Act: act,
			Product: page.Product, Number: page.Number, Status: "valid", Effective: "02/03/2028"}
		check := form
		check.Check, check.Rows = true, []templates.SummaryRow{{Label: "Lý do", Lines: []string{"In sai tên cơ sở."}}, {Label: "Quyết định", Lines: []string{"99/QĐ-UBND ngày 01/03/2028"}}, {Label: "Từ ngày", Lines: []string{"02/03/2028"}}}
		list = append(list, Sample{"office-" + act, form})
		switch act {
		case "revoke":
			card := revocationCard(page.Shell)
			form.Asked = &card
			form.Faults = templates.FormFaults{{Field: "reason", Message: "Hãy ghi lý do."}, {Field: "effective_on", Message: "Ngày này phải từ 01/03/2028 trở đi. Hãy xem lại."}}
			list = append(list, Sample{"office-revoke-faults", form})
		case "reinstate":
			form.Refusal = "Giấy này không bị tạm đình chỉ."
			list = append(list, Sample{"office-reinstate-refused", form})
		case "reissue":
			form.EditURL, check.EditURL = at+"/edit", at+"/edit"
			list[len(list)-1] = Sample{"office-" + act, form}
			list = append(list, Sample{"office-reissue-same", check})
			check.Changes = []templates.OfficeChange{{Label: "Cơ sở", Before: "Hộ KD mẫu Nguyễn A", After: "Hộ kinh doanh mẫu Nguyễn Văn A"}}
		}
		list = append(list, Sample{"office-" + act + "-check", check})
	}
	return list
}

func lookupChart() templates.LookupChart {
	chart := templates.LookupChart{From: day(2027, 2, 4), Until: day(2027, 3, 5), Total: 312, Most: 96, MostOn: day(2027, 3, 3)}
	for i, h := range []int{3, 4, 2, 0, 5, 8, 6, 4, 3, 5, 7, 9, 6, 3, 2, 4, 6, 8, 5, 4, 7, 9, 11, 8, 6, 5, 7, 60, 22, 12} {
		chart.Bars = append(chart.Bars, templates.LookupBar{X: 10 * i, Y: 60 - h, Height: h, Unusual: h == 60, Title: "ngày mẫu"})
	}
	return chart
}

func officeReports() []Sample {
	base := deskURL + "/certificates"
	page := templates.OfficeReports{Shell: officeShell("/certificates/reports"), Edition: officeEdition("announced"), Nav: deskNav(5),
		Back: templates.Link{Text: "Về sổ cấp giấy", URL: base}, New: 1,
		Unusual: []templates.OfficeUnusual{{Day: day(2027, 3, 3), Count: 96, Product: "Tương nếp mẫu “Làng Giếng”", Number: "07/2026/GCN", URL: base + "/7k3m9qxt2hdk"}},
		Reports: []templates.OfficeReport{
			{ID: "a", Action: base + "/reports/a", Kind: "Tờ giấy trông như làm giả", Code: "7K3M-9QXT-2HDK", VerifyURL: "/v/7k3m9qxt2hdk", Text: "Chợ Mẫu, quầy thứ ba: tờ giấy in mờ, treo cạnh chai khác nhãn.",
				PhotoURL: "/photo.svg", Contact: "0912 345 678", At: now},
			{ID: "b", Action: base + "/reports/b", Kind: "Điều khác", Code: "2HDK-7K3M-9QXT", CertificateURL: base + "/2hdk7k3m9qxt", VerifyURL: "/v/2hdk7k3m9qxt", Text: "Quảng cáo ghi cấp quốc gia.",
				At: now, Handled: now, HandledBy: "Trần Thị Thư Ký", Note: "Đã gọi cơ sở, cơ sở sửa quảng cáo."},
		}}
	none, bad := page, page
	none.Reports, none.Unusual, none.New = nil, nil, 0
	bad.FaultsOf, bad.Faults = "a", templates.FormFaults{{Field: "note", Message: "Viết đã làm gì."}}
	return []Sample{{"office-reports", page}, {"office-reports-none", none}, {"office-reports-faults", bad}}
}
