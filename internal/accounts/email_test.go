package accounts

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestNormaliseEmail(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "lan@example.vn", "lan@example.vn"},
		{"upper case and spaces", "  Lan.Nguyen@Example.VN\n", "lan.nguyen@example.vn"},
		{"tag", "lan+hoso@example.vn", "lan+hoso@example.vn"},
		{"decomposed", norm.NFD.String("hiền@example.vn"), "hiền@example.vn"},
		{"localhost", "admin@localhost", "admin@localhost"},
		{"no at", "lan.example.vn", ""},
		{"no dot", "lan@gmail", ""},
		{"two ats", "lan@x@example.vn", ""},
		{"display name", "Lan <lan@example.vn>", ""},
		{"quoted local", `"la n"@example.vn`, ""},
		{"header injection", "lan@example.vn\r\nBcc: x@example.vn", ""},
		{"list", "a@example.vn, b@example.vn", ""},
		{"direction override", "lan\u202e@example.vn", ""},
		{"empty label", "lan@example..vn", ""},
		{"address literal", "lan@[127.0.0.1]", ""},
		{"254 bytes", strings.Repeat("a", 64) + "@" + strings.Repeat("b", 61) + "." + strings.Repeat("c", 63) + "." + strings.Repeat("d", 60) + ".vn", strings.Repeat("a", 64) + "@" + strings.Repeat("b", 61) + "." + strings.Repeat("c", 63) + "." + strings.Repeat("d", 60) + ".vn"},
		{"255 bytes", strings.Repeat("a", 64) + "@" + strings.Repeat("b", 62) + "." + strings.Repeat("c", 63) + "." + strings.Repeat("d", 60) + ".vn", ""},
		{"empty", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := NormaliseEmail(c.in)
			code, _ := fieldCode(t, err, "email")
			if got != c.want || (c.want == "") != (code == "bad_email") {
				t.Errorf("got %q %s, want %q", got, code, c.want)
			}
		})
	}
}

func TestNormalisePhone(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"mobile", "0912345678", "+84912345678"},
		{"spaces and dots", " 0912.345 678", "+84912345678"},
		{"no-break space", "0912\u00a0345\u00a0678", "+84912345678"},
		{"plus 84", "+84 912 345 678", "+84912345678"},
		{"plus 84 and zero", "+84 (0)912 345 678", "+84912345678"},
		{"84", "84912345678", "+84912345678"},
		{"0084", "0084912345678", "+84912345678"},
		{"zero eaten by a spreadsheet", "912345678", "+84912345678"},
		{"mobile 084", "0845123456", "+84845123456"},
		{"mobile 84 without zero", "845123456", "+84845123456"},
		{"landline Hưng Yên", "(0221) 3 862 345", "+842213862345"},
		{"landline Hà Nội", "024-3825 1234", "+842438251234"},
		{"landline with 84", "842438251234", "+842438251234"},
		{"old eleven digits", "01234567890", ""},
		{"too short", "091234567", ""},
		{"too long", "09123456789", ""},
		{"foreign", "+33123456789", ""},
		{"hotline", "19001234", ""},
		{"two numbers", "0912345678 / 0987654321", ""},
		{"letters", "0912345abc", ""},
		{"empty", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := NormalisePhone(c.in)
			code, _ := fieldCode(t, err, "phone")
			if got != c.want || (c.want == "") != (code == "bad_phone") {
				t.Errorf("got %q %s, want %q", got, code, c.want)
			}
		})
	}
}

func FuzzNormaliseEmail(f *testing.F) {
	f.Add("lan@example.vn")
	f.Add("Lan <lan@example.vn>")
	f.Fuzz(func(t *testing.T, s string) {
		got, err := NormaliseEmail(s)
		if err != nil {
			return
		}
		if strings.ContainsAny(got, "\r\n<> ,;") || len(got) > EmailMax {
			t.Fatalf("%q became %q", s, got)
		}
		if again, err := NormaliseEmail(got); err != nil || again != got {
			t.Fatalf("%q is not stable: %q %v", got, again, err)
		}
	})
}
