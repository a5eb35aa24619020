package templates

import (
	"html/template"
	"strings"
	"testing"
)

func TestFieldShowsItsFault(t *testing.T) {
	set, err := Load("vi", echo)
	if err != nil {
		t.Fatal(err)
	}
	base := set.pages["page_login"]
	faults := FormFaults{{Field: "commune", Message: "Chọn xã."}}
	f, err := newField("id", "commune", "kind", "select", "value", "b", "label", "Xã", "hint", "Nơi sản xuất",
		"options", []Option{{Value: "a", Label: "A"}, {Value: "b", Label: "B"}}, "faults", faults)
	if err != nil {
		t.Fatal(err)
	}
	html := render(t, base, "field", f)
	for _, want := range []string{
		`<label for="commune">Xã`, `aria-describedby="commune-hint commune-fault"`, `aria-invalid="true"`,
		`<option value="b" selected>`, `<option value="a">`, "Chọn xã.",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in %s", want, html)
		}
	}
}

func TestFieldRefusesUnknownNames(t *testing.T) {
	for _, pairs := range [][]any{{"lable", "x"}, {"rows", "x"}, {"id"}, {"optional", 1}, {"options", "x"}, {"value", 1.5}} {
		if _, err := newField(pairs...); err == nil {
			t.Errorf("%v was taken", pairs)
		}
	}
}

func TestDotPlotPlaces(t *testing.T) {
	p := DotPlot{Low: 40, High: 100, Mark: 70, Rows: []DotRow{{Label: "Tương nếp"}}}
	for value, want := range map[float64]string{40: "220.0", 100: "700.0", 70: "460.0", 20: "220.0", 120: "700.0"} {
		if got := p.At(value); got != want {
			t.Errorf("%v stands at %s, want %s", value, got, want)
		}
	}
	ticks := ""
	for _, tick := range p.Ticks() {
		ticks += tick.Text + " "
	}
	if ticks != "40 50 60 70 80 90 100 " {
		t.Errorf("scale %s", ticks)
	}
	if got := p.Short("Bộ quà tặng tương, chao, cà muối"); len([]rune(got)) != 26 || !strings.HasSuffix(got, "…") {
		t.Errorf("short label %q", got)
	}
}

func render(t *testing.T, base *template.Template, name string, data any) string {
	t.Helper()
	var out strings.Builder
	if err := base.ExecuteTemplate(&out, name, data); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
