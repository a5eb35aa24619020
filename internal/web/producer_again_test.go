package web_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"vinhdanh/judging"
)

// TestSupplementIsSentAgain: a dossier that was sent back opens again with its reasons.
func TestSupplementIsSentAgain(t *testing.T) {
	d := draft(t)
	d.answer()
	d.enclose()
	d.say("/submit", 303, "agree", "yes")
	d.clock = d.clock.Add(time.Minute) // the newest would stand first
	d.post("/nominations/new", d.cookie, url.Values{"edition": {slug}, "product": {"Ấm tích"}})
	d.move("screening")
	d.ok("secretariat member", "POST", "/nominations/"+d.id+"/screening", 200,
		`{"verdict":"supplement","reasons":[{"document":3,"code":"unreadable","text":"Ảnh bị mờ"}],"due":"2026-11-09"}`)
	if list := mainOf(d.browse("/nominations", d.cookie)); strings.Index(list, d.at("")+`"`) > strings.Index(list, "Ấm tích") {
		t.Error("what the office asks for does not stand first in the list")
	}
	tasks := mainOf(d.browse(d.at(""), d.cookie))
	for _, want := range []string{"Ảnh bị mờ", "09/11/2026", "/documents/photo"} {
		if !strings.Contains(tasks, want) {
			t.Errorf("the tasks do not tell %s", want)
		}
	}
	if page := mainOf(d.browse(d.at("/documents/photo"), d.cookie)); !strings.Contains(page, "Ảnh bị mờ") || strings.Contains(page, "Đã đủ") {
		t.Error("the papers' page does not say what is wanted")
	}
	const idle = "Chưa có bản mới"
	if check := mainOf(d.browse(d.at("/check"), d.cookie)); !strings.Contains(check, "Ảnh bị mờ") || !strings.Contains(check, idle) {
		t.Error("the check does not recall what was asked for and not sent")
	}
	d.clock = d.clock.Add(time.Minute)
	d.upload("producer", "/nominations/"+d.id+"/documents", 201, photo(t, 9), "ảnh mới.png", "kind", "photo")
	for _, path := range []string{"", "/check"} {
		if page := mainOf(d.browse(d.at(path), d.cookie)); !strings.Contains(page, "Ảnh bị mờ") || strings.Contains(page, idle) {
			t.Errorf("%q does not see the new photo", path)
		}
	}
	d.say("/submit", 303, "agree", "yes")
	if state := d.nomination()["state"]; state != string(judging.NominationSubmitted) {
		t.Errorf("state %v", state)
	}
	if body := mainOf(d.browse(d.at("/done"), d.cookie)); !strings.Contains(body, "Đã nộp lại") {
		t.Error("the confirmation does not say that it was sent again")
	}
}

// TestAnswersAreEased: the number that a producer signs in with is offered, bullets of a pasted list are left out.
func TestAnswersAreEased(t *testing.T) {
	d := draft(t)
	by := d.bySlip("0912 345 678")
	made := d.post("/nominations/new", by, url.Values{"edition": {slug}, "product": {"Bình gốm"}})
	own, _, _ := strings.Cut(made.Header.Get("Location"), "?")
	if page := mainOf(d.browse(own+"/contact", by)); !strings.Contains(page, `value="0912 345 678"`) {
		t.Error("the producer has to type the number again")
	}
	if page := mainOf(d.browse(d.at("/contact"), d.cookie)); strings.Contains(page, `value="0912`) {
		t.Error("a number is offered to whoever signs in without one")
	}
	d.say("/product", 303, "version", d.now(), "product", "Bộ ấm", "product_group", "N1", "set_members", "• Ấm\n–  Chén\nĐĩa\n•")
	if got := fmt.Sprint(d.nomination()["set_members"]); got != "[Ấm Chén Đĩa]" {
		t.Errorf("members %s", got)
	}
}

// bySlip signs in a new producer with a slip.
func (d *drafted) bySlip(phone string) (cookie string) {
	d.t.Helper()
	in := d.post("/login", "", url.Values{"email": {phone}, "password": {d.handOut(d.session("administrator"), phone)}})
	if len(in.Cookies()) == 0 {
		d.t.Fatalf("sign-in by slip: %d", in.StatusCode)
	}
	return in.Cookies()[0].Name + "=" + in.Cookies()[0].Value
}
