package samples

import (
	"time"

	"vinhdanh/templates"
)

// paperSamples are signed paper sheets at the secretariat's desk.
func paperSamples() []Sample {
	at := time.Date(2026, 11, 5, 2, 30, 0, 0, time.UTC)
	base := deskURL + "/paper"
	waits, bad, ok := templates.Tag{Kind: "warn", Icon: "hourglass-split", Text: "Chờ lần 2"}, templates.Tag{Kind: "bad", Icon: "exclamation-triangle", Text: "Khác nhau"},
		templates.Tag{Kind: "ok", Icon: "check-lg", Text: "Đã nhập"}
	line := templates.DeskPaperLine{Code: "N1-001", Product: "Bộ khay mây đan mẫu “Trúc Cầu”", Judge: "Lê Thị Mẫu", First: "Nguyễn Thư Ký", At: at, State: waits,
		URL: base + "/sheets/a", Action: "Nhập lần 2"}
	differs, own, stopped, done := line, line, line, line
	differs.Second, differs.State, differs.URL, differs.Action = "Phạm Văn Viên", bad, base+"/sheets/a/compare", "So hai lần nhập"
	own.URL, own.Note = "", "Chờ người khác nhập lần 2."
	stopped.State, stopped.Action = templates.Tag{Icon: "slash-circle", Text: "Đã dừng"}, "Mở"
	done.Second, done.Ended, done.State, done.URL = "Phạm Văn Viên", "Nguyễn Thư Ký", ok, ""
	open := templates.DeskPaperLine{Code: "N2-014", Product: "Tương nếp mẫu “Làng Giếng”", Judge: "Trần Văn B", URL: base + "/sheets/b", Action: "Nhập", PrintURL: base + "/sheets/b/print.pdf"}
	list := templates.DeskPaper{Shell: officeShell("/paper"), Edition: officeEdition("scoring"), Nav: deskNav(3), Pass: 1, Compare: []templates.DeskPaperLine{differs},
		Second: []templates.DeskPaperLine{line, own}, Stopped: []templates.DeskPaperLine{stopped}, Done: []templates.DeskPaperLine{done}, Found: 84,
		Judges: []templates.Option{{Label: "Mọi giám khảo"}}, Open: []templates.DeskPaperLine{open}, AllURL: base + "/open.pdf",
		Prints: []templates.DeskPaperPrint{{Name: "Lê Thị Mẫu"}, {Name: "Trần Văn B", Open: 33, URL: base + "/open.pdf?judge=b"}},
		Blanks: []templates.DeskPaperBlank{{Name: "Thủ công mỹ nghệ", PDFURL: base + "/blank.pdf?group=N1", DOCXURL: base + "/blank.docx?group=N1"}}}
	objection := templates.PaperObjection{Code: "N1-001", Product: line.Product, Judge: line.Judge, Text: "Mục 1.2 khác phiếu", URL: "/desk/mau-2026/nominations/1#asked", At: at}
	settled := objection
	settled.Answer, settled.AnsweredAt = "Đã nhập lại", at
	list.Objections = []templates.PaperObjection{objection, settled}
	waiting, closed := templates.DeskPaper{Shell: list.Shell, Edition: list.Edition, Nav: list.Nav, Waiting: "Phiếu được phát khi kỳ chuyển sang bước chấm điểm."}, list
	closed.Closed, closed.Compare, closed.Second, closed.Stopped = true, nil, nil, nil
	empty := closed
	empty.Closed, empty.Open, empty.Done, empty.Found, empty.AllURL, empty.Prints = false, nil, nil, 0, "", []templates.DeskPaperPrint{{Name: "Lê Thị Mẫu"}}
	return append(paperSheetSamples(base, at), Sample{"desk-paper", list}, Sample{"desk-paper-waiting", waiting}, Sample{"desk-paper-closed", closed}, Sample{"desk-paper-empty", empty})
}

func paperSheetSamples(base string, at time.Time) []Sample {
	leaf := func(code, name, value string) templates.JudgeLeaf {
		return templates.JudgeLeaf{Field: "marks." + code, Code: code, Name: name, Max: "5", Step: "0.5", Value: value}
	}
	first := templates.DeskPaperSheet{Shell: officeShell("/paper/sheets/a"), Edition: officeEdition("scoring"), Nav: deskNav(3), Back: templates.Link{Text: "Phiếu giấy", URL: base},
		Code: "N1-001", Product: "Bộ khay mây đan mẫu “Trúc Cầu”", Group: "Thủ công mỹ nghệ", Judge: "Lê Thị Mẫu", Pass: 1, Action: base + "/sheets/a", Turn: 1, Max: "100", Step: "0.5",
		Tops:   []templates.JudgeTop{{Code: "1", Name: "Đáp ứng thị trường", Max: "10", Leaves: []templates.JudgeLeaf{leaf("1.1", "Đáp ứng nhu cầu", ""), leaf("1.2", "Thay hàng nhập khẩu", "")}}},
		PDFURL: base + "/sheets/a/print.pdf", DOCXURL: base + "/sheets/a/print.docx"}
	faulty, second, mine, differs := first, first, first, first
	faulty.Incomplete, faulty.Missing, faulty.Total, faulty.Comment = true, 1, "9", "Đẹp"
	faulty.Faults = templates.FormFaults{{Field: "total", Message: "Các điểm vừa nhập cộng lại là 4,5."}, {Field: "marks.1.2", Message: "1.2: Điểm không đúng bước."}}
	bad := leaf("1.2", "Thay hàng nhập khẩu", "4,3")
	bad.Error = "Điểm không đúng bước."
	faulty.Tops = []templates.JudgeTop{{Code: "1", Name: "Đáp ứng thị trường", Max: "10", Leaves: []templates.JudgeLeaf{leaf("1.1", "Đáp ứng nhu cầu", "4,5"), bad}}}
	scan := templates.DeskPaperScan{Needed: true, Action: base + "/sheets/a/scan"}
	mine.Turn, mine.Told, mine.Tops, mine.Scan, mine.DropURL = 0, "Bạn đã nhập lần thứ nhất. Một người khác trong Tổ giúp việc nhập lần thứ hai.", nil, scan, base+"/sheets/a/drop"
	mine.State = templates.Tag{Kind: "warn", Icon: "hourglass-split", Text: "Chờ lần 2"}
	differs.Turn, differs.Tops, differs.CompareURL, differs.DropURL = 0, nil, base+"/sheets/a/compare", base+"/sheets/a/drop"
	differs.Told, differs.State = "Hai lần nhập khác nhau.", templates.Tag{Kind: "bad", Icon: "exclamation-triangle", Text: "Khác nhau"}
	scan.There, scan.Filename, scan.Size, scan.By, scan.At = true, "phieu-N1-001.jpg", "1 MB", "Nguyễn Thư Ký", at
	scan.URL = "/photo.svg"
	second.Turn, second.Scan, second.DropURL = 2, scan, base+"/sheets/a/drop"
	scan.FrameURL, scan.Image = "/photo.svg#navpanes=0", true
	compare := templates.DeskPaperCompare{Shell: first.Shell, Edition: first.Edition, Nav: first.Nav, Back: first.Back, Code: first.Code, Product: first.Product, Group: first.Group,
		Judge: first.Judge, First: "Nguyễn Thư Ký", Second: "Phạm Văn Viên", Action: base + "/sheets/a/compare", DropURL: base + "/sheets/a/drop", Scan: scan,
		Alone: true, Reason: "Chỉ có hai người", Faults: templates.FormFaults{{Field: "choices.1.1", Message: "Hãy điền mục này."}},
		Rows: []templates.DeskPaperChoice{{Field: "choices.1.1", Label: "1.1. Đáp ứng nhu cầu", Max: "5", First: "3,5", Second: "4,5", Error: "Hãy điền mục này."},
			{Field: "comment", Label: "Nhận xét", First: "(để trống)", Second: "Mẫu mã đẹp", Chosen: "second"}}}
	return []Sample{{"desk-paper-first", first}, {"desk-paper-faulty", faulty}, {"desk-paper-mine", mine}, {"desk-paper-second", second}, {"desk-paper-differs", differs}, {"desk-paper-compare", compare}}
}
