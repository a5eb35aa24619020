package web_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"vinhdanh/internal/store"
)

// council is an address of the council's pages.
func council(path string) string { return "/council/" + slug + path }

// says opens a page and wants texts in it, and others not.
func (s *staged) says(cookie, path string, want []string, never ...string) {
	s.t.Helper()
	res := s.browse(path, cookie)
	checkPage(s.t, path, res, 200, "vi")
	body := mainOf(res)
	for _, x := range want {
		if !strings.Contains(body, x) {
			s.t.Errorf("%s does not tell %q:\n%.1500s", path, x, body)
		}
	}
	for _, x := range never {
		if strings.Contains(body, x) {
			s.t.Errorf("%s tells %q", path, x)
		}
	}
}

// TestCouncilAsksDeskActs goes the whole way without a script: proposal, evidence, the authority's decision, the public list.
func TestCouncilAsksDeskActs(t *testing.T) {
	s, codes := issued(t, newWorld(t))
	chair, member, head := s.session("council secretary"), s.session("council member"), s.session("secretariat head")
	list, form := council("/certificates"), council("/certificates/"+lower(codes[0])+"/propose")
	s.says("", "/products/withdrawn", []string{"Chưa có giấy nào bị thu hồi"})
	s.says(chair, list, []string{form, "/v/" + lower(codes[1])})
	s.says(member, list, []string{"/v/" + lower(codes[0])}, "/propose")
	s.says(chair, form, []string{"khoản 3 Điều 20", `value="revoked" checked`})
	for _, bad := range [][]string{{"kind", "revoked", "reason", "x"}, {"kind", "revoked", "ground", "law", "reason", "x", "present", "2", "votes_for", "2"},
		{"kind", "x", "ground", "law", "reason", "x"}, {"kind", "revoked", "ground", "law", "held_on", "32/13/2026", "reason", "Giữ <b>nguyên</b>"}} {
		res := s.sends(chair, form, 422, bad...)
		checkPage(t, "form", res, 422, "vi")
	}
	s.sends(chair, form, 303, "kind", "revoked", "ground", "law", "reason", "Làm giả nhãn <b>x</b>", "held_on", "2/11/2026",
		"present", "3", "votes_for", "3", "votes_against", "0", "votes_abstain", "0")
	p := s.ok("audit member", "GET", "/editions/"+slug+"/revocation-proposals", 200, "")["items"].([]any)[0].(map[string]any)
	if p["state"] != "open" || p["code"] != codes[0] || p["reason"] != "Làm giả nhãn <b>x</b>" || s.statusOf(codes[0]) != "valid" {
		t.Errorf("recorded %v", p)
	}
	evidence := council("/revocations/" + p["id"].(string) + "/evidence")
	if res := s.sendFile(chair, evidence, []byte("MZ nothing"), "x.exe"); res.StatusCode != 422 || !strings.Contains(mainOf(res), `id="file-`+p["id"].(string)+`-fault"`) {
		t.Errorf("a program is evidence: %d", res.StatusCode)
	}
	if res := s.sendFile(chair, evidence, []byte("%PDF-1.4\nbiên bản"), "biên bản.pdf"); res.StatusCode != 303 {
		t.Errorf("evidence: %d\n%.500s", res.StatusCode, res.body)
	}
	if res := s.browse(evidence, head); res.StatusCode != 200 || !strings.HasPrefix(string(res.body), "%PDF") {
		t.Errorf("the secretariat reads the evidence: %d", res.StatusCode)
	}
	s.deskActs(codes[0], head)
	s.deskCalls(codes[1])
}

// deskCalls: whose dossier has no address is telephoned, once.
func (s *staged) deskCalls(code string) {
	s.t.Helper()
	head := s.session("secretariat head")
	err := s.db.Update(s.t.Context(), func(tx *store.Tx) error {
		n, err := tx.Nomination(s.find(code)["nomination"].(string))
		n.Producer.Email, n.Producer.Phone = "", "+84912345678"
		return errors.Join(err, tx.SaveNomination(n))
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.ok("secretariat head", "POST", "/certificates/"+lower(code)+"/suspend", 200, `{"reason":"Chờ kiểm nghiệm","decision":{"number":"100/QĐ","date":"2026-11-04"},"effective_on":"2026-11-05"}`)
	page := at("/certificates/withdrawals")
	s.says(head, page, []string{"0912 345 678", "bị tạm đình chỉ từ 05/11/2026", "Đã gọi và báo"})
	_, rest, _ := strings.Cut(mainOf(s.browse(page, head)), page+"/")
	told, _, _ := strings.Cut(rest, `"`)
	for range 2 {
		s.sends(head, page+"/"+told, 303)
	}
	s.says(head, page, []string{"Không có ai cần gọi"}, "0912 345 678")
	if l := s.letters("certificate_suspended"); len(l) != 0 {
		s.t.Errorf("a letter without an address: %+v", l)
	}
}

// deskActs records what the council asked for, from the list at the desk.
func (s *staged) deskActs(code, head string) {
	s.t.Helper()
	s.says(head, at("/certificates"), []string{at("/certificates/withdrawals")})
	act := at("/certificates/" + lower(code) + "/revoke")
	s.says(head, at("/certificates/withdrawals"), []string{act, "Đang chờ quyết định", "Làm giả nhãn &lt;b&gt;x&lt;/b&gt;", "biên bản.pdf"})
	s.says(head, act, []string{"Hội đồng đã đề nghị", "Làm giả nhãn &lt;b&gt;x&lt;/b&gt;</textarea>"})
	s.sends(head, act, 303, "step", "record", "reason", "Làm giả nhãn", "decision.number", "99/QĐ-UBND", "decision.date", "2/11/2026", "effective_on", "5/11/2026")
	s.says(head, at("/certificates/withdrawals"), []string{"Đã có quyết định", "99/QĐ-UBND", "Không có ai cần gọi"}, act)
	if l := s.letters("certificate_revoked"); len(l) != 1 || l[0].Args["decision"] != "99/QĐ-UBND" || l[0].LinkPath != "/v/"+lower(code) {
		s.t.Errorf("the producer is told %+v", l)
	}
	s.says("", "/products/withdrawn", []string{"sẽ bị thu hồi từ ngày 05/11/2026", "99/QĐ-UBND", "Làm giả nhãn"})
	s.says("", "/products", []string{"/products/withdrawn"})
	s.says("", "/ledger", []string{"/products/withdrawn"})
	s.dayAhead(code)
}

// dayAhead: the page tells what is to come, and holds to it from midnight in Vietnam, also where its answer is kept.
func (s *staged) dayAhead(code string) {
	s.t.Helper()
	page, told := "/v/"+lower(code), "Còn hiệu lực đến hết ngày 04/11/2026, sẽ bị thu hồi từ ngày 05/11/2026"
	answer := func() map[string]any { return s.ok("", "GET", "/certificates/"+lower(code), 200, "") }
	s.clock = time.Date(2026, 11, 4, 16, 59, 58, 0, time.UTC)
	for range 3 {
		s.says("", page, []string{told, "verdict-valid", "Cấp giấy", "Thu hồi từ ngày 05/11/2026", "trong sổ cái"})
	}
	if a := answer(); a["status"] != "valid" || a["upcoming"].(map[string]any)["effective_on"] != "2026-11-05" || len(a["history"].([]any)) != 2 {
		s.t.Errorf("a second before: %v", a)
	}
	s.clock = s.clock.Add(2 * time.Second)
	for range 3 {
		s.says("", page, []string{"verdict-revoked", "Thu hồi từ ngày 05/11/2026", "99/QĐ-UBND"}, told)
	}
	if a := answer(); a["status"] != "revoked" || a["upcoming"] != nil || a["history"].([]any)[1].(map[string]any)["index"] == nil {
		s.t.Errorf("from midnight: %v", a)
	}
	s.says("", "/products/withdrawn", []string{"từ ngày 05/11/2026"}, "sẽ bị")
}
