package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"vinhdanh/internal/accounts"
)

// demoSetting marks a database that holds the invented editions and nothing else.
const demoSetting = "demo"

// What demoSetting says: the making was begun, or finished.
const (
	demoHalf  = "making"
	demoWhole = "1"
)

// demoPassword opens every account of the demo; it is printed, and no real installation has it.
const demoPassword = "vinh-danh-lang-nghe"

func (s *session) demoCommand() *cobra.Command {
	c := &cobra.Command{Use: "demo", Short: "Serve invented editions to try everything out", Args: exactly(0), RunE: s.runDemo}
	serveFlags(c.Flags())
	c.Flags().Bool("only-fill", false, "fill the data folder and stop")
	return c
}

func (s *session) runDemo(cmd *cobra.Command, _ []string) error {
	only, err := cmd.Flags().GetBool("only-fill")
	if err != nil {
		return err
	}
	a, err := s.open(cmd.Context(), true)
	if err != nil {
		return err
	}
	err = s.demo(cmd.Context(), a)
	if err == nil && !only {
		err = s.serve(cmd.Context(), a)
	}
	return errors.Join(err, a.close())
}

// demo fills an empty database with the invented editions, or makes sure that it is one; then it prints
// who can sign in.
func (s *session) demo(ctx context.Context, a *app) error {
	if a.renderer == nil {
		return hinted{errors.New("the styles and fonts are missing"), "run `make build`"}
	}
	mark, err := a.setting(ctx, demoSetting)
	if err != nil {
		return err
	}
	if mark == demoHalf {
		return hinted{fmt.Errorf("making the demo in %s was broken off", a.conf.Data), "delete that folder and run again"}
	}
	if mark == "" {
		users, err := a.accounts.Users(ctx)
		if err != nil {
			return err
		}
		if len(users) > 0 {
			return hinted{fmt.Errorf("%s holds data that is not the demo's", a.conf.Data), "choose another folder with --data"}
		}
		if _, err := fmt.Fprintln(s.stdout, "Đang tạo dữ liệu mẫu (making the demo editions) …"); err != nil {
			return err
		}
		if err := a.db.SaveSetting(ctx, demoSetting, demoHalf); err != nil {
			return err
		}
		if err := (&demoMaker{app: a, people: map[string]accounts.Actor{}, pictures: map[string][]byte{}}).make(ctx); err != nil {
			return fmt.Errorf("make demo data: %w", err)
		}
		if err := a.db.SaveSetting(ctx, demoSetting, demoWhole); err != nil {
			return err
		}
	}
	return s.printLogins()
}

func (s *session) printLogins() error {
	if _, err := fmt.Fprintf(s.stdout, "\nDỮ LIỆU MẪU, tên đều do tưởng tượng (demo data, every name is invented)\nMật khẩu (password): %s\n", demoPassword); err != nil {
		return err
	}
	for _, p := range demoPeople() {
		if _, err := fmt.Fprintf(s.stdout, "  %-26s %s\n", p.email, p.hint); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(s.stdout)
	return err
}

// demoPerson is one invented person and the seat they hold in both editions.
type demoPerson struct {
	email, name, title, hint string
	body                     accounts.Body
	role                     accounts.Role
}

func demoPeople() []demoPerson {
	return []demoPerson{
		{"quantri@mau.vn", "Trần Quản Trị", "", "quản trị (administrator)", "", ""},
		{"coso@mau.vn", "Nguyễn Thị Cơ Sở", "", "cơ sở (producer)", "", ""},
		{"thuky@mau.vn", "Nguyễn Thị Thư", "Trưởng phòng", "tổ trưởng thư ký (secretariat head)", accounts.Secretariat, accounts.Head},
		{"chuyenvien@mau.vn", "Phạm Văn Viên", "Chuyên viên", "chuyên viên (secretariat)", accounts.Secretariat, accounts.Member},
		{"truongban@mau.vn", "Lê Trưởng Ban", "Giám đốc Trung tâm", "trưởng ban giám khảo (jury head)", accounts.Jury, accounts.Head},
		{"giamkhao1@mau.vn", "Đỗ Thợ Cả", "Nghệ nhân ưu tú", "giám khảo (judge)", accounts.Jury, accounts.Member},
		{"giamkhao2@mau.vn", "Vũ Thị Kỹ", "Thạc sĩ", "giám khảo (judge)", accounts.Jury, accounts.Member},
		{"giamkhao3@mau.vn", "Hoàng Văn Mỹ", "Họa sĩ", "giám khảo (judge)", accounts.Jury, accounts.Member},
		{"giamkhao4@mau.vn", "Bùi Thị An", "Kỹ sư thực phẩm", "giám khảo (judge)", accounts.Jury, accounts.Member},
		{"thukyban@mau.vn", "Phan Thị Ghi", "Chuyên viên", "thư ký ban giám khảo (jury secretary)", accounts.Jury, accounts.Secretary},
		{"chutich@mau.vn", "Ngô Chủ Tịch", "Phó Chủ tịch UBND tỉnh", "chủ tịch hội đồng (council head)", accounts.Council, accounts.Head},
		{"uyvien1@mau.vn", "Đinh Ủy Viên", "Phó Giám đốc Sở", "ủy viên hội đồng (council)", accounts.Council, accounts.Member},
		{"uyvien2@mau.vn", "Mai Ủy Viên", "Phó Giám đốc Sở", "ủy viên hội đồng (council)", accounts.Council, accounts.Member},
		{"kiemtoan@mau.vn", "Tạ Kiểm Tra", "Thanh tra viên", "giám sát (auditor)", accounts.Audit, accounts.Member},
	}
}

// demoProduct is one invented entry; marks say how well it does, in percent.
type demoProduct struct {
	name, group, producer, kind, commune string
	set                                  []string
	quality                              int
}

func demoProducts() []demoProduct {
	return []demoProduct{
		{"Tương nếp mẫu “Làng Giếng”", "N2", "Cơ sở sản xuất tương mẫu", "business_household", "xã Tân Hưng", nil, 88},
		{"Bộ khay mây đan mẫu “Trúc Cầu”", "N1", "Hợp tác xã mẫu Trúc Cầu", "cooperative", "phường Hồng Châu",
			[]string{"Khay tròn", "Khay bầu dục", "Giỏ hoa quả", "Lót cốc"}, 91},
		{"Máy thái nghệ mẫu TN-02", "N3", "Công ty TNHH cơ khí mẫu Yên Hòa", "sme", "xã Yên Mỹ", nil, 79},
		{"Hương thẻ mẫu “Thôn Cao”", "N4", "Hộ kinh doanh mẫu Trần B", "business_household", "xã Bảo Khê", nil, 74},
		{"Long nhãn sấy mẫu “Phố Xưa”", "N2", "Hợp tác xã mẫu Phố Xưa", "cooperative", "phường Phố Hiến", nil, 84},
		{"Mật ong hoa nhãn mẫu “Ong Vàng”", "N2", "Tổ hợp tác mẫu Ong Vàng", "cooperative_group", "xã Hồng Nam", nil, 84},
		{"Tranh sơn mài mẫu “Sen Mùa Hạ”", "N1", "Hộ kinh doanh mẫu Nguyễn C", "business_household", "xã Phụng Công", nil, 86},
		{"Bánh tẻ mẫu “Bến Đò”", "N2", "Hộ kinh doanh mẫu Lê D", "business_household", "xã Phụng Công", nil, 66},
		{"Lồng chim tre mẫu “Canh Hoạch Nhỏ”", "N1", "Hộ kinh doanh mẫu Đào E", "business_household", "xã Ân Thi", nil, 72},
		{"Máy sấy dược liệu mẫu SD-10", "N3", "Công ty cổ phần mẫu Sao Hồng", "sme", "phường Mỹ Hào", nil, 69},
		{"Tinh bột nghệ mẫu “Chí Tâm”", "N2", "Hợp tác xã mẫu Chí Tâm", "cooperative", "xã Chí Minh", nil, 81},
		{"Chổi đót mẫu “Làng Vàng”", "N4", "Tổ hợp tác mẫu Làng Vàng", "cooperative_group", "xã Lương Bằng", nil, 77},
	}
}
