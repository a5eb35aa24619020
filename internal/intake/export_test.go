package intake

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"vinhdanh/internal/inspect"
	"vinhdanh/judging/packs"
)

func exportColumns() []Column {
	return []Column{{Head: "Hạng", Width: 8}, {Head: "Tên sản phẩm", Width: 40}, {Head: "Điểm", Decimals: 2}, {Head: "Ngày"}}
}

func exportRows() iter.Seq[[]Cell] {
	return slices.Values([][]Cell{
		{NumberCell("1"), TextCell("=HYPERLINK(\"http://x\")"), NumberCell("83.214"), DateCell("2027-02-04")},
		{NumberCell("2"), TextCell("Nón \x00lá\nHạ Vũ"), NumberCell("1234.5"), DateCell("chưa rõ")},
		{{}, TextCell("-1"), NumberCell("+cmd"), TextCell("0012")},
	})
}

func TestWriteTable(t *testing.T) {
	var b bytes.Buffer
	if err := WriteTable(&b, "Bảng [tổng hợp]: điểm/hạng của kỳ bình chọn", exportColumns(), exportRows()); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	name := book.GetSheetList()[0]
	if name != "Bảng tổng hợp điểm hạng của kỳ" {
		t.Errorf("sheet %q", name)
	}
	rows, err := book.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"Hạng", "Tên sản phẩm", "Điểm", "Ngày"}, {"1", `=HYPERLINK("http://x")`, "83.21", "04/02/2027"},
		{"2", "Nón lá\nHạ Vũ", "1,234.50", "chưa rõ"}, {"", "-1", "+cmd", "0012"}}
	if d := cmp.Diff(want, rows); d != "" {
		t.Error(d)
	}
	for cell, kind := range map[string]excelize.CellType{"A2": excelize.CellTypeUnset, "B2": excelize.CellTypeInlineString, "C2": excelize.CellTypeUnset,
		"B4": excelize.CellTypeInlineString, "D4": excelize.CellTypeInlineString} {
		got, err := book.GetCellType(name, cell)
		formula, _ := book.GetCellFormula(name, cell)
		if err != nil || got != kind || formula != "" {
			t.Errorf("%s is of type %d, formula %q, %v", cell, got, formula, err)
		}
	}
	if raw, err := book.GetCellValue(name, "C2", excelize.Options{RawCellValue: true}); err != nil || raw != "83.214" {
		t.Errorf("the number is stored as %q, %v", raw, err)
	}
	panes, err := book.GetPanes(name)
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes %+v, %v", panes, err)
	}
	if width, err := book.GetColWidth(name, "B"); err != nil || width != 40 {
		t.Errorf("width %v, %v", width, err)
	}
	defined := map[string]string{}
	for _, n := range book.GetDefinedName() {
		_, defined[n.Name], _ = strings.Cut(n.RefersTo, "!")
	}
	if d := cmp.Diff(map[string]string{"_xlnm._FilterDatabase": "$A$1:$D$4", "_xlnm.Print_Titles": "$1:$1"}, defined); d != "" {
		t.Error(d)
	}
}

func TestWriteTableEmpty(t *testing.T) {
	var b bytes.Buffer
	if err := WriteTable(&b, "", nil, slices.Values([][]Cell{})); err != nil {
		t.Fatal(err)
	}
	if _, err := excelize.OpenReader(&b); err != nil {
		t.Fatal(err)
	}
}

// BenchmarkWriteTable writes fifty thousand rows and says how large the heap grew meanwhile.
func BenchmarkWriteTable(b *testing.B) {
	var most uint64
	rows := func(yield func([]Cell) bool) {
		for i := range 50_000 {
			if i%10_000 == 9_999 {
				runtime.GC()
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapAlloc)
			}
			if !yield([]Cell{NumberCell("1"), TextCell("Nón lá Hạ Vũ, làng nghề từ năm 1960"), NumberCell("83.21"), DateCell("2027-02-04")}) {
				return
			}
		}
	}
	for b.Loop() {
		if err := WriteTable(io.Discard, "x", exportColumns(), rows); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(most>>20), "heap-MB")
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("the pipe broke") }

func TestExportSaysWhenItFails(t *testing.T) {
	if WriteTable(broken{}, "x", exportColumns(), exportRows()) == nil || WriteCSV(broken{}, exportColumns(), exportRows()) == nil {
		t.Error("a broken pipe is no success")
	}
}

func TestWriteCSV(t *testing.T) {
	var b bytes.Buffer
	if err := WriteCSV(&b, exportColumns(), exportRows()); err != nil {
		t.Fatal(err)
	}
	want := "\ufeffHạng,Tên sản phẩm,Điểm,Ngày\r\n1,\"'=HYPERLINK(\"\"http://x\"\")\",83.214,2027-02-04\r\n" +
		"2,\"Nón lá\r\nHạ Vũ\",1234.5,chưa rõ\r\n,'-1,'+cmd,0012\r\n"
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Error(d)
	}
}

// TestNoFormulaBehindASeparator: a spreadsheet that parts cells by semicolons or tabs finds no formula either.
func TestNoFormulaBehindASeparator(t *testing.T) {
	for typed, want := range map[string]string{"Mật;=1+1": "Mật;'=1+1", "Mật; \t@SUM(1)": "Mật; \t'@SUM(1)", "a\n-1": "a\n'-1", "+1;x": "'+1;x",
		"Mật ong; Trà": "Mật ong; Trà", "a = b": "a = b"} {
		if got := harmless(typed); got != want {
			t.Errorf("%q becomes %q, want %q", typed, got, want)
		}
	}
}

func TestNumberCell(t *testing.T) {
	for s, want := range map[string]cellKind{"1": numberCell, "-1.5": numberCell, "83.214": numberCell, "": textCell, ".5": textCell, "1.": textCell,
		"1e5": textCell, "+1": textCell, "12345678901234567": textCell, "NaN": textCell} {
		if got := NumberCell(s).kind; got != want {
			t.Errorf("%q: %d", s, got)
		}
	}
}

// The template is filled in as people do and read by the importer: every column arrives.
func TestTemplateComesBack(t *testing.T) {
	pack, _, err := packs.Load("vn-cnnt-2025")
	if err != nil {
		t.Fatal(err)
	}
	var groups, kinds []Named
	for _, g := range pack.ProductGroups {
		groups = append(groups, Named{g.Code, []string{g.Name.VI, g.Name.EN}})
	}
	for _, k := range pack.EntityKinds {
		kinds = append(kinds, Named{k.Code, []string{k.Name.VI, k.Name.EN}})
	}
	for _, lang := range []string{"vi", "en"} {
		t.Run(lang, func(t *testing.T) {
			var b bytes.Buffer
			if err := WriteTemplate(&b, pack, lang); err != nil {
				t.Fatal(err)
			}
			book, err := excelize.OpenReader(&b)
			if err != nil {
				t.Fatal(err)
			}
			checkDropDowns(t, book, lang)
			sheet := book.GetSheetList()[0]
			line := []string{"Bộ nón lá mẫu", pack.ProductGroups[0].Name.In(lang), "HTX Hạ Vũ", pack.EntityKinds[2].Name.In(lang), "0100109106", "0507000123",
				"Thôn 1", "Xã Mẫu", "0912345678", "htx@mau.vn", "Nguyễn Thị Mẫu", "Nón khâu tay.", "Nón to; Nón nhỏ"}
			for i, v := range line {
				cell, _ := excelize.CoordinatesToCellName(i+1, templateHead+1)
				if err := book.SetCellStr(sheet, cell, v); err != nil {
					t.Fatal(err)
				}
			}
			var filled bytes.Buffer
			if err := book.Write(&filled); err != nil {
				t.Fatal(err)
			}
			table, err := read(t, "list.xlsx", filled.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			plan := Map(table, groups, kinds)
			want := Plan{Rows: []Row{{Number: templateHead + 1, Product: "Bộ nón lá mẫu", ProductGroup: "N1", ProducerName: "HTX Hạ Vũ",
				EntityKind: pack.EntityKinds[2].Code, TaxCode: "0100109106", RegistrationNumber: "0507000123", Address: "Thôn 1", Commune: "Xã Mẫu",
				Phone: "+84912345678", Email: "htx@mau.vn", Representative: "Nguyễn Thị Mẫu", Description: "Nón khâu tay.",
				SetMembers: []string{"Nón to", "Nón nhỏ"}}}}
			if d := cmp.Diff(want, plan); d != "" {
				t.Error(d)
			}
		})
	}
}

func checkDropDowns(t *testing.T, book *excelize.File, lang string) {
	t.Helper()
	list := book.GetSheetList()
	if visible, err := book.GetSheetVisible(list[1]); err != nil || visible {
		t.Errorf("the sheet of lists is in the way: %v", err)
	}
	rules, err := book.GetDataValidations(list[0])
	if err != nil || len(rules) != 2 {
		t.Fatalf("%d drop-downs, %v", len(rules), err)
	}
	for i, ref := range []string{"$A$1:$A$4", "$B$1:$B$5"} {
		if !strings.HasSuffix(rules[i].Formula1, ref) || !strings.HasPrefix(rules[i].Sqref, []string{"B4:", "D4:"}[i]) {
			t.Errorf("drop-down %d of %s: %s over %s", i, lang, rules[i].Formula1, rules[i].Sqref)
		}
	}
}

// An empty template is a list without rows, not a refusal that nobody understands.
func TestEmptyTemplate(t *testing.T) {
	pack, _, err := packs.Load("generic")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "t.xlsx")
	var b bytes.Buffer
	if err := WriteTemplate(&b, pack, "vi"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	table, err := Read(t.Context(), "t.xlsx", path, inspect.New(exe, t.TempDir()))
	if err != nil || len(table.Rows) != 0 || len(table.Columns) != len(templateColumns()) {
		t.Errorf("%d rows, %d columns, %v", len(table.Rows), len(table.Columns), err)
	}
	if plan := Map(table, nil, nil); len(plan.UnknownColumns) != 0 {
		t.Errorf("headers that the importer does not know: %v", plan.UnknownColumns)
	}
}
