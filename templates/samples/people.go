package samples

import (
	"fmt"
	"time"

	"vinhdanh/templates"
)

func entry() []Sample {
	faults := templates.FormFaults{
		{Field: "email", Message: "Nhập địa chỉ thư có dấu @, ví dụ ten@example.vn."},
		{Field: "password", Message: "Nhập mật khẩu dài ít nhất 12 ký tự."},
	}
	login := templates.Login{Shell: shell("login", "/login"), Next: "/desk"}
	badLogin := login
	badLogin.Email, badLogin.Faults = "thu", templates.FormFaults{faults[0], {Message: "Không đăng nhập được. Xem lại thư hoặc số điện thoại, và mật khẩu hoặc mã, rồi gõ lần nữa."}}
	setup := templates.Setup{Shell: shell("", "/setup/abc"), Action: "/setup/abc", Programme: "Bình chọn sản phẩm CNNT tiêu biểu"}
	badSetup := setup
	badSetup.Name, badSetup.Language, badSetup.Faults = "Nguyễn Thị Thư", "en", faults
	invitation := templates.Invitation{
		Shell: shell("", "/invitation/abc"), Action: "/invitation/abc", Name: "Nguyễn Văn Giám", Email: "giam@example.vn",
		Roles: []templates.PersonRole{{Role: "Ban giám khảo · Thành viên", Edition: "Lần thứ I, năm 2026"}}, ExpiresAt: now.Add(72 * time.Hour),
	}
	badInvitation := invitation
	badInvitation.Faults = templates.FormFaults{{Field: "repeat", Message: "Hai lần gõ chưa giống nhau. Gõ lại mật khẩu mới."}}
	keptLogin := login
	keptLogin.Kept = templates.Kept{Path: "/nominations/x/description", Body: "description=N%C3%B3n"}
	lostLogin := login
	lostLogin.Kept.Lost = "file"
	longLogin := login
	longLogin.Kept.Lost = "long"
	return []Sample{
		{"login", login}, {"login-faults", badLogin}, {"login-kept", keptLogin}, {"login-lost", lostLogin}, {"login-words-long", longLogin}, {"setup", setup}, {"setup-faults", badSetup},
		{"invitation", invitation}, {"invitation-faults", badInvitation},
	}
}

func signedIn(section, address string, places ...string) templates.Shell {
	s := shell(section, address)
	s.Viewer = &templates.Viewer{Name: "Nguyễn Thị Thư", Places: places}
	s.CSRF = "c3Jm"
	return s
}

func account() []Sample {
	page := templates.Account{
		Shell: signedIn("account", "/account", "desk"), Name: "Nguyễn Thị Thư", Email: "thu@example.vn", Roles: []string{"Tổ trưởng Tổ giúp việc, năm 2026"},
		Sessions: []templates.AccountSession{
			{ID: "a", Device: "Chrome · Windows", StartedAt: now, SeenAt: now, Current: true},
			{ID: "b", Device: "Safari · iPhone", StartedAt: now.Add(-90 * time.Hour), SeenAt: now.Add(-5 * time.Hour), Judging: true, Kept: true},
		},
		Tokens: []templates.AccountToken{{ID: "t", Name: "Cổng thông tin của Sở", MadeAt: now, UsedAt: now}, {ID: "u", Name: "Thử nghiệm", MadeAt: now}},
	}
	page.Shell.Notice = "Đã tạo khóa."
	page.NewToken = "vd_mockmockmockmockmockmockmockmockmock"
	bare := page
	bare.Shell.Notice, bare.NewToken, bare.Tokens, bare.Sessions = "", "", nil, page.Sessions[:1]
	bare.Faults = templates.FormFaults{{Field: "current", Message: "Mật khẩu đang dùng chưa đúng. Gõ lại."}}
	slip := bare
	slip.Name, slip.Email, slip.Phone, slip.NoPassword, slip.Faults, slip.Roles = "Bùi Thị Lý", "", "0912 345 678", true, nil, nil
	return append(peoplePages(), Sample{"account", page}, Sample{"account-bare", bare}, Sample{"account-slip", slip})
}

func failures() []Sample {
	var list []Sample
	for _, status := range []int{400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503} {
		page := templates.Error{Shell: shell("", "/x"), Status: status, RequestID: "q7f2mvn4k3"}
		switch status {
		case 409:
			page.Detail, page.BackURL = "Lần chấm 1 chưa đóng: còn 3 phiếu chưa gửi.", "/judge"
		case 404:
			page.Detail, page.LoginURL = "Thiết bị này chỉ mở cuộc bình chọn mẫu.", "/login"
		case 429:
			page.RetryAfter, page.AgainURL = 40, "/x"
		}
		list = append(list, Sample{fmt.Sprintf("error-%d", status), page})
	}
	return list
}
