package certificates

import (
	"strings"
	"testing"

	"vinhdanh/internal/fault"
)

func TestValidUntil(t *testing.T) {
	tests := []struct {
		name   string
		issued Date
		rule   ValidityRule
		want   Date
	}{
		{"fourth year, year of issue the first", "2026-11-15", ValidityRule{YearEnd, 4}, "2029-12-31"},
		{"first of January", "2026-01-01", ValidityRule{YearEnd, 4}, "2029-12-31"},
		{"last of December", "2026-12-31", ValidityRule{YearEnd, 1}, "2026-12-31"},
		{"anniversary", "2026-11-15", ValidityRule{Anniversary, 4}, "2030-11-14"},
		{"anniversary of New Year", "2026-01-01", ValidityRule{Anniversary, 1}, "2026-12-31"},
		{"anniversary of a leap day", "2028-02-29", ValidityRule{Anniversary, 3}, "2031-02-28"},
		{"leap day to leap day", "2028-02-29", ValidityRule{Anniversary, 4}, "2032-02-28"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := ValidUntil(tt.issued, tt.rule); err != nil || got != tt.want {
				t.Errorf("ValidUntil(%s, %v) = %s, %v; want %s", tt.issued, tt.rule, got, err, tt.want)
			}
		})
	}
	for name, rule := range map[string]ValidityRule{
		"unknown": {"forever", 4}, "none": {"", 4}, "no years": {YearEnd, 0}, "negative": {Anniversary, -1}, "centuries": {YearEnd, 51},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := ValidUntil("2026-11-15", rule); !fault.IsCode(err, "validity_rule") {
				t.Errorf("ValidUntil by %v = %s, %v", rule, got, err)
			}
		})
	}
	if _, err := ValidUntil("2026-02-30", ValidityRule{YearEnd, 4}); !fault.IsCode(err, "date_invalid") {
		t.Errorf("ValidUntil(2026-02-30): %v", err)
	}
}

func TestParseDate(t *testing.T) {
	for _, s := range []string{"", "2026-2-3", "2026-02-30", "15/11/2026", "1899-12-31", "3000-01-01", "2026-11-15T00:00:00Z"} {
		if d, err := ParseDate(s); !fault.IsCode(err, "date_invalid") {
			t.Errorf("ParseDate(%q) = %s, %v", s, d, err)
		}
	}
	d, err := ParseDate("2026-02-09")
	if err != nil || d.Year() != 2026 || d.Month() != 2 || d.Day() != 9 {
		t.Errorf("ParseDate(2026-02-09) = %d %d %d, %v", d.Year(), d.Month(), d.Day(), err)
	}
}

func TestStatusAt(t *testing.T) {
	ev := func(kind EventKind, on string) Event { return Event{Kind: kind, EffectiveOn: on} }
	tests := []struct {
		name   string
		events []Event
		today  Date
		want   Status
	}{
		{"last day", nil, "2029-12-31", Valid},
		{"day after", nil, "2030-01-01", Expired},
		{"revoked from that day", []Event{ev(EventRevoked, "2027-03-01")}, "2027-03-01", Revoked},
		{"not a day before", []Event{ev(EventRevoked, "2027-03-01")}, "2027-02-28", Valid},
		{"revoked outweighs superseded", []Event{ev(EventRevoked, "2027-03-01"), ev(EventSuperseded, "2027-04-01")}, "2027-05-01", Revoked},
		{"superseded outweighs suspended", []Event{ev(EventSuperseded, "2027-03-01"), ev(EventSuspended, "2027-04-01")}, "2027-05-01", Superseded},
		{"suspended outweighs expired", []Event{ev(EventSuspended, "2027-03-01")}, "2031-01-01", Suspended},
		{"revoked outweighs expired", []Event{ev(EventRevoked, "2027-03-01")}, "2031-01-01", Revoked},
		{"reinstated", []Event{ev(EventSuspended, "2027-03-01"), ev(EventReinstated, "2027-04-01")}, "2027-04-01", Valid},
		{"still suspended", []Event{ev(EventSuspended, "2027-03-01"), ev(EventReinstated, "2027-04-01")}, "2027-03-31", Suspended},
		{"recorded out of order", []Event{ev(EventReinstated, "2027-04-01"), ev(EventSuspended, "2027-03-01")}, "2027-04-02", Valid},
		{"same day, later record counts", []Event{ev(EventReinstated, "2027-04-01"), ev(EventSuspended, "2027-04-01")}, "2027-04-02", Suspended},
		{"reinstating does not undo revoking", []Event{ev(EventRevoked, "2027-03-01"), ev(EventReinstated, "2027-04-01")}, "2027-05-01", Revoked},
		{"events after an early one", []Event{ev(EventRevoked, "2028-01-01"), ev(EventSuspended, "2027-03-01")}, "2027-06-01", Suspended},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := StatusAt(Record{"2029-12-31", tt.events}, tt.today); got != tt.want {
				t.Errorf("StatusAt(%s) = %s, want %s", tt.today, got, tt.want)
			}
		})
	}
}

func TestNumber(t *testing.T) {
	for seq, want := range map[int]string{1: "01/2026/GCN", 42: "42/2026/GCN", 107: "107/2026/GCN"} {
		if got := Number(seq, 2026); got != want {
			t.Errorf("Number(%d, 2026) = %s, want %s", seq, got, want)
		}
	}
}

func TestCheckName(t *testing.T) {
	tests := []struct{ name, text, code string }{
		{"plain", "Tương nếp mẫu “Làng Giếng” (loại 1) & 2 \\ / 100%", ""},
		{"decomposed", "Tu\u031bo\u031bng ne\u0302\u0301p", ""},
		{"three hundred", strings.Repeat("ấ", 300), ""},
		{"three hundred after composing", strings.Repeat("a\u0302\u0301", 300), ""},
		{"no-break space", "Cà\u00a0phê", ""},
		{"too long", strings.Repeat("ấ", 301), NameTooLong},
		{"newline", "a\nb", NameControl},
		{"nul", "a\x00b", NameControl},
		{"line separator", "a\u2028b", NameControl},
		{"zero width space", "a\u200bb", NameInvisible},
		{"zero width joiner", "a\u200db", NameInvisible},
		{"byte order mark", "\ufeffa", NameInvisible},
		{"soft hyphen", "a\u00adb", NameInvisible},
		{"right to left override", "a\u202eb", NameInvisible},
		{"isolate", "a\u2066b", NameInvisible},
		{"variation selector", "a\ufe0f", NameInvisible},
		{"emoji", "Tương 🍲", NameSymbol},
		{"first of the next plane", "a\U00010000", NameSymbol},
		{"old emoji", "a\u2764", NameSymbol},
		{"private", "a\ue000", NameSymbol},
		{"lone mark", "x\u0323\u0301\u0302", NameSymbol},
		{"replacement character", "a\ufffd", NameSymbol},
		{"not UTF-8", "a\xffb", NameNotUTF8},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := CheckName(tt.text)
			if tt.code == "" && err != nil || tt.code != "" && !fault.IsCode(err, tt.code) {
				t.Errorf("CheckName(%q) = %v, want %q", tt.text, err, tt.code)
			}
		})
	}
	if got, err := CleanName("ne\u0302\u0301p"); err != nil || got != "nếp" {
		t.Errorf("CleanName = %q, %v", got, err)
	}
}
