package judging_test

import (
	"testing"

	"vinhdanh/judging"
)

func TestCheckTaxCode(t *testing.T) {
	for _, row := range []struct{ name, code, warn string }{
		{"none given", "", ""},
		{"remainder known", "0100109106", ""},
		{"second", "0101248141", ""},
		{"158 mod 11 is 4", "0100047516", ""},
		{"southern", "0300588569", ""},
		{"recent", "0109527605", ""},
		{"dependent unit", "0100109106-001", ""},
		{"blanks around", " 0100109106 ", ""},
		{"personal ID", "033090123456", ""},
		{"right digit", "0900180612", ""},
		{"wrong digit", "0900180617", judging.WarnTaxCodeDigit},
		{"digits swapped", "0101248411", judging.WarnTaxCodeDigit},
		{"dependent unit of a wrong code", "0900180617-001", judging.WarnTaxCodeDigit},
		{"unit 000", "0100109106-000", judging.WarnTaxCodeForm},
		{"thirteen without hyphen", "0100109106001", judging.WarnTaxCodeForm},
		{"serial of zeros", "0100000000", judging.WarnTaxCodeForm},
		{"zeros lost", "100109106", judging.WarnTaxCodeForm},
		{"other digits", "０１００１０９１０６", judging.WarnTaxCodeForm},
		{"words", "không có", judging.WarnTaxCodeForm},
	} {
		t.Run(row.name, func(t *testing.T) {
			ok, warn := judging.CheckTaxCode(row.code)
			if warn != row.warn || ok != (row.warn == "") {
				t.Errorf("CheckTaxCode(%q) = %v, %q; want %q", row.code, ok, warn, row.warn)
			}
		})
	}
	for last := '0'; last <= '9'; last++ {
		if ok, _ := judging.CheckTaxCode("090000001" + string(last)); ok {
			t.Errorf("the stem 090000001 has no check digit, yet %c was taken", last)
		}
	}
}

// FuzzCheckTaxCode: whatever is typed, a code is either fine or has one of the two warnings.
func FuzzCheckTaxCode(f *testing.F) {
	f.Add("0100109106")
	f.Add("0100109106-001")
	f.Fuzz(func(t *testing.T, s string) {
		ok, warn := judging.CheckTaxCode(s)
		if ok != (warn == "") || !ok && warn != judging.WarnTaxCodeForm && warn != judging.WarnTaxCodeDigit {
			t.Fatalf("CheckTaxCode(%q) = %v, %q", s, ok, warn)
		}
	})
}
