package web_test

import (
	"bytes"
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
