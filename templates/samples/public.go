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
	for _, name := range []string{"Tương nếp mẫu “Làng Giếng”", "Bộ khay mây đan mẫu “Trúc Cầu”", "Long nhãn sấy mẫu “Phố Hiến”"} {
		page.Recent = append(page.Recent, templates.RegisterItem{Product: name, Producer: "Cơ sở sản xuất mẫu", Commune: "xã Tân Hưng", Status: templates.StatusValid, VerifyURL: "/v/7k3m9qxt2hdk"})
	}
	page.Editions = []templates.EditionLine{
		{Name: "Bình chọn lần thứ II, năm 2027", Slug: "2027", Organiser: "Sở Công Thương tỉnh mẫu", Year: 2027, Level: "province", State: "filing", FilingUntil: time.Date(2027, 8, 28, 10, 0, 0, 0, time.UTC)},
		announced(),
	}
	for _, state := range []string{"draft", "screening", "scoring", "deliberation", "closed"} {
		plain.Editions = append(plain.Editions, templates.EditionLine{Name: "Kỳ mẫu " + state, Slug: state, State: state, Level: "commune"})
	}
	plain.Editions[0].Level, plain.Editions[1].Level = "region", "nation"
	return []Sample{{"home", page}, {"home-empty", empty}, {"home-states", plain}}
}

func lookup() []Sample {
	page := templates.VerifyLookup{Shell: shell("verify", "/v"), MaxFileMB: 10, Host: host}
	list := []Sample{{"lookup", page}}
	for _, p := range []templates.LookupProblem{templates.LookupNoCode, templates.LookupMistyped, templates.LookupNoFile, templates.LookupFileTooLarge, templates.LookupNotPDF} {
		page.Problem, page.Code = p, "7K3M-9QXT-2HDL"
		list = append(list, Sample{"lookup-" + string(p), page})
	}
	return list
}

func verify() []Sample {
	cert := templates.VerifyCertificate{
		PhotoURL: "/photo.svg", PhotoText: "Chai tương 500 ml, nhãn đỏ", Product: "Tương nếp mẫu “Làng Giếng”",
		Producer: "Cơ sở sản xuất tương mẫu", Commune: "xã Tân Hưng",
		Title: "Sản phẩm công nghiệp nông thôn tiêu biểu cấp tỉnh", Group: "Sản phẩm chế biến nông, lâm, thủy sản và thực phẩm",
		Edition: "Lần thứ I, năm 2026", EditionURL: "/editions/2026",
		Decision: templates.DecisionRef{Number: "1234/QĐ-UBND", Date: day(2026, 11, 10)},
		IssuedOn: day(2026, 11, 20), ValidUntil: day(2029, 12, 31), Number: "07/2026/GCN", Prize: "Giải A",
	}
	page := templates.Verify{
		Shell: shell("verify", "/v/7k3m9qxt2hdk"), Status: templates.StatusValid, Code: "7K3M-9QXT-2HDK", CheckedAt: now, Host: host,
		Certificate: &cert, Report: help,
		Evidence: &templates.VerifyEvidence{LedgerIndex: 1203, Checkpoint: note, PDFSHA256: sum, PDFURL: "/api/v1/certificates/7K3M-9QXT-2HDK/pdf", JSONURL: "/api/v1/certificates/7K3M-9QXT-2HDK"},
	}
	set := cert
	set.PhotoURL, set.Prize, set.Product = "", "", "Bộ khay mây đan mẫu “Trúc Cầu”"
	set.SetMembers = []string{"Khay tròn 30 cm", "Khay chữ nhật 40 cm", "Giỏ có nắp", "Lồng đèn nan dài"}
	withSet := page
	withSet.Certificate, withSet.Evidence = &set, &templates.VerifyEvidence{LedgerIndex: -1, PDFSHA256: sum}
	list := []Sample{{"verify-valid", page}, {"verify-set", withSet}}
	for _, status := range []templates.VerifyStatus{templates.StatusSuspended, templates.StatusExpired, templates.StatusRevoked, templates.StatusSuperseded} {
		p := page
		p.Status = status
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
