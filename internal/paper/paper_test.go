package paper

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPlaceLine(t *testing.T) {
	for _, tt := range []struct{ lang, place, date, want string }{
		{"vi", "Hưng Yên", "2026-02-04", "Hưng Yên, ngày 04 tháng 02 năm 2026"},
		{"vi", "Hưng Yên", "2026-10-15", "Hưng Yên, ngày 15 tháng 10 năm 2026"},
		{"vi", "", "", "................, ngày ..... tháng ..... năm 20...."},
		{"en", "Hưng Yên", "2026-02-04", "Hưng Yên, 4 February 2026"},
		{"en", "Hưng Yên", "", "Hưng Yên, date ........"},
	} {
		if got := PlaceLine(tt.lang, tt.place, tt.date); got != tt.want {
			t.Errorf("%s %s %s: %q, want %q", tt.lang, tt.place, tt.date, got, tt.want)
		}
	}
}

func TestRecipientLines(t *testing.T) {
	if d := cmp.Diff([]string{"- Như trên;", "- Lưu: VT."}, RecipientLines([]string{"Như trên", "Lưu: VT"})); d != "" {
		t.Error(d)
	}
}

// every is a paper in which each text of each block is "x".
func every() Paper {
	return Paper{Title: "x", Author: "x", Reference: "x", Blocks: []Block{
		Letterhead{"x", "x", "x", "x"}, Title{"x", "x"}, Heading{"x"}, Paragraph{Lead: "x", Text: "x"}, Fields{{Label: "x", Value: "x"}},
		List{Items: []Item{{Text: "x", Checked: true}}}, Table{[]Column{{Head: "x", Width: 2}}, []Row{{Cells: []string{"x"}, Bold: true}}},
		Closing{[]string{"x"}, []Signature{{"x", []string{"x"}, "x", "x"}}}, Blank{2}, PageBreak{},
		Marked{Fields{{Label: "x", Value: "x"}}, Symbol{{true}}, "x"}, Part{"x"},
	}}
}

// Every text is mapped, nothing else changes, and the original stays as it was.
func TestMapReachesEveryText(t *testing.T) {
	p := every()
	seen := 0
	got := p.Map(func(s string) string {
		if s != "x" {
			t.Errorf("mapped %q", s)
		}
		seen++
		return "y"
	})
	if d := cmp.Diff(every(), p); d != "" {
		t.Error("the original changed", d)
	}
	if left := count(reflect.ValueOf(got), "x"); left != 0 || seen != 26 {
		t.Errorf("%d texts left, %d seen", left, seen)
	}
	back := got.Map(func(string) string { return "x" })
	if d := cmp.Diff(every(), back); d != "" {
		t.Error(d)
	}
}

func count(v reflect.Value, text string) (n int) {
	if v.Kind() == reflect.String && v.String() == text {
		return 1
	}
	if v.Kind() == reflect.Interface {
		return count(v.Elem(), text)
	}
	if v.Kind() == reflect.Slice {
		for i := range v.Len() {
			n += count(v.Index(i), text)
		}
	}
	if v.Kind() == reflect.Struct {
		for i := range v.NumField() {
			n += count(v.Field(i), text)
		}
	}
	return n
}

func TestNormal(t *testing.T) {
	got := Paper{Lang: "xx", Blocks: []Block{Heading{"  e\u0302\u0301 \x00 a\u200b "}}}.Normal()
	if d := cmp.Diff(Paper{Lang: "vi", Blocks: []Block{Heading{"ế a"}}}, got); d != "" {
		t.Error(d)
	}
}
