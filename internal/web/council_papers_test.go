package web_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestPapersFollowTheRecord asks for every paper after the close, the proposal and the decision.
func TestPapersFollowTheRecord(t *testing.T) {
	s := deliberated(t, newWorld(t, withPrinter))
	cookie := s.session("council secretary")
	passed, failed := s.passedAndFailed()
	papers := []struct {
		file  string
		after int // 0 the close, 1 the proposal, 2 the decision
		want  []string
	}{
		{"bien-ban-cham-diem", 0, []string{"Biên bản chấm điểm", "Đã phát 04 phiếu; 04 phiếu được chấm", "Chữ ký mốc sổ cái:", "Số mục đã ghi", "Symbol:[[true"}},
		{"bang-tong-hop-diem", 0, []string{"Bảng tổng hợp điểm", "88,00", "Chữ ký mốc sổ cái:"}},
		{"phieu-bieu-quyet", 0, []string{"Phiếu biểu quyết", "Bình gốm hoa lam", "Tương nếp"}},
		{"bien-ban-kiem-phieu", 0, []string{"Biên bản kiểm phiếu", "Chữ ký mốc sổ cái:"}},
		{"bien-ban-hop-hoi-dong", 1, []string{"Biên bản họp Hội đồng", "chưa đủ điểm", "Chữ ký mốc sổ cái:"}},
		{"bao-cao", 1, []string{"Báo cáo kết quả bình chọn", "Đã tiếp nhận 02 hồ sơ đăng ký; 02 hồ sơ đủ điều kiện", "01 sản phẩm, bộ sản phẩm có điểm trung bình đạt"}},
		{"to-trinh", 1, []string{"Tờ trình", "quyết định công nhận 01 sản phẩm"}},
		{"du-thao-quyet-dinh", 1, []string{"Quyết định công nhận", "Công nhận 01 sản phẩm"}},
		{"thong-bao-ket-qua", 2, []string{"Thông báo kết quả", "số 12/QĐ-UBND", "trong 15 ngày làm việc", "Bình gốm hoa lam"}},
	}
	stage := func(reached int) {
		t.Helper()
		page := s.browse(councilHome+"/papers", cookie)
		checkPage(t, fmt.Sprint("papers at ", reached), page, 200, "vi")
		for _, x := range papers {
			linked := strings.Contains(string(page.body), "/papers/"+x.file+".docx")
			for _, ending := range []string{".pdf", ".docx"} {
				res := s.browse(councilHome+"/papers/"+x.file+ending, cookie)
				if x.after > reached {
					if res.StatusCode != 409 || linked {
						t.Errorf("%s%s at stage %d: %d, linked %v", x.file, ending, reached, res.StatusCode, linked)
					}
					continue
				}
				if res.StatusCode != 200 || !linked {
					t.Errorf("%s%s at stage %d: %d, linked %v", x.file, ending, reached, res.StatusCode, linked)
				}
				for _, want := range x.want {
					if !strings.Contains(res.plain(), want) {
						t.Errorf("%s%s lacks %q:\n%s", x.file, ending, want, res.plain())
					}
				}
			}
		}
	}
	stage(0)
	s.ok("council head", "POST", "/editions/"+slug+"/proposal", 201, fmt.Sprintf(
		`{"held_on":"2026-11-02","nominations":[{"id":%q}],"left_out":[{"id":%q,"reason":"chưa đủ điểm"}],"present":3,"votes":{"for":3,"against":0,"abstain":0}}`, passed, failed))
	stage(1)
	s.ok("secretariat head", "POST", "/editions/"+slug+"/decision", 201, fmt.Sprintf(`{"number":"12/QĐ-UBND","date":"2026-11-02",
		"authority":"Ủy ban nhân dân tỉnh Hưng Yên","signer":{"name":"Nguyễn Văn Mẫu","title":"PHÓ CHỦ TỊCH","block":"TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH"},
		"nominations":[%q],"notified_on":"2026-11-02"}`, passed))
	stage(2)
	for _, path := range []string{"/papers/khong-co.pdf", "/papers/bao-cao", "/papers/bao-cao.odt"} {
		if res := s.browse(councilHome+path, cookie); res.StatusCode != 404 {
			t.Errorf("%s: %d, want 404", path, res.StatusCode)
		}
	}
}

// TestTotalsByJudge: the score summary with the judges' columns, for those who sign it and who audits.
func TestTotalsByJudge(t *testing.T) {
	s := deliberated(t, newWorld(t, withPrinter))
	for _, role := range []string{"jury head", "jury secretary", "audit member"} {
		cookie := s.session(role)
		if page := string(s.browse(councilHome+"/papers", cookie).body); !strings.Contains(page, "/judges.xlsx") || !strings.Contains(page, "bang-diem-giam-khao.pdf") {
			t.Errorf("the papers of a %s lack the totals by judge", role)
		}
		for _, path := range []string{"/papers/bang-diem-giam-khao.pdf", "/papers/bang-diem-giam-khao.docx"} {
			text := s.browse(councilHome+path, cookie).plain()
			for _, want := range []string{"GK 1: Ông jury head; GK 2: Ông jury member", "Chữ ký mốc sổ cái:"} {
				if !strings.Contains(text, want) {
					t.Errorf("%s lacks %q:\n%s", path, want, text)
				}
			}
		}
		if table := s.browse(councilHome+"/judges.xlsx", cookie).plain(); !strings.Contains(table, "jury member") || !strings.Contains(table, "88") {
			t.Errorf("the spreadsheet: %s", table)
		}
	}
	for _, role := range []string{"council head", "jury member", "secretariat head"} {
		cookie := s.session(role)
		if page := string(s.browse(councilHome+"/papers", cookie).body); strings.Contains(page, "judges.xlsx") || strings.Contains(page, "bang-diem-giam-khao") {
			t.Errorf("the papers offer totals by judge to a %s", role)
		}
		if res := s.browse(councilHome+"/papers/bang-diem-giam-khao.docx", cookie); res.StatusCode != 403 {
			t.Errorf("the totals by judge for a %s: %d", role, res.StatusCode)
		}
	}
}
