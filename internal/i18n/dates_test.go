package i18n

import (
	"encoding/hex"
	"testing"
	"time"
)

func hexOf(b []byte) string { return hex.EncodeToString(b) }

func TestToday(t *testing.T) {
	for _, tt := range []struct{ now, want string }{
		{"2026-02-03T16:59:59Z", "2026-02-03"},
		{"2026-02-03T17:00:00Z", "2026-02-04"},
		{"2026-12-31T20:00:00-05:00", "2027-01-01"},
	} {
		now, err := time.Parse(time.RFC3339, tt.now)
		if err != nil {
			t.Fatal(err)
		}
		if got := Today(now); got != tt.want {
			t.Errorf("Today(%s) = %s, want %s", tt.now, got, tt.want)
		}
	}
}

func TestFormatDates(t *testing.T) {
	tests := []struct{ date, vi, en, longVi, longEn string }{
		{"2026-02-04", "04/02/2026", "4 Feb 2026", "ngày 04 tháng 02 năm 2026", "4 February 2026"},
		{"2026-01-10", "10/01/2026", "10 Jan 2026", "ngày 10 tháng 01 năm 2026", "10 January 2026"},
		{"2026-03-09", "09/03/2026", "9 Mar 2026", "ngày 09 tháng 3 năm 2026", "9 March 2026"},
		{"2029-12-31", "31/12/2029", "31 Dec 2029", "ngày 31 tháng 12 năm 2029", "31 December 2029"},
		{"sớm", "sớm", "sớm", "sớm", "sớm"},
	}
	for _, tt := range tests {
		got := [4]string{FormatDate("vi", tt.date), FormatDate("en", tt.date), FormatLongDate("vi", tt.date), FormatLongDate("en", tt.date)}
		if want := [4]string{tt.vi, tt.en, tt.longVi, tt.longEn}; got != want {
			t.Errorf("%s: %q, want %q", tt.date, got, want)
		}
	}
}

func TestFormatTime(t *testing.T) {
	at := time.Date(2026, 2, 3, 17, 5, 59, 0, time.UTC)
	if got, want := FormatTime("vi", at), "00:05 ngày 04/02/2026"; got != want {
		t.Errorf("vi: %q, want %q", got, want)
	}
	if got, want := FormatTime("en", at), "00:05, 4 Feb 2026"; got != want {
		t.Errorf("en: %q, want %q", got, want)
	}
}

func TestParseDate(t *testing.T) {
	got, err := ParseDate("2024-02-29")
	if want := time.Date(2024, 2, 28, 17, 0, 0, 0, time.UTC); err != nil || !got.Equal(want) {
		t.Errorf("ParseDate = %v, %v; want %v", got, err, want)
	}
	for _, s := range []string{"", "2026-02-29", "2026-2-4", "04/02/2026", "26022-01-01", "0001-01-01", "3000-01-01", "2026-02-04T00:00:00Z", " 2026-02-04"} {
		if got, err := ParseDate(s); err == nil {
			t.Errorf("ParseDate(%q) = %v", s, got)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	f.Add("2026-02-04")
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := ParseDate(s); err == nil && (Today(d) != s || len(s) != 10) {
			t.Fatalf("%q was read as %v", s, d)
		}
	})
}

func TestNumbers(t *testing.T) {
	for _, tt := range []struct{ in, vi, en string }{
		{"72.33", "72,33", "72.33"}, {"1234567.5", "1.234.567,5", "1,234,567.5"}, {"999", "999", "999"}, {"-1000", "-1.000", "-1,000"},
		{"0.50", "0,50", "0.50"}, {"", "", ""}, {"1/3", "1/3", "1/3"}, {"7.", "7.", "7."}, {".5", ".5", ".5"}, {"1.2.3", "1.2.3", "1.2.3"},
	} {
		if vi, en := Decimal("vi", tt.in), Decimal("en", tt.in); vi != tt.vi || en != tt.en {
			t.Errorf("Decimal(%q) = %q, %q; want %q, %q", tt.in, vi, en, tt.vi, tt.en)
		}
	}
	if got := Money("vi", 5_000_000); got != "5.000.000 đồng" {
		t.Errorf("Money = %q", got)
	}
	if got := Money("en", 5_000_000); got != "VND 5,000,000" {
		t.Errorf("Money = %q", got)
	}
	for n, want := range map[int]string{1: "I", 4: "IV", 8: "VIII", 9: "IX", 14: "XIV", 49: "XLIX", 1994: "MCMXCIV", 3999: "MMMCMXCIX", 0: "0", 4000: "4000", -2: "-2"} {
		if got := Roman(n); got != want {
			t.Errorf("Roman(%d) = %s, want %s", n, got, want)
		}
	}
}

func TestReadDate(t *testing.T) {
	for typed, want := range map[string]string{
		"05/11/2026": "2026-11-05", "5/11/2026": "2026-11-05", " 5-1-2026 ": "2026-01-05", "5.11.2026": "2026-11-05",
		"2026-11-05": "2026-11-05", "2026/1/5": "2026-01-05", "31/02/2026": "", "11/2026": "", "05/11/26": "", "mai": "",
		"5/11/20260": "", "05/111/2026": "", "": "",
	} {
		got, ok := ReadDate(typed)
		if got != want || ok != (want != "") {
			t.Errorf("ReadDate(%q) = %q, %v, want %q", typed, got, ok, want)
		}
	}
	if got := TypedDate("2026-11-05") + " " + TypedDate("31/02"); got != "05/11/2026 31/02" {
		t.Errorf("TypedDate: %q", got)
	}
}
