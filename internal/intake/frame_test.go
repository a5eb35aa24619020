package intake

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vinhdanh/internal/fault"
)

const clerks = "TT;Tên SP;Nhóm SP;Tên cơ sở;Loại hình;Xã;SĐT liên hệ\n" +
	"I;I. NHÓM THỦ CÔNG MỸ NGHỆ;;;;;\n1;Nón lá Mẫu;N1;CTCP Nón Mẫu;Công ty cổ phần;Xã Mẫu;0912 345 678\n" +
	"2;Nhóm tượng gỗ Mẫu;N1;;;Xã Mẫu;\n3;Cộng cà phê Mẫu;N2;Công ty Cộng;Công ty TNHH;;\n;Tổng cộng: 3 sản phẩm;;;;;\n;Người lập biểu;;;;Thủ trưởng đơn vị;\n"

// TestListAsAClerkKeepsIt: the everyday headers and kinds are understood, and neither a total nor who signs
// becomes a dossier, while a product that only begins like one does.
func TestListAsAClerkKeepsIt(t *testing.T) {
	table, err := read(t, "ds.csv", []byte(clerks))
	if err != nil {
		t.Fatal(err)
	}
	plan := Map(table, groups(), kinds())
	want := []Row{
		{Number: 3, Product: "Nón lá Mẫu", ProductGroup: "N1", ProducerName: "CTCP Nón Mẫu", EntityKind: "sme", Commune: "Xã Mẫu", Phone: "+84912345678"},
		{Number: 4, Product: "Nhóm tượng gỗ Mẫu", ProductGroup: "N1", Commune: "Xã Mẫu"},
		{Number: 5, Product: "Cộng cà phê Mẫu", ProductGroup: "N2", ProducerName: "Công ty Cộng", EntityKind: "sme"},
	}
	if d := cmp.Diff(want, plan.Rows); d != "" || len(plan.Errors) != 0 {
		t.Errorf("%s %v", d, plan.Errors)
	}
	frame := func(row int, value string) Issue {
		return Issue{Row: row, Column: "Tên SP", Code: "row_not_product", Args: fault.Args{"value": value}}
	}
	notices := []Issue{frame(2, "I. NHÓM THỦ CÔNG MỸ NGHỆ"), {Row: 4, Column: "Tên cơ sở", Code: "producer_missing"},
		frame(6, "Tổng cộng: 3 sản phẩm"), frame(7, "Người lập biểu")}
	if d := cmp.Diff(notices, plan.Notices); d != "" {
		t.Error(d)
	}
}
