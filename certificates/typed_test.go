package certificates

import (
	"crypto/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func newTestCode(t *testing.T) Code {
	t.Helper()
	c, err := NewCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// typedCode draws codes until one has the wanted shape.
func typedCode(t *testing.T, fits func(printed string) bool) Code {
	t.Helper()
	for range 100_000 {
		c := newTestCode(t)
		if fits(c.String()) {
			return c
		}
	}
	t.Fatal("no such code")
	return Code{}
}

func TestReadTyped(t *testing.T) {
	code := typedCode(t, func(p string) bool { return strings.Contains(p, "0") && strings.Contains(p, "1") })
	printed, lower := code.String(), code.Lower()
	wide := strings.Map(func(r rune) rune { return r + 0xFEE0 }, strings.ReplaceAll(printed, "-", ""))
	for name, input := range map[string]string{
		"as printed": printed, "lower": lower, "blanks": strings.ReplaceAll(printed, "-", "  "), "trailing dots": printed + "...",
		"quotes": "“" + printed + "”,", "O and I": strings.NewReplacer("0", "O", "1", "I").Replace(printed), "o and l": strings.NewReplacer("0", "o", "1", "l").Replace(lower),
		"full width": wide, "zero width": printed[:3] + "\u200b" + printed[3:], "label": "Mã tra cứu: " + printed,
		"whole address": "https://vinhdanh.example.vn/v/" + lower, "upper address": "HTTPS://VINHDANH.EXAMPLE.VN/v/" + strings.ToUpper(lower),
		"address without scheme": "vinhdanh.example.vn/v/" + lower + "?lang=en", "form's address": "https://vinhdanh.example.vn/v?code=" + printed,
		"address with slash": " https://vinhdanh.example.vn/v/" + lower + "/ ",
	} {
		if got := ReadTyped(input, "vinhdanh.example.vn"); got.Code != code || got.Host != "" || got.Slip.Kind != "" {
			t.Errorf("%s: %q gives %+v", name, input, got)
		}
	}
}

// TestReadTypedOnAVietnameseKeyboard types codes with Telex and VNI left on.
func TestReadTypedOnAVietnameseKeyboard(t *testing.T) {
	for _, x := range []struct{ keys, made string }{
		{"AA", "Â"}, {"DD", "Đ"}, {"EE", "Ê"}, {"AW", "Ă"}, {"AS", "Á"}, {"EF", "È"}, {"AR", "Ả"}, {"EX", "Ẽ"}, {"AJ", "Ạ"},
		{"A6", "Â"}, {"D9", "Đ"}, {"A8", "Ă"}, {"E1", "É"}, {"A3", "Ả"}, {"A5", "Ạ"},
	} {
		code := typedCode(t, func(p string) bool { return strings.Count(p, x.keys) == 1 })
		made := strings.Replace(code.String(), x.keys, x.made, 1)
		got := ReadTyped(made, "")
		if got.Code != code && got.Slip.Kind == "" {
			t.Errorf("%s for %s gives %v", made, code, got.Code)
		}
		if got.Code.IsZero() && plainCode(made, telexKeys) != strings.ReplaceAll(code.String(), "-", "") && plainCode(made, vniKeys) != strings.ReplaceAll(code.String(), "-", "") {
			t.Errorf("%s is read as neither keyboard's", made)
		}
	}
}

func TestReadTypedElsewhere(t *testing.T) {
	code := newTestCode(t).Lower()
	for input, host := range map[string]string{
		"https://example.com/v/" + code: "example.com", "http://vinhdanh.example.vn.evil.example/v/" + code: "vinhdanh.example.vn.evil.example",
		"https://vinhdanh.example.vn@evil.example/v/" + code: "evil.example", "example.com/v/" + code: "example.com",
		"https://vinhdanh.example.vn:444/v/" + code: "vinhdanh.example.vn:444",
	} {
		if got := ReadTyped(input, "vinhdanh.example.vn"); got.Host != host || !got.Code.IsZero() {
			t.Errorf("%s: %+v, want host %s and no code", input, got, host)
		}
	}
}

func TestSlips(t *testing.T) {
	code := typedCode(t, func(p string) bool { return p[5] == '8' })
	wrong := code.String()[:5] + "B" + code.String()[6:]
	got := ReadTyped(wrong, "").Slip
	if got.Kind != SlipCheck || !slices.Contains(got.Parts, 2) {
		t.Errorf("%s for %s: %+v, want part 2 among the likely ones", wrong, code, got)
	}
	for input, want := range map[string]Slip{
		"":                     {Kind: SlipShort},
		"7K3M-9QX":             {Kind: SlipShort, Have: 7},
		"7K3M-9QXT-2HDK-5":     {Kind: SlipLong, Have: 13},
		"7K3M-9UXT-2HDK":       {Kind: SlipLetter, Letter: "U", Parts: []int{2}},
		"7K3M-9QXT-2HD*":       {Kind: SlipShort, Have: 11},
		"7K3M-9QXT-2HDK-5555Ж": {Kind: SlipLetter, Letter: "Ж", Parts: []int{3}},
	} {
		if diff := cmp.Diff(want, ReadTyped(input, "").Slip); diff != "" {
			t.Errorf("%q (-want +got):\n%s", input, diff)
		}
	}
}

func FuzzReadTyped(f *testing.F) {
	for _, s := range []string{"7K3M-9QXT-2HDK", "https://a.example/v/x", "đâ", "\xff", "a:b/c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, input string) {
		got := ReadTyped(input, "vinhdanh.example.vn")
		states := 0
		for _, is := range []bool{!got.Code.IsZero(), got.Host != "", got.Slip.Kind != ""} {
			if is {
				states++
			}
		}
		if states != 1 {
			t.Errorf("%q: %+v", input, got)
		}
		if c, err := ParseCode(input); err == nil && got.Code != c {
			t.Errorf("%q is %v to ParseCode and %+v here", input, c, got)
		}
	})
}
