package samples

import (
	"slices"
	"strings"
	"time"

	"vinhdanh/templates"
)

// producerPages are the pages of a producer who files a dossier, in every state.
func producerPages() []Sample {
	return slices.Concat(producerLists(), producerStarts(), producerTasks(), producerQuestions(), producerPapers(),
		producerSending(), producerFiled())
}

// until is a deadline so many days after the samples' now; -1 is over.
func until(kind string, days int) templates.ProducerDeadline {
	if days < 0 {
		return templates.ProducerDeadline{Kind: kind, At: now.AddDate(0, 0, -2), Now: now, Over: true}
	}
	return templates.ProducerDeadline{Kind: kind, At: now.Add(time.Duration(days)*24*time.Hour + time.Hour), Now: now}
}

func producerHead(stage string, d templates.ProducerDeadline) templates.ProducerHead {
	return templates.ProducerHead{Base: "/nominations/x", Code: "MAU-2027-0017", Product: "Tương nếp mẫu “Làng Giếng” ủ chum sành",
		Edition: "Bình chọn mẫu lần thứ II, năm 2027", Stage: stage, Deadline: d}
}

func producerLists() []Sample {
	page := templates.ProducerList{Shell: signedIn("nominations", "/nominations", "nominations")}
	empty := page
	edition := announced()
	edition.Name, edition.State = "Bình chọn mẫu lần thứ II, năm 2027", "filing"
	page.Open = []templates.ProducerOpening{
		{Edition: edition, Deadline: until("filing", 12), URL: "/nominations/new?edition=mau-2027"},
	}
	fresh := page
	deadlines := []templates.ProducerDeadline{until("filing", 3), until("filing", -1), {}, until("supplement", 5), {}, {}, {}, {}, {}}
	for i, stage := range templates.ProducerStages {
		item := templates.ProducerItem{Product: "Tương nếp mẫu “Làng Giếng”", Code: "MAU-2027-0017", Edition: edition.Name, Stage: stage,
			Deadline: deadlines[i], URL: "/nominations/x"}
		if i%2 == 1 {
			item.Product = "Bộ quà tặng tương, chao, cà muối mẫu của hợp tác xã Trúc Cầu, gồm mười hai hũ nhỏ trong giỏ mây đan tay"
		}
		page.Items = append(page.Items, item)
	}
	closed, many := page, page
	closed.Open, closed.Items = nil, page.Items[6:7]
	many.Open = append(slices.Clone(page.Open), templates.ProducerOpening{Edition: announced(), Deadline: templates.ProducerDeadline{Kind: "filing"}, URL: "/nominations/new?edition=x"})
	many.Items = page.Items[:1]
	return []Sample{{"producer-list", page}, {"producer-list-fresh", fresh}, {"producer-list-empty", empty}, {"producer-list-closed", closed},
		{"producer-list-many", many}}
}

func producerStarts() []Sample {
	edition := announced()
	edition.Name = "Bình chọn mẫu lần thứ II, năm 2027"
	page := templates.ProducerStart{
		Shell: signedIn("nominations", "/nominations/new?edition=mau-2027", "nominations"), Edition: edition, Deadline: until("filing", 6),
		Kinds: []string{"Doanh nghiệp nhỏ và vừa", "Tổ hợp tác", "Hợp tác xã", "Hộ kinh doanh"},
		Required: []string{"Bản sao hợp lệ giấy đăng ký doanh nghiệp, hợp tác xã, hộ kinh doanh hoặc giấy tờ có giá trị tương đương",
			"Bản thuyết minh, mô tả, giới thiệu sản phẩm", "3 ảnh màu sản phẩm (10 x 15 cm, chụp các góc khác nhau)"},
		Other: []string{"Giấy tờ về an toàn thực phẩm còn hiệu lực", "Giấy khen, bằng khen, giải thưởng"},
	}
	bad, choose, none := page, page, page
	bad.Faults = templates.FormFaults{{Field: "product", Message: "Ghi tên sản phẩm, ví dụ: Tương nếp."}}
	bad.From = "producer"
	bad.Earlier = []templates.Option{{Value: "producer", Label: "Chỉ lấy thông tin cơ sở, sản phẩm khác", Hint: "Cơ sở sản xuất tương mẫu"},
		{Value: "n1", Label: "Lấy cả sản phẩm: Tương nếp mẫu", Hint: "Bình chọn mẫu năm 2026"}, {Value: "new", Label: "Không, điền mới tất cả"}}
	choose.Edition = templates.EditionLine{}
	choose.Open = []templates.ProducerOpening{{Edition: edition, Deadline: until("filing", 6), URL: "/nominations/new?edition=a"},
		{Edition: announced(), Deadline: templates.ProducerDeadline{Kind: "filing"}, URL: "/nominations/new?edition=b"}}
	none.Edition = templates.EditionLine{}
	return []Sample{{"producer-start", page}, {"producer-start-faults", bad}, {"producer-start-choose", choose}, {"producer-start-none", none}}
}

func producerTasks() []Sample {
	done := templates.Tag{Kind: "ok", Icon: "check-circle", Text: "Xong"}
	todo := templates.Tag{Icon: "dash-circle", Text: "Chưa làm"}
	partly := templates.Tag{Kind: "warn", Icon: "exclamation-triangle", Text: "Có 1, cần 3"}
	free := templates.Tag{Text: "Không bắt buộc"}
	page := templates.ProducerTasks{
		Shell: signedIn("nominations", "/nominations/x", "nominations"), ProducerHead: producerHead("draft", until("filing", 3)),
		Answers: []templates.Task{{Text: "Sản phẩm", URL: "/nominations/x/product", Tag: done}, {Text: "Cơ sở", URL: "/nominations/x/producer", Tag: done},
			{Text: "Địa chỉ", URL: "/nominations/x/address", Tag: templates.Tag{Kind: "warn", Icon: "exclamation-triangle", Text: "Còn thiếu"}},
			{Text: "Liên hệ", URL: "/nominations/x/contact", Tag: todo},
			{Text: "Mã số thuế, số đăng ký", URL: "/nominations/x/numbers", Tag: free},
			{Text: "Bài giới thiệu sản phẩm", URL: "/nominations/x/description", Tag: todo}},
		Papers: []templates.Task{{Text: "Giấy đăng ký kinh doanh", URL: "/nominations/x/documents/business_registration", Tag: done},
			{Text: "Ảnh sản phẩm", URL: "/nominations/x/documents/photo", Tag: partly}},
		Others:   []templates.Task{{Text: "Giấy tờ về an toàn thực phẩm còn hiệu lực", URL: "/nominations/x/documents/food_safety", Tag: free}},
		Progress: templates.Progress{Label: "Đã xong các phần phải có", Done: 3, Total: 7},
		Next:     templates.Link{Text: "Địa chỉ", URL: "/nominations/x/address"}, CanWithdraw: true,
	}
	page.Shell.Notice = "Đã lưu."
	whole, supplement, late := page, page, page
	whole.Next, whole.Progress.Done, whole.Deadline = templates.Link{}, 7, until("filing", 0)
	supplement.ProducerHead = producerHead("supplement", until("supplement", 5))
	supplement.Next = templates.Link{}
	supplement.Demands = []templates.ProducerDemand{
		{Title: "Ảnh màu sản phẩm", Text: "Ảnh số 2 bị mờ, chụp lại nơi sáng hơn.", URL: "/nominations/x/documents/photo", Unanswered: true}, {Title: "Cả hồ sơ", Text: "Ghi rõ xã sau khi sắp xếp."}}
	late.ProducerHead = producerHead("supplement", until("supplement", -1))
	late.Demands = supplement.Demands[:1]
	unset := supplement
	unset.Deadline = templates.ProducerDeadline{Kind: "supplement"}
	return []Sample{{"producer-tasks", page}, {"producer-tasks-whole", whole}, {"producer-tasks-supplement", supplement},
		{"producer-tasks-overdue", late}, {"producer-tasks-undated", unset}}
}

func producerQuestions() []Sample {
	groups := []templates.Option{{Value: "N1", Label: "Nhóm sản phẩm thủ công mỹ nghệ", Hint: "Ví dụ: gốm, mây tre đan, thêu"},
		{Value: "N2", Label: "Nhóm sản phẩm chế biến nông, lâm, thủy sản và thực phẩm", Hint: "Ví dụ: tương, nước mắm, chè"}}
	kinds := []templates.Option{{Value: "sme", Label: "Doanh nghiệp nhỏ và vừa"}, {Value: "business_household", Label: "Hộ kinh doanh"}}
	page := templates.ProducerQuestion{
		Shell: signedIn("nominations", "/nominations/x/product", "nominations"), ProducerHead: producerHead("draft", until("filing", 3)),
		BackURL: "/nominations/x", Version: 3,
		Values: map[string]string{"product": "Tương nếp mẫu", "product_group": "N2", "producer.name": "Cơ sở sản xuất tương mẫu",
			"producer.phone": "0912 345 678", "description": "Làm từ nếp cái hoa vàng và đỗ tương."},
	}
	var list []Sample
	for _, step := range templates.ProducerSteps {
		p := page
		p.Step, p.Action = step, "/nominations/x/"+step
		switch step {
		case "product":
			p.Choices = groups
		case "producer":
			p.Choices = kinds
		case "description":
			p.Guide = []templates.ProducerGuide{{Title: "Đáp ứng thị trường và khả năng phát triển sản xuất", Points: []string{"Mức độ đáp ứng nhu cầu thị trường", "Doanh thu"}}}
		}
		list = append(list, Sample{"producer-question-" + step, p})
	}
	bad := list[3].Page.(templates.ProducerQuestion)
	bad.Back, bad.BackURL = "check", "/nominations/x/check"
	bad.Values = map[string]string{"producer.phone": "<script>alert(1)</script>"}
	bad.Faults = templates.FormFaults{{Field: "producer.phone", Message: "Số điện thoại không đúng. Hãy ghi 10 chữ số, bắt đầu bằng 0."}}
	stale := list[0].Page.(templates.ProducerQuestion)
	stale.Faults = templates.FormFaults{{Message: "Hồ sơ vừa được sửa ở nơi khác (máy khác hoặc thẻ khác). Xem lại rồi bấm Lưu lần nữa."}}
	stale.Stored = []templates.SummaryRow{{Label: "Tên sản phẩm", Lines: []string{"Tương nếp mẫu ủ chum"}}, {Label: "Nhóm sản phẩm"}}
	return append(list, Sample{"producer-question-faults", bad}, Sample{"producer-question-stale", stale})
}

func producerFiles() []templates.ProducerFile {
	return []templates.ProducerFile{
		{N: 2, Name: "IMG_20270812_101112.jpg", Kind: "Ảnh sản phẩm", Size: "1,2 MB", URL: "/nominations/x/files/2", ThumbURL: "/photo.svg", RemoveURL: "/nominations/x/files/2/remove"},
		{N: 3, Name: "giay-dang-ky-ho-kinh-doanh-ban-quet-co-cong-chung.pdf", Kind: "Giấy đăng ký", Size: "840 KB", URL: "/nominations/x/files/3", RemoveURL: "/nominations/x/files/3/remove"},
	}
}

func producerPrints() templates.ProducerPrints {
	return templates.ProducerPrints{SubmitTo: "Sở Công Thương tỉnh mẫu, số 1 phố Mẫu", Papers: []templates.Link{
		{Text: "Phiếu đăng ký tham gia bình chọn", URL: "/nominations/x/papers/registration"}, {Text: "Bản thuyết minh sản phẩm", URL: "/nominations/x/papers/description"}}}
}

func producerPapers() []Sample {
	page := templates.ProducerDocuments{
		Shell: signedIn("nominations", "/nominations/x/documents/photo", "nominations"), ProducerHead: producerHead("draft", until("filing", 3)),
		Title: "Ảnh sản phẩm", Rule: "Ảnh màu sản phẩm (10 x 15 cm, chụp các góc khác nhau)", What: "Ảnh màu, chụp từ các phía khác nhau: mặt trước, mặt bên, cận cảnh.",
		Need: 3, Have: 1, Photos: true, Files: producerFiles()[:1], Action: "/nominations/x/documents/photo",
		Next: templates.Link{Text: "Tiếp tục: Bài giới thiệu", URL: "/nominations/x/description"}, BackURL: "/nominations/x", MaxMB: 20,
	}
	bad, enough, free := page, page, page
	free.Print = templates.Link{Text: "Bản điền sẵn để in (PDF)", URL: "/nominations/x/papers/registration.pdf"}
	bad.Unanswered = true
	bad.Demand, bad.Faults = "Ảnh số 2 bị mờ.", templates.FormFaults{{Field: "file", Message: "“IMG_2.heic”: Loại tệp này không nhận được. Hãy gửi tệp PDF, JPEG hoặc PNG."}}
	enough.Need, enough.Back, enough.Photos, enough.Title, enough.Rule = 1, "check", false, "Giấy đăng ký kinh doanh", ""
	enough.Files = producerFiles()
	free.Need, free.Have, free.Files, free.Photos, free.Title, free.Rule = 0, 0, nil, false, "Giấy tờ về an toàn thực phẩm", ""
	file := producerFiles()[0]
	file.RemoveURL = ""
	remove := templates.ProducerRemove{Shell: page.Shell, ProducerHead: page.ProducerHead, File: file, Action: "/nominations/x/files/2/remove", BackURL: "/nominations/x/documents/photo"}
	return []Sample{{"producer-documents", page}, {"producer-documents-faults", bad}, {"producer-documents-enough", enough},
		{"producer-documents-free", free}, {"producer-remove", remove}}
}

func producerAnswers(change string) []templates.SummaryRow {
	rows := []templates.SummaryRow{{Label: "Tên sản phẩm", Lines: []string{"Tương nếp mẫu “Làng Giếng”"}}, {Label: "Nhóm sản phẩm", Lines: []string{"Nhóm sản phẩm chế biến nông, lâm, thủy sản và thực phẩm"}},
		{Label: "Địa chỉ", Lines: []string{"Xóm 3, thôn Đoài", "xã Tân Hưng"}}, {Label: "Thư điện tử"}, {Label: "Bài giới thiệu", Lines: []string{strings.Repeat("Tương ủ chum sành ba tháng, nếp cái hoa vàng, đỗ tương bãi sông. ", 12)}}}
	for i := range rows {
		if change != "" {
			rows[i].ChangeURL = change
		}
	}
	return rows
}

func producerSending() []Sample {
	check := templates.ProducerCheck{
		Shell: signedIn("nominations", "/nominations/x/check", "nominations"), ProducerHead: producerHead("draft", until("filing", 1)),
		Answers: producerAnswers("/nominations/x/product?back=check"), Files: producerFiles(), Prints: producerPrints(),
		Papers: []templates.SummaryRow{{Label: "Ảnh màu sản phẩm", Lines: []string{"Có 3"}, ChangeURL: "/nominations/x/documents/photo?back=check"}},
	}
	missing, refused := check, check
	missing.Missing = []templates.Link{{Text: "Liên hệ: chưa ghi số điện thoại", URL: "/nominations/x/contact?back=check"}, {Text: "Ảnh màu sản phẩm: có 1, cần 3", URL: "/nominations/x/documents/photo?back=check"}}
	missing.Prints.SubmitTo = ""
	again := check
	again.ProducerHead = producerHead("supplement", until("supplement", 5))
	again.Demands = []templates.ProducerDemand{{Title: "Ảnh màu sản phẩm", Text: "Ảnh số 2 bị mờ.", URL: "/nominations/x/documents/photo", Unanswered: true}}
	again.Unanswered = templates.Link{Text: "Ảnh màu sản phẩm", URL: "/nominations/x/documents/photo"}
	refused.Refused, refused.Deadline = "Đã hết hạn nộp hồ sơ.", until("filing", -1)
	submit := templates.ProducerSubmit{Shell: signedIn("nominations", "/nominations/x/submit", "nominations"), ProducerHead: producerHead("draft", until("filing", 0))}
	submit.Shell.Once = "abcdefghijklmnopqrstuvwxyz"
	unticked := submit
	unticked.Stage, unticked.Deadline = "supplement", until("supplement", 2)
	unticked.Faults = templates.FormFaults{{Field: "agree", Message: "Đánh dấu vào ô cam đoan rồi bấm nộp."}}
	done := templates.ProducerDone{Shell: signedIn("nominations", "/nominations/x/done", "nominations"), ProducerHead: producerHead("submitted", templates.ProducerDeadline{}),
		Panel: templates.DonePanel{Title: "Đã nộp hồ sơ", Text: "Mã hồ sơ của bạn. Hãy chụp màn hình hoặc chép lại.", Number: "MAU-2027-0017"},
		Mail:  "tuong@example.vn", Prints: producerPrints(), ReceiptURL: "/nominations/x/papers/receipt.pdf"}
	withdraw := templates.ProducerWithdraw{Shell: signedIn("nominations", "/nominations/x/withdraw", "nominations"), ProducerHead: producerHead("draft", until("filing", 3))}
	return []Sample{{"producer-check", check}, {"producer-check-missing", missing}, {"producer-check-refused", refused}, {"producer-check-again", again}, {"producer-submit", submit},
		{"producer-submit-faults", unticked}, {"producer-done", done}, {"producer-withdraw", withdraw}}
}

func producerFiled() []Sample {
	files := producerFiles()
	for i := range files {
		files[i].RemoveURL = ""
	}
	page := templates.ProducerFiled{
		Shell: signedIn("nominations", "/nominations/x", "nominations"), ProducerHead: producerHead("submitted", templates.ProducerDeadline{}),
		Moments: []templates.Moment{{At: now, Title: "Lập hồ sơ"}, {At: now.Add(26 * time.Hour), Title: "Nộp hồ sơ"},
			{At: now.Add(50 * time.Hour), Title: "Tổ giúp việc: cần bổ sung", Lines: []string{"Ảnh số 2 bị mờ.", "Hạn bổ sung: 20/08/2027"}}},
		Answers: producerAnswers(""), Files: files, Prints: producerPrints(), CanWithdraw: true,
	}
	page.ReceiptURL = "/nominations/x/papers/receipt.pdf"
	ineligible, recognised, bare := page, page, page
	ineligible.ProducerHead = producerHead("ineligible", templates.ProducerDeadline{})
	for _, p := range []*templates.ProducerFiled{&ineligible, &recognised, &bare} {
		p.Prints = templates.ProducerPrints{}
	}
	ineligible.Demands = []templates.ProducerDemand{{Title: "Cả hồ sơ", Text: "Cơ sở ở ngoài tỉnh."}}
	recognised.ProducerHead = producerHead("results", templates.ProducerDeadline{})
	recognised.Result, recognised.CanWithdraw = templates.Tag{Kind: "gold", Icon: "award", Text: "Được công nhận"}, false
	recognised.ResultLines, recognised.ResultsURL = []string{"Điểm trung bình: 83,21.", "Theo quyết định 1234/QĐ-UBND."}, "/editions/mau-2026"
	recognised.Certificates = []templates.ProducerCertificate{{Code: "7K3M-9QXT-2HDK", Number: "01/2026/GCN", Status: templates.StatusValid, PDFURL: "/api/v1/certificates/7k3m9qxt2hdk/pdf", VerifyURL: "/v/7k3m9qxt2hdk"}}
	bare.ProducerHead, bare.Files, bare.CanWithdraw = producerHead("withdrawn", templates.ProducerDeadline{}), nil, false
	return []Sample{{"producer-filed", page}, {"producer-filed-ineligible", ineligible}, {"producer-filed-recognised", recognised}, {"producer-filed-withdrawn", bare}}
}
