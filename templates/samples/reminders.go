package samples

import (
	"time"

	"vinhdanh/templates"
)

// reminderSamples are the secretariat's pages of reminders.
func reminderSamples() []Sample {
	at := time.Date(2027, 8, 26, 1, 0, 0, 0, time.UTC)
	draft := "Hồ sơ 2027-0004 “Tương nếp mẫu Làng Giếng” chưa nộp, hạn 17:00 ngày 28/08/2027"
	line := func(name, email, state string, tag templates.Tag, own bool, lines ...string) templates.ReminderLine {
		tag.Text = state
		return templates.ReminderLine{Name: name, Email: email, URL: deskURL + "/reminders/a", At: at, State: tag, Own: own, Lines: lines}
	}
	waits, held, done := templates.Tag{Kind: "new", Icon: "hourglass-split"}, templates.Tag{Kind: "warn", Icon: "hourglass-split"}, templates.Tag{Icon: "slash-circle"}
	page := templates.DeskReminders{Shell: officeShell("/reminders"), Edition: officeEdition("filing"), Nav: deskNav(2), Running: true,
		Waiting: []templates.ReminderLine{line("Hộ KD mẫu Nguyễn A", "nguyena@example.vn", "Chờ gửi", waits, false, draft),
			line("Nghệ nhân Lê Thị Mẫu", "mau@example.vn", "Đang giữ", held, true, "12 phiếu chấm chưa nộp, hạn hết ngày 28/08/2027"),
			line("HTX mẫu Trúc Cầu", "", "Không gửi nữa: đã xong", done, false), line("Hộ KD mẫu Lê C", "lec@example.vn", "Không gửi nữa: đã xong", done, false, draft)},
		Next: at, Leaving: 2,
		Past: []templates.ReminderLine{line("Công ty TNHH cơ khí mẫu", "", "Đã gửi", templates.Tag{Kind: "ok", Icon: "check-lg"}, false),
			line("Hộ KD mẫu Trần B", "", "Không gửi: đã xong việc", templates.Tag{}, false)},
		Owed: []templates.ReminderDebtor{{Name: "Hộ KD mẫu Nguyễn A", Email: "nguyena@example.vn", Lines: []string{draft, draft}},
			{Name: "Hộ KD mẫu Trần B", Phone: "0912 345 678", Lines: []string{draft}}},
		Plan: templates.ReminderPlan{Active: "yes", Before: "7, 2, 0", After: "1, 3", ScoringUntil: "28/08/2027", Note: "Kính gửi bà con."}}
	for i := range page.Waiting[2:] {
		page.Waiting[2+i].Idle = true
	}
	off, unsighted := page, page
	unsighted.Next, unsighted.Waiting, unsighted.Leaving = time.Time{}, nil, 0
	off.Leaving = 0
	off.Running, off.Waiting, off.Owed, off.Past, off.Plan.Active, off.Plan.Before = false, nil, nil, nil, "", "mai"
	off.Faults = templates.FormFaults{{Field: "before", Message: "Hãy ghi các số từ 0 đến 60, cách nhau bằng dấu phẩy, nhiều nhất 8 số."}}
	letter := templates.DeskReminder{Shell: officeShell("/reminders/a"), Edition: officeEdition("filing"), Action: deskURL + "/reminders/a",
		Back: templates.Link{Text: "Nhắc việc", URL: deskURL + "/reminders"}, Line: page.Waiting[0], Open: true, LinkLater: true,
		Subject: "Nhắc việc: Bình chọn lần thứ II", Text: "Kính gửi Hộ KD mẫu Nguyễn A,\n\nTrong Bình chọn lần thứ II, ông/bà còn những việc sau:\n\n- " + draft}
	own := letter
	own.Line, own.Held = page.Waiting[1], true
	own.Faults = templates.FormFaults{{Field: "subject", Message: "Cần điền ô này."}}
	idle, over := letter, letter
	idle.Line, over.Line, over.Open = page.Waiting[2], page.Past[0], false
	return []Sample{{"desk-reminders", page}, {"desk-reminders-off", off}, {"desk-reminders-unsighted", unsighted}, {"desk-reminder", letter}, {"desk-reminder-own", own},
		{"desk-reminder-idle", idle}, {"desk-reminder-over", over}}
}
