package intake

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"vinhdanh/internal/fault"
	"vinhdanh/internal/inspect"
)

func TestMain(m *testing.M) {
	inspect.MainIfChild()
	os.Exit(m.Run())
}

func groups() []Named {
	return []Named{{"N1", []string{"Thủ công mỹ nghệ", "Handicraft and fine art"}}, {"N2", []string{"Chế biến nông, lâm, thủy sản và thực phẩm"}},
		{"N3", []string{"Thiết bị, máy móc, dụng cụ và phụ tùng cơ khí"}}, {"N4", []string{"Các sản phẩm khác", "Other"}}}
}

func kinds() []Named {
	return []Named{{"sme", []string{"Doanh nghiệp nhỏ và vừa"}}, {"cooperative", []string{"Hợp tác xã", "Cooperative"}},
		{"business_household", []string{"Hộ kinh doanh"}}}
}

func read(t *testing.T, name string, content []byte) (Table, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "upload")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return Read(t.Context(), name, path, inspect.New(exe, t.TempDir()))
}

// codes counts the codes of issues.
func codes(issues []Issue) map[string]int {
	n := map[string]int{}
	for _, i := range issues {
		n[i.Code]++
	}
	return n
}

func TestProductsExtract(t *testing.T) {
	content, err := os.ReadFile("testdata/products.csv")
	if err != nil {
		t.Fatal(err)
	}
	table, err := read(t, "products.csv", content)
	if err != nil {
		t.Fatal(err)
	}
	plan := Map(table, groups(), kinds())
	if len(plan.Rows) != 12 || len(plan.Errors) != 0 || table.Encoding == "" || table.Delimiter != "," {
		t.Fatalf("%d rows, errors %v, %q %q", len(plan.Rows), plan.Errors, table.Encoding, table.Delimiter)
	}
	if want := []string{"year", "province", "level", "points", "prize", "decision", "source"}; !slices.Equal(plan.UnknownColumns, want) {
		t.Errorf("unknown columns %v", plan.UnknownColumns)
	}
	if d := cmp.Diff(map[string]int{"unknown_column": 7, "group_guessed": 8, "producer_missing": 5}, codes(plan.Notices)); d != "" {
		t.Error(d)
	}
	want := Row{Number: 5, Product: "Nón lá Hạ Vũ", ProductGroup: "N1", ProducerName: "HTX Nón lá Hạ Vũ", Locality: "Huyện Đồng Mẫu",
		Province: "Tỉnh Mẫu", Year: "2022"}
	if d := cmp.Diff(want, plan.Rows[3]); d != "" {
		t.Error(d)
	}
}

// The full list is not part of the repository; where it lies beside it, it must be read whole.
func TestProductsWhole(t *testing.T) {
	content, err := os.ReadFile("../../../shared/products.csv")
	if err != nil {
		t.Skip("products.csv is not beside the repository")
	}
	table, err := read(t, "products.csv", content)
	if err != nil {
		t.Fatal(err)
	}
	plan := Map(table, groups(), kinds())
	if len(plan.Rows) != 177 || len(plan.Errors) != 0 || codes(plan.Notices)["producer_missing"] != 84 {
		t.Errorf("%d rows, errors %v, notices %v", len(plan.Rows), plan.Errors, codes(plan.Notices))
	}
}

const office = "ỦY BAN NHÂN DÂN TỈNH MẪU;;;;;\r\n\r\n\"DANH SÁCH\nĐĂNG KÝ BÌNH CHỌN\";;;;;\r\n" +
	"STT;Tên sản phẩm, bộ sản phẩm;Nhóm sản phẩm;Tên cơ sở CNNT;Xã/Phường;Ghi chú\r\n(1);(2);(3);(4);(5);(6)\r\n" +
	"I. Huyện Mẫu;;;;;\r\n1;\"Nón lá\nHạ Vũ\";Nhóm sản phẩm thủ công mỹ nghệ;HTX Hạ Vũ;Xã Mẫu;\r\n\r\n2;nón lá hạ vũ;N1;htx hạ vũ;xã mẫu;\r\n"

func TestOfficeList(t *testing.T) {
	utf16le := func(s string) []byte {
		b := []byte{0xff, 0xfe}
		for _, u := range utf16.Encode([]rune(s)) {
			b = append(b, byte(u), byte(u>>8))
		}
		return b
	}
	for name, content := range map[string][]byte{
		"UTF-8":          []byte(office),
		"UTF-8 with BOM": []byte("\ufeff" + office),
		"UTF-16":         utf16le(office),
		"tabs":           []byte(strings.ReplaceAll(office, ";", "\t")),
		"sep line":       []byte("sep=;\r\n" + office),
	} {
		table, err := read(t, "danh sách.csv", content)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		plan := Map(table, groups(), kinds())
		want := []Row{{Number: 7, Product: "Nón lá Hạ Vũ", ProductGroup: "N1", ProducerName: "HTX Hạ Vũ", Commune: "Xã Mẫu"}}
		if d := cmp.Diff(want, plan.Rows); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		wantNotices := []Issue{{Column: "Ghi chú", Code: "unknown_column"}, {Row: 6, Code: "row_ignored"},
			{Row: 9, Column: "Tên sản phẩm, bộ sản phẩm", Code: "duplicate_in_file", Args: fault.Args{"first": 7}}}
		if d := cmp.Diff(wantNotices, plan.Notices); d != "" || len(plan.Errors) != 0 {
			t.Errorf("%s: %s %v", name, d, plan.Errors)
		}
	}
}

func TestSpreadsheetList(t *testing.T) {
	f := excelize.NewFile()
	for i, r := range [][]any{{"DANH SÁCH"}, {"Sản phẩm", "Nhóm", "Cơ sở", "Điện thoại", "MST", "Loại hình"},
		{"=1+1", "N2", "HTX Mẫu", 912345678, "0100109106", "HTX"}} {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &r); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	table, err := read(t, "a.XLSX", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	want := []Row{{Number: 3, Product: "=1+1", ProductGroup: "N2", ProducerName: "HTX Mẫu", Phone: "+84912345678", TaxCode: "0100109106", EntityKind: "cooperative"}}
	if d := cmp.Diff(want, Map(table, groups(), kinds()).Rows); d != "" {
		t.Error(d)
	}
}

func TestRowFindings(t *testing.T) {
	columns := []string{"Sản phẩm", "Nhóm", "Cơ sở", "Loại hình", "MST", "SĐT", "Email", "Mô tả"}
	for _, c := range []struct {
		name            string
		cells           []string
		errors, notices string
	}{
		{"complete", []string{"Nón", "N1", "A", "Hộ KD", "0100109106", "0912345678", "a@b.vn", "x"}, "", ""},
		{"no product", []string{"", "N1", "A"}, "product_missing", ""},
		{"no producer", []string{"Nón"}, "", "producer_missing"},
		{"group guessed", []string{"Nón", "n2?", "A"}, "", "group_guessed"},
		{"group in English", []string{"Nón", "handicraft and fine art", "A"}, "", ""},
		{"group unknown", []string{"Nón", "N9", "A"}, "group_unknown", ""},
		{"guessed group unknown", []string{"Nón", "N9?", "A"}, "group_unknown", ""},
		{"kind unknown", []string{"Nón", "N1", "HTX A", "Tập đoàn"}, "entity_kind_unknown", ""},
		{"check digit", []string{"Nón", "N1", "A", "", "0900180617"}, "", "tax_code_doubtful"},
		{"no check digit exists", []string{"Nón", "N1", "A", "", "0900000010"}, "", "tax_code_doubtful"},
		{"branch", []string{"Nón", "N1", "A", "", "0100109106-001"}, "", ""},
		{"personal number", []string{"Nón", "N1", "A", "", "033090123456"}, "", ""},
		{"zero eaten", []string{"Nón", "N1", "A", "", "100109106"}, "", "tax_code_doubtful"},
		{"bad phone", []string{"Nón", "N1", "A", "", "", "12"}, "bad_phone", ""},
		{"bad e-mail", []string{"Nón", "N1", "A", "", "", "", "a@b"}, "bad_email", ""},
		{"10,000 characters", []string{"Nón", "N1", "A", "", "", "", "", strings.Repeat("ế", 10_000)}, "", ""},
		{"10,001 characters", []string{"Nón", "N1", "A", "", "", "", "", strings.Repeat("ế", 10_001)}, "too_long", ""},
		{"long product", []string{strings.Repeat("n", MaxLine+1), "N1", "A"}, "too_long", ""},
		{"formula", []string{"@SUM(A1)", "N1", "'=A"}, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			plan := Map(Table{Columns: columns, Rows: [][]string{c.cells}, Numbers: []int{2}}, groups(), kinds())
			var e, n []string
			for _, i := range plan.Errors {
				e = append(e, i.Code)
			}
			for _, i := range plan.Notices {
				n = append(n, i.Code)
			}
			if strings.Join(e, " ") != c.errors || strings.Join(n, " ") != c.notices || (len(plan.Rows) == 1) != (c.errors == "") {
				t.Errorf("errors %v, notices %v, %d rows", e, n, len(plan.Rows))
			}
			if c.name == "formula" && (plan.Rows[0].Product != "@SUM(A1)" || plan.Rows[0].ProducerName != "=A") {
				t.Errorf("%+v", plan.Rows[0])
			}
			if c.name == "complete" && plan.Rows[0].EntityKind != "business_household" {
				t.Errorf("%+v", plan.Rows[0])
			}
		})
	}
}

func TestNoKindIsGuessedFromAName(t *testing.T) {
	plan := Map(Table{Columns: []string{"Sản phẩm", "Cơ sở"}, Rows: [][]string{{"Nón", "Hợp tác xã Hạ Vũ"}}, Numbers: []int{2}}, groups(), kinds())
	if plan.Rows[0].EntityKind != "" {
		t.Errorf("guessed %s", plan.Rows[0].EntityKind)
	}
}

func TestReadRefuses(t *testing.T) {
	many := func(n int) []byte { return []byte("Sản phẩm,Nhóm\n" + strings.Repeat("Nón,N1\n,\n", n)) }
	if table, err := read(t, "a.csv", many(MaxRows)); err != nil || len(table.Rows) != MaxRows {
		t.Errorf("20,000 rows: %d, %v", len(table.Rows), err)
	}
	for _, c := range []struct {
		name, file, want string
		content          []byte
	}{
		{"20,001 rows", "a.csv", "sheet_too_many_rows", many(MaxRows + 1)},
		{"no header", "a.csv", "header_missing", []byte("a,b\n1,2\n")},
		{"no product", "a.csv", "header_missing", []byte("Nhóm,Cơ sở\nN1,A\n")},
		{"a line of commas alone", "a.csv", "sheet_too_many_columns", []byte("Sản phẩm,Nhóm\nNón,N1" + strings.Repeat(",", 5*MaxCell) + "\n")},
		{"empty", "a.csv", "file_empty", nil},
		{"picture", "a.csv", "file_type", []byte("\x89PNG\r\n\x1a\n")},
		{"broken workbook", "a.xlsx", "file_type", []byte("PK\x03\x04")},
	} {
		_, err := read(t, c.file, c.content)
		f, ok := errors.AsType[*fault.Fault](err)
		if !ok || len(f.Fields) != 1 || f.Fields[0].Field != "file" || f.Fields[0].Code != c.want {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestBlankCellsAreNotKept: behind the last column that counts nothing is, and nothing is kept.
func TestBlankCellsAreNotKept(t *testing.T) {
	table, err := read(t, "a.csv", []byte("Sản phẩm,Nhóm\nNón,N1"+strings.Repeat(",", 3000)+"\n"))
	if err != nil || len(table.Rows) != 1 || cap(table.Rows[0]) > 2*inspect.MaxColumns {
		t.Errorf("%d rows, %d cells kept, %v", len(table.Rows), cap(table.Rows[0]), err)
	}
}

func TestSecondRunHasTheSameKeys(t *testing.T) {
	row := Row{Product: "Nón lá Hạ Vũ", ProducerName: "HTX Hạ Vũ", Locality: "Huyện Mẫu"}
	if row.Key() != Key("NÓN LÁ  HẠ VŨ", "htx ha vu", row.Place()) || row.Key() == Key("Nón lá", "Hạ Vũ HTX Hạ Vũ", "Huyện Mẫu") {
		t.Errorf("key %q", row.Key())
	}
}

func TestAliasesAreUnambiguous(t *testing.T) {
	owner := map[string]string{}
	for _, a := range append(Aliases(), known()...) {
		for _, h := range a.Headers {
			if other := owner[headerKey(h)]; other != "" && other != a.Column {
				t.Errorf("%q means %s and %s", h, other, a.Column)
			}
			owner[headerKey(h)] = a.Column
		}
	}
	doc, err := os.ReadFile("../../docs/formats.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range Aliases() {
		if line := "| `" + a.Column + "` | " + strings.Join(a.Headers, "; ") + " |"; !strings.Contains(string(doc), line) {
			t.Errorf("docs/formats.md lacks the line\n%s", line)
		}
	}
}

func FuzzCSV(f *testing.F) {
	f.Add(office)
	f.Add("product\n\"\n")
	f.Add("sep=;\nproduct;group\n=1;N1?\n")
	f.Fuzz(func(t *testing.T, s string) {
		table, err := readCSV(s)
		if err != nil {
			return
		}
		plan := Map(table, groups(), kinds())
		if len(plan.Rows) > len(table.Rows) || len(table.Rows) != len(table.Numbers) {
			t.Fatalf("%d rows of %d", len(plan.Rows), len(table.Rows))
		}
		for i := 1; i < len(table.Numbers); i++ {
			if table.Numbers[i] <= table.Numbers[i-1] {
				t.Fatalf("row numbers %v", table.Numbers)
			}
		}
	})
}
