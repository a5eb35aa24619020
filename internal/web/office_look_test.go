package web_test

import (
	"bytes"
	"errors"
	"mime/multipart"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestLookByThePages: the head of the secretariat chooses how certificates are printed, sees a specimen of what the form says
// before it is kept, and finds it in the form of the decision; a member sees it and changes nothing.
func TestLookByThePages(t *testing.T) {
	s := proposed(t)
	head, clerk := s.session("secretariat head"), s.session("secretariat member")
	page, specimen := at("/certificates/look"), at("/certificates/look/specimen.pdf")
	says := func(cookie string, want ...string) {
		t.Helper()
		res := s.browse(page, cookie)
		checkPage(t, "look", res, 200, "vi")
		for _, w := range want {
			if body := mainOf(res); !strings.Contains(body, w) {
				t.Errorf("the page does not say %q:\n%.900s", w, body)
			}
		}
	}
	says(head, `value="provincial-1" checked`, `value="vi" checked`, "Lưu mẫu")
	answers := []string{"design", "modern-1", "language", "vi-en", "place", "Phố Nối", "authority", "Sở Công Thương mẫu",
		"signer.name", "Lê Thị Mẫu", "signer.title", "Giám đốc", "signer.block", "KT. GIÁM ĐỐC\r\nPHÓ", "sample", "short"}
	drawn := s.sends(clerk, specimen, 200, answers...)
	if drawn.Header.Get("Content-Type") != "application/pdf" || !bytes.Contains(drawn.body, []byte("modern-1 vi-en Tên sản phẩm mẫu Phố Nối")) {
		t.Errorf("the specimen is %q", drawn.body)
	}
	s.sends(clerk, page, 403, answers...)
	says(head, `value="provincial-1" checked`) // neither the specimen nor the member kept anything

	if res := s.sends(head, page, 303, answers...); res.Header.Get("Location") != page+"?done=office_look" {
		t.Errorf("sent on to %s", res.Header.Get("Location"))
	}
	says(head, `value="modern-1" checked`, `value="vi-en" checked`, `value="Phố Nối"`, `value="Lê Thị Mẫu"`)
	if clerkPage := mainOf(s.browse(page, clerk)); strings.Contains(clerkPage, "Lưu mẫu") {
		t.Error("a member is offered to save")
	}
	decision := mainOf(s.browse(at("/decision/new"), head))
	for _, want := range []string{"Sở Công Thương mẫu", `value="Lê Thị Mẫu"`, `value="Giám đốc"`, "KT. GIÁM ĐỐC\nPHÓ"} {
		if !strings.Contains(decision, want) {
			t.Errorf("the decision's form does not suggest %q", want)
		}
	}
	bad := s.sends(head, page, 422, "design", "modern-1", "language", "fr", "place", strings.Repeat("a", 301))
	if body := mainOf(bad); !strings.Contains(body, "nhiều nhất 300 ký tự") {
		t.Errorf("a long place is told as\n%.900s", body)
	}
}

// TestLookPictures: a picture is cleaned, shown, drawn and taken away again; what is no picture says so.
func TestLookPictures(t *testing.T) {
	s := proposed(t)
	head := s.session("secretariat head")
	api, page := "/editions/"+slug+"/certificate-look", at("/certificates/look")
	picture := []byte("\x89PNG\r\n\x1a\n a seal")
	look := s.upload("secretariat head", api, 200, picture, "dau.png", "kind", "seal")
	seal, _ := look["seal"].(string)
	if len(seal) != 64 || look["emblem"] != nil {
		t.Fatalf("kept as %v", look)
	}
	if got := s.browse(page+"/pictures/seal", head); !bytes.Equal(got.body, picture) || got.Header.Get("Content-Type") != "image/png" {
		t.Errorf("shown is %q", got.body)
	}
	if got := s.browse(page+"/pictures/emblem", head); got.StatusCode != 404 {
		t.Errorf("a picture that is not there: %d", got.StatusCode)
	}
	if drawn := s.sends(head, page+"/specimen.pdf", 200, "design", "modern-1"); !bytes.Contains(drawn.body, []byte(seal)) {
		t.Errorf("the specimen is without its seal: %q", drawn.body)
	}
	s.upload("secretariat head", api, 422, []byte("GIF89a"), "dau.gif", "kind", "seal")
	s.upload("secretariat head", api, 422, picture, "dau.png", "kind", "cover")
	s.upload("secretariat member", api, 403, picture, "dau.png", "kind", "seal")
	s.sends(head, page, 303, "design", "decree-1", "language", "vi", "drop", "seal")
	if got := s.ok("secretariat member", "GET", api, 200, ""); got["seal"] != nil || got["design"] != "decree-1" || got["language"] != "vi" {
		t.Errorf("after taking it away: %v", got)
	}
	again := `{"design":"modern-1","seal":"` + seal + `"}`
	s.ok("secretariat head", "PUT", api, 422, again) // it is taken away; whoever wants it sends it again
	s.upload("secretariat head", api, 200, picture, "dau.png", "kind", "seal")
	put := s.ok("secretariat head", "PUT", api, 200, `{"design":"modern-1","language":"en","seal":"`+seal+`","offline_symbol":true,"signer":{"name":"A"}}`)
	if put["seal"] != seal || put["language"] != "en" || put["offline_symbol"] != true {
		t.Errorf("PUT answers %v", put)
	}
	s.ok("secretariat head", "PUT", api, 422, `{"design":"modern-1","seal":"`+strings.Repeat("0", 64)+`"}`)
	s.ok("administrator", "PUT", api, 403, `{"design":"modern-1"}`)
}

// sendLook posts a form of the look with pictures, as a browser does: the texts in the order of the page, then the files.
func (s *staged) sendLook(cookie string, status int, pictures map[string][]byte, answers ...string) string {
	s.t.Helper()
	var buf bytes.Buffer
	form := multipart.NewWriter(&buf)
	var failed error
	for i := 0; i < len(answers); i += 2 {
		failed = errors.Join(failed, form.WriteField(answers[i], answers[i+1]))
	}
	for _, kind := range []string{"emblem", "seal"} {
		name := ""
		if pictures[kind] != nil {
			name = kind + ".png"
		}
		part, err := form.CreateFormFile("file-"+kind, name)
		if err == nil {
			_, err = part.Write(pictures[kind])
		}
		failed = errors.Join(failed, err)
	}
	if err := errors.Join(failed, form.WriteField("kind", "seal"), form.Close()); err != nil {
		s.t.Fatal(err)
	}
	r := httptest.NewRequest("POST", "https://binhchon.example.vn"+at("/certificates/look/pictures"), &buf)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Cookie", cookie)
	res := s.send(r)
	if res.StatusCode != status {
		s.t.Fatalf("pictures: %d, want %d\n%.900s", res.StatusCode, status, mainOf(res))
	}
	if status != 303 {
		checkPage(s.t, "pictures", res, status, "vi")
	}
	return mainOf(res)
}

// TestLookKeepsWhatIsTyped: a picture that is refused or taken, and a form that is too long, leave on the page what was typed.
func TestLookKeepsWhatIsTyped(t *testing.T) {
	s := proposed(t)
	head := s.session("secretariat head")
	picture := []byte("\x89PNG\r\n\x1a\n a seal")
	typed := []string{"design", "modern-1", "language", "vi-en", "offline", "yes", "place", "Phố Nối", "authority", "Sở Công Thương mẫu",
		"signer.block", "KT. GIÁM ĐỐC", "signer.title", "Giám đốc", "signer.name", "Lê Thị Mẫu", "sample", "short"}
	shows := func(name, body string, want ...string) {
		t.Helper()
		for _, w := range append(want, `value="modern-1" checked`, `value="vi-en" checked`, `id="offline" name="offline" value="yes" checked`,
			`value="Phố Nối"`, `value="Sở Công Thương mẫu"`, "KT. GIÁM ĐỐC", `value="Giám đốc"`, `value="Lê Thị Mẫu"`, `value="short" checked`) {
			if !strings.Contains(body, w) {
				t.Errorf("%s: the page does not say %q", name, w)
			}
		}
	}
	shows("no picture", s.sendLook(head, 422, map[string][]byte{"seal": []byte("GIF89a")}, typed...), `href="#file-seal"`, "JPEG hoặc PNG")
	large := append(bytes.Clone(picture), make([]byte, 6<<20)...)
	shows("6 MB", s.sendLook(head, 422, map[string][]byte{"seal": large}, typed...), `href="#file-seal"`, "không quá 5 MB")
	huge := append(bytes.Clone(picture), make([]byte, 22<<20)...)
	shows("22 MB", s.sendLook(head, 413, map[string][]byte{"emblem": huge}, typed...), `href="#file-emblem"`, "không quá 5 MB")
	shows("none chosen", s.sendLook(head, 422, nil, typed...), `href="#file-seal"`, "Chưa chọn ảnh")
	taken := s.sendLook(head, 200, map[string][]byte{"seal": picture, "emblem": picture}, typed...)
	shows("taken", taken, "/look/pictures/seal", "/look/pictures/emblem")
	if kept := s.ok("secretariat member", "GET", "/editions/"+slug+"/certificate-look", 200, ""); kept["design"] != "provincial-1" || kept["seal"] == nil || kept["emblem"] == nil {
		t.Errorf("kept is %v", kept)
	}
	dropped := s.sends(head, at("/certificates/look"), 422, append([]string{"drop", "seal", "place", strings.Repeat("a", 301)}, typed...)...)
	if body := mainOf(dropped); !strings.Contains(body, `name="drop" value="seal" checked`) || !strings.Contains(body, "/look/pictures/seal") {
		t.Error("the page forgets that the seal is to be taken away")
	}
	long := append([]string{}, typed...)
	for i := range long {
		if long[i] == "Lê Thị Mẫu" {
			long[i] += strings.Repeat("ẫ", 30_000)
		}
	}
	res := s.sends(head, at("/certificates/look"), 413, long...)
	checkPage(t, "a long form", res, 413, "vi")
	if body := mainOf(res); !strings.Contains(body, "dài quá 64") || !strings.Contains(body, `value="Phố Nối"`) || !strings.Contains(body, "Sở Công Thương mẫu") {
		t.Errorf("a long form is told as\n%.900s", body)
	}
}
