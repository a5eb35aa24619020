package web_test

import (
	"net/url"
	"strings"
	"testing"
)

func TestPanelsPage(t *testing.T) {
	w := newWorld(t)
	s := screened(t, w, "Tương", "Cốm", "Bánh", "Nem")
	cookie, path := s.session("secretariat head"), "/desk/"+slug+"/panels"
	first := s.browse(path, cookie)
	for _, text := range []string{"Phân công chấm", "Ai cũng chấm mọi hồ sơ của mình", "Số hồ sơ của từng người", "Có thể liên quan", "Vắng mặt"} {
		if !strings.Contains(first.plain(), text) {
			t.Errorf("no %q", text)
		}
	}
	look := s.post(path, cookie, url.Values{"act": {"preview"}, "mode": {"balanced"}, "k": {"2"}})
	if look.StatusCode != 200 || !strings.Contains(look.plain(), "Bản xem trước, chưa ghi") {
		t.Errorf("preview %d", look.StatusCode)
	}
	bad := s.post(path, cookie, url.Values{"act": {"apply"}, "mode": {"balanced"}, "k": {"1"}})
	if bad.StatusCode != 409 || !strings.Contains(bad.plain(), "quá ít để so được") {
		t.Errorf("k of 1: %d %s", bad.StatusCode, bad.plain())
	}
	set := s.post(path, cookie, url.Values{"act": {"apply"}, "mode": {"balanced"}, "k": {"2"}})
	if set.StatusCode != 303 || w.ok("audit member", "GET", "/editions/"+slug+"/assignment", 200, "")["mode"] != "balanced" {
		t.Errorf("apply %d", set.StatusCode)
	}
	hand := s.post(path, s.session("jury secretary"), url.Values{"act": {"preview"}, "mode": {"by_hand"}})
	if hand.StatusCode != 409 || !strings.Contains(string(hand.body), `name="pair"`) {
		t.Errorf("by hand without a tick: %d", hand.StatusCode)
	}
	admin := s.browse(path, s.session("administrator"))
	if admin.StatusCode != 200 || strings.Contains(admin.plain(), "Chưa rõ") {
		t.Errorf("the administrator: %d", admin.StatusCode)
	}
}

func TestPanelsPageSettlesMatches(t *testing.T) {
	w := newWorld(t)
	s := screened(t, w, "Tương")
	w.ok("administrator", "POST", "/editions/"+slug+"/members", 201,
		`{"email":"lan@example.vn","name":"Lê Lan","body":"jury","role":"member","employer":"Gốm Hoa Sen"}`)
	match := w.ok("secretariat head", "GET", "/editions/"+slug+"/conflicts", 200, "")["items"].([]any)[0].(map[string]any)
	cookie, path := s.session("jury secretary"), "/desk/"+slug+"/panels"
	if page := s.browse(path, cookie).plain(); !strings.Contains(page, "Trùng: nơi làm việc.") || !strings.Contains(page, "Hỏi giám khảo") {
		t.Error("the match is not told")
	}
	dismiss := path + "/conflicts/" + match["id"].(string) + "/dismiss"
	if res := s.post(dismiss, cookie, url.Values{"reason": {""}}); res.StatusCode != 422 || !strings.Contains(res.plain(), "Hãy ghi lý do") {
		t.Errorf("without a reason: %d", res.StatusCode)
	}
	if res := s.post(dismiss, cookie, url.Values{"reason": {"đã nghỉ việc"}}); res.StatusCode != 303 {
		t.Errorf("dismissed: %d", res.StatusCode)
	}
	if page := s.browse(path, cookie).plain(); !strings.Contains(page, "đã nghỉ việc") || !strings.Contains(page, "Đã bỏ qua") {
		t.Error("the dismissal is not shown")
	}
	away := url.Values{"member": {"none"}, "from": {"không phải ngày"}}
	if res := s.post(path+"/absences", cookie, away); res.StatusCode != 422 {
		t.Errorf("a bad absence: %d", res.StatusCode)
	}
}
