package templates_test

import (
	"regexp"
	"strings"
	"testing"

	"vinhdanh/templates"
)

func TestSevenAnswersDifferInColourIconAndWords(t *testing.T) {
	statuses := []templates.VerifyStatus{
		templates.StatusValid, templates.StatusSuspended, templates.StatusExpired, templates.StatusRevoked,
		templates.StatusSuperseded, templates.StatusUnknown, templates.StatusMistyped,
	}
	head := regexp.MustCompile(`(?s)class="verdict (verdict-[a-z]+)".*?<use href="[^"#]+#([^"]+)".*?<h1[^>]*>([^<]+)</h1>`)
	for _, lang := range []string{"vi", "en"} {
		seen := map[string]templates.VerifyStatus{}
		for _, status := range statuses {
			m := head.FindStringSubmatch(render(t, lang, sample(t, "verify-"+string(status))))
			if m == nil {
				t.Fatalf("%s %s: no verdict", lang, status)
			}
			for _, part := range m[1:] {
				if other, twice := seen[part]; twice {
					t.Errorf("%s: %s and %s share %q", lang, status, other, part)
				}
				seen[part] = status
			}
		}
	}
}

func TestRevocationStandsFirst(t *testing.T) {
	html := render(t, "vi", sample(t, "verify-revoked"))
	order := []string{"ĐÃ BỊ THU HỒI", "01/02/2027", "Cơ sở không còn sản xuất", "88/QĐ-UBND, ngày 25/01/2027", "7K3M-9QXT-2HDK", "Tương nếp mẫu"}
	last := strings.Index(html, "<main")
	for _, want := range order {
		at := strings.Index(html[last:], want)
		if at < 0 {
			t.Fatalf("%q is missing or stands before what should precede it", want)
		}
		last += at
	}
}

func TestVerifyShowsEveryField(t *testing.T) {
	html := render(t, "vi", sample(t, "verify-valid"))
	for _, want := range []string{
		"Tương nếp mẫu “Làng Giếng”", "Cơ sở sản xuất tương mẫu", "xã Tân Hưng", "Sản phẩm công nghiệp nông thôn tiêu biểu cấp tỉnh",
		"Giải A", "Lần thứ I, năm 2026", "1234/QĐ-UBND, ngày 10/11/2026", "20/11/2026", "31/12/2029", "07/2026/GCN", "7K3M-9QXT-2HDK",
		`alt="Chai tương 500 ml, nhãn đỏ"`, "1.203", "4f1c0a6be1f6a1d0", "không bao giờ hỏi mật khẩu, mã OTP hay tiền",
		`<b class="host">vinhdanh.example.vn</b>`, "Kiểm tra 10:32, 05/03/2027", "Đúng là sản phẩm bạn đang cầm?",
		`href="tel:02213000000"`, `href="/v/7k3m9qxt2hdk/report"`,
		"đây không phải giấy chứng nhận an toàn thực phẩm",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	set := render(t, "vi", sample(t, "verify-set"))
	for _, want := range []string{"Bộ gồm 4 sản phẩm", "<li>Giỏ có nắp</li>", "lần công bố sổ cái tiếp theo"} {
		if !strings.Contains(set, want) {
			t.Errorf("the page of a set lacks %q", want)
		}
	}
	if strings.Contains(set, "<img") {
		t.Error("a certificate without a photo shows an image")
	}
	if !strings.Contains(render(t, "vi", sample(t, "verify-superseded")), `href="/v/2hdk7k3m9qxt"`) {
		t.Error("the superseded certificate does not lead to the newer one")
	}
}

func TestVerifyCarriesTheLanguageInEveryLink(t *testing.T) {
	link := regexp.MustCompile(`(?:href|action)="(/[^"]*)"`)
	html := render(t, "en", sample(t, "verify-superseded"))
	var carried int
	for _, m := range link.FindAllStringSubmatch(html, -1) {
		address := m[1]
		if strings.HasPrefix(address, "/assets/") || strings.HasPrefix(address, "/api/") || address == "/photo.svg" {
			continue
		}
		if strings.Contains(address, "lang=vi") { // the switch itself
			continue
		}
		if !strings.Contains(address, "lang=en") {
			t.Errorf("%s loses the language", address)
		}
		carried++
	}
	if carried < 10 {
		t.Errorf("only %d links were looked at", carried)
	}
	unknown := render(t, "en", sample(t, "verify-unknown"))
	if !strings.Contains(unknown, `<input type="hidden" name="lang" value="en">`) {
		t.Error("the look-up form loses the language")
	}
	if strings.Contains(render(t, "vi", sample(t, "verify-unknown")), "lang=vi") {
		t.Error("Vietnamese needs no lang in its links")
	}
}

func TestHostileTextIsShownAsText(t *testing.T) {
	page := sample(t, "verify-valid").(templates.Verify)
	cert := *page.Certificate
	cert.Product = `<script>alert(1)</script>"><img src=x>`
	cert.PhotoURL, cert.EditionURL = `javascript:alert(1)`, `javascript:alert(2)`
	page.Certificate = &cert
	page.Shell.Address = `//evil.example/"><b>`
	html := render(t, "vi", page)
	for _, bad := range []string{"<script>", "<img src=x", "javascript:", "evil.example"} {
		if strings.Contains(html, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	if !strings.Contains(html, "&lt;script&gt;alert(1)") {
		t.Error("the hostile name is not shown as text")
	}
}
