package web_test

import (
	"strings"
	"testing"

	"vinhdanh/internal/web"
)

// TestRegisterToPrint: the register on paper and in a spreadsheet tells every status with day and decision, also one that is
// over, and leaves room to sign.
func TestRegisterToPrint(t *testing.T) {
	s, codes := issued(t, newWorld(t, func(c *web.Config) { c.Tables = plainTables{} }))
	act := func(code, name, number string) {
		t.Helper()
		s.ok("secretariat head", "POST", "/certificates/"+code+"/"+name, 200,
			`{"reason":"kiểm nghiệm","decision":{"number":"`+number+`","date":"2026-11-02"},"effective_on":"2026-11-02"}`)
	}
	act(codes[0], "suspend", "7/QĐ-A")
	act(codes[0], "reinstate", "8/QĐ-B")
	act(codes[1], "revoke", "9/QĐ-C")
	head := s.session("secretariat head")
	printed := string(s.browse(at("/certificates/export.pdf"), head).body)
	csv := string(s.browse(at("/certificates/export.csv"), head).body)
	for _, want := range []string{"7/QĐ-A", "8/QĐ-B", "9/QĐ-C", "Tạm đình chỉ từ 02/11/2026", "Có hiệu lực trở lại từ 02/11/2026", "Thu hồi từ 02/11/2026",
		"Đã thu hồi", "Có hiệu lực", "01/2026/GCN", "12/QĐ-UBND", "31/12/2029"} {
		if !strings.Contains(printed, want) {
			t.Errorf("the printed register lacks %q", want)
		}
		if !strings.Contains(csv, want) && want != "31/12/2029" {
			t.Errorf("the exported register lacks %q:\n%s", want, csv)
		}
	}
	for _, want := range []string{"Ký nhận", "Người lập sổ", "Landscape:true"} {
		if !strings.Contains(printed, want) {
			t.Errorf("the printed register lacks %q", want)
		}
	}
	if some := string(s.browse(at("/certificates/export.pdf?status=revoked"), head).body); strings.Contains(some, "01/2026/GCN") || !strings.Contains(some, "02/2026/GCN") {
		t.Error("the filter does not hold on paper")
	}
}

// TestNarrowedRegisterNamesSuccessors: what replaced a certificate is named also where the register is narrowed to others.
func TestNarrowedRegisterNamesSuccessors(t *testing.T) {
	s, codes := issued(t, newWorld(t, func(c *web.Config) { c.Tables = plainTables{} }))
	s.ok("secretariat head", "POST", "/certificates/"+codes[0]+"/reissue", 202, `{"reason":"sai tên","decision":{"number":"7/QĐ-A","date":"2026-11-02"},"effective_on":"2026-11-02"}`)
	s.work()
	for _, name := range []string{"export.pdf", "export.csv"} {
		if out := string(s.browse(at("/certificates/"+name+"?status=superseded"), s.session("secretariat head")).body); !strings.Contains(out, "03/2026/GCN") {
			t.Errorf("%s does not name the successor:\n%.900s", name, out)
		}
	}
}
