package samples

import "vinhdanh/templates"

func revocationCard(shell templates.Shell) templates.RevocationCard {
	return templates.RevocationCard{Shell: shell, ID: "a", Product: "Tương nếp mẫu “Làng Giếng”", URL: "/v/7k3m9qxt2hdk",
		Lead: "Giấy 07/2026/GCN · đề nghị ngày 05/03/2027", State: templates.Tag{Kind: "warn", Text: "Đang chờ quyết định"},
		Rows: []templates.SummaryRow{{Label: "Đề nghị", Lines: []string{"Thu hồi giấy"}}, {Label: "Căn cứ", Lines: []string{"Cơ sở vi phạm pháp luật"}},
			{Label: "Việc cụ thể", Lines: []string{"Cơ sở đóng chai tương mua của nơi khác và dán danh hiệu; đoàn kiểm tra lập biên bản ngày 02/03/2027."}}},
		Votes: &templates.VoteCount{Members: 9, Present: 8, For: 7, Against: 1}, Evidence: "bien-ban-kiem-tra.pdf", EvidenceURL: "/council/2026/revocations/a/evidence"}
}

// revocations is everything about certificates that do not stand.
func revocations() []Sample {
	sh := signedIn("council", "/council/2026/certificates", "council")
	head := templates.CouncilHead{Edition: announced(), Tabs: []templates.Link{{Text: "Bảng điểm", URL: "/council/2026"}, {Text: "Giấy chứng nhận", URL: "/council/2026/certificates", Current: true}}}
	open, dropped := revocationCard(sh), revocationCard(sh)
	open.UploadURL, open.DropURL = "/council/2026/revocations/a/evidence", "/council/2026/revocations/a/drop"
	dropped.ID, dropped.State, dropped.Votes, dropped.EvidenceURL = "b", templates.Tag{Text: "Hội đồng đã rút"}, nil, ""
	dropped.Rows = append(dropped.Rows, templates.SummaryRow{Label: "Vì sao rút", Lines: []string{"Cơ sở đã khắc phục."}})
	row := templates.CouncilCertificateLine{Number: "07/2026/GCN", Product: "Tương nếp mẫu “Làng Giếng”", Producer: "Cơ sở sản xuất tương mẫu", URL: "/v/7k3m9qxt2hdk",
		Status: "valid", ValidUntil: day(2029, 12, 31)}
	free := row
	free.Number, free.Product, free.ProposeURL = "08/2026/GCN", "Bộ khay mây đan mẫu “Trúc Cầu”", "/council/2026/certificates/x/propose"
	list := templates.CouncilCertificates{Shell: sh, Head: head, Proposals: []templates.RevocationCard{open, dropped}, Rows: []templates.CouncilCertificateLine{row, free},
		Statuses: []templates.Option{{Label: "Mọi trạng thái"}}, Paging: templates.Paging{From: 1, To: 2, Total: 2}}
	bad, none := list, list
	bare := open
	bare.EvidenceURL = ""
	open.Faults = templates.FormFaults{{Field: "file-a", Message: "Đây không phải là tệp PDF hay ảnh. Hãy chọn tệp khác."}}
	bad.Proposals, bad.Faults = []templates.RevocationCard{open, bare}, open.Faults
	none.Proposals, none.Rows, none.None = nil, nil, templates.Empty{Icon: "award", Title: "Chưa cấp giấy nào."}
	return append(append([]Sample{{"council-certificates", list}, {"council-certificates-faults", bad}, {"council-certificates-none", none}}, proposeSamples(sh, head)...), withdrawnSamples()...)
}

func proposeSamples(sh templates.Shell, head templates.CouncilHead) []Sample {
	page := templates.CouncilPropose{Shell: sh, Head: head, Back: templates.Link{Text: "Về danh sách giấy", URL: "/council/2026/certificates"}, Action: "/council/2026/certificates/x/propose",
		Product: "Tương nếp mẫu “Làng Giếng”", Number: "07/2026/GCN", Status: "valid", Kind: "revoked", HeldOn: "05/03/2027", Members: 9, Quorum: 6,
		Kinds:   []templates.Option{{Value: "revoked", Label: "Thu hồi giấy", Hint: "Giấy mất giá trị hẳn."}, {Value: "suspended", Label: "Tạm đình chỉ giấy", Hint: "Giấy ngừng hiệu lực cho đến khi được khôi phục."}},
		Grounds: []templates.Option{{Value: "law", Label: "Cơ sở vi phạm pháp luật"}, {Value: "rules", Label: "Cơ sở vi phạm quy định về bình chọn"}}}
	bad, final := page, page
	bad.Faults = templates.FormFaults{{Field: "ground", Message: "Hãy điền mục này."}, {Field: "votes", Message: "Tổng số phiếu là 7, số người dự họp là 8. Hãy đếm lại."}}
	final.Status, final.Refusal = "revoked", "Giấy chứng nhận này đã thu hồi hoặc đã cấp lại nên không thay đổi được nữa."
	desk := templates.OfficeWithdrawals{Shell: officeShell("/certificates/withdrawals"), Edition: officeEdition("announced"), Nav: deskNav(4), Back: templates.Link{Text: "Về sổ cấp giấy", URL: deskURL + "/certificates"}}
	none := desk
	none.Hint = "Chỉ trưởng Tổ giúp việc ghi được."
	card := revocationCard(desk.Shell)
	card.ActURL = deskURL + "/certificates/x/revoke"
	done := revocationCard(desk.Shell)
	done.ID, done.State = "b", templates.Tag{Kind: "ok", Text: "Đã có quyết định"}
	desk.Open, desk.Ended = []templates.RevocationCard{card}, []templates.RevocationCard{done}
	call := templates.WithdrawalCall{Producer: "Hộ KD mẫu Nguyễn A", Person: "Nguyễn Văn A", Phone: "0912 345 678", Product: "Long nhãn sấy mẫu", URL: deskURL + "/certificates/x",
		DoneURL: deskURL + "/certificates/withdrawals/e/told", Text: "Giấy 09/2026/GCN bị tạm đình chỉ từ 05/03/2027 theo 88/QĐ-UBND ngày 25/02/2027. Lý do: nhãn sai xuất xứ."}
	mute := call
	mute.Phone, mute.Person = "", ""
	desk.Calls = []templates.WithdrawalCall{call, mute}
	return []Sample{{"council-propose", page}, {"council-propose-faults", bad}, {"council-propose-final", final}, {"office-withdrawals", desk}, {"office-withdrawals-none", none}}
}

func withdrawnSamples() []Sample {
	page := templates.Withdrawn{Shell: shell("products", "/products/withdrawn")}
	none := page
	item := templates.WithdrawnItem{Product: "Tương nếp mẫu “Làng Giếng”", Producer: "Cơ sở sản xuất tương mẫu", Commune: "xã Tân Hưng, tỉnh mẫu", Number: "07/2026/GCN", URL: "/v/7k3m9qxt2hdk",
		Kind: "revoked", On: day(2027, 4, 1), Reason: "Cơ sở không còn sản xuất sản phẩm này; hồ sơ có thông tin không đúng.", Decision: templates.DecisionRef{Number: "88/QĐ-UBND", Date: day(2027, 1, 25)}}
	later, suspended, replaced := item, item, item
	later.Later = true
	halted := later
	halted.Kind = "suspended"
	suspended.Kind, suspended.Product, suspended.On = "suspended", "Long nhãn sấy mẫu", day(2027, 2, 1)
	replaced.Kind, replaced.Product, replaced.Reason = "superseded", "Bộ khay mây đan mẫu “Trúc Cầu”", "In sai tên sản phẩm."
	replaced.SuccessorCode, replaced.SuccessorURL = "2HDK-7K3M-9QXT", "/v/2hdk7k3m9qxt"
	page.Items, page.Paging = []templates.WithdrawnItem{later, halted, item, suspended, replaced}, templates.Paging{From: 1, To: 5, Total: 5}
	return []Sample{{"withdrawn", page}, {"withdrawn-none", none}}
}

// verifyHistory is what a certificate's page tells of its life.
func verifyHistory() []templates.VerifyMoment {
	decision := templates.DecisionRef{Number: "88/QĐ-UBND", Date: day(2027, 1, 25)}
	return []templates.VerifyMoment{{Kind: "issued", At: day(2026, 11, 20), Index: 1203}, {Kind: "countersigned", At: day(2026, 11, 24), Name: "Ủy ban nhân dân tỉnh mẫu", Index: 1240},
		{Kind: "suspended", At: day(2027, 1, 26), On: day(2027, 2, 1), Reason: "Nhãn ghi sai xuất xứ.", Decision: decision, Index: 1301},
		{Kind: "reinstated", At: day(2027, 3, 1), On: day(2027, 3, 1), Reason: "Đã sửa nhãn.", Decision: decision, Index: -1}}
}
