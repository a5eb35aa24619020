package forms_test

import (
	"fmt"
	"strings"
	"testing"

	"vinhdanh/internal/paper"
	"vinhdanh/internal/paper/forms"
	"vinhdanh/judging"
	"vinhdanh/judging/packs"
)

const longName = "Bộ sản phẩm mẫu Mực bơ tỏi giòn tan - Cá đù cháy tỏi ớt xanh - Cá lạc chiên mắm ruốc - Cá mai sốt chanh dây mật"

func award(t testing.TB, lang string) forms.Award {
	t.Helper()
	pack, _, err := packs.Load("vn-cnnt-2025")
	if err != nil {
		t.Fatal(err)
	}
	pack.Prizes = []judging.Prize{{Code: "A", Name: judging.Name{VI: "Giải A", EN: "Prize A"}, Count: 2}}
	return forms.Award{Lang: lang, Pack: pack, Organiser: "Trung tâm Khuyến công và Xúc tiến thương mại mẫu",
		Edition: judging.Edition{Slug: "mau-2027", Name: "Bình chọn lần thứ II, năm 2027", NameEN: "Second selection, 2027", Number: 2, Year: 2027,
			Level: "province", Province: "Tỉnh Mẫu"}}
}

func dossier(t testing.TB, lang string) forms.Dossier {
	return forms.Dossier{Award: award(t, lang), Nomination: judging.Nomination{
		Code: "MAU-2027-0007", Version: 4, Product: longName, ProductGroup: "N2",
		SetMembers:  []string{"Mực bơ tỏi giòn tan", "Cá đù cháy tỏi ớt xanh", "Cá lạc chiên mắm ruốc", "Cá mai sốt chanh dây mật"},
		Description: "Sản phẩm làm từ cá tươi đánh bắt trong ngày, chế biến theo cách làm của làng nghề từ năm 1960.\nNguyên liệu: cá, mực, tỏi, ớt. Công suất 1.200 hộp mỗi tháng.",
		Producer: judging.ProducerData{Name: "Hợp tác xã chế biến hải sản Mẫu Đơn", EntityKind: "cooperative", TaxCode: "0100109106",
			RegistrationNumber: "0507 000 123", Address: "Thôn Giếng Làng, số 12 đường Đê", Commune: "Xã Tân Mẫu", Phone: "0912 345 678",
			Email: "htx@mau.vn", Representative: "Nguyễn Thị Huyền Trân"}},
		Documents: map[string]int{"business_registration": 1, "photo": 5, "description": 1, "food_safety": 2}}
}

func empty(t testing.TB, lang string) forms.Dossier {
	d := forms.Dossier{Award: award(t, lang)}
	d.Nomination.ProductGroup = "N1"
	return d
}

func entries(n int) []forms.Entry {
	var list []forms.Entry
	for i := range n {
		e := forms.Entry{Code: fmt.Sprintf("SP-%03d", i+1), Product: fmt.Sprintf("Sản phẩm mẫu số %d", i+1), Group: fmt.Sprintf("N%d", 1+i%4),
			Producer: "Cơ sở sản xuất Mẫu Đơn", Address: "Xã Tân Mẫu, tỉnh Mẫu", Mean: "83.21", Rank: i/4 + 1}
		if i%5 == 1 {
			e.Product = longName
		}
		list = append(list, e)
	}
	return list
}

func minutes(t testing.TB) forms.MinutesData {
	m := forms.MinutesData{Award: award(t, "vi"), HeldOn: "2027-02-04", Chair: "Trần Văn Mẫu", Present: 4, For: 3, Against: 1, Scored: 20, Passed: 17,
		Proposed: entries(14), LeftOut: entries(3)}
	m.Members = []forms.Person{{"Trần Văn Mẫu", "Chủ tịch Hội đồng"}, {"Lê Thị Thử", "Phó Chủ tịch Hội đồng"}, {"Phạm Văn Ví", "Ủy viên"},
		{"Đỗ Thị Dụ", "Ủy viên"}, {"Hoàng Văn Phỏng", "Ủy viên"}}
	m.Proposed[0].Prize = "A"
	m.LeftOut[0].Reason = "Hồ sơ chưa có giấy chứng nhận an toàn thực phẩm còn hiệu lực đến ngày họp."
	m.LeftOut[1].Reason = strings.Repeat("Hội đồng đề nghị cơ sở hoàn thiện bao bì. ", 130)
	return m
}

func ranking(t testing.TB) forms.RankingData {
	r := forms.RankingData{Award: award(t, "vi"), Date: "2027-01-15", Head: "Ngô Thị Kiểm",
		Judges: []string{"Ngô Thị Kiểm", "Vũ Văn Nghề", "Đặng Thị Thêu", "Bùi Văn Lụa", "Lý Thị Gốm"}}
	for i, e := range entries(40) {
		row := forms.RankedRow{Entry: e}
		for j := range 5 {
			if (i+j)%7 != 0 {
				p := judging.Points(80000 + 500*int64(j))
				row.Totals = append(row.Totals, &p)
			} else {
				row.Totals = append(row.Totals, nil)
			}
		}
		r.Rows = append(r.Rows, row)
	}
	r.Rows[39].Rank, r.Rows[39].Mean, r.Rows[38].NotPassed = 0, "", true
	return r
}

func juryMinutes(t testing.TB) forms.JuryMinutesData {
	r := ranking(t)
	return forms.JuryMinutesData{Award: r.Award, Pass: 1, Opened: "2027-01-08", Closed: "2027-01-15", Head: r.Head, Members: []forms.Person{
		{"Ngô Thị Kiểm", "Trưởng ban"}, {"Vũ Văn Nghề", "Phó Trưởng ban"}, {"Đặng Thị Thêu", "Ủy viên"}},
		Rows: r.Rows, Sheets: 200, Scored: 194,
		Recusals: []forms.SheetNote{{"Vũ Văn Nghề", "SP-004", longName, "Em gái là giám đốc cơ sở"}},
		Reopened: []forms.SheetNote{{"Đặng Thị Thêu", "SP-007", "Sản phẩm mẫu số 7", "Cộng nhầm tiêu chí 2"}},
		LeftOpen: []forms.SheetNote{{"Đặng Thị Thêu", "SP-009", "Sản phẩm mẫu số 9", ""}}, LeftOpenReason: "Giám khảo ốm, không chấm tiếp được."}
}

func round(t testing.TB) forms.RoundData {
	return forms.RoundData{Award: award(t, "vi"), HeldOn: "2027-02-04", Filed: 47, Eligible: 40, Scored: 39, Passed: 38, Judges: 5,
		Proposed: entries(14), Recognised: entries(14), LeftOut: entries(3), ComplaintDays: 15, ReplyDays: 10}
}

func ballot(t testing.TB, recorded bool) forms.BallotData {
	b := forms.BallotData{Award: award(t, "vi"), HeldOn: "2027-02-04", Entries: entries(20), Members: 9}
	if recorded {
		m := minutes(t)
		b.Proposal = &m
	}
	return b
}

// registerBook is a register of which every third certificate changed since its issue.
func registerBook(t testing.TB) forms.RegisterData {
	a := award(t, "vi")
	a.Organiser = "Sở Công Thương tỉnh Mẫu"
	d := forms.RegisterData{Award: a, Date: "2028-03-02"}
	for i, e := range entries(20) {
		row := forms.RegisterRow{Number: fmt.Sprintf("%02d/2027/GCN", i+1), IssuedOn: "2027-11-05", ValidUntil: "2030-12-31", Product: e.Product,
			Producer: e.Producer, Address: "xã Tân Hưng, tỉnh Mẫu", DecisionNumber: "1234/QĐ-UBND", DecisionDate: "2027-11-02", Status: "Có hiệu lực"}
		if i%3 == 1 {
			row.Status, row.History = "Tạm đình chỉ", []string{"Tạm đình chỉ từ 02/03/2028. Căn cứ 99/QĐ-UBND ngày 01/03/2028."}
		}
		d.Rows = append(d.Rows, row)
	}
	return d
}

// samples are all papers, filled and empty.
func samples(t testing.TB) map[string]paper.Paper {
	a := award(t, "vi")
	return map[string]paper.Paper{
		"registration":       forms.Registration(dossier(t, "vi")),
		"registration-empty": forms.Registration(empty(t, "vi")),
		"registration-en":    forms.Registration(dossier(t, "en")),
		"description":        forms.Description(dossier(t, "vi")),
		"description-empty":  forms.Description(empty(t, "vi")),
		"description-en":     forms.Description(empty(t, "en")),
		"receipt":            forms.Receipt(forms.ReceiptData{Dossier: dossier(t, "vi"), PaperSets: 2, On: "2027-02-04"}),
		"minutes":            forms.CouncilMinutes(minutes(t)),
		"minutes-meeting":    forms.CouncilMinutes(func() forms.MinutesData { m := minutes(t); m.Meeting = meeting(); return m }()),
		"ranking":            forms.RankingTable(ranking(t)),
		"decision":           forms.DecisionList(forms.DecisionData{Award: a, Authority: "Ủy ban nhân dân tỉnh Mẫu", Entries: entries(30)}),
		"jury-minutes":       forms.JuryMinutes(juryMinutes(t)),
		"jury-minutes-plain": forms.JuryMinutes(forms.JuryMinutesData{Award: a, Pass: 1}),
		"ballot":             forms.Ballot(ballot(t, false)),
		"count":              forms.CountMinutes(ballot(t, false)),
		"count-recorded":     forms.CountMinutes(ballot(t, true)),
		"report":             forms.Report(round(t)),
		"submission":         forms.Submission(round(t)),
		"decision-draft":     forms.DecisionDraft(round(t)),
		"notice":             forms.Notice(round(t)),
		"register":           forms.CertificateRegister(registerBook(t)),
		"sheet":              forms.ScoreSheet(forms.SheetData{Award: a, Entry: entries(2)[1]}),
	}
}
