package samples

import (
	"time"

	"vinhdanh/templates"
)

const (
	host = "vinhdanh.example.vn"
	sum  = "4f1c0a6be1f6a1d0f3e6f9df7f9a4a1ab2a8c5ce63d2a6b1b7d3a0a9c7d1e2f0"
	note = "vinhdanh.example.vn/ledger\n1284\nq0wN3k2u8l0hS8o1r3bVt5dXy7ZkPmJ4c6GfHj9LwQs=\n\n— vinhdanh.example.vn Az3gk1aQwErTyUiOpAsDfGhJkLzXcVbNm0123456789+/abcdefghijklmnopqrstuvwx=\n"
)

var (
	help = templates.Contact{Name: "Tổ giúp việc", Phone: "0221 300 0000", Email: "totgiupviec@example.vn", Hours: "7:30–17:00, thứ Hai đến thứ Sáu"}
	now  = time.Date(2027, 3, 5, 3, 32, 0, 0, time.UTC)
)

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func shell(section, address string) templates.Shell {
	return templates.Shell{
		Programme: "Bình chọn sản phẩm CNNT tiêu biểu", Organiser: "Sở Công Thương tỉnh mẫu",
		Address: address, Section: section, CarryLanguage: section == "verify", Demo: true, Help: help,
	}
}

func announced() templates.EditionLine {
	return templates.EditionLine{Name: "Bình chọn lần thứ I, năm 2026", Slug: "2026", Organiser: "Sở Công Thương tỉnh mẫu", Year: 2026, Level: "province", State: "announced"}
}

func home() []Sample {
	page := templates.Home{Shell: shell("home", "/"), Honoured: 1286}
	empty := page
	empty.Honoured = 0
	plain := page
	plain.Shell.Demo, plain.Shell.BaseURLNote = false, "https://"+host
	for i, name := range []string{"Tương nếp mẫu “Làng Giếng”", "Bộ khay mây đan mẫu “Trúc Cầu”", "Long nhãn sấy mẫu “Phố Hiến”"} {
		item := templates.RegisterItem{Product: name, Producer: "Cơ sở sản xuất mẫu", Commune: "xã Tân Hưng", Status: templates.StatusValid, ProductURL: "/products/x", VerifyURL: "/v/7k3m9qxt2hdk", Code: "7K3M-9QXT-2HDK"}
		if i < 2 {
			item.PhotoURL = "/photo.svg"
		}
		page.Recent = append(page.Recent, item)
	}
	page.Open = []templates.OpenRound{openRound(now.Add(3*24*time.Hour + 6*time.Hour + time.Minute))}
	page.Editions = []templates.EditionLine{announced()}
	for _, state := range []string{"draft", "screening", "scoring", "deliberation", "closed"} {
		plain.Editions = append(plain.Editions, templates.EditionLine{Name: "Kỳ mẫu " + state, Slug: state, State: state, Level: "commune"})
	}
	plain.Editions[0].Level, plain.Editions[1].Level = "region", "nation"
	late := page
	late.Open = []templates.OpenRound{openRound(now.Add(-time.Hour)), openRound(now.Add(50 * time.Minute)), openRound(now.Add(5*24*time.Hour + 2*time.Hour)), openRound(now.Add(40 * 24 * time.Hour))}
	for i := range late.Open {
		late.Open[i].Slug = string(rune('a' + i))
		late.Open[i].Name += " " + late.Open[i].Slug
	}
	return []Sample{{"home", page}, {"home-empty", empty}, {"home-states", plain}, {"home-clocks", late}}
}

func openRound(until time.Time) templates.OpenRound {
	return templates.OpenRound{
		EditionLine: templates.EditionLine{Name: "Bình chọn lần thứ II, năm 2027", Slug: "2027", Year: 2027, Level: "province", State: "filing", FilingUntil: until},
		Deadline:    templates.Deadline{Until: until, Now: now}, StartURL: "/editions/2027/start",
	}
}

func start() []Sample {
	round := openRound(now.Add(20 * time.Hour))
	page := templates.PublicStart{
		MaxMB: 20,
		Shell: shell("", "/editions/2027/start"), Edition: round.EditionLine, Deadline: round.Deadline, Open: true,
		BeginURL: "/nominations/new?edition=2027", Province: "tỉnh mẫu",
		Kinds:  []string{"Doanh nghiệp nhỏ và vừa", "Tổ hợp tác", "Hợp tác xã", "Liên hiệp hợp tác xã", "Hộ kinh doanh"},
		Groups: []string{"Nhóm sản phẩm thủ công mỹ nghệ", "Nhóm sản phẩm chế biến nông, lâm, thủy sản và thực phẩm"},
		Needed: []templates.StartPaper{
			{Name: "Bản sao hợp lệ giấy đăng ký doanh nghiệp, hợp tác xã, hộ kinh doanh hoặc giấy tờ có giá trị tương đương", Count: 1},
			{Name: "Ảnh màu sản phẩm (10 x 15 cm, chụp các góc khác nhau)", Count: 3},
			{Name: "Giấy tờ về an toàn thực phẩm còn hiệu lực", Count: 1, Only: []string{"Nhóm sản phẩm chế biến nông, lâm, thủy sản và thực phẩm"}},
		},
		Helpful: []templates.StartPaper{{Name: "Giấy khen, bằng khen, giải thưởng"}, {Name: "Giấy chứng nhận chất lượng", Only: []string{"Hộ kinh doanh"}}},
		Answers: []string{"Địa chỉ", "Xã, phường", "Điện thoại", "Mô tả sản phẩm"}, Ask: help,
	}
	late, closed := page, page
	late.Open, late.Deadline.Until = false, now.Add(-time.Hour)
	closed.Open, closed.Deadline = false, templates.Deadline{}
	closed.Edition.State = "scoring"
	return []Sample{{"start", page}, {"start-late", late}, {"start-closed", closed}}
}

func product() []Sample {
	again := templates.ProductRecognition{
		Year: 2029, Title: "Sản phẩm công nghiệp nông thôn tiêu biểu cấp tỉnh", Prize: "Giải A", Edition: "Bình chọn lần thứ IV, năm 2029", EditionURL: "/editions/2029",
		Decision: templates.DecisionRef{Number: "1650/QĐ-UBND", Date: day(2029, 11, 2)}, Status: templates.StatusValid, ValidUntil: day(2032, 12, 31), Code: "2HDK-7K3M-9QXT", VerifyURL: "/v/2hdk7k3m9qxt",
	}
	first := again
	first.Year, first.Prize, first.Edition, first.EditionURL = 2026, "", "Bình chọn lần thứ I, năm 2026", ""
	first.Status, first.ValidUntil, first.Code = templates.StatusExpired, day(2028, 12, 31), "7K3M-9QXT-2HDK"
	replaced := first
	replaced.Status, replaced.Code = templates.StatusSuperseded, "9QXT-7K3M-2HDK"
	page := templates.PublicProduct{
		Shell: shell("products", "/products/x"), Product: "Tương nếp mẫu “Làng Giếng”", Producer: "Cơ sở sản xuất tương mẫu", Commune: "xã Tân Hưng, tỉnh mẫu",
		PlaceURL: "/products?place=x", ProducerURL: "/products?q=x", Group: "Sản phẩm chế biến nông, lâm, thủy sản và thực phẩm",
		Status: templates.StatusValid, VerifyURL: "/v/2hdk7k3m9qxt", Report: help, Recognitions: []templates.ProductRecognition{again, first, replaced},
	}
	for i := range 4 {
		page.Photos = append(page.Photos, templates.PublicPhoto{N: i + 1, URL: "/photo.svg", WholeURL: "/photo.svg"})
	}
	bare := page
	bare.Photos, bare.PlaceURL, bare.Recognitions = nil, "", page.Recognitions[:1]
	bare.Product, bare.SetMembers = "Bộ khay mây đan mẫu “Trúc Cầu”", []string{"Khay tròn 30 cm", "Khay chữ nhật 40 cm", "Giỏ có nắp"}
	return []Sample{{"product", page}, {"product-bare", bare}}
}

func lookup() []Sample {
	page := templates.VerifyLookup{Shell: shell("verify", "/v"), MaxFileMB: 10, Host: host}
	list := []Sample{{"lookup", page}}
	for _, p := range []templates.LookupProblem{templates.LookupNoCode, templates.LookupMistyped, templates.LookupElsewhere, templates.LookupNoFile, templates.LookupFileTooLarge, templates.LookupNotPDF} {
		page.Problem, page.Code, page.Slip, page.Elsewhere = p, "7K3M-9QXT-2HDL", nil, ""
		switch p {
		case templates.LookupMistyped:
			page.Slip = &templates.CodeSlip{Kind: "check", Parts: "3"}
		case templates.LookupElsewhere:
			page.Code, page.Elsewhere = "https://example.com/v/7k3m9qxt2hdk", "example.com"
		default:
		}
		list = append(list, Sample{"lookup-" + string(p), page})
	}
	page.Problem, page.Elsewhere = templates.LookupMistyped, ""
	for _, kind := range []string{"check", "short", "long"} {
		page.Slip = &templates.CodeSlip{Kind: kind, Have: 11}
		list = append(list, Sample{"lookup-" + kind, page})
	}
	return list
}

func verify() []Sample {
	cert := templates.VerifyCertificate{
		ProductURL: "/products/x", PhotoURL: "/photo.svg", PhotoText: "Chai tương 500 ml, nhãn đỏ", Product: "Tương nếp mẫu “Làng Giếng”",
		Producer: "Cơ sở sản xuất tương mẫu", Commune: "xã Tân Hưng",
		Title: "Sản phẩm công nghiệp nông thôn tiêu biểu cấp tỉnh", Group: "Sản phẩm chế biến nông, lâm, thủy sản và thực phẩm",
		Edition: "Lần thứ I, năm 2026", EditionURL: "/editions/2026",
		Decision: templates.DecisionRef{Number: "1234/QĐ-UBND", Date: day(2026, 11, 10)},
		IssuedOn: day(2026, 11, 20), ValidUntil: day(2029, 12, 31), Number: "07/2026/GCN", Prize: "Giải A",
	}
	page := templates.Verify{
		Shell: shell("verify", "/v/7k3m9qxt2hdk"), Status: templates.StatusValid, Code: "7K3M-9QXT-2HDK", CheckedAt: now, Host: host,
		Certificate: &cert, Report: help, ReportURL: "/v/7k3m9qxt2hdk/report",
		Evidence: &templates.VerifyEvidence{LedgerIndex: 1203, Checkpoint: note, PDFSHA256: sum, PDFURL: "/api/v1/certificates/7K3M-9QXT-2HDK/pdf", JSONURL: "/api/v1/certificates/7K3M-9QXT-2HDK", CredentialURL: "/api/v1/certificates/7K3M-9QXT-2HDK/credential"},
	}
	set := cert
	set.ProductURL = ""
	set.PhotoURL, set.Prize, set.Product = "", "", "Bộ khay mây đan mẫu “Trúc Cầu”"
	set.SetMembers = []string{"Khay tròn 30 cm", "Khay chữ nhật 40 cm", "Giỏ có nắp", "Lồng đèn nan dài"}
	withSet := page
	withSet.Certificate, withSet.Evidence = &set, &templates.VerifyEvidence{LedgerIndex: -1, PDFSHA256: sum}
	shown, photo := withSet, set
	photo.PhotoURL, photo.Prize, shown.Certificate = cert.PhotoURL, cert.Prize, &photo
	page.History = verifyHistory()
	ahead := page
	ahead.Upcoming = &templates.VerifyUpcoming{Kind: "revoked", Last: day(2027, 3, 31), On: day(2027, 4, 1), Reason: "Cơ sở ngừng sản xuất sản phẩm này.",
		Decision: templates.DecisionRef{Number: "88/QĐ-UBND", Date: day(2027, 1, 25)}}
	ahead.Before, ahead.Change = &templates.VerifyNeighbour{Code: "9QXT-7K3M-2HDK", URL: "/v/9qxt7k3m2hdk"}, "Tên sản phẩm: “Tương nếp Làng Giến” đổi thành “Tương nếp mẫu “Làng Giếng””."
	list := []Sample{{"verify-valid", page}, {"verify-set", withSet}, {"verify-set-photo", shown}, {"verify-ahead", ahead}}
	halted, up := ahead, *ahead.Upcoming
	up.Kind, halted.Upcoming = "suspended", &up
	list = append(list, Sample{"verify-ahead-suspended", halted})
	for _, status := range []templates.VerifyStatus{templates.StatusSuspended, templates.StatusExpired, templates.StatusRevoked, templates.StatusSuperseded} {
		p := page
		p.Status = status
		p.History = append(verifyHistory(), templates.VerifyMoment{Kind: "revoked", At: day(2027, 3, 2), On: day(2027, 3, 2), Index: 1400}, templates.VerifyMoment{Kind: "superseded", At: day(2027, 3, 2), On: day(2027, 3, 2), Index: 1401})
		switch status {
		case templates.StatusSuspended, templates.StatusRevoked:
			p.Act = &templates.VerifyAct{On: day(2027, 2, 1), Reason: "Cơ sở không còn sản xuất sản phẩm này; hồ sơ có thông tin không đúng.", Decision: templates.DecisionRef{Number: "88/QĐ-UBND", Date: day(2027, 1, 25)}}
		case templates.StatusSuperseded:
			p.Replacement = &templates.VerifyReplacement{Code: "2HDK-7K3M-9QXT", URL: "/v/2hdk7k3m9qxt"}
		case templates.StatusExpired:
			old := cert
			old.IssuedOn, old.ValidUntil = day(2022, 11, 20), day(2025, 12, 31)
			p.Certificate = &old
		default:
		}
		list = append(list, Sample{"verify-" + string(status), p})
	}
	page.Certificate, page.Evidence = nil, nil
	for _, status := range []templates.VerifyStatus{templates.StatusUnknown, templates.StatusMistyped} {
		page.Status = status
		if status == templates.StatusMistyped {
			page.ReportURL, page.Slip = "", &templates.CodeSlip{Kind: "letter", Letter: "U", Parts: "2"}
		}
		list = append(list, Sample{"verify-" + string(status), page})
	}
	return list
}

func verifyFile() []Sample {
	var list []Sample
	for _, v := range []templates.FileVerdict{templates.FileGenuine, templates.FileAltered, templates.FileRevoked, templates.FileUnknown} {
		page := templates.VerifyFile{
			Shell: shell("verify", "/v"), Verdict: v, FileName: "giay-chung-nhan-tuong-nep-mau-lang-gieng.pdf", Code: "7K3M-9QXT-2HDK",
			VerifyURL: "/v/7k3m9qxt2hdk", CheckedAt: now, Host: host, Report: help,
			Checks: []templates.FileCheck{
				{Label: "Mã trong tệp", OK: true, Detail: "Tệp mang mã 7K3M-9QXT-2HDK, đã cấp ngày 20/11/2026."},
				{Label: "Từng byte giống bản đã cấp", OK: v != templates.FileAltered, Detail: "Tệp khác tệp đã cấp (SHA-256 " + sum + ")."},
				{Label: "Chữ ký số", OK: v != templates.FileAltered},
				{Label: "Còn hiệu lực", OK: v != templates.FileRevoked, Detail: "Tính tại thời điểm kiểm tra."},
			},
		}
		if v == templates.FileUnknown {
			page.Code, page.VerifyURL = "", ""
			page.Checks = []templates.FileCheck{{Label: "Mã trong tệp", Detail: "Tệp không mang mã nào."}}
		}
		list = append(list, Sample{"file-" + string(v), page})
	}
	return list
}

func verifyReport() []Sample {
	page := templates.VerifyReport{
		Shell: shell("verify", "/v/7k3m9qxt2hdk/report"), Code: "7K3M-9QXT-2HDK", Product: "Tương nếp mẫu “Làng Giếng”", Producer: "Cơ sở sản xuất tương mẫu",
		Action: "/v/7k3m9qxt2hdk/report", BackURL: "/v/7k3m9qxt2hdk", MaxMB: 20, Months: 12, Contacts: help, Host: host,
		Kinds: []templates.Option{{Value: "other_product", Label: "Giấy này treo với sản phẩm khác"}, {Value: "forged", Label: "Tờ giấy trông như làm giả"},
			{Value: "expired", Label: "Vẫn dùng dù đã hết hạn hoặc bị thu hồi"}, {Value: "claim", Label: "Quảng cáo quá điều giấy ghi"}, {Value: "something_else", Label: "Điều khác"}},
	}
	bad, sent := page, page
	bad.Product, bad.Producer, bad.Contact = "", "", "0912 345 678"
	bad.Faults = templates.FormFaults{{Field: "kind", Message: "Chọn một điều."}, {Field: "consent", Message: "Đánh dấu nếu đồng ý, hoặc xóa liên hệ."}}
	sent.Sent = true
	return []Sample{{"misuse", page}, {"misuse-faults", bad}, {"misuse-sent", sent}}
}
