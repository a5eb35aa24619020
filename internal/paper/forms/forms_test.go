package forms_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"vinhdanh/certificates/pdf"
	"vinhdanh/internal/paper"
	"vinhdanh/internal/paper/docx"
	"vinhdanh/internal/paper/forms"
)

// printed is what pdftotext reads of a paper, white space made single blanks, and the number of pages.
func printed(t *testing.T, p *pdf.Papers, doc paper.Paper) (string, int) {
	t.Helper()
	var b bytes.Buffer
	if err := p.PDF(&b, doc); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", path, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext is needed (Debian package poppler-utils): %v", err)
	}
	return strings.Join(strings.Fields(string(out)), " "), strings.Count(string(out), "\f")
}

func TestEveryPaper(t *testing.T) {
	printer, err := pdf.NewPapers(os.DirFS("../../../templates/dist/fonts"))
	if err != nil {
		t.Fatalf("fonts are missing, run make build: %v", err)
	}
	all := samples(t)
	for name, tt := range map[string]struct {
		pages int
		want  []string
	}{
		"registration": {2, []string{"PHIẾU ĐĂNG KÝ THAM GIA BÌNH CHỌN", "Tên bộ sản phẩm: " + longName, "Loại hình: Hợp tác xã", "4. Cá mai sốt chanh dây mật",
			"Kính gửi: Hội đồng bình chọn sản phẩm công nghiệp nông thôn tiêu biểu tỉnh Mẫu", "Giấy tờ về an toàn thực phẩm còn hiệu lực: 02 bản",
			"IV. Cơ sở cam kết", "ĐẠI DIỆN CƠ SỞ", "Nguyễn Thị Huyền Trân", "Mã hồ sơ MAU-2027-0007 – bản thứ 4"}},
		"registration-empty": {2, []string{"Tên cơ sở:", "Ảnh màu sản phẩm (10 x 15 cm, chụp các góc khác nhau) (ít nhất 03)", "ngày ..... tháng ..... năm 20...."}},
		"registration-en":    {2, []string{"SOCIALIST REPUBLIC OF VIET NAM", "REGISTRATION FORM", "Set: " + longName, "FOR THE ESTABLISHMENT"}},
		"description": {1, []string{"BẢN THUYẾT MINH, MÔ TẢ, GIỚI THIỆU SẢN PHẨM", "làm của làng nghề từ năm 1960.", "Công suất 1.200 hộp mỗi tháng.",
			"Kèm theo 05 ảnh màu sản phẩm."}},
		"description-empty": {3, []string{"2. Tiêu chí về đáp ứng thị trường", "- Doanh thu của sản phẩm:", "5. Một số tiêu chí khác"}},
		"description-en":    {3, []string{"DESCRIPTION OF THE PRODUCT", "1. The product in general"}},
		"receipt":           {1, []string{"GIẤY BIÊN NHẬN HỒ SƠ", "Số bộ hồ sơ giấy: 02 bộ", "NGƯỜI NỘP HỒ SƠ NGƯỜI NHẬN HỒ SƠ"}},
		"minutes": {7, []string{"BIÊN BẢN", "(Dự thảo)", "05 người; có mặt 04 người", "20 sản phẩm, bộ sản phẩm được chấm; 17 đạt từ 70 điểm trở lên",
			"IV. Sản phẩm đề nghị công nhận: 14", "Giải A", "V. Sản phẩm không đề nghị: 03", "VI. Biểu quyết", "tán thành: 03; không tán thành: 01", "- Lưu: Hồ sơ bình chọn."}},
		"minutes-meeting": {7, []string{"Vắng mặt", "Nghỉ giải lao từ 09:00", "Ý kiến bảo lưu của Đỗ Thị Dụ"}},
		"ranking":         {5, []string{"BẢNG TỔNG HỢP ĐIỂM", "BAN GIÁM KHẢO", "GK 5", "GK 3: Đặng Thị Thêu;", "80,5", "Chưa", "Không đạt", "Ngô Thị Kiểm"}},
		"decision":        {2, []string{"DANH SÁCH", "(Kèm theo Quyết định số ........ ngày ..... tháng ..... năm 20.... của Ủy ban nhân dân tỉnh Mẫu)", "Danh sách gồm 30 sản phẩm"}},
		"jury-minutes": {2, []string{"BIÊN BẢN", "Chấm điểm của Ban giám khảo", "Đã phát 200 phiếu; 194 phiếu được chấm", "IV. Từ chối chấm vì có liên quan: 01",
			"Em gái là giám đốc cơ sở", "V. Phiếu được mở lại để sửa: 01", "VI. Phiếu không chấm: 01", "Lý do khóa khi còn phiếu trống: Giám khảo ốm", "VII. Ý kiến của Ban giám khảo"}},
		"jury-minutes-plain": {2, []string{"IV. Ý kiến của Ban giám khảo"}},
		"ballot":             {2, []string{"PHIẾU BIỂU QUYẾT", "Phiếu gồm 20 sản phẩm"}},
		"count":              {2, []string{"Kiểm phiếu biểu quyết", "Hội đồng có 09 thành viên; phải có mặt ít nhất 06.", "tán thành ........ phiếu", "NGƯỜI KIỂM PHIẾU"}},
		"count-recorded":     {2, []string{"danh sách đề nghị 14 sản phẩm, bộ sản phẩm: tán thành 03 phiếu; không tán thành 01 phiếu"}},
		"report":             {2, []string{"BÁO CÁO", "Đã tiếp nhận 47 hồ sơ đăng ký; 40 hồ sơ đủ điều kiện", "Kính gửi: Ủy ban nhân dân tỉnh Mẫu", "TM. HỘI ĐỒNG"}},
		"submission":         {2, []string{"TỜ TRÌNH", "quyết định công nhận 14 sản phẩm", "Gửi kèm: biên bản họp Hội đồng"}},
		"decision-draft":     {2, []string{"ỦY BAN NHÂN DÂN TỈNH MẪU", "QUYẾT ĐỊNH:", "Điều 1. Công nhận 14 sản phẩm", "DANH SÁCH", "Danh sách gồm 14 sản phẩm"}},
		"notice":             {2, []string{"THÔNG BÁO", "trong 15 ngày làm việc kể từ ngày được thông báo", "trong 10 ngày làm việc kể từ ngày nhận được"}},
		"register":           {4, []string{"SỔ CẤP GIẤY CHỨNG NHẬN", "Ký nhận", "05/11/2027", "1234/QĐ-UBND", "99/QĐ-UBND", "Sổ có 20 giấy", "NGƯỜI LẬP SỔ"}},
		"sheet":              {2, []string{"PHIẾU CHẤM ĐIỂM", "Mã số bình chọn: SP-002", "Tổng cộng 100", "THÀNH VIÊN BAN GIÁM KHẢO", "Chức vụ/Học hàm:"}},
	} {
		t.Run(name, func(t *testing.T) {
			text, pages := printed(t, printer, all[name])
			for _, want := range tt.want {
				if !strings.Contains(text, want) {
					t.Errorf("%q is not in\n%s", want, text)
				}
			}
			if pages != tt.pages {
				t.Errorf("%d pages, want %d", pages, tt.pages)
			}
			if err := printer.Check(all[name]); err != nil {
				t.Error(err)
			}
			var b bytes.Buffer
			if err := docx.Write(&b, all[name]); err != nil || b.Len() < 2000 {
				t.Errorf("DOCX of %d bytes: %v", b.Len(), err)
			}
		})
		delete(all, name)
	}
	if len(all) > 0 {
		t.Errorf("papers without a test: %v", all)
	}
}

// texts are all texts of a paper.
func texts(p paper.Paper) string {
	var all []string
	p.Map(func(s string) string { all = append(all, s); return s })
	return strings.Join(all, "\n")
}

func TestDocumentsFollowTheRules(t *testing.T) {
	d := dossier(t, "vi")
	for i := range d.Pack.Documents {
		if d.Pack.Documents[i].Kind == "food_safety" {
			d.Pack.Documents[i].ProductGroups = []string{"N2"}
		}
	}
	const paperName = "an toàn thực phẩm còn hiệu lực"
	if !strings.Contains(texts(forms.Registration(d)), paperName) {
		t.Error("food must show its safety paper")
	}
	d.Nomination.ProductGroup = "N1"
	if strings.Contains(texts(forms.Registration(d)), paperName) {
		t.Error("a hat needs no food safety paper")
	}
}

func TestAnswersBringTheCriteria(t *testing.T) {
	d := dossier(t, "vi")
	if strings.Contains(texts(forms.Description(d)), "Doanh thu của sản phẩm") {
		t.Error("a written description needs no headings to fill in")
	}
	d.Answers = map[string]string{d.Pack.Leaves("N2")[0].Code: "Bán ở 12 tỉnh."}
	if got := texts(forms.Description(d)); !strings.Contains(got, "Doanh thu của sản phẩm") || !strings.Contains(got, "Bán ở 12 tỉnh.") {
		t.Error(got)
	}
}

// A council that leaves nothing out has no part V for it, and the vote takes the number.
func TestMinutesWithoutLeftOut(t *testing.T) {
	m := minutes(t)
	m.LeftOut = nil
	got := texts(forms.CouncilMinutes(m))
	if !strings.Contains(got, "V. Biểu quyết") || strings.Contains(got, "VI.") || strings.Contains(got, "không đề nghị") {
		t.Error(got)
	}
}
